"""How long work tells how far it has come; who listens decides what to make of it."""

from typing import Protocol


class Tell(Protocol):
    """Called now and then, often: `done` of `total` (None: nobody knows) of what `step` names."""

    def __call__(self, step: str, done: int, total: int | None = None) -> None: ...


def nobody(step: str, done: int, total: int | None = None) -> None:
    """Tell nobody: for work that no person waits for."""
