"""Days, times, sizes and digests as people read them aloud."""

from datetime import UTC, date, datetime

import pytest
from django import forms
from django.template import Context, Template

from lienthong.webkit import numbers
from lienthong.webkit.forms import DayField
from lienthong.webkit.templatetags import webkit
from lienthong.webkit.types import PageMark, PdfView, VerdictState
from lienthong.webkit.web import samples

EVENING_UTC = datetime(2026, 11, 20, 18, 5, tzinfo=UTC)  # already the 21st in Vietnam
TODAY = date(2026, 11, 21)


def test_a_day_is_written_day_first():
    assert webkit.vn_date(date(2026, 12, 3)) == "03/12/2026"
    assert webkit.vn_day(date(2026, 12, 3)) == "03/12"


def test_a_moment_is_shown_by_the_clock_of_vietnam():
    assert webkit.vn_date(EVENING_UTC) == "21/11/2026"
    assert webkit.vn_time(EVENING_UTC) == "01:05"
    assert webkit.vn_moment(EVENING_UTC) == "01:05 21/11/2026"


def test_nothing_is_written_for_no_day():
    assert webkit.vn_date(None) == webkit.vn_day(None) == webkit.vn_time(None) == ""
    assert webkit.vn_moment(None) == ""


@pytest.mark.parametrize(
    ("days", "words"), [(2, "còn 2 ngày làm việc"), (0, "hạn hôm nay"), (-2, "quá 2 ngày")]
)
def test_a_deadline_is_said_in_working_days(days, words):
    assert webkit.working_days_left(days) == words
    assert webkit.days_left(days) == words.removesuffix(" làm việc")


def test_a_digest_is_in_groups_of_four():
    assert webkit.hash_groups(bytes.fromhex("00ff10ab")) == "00ff 10ab"
    assert webkit.hash_groups("00ff10abc") == "00ff 10ab c"


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (1000, "1 KB"),
        (284 * 1024, "284 KB"),
        (1_023_487, "999 KB"),
        (1_023_488, "1,0 MB"),
        # What is allowed ("tối đa 100 MB") and what the page of such a file says are one figure.
        (100 * 1024 * 1024, "100,0 MB"),
    ],
)
def test_a_size_is_rounded_for_people(size, words):
    assert numbers.file_size(size) == words


class _Asked(forms.Form):
    subject = forms.CharField()
    signer = forms.ChoiceField(choices=[("a", "A")])
    day = DayField()


def test_what_was_left_out_is_asked_for_by_what_is_done_with_the_field():
    form = _Asked({"day": "32/13/2026"})

    assert webkit.errors_said(form["subject"]) == ["Chưa điền. Hãy điền ô này."]
    assert webkit.errors_said(form["signer"]) == ["Chưa chọn. Chọn một mục."]
    assert webkit.errors_said(form["day"]) == ["Ngày không đúng. Chọn lại ngày, ví dụ 25/11/2026."]


def test_every_form_gets_another_key():
    first, second = webkit.once_key(), webkit.once_key()

    assert 'name="idempotency_key"' in first
    assert first != second


def test_marks_reach_the_viewer_with_their_place_and_state(gallery_urls):
    mark = PageMark(2, (10, 20, 30, 40), VerdictState.INVALID, "Chữ ký không hợp lệ")

    data = webkit.viewer_data(PdfView("/a.pdf", "A", marks=(mark,)))

    assert '"page": 2, "box": [10, 20, 30, 40], "state": "invalid"' in data


def test_a_phone_shows_at_most_four_entries_and_the_rest_behind_more(gallery_urls):
    frame = samples.frame()

    assert [item.short_name for item in frame.phone_menu] == ["Việc", "Đến", "Đi", "Tìm"]
    assert len(frame.further_menu) == len(frame.menu) - 4


def test_a_wrong_field_says_so_in_its_place_and_to_screen_readers(gallery_urls):
    form = samples.drafts()["wrong"]

    shown = Template("{% load webkit %}{% field form.notation %}").render(Context({"form": form}))

    assert 'aria-invalid="true"' in shown
    assert 'aria-describedby="id_notation_error"' in shown
    assert 'id="id_notation_error"' in shown
