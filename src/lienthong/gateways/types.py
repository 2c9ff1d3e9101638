"""The words of gateways, and what came of a package as plain values."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from lienthong.documents.types import Finding, LegalStanding
from lienthong.kernel.wording import noop as _


class PackageKind(StrEnum):
    """The two kinds of edXML package (QCVN 102:2016/BTTTT)."""

    DOCUMENT = "document"
    STATUS = "status"

    @property
    def label(self) -> str:
        return _KIND_LABELS[self]


_KIND_LABELS = {
    PackageKind.DOCUMENT: _("Gói tin văn bản"),
    PackageKind.STATUS: _("Gói tin trạng thái"),
}


class Outcome(StrEnum):
    """What became of a package; one that is turned down is a refusal and leaves nothing."""

    TAKEN = "taken"
    REPEATED = "repeated"  # the same bytes came before: the same answer, nothing done again


@dataclass(frozen=True, slots=True)
class TakenIn:
    """The answer to a package.

    version_id: the document that the package brought, or that its status is about; None for a
        recall without files of its own.
    dispatch_id: the sending that the package made; None where it made none.
    delivery_ids: the deliveries that it made, reported on, or asked to give back.
    report_id: the line that a status package left in the log of its delivery; None for a request
        to give back (13), which leaves one at each delivery that was asked.
    legal: what the document is worth, with the sentence that says so; None for a status package.
    warnings: what our rules want and the package lacks, and what is odd about its form.
    """

    outcome: Outcome
    package_id: UUID
    kind: PackageKind
    sender_id: UUID
    version_id: UUID | None
    dispatch_id: UUID | None
    delivery_ids: tuple[UUID, ...]
    report_id: UUID | None
    legal: LegalStanding | None
    warnings: tuple[Finding, ...]
