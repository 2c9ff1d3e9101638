"""The server that browsers ask in tests: one request at a time.

Its threads share the one connection to a database in memory, where two at once find tables locked;
a browser asks for several things at once whenever the machine is slow. Emptying the tables after a
test waits for its turn as well: something may still be asked when the browser has gone. So does a
test that asks the tables itself while pages are open (`in_turn`).
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.commands import flush
from django.core.servers.basehttp import ThreadedWSGIServer
from django.test.testcases import LiveServerThread

_turn = threading.Lock()


@contextmanager
def in_turn() -> Iterator[None]:
    """While no browser is answered. Who asks something of a page inside waits for ever."""
    with _turn:
        yield


class OneAtATime(ThreadedWSGIServer):  # type: ignore[misc]  # untyped in the stubs
    """Connections stay open beside each other; what is asked over them is answered in turn."""

    def set_app(self, application: Callable[..., Any]) -> None:
        def answered(environ: dict[str, Any], start: Callable[..., Any]) -> Any:
            with in_turn():
                return application(environ, start)

        super().set_app(answered)


def begin() -> None:
    """Let every live server from now on be such a one."""
    LiveServerThread.server_class = OneAtATime
    empty = flush.Command.handle

    def empty_in_turn(command: Any, **options: Any) -> None:
        with in_turn():
            empty(command, **options)

    flush.Command.handle = empty_in_turn
