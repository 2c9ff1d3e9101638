"""What a clerk is told about the legal value of a document, with each signature."""

from django.utils.translation import gettext as _

from lienthong.documents import queries as documents
from lienthong.documents.types import LegalStanding, LegalValue, VersionCard
from lienthong.kernel.clock import VIETNAM
from lienthong.signatures import queries as signatures
from lienthong.signatures.types import ContentVerdict, HolderKind, SignatureFinding
from lienthong.signatures.types import Verdict as Worth
from lienthong.webkit.types import Fact, PageMark, Verdict, VerdictState
from lienthong.webkit.wording import fill

_STATES = {
    LegalValue.ORIGINAL: VerdictState.VALID,
    LegalValue.COPY: VerdictState.VALID,
    LegalValue.INCOMPLETE: VerdictState.UNSIGNED,
    LegalValue.INFORMATION: VerdictState.UNSIGNED,
    LegalValue.SCAN: VerdictState.UNSIGNED,
    LegalValue.INVALID: VerdictState.INVALID,
    LegalValue.UNDETERMINED: VerdictState.UNKNOWN,
}

_MARKS = {
    Worth.VALID: VerdictState.VALID,
    Worth.INVALID: VerdictState.INVALID,
    Worth.CANNOT_TELL: VerdictState.UNKNOWN,
    Worth.UNSIGNED: VerdictState.UNSIGNED,
}


def legal_verdict(version: VersionCard) -> Verdict:
    """Return the legal value in words, with each signature as a detail. Three statements."""
    return examined(version)[0]


def examined(version: VersionCard) -> tuple[Verdict, tuple[PageMark, ...]]:
    """Return the legal value, and where the signatures of the main file lie with their worth.

    No marks for a file that was not checked yet, and for signatures that are not seen. Three
    statements.
    """
    verdicts = signatures.latest_verdicts([version.content_digest])
    standing = documents.legal_values([version.id], checked=verdicts).get(version.id)
    checked = verdicts.get(version.content_digest)
    return _verdict(standing, checked), _marks(checked)


def _verdict(standing: LegalStanding | None, checked: ContentVerdict | None) -> Verdict:
    if standing is None:
        return Verdict(VerdictState.UNKNOWN, _("Chưa kết luận được"), "")
    title, _mark, text = fill(standing.sentence, standing.facts).partition(": ")
    details = [*_signatures(checked)]
    if standing.clause:
        details.append(Fact(_("Căn cứ"), standing.clause))
    return Verdict(
        _STATES[standing.value], title.rstrip("."), text[:1].upper() + text[1:], tuple(details)
    )


def _marks(checked: ContentVerdict | None) -> tuple[PageMark, ...]:
    return tuple(
        PageMark(found.page, found.box, _MARKS[found.verdict], f"{_kind(found)}: {_told(found)}")
        for found in (checked.findings if checked else ())
        if found.box is not None
    )


def _signatures(checked: ContentVerdict | None) -> list[Fact]:
    if checked is None:
        return []
    facts = [Fact(_kind(finding), _told(finding)) for finding in checked.findings]
    return [
        *facts,
        Fact(_("Kiểm tra lúc"), f"{checked.checked_at.astimezone(VIETNAM):%H:%M %d/%m/%Y}"),
    ]


def _kind(finding: SignatureFinding) -> str:
    return _("Con dấu") if finding.holder_kind == HolderKind.AGENCY else _("Chữ ký")


def _told(finding: SignatureFinding) -> str:
    """One signature in a line: who, when, by whose certificate, and what it is worth."""
    who = " ".join(part for part in (finding.position, finding.signer_name) if part)
    when = ""
    if finding.signed_at is not None:
        at = f"{finding.signed_at.astimezone(VIETNAM):%H:%M %d/%m/%Y}"
        when = _("ký lúc %(at)s") % {"at": at}
    issuer = _("chứng thư do %(issuer)s cấp") % {"issuer": finding.issuer} if finding.issuer else ""
    said = ", ".join(part for part in (who, when, issuer) if part)
    return f"{said}. {_(finding.sentence)}"
