"""Whom we believe: issuers brought by the server's own command, lists by whoever has them."""

import io
from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from django.core.management import CommandError, call_command
from tests.access.builders import an_actor, an_agency
from tests.desk.builders import at_desk
from tests.signatures import builders
from tests.signatures.builders import DAY, HOUR, NOW

from lienthong.access.errors import RightMissing
from lienthong.directory.types import Role
from lienthong.kernel import clock
from lienthong.kernel.actor import Actor, ActorKind
from lienthong.ledger.models import Record
from lienthong.signatures import errors, queries, services
from lienthong.signatures.adapters.test_authority import TestAuthority
from lienthong.signatures.management import lines
from lienthong.signatures.models import TrustAnchor, VerdictRow
from lienthong.signatures.types import AnchorPurpose, Verdict
from lienthong.signatures.web import trust as trust_page

pytestmark = pytest.mark.django_db
BY = {"actor": Actor.installation(), "now": NOW}
OPERATOR = Actor(
    ActorKind.PERSON, "Vận hành", rights=frozenset({"signatures.bring-revocation-lists"})
)


@pytest.fixture
def authority():
    return builders.the_authority()


@pytest.fixture
def trusted(authority):
    return trust(authority)


def trust(authority, **facts):
    return services.trust_issuer(
        **{
            "certificate": authority.root.pem.encode(),
            "chain": authority.chain.encode(),
            "name": "Cơ quan chứng thực thử nghiệm",
            "trusted_from_on": (NOW - 30 * DAY).date(),
        }
        | BY
        | facts
    )


def test_trusting_again_updates_the_one_row_and_keeps_its_lists(authority, trusted):
    services.take_revocation_lists(data=authority.crls(now=NOW - DAY).encode(), **BY)
    kept = TrustAnchor.objects.get().crls
    assert trust(authority, name="", trusted_until_on=(NOW + DAY).date()) == trusted
    anchor = TrustAnchor.objects.get()
    assert (anchor.crls, anchor.revocation) == (kept, "crl")
    assert "CN=Cơ quan chứng thực thử nghiệm gốc" in anchor.name
    assert queries.issuers_standing(on=(NOW + 2 * DAY).date()) == []
    assert Record.objects.filter(act="signatures.issuer-trusted").count() == 2


def test_a_certificate_that_signs_no_others_is_no_issuer(authority):
    with pytest.raises(errors.NotAnIssuer):
        trust(authority, certificate=builders.the_person().pem.encode())
    with pytest.raises(errors.NotAnIssuer):
        trust(authority, chain=builders.the_person().pem.encode())
    with pytest.raises(errors.CertificateUnreadable):
        trust(authority, certificate=b"%PDF-1.7")
    with pytest.raises(errors.TrustPeriodWrong):
        trust(authority, trusted_until_on=(NOW - 31 * DAY).date())
    with pytest.raises(RightMissing):
        trust(authority, actor=OPERATOR)
    assert not TrustAnchor.objects.exists()


def test_an_issuer_is_trusted_up_to_a_day(trusted, authority):
    known = TrustAnchor.objects.get().fingerprint
    facts = {"purpose": AnchorPurpose.SIGNING, "until_on": NOW.date()} | BY
    assert services.end_trust(fingerprint_of=known[:8].upper(), **facts) == trusted
    assert len(queries.issuers_standing(on=NOW.date())) == 1
    assert queries.issuers_standing(on=(NOW + DAY).date()) == []
    with pytest.raises(errors.TrustPeriodWrong):
        services.end_trust(fingerprint_of=known, **facts | {"until_on": (NOW - 99 * DAY).date()})
    for wrong in ("", "zz", known[:-1] + "g"):
        with pytest.raises(errors.IssuerUnknown):
            services.end_trust(fingerprint_of=wrong, **facts)
    with pytest.raises(errors.IssuerUnknown):
        services.end_trust(fingerprint_of=known, **facts | {"purpose": AnchorPurpose.TIME_STAMP})


