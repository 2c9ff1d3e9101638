"""Operations that will go: every answer of theirs says since when, until when, and what comes.

The policy is docs/reference/api-policy.md.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import wraps
from typing import Any, ParamSpec

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.http import http_date
from ninja.operation import Operation
from ninja.utils import contribute_operation_callback

P = ParamSpec("P")
_ENDING = "lienthong.ending"
# From the day on which programs are told to the day on which an operation may go.
SHORTEST_NOTICE = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Ending:
    """The end of an operation; ValueError for one that comes sooner than the policy allows.

    since: the day from which it is deprecated. ends_on: the last day on which it works. see: the
    address of the page that says what to use instead.
    """

    since: date
    ends_on: date
    see: str

    def __post_init__(self) -> None:
        if self.ends_on - self.since < SHORTEST_NOTICE:
            raise ValueError(f"an operation ends no sooner than {SHORTEST_NOTICE.days} days after")

    @property
    def fields(self) -> dict[str, str]:
        """Deprecation (RFC 9745), Sunset (RFC 8594), and the link that both describe."""
        since = int(_begin(self.since).timestamp())
        over = _begin(self.ends_on + timedelta(days=1))
        return {
            "Deprecation": f"@{since}",
            "Sunset": http_date(over.timestamp()),
            "Link": f'<{self.see}>; rel="deprecation"; type="text/html"',
        }


def ends(ending: Ending) -> Callable[[Callable[P, Any]], Callable[P, Any]]:
    """Mark a view as deprecated: in its answers, refusals among them, and in the description.

    Stands directly below the route, above `keys.answered_once`.
    """

    def mark(view: Callable[P, Any]) -> Callable[P, Any]:
        @wraps(view)
        def ended(*args: P.args, **kwargs: P.kwargs) -> Any:
            request: Any = args[0]
            request.META[_ENDING] = ending
            result = view(*args, **kwargs)
            if isinstance(result, HttpResponseBase):
                say_ending(request, result)
            return result

        def describe(operation: Operation) -> None:
            operation.deprecated = True
            extra = {"x-deprecated-since": f"{ending.since}", "x-ends-on": f"{ending.ends_on}"}
            operation.openapi_extra = {**(operation.openapi_extra or {}), **extra}

        contribute_operation_callback(ended, describe)
        return ended

    return mark


def say_ending(request: HttpRequest, response: HttpResponseBase) -> None:
    """Add the fields to the answer of an operation that ends; any other is left alone."""
    ending: Ending | None = request.META.get(_ENDING)
    for name, value in ending.fields.items() if ending else ():
        response[name] = value


def _begin(day: date) -> datetime:
    """The first moment of a day in UTC: fields of HTTP know no other clock."""
    return datetime.combine(day, time.min, UTC)
