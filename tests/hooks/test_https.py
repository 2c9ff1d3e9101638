"""Calling addresses that others chose: nothing inside is reached, and nobody is waited for."""

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)

from lienthong.hooks import rules
from lienthong.hooks.adapters import https
from lienthong.hooks.adapters.https import HttpsCaller
from lienthong.hooks.errors import AddressShape
from lienthong.hooks.types import Call, Outcome
from lienthong.kernel.networks import may_reach

pytestmark = pytest.mark.once
LOOPBACK = ("127.0.0.0/8",)
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK"


@contextmanager
def serving(
    talk: Callable[[socket.socket], None], context: ssl.SSLContext | None = None
) -> Iterator[int]:
    """A machine on this one that talks as it likes to each who connects; gives its port."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            with suppress(OSError):
                while True:
                    made, _address = listening.accept()
                    with suppress(OSError), made:
                        talk(context.wrap_socket(made, server_side=True) if context else made)

        threading.Thread(target=serve, daemon=True).start()
        yield listening.getsockname()[1]
        listening.shutdown(socket.SHUT_RDWR)


def answering(answer: bytes, heard: list[bytes] | None = None) -> Callable[[socket.socket], None]:
    def talk(line: socket.socket) -> None:
        said = b""
        # Whoever closes a line with something unread on it resets it, and the answer may be lost.
        while not said.endswith(b"{}") and (piece := line.recv(65536)):
            said += piece
        if heard is not None:
            heard.append(said)
        line.sendall(answer)

    return talk


def call(port: int, *, scheme: str = "http", host: str = "127.0.0.1", networks=LOOPBACK):
    return HttpsCaller().call(
        Call(f"{scheme}://{host}:{port}/tin?a=1", {"X-A": "b"}, b"{}", networks)
    )


def test_a_call_posts_the_body_and_reads_the_answer():
    heard: list[bytes] = []
    with serving(answering(OK, heard)) as port:
        reply = call(port)
    assert (reply.outcome, reply.status, reply.body) == (Outcome.DELIVERED, 200, b"OK")
    assert heard[0].startswith(b"POST /tin?a=1 HTTP/1.1\r\n")
    assert f"Host: 127.0.0.1:{port}".encode() in heard[0]


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "0.0.0.0", "2130706433"])
def test_nothing_inside_is_reached_unless_its_network_was_allowed(host):
    """By whatever name: nobody hears of the call at all."""
    heard: list[bytes] = []
    with serving(answering(OK, heard)) as port:
        for scheme in ("https", "http"):
            reply = call(port, scheme=scheme, host=host, networks=())
            assert reply.outcome == Outcome.FORBIDDEN_ADDRESS
            assert not HttpsCaller().may_call(f"{scheme}://{host}:{port}/", ())
    assert not heard


def led_to(monkeypatch, *answers: list[str]) -> None:
    """Let a name lead to these addresses, one list after the other."""
    left = list(answers)

    def look_up(_host, port, **_facts):
        ips = left.pop(0) if len(left) > 1 else left[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port)) for ip in ips]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)


def test_a_name_that_leads_inside_only_when_it_is_called_gains_nothing(monkeypatch):
    led_to(monkeypatch, ["192.0.0.9"], ["127.0.0.1"])
    assert HttpsCaller().may_call("https://rebind.vn/tin", ())
    assert call(443, scheme="https", host="rebind.vn", networks=()).outcome == (
        Outcome.FORBIDDEN_ADDRESS
    )


def test_a_name_that_also_leads_inside_is_not_called(monkeypatch):
    led_to(monkeypatch, ["192.0.0.9", "10.0.0.1"])
    assert not HttpsCaller().may_call("https://both.vn/tin", ())


def test_a_name_that_is_not_there_is_said(monkeypatch):
    def look_up(*_args, **_facts):
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    assert call(443, scheme="https", host="nobody.vn", networks=()).outcome == Outcome.NOT_RESOLVED


@pytest.mark.parametrize(
    ("ip", "networks", "may"),
    [
        ("192.0.0.9", (), True),
        ("10.1.2.3", (), False),
        ("10.1.2.3", ("10.1.0.0/16",), True),
        ("10.2.2.3", ("10.1.0.0/16",), False),
        ("169.254.169.254", (), False),
        ("100.64.1.1", (), False),
        ("224.0.0.1", (), False),
        ("::1", (), False),
        ("fe80::1%eth0", (), False),
        ("fc00::1", (), False),
        ("fec0::1", (), False),
        ("::ffff:127.0.0.1", (), False),
        ("::ffff:10.1.2.3", ("10.1.0.0/16",), True),
        ("::ffff:127.0.0.1", LOOPBACK, True),
        ("::7f00:1", (), False),
        ("::8.8.8.8", (), False),
        ("::ffff:0:127.0.0.1", (), False),
        ("64:ff9b::a01:203", (), False),
        ("64:ff9b:1::a01:203", (), False),
        ("64:ff9b:2::7f00:1", (), False),
        ("64:ff9b:2::7f00:1", ("64:ff9b:2::/96",), True),
        ("2002:a01:203::", (), False),
        ("2405:4800::1", (), True),
    ],
)
def test_which_addresses_may_be_called(ip, networks, may):
    assert may_reach(ip, networks) is may
    assert not may_reach(ip, (), is_clear=True), "in clear only where it was allowed"


@pytest.mark.parametrize(
    "address",
    [
        "",
        "http://vanban.so.vn/tin",
        "ftp://vanban.so.vn/",
        "https://",
        "https:///tin",
        "https://user:secret@vanban.so.vn/",
        "https://vanban.so.vn:22/",
        "https://vanban.so.vn:99999/",
        "https://vanban.so.vn/#a",
        "https://vanban.so.vn/a b",
        "https://vanban.so.vn/\r\nHost: x",
        "https://văn-bản.vn/",
        "https://[::1/",
        "https://vanban.so.vn/" + "a" * 500,
    ],
)
def test_an_address_of_another_form_is_refused(address):
    with pytest.raises(AddressShape):
        rules.clean_address(address, networks=())


def test_addresses_without_tls_are_for_allowed_networks_only():
    assert rules.clean_address(" https://vanban.so.vn:8443/tin ", networks=())
    assert rules.clean_address("http://10.1.2.3:8080/tin", networks=("10.1.0.0/16",))


def test_a_redirect_is_an_answer_and_is_not_followed():
    heard: list[bytes] = []
    elsewhere = b"HTTP/1.1 307 Temporary Redirect\r\nLocation: /else\r\nContent-Length: 0\r\n\r\n"
    with serving(answering(elsewhere, heard)) as port:
        assert call(port).status == 307
    assert len(heard) == 1


def test_of_a_long_answer_only_the_beginning_is_read():
    def talk(line: socket.socket) -> None:
        line.recv(65536)
        line.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            line.sendall(b"x" * 65536)

    with serving(talk) as port:
        assert len(call(port).body) == https.MOST


@pytest.mark.parametrize("said", [b"", b"HTTP/1.1 200 OK\r\nX-A: ", b"HTTP/1.1 200 OK\r\n\r\n"])
def test_a_machine_that_drips_is_not_waited_for(monkeypatch, said):
    monkeypatch.setattr(https, "LONGEST", 0.3)
    stop = threading.Event()

    def talk(line: socket.socket) -> None:
        line.recv(65536)
        line.sendall(said)
        while not stop.wait(0.05):
            line.sendall(b"a")

    with serving(talk) as port:
        assert call(port).outcome == Outcome.TIMED_OUT
        stop.set()


@pytest.mark.parametrize("said", [b"", b"\0\1\2\3\r\n\r\n"])
def test_what_is_no_answer_is_none(said):
    with serving(answering(said)) as port:
        assert call(port).outcome == Outcome.NO_ANSWER


def test_nobody_at_the_address_is_said():
    with serving(answering(OK)) as port:
        pass
    assert call(port).outcome == Outcome.UNREACHABLE


@contextmanager
def black_hole(ip: str, port: int = 0) -> Iterator[int]:
    """A place that takes nobody who connects, and tells nobody so; gives its port."""
    with socket.create_server((ip, port), backlog=0) as listening, ExitStack() as callers:
        port = listening.getsockname()[1]
        for _place in range(3):
            made = callers.enter_context(socket.socket())
            made.settimeout(0.05)
            with suppress(TimeoutError):
                made.connect((ip, port))
        yield port


def test_places_that_swallow_calls_have_the_time_of_one_call_together(monkeypatch):
    monkeypatch.setattr(https, "LONGEST", 1.2)
    led_to(monkeypatch, ["127.0.0.1"] * 3)

    def took(port: int) -> float:
        begun = time.monotonic()
        assert call(port, host="nowhere.vn").outcome == Outcome.UNREACHABLE
        return time.monotonic() - begun

    with black_hole("127.0.0.1") as port:  # a busy machine adds to what a call takes
        assert any(took(port) < 3 for _try in range(5))


def test_an_address_that_swallows_calls_leaves_time_for_the_next(monkeypatch):
    monkeypatch.setattr(https, "LONGEST", 6)
    led_to(monkeypatch, ["127.0.0.2", "127.0.0.1"])
    with serving(answering(OK)) as port, black_hole("127.0.0.2", port):
        assert call(port, host="twice.vn").outcome == Outcome.DELIVERED


def test_a_certificate_counts_only_when_its_authority_is_known(settings, tmp_path, monkeypatch):
    context = a_certificate(tmp_path)
    with serving(answering(OK), context) as port:
        settings.LIENTHONG_HOOK_TRUST = None
        assert call(port, scheme="https").outcome == Outcome.TLS_FAILED
        settings.LIENTHONG_HOOK_TRUST = tmp_path / "cert.pem"
        assert call(port, scheme="https").outcome == Outcome.DELIVERED
        led_to(monkeypatch, ["127.0.0.1"])
        assert call(port, scheme="https", host="other.vn").outcome == Outcome.TLS_FAILED


def a_certificate(folder: Path) -> ssl.SSLContext:
    """A certificate for 127.0.0.1 that nobody but itself vouches for."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]), critical=True
        )
        .sign(key, hashes.SHA256())
    )
    (folder / "cert.pem").write_bytes(made.public_bytes(Encoding.PEM))
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "key.pem").write_bytes(private)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return context
