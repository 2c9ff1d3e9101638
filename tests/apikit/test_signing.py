"""Signatures of requests against RFC 9421 itself, written down a second time."""

import base64
from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from hypothesis import given
from hypothesis import strategies as st

from lienthong.apikit.signing import (
    Message,
    SignatureMalformed,
    SigningKey,
    algorithm_of,
    bearer_headers,
    content_digest,
    is_genuine,
    missing_components,
    read_claim,
    signed_headers,
)

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
PRIVATE = ed25519.Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
KEY = SigningKey("i-office.abc", algorithm_of(PRIVATE.public_key()), PRIVATE)
WORDS = st.text("abcdefghijklmnopqrstuvwxyz0123456789-", min_size=1, max_size=12)
VALUES = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), max_size=40)


def pem_of(private) -> bytes:
    return private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def base_of(method: str, url: str, headers: dict[str, str]) -> tuple[str, bytes]:
    """The signature base (RFC 9421, section 2.5) and the signature, read with plain text tools.

    For signatures with the label `lienthong` over fields without parameters.
    """
    fields = {name.lower(): value.strip() for name, value in headers.items()}
    label, _mark, said = fields["signature-input"].partition("=")
    assert label == "lienthong"
    listed, _mark, _parameters = said.partition(")")
    lines = []
    for quoted in listed.removeprefix("(").split():
        name = quoted.strip('"')
        lines.append(f"{quoted}: {derived(name, method, url) or fields[name]}")
    lines.append(f'"@signature-params": {said}')
    signature = fields["signature"].removeprefix("lienthong=:").removesuffix(":")
    return "\n".join(lines), base64.b64decode(signature)


def derived(name: str, method: str, url: str) -> str:
    """Section 2.2, for those components that our clients sign."""
    return {"@method": method, "@target-uri": url}.get(name, "")


@given(
    method=st.sampled_from(["GET", "POST", "PATCH", "DELETE", "HEAD"]),
    path=st.lists(WORDS, max_size=4),
    query=st.lists(st.tuples(WORDS, WORDS), max_size=3),
    agency=WORDS,
    key=VALUES.filter(str.strip),
    body=st.none() | st.binary(max_size=50),
)
def test_the_signature_is_over_the_base_of_the_rfc(method, path, query, agency, key, body):
    url = "https://lienthong.example/" + "/".join(path)
    url += "?" + "&".join(f"{name}={value}" for name, value in query) if query else ""
    told = {"Lienthong-Agency": agency, "Idempotency-Key": key, "X-Other": "not signed"}
    digest = None
    if body is not None:
        told["Content-Type"], digest = "application/json", content_digest([body])
    headers = signed_headers(method, url, told, key=KEY, now=NOW, digest=digest)
    base, signature = base_of(method, url, headers)
    PRIVATE.public_key().verify(signature, base.encode())
    assert 'tag="lienthong-v1"' in base
    assert "x-other" not in base
    message = Message(method, url, headers)
    assert is_genuine(message, key_id=KEY.key_id, public_pem=pem_of(PRIVATE))
    claim = read_claim(headers)
    assert missing_components(claim, headers, has_body=body is not None) == []
    assert (claim.key_id, claim.created) == (KEY.key_id, NOW)
    assert len(claim.nonce) >= 20


def test_a_base_made_by_hand_is_accepted():
    """By one who writes the address in parts and signs with a program of its own."""
    url = "https://lienthong.example/api/v1/arrivals?wait=30"
    said = (
        '("@method" "@authority" "@path" "@query")'
        f';created={int(NOW.timestamp())};keyid="{KEY.key_id}";tag="lienthong-v1"'
    )
    parts = urlsplit(url)
    base = (
        f'"@method": GET\n"@authority": {parts.netloc}\n"@path": {parts.path}\n'
        f'"@query": ?{parts.query}\n"@signature-params": {said}'
    )
    signature = base64.b64encode(PRIVATE.sign(base.encode())).decode()
    headers = {"Signature-Input": f"mine={said}", "Signature": f"mine=:{signature}:"}
    assert is_genuine(Message("GET", url, headers), key_id=KEY.key_id, public_pem=pem_of(PRIVATE))
    assert missing_components(read_claim(headers), headers, has_body=False) == []


