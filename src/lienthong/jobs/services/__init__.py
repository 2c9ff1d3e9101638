"""What may be done with durable work: enqueue, run, schedule, requeue, drop, prune."""

from lienthong.jobs.services.beat import beat, end_beat
from lienthong.jobs.services.clean_jobs import drop, prune, requeue
from lienthong.jobs.services.enqueue_job import (
    enqueue,
    enqueue_gathered,
    enqueue_once,
)
from lienthong.jobs.services.follow_clock import follow_clock
from lienthong.jobs.services.run_job import (
    End,
    NotRecorded,
    record_end,
    run_all_due,
    run_next,
)
from lienthong.jobs.services.take_turns import take_turns

__all__ = [
    "End",
    "NotRecorded",
    "beat",
    "drop",
    "end_beat",
    "enqueue",
    "enqueue_gathered",
    "enqueue_once",
    "follow_clock",
    "prune",
    "record_end",
    "requeue",
    "run_all_due",
    "run_next",
    "take_turns",
]
