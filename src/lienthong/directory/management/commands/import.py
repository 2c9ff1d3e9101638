"""Bring agencies, people and posts in from a table: checked first, then all of it or nothing."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from lienthong.directory import queries, services
from lienthong.directory.queries.imports import ImportCard
from lienthong.directory.rules.import_plan import Outcome
from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.kernel.ids import uuid7
from lienthong.webkit.commands import WrongUse, told_as_errors


class Command(BaseCommand):
    help = (
        "Check a table (.xlsx or .csv) of the directory; with --apply, take it over if every line "
        "is right. Exits 1 when a line is wrong."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the table")
        parser.add_argument("--apply", action="store_true", help="take it over")
        parser.add_argument("--findings", type=Path, help="write it again, with what to mend")

    def handle(self, *, file: Path, apply: bool, findings: Path | None, **options: Any) -> None:
        try:
            with told_as_errors():
                card = self._check(file)
                if findings is not None:
                    with findings.open("wb") as target:
                        services.write_findings(target, import_id=card.id)
                if apply and card.can_be_applied:
                    card = services.apply_import(
                        import_id=card.id, actor=Actor.installation(), now=clock.now()
                    )
        except OSError as error:
            raise WrongUse(error) from error
        self._tell(card)
        if card.bad:
            raise SystemExit(1)

    def _check(self, file: Path) -> ImportCard:
        with file.open("rb") as opened:
            key = f"command:{uuid7()}"
            return services.check_import(
                file=opened, name=file.name, key=key, actor=Actor.installation(), now=clock.now()
            )

    def _tell(self, card: ImportCard) -> None:
        for outcome in Outcome:
            self.stdout.write(f"{outcome}\t{card.counts.get(outcome, 0)}")
        self.stdout.write(f"state\t{card.state}")
        after = -1
        while lines := queries.import_lines(card.id, outcome=Outcome.BAD, after=after):
            for line in lines:
                for sentence in services.told(line):
                    self.stderr.write(f"{line.table} {line.line}: {sentence}")
            after = lines[-1].position
