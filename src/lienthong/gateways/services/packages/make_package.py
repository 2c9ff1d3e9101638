"""Making packages: what is here, as other systems read it."""

import json
from collections.abc import Collection, Sequence
from contextlib import closing
from datetime import datetime
from typing import BinaryIO
from uuid import UUID

from lienthong.blobs import queries as blobs
from lienthong.directory import queries as directory
from lienthong.documents import queries as documents
from lienthong.documents.rules.kinds import KindClass, kind
from lienthong.documents.types import (
    RelationKind,
    RelationLine,
    Urgency,
    VersionCard,
    Viewer,
)
from lienthong.exchange import queries as exchange
from lienthong.exchange.types import ChangeKind, DispatchCard, StatusCode
from lienthong.formats.edxml import Skeleton, holes_from_json, join_package, write_package
from lienthong.formats.edxml import types as t
from lienthong.formats.edxml.codes import BussinessDocType, Priority
from lienthong.formats.edxml.dates import PackageDate, PackageTime
from lienthong.gateways import queries, rules
from lienthong.gateways.errors import PackageNotFound
from lienthong.gateways.models import Package
from lienthong.gateways.services.packages._organisations import organisation, organisations

_PRIORITIES = {
    Urgency.NORMAL: Priority.NORMAL,
    Urgency.URGENT: Priority.URGENT,
    Urgency.VERY_URGENT: Priority.VERY_URGENT,
    Urgency.FLASH: Priority.EXPRESS,
}
# What the sender of a package is told of recipients that it named in vain.
_LEFT_OUT = {
    "gateways.recipient-unknown",
    "gateways.recipient-elsewhere",
    "gateways.recipient-is-sender",
    "gateways.recipient-not-ready",
    "gateways.recipient-has-it",
}
_LEGAL, _ADMINISTRATIVE = 1, 2  # DocumentType/Type in the older reading; names are worth more


def make_package(
    version_id: UUID,
    target: BinaryIO,
    *,
    dispatch_id: UUID | None = None,
    only: Collection[UUID] | None = None,
) -> None:
    """Write the document of a dispatch (None: of its last one) as an edXML package.

    A document that came as a package is passed on byte for byte, of several that brought it the
    one that made this dispatch; of our own the same dispatch always gives the same bytes. only: the
    recipients that it names, where a road leads to some of them; it is passed on as it came only if
    it went to no others. target need not be seekable; memory does not grow with the files.
    Raises UnknownDocument, PackageNotFound for what was never sent, ContentDestroyed, and what
    recipients' software could not read (PackageError).
    """
    version = documents.version_card(version_id)
    came = queries.package_of_version(version_id, dispatch_id)
    dispatch = _dispatch(version_id, dispatch_id) if came is None or only is not None else None
    if came is not None and (dispatch is None or _is_all(came, dispatch, only or ())):
        _give_again(came, target)
        return
    write_package(
        _document(version, dispatch or _dispatch(version_id, dispatch_id), only),
        open_content=lambda one: blobs.open_content(one.content_key),
        target=target,
    )


def make_status(report_id: UUID, target: BinaryIO) -> None:
    """Write one line of a delivery's course as a status package.

    A status that came as a package is passed on byte for byte. Raises DoesNotExist for no line.
    """
    line = exchange.status_line(report_id)
    came = queries.package_of_report(line)
    if came is not None:
        _give_again(came, target)
        return
    delivery = exchange.delivery_card(line.delivery_id)
    version = documents.version_card(delivery.version_id)
    parties = organisations([delivery.sender_id, delivery.recipient_id])
    issuer, recipient = parties[delivery.sender_id], parties[delivery.recipient_id]
    if line.code == StatusCode.TAKE_BACK:
        reporter, addressee = issuer, recipient
    else:
        reporter, addressee = recipient, issuer
    package = t.StatusPackage(
        status_code=line.code,
        sender=reporter,
        response_for=_response(version, organ_id=addressee.organ_id),
        staff=t.StaffInfo(staff=line.actor_name) if line.actor_name else None,
        description=line.note or line.code.label,
        timestamp=_moment(line.stamped_at),
    )
    write_package(package, open_content=lambda one: blobs.open_content(one.digest), target=target)


def make_recall(report_id: UUID, target: BinaryIO) -> None:
    """Write the document package that asked a delivery back, byte for byte.

    report_id: the line (13) that it led to. Raises DoesNotExist for no line, PackageNotFound for a
    request that no such package brought.
    """
    came = queries.package_of_recall(exchange.status_line(report_id))
    if came is None:
        raise PackageNotFound()
    _give_again(came, target)


def _give_again(package: Package, target: BinaryIO) -> None:
    """Put the kept package together: its very bytes."""
    if package.whole_id:
        with closing(blobs.open_content(package.whole_id)) as source:
            while piece := source.read(256 * 1024):
                target.write(piece)
        return
    skeleton = Skeleton(
        data=bytes(package.skeleton),
        holes=holes_from_json(json.dumps(package.holes)),
        size=package.size,
        digest=package.digest,
        is_exact=True,
    )
    for piece in join_package(skeleton, lambda hole: blobs.open_content(hole.digest)):
        target.write(piece)


def _dispatch(version_id: UUID, dispatch_id: UUID | None) -> DispatchCard:
    sent = exchange.dispatches_of_version(version_id)
    chosen = [one for one in sent if dispatch_id in (None, one.id)]
    if not chosen:
        raise PackageNotFound()
    return chosen[-1]


