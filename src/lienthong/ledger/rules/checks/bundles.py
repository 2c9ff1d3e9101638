"""Checking a bundle offline: what holds, what does not, and what nobody could prove from it."""

import re
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO

from lienthong.formats.asic.layout import MANIFEST, MIMETYPE, SIGNATURE, NotAContainer, Part
from lienthong.formats.asic.reading import Container
from lienthong.kernel.wording import noop as _
from lienthong.ledger.rules.canonical import (
    Malformed,
    canonical_bytes,
    from_base64,
    read_json,
    to_base64,
)
from lienthong.ledger.rules.checks.enclosed import PRINTED
from lienthong.ledger.rules.checks.files import leaf_hash_of, verify_value
from lienthong.ledger.rules.checks.receipts import UNREADABLE_KEY
from lienthong.ledger.rules.given.published import RECEIPT_NAMES, read_inclusion
from lienthong.ledger.rules.given.reading import (
    Members,
    local_text,
    members,
    read_file_statement,
    read_receipt,
    read_signed,
)
from lienthong.ledger.rules.signed.cms import Anchors
from lienthong.ledger.rules.signed.keys import VerifyingKey, load_key
from lienthong.ledger.rules.signed.seals import check_seal
from lienthong.ledger.types import Signed, Step

# What the files of a bundle are called (docs/reference/bundle.md).
VOUCH = "META-INF/lienthong.json"
VOUCHED = (MANIFEST, SIGNATURE)
VOUCH_FORMAT = "lienthong-vouch/1"
CONSISTENCY = "noi-tiep.json"
KEY = "khoa-cong-khai.pem"
INDEX = "chung-cu.json"
CERTIFICATE = "giay-chung-nhan.pdf"
GUIDE = "huong-dan.txt"
INDEX_FORMAT = "lienthong-evidence/1"
_CONTENT = re.compile(r"van-ban(\.[a-z0-9]{1,10})?")
_ATTACHMENT = re.compile(r"phu-luc-[0-9]{1,4}(\.[a-z0-9]{1,10})?")
_OWN = {MIMETYPE, MANIFEST, SIGNATURE, VOUCH}

# Receipts and proofs are some kilobytes each; a seal with its certificates as well.
LARGEST_PART = 16 * 1024 * 1024
LARGEST_SEAL = 1024 * 1024


def vouch_file(lines: Sequence[Signed]) -> bytes:
    """Return the file in which the ledger's key answers for manifest and seal, in this order."""
    files = [
        {"statement": to_base64(one.statement), "signature": to_base64(one.signature)}
        for one in lines
    ]
    return canonical_bytes({"format": VOUCH_FORMAT, "files": files})


def read_vouch(content: bytes) -> list[tuple[Signed, Members]]:
    """Return the lines of such a file with what they say; shape only. Raises Malformed."""
    parts = members(read_json(content), "format files")
    is_ours = parts["format"] == VOUCH_FORMAT and canonical_bytes(parts) == content
    if not is_ours or not isinstance(parts["files"], list) or len(parts["files"]) != len(VOUCHED):
        raise Malformed("unknown format")
    signed = [read_signed(one) for one in parts["files"]]
    return [(one, read_file_statement(one)) for one in signed]


def inclusion_name(number: int) -> str:
    """Return what the inclusion of the n-th receipt is called, from 1."""
    return f"dau-so-{number}.json"


def verify_bundle(
    file: BinaryIO,
    *,
    public_key_pem: bytes,
    anchors: Anchors | None = None,
    document: BinaryIO | None = None,
) -> list[Step]:
    """Return the steps of the check of a bundle, in order; all `ok` means that nothing is wrong.

    Every file inside that was changed is named. What the bundle cannot prove are steps that are
    `is_open`. Contents are read in pieces; receipts and proofs are small. anchors: whom to believe
    about times and seals. document: compared with every receipt, besides the content inside; read
    from its beginning for each.
    """
    key = load_key(public_key_pem)
    if key is None:
        return [UNREADABLE_KEY]
    try:
        container = Container(file)
        manifest, parts = container.manifest()
    except NotAContainer as error:
        sentence = _("Tệp không phải gói bằng chứng đọc được (chi tiết kỹ thuật: %(what)s).")
        return [Step(False, "bundle.malformed", sentence, {"what": error})]
    steps = [
        *_vouched(container, key),
        *_members(container, parts),
        *_sealed(container, manifest, anchors or Anchors()),
    ]
    if all(step.ok for step in steps):
        steps += _proofs(container, public_key_pem, anchors, document)
    return steps


