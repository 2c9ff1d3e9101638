"""Acting for another: KT., TL., TUQ., Q., with days, scope and source (Decree 30, Article 13)."""

from datetime import timedelta

import pytest
from tests.access.builders import NOW, a_post, acting_as, an_agency
from tests.desk.builders import at_desk

from lienthong.access import queries, rules, services
from lienthong.access.errors import (
    ActingDays,
    ActingPosts,
    AskedOtherwise,
    AuthorityNotHeld,
    NoSubDelegation,
    ReasonMissing,
    RightMissing,
    SourceMissing,
    UnknownActing,
    UnknownKinds,
)
from lienthong.access.services import NewActing
from lienthong.access.types import ActingKind
from lienthong.directory import services as directory
from lienthong.directory.types import Role
from lienthong.kernel import clock
from lienthong.kernel.actor import Actor, ActorKind
from lienthong.kernel.clock import local_day
from lienthong.ledger import queries as ledger
from lienthong.notices import queries as notices

WHOLE_SITE = True
pytestmark = pytest.mark.django_db
TODAY = local_day(NOW)
DAY = timedelta(days=1)


@pytest.fixture
def agency():
    return an_agency()


@pytest.fixture
def head(agency):
    return a_post(agency, Role.LEADER, title="Giám đốc")


@pytest.fixture
def deputy(agency):
    return a_post(agency, Role.OFFICER, title="Chánh Văn phòng")


def new(head, deputy, kind=ActingKind.AUTHORISED, **facts) -> NewActing:
    told = {
        "key": "k1",
        "valid_from": TODAY,
        "valid_to": TODAY + 10 * DAY,
        "source": "Giấy ủy quyền số 12/GUQ-STP ngày 20/11/2026",
        **facts,
    }
    return NewActing(kind=kind, post_id=deputy.id, for_post_id=head.id, **told)


def granted(head, deputy, kind=ActingKind.AUTHORISED, **facts):
    return services.grant_acting(
        new(head, deputy, kind, **facts), actor=queries.actor_in(head), now=NOW
    )


def acting(card):
    return acting_as(card.id, person_id=card.post.person_id, on=TODAY)


@pytest.mark.parametrize(
    ("kind", "authority", "position"),
    [
        (ActingKind.DEPUTY, "KT. GIÁM ĐỐC", "Chánh Văn phòng"),
        (ActingKind.BY_ORDER, "TL. GIÁM ĐỐC", "Chánh Văn phòng"),
        (ActingKind.AUTHORISED, "TUQ. GIÁM ĐỐC", "Chánh Văn phòng"),
        (ActingKind.ACTING_HEAD, "", "Q. Giám đốc"),
    ],
)
def test_the_line_over_the_signature_is_that_of_the_law(head, deputy, kind, authority, position):
    card = granted(head, deputy, kind)
    assert (card.authority, card.position) == (authority, position)
    signer = queries.signers_of(head.agency_id, on=TODAY)[-1]
    assert (signer.id, signer.authority, signer.title) == (deputy.id, authority, position)


def test_who_acts_has_the_rights_of_the_one_acted_for_but_what_is_personal(head, deputy):
    actor = acting(granted(head, deputy))
    assert actor.rights == rules.rights_of(Role.LEADER) - rules.PERSONAL
    assert (actor.person_id, actor.post_id) == (deputy.person_id, deputy.id)
    assert actor.title == "TUQ. GIÁM ĐỐC, Chánh Văn phòng"
    services.require(actor, "issuing.sign", agency_id=head.agency_id)
    with pytest.raises(RightMissing):
        services.require(queries.actor_in(deputy), "issuing.sign")


def test_granting_is_recorded_told_and_repeated_without_effect(head, deputy):
    card = granted(head, deputy)
    assert granted(head, deputy) == card
    assert [line.act for line in ledger.records_of_subject(card.id)] == ["access.acting-granted"]
    told = notices.unread(queries.actor_in(deputy))
    assert [line.code for line in told] == ["access.acting-granted"]
    assert "TUQ. GIÁM ĐỐC, từ 20/11/2026 đến hết 30/11/2026" in told[0].text()


def test_a_form_sent_again_with_other_days_grants_nothing_else(head, deputy):
    card = granted(head, deputy)
    with pytest.raises(AskedOtherwise):
        granted(head, deputy, valid_to=TODAY + 20 * DAY)
    assert queries.acting(card.id).valid_to == TODAY + 10 * DAY


def test_it_holds_on_its_days_only(head, deputy):
    card = granted(head, deputy, valid_from=TODAY + DAY, valid_to=TODAY + 2 * DAY)
    for on, holds in ((TODAY, False), (TODAY + DAY, True), (TODAY + 3 * DAY, False)):
        assert (deputy.id in {one.id for one in queries.signers_of(head.agency_id, on=on)}) is holds
    with pytest.raises(UnknownActing):
        acting(card)


