"""What a system's key made when it came first."""

from collections.abc import Iterator
from uuid import UUID

from django.db.models import QuerySet

from lienthong.blobs import queries as blobs
from lienthong.gateways.errors import SubmissionDiffers
from lienthong.gateways.models import Submission
from lienthong.gateways.types import NewDocument, Submitted
from lienthong.kernel.actor import Actor
from lienthong.tables.places import place
from lienthong.tables.questions import question


def submitted_before(actor: Actor, key: str, new: NewDocument) -> Submitted | None:
    """Return what a system's key made when it came first, or None.

    A file is its content: a new upload of the same bytes under the same name makes no other
    document. One statement, one more where a key comes again with uploads.
    Raises SubmissionDiffers when it was used for another document, or for another of its agencies.
    """
    row = _of_submission.first(sent_by=actor.reference, key=key)
    if row is None:
        return None
    if row[1] != actor.own_agency or row[0] not in _digests(new, actor):
        raise SubmissionDiffers(key=key)
    return Submitted(row[2], row[3], row[4], is_repeat=True)


def _digests(new: NewDocument, actor: Actor) -> Iterator[str]:
    """Give what a document may be remembered as: by its uploads (until now), by their contents."""
    yield new.digest()
    files = (new.content, *new.attachments)
    if ids := [one.upload_id for one in files if one.upload_id is not None]:
        yield new.by_contents(blobs.uploaded(ids, agency_id=actor.own_agency)).digest()


def submitted_under(actor: Actor, key: str) -> UUID | None:
    """Return the sending that a key of an actor made, whatever it was used for. One statement."""
    rows = Submission.objects.filter(sent_by=actor.reference, key=key, agency_id=actor.own_agency)
    return rows.values_list("dispatch_id", flat=True).first()


@question
def _of_submission() -> "QuerySet[Submission, tuple[str, UUID, UUID, UUID, UUID]]":
    rows = Submission.objects.filter(sent_by=place("sent_by"), key=place("key"))
    return rows.values_list(
        *("digest", "agency_id", "dispatch_id"),
        *("dispatch__version_id", "dispatch__version__document_id"),
    )[:1]
