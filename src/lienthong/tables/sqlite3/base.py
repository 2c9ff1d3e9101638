"""What Django asks of a backend for a database: this module, and this name in it."""

import sqlite3
import time

from django.db import OperationalError
from django.db.backends.sqlite3 import base

BETWEEN_LOOKS = 0.001  # seconds
_PATIENCE = 5.0  # seconds, where the settings have no timeout


class DatabaseWrapper(base.DatabaseWrapper):
    """SQLite, where whoever finds the database locked looks again each millisecond.

    SQLite itself sleeps longer each time, up to 100 ms, while those who came later write before.
    https://www.sqlite.org/c3ref/busy_timeout.html
    """

    def _start_transaction_under_autocommit(self) -> None:
        """Begin; raises OperationalError when it stays locked for the timeout of the settings."""
        patience = float(self.settings_dict["OPTIONS"].get("timeout", _PATIENCE))
        until = time.monotonic() + patience
        self.connection.execute("PRAGMA busy_timeout=0")
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]  # not in the stubs
        except OperationalError as error:
            if not _is_locked(error.__cause__):
                raise
            with self.wrap_database_errors:
                self._begin(until)
        finally:
            self.connection.execute(f"PRAGMA busy_timeout={patience * 1000:.0f}")

    def _begin(self, until: float) -> None:
        """Look again and again, past those who count statements. Raises sqlite3's error."""
        mode = self.transaction_mode or ""  # type: ignore[attr-defined]  # not in the stubs
        while True:
            time.sleep(BETWEEN_LOOKS)
            try:
                self.connection.execute(f"BEGIN {mode}")
            except sqlite3.OperationalError as error:
                if not _is_locked(error) or time.monotonic() >= until:
                    raise
            else:
                return


def _is_locked(error: BaseException | None) -> bool:
    # The lower eight bits: one that is locked may also be recovered, or have changed since.
    code = getattr(error, "sqlite_errorcode", 0)
    return bool(code & 0xFF == sqlite3.SQLITE_BUSY)
