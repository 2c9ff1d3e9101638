"""Agencies merge, split, change names and codes; what is open has an owner the same moment (A4)."""

from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from tests.directory import builders
from tests.directory.builders import an_administrator, an_operator, living_by_codes
from tests.exchange.builders import MONDAY_9AM, Office, a_dispatch, a_version, an_office

from lienthong.access import services as access
from lienthong.access.errors import RightMissing
from lienthong.directory import queries, services
from lienthong.directory.errors import (
    AgencyClosed,
    AlreadyDecided,
    AlreadyDone,
    NotBelowYou,
    OwnerMissing,
    PlanDiffers,
    PlanUnreadable,
    ReasonOfRefusalMissing,
    SecondPersonWanted,
    UnknownAgency,
)
from lienthong.directory.models import Agency, Post, Reorganisation
from lienthong.directory.rules.reorganisation import ReorganisationPlan
from lienthong.directory.types import ReorganisationState, Role
from lienthong.documents.queries import visible_version
from lienthong.documents.types import Viewer
from lienthong.exchange import queries as exchange
from lienthong.exchange import services as exchange_services
from lienthong.exchange.models import Handover
from lienthong.exchange.services.check_recipients import check_recipients
from lienthong.exchange.types import Recipient, Submission
from lienthong.kernel.actor import Actor
from lienthong.kernel.clock import local_day
from lienthong.kernel.ids import uuid7
from lienthong.ledger.models import Record
from lienthong.registers import queries as registers
from lienthong.registers import services as register_services
from lienthong.registers.models import Assignment, IncomingDocument
from lienthong.registers.types import Assignee, AssignmentRole
from lienthong.worklist.models import WorkItem

pytestmark = pytest.mark.django_db

TODAY = local_day(MONDAY_9AM)
TOMORROW = TODAY + timedelta(days=1)


@dataclass
class Province:
    committee: Office
    justice: Office
    finance: Office
    home: Office
    operator: Actor


@pytest.fixture
def province():
    committee = an_office("Ủy ban nhân dân tỉnh Đồng Nai")
    offices = [
        an_office(name, parent=committee.agency)
        for name in ("Sở Tư pháp", "Sở Tài chính", "Sở Nội vụ")
    ]
    return Province(committee, *offices, operator=an_operator(committee.agency))


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


def test_A4_after_a_merger_open_deliveries_belong_to_the_successor_with_their_old_names(province):
    dispatch = a_dispatch(province.committee, province.justice)

    done(province, a_merger(province))

    to = province.finance
    delivery = exchange.delivery_to(dispatch.version_id, recipient_id=to.agency.id)
    assert delivery.recipient_name == "Sở Tư pháp"
    entry = register_services.accept_delivery(
        delivery_id=delivery.id, key="k", actor=to.clerk, now=MONDAY_9AM
    )
    assert entry.agency_id == to.agency.id
    viewer = Viewer(to.agency.id, None, None, sees_whole_agency=True)
    assert visible_version(dispatch.version_id, viewer).id == dispatch.version_id


def test_A4_what_went_to_both_of_two_that_merge_is_with_the_successor_twice(province):
    dispatch = a_dispatch(province.committee, province.justice, province.finance)

    done(province, a_merger(province))

    sent = exchange.deliveries_of_version(
        dispatch.version_id, sender_id=province.committee.agency.id
    )
    assert [d.recipient_id for d in sent] == [province.finance.agency.id] * 2
    assert {d.recipient_name for d in sent} == {"Sở Tư pháp", "Sở Tài chính"}


def test_A4_people_keep_their_posts_in_the_new_agency(province):
    done(province, a_merger(province))

    finance = province.finance.agency.id
    clerk = the_actor(province.justice.clerk, finance)
    officer = the_actor(province.justice.officer, finance)
    assert (clerk.role, officer.role) == (Role.CLERK, Role.OFFICER)
    assert queries.posts_of_agency(province.justice.agency.id, on=TODAY) == []
    # The unit of the same name is one unit now.
    assert officer.unit_id == province.finance.unit_id


