"""What operators and heads of agencies see of hooks, and what operators do with them."""

import io

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.access.walk_world import _somebody
from tests.desk.builders import opened
from tests.exchange.builders import an_office
from tests.gateways.calls import Caller, a_caller
from tests.hooks.builders import a_hook, carry, system_of
from tests.systems.builders import a_bearer, a_system

from lienthong.directory.types import Role
from lienthong.hooks import queries, services
from lienthong.hooks.models import Attempt, Notification
from lienthong.hooks.rules import GIVES_UP_AFTER
from lienthong.hooks.types import NewsKind, Outcome, Reply
from lienthong.hooks.web import pages
from lienthong.kernel import clock
from lienthong.kernel.actor import Actor

pytestmark = [pytest.mark.django_db, pytest.mark.once]
OUTSIDE = "https://192.0.0.9/tin?ma=bi-mat"


@pytest.fixture
def office():
    return an_office("Sở Y tế")


@pytest.fixture
def operator(office) -> Client:
    return _somebody(office, Role.OPERATOR)


@pytest.fixture
def hook(office, receivers):
    """A hook about the office, with one notification that was given up."""
    now = clock.now()
    caller = Caller(office.agency, a_bearer(a_system(office.agency, now=now), now=now))
    card = a_hook(caller, address=OUTSIDE)
    a_caller("Sở Tư pháp").submit(caller)
    services.bury(now=clock.now() + GIVES_UP_AFTER)
    return card


def test_the_log_of_calls_goes_on_behind_the_last_one_that_is_shown(operator, hook, monkeypatch):
    monkeypatch.setattr(pages, "_PAGE", 2)
    notification = Notification.objects.filter(hook_id=hook.id).latest("id")
    Attempt.objects.filter(hook_id=hook.id).delete()
    for _call in range(5):
        Attempt.objects.create(
            hook_id=hook.id,
            notification=notification,
            outcome=Outcome.TURNED_DOWN,
            milliseconds=1,
            called_at=clock.now(),
        )
    shown, address = [], f"/he-thong/-/bao-tin/{hook.id}/"
    wanted = ""
    while True:
        context = operator.get(address + wanted).context
        shown.append([call.id for call in context["calls"]])
        if not (wanted := context["pager"].next_url):
            break
    assert [len(ids) for ids in shown] == [2, 2, 1]
    assert len({one for ids in shown for one in ids}) == 5


def press(client: Client, hook, act: str):
    answer = client.post(f"/he-thong/-/bao-tin/{hook.id}/lam/", {"act": act}, follow=True)
    assert answer.status_code == 200
    return answer


def test_an_operator_sees_all_hooks_and_why_calls_failed(operator, hook):
    page = operator.get("/he-thong/-/bao-tin/")
    assert f"/he-thong/-/bao-tin/{hook.id}/" in page.content.decode()
    page = operator.get(f"/he-thong/-/bao-tin/{hook.id}/").content.decode()
    assert "thử địa chỉ" in page
    assert "Tin không báo được" in page
    assert "bi-mat" not in page, "what stands behind ? may be a secret of its owner"


def test_an_operator_pauses_resumes_tries_resends_and_closes(operator, hook, receivers):
    press(operator, hook, "pause")
    assert queries.hook(hook.id).pause_reason == "operator"
    press(operator, hook, "resume")
    press(operator, hook, "challenge")
    told = press(operator, hook, "resend").content.decode()
    assert "Sẽ báo lại 1 tin." in told
    assert carry(now=clock.now()) == 2
    assert len(receivers.told(OUTSIDE)) == 1
    press(operator, hook, "close")
    assert queries.hook(hook.id).state == "closed"
    assert operator.post(f"/he-thong/-/bao-tin/{hook.id}/lam/", {"act": "pause"}).status_code == 409


def test_the_notice_of_a_pause_leads_heads_to_the_hook(office, operator, hook, receivers):
    receivers.answer(Reply(Outcome.DELIVERED, 410), OUTSIDE)
    services.resend(hook_id=hook.id, actor=Actor.installation(), now=clock.now())
    carry(now=clock.now())
    for reader in (operator, _somebody(office, Role.LEADER)):
        assert "bi-mat" not in reader.get("/thong-bao/").content.decode()
        assert opened(reader) == [f"/he-thong/-/bao-tin/{hook.id}/"]
        assert opened(reader) == []  # who opens a notice has read it


