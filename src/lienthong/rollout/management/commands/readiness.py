"""Whether agencies are ready to take part, from the command line."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from lienthong.directory import queries as directory
from lienthong.kernel import clock
from lienthong.rollout import queries
from lienthong.rollout.queries.readiness import PAGE
from lienthong.rollout.types import AgencyState, LineState
from lienthong.webkit.commands import WrongUse


class Command(BaseCommand):
    help = (
        "Say what one agency has and lacks before it takes part, a line each: name, weight, yes "
        "or no, since when; without a code, all agencies with what is obligatory and missing. "
        "Exits 1 when something obligatory is missing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code", nargs="?", default="", help="of one agency; else all")
        parser.add_argument("--wave", default="", help="only the agencies of this wave")

    def handle(self, *, code: str, wave: str, **options: Any) -> None:
        missing = self._one(code) if code else self._all(wave)
        if missing:
            raise SystemExit(1)

    def _one(self, code: str) -> bool:
        agency = directory.agency_by_code(code)
        if agency is None:
            raise WrongUse(f"no agency has the code {code}")
        state = queries.state_of(agency.id, now=clock.now())
        for one in state.lines:
            self.stdout.write(_line(one))
        return not state.is_ready

    def _all(self, wave: str) -> bool:
        after, missing = None, False
        while rows := queries.ready_table(now=clock.now(), wave=wave, after=after):
            for row in rows:
                self.stdout.write(_agency(row))
            missing = missing or not all(row.is_ready for row in rows)
            after = rows[-1].agency.id
            if len(rows) < PAGE:
                break
        return missing


def _line(one: LineState) -> str:
    told = "yes" if one.is_met else "no"
    return f"{one.line}\t{one.weight}\t{told}\t{one.since.isoformat() if one.since else '-'}"


def _agency(row: AgencyState) -> str:
    missing = ",".join(one.line for one in row.missing)
    return f"{row.agency.code or '-'}\t{row.agency.name}\t{missing or 'ready'}"