def test_A4_open_work_goes_on_in_the_new_agency(province):
    justice, finance = province.justice, province.finance
    entry = accepted(justice, a_dispatch(province.committee, justice))
    assigned(justice, entry, unit_id=justice.unit_id)

    done(province, a_merger(province))

    officer = the_actor(justice.officer, finance.agency.id)
    card = registers.incoming_card(entry.id)
    (assignment,) = card.assignments
    register_services.start_work(assignment_id=assignment.id, actor=officer, now=MONDAY_9AM)
    assert owners_of_what_is_open() == {finance.agency.id}


def test_A4_the_old_books_are_closed_and_the_successor_reads_them(province):
    entry = accepted(province.justice, a_dispatch(province.committee, province.justice))

    done(province, a_merger(province))

    (book,) = registers.books_of(province.finance.agency.id)
    assert book.closed_agency == "Sở Tư pháp"
    lines = list(registers.book_rows(book.id, agency_id=province.finance.agency.id))
    assert [line.id for line in lines] == [entry.id]
    assert registers.books_of(province.home.agency.id) == []


def test_A4_a_new_agency_begins_its_own_books_with_number_one(province):
    accepted(province.justice, a_dispatch(province.committee, province.justice))
    waiting = a_dispatch(province.committee, province.justice)

    done(province, a_split(province))

    heir = queries.agency_by_code("H19.901")
    clerk = the_actor(province.justice.clerk, heir.id)
    delivery = exchange.delivery_to(waiting.version_id, recipient_id=heir.id)
    entry = register_services.accept_delivery(
        delivery_id=delivery.id, key="k", actor=clerk, now=MONDAY_9AM
    )
    assert (entry.number, entry.agency_id) == (1, heir.id)


def test_A4_after_a_split_work_follows_its_unit_and_everything_else_the_heir(province):
    justice = province.justice
    other = services.add_unit(agency_id=justice.agency.id, name="Phòng Công chứng")
    with_unit = accepted(justice, a_dispatch(province.committee, justice))
    assigned(justice, with_unit, unit_id=other.id)
    without = accepted(justice, a_dispatch(province.committee, justice))

    done(province, a_split(province, units={"Phòng Công chứng": "H19.902"}))

    heir = queries.agency_by_code("H19.901").id
    second = queries.agency_by_code("H19.902").id
    rows = dict(IncomingDocument.objects.values_list("pk", "agency_id"))
    assert rows == {with_unit.id: second, without.id: heir}
    assert owners_of_what_is_open() == {heir, second}
    card = exchange.delivery_card(with_unit.delivery_id)
    assert card.recipient_id == second
    viewer = Viewer(second, None, None, sees_whole_agency=True)
    assert visible_version(card.version_id, viewer)


def test_A4_a_split_without_a_named_heir_is_refused(province):
    with pytest.raises(OwnerMissing):
        a_split(province, heir="")


def test_A4_a_post_goes_where_it_is_named_or_ends(province):
    justice = province.justice
    posts = {str(justice.leader.post_id): "", str(justice.clerk.post_id): "H19.902"}

    done(province, a_split(province, posts=posts))

    held = queries.posts_of_person(justice.leader.person_id, on=TODAY)
    assert held == []
    assert the_actor(justice.clerk, queries.agency_by_code("H19.902").id)


def test_A4_work_whose_lead_ends_with_the_agency_goes_back_to_the_leader(province):
    justice, finance = province.justice, province.finance
    entry = accepted(justice, a_dispatch(province.committee, justice))
    assigned(justice, entry, post_id=justice.officer.post_id)
    step = {
        "kind": "merge",
        "agencies": [justice.agency.code],
        "into": finance.agency.code,
        "posts": {str(justice.officer.post_id): ""},
    }

    done(province, plan(step))

    assert registers.incoming_card(entry.id).state == "awaiting-instruction"
    waiting = WorkItem.objects.get(settled_at=None, verb="instruct")
    assert (waiting.agency_id, waiting.audience) == (finance.agency.id, "/leader")


