"""One door for all operations: read the call, know the caller, do it, say what became of it."""

import time
from collections.abc import Callable

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path
from django.views.decorators.csrf import csrf_exempt

from lienthong.formats.vxp.fields import read_call, require_same_fields
from lienthong.kernel import clock
from lienthong.kernel.refusals import Refusal
from lienthong.systems.types import SystemCaller
from lienthong.vxp.api.envelope import refused
from lienthong.vxp.api.operations import OPERATIONS, Asked, require_short
from lienthong.vxp.errors import MethodWrong, OperationUnknown
from lienthong.vxp.services import note_call
from lienthong.vxp.types import Operation
from lienthong.webkit.client_address import client_address
from lienthong.webkit.wording import parts_of

METHODS = ("POST", "GET")
# Says who calls, or refuses. Called with `now`.
Door = Callable[..., SystemCaller]


def addresses(door: Door) -> list[URLPattern]:
    """Return the addresses under /vxp/; a base address that ends in a slash makes two of them."""

    @csrf_exempt
    @login_not_required
    def operation(request: HttpRequest, name: str) -> HttpResponseBase:
        name = name.strip("/")
        try:
            return _answer(request, name, door)
        except MethodWrong as refusal:
            response = refused(name, refusal, status=405)
            known = OPERATIONS.get(name)
            response["Allow"] = ", ".join(known.methods if known else METHODS)
            return response
        except Refusal as refusal:
            return refused(name, refusal)

    return [path("<path:name>", operation, name="operation")]


def _answer(request: HttpRequest, name: str, door: Door) -> HttpResponseBase:
    """Before the caller is known nothing of the body is read, and nothing is written."""
    if request.method not in METHODS:
        raise MethodWrong(operation=name[:60], method="POST")
    known = OPERATIONS.get(name)
    if known is None:
        raise OperationUnknown(operation=name[:60])
    if request.method not in known.methods:
        raise MethodWrong(operation=name, method=known.methods[0])
    now = clock.now()
    call = read_call(request.headers.get)
    caller = door(request, call, now=now)
    return _noted(Asked(request, call, caller, now), name)


def _noted(asked: Asked, name: str) -> HttpResponseBase:
    """Do what is asked, and leave a line in the log of the system's owner."""
    begun = time.perf_counter()
    try:
        require_same_fields(asked.call, asked.request.headers.get)
        if name != Operation.SEND:
            require_short(asked.request)
        response = OPERATIONS[name].act(asked)
    except Refusal as refusal:
        parts = parts_of(refusal)
        _note(asked, name, begun, code=parts.code, said=f"{parts.sentence} {parts.cause}")
        raise
    _note(asked, name, begun)
    return response


def _note(asked: Asked, name: str, begun: float, *, code: str = "", said: str = "") -> None:
    note_call(
        system_id=asked.caller.system.id,
        operation=name,
        code=code,
        said=said,
        agency_id=asked.agency_id,
        reference=asked.reference,
        address=str(client_address(asked.request) or ""),
        milliseconds=round((time.perf_counter() - begun) * 1000),
        now=asked.now,
    )
