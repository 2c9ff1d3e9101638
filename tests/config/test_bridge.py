"""What Django answers, as the web server gets it."""

import io
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from lienthong.config.serving.bridge import SHORT, Answer, FilePieces, ask, environ_of

pytestmark = pytest.mark.once


class Damaged(io.BytesIO):
    def read(self, _size: int | None = -1) -> bytes:
        raise ValueError("damaged")


def answered(file: io.BytesIO, length: int) -> Answer:
    def application(_environ: dict[str, Any], start_response: Callable[..., Any]) -> FilePieces:
        start_response("200 OK", [("Content-Length", str(length))])
        return FilePieces(file)

    return ask(application, {})


def test_a_short_file_is_read_at_once_and_closed():
    file = io.BytesIO(b"x" * SHORT)
    answer = answered(file, SHORT)
    assert (answer.pieces, len(answer.body), file.closed) == (None, SHORT, True)


def test_a_long_file_waits_for_who_takes_it():
    file = io.BytesIO(b"x" * (SHORT + 1))
    answer = answered(file, SHORT + 1)
    assert answer.pieces is not None
    assert file.tell() == 0
    assert sum(map(len, answer.pieces)) == SHORT + 1
    answer.close()
    assert file.closed


def test_a_short_file_that_cannot_be_read_is_no_answer_and_stays_not_open():
    file = Damaged(b"x")
    with pytest.raises(ValueError, match="damaged"):
        answered(file, 1)
    assert file.closed


class Fields(list[tuple[str, str]]):
    """Header fields as the server has them: line by line."""

    def items(self) -> list[tuple[str, str]]:
        return self


def test_a_field_in_several_lines_is_joined_as_signatures_join_it():
    scope = SimpleNamespace(
        server="127.0.0.1:8000",
        client="127.0.0.1:40000",
        method="GET",
        path="/",
        query_string="",
        http_version="1.1",
        scheme="http",
        authority=None,
        headers=Fields([("x-a", "1"), ("x_a", "0"), ("x-b", "b"), ("x-a", "2,3")]),
    )
    environ = environ_of(scope)
    assert (environ["HTTP_X_A"], environ["HTTP_X_B"]) == ("1, 2,3", "b")
