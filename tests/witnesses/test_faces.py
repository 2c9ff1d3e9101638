"""The command, the pages and the interface of witnesses."""

import json
from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from tests.desk.builders import at_desk, two_offices
from tests.witnesses.builders import ADDRESS, SITES, OtherLedger, own_head

from lienthong.access import queries as access
from lienthong.directory import services as directory
from lienthong.directory.types import Role
from lienthong.jobs import services as jobs
from lienthong.jobs.models import Job
from lienthong.jobs.types import JobState
from lienthong.kernel import clock
from lienthong.kernel.ids import uuid7
from lienthong.ledger import services as ledger
from lienthong.ledger.rules.checks.files import verify_value
from lienthong.notices.models import Notice
from lienthong.witnesses import handlers, queries, services
from lienthong.witnesses.models import Contradiction, Watched

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def other(settings):
    settings.LIENTHONG_WITNESS_SITE = "tests.witnesses.builders.site_of_tests"
    now = clock.now()
    SITES[ADDRESS] = OtherLedger(signed_at=now, published_at=now).grown("a", "b", "c")
    yield SITES[ADDRESS]
    SITES.clear()


@pytest.fixture
def operator():
    committee, _department = two_offices()
    person = directory.add_person(name="Người trực hệ thống")
    post = directory.appoint(
        person_id=person.id,
        agency_id=committee.agency.id,
        role=Role.OPERATOR,
        title="Quản trị hệ thống",
        valid_from=date(2010, 1, 1),
    )
    return at_desk(access.actor_in(post))


def looked_around():
    """What a worker does every ten minutes."""
    handlers.look_around.func()
    jobs.run_all_due(now=clock.now())


def monitor(capsys, *words):
    """Run the command; return its exit code and what it printed."""
    code = 0
    try:
        call_command("monitor", *words)
    except SystemExit as ended:
        code = ended.code
    return code, capsys.readouterr().out


def test_an_operator_watches_by_command_with_exit_codes(other, tmp_path, capsys):
    key = tmp_path / "key.pem"
    key.write_bytes(other.signer.public_key.pem)
    code, said = monitor(capsys, "add", ADDRESS, "--key", str(key))
    assert (code, said.split("\t")[0]) == (0, other.name)
    assert monitor(capsys, "run") == (0, f"ĐÚNG\t{other.name}\t1/3\n")
    other.is_away = True
    code, said = monitor(capsys, "run", other.name)
    assert code == 3
    assert said.startswith(f"SAI\t{other.name}\t1/3\twitnesses.away\t")
    SITES[ADDRESS] = other.rewritten("a", "B", "c")
    assert monitor(capsys, "run")[0] == 1
    code, said = monitor(capsys, "report")
    assert code == 1
    assert "witnesses.contradicted" in said
    (line,) = monitor(capsys, "evidence")[1].splitlines()
    steps = verify_value(json.loads(line), public_key_pem=key.read_bytes())
    assert steps[-1].code == "fork.proved"
    assert monitor(capsys, "end", other.name)[0] == 0
    assert monitor(capsys, "report") == (0, "")


def test_the_command_refuses_with_2_and_says_why(other, tmp_path):
    for words, code in (
        (["add", "http://x.example"], "witnesses.address-refused"),
        (["add", ADDRESS, "--key", str(tmp_path / "none.pem")], "none.pem"),
        (["run", "nobody.example"], "witnesses.not-watched"),
        (["end", "nobody.example"], "witnesses.not-watched"),
    ):
        with pytest.raises(CommandError, match=code) as refused:
            call_command("monitor", *words)
        assert refused.value.returncode == 2


def test_the_key_that_a_site_offers_itself_is_to_be_compared(other, capsys):
    call_command("monitor", "add", ADDRESS)
    printed = capsys.readouterr()
    assert other.signer.public_key.key_id in printed.out
    assert "đối chiếu mã khóa" in printed.err


def test_the_job_looks_at_all_and_operators_are_told_of_a_fork(other, operator):
    call_command("monitor", "add", ADDRESS)
    looked_around()
    page = operator.get("/van-hanh/lam-chung/").content.decode()
    assert other.name in page
    assert "nối tiếp nguyên vẹn" in page
    SITES[ADDRESS] = other.rewritten("a", "B", "c")
    looked_around()
    assert "Sổ cái của binhduong.example" in operator.get("/van-hanh/").content.decode()
    told = Notice.objects.get()
    assert told.facts["installation"] == other.name
    page = operator.get("/van-hanh/lam-chung/").content.decode()
    assert "sổ đã rẽ nhánh" in page
    address = page.split('href="/van-hanh/lam-chung/')[1].split('"')[0]
    evidence = operator.get(f"/van-hanh/lam-chung/{address}")
    assert json.loads(evidence.content)["format"] == "lienthong-contradiction/1"


