"""The real server with one worker and few threads: hundreds wait, pages go on, files stream."""

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest
from tests.scratch import Scratch

AGENCIES, EACH = 20, 15
LONGEST = 50  # seconds that the interface lets wait: a busy machine needs them
LARGE = 300 * 1024 * 1024

_SET_UP = f"""
import json
from datetime import date
from lienthong.directory import services as directory
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


class Site:
    """A server of its own on a scratch installation."""

    def __init__(self, port: int, agencies: list[list[str]], scratch: Scratch) -> None:
        self.port, self._scratch = port, scratch
        self.sender, *self.recipients = agencies
        self.start()

    def start(self) -> None:
        self.process = subprocess.Popen(
            [
                *(sys.executable, "-m", "granian", "--interface", "rsgi", "--no-log"),
                *("--host", "127.0.0.1", "--port", str(self.port), "--workers", "1"),
                *("--backlog", "4096", "--backpressure", "4096"),
                "lienthong.config.rsgi:application",
            ],
            env={
                **self._scratch.environment,
                "LIENTHONG_THREADS": "4",
                "LIENTHONG_LARGEST_UPLOAD": str(2**30),
            },
            cwd=self._scratch.home,
            start_new_session=True,
        )
        for _ in range(600):
            with contextlib.suppress(OSError):
                self.call("GET", "/api/v1/kinds")
                return
            time.sleep(0.1)
        raise AssertionError("the server does not answer")

    def kill(self) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def call(self, method: str, path: str, token: str = "", body=None, **fields: str):
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {name.replace("_", "-"): value for name, value in fields.items()}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        data = answer.read()
        connection.close()
        return answer, data

    def poll(self, token: str, seconds: int) -> socket.socket:
        """Ask and do not wait for the answer."""
        made = socket.create_connection(("127.0.0.1", self.port), timeout=60)
        made.sendall(
            f"GET /api/v1/arrivals?wait={seconds} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            f"Authorization: Bearer {token}\r\nConnection: close\r\n\r\n".encode()
        )
        return made

    def submit(self, *codes: str) -> float:
        """Send a document and return the moment at which it was committed."""
        from tests.gateways.calls import a_pdf

        _answer, data = self.call("POST", "/api/v1/uploads?name=a.pdf", self.sender[1], a_pdf())
        number = time.monotonic_ns() % 900_000_000 + 1
        document = {
            "key": f"k{number}",
            "kind": "cong-van",
            "number": number,
            "notation": "S0-VP",
            "issued_on": json.loads(data)["expires_at"][:4] + "-01-02",
            "subject": f"V/v {number}",
            "content": {"upload": json.loads(data)["id"]},
            "recipients": [{"agency": code} for code in codes],
        }
        answer, data = self.call(
            "POST",
            "/api/v1/documents",
            self.sender[1],
            json.dumps(document).encode(),
            Content_Type="application/json",
        )
        assert answer.status == 201, data
        return time.monotonic()

    def peak_memory(self) -> int:
        """Bytes that the largest of the worker processes ever had resident."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        found = [int(self.process.pid), *map(int, children.read_text().split())]
        peaks = [Path(f"/proc/{pid}/status").read_text() for pid in found]
        return max(int(re.search(r"VmHWM:\s+(\d+) kB", text)[1]) for text in peaks) * 1024


@pytest.fixture(scope="module")
def site(module_scratch) -> Iterator[Site]:
    agencies = json.loads(module_scratch.run(_SET_UP).splitlines()[-1])
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    made = Site(port, agencies, module_scratch)
    yield made
    made.kill()


def _told(polls: list[socket.socket]) -> list[dict]:
    """Read all answers to their end."""
    answers = []
    for poll in polls:
        data = b""
        while piece := poll.recv(65536):
            data += piece
        poll.close()
        answers.append(json.loads(data.partition(b"\r\n\r\n")[2]))
    return answers


def _seconds_a_call(site: Site) -> float:
    begun = time.monotonic()
    for _ in range(10):
        answer, _data = site.call("GET", "/api/v1/kinds", site.sender[1])
        assert answer.status == 200
    return (time.monotonic() - begun) / 10


@pytest.mark.django_db
def test_A11_three_hundred_wait_while_others_are_answered_and_each_is_told_within_a_second(site):
    usual = _seconds_a_call(site)
    polls = {
        code: [site.poll(token, LONGEST) for _ in range(EACH)] for code, token in site.recipients
    }
    time.sleep(3)  # all of them are asked once and wait
    assert _seconds_a_call(site) < 0.5 + 3 * usual

    quickest = 60.0
    for code, _token in site.recipients[:3]:
        committed = site.submit(code)
        answers = _told(polls.pop(code))
        quickest = min(quickest, time.monotonic() - committed)
        assert all(len(one["arrivals"]) == 1 for one in answers)
    # Where others use the machine, fifteen callers that wake take as long as fifteen calls.
    assert quickest < 1 + EACH * usual

    site.submit(*polls)
    answers = [one for waiting in polls.values() for one in _told(waiting)]
    assert len(answers) == (AGENCIES - 3) * EACH
    assert all(len(one["arrivals"]) == 1 for one in answers)


@pytest.mark.django_db
def test_a_poll_for_which_nothing_comes_ends_in_time_and_says_where_to_go_on(site):
    begun = time.monotonic()
    (answer,) = _told([site.poll(site.sender[1], 1)])
    assert 0.9 < time.monotonic() - begun < 10
    assert answer["arrivals"] == []
    assert answer["next"]


@pytest.mark.django_db
def test_a_large_file_streams_through_with_constant_memory(site):
    def pieces() -> Iterator[bytes]:
        yield b"%PDF-1.7\n" + bytes(65536 - 9)
        for _ in range(LARGE // 65536 - 1):
            yield b"lienthong..12345" * 4096

    before = site.peak_memory()
    answer, data = site.call(
        "POST",
        "/api/v1/uploads?name=lon.pdf",
        site.sender[1],
        pieces(),
        Content_Length=str(LARGE),
    )
    assert answer.status == 201, data
    assert json.loads(data)["size"] == LARGE
    assert site.peak_memory() - before < 40 * 1024 * 1024


@pytest.mark.django_db
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
    broken = socket.create_connection(("127.0.0.1", site.port))
    broken.sendall(
        f"PATCH {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {site.sender[1]}\r\n"
        f"Upload-Offset: 1000000\r\nContent-Length: {len(content) - 1_000_000}\r\n\r\n".encode()
        + content[1_000_000:1_500_000]
    )
    time.sleep(0.5)
    site.kill()
    broken.close()
    site.start()
    answer, _data = site.call("HEAD", path, site.sender[1])
    offset = int(answer.getheader("Upload-Offset"))
    assert 1_000_000 <= offset <= 1_500_000
    answer, data = site.call(
        "PATCH", path, site.sender[1], content[offset:], Upload_Offset=str(offset)
    )
    assert json.loads(data)["upload"], data


@pytest.mark.django_db
def test_who_sends_slowly_holds_no_thread(site):
    slow = [socket.create_connection(("127.0.0.1", site.port)) for _ in range(20)]
    for one in slow:
        one.sendall(
            b"POST /dang-nhap/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n"
            b"Content-Type: application/x-www-form-urlencoded\r\n\r\nlogin=a"
        )
    time.sleep(0.3)
    begun = time.monotonic()
    answer, _data = site.call("GET", "/api/v1/kinds", site.sender[1])
    assert answer.status == 200
    assert time.monotonic() - begun < 5
    for one in slow:
        one.close()
