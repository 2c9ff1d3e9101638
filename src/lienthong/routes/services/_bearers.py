"""How what waits is brought: as packages to a parent, by the interface to a sister."""

import tempfile
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, Protocol
from uuid import UUID

from lienthong.blobs import queries as blobs
from lienthong.directory import queries as directory
from lienthong.documents import queries as documents
from lienthong.documents.types import VersionCard
from lienthong.exchange import queries as exchange
from lienthong.exchange.types import ChangeKind, DeliveryCard
from lienthong.gateways import queries as gateway_queries
from lienthong.gateways import rules as gateway_rules
from lienthong.gateways import services as gateways
from lienthong.kernel.wording import noop as _
from lienthong.routes.models import Load, Parcel
from lienthong.routes.ports import Away, Parent, Sister, TurnedDown
from lienthong.routes.services import _made
from lienthong.routes.types import (
    Brought,
    CarriedFile,
    DeliveryThere,
    ParcelKind,
    ParcelState,
)

# What another installation of this program says when the recipients have the document already,
# by whatever road; it is as good as having taken it.
HAS_IT = {"exchange.already-sent"}


class Bearer(Protocol):
    """Brings things to the other side. Raises Away, TurnedDown, Refusal, PackageError."""

    def bring(self, parcel: Parcel, only: UUID | None = None) -> Brought:
        """Bring a parcel, the same each time until it is carried; only: one delivery of it."""

    def probe(self) -> None:
        """Ask something that is always answered to those who are let in."""


class ToParent:
    """Everything is a package of the national form; see ports.Parent."""

    def __init__(self, parent: Parent) -> None:
        self._parent = parent

    def bring(self, parcel: Parcel, only: UUID | None = None) -> Brought:
        with tempfile.TemporaryDirectory(prefix="lienthong-route-") as folder:
            package = Path(folder) / "package"
            with package.open("wb") as target:
                if only is not None or not _made.write_kept(parcel, target):
                    _make(parcel, target, only)
            kind, sender = _form(parcel), directory.agency(parcel.speaker_id)
            try:
                return Brought(self._parent.bring(package, sender_code=sender.code, kind=kind))
            except Away:
                if only is None:
                    _made.keep_package(parcel, package)
                raise

    def probe(self) -> None:
        self._parent.waiting(ParcelKind.STATUS)


class ToSister:
    """Documents are submitted, recalls are asked; see ports.Sister. speaker: for probes."""

    def __init__(self, sister: Sister, *, speaker: str) -> None:
        self._sister, self._speaker = sister, speaker

    def bring(self, parcel: Parcel, only: UUID | None = None) -> Brought:
        speaker = directory.agency(parcel.speaker_id).code
        if parcel.report_id is not None:
            return self._ask_back(parcel, parcel.report_id, speaker)
        deliveries = _deliveries(parcel, only)
        version = documents.version_card(deliveries[0].version_id)
        files = [*_files(version)]
        kept = None if only else _made.kept_document(parcel)
        said = kept or _document(version, deliveries, files, key=_key(parcel))
        if only:
            said["key"] = f"{said['key']}:{only}"
        carried = [CarriedFile(one["part"], opened) for one, opened in files]
        try:
            made = self._sister.submit(said, carried, speaker=speaker)
        except Away:
            if only is None:
                _made.keep_document(parcel, said)
            raise
        except TurnedDown as told:
            if told.code not in HAS_IT or len(deliveries) > 1:
                raise
            return self._found(version, deliveries, speaker)
        return Brought(made.dispatch, _paired(made.deliveries, deliveries))

    def _found(self, version: VersionCard, deliveries: list[DeliveryCard], speaker: str) -> Brought:
        """It came there by another road; what becomes of it is read all the same."""
        named = gateway_queries.document_id_of(version, directory.agency(version.issuer_id))
        try:
            there = self._sister.find(
                named,
                reference_code=version.reference_code,
                issued_on=version.issued_on,
                speaker=speaker,
            )
        except TurnedDown:
            there = []
        found = _paired(there, deliveries, is_whole=False)
        return Brought(next((one.dispatch for one in found.values()), ""), found)

    def probe(self) -> None:
        self._sister.agencies(speaker=self._speaker)

    def _ask_back(self, parcel: Parcel, report_id: UUID, speaker: str) -> Brought:
        line = exchange.status_line(report_id)
        card = exchange.delivery_card(line.delivery_id)
        document = Parcel.objects.filter(
            loads__delivery_id=card.id,
            route_id=parcel.route_id,
            kind=ParcelKind.DOCUMENT,
            state=ParcelState.CARRIED,
        ).first()
        load = document.loads.filter(delivery_id=card.id).first() if document else None
        reference = (load and load.reference) or (document and document.reference)
        if not reference:
            raise TurnedDown("routes.not-there", _("Bên kia chưa có văn bản này."))
        self._sister.ask_back(
            reference,
            [directory.agency(card.recipient_id).code],
            reason=line.note,
            key=f"route:{parcel.pk}",
            speaker=speaker,
        )
        return Brought(reference)


