"""The empty tables of a test run: one worker migrates, the others begin with a copy of its tables.

Migrating takes as long as a hundred tests.
"""

import fcntl
import sqlite3
from pathlib import Path
from typing import Any


class Tables:
    """What the workers of a run tell each other through a folder that they share.

    The copy has a name: the path of an SQLite file, or a database of the PostgreSQL under test.
    """

    def __init__(self, folder: Path) -> None:
        self._turn = (folder / "turn-to-migrate").open("w")
        self._note = folder / "migrated"

    def wait(self) -> None:
        """Wait until no other worker makes, copies or drops tables."""
        fcntl.flock(self._turn, fcntl.LOCK_EX)

    def leave(self) -> None:
        fcntl.flock(self._turn, fcntl.LOCK_UN)

    def copy(self) -> str:
        """Return the name of the copy that can be begun with; "" for the first worker."""
        return self._note.read_text() if self._note.exists() else ""

    def tell(self, name: str) -> None:
        if not self.copy():
            self._note.write_text(name)

    def forget(self, name: str) -> None:
        """Nobody begins with this copy any more: it is about to be dropped."""
        if self.copy() == name:
            self._note.unlink()


def begin_with(copy: str) -> None:
    """Let Django's test database begin as this copy; its migrate then finds nothing to do."""
    from django.db import connection
    from django.db.backends.signals import connection_created

    if connection.vendor == "postgresql":
        connection.settings_dict["TEST"]["TEMPLATE"] = copy
        return

    def fill(connection: Any, **_facts: object) -> None:
        connection_created.disconnect(fill)
        with sqlite3.connect(copy) as source:
            source.backup(connection.connection)
        source.close()

    connection_created.connect(fill, weak=False)
