"""Checking a receipt with nothing but the installation's public key: no database, no network.

Every check answers with steps in plain words. The first that fails ends the check, because what
follows would lean on it.
"""

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from typing import BinaryIO

from lienthong.kernel.disk import PIECE
from lienthong.kernel.wording import noop as _
from lienthong.ledger.rules.act_names import name_of
from lienthong.ledger.rules.canonical import Malformed, from_base64, to_base64
from lienthong.ledger.rules.evidence import event_of_receipt, evidence_of, evidence_of_item
from lienthong.ledger.rules.given.reading import ReadReceipt, local_text, read_receipt
from lienthong.ledger.rules.records.commitments import commitment
from lienthong.ledger.rules.signed.keys import VerifyingKey, load_key
from lienthong.ledger.rules.tree import merkle
from lienthong.ledger.types import Opening, ReceiptKind, Step

CONTENT = "content"  # the committed SHA-256 of the main document, lower-case hexadecimal
UNREADABLE_KEY = Step(
    False,
    "key.unreadable",
    _("Tệp khóa công khai không đọc được hoặc không phải khóa Ed25519."),
)

KINDS = {
    ReceiptKind.SUBMISSION: _("gửi"),
    ReceiptKind.DELIVERY: _("đến"),
    ReceiptKind.RELAY: _("chuyển tiếp"),
    ReceiptKind.RELAY_REJECTION: _("không nhận chuyển tiếp"),
    ReceiptKind.RELAY_FAILURE: _("không chuyển được"),
    ReceiptKind.HANDOVER: _("nhận về phần mềm"),
    ReceiptKind.ACCEPTANCE: _("tiếp nhận"),
    ReceiptKind.REFUSAL: _("từ chối"),
    ReceiptKind.URGING: _("nhắc"),
}
# Words for the names that most receipts open; any other name is shown as it is.
NAMES = {
    CONTENT: _("nội dung (SHA-256)"),
    "sender": _("nơi gửi"),
    "agency": _("cơ quan"),
    "recipient": _("nơi nhận"),
    "reporter": _("nơi phản hồi"),
    "reference_code": _("số, ký hiệu"),
    "subject": _("trích yếu"),
    "reason": _("lý do"),
    "note": _("ý kiến"),
    "actor.name": _("người thực hiện"),
    "actor.title": _("chức danh"),
    "actor.reference": _("mã người thực hiện"),
}


def verify_receipt(
    receipt: object, *, public_key_pem: bytes, document: BinaryIO | None = None
) -> list[Step]:
    """Return the steps of the check, in order; all `ok` means that the receipt holds.

    receipt: what a JSON reader gave; anything at all, a wrong shape is a failing step.
    document: the file that the receipt is said to be about; read in pieces to its end.
    """
    steps = []
    for step in _check(receipt, public_key_pem, document):
        steps.append(step)
        if not step.ok:
            break
    return steps


def _check(receipt: object, pem: bytes, document: BinaryIO | None) -> Iterator[Step]:
    key = load_key(pem)
    if key is None:
        yield UNREADABLE_KEY
        return
    try:
        found = read_receipt(receipt)
        yield Step(True, "receipt.readable", _("Biên nhận đọc được và đúng định dạng."))
        yield _statement(found, key)
        yield _leaf(found)
        yield from _opened(found.record["commitments"], found.openings)
        yield from _item(found)
        yield from _event(found)
        if document is not None:
            yield _document(found, document)
        yield _promise(found, key)
        yield from _inclusion(found, key)
        yield from _erasures(found, key)
    except Malformed as error:
        yield Step(
            False,
            "receipt.malformed",
            _("Biên nhận sai định dạng nên không kiểm tra được (chi tiết kỹ thuật: %(what)s)."),
            {"what": error},
        )


