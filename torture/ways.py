"""The way of one version to one agency, as the model sees it: what was reported, what was asked.

A second reading of the published rule in docs/explain/exchange.md, without the product's code.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Optional

# The steps of the work, in their order, and what a delivery is called that has come so far.
STEPS = {
    "01": "arrived",
    "03": "accepted",
    "04": "assigned",
    "05": "in-work",
    "06": "finished",
}
NOT_THERE = ("refused", "recalled", "not-taken")
NOT_IN_HAND = (*NOT_THERE, "superseded", "offered")
# Where nothing is open any more, or the question stands elsewhere.
_OVER = ("recalled", "superseded", "offered", "not-taken")


@dataclass(eq=False)
class Question:
    """What a sender asked about a way. brings: what it offers instead; None: it wants it back.

    answer: None while it waits; is_replaced: something else was asked before the answer.
    """

    about: "Way"
    brings: Optional["Way"] = None
    answer: bool | None = None
    is_replaced: bool = False


@dataclass(eq=False)
class Way:
    """came_by: the question whose answer counts for it. keys: what was said under each."""

    version: int
    log: list[tuple[str, datetime]]
    came_by: Question | None = None
    asked: list[Question] = field(default_factory=list)
    keys: dict[str, object] = field(default_factory=dict)

    @property
    def state(self) -> str:
        agreed = [one for one in self.asked if one.answer]
        if agreed:
            is_back = any(one.brings is None for one in agreed)
            return "recalled" if is_back else "superseded"
        if self.came_by and not self.came_by.answer:
            is_open = self.came_by.answer is None and not self.came_by.is_replaced
            return "offered" if is_open else "not-taken"
        return self._reported

    @property
    def _reported(self) -> str:
        taken = [at for code, at in self.log if code in STEPS and code != "01"]
        for code, at in self.log:
            if code == "02" and (not taken or at > max(taken)):
                return "refused"
        return next(STEPS[code] for code in reversed(STEPS) if code in dict(self.log))

    @property
    def pending(self) -> Question | None:
        """The question that waits for an answer."""
        if self.state in _OVER or not self.asked or self.asked[-1].answer is not None:
            return None
        return self.asked[-1]

    @property
    def is_in_hand(self) -> bool:
        return self.state not in NOT_IN_HAND

    @property
    def is_open(self) -> bool:
        """Whoever takes over an agency gets it."""
        is_closed = self.state in {"finished", "superseded", *NOT_THERE}
        return not is_closed or self.pending is not None

    def in_force(self) -> "Way":
        """What stands where this one stood: itself, or what was agreed to instead."""
        for one in self.asked:
            if one.answer and one.brings and self.state == "superseded":
                return one.brings.in_force()
        return self

    def ask(self, question: Question) -> None:
        """Ask something else than what was asked before, if that still waits."""
        if self.pending:
            self.pending.is_replaced = True
        self.asked.append(question)

    def take_over(self) -> None:
        """Let the work that was reported before the agreement count for what was agreed to."""
        offer = self.asked[-1].brings
        if offer:
            offer.log += [(code, at) for code, at in self.log if code in STEPS and code != "01"]
