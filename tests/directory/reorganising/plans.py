"""A province whose agencies merge and split, plans of that, and what is open there."""

from dataclasses import dataclass
from datetime import timedelta

from tests.directory import builders
from tests.exchange.builders import MONDAY_9AM, Office

from lienthong.access import services as access
from lienthong.directory import queries, services
from lienthong.directory.rules.reorganisation import ReorganisationPlan
from lienthong.exchange import queries as exchange
from lienthong.kernel.actor import Actor
from lienthong.kernel.clock import local_day
from lienthong.registers import services as register_services
from lienthong.registers.models import Assignment, IncomingDocument
from lienthong.registers.types import Assignee, AssignmentRole
from lienthong.worklist.models import WorkItem

TODAY = local_day(MONDAY_9AM)
TOMORROW = TODAY + timedelta(days=1)


@dataclass
class Province:
    committee: Office
    justice: Office
    finance: Office
    home: Office
    operator: Actor


def plan(*steps, founded=(), on=TODAY):
    values = {"happens_on": on.isoformat(), "source": "Nghị quyết 12/NQ-HĐND"}
    return ReorganisationPlan.read({**values, "steps": list(steps), "founded": list(founded)})


def a_merger(province, *, on=TODAY):
    step = {
        "kind": "merge",
        "agencies": [province.justice.agency.code],
        "into": province.finance.agency.code,
    }
    return plan(step, on=on)


def a_split(province, **more):
    founded = [
        {"code": "H19.901", "name": "Sở Hộ tịch", "abbreviation": "SHT"},
        {"code": "H19.902", "name": "Sở Công chứng", "abbreviation": "SCC"},
    ]
    step = {
        "kind": "split",
        "agencies": [province.justice.agency.code],
        "successors": ["H19.901", "H19.902"],
        "heir": "H19.901",
        **more,
    }
    return plan(step, founded=founded)


def done(province, decided, *, key="k", now=MONDAY_9AM):
    return builders.decided(plan=decided, key=key, actor=province.operator, now=now)


def the_actor(person: Actor, agency_id) -> Actor:
    """The same person in the post held in another agency."""
    (post,) = (
        p for p in queries.posts_of_person(person.person_id, on=TODAY) if p.agency_id == agency_id
    )
    return access.actor_for(post.id, on=TODAY)


def accepted(office, dispatch):
    delivery = exchange.delivery_to(dispatch.version_id, recipient_id=office.agency.id)
    return register_services.accept_delivery(
        delivery_id=delivery.id, key="a", actor=office.clerk, now=MONDAY_9AM
    )


def assigned(office, entry, **to):
    return register_services.give_instruction(
        entry_id=entry.id,
        text="Xử lý",
        assignees=[Assignee(AssignmentRole.LEAD, **to)],
        due_on=None,
        key="i",
        actor=office.leader,
        now=MONDAY_9AM,
    )


def owners_of_what_is_open() -> set:
    """The agencies to which anything open belongs."""
    return {
        *WorkItem.objects.filter(settled_at=None).values_list("agency_id", flat=True),
        *IncomingDocument.objects.exclude(state__in=["finished", "recalled"]).values_list(
            "agency_id", flat=True
        ),
        *(
            agency
            for unit, post in Assignment.objects.filter(
                state__in=["waiting", "started"]
            ).values_list("unit__agency_id", "post__agency_id")
            for agency in (unit, post)
            if agency
        ),
    }


def a_merger_elsewhere(province):
    step = {
        "kind": "merge",
        "agencies": [province.justice.agency.code],
        "into": province.home.agency.code,
    }
    return plan(step)


def proposed(province, decided, *, key="k", now=MONDAY_9AM):
    return services.propose(plan=decided, key=key, actor=province.operator, now=now)
