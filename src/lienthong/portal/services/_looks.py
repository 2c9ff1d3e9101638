"""What is looked at before anybody outside may have a document."""

from uuid import UUID

from lienthong.blobs import queries as blobs
from lienthong.directory import queries as directory
from lienthong.documents import queries as documents
from lienthong.documents.rules.secrecy import stamped_level
from lienthong.documents.types import AttachmentCard, LegalValue, VersionCard, Viewer
from lienthong.exchange import queries as exchange
from lienthong.formats.letters.secrecy import find_secrecy_stamp
from lienthong.formats.pdf.apart import read_apart
from lienthong.formats.pdf.types import PageText
from lienthong.kernel.actor import Actor
from lienthong.kernel.clock import local_day
from lienthong.kernel.refusals import Refusal
from lienthong.kernel.text import clean_line
from lienthong.portal import errors, rules
from lienthong.portal.types import PublicFacts

_LONGEST_REASON = 500
_LONGEST_NOTE = 300
_PDF = "application/pdf"


def own_version(version_id: UUID, actor: Actor) -> VersionCard:
    """Return a version that the actor's agency issued, or one whose heir it is.

    Raises UnknownDocument, IssuedByOthers.
    """
    viewer = Viewer(actor.own_agency, None, None, sees_whole_agency=True)
    version = documents.visible_version(version_id, viewer)
    if version.issuer_id not in directory.with_inherited(actor.own_agency):
        raise errors.IssuedByOthers(reference=version.reference_code, issuer=version.issuer_name)
    return version


def require_open(version: VersionCard) -> None:
    """Raise what stands on record against giving a version to everybody. Eight statements at most.

    CirculationLimited, SignatureInvalid, NewerVersion, RecalledByIssuer.
    """
    reference = version.reference_code
    if words := documents.circulation_of(version.id):
        raise errors.CirculationLimited(reference=reference, words=words)
    if version.legal_value == LegalValue.INVALID:
        raise errors.SignatureInvalid(reference=reference)
    if documents.latest_version_id(version.document_id) != version.id:
        raise errors.NewerVersion(reference=reference)
    recalled = exchange.recalled_at(version.document_id, issuer_id=version.issuer_id)
    if recalled is not None:
        raise errors.RecalledByIssuer(reference=reference, day=f"{local_day(recalled):%d/%m/%Y}")


def chosen_attachments(version: VersionCard, facts: PublicFacts) -> list[AttachmentCard]:
    """Return the attachments that go along. Raises AttachmentUnknown. One statement."""
    known = {one.position: one for one in documents.attachments_of(version.id)}
    if not known.keys() >= set(facts.attachments):
        raise errors.AttachmentUnknown()
    return [known[position] for position in sorted(set(facts.attachments))]


def require_days(facts: PublicFacts) -> None:
    """Raise DaysReversed for an end before the beginning."""
    first, last = facts.effective_on, facts.ends_on
    if first is not None and last is not None and last < first:
        raise errors.DaysReversed(first=f"{first:%d/%m/%Y}", last=f"{last:%d/%m/%Y}")


def require_clear(version: VersionCard, attached: list[AttachmentCard]) -> None:
    """Read the files again for stamps that keep them from the public; outside a transaction.

    A stamp may have been missed when the file came, and limits of circulation were not asked then.
    Raises SecretStamped, CirculationLimited, NotReadable. What stands on a scan is a picture, for
    the eyes of who decides.
    """
    files = [(version.content_name, version.content_digest)]
    files += [(one.name, one.digest) for one in attached if one.media_type == _PDF]
    for name, digest in files:
        pages = _pages(version, name, digest)
        if stamp := find_secrecy_stamp(pages):
            level = stamped_level(stamp)
            raise errors.SecretStamped(reference=version.reference_code, level=level)
        if words := rules.circulation_limit(pages):
            raise errors.CirculationLimited(reference=version.reference_code, words=words)


def _pages(version: VersionCard, name: str, digest: str) -> tuple[PageText, ...]:
    with blobs.open_content(digest) as file:
        try:
            return read_apart(file).pages
        except Refusal as refusal:
            unread = errors.NotReadable(reference=version.reference_code, name=name)
            raise unread from refusal


def reason_of(text: str) -> str:
    """Return a reason as it is kept. Raises ReasonMissing."""
    reason = clean_line(text)[:_LONGEST_REASON]
    if not reason:
        raise errors.ReasonMissing()
    return reason


def tidy_note(text: str) -> str:
    return clean_line(text)[:_LONGEST_NOTE]


def signed_as(actor: Actor) -> str:
    """Return how who acted is kept: name and title."""
    return f"{actor.name}, {actor.title}".removesuffix(", ")[:200]
