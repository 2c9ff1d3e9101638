"""`lienthong backup`: database and contents as one consistent set, while everything runs."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from lienthong.kernel import clock
from lienthong.kernel.progress import Tell, nobody
from lienthong.operation import services
from lienthong.operation.rules import require_rule
from lienthong.webkit.commands import Progress, WrongUse, told_as_errors

_ALL = "all"  # backups are kept


class Command(BaseCommand):
    help = (
        "Back up database and contents while they are used, then prune old backups. Exits 1 when "
        "contents were lost or damaged, which it names, or nobody signed it; the rest is in it. "
        "The master keys and the ledger's key are not."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", nargs="?", help="folder of backups; default: backup_to")
        parser.add_argument(
            "--keep", default="", help="such as 7d,5w,12m, or all; default: backup_keep"
        )

        parser.add_argument("--quiet", action="store_true", help="no progress")

    def handle(self, *, folder: str | None, keep: str, quiet: bool, **options: Any) -> None:
        target = Path(folder) if folder else settings.LIENTHONG_BACKUP_TO
        if target is None:
            raise WrongUse("no folder: name one, or set LIENTHONG_BACKUP_TO")
        tell: Tell = nobody if quiet else Progress(self.stderr.write)
        rule = keep or settings.LIENTHONG_BACKUP_KEEP
        with told_as_errors():
            if rule != _ALL:
                require_rule(rule)
            made = services.back_up(target, clock=clock.now, tell=tell)
            pruned = []
            if rule != _ALL:
                pruned = services.prune_backups(target, rule=rule, now=clock.now())
        card = made.card
        seconds = (card.finished_at - card.started_at).total_seconds()
        for name, fact in (
            ("backup", card.folder),
            ("contents", card.contents),
            ("bytes", card.size),
            ("seconds", f"{seconds:.1f}"),
            ("manifest-sha256", card.manifest_digest),
            *(("pruned", one) for one in pruned),
        ):
            self.stdout.write(f"{name}\t{fact}")
        for name, contents in (
            ("lost", made.lost),
            ("damaged", made.damaged),
            ("mended", made.mended),
        ):
            for one in contents:
                self.stderr.write(f"{name}\t{one}")
        if not made.is_signed:
            self.stderr.write("unsigned\tkeys/ledger.pem")
        if not made.is_whole:
            raise SystemExit(1)
