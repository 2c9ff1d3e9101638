"""Telling those who run the installation what needs them."""

from uuid import UUID

from lienthong.directory import queries as directory
from lienthong.directory.types import Role
from lienthong.kernel.clock import local_day
from lienthong.kernel.wording import noop as _
from lienthong.ledger.events import LedgerLate
from lienthong.ledger.rules.delays import PROBLEMS
from lienthong.notices import services as notices
from lienthong.notices.sentences import declare
from lienthong.notices.types import NewNotice

LEDGER_LATE = declare("operation.ledger-late", _("Sổ cái cần được xem lại: %(problems)s"))
# The ledger is one, and has no id of its own.
NO_ID = UUID(int=0)


def tell_ledger_late(event: LedgerLate) -> None:
    """Leave a notice to every post of an operator: which promises of the ledger are not kept."""
    problems = " ".join(PROBLEMS[code] for code in event.problems)
    posts = directory.posts_of_role(Role.OPERATOR, on=local_day(event.found_at))
    notices.tell(
        (
            NewNotice(
                agency_id=post.agency_id,
                post_id=post.id,
                code=LEDGER_LATE,
                subject_kind="ledger",
                subject_id=NO_ID,
                facts={"problems": problems},
            )
            for post in posts
        ),
        now=event.found_at,
    )
