"""Posts come in by a table only where they could be given by hand, and are recorded and told."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.directory import builders
from tests.directory.builders import NOW, TODAY, a_workbook, an_administrator, an_operator

from lienthong.access import queries as access
from lienthong.access.errors import RightMissing
from lienthong.directory import queries, services
from lienthong.directory.errors import ImportBad, ImportUnknown
from lienthong.directory.models import Agency, Person, Post
from lienthong.directory.rules.import_columns import POSTS
from lienthong.directory.rules.import_plan import Outcome
from lienthong.directory.types import ImportState, Role, SuccessionKind
from lienthong.kernel.actor import Actor
from lienthong.ledger import queries as ledger
from lienthong.notices import queries as notices

pytestmark = pytest.mark.django_db

BASE = {"role": "Văn thư", "title": "Văn thư", "valid_from": "01/01/2010"}


@pytest.fixture
def operator(committee):
    return an_operator(committee)


@pytest.fixture
def office(committee):
    """An agency that is at work: it has a leader."""
    agency = builders.a_department(committee, "Sở Tư pháp")
    builders.a_post(agency, Role.LEADER, person=builders.a_person("Vũ Thị Lan"))
    return agency


def a_line(agency, person="Trần Thị Bình", **facts) -> list[str]:
    told = {"person": person, "agency": agency.code, **BASE, **facts}
    return [told.get(column.name, "") for column in POSTS.columns]


def checked(actor, *lines, key="k", **tables):
    file = a_workbook(**tables, posts=list(lines))
    return services.check_import(file=file, name="nguoi.xlsx", key=key, actor=actor, now=NOW)


def applied(actor, *lines, **tables):
    card = checked(actor, *lines, **tables)
    return services.apply_import(import_id=card.id, actor=actor, now=NOW)


def refusals(card) -> list[str]:
    lines = queries.import_lines(card.id, outcome=Outcome.BAD)
    return [finding.code for line in lines for finding in line.findings]


def told_to(post) -> list[str]:
    return [line.code for line in notices.unread(access.actor_in(post))]


def test_an_operator_brings_people_into_an_agency_that_is_being_set_up(committee, operator):
    agency = builders.a_department(committee, "Sở Nội vụ")

    applied(operator, a_line(agency), a_line(agency, "Lê Văn Cường", role="Lãnh đạo"))

    assert {post.role for post in queries.posts_of_agency(agency.id, on=TODAY)} == {
        Role.CLERK,
        Role.LEADER,
    }


def test_an_operator_brings_nobody_into_an_agency_that_is_led(office, operator):
    card = checked(operator, a_line(office), a_line(office, "Lê Văn Cường", role="Lãnh đạo"))

    assert refusals(card) == ["agency-is-led", "agency-is-led"]
    (line, _other) = queries.import_lines(card.id, outcome=Outcome.BAD)
    assert services.told(line) == [
        "Mã cơ quan: Cơ quan đã có lãnh đạo hoặc quản trị, nên vị trí tại đây do cơ quan tự giao. "
        "Chuyển dòng này cho quản trị của cơ quan đó, hoặc của cơ quan cấp trên, nhập."
    ]
    with pytest.raises(ImportBad):
        services.apply_import(import_id=card.id, actor=operator, now=NOW)
    assert Post.objects.filter(agency_id=office.id).count() == 1


def test_an_operator_is_clerk_of_no_agency_by_a_table_of_his_own(committee, operator, office):
    new = builders.a_department(committee, "Sở Nội vụ")
    me = Person.objects.get(pk=operator.person_id)
    lines = [a_line(agency, me.name, identity=str(me.pk)) for agency in (new, office)]

    assert refusals(checked(operator, *lines)) == ["own-post", "own-post"]


def test_an_agency_whose_head_has_left_is_not_set_up_again(committee, operator):
    agency = builders.a_department(committee, "Sở Nội vụ")
    builders.a_post(agency, Role.ADMINISTRATOR, valid_to=builders.PILOT_STARTS)

    assert refusals(checked(operator, a_line(agency))) == ["agency-is-led"]


def test_an_agency_above_a_led_one_is_not_set_up_either(operator, committee, office):
    """Else its invented administrator would be over all below it."""
    line = a_line(committee, role="Quản trị cơ quan")

    assert refusals(checked(operator, line)) == ["agency-is-led"]


def test_what_took_over_from_a_led_agency_is_not_set_up(committee, operator, office):
    heir = builders.a_department(committee, "Sở Nội vụ và Tư pháp")
    services.succeed(
        predecessor_id=office.id,
        successor_ids=[heir.id],
        kind=SuccessionKind.MERGED,
        on=TODAY,
        source="QĐ 1",
    )

    assert refusals(checked(operator, a_line(heir))) == ["agency-is-led"]


@pytest.mark.parametrize("role", ["Quản trị hệ thống", "Theo dõi, đôn đốc", "Đánh giá, thi đua"])
def test_posts_over_the_province_are_given_by_the_top_agency(committee, operator, role):
    agency = builders.a_department(committee, "Sở Nội vụ")
    line = a_line(agency, role=role)

    assert refusals(checked(operator, line)) == ["provincial-role"]
    assert refusals(checked(an_administrator(agency), line, key="2")) == ["provincial-role"]
    assert refusals(checked(an_administrator(committee), line, key="3")) == []


def test_an_administrator_brings_in_people_of_the_own_agency_and_those_below(committee, office):
    below = builders.a_department(office, "Phòng Công chứng")
    actor = an_administrator(office)

    applied(actor, a_line(office), a_line(below, "Lê Văn Cường"), units=[[below.code, "Tổ một"]])

    assert len(queries.posts_of_agency(below.id, on=TODAY)) == 1
    assert [unit.name for unit in queries.units_of(below.id, on=TODAY)] == ["Tổ một"]


def test_an_administrator_brings_nothing_into_other_agencies(committee, office):
    other = builders.a_department(committee, "Sở Nội vụ")
    actor = an_administrator(office)
    agencies = [["H19.77", "Sở Mới", "SM"], [other.code, other.name, "SNV", "", "", "", "Nơi khác"]]

    card = checked(actor, a_line(other), units=[[other.code, "Tổ một"]], agencies=agencies)

    assert refusals(card) == [
        "only-operators",
        "only-operators",
        "not-your-agency",
        "not-your-agency",
    ]


def test_an_administrator_sees_the_own_imports_only(committee, office):
    mine, other = an_administrator(office), an_administrator(builders.a_department(committee))
    card = checked(mine, a_line(office))

    assert [one.id for one in queries.latest_imports(mine)] == [card.id]
    assert queries.latest_imports(other) == []
    with pytest.raises(ImportUnknown):
        queries.import_for(card.id, other)
    with pytest.raises(ImportUnknown):
        services.apply_import(import_id=card.id, actor=other, now=NOW)


def test_who_takes_a_table_over_has_to_have_the_right_too(committee, operator, office):
    """What an administrator has checked does not come in by the operator's hand."""
    card = checked(an_administrator(office), a_line(office))

    with pytest.raises(ImportBad):
        services.apply_import(import_id=card.id, actor=operator, now=NOW)
    assert queries.import_card(card.id).state == ImportState.CHECKED


