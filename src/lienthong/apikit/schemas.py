"""Types that bodies and queries of every interface are made of."""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field

LARGEST_PAGE = 200

PageSize = Annotated[int, Field(ge=1, le=LARGEST_PAGE, description="1–200")]
Key = Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[0-9A-Za-z:._-]+$")]


def _in_utc(moment: datetime) -> datetime:
    """A moment whose zone puts it before the year 1 or after 9999 is none."""
    try:
        return moment.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("not between the years 1 and 9999 in UTC") from error


Moment = Annotated[AwareDatetime, AfterValidator(_in_utc)]


class Told(BaseModel):
    """What an answer says: made of values by its own operation.

    Ninja's Schema would look every field up once more before it is written, for rows of a database.
    """


class StrictSchema(BaseModel):
    """A body in which a field that we do not know is refused, not passed over."""

    model_config = ConfigDict(extra="forbid")


class FieldProblem(Told):
    """One field of a request that is not as it should be; `pointer` is a JSON pointer."""

    pointer: str
    said: str


class Problem(Told):
    """Why a request was turned down (RFC 9457). Programs match on `code`."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    code: str
    next_step: str
    errors: list[FieldProblem] = []
