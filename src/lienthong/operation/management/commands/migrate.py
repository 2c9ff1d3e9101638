"""`lienthong migrate`: Django's, with a lock, no way back, and every step said as it is taken."""

import time
from typing import Any

from django.core.management.commands.migrate import Command as DjangoMigrate

from lienthong.operation.services import only_one, require_forwards
from lienthong.webkit.commands import told_as_errors

LOCK_SECONDS = 600


class Command(DjangoMigrate):
    help = (
        "Make the tables, or bring them up to this program. May be stopped at any moment and run "
        "again; of several at once one works and the others wait. Never goes backwards."
    )

    def handle(self, *labels: Any, **options: Any) -> None:
        is_read_only = options.get("plan") or options.get("check_unapplied")
        with told_as_errors():
            require_forwards(options.get("app_label"), options.get("migration_name"))
            if is_read_only:
                super().handle(*labels, **options)
                return
            with only_one("migrate", seconds=LOCK_SECONDS):
                # Asked again: the one before us may have been of a newer program.
                require_forwards(options.get("app_label"), options.get("migration_name"))
                self._work(labels, options)

    def _work(self, labels: tuple[Any, ...], options: dict[str, Any]) -> None:
        started = time.monotonic()
        super().handle(*labels, **options)
        if options.get("verbosity", 1) > 0:
            self.stdout.write(f"  {time.monotonic() - started:.1f} s")
