import base64
import hashlib

import pytest
from django.test import RequestFactory

from lienthong.apikit.bodies import body_digest, checked_body
from lienthong.apikit.errors import BodyIncomplete, BodyTooLarge, DigestDiffers, DigestInvalid
from lienthong.apikit.signing import content_digest

CONTENT = bytes(range(256)) * 1_000


def put(content: bytes = CONTENT, digest: str = "", length: int | None = None):
    request = RequestFactory().put("/", content, content_type="application/octet-stream")
    if digest:
        request.META["HTTP_CONTENT_DIGEST"] = digest
    if length is not None:
        request.META["CONTENT_LENGTH"] = str(length)
    return request


def of(name: str, content: bytes = CONTENT) -> str:
    made = hashlib.new(name.replace("-", ""), content).digest()
    return f"{name}=:{base64.b64encode(made).decode()}:"


@pytest.mark.parametrize("digest", ["", of("sha-256"), of("sha-512")])
def test_a_body_comes_in_pieces_and_whole(digest):
    request = put(digest=digest)
    pieces = list(checked_body(request, limit=len(CONTENT)))
    assert b"".join(pieces) == CONTENT
    assert max(map(len, pieces)) <= 64 * 1024
    assert body_digest(request) == hashlib.sha256(CONTENT).hexdigest()


def test_our_clients_and_servers_write_the_same_digest():
    assert content_digest([CONTENT[:10], CONTENT[10:]]) == of("sha-256")


def test_a_body_with_another_digest_is_refused_at_its_end():
    read = []
    request = put(digest=of("sha-256", b"other"))
    with pytest.raises(DigestDiffers):
        read.extend(checked_body(request, limit=len(CONTENT)))
    assert b"".join(read) == CONTENT
    assert body_digest(request) == ""


def test_each_known_digest_has_to_hold_and_unknown_ones_are_passed_over():
    both = f"{of('sha-256')}, {of('sha-512', b'other')}"
    with pytest.raises(DigestDiffers):
        list(checked_body(put(digest=both), limit=len(CONTENT)))
    known = f"md5=:AAAA:, {of('sha-256')}"
    assert list(checked_body(put(digest=known), limit=len(CONTENT)))


@pytest.mark.parametrize("digest", ["nonsense!", "md5=:AAAA:", "sha-256=5", 'sha-256="a"', "="])
def test_a_digest_that_cannot_be_read_is_refused_before_the_body(digest):
    with pytest.raises(DigestInvalid):
        list(checked_body(put(digest=digest), limit=len(CONTENT)))


def test_a_body_that_is_too_large_is_refused_before_it_is_read():
    request = put()
    with pytest.raises(BodyTooLarge):
        next(checked_body(request, limit=10))
    assert request.read(5) == CONTENT[:5]


def test_a_body_that_breaks_off_is_refused():
    with pytest.raises(BodyIncomplete):
        list(checked_body(put(length=len(CONTENT) + 1), limit=10**9))


def test_a_length_that_is_no_number_is_no_length():
    assert list(checked_body(put(b"", length=0), limit=10)) == []
    request = put(b"")
    request.META["CONTENT_LENGTH"] = "many"
    assert list(checked_body(request, limit=10)) == []
