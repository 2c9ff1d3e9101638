"""One test for many things of a kind: what is wrong with each is told at the end."""

from collections.abc import Callable, Iterable
from typing import Any


def for_each(
    things: Iterable[Any], *, named: Callable[[Any], str] = str
) -> Callable[[Callable[[Any], None]], Callable[[], None]]:
    """Let a check of one thing be a test of all of these.

    A test of its own for each of 451 refusals costs several times what the check does.
    """

    def decorate(check: Callable[[Any], None]) -> Callable[[], None]:
        def test() -> None:
            wrong, looked_at = [], 0
            for thing in things:
                looked_at += 1
                try:
                    check(thing)
                except AssertionError as found:
                    wrong.append(f"{named(thing)}: {found}")
            assert looked_at
            assert not wrong, "\n".join(wrong)

        test.__name__, test.__doc__, test.__module__ = (
            check.__name__,
            check.__doc__,
            check.__module__,
        )
        return test

    return decorate
