"""The reference page about signing is enough to sign, and its example is right."""

import base64
import re
from datetime import UTC, datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from lienthong.apikit.signing import (
    FIELDS,
    Algorithm,
    Message,
    SigningKey,
    content_digest,
    is_genuine,
    signed_headers,
)
from lienthong.systems import errors

PAGE = Path(__file__).resolve().parents[2] / "docs/reference/signing.md"
TEXT = PAGE.read_text(encoding="utf-8")
BLOCKS = re.findall(r"```\w*\n(.*?)\n```", TEXT, re.DOTALL)
PRIVATE = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


def fields(lines: str) -> dict[str, str]:
    return dict(line.split(": ", 1) for line in lines.splitlines())


def test_the_example_can_be_recomputed_from_the_page_alone():
    pem, request, base, sent = BLOCKS
    head, body = request.split("\n\n")
    start, told = head.split("\n", 1)
    assert fields(told)["Content-Digest"] == content_digest([body.encode()])
    assert len(body.encode()) == 56
    said = fields(sent)
    signature = base64.b64decode(said["Signature"].removeprefix("lienthong=:").removesuffix(":"))
    load_pem_public_key(pem.encode()).verify(signature, base.encode())
    assert base.endswith(said["Signature-Input"].removeprefix("lienthong="))
    method, url = start.split(" ")
    for name, value in fields(told).items():
        assert f'"{name.lower()}": {value}' in base
    headers = fields(told) | said
    assert is_genuine(Message(method, url, headers), key_id="x", public_pem=pem.encode()) is False
    key_id = re.search(r'keyid="([^"]+)"', base)[1]
    assert is_genuine(Message(method, url, headers), key_id=key_id, public_pem=pem.encode())


def test_our_client_makes_the_same_request():
    _pem, request, _base, sent = BLOCKS
    head, body = request.split("\n\n")
    start, told = head.split("\n", 1)
    method, url = start.split(" ")
    key = SigningKey("i-office.stp.k7m2p9x4qd", Algorithm.ED25519, PRIVATE)
    made = signed_headers(
        method,
        url,
        {name: value for name, value in fields(told).items() if name != "Content-Digest"},
        key=key,
        now=datetime(2026, 11, 20, 2, 0, tzinfo=UTC),
        digest=content_digest([body.encode()]),
        nonce="q8LkV0c2yT5mJxZr",
    )
    assert made == fields(told) | fields(sent)


def test_the_page_names_every_field_and_every_refusal_of_a_call():
    assert all(f"`{name}`" in TEXT for name in FIELDS)
    rows = dict(re.findall(r"^\| `([a-z.-]+)` \| (\d+) \|", TEXT, re.MULTILINE))
    assert set(errors.OF_CALLS) <= set(rows)
    assert {"systems.no-proof", "systems.unknown-key", "systems.agency-not-named"} <= set(rows)
