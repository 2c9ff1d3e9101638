"""What sender and recipient do about a document that is already on its way."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from lienthong.access import services as rights
from lienthong.access.types import StaffRequest
from lienthong.directory import queries as directory
from lienthong.documents import queries as documents
from lienthong.exchange import errors, queries, services
from lienthong.exchange.types import DeliveryCard, Recipient, Submission
from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.webkit.forms import agreed, form_key, ids_of
from lienthong.webkit.messages import say_done


@require_POST
def recall(request: StaffRequest, dispatch_id: UUID) -> HttpResponse:
    """ "Thu hồi": ask the chosen recipients to give the document back."""
    asked = services.request_recall(
        dispatch_id=dispatch_id,
        recipient_ids=ids_of(request.POST.getlist("recipient")),
        reason=request.POST.get("reason", ""),
        key=form_key(request),
        actor=request.actor,
        now=clock.now(),
    )
    words = ngettext(
        "Đã đề nghị %(count)s nơi nhận trả lại văn bản.",
        "Đã đề nghị %(count)s nơi nhận trả lại văn bản.",
        len(asked),
    )
    say_done(request, words % {"count": len(asked)})
    return redirect(reverse("desk:document", args=[asked[0].version_id]))


@require_POST
def resend(request: StaffRequest, version_id: UUID) -> HttpResponse:
    """ "Gửi lại": the same version again to one that refused it.

    An heir sends again in its own name what it inherited.
    """
    actor = request.actor
    documents.visible_version(version_id, documents.viewer_of(actor))
    refused = _refused(version_id, actor, ids_of(request.POST.getlist("recipient")))
    services.submit_dispatch(
        submission=Submission(
            sender_id=actor.own_agency,
            version_id=version_id,
            recipients=(Recipient(refused.recipient_id, refused.role),),
            key=form_key(request),
        ),
        actor=actor,
        now=clock.now(),
    )
    say_done(request, _("Đã gửi lại tới %(name)s.") % {"name": refused.recipient_name})
    return redirect(reverse("desk:document", args=[version_id]))


def _refused(version_id: UUID, actor: Actor, recipient_ids: list[UUID]) -> DeliveryCard:
    """Return the refused sending that is repeated.

    Raises DeliveryNotFound when there was none, AlreadySent when it was not refused.
    """
    for recipient_id in recipient_ids[:1]:
        card = queries.delivery_to(version_id, recipient_id=recipient_id)
        if card is not None and card.sender_id in directory.with_inherited(actor.own_agency):
            refused = queries.refused_by(version_id, recipient_id=recipient_id)
            if refused is None:
                raise errors.AlreadySent(names=card.recipient_name)
            return refused
    raise errors.DeliveryNotFound()


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: StaffRequest, delivery_id: UUID) -> HttpResponse:
    """The recipient's answer to what its sender asks: agree, or decline with the reason."""
    card = queries.delivery_card(delivery_id)
    if card.recipient_id != request.actor.agency_id:
        raise errors.DeliveryNotFound()
    rights.require(request.actor, "exchange.answer-recall", agency_id=request.actor.agency_id)
    if request.method == "GET":
        return _asked(request, card)
    agrees = agreed(request)
    meant = ids_of([request.POST.get("request", "")])
    line = services.answer_change(
        delivery_id=delivery_id,
        agrees=agrees,
        note=request.POST.get("note", "")[:500],
        key=form_key(request),
        actor=request.actor,
        now=clock.now(),
        request_id=meant[0] if meant else None,
    )
    answered = queries.answered_change(line.id)
    say_done(request, _told(answered.offered is not None, agrees))
    shown = answered.offered if answered.offered and agrees else card
    return redirect(reverse("desk:document", args=[shown.version_id]))


def _told(is_change: bool, agrees: bool) -> str:
    if not agrees:
        return _("Đã trả lời không đồng ý.")
    return _("Đã đồng ý nhận bản mới.") if is_change else _("Đã đồng ý trả lại văn bản.")


def _asked(request: StaffRequest, card: DeliveryCard) -> HttpResponse:
    """The question, while it waits for an answer."""
    if not card.is_change_pending:
        raise errors.NothingToAnswer()
    viewer = documents.viewer_of(request.actor)
    version = documents.visible_version(card.version_id, viewer)
    return render(request, "exchange/answer.html", {"delivery": card, "version": version})