def test_A4_old_codes_keep_receiving_and_the_tracking_says_who_received(province):
    done(province, a_merger(province))

    dispatch = a_dispatch(province.committee, province.justice)

    delivery = exchange.delivery_to(dispatch.version_id, recipient_id=province.finance.agency.id)
    handover = Handover.objects.get(delivery_id=delivery.id)
    assert handover.from_agency_id == province.justice.agency.id
    tracking = exchange.tracking(
        dispatch.version_id, sender_id=province.committee.agency.id, at=MONDAY_9AM
    )
    assert tracking.rows[0].instead_of == "Sở Tư pháp"


def test_a_repeated_submission_to_an_old_code_gives_the_same_dispatch(province):
    done(province, a_merger(province))
    version = a_version(province.committee)
    submission = Submission(
        province.committee.agency.id,
        version.version_id,
        (Recipient(province.justice.agency.id), Recipient(province.finance.agency.id)),
        "k",
    )

    def submit():
        return exchange_services.submit_dispatch(
            submission=submission, actor=province.committee.clerk, now=MONDAY_9AM
        )

    assert submit().id == submit().id


def test_the_check_before_sending_says_who_receives_instead(province):
    done(province, a_merger(province))

    (finding,) = check_recipients(
        [Recipient(province.justice.agency.id)],
        sender=province.committee.agency,
        kind="cong-van",
        on=TODAY,
    )

    assert finding.facts == {"name": "Sở Tư pháp", "heir": "Sở Tài chính"}


def test_A4_a_trial_shows_what_would_move_and_moves_nothing(province):
    a_dispatch(province.committee, province.justice)
    before = (owners_of_what_is_open(), Post.objects.count(), Record.objects.count())

    trial = services.try_out(plan=a_merger(province), actor=province.operator, now=MONDAY_9AM)

    told = {what: count for (what, _from, _to), count in trial.counts.items()}
    assert told == {"unit": 1, "post": 3, "delivery": 1}
    assert (owners_of_what_is_open(), Post.objects.count(), Record.objects.count()) == before
    assert queries.agency(province.justice.agency.id).valid_to is None
    assert not Handover.objects.exists()


def test_A4_what_was_tried_is_what_happens(province):
    a_dispatch(province.committee, province.justice)
    accepted(province.justice, a_dispatch(province.committee, province.justice))
    decided = a_merger(province)

    trial = services.try_out(plan=decided, actor=province.operator, now=MONDAY_9AM)
    card = queries.reorganisation(done(province, decided))

    lines = {(line["what"], line["label"], line["to"]) for line in card.moved["lines"]}
    assert lines == {(m.what, m.label, str(m.to_agency or "")) for m in trial.moved}


def test_A4_a_plan_for_a_later_day_takes_effect_on_that_day(province):
    decided = a_merger(province, on=TOMORROW)
    reorganisation_id = done(province, decided)
    assert services.take_effect_of_due(now=MONDAY_9AM) == 0
    assert queries.agency(province.justice.agency.id).valid_to is None

    assert services.take_effect_of_due(now=MONDAY_9AM + timedelta(days=1)) == 1

    assert queries.agency(province.justice.agency.id).valid_to == TODAY
    assert queries.reorganisation(reorganisation_id).state == ReorganisationState.DONE
    assert services.take_effect_of_due(now=MONDAY_9AM + timedelta(days=2)) == 0


def test_a_plan_that_cannot_be_done_on_its_day_says_why_and_holds_up_no_other(province):
    done(province, a_merger(province, on=TOMORROW), key="1")
    rename = {
        "kind": "rename",
        "agencies": [province.home.agency.code],
        "name": "Sở Nội vụ và Lao động",
        "abbreviation": "SNVLĐ",
    }
    done(province, plan(rename, on=TOMORROW), key="2")
    done(province, a_merger_elsewhere(province), key="3")

    assert services.take_effect_of_due(now=MONDAY_9AM + timedelta(days=1)) == 1

    stuck = Reorganisation.objects.get(key="1")
    assert (stuck.state, stuck.problem[:24]) == ("planned", "directory.agency-closed:")
    assert queries.agency(province.home.agency.id).name == "Sở Nội vụ và Lao động"


