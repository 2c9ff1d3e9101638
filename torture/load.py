"""A continuous load: senders and recipients of every kind, who may die at any moment.

Each goes on from its journal. With the file `stop` in the folder it finishes what it has begun.
"""

import json
import random
import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import count
from uuid import UUID

from lienthong.gateways.adapters.site_client import SiteRefused
from torture.acts import Agency, Told, number_of
from torture.harness import Harness
from torture.journal import Journal

# Seconds between two looks of a recipient, and between two documents of a sender.
_LOOK, _PAUSE = 0.1, 0.02
# What another road has made of it meanwhile: taken back, or decided by somebody else.
_OVERTAKEN = {404, 409}
_RECIPIENTS = ("other", "far", "desk")
Loop = Callable[["Load"], None]


class Load:
    """The clients of one installation. through: the address that they call; "" is its own.

    chance: of what senders send, and to whom.
    """

    def __init__(self, harness: Harness, chance: random.Random, *, through: str = "") -> None:
        self._harness, self._through, self._seed = harness, through, chance.getrandbits(64)
        self.receipts = harness.folder / "receipts"
        self.receipts.mkdir(exist_ok=True)
        self._stop = harness.folder / "stop"

    def begin(self) -> None:
        for name, loop in LOOPS.items():
            self._harness.family.start(name, partial(loop, self))

    def end(self) -> None:
        """Let every client finish what it has begun: senders first, then recipients."""
        self._stop.touch()
        family = self._harness.family
        family.let_end(*LOOPS)
        for name, loop in LOOPS.items():
            self._harness.wait(partial(family.has_ended, name), f"{name} does not come to its end")
            self._harness.as_client(partial(loop, self))
        self._harness.as_client(self._list)

    def _list(self) -> None:
        found = self.agency("other").all_arrivals()
        (self._harness.folder / "arrivals.json").write_text(json.dumps(found))

    def agency(self, name: str) -> Agency:
        return self._harness.agency(name, address=self._through)

    def journal(self, name: str) -> Journal:
        return self._harness.journal(name)

    def code(self, name: str) -> str:
        return str(self._harness.told[name]["code"])

    def told(self, name: str) -> Told:
        return dict(self._harness.told[name])

    @property
    def is_over(self) -> bool:
        return self._stop.exists()

    def chances(self, name: str) -> Iterator[random.Random]:
        """Yield one for each document that a sender has not begun, the same after its death."""
        begun = len(list(self.journal(name).lines("asked")))
        return (random.Random(f"{self._seed} {name} {number}") for number in count(begun))

    def turns(self, pause: float) -> Iterator[None]:
        """Yield at least once, and again until the load is over."""
        yield
        while not self.is_over:
            time.sleep(pause)
            yield


def office(load: Load) -> None:
    """Sends through the interface in both ways, and takes some of it back."""
    agency, journal = load.agency("office"), load.journal("office")

    def send(line: Told) -> None:
        answer = agency.submit(line["key"], *line["recipients"], in_two=line["in_two"])
        facts = {"document": answer["document"], "dispatch": answer["dispatch"]}
        journal.say("done", line["key"], recipients=line["recipients"], **facts)
        if number_of(line["key"]) % 6 == 0:
            agency.recall(answer["dispatch"])

    for line in journal.unanswered():
        send(line)
    chances = load.chances("office")
    for _turn in load.turns(_PAUSE):
        chance = next(chances)
        codes = [load.code(name) for name in chance.sample(_RECIPIENTS, 2)]
        facts = {"recipients": codes, "in_two": chance.random() < 0.3}
        key = _key(chance)
        journal.say("asked", key, **facts)
        send({"key": key, **facts})


def axis(load: Load) -> None:
    """Sends as the software of the axis does."""
    agency, journal = load.agency("axis"), load.journal("axis")

    def send(line: Told) -> None:
        to = [load.told(name) for name in line["names"]]
        doc = agency.bring(line["key"], *to)
        journal.say("done", line["key"], recipients=line["recipients"], doc=doc)

    for line in journal.unanswered():
        send(line)
    chances = load.chances("axis")
    for _turn in load.turns(_PAUSE):
        chance = next(chances)
        names = chance.sample(_RECIPIENTS, 2)
        facts = {"recipients": [load.code(name) for name in names], "names": names}
        key = _key(chance)
        journal.say("asked", key, **facts)
        send({"key": key, **facts})


def _key(chance: random.Random) -> str:
    return str(UUID(int=chance.getrandbits(128), version=4))


def other(load: Load) -> None:
    """A system that takes in, reports, keeps receipts, and answers recalls."""
    agency, journal = load.agency("other"), load.journal("other")
    for _turn in load.turns(_LOOK):
        while True:
            after = next((line["key"] for line in [*journal.lines("place")][-1:]), "")
            page = agency.arrivals(after)
            for one in page["arrivals"]:
                _take_in(load, agency, journal, one)
            journal.say("place", page["next"])
            if not page["has_more"]:
                break
        for change in agency.changes():
            _answer(agency, journal, change)


def _take_in(load: Load, agency: Agency, journal: Journal, one: Told) -> None:
    chance = random.Random(one["id"])
    try:
        agency.fetch(one)
        receipt = agency.receipt_at(one["receipt"])
        (load.receipts / f"{one['id']}.json").write_text(json.dumps(receipt))
        codes = ["02"] if chance.random() < 0.15 else ["03", "05", "06"][: chance.randint(1, 3)]
        for code in codes:
            agency.report(one["id"], code, **({"note": "Nhầm"} if code == "02" else {}))
            journal.say("reported", f"{code}.{one['id']}")
    except SiteRefused as refused:
        if refused.status not in _OVERTAKEN:
            raise


def _answer(agency: Agency, journal: Journal, change: Told) -> None:
    agrees = random.Random(change["id"]).random() < 0.5
    try:
        agency.answer(change["id"], agrees=agrees)
        journal.say("reported", f"{'15' if agrees else '16'}.{change['delivery']['id']}")
    except SiteRefused as refused:
        if refused.status not in _OVERTAKEN:
            raise


def far(load: Load) -> None:
    """Fetches packages and confirms them."""
    agency, journal = load.agency("far"), load.journal("far")
    for _turn in load.turns(_LOOK):
        for doc in agency.waiting_packages():
            agency.take_package(doc)
            journal.say("fetched", doc)


def desk(load: Load) -> None:
    """A clerk who accepts, and refuses some."""
    agency, journal = load.agency("desk"), load.journal("desk")
    for _turn in load.turns(_LOOK):
        for delivery in agency.at_desk():
            is_refused = random.Random(delivery).random() < 0.15
            act, form = ("tu-choi", {"reason": "Nhầm"}) if is_refused else ("tiep-nhan", {})
            if agency.press(delivery, act, **form):
                journal.say("reported", f"{'02' if is_refused else '03'}.{delivery}")


SENDERS: dict[str, Loop] = {"office": office, "axis": axis}
RECIPIENTS: dict[str, Loop] = {"other": other, "far": far, "desk": desk}
LOOPS = SENDERS | RECIPIENTS
