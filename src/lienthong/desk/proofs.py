"""What a receipt proves, to whom it is given, and how it is checked."""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import segno
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from lienthong.access import services as access
from lienthong.documents import queries as documents
from lienthong.exchange import queries as exchange
from lienthong.exchange.errors import DeliveryNotFound
from lienthong.exchange.types import DeliveryCard
from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.ledger import queries
from lienthong.ledger import services as ledger
from lienthong.ledger.errors import NotPlacedYet
from lienthong.ledger.queries import PublishedInclusion, acts_with_item, records_of_subject
from lienthong.ledger.rules.checks.receipts import verify_receipt
from lienthong.ledger.rules.evidence import RELAYED, event_of_receipt
from lienthong.ledger.rules.given.reading import ReadReceipt, read_receipt
from lienthong.ledger.types import ReceiptKind
from lienthong.webkit.numbers import count
from lienthong.webkit.types import Fact, Finding, FindingState
from lienthong.webkit.wording import fill

_DOCUMENT = ("content", "reference_code", "subject")
_SUBMITTED = "dispatch.submitted"
_URGED = "delivery.urged"
_REPORTS = {
    "delivery.relay-refused": ReceiptKind.RELAY_REJECTION,
    "delivery.relay-failed": ReceiptKind.RELAY_FAILURE,
    "delivery.arrived": ReceiptKind.HANDOVER,
    "delivery.accepted": ReceiptKind.ACCEPTANCE,
    "delivery.refused": ReceiptKind.REFUSAL,
}
# In whose words something was turned down, or what was in its way.
_WITH_REASON = {ReceiptKind.REFUSAL, ReceiptKind.RELAY_REJECTION, ReceiptKind.RELAY_FAILURE}
# Records with an item for each delivery, and what its receipt is.
_ITEMS = {_SUBMITTED: ReceiptKind.DELIVERY, RELAYED: ReceiptKind.RELAY}
# What a receipt is called, and what its moment is the moment of.
_WORDS = {
    ReceiptKind.SUBMISSION: (later("Biên nhận gửi văn bản"), later("Gửi lúc")),
    ReceiptKind.DELIVERY: (later("Biên nhận chuyển đến"), later("Đến lúc")),
    ReceiptKind.RELAY: (later("Biên nhận chuyển tiếp"), later("Chuyển tiếp lúc")),
    ReceiptKind.RELAY_REJECTION: (
        later("Biên nhận hệ thống khác không nhận"),
        later("Không được nhận lúc"),
    ),
    ReceiptKind.RELAY_FAILURE: (later("Biên nhận không chuyển được"), later("Ngừng chuyển lúc")),
    ReceiptKind.HANDOVER: (later("Biên nhận phần mềm đã nhận"), later("Nhận lúc")),
    ReceiptKind.ACCEPTANCE: (later("Biên nhận tiếp nhận"), later("Tiếp nhận lúc")),
    ReceiptKind.REFUSAL: (later("Biên nhận từ chối tiếp nhận"), later("Từ chối lúc")),
    ReceiptKind.URGING: (later("Biên nhận nhắc nơi nhận"), later("Nhắc lúc")),
}


@dataclass(frozen=True, slots=True)
class Proof:
    """A receipt with what it says in words.

    receipt: as it is given away; read: the same, opened; place: its number in the ledger from 1,
    None while it has none.
    """

    record_id: UUID
    item: UUID | None
    kind: ReceiptKind
    receipt: dict[str, Any]
    read: ReadReceipt
    title: str
    facts: tuple[Fact, ...]
    digest: str
    leaf_hash: str
    place: int | None
    happened_at: datetime

    @property
    def number(self) -> str:
        """The ledger number as people say it, or that the record still waits for one."""
        return _number(self.place)

    @property
    def has_document(self) -> bool:
        """Whether it is bound to the bytes of a document, as all but those of reminders are."""
        return self.kind != ReceiptKind.URGING

    @property
    def file_name(self) -> str:
        return f"bien-nhan-{self.item or self.record_id}"

    def published(self) -> PublishedInclusion | None:
        """Return where its record stands under a published head; None while it has no place."""
        try:
            return queries.published_inclusion(self.record_id)
        except NotPlacedYet:
            return None