def test_it_is_ended_early_with_a_reason_and_recorded(head, deputy):
    card = granted(head, deputy)
    me = queries.actor_in(head)
    with pytest.raises(ReasonMissing):
        services.end_acting(acting_id=card.id, reason="", actor=me, now=NOW)
    for _ in range(2):
        ended = services.end_acting(acting_id=card.id, reason="Về sớm", actor=me, now=NOW)
    assert (ended.last_day, ended.end_reason) == (TODAY, "Về sớm")
    assert not ended.holds(TODAY + DAY)
    acts = [line.act for line in ledger.records_of_subject(card.id)]
    assert sorted(acts) == ["access.acting-ended", "access.acting-granted"]


def test_who_has_nothing_to_do_with_it_cannot_end_it(agency, head, deputy):
    card = granted(head, deputy)
    other = queries.actor_in(a_post(agency, Role.LEADER))
    with pytest.raises(RightMissing):
        services.end_acting(acting_id=card.id, reason="Không rõ", actor=other, now=NOW)


def test_authority_is_given_by_its_holder_or_entered_by_an_administrator_with_the_document(
    agency, head, deputy
):
    another = queries.actor_in(a_post(agency, Role.LEADER, title="Phó Giám đốc"))
    with pytest.raises(RightMissing):
        services.grant_acting(new(head, deputy), actor=another, now=NOW)
    administrator = queries.actor_in(a_post(agency, Role.ADMINISTRATOR))
    with pytest.raises(SourceMissing):
        services.grant_acting(
            new(head, deputy, ActingKind.DEPUTY, source=""), actor=administrator, now=NOW
        )
    services.grant_acting(new(head, deputy), actor=administrator, now=NOW)


def test_an_authorisation_needs_its_document_a_deputy_for_the_head_does_not(head, deputy):
    with pytest.raises(SourceMissing):
        granted(head, deputy, source=" ")
    granted(head, deputy, ActingKind.DEPUTY, source="")


def test_who_acts_for_another_does_not_pass_it_on(agency, head, deputy):
    actor = acting(granted(head, deputy))
    third = a_post(agency, Role.OFFICER)
    with pytest.raises(NoSubDelegation):
        services.grant_acting(new(head, third, key="k2"), actor=actor, now=NOW)


def test_a_clerk_never_signs_and_nobody_acts_for_who_does_not_lead(agency, head, deputy):
    clerk = a_post(agency)
    same = a_post(agency, Role.OFFICER, person_id=head.person_id)
    elsewhere = a_post(an_agency("Sở Tài chính", "H19.6"), Role.OFFICER)
    me = queries.actor_in(head)
    for post in (clerk, same, elsewhere):
        with pytest.raises(ActingPosts):
            services.grant_acting(new(head, post), actor=me, now=NOW)
    with pytest.raises(RightMissing):
        services.grant_acting(new(deputy, head), actor=queries.actor_in(deputy), now=NOW)


@pytest.mark.parametrize(
    ("start", "end"), [(0, -1), (-20, -10), (0, 400)], ids=["reversed", "past", "too long"]
)
def test_days_are_in_order_not_over_and_at_most_a_year(head, deputy, start, end):
    with pytest.raises(ActingDays):
        granted(head, deputy, valid_from=TODAY + start * DAY, valid_to=TODAY + end * DAY)


def test_signing_under_a_line_needs_it_to_hold_and_to_cover_the_kind(head, deputy):
    card = granted(head, deputy, kinds=frozenset({"cong-van"}))
    actor = acting(card)
    facts = {"authority": "TUQ. GIÁM ĐỐC", "on": TODAY}
    services.require_signing_authority(actor, kind="cong-van", **facts)
    for wrong in (
        (actor, {**facts, "kind": "quyet-dinh"}),
        (actor, {**facts, "kind": "cong-van", "authority": "KT. GIÁM ĐỐC"}),
        (actor, {**facts, "kind": "cong-van", "on": TODAY + 11 * DAY}),
        (queries.actor_in(deputy), {**facts, "kind": "cong-van"}),
    ):
        with pytest.raises(AuthorityNotHeld):
            services.require_signing_authority(wrong[0], **wrong[1])


def test_the_line_of_ones_own_post_needs_nothing_else(agency):
    post = a_post(agency, Role.LEADER, title="Phó Giám đốc", authority="KT. GIÁM ĐỐC")
    actor = queries.actor_in(post)
    services.require_signing_authority(actor, authority="KT. GIÁM ĐỐC", kind="x", on=TODAY)
    services.require_signing_authority(actor, authority="", kind="x", on=TODAY)
    with pytest.raises(AuthorityNotHeld):
        services.require_signing_authority(actor, authority="TUQ. GIÁM ĐỐC", kind="x", on=TODAY)


def test_kinds_are_said_by_code_or_name_and_an_unknown_one_is_refused(head, deputy):
    card = granted(head, deputy, kinds=frozenset({"cong-van", " báo  cáo ", ""}))
    assert card.kinds == {"cong-van", "bao-cao"}
    with pytest.raises(UnknownKinds) as refused:
        granted(head, deputy, key="k2", kinds=frozenset({"cong-vam", "bao-cao", "CV"}))
    assert refused.value.code == "access.unknown-kinds"
    assert refused.value.facts["kinds"] == "CV, cong-vam"


