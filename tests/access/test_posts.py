"""Who gives posts: the administrator of an agency, never oneself; the operator only the first."""

from datetime import date, timedelta
from functools import partial

import pytest
from tests.access.builders import LONG_AGO, NOW, a_post, an_account, an_actor, an_agency
from tests.same_moment import together

from lienthong.access import queries, services
from lienthong.access.errors import (
    AdministratorThere,
    LastAdministrator,
    LinkUnusable,
    NoAccountYet,
    OtherAgency,
    OwnAccount,
    OwnGrant,
    PersonOutOfReach,
    ReasonMissing,
    RightMissing,
    RoleOutOfReach,
)
from lienthong.access.models import Account
from lienthong.access.services import NewPost
from lienthong.directory import queries as directory_queries
from lienthong.directory import services as directory
from lienthong.directory.types import Role
from lienthong.kernel.clock import local_day
from lienthong.ledger import queries as ledger
from lienthong.notices import queries as notices

pytestmark = pytest.mark.django_db
TODAY = local_day(NOW)


@pytest.fixture
def administrator(agency):
    return an_actor(agency, Role.ADMINISTRATOR)


def a_person(name: str = "Lê Thị Hoa", email: str = ""):
    return directory.add_person(name=name, email=email)


def new(person, agency, role: Role = Role.CLERK, **facts) -> NewPost:
    told = {"title": role.label, "valid_from": TODAY, **facts}
    return NewPost(person_id=person.id, agency_id=agency.id, role=role, **told)


def test_an_administrator_gives_a_post_and_the_person_is_told_and_it_is_recorded(
    agency, administrator
):
    person = a_person()
    post = services.grant_post(new(person, agency), actor=administrator, now=NOW)

    actor = services.actor_for(post.id, on=TODAY)
    told = notices.unread(actor)
    assert [line.code for line in told] == ["access.post-granted"]
    assert "Nguyễn Văn An giao cho bạn vị trí “Văn thư”" in told[0].text()
    assert [line.act for line in ledger.records_of_subject(post.id)] == ["access.post-granted"]


def test_giving_the_same_post_again_changes_and_tells_nothing(agency, administrator):
    person = a_person()
    first = services.grant_post(new(person, agency), actor=administrator, now=NOW)
    again = services.grant_post(new(person, agency), actor=administrator, now=NOW)
    assert again == first
    assert len(ledger.records_of_subject(first.id)) == 1


def test_an_administrator_reaches_the_agencies_below_and_no_other(committee, agency):
    above = an_actor(committee, Role.ADMINISTRATOR)
    services.grant_post(new(a_person(), agency), actor=above, now=NOW)
    below = an_actor(agency, Role.ADMINISTRATOR)
    with pytest.raises(OtherAgency):
        services.grant_post(new(a_person(), committee), actor=below, now=NOW)


def test_nobody_gives_a_post_to_himself(agency):
    post = a_post(agency, Role.ADMINISTRATOR)
    with pytest.raises(OwnGrant):
        services.grant_post(
            NewPost(post.person_id, agency.id, Role.LEADER, "Giám đốc", TODAY),
            actor=queries.actor_in(post),
            now=NOW,
        )


@pytest.mark.parametrize("role", [Role.CLERK, Role.LEADER, Role.OFFICER, Role.MONITOR])
def test_other_posts_give_none(agency, role):
    with pytest.raises(RightMissing):
        services.grant_post(new(a_person(), agency), actor=an_actor(agency, role), now=NOW)


def test_the_operator_gives_only_the_first_administrator(committee, agency):
    operator = an_actor(committee, Role.OPERATOR)
    with pytest.raises(RightMissing):
        services.grant_post(new(a_person(), agency, Role.LEADER), actor=operator, now=NOW)
    services.grant_post(new(a_person(), agency, Role.ADMINISTRATOR), actor=operator, now=NOW)
    with pytest.raises(AdministratorThere) as caught:
        services.grant_post(new(a_person(), agency, Role.ADMINISTRATOR), actor=operator, now=NOW)
    assert caught.value.facts["names"] == "Lê Thị Hoa"


