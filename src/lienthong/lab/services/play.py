"""One scenario being played with a server: who acts, what is looked at, what was seen."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from lienthong.formats.edxml.codes import BussinessDocType
from lienthong.lab.ports import Wire
from lienthong.lab.rules.letters import Made, Maker
from lienthong.lab.services.agents import Agent, Said
from lienthong.lab.types import Checked, Noted, Pace, Party, Terms

_BETWEEN = 0.5  # seconds between two looks
_MOST_CALLS = 25  # that a report shows of one scenario


class NotTried(Exception):
    """The scenario cannot be played here; the argument is the key of the reason in the book."""


class Stopped(Exception):
    """What was looked at did not hold, and what follows would prove nothing."""


@dataclass(slots=True)
class Run:
    """What all scenarios of a run share. known: lines of lists that were there before.

    heard: every answer of the interface, for the scenario about their form.
    """

    wire: Wire
    pace: Pace
    terms: Terms
    maker: Maker
    sender: Party
    peers: tuple[Party, ...]
    known: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    heard: list[tuple[str, Said]] = field(default_factory=list)


@dataclass(slots=True)
class Play:
    """One scenario of a run: its calls and checks."""

    run: Run
    checks: list[Checked] = field(default_factory=list)
    calls: list[Noted] = field(default_factory=list)
    opened: list[tuple[Party, str]] = field(default_factory=list)

    @property
    def sender(self) -> Party:
        return self.run.sender

    @property
    def peer(self) -> Party:
        return self.run.peers[0]

    @property
    def maker(self) -> Maker:
        return self.run.maker

    def peers(self, number: int) -> tuple[Party, ...]:
        """Return so many recipients. Raises NotTried where there are fewer."""
        if len(self.run.peers) < number:
            raise NotTried("more-peers-needed")
        return self.run.peers[:number]

    def agent(self, party: Party, **facts: Any) -> Agent:
        """Return a new client object of a party."""
        return Agent(party, self.run.wire, self.run.pace, self._note, **facts)

    def check(self, key: str, holds: bool, came: object = "") -> bool:
        """Look at one thing and go on."""
        shown = came.shown if isinstance(came, Said) else str(came)
        self.checks.append(Checked(key, holds, shown))
        return holds

    def require(self, key: str, holds: bool, came: object = "") -> None:
        """Look at one thing on which the rest stands. Raises Stopped."""
        if not self.check(key, holds, came):
            raise Stopped

    def letter(self, *recipients: Party, **facts: Any) -> Made:
        """Make a letter of the sender, to the first peer where nobody is named."""
        return self.maker.letter(self.sender, recipients or (self.peer,), **facts)

    def change(self, does: BussinessDocType, earlier: Made, reason: str) -> Made:
        return self.maker.change(does, earlier, self.sender, [self.peer], reason)

    def status(self, about: Made, code: str, **facts: Any) -> Made:
        """Make a status of the first peer about a document of the sender."""
        return self.maker.status(about, code, by=self.peer, to=self.sender, **facts)

    def sent(self, made: Made, message_type: str = "edoc", by: Party | None = None) -> str:
        """Send a package that has to be taken, and return its `DocId`. Raises Stopped."""
        said = self.agent(by or self.sender).send(made, message_type)
        self.require("taken", said.is_ok, said)
        doc_id = said.told.get("DocId")
        self.require("doc-id-given", isinstance(doc_id, str) and bool(doc_id), said)
        return str(doc_id)

    def watch(self, *parties: Party, types: Iterable[str] = ("edoc", "status")) -> None:
        """Remember what waits for these parties now, so that what is new can be told."""
        for party in parties:
            for one in types:
                if (party.systemid, one) not in self.run.known:
                    lines = self.agent(party).listed(one)
                    self.run.known[party.systemid, one] = {str(x.get("docId")) for x in lines}

    def arrived(self, made: Made, at: Party, message_type: str = "edoc") -> dict[str, str]:
        """Wait until a package waits for a party, the same to the byte. Raises Stopped."""
        found, other = self._found(made, at, message_type, patience=self.run.pace.patience)
        if found is None and other is not None:
            self.require("byte-for-byte", False, f"{len(other)} bytes")
        self.require("arrived", found is not None, made.document_id)
        return found or {}

    def wait_for_request(self, request: Made, about: Made, at: Party) -> bool:
        """Wait until a party is asked for something: by the package, or by a status 13 of it."""
        until = self.run.pace.elapsed() + self.run.pace.patience
        while True:
            if self._found(request, at, "edoc", patience=0)[0] is not None:
                return True
            for _line, content in self._new(at, "status"):
                if b">13<" in content and about.document_id.encode() in content:
                    return True
            if self.run.pace.elapsed() >= until:
                return False
            self.run.pace.sleep(_BETWEEN)

    def absent(self, made: Made, at: Party, message_type: str = "edoc") -> None:
        """Look whether a package that was refused did not come all the same."""
        self.run.pace.sleep(self.run.pace.settle)
        found, other = self._found(made, at, message_type, patience=0)
        self.check("nothing-delivered", found is None and other is None, made.document_id)

    def refused(self, said: Said) -> None:
        """Look whether an answer is a refusal with words."""
        self.check("refused-in-form", said.is_refusal, said)
        if said.is_refusal:
            self.check(
                "refused-with-words", bool(str(said.told.get("ErrorDesc", "")).strip()), said
            )

    def done(self, line: dict[str, str], at: Party) -> None:
        """Confirm a package that was fetched."""
        said = self.agent(at).update(str(line.get("docId")), "done")
        self.require("confirmed", said.is_ok, said)

    def tidy(self) -> None:
        """Confirm what this scenario left on lists, so that they stay short."""
        for party, doc_id in self.opened:
            self.agent(party).update(doc_id, "done")

    def _found(
        self, made: Made, at: Party, message_type: str, *, patience: float
    ) -> tuple[dict[str, str] | None, bytes | None]:
        """Return the line of a package, or the bytes of another one with its document's id."""
        until = self.run.pace.elapsed() + patience
        while True:
            other = None
            for line, content in self._new(at, message_type):
                if content == made.content:
                    return line, None
                if message_type == "edoc" and made.document_id.encode() in content:
                    other = content
            if other is not None or self.run.pace.elapsed() >= until:
                return None, other
            self.run.pace.sleep(min(_BETWEEN, max(0.0, until - self.run.pace.elapsed())))

    def _new(self, at: Party, message_type: str) -> Iterable[tuple[dict[str, str], bytes]]:
        known = self.run.known.setdefault((at.systemid, message_type), set())
        agent = self.agent(at)
        for line in agent.listed(message_type):
            doc_id = str(line.get("docId"))
            if line.get("to") == at.code and doc_id not in known:
                known.add(doc_id)
                self.opened.append((at, doc_id))
                yield line, agent.get(doc_id)

    def _note(self, noted: Noted, said: Said) -> None:
        operation = noted.operation.partition(" ")[2]
        self.run.heard.append((operation, said))
        if len(self.calls) < _MOST_CALLS:
            self.calls.append(noted)


Player = Callable[[Play], None]
