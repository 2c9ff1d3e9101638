"""The rule table is kept by the operator: every row is seen, one's own are entered and end (A5)."""

from datetime import date, timedelta
from functools import partial

import pytest
from django.core.management import call_command
from tests.directory.builders import a_post, actor_of, an_operator
from tests.documents.builders import MONDAY, a_committee, an_agency
from tests.same_moment import together

from lienthong.access.errors import RightMissing
from lienthong.directory.types import Role
from lienthong.documents import errors, queries, services
from lienthong.documents.models import Policy
from lienthong.documents.types import NewPolicy
from lienthong.kernel.clock import local_day
from lienthong.kernel.ids import uuid7
from lienthong.kernel.refusals import Invalid
from lienthong.ledger.models import Record

pytestmark = pytest.mark.django_db
TODAY = local_day(MONDAY)
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def committee():
    return a_committee()


@pytest.fixture
def operator(committee):
    return an_operator(an_agency("Sở Thông tin và Truyền thông", "STTTT", parent=committee))


def a_rule(committee, **changes):
    facts = {
        "agency_id": committee.id,
        "clause": "14/CT-UBND, khoản 2",
        "title": "Công văn gửi để thực hiện kèm bản giấy",
        "electronic": True,
        "paper": True,
        "kind": "cong-van",
        "recipient_role": "action",
        "valid_from": TOMORROW,
        **changes,
    }
    return NewPolicy(**facts)


def enter(new, operator):
    return services.enter_rule(new=new, actor=operator, now=MONDAY)


def end(rule_id, last_day, operator, now=MONDAY):
    services.end_rule(rule_id=rule_id, last_day=last_day, actor=operator, now=now)


def routed(issuer, day, role="action"):
    found = queries.policy_for(
        "routing", day=day, kind="cong-van", recipient_role=role, issuer=issuer
    )
    return found.value["paper"] if found else None


def test_A5_a_rule_of_the_province_decides_for_all_below_it_from_its_day_on(committee, operator):
    justice = an_agency(parent=committee)
    rule_id = enter(a_rule(committee), operator)
    assert (routed(justice, TODAY), routed(justice, TOMORROW)) == (False, True)
    assert routed(justice, TOMORROW, role="information") is False

    later = MONDAY + timedelta(days=5)
    end(rule_id, TODAY + timedelta(days=6), operator, now=later)
    end(rule_id, TODAY + timedelta(days=6), operator, now=later)
    assert routed(justice, TODAY + timedelta(days=6)) is True
    assert routed(justice, TODAY + timedelta(days=7)) is False
    assert Policy.objects.filter(pk=rule_id).exists()
    acts = Record.objects.filter(act__startswith="documents.rule-").values_list("act", flat=True)
    assert sorted(acts) == ["documents.rule-ended", "documents.rule-entered"]
    with pytest.raises(errors.RuleEnded) as refused:
        end(rule_id, TODAY + timedelta(days=8), operator, now=later)
    assert refused.value.code == "documents.rule-ended"


def test_A5_the_same_rule_twice_is_one_and_another_one_of_that_scope_and_day_is_refused(
    committee, operator
):
    first = enter(a_rule(committee), operator)
    assert enter(a_rule(committee, clause=" 14/CT-UBND,  khoản 2 "), operator) == first
    with pytest.raises(errors.RuleDoubled) as refused:
        enter(a_rule(committee, paper=False), operator)
    assert refused.value.code == "documents.rule-doubled"
    # What never began leaves its place to another, and may come again.
    end(first, TODAY, operator)
    assert enter(a_rule(committee), operator) != first


def test_A5_a_rule_about_a_concern_decides_only_what_is_about_it(committee, operator):
    enter(a_rule(committee, concern="finance"), operator)
    enter(a_rule(committee, kind="", period="year"), operator)

    def paper(**said):
        facts = {"kind": "cong-van", "recipient_role": "action", **said}
        return queries.policy_for("routing", day=TOMORROW, issuer=committee, **facts).value["paper"]

    assert not paper()
    assert not paper(concern="personnel")
    assert paper(concern="finance")
    assert paper(kind="bao-cao", period="year")
    assert not paper(kind="bao-cao", period="month")


def test_what_cannot_be_a_rule_is_refused_and_nothing_is_written(committee, operator):
    before = Policy.objects.count()
    for changes, code in (
        ({"clause": "  "}, "documents.rule-incomplete"),
        ({"title": ""}, "documents.rule-incomplete"),
        ({"kind": "thu-tinh"}, "documents.rule-scope-unknown"),
        ({"recipient_role": "file"}, "documents.rule-scope-unknown"),
        ({"recipient_level": "planet"}, "documents.rule-scope-unknown"),
        ({"concern": "weather"}, "documents.rule-scope-unknown"),
        ({"period": "century"}, "documents.rule-scope-unknown"),
        ({"agency_id": uuid7()}, "documents.rule-scope-unknown"),
        ({"electronic": False, "paper": False}, "documents.rule-says-nothing"),
        ({"paper_by": 21}, "documents.rule-says-nothing"),
        ({"valid_from": TODAY}, "documents.rule-days"),
        ({"valid_from": date(9000, 1, 1)}, "documents.rule-days"),
        ({"valid_to": TODAY}, "documents.rule-days"),
    ):
        with pytest.raises(Invalid) as refused:
            enter(a_rule(committee, **changes), operator)
        assert refused.value.code == code, changes
    assert Policy.objects.count() == before