def test_other_posts_bring_nothing_in(office):
    clerk = builders.actor_of(builders.a_post(office))
    with pytest.raises(RightMissing):
        checked(clerk, a_line(office))


def test_each_given_and_ended_post_is_recorded_and_told_to_its_person_and_the_heads(office):
    leader = queries.posts_of_agency(office.id, on=TODAY, role=Role.LEADER)[0]
    leaving = builders.a_post(office, Role.OFFICER, person=builders.a_person("Lê Văn Cường"))
    ends = a_line(
        office, "Lê Văn Cường", role="Chuyên viên", title="Chuyên viên", valid_to="31/12/2010",
        valid_from=f"{builders.LONG_AGO:%d/%m/%Y}",
    )  # fmt: skip

    applied(an_administrator(office), a_line(office), ends)

    clerk = queries.posts_of_agency(office.id, on=TODAY, role=Role.CLERK)[0]
    assert [line.act for line in ledger.records_of_subject(clerk.id)] == ["access.post-granted"]
    assert [line.act for line in ledger.records_of_subject(leaving.id)] == ["access.post-ended"]
    acts = {line.act for line in ledger.records_of_subject(office.id)}
    assert acts == {"access.post-granted", "access.post-ended"}
    assert told_to(clerk) == ["access.post-granted"]
    assert told_to(leaving) == ["access.post-ended"]
    (told,) = notices.unread(access.actor_in(leader))
    assert "1 vị trí được giao, 1 vị trí kết thúc, 0 vị trí hoặc người được sửa" in told.text()


