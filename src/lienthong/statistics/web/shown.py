"""Figures as pages show them: numbers with their addresses, shares in words."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.formats import get_format
from django.utils.translation import gettext as _

from lienthong.statistics import rules
from lienthong.statistics.types import (
    Basis,
    Counts,
    Figures,
    Measure,
    Standing,
    Totals,
)
from lienthong.webkit.numbers import count
from lienthong.webkit.types import Fact, Tone

TONES = {
    Standing.AWAITED: Tone.WAIT,
    Standing.CONFIRMED: Tone.OK,
    Standing.OBJECTED: Tone.ACT,
    Standing.UNCONFIRMED: Tone.LATE,
}


@dataclass(frozen=True, slots=True)
class Line:
    """A number of a table; now: what is counted today where that differs, "" where it does not.

    url: empty for a number that cannot be known.
    """

    name: str
    value: str
    now: str
    url: str
    is_part: bool


@dataclass(frozen=True, slots=True)
class KindLine:
    kind: str
    outgoing: str
    outgoing_electronic: str
    outgoing_share: str
    incoming: str
    incoming_electronic: str
    incoming_share: str


def percent(found: Decimal | None) -> str:
    """Write a share as "75,00 %"; "—" where there is none."""
    if found is None:
        return "—"
    return f"{found:.2f} %".replace(".", get_format("DECIMAL_SEPARATOR"))


def lines(counts: Counts, now: Counts | None, url_of: Callable[[Measure], str]) -> list[Line]:
    """Return the numbers of a table in the order of their definitions."""
    return [
        Line(
            name=_(measure.label),
            value=count(counts[measure]) if measure in counts else "",
            now=_differing(measure, counts, now),
            url=url_of(measure) if measure in counts else "",
            is_part=measure.is_part,
        )
        for measure in Measure
    ]


def _differing(measure: Measure, counts: Counts, now: Counts | None) -> str:
    if now is None or measure not in now or measure not in counts:
        return ""
    if now[measure] == counts[measure]:
        return ""
    return count(now[measure])


def shares(figures: Figures, totals: Totals) -> list[Fact]:
    """Return the shares with the reason where one cannot be told."""
    return [
        Fact(
            _("Tỷ lệ gửi điện tử"),
            _share_or_why(
                rules.outgoing_share(figures.counts, totals),
                figures,
                Measure.OUTGOING,
                totals.outgoing,
            ),
        ),
        Fact(
            _("Tỷ lệ nhận điện tử"),
            _share_or_why(
                rules.incoming_share(figures.counts, totals),
                figures,
                Measure.INCOMING,
                totals.incoming,
            ),
        ),
        Fact(_("Ký số đủ, trong số gửi điện tử"), percent(rules.signed_share(figures.counts))),
    ]


def _share_or_why(found: Decimal | None, figures: Figures, whole: Measure, told: int | None) -> str:
    if found is not None and figures.basis == Basis.EXCHANGE:
        return _("%(share)s, theo tổng số %(total)s do cơ quan báo") % {
            "share": percent(found),
            "total": count(told or 0),
        }
    if found is not None:
        return percent(found)
    if figures.basis == Basis.EXCHANGE and told is None:
        return _("không tính được: sổ lập ở phần mềm khác, chưa báo tổng số")
    return _("không tính được: không có văn bản nào")


def kind_lines(figures: Figures) -> list[KindLine]:
    """Return the figures of each kind, the most frequent first."""
    return [
        KindLine(
            one.kind,
            _number(one.counts, Measure.OUTGOING),
            _number(one.counts, Measure.OUTGOING_ELECTRONIC),
            percent(rules.outgoing_share(one.counts)),
            _number(one.counts, Measure.INCOMING),
            _number(one.counts, Measure.INCOMING_ELECTRONIC),
            percent(rules.incoming_share(one.counts)),
        )
        for one in figures.kinds
    ]


def _number(counts: Counts, measure: Measure) -> str:
    return count(counts[measure]) if measure in counts else "—"
