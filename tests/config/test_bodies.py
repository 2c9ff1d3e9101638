"""Slow senders and slow readers: what they hold, and when they are let go."""

import asyncio
import io
from collections.abc import Callable, Coroutine
from types import SimpleNamespace
from typing import Any

import pytest
from tests.config.callers import Caller, Whole, a_server, ends

from lienthong.config.serving import bodies
from lienthong.config.serving.bodies import (
    SMALL,
    Body,
    Cut,
    NoRoom,
    Pace,
    Pieces,
    Room,
    TooSlow,
    read_whole,
)
from lienthong.operation.errors import RequestCut, RequestTooSlow, ServerBusy
from lienthong.webkit.body_limit import PLAIN, TROUBLE

LONG = PLAIN + 1
SHORT_GRACE = 0.05  # seconds


def told(environ: dict[str, Any]) -> Whole:
    """Read the body as a form is read and answer with what was found."""
    if TROUBLE in environ:
        return Whole([environ[TROUBLE].encode()])
    try:
        return Whole([b"%d bytes" % len(environ["wsgi.input"].read())])
    except ConnectionError:
        return Whole([b"cut"])


def run(test: Callable[[], Coroutine[Any, Any, None]]) -> None:
    asyncio.run(test())


class Jumping(asyncio.SelectorEventLoop):
    """A loop whose clock jumps to what is due next: no busy machine makes anybody late."""

    def __init__(self) -> None:
        super().__init__()
        self._moment, waited = 0.0, self._selector.select

        def select(timeout: float | None = None) -> list[Any]:
            found = waited(0 if timeout else timeout)
            self._moment += timeout or 0
            return found

        self._selector.select = select

    def time(self) -> float:
        return self._moment


def test_who_stops_in_the_middle_of_a_form_holds_no_thread_and_is_told_so():
    async def test() -> None:
        server = a_server(told, grace=SHORT_GRACE)
        slow = Caller(b"a" * 1000, announced=PLAIN, stops=True)
        waiting = asyncio.ensure_future(server.__rsgi__(slow.scope, slow))
        await asyncio.sleep(0)
        other = Caller()
        await ends(server.__rsgi__(other.scope, other))
        assert (other.body, slow.status) == (b"0 bytes", 0)
        await ends(waiting)
        assert slow.body == RequestTooSlow.code.encode()

    run(test)


def test_a_short_body_in_pieces_is_measured():
    lengths: list[object] = []

    def noted(environ: dict[str, Any]) -> Whole:
        lengths.append(environ.get("CONTENT_LENGTH"))
        return told(environ)

    async def test() -> None:
        server = a_server(noted, in_pieces=("/a",))
        for pieces in ((b"abc", b"", b"def"), (), (b"a" * PLAIN,)):
            caller = Caller(*pieces, announced=None)
            await ends(server.__rsgi__(caller.scope, caller))
            assert caller.body == b"%d bytes" % len(b"".join(pieces))

    run(test)
    assert lengths == ["6", "0", str(PLAIN)]


def test_of_a_long_body_in_pieces_nothing_is_brought_and_no_length_is_said():
    async def test() -> None:
        def answer(environ: dict[str, Any]) -> Whole:
            return Whole([str("CONTENT_LENGTH" in environ).encode()])

        server = a_server(answer, in_pieces=("/a",))
        # As long as the room for all of them: what was read of it has to be given back.
        for _time in range(40):
            caller = Caller(b"a" * PLAIN, b"b", announced=None, stops=True)
            await ends(server.__rsgi__(caller.scope, caller))
            assert caller.body == b"False"
        elsewhere = Caller(b"abc", announced=None, stops=True)
        other = a_server(answer, in_pieces=("/b",))
        await ends(other.__rsgi__(elsewhere.scope, elsewhere))
        assert elsewhere.body == b"False"

    run(test)


def test_a_body_in_pieces_that_stops_is_given_up_after_the_grace():
    async def test() -> None:
        server = a_server(told, grace=SHORT_GRACE, in_pieces=("/a",))
        caller = Caller(b"abc", announced=None, stops=True)
        await ends(server.__rsgi__(caller.scope, caller))
        assert caller.body == RequestTooSlow.code.encode()

    run(test)