def _is_all(came: Package, dispatch: DispatchCard, only: Collection[UUID]) -> bool:
    """Whether a package that came made this dispatch, and it names these recipients alone.

    Those whom it did not reach, as its sender was told, are not reached by another road instead.
    """
    told = {one.get("code") for one in came.warnings}
    is_whole = came.dispatch_id == dispatch.id and told.isdisjoint(_LEFT_OUT)
    return is_whole and set(_recipients(dispatch)) <= set(only)


def _recipients(dispatch: DispatchCard) -> list[UUID]:
    sent = exchange.deliveries_of_version(dispatch.version_id, sender_id=dispatch.sender_id)
    return [one.recipient_id for one in sent if one.dispatch_id == dispatch.id]


def _document(
    version: VersionCard, dispatch: DispatchCard, only: Collection[UUID] | None
) -> t.DocumentPackage:
    to = [one for one in _recipients(dispatch) if only is None or one in only]
    parties = organisations([dispatch.sender_id, version.issuer_id, *to])
    issuer = directory.agency(version.issuer_id)
    made = kind(version.kind)
    is_legal = made is not None and made.kind_class == KindClass.LEGAL
    return t.DocumentPackage(
        sender=parties[dispatch.sender_id],
        recipients=tuple(parties[one] for one in to),
        document_id=queries.document_id_of(version, issuer),
        code=_code(version),
        promulgation=t.PromulgationInfo(issuer.place, PackageDate(version.issued_on)),
        type=t.DocumentType(_LEGAL if is_legal else _ADMINISTRATIVE, 0, version.kind_name),
        subject=version.subject,
        signer=t.SignerInfo(
            competence=version.signer_authority,
            position=version.signer_position,
            full_name=version.signer_name,
        ),
        due=PackageDate(version.due_on) if version.due_on else None,
        other=t.OtherInfo(
            priority=int(_PRIORITIES[version.urgency]), pages=version.page_count or None
        ),
        responses=_responses(version),
        to_places=tuple(line.text for line in documents.recipient_lines_of(version.id)),
        trace=t.Trace(
            bussiness=_business(dispatch, [parties[one].organ_id for one in to]),
            headers=(
                t.TraceHeader(parties[dispatch.sender_id].organ_id, _moment(dispatch.admitted_at)),
            ),
        ),
        attachments=_attachments(version),
    )


def _business(dispatch: DispatchCard, organ_ids: Sequence[str]) -> t.Bussiness:
    """What the package does: bring something new, or something instead of earlier documents."""
    asked = exchange.change_of(dispatch.id) if dispatch.kind.is_change else None
    if asked is None:
        return t.Bussiness(doc_type=BussinessDocType.NEW, paper="0")
    earlier = documents.version_cards(asked.version_ids).values()
    issuers = directory.agencies({one.issuer_id for one in earlier})
    ids = sorted({queries.document_id_of(one, issuers[one.issuer_id]) for one in earlier})
    if asked.kind == ChangeKind.UPDATE:
        return t.Bussiness(
            document_id=ids[0],
            doc_type=BussinessDocType.UPDATE,
            reason=asked.reason,
            paper="0",
            updates=(t.UpdateInfo(document_info="1", document_receiver="0"),),
        )
    return t.Bussiness(
        doc_type=BussinessDocType.REPLACEMENT,
        reason=asked.reason,
        paper="0",
        replacements=tuple(t.ReplacementInfo(one, tuple(organ_ids)) for one in ids),
    )


def _code(version: VersionCard) -> t.Code:
    parts = rules.split_reference(version.reference_code)
    if parts is None:
        return t.Code(notation=version.reference_code)
    number, suffix, notation = parts
    return t.Code(f"{number:02d}{suffix}", notation)


def _responses(version: VersionCard) -> tuple[t.ResponseFor, ...]:
    """The documents that it answers, as their issuers named them where that is known."""
    as_issuer = Viewer(version.issuer_id, None, None, sees_whole_agency=True)
    return tuple(
        _answered(line)
        for line in documents.relations_of(version.document_id, viewer=as_issuer)
        if line.source.id == version.id and line.kind == RelationKind.ANSWERS
    )


def _answered(line: RelationLine) -> t.ResponseFor:
    if line.target is None:
        return t.ResponseFor(organ_id=line.target_issuer_code, code=line.target_reference)
    return _response(line.target, organ_id=organisation(line.target.issuer_id).organ_id)


def _response(version: VersionCard, *, organ_id: str) -> t.ResponseFor:
    issuer = directory.agency(version.issuer_id)
    return t.ResponseFor(
        organ_id=organ_id,
        code=version.reference_code,
        document_id=queries.document_id_of(version, issuer),
        promulgated=PackageDate(version.issued_on),
    )


def _attachments(version: VersionCard) -> tuple[t.Attachment, ...]:
    main = (version.content_name, "", version.content_digest)
    others = [
        (one.name, one.description, one.digest) for one in documents.attachments_of(version.id)
    ]
    return tuple(
        t.Attachment.for_file(
            name=name, content_id=f"tep-{position}", description=description, content_key=digest
        )
        for position, (name, description, digest) in enumerate([main, *others], start=1)
    )


def _moment(at: datetime) -> PackageTime:
    return PackageTime(at.replace(microsecond=0))
