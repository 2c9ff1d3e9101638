"""Checking any file that the ledger gives away: receipts, certificates, heads, proofs, exports."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, BinaryIO

from lienthong.kernel.wording import noop as _
from lienthong.ledger.rules.canonical import Malformed, from_base64
from lienthong.ledger.rules.checks.receipts import UNREADABLE_KEY, verify_receipt
from lienthong.ledger.rules.given.published import (
    CONSISTENCY_FORMAT,
    HEAD_FORMAT,
    INCLUSION_FORMAT,
    ReadHead,
    read_consistency,
    read_inclusion,
    read_published_head,
)
from lienthong.ledger.rules.given.reading import local_text
from lienthong.ledger.rules.given.receipts import FORMAT as RECEIPT_FORMAT
from lienthong.ledger.rules.given.witnessing import (
    CONTRADICTION_FORMAT,
    COSIGNATURE_FORMAT,
    contradict,
    read_contradiction,
    read_cosignature,
)
from lienthong.ledger.rules.signed.cms import Anchors
from lienthong.ledger.rules.signed.keys import VerifyingKey, load_key
from lienthong.ledger.rules.signed.stamps import check_token
from lienthong.ledger.rules.tree import merkle
from lienthong.ledger.types import Step

NOT_OURS = Step(
    False,
    "file.unknown",
    _(
        "Đây không phải tệp chứng cứ mà Liên Thông cấp. Kiểm tra được: biên nhận, đầu sổ,"
        " bằng chứng nối tiếp, bằng chứng có trong sổ, bản làm chứng, bằng chứng sổ rẽ nhánh"
        " (JSON), bản xuất sổ cái (mỗi dòng một JSON), gói bằng chứng (.asice), giấy xác nhận"
        " (PDF có biên nhận đính kèm). Chọn đúng tệp đã được cấp, còn nguyên."
    ),
)


def verify_value(
    value: object,
    *,
    public_key_pem: bytes,
    document: BinaryIO | None = None,
    anchors: Anchors | None = None,
) -> list[Step]:
    """Return the steps of the check of one JSON value of any kind, in order.

    Which kind is told by its member `format`; what names none of ours is one failing step.
    document: only for receipts. anchors: whom to believe about times; None or none: anybody.
    """
    kind = value.get("format") if isinstance(value, dict) else None
    if kind == RECEIPT_FORMAT:
        return verify_receipt(value, public_key_pem=public_key_pem, document=document)
    check = _CHECKS.get(kind) if isinstance(kind, str) else None
    if check is None:
        return [NOT_OURS]
    key = load_key(public_key_pem)
    if key is None:
        return [UNREADABLE_KEY]
    steps = []
    for step in _guarded(check, value, key, anchors or Anchors()):
        steps.append(step)
        if not step.ok:
            break
    return steps


def is_about_document(value: object) -> bool:
    """Say whether a value can be compared with a document: a receipt, or what none can tell."""
    kind = value.get("format") if isinstance(value, dict) else None
    return not isinstance(kind, str) or kind not in _CHECKS


def _guarded(check: "Check", value: Any, key: VerifyingKey, anchors: Anchors) -> Iterator[Step]:
    try:
        yield from check(value, key, anchors)
    except Malformed as error:
        sentence = _("Tệp sai định dạng nên không kiểm tra được (chi tiết kỹ thuật: %(what)s).")
        yield Step(False, "file.malformed", sentence, {"what": error})


def _head_file(value: Any, key: VerifyingKey, anchors: Anchors) -> Iterator[Step]:
    yield from check_head(read_published_head(value), key, anchors)


def _consistency_file(value: Any, key: VerifyingKey, anchors: Anchors) -> Iterator[Step]:
    proof = read_consistency(value)
    yield from check_head(proof.older, key, anchors)
    yield from check_head(proof.newer, key, anchors)
    old, new = proof.older.says, proof.newer.says
    facts = {"old": old["size"], "new": new["size"]}
    is_one_tree = (old["installation"], old["epoch"]) == (new["installation"], new["epoch"])
    if is_one_tree and merkle.verify_consistency(
        old=old["size"],
        new=new["size"],
        old_root=proof.older.root,
        new_root=proof.newer.root,
        path=proof.path,
    ):
        sentence = _("Sổ gồm %(new)s bản ghi nối tiếp nguyên vẹn sổ gồm %(old)s bản ghi.")
        yield Step(True, "consistency.proved", sentence, facts)
        return
    sentence = _("Không chứng minh được sổ gồm %(new)s bản ghi nối tiếp sổ gồm %(old)s bản ghi.")
    yield Step(False, "consistency.wrong", sentence, facts)


def _inclusion_file(value: Any, key: VerifyingKey, anchors: Anchors) -> Iterator[Step]:
    proof = read_inclusion(value)
    yield from check_head(proof.head, key, anchors)
    facts = {"index": proof.index, "size": proof.head.says["size"]}
    if merkle.verify_inclusion(
        proof.leaf_hash,
        index=proof.index,
        size=proof.head.says["size"],
        path=proof.path,
        root=proof.head.root,
    ):
        sentence = _("Bản ghi ở vị trí %(index)s nằm trong đầu sổ đã công bố (%(size)s bản ghi).")
        yield Step(True, "inclusion.published", sentence, facts)
        return
    sentence = _("Không chứng minh được bản ghi ở vị trí %(index)s nằm trong đầu sổ đã công bố.")
    yield Step(False, "inclusion.wrong", sentence, facts)


def _cosignature_file(value: Any, key: VerifyingKey, _anchors: Anchors) -> Iterator[Step]:
    """Check with the key of the witness; the head inside is checked with its own installation's."""
    found = read_cosignature(value)
    seen = found.says["seen"]
    facts = {
        "witness": found.says["installation"],
        "installation": seen["installation"],
        "size": seen["size"],
        "time": local_text(found.says["time"]),
    }
    if not key.signed(found.signed, found.says) or not found.is_about_its_head:
        sentence = _("Chữ ký làm chứng không đúng, hoặc không nói về đầu sổ kèm theo.")
        yield Step(False, "cosignature.wrong", sentence)
        return
    sentence = _(
        "Hệ thống %(witness)s làm chứng: lúc %(time)s đã thấy đầu sổ gồm %(size)s bản ghi"
        " của %(installation)s."
    )
    yield Step(True, "cosignature.signed", sentence, facts)
    if found.says["since"] is not None:
        sentence = _("Người làm chứng đã thấy nó nối tiếp sổ gồm %(since)s bản ghi.")
        yield Step(True, "cosignature.continues", sentence, {"since": found.says["since"]})
    sentence = _("Chữ ký của chính %(installation)s trên đầu sổ: kiểm tra bằng khóa của nơi đó.")
    yield Step(True, "cosignature.other-key", sentence, facts, is_open=True)


