"""Starting: the files of a draft lie ready to go with the letter that asks for comments (A8)."""

from datetime import datetime
from uuid import UUID

from lienthong.access import services as access
from lienthong.blobs import queries as blob_queries
from lienthong.blobs import services as blobs
from lienthong.issuing import queries
from lienthong.issuing.services import _drafts
from lienthong.issuing.services.commenting import _requests
from lienthong.issuing.types import NewFile
from lienthong.kernel.actor import Actor


def start_consultation(
    *, draft_id: UUID, largest: int, actor: Actor, now: datetime
) -> list[NewFile]:
    """Put the draft's file and those that go with it into quarantine, for the form of the letter.

    Only the author or a leader, before the signature. largest: in bytes. What no letter takes in
    the end expires. Raises NotAllowed, DraftNotFound, NotTheAuthor, CommentsNotAsked, and what
    receiving raises of blobs.
    """
    access.require(actor, "issuing.draft", agency_id=actor.agency_id)
    draft = _drafts.found(draft_id, actor)
    _drafts.require_author(draft, actor)
    _requests.require_commentable(draft)
    files = [(draft.content_name, draft.content_id)]
    files += [(each.name, each.digest) for each in queries.attachments_of(draft.id)]
    taken = []
    for name, digest in files:
        with blob_queries.open_content(digest) as source:
            upload = blobs.receive(
                source,
                name=name,
                agency_id=actor.own_agency,
                actor=actor,
                now=now,
                largest=largest,
            )
        taken.append(NewFile(upload.id, upload.name))
    return taken


def require_consulted(draft_id: UUID | None, actor: Actor) -> None:
    """Raise DraftNotFound, NotTheAuthor or CommentsNotAsked where a letter may not ask about it."""
    if draft_id is None:
        return
    draft = _drafts.found(draft_id, actor)
    _drafts.require_author(draft, actor)
    _requests.require_commentable(draft)
