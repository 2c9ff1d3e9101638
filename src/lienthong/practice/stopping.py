"""However the demo is stopped, what it started ends with it."""

import signal
import subprocess
from types import FrameType

_PATIENCE = 60.0  # seconds for a process to finish what it has in hand


class _Stopped(Exception):
    """TERM or HUP came: somebody ended the demo, or closed its window."""


def wait_and_end(first: "subprocess.Popen[bytes]", *others: "subprocess.Popen[bytes]") -> None:
    """Wait until `first` ends or this process is stopped; then end all of them.

    Ctrl+C has told every process of the terminal already, and the server, told twice, would leave
    its own processes behind. TERM and HUP are passed on: they may have reached nobody else.
    """
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)
    is_told = False
    try:
        first.wait()
    except KeyboardInterrupt:
        is_told = True
    except _Stopped:
        pass
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    for process in (first, *others):
        _end(process, is_told=is_told)


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise _Stopped


def _end(process: "subprocess.Popen[bytes]", *, is_told: bool) -> None:
    if not is_told:
        process.terminate()
    try:
        process.wait(timeout=_PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
