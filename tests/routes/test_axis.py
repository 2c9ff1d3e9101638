"""The parent exchange over a real line: what answers odd, slow, huge or not at all (A14)."""

import json
import socket
import threading
from io import BytesIO

import pytest
from tests.routes.lines import LOOPBACK, Server, said

from lienthong.formats.edxml import Limits
from lienthong.routes.adapters import http as line
from lienthong.routes.adapters.axis import Axis
from lienthong.routes.ports import TOO_LARGE, Away, TurnedDown
from lienthong.routes.types import Access, ParcelKind, Trouble

pytestmark = pytest.mark.once
OK = {"status": "OK", "ErrorCode": "0", "ErrorDesc": "Thanh cong"}


def told(**members: object) -> bytes:
    return said(json.dumps({**OK, **members}).encode())


@pytest.fixture
def at():
    servers = []

    def start(*answers) -> tuple[Axis, Server]:
        server = Server(*answers)
        servers.append(server)
        address = f"http://127.0.0.1:{server.port}/vxp"
        return Axis(Access(address, "dong-nai", "bi-mat-cua-bai-thu", LOOPBACK)), server

    yield start
    for one in servers:
        one.end()


def test_A14_a_package_is_brought_as_the_axis_wants_it(at, tmp_path):
    axis, server = at(told(DocId="d-1"))
    package = tmp_path / "package"
    package.write_bytes(b"<xml>goi tin</xml>")
    assert axis.bring(package, sender_code="H19.1", kind=ParcelKind.DOCUMENT) == "d-1"
    (asked,) = server.asked
    assert asked.startswith(b"POST /vxp/sendEdoc HTTP/1.1\r\n")
    assert asked.endswith(b"\r\n\r\n<xml>goi tin</xml>\r\n")
    assert b"XroadVnpt-from: H19.1\r\n" in asked
    assert b"XroadVnpt-messagetype: edoc\r\n" in asked


def test_lists_are_read_and_what_is_odd_in_them_is_left_out(at):
    odd = [{"docId": one} for one in ("a", None, "y" * 200, "", "b\x00c", "kh\u00f4ng", True, {})]
    axis, _server = at(told(data=[*odd, "x", {"docId": 4711}]))
    assert axis.waiting(ParcelKind.STATUS) == ["a", "4711"]
    axis, _server = at(told(data=[{"code": " H09 ", "name": "Sở", "mail": None, "oldCode": "H8"}]))
    (one,) = axis.agencies()
    assert (one.code, one.name, one.email, one.old_codes) == ("H09", "Sở", "", ("H8",))


def test_a_list_in_which_nothing_can_be_asked_for_is_no_empty_list(at):
    axis, _server = at(told(data=[]))
    assert axis.waiting(ParcelKind.DOCUMENT) == []
    axis, _server = at(told(data=[{"DocID": "a"}, {"DocID": "b"}]))
    with pytest.raises(Away, match="getReceivedEdocList: docId"):
        axis.waiting(ParcelKind.DOCUMENT)


def test_a_list_of_weeks_without_a_line_is_read_to_its_end(at):
    line_of_it = {"from": "H19.1", "to": "H20.2", "status_desc": "x" * 150}
    axis, _server = at(told(data=[{"docId": f"d{one}", **line_of_it} for one in range(30_000)]))
    found = axis.waiting(ParcelKind.DOCUMENT)
    assert (len(found), found[0], found[-1]) == (30_000, "d0", "d29999")


@pytest.mark.parametrize(
    "answer",
    [
        said(b"<!DOCTYPE html><html>Tam dung phuc vu</html>"),
        said(b"\xef\xbb\xbf\r\n <HTML lang='vi'></HTML>"),
        said(b"<h1>It works</h1>", more="Content-Type: text/html;charset=UTF-8\r\n"),
        said(json.dumps({"status": "FAIL", "ErrorCode": "404", "ErrorDesc": "none"}).encode()),
        said(b""),
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<html\r\n1\r\n>\r\n0\r\n\r\n",
    ],
)
def test_what_an_older_exchange_answers_with_200_is_no_package(at, answer):
    """It does not know `downloadEdoc`, and says so in its own way: the package comes as text."""
    target = BytesIO()
    axis, server = at(answer, told(data="PHhtbC8+"))
    axis.fetch("d", target)
    assert target.getvalue() == b"<xml/>"
    assert server.asked[1].startswith(b"POST /vxp/getEdoc ")


def test_a_package_in_pieces_with_a_mark_before_it_is_taken_as_it_is(at):
    target = BytesIO()
    axis, _server = at(
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
        b"4\r\n\xef\xbb\xbf<\r\n5\r\nxml/>\r\n0\r\n\r\n"
    )
    axis.fetch("d", target)
    assert target.getvalue() == b"\xef\xbb\xbf<xml/>"


def test_a_package_is_fetched_by_pieces_or_as_text(at):
    target = BytesIO()
    axis, _server = at(said(b"<xml/>"))
    axis.fetch("d", target)
    axis, _server = at(said(b"", status="404 Not Found"), told(data="PHhtbC8+"))
    axis.fetch("d", target)
    assert target.getvalue() == b"<xml/><xml/>"
    axis, _server = at(said(b"", status="404 Not Found"), told(data="kh\u00f4ng"))
    with pytest.raises(TurnedDown):
        axis.fetch("d", target)


