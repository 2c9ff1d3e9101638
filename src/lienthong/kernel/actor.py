"""Who acts: the identity that every act carries, without a database behind it."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class ActorKind(StrEnum):
    PERSON = "person"
    SYSTEM = "system"
    INSTALLATION = "installation"


@dataclass(frozen=True, slots=True)
class Actor:
    """The one who acts, in the post that he or she acts from.

    kind: a person at a desk, a connected system, or the installation itself (background work).
    post_id, agency_id, unit_id: the post chosen for this act; None for the installation.
    name, title: as they stood at the moment of the act, for the trace ("Nguyễn Văn A", "Văn thư").
    rights: names of what this post may do in `agency_id` (see access), e.g. "exchange.dispatch".
    acting_id: the act by which somebody acts for the holder of another post (KT., TL., TUQ., Q.).
    glass_id: the agreement by which an operator reads, for a while, what is not an operator's.
    only_document_id: the one document that may be read then; None: no such limit.
    """

    kind: ActorKind
    name: str
    title: str = ""
    account_id: UUID | None = None
    person_id: UUID | None = None
    post_id: UUID | None = None
    agency_id: UUID | None = None
    unit_id: UUID | None = None
    role: str = ""
    rights: frozenset[str] = frozenset()
    acting_id: UUID | None = None
    glass_id: UUID | None = None
    only_document_id: UUID | None = None

    @classmethod
    def installation(cls) -> "Actor":
        """The installation acting by itself: background work, automatic status reports."""
        return cls(kind=ActorKind.INSTALLATION, name="Liên Thông")

    @property
    def own_agency(self) -> UUID:
        """The agency for which a person or system acts. Raises RuntimeError for the installation:

        an act of an agency that reaches this far without one is a bug, not a request.
        """
        if self.agency_id is None:
            raise RuntimeError(f"{self.reference} acts for no agency")
        return self.agency_id

    @property
    def own_post(self) -> UUID:
        """The post that a person acts from. Raises RuntimeError for systems and background work."""
        if self.post_id is None:
            raise RuntimeError(f"{self.reference} holds no post")
        return self.post_id

    @property
    def reference(self) -> str:
        """A stable text for records: kind and the most exact id that there is."""
        return f"{self.kind}:{self.post_id or self.account_id or self.name}"
