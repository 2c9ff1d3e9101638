"""The public page of the ledger: heads for anybody, how to check them, and what to download."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lienthong.apikit.rendering import json_bytes
from lienthong.kernel import clock
from lienthong.ledger import queries, services
from lienthong.ledger.errors import HeadNotPublished
from lienthong.ledger.rules.given.published import head_json
from lienthong.ledger.services.limit_questions import count_question
from lienthong.webkit.client_address import client_address, counted_as
from lienthong.webkit.files import made_file

PAGE = 30
View = Callable[..., HttpResponse]


def _public(view: View) -> View:
    """Let anybody read, within the limit of questions."""

    @wraps(view)
    def counted(request: HttpRequest, **places: int) -> HttpResponse:
        count_question(counted_as(client_address(request)), now=clock.now())
        return view(request, **places)

    return login_not_required(require_safe(counted))


@_public
def ledger(request: HttpRequest) -> HttpResponse:
    """Published heads, newest first, and in plain words what they are good for."""
    heads = queries.published_heads(before=_before(request), limit=PAGE + 1)
    context = {
        "heads": heads[:PAGE],
        "following": heads[PAGE - 1].published_at.isoformat() if len(heads) > PAGE else "",
        "is_first": "truoc" not in request.GET,
        "key_id": services.ensure_key().key_id,
    }
    response = render(request, "ledger/ledger.html", context)
    response["Cache-Control"] = "private, max-age=60"
    return response


@_public
def public_key(request: HttpRequest) -> HttpResponse:
    """The key with which receipts and heads are checked."""
    return _kept(services.ensure_key().pem, "application/x-pem-file", "khoa-cong-khai.pem")


@_public
def head(request: HttpRequest, epoch: int, size: int) -> HttpResponse:
    """One published head as a file."""
    found = queries.published_head(epoch=epoch, size=size)
    body = json_bytes(head_json(found))
    return _kept(body, "application/json", f"dau-so-{epoch}-{size}.json")


@_public
def stamp(request: HttpRequest, epoch: int, size: int) -> HttpResponse:
    """The time-stamp of one head as a file for other programs (RFC 3161 token, DER)."""
    found = queries.published_head(epoch=epoch, size=size)
    if found.stamp is None:
        raise HeadNotPublished(epoch=epoch, size=size)
    return _kept(
        found.stamp.token, "application/vnd.etsi.timestamp-token", f"dau-so-{epoch}-{size}.tst"
    )


def _before(request: HttpRequest) -> datetime | None:
    """Return the place that the address names; from the newest on for what is no moment."""
    return clock.moment_in(request.GET.get("truoc", ""))


def _kept(body: bytes, media_type: str, name: str) -> HttpResponse:
    """What is published is the same for everybody; a minute spares the next question."""
    return made_file(body, name=name, media_type=media_type, kept="public, max-age=60")
