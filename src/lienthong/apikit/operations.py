"""What every operation of the interface says about itself besides its types."""

from collections.abc import Collection
from typing import Any, Literal

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from lienthong.apikit.errors import (
    DigestMissing,
    KeyInvalid,
    KeyUsedForOtherContent,
    StillAtWork,
)
from lienthong.apikit.problems import status_of
from lienthong.apikit.schemas import Problem
from lienthong.kernel.refusals import Refusal

# What the door turns down, before any operation is asked.
_AT_THE_DOOR = {401, 403, 413, 422, 429}
_OF_A_KEY = (DigestMissing, KeyInvalid, KeyUsedForOtherContent, StillAtWork)
_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "Repeating a request with its key repeats the answer, for 400 days.",
    "schema": {"type": "string", "pattern": "^[0-9A-Za-z:._-]{1,100}$"},
}


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
        "openapi_extra": {"x-refusals": _told(refusals)},
        "exclude_none": False,
    }


def once(facts: dict[str, Any]) -> dict[str, Any]:
    """Add to the arguments of a route what `keys.answered_once` makes of its requests."""
    extra = facts["openapi_extra"]
    refusals = sorted([*extra["x-refusals"], *_told(_OF_A_KEY)], key=lambda one: str(one["code"]))
    return {
        **facts,
        "openapi_extra": {**extra, "x-refusals": refusals, "parameters": [_KEY]},
    }


def shapes(*bodies: type[BaseModel]) -> dict[str, Any]:
    """Return the schemas, by name, of bodies that an operation reads by itself."""
    wanted: list[tuple[type[BaseModel], Literal["validation"]]] = [
        (b, "validation") for b in bodies
    ]
    _refs, top = models_json_schema(wanted, ref_template="#/components/schemas/{model}")
    return dict(top["$defs"])


def _told(refusals: Collection[type[Refusal]]) -> list[dict[str, Any]]:
    return [
        {"code": one.code, "status": status_of(one()), "title": one.sentence}
        for one in sorted(refusals, key=lambda one: one.code)
    ]
