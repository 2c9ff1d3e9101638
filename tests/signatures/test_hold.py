"""What an agency signs with, entered by its administrator; never a private key."""

import io

import pytest
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from django.core.management import CommandError, call_command
from tests.access.builders import a_post, an_actor, an_agency
from tests.desk.builders import at_desk
from tests.directory.builders import a_person
from tests.signatures.builders import (
    AGENCY,
    DAY,
    NAME,
    NOW,
    the_agency,
    the_authority,
    the_person,
)

from lienthong.access.errors import OtherAgency, RightMissing
from lienthong.directory.types import Role
from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.kernel.ids import uuid7
from lienthong.ledger.models import Record
from lienthong.signatures import errors, queries, services
from lienthong.signatures.adapters.test_marks import drawn_seal, drawn_signature
from lienthong.signatures.models import Certificate, Specimen
from lienthong.signatures.pdf.trust import trust_in
from lienthong.signatures.types import Holder, HolderKind, Mark
from lienthong.signatures.web import holdings

pytestmark = pytest.mark.django_db


@pytest.fixture
def agency():
    return an_agency(AGENCY)


@pytest.fixture
def administrator(agency):
    return an_actor(agency, Role.ADMINISTRATOR)


@pytest.fixture
def leader(agency):
    return a_post(agency, Role.LEADER, person_id=a_person(NAME).id)


def of_today():
    """Terms of a certificate for what asks the clock itself: page and command."""
    return {"since": clock.now() - DAY, "until": clock.now() + DAY}


def enter(holder, actor, certificate=None, **facts):
    given = certificate or the_agency().pem.encode()
    return services.enter_certificate(
        holder=holder, certificate=given, actor=actor, now=facts.pop("now", NOW), **facts
    )


def test_a_certificate_is_entered_once_for_the_seal_and_for_a_person(agency, administrator, leader):
    seal = enter(Holder(agency.id), administrator, chain=the_authority().chain.encode())
    assert enter(Holder(agency.id), administrator) == seal
    der = x509.load_pem_x509_certificate(the_person().pem.encode()).public_bytes(Encoding.DER)
    person = enter(Holder(agency.id, leader.person_id), administrator, der)
    kept = Certificate.objects.get(pk=person)
    assert (kept.holder_kind, kept.holder_id) == (HolderKind.PERSON, leader.person_id)
    assert kept.pem == the_person().pem
    assert kept.key_reference == ""
    assert Certificate.objects.get(pk=seal).chain == the_authority().chain
    assert Record.objects.filter(act="signatures.certificate-entered").count() == 2


def test_wrong_ones_are_refused_and_nothing_is_kept(agency, administrator, leader):
    other = an_agency("Sở Tài chính", "H19.6")
    seal, stranger = Holder(agency.id), Holder(agency.id, uuid7())
    expired = the_authority().agency(AGENCY, since=NOW - 90 * DAY, until=NOW - DAY).pem.encode()
    for holder, data, refusal in (
        (seal, b"x", errors.CertificateUnreadable),
        (seal, expired, errors.CertificateExpired),
        (stranger, None, errors.HolderNotThere),
        (Holder(other.id, leader.person_id), None, OtherAgency),
        (Holder(other.id), None, OtherAgency),
    ):
        with pytest.raises(refusal):
            enter(holder, administrator, data)
    with pytest.raises(RightMissing):
        enter(seal, an_actor(agency, Role.OPERATOR))
    with pytest.raises(errors.CertificateOfIssuer):
        enter(seal, administrator, the_authority().issuer.pem.encode())
    with pytest.raises(errors.CertificateNamesAnother):
        enter(seal, administrator, the_person().pem.encode())
    assert not Certificate.objects.exists()
    enter(seal, administrator)
    with pytest.raises(errors.CertificateTaken):
        enter(Holder(agency.id, leader.person_id), Actor.installation())


def test_who_runs_the_server_may_enter_one_under_another_spelling(agency):
    assert enter(Holder(agency.id), Actor.installation(), the_person().pem.encode())


def test_the_end_of_an_issuer_that_somebody_entered_touches_nobody(agency):
    """What is ended by hand is one certificate, never those that it issued."""
    issuer = the_authority().issuer
    trust = trust_in(())
    path = [
        asn1.Certificate.load(one.certificate.public_bytes(Encoding.DER))
        for one in (issuer, the_agency())
    ]
    for ended, found in ((path[0], None), (path[1], NOW)):
        own = {ended.sha256.hex(): NOW}
        assert trust.standing(path, own=own, existed_at=None, now=NOW).revoked_at == found


