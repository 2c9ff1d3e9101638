"""Tasks that leave marks in a file, so that a test sees from outside what ran and how often."""

import gc
import time
from datetime import timedelta
from pathlib import Path

from django_tasks import task

from lienthong.jobs.rules import RetryPolicy, retrying
from lienthong.jobs.schedules import every


def mark(path: str, words: str) -> None:
    """Append one line in one write, which processes do not mix up."""
    with Path(path).open("a") as file:
        file.write(f"{words}\n")


@task
@retrying(RetryPolicy(lease=timedelta(seconds=2)))
def hang_at_first(path: str) -> None:
    is_first = not Path(path).exists()
    mark(path, "started")
    if is_first:
        time.sleep(60)
    mark(path, "ended")


@task
def wait_to_go_on(path: str) -> None:
    """Be at work until the test has told the worker to stop, and has left a file to say so."""
    mark(path, "started")
    while not Path(path).with_name("go-on").exists():
        time.sleep(0.05)
    mark(path, "ended")


@task
def note(path: str, number: int) -> None:
    mark(path, str(number))


@task
def note_set_aside(path: str) -> None:
    """How many objects the search for garbage passes over, and how many it follows."""
    mark(path, f"{gc.get_freeze_count()} {len(gc.get_objects())}")


@task
def tick() -> None:
    mark("ticks", "tick")


every(timedelta(hours=1), tick)
