"""Updates and replacements as the services make them, for the tests of all who follow them."""

from datetime import timedelta
from uuid import uuid4

from tests.exchange.builders import MONDAY_9AM

from lienthong.blobs import services as blobs
from lienthong.documents import queries as documents
from lienthong.documents import services as document_services
from lienthong.documents.models import Version
from lienthong.documents.types import LegalValue, RecipientLine, Road, VersionFacts
from lienthong.exchange import queries, services
from lienthong.exchange.types import ChangeKind, NewChange
from lienthong.registers import services as registers
from lienthong.worklist import queries as worklist

LATER = MONDAY_9AM + timedelta(minutes=10)


def a_new_version(office, version_id, *, digest="", now=LATER, **changes):
    """The document of a version, issued again under its number with another file."""
    row = Version.objects.select_related("document").get(pk=version_id)
    content = (
        digest
        or blobs.store(
            f"%PDF-1.7 {uuid4()}".encode(), agency_ids=[office.agency.id], now=now
        ).digest
    )
    facts = {
        "issuer_id": row.document.issuer_id,
        "number": row.document.number,
        "number_suffix": row.document.number_suffix,
        "notation": row.document.notation,
        "issued_on": row.issued_on,
        "kind": row.kind,
        "subject": row.subject,
        "content_digest": content,
        "content_name": "ban-moi.pdf",
        "page_count": 1,
        "recipients": (RecipientLine("Như trên", "action"),),
        **changes,
    }
    return document_services.issue_update(
        document_id=row.document_id,
        facts=VersionFacts(**facts),
        road=Road.UPLOAD,
        legal_value=LegalValue.ORIGINAL,
        actor=office.clerk,
        now=now,
    )


def change(
    office, old, new, *, kind=ChangeKind.UPDATE, only=None, key="change 1", now=LATER, actor=None
):
    return services.request_change(
        change=NewChange(
            kind=kind,
            document_id=documents.version_card(old).document_id,
            version_id=new,
            reason="Sửa phụ lục 2",
            key=key,
            recipient_ids=tuple(only) if only is not None else None,
        ),
        actor=actor or office.clerk,
        now=now,
    )


def updated(office, dispatch, *, now=LATER, **terms):
    new = a_new_version(office, dispatch.version_id, now=now)
    return new, change(office, dispatch.version_id, new.version_id, now=now, **terms)


def answer(office, delivery, *, agrees, note="", key="", now=LATER + timedelta(minutes=1)):
    return services.answer_change(
        delivery_id=delivery.id,
        agrees=agrees,
        note=note,
        key=key or str(uuid4()),
        actor=office.clerk,
        now=now,
    )


def accept(office, delivery, now=MONDAY_9AM + timedelta(minutes=1)):
    return registers.accept_delivery(
        delivery_id=delivery.id, key=str(uuid4()), actor=office.clerk, now=now
    )


def verbs(actor):
    return {line.verb for line in worklist.waiting(actor, now=LATER).lines}


def state(delivery):
    return queries.delivery_card(delivery.id).state


def recall(office, dispatch):
    return services.request_recall(
        dispatch_id=dispatch.id,
        recipient_ids=None,
        reason="Gửi nhầm",
        key=str(uuid4()),
        actor=office.clerk,
        now=LATER + timedelta(minutes=5),
    )