def _vouched(container: Container, key: VerifyingKey) -> Iterator[Step]:
    """Judge whether the ledger's key signed manifest and seal, and with them every file."""
    try:
        content = container.read(VOUCH, most=LARGEST_PART)
        lines = read_vouch(content)
    except (Malformed, NotAContainer) as error:
        sentence = _("Tệp %(name)s trong gói thiếu hoặc sai định dạng (%(what)s).")
        yield Step(False, "bundle.unsigned", sentence, {"name": VOUCH, "what": error})
        return
    for name, (signed, says) in zip(VOUCHED, lines, strict=True):
        if not key.signed(signed, says) or says["name"] != name:
            sentence = _("Chữ ký của hệ thống trong tệp %(name)s không đúng hoặc của khóa khác.")
            yield Step(False, "bundle.signature-wrong", sentence, {"name": VOUCH})
        elif says["sha256"] != _digest(container, name).hex():
            sentence = _("Tệp %(name)s đã bị sửa sau khi hệ thống ký.")
            yield Step(False, "bundle.changed", sentence, {"name": name})
        else:
            facts = {
                "installation": says["installation"],
                "name": name,
                "time": local_text(says["time"]),
            }
            sentence = _("Hệ thống %(installation)s đã ký tệp %(name)s lúc %(time)s.")
            yield Step(True, "bundle.signed", sentence, facts)


def _members(container: Container, parts: Sequence[Part]) -> Iterator[Step]:
    listed = {part.name for part in parts}
    for part in parts:
        yield _member(container, part)
    for name in container.names:
        if name not in listed | _OWN:
            sentence = _("Tệp %(name)s nằm trong gói nhưng không có trong bản kê.")
            yield Step(False, "member.unlisted", sentence, {"name": name})


def _member(container: Container, part: Part) -> Step:
    facts = {"name": part.name}
    if part.name not in container.names:
        return Step(False, "member.missing", _("Thiếu tệp %(name)s mà bản kê nêu."), facts)
    if _digest(container, part.name) == part.digest:
        return Step(True, "member.same", _("Tệp %(name)s đúng như khi lập gói."), facts)
    return Step(False, "member.changed", _("Tệp %(name)s đã bị sửa hoặc hỏng."), facts)


def _digest(container: Container, name: str) -> bytes:
    """Return the SHA-256 of a file; nothing, which equals none, when it is missing or damaged."""
    try:
        return container.digest_of(name)
    except NotAContainer:
        return b""


def _sealed(container: Container, manifest: bytes, anchors: Anchors) -> Iterator[Step]:
    try:
        seal = check_seal(
            container.read(SIGNATURE, most=LARGEST_SEAL), content=manifest, anchors=anchors
        )
    except (Malformed, NotAContainer) as error:
        sentence = _("Chữ ký số %(name)s của gói không đúng (chi tiết kỹ thuật: %(what)s).")
        yield Step(False, "seal.wrong", sentence, {"name": SIGNATURE, "what": error})
        return
    facts = {"name": seal.name}
    if seal.is_trusted:
        sentence = _("Gói có chữ ký số của chứng thư được tin cậy %(name)s.")
        yield Step(True, "seal.signed", sentence, facts)
        return
    sentence = _("Chữ ký số của gói đúng; chưa rõ chứng thư %(name)s có do nơi được tin cấp không.")
    yield Step(True, "seal.not-judged", sentence, facts, is_open=True)


