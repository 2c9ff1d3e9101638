"""Killing a process in the middle of an act: before a statement, around a commit or a flush.

Nothing of the product knows about it: the points are those at which a process touches its
database or its disk, met in the order in which the act comes to them.
"""

import os
import signal
import traceback
from collections.abc import Callable

from django.db import connection, connections

DIED = -signal.SIGKILL


# Of the statements of an act every sixth is a point; commits and flushes all are.
STRIDE = 6


class Points:
    """Counts the points of an act as it passes them; at one of them the process kills itself."""

    def __init__(self, deadly: int | None) -> None:
        self.passed, self.statements, self.deadly = 0, 0, deadly

    def here(self) -> None:
        if self.passed == self.deadly:
            os.kill(os.getpid(), signal.SIGKILL)
        self.passed += 1

    def watch(self) -> None:
        """Meet a point before some statements, and before and after every commit and flush."""
        connection.ensure_connection()
        connection.execute_wrappers.append(self._statement)
        connection.commit = self._around(connection.commit)
        os.fsync = self._around(os.fsync)

    def _statement(self, execute, *rest):
        if self.statements % STRIDE == 0:
            self.here()
        self.statements += 1
        return execute(*rest)

    def _around(self, call):
        def watched(*given):
            self.here()
            answer = call(*given)
            self.here()
            return answer

        return watched


def in_a_process(act: Callable[[], object], *, deadly: int | None = None) -> int:
    """Run an act in a process of its own and return how that ended: 0, DIED, or 1 when it raised.

    deadly: the point at which it kills itself. The process starts with nothing open, like any
    other.
    """
    connections.close_all()
    child = os.fork()
    if child == 0:
        _run(act, Points(deadly))
    _pid, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


def _run(act: Callable[[], object], points: Points) -> None:
    status = 1
    try:
        points.watch()
        act()
        status = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(status)


def survives(act: Callable[[], object]) -> None:
    """Run an act to its end in a process of its own."""
    status = in_a_process(act)
    assert status == 0, f"{act}: ended with {status}"