def test_nothing_of_a_long_answer_is_read_for_who_asks_for_its_head():
    closed: list[bool] = []

    class Long:
        def __iter__(self) -> "Long":
            return self

        def __next__(self) -> bytes:
            raise AssertionError("it was read")

        def close(self) -> None:
            closed.append(True)

    async def test() -> None:
        server = a_server(lambda _environ: Long())
        caller = Caller(method="HEAD")
        await ends(server.__rsgi__(caller.scope, caller))
        assert (caller.status, caller.body, closed) == (200, b"", [True])

    run(test)


def test_half_a_form_is_never_worked_on():
    async def test() -> None:
        server = a_server(told)
        caller = Caller(b"a" * 500, announced=1000)
        await ends(server.__rsgi__(caller.scope, caller))
        assert caller.body == RequestCut.code.encode()

    run(test)


def test_long_bodies_come_in_threads_of_their_own_and_others_wait_in_line():
    async def test() -> None:
        server = a_server(told, threads=2)
        long = [Caller(b"a" * LONG, announced=LONG + 1, stops=True) for _ in range(3)]
        waiting = [asyncio.ensure_future(server.__rsgi__(one.scope, one)) for one in long]
        for _ in range(5):
            other = Caller()
            await ends(server.__rsgi__(other.scope, other))
            assert other.body == b"0 bytes"
        for one in long:
            one.goes_on.set()
        await ends(asyncio.gather(*waiting))
        assert [one.body for one in long] == [b"cut"] * 3

    run(test)


def test_a_long_body_that_stops_is_cut_off_after_the_grace():
    async def test() -> None:
        server = a_server(told, grace=SHORT_GRACE)
        slow = Caller(b"a" * LONG, announced=LONG + 1, stops=True)
        await ends(server.__rsgi__(slow.scope, slow))
        assert slow.body == b"cut"

    run(test)


def test_who_stops_reading_holds_no_thread_and_is_let_go():
    closed, read = [], 0

    class Long:
        def __iter__(self):
            nonlocal read
            for _piece in range(1000):
                read += 1
                yield b"a" * 1000

        def close(self):
            closed.append(True)

    async def test() -> None:
        server = a_server(lambda environ: Long() if "HTTP_LONG" in environ else Whole([b"short"]))
        server._grace = 0.3
        slow = Caller(takes=False)
        slow.scope.headers = {"long": "yes"}
        waiting = asyncio.ensure_future(server.__rsgi__(slow.scope, slow))
        while not slow.status:
            await asyncio.sleep(0.01)
        other = Caller()
        await ends(server.__rsgi__(other.scope, other))
        assert other.body == b"short"
        await ends(waiting)
        assert closed == [True]
        assert read < 1000
        slow.goes_on.set()
        await ends(slow.taken())
        assert len(slow.body) < 1_000_000

    run(test)


def test_a_long_answer_comes_whole_to_who_takes_it():
    async def test() -> None:
        server = a_server(lambda _environ: iter([b"a" * 100_000] * 20))
        caller = Caller()
        await ends(server.__rsgi__(caller.scope, caller))
        await ends(caller.taken())
        assert len(caller.body) == 2_000_000

    run(test)


def test_time_is_earned_by_bytes_and_never_saved_up():
    async def test() -> None:
        pace = Pace(grace=0.1, rate=1000)
        pace.earn(10**9)
        with pytest.raises(TooSlow):
            await pace.wait(asyncio.sleep(30))

    run(test)


def test_who_brings_enough_on_the_way_may_take_longer_than_the_grace(monkeypatch):
    async def test() -> None:
        loop = asyncio.get_running_loop()
        monkeypatch.setattr(bodies, "time", SimpleNamespace(monotonic=loop.time))
        pace = Pace(grace=1.0, rate=1000)

        async def steady() -> str:
            for _piece in range(4):
                await asyncio.sleep(0.3)
                pace.earn(10**9)
            return "whole"

        assert await pace.wait(steady()) == "whole"
        assert loop.time() == pytest.approx(1.2)

    with asyncio.Runner(loop_factory=Jumping) as runner:
        runner.run(test())


