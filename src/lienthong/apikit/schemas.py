"""Types that bodies and queries of every interface are made of."""

from typing import Annotated

from ninja import Schema
from pydantic import ConfigDict, Field

LARGEST_PAGE = 200

PageSize = Annotated[int, Field(ge=1, le=LARGEST_PAGE, description="1–200")]
Key = Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[0-9A-Za-z:._-]+$")]


class StrictSchema(Schema):
    """A body in which a field that we do not know is refused, not passed over."""

    model_config = ConfigDict(extra="forbid")


class FieldProblem(Schema):
    """One field of a request that is not as it should be; `pointer` is a JSON pointer."""

    pointer: str
    said: str


class Problem(Schema):
    """Why a request was turned down (RFC 9457). Programs match on `code`."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    code: str
    next_step: str
    errors: list[FieldProblem] = []
