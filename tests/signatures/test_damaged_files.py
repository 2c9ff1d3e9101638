"""Whatever is done to a signed file, the answer is a verdict or a refusal, and never 'valid'."""

from contextlib import suppress
from functools import lru_cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.signatures import builders

from lienthong.kernel.refusals import Refusal
from lienthong.signatures import services
from lienthong.signatures.types import Verdict

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.once]
FUZZ = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
_kept: dict[str, bytes] = {}


@pytest.fixture
def issued(world):
    if "issued" not in _kept:
        _kept["issued"] = builders.an_issued_letter(world)
    return _kept["issued"]


def _judged_or_refused(pdf: bytes) -> Verdict | None:
    try:
        return builders.judged(pdf).verdict
    except Refusal:
        return None


@FUZZ
@given(place=st.floats(0, 1, exclude_max=True), byte=st.integers(1, 255))
def test_a_flipped_byte_never_leaves_both_signatures_valid(issued, place, byte):
    at = int(place * len(issued))
    changed = issued[:at] + bytes([issued[at] ^ byte]) + issued[at + 1 :]
    outside = _gap_padding(issued, at)
    assert outside or _judged_or_refused(changed) != Verdict.VALID


@FUZZ
@given(
    cut=st.floats(0, 1),
    gone=st.integers(0, 400),
    extra=st.binary(max_size=200)
    | st.sampled_from([b"%%EOF", b"endobj\n", b"<<>>", b"startxref\n9"]),
)
def test_cutting_and_pasting_gives_a_verdict_or_a_refusal(issued, cut, gone, extra):
    at = int(cut * len(issued))
    changed = issued[:at] + extra + issued[at + gone :]
    _judged_or_refused(changed)
    for act in (
        lambda: services.prepare_fields(changed, builders.LAYOUT),
        lambda: builders.numbered(changed),
    ):
        with suppress(Refusal):
            act()


@lru_cache
def _gaps(issued: bytes) -> list[tuple[int, int]]:
    """The signatures' own hexadecimal digits, which no signature covers."""
    gaps, start = [], 0
    while (start := issued.find(b"/Contents <", start)) >= 0:
        end = issued.index(b">", start)
        gaps.append((start + len(b"/Contents "), end + 1))
        start = end
    return gaps


def _gap_padding(issued: bytes, at: int) -> bool:
    return any(start <= at < end for start, end in _gaps(issued))
