"""Packages that the lab sends: unlike every other one, and marked as a trial."""

import hashlib
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import count
from typing import Any

from lienthong.formats.edxml import types as t
from lienthong.formats.edxml import write_package
from lienthong.formats.edxml.codes import BussinessDocType
from lienthong.formats.edxml.dates import PackageDate, PackageTime
from lienthong.formats.vxp.package_body import short_digest
from lienthong.kernel.clock import local_day
from lienthong.lab.rules.pdf import a_pdf
from lienthong.lab.types import Party

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_KIND = t.DocumentType(2, 0, "Công văn")
_MARK = "(thử nghiệm)"


@dataclass(frozen=True, slots=True)
class Made:
    """A package of the lab: what it says, and its bytes."""

    package: t.Package
    content: bytes

    @property
    def document_id(self) -> str:
        """Of the document that it brings, or that it reports on."""
        if isinstance(self.package, t.DocumentPackage):
            return self.package.document_id
        return self.package.response_for.document_id if self.package.response_for else ""


@dataclass(slots=True)
class Maker:
    """Makes packages of one run; stamp: keeps its numbers apart from those of other runs."""

    now: datetime
    stamp: str = ""
    _numbers: Any = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        self.stamp = self.stamp or _in_base_36(int(self.now.timestamp() * 10))

    def letter(
        self,
        sender: Party,
        recipients: Iterable[Party],
        files: Mapping[str, bytes] | None = None,
        *,
        is_steady: bool = True,
        **changes: Any,
    ) -> Made:
        """Make a letter. changes: to fields of the package.

        is_steady: its digest is the same in the SDK's form and in the ordinary one, so that only
        the scenario about the two forms depends on it.
        """
        contents = {"cong-van.pdf": a_pdf()} if files is None else dict(files)
        package = replace(self._letter(sender, recipients, contents), **changes)
        if not is_steady:
            return Made(package, written(package, contents))
        return _steady(package, contents)

    def _letter(
        self, sender: Party, recipients: Iterable[Party], contents: Mapping[str, bytes]
    ) -> t.DocumentPackage:
        number, notation = f"{next(self._numbers):02d}", f"PTN-{self.stamp}"
        day = local_day(self.now)
        return t.DocumentPackage(
            sender=organisation(sender),
            recipients=tuple(organisation(one) for one in recipients),
            document_id=f"{sender.code},{day:%Y/%m/%d},{number}/{notation}",
            code=t.Code(number, notation),
            promulgation=t.PromulgationInfo("Phòng thử", PackageDate(day)),
            type=_KIND,
            subject=f"V/v kiểm tra kết nối liên thông số {number} {_MARK}",
            trace=t.Trace(bussiness=t.Bussiness(doc_type="0", paper="0")),
            attachments=tuple(
                t.Attachment.for_file(name=name, content_id=f"t{place}", content_key=name)
                for place, name in enumerate(contents)
            ),
        )

    def change(
        self, does: BussinessDocType, earlier: Made, sender: Party, to: Iterable[Party], reason: str
    ) -> Made:
        """Make a package that recalls, updates or replaces an earlier document."""
        to = list(to)
        block = t.Bussiness(document_id=earlier.document_id, doc_type=str(does), reason=reason)
        if does is BussinessDocType.UPDATE:
            block = replace(block, updates=(t.UpdateInfo("1", "0"),))
        if does is BussinessDocType.REPLACEMENT:
            replaced = t.ReplacementInfo(earlier.document_id, tuple(one.code for one in to))
            block = replace(block, document_id="", replacements=(replaced,))
        files: dict[str, bytes] | None = {} if does is BussinessDocType.RECALL else None
        return self.letter(
            sender,
            to,
            files,
            trace=t.Trace(bussiness=block),
            responses=tuple(_response(earlier, to=one.code) for one in to),
        )

    def status(
        self, about: Made, code: str, *, by: Party, to: Party, note: str = "", after: float = 0
    ) -> Made:
        """Make a status. to: who stands in `ResponseFor`. after: seconds, of its time stamp."""
        stamp = datetime.fromtimestamp(self.now.timestamp() + after, self.now.tzinfo)
        package = t.StatusPackage(
            status_code=code,
            sender=organisation(by),
            response_for=_response(about, to=to.code),
            description=note or f"Trạng thái {code} {_MARK} {next(self._numbers)}",
            timestamp=PackageTime(stamp),
        )
        return _steady_status(package)


def organisation(party: Party) -> t.Organisation:
    return t.Organisation(party.code, name=party.name or party.code)


def written(package: t.Package, contents: Mapping[str, bytes]) -> bytes:
    """Return a package as its bytes; contents: by the name of the file."""
    target = io.BytesIO()
    write_package(
        package, open_content=lambda one: io.BytesIO(contents[one.content_key]), target=target
    )
    return target.getvalue()


def has_one_form(content: bytes) -> bool:
    """Whether the SDK writes the digest of these bytes as everybody else does."""
    digest = hashlib.sha256(content).digest()
    return short_digest(digest) == digest.hex()


def _steady(package: t.DocumentPackage, contents: Mapping[str, bytes]) -> Made:
    """One package in eight is so; others get another summary until they are."""
    for turn in count(1):
        tried = replace(package, content=f"{package.subject}, lần {turn}")
        made = Made(tried, written(tried, contents))
        if has_one_form(made.content):
            return made
    raise AssertionError("count ends never")


def _steady_status(package: t.StatusPackage) -> Made:
    for turn in count(1):
        staff = t.StaffInfo("Phòng thử", staff="Phòng thử liên thông", staff_id=str(turn))
        tried = replace(package, staff=staff)
        made = Made(tried, written(tried, {}))
        if has_one_form(made.content):
            return made
    raise AssertionError("count ends never")


def _response(about: Made, *, to: str) -> t.ResponseFor:
    package = about.package
    assert isinstance(package, t.DocumentPackage)
    day = package.promulgation.promulgated if package.promulgation else None
    return t.ResponseFor(to, str(package.code or ""), package.document_id, day)


def _in_base_36(number: int) -> str:
    digits = ""
    while number:
        number, rest = divmod(number, 36)
        digits = _DIGITS[rest] + digits
    return digits.upper()