def test_old_evidence_is_found_behind_a_page_of_newer(other, operator, capsys):
    call_command("monitor", "add", ADDRESS)
    looked_around()
    SITES[ADDRESS] = other.rewritten("a", "B", "c")
    looked_around()
    oldest = Contradiction.objects.get()
    newer = Contradiction.objects.filter(pk=oldest.pk).values().get() | {"found_at": clock.now()}
    Contradiction.objects.bulk_create(
        Contradiction(**newer | {"id": uuid7(), "digest": f"{n:064x}"}) for n in range(queries.PAGE)
    )
    assert oldest.pk not in {one.id for one in queries.contradictions()}
    evidence = operator.get(f"/van-hanh/lam-chung/{oldest.pk}.json")
    assert json.loads(evidence.content)["format"] == "lienthong-contradiction/1"
    assert operator.get(f"/van-hanh/lam-chung/{uuid7()}.json").status_code == 404
    capsys.readouterr()
    call_command("monitor", "evidence")
    assert len(capsys.readouterr().out.splitlines()) == queries.PAGE + 1


def test_each_installation_is_looked_at_by_a_job_of_its_own_the_longest_unseen_first(other):
    now = clock.now()
    for name, since in (("hue", 1), ("an-giang", None), ("ca-mau", 2)):
        address = f"https://{name}.example"
        SITES[address] = OtherLedger(f"{name}.example", signed_at=now, published_at=now).grown("a")
        made = services.watch(address, site=SITES[address], public_key_pem=None, now=now)
        looked_at = now - timedelta(days=since) if since else None
        Watched.objects.filter(pk=made.pk).update(looked_at=looked_at)
    del SITES["https://an-giang.example"]  # whatever is wrong there
    handlers.look_around.func()
    handlers.look_around.func()
    waiting = Job.objects.filter(task_path=handlers.look_at_one.module_path).order_by("pk")
    asked = [Watched.objects.get(pk=job.args[0]).installation for job in waiting]
    assert asked == ["an-giang.example", "ca-mau.example", "hue.example"]
    services.end_watch("ca-mau.example", now=now)
    jobs.run_all_due(now=clock.now())
    assert [job.state for job in waiting.all()] == [
        *(JobState.WAITING, JobState.DONE, JobState.DONE)
    ]
    seen = {card.installation: card.answered_at for card in queries.watched()}
    assert seen["hue.example"]
    assert not seen["an-giang.example"]


def test_a_stranger_sees_who_saw_our_heads_and_keeps_their_word(other):
    head = own_head()
    other.sign_seen(head)
    call_command("monitor", "add", ADDRESS)
    looked_around()
    stranger = Client(REMOTE_ADDR="10.7.7.1")
    assert "/so-cai/lam-chung/" in stranger.get("/so-cai/").content.decode()
    page = stranger.get("/so-cai/lam-chung/").content.decode()
    assert other.name in page
    word = json.loads(stranger.get(f"/so-cai/lam-chung/{other.name}-1-1.json").content)
    steps = verify_value(word, public_key_pem=other.signer.public_key.pem)
    assert [step.code for step in steps] == ["cosignature.signed", "cosignature.other-key"]
    assert stranger.get("/so-cai/lam-chung/nobody-1-1.json").status_code == 404
    assert stranger.get("/van-hanh/lam-chung/").status_code == 302


def test_the_interface_gives_what_we_signed_and_what_contradicts(other):
    call_command("monitor", "add", ADDRESS)
    looked_around()
    SITES[ADDRESS] = other.rewritten("a", "B", "c")
    looked_around()
    stranger = Client(REMOTE_ADDR="10.7.7.2")
    told = stranger.get(f"/api/v1/witnesses/heads?installation={other.name}").json()
    assert told["key"] == ledger.ensure_key().key_id
    assert [one["format"] for one in told["heads"]] == ["lienthong-cosignature/1"]
    assert [one["format"] for one in told["contradictions"]] == ["lienthong-contradiction/1"]
    nobody = stranger.get("/api/v1/witnesses/heads?installation=nobody.example").json()
    assert (nobody["heads"], nobody["contradictions"]) == ([], [])
    assert stranger.get("/api/v1/witnesses/heads").status_code == 422