def test_a_line_over_the_signature_that_changes_is_recorded_and_told(office):
    leader = queries.posts_of_agency(office.id, on=TODAY, role=Role.LEADER)[0]
    line = a_line(
        office, "Vũ Thị Lan", role="Lãnh đạo", title="Lãnh đạo", authority="KT. GIÁM ĐỐC",
        valid_from=f"{builders.LONG_AGO:%d/%m/%Y}",
    )  # fmt: skip

    applied(an_administrator(office), line)

    assert [one.act for one in ledger.records_of_subject(leader.id)] == ["access.post-changed"]
    assert set(told_to(leader)) == {"access.post-changed", "access.posts-brought-in"}


def test_a_mailbox_is_changed_by_who_is_over_all_posts_of_its_person(committee, operator, office):
    """Whoever reads the mailbox gets the links for new passwords."""
    person = builders.a_person("Trần Thị Bình", "vanthu@stp.gov.vn")
    post = builders.a_post(office, person=person)
    begins = f"{builders.LONG_AGO:%d/%m/%Y}"
    line = a_line(office, email="binh@stp.gov.vn", identity=str(person.id), valid_from=begins)

    card = checked(operator, line)
    assert refusals(card) == ["person-of-others"]
    applied(an_administrator(office), line, key="2")

    assert Person.objects.get(pk=person.id).email == "binh@stp.gov.vn"
    assert told_to(post) == ["access.person-changed"]
    assert [one.act for one in ledger.records_of_subject(person.id)] == ["access.person-changed"]


def test_a_mailbox_of_one_who_also_serves_elsewhere_is_changed_from_above(committee, office):
    person = builders.a_person("Trần Thị Bình", "vanthu@stp.gov.vn")
    builders.a_post(office, person=person)
    other = builders.a_department(committee, "Sở Nội vụ")
    builders.a_post(other, Role.LEADER, person=person)
    begins = f"{builders.LONG_AGO:%d/%m/%Y}"
    line = a_line(office, email="binh@stp.gov.vn", identity=str(person.id), valid_from=begins)

    assert refusals(checked(an_administrator(office), line)) == ["person-of-others"]
    assert refusals(checked(an_administrator(committee), line, key="2")) == []


def test_a_led_agency_is_put_under_another_by_the_installation_only(committee, operator, office):
    puppet = builders.a_department(committee, "Trung tâm mới")
    line = [office.code, office.name, "STP", "", "", puppet.code]
    leader = queries.posts_of_agency(office.id, on=TODAY, role=Role.LEADER)[0]

    assert refusals(checked(operator, agencies=[line])) == ["moves-led-agency"]
    applied(Actor.installation(), agencies=[line], key="2")

    assert Agency.objects.get(pk=office.id).parent_id == puppet.id
    assert told_to(leader) == ["access.agency-moved"]
    assert [one.act for one in ledger.records_of_subject(office.id)] == ["access.agency-moved"]


def test_checking_costs_no_more_for_many_lines(committee, operator):
    agency = builders.a_department(committee, "Sở Nội vụ")

    def statements(count: int, key: str) -> int:
        lines = [a_line(agency, f"Người {n}", email=f"n{n}@dn.gov.vn") for n in range(count)]
        with CaptureQueriesContext(connection) as seen:
            checked(operator, *lines, key=key)
        return len(seen)

    assert statements(2, "a") == statements(40, "b")
