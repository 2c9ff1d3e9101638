"""`lienthong post` and `lienthong acting`: the same rules as the pages, one line out for each."""

import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from tests.access.builders import a_post, an_agency

from lienthong.directory import queries as directory
from lienthong.directory import services as directory_services
from lienthong.directory.types import Role
from lienthong.kernel import clock
from lienthong.ledger.models import Record

pytestmark = pytest.mark.django_db

DECISION = "QĐ 12/QĐ-STP"
NOW = clock.now()
_DAY = clock.local_day(NOW)
TODAY, LATER = _DAY.isoformat(), (_DAY + timedelta(days=60)).isoformat()


@pytest.fixture(autouse=True)
def _the_same_day(monkeypatch):
    """Midnight may come after this file was read."""
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def agency():
    return an_agency()


@pytest.fixture
def run(capsys):
    def run(*words: object) -> list[dict[str, str]]:
        capsys.readouterr()
        call_command(words[0], "--json", *map(str, words[1:]))
        return [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    return run


def a_person(email: str = "binh@dongnai.example.vn"):
    return directory_services.add_person(name="Trần Thị Bình", email=email)


def granting(agency, *more: object) -> list[object]:
    told = ("--email", "binh@dongnai.example.vn", "--role", "officer", "--title", "Chuyên viên")
    return ["post", "grant", agency.code, *told, "--source", DECISION, *more]


def test_a_post_is_given_listed_and_ended_with_its_traces(agency, run):
    unit = directory_services.add_unit(agency_id=agency.id, name="Văn phòng", abbreviation="VP")
    person = a_person()
    (given,) = run(*granting(agency, "--unit", unit.name, "--to", LATER))
    assert run(*granting(agency, "--unit", unit.name, "--to", LATER)) == [given]
    assert (given["person"], given["unit"], given["to"]) == (person.name, unit.name, LATER)
    assert run("post", "list", agency.code) == [given]

    (ended,) = run("post", "end", given["id"], "--reason", "Chuyển công tác")
    assert ended == {**given, "to": TODAY}
    acts = set(Record.objects.values_list("act", flat=True))
    assert {"access.post-granted", "access.post-ended"} <= acts


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--unit", "Phòng không có"], "no unit"),
        (["--email", "khong-co@dongnai.example.vn"], "no person has the mailbox"),
        (["--from", LATER, "--to", TODAY], r"directory\.dates-out-of-order"),
    ],
)
def test_a_post_that_cannot_be_given_says_why_and_exits_with_two(agency, words, said):
    a_person()
    with pytest.raises(CommandError, match=said) as refused:
        call_command(*map(str, granting(agency, *words)))
    assert refused.value.returncode == 2
    assert directory.posts_of_agency(agency.id, on=_DAY) == []


def test_an_agency_that_nobody_knows_is_named(agency):
    with pytest.raises(CommandError, match=r"no agency has the code H19\.99"):
        call_command("post", "list", "H19.99")


def test_acting_for_a_leader_is_given_once_listed_and_ended(agency, run):
    leader, officer = a_post(agency, Role.LEADER), a_post(agency, Role.OFFICER)
    words = ["acting", "grant", officer.id, leader.id, "--kind", "authorised"]
    words += ["--to", LATER, "--kinds", "cong-van", "--source", DECISION]
    (given,) = run(*words)

    assert run(*words) == [given]
    assert given["authority"].startswith("TUQ.")
    assert run("acting", "list", agency.code) == [given]
    (ended,) = run("acting", "end", given["id"], "--reason", "Đã về")
    assert ended["to"] == TODAY
    acts = set(Record.objects.values_list("act", flat=True))
    assert {"access.acting-granted", "access.acting-ended"} <= acts


def test_who_cannot_act_for_another_is_refused_as_on_the_page(agency):
    leader, clerk = a_post(agency, Role.LEADER), a_post(agency, Role.CLERK)
    words = ["acting", "grant", clerk.id, leader.id, "--kind", "deputy"]
    with pytest.raises(CommandError, match=r"access\.acting-posts") as refused:
        call_command(*map(str, words), "--to", LATER, "--source", DECISION)
    assert refused.value.returncode == 2
