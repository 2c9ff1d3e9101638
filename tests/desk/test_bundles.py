"""The bundle: everything about a delivery in one file, checked offline, every change named."""

import io
import json
import shutil
import subprocess
import zipfile
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from tests.desk.builders import BROWSER, an_arrived, an_entered, at_desk, two_offices
from tests.exchange.builders import an_office

from lienthong.access.queries import readings_of_version
from lienthong.blobs import queries as blobs_of
from lienthong.blobs import services as blobs
from lienthong.desk.bundles import bundle_of
from lienthong.desk.errors import BundleTooLarge
from lienthong.desk.proofs import proof_of
from lienthong.exchange import queries as exchange
from lienthong.exchange import services as acts
from lienthong.kernel import clock
from lienthong.ledger import services as ledger
from lienthong.ledger.adapters.keyfile import KeyFile
from lienthong.ledger.rules.canonical import instant_text
from lienthong.ledger.rules.checks import bundles as names
from lienthong.ledger.rules.checks.bundles import verify_bundle
from lienthong.ledger.rules.given.reading import read_receipt
from lienthong.ledger.rules.signed.cms import Anchors
from lienthong.signatures.adapters.test_authority import TestAuthority

# On PostgreSQL: the bundle of `gateways/api/test_evidence.py`.
pytestmark = [pytest.mark.django_db, pytest.mark.once]
ADDRESS = "https://lienthong.example/bien-nhan/0193a000-0000-7000-8000-00000000000e/"


def placed(at):
    ledger.sequence(now=at)
    ledger.publish_head(now=at)


@pytest.fixture
def accepted():
    """An accepted delivery whose records stand under a published head."""
    committee, department = two_offices()
    entry = an_entered(committee, department)
    placed(clock.now())
    return committee, department, exchange.delivery_card(entry.delivery_id)


_KEPT: dict[str, bytes] = {}


@pytest.fixture
def bundle(request):
    """One bundle for all who only look at its bytes; made once, the key is that of the run."""
    if "bundle" not in _KEPT:
        committee, _department, delivery = request.getfixturevalue("accepted")
        _KEPT["bundle"] = made(delivery, committee)
    return _KEPT["bundle"]


def made(delivery, office, *, with_content=True):
    proof = proof_of(delivery.dispatch_record_id, delivery.id, actor=office.clerk, now=clock.now())
    bundle = bundle_of(
        proof,
        actor=office.clerk,
        check_address=ADDRESS,
        with_content=with_content,
        now=clock.now(),
    )
    content = b"".join(bundle.pieces)
    assert len(content) == bundle.size
    return content


def checked(content, anchors=None):
    key = ledger.ensure_key().pem
    return verify_bundle(io.BytesIO(content), public_key_pem=key, anchors=anchors)


