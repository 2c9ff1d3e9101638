"""Heads for the world: published in time, stamped by an authority, and watched."""

import gzip
import shutil
import subprocess
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from cryptography.hazmat.primitives import serialization
from tests.dripping import dripping
from tests.ledger.builders import NOW, recorded

from lienthong.ledger import queries, services
from lienthong.ledger.adapters.http_time_stamps import LARGEST_ANSWER, HttpTimeStamper
from lienthong.ledger.models import Publication, Stamp, StampWanted
from lienthong.ledger.rules.canonical import Malformed
from lienthong.ledger.rules.signed.cms import Anchors
from lienthong.ledger.rules.signed.stamps import check_token, read_answer, stamp_request
from lienthong.signatures.adapters.test_authority import TestAuthority

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
STATEMENT = b'{"a":"statement"}'


@pytest.fixture(scope="module")
def authority():
    return TestAuthority(now=NOW - HOUR)


@pytest.fixture(scope="module")
def stamper(authority):
    return authority.stamper(at=NOW)


@pytest.fixture(scope="module")
def token(authority, stamper):
    answer = stamper.answer(stamp_request(STATEMENT, nonce=7))
    found = read_answer(answer, statement=STATEMENT, nonce=7, anchors=of(authority))
    return found.token


def of(authority):
    return Anchors.of_pem(authority.root.pem.encode())


class Silent:
    """An authority that gives nobody an answer that is one."""

    def __init__(self, said=None):
        self.said, self.asked = said, 0

    def answer(self, request):
        self.asked += 1
        if self.said is None:
            raise OSError("connection refused")
        return self.said


def a_published_head(*, now=NOW):
    recorded()
    services.sequence(now=now)
    return services.publish_head(now=now)


@pytest.mark.django_db
def test_a_head_is_published_when_something_is_new_and_its_turn_has_come():
    assert services.publish_head(now=NOW) is None
    first = a_published_head()
    assert (first.head.size, first.published_at) == (1, NOW)
    assert services.publish_head(now=NOW + 2 * HOUR) is None
    recorded(after=1)
    services.sequence(now=NOW + MINUTE)
    assert services.publish_head(now=NOW + 59 * MINUTE) is None
    assert services.publish_head(now=NOW + 60 * MINUTE).head.size == 2
    assert [head.head.size for head in queries.published_heads()] == [2, 1]


@pytest.mark.django_db
def test_a_stamp_that_holds_is_kept_with_its_time_and_authority(stamper):
    a_published_head()
    assert services.stamp_next_head(stamper=stamper, now=NOW + MINUTE)
    kept = queries.published_latest()
    assert kept.stamp.stamped_at == NOW
    assert "Dịch vụ dấu thời gian" in kept.stamp.authority
    checked = check_token(kept.stamp.token, statement=kept.head.signed.statement, anchors=Anchors())
    assert checked == kept.stamp
    assert not services.stamp_next_head(stamper=stamper, now=NOW + MINUTE)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "said",
    [None, b"", b"no answer", b"<!DOCTYPE html>\n<title>502</title>", b"\x30\x03\x02\x01\x00"],
)
def test_a_failing_authority_is_asked_again_after_growing_pauses_and_stops_nothing(said):
    a_published_head()
    silent, now, pauses = Silent(said), NOW, []
    for _attempt in range(11):
        assert not services.stamp_next_head(stamper=silent, now=now)
        assert not services.stamp_next_head(stamper=silent, now=now)
        wanted = StampWanted.objects.get()
        pauses.append(wanted.due_at - now)
        now = wanted.due_at
    assert silent.asked == 11
    assert pauses == sorted(pauses)
    assert (pauses[0], pauses[-1]) == (MINUTE, 6 * HOUR)
    assert StampWanted.objects.get().failure
    recorded(after=3)
    assert services.sequence(now=now) == 1


@pytest.mark.django_db
def test_a_stamp_on_a_later_head_ends_the_asking_for_earlier_ones(stamper):
    a_published_head()
    recorded(after=1)
    services.sequence(now=NOW)
    services.publish_head(now=NOW + HOUR)
    later = TestAuthority(now=NOW).stamper(at=NOW + HOUR)
    assert services.stamp_next_head(stamper=later, now=NOW + HOUR)
    assert not StampWanted.objects.exists()
    assert Stamp.objects.count() == 1


