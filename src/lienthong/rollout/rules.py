"""How an agency stands before it joins, from facts and the weights of the day (G9)."""

from collections.abc import Iterable, Mapping
from datetime import date

from lienthong.kernel.clock import local_day
from lienthong.rollout.types import (
    JOINING,
    AgencyFacts,
    Joining,
    Line,
    LineState,
    RuleCard,
    Weight,
)

# Where no rule was set: what a document cannot be sent and received without.
_ORDINARY = {
    Line.CODE: Weight.OBLIGATORY,
    Line.ADDRESS: Weight.ADVISED,
    Line.CLERK: Weight.OBLIGATORY,
    Line.LEADER: Weight.OBLIGATORY,
    Line.FACTOR: Weight.ADVISED,
    Line.CERTIFICATE: Weight.OBLIGATORY,
    Line.SPECIMEN: Weight.ADVISED,
    Line.CALENDAR: Weight.ADVISED,
    Line.NETWORK: Weight.OBLIGATORY,
    Line.EQUIPMENT: Weight.ADVISED,
    Line.SOFTWARE: Weight.OBLIGATORY,
    Line.TRAINED: Weight.ADVISED,
}


def weights_on(day: date, rules: Iterable[RuleCard]) -> dict[Line, Weight]:
    """Return what each line weighs on a day: the latest rule that began, else the ordinary."""
    held = _held(day, rules)
    return {line: Weight(held.get(line, ordinary)) for line, ordinary in _ORDINARY.items()}


def joining_on(day: date, rules: Iterable[RuleCard]) -> Joining:
    """Return what happens on a day to who joins and lacks something; a warning without a rule."""
    return Joining(_held(day, rules).get(JOINING, Joining.WARN))


def values_of(subject: str) -> list[str] | None:
    """Return what a rule about a subject may say; None for a subject that is none."""
    if subject == JOINING:
        return [str(one) for one in Joining]
    return [str(one) for one in Weight] if subject in set(Line) else None


def told_value(subject: str, value: str) -> str:
    """Return what a rule says of a subject, in words; to be translated."""
    return (Joining(value) if subject == JOINING else Weight(value)).label


def judged(facts: AgencyFacts, weights: Mapping[Line, Weight]) -> tuple[LineState, ...]:
    """Return how an agency stands in each line that is asked; software only where it has some."""
    found = []
    for line, known in _facts(facts).items():
        weight = weights[line]
        if weight == Weight.NOT_ASKED or (line == Line.SOFTWARE and not facts.needs_software):
            continue
        said = None if known[0] else facts.confirmed.get(line)
        report = facts.report if line == Line.SOFTWARE else None
        is_met, since = (True, said.on) if said else known
        found.append(LineState(line, weight, is_met, since, said, report))
    return tuple(found)


def _facts(facts: AgencyFacts) -> dict[Line, tuple[bool, date | None]]:
    report = facts.report
    certificates = (facts.seal_certificate, facts.leader_certificate)
    return {
        Line.CODE: (facts.has_code, None),
        Line.ADDRESS: (facts.has_address, None),
        Line.CLERK: _since(facts.clerk),
        Line.LEADER: _since(facts.leader),
        Line.FACTOR: _since(facts.factor),
        Line.CERTIFICATE: (None not in certificates, _last(*certificates)),
        Line.SPECIMEN: _since(facts.specimen),
        Line.CALENDAR: (facts.has_calendar, None),
        Line.NETWORK: _since(facts.first_call),
        Line.EQUIPMENT: (False, None),
        Line.SOFTWARE: (
            report is not None and report.is_ready,
            local_day(report.played_at) if report else None,
        ),
        Line.TRAINED: _since(facts.trained),
    }


def _since(day: date | None) -> tuple[bool, date | None]:
    return day is not None, day


def _last(*days: date | None) -> date | None:
    """Since when all of them are so; None while one is not."""
    known = [day for day in days if day is not None]
    return max(known) if len(known) == len(days) else None


def _held(day: date, rules: Iterable[RuleCard]) -> dict[str, str]:
    begun = sorted((one for one in rules if one.holds_from <= day), key=lambda one: one.holds_from)
    return {one.subject: one.value for one in begun}
