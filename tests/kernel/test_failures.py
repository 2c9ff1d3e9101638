"""What is wrong below us is known by its number, however deep a driver has wrapped it."""

import errno

import pytest

from lienthong.kernel.failures import Below, below


class OfSqlite(Exception):
    def __init__(self, name: str) -> None:
        self.sqlite_errorname = name


class OfPostgres(Exception):
    def __init__(self, state: str) -> None:
        self.sqlstate = state


@pytest.mark.parametrize(
    ("cause", "kind"),
    [
        (OSError(errno.ENOSPC, ""), Below.DISK_FULL),
        (OSError(errno.EDQUOT, ""), Below.DISK_FULL),
        (OfSqlite("SQLITE_FULL"), Below.DISK_FULL),
        (OfPostgres("53100"), Below.DISK_FULL),
        (OfSqlite("SQLITE_READONLY"), Below.READ_ONLY),
        (OfSqlite("SQLITE_READONLY_DBMOVED"), Below.READ_ONLY),
        (OfPostgres("25006"), Below.READ_ONLY),
        (OfPostgres("42501"), Below.RIGHT_MISSING),
        (OfSqlite("SQLITE_NOTADB"), Below.DAMAGED),
        (OfSqlite("SQLITE_CORRUPT_INDEX"), Below.DAMAGED),
        (OfPostgres("XX001"), Below.DAMAGED),
    ],
)
def test_a_failure_is_known_also_as_the_cause_of_another_error(cause, kind):
    wrapped = RuntimeError("wrapped")
    wrapped.__cause__ = cause
    assert below(cause) == kind
    assert below(wrapped) == kind


@pytest.mark.parametrize(
    "error",
    [
        None,
        OSError(errno.EACCES, ""),
        ValueError("disk is full"),
        OfSqlite("SQLITE_BUSY"),
        OfPostgres("57014"),
    ],
)
def test_other_errors_are_not(error):
    assert below(error) is None
