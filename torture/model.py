"""The exchange of one document as a small model: who has it, what was reported, what was asked.

A second reading of docs/explain/exchange.md, without the product's code. Each act says whether it
is done; what is not done leaves no trace. Times are any that can be compared.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

# The steps of the work, in their order, and what a delivery is called that has come so far.
STEPS = {
    "01": "arrived",
    "03": "accepted",
    "04": "assigned",
    "05": "in-work",
    "06": "finished",
}
_GONE = ("refused", "recalled")
# From which states the recipient's own act may start.
_STARTS = {
    "02": ("arrived",),
    "03": ("arrived",),
    "04": ("accepted", "assigned", "in-work"),
    "05": ("accepted", "assigned", "in-work"),
    "06": ("accepted", "assigned", "in-work"),
}


@dataclass
class Way:
    """The way of one sending to one agency. asked: one answer a request, None while it waits."""

    log: list[tuple[str, datetime]]
    asked: list[bool | None] = field(default_factory=list)
    keys: dict[str, str] = field(default_factory=dict)

    @property
    def state(self) -> str:
        if True in self.asked:
            return "recalled"
        taken = [at for code, at in self.log if code in STEPS and code != "01"]
        for code, at in self.log:
            if code == "02" and (not taken or at > max(taken)):
                return "refused"
        return next(STEPS[code] for code in reversed(STEPS) if code in dict(self.log))

    @property
    def is_asked(self) -> bool:
        return self.state != "recalled" and bool(self.asked) and self.asked[-1] is None


@dataclass
class Dispatch:
    """One sending. to: names of recipients; recalls: the keys under which it was asked back."""

    to: frozenset[str]
    ways: list[Way]
    recalls: set[str] = field(default_factory=set)


@dataclass
class Model:
    """ways, of: the latest way to each recipient, and its sending. sent: all sendings by key."""

    ways: dict[str, Way] = field(default_factory=dict)
    of: dict[str, Dispatch] = field(default_factory=dict)
    sent: dict[str, Dispatch] = field(default_factory=dict)

    def send(self, to: Collection[str], key: str, at: datetime) -> bool:
        if key in self.sent:
            return self.sent[key].to == frozenset(to)
        if any(name in self.ways and self.ways[name].state not in _GONE for name in to):
            return False
        made = Dispatch(frozenset(to), [])
        for name in to:
            self.ways[name] = Way([("01", at)])
            made.ways.append(self.ways[name])
            self.of[name] = made
        self.sent[key] = made
        return True

    def act(self, name: str, code: str, key: str, at: datetime) -> bool:
        """The recipient's own act, which has to fit the state."""
        way = self.ways.get(name)
        if way is None:
            return False
        if key in way.keys:
            return way.keys[key] == code
        if way.state not in _STARTS[code]:
            return False
        way.keys[key] = code
        way.log.append((code, at))
        return True

    def say(self, name: str, code: str, key: str, stamped: datetime, at: datetime) -> bool:
        """What a system reports, whatever its order: it counts as stamped, never in the future."""
        way = self.ways.get(name)
        if way is None or stamped < way.log[0][1]:
            return False
        said = f"{code} {stamped}"
        if key in way.keys:
            return way.keys[key] == said
        way.keys[key] = said
        way.log.append((code, min(stamped, at)))
        return True

    def recall(self, name: str, key: str) -> bool:
        """Ask all who have what this recipient was sent with, and were not asked yet."""
        dispatch = self.of.get(name)
        if dispatch is None:
            return False
        if key in dispatch.recalls:
            return True
        asked = [way for way in dispatch.ways if way.state not in _GONE and not way.is_asked]
        if not asked:
            return False
        dispatch.recalls.add(key)
        for way in asked:
            way.asked.append(None)
        return True

    def answer(self, name: str, key: str, *, agrees: bool) -> bool:
        way = self.ways.get(name)
        if way is None:
            return False
        said = "15" if agrees else "16"
        if key in way.keys:
            return way.keys[key] == said
        if not way.is_asked:
            return False
        way.keys[key] = said
        way.asked[-1] = agrees
        return True

    def end(self, name: str) -> None:
        """The recipient ends: what is open goes to who took over, what is closed stays behind."""
        way = self.ways.get(name)
        if way and way.state in {"finished", *_GONE} and not way.is_asked:
            del self.ways[name], self.of[name]
