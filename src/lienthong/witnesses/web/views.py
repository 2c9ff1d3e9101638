"""Who saw which head of ours, for anybody; what we saw of others, for operators."""

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lienthong.access import services as access
from lienthong.access.types import StaffRequest
from lienthong.apikit.rendering import json_bytes
from lienthong.kernel import clock
from lienthong.ledger.rules.given.witnessing import contradiction_json, cosignature_json
from lienthong.ledger.services.limit_questions import count_question
from lienthong.webkit.client_address import client_address, counted_as
from lienthong.webkit.files import made_file
from lienthong.webkit.types import Finding, FindingState
from lienthong.witnesses import queries
from lienthong.witnesses.types import Trouble, WatchedCard

# What a look cannot help; the others need a person.
_SLIGHT = {Trouble.AWAY, Trouble.SILENT, Trouble.UNSTAMPED}


@login_not_required
@require_safe
def public(request: HttpRequest) -> HttpResponse:
    """Which installation signed to have seen which head of ours, the newest head first."""
    _count(request)
    context = {"witnessed": queries.witnessed(), "watched": queries.watched()}
    response = render(request, "witnesses/public.html", context)
    response["Cache-Control"] = "private, max-age=60"
    return response


@login_not_required
@require_safe
def cosignature(request: HttpRequest, witness: str, epoch: int, size: int) -> HttpResponse:
    """One witness's word about one head of ours, as a file to keep."""
    _count(request)
    found = queries.cosignature(witness, epoch=epoch, size=size)
    body = json_bytes(cosignature_json(found.cosignature, found.head))
    return _json_file(body, f"lam-chung-{epoch}-{size}.json", kept="public, max-age=3600")


@require_safe
def report(request: StaffRequest) -> HttpResponse:
    """How every installation that is watched stands, and the newest evidence against some."""
    access.require(request.actor, "operation.watch")
    context = {
        "watched": [(one, _findings(one)) for one in queries.watched()],
        "contradictions": queries.contradictions(),
        "witnessed": queries.witnessed(limit=20),
        "at": clock.now(),
    }
    return render(request, "witnesses/report.html", context)


@require_safe
def evidence(request: StaffRequest, contradiction_id: UUID) -> HttpResponse:
    """The two heads of one contradiction, as a file for `lienthong verify`."""
    access.require(request.actor, "operation.watch")
    found = queries.contradiction(contradiction_id)
    if found is None:
        raise Http404
    body = json_bytes(contradiction_json(found.first, found.second))
    return _json_file(body, f"mau-thuan-{found.id}.json", kept="private, no-store")


def _findings(card: WatchedCard) -> list[Finding]:
    if card.looked_at is None:
        return [Finding(FindingState.WARN, _("Chưa xem lần nào."))]
    if not card.troubles:
        return [Finding(FindingState.OK, _("Sổ nối tiếp nguyên vẹn với mọi đầu sổ đã thấy."))]
    return [
        Finding(
            FindingState.WARN if one in _SLIGHT else FindingState.STOP,
            _(one.sentence),
            code=one.value,
        )
        for one in card.troubles
    ]


def _count(request: HttpRequest) -> None:
    count_question(counted_as(client_address(request)), now=clock.now())


def _json_file(body: bytes, name: str, *, kept: str) -> HttpResponse:
    return made_file(body, name=name, media_type="application/json", kept=kept)
