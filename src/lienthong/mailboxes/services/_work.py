"""Lines of the worklist that letters cause."""

from lienthong.directory.types import Role
from lienthong.mailboxes.models import Letter
from lienthong.worklist.types import Audience, NewWork, Verb

KIND = "letter"


def for_clerk(letter: Letter, from_whom: str) -> NewWork:
    """The clerk's turn at a letter: into the book, or aside."""
    return NewWork(
        agency_id=letter.agency_id,
        audience=Audience(role=Role.CLERK),
        verb=Verb.ENTER_LETTER,
        subject_kind=KIND,
        subject_id=letter.pk,
        arrived_at=letter.taken_at,
        issuer=from_whom,
        summary=letter.subject,
        from_whom=letter.sender_address,
    )