def test_a_post_that_was_lost_takes_the_acting_with_it(head, deputy):
    card = granted(head, deputy)
    directory.end_post(post_id=deputy.id, on=TODAY)
    with pytest.raises(UnknownActing):
        acting_as(card.id, person_id=deputy.person_id, on=TODAY + DAY)


@pytest.fixture
def below(agency):
    """The head of an agency directly under that of `head`."""
    lower = directory.found_agency(
        code="H19.5.1", name="Chi cục Thi hành án", abbreviation="CCTHA", parent_id=agency.id
    )
    return a_post(lower, Role.LEADER, title="Chi cục trưởng")


def test_a_letter_of_authority_reaches_the_head_of_an_agency_directly_below(head, below):
    card = granted(head, below)
    (_own, signer) = queries.signers_of(head.agency_id, on=TODAY)
    actor = acting(card)

    assert (signer.id, signer.authority) == (below.id, "TUQ. GIÁM ĐỐC")
    assert signer.title == "Chi cục trưởng Chi cục Thi hành án"
    assert (actor.agency_id, actor.post_id) == (head.agency_id, below.id)
    assert actor.rights == rules.SIGNING_ACROSS
    with pytest.raises(RightMissing):
        services.require(actor, "documents.read-agency", agency_id=head.agency_id)


def test_whose_post_below_has_ended_signs_no_more(head, below):
    card = granted(head, below)
    directory.end_post(post_id=below.id, on=TODAY)
    later = TODAY + DAY

    assert [post.id for post in queries.signers_of(head.agency_id, on=later)] == [head.id]
    with pytest.raises(UnknownActing):
        acting_as(card.id, person_id=below.person_id, on=later)


@pytest.mark.parametrize("kind", [ActingKind.DEPUTY, ActingKind.BY_ORDER, ActingKind.ACTING_HEAD])
def test_only_a_letter_of_authority_leaves_the_agency(head, below, kind):
    with pytest.raises(ActingPosts):
        granted(head, below, kind)


def test_no_letter_of_authority_goes_up_sideways_or_two_steps_down(head, below, agency):
    other = a_post(an_agency("Sở Tài chính", "H19.8"), Role.LEADER)
    lowest = directory.found_agency(
        code="H19.5.1.1", name="Đội 1", abbreviation="D1", parent_id=below.agency_id
    )
    officer_below = directory.appoint(
        person_id=other.person_id,
        agency_id=below.agency_id,
        role=Role.OFFICER,
        title="Chuyên viên",
        valid_from=TODAY,
    )
    for post in (other, a_post(lowest, Role.LEADER), officer_below):
        with pytest.raises(ActingPosts):
            granted(head, post)
    with pytest.raises(ActingPosts):
        granted(below, head)


def test_a_leader_gives_and_ends_it_on_the_page(head, deputy):
    today, desk = local_day(clock.now()), at_desk(queries.actor_in(head))
    form = {
        "kind": ActingKind.AUTHORISED,
        "post": str(deputy.id),
        "for_post": str(head.id),
        "valid_from": f"{today}",
        "valid_to": f"{today + 10 * DAY}",
        "kinds": "Công văn, bao-cao",
        "source": "Giấy ủy quyền số 12/GUQ-STP",
        "idempotency_key": "k-1",
    }
    for _twice in range(2):
        assert "Đã giao." in desk.post("/ky-thay/", form, follow=True).content.decode()
    assert "Báo cáo, Công văn" in desk.get("/ky-thay/").content.decode()
    unknown = desk.post("/ky-thay/", {**form, "kinds": "Công vam", "idempotency_key": "k-2"})
    assert "access.unknown-kinds" in unknown.content.decode()
    [card] = queries.actings_of_posts([deputy.id], on=today)
    assert card.kinds == {"cong-van", "bao-cao"}

    changed = desk.post("/ky-thay/", {**form, "valid_to": f"{today + 20 * DAY}"})
    assert "access.asked-otherwise" in changed.content.decode()
    page = desk.post(f"/ky-thay/{card.id}/ket-thuc/", {"reason": "Đi công tác về"}, follow=True)
    assert "Đã kết thúc." in page.content.decode()
    assert queries.acting(card.id).ended_on == today


def test_who_takes_the_own_seat_again_acts_for_nobody_and_may_only_what_the_own_post_may(
    head, deputy
):
    today, desk = local_day(clock.now()), at_desk(queries.actor_in(deputy))
    card = granted(head, deputy, valid_from=today, valid_to=today + DAY)
    seen = []
    for seat in (card.id, deputy.id):
        desk.post("/vi-tri/", {"post": str(seat)})
        seen.append(desk.get("/vi-tri/").wsgi_request.actor)
    assert [actor.acting_id for actor in seen] == [card.id, None]
    assert [actor.post_id for actor in seen] == [deputy.id, deputy.id]
    assert seen[1].rights == rules.rights_of(Role.OFFICER)


def test_no_system_lets_anybody_act_for_a_leader(agency, head, deputy):
    system = Actor(kind=ActorKind.SYSTEM, name="Phần mềm", agency_id=agency.id)
    with pytest.raises(RightMissing):
        services.grant_acting(new(head, deputy), actor=system, now=NOW)
