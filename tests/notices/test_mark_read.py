"""Reading: each reader of a role's notice for himself; somebody else's is not found."""

import pytest
from tests.notices.builders import JUSTICE, MONDAY_9AM, a_viewer, told

from lienthong.kernel.actor import Actor
from lienthong.notices import queries, services
from lienthong.notices.errors import NoticeNotFound
from lienthong.notices.models import Reading

pytestmark = pytest.mark.django_db


def test_a_notice_leaves_the_list_of_its_reader_and_stays_on_the_others():
    told()
    reader, other = a_viewer(), a_viewer()
    [line] = queries.unread(reader)
    for _time in range(2):
        assert services.mark_read(line.id, viewer=reader, now=MONDAY_9AM) == line
    assert queries.unread(reader) == []
    assert queries.count_unread(reader) == 0
    assert queries.unread(other) == [line]
    assert Reading.objects.count() == 1


def test_another_agencys_notice_is_not_found():
    told()
    [line] = queries.unread(a_viewer())
    for stranger in (a_viewer(agency_id=JUSTICE), a_viewer("leader"), Actor.installation()):
        with pytest.raises(NoticeNotFound):
            services.mark_read(line.id, viewer=stranger, now=MONDAY_9AM)
    assert not Reading.objects.exists()


def test_everything_can_be_read_at_once():
    for _ in range(3):
        told()
    told(role="leader")
    reader = a_viewer()
    assert services.mark_all_read(viewer=reader, now=MONDAY_9AM) == 3
    assert services.mark_all_read(viewer=reader, now=MONDAY_9AM) == 0
    assert services.mark_all_read(viewer=Actor.installation(), now=MONDAY_9AM) == 0
