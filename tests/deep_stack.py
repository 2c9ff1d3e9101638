"""Room on Python's stack for all that a test calls.

CPython 3.11 takes 16 KB of stack at a time from the machine and gives them back when the last frame
in them ends: a loop that calls across such an end asks for memory and returns it with every call. A
frame with very many names makes it take a piece with room for all frames above. A twenty-fifth of
the CPU of a test of services.
"""

from collections.abc import Callable
from typing import Any

_NAMES = 40_000  # eight bytes each; the piece is the next power of two, and half of it stays free


def _made() -> Callable[..., Any]:
    names = "=".join(f"n{number}" for number in range(_NAMES))
    never = f"    if act is None:\n        {names} = None\n"
    defined: dict[str, Any] = {}
    exec(f"def roomy(act, *given):\n{never}    return act(*given)", defined)
    return defined["roomy"]


with_room = _made()
