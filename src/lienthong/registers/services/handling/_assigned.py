"""Finding an assignment that is the actor's to work on."""

from uuid import UUID

from django.db.models import Q

from lienthong.kernel.actor import Actor
from lienthong.registers import errors
from lienthong.registers.models import Assignment, IncomingDocument
from lienthong.registers.services.handling import _incoming
from lienthong.registers.types import AssignmentState


def locked(assignment_id: UUID, actor: Actor) -> tuple[Assignment, IncomingDocument]:
    """Return the assignment and its incoming document, both locked.

    It is the actor's when it was given to the actor's post or unit and not taken back since.
    Raises AssignmentNotFound.
    """
    mine = Q(post_id=actor.post_id)
    if actor.unit_id is not None:
        mine |= Q(unit_id=actor.unit_id, post__isnull=True)
    found = Assignment.objects.filter(mine, pk=assignment_id).values_list("incoming_id").first()
    if found is None:
        raise errors.AssignmentNotFound()
    incoming = _incoming.locked(found[0], actor)
    assignment = Assignment.objects.select_for_update().get(pk=assignment_id)
    if assignment.state == AssignmentState.WITHDRAWN:
        raise errors.AssignmentNotFound()
    return assignment, incoming
