"""Checking a certificate by the proofs that are enclosed in it."""

from collections.abc import Mapping
from typing import BinaryIO

from lienthong.kernel.wording import noop as _
from lienthong.ledger.rules.canonical import Malformed, from_base64, read_json
from lienthong.ledger.rules.checks.files import NOT_OURS, leaf_hash_of, verify_value
from lienthong.ledger.rules.given.published import INCLUSION_NAME, RECEIPT_NAMES
from lienthong.ledger.rules.given.reading import read_receipt
from lienthong.ledger.rules.signed.cms import Anchors
from lienthong.ledger.types import Step

PRINTED = _(
    "Chữ in trên giấy không được đối chiếu ở đây: đọc các dòng trên, và xem chữ ký số của tệp PDF."
)


def verify_enclosed(
    files: Mapping[str, bytes],
    *,
    public_key_pem: bytes,
    anchors: Anchors | None = None,
    document: BinaryIO | None = None,
) -> list[Step]:
    """Return the steps of every receipt enclosed and of the published head, in order.

    The document is compared with the first receipt. What is printed, and the PDF's own signature,
    is for other programs; the last step says so.
    """
    names = sorted(name for name in files if RECEIPT_NAMES.fullmatch(name))
    if not names:
        sentence = _("Tệp PDF không kèm biên nhận nào đọc được.")
        return [Step(False, "certificate.without-receipt", sentence), NOT_OURS]
    steps: list[Step] = []
    for n, name in enumerate(names):
        found = verify_value(
            _read(files[name]),
            public_key_pem=public_key_pem,
            document=document if n == 0 else None,
        )
        steps += found
        if not all(step.ok for step in found):
            return steps
    if INCLUSION_NAME in files:
        first, value = _read(files[names[0]]), _read(files[INCLUSION_NAME])
        if _leaf_hash(first) != leaf_hash_of(value):
            sentence = _("Đầu sổ kèm theo nói về một bản ghi khác.")
            return [*steps, Step(False, "inclusion.other", sentence)]
        steps += verify_value(value, public_key_pem=public_key_pem, anchors=anchors)
    if all(step.ok for step in steps):
        steps.append(Step(True, "certificate.printed", PRINTED, is_open=True))
    return steps


def _read(content: bytes) -> object:
    try:
        return read_json(content)
    except Malformed:
        return None


def _leaf_hash(receipt: object) -> bytes:
    return from_base64(read_receipt(receipt).says["leaf_hash"])
