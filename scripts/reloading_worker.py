"""A worker for developing: ends as soon as a source file changes, so that it is started anew."""

import os
import signal
import sys
import threading
import time
from pathlib import Path

SOURCE = Path(__file__).resolve().parent.parent / "src"
PAUSE = 1.0


def newest_change() -> float:
    """Return the time of the newest source file, in seconds."""
    return max(path.stat().st_mtime for path in SOURCE.rglob("*.py"))


def watch(since: float) -> None:
    """Ask the worker to end after the job in hand once something is newer than `since`."""
    while newest_change() <= since:
        time.sleep(PAUSE)
    sys.stderr.write("source changed: the worker starts anew\n")
    os.kill(os.getpid(), signal.SIGTERM)


def main() -> None:
    """Run `lienthong worker` under watch."""
    from lienthong.config.command import main as lienthong  # noqa: PLC0415

    threading.Thread(target=watch, args=(newest_change(),), daemon=True).start()
    sys.argv = ["lienthong", "worker"]
    lienthong()


if __name__ == "__main__":
    main()
