"""Acts of several people at one moment, each on a connection of its own (PostgreSQL)."""

import threading
from collections.abc import Callable

from django.db import connection

from lienthong.kernel.refusals import Refusal


def together(*acts: Callable[[], object]) -> list[type[Exception]]:
    """Run the acts in threads that start at one moment; return what they raised."""
    start, raised = threading.Barrier(len(acts)), []

    def run(act: Callable[[], object]) -> None:
        start.wait()
        try:
            act()
        except Refusal as refusal:
            raised.append(type(refusal))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised
