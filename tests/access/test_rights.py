import re
from datetime import date
from pathlib import Path

import pytest
from tests.access.builders import a_post, an_actor, an_agency

from lienthong.access import queries, rules, services
from lienthong.access.errors import OtherAgency, PostNotHeld, RightMissing
from lienthong.directory import services as directory
from lienthong.directory.errors import UnknownPost
from lienthong.directory.types import Role
from lienthong.kernel.actor import Actor, ActorKind
from lienthong.kernel.ids import uuid7
from lienthong.kernel.refusals import NotAllowed

ROOT = Path(__file__).resolve().parents[2]
AGENCY, OTHER = uuid7(), uuid7()
TODAY = date(2026, 11, 20)


def one(role: Role) -> Actor:
    return Actor(
        kind=ActorKind.PERSON,
        name="Nguyễn Văn An",
        title=role.label,
        agency_id=AGENCY,
        role=role,
        rights=rules.rights_of(role),
    )


@pytest.mark.parametrize(
    ("right", "roles"),
    [
        ("exchange.dispatch", {Role.CLERK}),
        ("exchange.recall", {Role.CLERK}),
        ("registers.accept", {Role.CLERK}),
        ("registers.refuse", {Role.CLERK}),
        ("issuing.number", {Role.CLERK}),
        ("issuing.seal", {Role.CLERK}),
        ("issuing.sign", {Role.LEADER}),
        ("registers.instruct", {Role.LEADER}),
        ("documents.read-agency", {Role.CLERK, Role.LEADER}),
        ("registers.handle", {Role.LEADER, Role.OFFICER}),
        ("issuing.draft", {Role.CLERK, Role.LEADER, Role.OFFICER}),
        ("directory.manage", {Role.OPERATOR}),
        ("directory.agree-reorganisation", {Role.OPERATOR, Role.REVIEWER}),
        ("statistics.read-province", {Role.OPERATOR, Role.MONITOR, Role.REVIEWER}),
        ("exchange.urge", {Role.MONITOR}),
    ],
)
def test_each_right_belongs_to_its_roles_and_to_no_other(right, roles):
    assert {role for role in Role if queries.has_right(one(role), right, AGENCY)} == roles


def test_nobody_both_signs_and_seals():
    for role in Role:
        assert not {"issuing.sign", "issuing.seal"} <= rules.rights_of(role)


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.MONITOR, Role.REVIEWER])
def test_who_watches_over_the_province_has_no_content(role):
    content = {name for name in rules.TABLE if name.startswith(("documents.", "registers."))}
    content |= {"issuing.draft", "issuing.sign", "exchange.dispatch", "ledger.receipt"}
    assert not content & rules.rights_of(role)


def test_a_missing_right_says_which_it_is_and_who_has_it():
    with pytest.raises(RightMissing) as caught:
        services.require(one(Role.OFFICER), "issuing.seal", agency_id=AGENCY)
    refusal = caught.value
    assert refusal.code == "access.right-missing"
    assert refusal.sentence % refusal.facts == (
        "Vị trí “Chuyên viên” không có quyền “đóng dấu cơ quan”."
    )
    assert refusal.cause % refusal.facts == "Quyền này thuộc về: Văn thư."


def test_a_right_holds_in_the_agency_of_the_post_only():
    clerk = one(Role.CLERK)
    services.require(clerk, "exchange.dispatch", agency_id=AGENCY)
    services.require(clerk, "exchange.dispatch")
    with pytest.raises(OtherAgency) as caught:
        services.require(clerk, "exchange.dispatch", agency_id=OTHER)
    assert isinstance(caught.value, NotAllowed)
    assert caught.value.code == "access.other-agency"


def test_an_operator_manages_agencies_that_are_not_his_own():
    services.require(one(Role.OPERATOR), "directory.manage", agency_id=OTHER)


def test_the_installation_does_background_work_and_nothing_else():
    installation = Actor.installation()
    allowed = {name for name in rules.TABLE if queries.has_right(installation, name, AGENCY)}
    assert {"exchange.report-status", "issuing.issue", "directory.manage"} <= allowed
    people_only = {
        "exchange.dispatch", "registers.accept", "issuing.sign", "issuing.seal", "issuing.number",
        "documents.read-agency", "registers.instruct",
    }  # fmt: skip
    assert not people_only & allowed
    with pytest.raises(RightMissing):
        services.require(installation, "issuing.sign", agency_id=AGENCY)


def test_a_right_that_the_table_does_not_know_is_a_bug_and_no_refusal():
    with pytest.raises(KeyError):
        services.require(one(Role.CLERK), "exchange.dispach", agency_id=AGENCY)


def test_every_right_that_the_code_asks_for_is_in_the_table():
    asked = re.compile(r"(?:require|has_right)\(\s*[\w.]+,\s*\"([a-z-]+\.[a-z-]+)\"", re.DOTALL)
    found = {
        right
        for file in (ROOT / "src" / "lienthong").rglob("*.py")
        for right in asked.findall(file.read_text(encoding="utf-8"))
    }
    assert found <= set(rules.TABLE), found - set(rules.TABLE)


def test_every_right_of_the_table_lets_somebody_do_something():
    own = ROOT / "src" / "lienthong" / "access" / "rules.py"
    files = (path for path in (ROOT / "src" / "lienthong").rglob("*.py") if path != own)
    source = " ".join(path.read_text(encoding="utf-8") for path in files)
    assert [right for right in rules.TABLE if f'"{right}"' not in source] == []


def test_the_reference_page_shows_the_table_as_it_is():
    page = (ROOT / "docs" / "reference" / "rights.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `([a-z.-]+)` \| (.+) \|$", page, re.MULTILINE))
    assert rows == {name: _row(right) for name, right in rules.TABLE.items()}


def _row(right: rules.Right) -> str:
    marks = ["✓" if role in right.roles else "" for role in Role]
    reach = "province" if right.everywhere else "agency and below" if right.below else "agency"
    marks += ["✓" if right.background else "", reach]
    return " | ".join([right.label, *marks])


@pytest.mark.django_db
def test_a_post_held_that_day_makes_an_actor_with_the_rights_of_its_role():
    agency = an_agency()
    post = a_post(agency, Role.LEADER)
    actor = services.actor_for(post.id, on=TODAY)
    assert (actor.name, actor.title, actor.agency_id) == ("Nguyễn Văn An", "Lãnh đạo", agency.id)
    assert actor.rights == rules.rights_of(Role.LEADER)
    assert actor == an_actor_again(post)


def an_actor_again(post) -> Actor:
    return queries.actor_in(post)


@pytest.mark.django_db
def test_a_post_of_another_day_makes_no_actor():
    post = a_post(an_agency(), valid_to=date(2026, 11, 19))
    with pytest.raises(PostNotHeld):
        services.actor_for(post.id, on=TODAY)
    with pytest.raises(UnknownPost):
        services.actor_for(uuid7(), on=TODAY)


@pytest.mark.django_db
def test_rights_follow_the_post_when_its_holder_changes():
    agency = an_agency()
    post = a_post(agency)
    directory.end_post(post_id=post.id, on=TODAY)
    services.actor_for(post.id, on=TODAY)
    with pytest.raises(PostNotHeld):
        services.actor_for(post.id, on=date(2026, 11, 21))


@pytest.mark.django_db
def test_asking_for_a_right_costs_no_statement(django_assert_num_queries):
    actor = an_actor(an_agency(), Role.CLERK)
    with django_assert_num_queries(0):
        services.require(actor, "exchange.dispatch", agency_id=actor.agency_id)
