"""Answers as old clients can read them, and the odd parts of bodies and moments."""

import base64
import hashlib
import json
from datetime import UTC, datetime

import pytest

from lienthong.formats.vxp import answers, moments
from lienthong.formats.vxp.errors import DigestDiffers
from lienthong.formats.vxp.package_body import PackageBody, is_digest, short_digest

FILE = "<edXML>Tiếng Việt</edXML>".encode()
SHORT = "a756f44ce5e2b77bf366cfa59f2d0dc5fb38ff6819a6b687a7b87742312ee22"


def test_answers_are_ascii_whatever_they_say():
    said = answers.written(answers.failed("vxp.x", "Không có gói tin", DocId=""))
    assert said.isascii()
    assert json.loads(said) == {
        "status": "FAIL",
        "ErrorCode": "vxp.x",
        "ErrorDesc": "Không có gói tin",
        "DocId": "",
    }


def test_lists_of_any_length_are_one_object_without_nulls():
    lines = [answers.without_nothing({"docId": str(n), "title": None, "to": ""}) for n in range(3)]
    told = json.loads(b"".join(answers.with_list(iter(lines))))
    assert told["data"] == [{"docId": "0"}, {"docId": "1"}, {"docId": "2"}]
    assert json.loads(b"".join(answers.with_list([])))["data"] == []


def test_what_is_false_or_nought_is_said():
    assert answers.without_nothing({"deleted": False, "version": 0}) == {
        "deleted": False,
        "version": 0,
    }


@pytest.mark.parametrize("sizes", [[], [1], [2, 2], [200_000, 1, 400_001], [3] * 7])
def test_content_of_any_size_is_base64_without_a_seam(sizes):
    pieces = [bytes([at % 251]) * size for at, size in enumerate(sizes)]
    told = json.loads(b"".join(answers.with_content(pieces)))
    assert base64.b64decode(told["data"], validate=True) == b"".join(pieces)


def test_the_sdk_leaves_out_the_zero_of_each_byte():
    digest = hashlib.sha256(FILE).digest()
    assert short_digest(digest) == SHORT
    assert is_digest(SHORT, digest)
    assert is_digest(digest.hex().upper(), digest)
    assert not is_digest(SHORT[:-1], digest)


@pytest.mark.parametrize("pieces", [[FILE + b"\r\n"], [FILE, b"\r", b"\n"], [FILE + b"\r", b"\n"]])
def test_two_bytes_behind_a_package_belong_to_nobody(pieces):
    assert _length(pieces) == len(FILE)


def test_a_package_without_them_is_whole_and_its_own_line_end_stays():
    assert _length([FILE]) == len(FILE)
    own = FILE + b"\r\n"
    assert _length([own, b"\r\n"], of=own) == len(own)
    assert _length([own], of=own) == len(own)
    assert _length([b""], of=b"") == 0


@pytest.mark.parametrize("body", [b"", b"\r\n", FILE[:-1] + b"\r\n", FILE + b"\n", FILE + b"ab"])
def test_another_package_than_was_signed_is_refused(body):
    with pytest.raises(DigestDiffers):
        _length([body])


def _length(pieces, of=FILE):
    body = PackageBody()
    for piece in pieces:
        body.add(piece)
    return body.length(short_digest(hashlib.sha256(of).digest()))


def test_moments_are_local_and_milliseconds_stand_where_a_zone_would():
    at = datetime(2026, 11, 21, 13, 56, 20, 42_900, tzinfo=UTC)
    assert moments.written(at) == "21/11/2026 20:56:20"
    assert moments.stamp(at) == "21112026T205620+0042"
    assert moments.read("21/11/2026 20:56:20") == at.replace(microsecond=0)


ODD = ["", "hôm qua", "31/02/2026 10:00:00", "1", "99/99/9999", "{}"]
TOO_EARLY = ["01/01/0001 00:00:00", "0001-01-01", "31/12/1899 23:59:59"]


@pytest.mark.parametrize("text", [*ODD, *TOO_EARLY])
def test_what_is_no_moment_says_nothing(text):
    assert moments.read(text) is None