def proof_of(record_id: UUID, item: UUID | None, *, actor: Actor, now: datetime) -> Proof:
    """Make the receipt of a record, or of one recipient's part of it.

    Only the sender has that of a whole sending; that of one delivery, and of what its recipient
    reported, the sender and that recipient; their heirs, where they have ended; of them, who may
    see the document. now: the moment of its issue. For everybody else raises DeliveryNotFound or
    UnknownDocument; else RecordUnknown, ItemUnknown, RightMissing.
    """
    access.require(actor, "ledger.receipt", agency_id=actor.agency_id)
    record = read_receipt(_issued(record_id, None, (), ReceiptKind.SUBMISSION, now=now)).record
    if record["act"] == _URGED:
        return _of_urging(record_id, item, actor, now=now)
    subjects = record["subjects"]
    if "version" not in subjects:
        raise DeliveryNotFound  # an act about no document: whatever it was, it is nobody's proof
    documents.visible_version(UUID(subjects["version"]), documents.viewer_of(actor))
    if record["act"] in _ITEMS:
        return _of_dispatch(record_id, record, item, actor, now=now)
    kind = _REPORTS.get(record["act"])
    if kind is None or item is not None or "delivery" not in subjects:
        raise DeliveryNotFound
    _require_party(exchange.delivery_card(UUID(subjects["delivery"])), actor)
    names = (*_DOCUMENT, "reporter", *(("note",) if kind in _WITH_REASON else ()))
    return _proof(record_id, None, kind, names, now=now)


def _of_dispatch(
    record_id: UUID,
    record: Mapping[str, Any],
    item: UUID | None,
    actor: Actor,
    *,
    now: datetime,
) -> Proof:
    """Of a sending, or of its relay by a route, which has receipts of its items only."""
    dispatch_id, kind = UUID(record["subjects"]["dispatch"]), _ITEMS[record["act"]]
    if item is None:
        if kind == ReceiptKind.RELAY:
            raise DeliveryNotFound
        if not exchange.is_sender(exchange.dispatch_card(dispatch_id), actor.agency_id):
            raise DeliveryNotFound
        names: tuple[str, ...] = (*_DOCUMENT, "sender")
        return _proof(record_id, None, ReceiptKind.SUBMISSION, names, now=now)
    delivery = exchange.delivery_card(item)
    if delivery.dispatch_id != dispatch_id:
        raise DeliveryNotFound
    _require_party(delivery, actor)
    names = (*_DOCUMENT, "sender", "recipient")
    return _proof(record_id, item, kind, names, now=now)


def _of_urging(record_id: UUID, item: UUID | None, actor: Actor, *, now: datetime) -> Proof:
    """Of a reminder, which may be about many documents: the part of one delivery alone."""
    if item is None:
        raise DeliveryNotFound
    delivery = exchange.delivery_card(item)
    _require_party(delivery, actor)
    documents.visible_version(delivery.version_id, documents.viewer_of(actor))
    return _proof(record_id, item, ReceiptKind.URGING, ("agency", "recipient"), now=now)


def bare_proof(record_id: UUID, item: UUID | None, *, now: datetime) -> Proof:
    """Make the receipt of a record for who runs the installation and has no content.

    It opens nothing but the digest of the document. Raises RecordUnknown, ItemUnknown, and
    DeliveryNotFound for an act that no receipt is about.
    """
    read = read_receipt(_issued(record_id, None, (), ReceiptKind.SUBMISSION, now=now))
    act = read.record["act"]
    is_known = act in _ITEMS if item else act == _SUBMITTED or act in _REPORTS
    if not is_known:
        raise DeliveryNotFound
    kind = _ITEMS[act] if item else _REPORTS.get(act, ReceiptKind.SUBMISSION)
    return _proof(record_id, item, kind, ("content",), now=now)


def proofs_of_delivery(proof: Proof, *, now: datetime) -> list[Proof]:
    """Return what a certificate is made of: the sending first, then relays and answers.

    For a proof that concerns one delivery, that of its sending to this recipient, and those of
    acceptance and refusal; for a whole sending only itself. Whoever may have one of a delivery's
    proofs may have them all.
    """
    delivery_id = proof.item
    if delivery_id is None and "delivery" in proof.read.record["subjects"]:
        delivery_id = UUID(proof.read.record["subjects"]["delivery"])
    if delivery_id is None:
        return [proof]
    sending = proof
    if proof.kind != ReceiptKind.DELIVERY:
        dispatch_id = UUID(proof.read.record["subjects"]["dispatch"])
        record_id = exchange.dispatch_card(dispatch_id).record_id
        names = (*_DOCUMENT, "sender", "recipient")
        sending = _proof(record_id, delivery_id, ReceiptKind.DELIVERY, names, now=now)
    return [sending, *_relays(sending, delivery_id, now=now), *_answers(delivery_id, now=now)]


