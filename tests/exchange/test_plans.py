"""Every lookup of a sending goes along an index, now that no key has one only for itself."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from tests.plans import read_whole

from lienthong.blobs import services as blobs
from lienthong.documents.models import ReadingRight
from lienthong.documents.queries.reading import readable_version_ids
from lienthong.documents.services.issue_version import _of_content, _of_foreign_id, _of_number
from lienthong.documents.services.relate import _links_by_number
from lienthong.documents.types import Viewer
from lienthong.exchange import errors, queries
from lienthong.exchange.models import Delivery, StatusReport
from lienthong.exchange.types import DeliveryState
from lienthong.kernel.ids import uuid7
from lienthong.registers import queries as registers
from lienthong.registers.models import Entry
from lienthong.registers.services.books.enter_sent import _lines_of

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="plans of SQLite"),
]
ID, OTHER, NOW = uuid7(), uuid7(), datetime(2026, 3, 9, tzinfo=UTC)
OFFICER = Viewer(ID, unit_id=ID, person_id=OTHER, sees_whole_agency=False)
KNOWN = {"issuer": ID, "year": 2026, "suffix": "", "notation": "UBND-VP"}


def _none_in_force():
    with pytest.raises(errors.DeliveryNotFound):
        queries.successor_of(ID)


LOOKUPS = {
    "the course of a delivery": lambda: queries.course([ID, OTHER]),
    "its log": lambda: queries.reports_of(ID),
    "who reported last": lambda: queries.latest_actor_name(ID),
    "deliveries of a dispatch": lambda: queries.deliveries_of_dispatch(ID),
    "sendings of a version": lambda: queries.dispatches_of_version(ID),
    "its delivery to an agency": lambda: queries.delivery_to(ID, recipient_id=ID),
    "the inbox": lambda: queries.received(recipient_id=ID, states=list(DeliveryState)),
    "what came instead of it": lambda: queries.replaced_by(ID),
    "what is in force instead": _none_in_force,
    "what an answer means": lambda: queries.request_meant(ID, at=NOW, now=NOW, offering=ID),
    "how much waits": lambda: queries.count_received(ID),
    "what a sender sent": lambda: list(Delivery.objects.filter(sender=ID)),
    "who was reminded": lambda: queries.urgings([ID, OTHER], inside=True),
    "who is late over the province": lambda: queries.late_agencies(at=NOW, recipients=[ID, OTHER]),
    "late work of an agency": lambda: registers.late_work(ID, today=NOW.date(), limit=5),
    "late work over the province": lambda: registers.agencies_with_late_work(
        today=NOW.date(), agencies=[ID, OTHER]
    ),
    "reports of a request": lambda: list(StatusReport.objects.filter(change=ID)),
    "a document by its number": lambda: _of_number.all(number=7, **KNOWN),
    "by its sender's id": lambda: _of_foreign_id.all(issuer=ID, foreign_id="a"),
    "by its content": lambda: _of_content.all(content="a" * 64, **KNOWN),
    "open links to it": lambda: _links_by_number.all(
        version=ID, reference="7/UBND", on=NOW.date(), year_begins=NOW.date(), year_ends=NOW.date()
    ),
    "who may see it": lambda: list(ReadingRight.objects.filter(document=ID)),
    "what an officer sees": lambda: list(readable_version_ids(OFFICER)),
    "its lines in a book": lambda: _lines_of.all(version=ID, agency=ID),
    "the line of a delivery": lambda: list(Entry.objects.filter(delivery=ID)),
    "a page of a book": lambda: list(
        Entry.objects.filter(register=ID).order_by("-number", "-number_suffix")[:50]
    ),
    "ending holds": lambda: blobs.end_custody(["a" * 64], [ID], reason="recalled", now=NOW),
}


@pytest.mark.parametrize("what", LOOKUPS)
def test_no_table_is_read_from_end_to_end(what):
    assert read_whole(LOOKUPS[what]) == []


def test_a_table_that_is_read_whole_would_be_named():
    assert read_whole(lambda: list(Delivery.objects.filter(role="action"))) == ["exchange_delivery"]