def _statement(found: ReadReceipt, key: VerifyingKey) -> Step:
    if not key.signed(found.statement, found.says):
        sentence = _("Chữ ký trên biên nhận không phải của khóa này, hoặc biên nhận đã bị sửa.")
        return Step(False, "receipt.signature-wrong", sentence)
    return Step(
        True,
        "receipt.signature",
        _("Hệ thống %(installation)s đã ký biên nhận %(kind)s này lúc %(time)s."),
        {
            "installation": found.says["installation"],
            "kind": KINDS.get(found.says["kind"], found.says["kind"]),
            "time": local_text(found.says["time"]),
        },
    )


def _leaf(found: ReadReceipt) -> Step:
    is_same = found.says["leaf_hash"] == to_base64(merkle.leaf_hash(found.leaf))
    if not is_same or found.record["installation"] != found.says["installation"]:
        sentence = _("Bản ghi kèm theo không phải bản ghi mà biên nhận nói đến.")
        return Step(False, "record.other", sentence)
    return Step(
        True,
        "record.same",
        _("Bản ghi kèm theo đúng là bản ghi đã ký: việc “%(act)s” xảy ra lúc %(time)s."),
        {"act": name_of(found.record["act"]), "time": local_text(found.record["time"])},
    )


def _opened(commitments: Mapping[str, str], openings: Sequence[Opening]) -> Iterator[Step]:
    for opening in openings:
        facts = {"name": NAMES.get(opening.name, opening.name), "value": opening.value}
        if commitments.get(opening.name) == to_base64(commitment(opening)):
            sentence = _("Trường “%(name)s” đúng như đã cam kết khi ghi: %(value)s.")
            yield Step(True, "commitment.opened", sentence, facts)
        else:
            sentence = _("Trường “%(name)s” không khớp với cam kết khi ghi: %(value)s.")
            yield Step(False, "commitment.wrong", sentence, facts)


def _item(found: ReadReceipt) -> Iterator[Step]:
    if found.item is None or found.item_record is None:
        if found.says["item_hash"] is not None:
            yield _wrong_item()
        return
    leaf_hash = merkle.leaf_hash(found.item.leaf)
    summary = found.record["items"]
    is_inside = summary is not None and merkle.verify_inclusion(
        leaf_hash,
        index=found.item.index,
        size=summary["count"],
        path=found.item.path,
        root=from_base64(summary["root"]),
    )
    if not is_inside or found.says["item_hash"] != to_base64(leaf_hash):
        yield _wrong_item()
        return
    yield Step(
        True,
        "item.inside",
        _("Phần của nơi nhận này nằm trong bản ghi (phần thứ %(number)s trong %(count)s)."),
        {"number": found.item.index + 1, "count": summary["count"]},
    )
    yield from _opened(found.item_record["commitments"], found.item.openings)


def _event(found: ReadReceipt) -> Iterator[Step]:
    """Say the standard event, where act and kind agree on one."""
    event, act = event_of_receipt(found.says["kind"]), found.record["act"]
    if found.item_record is None:
        shown = evidence_of(act)
    else:
        shown = evidence_of_item(act, found.item_record["dimensions"])
    if event is not None and event in {one.event for one in shown}:
        sentence = _("Theo ETSI EN 319 522, đây là bằng chứng của sự kiện %(event)s.")
        yield Step(True, "evidence.event", sentence, {"event": str(event)})


def _wrong_item() -> Step:
    return Step(
        False, "item.outside", _("Phần của nơi nhận này không thuộc bản ghi mà biên nhận nói đến.")
    )


def _document(found: ReadReceipt, document: BinaryIO) -> Step:
    committed = {
        opening.value
        for opening in [*found.openings, *(found.item.openings if found.item else ())]
        if opening.name == CONTENT
    }
    if not committed:
        sentence = _("Biên nhận không mở trường “content” nên không đối chiếu được với tệp.")
        return Step(False, "document.not-named", sentence)
    digest = sha256()
    while piece := document.read(PIECE):
        digest.update(piece)
    facts = {"digest": digest.hexdigest()}
    if digest.hexdigest() in committed:
        sentence = _("Tệp đưa vào đúng là văn bản của biên nhận (SHA-256 %(digest)s).")
        return Step(True, "document.same", sentence, facts)
    sentence = _("Tệp đưa vào không phải văn bản của biên nhận (SHA-256 của tệp: %(digest)s).")
    return Step(False, "document.other", sentence, facts)


