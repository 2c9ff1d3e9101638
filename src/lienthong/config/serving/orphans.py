"""A process that answers ends when the first process is gone, however that ended."""

import ctypes
import multiprocessing
import os
import signal

_PR_SET_PDEATHSIG = 1


def end_with_first_process() -> None:
    """Let the kernel tell this process to end when the one that started it does (prctl(2)).

    A first process that is killed outright can tell nobody, and who is left would keep the port
    from the next server. Without a first process nothing is asked for.
    """
    first = multiprocessing.parent_process()
    if first is None:
        return
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM) != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    if os.getppid() != first.pid:  # it ended before the kernel knew
        os.kill(os.getpid(), signal.SIGTERM)
