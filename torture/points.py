"""Named fault points: the moments before and after a process touches its disk, database or network.

Nothing of the product knows about them. They stand at the few doors through which everything goes:
commits of Django's connections, flushes and renamings of `os`, sockets, answers of the server. The
name of a point is the kind of the door, who of the product came through it, and before or after:
`commit:exchange.services.submit_dispatch.submit_dispatch:after`.
"""

import os
import signal
import socket
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from re import Pattern
from types import FrameType
from typing import Any
from weakref import WeakSet

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

_Around = Callable[[Callable[..., Any]], Callable[..., Any]]
_PRODUCT = "lienthong."
# Helpers of the product through which many go: who called them is what tells points apart.
_HELPERS = (
    "lienthong.kernel.disk",
    "lienthong.tables.",
    "lienthong.operation.web.requests",
)
_WRITES = ("INSERT", "UPDATE", "DELETE")


class Points:
    """The points of the processes that share a folder: which were passed, which of them killed.

    At every point the first process that comes to it is killed with SIGKILL, so that afterwards
    what was passed and what killed are the same. but: names that are passed over. kill: what is
    done there instead; the process goes on after it.
    """

    def __init__(
        self,
        folder: Path,
        *,
        but: Pattern[str] | None = None,
        kill: Callable[[], object] | None = None,
    ) -> None:
        self._folder, self._but, self._kill = folder, but, kill or _itself
        folder.mkdir(parents=True, exist_ok=True)
        self._known: set[str] = set()
        self._outside: WeakSet[socket.socket] = WeakSet()
        self._role = ""

    @property
    def hit(self) -> list[str]:
        """The points at which a process was killed: all that any process has come to."""
        return sorted(path.name for path in self._folder.iterdir())

    def watch(self, role: str) -> None:
        """Meet the points from now on in this process, under the name of its role."""
        self._role = role
        _wrap(BaseDatabaseWrapper, "_commit", self._around("commit"))
        _wrap(CursorWrapper, "_execute", self._around("write", only=_is_write_by_itself))
        _wrap(os, "fsync", self._around("fsync"))
        for name in ("rename", "replace", "link"):
            _wrap(os, name, self._around("name"))
        _wrap(socket.socket, "connect", self._around("connect", only=self._goes_out))
        for name in ("send", "sendall"):
            _wrap(socket.socket, name, self._around("send", only=self._is_outside))
        for name in ("recv", "recv_into"):
            _wrap(socket.socket, name, self._around("receive", only=self._is_outside))

    def watch_commits(self, role: str) -> None:
        """Meet those of commits only, as `watch` else."""
        self._role = role
        _wrap(BaseDatabaseWrapper, "_commit", self._around("commit"))

    def watch_answers(self) -> None:
        """Meet a point before and after each answer that the server gives."""
        from lienthong.config.serving.server import Server

        def wrapped(send: Callable[..., Any]) -> Callable[..., Any]:
            async def answered(*given: Any) -> None:
                self._here("answer:config.serving.server.Server:before")
                await send(*given)
                self._here("answer:config.serving.server.Server:after")

            return answered

        _wrap(Server, "_send", wrapped)

    def _goes_out(self, sock: socket.socket, *_rest: Any) -> bool:
        if sock.family not in {socket.AF_INET, socket.AF_INET6}:
            return False
        self._outside.add(sock)
        return True

    def _is_outside(self, sock: socket.socket, *_rest: Any) -> bool:
        return sock in self._outside

    def _around(self, kind: str, *, only: Callable[..., bool] = lambda *_given: True) -> _Around:
        def wrapped(call: Callable[..., Any]) -> Callable[..., Any]:
            @wraps(call)
            def met(*given: Any, **named: Any) -> Any:
                who = caller() if only(*given) else ""
                if not who:
                    return call(*given, **named)
                self._here(f"{kind}:{who}:before")
                answer = call(*given, **named)
                self._here(f"{kind}:{who}:after")
                return answer

            return met

        return wrapped

    def _here(self, point: str) -> None:
        name = f"{self._role}:{point}"
        if name in self._known:
            return
        self._known.add(name)
        if self._but and self._but.search(name):
            return
        try:
            # Making the file is the claim: one process dies here, and that it did is kept.
            os.close(os.open(self._folder / name, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o644))
        except FileExistsError:
            return
        self._kill()


def _itself() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def caller() -> str:
    """Return the function of the product that is at work, "" when none is."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        module = frame.f_globals.get("__name__", "")
        if module.startswith(_PRODUCT) and not module.startswith(_HELPERS):
            return f"{module.removeprefix(_PRODUCT)}.{frame.f_code.co_qualname}".replace(
                ".<locals>", ""
            )
        frame = frame.f_back
    return ""


def _is_write_by_itself(cursor: Any, sql: Any, *_rest: Any) -> bool:
    """Say whether a statement commits by itself, being in no transaction."""
    return cursor.db.autocommit and str(sql).lstrip().upper().startswith(_WRITES)


def _wrap(owner: Any, name: str, around: _Around) -> None:
    setattr(owner, name, around(getattr(owner, name)))