def test_only_the_operator_keeps_rules_and_those_of_the_country_stay(committee, operator):
    clerk = actor_of(a_post(committee, Role.CLERK))
    with pytest.raises(RightMissing):
        enter(a_rule(committee), clerk)
    national = queries.rules(matter="routing", on=TODAY)[0].rule
    with pytest.raises(errors.NationalRule) as refused:
        end(national.id, TOMORROW, operator)
    assert refused.value.code == "documents.national-rule"
    with pytest.raises(errors.UnknownRule):
        end(uuid7(), TOMORROW, operator)
    own = enter(a_rule(committee), operator)
    with pytest.raises(errors.RuleDays):
        end(own, TODAY - timedelta(days=1), operator)


def test_A5_the_preview_tells_what_changes_what_overlaps_what_stays_and_what_is_left_open(
    committee, operator
):
    seen = queries.preview_rule(a_rule(committee))
    (case,) = seen.cases
    assert (case.before.value["paper"], case.after.value["paper"]) == (False, True)
    assert (seen.same_scope, seen.narrower, seen.gap) == ((), (), None)

    enter(a_rule(committee, valid_to=TODAY + timedelta(days=9)), operator)
    enter(a_rule(committee, recipient_level="commune"), operator)
    overlapping = queries.preview_rule(a_rule(committee, valid_from=TODAY + timedelta(days=5)))
    assert [row.valid_from for row in overlapping.same_scope] == [TOMORROW]
    assert [row.recipient_level for row in overlapping.narrower] == ["commune"]
    by_level = {one.scope.recipient_level: one for one in overlapping.cases}
    assert by_level["commune"].before == by_level["commune"].after

    after = queries.preview_rule(a_rule(committee, valid_from=TODAY + timedelta(days=12)))
    assert after.gap == (TODAY + timedelta(days=10), TODAY + timedelta(days=11))


def test_A5_all_rows_are_listed_by_matter_kind_and_day_in_pages(
    committee, operator, count_statements
):
    for day in range(1, 4):
        enter(a_rule(committee, valid_from=TODAY + timedelta(days=day)), operator)
    assert {line.rule.matter for line in queries.rules()} >= {"routing", "legal-value"}
    own = [one for one in queries.rules(matter="routing", kind="cong-van") if one.entered_by]
    assert [one.agency_name for one in own] == [committee.name] * 3
    assert all(not one.entered_by for one in queries.rules(kind="bao-cao"))
    assert all(one.rule.valid_from <= TODAY for one in queries.rules(on=TODAY))
    seen, after = [], None
    while page := queries.rules(matter="routing", after=after, limit=2):
        seen += [one.rule.id for one in page]
        after = page[-1].rule.valid_from, page[-1].rule.id
    assert len(seen) == len(set(seen)) == 5
    assert count_statements(queries.rules) == 1
    assert count_statements(lambda: queries.preview_rule(a_rule(committee))) <= 4


def test_rules_are_entered_ended_and_listed_from_the_command_line(committee, operator, capsys):
    first = local_day_after_now()
    told = ["--clause", "14/CT-UBND", "--title", "Kèm bản giấy", "--from", f"{first}"]
    call_command("rules", "add", committee.code, "both", *told, "--kind", "cong-van", "--days=3")
    rule_id = capsys.readouterr().out.strip()
    call_command("rules", "list", "--on", f"{first}")
    assert f"{rule_id}\trouting\t{first}" in capsys.readouterr().out
    call_command("rules", "end", rule_id, f"{first + timedelta(days=30)}")
    assert Policy.objects.get(pk=rule_id).valid_to == first + timedelta(days=30)


def local_day_after_now():
    from lienthong.kernel import clock

    return local_day(clock.now()) + timedelta(days=1)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_who_enter_rules_of_one_scope_and_day_at_one_moment_one_is_refused():
    committee = a_committee()
    operator = an_operator(an_agency("Sở Thông tin và Truyền thông", "STTTT", parent=committee))
    enter(a_rule(committee, kind="bao-cao"), operator)
    same = [a_rule(committee)] * 2
    assert together(*(partial(enter, new, operator) for new in same)) == []
    others = [a_rule(committee, recipient_role="report", paper=paper) for paper in (True, False)]
    assert together(*(partial(enter, new, operator) for new in others)) == [errors.RuleDoubled]
    assert Policy.objects.exclude(entered_by="").count() == 3
