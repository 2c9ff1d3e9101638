"""Nothing is ever slipped in behind a cursor, whatever commits when (A11)."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from tests.exchange.builders import MONDAY_9AM, a_dispatch, an_office
from tests.gateways.calls import a_caller

from lienthong.apikit.cursors import write_cursor
from lienthong.exchange import services
from lienthong.exchange.queries import newest_places

COUNT = 5


@pytest.mark.django_db
def test_arrivals_come_oldest_first_and_page_by_page():
    sender, recipient = a_caller(), a_caller("Sở Nội vụ")
    sent = [sender.submit(recipient).json()["dispatch"] for _ in range(3)]
    first = recipient.get("/arrivals?limit=2").json()
    assert first["has_more"]
    rest = recipient.get(f"/arrivals?limit=2&after={first['next']}").json()
    assert not rest["has_more"]
    assert [one["dispatch"] for one in first["arrivals"] + rest["arrivals"]] == sent
    again = recipient.get(f"/arrivals?after={rest['next']}").json()
    assert (again["arrivals"], again["next"]) == ([], rest["next"])


@pytest.mark.django_db
def test_after_a_restore_a_cursor_of_before_misses_nothing_that_comes():
    """Places that were given between the backup and the loss are known to systems alone."""
    sender, recipient = a_caller(), a_caller("Sở Nội vụ")
    sender.submit(recipient)
    kept = recipient.get("/arrivals").json()["next"]
    of_the_lost = write_cursor("arrivals", "7")
    for hours in (0, 24):  # twice from one backup
        services.skip_lost_places(now=MONDAY_9AM + timedelta(hours=hours))
        services.skip_lost_places(now=MONDAY_9AM + timedelta(hours=hours))
        assert recipient.get(f"/arrivals?after={of_the_lost}").json()["arrivals"] == []
        assert newest_places([recipient.agency.id])[recipient.agency.id] <= 7 or hours
        came = sender.submit(recipient).json()["dispatch"]
        assert newest_places([recipient.agency.id])[recipient.agency.id] > 7
        for after in (of_the_lost, kept):
            found = recipient.get(f"/arrivals?after={after}").json()
            assert [one["dispatch"] for one in found["arrivals"]] == [came]
        kept = of_the_lost = found["next"]
    # Who has listed nothing before the backup is no exception.
    other = a_caller("Sở Tài chính")
    services.skip_lost_places(now=MONDAY_9AM)
    came = sender.submit(other).json()["dispatch"]
    found = other.get(f"/arrivals?after={write_cursor('arrivals', '7')}").json()
    assert [one["dispatch"] for one in found["arrivals"]] == [came]


@pytest.mark.django_db
def test_a_cursor_that_is_none_is_refused():
    recipient = a_caller()
    assert recipient.get("/arrivals?after=abc").json()["code"] == "api.bad-cursor"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "names", "known"),
    [
        ("/arrivals?limitt=5&after=", "limitt", "after, limit, wait"),
        ("/arrivals?wait=0&Limit=5&x", "Limit, x", "after, limit, wait"),
        (f"/deliveries/{'0' * 8}-0000-7000-8000-000000000000?delivery_id=1", "delivery_id", "—"),
    ],
)
def test_a_parameter_that_the_address_does_not_know_is_refused_and_named(query, names, known):
    answer = a_caller().get(query)
    assert (answer.status_code, answer.json()["code"]) == (422, "api.unknown-parameter")
    assert names in answer.json()["title"]
    assert known in answer.json()["detail"]


def test_who_is_nobody_hears_nothing_of_parameters(db, client):
    assert client.get("/api/v1/arrivals?limitt=5").status_code == 401


@pytest.mark.django_db
def test_without_the_server_that_lets_wait_a_poll_is_answered_at_once():
    answer = a_caller().get("/arrivals?wait=30")
    assert answer.json()["arrivals"] == []
    assert answer["Lienthong-Park"].endswith(" 0 30")


@pytest.mark.django_db
@pytest.mark.once
def test_listing_costs_the_same_whatever_the_stock(count_statements):
    sender = an_office("UBND tỉnh")
    recipient = an_office("Sở Nội vụ", parent=sender.agency)

    def look(after: int) -> None:
        services.list_arrivals(recipient_id=recipient.agency.id, after=after, limit=2)

    a_dispatch(sender, recipient)
    look(0)
    few = count_statements(lambda: look(0))
    for _ in range(12):
        a_dispatch(sender, recipient)
    for after in range(0, 13, 2):
        look(after)
    assert count_statements(lambda: look(0)) <= few
    assert count_statements(lambda: look(13)) == 2


def _places(recipient, after: int) -> tuple[list[object], int]:
    found = services.list_arrivals(recipient_id=recipient.agency.id, after=after, limit=50)
    return [card.id for card in found.deliveries], found.last


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_what_began_early_and_commits_late_comes_after_the_cursor():
    top = an_office("UBND tỉnh")
    sender, other, recipient = (
        an_office(name, parent=top.agency) for name in ("Sở Tư pháp", "Sở Y tế", "Sở Nội vụ")
    )
    a_dispatch(other, sender)  # the ledger's first record makes all others wait for it
    begun, go_on = threading.Event(), threading.Event()

    def slow() -> None:
        try:
            with transaction.atomic():
                a_dispatch(sender, recipient, now=MONDAY_9AM)
                begun.set()
                go_on.wait(120)
        finally:
            connection.close()

    thread = threading.Thread(target=slow)
    thread.start()
    begun.wait(120)
    a_dispatch(other, recipient)
    early, last = _places(recipient, 0)
    go_on.set()
    thread.join()
    late, _ = _places(recipient, last)
    assert len(early) == len(late) == 1
    assert late[0] < early[0], "the late one has the older id, and is listed nevertheless"


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_many_readers_at_once_give_every_delivery_one_place():
    sender = an_office("UBND tỉnh")
    recipient = an_office("Sở Nội vụ", parent=sender.agency)
    for _ in range(COUNT):
        a_dispatch(sender, recipient)
    seen: list[tuple[list[object], int]] = []

    def read() -> None:
        try:
            seen.append(_places(recipient, 0))
        finally:
            connection.close()

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    whole, last = _places(recipient, 0)
    assert len(set(whole)) == COUNT == last
    assert all(ids == whole[: len(ids)] for ids, _last in seen)
