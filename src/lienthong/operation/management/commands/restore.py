"""`lienthong restore`: a backup into an empty installation, checked first and audited after."""

from argparse import ArgumentParser
from json import loads
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from lienthong.kernel import clock
from lienthong.ledger import services as ledger
from lienthong.operation import services
from lienthong.operation.management.refusing import refusals_said


class Command(BaseCommand):
    help = (
        "Restore a backup into an empty installation. Every digest is checked before anything is "
        "written, and the ledger is audited after. Run it again if it was interrupted."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", help="folder of backups, as given to backup")
        parser.add_argument("--generation", default="", help="which one; default: the newest")
        parser.add_argument(
            "--head", action="append", default=[], help="file of a published head that is known"
        )
        parser.add_argument("--no-audit", action="store_true", help="audit later, by hand")

    def handle(
        self, *, folder: str, generation: str, head: list[str], no_audit: bool, **options: Any
    ) -> None:
        with refusals_said():
            restored = services.restore(
                Path(folder), generation=generation, now=clock.now(), say=self._say
            )
            manifest = restored.manifest
            for name, fact in (
                ("restored", restored.generation),
                ("made", manifest.started_at),
                ("contents", manifest.contents - len(manifest.missing)),
                *(("missing", one) for one in manifest.missing),
                *(("problem", one) for one in restored.problems),
            ):
                self.stdout.write(f"{name}\t{fact}")
            if not no_audit:
                self._say("audit")
                call_command("ledger", "audit", stdout=self.stdout)
            for value in [manifest.head, *(loads(Path(one).read_text()) for one in head)]:
                if value is not None:
                    ledger.show_head(value, now=clock.now())
        if manifest.missing or restored.problems:
            raise SystemExit(1)

    def _say(self, step: str) -> None:
        self.stderr.write(f"{step} …")
