"""Telling those who run the installation what needs them, and when it does not any more."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from lienthong.directory import queries as directory
from lienthong.directory.types import PostCard, Role
from lienthong.kernel.actor import Actor
from lienthong.kernel.clock import local_day
from lienthong.kernel.wording import noop as _
from lienthong.ledger.events import LedgerInTime, LedgerLate
from lienthong.ledger.rules.delays import PROBLEMS
from lienthong.notices import services as notices
from lienthong.notices.sentences import declare
from lienthong.notices.types import NewNotice
from lienthong.witnesses.events import ContradictionFound
from lienthong.worklist import services as worklist
from lienthong.worklist.types import Audience, NewWork, Verb

LEDGER_LATE = declare("operation.ledger-late", _("Sổ cái cần được xem lại: %(problems)s"))
CONTRADICTION = declare(
    "operation.contradiction", _("Các đầu sổ của %(installation)s mâu thuẫn nhau: %(what)s")
)
LEDGER_IN_TIME = declare("operation.ledger-in-time", _("Sổ cái đã đúng hạn trở lại."))
# The ledger is one, and has no id of its own.
NO_ID = UUID(int=0)
_KIND = "ledger"


def tell_ledger_late(event: LedgerLate) -> None:
    """Leave a notice and a line of work to every post of an operator: what is not kept."""
    problems = " ".join(PROBLEMS[code] for code in event.problems)
    posts = directory.posts_of_role(Role.OPERATOR, on=local_day(event.found_at))
    _tell(posts, LEDGER_LATE, {"problems": problems}, now=event.found_at)
    worklist.put(
        NewWork(
            agency_id=post.agency_id,
            audience=Audience(post_id=post.id),
            verb=Verb.MEND_LEDGER,
            subject_kind=_KIND,
            subject_id=NO_ID,
            arrived_at=event.found_at,
            summary=problems,
            is_urgent=True,
        )
        for post in posts
    )


def tell_contradiction(event: ContradictionFound) -> None:
    """Leave a notice to every post of an operator: a ledger, ours or another's, has two pasts."""
    found = event.contradiction
    facts = {"installation": found.installation, "what": found.kind.sentence}
    posts = directory.posts_of_role(Role.OPERATOR, on=local_day(event.found_at))
    _tell(posts, CONTRADICTION, facts, now=event.found_at)


def take_ledger_late_back(event: LedgerInTime) -> None:
    """Take the work off the lists, and say so to those who had it there."""
    settled = worklist.settle(
        subject_kind=_KIND,
        subject_ids=[NO_ID],
        actor=Actor.installation(),
        now=event.found_at,
    )
    if settled:
        posts = directory.posts_of_role(Role.OPERATOR, on=local_day(event.found_at))
        _tell(posts, LEDGER_IN_TIME, {}, now=event.found_at)


def _tell(posts: Iterable[PostCard], code: str, facts: dict[str, str], *, now: datetime) -> None:
    notices.tell(
        (
            NewNotice(
                agency_id=post.agency_id,
                post_id=post.id,
                code=code,
                subject_kind=_KIND,
                subject_id=NO_ID,
                facts=facts,
            )
            for post in posts
        ),
        now=now,
    )
