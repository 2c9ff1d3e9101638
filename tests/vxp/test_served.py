"""The interface on the real server: sockets that break, large packages, impolite callers."""

import hashlib
import json
import socket
import ssl
from collections.abc import Iterator
from urllib.parse import quote

import httpx
import pytest
from tests.scratch import Scratch
from tests.served import Served, body_of, read_all, status_of
from tests.vxp.proxy import NGINX, Proxy

from lienthong.formats.vxp.fields import SIGNATURE, SIGNED, headers_of, signature_of
from lienthong.formats.vxp.package_body import TAIL, short_digest
from lienthong.kernel import clock
from lienthong.vxp.adapters.client import AxisClient, AxisSite

SET_UP = """
import json, sys
from pathlib import Path
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509 import load_pem_x509_certificate
from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.systems import services as systems
from tests.vxp.builders import a_package, an_office, a_pdf
from tests.vxp.proxy import a_certificate
sender, recipient, shown = an_office("Sở Một"), an_office("Sở Hai"), an_office("Sở Ba")
for name in ("shown", "other"):
    a_certificate(Path(), name)
facts = {"system_id": shown.system.id, "actor": Actor.installation(), "now": clock.now()}
shown_to = load_pem_x509_certificate(Path("shown.pem").read_bytes()).fingerprint(SHA256()).hex()
systems.set_networks(networks=["any"], **facts)
systems.set_certificates(certificates=[shown_to], **facts)
small = a_package(sender.agency, recipient.agency)
Path("small.edxml").write_bytes(small)
large = a_package(sender.agency, recipient.agency, content=a_pdf(size=int(sys.argv[1])))
Path("large.edxml").write_bytes(large)
print(json.dumps({
    "code": sender.agency.code,
    "sender": [sender.system.slug, sender.secret],
    "recipient": [recipient.system.slug, recipient.secret],
    "shown": [shown.system.slug, shown.secret],
}))
"""
pytestmark = pytest.mark.django_db  # the tables that the installation is a copy of

LARGE = 36 * 1024 * 1024  # bytes of the file; the package is a third longer
# Bytes by which memory may grow: 12 to 17 MB alone, up to 56 on a machine with much else to do. The
# package and its base64 would be 110.
LITTLE = 64 * 1024 * 1024


class Site:
    def __init__(self, scratch: Scratch) -> None:
        self.told = json.loads(scratch.run(SET_UP, LARGE).splitlines()[-1])
        self.server = Served(
            scratch,
            threads=2,
            LIENTHONG_CLIENT_CERTIFICATE_FIELD="Client-Cert",
            LIENTHONG_TRUSTED_PROXIES="127.0.0.1/32",
        ).answers()
        self.home = scratch.home

    def sdk(self, name: str) -> AxisClient:
        AxisClient.transport = None
        slug, secret = self.told[name]
        site = AxisSite(f"http://127.0.0.1:{self.server.port}/vxp/", slug, secret)
        return AxisClient(site, now=clock.now())

    def package(self, name: str) -> bytes:
        return (self.home / f"{name}.edxml").read_bytes()

    def head(self, package: bytes, *, length: int, more: dict[str, str] | None = None) -> bytes:
        """The header of a `sendEdoc`, as bytes for a socket."""
        slug, secret = self.told["sender"]
        values = {
            "systemid": slug,
            "from": self.told["code"],
            "messagetype": "edoc",
            "hash-file": short_digest(hashlib.sha256(package).digest()),
            "Content-Type": "application/octet-stream",
        }
        fields = headers_of(values, secret.encode()) | (more or {})
        fields |= {"Host": "127.0.0.1", "Content-Length": str(length), "Connection": "close"}
        lines = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
        kind = "Content-Type: application/octet-stream\r\n"
        return f"POST /vxp/sendEdoc HTTP/1.1\r\n{lines}{kind}\r\n".encode()


@pytest.fixture(scope="module")
def site(module_scratch: Scratch) -> Iterator[Site]:
    made = Site(module_scratch)
    yield made
    made.server.kill()


def test_A11_a_client_sends_lists_fetches_and_confirms_over_the_network(site):
    package = site.package("small")
    ours, theirs = site.sdk("sender"), site.sdk("recipient")
    doc_id = ours.send(package, sender=site.told["code"])
    assert ours.send(package, sender=site.told["code"]) == doc_id
    (line,) = theirs.received()
    assert theirs.get(line["docId"]) == package
    theirs.update(line["docId"], "done")
    assert theirs.received() == []


