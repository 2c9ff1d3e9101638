"""What fetching and acknowledging may cost: statements, never seconds."""

from collections.abc import Callable

import pytest
from django.db import connection
from tests.gateways.calls import Caller, a_caller, a_pdf

from lienthong.kernel import clock

pytestmark = pytest.mark.django_db
# Who calls among them, without those that begin and end a transaction: of a content, of a delivery
# with its course, of a bundle of any number, of a status.
CONTENT, SHOWN, BUNDLE, STATUS = 5, 11, 13, 17


@pytest.fixture
def receiver() -> Caller:
    """Three documents have come, of which one was fetched and acknowledged."""
    sender, receiver = a_caller("Sở Tư pháp"), a_caller("Sở Nội vụ")
    for _document in range(3):
        attached = [{"upload": sender.upload(a_pdf(), "phu-luc.pdf")}]
        assert sender.submit(receiver, attachments=attached).status_code == 201
    first, *_rest = arrived(receiver)
    read(receiver, first)
    receiver.get(f"/deliveries/{first}")
    receiver.post("/bundles/deliveries", {"deliveries": [first]})
    report(receiver, first)
    return receiver


def arrived(receiver: Caller) -> list[str]:
    return [one["id"] for one in receiver.get("/arrivals").json()["arrivals"]]


def read(receiver: Caller, delivery: str) -> None:
    answer = receiver.get(f"/deliveries/{delivery}/content")
    assert b"".join(answer.streaming_content).startswith(b"%PDF")


def report(receiver: Caller, delivery: str) -> None:
    today = clock.local_day(clock.now()).isoformat()
    entry = {"entry_number": "7", "entered_on": today}
    answer = receiver.post(
        f"/deliveries/{delivery}/statuses", {"key": f"a-{delivery}", "code": "03", **entry}
    )
    assert answer.status_code == 200, answer.content


def asked_by(act: Callable[[], object]) -> list[str]:
    statements: list[str] = []

    def note(execute, sql, *rest):
        statements.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        act()
    return [sql for sql in statements if not sql.startswith(("BEGIN", "SAVEPOINT", "RELEASE"))]


def test_the_roads_of_a_receiver_ask_so_much_and_nothing_twice(receiver):
    """Rows of docs/explain/performance.md."""
    _first, second, third = arrived(receiver)
    bundle = {"deliveries": [second, third]}
    roads = [
        (CONTENT, asked_by(lambda: read(receiver, second))),
        (SHOWN, asked_by(lambda: receiver.get(f"/deliveries/{second}"))),
        (BUNDLE, asked_by(lambda: receiver.post("/bundles/deliveries", bundle))),
        (STATUS, asked_by(lambda: report(receiver, second))),
    ]
    for most, asked in roads:
        assert len(asked) == len(set(asked)), "\n".join(asked)
        assert len(asked) == most, "\n".join(asked)
