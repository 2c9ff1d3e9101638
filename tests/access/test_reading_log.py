"""Reading is logged: once a day for a person, a document, a part and a way; kept for a while."""

from datetime import timedelta

import pytest
from django.db import transaction
from tests.access.builders import NOW, a_post, an_agency
from tests.desk.builders import an_arrived, at_desk, two_offices

from lienthong.access import queries, services
from lienthong.access.models import Reading
from lienthong.access.services import Read
from lienthong.access.types import ReadingWay
from lienthong.kernel.actor import Actor, ActorKind
from lienthong.kernel.ids import uuid7

WHOLE_SITE = True
pytestmark = pytest.mark.django_db


@pytest.fixture
def actor():
    return queries.actor_in(a_post(an_agency()))


def note(actor, *, way=ReadingWay.PAGE, version_id=None, now=NOW, part="", reference="9459/UBND"):
    services.note_reading(Read(way, version_id, reference, part), actor=actor, now=now)


def test_reading_again_on_the_same_day_is_one_line_and_costs_nothing(
    actor, django_assert_num_queries, django_capture_on_commit_callbacks
):
    version_id = uuid7()
    with django_capture_on_commit_callbacks(execute=True):
        note(actor, version_id=version_id)
    with django_assert_num_queries(0):
        note(actor, version_id=version_id)
    note(actor, version_id=version_id, way=ReadingWay.FILE)
    note(actor, version_id=version_id, way=ReadingWay.FILE, part="phu-luc-1")
    note(actor, version_id=version_id, now=NOW + timedelta(days=1))
    lines = queries.readings_of_version(version_id, agency_id=actor.agency_id)
    assert [(line.way, line.part) for line in lines] == [
        ("page", ""),
        ("file", "phu-luc-1"),
        ("file", ""),
        ("page", ""),
    ]


def test_two_processes_write_one_line(actor):
    """The second one does not know of the first; the database does."""
    version_id = uuid7()
    for _ in range(2):
        note(actor, version_id=version_id)
    assert Reading.objects.count() == 1


def test_what_was_undone_is_not_remembered_as_written(actor):
    version_id = uuid7()
    with transaction.atomic():
        note(actor, version_id=version_id)
        transaction.set_rollback(True)
    note(actor, version_id=version_id)
    assert Reading.objects.count() == 1


def test_software_that_fetches_is_a_reader_too(actor):
    system = Actor(kind=ActorKind.SYSTEM, name="I-Office", agency_id=actor.agency_id)
    note(system, way=ReadingWay.API, version_id=uuid7())
    line = queries.readings_of_agency(actor.agency_id)[0]
    assert (line.person_name, line.person_id, line.way) == ("I-Office", None, "api")


def test_the_log_is_pruned_after_its_retention(actor, settings):
    settings.LIENTHONG_READING_LOG_DAYS = 730
    note(actor, version_id=uuid7())
    note(actor, version_id=uuid7(), now=NOW + timedelta(days=1))
    assert services.prune_readings(now=NOW + timedelta(days=730)) == 0
    assert services.prune_readings(now=NOW + timedelta(days=731)) == 1
    assert Reading.objects.count() == 1


def test_pages_files_exports_and_prints_leave_their_lines_and_are_shown_to_whom_they_concern():
    committee, justice = two_offices()
    delivery = an_arrived(committee, justice)
    clerk = at_desk(justice.clerk)
    clerk.get(f"/van-ban/{delivery.version_id}/")
    clerk.get(f"/tep/{delivery.version_id}/", headers={"Range": "bytes=0-3"})
    clerk.get(f"/tep/{delivery.version_id}/", headers={"Range": "bytes=4-7"})
    clerk.get("/van-ban-den/tai-ve.xlsx")
    lines = queries.readings_of_agency(justice.agency.id)
    assert [line.way for line in lines] == ["export", "file", "page"]
    leader = at_desk(justice.leader)
    assert "Ai đã xem" in leader.get(f"/van-ban/{delivery.version_id}/").content.decode()
    assert "Ai đã xem" not in clerk.get(f"/van-ban/{delivery.version_id}/").content.decode()
    shown = leader.get(f"/van-ban/{delivery.version_id}/ai-da-xem/").content.decode()
    assert justice.clerk.name in shown
    assert lines[1].reference in leader.get("/quan-tri/nhat-ky-doc/").content.decode()
    assert lines[1].reference in clerk.get("/tai-khoan/da-xem/").content.decode()
    assert clerk.get("/quan-tri/nhat-ky-doc/").status_code == 403


def test_lists_are_paged(actor, client):
    for _ in range(3):
        note(actor, version_id=uuid7())
    first = queries.readings_of_agency(actor.agency_id, limit=2)
    rest = queries.readings_of_agency(actor.agency_id, before=first[-1].id)
    assert (len(first), len(rest)) == (2, 1)
