"""Marks of pages: read as they were written; nothing that people type raises."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from lienthong.webkit.paging import read_mark, written_mark

ID = UUID("01a200bf-e3a8-7252-8dce-ac09bb1662d5")


def test_a_mark_is_read_as_it_was_written():
    moment = datetime(2026, 11, 23, 2, 0, 0, 123456, UTC)

    assert read_mark(written_mark(moment, ID)) == (moment, ID)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "~",
        "2026-11-23T02:00:00+00:00",
        "2026-11-23T02:00:00+00:00~x",
        f"2026-11-23T02:00:00~{ID}",
        f"0001-01-01T00:00:00+14:00~{ID}",
        f"9999-12-31T23:59:59-12:00~{ID}",
        f"\0~{ID}",
        f"2026-13-01T00:00:00+00:00~{ID}",
    ],
)
def test_what_is_no_mark_is_none(text):
    assert read_mark(text) is None