def test_posts_over_the_province_are_given_by_its_top_agency_only(committee, agency):
    with pytest.raises(RoleOutOfReach):
        services.grant_post(
            new(a_person(), agency, Role.OPERATOR),
            actor=an_actor(agency, Role.ADMINISTRATOR),
            now=NOW,
        )
    top = an_actor(committee, Role.ADMINISTRATOR)
    post = services.grant_post(new(a_person(), agency, Role.OPERATOR), actor=top, now=NOW)
    with pytest.raises(RoleOutOfReach):
        services.end_post(
            post_id=post.id,
            on=TODAY,
            reason="Chuyển công tác",
            actor=an_actor(agency, Role.ADMINISTRATOR),
            now=NOW,
        )


def test_a_post_that_ended_gives_nothing_the_day_after_and_is_told_with_the_reason(
    agency, administrator
):
    post = a_post(agency)
    keeps = a_post(agency, Role.OFFICER, person_id=post.person_id)
    with pytest.raises(ReasonMissing):
        services.end_post(post_id=post.id, on=TODAY, reason=" ", actor=administrator, now=NOW)
    for _ in range(2):
        services.end_post(
            post_id=post.id, on=TODAY, reason="Chuyển công tác", actor=administrator, now=NOW
        )
    held = directory_queries.posts_of_person(post.person_id, on=TODAY + timedelta(days=1))
    assert [one.id for one in held] == [keeps.id]
    told = notices.unread(services.actor_for(keeps.id, on=TODAY))
    assert [line.facts["reason"] for line in told] == ["Chuyển công tác"]


def test_the_last_administrator_cannot_leave_the_agency_without_one(agency):
    post = a_post(agency, Role.ADMINISTRATOR)
    me = queries.actor_in(post)
    with pytest.raises(LastAdministrator):
        services.end_post(post_id=post.id, on=TODAY, reason="Nghỉ", actor=me, now=NOW)
    a_post(agency, Role.ADMINISTRATOR, valid_to=TODAY)
    with pytest.raises(LastAdministrator):
        services.end_post(post_id=post.id, on=TODAY, reason="Nghỉ", actor=me, now=NOW)
    a_post(agency, Role.ADMINISTRATOR)
    services.end_post(post_id=post.id, on=TODAY, reason="Nghỉ", actor=me, now=NOW)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_last_administrators_who_leave_at_one_moment_one_stays(agency):
    posts = [a_post(agency, Role.ADMINISTRATOR) for _each in "12"]

    def leave(post) -> None:
        services.end_post(
            post_id=post.id, on=TODAY, reason="Nghỉ", actor=queries.actor_in(post), now=NOW
        )

    assert together(*(partial(leave, post) for post in posts)) == [LastAdministrator]


def test_a_link_sets_the_password_once_and_a_newer_one_replaces_it(agency, administrator):
    post = a_post(agency)
    with pytest.raises(NoAccountYet):
        services.make_link(person_id=post.person_id, actor=administrator, now=NOW)
    facts = {"person_id": post.person_id, "actor": administrator, "now": NOW}
    services.open_for(username="vanthu.stp", **facts)
    old, secret = services.make_link(**facts), services.make_link(**facts)
    with pytest.raises(LinkUnusable):
        services.check_link(old, now=NOW)
    services.use_link(secret=secret, password="mot-mat-khau-dai", now=NOW)
    with pytest.raises(LinkUnusable):
        services.use_link(secret=secret, password="mot-mat-khau-khac", now=NOW)
    told = notices.unread(queries.actor_in(post))
    assert {line.code for line in told} == {"access.account-changed"}


def test_a_password_that_was_set_ends_every_other_link(agency, administrator):
    post = a_post(agency)
    card = an_account(post)
    by_hand = services.make_link(person_id=post.person_id, actor=administrator, now=NOW)
    by_mail = services.link_by_mail(card.id, now=NOW)
    services.use_link(secret=by_hand, password="mot-mat-khau-dai", now=NOW)
    with pytest.raises(LinkUnusable):
        services.check_link(by_mail, now=NOW)

    by_mail = services.link_by_mail(card.id, now=NOW)
    services.set_password(username=card.username, password="mot-mat-khau-khac")
    with pytest.raises(LinkUnusable):
        services.use_link(secret=by_mail, password="mot-mat-khau-nua", now=NOW)


def test_a_link_is_gone_when_the_account_is_closed_and_opened_again(agency, administrator):
    post = a_post(agency)
    card = an_account(post)
    secret = services.link_by_mail(card.id, now=NOW)
    services.close_account(username=card.username)
    services.reopen_account(username=card.username)
    with pytest.raises(LinkUnusable):
        services.check_link(secret, now=NOW)


