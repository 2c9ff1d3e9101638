"""Who calls the lab's axis, and whether what came is what was signed."""

import hashlib
import tempfile
from collections.abc import Collection
from datetime import datetime
from io import BytesIO
from pathlib import Path

from lienthong.documents.rules.secrecy import secrecy_level, stamped_level
from lienthong.formats.edxml import FolderSink, Limits, read_package
from lienthong.formats.edxml.types import DocumentPackage, Package
from lienthong.formats.letters.secrecy import find_secrecy_stamp
from lienthong.formats.pdf.reading import read_pdf
from lienthong.formats.vxp.errors import DigestDiffers
from lienthong.formats.vxp.fields import Call, is_signed_with, read_call, require_same_fields
from lienthong.formats.vxp.package_body import TAIL, is_digest
from lienthong.kernel.refusals import Refusal
from lienthong.lab.services.axis.store import Store
from lienthong.lab.types import Asked, Fault

LIMITS = Limits()


class Refused(Exception):
    """The axis says no: with a code, and words for people."""

    def __init__(self, code: str, words: str, *, status: int = 200) -> None:
        self.code, self.words, self.status = code, words, status
        super().__init__(code)


def caller(asked: Asked, store: Store, faults: Collection[Fault], *, now: datetime) -> Call:
    """Return the call of a known system. Raises Refused, CallMalformed, FieldsDiffer."""
    call = read_call(asked.field)
    known = [one for one in store.parties if one.systemid.lower() == call.systemid.lower()]
    is_signed = any(is_signed_with(call, one.secret.encode()) for one in known)
    if not known or not (is_signed or Fault.ANY_SIGNATURE in faults):
        raise Refused("axis.unknown-system", "Không nhận ra hệ thống hoặc chữ ký không đúng.")
    if Fault.FIELDS_UNSIGNED not in faults:
        require_same_fields(call, asked.field)
    near = {str(now.year + years) for years in (-1, 0, 1)}
    if Fault.JUDGES_CLOCK in faults and call.value("timestamp")[4:8] not in near:
        raise Refused("axis.clock", "Thời điểm của lời gọi quá xa.")
    return call


def package_bytes(asked: Asked, said: str, faults: Collection[Fault]) -> bytes:
    """Return the package of a body, without what follows it. Raises DigestDiffers, Refused."""
    bare = asked.content.removesuffix(TAIL)
    if Fault.SMALL_ONLY in faults and len(bare) > 1_000_000:
        raise Refused("axis.too-large", "Gói tin quá lớn.")
    if Fault.ANY_DIGEST in faults:
        return bare
    if Fault.WHOLE_DIGEST_ONLY in faults:
        if hashlib.sha256(bare).hexdigest() != said.lower():
            raise DigestDiffers
        return bare
    for content in dict.fromkeys((bare, asked.content)):
        if is_digest(said, hashlib.sha256(content).digest()):
            return content
    raise DigestDiffers


def read(content: bytes, faults: Collection[Fault]) -> Package:
    """Read a package. Raises PackageError, and Refused for a state secret."""
    with tempfile.TemporaryDirectory(prefix="lienthong-lab-") as name:
        sink = FolderSink(Path(name))
        package = read_package(BytesIO(content), sink=sink, limits=LIMITS).package
        if Fault.TAKES_SECRETS not in faults and isinstance(package, DocumentPackage):
            _require_no_secret(package, sink)
    return package


def _require_no_secret(package: DocumentPackage, sink: FolderSink) -> None:
    """Source: Decision 28/2018/QĐ-TTg, scope; Law 29/2018/QH14, Article 8."""
    levels = [secrecy_level(package.other.sphere if package.other else "")]
    for one in package.attachments:
        try:
            with sink.open(one.content_key) as file:
                levels.append(stamped_level(find_secrecy_stamp(read_pdf(file).pages)))
        except Refusal:
            continue  # no PDF that can be read: only its other marks can be seen
    if any(levels):
        raise Refused("axis.secret", "Văn bản mật không được gửi qua trục.")
