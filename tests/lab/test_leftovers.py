"""What a play leaves behind when it is broken off does not disturb the next one."""

from tests.lab.builders import FIRST, LIMIT, SENDER, a_pace, an_axis, failed, now, played

from lienthong.lab.adapters.wire import HttpWire
from lienthong.lab.rules.book_of import book
from lienthong.lab.rules.letters import Maker
from lienthong.lab.services.agents import Agent
from lienthong.lab.services.axis import Parcel
from lienthong.lab.types import Direction, Heard

NEW = [one for one in book(Direction.SERVER) if one.id == "new"]


def an_agent(wire, pace=None) -> Agent:
    return Agent(FIRST, wire, pace or a_pace(), lambda _noted, _said: None)


def test_more_lines_than_a_list_holds_from_a_play_that_was_broken_off_hide_nothing():
    with an_axis() as (axis, address):
        sending = Agent(SENDER, HttpWire(address, timeout=60), a_pace(), lambda *_told: None)
        maker = Maker(now())
        for _number in range(LIMIT * 2 + 1):
            assert sending.send(maker.letter(SENDER, [FIRST])).is_ok
        assert failed(played(address, scenarios=NEW)) == set()
        assert an_agent(HttpWire(address, timeout=60)).listed() == []
        assert axis.seen


def test_what_others_sent_to_a_party_stays_on_its_list():
    with an_axis() as (axis, address):
        axis.put(Parcel("edoc", "H19.77", FIRST.code, b"<edXML/>", now()))
        played(address, scenarios=NEW)
        (line,) = an_agent(HttpWire(address, timeout=60)).listed()
    assert line["from"] == "H19.77"


class _LaterWire:
    """Wants every call later, so many times."""

    def __init__(self, times: int) -> None:
        self.times = times

    def call(self, operation, *, method, fields, body) -> Heard:
        self.times -= 1
        if self.times >= 0:
            content = b'{"status":"FAIL","ErrorCode":"rate","ErrorDesc":"x"}'
            return Heard(200, content, "", {"retry-after": "3"})
        return Heard(200, b'{"status":"OK","ErrorCode":"0","ErrorDesc":""}')


def test_a_limit_of_the_server_is_waited_for_and_is_no_failure():
    slept: list[float] = []
    pace = a_pace()
    pace = type(pace)(pace.now, slept.append, pace.elapsed, 0.0, 0.0)
    assert an_agent(_LaterWire(2), pace).update("x", "done").is_ok
    assert slept == [3, 3]
    assert an_agent(_LaterWire(99), pace).update("x", "done").is_refusal