@pytest.mark.django_db
def test_a_claim_of_a_process_that_died_is_due_again(stamper, monkeypatch):
    a_published_head()

    class Dies(Silent):
        def answer(self, request):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        services.stamp_next_head(stamper=Dies(), now=NOW)
    assert not services.stamp_next_head(stamper=stamper, now=NOW + MINUTE)
    assert services.stamp_next_head(stamper=stamper, now=NOW + 5 * MINUTE)


@pytest.mark.django_db
def test_a_stamp_far_from_our_time_is_not_kept(stamper):
    a_published_head(now=NOW + HOUR)
    assert not services.stamp_next_head(stamper=stamper, now=NOW + HOUR)
    assert "far from ours" in StampWanted.objects.get().failure


@pytest.mark.django_db
def test_only_trusted_authorities_are_believed(stamper, authority, settings, tmp_path):
    settings.LIENTHONG_TIME_STAMP_TRUST = tmp_path / "trust.pem"
    stranger = TestAuthority(now=NOW - HOUR, name="Cơ quan khác")
    settings.LIENTHONG_TIME_STAMP_TRUST.write_text(stranger.root.pem)
    a_published_head()
    assert not services.stamp_next_head(stamper=stamper, now=NOW)
    assert "not trusted" in StampWanted.objects.get().failure
    settings.LIENTHONG_TIME_STAMP_TRUST.write_text(authority.root.pem)
    assert services.stamp_next_head(stamper=stamper, now=NOW + MINUTE)


@pytest.mark.django_db
def test_what_is_late_is_told_by_code(settings):
    settings.LIENTHONG_TIME_STAMPER = "some.authority"
    assert queries.health(NOW).problems == ()
    recorded()
    assert queries.health(NOW + 24 * HOUR).problems == ()
    late = queries.health(NOW + 25 * HOUR)
    assert (late.problems, late.waiting) == (("ledger.records-late",), 1)
    services.sequence(now=NOW)
    assert queries.health(NOW + 3 * HOUR).problems == ("ledger.heads-unpublished",)
    services.publish_head(now=NOW)
    late = queries.health(NOW + 3 * HOUR)
    assert (late.problems, late.unstamped) == (("ledger.stamps-missing",), 1)
    settings.LIENTHONG_TIME_STAMPER = ""
    assert queries.health(NOW).problems == ("ledger.no-time-stamper",)


@pytest.mark.django_db
def test_watching_costs_the_same_whatever_there_is(count_statements):
    few = count_statements(lambda: queries.health(NOW))
    a_published_head()
    recorded(after=1)
    assert count_statements(lambda: queries.health(NOW)) <= few + 1 <= 9
    assert Publication.objects.count() == 1


def test_a_changed_byte_anywhere_in_a_token_is_found_or_changes_nothing(token, authority):
    true = check_token(token, statement=STATEMENT, anchors=of(authority))
    survivors = 0
    for at in range(0, len(token), 7):
        changed = token[:at] + bytes([token[at] ^ 1]) + token[at + 1 :]
        try:
            found = check_token(changed, statement=STATEMENT, anchors=of(authority))
        except Malformed:
            continue
        survivors += 1
        assert found.stamped_at == true.stamped_at
    # What neither digest nor signature covers: the embedded issuer, and lengths of choice.
    assert survivors < len(token) // 7 * 0.6


@pytest.mark.parametrize(("nonce", "statement"), [(8, STATEMENT), (7, STATEMENT + b" ")])
def test_an_answer_to_another_question_is_refused(stamper, authority, nonce, statement):
    answer = stamper.answer(stamp_request(STATEMENT, nonce=7))
    with pytest.raises(Malformed):
        read_answer(answer, statement=statement, nonce=nonce, anchors=of(authority))


def test_a_certificate_that_is_not_for_time_stamps_makes_no_stamp(authority):
    from lienthong.signatures.adapters.time_stamps import LocalTimeStamper

    person = authority.person("Người nào đó")
    forger = LocalTimeStamper(person.certificate, authority.issuer.certificate, person.key, at=NOW)
    answer = forger.answer(stamp_request(STATEMENT, nonce=1))
    with pytest.raises(Malformed):
        read_answer(answer, statement=STATEMENT, nonce=1, anchors=of(authority))


