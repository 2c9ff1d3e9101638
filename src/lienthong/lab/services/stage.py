"""One scenario being played with a client: what waits for it, what it did, what was looked at."""

import json
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from lienthong.formats.edxml.types import DocumentPackage, StatusPackage
from lienthong.lab.rules.letters import Made, Maker
from lienthong.lab.services.axis import Axis, Parcel, Seen
from lienthong.lab.services.play import NotTried, Stopped
from lienthong.lab.types import Checked, Mischief, Noted, Pace, Party, Scenario, Terms

_MOST_CALLS = 25  # that a report shows of one scenario
Wanted = Callable[[Seen], bool]


@dataclass(slots=True)
class Board:
    """What the tested program, or the person at it, has to do now. Shown at `/lab/now`."""

    told: dict[str, Any] = field(default_factory=dict)

    def shown(self) -> bytes:
        return json.dumps(self.told, ensure_ascii=False).encode()


@dataclass(slots=True)
class Stage:
    """One scenario with a client; the lab plays everybody else. begin: of what was seen."""

    scenario: Scenario
    axis: Axis
    board: Board
    pace: Pace
    terms: Terms
    maker: Maker
    client: Party
    peers: tuple[Party, ...]
    checks: list[Checked] = field(default_factory=list)
    begin: int = 0

    def __post_init__(self) -> None:
        self.begin = len(self.axis.seen)

    @property
    def peer(self) -> Party:
        return self.peers[0]

    @property
    def address(self) -> str:
        """Of what must never be fetched."""
        return str(self.board.told.get("canary", ""))

    def check(self, key: str, holds: bool, came: object = "") -> bool:
        """Look at one thing and go on."""
        self.checks.append(Checked(key, holds, str(came)))
        return holds

    def require(self, key: str, holds: bool, came: object = "") -> None:
        """Look at one thing on which the rest stands. Raises Stopped."""
        if not self.check(key, holds, came):
            raise Stopped

    def ask(self, act: str, **facts: Any) -> None:
        """Tell the program, or the person at it, what to do.

        act: a word of docs/reference/lab.md; facts: `to`, `document`, `attachments`.
        """
        do = self.scenario.do
        words = {"scenario": self.scenario.id, "vi": do.vi, "en": do.en}
        self.board.told |= {**words, "act": act, "facts": facts}

    def long_only(self) -> None:
        """Raises NotTried unless long scenarios are wanted."""
        if not self.terms.is_long:
            raise NotTried("long-ones-not-wanted")

    def letter(self, **facts: Any) -> Made:
        """Make a letter of the first peer to the client."""
        return self.maker.letter(self.peer, [self.client], **facts)

    def deliver(self, made: Made, message_type: str = "edoc", **facts: Any) -> Parcel:
        """Let a package wait for the client."""
        at = facts.pop("at", self.pace.now())
        if isinstance(made.package, DocumentPackage):
            self.axis.store.documents[made.document_id] = made.package
        parcel = Parcel(message_type, self.peer.code, self.client.code, made.content, at)
        return self.axis.put(parcel)

    def confirmed(self, *parcels: Parcel) -> None:
        """Wait until the client has fetched and confirmed these. Raises Stopped."""
        for one in parcels:
            done = self.seen(_confirms(one.id))
            self.require("client-confirms", done is not None, one.id)
            self.check("fetched-before-done", one.is_fetched, one.id)

    def seen(self, wanted: Wanted) -> Seen | None:
        """Wait for the first call of this scenario that is wanted; None when none comes."""
        found: Seen | None = self._wait(lambda: next(filter(wanted, self.mine()), None))
        return found

    def times(self, wanted: Wanted, number: int) -> list[Seen]:
        """Wait until there are so many of them; return those that came."""
        self._wait(lambda: len(self._all(wanted)) >= number or None)
        return self._all(wanted)

    def mine(self) -> list[Seen]:
        """Every call since this scenario began."""
        return self.axis.seen[self.begin :]

    def has_brought(self) -> bool:
        """Whether the client has sent anything since this scenario began, but for arrivals (01)."""
        return any(one.operation == "sendEdoc" and not _is_arrival(one) for one in self.mine())

    def status_about(self, made: Made, *codes: str) -> Seen:
        """Wait until the client reports one of these about a document. Raises Stopped."""
        return self.answer_about((made,), *codes)

    def answer_about(self, several: Sequence[Made], *codes: str) -> Seen:
        """Wait until the client reports one of these about one of several. Raises Stopped."""
        ids = {one.document_id for one in several}
        found = self.seen(lambda one: _is_status(one, ids, codes))
        self.require("client-reports", found is not None, ", ".join(codes))
        assert found is not None
        return found

    def sent_letter(self, *, does: str = "0") -> Seen:
        """Wait until the client brings a document that is taken. Raises Stopped."""
        found = self.seen(lambda one: is_letter(one, does))
        refusals = [f"{one.code}" for one in self.mine() if one.code]
        self.require("client-sends", found is not None, ", ".join(refusals[-3:]))
        assert found is not None
        return found

    @contextmanager
    def tricked(self, operation: str, *tricks: Mischief) -> Iterator[None]:
        """Let the axis do something once to the next call of an operation, each."""
        self.axis.mischief[operation] = list(tricks)
        try:
            yield
        finally:
            self.axis.mischief.pop(operation, None)

    def calls(self) -> list[Noted]:
        """What a report shows of the calls."""
        return [_noted(one) for one in self.mine()[:_MOST_CALLS]]

    def _all(self, wanted: Wanted) -> list[Seen]:
        return [one for one in self.mine() if wanted(one)]

    def _wait(self, look: Callable[[], Any]) -> Any:
        until = self.pace.elapsed() + self.pace.patience
        with self.axis.changed:
            while (found := look()) is None:
                left = until - self.pace.elapsed()
                if left <= 0:
                    return None
                self.axis.changed.wait(left)
        return found


def is_letter(one: Seen, does: str = "0") -> bool:
    """Whether a call brought a document that does this, and was taken."""
    package = one.package
    return not one.code and isinstance(package, DocumentPackage) and str(package.does) == does


def _is_arrival(one: Seen) -> bool:
    return isinstance(one.package, StatusPackage) and one.package.status_code == "01"


def _is_status(one: Seen, ids: Collection[str], codes: tuple[str, ...]) -> bool:
    package = one.package
    if one.code or not isinstance(package, StatusPackage) or package.response_for is None:
        return False
    return package.response_for.document_id in ids and package.status_code in codes


def _confirms(doc_id: str) -> Wanted:
    return lambda one: (
        one.operation == "updateStatus"
        and one.doc_id == doc_id
        and one.values.get("status", "").lower() == "done"
    )


def _noted(one: Seen) -> Noted:
    return Noted(
        by=one.systemid,
        operation=one.operation,
        sent={f"XroadVnpt-{name}": value for name, value in one.values.items()},
        body=one.body,
        status=one.status,
        came=one.answer,
        milliseconds=one.milliseconds,
    )
