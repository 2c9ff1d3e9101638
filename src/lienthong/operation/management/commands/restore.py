"""`lienthong restore`: a backup into an empty installation, checked first and audited after."""

from argparse import ArgumentParser
from json import loads
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from lienthong.kernel import clock
from lienthong.kernel.progress import Tell, nobody
from lienthong.ledger import services as ledger
from lienthong.operation import services
from lienthong.webkit.commands import Progress, told_as_errors

# What no file can know: the acts of the time between the last backup and the loss.
LOOK_AT = "keys revoked, posts and accounts ended, passwords and factors changed after "


class Command(BaseCommand):
    help = (
        "Restore a backup into an empty installation. Every digest is checked before anything is "
        "written; the ledger is audited after, and held against the heads that are known. Run it "
        "again if it was interrupted."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", help="folder of backups, as given to backup")
        parser.add_argument("--generation", default="", help="which one; default: the newest")
        parser.add_argument(
            "--head", action="append", default=[], help="file of a published head that is known"
        )
        parser.add_argument(
            "--without-damaged",
            action="store_true",
            help="leave damaged contents out, and list them",
        )
        parser.add_argument(
            "--unsigned", action="store_true", help="take a backup that nobody signed"
        )
        parser.add_argument("--no-audit", action="store_true", help="audit later, by hand")
        parser.add_argument("--quiet", action="store_true", help="no progress")

    def handle(
        self,
        *,
        folder: str,
        generation: str,
        head: list[str],
        without_damaged: bool,
        unsigned: bool,
        no_audit: bool,
        quiet: bool,
        **options: Any,
    ) -> None:
        say = _unsaid if quiet else self._say
        tell: Tell = nobody if quiet else Progress(self.stderr.write)
        with told_as_errors():
            restored = services.restore(
                Path(folder),
                generation=generation,
                without_damaged=without_damaged,
                unsigned=unsigned,
                now=clock.now(),
                say=say,
                tell=tell,
            )
            self._report(restored)
            manifest, is_right = restored.manifest, True
            if not no_audit:
                say("audit")
                is_right = self._audit(quiet=quiet)
            for value in [manifest.head, *(loads(Path(one).read_text()) for one in head)]:
                if value is not None:
                    ledger.show_head(value, now=clock.now())
            ledger.show_kept_head(now=clock.now())
        if restored.lost or restored.left_out or restored.problems or not is_right:
            raise SystemExit(1)

    def _report(self, restored: services.Restored) -> None:
        manifest = restored.manifest
        absent = len(manifest.missing) + len(restored.left_out)
        for name, fact in (
            ("restored", restored.generation),
            ("made", manifest.started_at),
            ("contents", manifest.contents - absent),
            *(("lost", one) for one in restored.lost),
            *(("left-out", one) for one in restored.left_out),
            *((f"ended-again {one.kind}", one.count) for one in restored.ended),
            *(("problem", one) for one in restored.problems),
            ("look-at", f"{LOOK_AT}{manifest.started_at}"),
        ):
            self.stdout.write(f"{name}\t{fact}")

    def _audit(self, *, quiet: bool) -> bool:
        """Whether nothing was found; the heads are shown all the same."""
        try:
            call_command("ledger", "audit", quiet=quiet, stdout=self.stdout, stderr=self.stderr)
        except SystemExit:
            return False
        return True

    def _say(self, step: str) -> None:
        self.stderr.write(f"{step} …")


def _unsaid(_step: str) -> None:
    """A step of a restore that runs with `--quiet`."""
