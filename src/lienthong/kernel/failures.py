"""Failures of what is below us that pass by themselves, told apart from our own errors."""

import errno

_FULL = {errno.ENOSPC, errno.EDQUOT}


def is_disk_full(error: BaseException | None) -> bool:
    """Say whether a disk is full: that of the folder, of SQLite or of PostgreSQL (53100).

    Looks at what an error was raised from too: database drivers wrap theirs.
    """
    while error is not None:
        if isinstance(error, OSError) and error.errno in _FULL:
            return True
        if getattr(error, "sqlite_errorname", "") == "SQLITE_FULL":
            return True
        if getattr(error, "sqlstate", "") == "53100":
            return True
        error = error.__cause__
    return False
