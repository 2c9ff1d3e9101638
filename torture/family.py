"""Processes of an installation that are killed and come back, as a supervisor brings them.

They are forked from one process that has the product loaded, so that a restart costs little.
"""

import os
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

PATIENCE = 180  # seconds: no round is about those of a quiet machine
Act = Callable[[], object]


@dataclass(slots=True)
class Member:
    """One process that is to live: what it does, and how often it has died."""

    act: Act
    pid: int = 0
    deaths: int = 0
    is_wanted: bool = True


@dataclass
class Family:
    """log: what all of them write to. on_death: told the name of whoever was found dead."""

    log: Path
    on_death: Callable[[str], object] = lambda _name: None
    members: dict[str, Member] = field(default_factory=dict)

    def start(self, name: str, act: Act) -> None:
        """Begin a process that is begun anew whenever it ends, until `stop`."""
        self.members[name] = Member(act)
        self._begin(self.members[name])

    def run(self, act: Act, *, while_waiting: Act) -> int:
        """Run a process to its end and return how it ended; the others are tended meanwhile."""
        child = self._forked(act)
        try:
            while (ended := os.waitpid(child, os.WNOHANG)) == (0, 0):
                while_waiting()
                time.sleep(0.005)
        finally:
            _kill_group(child)
        return os.waitstatus_to_exitcode(ended[1])

    def tend(self) -> None:
        """Begin anew whoever died. A web server whose worker died goes whole, and comes whole."""
        for name, member in self.members.items():
            if member.is_wanted and _is_dead(member.pid):
                _kill_group(member.pid)
                member.deaths += 1
                self.on_death(name)
                self._begin(member)

    def kill(self, name: str, *, only_child: bool = False) -> bool:
        """Kill a process with all that it started, or one below it; False if there is none."""
        member = self.members[name]
        with suppress(ProcessLookupError):
            if not only_child:
                os.killpg(member.pid, signal.SIGKILL)
                return True
            below = children(member.pid)
            if below:
                os.kill(below[0], signal.SIGKILL)
                return True
        return False

    def cut(self, *names: str) -> None:
        """Kill these with all below them, and wait until nothing of them runs any more."""
        chosen = [self.members[name].pid for name in names]
        running = [pid for one in chosen for pid in (one, *_all_below(one))]
        for pid in running:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        until = time.monotonic() + PATIENCE
        while any(_state(pid) not in {"Z", "X", ""} for pid in running):
            if time.monotonic() > until:
                raise TimeoutError(f"{names} do not die")
            time.sleep(0.001)

    @contextmanager
    def still(self, name: str) -> Iterator[None]:
        """Let a process stand still, and all below it, for as long as this lasts."""
        group = self.members[name].pid
        with suppress(ProcessLookupError):
            os.killpg(group, signal.SIGSTOP)
        try:
            yield
        finally:
            with suppress(ProcessLookupError):
                os.killpg(group, signal.SIGCONT)

    def stop(self, *names: str, by: int = signal.SIGTERM) -> None:
        """End processes, in order where `by` lets them; whoever does not end in time is killed."""
        chosen = [self.members[name] for name in names or self.members]
        for member in chosen:
            member.is_wanted = False
            with suppress(ProcessLookupError):
                os.kill(member.pid, by)
        until = time.monotonic() + PATIENCE
        for member in chosen:
            while not _is_gone(member.pid):
                if time.monotonic() > until:
                    _kill_group(member.pid)
                time.sleep(0.01)
            _kill_group(member.pid)

    def let_end(self, *names: str) -> None:
        """Begin these anew no more."""
        for name in names:
            self.members[name].is_wanted = False

    def has_ended(self, name: str) -> bool:
        return _is_gone(self.members[name].pid)

    def again(self, *names: str) -> None:
        """Begin processes anew that were stopped."""
        for name in names:
            self.members[name].is_wanted = True
            self._begin(self.members[name])

    @property
    def deaths(self) -> dict[str, int]:
        return {name: member.deaths for name, member in self.members.items()}

    def _begin(self, member: Member) -> None:
        member.pid = self._forked(member.act)

    def _forked(self, act: Act) -> int:
        sys.stdout.flush()
        child = os.fork()
        if child:
            return child
        status = 1
        try:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            os.setsid()
            log = os.open(self.log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
            os.dup2(log, 1)
            os.dup2(log, 2)
            act()
            status = 0
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(status)


def children(pid: int) -> list[int]:
    """The processes that a process has started and that still run."""
    try:
        told = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    except OSError:
        return []
    return [int(one) for one in told.split()]


def _all_below(pid: int) -> list[int]:
    return [one for child in children(pid) for one in (child, *_all_below(child))]


def _is_dead(pid: int) -> bool:
    """Say whether a process has ended, or one below it has: it is reaped where it is ours."""
    if _is_gone(pid):
        return True
    return any(_state(child) in {"Z", ""} for child in children(pid))


def _is_gone(pid: int) -> bool:
    try:
        return os.waitpid(pid, os.WNOHANG) != (0, 0)
    except ChildProcessError:
        return True


def _state(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return ""


def _kill_group(pid: int) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)
    with suppress(ChildProcessError):
        if os.waitpid(pid, os.WNOHANG) == (0, 0):
            os.kill(pid, signal.SIGKILL)  # it may not have had a group of its own yet
            os.waitpid(pid, 0)