def _proofs(
    container: Container, pem: bytes, anchors: Anchors | None, document: BinaryIO | None
) -> Iterator[Step]:
    receipts = sorted(name for name in container.names if RECEIPT_NAMES.fullmatch(name))
    if not receipts:
        yield Step(False, "bundle.without-receipt", _("Gói không kèm biên nhận nào."))
        return
    content = next((name for name in container.names if _CONTENT.fullmatch(name)), None)
    for name in receipts:
        yield Step(True, "bundle.receipt", _("Biên nhận %(name)s:"), {"name": name})
        yield from _receipt(container, name, pem, content=content, document=document)
        yield from _inclusion(container, name, pem, anchors)
    if CONSISTENCY in container.names:
        yield from verify_value(_value(container, CONSISTENCY), public_key_pem=pem, anchors=anchors)
    yield from _unproved(container, has_document=content is not None or document is not None)


def _receipt(
    container: Container,
    name: str,
    pem: bytes,
    *,
    content: str | None,
    document: BinaryIO | None,
) -> Iterator[Step]:
    """Check a receipt, and with it the document that was given and the content inside."""
    value = _value(container, name)
    if document is not None or content is None:
        if document is not None:
            document.seek(0)
        yield from verify_value(value, public_key_pem=pem, document=document)
    if content is not None:
        with container.opened(content) as inside:
            steps = verify_value(value, public_key_pem=pem, document=inside)
        # The other steps were said with the document that was given.
        yield from (one for one in steps if document is None or one.code.startswith("document."))


def _inclusion(
    container: Container, receipt: str, pem: bytes, anchors: Anchors | None
) -> Iterator[Step]:
    name = receipt.replace("bien-nhan", "dau-so")
    if name not in container.names:
        sentence = _("Khi lập gói, bản ghi của %(name)s chưa nằm trong đầu sổ đã công bố nào.")
        yield Step(True, "published.absent", sentence, {"name": receipt}, is_open=True)
        return
    value = _value(container, name)
    if leaf_hash_of(value) != _leaf_hash(_value(container, receipt)):
        sentence = _("Đầu sổ %(name)s nói về một bản ghi khác.")
        yield Step(False, "inclusion.other", sentence, {"name": name})
        return
    yield from verify_value(value, public_key_pem=pem, anchors=anchors)
    yield from _stamp(value, anchors)


def _stamp(value: Any, anchors: Anchors | None) -> Iterator[Step]:
    if read_inclusion(value).head.stamp is None:
        sentence = _("Đầu sổ chưa có dấu thời gian của bên thứ ba: giờ do hệ thống tự khai.")
        yield Step(True, "stamp.absent", sentence, is_open=True)
    elif anchors is None or not anchors.certificates:
        sentence = _("Chưa nêu dịch vụ dấu thời gian nào để tin (--trust): chưa xét ai cấp dấu.")
        yield Step(True, "stamp.not-judged", sentence, is_open=True)


def _unproved(container: Container, *, has_document: bool) -> Iterator[Step]:
    if not has_document:
        sentence = _("Gói không kèm nội dung văn bản: chỉ chứng minh được mã băm của nó.")
        yield Step(True, "document.absent", sentence, is_open=True)
    for name in container.names:
        if _ATTACHMENT.fullmatch(name):
            sentence = _(
                "Sổ cái không ghi mã băm của %(name)s: chỉ chữ ký trên gói bảo đảm tệp này."
            )
            yield Step(True, "attachment.not-in-ledger", sentence, {"name": name}, is_open=True)
    if CERTIFICATE in container.names:
        yield Step(True, "certificate.printed", PRINTED, is_open=True)


def _value(container: Container, name: str) -> Any:
    try:
        return read_json(container.read(name, most=LARGEST_PART))
    except (Malformed, NotAContainer):
        return None


def _leaf_hash(receipt: object) -> bytes | None:
    try:
        return from_base64(read_receipt(receipt).says["leaf_hash"])
    except Malformed:
        return None
