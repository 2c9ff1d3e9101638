"""The connection that Django opens; it looks for `DatabaseWrapper` in a module of this name."""

from typing import Any

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

from lienthong.tables.sqlite.turns import Turn, turn_of


class DatabaseWrapper(base.DatabaseWrapper):
    """SQLite; a transaction begins when its turn to write has come.

    The `timeout` of the options holds for the line as it does for SQLite's own lock, and is told
    in SQLite's words.
    """

    _turn: Turn | None = None

    def _start_transaction_under_autocommit(self) -> None:
        if self._turn is None and not self.is_in_memory_db():
            turn = turn_of(str(self.settings_dict["NAME"]))
            if not turn.take(seconds=self.settings_dict["OPTIONS"].get("timeout", 5)):
                raise OperationalError("database is locked")
            self._turn = turn
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._give_back()
            raise

    def _commit(self) -> Any:
        done = super()._commit()  # type: ignore[misc]
        self._give_back()
        return done

    def _rollback(self) -> Any:
        try:
            return super()._rollback()  # type: ignore[misc]
        finally:
            self._give_back()

    def _close(self) -> Any:
        try:
            return super()._close()  # type: ignore[misc]
        finally:
            self._give_back()

    def _give_back(self) -> None:
        turn, self._turn = self._turn, None
        if turn is not None:
            turn.give_back()
