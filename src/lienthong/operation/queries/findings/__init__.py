"""Everything that an operator must know, each with what to do next."""

from collections.abc import Callable, Iterator
from datetime import datetime

from django.db import Error

from lienthong.operation.queries.findings import machine, setting, trust, work
from lienthong.operation.queries.schema import schema_state
from lienthong.operation.queries.writing import is_out_of_room, is_read_only
from lienthong.operation.types import Finding, Severity

_Look = Callable[[datetime], Iterator[Finding]]
# The first need no database; the others are left out when the tables are not there.
_WITHOUT_TABLES: tuple[_Look, ...] = (setting.looks, machine.looks)
_WITH_TABLES: tuple[_Look, ...] = (
    machine.lock_looks,  # first: the others may wait for it in vain
    machine.clock_looks,
    machine.secret_key_looks,
    machine.name_looks,
    work.looks,
    trust.looks,
)
_from_above: dict[str, _Look] = {}


def also_look(name: str, look: _Look) -> None:
    """Let every check look at this too, under this name; for packages above, wired by `config`."""
    _from_above[name] = look


def findings(*, now: datetime, asks_outside: bool = False) -> list[Finding]:
    """Look at the whole installation and return what was found, the worst first.

    A fixed number of statements. asks_outside: ask the authority of time too, some seconds at most;
    otherwise nothing goes over the network but to the database.
    """
    found = [one for look in _WITHOUT_TABLES for one in _seen(look, now)]
    try:
        found += schema_findings()
        if not any(one.severity == Severity.ERROR and "migrat" in one.code for one in found):
            looks = (*_WITH_TABLES, *_from_above.values())
            found += [one for look in looks for one in _seen(look, now)]
    except Error as error:
        found.append(machine.database_away(error))
    if asks_outside:
        found += trust.outside_looks(now)
    order = [Severity.ERROR, Severity.WARNING, Severity.OK]
    once = [one for n, one in enumerate(found) if one not in found[:n]]
    return sorted(once, key=lambda one: order.index(one.severity))


def _seen(look: _Look, now: datetime) -> Iterator[Finding]:
    """Yield what a look finds, to the first file that we may not read: that is a finding too."""
    try:
        yield from look(now)
    except PermissionError as error:
        yield machine.forbidden(error.filename)


def schema_findings() -> list[Finding]:
    """Say whether the tables are those of this program, and whether they take anything."""
    state = schema_state()
    if state.missing:
        return [machine.not_migrated(state.missing)]
    if state.unknown:
        return [machine.newer(state.unknown)]
    fit = Finding("operation.tables", Severity.OK, machine.TABLES_FIT)
    found = [fit]
    if is_read_only():
        found.append(machine.read_only())
    if is_out_of_room():
        found.append(machine.database_full())
    return found
