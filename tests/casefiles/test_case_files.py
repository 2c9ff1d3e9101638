"""Files of work from the list of the year to the agency's archive (B6), and what goes wrong."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from tests.casefiles.builders import (
    MINUTE,
    TODAY,
    a_closed_file,
    a_listed_file,
    an_open_file,
    card,
    close,
    facts,
    offer,
    put,
)
from tests.directory.builders import an_operator
from tests.directory.reorganising.plans import Province, a_merger, done
from tests.exchange.builders import MONDAY_9AM, a_dispatch, a_version, an_office, the_delivery
from tests.exchange.changes import accept, answer, recall
from tests.same_moment import together

from lienthong.access.errors import RightMissing
from lienthong.casefiles import errors, queries, rules, services
from lienthong.casefiles.models import CaseFile, FiledDocument
from lienthong.casefiles.types import (
    CaseFileFilter,
    CaseFileState,
    CaseFileStep,
    CaseFileTab,
    DepositState,
    Retention,
)
from lienthong.directory import services as directory
from lienthong.directory.models import Agency, Unit
from lienthong.directory.types import Role
from lienthong.documents import queries as documents
from lienthong.documents.errors import UnknownDocument
from lienthong.documents.models import Version
from lienthong.kernel.ids import uuid7
from lienthong.ledger import queries as ledger
from lienthong.ledger.models import Record
from lienthong.notices import queries as notices
from lienthong.registers import services as registers
from lienthong.worklist import queries as worklist
from lienthong.worklist.models import WorkItem
from lienthong.worklist.services import settle
from lienthong.worklist.types import Audience, Verb

pytestmark = pytest.mark.django_db


def listed(actor, tab=CaseFileTab.ALL, today=TODAY, **more):
    found = queries.find_files(CaseFileFilter(tab, **more), actor=actor, today=today)
    return [one.facts.notation for one in found]


def lines(case_file_id, actor):
    return queries.documents_page(case_file_id, viewer=documents.viewer_of(actor), skipped=0)


def steps(case_file_id, actor):
    return [line.step for line in queries.course(case_file_id, viewer=documents.viewer_of(actor))]


def waits(actor, now=MONDAY_9AM):
    return [line.verb for line in worklist.waiting(actor, now=now).lines]


def acts_about(subject_id):
    found = Record.objects.filter(subjects__subject=subject_id).order_by("recorded_at", "id")
    return list(found.values_list("act", flat=True))


def test_B6_from_the_list_to_the_archive(justice):
    file_id = a_listed_file(justice.clerk, "05/HS-VP", keeper_id=justice.officer.post_id)
    assert listed(justice.officer, CaseFileTab.LISTED) == ["05/HS-VP"]
    services.open_file(case_file_id=file_id, actor=justice.officer, now=MONDAY_9AM)
    later = a_version(justice, issued_on=date(2026, 11, 20))
    earlier = a_version(justice, issued_on=date(2026, 3, 2))
    assert put(file_id, later.version_id, justice.clerk)
    assert put(file_id, earlier.version_id, justice.clerk)
    assert [one.version.id for one in lines(file_id, justice.clerk)] == [
        earlier.version_id,
        later.version_id,
    ]
    close(file_id, justice.officer)
    shown = card(file_id, justice)
    assert (shown.state, shown.count, shown.page_count) == (CaseFileState.CLOSED, 2, 2)
    assert shown.code == f"{justice.agency.code}.2026.05/HS-VP"
    assert shown.due_on == date(2027, 11, 23)
    assert len(shown.list_digest) == 64

    deposit_id = offer(justice.officer, file_id)
    assert Verb.TAKE_OVER_FILES in waits(justice.clerk)
    services.take_over_deposit(deposit_id=deposit_id, actor=justice.clerk, now=MONDAY_9AM + MINUTE)

    assert card(file_id, justice).state == CaseFileState.HANDED_OVER
    assert waits(justice.clerk) == []
    assert [one.code for one in notices.unread(justice.officer, limit=5)] == [
        "casefiles.taken-over"
    ]
    assert acts_about(file_id) == ["casefile.closed"]
    assert acts_about(deposit_id) == ["casefile.handed-over"]
    assert steps(file_id, justice.clerk) == [
        CaseFileStep.OPENED,
        CaseFileStep.CLOSED,
        CaseFileStep.OFFERED,
        CaseFileStep.HANDED_OVER,
    ]


def test_B6_after_the_archive_has_it_nothing_in_a_file_changes(justice):
    file_id = a_closed_file(justice)
    deposit_id = offer(justice.clerk, file_id)
    services.take_over_deposit(deposit_id=deposit_id, actor=justice.clerk, now=MONDAY_9AM)
    (line,) = lines(file_id, justice.clerk)
    told = {"case_file_id": file_id, "actor": justice.clerk, "now": MONDAY_9AM}
    leader = {**told, "actor": justice.leader}
    for act in (
        lambda: put(file_id, a_version(justice).version_id, justice.clerk),
        lambda: services.take_document_out(filed_id=line.id, **told),
        lambda: services.change_file(facts=facts("06/HS-VP"), **told),
        lambda: services.reopen_file(reason="Thiếu một văn bản.", **told),
        lambda: services.open_file(**told),
        lambda: services.keep_back(until=date(2028, 1, 1), reason="Còn dùng.", **leader),
        lambda: offer(justice.clerk, file_id, key="nop-2"),
        lambda: close(file_id, justice.clerk),
    ):
        with pytest.raises(errors.CaseFileMoved) as refused:
            act()
        assert refused.value.code == "casefiles.state-moved-on"
    services.take_over_deposit(deposit_id=deposit_id, actor=justice.clerk, now=MONDAY_9AM)
    with pytest.raises(errors.DepositAnswered) as refused:
        services.refuse_deposit(
            deposit_id=deposit_id, reason="Thiếu.", actor=justice.clerk, now=MONDAY_9AM
        )
    assert refused.value.code == "casefiles.deposit-answered"
    assert acts_about(deposit_id) == ["casefile.handed-over"]


def test_B6_one_notation_a_year_and_the_same_form_once(justice, finance):
    told = {"is_listed": True, "actor": justice.clerk, "now": MONDAY_9AM}
    first = services.new_file(facts=facts(), key="f1", **told)
    assert services.new_file(facts=facts(), key="f1", **told) == first
    with pytest.raises(errors.KeyOfOtherFile) as refused:
        services.new_file(facts=facts("06/HS-VP"), key="f1", **told)
    assert refused.value.code == "casefiles.key-used-for-other-file"
    with pytest.raises(errors.NotationTaken) as refused:
        services.new_file(facts=facts(), key="f2", **told)
    assert refused.value.code == "casefiles.notation-taken"
    services.new_file(facts=facts(year=2025), key="f3", **told)
    a_listed_file(finance.clerk, "05/HS-VP")
    other = a_listed_file(justice.clerk, "06/HS-VP")
    with pytest.raises(errors.NotationTaken):
        services.change_file(case_file_id=other, facts=facts(), actor=justice.clerk, now=MONDAY_9AM)
    assert listed(justice.clerk) == ["05/HS-VP", "06/HS-VP", "05/HS-VP"]


@pytest.mark.parametrize(
    ("changes", "refusal", "code"),
    [
        ({"notation": " "}, errors.NotationMissing, "casefiles.notation-missing"),
        ({"year": 2028}, errors.YearUnlikely, "casefiles.year-unlikely"),
        ({"year": 1944}, errors.YearUnlikely, "casefiles.year-unlikely"),
        ({"retention": "7-years"}, errors.RetentionUnknown, "casefiles.retention-unknown"),
        ({"keeper_id": uuid7()}, errors.KeeperUnknown, "casefiles.keeper-unknown"),
        ({"unit_id": uuid7()}, errors.KeeperUnknown, "casefiles.keeper-unknown"),
        ({"started_on": TODAY + timedelta(1)}, errors.DaysReversed, "casefiles.days-reversed"),
    ],
)
def test_B6_what_is_written_wrongly_is_turned_down(justice, changes, refusal, code):
    with pytest.raises(refusal) as refused:
        services.new_file(
            facts=replace(facts(), **changes),
            is_listed=True,
            key="f",
            actor=justice.clerk,
            now=MONDAY_9AM,
        )
    assert refused.value.code == code
    assert not CaseFile.objects.exists()


def test_B6_a_list_is_copied_to_the_next_year_once(justice):
    a_listed_file(justice.clerk, "01", keeper_id=justice.officer.post_id)
    a_listed_file(justice.clerk, "02", unit_id=justice.unit_id)
    an_open_file(justice.clerk, "99")
    told = {"actor": justice.clerk, "now": MONDAY_9AM}
    assert services.copy_list(from_year=2026, to_year=2027, **told) == 2
    assert services.copy_list(from_year=2026, to_year=2027, **told) == 0
    found = queries.find_files(
        CaseFileFilter(CaseFileTab.ALL, year=2027), actor=justice.clerk, today=TODAY
    )
    assert [(one.facts.notation, one.state, one.facts.started_on) for one in found] == [
        ("01", CaseFileState.LISTED, None),
        ("02", CaseFileState.LISTED, None),
    ]
    assert found[0].facts.keeper_id == justice.officer.post_id
    services.strike_from_list(case_file_id=found[1].id, actor=justice.clerk)
    assert listed(justice.clerk, year=2027) == ["01"]
    with pytest.raises(errors.NoListToCopy) as refused:
        services.copy_list(from_year=2020, to_year=2027, **told)
    assert refused.value.code == "casefiles.no-list-to-copy"
    with pytest.raises(RightMissing):
        services.copy_list(from_year=2026, to_year=2027, actor=justice.officer, now=MONDAY_9AM)


def test_B6_who_keeps_a_file_changes_it_and_nobody_else(justice, finance):
    file_id = an_open_file(justice.clerk)
    version_id = a_version(justice).version_id
    with pytest.raises(errors.NotTheKeeper) as refused:
        put(file_id, version_id, justice.leader)
    assert refused.value.code == "casefiles.not-the-keeper"
    assert put(file_id, version_id, justice.clerk)
    assert not put(file_id, version_id, justice.clerk)
    for stranger in (finance.clerk, finance.officer):
        with pytest.raises((errors.CaseFileNotFound, UnknownDocument)):
            put(file_id, version_id, stranger)
    with pytest.raises(errors.CaseFileNotFound) as refused:
        queries.case_file(file_id, agency_id=finance.agency.id)
    assert refused.value.code == "casefiles.not-found"
    of_unit = an_open_file(
        justice.clerk, "06", keeper_id=justice.clerk.post_id, unit_id=justice.unit_id
    )
    services.change_file(
        case_file_id=of_unit,
        facts=facts("06", unit_id=justice.unit_id, note="x", retention=Retention.YEARS_2),
        actor=justice.officer,
        now=MONDAY_9AM,
    )
    changed = queries.course(of_unit, viewer=documents.viewer_of(justice.clerk))[-1]
    assert changed.note == f"10 năm → 02 năm; {justice.clerk.name} → —"
    assert [one.facts.notation for one in queries.open_files_for(justice.officer)] == ["06"]


def test_B6_a_file_shows_of_documents_what_each_may_see(justice, committee):
    shared = an_open_file(
        justice.clerk, "06", keeper_id=justice.officer.post_id, unit_id=justice.unit_id
    )
    arrived = a_dispatch(committee, justice)
    put(shared, arrived.version_id, justice.clerk)
    assert [one.version for one in lines(shared, justice.officer)] == [None]
    assert lines(shared, justice.clerk)[0].version.id == arrived.version_id
    with pytest.raises(UnknownDocument):
        put(an_open_file(justice.officer, "07"), arrived.version_id, justice.officer)
    (line,) = lines(shared, justice.officer)
    services.take_document_out(
        case_file_id=shared, filed_id=line.id, actor=justice.officer, now=MONDAY_9AM
    )
    told = {
        who: queries.course(shared, viewer=documents.viewer_of(who))[-1].note
        for who in (justice.officer, justice.clerk)
    }
    reference = documents.version_card(arrived.version_id).reference_code
    assert told == {justice.officer: "", justice.clerk: reference}
    with pytest.raises(errors.DocumentNotInFile) as refused:
        services.take_document_out(
            case_file_id=shared, filed_id=line.id, actor=justice.clerk, now=MONDAY_9AM
        )
    assert refused.value.code == "casefiles.document-not-in-file"


def test_B6_documents_are_found_by_number_of_the_book_and_by_words(justice, committee):
    delivery = the_delivery(a_dispatch(committee, justice, subject="V/v thống kê hộ tịch"), justice)
    entry = registers.accept_delivery(
        delivery_id=delivery.id, key="k", actor=justice.clerk, now=MONDAY_9AM
    )
    viewer = documents.viewer_of(justice.clerk)
    by_number = queries.candidates(str(entry.number), viewer=viewer)
    assert entry.version_id in [one.id for one in by_number]
    assert [one.id for one in queries.candidates("ho tich", viewer=viewer)] == [entry.version_id]
    officer = documents.viewer_of(justice.officer)
    assert queries.candidates(str(entry.number), viewer=officer) == []
    assert queries.candidates(" ", viewer=viewer) == []

    file_id = an_open_file(justice.clerk)
    put(file_id, entry.version_id, justice.clerk)
    check = queries.closing_check(card(file_id, justice), viewer=viewer)
    assert (check.open_work, check.forbids) == ((str(entry.number),), False)
    assert [
        one.notation for one in queries.places_of(entry.version_id, agency_id=justice.agency.id)
    ]
    close(file_id, justice.clerk)


def test_B6_what_was_recalled_is_told_before_closing_and_stands_so_in_the_list(justice, committee):
    dispatch = a_dispatch(committee, justice)
    delivery = the_delivery(dispatch, justice)
    accept(justice, delivery)
    file_id = an_open_file(justice.clerk)
    put(file_id, dispatch.version_id, justice.clerk)
    put(file_id, a_version(justice).version_id, justice.clerk)
    viewer = documents.viewer_of(justice.clerk)
    assert queries.closing_check(card(file_id, justice), viewer=viewer).recalled == ()
    recall(committee, dispatch)
    answer(justice, delivery, agrees=True)
    reference = documents.version_card(dispatch.version_id).reference_code
    assert queries.closing_check(card(file_id, justice), viewer=viewer).recalled == (reference,)
    told = {one.version.id: one.is_recalled for one in lines(file_id, justice.clerk)}
    assert told[dispatch.version_id]
    assert sorted(told.values()) == [False, True]
    officer = documents.viewer_of(justice.officer)
    assert queries.recalled_in(file_id, viewer=officer) == []
    close(file_id, justice.clerk)


@pytest.mark.parametrize(
    ("changes", "on", "filled", "refusal", "code"),
    [
        ({"title": ""}, TODAY, True, errors.TitleMissing, "casefiles.title-missing"),
        (
            *({"retention": Retention.UNKNOWN}, TODAY, True),
            *(errors.RetentionMissing, "casefiles.retention-missing"),
        ),
        ({}, TODAY, False, errors.FileIsEmpty, "casefiles.file-is-empty"),
        ({}, TODAY + timedelta(1), True, errors.DaysReversed, "casefiles.days-reversed"),
        (
            *({"started_on": date(2026, 5, 1)}, date(2026, 4, 30), True),
            *(errors.DaysReversed, "casefiles.days-reversed"),
        ),
    ],
)
def test_B6_what_is_not_whole_is_not_closed(justice, changes, on, filled, refusal, code):
    file_id = an_open_file(justice.clerk, **changes)
    if filled:
        put(file_id, a_version(justice).version_id, justice.clerk)
    with pytest.raises(refusal) as refused:
        close(file_id, justice.clerk, on=on)
    assert refused.value.code == code
    assert card(file_id, justice).state == CaseFileState.OPEN
    assert acts_about(file_id) == []


def test_B6_a_closed_file_is_opened_again_with_a_reason_and_both_are_recorded(justice):
    file_id = a_closed_file(justice)
    before = card(file_id, justice).list_digest
    told = {"case_file_id": file_id, "actor": justice.clerk, "now": MONDAY_9AM}
    with pytest.raises(errors.ReasonMissing) as refused:
        services.reopen_file(reason=" ", **told)
    assert refused.value.code == "casefiles.reason-missing"
    services.reopen_file(reason="Thiếu báo cáo cuối năm.", **told)
    services.reopen_file(reason="Thiếu báo cáo cuối năm.", **told)
    put(file_id, a_version(justice).version_id, justice.clerk)
    close(file_id, justice.clerk)
    assert acts_about(file_id) == ["casefile.closed", "casefile.reopened", "casefile.closed"]
    assert card(file_id, justice).list_digest != before


def test_B6_the_list_of_a_file_is_bound_to_the_last_page(justice):
    file_id = a_closed_file(justice)
    told = {"case_file_id": file_id, "actor": justice.clerk, "now": MONDAY_9AM}
    before = card(file_id, justice).list_digest
    services.reopen_file(reason="Xem lại.", **told)
    Version.objects.update(page_count=2)
    close(file_id, justice.clerk)
    assert card(file_id, justice).list_digest != before
    (one,) = ledger.records_of_subject(file_id)[-1:]
    assert one is not None


def test_B6_the_archive_takes_over_what_is_still_as_it_was_closed(justice, committee):
    file_id = an_open_file(justice.clerk)
    put(file_id, a_dispatch(committee, justice).version_id, justice.clerk)
    close(file_id, justice.clerk)
    deposit_id = offer(justice.clerk, file_id)
    take = {"deposit_id": deposit_id, "actor": justice.clerk, "now": MONDAY_9AM}
    pages = Version.objects.get().page_count
    Version.objects.update(page_count=pages + 1)
    with pytest.raises(errors.ListDiffers) as refused:
        services.take_over_deposit(**take)
    assert refused.value.code == "casefiles.list-differs"
    assert card(file_id, justice).state == CaseFileState.OFFERED
    Version.objects.update(page_count=pages)
    # An issuer may be called otherwise by now: that changes nothing of the list.
    Agency.objects.filter(pk=committee.agency.id).update(name="Ủy ban nhân dân tỉnh Mới")
    services.take_over_deposit(**take)
    assert card(file_id, justice).state == CaseFileState.HANDED_OVER


def test_B6_what_is_kept_for_less_than_five_years_stays(justice):
    file_id = a_closed_file(justice, retention=Retention.YEARS_2)
    assert card(file_id, justice).due_on is None
    with pytest.raises(errors.NotDeposited) as refused:
        offer(justice.clerk, file_id)
    assert refused.value.code == "casefiles.not-deposited"
    assert listed(justice.clerk, CaseFileTab.OVER, today=date(2028, 12, 31)) == []
    assert listed(justice.clerk, CaseFileTab.OVER, today=date(2029, 1, 1)) == ["05/HS-VP"]


def test_B6_the_archive_refuses_with_a_reason_and_the_keeper_offers_again(justice):
    file_id = a_closed_file(justice, keeper_id=justice.officer.post_id)
    first = offer(justice.officer, file_id)
    assert offer(justice.officer, file_id) == first
    refuse = {"deposit_id": first, "actor": justice.clerk, "now": MONDAY_9AM}
    with pytest.raises(errors.ReasonMissing):
        services.refuse_deposit(reason="", **refuse)
    with pytest.raises(RightMissing):
        services.take_over_deposit(deposit_id=first, actor=justice.officer, now=MONDAY_9AM)
    services.refuse_deposit(reason="Thiếu công văn trả lời.", **refuse)
    (told,) = notices.unread(justice.officer, limit=5)
    assert "Thiếu công văn trả lời." in told.sentence % told.facts
    second = offer(justice.officer, file_id, key="nop-2")
    services.take_back_deposit(deposit_id=second, actor=justice.officer, now=MONDAY_9AM)
    assert card(file_id, justice).state == CaseFileState.CLOSED
    assert Verb.TAKE_OVER_FILES not in waits(justice.clerk)
    states = [one.state for one in queries.deposit_page(justice.agency.id)]
    assert sorted(states) == sorted([DepositState.REFUSED, DepositState.TAKEN_BACK])
    with pytest.raises(errors.NothingChosen) as refused:
        offer(justice.officer, key="nop-3")
    assert refused.value.code == "casefiles.nothing-chosen"


def test_B6_who_keeps_a_file_is_reminded_before_it_is_due_unless_it_is_kept_back(justice):
    file_id = a_closed_file(justice, keeper_id=justice.officer.post_id)
    soon = MONDAY_9AM + timedelta(days=340)
    assert services.remind_of_deposits(now=soon - timedelta(days=30)) == 0
    assert services.remind_of_deposits(now=soon) == services.remind_of_deposits(now=soon) == 1
    assert waits(justice.officer, soon) == [Verb.HAND_OVER_FILE]
    keep = {"case_file_id": file_id, "now": soon}
    with pytest.raises(RightMissing):
        services.keep_back(
            until=date(2028, 1, 1), reason="Còn dùng.", actor=justice.officer, **keep
        )
    for until in (date(2027, 11, 23), date(2029, 11, 24)):
        with pytest.raises(errors.KeptBackTooLong) as refused:
            services.keep_back(until=until, reason="Còn dùng.", actor=justice.leader, **keep)
        assert refused.value.code == "casefiles.kept-back-too-long"
    services.keep_back(until=date(2029, 11, 23), reason="Còn dùng.", actor=justice.leader, **keep)
    assert waits(justice.officer, soon) == []
    assert services.remind_of_deposits(now=soon) == 0
    assert card(file_id, justice).due_on == date(2029, 11, 23)


def test_B6_files_of_a_keeper_who_left_are_the_units_and_the_clerks_are_told(justice):
    keeper = {"keeper_id": justice.officer.post_id}
    listed_id = a_listed_file(justice.clerk, "01", **keeper)
    due_id = a_closed_file(justice, "02", unit_id=justice.unit_id, **keeper)
    directory.end_post(post_id=justice.officer.post_id, on=TODAY)
    soon = MONDAY_9AM + timedelta(days=340)
    services.remind_of_deposits(now=soon)
    assert services.give_back_files(now=MONDAY_9AM) == 0  # the last day is a day of work
    assert services.give_back_files(now=soon) == 2
    assert services.give_back_files(now=soon) == 0
    assert [card(one, justice).facts.keeper_id for one in (listed_id, due_id)] == [None, None]
    assert steps(due_id, justice.clerk)[-1] == CaseFileStep.KEEPER_LEFT
    (told,) = notices.unread(justice.clerk, limit=5)
    assert (told.code, told.facts["count"]) == ("casefiles.keeper-left", 2)
    assert listed(justice.clerk, unkept=True) == ["01", "02"]
    # What is due waits for the unit, and for the clerks once the unit is no more.
    services.remind_of_deposits(now=soon)
    waiting = WorkItem.objects.filter(subject_id=due_id, settled_at=None)
    assert waiting.get().audience == Audience(unit_id=justice.unit_id).key
    settle(subject_kind="casefile", subject_ids=[due_id], actor=justice.clerk, now=soon)
    Unit.objects.filter(pk=justice.unit_id).update(valid_to=TODAY)
    services.remind_of_deposits(now=soon)
    assert waiting.get().audience == Audience(role=Role.CLERK).key


def test_B6_who_gets_another_post_of_the_agency_takes_the_files_along(justice):
    file_id = an_open_file(justice.clerk, keeper_id=justice.officer.post_id)
    directory.end_post(post_id=justice.officer.post_id, on=TODAY)
    again = directory.appoint(
        person_id=justice.officer.person_id,
        agency_id=justice.agency.id,
        role=Role.CLERK,
        title="Văn thư",
        valid_from=TODAY + timedelta(days=1),
    )
    assert services.give_back_files(now=MONDAY_9AM + timedelta(days=1)) == 1
    assert card(file_id, justice).facts.keeper_id == again.id
    assert notices.unread(justice.clerk, limit=5) == []


def test_B6_files_of_a_year_stand_in_the_order_of_their_numbers(justice):
    for notation in ("10/HS", "2/HS", "01/HS", "1234567/HS", "Đ/HS"):
        a_listed_file(justice.clerk, notation)
    in_order = ["01/HS", "2/HS", "10/HS", "1234567/HS", "Đ/HS"]
    assert listed(justice.clerk) == in_order


def test_B6_the_days_of_the_law():
    assert rules.deposit_until(date(2024, 2, 29), is_construction=False) == date(2025, 2, 28)
    assert rules.deposit_until(date(2026, 11, 30), is_construction=True) == date(2027, 2, 28)
    assert rules.latest_keeping_back(date(2027, 11, 23)) == date(2029, 11, 23)
    assert rules.is_deposited(years=5, is_forever=False)
    assert not rules.is_deposited(years=2, is_forever=False)
    assert rules.is_deposited(years=None, is_forever=True)
    assert not rules.is_deposited(years=None, is_forever=False)


def test_B6_five_thousand_documents_cost_as_many_statements_as_five(justice, count_statements):
    few, many = an_open_file(justice.clerk, "1"), an_open_file(justice.clerk, "2")
    first = Version.objects.get(pk=a_version(justice).version_id)
    names = [field.attname for field in Version._meta.concrete_fields if field.name != "id"]
    same = {name: getattr(first, name) for name in names}
    versions = [Version(**{**same, "id": uuid7(), "ordinal": place + 2}) for place in range(5000)]
    Version.objects.bulk_create(versions, batch_size=40)
    for file_id, some in ((few, versions[:5]), (many, versions)):
        FiledDocument.objects.bulk_create(
            (
                FiledDocument(
                    case_file_id=file_id,
                    version_id=one.pk,
                    document_on=one.issued_on,
                    page_count=1,
                    filed_by="x",
                    filed_at=MONDAY_9AM,
                )
                for one in some
            ),
            batch_size=100,
        )
    assert count_statements(lambda: lines(few, justice.clerk)) == count_statements(
        lambda: lines(many, justice.clerk)
    )
    assert len(lines(many, justice.clerk)) == 50
    assert count_statements(lambda: card(few, justice)) == count_statements(
        lambda: card(many, justice)
    )
    viewer = documents.viewer_of(justice.clerk)
    last = queries.documents_page(many, viewer=viewer, skipped=4950)
    assert last[-1].position == 5000
    assert count_statements(lambda: close(many, justice.clerk)) < 60
    assert card(many, justice).count == 5000


def test_B6_files_of_an_agency_that_ends_are_the_heirs(committee):
    names = ("Sở Tư pháp", "Sở Tài chính", "Sở Nội vụ")
    justice, finance, home = (an_office(name, parent=committee.agency) for name in names)
    province = Province(committee, justice, finance, home, an_operator(committee.agency))
    closed = a_closed_file(justice, keeper_id=justice.officer.post_id)
    same_notation = an_open_file(finance.clerk, "05/HS-VP")
    deposit_id = offer(justice.officer, closed)
    done(province, a_merger(province))
    shown = card(closed, finance)
    assert shown.closed_agency == justice.agency.name
    assert shown.code.startswith(justice.agency.code)
    assert card(same_notation, finance).closed_agency == ""
    services.take_over_deposit(deposit_id=deposit_id, actor=finance.clerk, now=MONDAY_9AM + MINUTE)
    assert card(closed, finance).state == CaseFileState.HANDED_OVER
    with pytest.raises(errors.CaseFileNotFound):
        card(closed, home)


def test_B6_an_offer_is_of_own_files_that_are_there(justice, finance):
    with pytest.raises(errors.CaseFileNotFound):
        offer(justice.clerk, a_closed_file(finance))
    with pytest.raises(errors.TooManyChosen) as refused:
        offer(justice.clerk, *(uuid4() for _one in range(501)))
    assert refused.value.code == "casefiles.too-many-chosen"
    with pytest.raises(errors.DepositNotFound) as refused:
        queries.deposit_card(uuid4(), agency_id=justice.agency.id)
    assert refused.value.code == "casefiles.deposit-not-found"


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_B6_of_two_at_one_moment_one_acts_and_the_other_is_told(justice):
    clerk = justice.clerk
    told = together(lambda: a_listed_file(clerk, "05"), lambda: a_listed_file(clerk, "05"))
    assert told == [errors.NotationTaken]
    twice = {"facts": facts("07"), "is_listed": True, "key": "f7"}
    assert together(*[lambda: services.new_file(**twice, actor=clerk, now=MONDAY_9AM)] * 2) == []
    assert listed(clerk) == ["05", "07"]
    file_id, version_id = an_open_file(clerk, "06"), a_version(justice).version_id
    assert together(*[lambda: put(file_id, version_id, clerk)] * 2) == []
    assert len(lines(file_id, clerk)) == 1
    assert together(*[lambda: close(file_id, clerk)] * 2) == []
    assert acts_about(file_id) == ["casefile.closed"]
    other_id = a_closed_file(justice, "08")
    assert together(*[lambda: offer(clerk, other_id, key="once")] * 2) == []
    (once,) = queries.deposit_page(justice.agency.id)
    services.take_back_deposit(deposit_id=once.id, actor=clerk, now=MONDAY_9AM)
    told = together(*(lambda key=key: offer(clerk, file_id, key=key) for key in ("a", "b")))
    assert told == [errors.CaseFileMoved]
    (deposit,) = (
        one for one in queries.deposit_page(justice.agency.id) if one.state == DepositState.OFFERED
    )
    answer = {"deposit_id": deposit.id, "actor": clerk, "now": MONDAY_9AM}
    told = together(
        lambda: services.take_over_deposit(**answer),
        lambda: services.refuse_deposit(reason="Thiếu.", **answer),
    )
    assert told == [errors.DepositAnswered]
