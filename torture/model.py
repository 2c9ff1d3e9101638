"""The exchange of a few documents as a small model: who has what, what was said and asked of it.

A second reading of docs/explain/exchange.md, without the product's code. Each act says whether it
is done; what is not done leaves no trace. Times are any that can be compared; versions and
documents are numbers, in the order in which they came into being.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from torture.ways import NOT_THERE, Question, Way

# From which states the recipient's own act may start.
_STARTS = {
    "02": ("arrived",),
    "03": ("arrived",),
    "04": ("accepted", "assigned", "in-work"),
    "05": ("accepted", "assigned", "in-work"),
    "06": ("accepted", "assigned", "in-work"),
}


@dataclass(eq=False)
class Dispatch:
    """One sending. to: names of recipients; recalls: the keys under which it was asked back."""

    version: int
    to: frozenset[str]
    ways: list[Way] = field(default_factory=list)
    recalls: set[str] = field(default_factory=set)


@dataclass
class Model:
    """ways: of each recipient, in their order. of: which document each version is of."""

    ways: dict[str, list[Way]] = field(default_factory=dict)
    sent: dict[str, Dispatch] = field(default_factory=dict)
    of: list[int] = field(default_factory=lambda: [0])

    def way(self, name: str, *, is_first: bool = False) -> Way | None:
        """The latest way to a recipient; is_first: the latest one of what it was sent first."""
        ways = self.ways.get(name, [])
        if not ways:
            return None
        return self.way_of(name, ways[0].version) if is_first else ways[-1]

    def way_of(self, name: str, version: int) -> Way | None:
        """The latest way of a version to a recipient."""
        same = [way for way in self.ways.get(name, []) if way.version == version]
        return same[-1] if same else None

    def asked(self, name: str) -> Way | None:
        """The latest way about which a recipient is asked something, unless it was sent again."""
        for way in reversed(self.ways.get(name, [])):
            if way.pending and way is self.way_of(name, way.version):
                return way
        return None

    @property
    def is_anybody_asked(self) -> bool:
        return any(self.asked(name) for name in self.ways)

    @property
    def is_anything_answered(self) -> bool:
        ways = (way for ways in self.ways.values() for way in ways)
        return any(one.answer is not None for way in ways for one in way.asked)

    def standing(self, *, is_asked: bool = False) -> dict[tuple[str, int], str]:
        """Where the latest way of each version to each recipient stands; all, or those asked."""
        latest = {(name, way.version): way for name, ways in self.ways.items() for way in ways}
        return {key: way.state for key, way in latest.items() if way.pending or not is_asked}

    def send(self, version: int, to: Collection[str], key: str, at: datetime) -> bool:
        if key in self.sent:
            return (self.sent[key].version, self.sent[key].to) == (version, frozenset(to))
        if any(self._has(name, version) for name in to):
            return False
        made = self.sent[key] = Dispatch(version, frozenset(to))
        for name in to:
            self._add(name, Way(version, [("01", at)]), made)
        return True

    def _has(self, name: str, version: int) -> bool:
        """It is there, or was declined for the sake of what is."""
        way = self.way_of(name, version)
        if way is None or way.state not in NOT_THERE:
            return way is not None
        if way.state != "not-taken":
            return False
        offers = [one.came_by for one in self.ways[name] if one.version == version]
        earlier = {self.of[one.about.version] for one in offers if one}
        return any(one.is_in_hand and self.of[one.version] in earlier for one in self.ways[name])

    def _add(self, name: str, way: Way, dispatch: Dispatch) -> None:
        self.ways.setdefault(name, []).append(way)
        dispatch.ways.append(way)

    def offer(self, document: int, *, is_update: bool, key: str, at: datetime) -> bool:
        """Offer a new version to all who have the document, instead of what they have of it."""
        asked = {name: way for name in self.ways if (way := self._holds(name, document))}
        if not asked:
            return False
        self.of.append(document if is_update else max(self.of) + 1)
        made = self.sent[key] = Dispatch(len(self.of) - 1, frozenset(asked))
        for name, way in asked.items():
            question = Question(way)
            question.brings = Way(made.version, [("01", at)], came_by=question)
            way.ask(question)
            self._add(name, question.brings, made)
        return True

    def _holds(self, name: str, document: int) -> Way | None:
        """What a recipient is asked about: the latest that it has, or has beside an offer of it."""

        def is_meant(way: Way) -> bool:
            pending = way.pending
            if not way.is_in_hand or (pending and pending.brings is None):
                return False
            offered = pending.brings if pending else None
            return document in {self.of[one.version] for one in (way, offered) if one}

        return next((way for way in reversed(self.ways[name]) if is_meant(way)), None)

    def act(self, named: Way | None, code: str, key: str, at: datetime) -> bool:
        """The recipient's own act, which has to fit the state."""
        if named is None:
            return False
        way = named if key in named.keys else named.in_force()
        if key in way.keys:
            return way.keys[key] == code
        if way.state not in _STARTS[code]:
            return False
        way.keys[key] = code
        way.log.append((code, at))
        return True

    def say(self, named: Way | None, code: str, key: str, stamped: datetime, at: datetime) -> bool:
        """What a system reports, whatever its order: it counts as stamped, never in the future."""
        if named is None:
            return False
        question = named.came_by if code == "02" else None
        if question and (
            named.state == "offered" or (named.state == "not-taken" and key in question.about.keys)
        ):
            return self._answered(question.about, question, key, agrees=False)
        way, said = named if key in named.keys else named.in_force(), f"{code} {stamped}"
        if key in way.keys:
            return way.keys[key] == said
        if stamped < named.log[0][1]:
            return False
        way.keys[key] = said
        way.log.append((code, min(stamped, at)))
        return True

    def recall(self, way: Way | None, key: str) -> bool:
        """Ask all who have what this recipient was sent with, and were not asked for it yet."""
        dispatch = next((one for one in self.sent.values() if way in one.ways), None)
        if dispatch is None:
            return False
        if key in dispatch.recalls:
            return True
        asked = [
            one
            for one in dispatch.ways
            if one.is_in_hand and not (one.pending and one.pending.brings is None)
        ]
        if not asked:
            return False
        dispatch.recalls.add(key)
        for one in asked:
            one.ask(Question(one))
        return True

    def answer(
        self, way: Way | None, key: str, *, agrees: bool, question: Question | None = None
    ) -> bool:
        """question: the one that is meant, if the answer names one."""
        return way is not None and self._answered(way, question, key, agrees=agrees)

    def _answered(self, way: Way, question: Question | None, key: str, *, agrees: bool) -> bool:
        if key in way.keys:
            said = way.keys[key]
            return isinstance(said, tuple) and said == (agrees, question or said[1])
        pending = way.pending
        if pending is None or question not in {None, pending}:
            return False
        way.keys[key] = (agrees, pending)
        pending.answer = agrees
        if agrees:
            way.take_over()
        return True

    def end(self, name: str) -> None:
        """The recipient ends: what is open goes to who took over, what is closed stays behind."""
        self.ways[name] = [way for way in self.ways.get(name, []) if way.is_open]
        for way in self.ways[name]:
            way.keys = {}  # keys are those of an agency
