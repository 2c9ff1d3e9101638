"""`lienthong migrate`: Django's, with a lock, no way back, and every step said as it is taken."""

import gc
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from django.apps import apps
from django.core.management.commands.migrate import Command as DjangoMigrate

from lienthong.kernel.news import announce
from lienthong.operation.events import UpgradeFailed
from lienthong.operation.services import make_first_tables, only_one, require_forwards
from lienthong.webkit.commands import told_as_errors

LOCK_SECONDS = 600
# New objects before the youngest of them are looked through for garbage, and the generations.
_SELDOM = (50_000, 20, 100)


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
        started, is_told = time.monotonic(), options.get("verbosity", 1) > 0
        with _unhindered():
            # Who names a step, or only says that steps were taken, wants those.
            is_plain = not any(options.get(name) for name in ("app_label", "fake", "fake_initial"))
            if is_plain and (steps := make_first_tables()) and is_told:
                self.stdout.write(f"  All tables made at once, for {steps} steps.")
            try:
                super().handle(*labels, **options)
            except BaseException:
                announce(UpgradeFailed())
                raise
        if is_told:
            self.stdout.write(f"  {time.monotonic() - started:.1f} s")


@contextmanager
def _unhindered() -> Iterator[None]:
    """Save a third of the time: garbage is looked for seldom, and what is swappable asked once.

    Each step makes its models anew. With each model Django forgets which setting may swap a table,
    and looks through all models for it at the next foreign key; but the settings do not change.
    """
    usual = gc.get_threshold()
    gc.set_threshold(*_SELDOM)
    asked = cache(apps.get_swappable_settings_name)
    apps.get_swappable_settings_name = asked  # type: ignore[method-assign]  # until it is taken away
    try:
        yield
    finally:
        del apps.get_swappable_settings_name
        gc.set_threshold(*usual)
