"""How a failure of disk or database is told, wherever it is met: on a page, by a command."""

from django.db import InterfaceError, OperationalError

from lienthong.kernel.failures import Below, below
from lienthong.kernel.refusals import Refusal
from lienthong.operation import errors

_TOLD: dict[Below, type[Refusal]] = {
    Below.DISK_FULL: errors.DiskFull,
    Below.READ_ONLY: errors.DatabaseReadOnly,
    Below.RIGHT_MISSING: errors.DatabaseRightMissing,
    Below.DAMAGED: errors.DatabaseDamaged,
}


def trouble_of(error: BaseException | None) -> type[Refusal] | None:
    """Return the refusal that tells of a failure below us; None for an error of our own."""
    if kind := below(error):
        return _TOLD[kind]
    is_away = isinstance(error, OperationalError | InterfaceError)
    return errors.DatabaseAway if is_away else None
