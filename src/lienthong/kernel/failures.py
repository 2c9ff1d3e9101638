"""Failures of what is below us, told apart from our own errors."""

import errno
from collections.abc import Iterator
from enum import StrEnum

_FULL = {errno.ENOSPC, errno.EDQUOT}


class Below(StrEnum):
    """What is wrong below us, where a driver or the system says so plainly."""

    DISK_FULL = "disk-full"
    READ_ONLY = "read-only"
    RIGHT_MISSING = "right-missing"
    DAMAGED = "damaged"


# The extended codes of SQLite begin with those that they extend.
_SQLITE = {
    "SQLITE_FULL": Below.DISK_FULL,
    "SQLITE_READONLY": Below.READ_ONLY,
    "SQLITE_NOTADB": Below.DAMAGED,
    "SQLITE_CORRUPT": Below.DAMAGED,
}
# PostgreSQL, appendix A; XX001 and XX002 are pages that cannot be read.
_SQLSTATES = {
    "53100": Below.DISK_FULL,
    "25006": Below.READ_ONLY,
    "42501": Below.RIGHT_MISSING,
    "XX001": Below.DAMAGED,
    "XX002": Below.DAMAGED,
}


def below(error: BaseException | None) -> Below | None:
    """Return what is wrong below us when an error tells of it; None for any other error.

    Looks at what an error was raised from too: database drivers wrap theirs.
    """
    return next((kind for one in _causes(error) if (kind := _kind(one)) is not None), None)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__


def _kind(error: BaseException) -> Below | None:
    if isinstance(error, OSError) and error.errno in _FULL:
        return Below.DISK_FULL
    name = "_".join(str(getattr(error, "sqlite_errorname", "")).split("_")[:2])
    return _SQLITE.get(name) or _SQLSTATES.get(str(getattr(error, "sqlstate", "")))
