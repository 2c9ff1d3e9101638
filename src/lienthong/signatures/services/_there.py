"""Who holds something today, and the record of what became of it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lienthong.directory import queries as directory
from lienthong.kernel.actor import Actor
from lienthong.kernel.clock import local_day
from lienthong.ledger import services as ledger
from lienthong.ledger.types import Act
from lienthong.signatures.errors import HolderNotThere
from lienthong.signatures.types import Holder


@dataclass(frozen=True, slots=True)
class Named:
    """A holder in words; title: the position of a person, "" for an agency."""

    name: str
    title: str


def holder_there(holder: Holder, *, now: datetime) -> Named:
    """Return how the holder is called, who has to be of the agency today.

    Raises HolderNotThere.
    """
    if holder.person_id is None:
        return Named(directory.agency(holder.agency_id).name, "")
    posts = directory.posts_of_person(holder.person_id, on=local_day(now))
    for post in posts:
        if post.agency_id == holder.agency_id:
            return Named(post.person_name, post.title)
    raise HolderNotThere


def record_holding(
    what: str, holder: Holder, about: UUID, /, *, actor: Actor, now: datetime, **private: str
) -> None:
    """Leave a record that the agency finds: `signatures.<what>`."""
    act = Act(
        name=f"signatures.{what}",
        subjects={"agency": str(holder.agency_id), "holding": str(about)},
        private={"holder-kind": str(holder.kind), **private},
    )
    ledger.record(act, actor=actor, at=now)
