"""Every act of the ledger has a name for people, in both languages."""

from django.utils import translation
from django.utils.translation import gettext
from tests.architecture.acts import acts_in_source
from tests.architecture.each import for_each
from tests.architecture.tree import VIETNAMESE

from lienthong.exchange.types import ChangeKind, NotCarried
from lienthong.ledger.rules.act_names import NAMES, name_of
from lienthong.ledger.rules.evidence import _ITEMS, _RECORDS


def all_acts() -> set[str]:
    made = {f"change.requested-{kind}" for kind in ChangeKind}
    made |= {f"delivery.{kind}" for kind in NotCarried}
    return acts_in_source() | made


def test_every_act_has_a_name_and_every_name_an_act():
    assert all_acts() == set(NAMES)
    assert set(_RECORDS) | set(_ITEMS) <= set(NAMES)


@for_each(sorted(NAMES))
def test_a_name_is_words_in_both_languages(act):
    assert VIETNAMESE.search(name_of(act))
    with translation.override("en"):
        english = gettext(name_of(act))
    assert english != name_of(act)
    assert not VIETNAMESE.search(english)


def test_the_act_of_a_newer_program_is_shown_by_its_code():
    assert name_of("dispatch.of-tomorrow") == "dispatch.of-tomorrow"