def _contradiction_file(value: Any, key: VerifyingKey, anchors: Anchors) -> Iterator[Step]:
    first, second = read_contradiction(value)
    yield from check_head(first, key, anchors)
    yield from check_head(second, key, anchors)
    if contradict(first, second):
        sentence = _("Cùng một sổ, cùng %(size)s bản ghi, hai mã gốc khác nhau: sổ đã rẽ nhánh.")
        yield Step(True, "fork.proved", sentence, {"size": first.says["size"]})
        return
    sentence = _("Hai đầu sổ này không tự mâu thuẫn: cần thêm bằng chứng nối tiếp giữa chúng.")
    yield Step(True, "fork.not-proved", sentence, is_open=True)


def check_head(head: ReadHead, key: VerifyingKey, anchors: Anchors) -> Iterator[Step]:
    """Yield the steps about one head and, if it has one, its stamp."""
    facts = {"size": head.says["size"], "time": local_text(head.says["time"])}
    if not key.signed(head.signed, head.says):
        sentence = _("Chữ ký trên đầu sổ gồm %(size)s bản ghi lúc %(time)s không đúng.")
        yield Step(False, "head.wrong", sentence, facts)
        return
    sentence = _("Hệ thống đã ký đầu sổ gồm %(size)s bản ghi lúc %(time)s.")
    yield Step(True, "head.signed", sentence, facts)
    if head.stamp is None:
        return
    try:
        stamp = check_token(head.stamp, statement=head.signed.statement, anchors=anchors)
    except Malformed as error:
        sentence = _("Dấu thời gian của đầu sổ không đúng (chi tiết kỹ thuật: %(what)s).")
        yield Step(False, "stamp.wrong", sentence, {"what": error})
        return
    said = {
        "time": local_text(stamp.stamped_at.isoformat()),
        "authority": stamp.authority,
    }
    if anchors.certificates:
        sentence = _("Đầu sổ có dấu thời gian lúc %(time)s của dịch vụ được tin cậy %(authority)s.")
    else:
        sentence = _("Đầu sổ có dấu thời gian lúc %(time)s; chưa xét ai cấp (%(authority)s).")
    yield Step(True, "stamp.signed", sentence, said)


Check = Callable[[Any, VerifyingKey, Anchors], Iterator[Step]]
_CHECKS: Mapping[str, Check] = {
    HEAD_FORMAT: _head_file,
    CONSISTENCY_FORMAT: _consistency_file,
    INCLUSION_FORMAT: _inclusion_file,
    COSIGNATURE_FORMAT: _cosignature_file,
    CONTRADICTION_FORMAT: _contradiction_file,
}


def leaf_hash_of(value: object) -> bytes | None:
    """Return the leaf hash that an inclusion file is about; None for any other value."""
    if not isinstance(value, dict) or value.get("format") != INCLUSION_FORMAT:
        return None
    try:
        return from_base64(value["leaf_hash"])
    except (Malformed, KeyError, TypeError, AttributeError):
        return None
