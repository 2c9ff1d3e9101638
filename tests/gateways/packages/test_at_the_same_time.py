"""The same package by several connections at once is taken in once, and all get that answer."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from tests.gateways.builders import LATER, take, the_agencies

from lienthong.exchange import queries as exchange
from lienthong.gateways.models import Package
from lienthong.gateways.types import TakenIn


def at_once(name: str, *, times: int = 6) -> list[TakenIn]:
    def once(_number: int) -> TakenIn:
        try:
            return take(name, now=LATER)
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as threads:
        return list(threads.map(once, range(times)))


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_A1_a_document_and_its_recall_and_a_status_are_each_taken_in_once():
    the_agencies()
    for name in ("edoc-new", "status-03-accepted", "edoc-recall", "status-15-change-accepted"):
        answers = at_once(name)
        assert len({one.package_id for one in answers}) == 1
        assert len({(one.dispatch_id, one.report_id, one.delivery_ids) for one in answers}) == 1
    assert Package.objects.count() == 4
    sent = take("edoc-new")
    assert len(exchange.dispatches_of_version(sent.version_id)) == 1
    codes = [line.code for line in exchange.course(sent.delivery_ids)]
    assert sorted(codes) == ["01", "01", "01", "03", "13", "13", "13", "15"]
