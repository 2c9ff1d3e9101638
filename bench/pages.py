"""Statements and milliseconds of each page, for those who open it all day.

The time of processors says what a page costs on a machine that does something else besides.

Run with an installation's environment: `python -m bench.pages` prints a JSON line a page.
"""

import json
import time
from collections.abc import Callable, Iterator
from typing import Any

import django

from bench.figures import percentile
from bench.processes import cpu_seconds

TIMES = 20


class Statements:
    """Counts what is sent to the database while it wraps its calls."""

    count = 0

    def __call__(self, execute: Callable[..., Any], *call: Any) -> Any:
        self.count += 1
        return execute(*call)


def pages() -> Iterator[dict[str, object]]:
    """Yield name, statements, p50 and p99 in ms, and ms of processors, without the network.

    The first opening of a page is not counted: it compiles templates.
    """
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client

    settings.ALLOWED_HOSTS.append("testserver")
    if not settings.STATIC_ROOT.joinpath("staticfiles.json").exists():
        call_command("collectstatic", verbosity=0, interactive=False)
    for name, username, address in _openings():
        client = Client()
        client.force_login(_account(username))
        _open(client, address)
        statements = Statements()
        with connection.execute_wrapper(statements):
            _open(client, address)
        before = _cpu_seconds()
        took = [_timed(client, address) for _time in range(TIMES)]
        cpu = (_cpu_seconds() - before) / TIMES * 1000
        yield {
            "page": name,
            "statements": statements.count,
            "p50": round(percentile(took, 0.5), 1),
            "p99": round(percentile(took, 0.99), 1),
            "cpu": round(cpu, 1),
        }


def _cpu_seconds() -> float:
    """Of this process, and of the one that answers it where the database is a server here."""
    from django.db import connection

    own = time.process_time()
    if connection.vendor != "postgresql":
        return own
    return own + cpu_seconds([connection.connection.info.backend_pid])


def _openings() -> Iterator[tuple[str, str, str]]:
    from django.apps import apps

    entry = apps.get_model("registers", "Entry").objects
    delivery = apps.get_model("exchange", "Delivery").objects
    dispatch = apps.get_model("exchange", "Dispatch").objects
    sent = (
        dispatch.filter(sender__name="Ủy ban nhân dân tỉnh Đồng Nai")
        .order_by("-admitted_at")[:1]
        .get()
    )
    arrived = delivery.filter(dispatch=sent, recipient__abbreviation="STTTT").get()
    line = entry.filter(delivery=arrived).get()
    clerk, leader = "vanthu.stttt", "lanhdao.stttt"
    yield "home of a clerk", clerk, "/"
    yield "home of a leader", leader, "/"
    yield "incoming, newest", clerk, "/van-ban-den/"
    yield "incoming, to accept", clerk, "/van-ban-den/cho-tiep-nhan/"
    yield "incoming, found by words", clerk, "/van-ban-den/?q=ung+dung"
    yield "incoming book", clerk, f"/so/{line.register_id}/"
    yield "books", clerk, "/so/"
    yield "outgoing, newest", "vanthu.ubnd", "/van-ban-di/"
    yield "sent and late", "vanthu.ubnd", "/van-ban-di/theo-doi/"
    yield "a document received", clerk, f"/van-ban/{arrived.version_id}/"
    yield "a document sent", "vanthu.ubnd", f"/van-ban/{sent.version_id}/"
    yield "search by number", clerk, f"/tra-cuu/?q={line.reference_code}"
    yield "search by words", clerk, "/tra-cuu/?q=van+ban+dien+tu"
    yield "search, nothing found", clerk, "/tra-cuu/?q=khongcogihet"
    yield "receipt", "vanthu.ubnd", f"/bien-nhan/{sent.record_id}/"
    yield "send form", "vanthu.ubnd", "/gui/"


def _account(username: str) -> Any:
    from django.apps import apps
    from django.conf import settings

    return apps.get_model(settings.AUTH_USER_MODEL).objects.get_by_natural_key(username)


def _open(client: object, address: str) -> None:
    answer = client.get(address)  # type: ignore[attr-defined]
    if answer.status_code != 200:
        raise RuntimeError(f"{address}: {answer.status_code}")
    if answer.streaming:
        for _piece in answer.streaming_content:
            pass


def _timed(client: object, address: str) -> float:
    started = time.perf_counter()
    _open(client, address)
    return (time.perf_counter() - started) * 1000


if __name__ == "__main__":
    django.setup()
    for line in pages():
        print(json.dumps(line), flush=True)