def _form(parcel: Parcel) -> ParcelKind:
    """As what it goes out: a recall that came as a document package goes on as one.

    One that asks several back is a 13 for each: the package names others, who may have the document
    by another road, or not yet.
    """
    if parcel.report_id is None:
        return ParcelKind.DOCUMENT
    came_so = gateway_queries.came_as_recall(exchange.status_line(parcel.report_id))
    return ParcelKind.DOCUMENT if came_so else ParcelKind.STATUS


def _make(parcel: Parcel, target: BinaryIO, only: UUID | None) -> None:
    if parcel.report_id is not None:
        is_recall = _form(parcel) == ParcelKind.DOCUMENT
        make = gateways.make_recall if is_recall else gateways.make_status
        make(parcel.report_id, target)
        return
    deliveries = _deliveries(parcel, only)
    gateways.make_package(
        deliveries[0].version_id,
        target,
        dispatch_id=deliveries[0].dispatch_id,
        only=[one.recipient_id for one in deliveries],
    )


def _deliveries(parcel: Parcel, only: UUID | None) -> list[DeliveryCard]:
    loads = Load.objects.filter(parcel=parcel).values_list("delivery_id", flat=True)
    return exchange.delivery_cards([one for one in loads if only in (None, one)])


def _key(parcel: Parcel) -> str:
    """What names it there for ever; its route may have brought others of the sending before."""
    return f"route:{parcel.pk if parcel.instead_of_id else parcel.dispatch_id}"


def _document(
    version: VersionCard,
    deliveries: list[DeliveryCard],
    files: list[tuple[dict[str, str], Any]],
    *,
    key: str,
) -> dict[str, Any]:
    """The document as `WholeSubmissionIn` of the other side reads it; the same each time."""
    parts = gateway_rules.split_reference(version.reference_code)
    if parts is None:
        raise TurnedDown(
            "routes.no-number", _("Văn bản không có số, không gửi theo tuyến này được.")
        )
    number, suffix, notation = parts
    issuer = directory.agency(version.issuer_id)
    to = directory.agencies(one.recipient_id for one in deliveries)
    (content, _opened), *attachments = files
    return {
        "key": key,
        "kind": version.kind,
        "number": number,
        "number_suffix": suffix,
        "notation": notation,
        "issued_on": version.issued_on.isoformat(),
        "subject": version.subject,
        "urgency": str(version.urgency),
        "due_on": version.due_on.isoformat() if version.due_on else None,
        "signer": {
            "name": version.signer_name,
            "position": version.signer_position,
            "authority": version.signer_authority,
        },
        "content": content,
        "attachments": [one for one, _opened in attachments],
        "recipients": [
            {"agency": to[one.recipient_id].code, "role": str(one.role)} for one in deliveries
        ],
        "sender_document_id": gateway_queries.document_id_of(version, issuer),
        **_change(deliveries[0].dispatch_id),
    }


def _change(dispatch_id: UUID) -> dict[str, Any]:
    """What an update or a replacement says of the earlier document, as `ChangedIn` reads it.

    The interface takes one earlier document; of several it is the first.
    """
    asked = exchange.change_of(dispatch_id)
    if asked is None or not asked.version_ids:
        return {}
    earlier = documents.version_card(min(asked.version_ids))
    issuer = directory.agency(earlier.issuer_id)
    said = {
        "sender_document_id": gateway_queries.document_id_of(earlier, issuer),
        "reference_code": earlier.reference_code,
        "issued_on": earlier.issued_on.isoformat(),
        "reason": asked.reason,
    }
    return {"updates" if asked.kind == ChangeKind.UPDATE else "replaces": said}


def _files(version: VersionCard) -> Iterator[tuple[dict[str, str], Any]]:
    """Each file as the document names it, and what opens it; the main one first."""
    main = (version.content_name, "", version.content_digest)
    others = [
        (one.name, one.description, one.digest) for one in documents.attachments_of(version.id)
    ]
    for number, (name, description, digest) in enumerate([main, *others]):
        said = {"part": f"file-{number}", "name": name, "description": description}
        yield said, partial(blobs.open_content, digest)


def _paired(
    there: Sequence[DeliveryThere], ours: list[DeliveryCard], *, is_whole: bool = True
) -> dict[UUID, DeliveryThere]:
    """Put deliveries there to recipients here, by any code that these ever had.

    is_whole: there are no others than those of ours.
    """
    if is_whole and len(there) == len(ours) == 1:
        return {ours[0].recipient_id: there[0]}
    known = directory.agencies_by_codes({one.code for one in there})
    wanted = {one.recipient_id for one in ours}
    paired = {known[one.code].id: one for one in there if one.code in known}
    return {whom: one for whom, one in paired.items() if whom in wanted}