def _promise(found: ReadReceipt, key: VerifyingKey) -> Step:
    says = found.promised
    is_same = (
        key.signed(found.promise, says)
        and says["leaf_hash"] == found.says["leaf_hash"]
        and (says["installation"], says["epoch"], says["time"])
        == (found.record["installation"], found.record["epoch"], found.record["time"])
    )
    if not is_same:
        sentence = _("Cam kết ghi sổ không phải của bản ghi này, hoặc chữ ký trên nó không đúng.")
        return Step(False, "promise.wrong", sentence)
    return Step(
        True,
        "promise.signed",
        _("Hệ thống đã ký cam kết đưa bản ghi vào sổ cái muộn nhất lúc %(due)s."),
        {"due": local_text(says["due"])},
    )


def _inclusion(found: ReadReceipt, key: VerifyingKey) -> Iterator[Step]:
    if found.inclusion is None or found.head is None:
        yield _not_placed(found)
        return
    yield _placed(found)
    head, facts = found.head, {"size": found.head["size"], "time": local_text(found.head["time"])}
    if (
        key.signed(found.inclusion.head, head)
        and head["installation"] == found.says["installation"]
        and head["epoch"] >= found.record["epoch"]
    ):
        sentence = _("Hệ thống đã ký đầu sổ gồm %(size)s bản ghi lúc %(time)s.")
        yield Step(True, "head.signed", sentence, facts)
    else:
        sentence = _("Chữ ký trên đầu sổ gồm %(size)s bản ghi lúc %(time)s không đúng.")
        yield Step(False, "head.wrong", sentence, facts)


def _erasures(found: ReadReceipt, key: VerifyingKey) -> Iterator[Step]:
    if found.erasures is None or found.erased is None:
        return
    says = found.erased
    if not key.signed(found.erasures, says) or says["leaf_hash"] != found.says["leaf_hash"]:
        sentence = _("Lời khai về các giá trị đã xóa không do hệ thống ký cho bản ghi này.")
        yield Step(False, "erasure.wrong", sentence)
        return
    for one in says["erased"]:
        yield Step(
            True,
            "erasure.signed",
            _("Giá trị của trường “%(name)s” đã được %(office)s xóa theo quy định lúc %(time)s."),
            {
                "name": NAMES.get(one["name"], one["name"]),
                "office": one["office"],
                "time": local_text(one["time"]),
            },
        )


def _not_placed(found: ReadReceipt) -> Step:
    if found.says["index"] is not None:
        sentence = _("Biên nhận thiếu phần chứng minh chỗ trong sổ cái đã có khi cấp.")
        return Step(False, "inclusion.missing", sentence)
    return Step(
        True,
        "inclusion.later",
        _("Khi cấp biên nhận, bản ghi chưa có chỗ trong sổ cái; hãy lấy lại sau %(due)s."),
        {"due": local_text(found.promised["due"])},
        is_open=True,
    )


def _placed(found: ReadReceipt) -> Step:
    assert found.inclusion is not None
    assert found.head is not None
    facts = {"index": found.inclusion.index}
    is_inside = found.says["index"] == found.inclusion.index and merkle.verify_inclusion(
        merkle.leaf_hash(found.leaf),
        index=found.inclusion.index,
        size=found.head["size"],
        path=found.inclusion.path,
        root=from_base64(found.head["root"]),
    )
    if is_inside:
        sentence = _("Bản ghi nằm trong sổ cái, ở vị trí %(index)s.")
        return Step(True, "inclusion.proved", sentence, facts)
    sentence = _("Không chứng minh được bản ghi nằm trong sổ cái ở vị trí %(index)s.")
    return Step(False, "inclusion.wrong", sentence, facts)
