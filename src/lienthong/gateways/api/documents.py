"""Sending: the check, the submission, what was sent and how it fares, taking it back."""

import base64
from typing import Annotated
from uuid import UUID

from ninja import Query, Router
from ninja.responses import Status

from lienthong.access.errors import RightMissing
from lienthong.apikit.cursors import read_id, write_cursor
from lienthong.apikit.errors import BadCursor
from lienthong.apikit.keys import answered_once
from lienthong.apikit.operations import answers, once
from lienthong.apikit.schemas import PageSize
from lienthong.blobs import errors as blobs
from lienthong.directory import queries as directory
from lienthong.documents import errors as documents
from lienthong.documents import queries as document_queries
from lienthong.exchange import errors as exchange
from lienthong.exchange import queries as exchange_queries
from lienthong.exchange import services as exchange_services
from lienthong.exchange.types import DeliveryCard, Sent
from lienthong.gateways import errors, queries, services
from lienthong.gateways.api.paging import agencies_of, moment_cursor, read_moment
from lienthong.gateways.api.shapes_in import MOST_RECIPIENTS, DocumentIn, RecallIn, SubmissionIn
from lienthong.gateways.api.shapes_of_changes import AskedOut
from lienthong.gateways.api.shapes_out import (
    AgencyOut,
    CheckOut,
    DeliveryOut,
    DispatchOut,
    DocumentDetailOut,
    DocumentOut,
    FindingOut,
    PromiseOut,
    SentListOut,
    SentOut,
    SubmittedOut,
)
from lienthong.gateways.types import Submitted
from lienthong.kernel import clock
from lienthong.ledger import services as ledger
from lienthong.systems.types import SystemRequest

router = Router(tags=["Văn bản đi · Sending"])
_SENT, _DELIVERIES = "sent", "deliveries"
# What a submission may be turned down for, by whatever road its files come.
REFUSED = (
    RightMissing,
    documents.DateInFuture,
    documents.UnknownKind,
    documents.DueTooFar,
    documents.NotationAgainstRule,
    documents.FieldMissing,
    documents.FieldTooLong,
    documents.SecretDocument,
    documents.NumberDoubled,
    documents.OtherContent,
    documents.TargetUnknown,
    errors.SubmissionDiffers,
    errors.RecipientCodeUnknown,
    errors.FileNotSendable,
    errors.FileNameMissing,
    exchange.RecipientDoubled,
    exchange.RecipientNotReady,
    exchange.SentToItself,
    exchange.SenderNotActive,
    exchange.AlreadySent,
    exchange.EarlierKept,
    exchange.NobodyToAsk,
    documents.NothingChanged,
    documents.OtherNumber,
    documents.IssuedByPredecessor,
    documents.UnknownDocument,
)


@router.post("/checks", summary="Kiểm tra trước khi gửi", **answers({200: CheckOut}, RightMissing))
def check(request: SystemRequest, body: DocumentIn) -> CheckOut:
    """Everything that would stop this document, or deserves a look; nothing is written."""
    found = services.check_document(
        new=body.new_document(), actor=request.auth.actor, now=clock.now()
    )
    return CheckOut(
        can_go=found.can_go,
        recipient_count=found.recipient_count,
        findings=[FindingOut.of(one) for one in found.findings],
    )


@router.post(
    "/documents",
    summary="Gửi văn bản",
    **answers(
        {201: SubmittedOut, 200: SubmittedOut}, *REFUSED, blobs.UploadNotFound, blobs.UploadClosed
    ),
)
def submit(request: SystemRequest, body: SubmissionIn) -> Status[SubmittedOut]:
    """Submit a document that your agency issued; 201 means durable, promised, and delivered here.

    Where your agency's books are kept here, its outgoing entry is made in the same transaction.
    With `updates` or `replaces` it is offered to those who have the earlier document: their
    deliveries are `offered` until each of them agrees (15) or declines (16).
    The same key with the same document gives the same answer with 200.
    """
    made = services.submit_document(
        new=body.new_document(), key=body.key, actor=request.auth.actor, now=clock.now()
    )
    return Status(200 if made.is_repeat else 201, submitted(made))


def submitted(made: Submitted) -> SubmittedOut:
    """Return what a submission made, or had made before."""
    sent = made.sent or _kept(made.dispatch_id)
    dispatch, cards = sent.dispatch, sent.deliveries
    agencies = made.agencies or agencies_of(cards)
    record = sent.record
    promise = ledger.promise_of(record) if record else ledger.promise(dispatch.record_id)
    sender = AgencyOut.of(dispatch.sender_id, agencies, dispatch.sender_name)
    return SubmittedOut(
        document=made.document_id,
        version=made.version_id,
        dispatch=dispatch.id,
        is_repeat=made.is_repeat,
        deliveries=[DeliveryOut.of(card, agencies, sender) for card in cards],
        promise=PromiseOut(
            record=dispatch.record_id,
            statement=base64.b64encode(promise.statement).decode(),
            signature=base64.b64encode(promise.signature).decode(),
        ),
    )


