"""A sister over a real line: what it answers odd is left out, or is no answer (A14)."""

import json
from datetime import UTC, datetime
from io import BytesIO

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from tests.routes.lines import LOOPBACK, Server, said

from lienthong.routes.adapters.sister import SisterSite
from lienthong.routes.ports import Away, TurnedDown
from lienthong.routes.types import Access, CarriedFile, LineThere, Trouble

pytestmark = pytest.mark.once
WHO = "H19.1"
RECORD = "/api/v1/records/0199aa?item=0199bb"


@pytest.fixture(scope="module")
def secret() -> str:
    key = Ed25519PrivateKey.generate()
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


@pytest.fixture
def at(secret):
    servers = []

    def start(*answers: bytes) -> tuple[SisterSite, Server]:
        servers.append(Server(*answers))
        address = f"http://127.0.0.1:{servers[-1].port}"
        return SisterSite(Access(address, "khoa-1", secret, LOOPBACK)), servers[-1]

    yield start
    for one in servers:
        one.end()


def told(**members: object) -> bytes:
    return said(json.dumps(members).encode())


def problem(status: str, **members: object) -> bytes:
    return said(json.dumps(members).encode(), status=status)


def test_A14_a_document_is_submitted_in_one_signed_request(at):
    made = {"id": "d-1", "recipient": {"code": "H20.1"}, "receipt": RECORD}
    sister, server = at(told(dispatch="s-1", deliveries=[made, "odd"]))
    file = CarriedFile("content", lambda: BytesIO(b"%PDF-1.7"))
    there = sister.submit({"subject": "V/v báo cáo"}, [file], speaker=WHO)
    assert there.dispatch == "s-1"
    assert [(one.id, one.code, one.receipt) for one in there.deliveries] == [
        ("d-1", "H20.1", RECORD)
    ]
    (asked,) = server.asked
    assert asked.startswith(b"POST /api/v1/submissions HTTP/1.1\r\n")
    assert b"Lienthong-Agency: H19.1\r\n" in asked
    assert b"Signature: " in asked
    assert asked.count(b"%PDF-1.7\r\n--") == 1


def test_a_course_keeps_what_it_says_and_leaves_out_what_no_table_can_hold(at):
    lines = [
        {"id": "l1", "code": "03", "note": "Đã\x00 nhận\ud800\n hôm nay", "receipt": RECORD},
        {"id": "l2", "code": "04", "happened_at": "9999-12-31T23:59:59-14:00"},
        {"id": "l3", "code": "05", "happened_at": "2026-11-20T09:00:00"},
        {"id": "l4", "code": "06", "happened_at": "2026-11-20T09:00:00+07:00"},
    ]
    course = at(told(course=lines, state="finished"))[0].course("d-1", speaker=WHO)
    assert course.has_ended
    assert course.lines[0] == LineThere("l1", "03", "Đã nhận\nhôm nay", "", None, None, RECORD)
    moments = [one.happened_at for one in course.lines[1:]]
    assert moments == [None, None, datetime(2026, 11, 20, 2, tzinfo=UTC)]


@pytest.mark.parametrize(
    "href",
    [
        *("http://10.0.0.1/", "/api/v1/uploads/1", "/api/v1/records/é", "/api/v1/records/1 HTTP"),
        *("/api/v1/records/1\r\nHost: x", "/api/v1/records/" + "9" * 400, 7, ["x"]),
    ],
)
def test_an_address_that_is_no_receipt_is_neither_kept_nor_asked_for(at, href):
    sister, _server = at(told(course=[{"id": "l1", "code": "03", "receipt": href}]))
    (line,) = sister.course("d-1", speaker=WHO).lines
    assert line.receipt == ""
    with pytest.raises(TurnedDown, match="odd-receipt"):
        sister.receipt(str(href), speaker=WHO)


@pytest.mark.parametrize(
    ("answer", "trouble"),
    [
        (said(b"<html>"), Trouble.ODD_ANSWER),
        (said(b"[1]"), Trouble.ODD_ANSWER),
        (said(b"[" * 200_000), Trouble.ODD_ANSWER),
        (told(course={}), Trouble.ODD_ANSWER),
        (told(course=[{"entered_on": "hôm qua"}]), Trouble.ODD_ANSWER),
        (told(course=[{"happened_at": 5}]), Trouble.ODD_ANSWER),
        (told(course=[{}] * 2_001), Trouble.ODD_ANSWER),
        (problem("503 Service Unavailable", code="x"), Trouble.ODD_ANSWER),
        (problem("404 Not Found"), Trouble.ODD_ANSWER),
        (problem("401 Unauthorized", code="systems.unknown-key"), Trouble.NOT_LET_IN),
        (problem("429 Too Many Requests", code="systems.slow-down"), Trouble.NOT_LET_IN),
    ],
)
def test_what_is_no_answer_is_asked_for_again(at, answer, trouble):
    with pytest.raises(Away) as away:
        at(answer)[0].course("d-1", speaker=WHO)
    assert away.value.trouble == trouble


def test_a_refusal_there_says_its_code_and_words(at):
    refused = problem("409 Conflict", code="exchange.delivery-closed", detail="Đã kết thúc.")
    sister, server = at(refused)
    with pytest.raises(TurnedDown) as down:
        sister.ask_back("s-1", ["H20.1"], reason="Nhầm", key="k", speaker=WHO)
    assert (down.value.code, down.value.said) == ("exchange.delivery-closed", "Đã kết thúc.")
    assert server.asked[0].startswith(b"POST /api/v1/dispatches/s-1/recall ")


def test_the_directory_is_read_page_by_page_and_who_takes_no_part_is_left_out(at):
    open_, over = [{"ends_on": None}], [{"ends_on": "2020-01-01"}]
    pages = [
        {"agencies": [{"code": "H20.1", "name": "Sở", "participation": open_}], "next": "a"},
        {
            "agencies": [
                {"code": "H20.2", "participation": over},
                {"code": "H20.3", "participation": open_, "valid_to": "2020-01-01"},
                {"code": "H20.4", "participation": "odd"},
                {"code": "H20.5", "participation": open_, "codes": ["H20.5", "cũ"]},
            ]
        },
    ]
    sister, server = at(*(told(**page) for page in pages))
    found = sister.agencies(speaker=WHO)
    assert [(one.code, one.old_codes) for one in found] == [("H20.1", ()), ("H20.5", ("cũ",))]
    assert b"after=a" in server.asked[1]
