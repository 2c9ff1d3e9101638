"""Asking another installation: only what it says itself counts, and no more of it than fits."""

import gzip
import json
import time

import httpx
import pytest
from tests.dripping import dripping

from lienthong.ledger.rules.canonical import Malformed
from lienthong.witnesses.adapters import http_site
from lienthong.witnesses.adapters.http_site import LARGEST_ANSWER, HttpSite

pytestmark = pytest.mark.once
ADDRESS = "https://hue.example/"
HEADERS = b"HTTP/1.1 200 OK\r\n"


def site(answer) -> HttpSite:
    """A site where each question gets this answer, or what a function of the request makes."""

    def handler(request):
        given = answer(request) if callable(answer) else answer
        # As from the network: not read yet.
        unread = httpx.ByteStream(given.content)
        return httpx.Response(given.status_code, headers=given.headers, stream=unread)

    return HttpSite(ADDRESS, client=httpx.Client(transport=httpx.MockTransport(handler)))


def asked(ask) -> httpx.URL:
    """The address that a question goes to."""
    seen = []

    def handler(request):
        seen.append(request.url)
        return httpx.Response(200, json={"heads": []})

    ask(site(handler))
    return seen[0]


def test_it_asks_the_public_addresses_of_the_interface():
    assert str(asked(lambda one: one.key())) == "https://hue.example/so-cai/khoa-cong-khai.pem"
    heads = asked(lambda one: one.heads())
    assert (heads.path, heads.params["limit"]) == ("/api/v1/ledger/heads", "50")
    proof = asked(lambda one: one.consistency(epoch=2, older=3, newer=5))
    assert dict(proof.params) == {"epoch": "2", "from": "3", "to": "5"}
    assert asked(lambda one: one.witnessed("dongnai.test")).params["installation"] == "dongnai.test"


def test_a_head_is_forgotten_only_when_the_installation_itself_says_so():
    said = httpx.Response(404, json={"code": "ledger.head-not-published"})
    assert site(said).consistency(epoch=1, older=1, newer=2) is None
    for content in (b"", b"<html>not here</html>", b"[]", json.dumps({"code": "x"}).encode()):
        with pytest.raises(OSError, match="404"):
            site(httpx.Response(404, content=content)).consistency(epoch=1, older=1, newer=2)


def test_who_has_no_such_interface_witnesses_nothing():
    assert site(httpx.Response(404)).witnessed("dongnai.test") is None


@pytest.mark.parametrize("status", [301, 429, 500, 503])
def test_another_status_is_no_answer_and_no_redirect_is_followed(status):
    answer = httpx.Response(status, headers={"Location": "https://elsewhere.example/"})
    for ask in (
        lambda one: one.key(),
        lambda one: one.heads(),
        lambda one: one.consistency(epoch=1, older=1, newer=2),
        lambda one: one.witnessed("x"),
    ):
        with pytest.raises(OSError, match=str(status)):
            ask(site(answer))


def test_too_much_is_not_read_and_a_broken_way_is_an_oserror():
    with pytest.raises(OSError, match="too large"):
        site(httpx.Response(200, content=bytes(LARGEST_ANSWER + 1))).heads()

    def broken(_request):
        raise httpx.ConnectError("no route")

    with pytest.raises(OSError, match="ConnectError"):
        site(broken).heads()


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"heads": 1}', b'{"heads": [1.5]}'])
def test_what_is_no_list_of_heads_is_malformed(content):
    with pytest.raises(Malformed):
        site(httpx.Response(200, content=content)).heads()


def test_an_answer_that_is_packed_is_not_asked_for_and_not_unpacked():
    asked_for = []

    def packed(request):
        asked_for.append(request.headers["Accept-Encoding"])
        answer = httpx.Response(200, content=b"")
        answer.headers["Content-Encoding"] = "gzip"
        answer._content = gzip.compress(b'{"heads": []}')
        return answer

    with pytest.raises(OSError, match="packed"):
        site(packed).heads()
    assert asked_for == ["identity"]


@pytest.mark.parametrize(
    ("begin", "drop"),
    [
        (HEADERS + b"Content-Length: 1000000\r\n\r\n", b" "),
        (HEADERS + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n"),
        (HEADERS + b"\r\n{}", b" "),
        (HEADERS, b"X: y\r\n"),
    ],
)
def test_who_drips_is_not_waited_for(monkeypatch, begin, drop):
    """In its content, however it is framed, and in its headers."""
    monkeypatch.setattr(http_site, "LONGEST", 0.3)
    with dripping(begin, drop) as port, pytest.raises(OSError, match="too long"):
        HttpSite(f"http://127.0.0.1:{port}").key()


def test_who_drips_in_the_handshake_is_not_waited_for(monkeypatch):
    monkeypatch.setattr(http_site, "LONGEST", 0.3)
    # The head of a record of TLS that is 16 KB long.
    begin = b"\x16\x03\x03\x40\x00"
    with dripping(begin, b"\x02") as port, pytest.raises(OSError, match="too long"):
        HttpSite(f"https://127.0.0.1:{port}").key()


def test_a_talk_of_many_answers_ends_too(monkeypatch):
    monkeypatch.setattr(http_site, "LONGEST_TALK", 0.2)

    def slow(_request):
        time.sleep(0.05)
        return httpx.Response(200, json={"heads": []})

    slowly = site(slow)
    with pytest.raises(OSError, match="too long"):
        [slowly.heads() for _question in range(100)]


def test_what_comes_in_time_is_taken_from_a_real_connection():
    answer = HEADERS + b"Content-Length: 2\r\n\r\n{}"
    with dripping(answer, b"", drops=0) as port:
        assert HttpSite(f"http://127.0.0.1:{port}").key() == b"{}"
