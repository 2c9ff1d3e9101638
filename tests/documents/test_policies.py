"""Which rule decides: scope, dates, and what the table says of 2010, 2019 and 2026 (A5, A10)."""

from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.documents.builders import a_committee, an_agency

from lienthong.directory import services as directory
from lienthong.documents import queries
from lienthong.documents.models import Policy
from lienthong.documents.rules.policies import narrowest_policy
from lienthong.documents.types import PolicyCard, Scope
from lienthong.kernel.actor import Actor
from lienthong.kernel.clock import VIETNAM

DAY = date(2026, 11, 16)
HERE, ABOVE, ELSEWHERE = UUID(int=1), UUID(int=2), UUID(int=3)
CASE = Scope(kind="bao-cao", recipient_role="action", period="yearly", agency_ids=(HERE, ABOVE))


def row(number, **changes):
    given_ = {
        "id": UUID(int=number),
        "matter": "routing",
        "clause": "",
        "title": "",
        "value": {},
        "valid_from": date(2018, 9, 6),
        "valid_to": None,
    }
    return PolicyCard(**{**given_, **changes})


def chosen(*rows, day=DAY, scope=CASE):
    found = narrowest_policy(rows, day=day, scope=scope)
    return found.id.int if found else None


def test_A5_the_row_that_says_most_about_the_case_wins():
    general, reports = row(1), row(2, kind="bao-cao")
    yearly = row(3, kind="bao-cao", period="yearly")
    assert chosen(general, reports, yearly) == 3
    assert chosen(yearly, reports, general) == 3
    assert chosen(general, reports) == 2


def test_a_row_about_another_case_says_nothing():
    assert chosen(row(1, kind="quyet-dinh")) is None
    assert chosen(row(1, recipient_role="information")) is None
    assert chosen(row(1, agency_id=ELSEWHERE)) is None


def test_a_row_outside_its_days_says_nothing():
    old = row(1, valid_to=DAY - timedelta(days=1))
    future = row(2, valid_from=DAY + timedelta(days=1))
    assert chosen(old, future) is None
    assert chosen(row(3, valid_to=DAY), row(4, valid_from=DAY)) == 4


def test_an_agencys_own_rule_goes_before_the_one_of_its_province():
    assert chosen(row(1, agency_id=ABOVE), row(2, agency_id=HERE), row(3)) == 2
    assert chosen(row(1, agency_id=ABOVE), row(3)) == 1


def test_of_two_equal_rows_the_later_one_wins():
    assert chosen(row(2), row(1, valid_from=date(2020, 3, 5))) == 1


rows = st.lists(
    st.builds(
        row,
        st.integers(min_value=1, max_value=999),
        kind=st.sampled_from(["", "bao-cao", "quyet-dinh"]),
        period=st.sampled_from(["", "yearly", "monthly"]),
        agency_id=st.sampled_from([None, HERE, ABOVE, ELSEWHERE]),
        valid_from=st.dates(date(2016, 1, 1), date(2028, 1, 1)),
        valid_to=st.none() | st.dates(date(2024, 1, 1), date(2028, 1, 1)),
    ),
    unique_by=lambda each: each.id,
    max_size=12,
)


@given(rows=rows, data=st.data())
def test_the_choice_depends_on_the_rows_and_not_on_their_order(rows, data):
    shuffled = data.draw(st.permutations(rows))
    assert chosen(*rows) == chosen(*shuffled)


