"""Who may see how an agency stands, and who may say something about it."""

from uuid import UUID

from lienthong.access import queries
from lienthong.access import services as access
from lienthong.access.errors import RightMissing
from lienthong.kernel.actor import Actor

READ, READ_ALL = "rollout.read", "rollout.read-province"
CONFIRM, MANAGE = "rollout.confirm", "rollout.manage"


def require_to_read(actor: Actor, agency_id: UUID) -> None:
    """Let those of the agency, its administrators above, and who watches over the province read.

    Raises RightMissing, OtherAgency. At most one statement.
    """
    if READ_ALL in actor.rights:
        return
    if READ in actor.rights and actor.agency_id == agency_id:
        return
    access.require_over(actor, CONFIRM, agency_id=agency_id)


def require_to_manage(actor: Actor, agency_id: UUID) -> None:
    """Let operators, and administrators of the agency and above, say something about it.

    Raises RightMissing, OtherAgency. At most one statement.
    """
    if not queries.has_right(actor, MANAGE):
        access.require_over(actor, CONFIRM, agency_id=agency_id)


def may_manage(actor: Actor, agency_id: UUID) -> bool:
    """Say whether the page shows what may be said about an agency. At most one statement."""
    try:
        require_to_manage(actor, agency_id)
    except RightMissing:
        return False
    return True
