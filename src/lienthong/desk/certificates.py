"""The certificate of a delivery: the facts of the ledger as a page that a judge can read."""

import json
from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urljoin
from uuid import UUID

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from lienthong.desk.proofs import Proof, proofs_of_delivery
from lienthong.kernel.clock import VIETNAM
from lienthong.ledger import queries as ledger
from lienthong.ledger.queries.proofs import PublishedInclusion
from lienthong.ledger.rules.canonical import from_base64
from lienthong.ledger.rules.given.published import INCLUSION_NAME, inclusion_json, receipt_name
from lienthong.ledger.types import Place, RecordLine
from lienthong.printing.certificates import print_certificate
from lienthong.printing.types import CertificateEvent, CertificateForm, EnclosedFile
from lienthong.signatures import services as signatures
from lienthong.webkit.numbers import count

# More of a reason would push the page over its edge; the whole stands in the enclosed receipt.
LONGEST_NOTE = 160
# What the acts of the ledger are called on paper, in the law's words; others are left out.
_EVENTS = {
    "dispatch.submitted": ("Gửi qua hệ thống", "Sent"),
    "routes.carried": ("Hệ thống kế tiếp đã nhận chuyển tiếp", "Relayed"),
    "delivery.relay-refused": ("Hệ thống kế tiếp không nhận", "Relay rejected"),
    "delivery.relay-failed": ("Không chuyển được tới bên nhận", "Relay failed"),
    "delivery.arrived": ("Đến hệ thống của bên nhận", "Arrived"),
    "delivery.accepted": ("Bên nhận tiếp nhận", "Accepted"),
    "delivery.refused": ("Bên nhận từ chối tiếp nhận", "Refused"),
    "delivery.assigned": ("Bên nhận phân công xử lý", "Assigned"),
    "delivery.in-work": ("Bên nhận đang xử lý", "In work"),
    "delivery.finished": ("Bên nhận xử lý xong", "Finished"),
    "change.requested-recall": ("Bên gửi yêu cầu thu hồi", "Recall asked"),
    "change.requested-update": ("Bên gửi yêu cầu cập nhật", "Update asked"),
    "change.requested-replacement": ("Bên gửi yêu cầu thay thế", "Replacement asked"),
    "change.agreed": ("Bên nhận đồng ý", "Agreed"),
    "change.declined": ("Bên nhận không đồng ý", "Declined"),
}


def certificate_of(proof: Proof, *, check_address: str, now: datetime) -> bytes:
    """Return the certificate, signed by the installation, with the proofs enclosed.

    Whoever may have the proof may have it. The same facts at any time; only the moment of issue,
    and what happened since, is new. The paper is Vietnamese whatever the page was.
    Raises KeyMissing when the installation's certificate cannot be read.
    """
    with translation.override("vi"):
        sending, *answers = proofs_of_delivery(proof, now=now)
        inclusion = sending.published()
        form = _form(sending, answers, inclusion, check_address=check_address, now=now)
    enclosed = _enclosed([sending, *answers], inclusion, now=now)
    return signatures.sign_own_paper(print_certificate(form, enclosed=enclosed), now=now)


def _form(
    proof: Proof,
    answers: Sequence[Proof],
    inclusion: PublishedInclusion | None,
    *,
    check_address: str,
    now: datetime,
) -> CertificateForm:
    read, opened, head = proof.read, _opened(proof), proof.read.head
    notes = {answer.record_id: _opened(answer).get("note", "") for answer in answers}
    return CertificateForm(
        number=proof.number,
        sender=opened.get("sender", ""),
        recipient=opened.get("recipient", ""),
        reference_code=opened.get("reference_code", ""),
        subject=opened.get("subject", ""),
        digest=proof.digest,
        events=tuple(
            _event(line, notes.get(line.id, ""))
            for line in _course(proof, answers)
            if line.act in _EVENTS
        ),
        leaf_hash=from_base64(proof.leaf_hash).hex(),
        head="" if head is None else _head(head["epoch"], head["size"], head["time"]),
        root="" if head is None else from_base64(head["root"]).hex(),
        stamp=_stamp(inclusion),
        promise=_("Có chỗ trong sổ cái chậm nhất lúc %(due)s") % {"due": _at(read.promised["due"])}
        if head is None
        else "",
        erased=_erased(proof),
        installation=read.says["installation"],
        key_id=read.says["key"],
        check_address=check_address,
        ledger_address=urljoin(check_address, reverse("ledger:ledger")),
        issued_at=_moment(now),
    )


