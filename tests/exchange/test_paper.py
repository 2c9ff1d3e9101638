"""The paper beside an electronic document: owed by rule, sent, arrived, taken back (A5)."""

from datetime import date, timedelta
from functools import partial

import pytest
from tests.directory.builders import merge
from tests.exchange.builders import MONDAY_9AM, a_dispatch, a_version, an_office, the_delivery
from tests.exchange.changes import accept, answer, updated
from tests.same_moment import together

from lienthong.access.errors import RightMissing
from lienthong.documents.models import Policy
from lienthong.documents.types import Topic
from lienthong.exchange import errors, queries, services
from lienthong.exchange.services.check_routing import check_routing
from lienthong.exchange.types import (
    NewReport,
    PaperSent,
    PaperState,
    PaperStep,
    PaperWay,
    Recipient,
    StatusCode,
    Submission,
)
from lienthong.kernel.clock import local_day
from lienthong.ledger.models import Record
from lienthong.worklist import queries as worklist
from lienthong.worklist.types import Verb

pytestmark = pytest.mark.django_db
MONDAY = local_day(MONDAY_9AM)
BY_HAND = PaperSent(MONDAY, PaperWay.BY_HAND)


def a_rule(office, recipient_role="", **value):
    return Policy.objects.create(
        matter="routing",
        clause="Chỉ thị 14/CT-UBND",
        title="Văn bản về tài chính gửi điện tử và bản giấy",
        kind="cong-van",
        recipient_role=recipient_role,
        agency_id=office.agency.id,
        value={"electronic": True, "paper": True, "working_days": 2, **value},
        valid_from=date(2026, 1, 1),
    )


@pytest.fixture
def sent(committee, justice, finance):
    a_rule(committee)
    dispatch = a_dispatch(committee, justice, finance)
    return the_delivery(dispatch, justice), the_delivery(dispatch, finance)


def mark_sent(office, *deliveries, sent=BY_HAND, now=MONDAY_9AM, actor=None):
    return services.mark_paper_sent(
        delivery_ids=[one.id for one in deliveries],
        sent=sent,
        actor=actor or office.clerk,
        now=now,
    )


def mark_arrived(office, *deliveries, on=MONDAY, now=MONDAY_9AM):
    return services.mark_paper_arrived(
        delivery_ids=[one.id for one in deliveries], arrived_on=on, actor=office.clerk, now=now
    )


def take_back(office, delivery, step):
    return services.take_back_paper(
        delivery_id=delivery.id, step=step, actor=office.clerk, now=MONDAY_9AM
    )


def waiting(office, now=MONDAY_9AM):
    found = worklist.counts(office.clerk, now=now).by_verb
    return found.get(Verb.SEND_PAPER, 0), found.get(Verb.RECEIVE_PAPER, 0)


def paper_of(delivery):
    found = queries.delivery_card(delivery.id).paper
    assert found is not None
    return found


def test_A5_where_the_rule_asks_for_both_paper_is_owed_until_a_working_day(
    committee, justice, finance, sent
):
    first, second = sent
    for delivery in sent:
        assert paper_of(delivery).state == PaperState.OWED
        assert paper_of(delivery).due_on == MONDAY + timedelta(days=2)
    assert waiting(committee) == (1, 0)
    assert not paper_of(first).is_late(MONDAY + timedelta(days=2))
    assert paper_of(first).is_late(MONDAY + timedelta(days=3))

    mark_sent(committee, first)
    assert waiting(committee) == (1, 0)
    mark_sent(committee, second)
    assert (waiting(committee), waiting(justice), waiting(finance)) == ((0, 0), (0, 1), (0, 1))
    assert [one.id for one in queries.papers_on_their_way(agency_id=committee.agency.id)] == sorted(
        [first.id, second.id]
    )

    mark_arrived(justice, first)
    assert waiting(justice) == (0, 0)
    assert paper_of(first).state == PaperState.ARRIVED
    assert [one.id for one in queries.papers_to_come(agency_id=finance.agency.id)] == [second.id]
    acts = list(Record.objects.filter(act__startswith="paper.").values_list("act", flat=True))
    assert sorted(acts) == ["paper.arrived", "paper.sent", "paper.sent"]


def test_A5_electronic_work_waits_for_no_paper_and_no_rule_means_no_paper(
    committee, justice, finance, sent
):
    first, _second = sent
    report = NewReport(first.id, StatusCode.ACCEPTED, "accepted")
    services.report_status(report=report, actor=justice.clerk, now=MONDAY_9AM)
    plain = the_delivery(a_dispatch(justice, finance, kind="giay-moi", notation="GM-STP"), finance)
    assert plain.paper is None
    with pytest.raises(errors.NoPaper):
        mark_sent(justice, plain)


