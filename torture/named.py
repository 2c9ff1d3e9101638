"""The main flow, killed at every named point that it passes, once at each."""

from collections.abc import Callable
from uuid import uuid4

from torture import clock
from torture.acts import Told
from torture.harness import LEASE, Failed, Harness

Step = Callable[[], object]
# Seconds of waiting after which time is made to pass, and how often.
_PAUSE, _MOST_PAUSES = 1.5, 60


class Flow:
    """The acts of the main flow, each with a fresh document. Journals keep what was answered."""

    def __init__(self, harness: Harness) -> None:
        self.harness, told = harness, harness.told
        self.codes = {name: one["code"] for name, one in told.items()}
        self.agencies = {name: harness.agency(name) for name in told}

    def steps(self) -> dict[str, Step]:
        """Each is a whole act in the life of a document."""
        return {
            "send": self.send,
            "send in two": lambda: self.send(in_two=True),
            "take in": self.take_in,
            "accept at a desk": self.accept,
            "bring a package": self.bring,
            "fetch a package": self.fetch,
            "recall": self.recall,
            "tell a hook": self.tell,
        }

    def send(self, *names: str, in_two: bool = False) -> Told:
        key, journal = str(uuid4()), self.harness.journal("office")
        codes = [self.codes[name] for name in names or ("other", "desk", "far")]
        journal.say("asked", key, recipients=codes)
        self._as_client(
            lambda: journal.say(
                "done",
                key,
                recipients=codes,
                **_kept(self.agencies["office"].submit(key, *codes, in_two=in_two)),
            )
        )
        return next(line for line in journal.lines("done") if line["key"] == key)

    def take_in(self) -> None:
        sent = self.send("other")
        other, journal = self.agencies["other"], self.harness.journal("other")
        delivery = sent["deliveries"][self.codes["other"]]

        def act() -> None:
            after = next((line["key"] for line in [*journal.lines("place")][-1:]), "")
            page = other.arrivals(after)
            for one in page["arrivals"]:
                if one["id"] == delivery:
                    other.fetch(one)
            other.report(delivery, "03")
            journal.say("reported", f"03.{delivery}")
            journal.say("place", page["next"])

        self._as_client(act)

    def accept(self) -> None:
        delivery = self.send("desk")["deliveries"][self.codes["desk"]]
        desk, journal = self.agencies["desk"], self.harness.journal("desk")

        def act() -> None:
            desk.at_desk()
            if not desk.press(delivery, "tiep-nhan"):
                raise Failed(f"{delivery} was not accepted")
            journal.say("reported", f"03.{delivery}")

        self._as_client(act)

    def bring(self) -> str:
        key, journal = str(uuid4()), self.harness.journal("axis")
        told = self.harness.told
        codes = [self.codes["far"], self.codes["desk"]]
        journal.say("asked", key, recipients=codes)
        self._as_client(
            lambda: journal.say(
                "done",
                key,
                recipients=codes,
                doc=self.agencies["axis"].bring(key, told["far"], told["desk"]),
            )
        )
        return key

    def fetch(self) -> None:
        self.send("far")
        far = self.agencies["far"]

        def act() -> None:
            for doc in far.waiting_packages():
                far.take_package(doc)

        self._as_client(act)

    def recall(self) -> None:
        sent = self.send("other")
        office, other = self.agencies["office"], self.agencies["other"]
        delivery = sent["deliveries"][self.codes["other"]]
        self._as_client(lambda: office.recall(sent["dispatch"]))

        def answer() -> None:
            for change in other.changes():
                if change["delivery"]["id"] == delivery:
                    other.answer(change["id"], agrees=True)
            self.harness.journal("other").say("reported", f"15.{delivery}")

        self._as_client(answer)

    def tell(self) -> None:
        """What came of a sending in the background: a proved hook is told of it."""
        self._in_time(self._is_proved, meanwhile=self._prove)
        delivery = self.send("other")["deliveries"][self.codes["other"]]
        journal = self.harness.journal("receiver")
        self._in_time(
            lambda: any(line["told"] == delivery for line in journal.lines("event")),
            meanwhile=lambda: None,
        )

    def _prove(self) -> None:
        if self.agencies["other"].prove_hooks():
            self.harness.journal("other").say("proved", "hooks")

    def _is_proved(self) -> bool:
        return any(self.harness.journal("other").lines("proved"))

    def _in_time(self, is_so: Callable[[], bool], *, meanwhile: Step) -> None:
        """Wait for the background; what waits for its lease or its next try has its time pass."""
        for _time in range(_MOST_PAUSES):
            if self.harness.comes(is_so, within=_PAUSE):
                return
            clock.step(seconds=LEASE)
            self._as_client(meanwhile)
        raise Failed(f"did not happen in its time: {self.harness.log_end()}")

    def _as_client(self, act: Step) -> None:
        self.harness.as_client(act)


def _kept(answer: Told) -> Told:
    """What a client keeps of an answer to a submission."""
    return {
        "document": answer["document"],
        "dispatch": answer["dispatch"],
        "deliveries": {one["recipient"]["code"]: one["id"] for one in answer["deliveries"]},
    }


def die_everywhere(harness: Harness, *, most_rounds: int = 6) -> list[str]:
    """Play the main flow until nobody dies of it any more; return the points that killed."""
    flow = Flow(harness)
    for _round in range(most_rounds):
        before = harness.points.hit
        for step in flow.steps().values():
            step()
        if harness.points.hit == before:
            return before
    raise Failed(f"still dying after {most_rounds} rounds: {harness.points.hit}")