def a_merger_elsewhere(province):
    step = {
        "kind": "merge",
        "agencies": [province.justice.agency.code],
        "into": province.home.agency.code,
    }
    return plan(step)


def proposed(province, decided, *, key="k", now=MONDAY_9AM):
    return services.propose(plan=decided, key=key, actor=province.operator, now=now)


def test_A4_nobody_decides_a_plan_of_the_own_making_in_any_post(province):
    found = proposed(province, a_merger(province))
    other_post = replace(
        builders.the_second(), person_id=province.operator.person_id, post_id=uuid7()
    )
    for one in (province.operator, other_post):
        with pytest.raises(SecondPersonWanted):
            services.agree(reorganisation_id=found, actor=one, now=MONDAY_9AM)
        with pytest.raises(SecondPersonWanted):
            services.decline(reorganisation_id=found, reason="x", actor=one, now=MONDAY_9AM)
    with pytest.raises(RightMissing):
        services.agree(reorganisation_id=found, actor=province.justice.leader, now=MONDAY_9AM)
    assert services.take_effect_of_due(now=MONDAY_9AM + timedelta(days=9)) == 0
    assert queries.reorganisation(found).state == ReorganisationState.PROPOSED


def test_A4_a_plan_that_is_turned_down_says_why_and_is_over(province):
    found = proposed(province, a_merger(province))
    second = builders.the_second()
    with pytest.raises(ReasonOfRefusalMissing):
        services.decline(reorganisation_id=found, reason=" ", actor=second, now=MONDAY_9AM)
    waiting = WorkItem.objects.filter(verb="agree-reorganisation", settled_at=None)
    assert not waiting.filter(audience__contains=str(province.operator.post_id)).exists()
    for _again in range(2):
        services.decline(
            reorganisation_id=found, reason="Chưa có nghị quyết", actor=second, now=MONDAY_9AM
        )
    card = queries.reorganisation(found)
    assert (card.state, card.note) == (ReorganisationState.DECLINED, "Chưa có nghị quyết")
    with pytest.raises(AlreadyDecided):
        services.agree(reorganisation_id=found, actor=second, now=MONDAY_9AM)
    acts = Record.objects.filter(act__startswith="directory.reorganisation-")
    assert list(acts.order_by("pk").values_list("act", flat=True)) == [
        "directory.reorganisation-proposed",
        "directory.reorganisation-declined",
    ]


def test_A4_a_plan_that_cannot_be_done_any_more_is_not_agreed_to(province):
    found = proposed(province, a_merger(province), key="1")
    done(province, a_split(province), key="2")
    with pytest.raises(AgencyClosed):
        services.agree(reorganisation_id=found, actor=builders.the_second(), now=MONDAY_9AM)
    assert queries.reorganisation(found).state == ReorganisationState.PROPOSED


def test_a_plan_is_cancelled_before_its_day_and_not_after(province):
    planned = done(province, a_merger(province, on=TOMORROW), key="1")
    services.cancel(reorganisation_id=planned, actor=province.operator, now=MONDAY_9AM)
    services.cancel(reorganisation_id=planned, actor=province.operator, now=MONDAY_9AM)
    assert services.take_effect_of_due(now=MONDAY_9AM + timedelta(days=1)) == 0

    finished = done(province, a_merger(province), key="2")
    with pytest.raises(AlreadyDone):
        services.cancel(reorganisation_id=finished, actor=province.operator, now=MONDAY_9AM)