def test_a_lost_one_counts_no_more_with_a_reason_and_once(agency, administrator):
    made = enter(Holder(agency.id), administrator)
    facts = {"certificate_id": made, "agency_id": agency.id, "actor": administrator}
    with pytest.raises(errors.ReasonMissing):
        services.end_certificate(**facts, reason=" ", now=NOW)
    services.end_certificate(**facts, reason="Mất thiết bị", now=NOW)
    services.end_certificate(**facts, reason="Lần hai", now=NOW + DAY)
    kept = Certificate.objects.get(pk=made)
    assert (kept.revoked_at, kept.revocation_reason) == (NOW, "Mất thiết bị")
    assert Record.objects.filter(act="signatures.certificate-ended").count() == 1
    other = an_agency("Sở Tài chính", "H19.6")
    with pytest.raises(errors.CertificateUnknown):
        services.end_certificate(
            **facts | {"agency_id": other.id, "actor": an_actor(other, Role.ADMINISTRATOR)},
            reason="x",
            now=NOW,
        )
    with pytest.raises(errors.CertificateUnknown):
        services.end_certificate(**facts | {"certificate_id": uuid7()}, reason="x", now=NOW)


def test_an_image_is_introduced_and_the_one_before_ends(agency, administrator):
    holder, today = Holder(agency.id), NOW.date()
    for image, days in ((drawn_seal("Một"), 5), (drawn_seal("Hai"), 0)):
        services.introduce_mark(
            holder=holder,
            mark=image,
            valid_from_on=today - days * DAY,
            actor=administrator,
            now=NOW,
        )
    assert queries.specimens_since([agency.id], on=today) == {agency.id: today}
    with pytest.raises(errors.MarkUnreadable):
        services.introduce_mark(
            holder=holder, mark=Mark(b"x"), valid_from_on=today, actor=administrator, now=NOW
        )
    assert Specimen.objects.count() == 2


def test_the_page_shows_who_signs_with_what_and_takes_new_ones(administrator, leader):
    desk = at_desk(administrator)
    page = desk.get("/chung-thu/").content.decode()
    assert leader.person_name in page
    assert page.count("chưa khai báo") == 2
    given = the_authority().person(NAME, agency=AGENCY, **of_today())
    sent = {"holder": str(leader.person_id), "file": io.BytesIO(given.pem.encode())}
    page = desk.post("/chung-thu/them/", sent, follow=True).content.decode()
    assert "Đã khai báo chứng thư." in page
    assert "đang dùng" in page
    image = io.BytesIO(drawn_signature("Hòa").image)
    image.name = "chu-ky.svg"
    page = desk.post("/chung-thu/mau/", {"holder": "", "file": image}, follow=True)
    assert "Đã giới thiệu mẫu mới" in page.content.decode()
    made = Certificate.objects.get()
    page = desk.post(f"/chung-thu/{made.pk}/thoi/", {"reason": "Mất"}, follow=True)
    assert "không còn dùng" in page.content.decode()
    for address, sent in (("them", {}), ("mau", {}), ("them", {"holder": "x", "file": image})):
        assert desk.post(f"/chung-thu/{address}/", sent).status_code == 422


def test_an_image_larger_than_any_is_refused_before_it_is_read(administrator, monkeypatch):
    monkeypatch.setattr(holdings, "LARGEST_FILE", 3)
    refused = at_desk(administrator).post("/chung-thu/mau/", {"file": io.BytesIO(b"xxxx")})
    assert "signatures.mark-too-large" in refused.content.decode()


def test_the_command_enters_lists_and_ends(agency, tmp_path, capsys):
    file, mark = tmp_path / "dau.cer", tmp_path / "dau.svg"
    file.write_text(the_authority().agency(AGENCY, **of_today()).pem)
    mark.write_bytes(drawn_seal("Dấu").image)
    call_command("certificate", "add", str(file), "--agency", agency.code)
    call_command("certificate", "mark", str(mark), "--agency", agency.code)
    made = Certificate.objects.get()
    call_command("certificate", "end", str(made.pk), "--agency", agency.code, "--reason", "Mất")
    call_command("certificate", "list", "--agency", agency.code)
    last = capsys.readouterr().out.splitlines()[-1].split("\t")
    assert last[:2] == [str(made.pk), "agency"]
    assert last[4] != "-"
    for words in (["list", "--agency", "H99"], ["list", "--agency", agency.code, "--email", "a@b"]):
        with pytest.raises(CommandError):
            call_command("certificate", *words)