def _relays(sending: Proof, delivery_id: UUID, *, now: datetime) -> list[Proof]:
    dispatch_id = UUID(sending.read.record["subjects"]["dispatch"])
    names = (*_DOCUMENT, "sender", "recipient")
    return [
        _proof(one.id, delivery_id, ReceiptKind.RELAY, names, now=now)
        for one in acts_with_item(dispatch_id, RELAYED, str(delivery_id))
    ]


def _answers(delivery_id: UUID, *, now: datetime) -> list[Proof]:
    names = (*_DOCUMENT, "reporter", "note")
    return [
        _proof(line.id, None, _REPORTS[line.act], names, now=now)
        for line in records_of_subject(delivery_id)
        if line.act in _REPORTS
    ]


def _require_party(delivery: DeliveryCard, actor: Actor) -> None:
    if not exchange.is_party(delivery, actor.agency_id):
        raise DeliveryNotFound


def _issued(
    record_id: UUID,
    item: UUID | None,
    names: tuple[str, ...],
    kind: ReceiptKind,
    *,
    now: datetime,
) -> dict[str, Any]:
    return ledger.issue_receipt(
        record_id,
        item_key=str(item) if item else None,
        reveal=names,
        kind=kind,
        now=now,
    )


def _proof(
    record_id: UUID,
    item: UUID | None,
    kind: ReceiptKind,
    names: tuple[str, ...],
    *,
    now: datetime,
) -> Proof:
    receipt = _issued(record_id, item, names, kind, now=now)
    read = read_receipt(receipt)
    opened = {o.name: o.value for o in [*read.openings, *(read.item.openings if read.item else ())]}
    happened_at = datetime.fromisoformat(read.record["time"])
    place = None if read.inclusion is None else read.inclusion.index + 1
    return Proof(
        record_id=record_id,
        item=item,
        kind=kind,
        receipt=receipt,
        read=read,
        title=str(_WORDS[kind][0]),
        facts=tuple(_facts(kind, opened, happened_at, read.says["installation"], place)),
        digest=opened.get("content", ""),
        leaf_hash=read.says["leaf_hash"],
        place=place,
        happened_at=happened_at,
    )


def _facts(
    kind: ReceiptKind,
    opened: dict[str, str],
    happened_at: datetime,
    installation: str,
    place: int | None,
) -> list[Fact]:
    at = f"{happened_at.astimezone(clock.VIETNAM):%H:%M:%S %d/%m/%Y}"
    reporter = {
        ReceiptKind.ACCEPTANCE: _("Bên tiếp nhận"),
        ReceiptKind.REFUSAL: _("Bên từ chối"),
    }.get(kind, _("Bên nhận"))
    words = {
        "sender": _("Bên gửi"),
        "agency": _("Cơ quan nhắc"),
        "recipient": _("Bên nhận"),
        "reporter": reporter,
        "reference_code": _("Số, ký hiệu"),
        "subject": _("Trích yếu"),
        "note": _("Lý do"),
    }
    facts = [Fact(word, opened[name]) for name, word in words.items() if opened.get(name)]
    event = event_of_receipt(kind)
    standard = [Fact(_("Sự kiện (ETSI EN 319 522)"), str(event))] if event else []
    return [
        *facts,
        Fact(str(_WORDS[kind][1]), at),
        Fact(_("Bản ghi sổ cái"), _number(place)),
        Fact(_("Hệ thống"), installation),
        *standard,
    ]


def _number(place: int | None) -> str:
    if place is None:
        return _("đang chờ vào sổ, đã có cam kết ký số")
    return count(place)


def steps_of(proof: Proof) -> list[Finding]:
    """Run the proof as a stranger would, with the public key alone, and say each step."""
    key = ledger.ensure_key()
    return [
        Finding(FindingState.OK if step.ok else FindingState.STOP, fill(step.sentence, step.facts))
        for step in verify_receipt(proof.receipt, public_key_pem=key.pem)
    ]


def qr_of(address: str) -> SafeString:
    """Return the QR code of an address as a drawing inside the page."""
    out = io.BytesIO()
    segno.make(address, error="m").save(
        out,
        kind="svg",
        xmldecl=False,
        svgns=True,
        svgclass="qr",
        lineclass=None,
        omitsize=True,
        border=2,
    )
    # The drawing is made of the address alone, and holds nothing but squares.
    return format_html("{}", mark_safe(out.getvalue().decode()))