def test_a_new_name_and_a_new_code_leave_the_old_ones_answering(province):
    home = province.home.agency
    step = {
        "kind": "rename",
        "agencies": [home.code],
        "name": "Sở Nội vụ và Lao động",
        "abbreviation": "SNVLĐ",
        "code": "H19.99.950",
    }

    done(province, plan(step))

    card = queries.agency(home.id)
    assert (card.name, card.code) == ("Sở Nội vụ và Lao động", "H19.99.950")
    assert living_by_codes([home.code], on=TODAY)[home.code].id == home.id


def test_the_same_form_twice_is_one_reorganisation(province):
    first = done(province, a_merger(province))

    assert done(province, a_merger(province)) == first
    assert Reorganisation.objects.count() == 1
    with pytest.raises(PlanDiffers):
        done(province, a_split(province))


def test_A4_what_an_agency_does_is_in_the_ledger(province):
    done(province, a_merger(province))

    assert Record.objects.filter(act="directory.reorganised").count() == 1


def test_undoing_is_another_reorganisation(province):
    done(province, a_merger(province), key="1")
    back = {
        "kind": "split",
        "agencies": [province.finance.agency.code],
        "successors": ["H19.88.911", "H19.88.912"],
        "heir": "H19.88.912",
    }
    founded = [
        {"code": "H19.88.911", "name": "Sở Tư pháp", "abbreviation": "STP"},
        {"code": "H19.88.912", "name": "Sở Tài chính", "abbreviation": "STC"},
    ]
    decided = plan(back, founded=founded, on=TOMORROW)
    done(province, decided, key="2", now=MONDAY_9AM + timedelta(days=1))

    found = living_by_codes([province.justice.agency.code], on=TOMORROW)
    assert [card.code for card in found.values()] == ["H19.88.912"]


def test_the_same_agency_cannot_end_twice(province):
    done(province, a_merger(province), key="1")

    with pytest.raises(AgencyClosed):
        done(province, a_split(province), key="2")
    assert not Agency.objects.filter(name="Sở Hộ tịch").exists()


def test_an_administrator_reorganises_what_lies_below_and_nothing_else(province):
    above = an_administrator(province.committee.agency)
    beside = an_administrator(province.home.agency)

    with pytest.raises(NotBelowYou):
        services.propose(plan=a_merger(province), key="k", actor=beside, now=MONDAY_9AM)
    with pytest.raises(RightMissing):
        services.try_out(plan=a_merger(province), actor=province.justice.clerk, now=MONDAY_9AM)
    assert services.propose(plan=a_merger(province), key="k", actor=above, now=MONDAY_9AM)


@pytest.mark.parametrize(
    "values",
    [
        None,
        [],
        {"steps": []},
        {"happens_on": "2026-11-23", "source": "x", "steps": []},
        {"happens_on": "hôm nay", "source": "x", "steps": [{"kind": "rename"}]},
        {"happens_on": "2026-11-23", "source": "x", "steps": [{"kind": "close"}]},
        {"happens_on": "2026-11-23", "source": "x", "steps": [{"kind": "merge", "agencies": 5}]},
        {
            "happens_on": "2026-11-23",
            "source": "x",
            "steps": [{"kind": "merge", "agencies": ["H19.1"], "into": "H19.1"}],
        },
        {
            "happens_on": "2026-11-23",
            "source": "x",
            "steps": [{"kind": "merge", "agencies": ["H19.1"], "into": "H19.2", "more": 1}],
        },
    ],
)
def test_a_plan_that_is_none_is_refused(values):
    with pytest.raises(PlanUnreadable):
        ReorganisationPlan.read(values)


def test_a_plan_is_read_back_as_it_was_written(province):
    decided = a_split(province, units={"Phòng Công nghệ thông tin": "H19.902"})

    assert ReorganisationPlan.read(decided.as_values()) == decided


def test_a_plan_with_an_unknown_code_or_unit_is_refused(province):
    step = {"kind": "merge", "agencies": ["H19.777"], "into": province.finance.agency.code}
    with pytest.raises(UnknownAgency):
        done(province, plan(step))
    with pytest.raises(PlanUnreadable):
        done(province, a_split(province, units={"Phòng lạ": "H19.902"}))
    assert not Reorganisation.objects.exists()
