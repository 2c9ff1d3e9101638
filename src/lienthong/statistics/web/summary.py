"""The summary of a closed month: agencies by their share, and what they come to together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from lienthong.directory.types import AgencyLevel
from lienthong.kernel.sorting import name_key
from lienthong.statistics import queries, rules
from lienthong.statistics.types import (
    Basis,
    ClosingCard,
    FrozenFigures,
    Measure,
    Standing,
)
from lienthong.statistics.web.shown import TONES, percent
from lienthong.webkit.numbers import count
from lienthong.webkit.types import Tone

LEVELS = {
    AgencyLevel.PROVINCE: later("Cấp tỉnh"),
    AgencyLevel.DEPARTMENT: later("Sở, ban, ngành"),
    AgencyLevel.DISTRICT: later("Cấp huyện"),
    AgencyLevel.COMMUNE: later("Cấp xã"),
    AgencyLevel.UNDER: later("Đơn vị trực thuộc"),
}


@dataclass(frozen=True, slots=True)
class SummaryLine:
    """An agency in the summary, numbers as they are written; "—" is what cannot be known.

    counted: the share as the summary counts it, 0 for who said nothing in time; real: as counted.
    A whole that the agency told itself has an asterisk.
    """

    rank: int
    one: FrozenFigures
    standing: Standing
    tone: Tone
    counted: str
    real: str
    outgoing: str
    outgoing_electronic: str
    signed: str
    incoming: str
    incoming_electronic: str
    incoming_share: str
    late: str

    @property
    def note(self) -> str:
        """The column of remarks."""
        said = [_(self.standing.label)]
        if self.one.figures.basis == Basis.EXCHANGE:
            said.append(_("chỉ tính qua liên thông"))
        return "; ".join(said)


@dataclass(frozen=True, slots=True)
class SummaryTotals:
    """The sums of a table; shares are made of the sums of those whose whole is in books here."""

    agencies: str
    outgoing: str
    outgoing_electronic: str
    outgoing_share: str
    signed: str
    incoming: str
    incoming_electronic: str
    incoming_share: str
    deliveries: str
    arrived: str


def summary(closing: ClosingCard, *, level: str = "", at: datetime) -> list[SummaryLine]:
    """Return the agencies by the share that the summary counts, then by name. Two statements.

    level: of this level alone; a word that is none narrows nothing. Who has no share stands last.
    """
    found = queries.figures_of(closing)
    if level in LEVELS:
        found = [one for one in found if one.level == level]
    judged = [
        (one, rules.standing(one.answers, answer_by=closing.answer_by, at=at)) for one in found
    ]
    lines = [(_share(one, stands), one, stands) for one, stands in judged]
    lines.sort(key=lambda row: (row[0] is None, -(row[0] or 0), name_key(row[1].agency_name)))
    return [_line(rank, one, stands) for rank, (_by, one, stands) in enumerate(lines, start=1)]


def totals(lines: Sequence[SummaryLine]) -> SummaryTotals:
    """Add up a table."""
    counts = [line.one.figures.counts for line in lines]

    def add(measure: Measure, *, known: Measure | None = None) -> int:
        return sum(one.get(measure, 0) for one in counts if known is None or known in one)

    outgoing, incoming = add(Measure.OUTGOING), add(Measure.INCOMING)
    sent = add(Measure.OUTGOING_ELECTRONIC, known=Measure.OUTGOING)
    came = add(Measure.INCOMING_ELECTRONIC, known=Measure.INCOMING)
    return SummaryTotals(
        agencies=count(len(lines)),
        outgoing=count(outgoing),
        outgoing_electronic=count(add(Measure.OUTGOING_ELECTRONIC)),
        outgoing_share=percent(rules.share(sent, outgoing)),
        signed=count(add(Measure.SIGNED)),
        incoming=count(incoming),
        incoming_electronic=count(add(Measure.INCOMING_ELECTRONIC)),
        incoming_share=percent(rules.share(came, incoming)),
        deliveries=count(add(Measure.DELIVERIES)),
        arrived=count(add(Measure.ARRIVED)),
    )


def _share(one: FrozenFigures, stands: Standing) -> Decimal | None:
    return rules.counted_share(rules.outgoing_share(one.figures.counts, one.totals), stands)


def _line(rank: int, one: FrozenFigures, stands: Standing) -> SummaryLine:
    counts, told = one.figures.counts, one.totals
    real = rules.outgoing_share(counts, told)
    return SummaryLine(
        rank=rank,
        one=one,
        standing=stands,
        tone=TONES[stands],
        counted=percent(rules.counted_share(real, stands)),
        real=percent(real),
        outgoing=_whole(counts.get(Measure.OUTGOING), told.outgoing),
        outgoing_electronic=count(counts[Measure.OUTGOING_ELECTRONIC]),
        signed=count(counts[Measure.SIGNED]),
        incoming=_whole(counts.get(Measure.INCOMING), told.incoming),
        incoming_electronic=count(counts[Measure.INCOMING_ELECTRONIC]),
        incoming_share=percent(rules.incoming_share(counts, told)),
        late=count(counts[Measure.DECIDED_LATE]),
    )


def _whole(counted: int | None, told: int | None) -> str:
    if counted is not None:
        return count(counted)
    return "—" if told is None else f"{count(told)}*"
