"""The rule table from the command line: every row, a rule of one's own, its end (A5)."""

from argparse import ArgumentParser
from datetime import date
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand

from lienthong.directory import queries as directory
from lienthong.directory.types import AgencyLevel
from lienthong.documents import errors, queries, services
from lienthong.documents.types import Concern, NewPolicy, PolicyLine, RecipientRole, ReportPeriod
from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.webkit.commands import told_as_errors

_WAYS = {"both": (True, True), "electronic": (True, False), "paper": (False, True)}


class Command(BaseCommand):
    help = (
        "List the rules by which documents are judged; enter and end rules about how they travel."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        day = date.fromisoformat
        acts = parser.add_subparsers(dest="act", required=True)
        shown = acts.add_parser("list", help="print the rules, the latest first")
        shown.add_argument("--on", type=day, metavar="DAY", help="only what is in force then")
        add = acts.add_parser("add", help="enter a rule; the same again is the same rule")
        add.add_argument("agency", help="code of the agency whose rule it is, and of all below it")
        add.add_argument("way", choices=sorted(_WAYS), help="how documents travel")
        add.add_argument("--clause", required=True, help="of the document that says so")
        add.add_argument("--title", required=True, help="what it says, as senders read it")
        add.add_argument("--from", dest="valid_from", type=day, required=True, metavar="DAY")
        add.add_argument("--until", dest="valid_to", type=day, metavar="DAY", help="last day")
        add.add_argument("--kind", default="", help="code of a kind of document; else every kind")
        add.add_argument("--concern", default="", choices=["", *map(str, Concern)])
        add.add_argument("--period", default="", choices=["", *map(str, ReportPeriod)])
        add.add_argument("--role", default="", choices=["", *map(str, RecipientRole)])
        levels = ["", *map(str, AgencyLevel)]
        add.add_argument("--to", default="", choices=levels, help="level of recipients")
        add.add_argument("--by", default="", choices=levels, help="level of senders")
        add.add_argument("--days", type=int, default=1, help="working days until the paper goes")
        end = acts.add_parser("end", help="let a rule hold until the end of a day")
        end.add_argument("rule", type=UUID, help="its id")
        end.add_argument("last_day", type=day, metavar="DAY")

    def handle(self, *, act: str, **options: Any) -> None:
        with told_as_errors():
            {"list": self._list, "add": self._add, "end": self._end}[act](options)

    def _list(self, options: dict[str, Any]) -> None:
        after = None
        while page := queries.rules(on=options["on"], after=after):
            for line in page:
                self.stdout.write(_written(line))
            after = page[-1].rule.valid_from, page[-1].rule.id

    def _add(self, options: dict[str, Any]) -> None:
        agency = directory.agency_by_code(options["agency"])
        if agency is None:
            raise errors.RuleScopeUnknown(said=options["agency"])
        electronic, paper = _WAYS[options["way"]]
        new = NewPolicy(
            agency_id=agency.id,
            clause=options["clause"],
            title=options["title"],
            electronic=electronic,
            paper=paper,
            valid_from=options["valid_from"],
            valid_to=options["valid_to"],
            kind=options["kind"],
            concern=options["concern"],
            period=options["period"],
            recipient_role=options["role"],
            recipient_level=options["to"],
            issuer_level=options["by"],
            paper_by=options["days"],
        )
        found = services.enter_rule(new=new, actor=Actor.installation(), now=clock.now())
        self.stdout.write(str(found))

    def _end(self, options: dict[str, Any]) -> None:
        services.end_rule(
            rule_id=options["rule"],
            last_day=options["last_day"],
            actor=Actor.installation(),
            now=clock.now(),
        )
        self.stdout.write(f"{options['rule']}\t{options['last_day']}")


def _written(line: PolicyLine) -> str:
    row = line.rule
    scope = (
        *(row.kind, row.concern, row.period, row.recipient_role),
        *(row.issuer_level, row.recipient_level, line.agency_name),
    )
    return "\t".join(
        (
            *(str(row.id), row.matter, str(row.valid_from), str(row.valid_to or "")),
            *(" ".join(filter(None, scope)) or "*", str(row.value), row.clause),
        )
    )
