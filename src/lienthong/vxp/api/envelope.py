"""Whatever answers a call of the interface answers in its form: `FAIL`, a code, words."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from lienthong.apikit.requests import request_id
from lienthong.formats.vxp import answers
from lienthong.kernel.refusals import Refusal
from lienthong.vxp.errors import Failed
from lienthong.vxp.types import Operation, SentPackage
from lienthong.webkit.wording import fill, parts_of

ROOT = "/vxp/"
# What must be there in a failure too, or the client cannot tell why.
MEMBERS: dict[str, dict[str, Any]] = {
    Operation.SEND: {"DocId": ""},
    Operation.GET: {"data": ""},
    Operation.RECEIVED: {"data": []},
    Operation.SENT: {"data": []},
    Operation.AGENCIES: {"data": []},
    Operation.AGENCIES_20: {"data": []},
    Operation.UNITS: {"data": []},
    Operation.UNITS_OF_NET: {"data": []},
    Operation.COUNT_DOCUMENTS: {"count": 0},
    Operation.COUNT_STATUSES: {"count": 0},
}
_MARK = "is_vxp"
_LONGEST_WORDS = 2_000  # characters that a success says about warnings
R = TypeVar("R", bound=HttpResponseBase)


def answered(content: bytes, *, status: int = 200) -> HttpResponse:
    """Return an answer of ours: never kept by anybody, never in another form."""
    response = HttpResponse(content, status=status, content_type=answers.MEDIA_TYPE)
    return marked(response)


def marked(response: R) -> R:
    """Say that an answer has the interface's form, so that it stays as it is."""
    setattr(response, _MARK, True)
    response["Cache-Control"] = "no-store"
    return response


def accepted(brought: SentPackage) -> HttpResponse:
    """Return the answer to a package that was taken in, with the sentences of its warnings.

    First about recipients, who may not have it, then what the package lacks.
    """
    told = sorted(brought.warnings, key=lambda one: not one.code.startswith("gateways.recipient"))
    warned = " ".join(fill(one.sentence, one.facts) for one in told)
    said = f"{answers.THANKS}. {warned}"[:_LONGEST_WORDS] if warned else answers.THANKS
    return answered(answers.written(answers.done(said, DocId=str(brought.sending_id))))


def refused(operation: str, refusal: Refusal, *, status: int = 200) -> HttpResponse:
    """Return a refusal as `FAIL`. status: clients do not look at it; 200 where nothing is said."""
    parts = parts_of(refusal)
    said = " ".join(filter(None, (parts.sentence, parts.cause, parts.next_step)))
    response = failure(operation, code=parts.code, said=said, status=status)
    if "retry_after" in refusal.facts:
        response["Retry-After"] = str(refusal.facts["retry_after"])
    return response


def failure(operation: str, *, code: str, said: str, status: int = 200) -> HttpResponse:
    """Return a failure; of `downloadEdoc` without a body, because its client would save it."""
    if operation == Operation.DOWNLOAD:
        response = marked(HttpResponse(b"", status=status if status >= 400 else 404))
        response["X-Lienthong-Code"] = code
    else:
        members = MEMBERS.get(operation, {})
        content = answers.written(answers.failed(code, said, **members))
        response = answered(content, status=status)
    response.refusal_code = code  # type: ignore[attr-defined]  # counted by operation
    return response


class EnvelopeMiddleware:
    """Turns what others answered for a call of the interface into the interface's own form.

    Stands above everything that can answer: limits, troubles of the server, errors that no view
    expected, addresses that nobody has.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not request.path_info.startswith(ROOT) or getattr(response, _MARK, False):
            return response
        code = getattr(response, "refusal_code", "")
        operation = request.path_info.strip("/").rpartition("/")[2]
        if not code:
            failed = Failed(request=request_id(request))
            said = refused(operation, failed, status=response.status_code)
        else:
            status, facts = response.status_code, getattr(response, "refusal_facts", {})
            said = failure(operation, code=code, said=_words(code, facts), status=status)
        response.close()
        return said


def _words(code: str, facts: Mapping[str, object]) -> str:
    """The words of a refusal that was answered as a page: by its class."""
    found = next((one for one in _families(Refusal) if one.code == code), None)
    if found is None:
        return code
    parts = parts_of(found(**facts))
    return " ".join(filter(None, (parts.sentence, parts.cause, parts.next_step)))


def _families(kind: type[Refusal]) -> list[type[Refusal]]:
    return [one for sub in kind.__subclasses__() for one in (sub, *_families(sub))]
