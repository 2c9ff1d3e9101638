"""What every operation of the interface says about itself besides its types."""

from typing import Any

from lienthong.apikit.problems import status_of
from lienthong.apikit.schemas import Problem
from lienthong.kernel.refusals import Refusal

# What the door turns down, before any operation is asked.
_AT_THE_DOOR = {401, 403, 413, 422, 429}


def answers(
    success: dict[int, Any], *refusals: type[Refusal], also: frozenset[int] = frozenset()
) -> dict[str, Any]:
    """Return the arguments of a route: what it answers, and each refusal that it may give.

    The codes stand in the description as `x-refusals`; `also`: statuses without a body of ours.
    """
    statuses = _AT_THE_DOOR | {404, 409} | {status_of(one()) for one in refusals}
    told: dict[Any, Any] = {**success, frozenset(statuses): Problem}
    told.update(dict.fromkeys(also))
    return {
        "response": told,
        "openapi_extra": {
            "x-refusals": [
                {"code": one.code, "status": status_of(one()), "title": one.sentence}
                for one in sorted(refusals, key=lambda one: one.code)
            ]
        },
        "exclude_none": False,
    }