def test_an_operator_allows_private_networks(operator, hook):
    path = f"/he-thong/-/bao-tin/{hook.id}/mang/"
    assert operator.post(path, {"networks": "10.1.0.0/16\n10.2.0.0/16"}).status_code == 302
    allowed = queries.allowed_networks([hook.system.id])[hook.system.id]
    assert allowed == ("10.1.0.0/16", "10.2.0.0/16")
    for wrong in ("any", "10.1.0.1/16", "tat-ca"):
        assert operator.post(path, {"networks": wrong}).status_code == 422
    assert queries.allowed_networks([hook.system.id])[hook.system.id] == allowed


def test_heads_see_what_systems_are_told_about_their_agency_and_change_nothing(office, hook):
    leader = _somebody(office, Role.LEADER)
    assert str(hook.id) in leader.get("/he-thong-cua-co-quan/-/bao-tin/").content.decode()
    page = leader.get(f"/he-thong/-/bao-tin/{hook.id}/").content.decode()
    assert "Đóng hẳn" not in page
    assert leader.post(f"/he-thong/-/bao-tin/{hook.id}/lam/", {"act": "close"}).status_code == 403
    stranger = _somebody(an_office("Sở Tài chính", parent=office.agency), Role.LEADER)
    assert stranger.get(f"/he-thong/-/bao-tin/{hook.id}/").status_code == 404
    assert str(hook.id) not in stranger.get("/he-thong-cua-co-quan/-/bao-tin/").content.decode()


def test_heads_see_no_news_of_another_agency_that_the_same_hook_is_told(receivers):
    office = an_office("Sở Y tế")
    other = an_office("Sở Tài chính", parent=office.agency)
    now = clock.now()
    system = a_system(office.agency, other.agency, now=now)
    caller = Caller(office.agency, a_bearer(system, now=now))
    agencies = [office.agency.id, other.agency.id]
    card = a_hook(caller, address=OUTSIDE)
    services.change_hook(hook_id=card.id, agency_ids=agencies, actor=Actor.installation(), now=now)
    a_caller("Sở Tư pháp").submit(caller)
    services.bury(now=clock.now() + GIVES_UP_AFTER)

    shown = {
        each: _somebody(each, Role.LEADER).get(f"/he-thong/-/bao-tin/{card.id}/").context
        for each in (office, other)
    }

    assert [one.agency_id for one in shown[office]["dead"] if one.agency_id] == agencies[:1]
    assert [one.agency_id for one in shown[other]["dead"] if one.agency_id] == []
    kinds = {one.kind for one in shown[other]["calls"]}
    assert kinds <= {NewsKind.CHALLENGE}


def said(*words: object) -> str:
    out = io.StringIO()
    call_command("hook", *map(str, words), stdout=out)
    return out.getvalue()


def test_the_command_does_what_the_page_does(receivers):
    caller = a_caller("Sở Y tế")
    slug = system_of(caller).slug
    added = said("add", slug, "https://mot.vn/", "--agencies", caller.agency.code)
    hook_id = added.split("\t")[0]
    carry(now=clock.now())
    a_caller("Sở Tư pháp").submit(caller)
    services.bury(now=clock.now() + GIVES_UP_AFTER)
    assert f"{hook_id}\tactive\t0\t1\t{slug}" in said("list")
    assert "delivery.arrived" in said("dead", hook_id)
    assert "hook.challenge\tdelivered\t200" in said("show", hook_id)
    assert said("resend", hook_id) == "1\n"
    assert "paused:operator" in said("pause", hook_id)
    assert "active" in said("resume", hook_id)
    assert said("networks", slug, "10.1.0.0/16") == "10.1.0.0/16\n"
    key = said("rotate-key").strip()
    assert queries.published_keys()[0][0] == key
    assert "closed" in said("close", hook_id)
    with pytest.raises(CommandError, match=r"hooks\.closed"):
        said("resume", hook_id)
    with pytest.raises(CommandError, match=r"directory\.unknown-agency"):
        said("add", slug, "https://hai.vn/", "--agencies", "H99.1")


def test_pages_take_the_same_statements_whatever_they_show(operator, hook, receivers):

    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            operator.get("/he-thong/-/bao-tin/")
            operator.get(f"/he-thong/-/bao-tin/{hook.id}/")
        return len(asked)

    statements()
    few = statements()
    for number in range(3):
        other = a_caller(f"Sở {number}")
        a_hook(other, address=f"https://so-{number}.vn/")
    carry(now=clock.now())
    assert statements() == few