def test_an_operator_brings_lists_in_any_form_and_the_same_again_changes_nothing(
    trusted, authority
):
    first, newer = authority.crls(now=NOW - 2 * DAY), authority.crls(now=NOW - DAY)
    taken = services.take_revocation_lists(data=first.encode(), actor=OPERATOR, now=NOW)
    assert [one.is_new for one in taken] == [True, True]
    der = [one.public_bytes(Encoding.DER) for one in map(x509.load_pem_x509_crl, _pems(newer))]
    for data in der:
        (one,) = services.take_revocation_lists(data=data, actor=OPERATOR, now=NOW)
        assert (one.is_new, one.made_at) == (True, NOW - DAY)
    again = services.take_revocation_lists(data=newer.encode(), actor=OPERATOR, now=NOW)
    assert [one.is_new for one in again] == [False, False]
    assert Record.objects.filter(act="signatures.revocation-lists-taken").count() == 3


def _pems(text):
    end = "-----END X509 CRL-----"
    return [(block + end).encode() for block in text.split(end) if block.strip()]


def test_lists_of_strangers_forged_old_and_broken_ones_change_nothing(trusted, authority):
    kept = authority.crls(now=NOW - DAY)
    services.take_revocation_lists(data=kept.encode(), **BY)
    same_name = TestAuthority(now=NOW - 100 * DAY)
    wrong = [
        (TestAuthority(now=NOW, name="Lạ").crls(now=NOW).encode(), errors.ListOfUnknownIssuer),
        (same_name.crls(now=NOW).encode(), errors.ListOfUnknownIssuer),
        (authority.crls(now=NOW - 2 * DAY).encode(), errors.ListOlder),
        (b"", errors.ListUnreadable),
        (b"-----BEGIN X509 CRL-----\nAAAA\n-----END X509 CRL-----\n", errors.ListUnreadable),
        (b"-----BEGIN X509 CRL-----\n", errors.ListUnreadable),
        (_pems(kept)[0] + same_name.crls(now=NOW).encode(), errors.ListOfUnknownIssuer),
    ]
    before = TrustAnchor.objects.values().get()
    for data, refusal in wrong:
        with pytest.raises(refusal):
            services.take_revocation_lists(data=data, **BY)
    nobody = Actor(ActorKind.PERSON, "Không có quyền")
    with pytest.raises(RightMissing):
        services.take_revocation_lists(data=kept.encode(), actor=nobody, now=NOW)
    assert TrustAnchor.objects.values().get() == before


def test_a_list_that_leaves_something_out_never_takes_the_place_of_the_whole(trusted, authority):
    whole = authority.crls(now=NOW - DAY)
    services.take_revocation_lists(data=whole.encode(), **BY)
    narrow = {
        "full_name": None,
        "relative_name": None,
        "only_contains_user_certs": True,
        "only_contains_ca_certs": False,
        "only_some_reasons": None,
        "indirect_crl": False,
        "only_contains_attribute_certs": False,
    }
    kept = TrustAnchor.objects.get().crls
    for extension in (x509.DeltaCRLIndicator(1), x509.IssuingDistributionPoint(**narrow)):
        made = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(authority.issuer.certificate.subject)
            .last_update(NOW)
            .next_update(NOW + DAY)
            .add_extension(extension, critical=True)
            .sign(authority.issuer.key, hashes.SHA256())
        )
        with pytest.raises(errors.ListPartial):
            services.take_revocation_lists(data=made.public_bytes(Encoding.PEM), **BY)
    assert TrustAnchor.objects.get().crls == kept


def test_open_verdicts_are_due_again_when_trust_changes(trusted, authority):
    VerdictRow.objects.create(
        digest="a" * 64,
        verdict=Verdict.CANNOT_TELL,
        checked_at=NOW,
        verifier="x",
        recheck_at=NOW + 7 * DAY,
    )
    VerdictRow.objects.create(digest="b" * 64, verdict=Verdict.VALID, checked_at=NOW, verifier="x")
    assert queries.due_for_recheck(now=NOW + HOUR) == []
    services.take_revocation_lists(
        data=authority.crls(now=NOW).encode(), actor=OPERATOR, now=NOW + timedelta(minutes=5)
    )
    assert queries.due_for_recheck(now=NOW + HOUR) == ["a" * 64]


