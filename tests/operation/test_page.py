"""The operator's page: what is wrong with its next step, and jobs that died are repaired there."""

from datetime import timedelta

import pytest
from django.test import Client
from tests.access.builders import an_actor, an_agency
from tests.desk.builders import at_desk
from tests.jobs.builders import DONE, fail

from lienthong.directory.types import Role
from lienthong.jobs import queries, services
from lienthong.jobs.models import Job
from lienthong.kernel import clock

pytestmark = [pytest.mark.django_db, pytest.mark.once]
PAGE = "/van-hanh/"


@pytest.fixture
def operator() -> Client:
    return at_desk(an_actor(an_agency(), Role.OPERATOR))


@pytest.fixture
def dead() -> str:
    now = clock.now()
    services.enqueue(fail, "Trần Thị Bích", now=now)
    for hours in range(9):
        services.run_all_due(now=now + timedelta(hours=hours))
    (job,) = queries.dead_jobs()
    return str(job.id)


def test_findings_and_dead_jobs_are_shown_without_what_people_wrote(operator, dead):
    shown = operator.get(PAGE).content.decode()
    assert "operation.no-worker" in shown
    assert "builtins.ValueError" in shown
    assert "Trần Thị Bích" not in shown


def test_a_dead_job_runs_again(operator, dead):
    DONE.clear()
    assert operator.post(f"{PAGE}cong-viec/{dead}/chay-lai/").status_code == 302
    services.run_all_due(now=clock.now())
    assert DONE == ["Trần Thị Bích"]
    assert operator.post(f"{PAGE}cong-viec/{dead}/chay-lai/").status_code == 404


def test_a_job_is_dropped_with_a_reason_only_and_the_decision_is_kept(operator, dead):
    assert operator.post(f"{PAGE}cong-viec/{dead}/bo/", {"reason": " "}).status_code == 422
    assert operator.post(f"{PAGE}cong-viec/{dead}/bo/", {"reason": "đã gửi tay"}).status_code == 302
    job = Job.objects.get(pk=dead)
    assert (job.state, job.drop_reason) == ("dropped", "đã gửi tay")
    assert job.dropped_by.startswith("person:")
    assert not queries.dead_jobs()
    assert services.run_all_due(now=clock.now() + timedelta(days=1)) == 0


@pytest.mark.parametrize("role", [Role.CLERK, Role.LEADER, Role.MONITOR])
def test_nobody_else_sees_it_or_repairs(role, dead):
    client = at_desk(an_actor(an_agency(), role))
    assert client.get(PAGE).status_code == 403
    assert client.post(f"{PAGE}cong-viec/{dead}/chay-lai/").status_code == 403