@given(rows=rows)
def test_the_chosen_row_is_in_force_and_fits(rows):
    found = narrowest_policy(rows, day=DAY, scope=CASE)
    if found is None:
        assert not any(
            each.kind in ("", "bao-cao")
            and each.period in ("", "yearly")
            and each.agency_id in (None, HERE, ABOVE)
            and each.valid_from <= DAY
            and (each.valid_to is None or each.valid_to >= DAY)
            for each in rows
        )
    else:
        assert found.valid_from <= DAY
        assert found.kind in ("", "bao-cao")
        assert found.agency_id in (None, HERE, ABOVE)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("signed", "latest", "clause"),
    [
        ("2010-11-18T16:00", "2010-11-20T00:00", "110/2004"),
        ("2019-11-18T16:00", "2019-11-19T12:00", "28/2018"),
        ("2026-11-16T16:00", "2026-11-17T12:00", "28/2018"),
    ],
)
def test_A10_a_document_is_measured_by_the_rule_of_its_day(signed, latest, clause):
    moment, policy_id = queries.issue_limit(
        signed_at=datetime.fromisoformat(signed).replace(tzinfo=VIETNAM), is_urgent=False
    )
    assert moment == datetime.fromisoformat(latest).replace(tzinfo=VIETNAM)
    assert clause in Policy.objects.get(pk=policy_id).clause


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("arrived", "latest", "clause"),
    [
        ("2019-11-18T16:00", "2019-11-20T00:00", "110/2004"),
        ("2026-11-16T16:00", "2026-11-17T00:00", "30/2020"),
    ],
)
def test_A10_acceptance_is_due_the_same_day_since_2020(arrived, latest, clause):
    moment, policy_id = queries.accept_limit(
        admitted_at=datetime.fromisoformat(arrived).replace(tzinfo=VIETNAM), is_urgent=False
    )
    assert moment == datetime.fromisoformat(latest).replace(tzinfo=VIETNAM)
    assert clause in Policy.objects.get(pk=policy_id).clause


@pytest.mark.django_db
def test_A10_registration_may_wait_until_the_next_working_day():
    friday = datetime(2026, 11, 20, 16, tzinfo=VIETNAM)
    latest, _policy = queries.register_limit(arrived_at=friday, is_urgent=False)
    assert latest == datetime(2026, 11, 24, tzinfo=VIETNAM)


@pytest.mark.django_db
def test_A10_holidays_of_the_province_do_not_count():
    directory.decide_day(
        day=date(2026, 11, 17),
        is_working=False,
        name="Ngày nghỉ bù",
        source="15/QĐ-UBND",
        actor=Actor.installation(),
        now=datetime(2026, 11, 2, 8, tzinfo=VIETNAM),
    )
    latest, _policy = queries.issue_limit(
        signed_at=datetime(2026, 11, 16, 16, tzinfo=VIETNAM), is_urgent=False
    )
    assert latest == datetime(2026, 11, 18, 12, tzinfo=VIETNAM)


@pytest.mark.django_db
def test_where_the_table_is_silent_the_general_rule_holds_and_no_row_is_named():
    Policy.objects.all().delete()
    latest, policy_id = queries.accept_limit(
        admitted_at=datetime(2026, 11, 16, 16, tzinfo=VIETNAM), is_urgent=False
    )
    assert latest == datetime(2026, 11, 18, tzinfo=VIETNAM)
    assert policy_id is None


@pytest.mark.django_db
def test_a_limit_costs_two_statements(count_statements):
    now = datetime(2026, 11, 16, 16, tzinfo=VIETNAM)
    assert count_statements(lambda: queries.accept_limit(admitted_at=now, is_urgent=False)) == 2


@pytest.mark.django_db
def test_A5_a_rule_of_the_province_holds_for_all_below_it_and_nobody_else():
    committee = a_committee()
    department = an_agency(parent=committee)
    school = an_agency("Trường Nguyễn Trãi", "NT", parent=department)
    stranger = an_agency("Sở Y tế tỉnh khác", "SYT")
    Policy.objects.create(
        matter="routing",
        clause="14/CT-UBND",
        title="Báo cáo tháng chỉ gửi bản điện tử",
        kind="bao-cao",
        agency_id=committee.id,
        value={"electronic": True, "paper": False},
        valid_from=date(2014, 7, 1),
    )
    for agency in (committee, department, school):
        found = queries.policy_for("routing", day=DAY, kind="bao-cao", issuer=agency)
        assert found is not None
        assert found.clause == "14/CT-UBND"
    national = queries.policy_for("routing", day=DAY, kind="bao-cao", issuer=stranger)
    assert national is not None
    assert "28/2018" in national.clause


@pytest.mark.django_db
def test_A5_the_routing_of_2010_went_on_paper_and_that_of_today_does_not():
    before = queries.policy_for("routing", day=date(2010, 11, 18))
    today = queries.policy_for("routing", day=DAY)
    assert before is not None
    assert today is not None
    assert (before.value["paper"], today.value["paper"]) == (True, False)


@pytest.mark.django_db
def test_of_a_matter_that_no_rule_speaks_of_there_is_none():
    assert queries.policy_for("routing", day=date(1999, 1, 1)) is None
    assert queries.policy_for("no-such-matter", day=DAY) is None
