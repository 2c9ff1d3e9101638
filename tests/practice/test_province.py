"""The practice province is Đồng Nai as 9459/UBND-TTTH of 18/11/2010 names it (G10)."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from django.apps import apps
from django.db import transaction

from lienthong.access import queries as access
from lienthong.access.models import Account
from lienthong.directory import queries as directory
from lienthong.directory.types import AgencyClass, Readiness, Role
from lienthong.practice.province import Province, build_province
from lienthong.practice.province_data import Wave

# On PostgreSQL: the main job and the network begin with the same province.
pytestmark = pytest.mark.once
NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
TODAY, PILOT = date(2026, 11, 21), date(2010, 12, 20)
PASSWORD = "dong-nai-thuc-hanh"


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker) -> Iterator[Province]:
    """Built once for this file; each test works in a savepoint above it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build_province(now=NOW, people_password=PASSWORD)
        transaction.set_rollback(True)


@pytest.fixture
def province(built, db) -> Province:
    return built


def state(province, recipient, *, sender="ubnd", on=TODAY, kind="cong-van") -> Readiness:
    agency_id = province.agency_ids[recipient]
    answers = directory.readiness(
        [agency_id], kind_code=kind, sender_id=province.agency_ids[sender], on=on
    )
    return answers[agency_id].readiness


def rows() -> dict[str, list[object]]:
    ours = ("directory", "access")
    models = [model for label in ours for model in apps.get_app_config(label).get_models()]
    return {model.__name__: list(model.objects.order_by("pk").values_list()) for model in models}


def test_building_it_again_changes_nothing(province):
    before = rows()
    assert len(before["Agency"]) == len(province.agency_ids) >= 30
    assert build_province(now=NOW, people_password="mot-mat-khau-khac") == province
    assert rows() == before


def test_the_waves_are_those_of_the_letter(province):
    waves = [
        [card.name for card in directory.agencies(province.of_wave(wave)).values()]
        for wave in (Wave.FIRST, Wave.SECOND)
    ]
    assert [len(names) for names in waves] == [8, 13]
    assert "Ủy ban nhân dân huyện Thống Nhất" in waves[0]
    assert "Viện Kiểm sát nhân dân tỉnh Đồng Nai" in waves[1]
    for group, size in (("Đợt 1 (01/12/2010)", 8), ("dot 2 (15/12/2010)", 13)):
        assert len(directory.expand_group(group, on=TODAY)) == size


def test_A4_in_the_pilot_each_wave_starts_on_its_day_and_with_ordinary_letters(province):
    assert state(province, "stttt", on=date(2010, 11, 30)) == Readiness.NOT_YET
    assert state(province, "stttt", on=date(2010, 12, 1)) == Readiness.READY
    assert state(province, "stp", on=date(2010, 12, 14)) == Readiness.NOT_YET
    assert state(province, "stp", on=date(2010, 12, 15)) == Readiness.READY
    assert state(province, "stp", on=PILOT, kind="quyet-dinh") == Readiness.KIND_OUT_OF_SCOPE


def test_A4_today_both_waves_take_every_kind_from_everyone(province):
    members = [*province.of_wave(Wave.FIRST), *province.of_wave(Wave.SECOND)]
    answers = directory.readiness(
        [*members, province.committee_id], kind_code="quyet-dinh", sender_id=members[0], on=TODAY
    )
    assert {answer.readiness for answer in answers.values()} == {Readiness.READY}


def test_A4_the_others_exchange_with_the_committee_alone_and_the_party_not_at_all(province):
    assert state(province, "syt") == Readiness.READY
    assert state(province, "syt", sender="stp") == Readiness.PARTNER_OUT_OF_SCOPE
    assert state(province, "stp", sender="syt") == Readiness.PARTNER_OUT_OF_SCOPE
    assert state(province, "ubnd", sender="syt") == Readiness.READY
    assert state(province, "tinhuy") == Readiness.NOT_JOINED


@pytest.mark.parametrize(
    ("code", "key"),
    [
        ("H19", "ubnd"),
        ("000.00.00.H19", "ubnd"),
        ("000.00.01.H19", "vp"),
        ("01.H19", "vp"),
        ("H19.1", "skhcn"),
        ("H19.2", "skhdt"),
        ("H19.3", "sgddt"),
        ("H19.9", "stttt"),
        ("000.00.00.H98", "lancan"),
    ],
)
def test_the_organisations_of_national_packages_are_known(province, code, key):
    assert directory.agency_by_code(code).id == province.agency_ids[key]


def test_every_agency_has_two_codes_units_a_mailbox_and_people_in_their_roles(province):
    for card in directory.agencies(province.agency_ids.values()).values():
        assert len(directory.codes_of(card.id)) == 2
        assert len(directory.units_of(card.id, on=PILOT)) >= 3
        assert card.email.endswith("@dongnai.example.vn")
        assert card.place
        for on in (PILOT, TODAY):
            roles = [post.role for post in directory.posts_of_agency(card.id, on=on)]
            assert roles.count(Role.CLERK) >= 1
            assert roles.count(Role.LEADER) >= 1
            assert roles.count(Role.ADMINISTRATOR) == 1
            officers = directory.officers(card.id, on=on)
            assert len({post.unit_id for post in officers}) >= 2


def test_the_letter_can_be_signed_by_who_signed_it(province):
    (signer,) = [
        post
        for post in directory.posts_of_agency(province.committee_id, on=PILOT, role=Role.LEADER)
        if post.person_name == "Trần Văn Vĩnh"
    ]
    assert (signer.title, signer.authority) == ("Phó Chủ tịch", "KT. CHỦ TỊCH")
    assert access.account_of(signer.person_id).username == "lanhdao.ubnd"


@pytest.mark.parametrize(
    ("username", "roles"),
    [
        ("vanthu.ubnd", [Role.CLERK]),
        ("vanthu.stp", [Role.CLERK]),
        ("lanhdao.stp", [Role.LEADER]),
        ("chuyenvien.stp", [Role.OFFICER]),
        ("quantri.stp", [Role.ADMINISTRATOR]),
        ("quantri.stttt", [Role.ADMINISTRATOR]),
        ("vanhanh.stttt", [Role.OPERATOR]),
        ("theodoi.vp", [Role.MONITOR]),
        ("danhgia.snv", [Role.REVIEWER]),
        ("kiemnhiem.vp", [Role.CLERK, Role.CLERK]),
    ],
)
def test_sign_ins_to_try_are_predictable(province, username, roles):
    account = Account.objects.get(username=username)
    held = directory.posts_of_person(account.person_id, on=TODAY)
    assert [post.role for post in held] == roles
    assert account.check_password(PASSWORD)


def test_classes_and_groups_tell_state_party_and_court_apart(province):
    cards = directory.agencies(province.agency_ids.values())
    classes = {key: cards[agency_id].agency_class for key, agency_id in province.agency_ids.items()}
    assert classes["vks"] == AgencyClass.JUDICIAL
    assert classes["tinhuy"] == AgencyClass.PARTY
    departments = {card.id for card in directory.expand_group("cac so, ban, nganh", on=TODAY)}
    assert province.agency_ids["stp"] in departments
    assert not {province.agency_ids[key] for key in ("vks", "tinhuy", "lancan")} & departments
    districts = directory.expand_group("UBND các huyện, thị xã, thành phố", on=TODAY)
    assert len(districts) == 5


def test_A10_the_calendar_of_the_pilot_and_of_today_is_there(province):
    for day in (date(2010, 2, 15), date(2026, 2, 17), date(2027, 9, 2)):
        assert not directory.working_day_checker(day, day)(day)