def _opened(proof: Proof) -> dict[str, str]:
    read = proof.read
    openings = [*read.openings, *(read.item.openings if read.item else ())]
    return {opening.name: opening.value for opening in openings}


def _course(proof: Proof, answers: Sequence[Proof]) -> list[RecordLine]:
    """Return the acts of the proofs and what the ledger has about the delivery, oldest first."""
    subjects = proof.read.record["subjects"]
    delivery = proof.item or (UUID(subjects["delivery"]) if "delivery" in subjects else None)
    about = [] if delivery is None else ledger.records_of_subject(delivery)
    lines = {line.id: line for line in [*map(_line, [proof, *answers]), *about]}
    return sorted(lines.values(), key=lambda line: (line.recorded_at, str(line.id)))


def _line(proof: Proof) -> RecordLine:
    place = None
    if proof.read.inclusion is not None and proof.read.head is not None:
        place = Place(proof.read.head["epoch"], proof.read.inclusion.index)
    return RecordLine(proof.record_id, proof.read.record["act"], proof.happened_at, place)


def _event(line: RecordLine, note: str) -> CertificateEvent:
    what, what_en = _EVENTS[line.act]
    if note:
        what = f"{what}: “{note[:LONGEST_NOTE]}{'…' if len(note) > LONGEST_NOTE else ''}”"
    place = _("đang chờ vào sổ")
    if line.place is not None:
        place = _("kỳ %(epoch)s, bản ghi %(number)s") % {
            "epoch": line.place.epoch,
            "number": count(line.place.index + 1),
        }
    return CertificateEvent(what, what_en, _moment(line.recorded_at), place)


def _head(epoch: int, size: int, time: str) -> str:
    return _("kỳ %(epoch)s, gồm %(size)s bản ghi, ký lúc %(time)s") % {
        "epoch": epoch,
        "size": count(size),
        "time": _at(time),
    }


def _stamp(inclusion: PublishedInclusion | None) -> str:
    if inclusion is None or inclusion.head.stamp is None:
        return ""
    stamp = inclusion.head.stamp
    return _("%(time)s, trên đầu sổ gồm %(size)s bản ghi; %(authority)s") % {
        "time": _moment(stamp.stamped_at),
        "size": count(inclusion.head.head.size),
        "authority": _common_name(stamp.authority),
    }


def _common_name(authority: str) -> str:
    """Return the name that people know from a certificate's subject (RFC 4514)."""
    parts = dict(part.partition("=")[::2] for part in authority.split(","))
    return parts.get("CN", authority)


def _erased(proof: Proof) -> tuple[str, ...]:
    if proof.read.erased is None:
        return ()
    return tuple(
        _("Giá trị “%(name)s” đã được %(office)s xóa theo quy định lúc %(time)s.")
        % {"name": one["name"], "office": one["office"], "time": _at(one["time"])}
        for one in proof.read.erased["erased"]
    )


def _enclosed(
    proofs: Sequence[Proof], inclusion: PublishedInclusion | None, *, now: datetime
) -> list[EnclosedFile]:
    files = [
        EnclosedFile(receipt_name(n), _json(proof.receipt), proof.title, now)
        for n, proof in enumerate(proofs, 1)
    ]
    if inclusion is not None:
        value = inclusion_json(
            inclusion.head,
            leaf_hash=inclusion.leaf_hash,
            index=inclusion.index,
            path=inclusion.path,
        )
        files.append(EnclosedFile(INCLUSION_NAME, _json(value), "Đầu sổ đã công bố", now))
    return files


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode()


def _at(instant: str) -> str:
    return _moment(datetime.fromisoformat(instant))


def _moment(at: datetime) -> str:
    return f"{at.astimezone(VIETNAM):%H:%M:%S ngày %d/%m/%Y}"
