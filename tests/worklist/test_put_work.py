"""Putting: in bulk, once per audience, verb and subject."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.worklist.builders import MONDAY_9AM, UNIT, a_viewer, put, work

from lienthong.worklist import queries, services
from lienthong.worklist.types import Audience, Verb

pytestmark = pytest.mark.django_db


def test_putting_again_leaves_one_line():
    item = put()
    services.put([item])
    assert len(queries.waiting(a_viewer(), now=MONDAY_9AM).lines) == 1


def test_another_verb_or_audience_is_another_line():
    item = put()
    put(subject_id=item.subject_id, verb=Verb.SEAL)
    put(subject_id=item.subject_id, audience=Audience(unit_id=UNIT))
    assert len(queries.waiting(a_viewer(unit_id=UNIT), now=MONDAY_9AM).lines) == 3


@pytest.mark.parametrize("count", [1, 60])
def test_many_lines_are_one_statement(count):
    with CaptureQueriesContext(connection) as statements:
        services.put(work() for _ in range(count))
    assert len([q for q in statements if "INSERT" in q["sql"]]) == 1


def test_words_are_cleaned_and_shortened_to_one_line():
    put(summary="Về việc\n" + "rất dài " * 200)
    [line] = queries.waiting(a_viewer(), now=MONDAY_9AM).lines
    assert line.summary.startswith("Về việc rất dài")
    assert len(line.summary) == 500
    assert line.summary.endswith("…")