def test_what_is_not_covered_is_named():
    headers = signed_headers("POST", "https://a.example/", {}, key=KEY, now=NOW)
    claim = read_claim(headers)
    later = {**headers, "Repr-Digest": "sha-256=:AA==:", "Lienthong-Agency": "H19"}
    assert missing_components(claim, later, has_body=True) == [
        "content-digest", "content-type", "lienthong-agency", "repr-digest",
    ]  # fmt: skip


def test_a_part_of_a_field_is_not_the_field():
    said = '("@method" "@target-uri" "content-digest";key="sha-256");created=1;keyid="a"'
    claim = read_claim({"Signature-Input": f'x={said};tag="lienthong-v1"'})
    assert missing_components(claim, {}, has_body=True) == ["content-digest", "content-type"]


def test_an_address_that_is_not_covered_is_named():
    claim = read_claim({"Signature-Input": 'x=();created=1;keyid="a";tag="lienthong-v1"'})
    assert missing_components(claim, {}, has_body=False) == ["@method", "@target-uri"]


@pytest.mark.parametrize(
    "said",
    [
        "",
        "x",
        "x=1",
        'x=("@method");created=1;keyid="a"',
        'x=("@method");created=1;keyid="a";tag="other"',
        'x=("@method");keyid="a";tag="lienthong-v1"',
        'x=("@method");created="1";keyid="a";tag="lienthong-v1"',
        'x=("@method");created=99999999999999;keyid="a";tag="lienthong-v1"',
        'x=("@method");created=1;keyid=5;tag="lienthong-v1"',
        'x=("@method");created=1;keyid="a";nonce=5;tag="lienthong-v1"',
        'x=();created=1;keyid="a";tag="lienthong-v1", y=();created=1;keyid="a";tag="lienthong-v1"',
        "ạ=()",
    ],
)
def test_what_is_no_signature_of_ours_is_malformed(said):
    with pytest.raises(SignatureMalformed):
        read_claim({"Signature-Input": said})


@given(said=st.text(max_size=100))
def test_any_text_is_a_claim_or_malformed(said):
    with pytest.raises(SignatureMalformed):
        read_claim({"signature-input": said})


def test_signatures_of_proxies_are_passed_over():
    headers = signed_headers("GET", "https://a.example/", {}, key=KEY, now=NOW)
    theirs = 'proxy=("@method");created=1;keyid="p";tag="proxy"'
    headers["Signature-Input"] += f", {theirs}"
    headers["Signature"] += ", proxy=:AAAA:"
    assert read_claim(headers).key_id == KEY.key_id
    message = Message("GET", "https://a.example/", headers)
    assert is_genuine(message, key_id=KEY.key_id, public_pem=pem_of(PRIVATE))


@pytest.mark.parametrize(
    "private",
    [
        ec.generate_private_key(ec.SECP384R1()),
        rsa.generate_private_key(public_exponent=65537, key_size=1024),
    ],
    ids=["p384", "short-rsa"],
)
def test_keys_of_other_kinds_are_not_taken(private):
    with pytest.raises(ValueError, match="Ed25519"):
        algorithm_of(private.public_key())
    pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    with pytest.raises(ValueError, match="Ed25519"):
        SigningKey.read(pem, "x")


def test_a_key_is_read_from_its_file():
    pem = PRIVATE.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    assert SigningKey.read(pem, "x").algorithm == "ed25519"
    with pytest.raises(ValueError):  # noqa: PT011  # the library's own words
        SigningKey.read(b"no key", "x")


def test_a_trial_key_is_one_header():
    assert bearer_headers("lt_a_b") == {"Authorization": "Bearer lt_a_b"}
