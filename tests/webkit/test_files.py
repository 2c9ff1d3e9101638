import io

import pytest
from django.test import RequestFactory

from lienthong.blobs.errors import ContentDamaged
from lienthong.webkit.files import AT_ONCE, begun, file_answer, made_file

CONTENT = bytes(range(200)) * 5_000


def answer(**headers: str):
    request = RequestFactory().get(
        "/", headers={k.replace("_", "-"): v for k, v in headers.items()}
    )
    return file_answer(
        request,
        open_file=lambda: io.BytesIO(CONTENT),
        size=len(CONTENT),
        digest="d1",
        media_type="application/pdf",
        name="Tờ trình.pdf",
        is_saved=True,
    )


def body_of(response) -> bytes:
    return b"".join(response.streaming_content)


def test_a_file_comes_whole_with_its_tag():
    response = answer()
    assert body_of(response) == CONTENT
    assert response["ETag"] == '"d1"'
    assert response["Content-Length"] == str(len(CONTENT))
    assert "filename*=utf-8''T%E1%BB%9D" in response["Content-Disposition"]


@pytest.mark.parametrize("said", ['"d1"', '"x", "d1"', 'W/"d1"', "*"])
def test_who_has_it_does_not_get_it_again(said):
    assert answer(If_None_Match=said).status_code == 304


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-0", 0, 0),
        ("bytes=10-299999", 10, 299_999),
        ("bytes=999990-", 999_990, 999_999),
        ("bytes=999990-2000000", 999_990, 999_999),
        ("bytes=-10", 999_990, 999_999),
        ("bytes=-9999999", 0, 999_999),
    ],
)
def test_a_part_is_the_part_that_was_asked_for(asked, first, last):
    response = answer(Range=asked)
    assert response.status_code == 206
    assert response["Content-Range"] == f"bytes {first}-{last}/{len(CONTENT)}"
    assert body_of(response) == CONTENT[first : last + 1]


@pytest.mark.parametrize("asked", ["bytes=1000000-", "bytes=5-4", "bytes=-0"])
def test_a_part_that_is_not_there_is_refused(asked):
    response = answer(Range=asked)
    assert response.status_code == 416
    assert response["Content-Range"] == f"bytes */{len(CONTENT)}"


@pytest.mark.parametrize("asked", ["bytes=-", "bytes=0-1,5-6", "lines=1-2", "bytes=a-b"])
def test_what_is_not_understood_gets_the_whole(asked):
    assert answer(Range=asked).status_code == 200


def test_a_part_of_a_file_that_changed_is_the_whole():
    assert answer(Range="bytes=0-1", If_Range='"old"').status_code == 200
    assert answer(Range="bytes=0-1", If_Range='"d1"').status_code == 206


def test_a_made_file_is_saved_under_its_name_whatever_that_holds():
    response = made_file(
        b"x", name='a"b\r\nđầu.json', media_type="application/json", kept="private"
    )
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''a%22b")
    assert "\n" not in response["Content-Disposition"]
    assert (response["Cache-Control"], response.content) == ("private", b"x")


class Damaged(io.BytesIO):
    """A file whose bytes from `good` on cannot be read."""

    good = 0

    def read(self, size: int | None = -1) -> bytes:
        if size is None or size < 0 or self.tell() + size > self.good:
            raise ContentDamaged
        return super().read(size)


@pytest.mark.parametrize("asked", [{}, {"HTTP_RANGE": "bytes=3-9"}])
def test_what_cannot_be_read_is_refused_before_the_answer_begins_and_closed(asked):
    file = Damaged(CONTENT)
    with pytest.raises(ContentDamaged):
        file_answer(
            RequestFactory().get("/", **asked),
            open_file=lambda: file,
            size=len(CONTENT),
            digest="d1",
            media_type="application/pdf",
            name="a.pdf",
            is_saved=True,
        )
    assert file.closed


def test_a_short_file_is_read_whole_and_a_long_one_from_its_beginning():
    short, long = io.BytesIO(b"x" * AT_ONCE), io.BytesIO(b"x" * (AT_ONCE + 1))
    assert begun(short).read() == b"x" * AT_ONCE
    assert short.closed
    assert begun(long) is long
    assert long.tell() == 0
