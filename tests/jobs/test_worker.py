"""Real worker processes on a real installation: killed, stopped, and two at a time."""

import os
import signal

import pytest

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

ENQUEUE = """
from django.db import transaction
from lienthong.jobs import services
from lienthong.kernel import clock
from tests.jobs.worker_app import handlers
{call}
"""
STATES = """
from lienthong.jobs.models import Job
for job in Job.objects.filter(task_path__contains="handlers.").exclude(
        unique_key__startswith="schedule:").order_by("state"):
    print(job.state, job.attempts)
"""


def enqueued(installation, call: str) -> None:
    installation.python(ENQUEUE.format(call=call))


def lines_of(path) -> list[str]:
    return path.read_text().splitlines() if path.exists() else []


def test_a_job_whose_worker_is_killed_is_done_by_the_next_after_its_lease(installation, eventually):
    marks = installation.home / "marks"
    enqueued(
        installation, f"services.enqueue(handlers.hang_at_first, {str(marks)!r}, now=clock.now())"
    )
    first = installation.start("worker", "--poll", "0.1")
    eventually(lambda: lines_of(marks) == ["started"])
    first.send_signal(signal.SIGKILL)
    assert first.wait() == -signal.SIGKILL

    second = installation.start("worker", "--poll", "0.1")
    eventually(lambda: lines_of(marks) == ["started", "started", "ended"])
    second.send_signal(signal.SIGTERM)
    assert second.wait(timeout=120) == 0
    assert installation.python(STATES) == "done 2"


def test_a_worker_told_to_stop_ends_after_the_job_in_hand(installation, eventually):
    marks = installation.home / "marks"
    call = f"services.enqueue(handlers.wait_to_go_on, {str(marks)!r}, now=clock.now())"
    enqueued(installation, f"{call}\n{call}")
    worker = installation.start("worker")
    eventually(lambda: lines_of(marks) == ["started"])
    worker.send_signal(signal.SIGTERM)
    (installation.home / "go-on").touch()
    assert worker.wait(timeout=120) == 0
    assert lines_of(marks) == ["started", "ended"]
    assert installation.python(STATES) == "done 1\nwaiting 0"


def test_two_workers_share_the_jobs_and_run_none_twice(installation):
    marks = installation.home / "marks"
    enqueued(
        installation,
        "with transaction.atomic():\n"
        "    for n in range(200):\n"
        f"        services.enqueue(handlers.note, {str(marks)!r}, n, now=clock.now())",
    )
    workers = [installation.start("worker", "--once") for _ in range(2)]
    assert [worker.wait(timeout=120) for worker in workers] == [0, 0]
    assert sorted(map(int, lines_of(marks))) == list(range(200))
    assert lines_of(installation.home / "ticks") == ["tick"]


def test_a_worker_steps_back_for_the_web_as_far_as_it_is_told(installation, eventually):
    workers = [installation.start("worker"), installation.start("worker", "--nice", "0")]
    here = os.getpriority(os.PRIO_PROCESS, 0)
    eventually(lambda: os.getpriority(os.PRIO_PROCESS, workers[0].pid) == max(here, 10))
    assert os.getpriority(os.PRIO_PROCESS, workers[1].pid) == here


def test_a_worker_searches_garbage_only_in_what_came_after_its_start(installation, eventually):
    marks = installation.home / "marks"
    enqueued(
        installation, f"services.enqueue(handlers.note_set_aside, {str(marks)!r}, now=clock.now())"
    )
    installation.start("worker")
    eventually(lambda: lines_of(marks))
    set_aside, followed = map(int, lines_of(marks)[0].split())
    assert set_aside > 10 * followed