def test_a_refusal_says_its_code_and_words(at):
    answer = {"status": "FAIL", "ErrorCode": "12", "ErrorDesc": "Sai\x00 mã."}
    axis, _server = at(said(json.dumps(answer).encode()))
    with pytest.raises(TurnedDown) as refused:
        axis.settle("d", is_taken=True)
    assert (refused.value.code, refused.value.said) == ("12", "Sai mã.")


@pytest.mark.parametrize(
    ("answer", "trouble"),
    [
        (said(b"<html>Bad gateway</html>", status="502 Bad Gateway"), Trouble.ODD_ANSWER),
        (said(b"", status="302 Found", more="Location: http://10.0.0.1/\r\n"), Trouble.ODD_ANSWER),
        (said(b"[1, 2]"), Trouble.ODD_ANSWER),
        (said(b"[" * 200_000), Trouble.ODD_ANSWER),
        (said(json.dumps(OK).encode()), Trouble.ODD_ANSWER),
        (said(b"\x1f\x8b", more="Content-Encoding: gzip\r\n"), Trouble.ODD_ANSWER),
        (b"SSH-2.0-OpenSSH_9.2\r\n", Trouble.ODD_ANSWER),
        (b"", Trouble.ODD_ANSWER),
    ],
)
def test_what_is_no_answer_of_the_interface_is_a_matter_of_the_route(at, answer, trouble):
    axis, _server = at(answer)
    with pytest.raises(Away) as away:
        axis.waiting(ParcelKind.DOCUMENT)
    assert away.value.trouble == trouble


def test_a_huge_answer_is_not_read_to_its_end(at, monkeypatch):
    monkeypatch.setattr(line, "LARGEST_ANSWER", 1000)
    monkeypatch.setattr("lienthong.routes.adapters.axis._LARGEST_LIST", 2000)
    axis, _server = at(told(data=["x" * 5000]), told(DocId="x" * 1500))
    with pytest.raises(Away, match="too large"):
        axis.waiting(ParcelKind.DOCUMENT)
    with pytest.raises(Away, match="too large"):
        axis.settle("d", is_taken=True)


def test_a_list_longer_than_any_installation_has_is_not_believed(at, monkeypatch):
    monkeypatch.setattr("lienthong.routes.adapters.axis._MOST_LISTED", 2)
    monkeypatch.setattr("lienthong.routes.adapters.axis._MOST_AGENCIES", 2)
    axis, _server = at(told(data=[{"docId": one} for one in "abc"]))
    assert axis.waiting(ParcelKind.STATUS) == ["a", "b"]
    axis, _server = at(told(data=[{"code": one} for one in "abc"]))
    with pytest.raises(Away, match="too many"):
        axis.agencies()


def test_a_package_above_the_limit_is_a_matter_of_that_package(at, monkeypatch):
    monkeypatch.setattr(Limits, "package_bytes", 4)
    monkeypatch.setattr(Limits, "__init__", lambda self: None)
    axis, _server = at(said(b"<xml>"))
    with pytest.raises(TurnedDown) as refused:
        axis.fetch("d", BytesIO())
    assert refused.value.code == TOO_LARGE


def test_a_package_that_breaks_off_is_not_taken_for_whole(at):
    axis, _server = at(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<xml>")
    with pytest.raises(Away) as away:
        axis.fetch("d", BytesIO())
    assert away.value.trouble in {Trouble.NO_ANSWER, Trouble.ODD_ANSWER}


def test_a_side_that_drips_is_not_waited_for(at, monkeypatch):
    stop = threading.Event()

    def drip(connected: socket.socket) -> None:
        while not stop.wait(0.05):
            try:
                connected.sendall(b"H")
            except OSError:
                return

    axis, _server = at(drip)
    monkeypatch.setattr(line.Asked, "__init__", _shortly(line.Asked.__init__))
    try:
        with pytest.raises(Away) as away:
            axis.waiting(ParcelKind.DOCUMENT)
    finally:
        stop.set()
    assert away.value.trouble == Trouble.TIMED_OUT


def _shortly(make):
    def made(self, *args, **facts):
        make(self, *args, **{**facts, "seconds": 0.3})

    return made


def test_nobody_there_and_places_that_may_not_be_called_are_told_apart(at):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    address = f"http://127.0.0.1:{port}/vxp"
    for networks, trouble in (
        (LOOPBACK, Trouble.UNREACHABLE),
        ((), Trouble.FORBIDDEN_ADDRESS),
    ):
        with pytest.raises(Away) as away:
            Axis(Access(address, "dong-nai", "x" * 20, networks)).agencies()
        assert away.value.trouble == trouble


def test_a_server_that_speaks_no_tls_is_told_nothing():
    with socket.create_server(("127.0.0.1", 0)) as server:
        heard: list[bytes] = []

        def answer() -> None:
            connected, _address = server.accept()
            with connected:
                heard.append(connected.recv(65536))
                connected.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        address = f"https://127.0.0.1:{server.getsockname()[1]}/vxp"
        with pytest.raises(Away) as away:
            Axis(Access(address, "dong-nai", "x" * 20, LOOPBACK)).agencies()
        thread.join(10)
    assert away.value.trouble == Trouble.TLS_FAILED
    assert b"XroadVnpt" not in heard[0]
