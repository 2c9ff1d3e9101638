"""The real server with one worker and few threads: a hundred wait, pages go on, files stream."""

import json
import select
import signal
import time
from collections.abc import Iterator
from contextlib import suppress

import pytest
from tests.scratch import Scratch
from tests.served import PATIENCE, Served, body_of, read_all

from lienthong.kernel import clock

AGENCIES, EACH = 20, 5  # a hundred wait: twenty-five for each thread
LONGEST = 50  # seconds that the interface lets wait: a busy machine needs them
LARGE = 300 * 1024 * 1024
pytestmark = pytest.mark.django_db

_SET_UP = f"""
import json
from lienthong.kernel import clock
from tests.systems.builders import a_bearer, a_system
from tests.gateways.calls import an_agency
now, told = clock.now(), []
for number in range({AGENCIES} + 1):
    agency = an_agency(f"Sở {{number}}")
    system = a_system(
        agency, now=now, requests_a_minute=100_000, bytes_a_minute=10**12
    )
    told.append([agency.code, a_bearer(system, now=now)])
print(json.dumps(told))
"""


class Site(Served):
    """A server whose callers are systems of many agencies; the first one sends."""

    def __init__(self, scratch: Scratch) -> None:
        prepared = scratch.start(_SET_UP)  # while the server starts: each takes seconds
        super().__init__(scratch, LIENTHONG_LARGEST_UPLOAD=str(2**30))
        self.sender, *self.recipients = json.loads(scratch.finish(prepared).splitlines()[-1])
        self.answers()

    def submit(self, *codes: str, attachments: tuple[str, ...] = ()) -> None:
        from tests.gateways.calls import a_pdf

        _answer, data = self.call("POST", "/api/v1/uploads?name=a.pdf", self.sender[1], a_pdf())
        number = time.monotonic_ns() % 900_000_000 + 1
        document = {
            "key": f"k{number}",
            "kind": "cong-van",
            "number": number,
            "notation": "S0-VP",
            "issued_on": clock.local_day(clock.now()).isoformat(),
            "subject": f"V/v {number}",
            "content": {"upload": json.loads(data)["id"]},
            "recipients": [{"agency": code} for code in codes],
            "attachments": [{"upload": one} for one in attachments],
        }
        answer, data = self.call(
            "POST",
            "/api/v1/documents",
            self.sender[1],
            json.dumps(document).encode(),
            Content_Type="application/json",
        )
        assert answer.status == 201, data


@pytest.fixture(scope="module")
def site(module_scratch: Scratch) -> Iterator[Site]:
    made = Site(module_scratch)
    yield made
    made.kill()


def test_A11_a_hundred_wait_while_others_are_answered_and_each_is_told_what_came(site):
    polls = [site.poll(token, LONGEST) for _code, token in site.recipients for _ in range(EACH)]

    # With a thread for each who waits, the fifth call would be answered when the first gives up.
    for _ in range(10):
        answer, _data = site.call("GET", "/api/v1/kinds", site.sender[1])
        assert answer.status == 200
    assert not select.select(polls, [], [], 0)[0], "somebody was answered while nothing came"

    site.submit(*(code for code, _token in site.recipients))
    answers = [body_of(read_all(poll)) for poll in polls]
    # Who had waited in vain would have been told nothing.
    assert [len(one["arrivals"]) for one in answers] == [1] * (AGENCIES * EACH)


def test_a_poll_for_which_nothing_comes_ends_in_time_and_says_where_to_go_on(site):
    begun = time.monotonic()
    answer = body_of(read_all(site.poll(site.sender[1], 1)))
    assert time.monotonic() - begun > 0.9
    assert answer["arrivals"] == []
    assert answer["next"]