def repacked(content, name, changed):
    """The same container with one file replaced, or left out (None), or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.namelist():
            if entry != name:
                new.writestr(entry, old.read(entry))
            elif changed is not None:
                new.writestr(entry, changed)
        if name not in old.namelist():
            new.writestr(name, changed)
    return out.getvalue()


def failures(steps):
    return [(step.code, step.sentence_vi) for step in steps if not step.ok]


def test_A7_a_bundle_holds_document_receipts_proofs_and_certificate_and_is_proved(accepted):
    committee, _department, delivery = accepted
    now = clock.now()
    authority = TestAuthority(now=now)
    ledger.stamp_next_head(stamper=authority.stamper(at=now), now=now)
    content = made(delivery, committee)
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        assert opened.testzip() is None
        found = opened.namelist()
        index = json.loads(opened.read(names.INDEX))
    assert found[0] == "mimetype"
    assert {"van-ban.pdf", "bien-nhan-1.json", "bien-nhan-2.json", "dau-so-1.json"} <= set(found)
    assert {names.CERTIFICATE, names.KEY, names.GUIDE, "META-INF/signature.p7s"} <= set(found)
    events = [line["event"].rpartition("/")[2] for line in index["evidence"]]
    assert events == ["ContentConsignment", "NotificationForAcceptance", "ConsignmentAcceptance"]
    steps = checked(content, Anchors((authority.root.certificate,)))
    codes = [step.code for step in steps]
    assert failures(steps) == []
    assert codes.count("document.same") == 2
    assert codes.count("inclusion.published") == 2
    assert codes.count("evidence.event") == 2
    # Our own certificate does not lead to that authority; the stamps do.
    opened = [step.code for step in steps if step.is_open]
    assert opened == ["seal.not-judged", "certificate.printed"]


def test_what_could_not_be_proved_is_said_with_the_reason(bundle):
    opened = [step.code for step in checked(bundle) if step.is_open]
    assert opened == ["seal.not-judged", "stamp.absent", "stamp.absent", "certificate.printed"]


def test_before_the_record_has_its_place_the_bundle_says_what_is_still_promised():
    committee, department = two_offices()
    steps = checked(made(an_arrived(committee, department), committee))
    opened = [step.code for step in steps if step.is_open]
    assert failures(steps) == []
    assert {"inclusion.later", "published.absent"} <= set(opened)


def test_a_changed_byte_in_any_file_is_found_and_the_file_named(bundle):
    with zipfile.ZipFile(io.BytesIO(bundle)) as opened:
        files = {name: opened.read(name) for name in opened.namelist()}
    for name, file in files.items():
        for at in {0, len(file) // 2, len(file) - 1}:
            changed = file[:at] + bytes([file[at] ^ 1]) + file[at + 1 :]
            found = failures(checked(repacked(bundle, name, changed)))
            assert any(name in said for _code, said in found), (name, at, found)


def test_bytes_changed_in_the_container_itself_are_found_where_they_lie(bundle):
    with zipfile.ZipFile(io.BytesIO(bundle)) as opened:
        places = {entry.filename: entry.header_offset for entry in opened.infolist()}
    for name, start in places.items():
        at = start + 30 + len(name) + 5
        changed = bundle[:at] + bytes([bundle[at] ^ 1]) + bundle[at + 1 :]
        assert any(name in said for _code, said in failures(checked(changed))), name


def test_what_is_too_large_for_a_bundle_is_refused_with_the_next_step(accepted):
    committee, _department, delivery = accepted
    proof = proof_of(
        delivery.dispatch_record_id, delivery.id, actor=committee.clerk, now=clock.now()
    )
    with pytest.raises(BundleTooLarge) as refused:
        bundle_of(
            proof,
            actor=committee.clerk,
            check_address=ADDRESS,
            with_content=True,
            now=clock.now(),
            largest=20_000,
        )
    assert refused.value.code == "desk.bundle-too-large"


def test_a_file_left_out_or_put_in_is_named(bundle):
    left_out = failures(checked(repacked(bundle, "dau-so-1.json", None)))
    assert left_out == [("member.missing", "Thiếu tệp dau-so-1.json mà bản kê nêu.")]
    put_in = failures(checked(repacked(bundle, "them.txt", b"x")))
    assert [code for code, _said in put_in] == ["member.unlisted"]


@pytest.mark.parametrize(
    "broken", [b"", b"PK", b"PK\x03\x04" + b"\0" * 40, b"PK\x05\x06" + b"\0" * 18]
)
def test_what_is_no_bundle_is_a_failing_step(broken):
    assert [code for code, _said in failures(checked(broken))] == ["bundle.malformed"]


def test_another_installation_s_key_does_not_prove_it(bundle, tmp_path):
    other = KeyFile(tmp_path)
    other.make()
    steps = verify_bundle(io.BytesIO(bundle), public_key_pem=other.public_key.pem)
    assert [code for code, _said in failures(steps)] == ["bundle.signature-wrong"] * 2


def test_the_ledger_of_today_is_shown_to_continue_that_of_the_sending(accepted, settings):
    settings.LIENTHONG_PUBLISH_MINUTES = 0
    committee, department, delivery = accepted
    an_arrived(committee, department)
    placed(clock.now())
    steps = checked(made(delivery, committee))
    assert failures(steps) == []
    assert "consistency.proved" in [step.code for step in steps]


def test_the_page_and_the_address_give_the_bundle_to_both_sides_and_to_nobody_else(accepted):
    committee, department, delivery = accepted
    stranger = an_office("Sở Nội vụ", parent=committee.agency)
    page = f"/bien-nhan/{delivery.dispatch_record_id}/{delivery.id}"
    clerk = at_desk(committee.clerk)
    assert f"{page}.asice" in clerk.get(f"{page}/").content.decode()
    for client in (clerk, at_desk(department.clerk)):
        answer = client.get(f"{page}.asice")
        content = b"".join(answer.streaming_content)
        assert len(content) == int(answer["Content-Length"])
        assert answer["Content-Type"] == "application/vnd.etsi.asic-e+zip"
        assert failures(checked(content)) == []
    assert at_desk(stranger.clerk).get(f"{page}.asice", **BROWSER).status_code == 404


def test_after_a_recall_the_bundle_of_the_recipient_holds_no_content(accepted):
    committee, department, delivery = accepted
    acts.request_recall(
        dispatch_id=delivery.dispatch_id,
        recipient_ids=None,
        reason="Sai nơi nhận",
        key=str(uuid4()),
        actor=committee.clerk,
        now=clock.now(),
    )
    acts.answer_change(
        delivery_id=delivery.id,
        agrees=True,
        note="",
        key=str(uuid4()),
        actor=department.clerk,
        now=clock.now(),
    )
    content = made(delivery, department)
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        assert not any(name.startswith("van-ban") for name in opened.namelist())
        absent = json.loads(opened.read(names.INDEX))["absent"]
    assert absent == [{"what": "content", "why": "withdrawn"}]
    assert "document.absent" in [step.code for step in checked(content)]


def test_A7_proofs_are_given_again_when_the_content_is_destroyed(accepted):
    committee, department, delivery = accepted
    proof = proof_of(
        delivery.dispatch_record_id, delivery.id, actor=committee.clerk, now=clock.now()
    )
    now = clock.now()
    holders = [committee.agency.id, department.agency.id]
    blobs.end_custody([proof.digest], holders, reason="disposed", now=now)
    blobs.destroy_unheld(now=now + timedelta(days=400))
    content = made(delivery, committee)
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        absent = json.loads(opened.read(names.INDEX))["absent"]
    assert absent == [{"what": "van-ban", "why": "destroyed"}]
    assert read_in_bundles(delivery, committee) == []
    steps = checked(content)
    assert failures(steps) == []
    codes = [step.code for step in steps]
    assert "document.absent" in codes
    assert codes.count("inclusion.published") == 2


def test_every_receipt_of_a_bundle_is_issued_at_its_moment(accepted):
    committee, _department, delivery = accepted
    later = clock.now() + timedelta(days=3)
    proof = proof_of(delivery.dispatch_record_id, delivery.id, actor=committee.clerk, now=later)
    facts = {"actor": committee.clerk, "check_address": ADDRESS, "now": later}
    bundle = bundle_of(proof, with_content=False, **facts)
    with zipfile.ZipFile(io.BytesIO(b"".join(bundle.pieces))) as opened:
        given = [name for name in opened.namelist() if name.startswith("bien-nhan-")]
        issued = [read_receipt(json.loads(opened.read(name))).says["time"] for name in given]
    assert issued == [instant_text(later)] * 2


def test_whoever_gets_a_document_in_a_bundle_is_in_the_log_of_reading(accepted):
    committee, _department, delivery = accepted
    made(delivery, committee, with_content=False)
    assert read_in_bundles(delivery, committee) == []
    made(delivery, committee)
    assert read_in_bundles(delivery, committee) == ["goi-bang-chung"]


def read_in_bundles(delivery, office):
    lines = readings_of_version(delivery.version_id, agency_id=office.agency.id)
    return [line.part for line in lines]


def test_the_command_writes_proofs_without_any_content_or_name(accepted, tmp_path, capsys):
    _committee, _department, delivery = accepted
    out, key = tmp_path / "goi.asice", tmp_path / "key.pem"
    key.write_bytes(ledger.ensure_key().pem)
    record = str(delivery.dispatch_record_id)
    call_command("bundle", record, "--item", str(delivery.id), "--out", str(out))
    with zipfile.ZipFile(out) as opened:
        assert not {"van-ban.pdf", names.CERTIFICATE} & set(opened.namelist())
        receipt = json.loads(opened.read("bien-nhan-1.json"))
    assert [one["name"] for one in receipt["record"]["openings"]] == ["content"]
    assert receipt["item"]["openings"] == []
    call_command("verify", str(out), "--key", str(key))
    said = capsys.readouterr().out
    assert "SAI" not in said
    assert "CHƯA\tdocument.absent\t" in said
    with pytest.raises(CommandError, match="lệnh không ghi đè"):
        call_command("bundle", record, "--out", str(out))
    with pytest.raises(CommandError, match="record-unknown"):
        call_command("bundle", str(uuid4()), "--out", str(tmp_path / "x"))


@pytest.mark.parametrize("with_content", [True, False])
def test_a_document_that_is_given_is_compared_with_every_receipt(accepted, tmp_path, with_content):
    committee, _department, delivery = accepted
    content, key = made(delivery, committee, with_content=with_content), ledger.ensure_key().pem
    proof = proof_of(
        delivery.dispatch_record_id, delivery.id, actor=committee.clerk, now=clock.now()
    )
    with blobs_of.open_content(proof.digest) as own:
        document = own.read()

    def codes(given: bytes) -> list[str]:
        facts = {"public_key_pem": key, "document": io.BytesIO(given)}
        steps = verify_bundle(io.BytesIO(content), **facts)
        return [one.code for one in steps if one.code.startswith("document.")]

    assert codes(document) == ["document.same"] * (4 if with_content else 2)
    inside = ["document.same"] if with_content else []
    assert codes(b"another") == ["document.other", *inside] * 2
    for name, file in (("goi.asice", content), ("key.pem", key), ("khac.pdf", b"another")):
        (tmp_path / name).write_bytes(file)
    paths = [str(tmp_path / name) for name in ("goi.asice", "khac.pdf", "key.pem")]
    with pytest.raises(SystemExit) as ended:
        call_command("verify", *paths[:2], "--key", paths[2])
    assert ended.value.code == 1


@pytest.mark.skipif(not shutil.which("openssl"), reason="openssl is missing")
def test_other_programs_check_the_seal_and_the_manifest(bundle, tmp_path):
    with zipfile.ZipFile(io.BytesIO(bundle)) as opened:
        opened.extractall(tmp_path)
    words = "cms -verify -inform DER -in META-INF/signature.p7s -binary -noverify -content"
    done = subprocess.run(
        [shutil.which("openssl"), *words.split(), "META-INF/ASiCManifest.xml"],
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == (tmp_path / "META-INF/ASiCManifest.xml").read_bytes()
