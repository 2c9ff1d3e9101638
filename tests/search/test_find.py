"""Finding by words: the same on every database, from the moment of the commit."""

import random
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.search.builders import OTHERS, OURS, a_text, found

from lienthong.kernel.ids import uuid7
from lienthong.search import services
from lienthong.search.rules import terms_of, tokens_of
from lienthong.search.types import NewText, SearchKind

pytestmark = pytest.mark.django_db

LETTER = "9459/UBND-TTTH V/v thí điểm gửi nhận văn bản điện tử, đất đai Nguyễn Thành Trí"


@pytest.fixture(params=["just written", "indexed"])
def then(request):
    """What is found does not depend on whether the background work has run."""
    return (lambda: None) if request.param == "just written" else services.catch_up


@pytest.mark.parametrize(
    "typed",
    [
        *("9459", "9459/UBND-TTTH", "9459/ubnd", "ubnd-ttth", "9459 /ubnd-ttth"),
        *(
            "thí điểm",
            "thi diem",
            "THÍ ĐIỂM",
            "đất đai",
            "dat dai",
            "điện tử thí điểm",
            "thàn",
            "đie",
        ),
        "thi\u0301 die\u0302\u0309m",
    ],
)
def test_words_are_found_with_and_without_tones(then, typed):
    subject = a_text(LETTER)
    then()
    assert found(typed) == [subject]


@pytest.mark.parametrize(
    "typed",
    ["", "_", "%", "'; --", '"', "9460", "thí điểm xyz", "th điểm", "9459-ttth", "NOT thí", "@vx"],
)
def test_every_word_must_stand_there_and_signs_mean_nothing(then, typed):
    a_text(LETTER)
    then()
    assert found(typed) == []


def test_nobody_finds_what_only_others_may_find(then):
    theirs = a_text(LETTER, OTHERS)
    then()
    assert found("thí điểm") == []
    assert found("thí điểm", OTHERS) == [theirs]
    assert found(OTHERS[0].hex[-12:], OURS) == []


def test_kinds_are_apart(then):
    entry = a_text(LETTER, kind=SearchKind.ENTRY)
    then()
    assert found("thí điểm") == []
    assert found("thí điểm", kind=SearchKind.ENTRY) == [entry]


def test_a_later_reader_finds_it_from_then_on_and_the_first_one_still_once(then):
    subject, person = a_text(LETTER), (OURS[0], uuid7())
    then()
    services.index([NewText(SearchKind.VERSION, subject, LETTER, (OTHERS, person))])
    assert found("thí điểm", OTHERS) == found("thí điểm", person) == [subject]
    assert found("thí điểm", OURS, person) == [subject]


def test_the_latest_comes_first_and_no_more_than_asked_for(then):
    old = [a_text(LETTER) for _n in range(3)]
    then()
    new = [a_text(LETTER) for _n in range(2)]
    assert found("thí điểm") == [*reversed(new), *reversed(old)]
    assert found("thí điểm", limit=3) == [*reversed(new), old[2]]


@pytest.mark.once
def test_a_number_is_a_beginning_of_others_only_where_it_fills_no_page_itself():
    whole = [a_text("6/UBND") for _n in range(3)]
    longer = [a_text("6/UBND-TTTH") for _n in range(2)]
    services.catch_up()
    assert found("6/UBND", limit=1) == [whole[-1]]
    assert found("6/UBND") == [*reversed(longer), *reversed(whole)]


def test_finding_costs_one_statement(count_statements):
    for _n in range(30):
        a_text(LETTER)
    assert count_statements(lambda: found("thí điểm")) == 1
    assert count_statements(lambda: found("điểm", OURS, OTHERS, limit=2_000)) == 1
    assert count_statements(lambda: found("_")) == 0


_WORDS = ["dat", "đai", "đất", "06/UBND-TTTH", "6/ubnd", "UBND", "ttth", "12", "123", "thi", "ôn"]


def test_an_engine_finds_what_a_plain_look_at_every_text_finds():
    rng = random.Random(6)
    texts = {}
    for number in range(120):
        text = " ".join(rng.choices(_WORDS, k=4))
        texts[a_text(text)] = tokens_of(text)
        if number == 80:
            services.catch_up()

    @settings(
        max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )
    @given(
        st.lists(
            st.one_of(
                st.sampled_from([*_WORDS, "u", "ub", "ubnd-t", "1", '"', "OR", "*", "a:b", "'"]),
                st.text(max_size=8),
            ),
            max_size=4,
        ).map(" ".join)
    )
    def compare(typed):
        assert set(found(typed, limit=500)) == _naive(typed, texts)

    compare()


def _naive(typed: str, texts: dict[UUID, list[str]]) -> set[UUID]:
    """Whatever the engine: a term is a token, or the beginning of one."""
    terms = terms_of(typed)
    return {
        subject
        for subject, tokens in texts.items()
        if terms
        and all(
            any(t == term.token or (term.is_prefix and t.startswith(term.token)) for t in tokens)
            for term in terms
        )
    }
