"""Parts of a body are read as they come, in one way only."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lienthong.apikit.errors import MultipartInvalid
from lienthong.apikit.multipart import MOST_PARTS, parts

pytestmark = pytest.mark.once
TYPE = "multipart/form-data; boundary=lt"


def a_part(name: str, content: bytes, *fields: str, rest: str = "") -> bytes:
    head = "\r\n".join([f'Content-Disposition: form-data; name="{name}"{rest}', *fields])
    return b"--lt\r\n" + head.encode() + b"\r\n\r\n" + content + b"\r\n"


def read(body: bytes, *, content_type: str = TYPE, step: int = 7) -> list[tuple[str, str, bytes]]:
    pieces = (body[at : at + step] for at in range(0, len(body), step))
    return [
        (one.name, one.file_name, b"".join(one.pieces))
        for one in parts(pieces, content_type=content_type)
    ]


END = b"--lt--\r\n"


@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(
    contents=st.lists(st.binary(max_size=60) | st.just(b"\r\n--l\r\n--\r\n"), max_size=4),
    step=st.integers(1, 90),
)
def test_what_was_sent_is_read_however_it_is_cut(contents, step):
    contents = [one for one in contents if b"\r\n--lt" not in b"\r\n" + one]
    body = b"".join(a_part(f"p{n}", one) for n, one in enumerate(contents)) + END
    assert read(body, step=step) == [(f"p{n}", "", one) for n, one in enumerate(contents)]


def test_a_part_that_nobody_reads_is_passed_over():
    body = a_part("one", b"x" * 5_000) + a_part("two", b"y") + END
    assert [one.name for one in parts([body], content_type=TYPE)] == ["one", "two"]


def test_the_names_of_files_are_those_of_their_senders():
    plain = a_part("a", b"", rest='; filename="Báo cáo %22 1.pdf"')
    other = a_part("b", b"", rest="; filename*=UTF-8''B%C3%A1o%20c%C3%A1o.pdf; filename=x.pdf")
    assert [one[1] for one in read(plain + other + END)] == ['Báo cáo " 1.pdf', "Báo cáo.pdf"]


def test_memory_does_not_grow_with_a_part():
    piece = b"\r\n--l" * 13_000

    def coming():
        yield b'--lt\r\nContent-Disposition: form-data; name="a"\r\n\r\n'
        for _n in range(50):
            yield piece
        yield b"\r\n--lt--"

    (part,) = (one for one in parts(coming(), content_type=TYPE) if _fits(one.pieces, piece))
    assert part.name == "a"


def _fits(pieces, piece: bytes) -> bool:
    return max(len(one) for one in pieces) <= len(piece) + 100


def test_all_of_the_body_is_read_so_that_its_digest_is_compared():
    def coming():
        yield a_part("a", b"x") + b"--lt--"
        raise ValueError("the digest differs")

    with pytest.raises(ValueError, match="digest"):
        list(parts(coming(), content_type=TYPE))


@pytest.mark.parametrize(
    "body",
    [
        b"",
        END[:3],
        b"before\r\n" + a_part("a", b"x") + END,
        a_part("a", b"x"),
        a_part("a", b"x")[:-4],
        a_part("a", b"x") + b"--lt",
        a_part("a", b"x") + b"--ltx",
        a_part("a", b"x") + END + b"behind",
        a_part("a", b"x") + END + b"\r\n" * 200_000,
        a_part("", b"x") + END,
        a_part("a", b"x", "Content-Transfer-Encoding: base64") + END,
        a_part("a", b"x", "Content-Type: a/b", "content-type: a/c") + END,
        a_part("a", b"x", "X: a\0b") + END,
        a_part("a", b"x", "no field") + END,
        a_part("a", b"x", "X: " + "y" * 9_000) + END,
        a_part("a", b"x", rest='; name="b"') + END,
        a_part("a", b"x", rest=";;") + END,
        b"--lt\r\nContent-Disposition: attachment; name=a\r\n\r\nx\r\n" + END,
        b"--lt\r\n\r\nx\r\n" + END,
        b"--lt\r\nX: \xff\xfe\r\n\r\nx\r\n" + END,
        a_part("a", b"") * (MOST_PARTS + 1) + END,
    ],
)
def test_what_could_be_read_in_several_ways_is_refused(body):
    with pytest.raises(MultipartInvalid):
        read(body, step=4_096)


@pytest.mark.parametrize(
    "content_type",
    [
        "multipart/form-data; boundary=lt; charset=UTF-8",
        'Multipart/Form-Data;charset="utf-8" ; Boundary="lt"',
    ],
)
def test_other_parameters_of_a_form_say_nothing(content_type):
    """Apache's HttpClient for Java writes a charset there."""
    assert read(a_part("a", b"x") + END, content_type=content_type) == read(a_part("a", b"x") + END)


@pytest.mark.parametrize(
    "content_type",
    [
        "",
        "application/json",
        "multipart/mixed; boundary=lt",
        "multipart/form-data",
        "multipart/form-data; boundary=",
        'multipart/form-data; boundary="lt ',
        "multipart/form-data; boundary=" + "x" * 71,
        "multipart/form-data; boundary=lt; boundary=xx",
        "multipart/form-data; boundary=lt; charset",
        "multipart/form-data boundary=lt",
    ],
)
def test_a_type_without_one_boundary_is_refused(content_type):
    with pytest.raises(MultipartInvalid):
        read(a_part("a", b"x") + END, content_type=content_type)