def _kept(dispatch_id: UUID) -> Sent:
    """What an earlier call made, as it stands now. Two statements, five for an offer."""
    cards = exchange_queries.deliveries_of_dispatch(dispatch_id, limit=MOST_RECIPIENTS)
    dispatch = exchange_queries.dispatch_card(dispatch_id)
    rest = exchange_queries.rest_of(dispatch_id) if dispatch.kind.is_change else None
    if rest is not None:
        cards += exchange_queries.deliveries_of_dispatch(rest, limit=MOST_RECIPIENTS)
    return Sent(dispatch, tuple(cards))


@router.get("/documents", summary="Danh sách đã gửi", **answers({200: SentListOut}, BadCursor))
def list_sent(
    request: SystemRequest,
    after: Annotated[str, Query()] = "",
    sender_document_id: Annotated[str, Query(max_length=200)] = "",
    limit: PageSize = 50,
) -> SentListOut:
    """What your agency sent, the newest first, with how many recipients stand in each state.

    `sender_document_id`: only the document that your agency names so, by whatever road it came.
    """
    sender_id = request.auth.actor.own_agency
    before = read_moment(after, scope=_SENT)
    if sender_document_id:
        found = queries.sent_as(
            sender_document_id, sender_id=sender_id, before=before, limit=limit + 1
        )
    else:
        found = exchange_queries.sent(sender_id=sender_id, before=before, limit=limit + 1)
    page = found[:limit]
    ids = {one.version_id for one in page}
    versions = document_queries.version_cards(ids)
    counts = exchange_queries.counts_by_version(ids, sender_id=sender_id)
    agencies = directory.agencies({one.issuer_id for one in versions.values()})
    return SentListOut(
        sent=[
            SentOut(
                dispatch=DispatchOut.of(one),
                document=DocumentOut.of(versions[one.version_id], agencies),
                counts={str(s): n for s, n in counts.get(one.version_id, {}).items()},
            )
            for one in page
        ],
        next=moment_cursor(page[-1].admitted_at, page[-1].id, scope=_SENT)
        if len(found) > limit
        else None,
    )


@router.get(
    "/documents/{document_id}",
    summary="Một văn bản và các nơi nhận",
    **answers({200: DocumentDetailOut}, documents.UnknownDocument, BadCursor),
)
def show_document(
    request: SystemRequest,
    document_id: UUID,
    after: Annotated[str, Query()] = "",
    limit: PageSize = 200,
) -> DocumentDetailOut:
    """A document that your agency may see, with each delivery that your agency made of it."""
    actor = request.auth.actor
    viewer = document_queries.viewer_of(actor)
    version = document_queries.visible_version(
        document_queries.latest_version_id(document_id), viewer
    )
    last = read_id(after, scope=_DELIVERIES)
    found = exchange_queries.deliveries_sent(
        version.id, sender_id=actor.own_agency, after=last, limit=limit + 1
    )
    page = found[:limit]
    agencies = agencies_of(page, version)
    return DocumentDetailOut(
        document=DocumentOut.of(version, agencies),
        deliveries=[DeliveryOut.of(card, agencies) for card in page],
        next=write_cursor(_DELIVERIES, str(page[-1].id)) if len(found) > limit else None,
    )


@router.post(
    "/dispatches/{dispatch_id}/recall",
    summary="Thu hồi",
    **once(
        answers(
            {200: AskedOut},
            RightMissing,
            exchange.DispatchNotFound,
            exchange.NothingToRecall,
            exchange.ReasonMissing,
            exchange.SubmissionDiffers,
            errors.RecipientCodeUnknown,
        )
    ),
)
@answered_once
def recall(request: SystemRequest, dispatch_id: UUID, body: RecallIn) -> AskedOut:
    """Ask recipients to give a document back (13); each of them agrees (15) or declines (16)."""
    asked: list[DeliveryCard] = exchange_services.request_recall(
        dispatch_id=dispatch_id,
        recipient_ids=_named(body.recipients),
        reason=body.reason,
        key=body.key,
        actor=request.auth.actor,
        now=clock.now(),
    )
    agencies = agencies_of(asked)
    return AskedOut(asked=[DeliveryOut.of(card, agencies) for card in asked])


def _named(codes: list[str] | None) -> list[UUID] | None:
    if codes is None:
        return None
    known = directory.agencies_by_codes(codes)
    unknown = [code for code in codes if code not in known]
    if unknown:
        raise errors.RecipientCodeUnknown(codes=", ".join(unknown[:20]))
    return [known[code].id for code in codes]