def test_A5_the_rule_says_who_gets_paper_by_role_and_level(committee, justice, finance):
    Policy.objects.create(
        matter="routing",
        clause="Chỉ thị 14/CT-UBND",
        title="Gửi để thực hiện thì kèm bản giấy",
        recipient_role="action",
        recipient_level="department",
        agency_id=committee.agency.id,
        value={"electronic": True, "paper": True},
        valid_from=date(2026, 1, 1),
    )
    school = an_office("Trường Chính trị", parent=justice.agency)
    both = Submission(
        committee.agency.id,
        a_version(committee).version_id,
        (
            Recipient(justice.agency.id),
            Recipient(finance.agency.id, role="information"),
            Recipient(school.agency.id),
        ),
        "k",
    )
    dispatch = services.submit_dispatch(submission=both, actor=committee.clerk, now=MONDAY_9AM)
    owed = {one.recipient_id for one in queries.papers_of_dispatch(dispatch.id)}
    assert owed == {justice.agency.id, school.agency.id}


def test_A5_what_a_document_is_about_decides_whether_its_paper_goes(committee, justice):
    a_rule(committee)
    Policy.objects.filter(agency=committee.agency.id).update(concern="finance", period="year")
    about = {"concern": "finance", "period": "year"}
    budget = the_delivery(a_dispatch(committee, justice, **about), justice)
    assert paper_of(budget).state == PaperState.OWED
    for said in ({}, {"concern": "finance"}, {**about, "concern": "personnel"}):
        other = a_dispatch(committee, justice, **said)
        assert the_delivery(other, justice).paper is None


def test_A5_the_check_before_sending_says_to_whom_paper_goes_and_by_when(
    committee, justice, finance
):
    def said(*recipients, concern=""):
        return [
            (one.level, one.code, one.facts.get("names"), one.facts.get("due"))
            for one in check_routing(
                recipients,
                sender=committee.agency,
                topic=Topic("cong-van", concern=concern),
                subject="V/v bổ sung kinh phí",
                code="c",
                now=MONDAY_9AM,
            )
        ]

    told = (Recipient(justice.agency.id), Recipient(finance.agency.id, role="information"))
    (plain,) = said(*told)
    assert plain[0] == "ok"
    a_rule(committee, recipient_role="action")
    both = said(*told)
    assert ("ok", "c", "Sở Tư pháp", "25/11/2026") in both
    assert ("ok", "c", "Sở Tài chính", "") in both
    Policy.objects.filter(agency=committee.agency.id).update(concern="finance")
    assert said(told[0])[0][:2] == ("warn", "exchange.topic-unsaid")
    assert said(told[0], concern="finance") == [both[0]]
    Policy.objects.filter(agency=committee.agency.id).update(
        concern="", value={"electronic": False, "paper": True}
    )
    assert said(told[0]) == [("stop", "exchange.paper-only", "Sở Tư pháp", None)]


def test_A5_whom_the_rule_gives_paper_only_is_not_sent_to_electronically(committee, justice):
    a_rule(committee, electronic=False)
    with pytest.raises(errors.PaperOnly) as refused:
        a_dispatch(committee, justice)
    assert refused.value.code == "exchange.paper-only"
    assert refused.value.facts["names"] == "Sở Tư pháp"


def test_A5_the_same_mark_again_changes_nothing_and_another_one_is_refused(committee, sent):
    by_post = PaperSent(MONDAY, PaperWay.POST, " VN 123 ")
    mark_sent(committee, *sent, sent=by_post)
    mark_sent(committee, *sent, sent=by_post)
    assert Record.objects.filter(act="paper.sent").count() == 1
    assert paper_of(sent[0]).post_number == "VN 123"
    with pytest.raises(errors.PaperMarked) as refused:
        mark_sent(committee, *sent)
    assert refused.value.code == "exchange.paper-marked"
    assert refused.value.facts["who"] == committee.clerk.name


def test_a_paper_goes_between_its_own_day_and_today_and_by_post_with_a_number(committee, sent):
    for days in (-1, 1):
        on = MONDAY + timedelta(days=days)
        with pytest.raises(errors.PaperDay) as refused:
            mark_sent(committee, *sent, sent=PaperSent(on, PaperWay.BY_HAND))
        assert refused.value.code == "exchange.paper-day"
    with pytest.raises(errors.PostNumberMissing) as unnumbered:
        mark_sent(committee, *sent, sent=PaperSent(MONDAY, PaperWay.POST, " "))
    assert unnumbered.value.code == "exchange.post-number-missing"
    assert paper_of(sent[0]).state == PaperState.OWED


def test_a_paper_comes_on_the_day_on_which_it_went_or_later(committee, justice, finance, sent):
    first, second = sent
    tomorrow = MONDAY_9AM + timedelta(days=1)
    mark_arrived(justice, first)
    on_tuesday = PaperSent(local_day(tomorrow), PaperWay.BY_HAND)
    with pytest.raises(errors.PaperDay):
        mark_sent(committee, first, sent=on_tuesday, now=tomorrow)
    mark_sent(committee, second, sent=on_tuesday, now=tomorrow)
    with pytest.raises(errors.PaperDay):
        mark_arrived(finance, second, now=tomorrow)