def test_a_connection_that_breaks_leaves_nothing_and_the_same_again_is_taken(site):
    package = site.package("small") + b" "
    whole = len(package) + len(TAIL)
    half = site.server.connect()
    half.sendall(site.head(package, length=whole) + package[: len(package) // 2])
    half.shutdown(socket.SHUT_WR)
    answer = read_all(half)
    assert not answer or body_of(answer)["status"] == "FAIL"
    again = site.server.raw(site.head(package, length=whole), package + TAIL)
    assert body_of(again)["ErrorCode"] in {"0", "exchange.already-sent"}
    assert not list((site.home / "passing").rglob("*.edxml"))


def test_who_asks_first_whether_to_go_on_is_told_so_and_sends(site):
    """The SDK waits three seconds for the interim answer to every call but `sendEdoc`."""
    package = site.package("small")
    head = site.head(package, length=len(package), more={"Expect": "100-continue"})
    with site.server.send(head) as line:
        assert line.recv(25).startswith(b"HTTP/1.1 100 Continue")
        assert body_of(read_all(line, [package]))["ErrorCode"] in {"0", "exchange.already-sent"}


def test_a_package_in_pieces_is_taken_whole_or_not_at_all(site):
    """As `SendChunked` of .NET sends it; the signed digest tells whether all has come."""
    package = site.package("small") + b"\n"
    head = site.head(package, length=0).replace(b"Content-Length: 0", b"Transfer-Encoding: chunked")
    pieces = b"".join(b"%x\r\n%b\r\n" % (len(one), one) for one in (package[:999], package[999:]))
    half = site.server.connect()
    half.sendall(head + pieces[: len(pieces) // 2])
    half.shutdown(socket.SHUT_WR)
    answer = read_all(half)
    assert not answer or body_of(answer)["status"] == "FAIL"
    told = body_of(site.server.raw(head, pieces + b"0\r\n\r\n"))
    assert told["ErrorCode"] in {"0", "exchange.already-sent"}


def test_a_body_of_unknown_length_is_refused_where_it_is_long(site):
    """Without a length nothing bounds what is written; the SDK always tells it."""
    package = site.package("small")
    head = site.head(package, length=0).replace(b"Content-Length: 0", b"Transfer-Encoding: chunked")
    piece = b"10000\r\n" + bytes(65536) + b"\r\n"
    answer = body_of(site.server.raw(head, *[piece] * 40))
    told = (answer["status"], answer["ErrorCode"], answer["DocId"])
    assert told == ("FAIL", "api.length-missing", "")


def test_huge_header_fields_are_answered_or_shed(site):
    package = site.package("small")
    more = {"XroadVnpt-filler": "x" * 300_000}
    answer = site.server.raw(site.head(package, length=0, more=more))
    assert status_of(answer) in {0, 400, 431}
    left_over = {f"XroadVnpt-left{number}": "y" * 50 for number in range(60)}
    answer = site.server.raw(site.head(package, length=2, more=left_over), b"\r\n")
    assert body_of(answer)["ErrorCode"] == "vxp.digest-differs"


def test_a_folder_with_a_vietnamese_name_is_told_or_taken(site):
    """Java sends `filePath` as UTF-8, and the web server hands on no field that is not ASCII."""
    slug, secret = site.told["recipient"]
    values = {
        "systemid": slug,
        "messagetype": "edoc",
        "filePath": "D:\\Văn bản",
        "Content-Type": "application/json",
    }
    signed = headers_of(values, secret.encode())
    escaped = json.dumps(json.loads(signed[SIGNED]), separators=(",", ":"))
    of_escaped = {SIGNED: escaped, SIGNATURE: signature_of(escaped, secret.encode())}

    def code(fields: dict[str, str]) -> str:
        lines = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
        head = f"POST /vxp/getReceivedEdocList HTTP/1.1\r\nHost: 127.0.0.1\r\n{lines}"
        call = head + "Content-Length: 0\r\nConnection: close\r\n\r\n"
        return body_of(site.server.raw(call.encode()))["ErrorCode"]

    assert code(signed) == "vxp.fields-unreadable"
    assert code(signed | of_escaped) == "0"


@pytest.mark.once
def test_A11_a_package_of_fifty_megabytes_goes_through_in_constant_memory(site):
    package = site.package("large")
    ours, theirs = site.sdk("sender"), site.sdk("recipient")
    theirs.received()
    before = site.server.memory(peak=True)
    ours.send(package, sender=site.told["code"])
    (line,) = theirs.received()
    digest = hashlib.sha256()
    theirs.download(line["docId"], digest.update)
    assert digest.hexdigest() == hashlib.sha256(package).hexdigest()
    assert theirs.get(line["docId"]) == package
    assert site.server.memory(peak=True) - before < LITTLE
    theirs.update(line["docId"], "done")


def test_nothing_of_all_this_was_a_failure_that_nobody_expected(site):
    assert site.server.problems() == []


@pytest.fixture
def proxy(site, tmp_path) -> Iterator[Proxy]:
    if NGINX is None:
        pytest.skip("apt-get install nginx")
    made = Proxy(tmp_path / "nginx", behind=site.server.port)
    yield made
    made.end()


@pytest.mark.once
def test_A11_a_system_comes_by_the_certificate_that_nginx_saw_and_by_no_word_of_its_own(
    site, proxy
):
    """The shipped configuration, on a real nginx: only the registered certificate counts."""
    registered = quote((site.home / "shown.pem").read_text())

    def code(port: int, certificate: str = "", **fields: str) -> str:
        slug, secret = site.told["shown"]
        values = {"systemid": slug, "Content-Type": "application/json"}
        trusted = ssl.create_default_context()
        trusted.check_hostname, trusted.verify_mode = False, ssl.CERT_NONE
        if certificate:
            trusted.load_cert_chain(
                site.home / f"{certificate}.pem", site.home / f"{certificate}.key"
            )
        answer = httpx.post(
            f"https://127.0.0.1:{port}/vxp/getAgenciesList",
            headers=headers_of(values, secret.encode())
            | {"Content-Type": "application/json"}
            | {name.replace("_", "-"): value for name, value in fields.items()},
            verify=trusted,
        )
        return answer.json()["ErrorCode"]

    assert code(proxy.systems, "shown") == "0"
    assert code(proxy.systems, "other") == "systems.certificate-unknown"
    assert code(proxy.systems) == "systems.certificate-unknown"
    for port in (proxy.systems, proxy.pages):
        assert code(port, Client_Cert=registered) == "systems.certificate-unknown"
    assert code(proxy.pages, "shown") == "systems.certificate-unknown", "there nobody is asked"
