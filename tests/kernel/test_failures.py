"""A full disk is known by its number, however deep a driver has wrapped it."""

import errno

import pytest

from lienthong.kernel.failures import is_disk_full


class OfSqlite(Exception):
    sqlite_errorname = "SQLITE_FULL"


class OfPostgres(Exception):
    sqlstate = "53100"


@pytest.mark.parametrize("cause", [OSError(errno.ENOSPC, ""), OfSqlite(), OfPostgres()])
def test_a_full_disk_is_known_also_as_the_cause_of_another_error(cause):
    wrapped = RuntimeError("wrapped")
    wrapped.__cause__ = cause
    assert is_disk_full(cause)
    assert is_disk_full(wrapped)


@pytest.mark.parametrize("error", [None, OSError(errno.EACCES, ""), ValueError("disk is full")])
def test_other_errors_are_not(error):
    assert not is_disk_full(error)
