"""The states of a job, and its facts as plain values."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID


class JobState(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    DEAD = "dead"  # tried as often as its policy allows; a person has to look
    DROPPED = "dropped"  # a person has looked, and said why it shall never run

    @classmethod
    def open_states(cls) -> list["JobState"]:
        return [cls.WAITING, cls.RUNNING]

    @classmethod
    def closed_states(cls) -> list["JobState"]:
        return [cls.DONE, cls.DEAD, cls.DROPPED]


@dataclass(frozen=True, slots=True)
class Claim:
    """One worker's hold of one job until the lease ends.

    token: made by this claim; who holds an older one can no longer record anything.
    attempt: 1 for the first.
    """

    job_id: UUID
    token: UUID
    task_path: str
    args: list[Any]
    kwargs: dict[str, Any]
    attempt: int
    queue: str
    priority: int
    enqueued_at: datetime
    claimed_at: datetime


@dataclass(frozen=True, slots=True)
class DeadJob:
    """A job that was given up; `error` names classes, codes and places, never content."""

    id: UUID
    task_path: str
    queue: str
    attempts: int
    error: str
    enqueued_at: datetime
    finished_at: datetime


@dataclass(frozen=True, slots=True)
class QueueState:
    """How a queue stands; `oldest_due_at` tells how far the workers are behind."""

    queue: str
    waiting: int
    running: int
    dead: int
    oldest_due_at: datetime | None