def test_a_link_is_out_of_time_after_a_day(agency, administrator):
    post = a_post(agency)
    an_account(post)
    secret = services.make_link(person_id=post.person_id, actor=administrator, now=NOW)
    services.check_link(secret, now=NOW + timedelta(hours=23))
    with pytest.raises(LinkUnusable):
        services.check_link(secret, now=NOW + timedelta(hours=25))


def test_who_also_holds_a_post_elsewhere_is_out_of_reach(committee, agency, administrator):
    """Else an administrator could reset the account of another agency's leader."""
    post = a_post(agency)
    an_account(post)
    other = an_agency("Sở Tài chính", "H19.6")
    a_post(other, Role.LEADER, person_id=post.person_id)
    for act in (
        services.make_link,
        services.close_for,
        services.reopen_for,
        services.sign_out_for,
        services.forget_factors_for,
    ):
        with pytest.raises(PersonOutOfReach) as caught:
            act(person_id=post.person_id, actor=administrator, now=NOW)
        assert caught.value.facts["agencies"] == "Sở Tài chính"


def test_an_operators_account_is_out_of_reach_of_an_agency(agency, administrator):
    post = a_post(agency, Role.OPERATOR)
    an_account(post)
    with pytest.raises(PersonOutOfReach):
        services.make_link(person_id=post.person_id, actor=administrator, now=NOW)


def test_nobody_administers_the_own_account_there(agency):
    post = a_post(agency, Role.ADMINISTRATOR)
    an_account(post)
    with pytest.raises(OwnAccount):
        services.make_link(person_id=post.person_id, actor=queries.actor_in(post), now=NOW)


def test_an_operator_opens_the_account_of_a_first_administrator_and_resets_none(committee, agency):
    operator = an_actor(committee, Role.OPERATOR)
    person = a_person(email="hoa@dongnai.example.vn")
    services.grant_post(new(person, agency, Role.ADMINISTRATOR), actor=operator, now=NOW)
    facts = {"person_id": person.id, "actor": operator, "now": NOW}
    services.open_for(username="hoa", **facts)
    secret = services.make_first_link(**facts)
    services.use_link(secret=secret, password="mot-mat-khau-dai", now=NOW)
    with pytest.raises(RightMissing):
        services.make_first_link(**facts)
    clerk = a_post(agency)
    an_account(clerk)
    with pytest.raises(RightMissing):
        services.make_link(person_id=clerk.person_id, actor=operator, now=NOW)


def test_an_operator_takes_over_no_account_that_somebody_uses_without_a_password(committee, agency):
    operator = an_actor(committee, Role.OPERATOR)
    post = a_post(agency, Role.ADMINISTRATOR, email="qt@dongnai.example.vn")
    facts = {"person_id": post.person_id, "actor": operator, "now": NOW}
    services.open_for(username="qt.hoa", **facts)
    services.bind_by_mailbox(subject="s-1", mailbox="qt@dongnai.example.vn", now=NOW)
    with pytest.raises(RightMissing):
        services.make_first_link(**facts)


def test_closing_and_signing_out_end_sessions_and_are_told(agency, administrator, client):
    post = a_post(agency)
    card = an_account(post)
    facts = {"person_id": post.person_id, "actor": administrator, "now": NOW}
    client.force_login(Account.objects.get(pk=card.id))
    assert client.get("/toi/").status_code == 200
    services.sign_out_for(**facts)
    assert client.get("/toi/").status_code == 302
    services.close_for(**facts)
    assert not queries.account_of(post.person_id).is_active
    services.reopen_for(**facts)
    assert queries.account_of(post.person_id).is_active
    acts = {line.act for line in ledger.records_of_subject(card.id)}
    assert acts == {"access.signed-out", "access.account-closed", "access.account-reopened"}


def test_future_and_past_posts_are_listed_with_their_days(agency):
    a_post(agency, valid_from=date(2027, 1, 1))
    a_post(agency, Role.OFFICER, valid_to=date(2015, 1, 1))
    a_post(agency, Role.LEADER)
    found = directory_queries.postings_of_agency(agency.id, ended_since=TODAY)
    assert sorted((line.post.role, line.is_held(TODAY)) for line in found) == [
        (Role.CLERK, False),
        (Role.LEADER, True),
    ]
    assert LONG_AGO in {line.valid_from for line in found}