def test_A5_each_side_takes_back_its_own_error_and_the_work_is_there_again(
    committee, justice, finance, sent
):
    first, second = sent
    mark_sent(committee, *sent)
    mark_arrived(justice, first)
    with pytest.raises(errors.PaperArrived) as refused:
        take_back(committee, first, PaperStep.SENT)
    assert refused.value.code == "exchange.paper-arrived"

    take_back(justice, first, PaperStep.ARRIVED)
    take_back(justice, first, PaperStep.ARRIVED)
    assert waiting(justice) == (0, 1)
    take_back(committee, first, PaperStep.SENT)
    assert (waiting(justice), waiting(committee)) == ((0, 0), (1, 0))
    assert paper_of(first).state == PaperState.OWED
    assert paper_of(second).state == PaperState.SENT
    assert Record.objects.filter(act__endswith="-withdrawn").count() == 2


def test_only_clerks_of_the_two_sides_mark_and_nobody_sees_the_paper_of_others(
    committee, justice, finance, sent
):
    first, second = sent
    with pytest.raises(errors.DeliveryNotFound):
        mark_sent(justice, first)
    with pytest.raises(errors.DeliveryNotFound):
        mark_arrived(justice, second)
    with pytest.raises(RightMissing):
        mark_sent(committee, first, actor=committee.officer)


def test_A5_what_was_refused_needs_no_paper_and_arrived_paper_needs_no_mark_of_its_sender(
    committee, justice, finance, sent
):
    first, second = sent
    no = NewReport(first.id, StatusCode.REFUSED, "no", note="Gửi nhầm")
    services.report_status(report=no, actor=justice.clerk, now=MONDAY_9AM)
    assert waiting(committee) == (1, 0)
    assert [one.id for one in queries.papers_to_send(agency_id=committee.agency.id)] == [second.id]
    mark_arrived(finance, second)
    assert waiting(committee) == (0, 0)
    assert paper_of(second).state == PaperState.ARRIVED
    mark_sent(committee, second)
    assert waiting(finance) == (0, 0)
    # What went before its sender knew is marked, and nobody is to watch for it or to send it again.
    mark_sent(committee, first)
    assert waiting(justice) == (0, 0)
    take_back(committee, first, PaperStep.SENT)
    assert (waiting(committee), waiting(justice)) == ((0, 0), (0, 0))


def test_A5_who_takes_in_after_all_what_it_refused_watches_for_its_paper_again(
    committee, justice, sent
):
    first, _second = sent
    mark_sent(committee, first)
    no = NewReport(first.id, StatusCode.REFUSED, "no", note="Gửi nhầm")
    services.report_status(report=no, actor=justice.clerk, now=MONDAY_9AM)
    assert waiting(justice) == (0, 0)
    # A package that was made earlier and comes later: no act, but what happened.
    yes = NewReport(first.id, StatusCode.ACCEPTED, "yes", is_act=False)
    services.report_status(report=yes, actor=justice.clerk, now=MONDAY_9AM)
    assert waiting(justice) == (0, 1)


def test_marking_costs_the_same_for_2_and_for_12_recipients(committee, count_statements):
    offices = [an_office(f"Sở số {n}", parent=committee.agency) for n in range(14)]
    a_rule(committee)
    few, many = (
        queries.papers_of_dispatch(a_dispatch(committee, *some).id)
        for some in (offices[:2], offices[2:])
    )
    costs = [
        count_statements(lambda each=each: mark_sent(committee, *each)) for each in (few, many)
    ]
    assert costs[0] == costs[1]
    listed = lambda: queries.papers_on_their_way(agency_id=committee.agency.id)  # noqa: E731
    assert count_statements(listed) == 2
    assert len(listed()) == 14


def test_A5_an_heir_sends_and_receives_the_paper_of_who_was_before_it(
    committee, justice, finance, sent
):
    first, second = sent
    mark_sent(committee, first, second)
    out = the_delivery(a_dispatch(justice, committee), committee)
    merge(justice.agency, finance.agency, now=MONDAY_9AM)
    assert {one.id for one in queries.papers_to_come(agency_id=finance.agency.id)} == {
        first.id,
        second.id,
    }
    assert waiting(finance) == (1, 2)
    mark_arrived(finance, first, second)
    mark_sent(finance, out)
    assert waiting(finance) == (0, 0)


def test_A5_what_an_update_takes_the_place_of_needs_no_paper_and_the_update_does(
    committee, justice, finance, sent
):
    first, _second = sent
    dispatch = queries.dispatch_card(first.dispatch_id)
    accept(justice, first)
    _new, changed = updated(committee, dispatch, only=[justice.agency.id])
    offered = changed.offers[first.id]
    assert offered.paper is not None
    answer(justice, first, agrees=True)
    owed = {one.id for one in queries.papers_to_send(agency_id=committee.agency.id)}
    assert (first.id in owed, offered.id in owed) == (False, True)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_clerks_who_mark_at_one_moment_the_second_is_told_what_the_first_did(
    committee, justice, finance
):
    a_rule(committee)
    delivery = the_delivery(a_dispatch(committee, justice), justice)
    ways = (BY_HAND, PaperSent(MONDAY, PaperWay.POST, "EE 1"))
    told = together(*(partial(mark_sent, committee, delivery, sent=way) for way in ways))
    assert told == [errors.PaperMarked]
    assert Record.objects.filter(act="paper.sent").count() == 1
