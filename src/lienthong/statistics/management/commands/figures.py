"""`lienthong figures …`: close a month, show the figures of one."""

import json
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand

from lienthong.directory import queries as directory
from lienthong.directory.types import AgencyCard
from lienthong.kernel import clock
from lienthong.statistics import queries, rules, services
from lienthong.statistics.queries.closings import written_counts
from lienthong.statistics.types import Counts, Figures, Totals
from lienthong.webkit.commands import WrongUse, told_as_errors


class Command(BaseCommand):
    help = (
        "Monthly figures: close what is due (the worker does it by itself), or show a month, "
        "closed or as counted now, as lines of JSON."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
        close = acts.add_parser("close", help="close one month, or all that are due")
        close.add_argument("--month", help="such as 2026-11; default: all that are due")
        right = "the clock is right now, and was ahead when the ledger's latest acts were recorded"
        close.add_argument("--clock-is-right", action="store_true", help=right)
        again = "close a month anew that a clock which was ahead had closed too early"
        close.add_argument("--again", action="store_true", help=again)
        close.add_argument("--reason", default="", help="why it is closed again, for everybody")
        show = acts.add_parser("show", help="print the figures of the agencies in a month")
        show.add_argument("--month", required=True, help="such as 2026-11")
        show.add_argument("--agency", help="code of one agency; default: all that took part")
        show.add_argument("--now", action="store_true", help="counted now, also of a closed month")

    def handle(self, *, act: str, month: str | None, **options: Any) -> None:
        with told_as_errors():
            asked = queries.read_month(month) if month else None
            if act == "close":
                self._close(asked, **options)
            elif asked:
                self._show(asked, **options)

    def _close(
        self,
        month: date | None,
        *,
        clock_is_right: bool,
        again: bool,
        reason: str,
        **_options: Any,
    ) -> None:
        now = clock.now()
        if month is None:
            if again or clock_is_right:
                raise WrongUse("name the --month")
            closed = services.close_due(now=now)
        elif again:
            closed = [services.close_again(month=month, reason=reason, now=now)]
        else:
            closed = [services.close_month(month=month, now=now, clock_is_right=clock_is_right)]
        for one in closed:
            self.stdout.write(f"{one.period.slug}\t{one.closed_at.isoformat()}\t{one.record_id}")

    def _show(self, month: date, *, agency: str | None, now: bool, **_options: Any) -> None:
        only = _agency(agency) if agency else None
        closing = None if now else queries.closing_called(month)
        if closing is None:
            self._count(month, only)
            return
        for one in queries.figures_of(closing):
            if only is None or one.agency_id == only.id:
                self._line(one.agency_code, one.agency_name, one.figures, one.totals)

    def _count(self, month: date, only: AgencyCard | None) -> None:
        period = queries.period_called(month)
        agencies = [only] if only else directory.participants(period.first_on, period.last_on)
        found = queries.count_figures(period, agencies, at=clock.now(), every=only is None)
        for one in agencies:
            self._line(one.code, one.name, found[one.id], Totals())

    def _line(self, code: str, name: str, figures: Figures, totals: Totals) -> None:
        line = {
            "agency": code,
            "name": name,
            "basis": str(figures.basis),
            "outgoing_share": _share(figures.counts, totals),
            **written_counts(figures.counts),
        }
        self.stdout.write(json.dumps(line, ensure_ascii=False))


def _agency(code: str) -> AgencyCard:
    found = directory.agency_by_code(code)
    if found is None:
        raise WrongUse(f"no agency has the code {code}")
    return found


def _share(counts: Counts, totals: Totals) -> str | None:
    found = rules.outgoing_share(counts, totals)
    return None if found is None else str(found)
