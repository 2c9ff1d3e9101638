"""Bytes that are no polite HTTP: each is answered with a status or closed, and others go on."""

import selectors
import socket
import time
from contextlib import suppress

import pytest
from tests.served import PATIENCE, read_all, status_of

pytestmark = [pytest.mark.django_db, pytest.mark.once]

_HOST = b"Host: 127.0.0.1\r\nConnection: close\r\n"
_FORM = b"POST /dang-nhap/ HTTP/1.1\r\n" + _HOST
_CLOSED = 0
# Requests as bytes, and the statuses that may answer them.
SHAPES: dict[str, tuple[bytes, set[int]]] = {
    "no HTTP at all": (b"\x16\x03\x01\x02\x00" * 40, {400, _CLOSED}),
    "the preface of HTTP/2": (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + bytes(9), {400, _CLOSED}),
    "a version that is none": (b"GET /healthz HTTP/9.9\r\n" + _HOST + b"\r\n", {400, 505, _CLOSED}),
    "two lengths": (_FORM + b"Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcde", {400}),
    "one length twice": (
        _FORM + b"Content-Length: 4\r\nContent-Length: 4\r\n\r\nabcd",
        {400, 403, 413},
    ),
    "a length with a sign": (_FORM + b"Content-Length: +4\r\n\r\nabcd", {400}),
    "a length of letters": (_FORM + b"Content-Length: abc\r\n\r\nabcd", {400}),
    "a length beyond all": (_FORM + b"Content-Length: " + b"9" * 30 + b"\r\n\r\nabcd", {400, 413}),
    "a length of a terabyte": (_FORM + b"Content-Length: 1099511627776\r\n\r\nabcd", {413}),
    "a space before the colon": (_FORM + b"Content-Length : 4\r\n\r\nabcd", {400}),
    "a folded field": (_FORM + b"X-Long: a\r\n b\r\n\r\n", {400}),
    "a NUL in a field": (_FORM + b"X-Field: a\0b\r\n\r\n", {400}),
    "a lone carriage return": (_FORM + b"X-Field: a\rX-Other: b\r\n\r\n", {400}),
    "an unknown coding": (_FORM + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", {400}),
    "pieces in HTTP/1.0": (
        b"POST /dang-nhap/ HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        {400},
    ),
    "pieces that are none": (_FORM + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n", {400, 413}),
    "a piece as long as 2^64": (
        _FORM + b"Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\nab",
        {400, 413},
    ),
    "a method of one's own": (b"BREW /healthz HTTP/1.1\r\n" + _HOST + b"\r\n", {405}),
    "TRACE": (b"TRACE /dang-nhap/ HTTP/1.1\r\n" + _HOST + b"\r\n", {405}),
    "CONNECT": (b"CONNECT 127.0.0.1:5432 HTTP/1.1\r\n" + _HOST + b"\r\n", {400, 403, 404, 405}),
    "no host": (b"GET /dang-nhap/ HTTP/1.1\r\nConnection: close\r\n\r\n", {200, 400}),
    "two hosts": (b"GET /dang-nhap/ HTTP/1.1\r\nHost: a\r\n" + _HOST + b"\r\n", {400}),
    "another's host": (
        b"GET /dang-nhap/ HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n",
        {400},
    ),
    "an address with another's host": (
        b"GET http://evil.example/dang-nhap/ HTTP/1.1\r\n" + _HOST + b"\r\n",
        {200, 400, 404},
    ),
    "an address of bytes": (
        b"GET /%00%ff%fe/..%2f..%2fetc HTTP/1.1\r\n" + _HOST + b"\r\n",
        {302, 404},
    ),
    "a cookie of bytes": (
        b"GET /dang-nhap/ HTTP/1.1\r\nCookie: sessionid=\xff\xfe; csrftoken=\xc3\x28\r\n"
        + _HOST
        + b"\r\n",
        {200, 400},
    ),
    "a wish to change the protocol": (
        b"GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, close\r\nUpgrade: websocket\r\n"
        b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n",
        {200, 400, 403, _CLOSED},
    ),
    "an address of 400,000 letters": (
        b"GET /" + b"a" * 400_000 + b" HTTP/1.1\r\n" + _HOST + b"\r\n",
        {414, 431},
    ),
    "3,000 fields": (
        b"GET / HTTP/1.1\r\n" + b"".join(b"x%d: y\r\n" % n for n in range(3000)) + b"\r\n",
        {431},
    ),
    "a field of a megabyte": (
        b"GET / HTTP/1.1\r\nX: " + b"a" * 2**20 + b"\r\n\r\n",
        {431, _CLOSED},
    ),
}


@pytest.mark.parametrize("name", SHAPES)
def test_what_is_no_polite_request_gets_a_status_or_is_closed(site, name):
    sent, allowed = SHAPES[name]
    answer = site.raw(sent)
    assert status_of(answer) in allowed, answer[:300]


def test_nothing_after_a_body_in_pieces_is_taken_for_another_request(site):
    hidden = b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n"
    for fields in (
        b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n",
        b"Content-Length: 0\r\n",
    ):
        answer = site.raw(_FORM + fields + b"\r\n0\r\n\r\n" + hidden)
        assert answer.count(b"HTTP/1.1 ") == 1, answer


def test_requests_in_one_row_are_answered_one_by_one_in_their_order(site):
    first = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    last = b"GET /no-such-place HTTP/1.1\r\n" + _HOST + b"\r\n"
    answer = site.raw(first * 20 + last)
    statuses = [int(part[:3]) for part in answer.split(b"HTTP/1.1 ")[1:]]
    assert statuses[:20] == [200] * 20
    assert len(statuses) == 21


def test_a_body_that_never_ends_is_refused_before_it_is_read(site):
    before = site.memory()
    sock = site.connect()
    sock.sendall(_FORM + b"Transfer-Encoding: chunked\r\n\r\n")
    piece, sent = b"10000\r\n" + b"a" * 65536 + b"\r\n", 0
    with sock, suppress(ConnectionError):
        while sent < 2**30:
            sock.sendall(piece)
            sent += len(piece)
    assert sent < 64 * 2**20
    assert site.memory() - before < 32 * 2**20


def test_half_a_form_and_half_a_file_change_nothing(site):
    form = site.send(_FORM + b"Content-Length: 100\r\n\r\nlogin=a&password=b")
    form.shutdown(socket.SHUT_WR)
    assert status_of(read_all(form)) in {400, _CLOSED}
    upload = site.send(
        site.head("POST /api/v1/uploads?name=a.pdf", f"Content-Length: {4 * 2**20}"),
        b"%PDF-1.7\n" + bytes(3 * 2**20),
    )
    upload.shutdown(socket.SHUT_WR)
    assert status_of(read_all(upload)) in {400, 422, _CLOSED}
    assert not list((site.scratch.home / "quarantine").glob("**/*.part"))


def test_two_thousand_who_say_nothing_or_half_a_head_do_not_stop_the_pages(site):
    before = site.memory()
    silent = [site.connect() for _ in range(1000)]
    half = [site.send(b"GET /dang-nhap/ HTTP/1.1\r\nHost: 127.0.") for _ in range(1000)]
    for _ in range(5):
        assert site.call("GET", "/healthz")[0].status == 200
        assert site.call("GET", "/dang-nhap/")[0].status == 200
    assert site.memory() - before < 64 * 2**20
    # They are let go by the server, not by us.
    until = time.monotonic() + PATIENCE
    with selectors.DefaultSelector() as open_still:
        for one in (*silent, *half):
            open_still.register(one, selectors.EVENT_READ)
        while open_still.get_map() and time.monotonic() < until:
            for key, _events in open_still.select(1):
                open_still.unregister(key.fileobj)
                key.fileobj.close()
        assert not open_still.get_map()


def test_hundreds_of_slow_forms_and_files_do_not_stop_the_pages(site):
    forms = [site.send(_FORM + b"Content-Length: 2000000\r\n\r\nlogin=a") for _ in range(300)]
    long = site.head("POST /api/v1/uploads?name=a.pdf", f"Content-Length: {4 * 2**20}")
    files = [site.send(long, b"%PDF-1.7\n") for _ in range(12)]
    for _ in range(5):
        assert site.call("GET", "/healthz")[0].status == 200
        assert site.call("GET", "/dang-nhap/")[0].status == 200
        assert site.call("GET", "/api/v1/kinds", site.token)[0].status == 200
    for one in (*forms, *files):
        one.close()