@pytest.mark.parametrize("years", [-1, 20], ids=["not yet", "expired"])
def test_a_certificate_outside_its_term_makes_no_stamp(authority, years):
    """Also where its clock and ours agree on the time."""
    late = authority.stamper(at=NOW + years * timedelta(days=365))
    answer = late.answer(stamp_request(STATEMENT, nonce=1))
    with pytest.raises(Malformed, match="outside its term"):
        read_answer(answer, statement=STATEMENT, nonce=1, anchors=Anchors())


@pytest.mark.skipif(not shutil.which("openssl"), reason="openssl is missing")
def test_openssl_agrees_that_our_token_stamps_the_statement(token, authority, tmp_path):
    (tmp_path / "stamp.tst").write_bytes(token)
    (tmp_path / "head.json").write_bytes(STATEMENT)
    (tmp_path / "root.pem").write_text(authority.root.pem)
    (tmp_path / "issuer.pem").write_text(authority.issuer.pem)
    trust = f"-CAfile root.pem -untrusted issuer.pem -attime {int(NOW.timestamp())}"
    command = f"openssl ts -verify -in stamp.tst -token_in -data head.json {trust}"
    done = subprocess.run(
        command.split(), cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert "Verification: OK" in done.stdout + done.stderr


@pytest.mark.skipif(not shutil.which("openssl"), reason="openssl is missing")
def test_a_stamp_made_by_openssl_is_understood(authority, tmp_path):
    service = authority.time_stamp_service()
    key = service.key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    (tmp_path / "key.pem").write_bytes(key)
    (tmp_path / "own.pem").write_text(service.pem)
    (tmp_path / "chain.pem").write_text(authority.issuer.pem)
    (tmp_path / "serial").write_text("01")
    (tmp_path / "tsa.cnf").write_text(OPENSSL)
    (tmp_path / "ask.tsq").write_bytes(stamp_request(STATEMENT, nonce=5))
    command = "openssl ts -reply -config tsa.cnf -queryfile ask.tsq -out answer.tsr"
    subprocess.run(command.split(), cwd=tmp_path, check=True, capture_output=True)
    answer = (tmp_path / "answer.tsr").read_bytes()
    found = read_answer(answer, statement=STATEMENT, nonce=5, anchors=Anchors())
    assert abs(found.stamped_at - datetime.now(UTC)) < MINUTE


OPENSSL = """[tsa]
default_tsa = own
[own]
serial = serial
signer_cert = own.pem
certs = chain.pem
signer_key = key.pem
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
ess_cert_id_alg = sha256
"""


def over_http(handler):
    def unread(request):
        """As from the network: not read yet."""
        given = handler(request)
        stream = httpx.ByteStream(given.content)
        return httpx.Response(given.status_code, headers=given.headers, stream=stream)

    client = httpx.Client(transport=httpx.MockTransport(unread))
    return HttpTimeStamper("http://tsa.test/", client=client)


def test_an_authority_over_http_is_asked_as_the_rule_says(stamper, authority):
    def handler(request):
        assert request.headers["content-type"] == "application/timestamp-query"
        return httpx.Response(200, content=stamper.answer(request.content))

    answer = over_http(handler).answer(stamp_request(STATEMENT, nonce=7))
    assert read_answer(answer, statement=STATEMENT, nonce=7, anchors=of(authority))


@pytest.mark.parametrize(
    "response",
    [
        httpx.Response(500),
        httpx.Response(302, headers={"Location": "http://169.254.169.254/"}),
        httpx.Response(200, content=b"x" * (LARGEST_ANSWER + 1)),
    ],
    ids=["error", "elsewhere", "endless"],
)
def test_a_wrong_or_endless_answer_over_http_is_a_failure_of_the_way(response):
    with pytest.raises(OSError, match=r"HTTP 500|HTTP 302|too large"):
        over_http(lambda _request: response).answer(b"")


def test_an_authority_that_drips_or_packs_its_answer_is_not_waited_for_nor_unpacked():
    begin = b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"
    with dripping(begin, b" ") as port, pytest.raises(OSError, match="too long"):
        HttpTimeStamper(f"http://127.0.0.1:{port}/", longest=0.1).answer(b"")

    packed = httpx.Response(200, content=gzip.compress(b"x"))
    packed.headers["Content-Encoding"] = "gzip"
    with pytest.raises(OSError, match="packed"):
        over_http(lambda _request: packed).answer(b"")


def test_a_broken_connection_is_a_failure_of_the_way():
    def handler(request):
        raise httpx.ConnectError("refused")

    with pytest.raises(OSError, match="ConnectError"):
        over_http(handler).answer(b"")
