from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienthong.directory import rules
from lienthong.directory.errors import CodeShape, DatesOutOfOrder
from lienthong.directory.types import CodeForm, ParticipationTerms, PartnerScope, Readiness

ONE, OTHER, COMMITTEE = UUID(int=1), UUID(int=2), UUID(int=3)
DAY = date(2010, 12, 20)


@pytest.mark.parametrize(
    ("code", "form"),
    [
        ("000.00.00.H19", CodeForm.QCVN_102),
        ("000.07.05.H19", CodeForm.QCVN_102),
        ("A01.00.00.H19", CodeForm.QCVN_102),
        ("H19", CodeForm.QD_20),
        ("H19.1", CodeForm.QD_20),
        ("H37.DN.001", CodeForm.QD_20),
        ("G09.01", CodeForm.QD_20),
        ("3600123456", CodeForm.QD_20),
        ("3600123456001", CodeForm.QD_20),
        ("H19." + "1" * 31, CodeForm.QD_20),
    ],
)
def test_the_shape_of_a_code_says_its_form(code, form):
    assert rules.form_of(code) == form


@pytest.mark.parametrize(
    "code",
    ["", "h19", "H19.", ".H19", "H19..1", "19.H", "0000.00.00.H19", "000.00.00.00.H19", "H19.Đ1",
     "H19.1\n", "H19 1", "H19." + "1" * 32, "36001234567"],
)  # fmt: skip
def test_a_code_of_neither_form_is_refused(code):
    with pytest.raises(CodeShape):
        rules.form_of(code)


def test_a_short_old_code_is_kept_with_its_zero_groups():
    assert rules.whole_code("05.h19 ") == "000.00.05.H19"
    assert rules.whole_code("28.22.H17") == "000.28.22.H17"
    assert rules.form_of("000.28.22.H17") == CodeForm.QCVN_102


@pytest.mark.parametrize("code", ["H19", "H19.5", "000.00.05.H19", "3600123456", "STP-DN"])
def test_no_code_of_the_other_form_is_ever_computed(code):
    assert rules.whole_code(code) == code


def test_an_end_before_its_start_is_refused_and_the_same_day_is_not():
    rules.check_order(DAY, DAY)
    rules.check_order(None, DAY)
    with pytest.raises(DatesOutOfOrder) as caught:
        rules.check_order(DAY, date(2010, 12, 19))
    assert caught.value.facts == {"start": "20/12/2010", "end": "19/12/2010"}


def terms(start: date, end: date | None = None, partners=PartnerScope.EVERYONE, kinds=()):
    return ParticipationTerms(ONE, start, end, partners, frozenset(kinds))


def ready(*held, kind="cong-van", closed=False, founded_on=None, partners_meet=True):
    return rules.readiness_of(
        day=DAY,
        closed=closed,
        founded_on=founded_on,
        terms=held,
        held=rules.terms_on(DAY, held),
        kind_code=kind,
        partners_meet=partners_meet,
    )


def test_A4_who_never_joined_is_told_apart_from_who_has_not_joined_yet():
    later = date(2011, 1, 3)
    assert ready() == (Readiness.NOT_JOINED, None)
    assert ready(terms(later)) == (Readiness.NOT_YET, later)
    assert ready(founded_on=later) == (Readiness.NOT_YET, later)


def test_A4_an_agency_is_ready_from_its_first_day_to_its_last():
    assert ready(terms(DAY, DAY)) == (Readiness.READY, DAY)
    assert ready(terms(date(2010, 1, 1), date(2010, 12, 19)))[0] == Readiness.NOT_JOINED


def test_A4_later_terms_replace_earlier_ones_and_their_end_brings_nothing_back():
    first = terms(date(2010, 12, 1), kinds=["cong-van"])
    second = terms(date(2010, 12, 10), date(2010, 12, 15))
    assert ready(first, kind="quyet-dinh")[0] == Readiness.KIND_OUT_OF_SCOPE
    assert ready(first, second)[0] == Readiness.NOT_JOINED
    assert ready(second, terms(date(2010, 12, 16)), first)[0] == Readiness.READY


def test_A4_kind_and_partner_out_of_scope_are_said_and_a_closed_agency_first_of_all():
    held = terms(date(2010, 12, 1), kinds=["cong-van"])
    assert ready(held, kind="bao-cao")[0] == Readiness.KIND_OUT_OF_SCOPE
    assert ready(held, partners_meet=False)[0] == Readiness.PARTNER_OUT_OF_SCOPE
    assert ready(held, closed=True) == (Readiness.CLOSED, None)


@given(
    st.sampled_from([None, PartnerScope.EVERYONE, PartnerScope.COMMITTEE]),
    st.sampled_from([None, PartnerScope.EVERYONE, PartnerScope.COMMITTEE]),
)
def test_A4_two_agencies_meet_unless_one_of_them_is_held_to_its_committee(one, other):
    def held(partners):
        return partners and terms(DAY, partners=partners)

    meets = rules.partners_meet(
        one=held(one), one_id=ONE, one_committee_id=COMMITTEE,
        other=held(other), other_id=OTHER, other_committee_id=COMMITTEE,
    )  # fmt: skip
    assert meets == (PartnerScope.COMMITTEE not in {one, other})


def test_A4_who_is_held_to_its_committee_meets_the_committee():
    assert rules.partners_meet(
        one=terms(DAY), one_id=COMMITTEE, one_committee_id=COMMITTEE,
        other=terms(DAY, partners=PartnerScope.COMMITTEE), other_id=OTHER,
        other_committee_id=COMMITTEE,
    )  # fmt: skip
