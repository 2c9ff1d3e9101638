"""`lienthong system`, `key` and `vxp`: secrets and codes by command, and calls as support makes."""

import io
import json
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from tests.vxp.builders import Inside, a_package, an_agency, an_office, said

from lienthong.directory import queries as directory
from lienthong.kernel import clock
from lienthong.systems import queries as systems
from lienthong.systems.errors import UnknownSystem
from lienthong.vxp import queries, services
from lienthong.vxp.adapters.client import AxisClient

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _inside() -> None:
    AxisClient.transport = Inside()


def run(*words: str) -> list[str]:
    out = io.StringIO()
    call_command(*words, stdout=out)
    return out.getvalue().splitlines()


def a_site(tmp_path, office) -> str:
    (tmp_path / "bi-mat").write_text(f"{office.secret}\n")
    file = tmp_path / f"{office.system.slug}.json"
    told = {"endpoint": "http://testserver/vxp", "systemid": office.system.slug}
    file.write_text(json.dumps({**told, "secret_file": "bi-mat"}))
    return str(file)


def test_a_system_is_added_with_agencies_and_the_secret_of_its_owner(tmp_path):
    agency = an_agency("Sở Một")
    (tmp_path / "s").write_text("bi-mat-cua-SDK-2018\n")
    networks = ["--networks", "127.0.0.0/8"]
    run(
        *("system", "add", "vxp.mau.01", "--name", "Mẫu", "--agencies", agency.code),
        *(*networks, "--secret-file", str(tmp_path / "s"), "--certificates", "cd" * 32),
    )
    card = systems.system("vxp.mau.01")
    assert card.certificates == ("cd" * 32,)
    run("system", "certificates", "vxp.mau.01")
    office = an_office()
    told = office.ask("countReceiveEdoc", systemid="vxp.mau.01", secret="bi-mat-cua-SDK-2018")
    assert said(told)["count"] == 0
    run("system", "delegate", "vxp.mau.01", "--codes", "H19.66,H19.67")
    lines = run("system", "delegate", "vxp.mau.01", "--end", "H19.66")
    assert systems.delegations_of(card.id)[0].ended_at is None
    assert any(agency.code in line for line in lines)
    assert sum("delegated\t" in line for line in run("system", "show", "vxp.mau.01")) == 2
    with pytest.raises(CommandError):
        run("system", "add", "x.y", "--name", "X", "--secret-file", str(tmp_path / "khong-co"))
    with pytest.raises(UnknownSystem):
        systems.system("x.y")


def test_a_secret_is_made_into_a_file_and_rotated(tmp_path):
    office = an_office()
    made, newer = tmp_path / "made", tmp_path / "newer"
    line = run("key", "add", office.system.slug, "--shared", "--into", str(made))[0]
    assert "hmac-sha256" in line
    assert said(office.ask("countReceiveEdoc", secret=made.read_text().strip()))["count"] == 0
    run("key", "rotate", office.system.slug, line.split("\t")[0], "--into", str(newer))
    assert said(office.ask("countReceiveEdoc", secret=newer.read_text().strip()))["count"] == 0


def test_support_sends_lists_fetches_and_confirms_by_command(tmp_path):
    sender, recipient = an_office("Sở Một"), an_office("Sở Hai")
    package = a_package(sender.agency, recipient.agency)
    (tmp_path / "p.edxml").write_bytes(package)
    ours = a_site(tmp_path, sender)
    sent = run(
        "vxp", "--site", ours, "send", str(tmp_path / "p.edxml"), "--from", sender.agency.code
    )
    doc_id = json.loads(sent[0])["DocId"]
    (line,) = run("vxp", "--site", ours, "sent", "--doc-id", doc_id)
    assert json.loads(line)["toCode"] == recipient.agency.code
    theirs = a_site(tmp_path, recipient)
    mine = json.loads(run("vxp", "--site", theirs, "received")[0])["docId"]
    target = tmp_path / "got.edxml"
    run("vxp", "--site", theirs, "get", mine, "--into", str(target))
    assert target.read_bytes() == package
    with pytest.raises(SystemExit) as ended:
        run("vxp", "--site", theirs, "get", "x", "--into", str(tmp_path / "other"))
    assert (ended.value.code, (tmp_path / "other").exists()) == (10, False)
    run("vxp", "--site", theirs, "update", mine, "done")
    assert run("vxp", "--site", theirs, "received") == []
    assert json.loads(run("vxp", "--site", theirs, "count")[0]) == {"countReceiveEdoc": 0}
    assert len(run("vxp", "--site", theirs, "agencies")) == 2
    with pytest.raises(CommandError):
        run("vxp", "received")


def test_the_log_and_the_requests_are_read_and_answered_by_command(tmp_path):
    office = an_office()
    site = a_site(tmp_path, office)
    for _time in range(2):
        with pytest.raises(SystemExit):
            run("vxp", "--site", site, "register", "H19.880.1", "Đơn vị mới")
    (waiting,) = map(json.loads, run("vxp", "requests"))
    assert (waiting["code"], waiting["kind"]) == ("H19.880.1", "register")
    run("vxp", "decide", waiting["id"])
    assert directory.agency_by_code("H19.880.1").name == "Đơn vị mới"
    (line,) = map(json.loads, run("vxp", "log", office.system.slug, "--failures"))
    assert (line["operation"], line["code"]) == ("registerAgency", "vxp.awaits-operator")
    with pytest.raises(CommandError):
        run("vxp", "log", "khong-co")


def test_old_calls_are_forgotten_and_polls_are_noted_now_and_then():
    office = an_office()
    for _time in range(3):
        office.ask("countReceiveEdoc")
    assert len(queries.calls_of(office.system.id)) == 1
    assert services.forget_calls(now=clock.now()) == 0
    assert services.forget_calls(now=clock.now() + timedelta(days=20_000)) == 1
