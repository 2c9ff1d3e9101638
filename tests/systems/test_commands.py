"""`lienthong system` and `lienthong key`."""

import stat

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.management import CommandError, call_command
from tests.systems.builders import NOW, a_signing_key, a_system, an_agency, public_pem

from lienthong.apikit.signing import SigningKey
from lienthong.kernel import clock
from lienthong.systems import queries, services
from lienthong.systems.types import SystemState

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(capsys):
    def run(*words: str) -> list[list[str]]:
        capsys.readouterr()
        call_command(*words)
        return [line.split("\t") for line in capsys.readouterr().out.splitlines()]

    return run


def test_a_system_is_added_with_its_networks_and_agencies(run):
    agency = an_agency()
    networks = "10.0.0.0/8,2001:db8::/48"
    told = ["--name", "I-Office", "--networks", networks, "--agencies", agency.code]
    lines = run("system", "add", "i-office.stp", *told)
    assert lines[0][:4] == ["i-office.stp", "active", "I-Office", networks.replace(",", " ")]
    assert lines[1][:2] == ["agency", agency.code]
    assert run("system", "show", "i-office.stp") == lines
    assert run("system", "list") == [["i-office.stp", "active", "I-Office"]]


def test_a_system_is_paused_resumed_and_closed(run):
    system = a_system()
    for act, state in (("pause", "paused"), ("resume", "active"), ("close", "closed")):
        assert run("system", act, system.slug)[0][1] == state
    with pytest.raises(CommandError, match=r"systems\.closed"):
        run("system", "resume", system.slug)


def test_networks_and_agencies_are_set(run):
    first, second = an_agency(), an_agency("Sở Y tế")
    system = a_system(first)
    assert run("system", "networks", system.slug, "--networks", "any")[0][3] == "any"
    told = ["--agencies", second.code, "--withdraw", first.code]
    lines = run("system", "agencies", system.slug, *told)[1:]
    today = clock.local_day(clock.now()).isoformat()
    assert {line[1]: line[3] for line in lines} == {first.code: today, second.code: "-"}


def test_limits_are_set_one_by_one(run):
    system = a_system()
    before = run("system", "show", system.slug)[0]
    (line, *_rest) = run("system", "limits", system.slug, "--requests", "77")
    assert line[4:] == ["77/min", before[5]]
    (line, *_rest) = run("system", "limits", system.slug, "--bytes", "5000000")
    assert line[4:] == ["77/min", "5000000 B/min"]
    with pytest.raises(CommandError, match=r"systems\.limit"):
        run("system", "limits", system.slug, "--bytes", "0")


def test_failures_are_shown(run):
    system = a_system()
    services.note_failure(system_id=system.id, code="systems.replayed", address="10.0.0.1", now=NOW)
    services.note_failure(system_id=system.id, code="systems.replayed", address="10.0.0.2", now=NOW)
    assert run("system", "show", system.slug)[-1][:3] == ["failure", "systems.replayed", "2"]


@pytest.mark.parametrize(
    "words",
    [
        ["system", "show", "nobody"],
        ["system", "add", "x y", "--name", "X"],
        ["system", "add", "xy", "--name", "X", "--agencies", "H19.99999"],
        ["key", "list", "nobody"],
    ],
)
def test_what_cannot_be_done_is_said(run, words):
    with pytest.raises(CommandError):
        run(*words)
    assert queries.systems() == []


def test_a_made_key_goes_into_a_file_that_only_its_owner_reads(run, tmp_path):
    system = a_system()
    into = tmp_path / "key.pem"
    (line,) = run("key", "add", system.slug, "--into", str(into))
    assert stat.S_IMODE(into.stat().st_mode) == 0o600
    assert SigningKey.read(into.read_bytes(), line[0]).algorithm == "ed25519"
    with pytest.raises(CommandError, match=r"Đã có “.+” và lệnh không ghi đè"):
        run("key", "add", system.slug, "--into", str(into))
    assert len(queries.keys_of(system.id, now=NOW)) == 1


def test_a_trial_key_is_printed_once(run):
    system = a_system()
    line, (secret,) = run("key", "add", system.slug, "--trial", "--days", "10")
    assert secret.startswith(f"lt_{line[0]}_")
    assert secret not in str(run("key", "list", system.slug))


def test_the_owners_public_key_is_taken_from_a_file(run, tmp_path):
    system = a_system()
    file = tmp_path / "public.pem"
    file.write_text(public_pem(Ed25519PrivateKey.generate()))
    (line,) = run("key", "add", system.slug, "--public-key-file", str(file))
    assert line[1:3] == ["ed25519", "usable"]
    for wrong, said in (
        (tmp_path / "none.pem", "Không có tệp"),
        (tmp_path, "là thư mục"),
    ):
        with pytest.raises(CommandError, match=said):
            run("key", "add", system.slug, "--public-key-file", str(wrong))


def test_a_key_is_rotated_and_revoked(run):
    system = a_system()
    old = a_signing_key(system)
    line, *_secret = run("key", "rotate", system.slug, old.key_id, "--overlap", "7")
    states = {key[0]: key[2:4] for key in run("key", "list", system.slug)}
    assert states[old.key_id][0] == "usable"
    assert states[old.key_id][1] != "-"
    assert run("key", "revoke", system.slug, line[0])[0][2] == "revoked"
    assert queries.system(system.slug).state == SystemState.ACTIVE
