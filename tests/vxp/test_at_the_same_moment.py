"""Two systems that enter one code at one moment: one is served, the other is told."""

import json
import threading
import time

import pytest
from django.db import connection, transaction
from tests.vxp.builders import Office, a_system, an_agency, said

from lienthong.directory import queries as directory
from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.systems import queries as system_queries
from lienthong.systems import services as systems

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]
CODE = "H19.77.9"


def an_office_below(code: str, *, delegated: str) -> Office:
    agency = an_agency("Sở", code=code)
    system, secret = a_system(agency)
    systems.delegate_code(
        system_id=system.id, code=delegated, actor=Actor.installation(), now=clock.now()
    )
    return Office(agency, system, secret)


def entered(office: Office, name: str) -> str:
    body = json.dumps({"code": CODE, "name": name, "mail": ""}).encode()
    return said(office.ask("registerAgency", body))["ErrorCode"]


def somebody_waits() -> bool:
    """Whether somebody waits for what this connection has locked."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks"
            " WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
        )
        return cursor.fetchone()[0] > 0


@pytest.mark.parametrize("name", ["Trung tâm Một", "Trung tâm Hai"])
def test_of_two_systems_that_enter_one_code_the_first_gets_it_and_the_other_is_told(name):
    first = an_office_below("H19.77", delegated="H19.77")
    second = an_office_below("H19.78", delegated="H19")
    answers = []

    def late() -> None:
        answers.append(entered(second, name))
        connection.close()

    other = threading.Thread(target=late)
    with transaction.atomic():
        assert entered(first, "Trung tâm Một") == "0"
        other.start()
        ends = time.monotonic() + 120
        while not somebody_waits() and time.monotonic() < ends:
            time.sleep(0.01)
    other.join()
    assert answers == ["directory.code-taken"]
    made = directory.agency_by_code(CODE)
    assert made.name == "Trung tâm Một"
    today = clock.local_day(clock.now())
    both = [first.system.id, second.system.id]
    acting = system_queries.acting_today(both, today=today)
    assert {system for system, agency in acting if agency == made.id} == {first.system.id}
