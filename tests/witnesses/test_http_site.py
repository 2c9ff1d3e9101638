"""Asking another installation: only what it says itself counts, and no more of it than fits."""

import json

import httpx
import pytest

from lienthong.ledger.rules.canonical import Malformed
from lienthong.witnesses.adapters.http_site import LARGEST_ANSWER, HttpSite

pytestmark = pytest.mark.once
ADDRESS = "https://hue.example/"


def site(answer) -> HttpSite:
    """A site where each question gets this answer, or what a function of the request makes."""
    handler = answer if callable(answer) else lambda _request: answer
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
