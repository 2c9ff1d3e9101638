"""Words of a refusal for the reader: translated, and filled with the facts that there are."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext

from lienthong.kernel.refusals import Refusal
from lienthong.kernel.wording import Continued, Count, Filled, Measure, Words, continued
from lienthong.webkit.numbers import count, decimal

_PLACE = re.compile(r"%\((?P<name>\w+)\)s|%%")


@dataclass(frozen=True, slots=True)
class RefusalParts:
    """What a person is told: what is wrong, why, what to do, and the code for support."""

    code: str
    sentence: str
    cause: str
    next_step: str


def fill(text: str, facts: Mapping[str, object]) -> str:
    """Translate a Vietnamese source text and put the facts into its `%(name)s` places.

    Facts that are words of ours (the name of a field, a state, a right) are translated too.
    Never raises: a missing fact shows as an ellipsis, any other per cent sign as itself.
    """
    if not text:
        return ""
    return _PLACE.sub(lambda place: _fact(place, facts), gettext(text))


def _fact(place: re.Match[str], facts: Mapping[str, object]) -> str:
    name = place["name"]
    return _said(facts.get(name, "…")) if name else "%"


def _said(fact: object) -> str:
    if isinstance(fact, Words):
        return ", ".join(gettext(part) for part in fact.parts)
    if isinstance(fact, Filled):
        return fill(fact.source, fact.facts)
    if isinstance(fact, Continued):
        return continued(gettext(fact.source))
    if isinstance(fact, Measure):
        return decimal(fact)
    if isinstance(fact, Count):
        return count(fact)
    return gettext(fact) if fact and isinstance(fact, str) else str(fact)


def parts_of(refusal: Refusal) -> RefusalParts:
    """Return the words of a refusal in the language of the request."""
    return RefusalParts(
        code=refusal.code,
        sentence=fill(refusal.sentence, refusal.facts),
        cause=fill(refusal.cause, refusal.facts),
        next_step=fill(refusal.next_step, refusal.facts),
    )
