"""Whether a document travels electronically, on paper, or both (A5)."""

from datetime import date

from lienthong.documents.types import NewPolicy, PolicyCard, Routed, Routing
from lienthong.kernel.working_days import IsWorkingDay, add_working_days

# Holds where no rule speaks: Decision 28/2018/QĐ-TTg, Article 4.
ELECTRONIC_ONLY = Routing()
# Of the days until the paper is sent, where the rule does not say: Decree 30/2020/NĐ-CP, Article
# 18, clause 1: on the day, at the latest on the next working day.
GENERAL_DAYS = 1
MOST_DAYS = 20


def routing_of(value: dict[str, object]) -> Routing:
    """Read the value of a row: {"electronic": true, "paper": true, "working_days": 2}.

    working_days may be absent. Raises ValueError or KeyError for a row that says something else.
    """
    days = int(str(value.get("working_days", GENERAL_DAYS)))
    return Routing(
        electronic=value["electronic"] is True, paper=value["paper"] is True, paper_by=days
    )


def routed_by(rule: PolicyCard | None, *, day: date, is_working_day: IsWorkingDay) -> Routed:
    """Return what a rule says of something that is sent on a day; without a rule no paper goes."""
    if rule is None:
        return Routed(ELECTRONIC_ONLY)
    routing = routing_of(rule.value)
    if not routing.paper:
        return Routed(routing, rule=rule)
    due = add_working_days(day, routing.paper_by, is_working_day=is_working_day)
    return Routed(routing, due, rule)


def value_of(new: NewPolicy) -> dict[str, object]:
    """Write what a rule says as the value of its row."""
    value: dict[str, object] = {"electronic": new.electronic, "paper": new.paper}
    return {**value, "working_days": new.paper_by} if new.paper else value
