"""How often and when a failed task is tried again, and what is done in one go; see the task."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")
# Does what several calls of one task would do; each call is the list of its arguments.
Together = Callable[[Sequence[Sequence[Any]]], None]


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """When to try again.

    first: the pause after the first failure; each further one is `factor` times longer, up to
    `longest`. attempts: after this many the job is dead. lease: longer than one run ever takes;
    when a worker dies its job is due again after this time.
    """

    first: timedelta = timedelta(seconds=10)
    factor: float = 3.0
    longest: timedelta = timedelta(hours=6)
    attempts: int = 12
    lease: timedelta = timedelta(minutes=10)

    def pause_after(self, attempt: int) -> timedelta:
        """Return the pause after the attempt of this number; 1 is the first."""
        # Past sixty doublings every policy has reached its longest pause; floats stay finite.
        grown = self.first.total_seconds() * self.factor ** min(attempt - 1, 60)
        return min(timedelta(seconds=min(grown, self.longest.total_seconds())), self.longest)


DEFAULT_POLICY = RetryPolicy()
_policies: dict[str, RetryPolicy] = {}
_together: dict[str, Together] = {}


def retrying(policy: RetryPolicy) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Declare a task's policy; stands under `@task`, on the function itself."""

    def declare(function: Callable[P, R]) -> Callable[P, R]:
        _policies[f"{function.__module__}.{function.__qualname__}"] = policy
        return function

    return declare


def policy_of(task_path: str) -> RetryPolicy:
    """Return what was declared for a task, or the default."""
    return _policies.get(task_path, DEFAULT_POLICY)


def in_one_go(together: Together) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let calls of a task that are due at one time be done by one call of `together`.

    It either does them all or raises: then each is run by itself, as without it, so what it did
    before must bear repeating. One go must fit into the lease of the task. Stands under `@task`.
    """

    def declare(function: Callable[P, R]) -> Callable[P, R]:
        _together[f"{function.__module__}.{function.__qualname__}"] = together
        return function

    return declare


def together_of(task_path: str) -> Together | None:
    """Return what does several calls of a task in one go, if anything does."""
    return _together.get(task_path)
