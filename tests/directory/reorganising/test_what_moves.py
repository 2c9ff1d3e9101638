"""What is open in an agency that ends has an owner the same moment, books and people too (A4)."""

import pytest
from tests.directory.reorganising.plans import (
    TODAY,
    a_merger,
    a_split,
    accepted,
    assigned,
    done,
    owners_of_what_is_open,
    plan,
    the_actor,
)
from tests.exchange.builders import MONDAY_9AM, a_dispatch
from tests.issuing.builders import a_draft, to

from lienthong.directory import queries, services
from lienthong.directory.errors import OwnerMissing
from lienthong.directory.types import Role
from lienthong.documents.queries import visible_version
from lienthong.documents.types import Viewer
from lienthong.exchange import queries as exchange
from lienthong.issuing import queries as issuing
from lienthong.registers import queries as registers
from lienthong.registers import services as register_services
from lienthong.registers.models import IncomingDocument
from lienthong.worklist.models import WorkItem

# On PostgreSQL `both` and other modules meet each statement of these (docs/explain/testing.md).
pytestmark = [pytest.mark.django_db, pytest.mark.once]


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


@pytest.mark.both
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


@pytest.mark.both
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


@pytest.mark.both
def test_A4_a_draft_answers_no_line_that_its_new_agency_does_not_have(province):
    justice = province.justice
    entry = accepted(justice, a_dispatch(province.committee, justice))
    draft = a_draft(justice, to(province.committee), answers_entry_id=entry.id, now=MONDAY_9AM)
    posts = {str(justice.officer.post_id): "H19.902"}

    done(province, a_split(province, posts=posts))

    other, heir = (queries.agency_by_code(code).id for code in ("H19.902", "H19.901"))
    assert registers.entry_card(entry.id, agency_id=heir)
    card = issuing.draft_card(draft.id, agency_id=other)
    assert card.facts.answers_entry_id is None


@pytest.mark.both
def test_A4_a_draft_goes_on_answering_a_line_that_its_new_agency_has(province):
    justice = province.justice
    entry = accepted(justice, a_dispatch(province.committee, justice))
    draft = a_draft(justice, to(province.committee), answers_entry_id=entry.id, now=MONDAY_9AM)

    done(province, a_merger(province))

    card = issuing.draft_card(draft.id, agency_id=province.finance.agency.id)
    assert card.facts.answers_entry_id == entry.id
