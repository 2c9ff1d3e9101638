from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienthong.apikit.cursors import moment_of, read_cursor, write_cursor
from lienthong.apikit.errors import BadCursor

VALUES = st.lists(st.text(max_size=30).filter(lambda text: text.isprintable()), max_size=4)


@given(values=VALUES)
def test_a_cursor_says_again_what_was_written(values):
    text = write_cursor("arrivals", *values)
    assert read_cursor(text, scope="arrivals", length=len(values)) == tuple(values)
    assert text.isascii()
    assert not set(text) & set("+/= ?&")


@given(text=st.text(max_size=60))
def test_any_other_text_is_no_cursor(text):
    with pytest.raises(BadCursor):
        read_cursor(text, scope="arrivals", length=1)


def test_a_cursor_of_another_list_or_length_is_refused():
    text = write_cursor("arrivals", "1")
    for scope, length in (("sent", 1), ("arrivals", 2)):
        with pytest.raises(BadCursor):
            read_cursor(text, scope=scope, length=length)


def test_a_changed_cursor_is_refused():
    text = write_cursor("arrivals", "100", "200")
    changed = text[:-3] + ("A" if text[-3] != "A" else "B") + text[-2:]
    with pytest.raises(BadCursor):
        read_cursor(changed, scope="arrivals", length=2)
    with pytest.raises(BadCursor):
        read_cursor("A" * 2_000, scope="arrivals", length=2)


def test_a_moment_of_a_cursor_is_one_of_the_system():
    assert moment_of("2026-11-23T09:00:00+07:00") == datetime(2026, 11, 23, 2, tzinfo=UTC)
    for odd in ("", "2026-11-23T09:00:00", "0001-01-01T00:00:00+14:00", "hôm nay"):
        with pytest.raises(BadCursor):
            moment_of(odd)