@pytest.mark.once
def test_a_large_file_goes_up_and_down_with_constant_memory(site):
    """Also where who fetches it takes it slowly: what he has not taken is not kept for him."""

    def pieces() -> Iterator[bytes]:
        for _ in range(LARGE // 65536):
            yield b"lienthong..12345" * 4096

    before = site.memory(peak=True)
    answer, data = site.call(
        "POST",
        "/api/v1/uploads?name=lon.txt",
        site.sender[1],
        pieces(),
        Content_Length=str(LARGE),
    )
    assert answer.status == 201, data
    assert json.loads(data)["size"] == LARGE
    code, token = site.recipients[0]
    site.submit(code, attachments=(json.loads(data)["id"],))
    arrivals = json.loads(site.call("GET", "/api/v1/arrivals?limit=200", token)[1])["arrivals"]
    path = f"/api/v1/deliveries/{arrivals[-1]['id']}/attachments/1"
    slow = site.send(
        f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n"
        "Connection: close\r\n\r\n".encode()
    )
    assert slow.recv(1 << 16).startswith(b"HTTP/1.1 200")
    time.sleep(2)  # long enough to read it all, if somebody kept it
    assert site.memory(peak=True) - before < 40 * 1024 * 1024
    came = 0
    while piece := slow.recv(1 << 20):
        came += len(piece)
    assert came > LARGE - (1 << 16)
    assert site.memory(peak=True) - before < 40 * 1024 * 1024


def test_a_file_in_parts_goes_on_after_the_server_was_killed(site):
    from tests.gateways.calls import a_pdf, repr_digest

    content = a_pdf(size=3_000_000)
    answer, _data = site.call(
        "POST",
        "/api/v1/uploads?name=a.pdf",
        site.sender[1],
        content[:1_000_000],
        Upload_Complete="?0",
        Upload_Length=str(len(content)),
        Repr_Digest=repr_digest(content),
    )
    path = answer.getheader("Location")
    broken = site.send(
        f"PATCH {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {site.sender[1]}\r\n"
        f"Upload-Offset: 1000000\r\nContent-Length: {len(content) - 1_000_000}\r\n\r\n".encode(),
        content[1_000_000:1_500_000],
    )
    time.sleep(0.5)
    site.kill()
    broken.close()
    site.begin()
    site.answers()
    answer, _data = site.call("HEAD", path, site.sender[1])
    offset = int(answer.getheader("Upload-Offset"))
    assert 1_000_000 <= offset <= 1_500_000
    answer, data = site.call(
        "PATCH", path, site.sender[1], content[offset:], Upload_Offset=str(offset)
    )
    assert json.loads(data)["upload"], data


def test_who_sends_slowly_holds_no_thread(site):
    slow = [
        site.send(
            b"POST /dang-nhap/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n"
            b"Content-Type: application/x-www-form-urlencoded\r\n\r\nlogin=a"
        )
        for _ in range(20)
    ]
    answer, _data = site.call("GET", "/api/v1/kinds", site.sender[1])
    assert answer.status == 200
    assert not select.select(slow, [], [], 0)[0], "one was told to have gone before"
    for one in slow:
        one.close()


def test_who_waits_when_the_server_is_told_to_end_is_answered_and_delays_nothing(site):
    _code, token = site.recipients[1]
    so_far = json.loads(site.call("GET", "/api/v1/arrivals?limit=200", token)[1])["next"]
    waiting = site.poll(token, LONGEST, after=so_far)
    for _ in range(10):  # it was let in before these, and waits
        assert site.call("GET", "/api/v1/kinds", site.sender[1])[0].status == 200
    site.process.send_signal(signal.SIGTERM)
    answer = body_of(read_all(waiting))
    assert (answer["arrivals"], answer["next"]) == ([], so_far)
    assert site.process.wait(PATIENCE) == 0
    site.begin()
    site.answers()


def test_a_first_process_that_is_killed_outright_leaves_nobody_on_the_port(site):
    site.process.kill()
    site.process.wait()
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with suppress(ConnectionRefusedError), site.connect():
            time.sleep(0.05)
            continue
        break
    with pytest.raises(ConnectionRefusedError):
        site.connect()
    site.begin()
    site.answers()