def test_a_refused_piece_ends_the_pouring_of_a_body():
    async def test() -> None:
        caller, taken = Caller(b"abc", b"def"), []

        def only_one(piece: bytes) -> None:
            if taken:
                raise NoRoom
            taken.append(piece)

        with pytest.raises(NoRoom):
            await Pieces(caller, announced=6, pace=Pace()).pour(only_one)
        assert taken == [b"abc"]

    run(test)


def test_short_bodies_have_room_together_and_the_last_quarter_is_for_the_smallest():
    room = Room(8 * SMALL)
    with room.share() as large, room.share() as small:
        large.take(6 * SMALL)
        with pytest.raises(NoRoom):
            large.take(1)
        small.take(SMALL)
        with room.share() as another:
            another.take(SMALL)
            with room.share() as too_much, pytest.raises(NoRoom):
                too_much.take(1)
    with room.share() as again:
        again.take(6 * SMALL)


def test_a_body_for_which_there_is_no_room_is_told_to_come_again():
    async def test() -> None:
        server = a_server(told)
        server._held = Room(1000)
        caller = Caller(b"a" * 2000, announced=2000)
        await ends(server.__rsgi__(caller.scope, caller))
        assert caller.body == ServerBusy.code.encode()
        # What was held was given back.
        again = Caller(b"a" * 500, announced=500)
        await ends(server.__rsgi__(again.scope, again))
        assert again.body == b"500 bytes"

    run(test)


def test_a_whole_body_is_what_came():
    async def test() -> None:
        caller = Caller(b"abc", b"", b"def", announced=6)
        with Room().share() as share:
            body = await read_whole(Pieces(caller, announced=6, pace=Pace()), share)
            assert (body.read(), share.size) == (b"abcdef", 6)
        with pytest.raises(Cut), Room().share() as share:
            await read_whole(Pieces(Caller(b"abc"), announced=6, pace=Pace()), share)

    run(test)


def test_who_announces_a_whole_body_and_sends_none_is_let_go():
    async def test() -> None:
        caller = Caller(b"a" * 10, announced=1000, stops=True)
        pieces = Pieces(caller, announced=1000, pace=Pace(grace=SHORT_GRACE, rate=100_000))
        with pytest.raises(TooSlow), Room().share() as share:
            await read_whole(pieces, share)

    run(test)


def test_a_whole_body_may_take_the_time_that_its_bytes_would_have_earned():
    async def test() -> None:
        caller = Caller(b"a" * 1000, announced=1000, stops=True)
        pace = Pace(grace=0.01, rate=20)
        with Room().share() as share:
            waiting = asyncio.ensure_future(
                read_whole(Pieces(caller, announced=1000, pace=pace), share)
            )
            await asyncio.sleep(0.2)
            caller.goes_on.set()
            assert len((await waiting).read()) == 1000

    run(test)


def test_half_of_the_room_is_for_what_has_come_and_not_for_what_is_announced():
    async def test() -> None:
        room = Room(8 * SMALL)
        with room.share() as promised, room.share() as share:
            promised.take(4 * SMALL)
            slow = Caller(b"abc", announced=3 * SMALL, stops=True)
            pieces = Pieces(slow, announced=3 * SMALL, pace=Pace(grace=SHORT_GRACE))
            with pytest.raises(TooSlow):
                await read_whole(pieces, share)
            assert share.size == 3

    run(test)


def test_a_long_body_is_read_in_a_thread_as_a_file():
    async def test() -> None:
        loop = asyncio.get_running_loop()
        pieces = Pieces(Caller(b"abc", b"def"), announced=6, pace=Pace())
        file = io.BufferedReader(Body(pieces, loop))
        assert await loop.run_in_executor(None, file.read, 4) == b"abcd"
        assert await loop.run_in_executor(None, file.read) == b"ef"

    run(test)