def test_the_command_trusts_lists_ends_and_says_what_it_cannot_read(tmp_path, capsys, authority):
    root, chain, lists = (tmp_path / name for name in ("root.pem", "chain.pem", "lists.pem"))
    root.write_text(authority.root.pem)
    chain.write_text(authority.chain)
    lists.write_text(authority.crls(now=NOW))
    call_command("trust", "add", str(root), "--chain", str(chain), "--from", "2026-01-01")
    call_command("trust", "add", str(root), "--purpose", "time-stamp", "--name", "Giờ")
    call_command("trust", "lists", str(lists))
    fingerprint = TrustAnchor.objects.get(purpose="signing").fingerprint
    call_command("trust", "end", fingerprint[:16], "--until", "2026-12-31")
    said = capsys.readouterr().out.splitlines()
    assert sum(line.startswith("new\t") for line in said) == 2
    assert any("\ttime-stamp\t" in line and line.endswith("\tGiờ") for line in said)
    assert any("\tsigning\t2026-01-01\t2026-12-31\t" in line for line in said)
    for words in (["add", str(tmp_path / "none")], ["lists", str(root)], ["end", "zz"]):
        with pytest.raises(CommandError):
            call_command("trust", *words)


def test_the_page_shows_how_lists_stand_and_takes_new_ones(trusted, authority):
    operator = at_desk(an_actor(an_agency(), Role.OPERATOR))
    assert "chưa có danh sách" in operator.get("/to-chuc-duoc-tin/").content.decode()
    fresh = authority.crls(now=clock.now(), until=clock.now() + DAY).encode()
    for said in ("Đã nhận 2 danh sách thu hồi.", "không có gì thay đổi"):
        page = operator.post("/to-chuc-duoc-tin/", {"file": io.BytesIO(fresh)}, follow=True)
        assert said in page.content.decode()
    assert "còn hạn" in page.content.decode()
    for data, code in ((b"x", "list-unreadable"), (None, "list-unreadable")):
        sent = {"file": io.BytesIO(data)} if data else {}
        refused = operator.post("/to-chuc-duoc-tin/", sent)
        assert refused.status_code == 422
        assert f"signatures.{code}" in refused.content.decode()


@pytest.mark.parametrize(
    ("begins", "ends", "is_trusted"),
    [(0, None, True), (-9, 0, True), (-9, 9, True), (-9, -1, False), (1, None, False)],
)
def test_the_page_says_whether_an_issuer_is_trusted_today(authority, begins, ends, is_trusted):
    today = clock.local_day(clock.now())
    trust(
        authority,
        trusted_from_on=today + begins * DAY,
        trusted_until_on=None if ends is None else today + ends * DAY,
    )
    operator = at_desk(an_actor(an_agency(), Role.OPERATOR))
    page = operator.get("/to-chuc-duoc-tin/").content.decode()
    assert ("không tin hôm nay" not in page) == is_trusted


def test_a_file_larger_than_any_list_is_refused_before_it_is_read(trusted, tmp_path, monkeypatch):
    monkeypatch.setattr(trust_page, "LARGEST_LISTS", 3)
    monkeypatch.setattr(lines, "LARGEST_LISTS", 3)
    operator = at_desk(an_actor(an_agency(), Role.OPERATOR))
    refused = operator.post("/to-chuc-duoc-tin/", {"file": io.BytesIO(b"xxxx")})
    assert "signatures.list-too-large" in refused.content.decode()
    (tmp_path / "lists").write_bytes(b"xxxx")
    with pytest.raises(CommandError, match=r"signatures\.list-too-large"):
        call_command("trust", "lists", str(tmp_path / "lists"))
