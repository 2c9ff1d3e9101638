"""The waiting room: who is told, who waits on, who is not let in."""

import asyncio
from collections.abc import Callable, Collection, Coroutine, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID, uuid4

from lienthong.config.serving import waiting
from lienthong.config.serving.bridge import Answer
from lienthong.config.serving.waiting import Parked, WaitingRoom, read_park

HERE, THERE = uuid4(), uuid4()
LONG = 60.0  # seconds; no test waits so long


class Places:
    """What arrived last where, as the database would say it; may be away for a question."""

    def __init__(self) -> None:
        self.newest: dict[UUID, int] = {}
        self.asked: list[set[UUID]] = []
        self.is_away = False

    def __call__(self, agencies: Collection[UUID]) -> Mapping[UUID, int]:
        self.asked.append(set(agencies))
        if self.is_away:
            self.is_away = False
            raise OSError("away")
        return dict(self.newest)


def run(test: Callable[[Places, WaitingRoom], Coroutine[Any, Any, None]]) -> None:
    places = Places()

    async def within() -> None:
        with ThreadPoolExecutor(1) as pool:
            await asyncio.wait_for(test(places, WaitingRoom(places, pool, pause=0.001)), 30)

    asyncio.run(within())


def waits(room: WaitingRoom, parked: Parked) -> "asyncio.Task[bool]":
    never: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
    return asyncio.ensure_future(room.wait(parked, unless=never))


async def asked_again(places: Places) -> None:
    """Wait until a question was asked and answered that began after this call."""
    so_far = len(places.asked)
    while len(places.asked) < so_far + 2:
        await asyncio.sleep(0.001)


def test_A11_of_two_systems_of_one_agency_only_the_one_whose_place_is_passed_is_told():
    async def test(places: Places, room: WaitingRoom) -> None:
        behind, further = waits(room, Parked(HERE, 3, LONG)), waits(room, Parked(HERE, 7, LONG))
        places.newest[HERE] = 7
        assert await behind
        await asked_again(places)
        assert not further.done()
        places.newest[HERE] = 8
        assert await further

    run(test)


def test_one_question_is_asked_for_all_who_wait():
    async def test(places: Places, room: WaitingRoom) -> None:
        all_here = [waits(room, Parked(agency, 1, LONG)) for agency in (HERE, HERE, THERE)]
        await asked_again(places)
        assert places.asked[-1] == {HERE, THERE}
        places.newest = {HERE: 2, THERE: 2}
        assert await asyncio.gather(*all_here) == [True] * 3

    run(test)


def test_time_runs_out_and_who_has_gone_is_waited_for_no_longer():
    async def test(_places: Places, room: WaitingRoom) -> None:
        assert not await waits(room, Parked(HERE, 1, 0.01))
        gone: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        left = asyncio.ensure_future(room.wait(Parked(HERE, 1, LONG), unless=gone))
        await asyncio.sleep(0)
        gone.set_result(None)
        assert not await left

    run(test)


def test_a_database_that_was_away_is_asked_again():
    async def test(places: Places, room: WaitingRoom) -> None:
        places.is_away, places.newest[HERE] = True, 2
        assert await waits(room, Parked(HERE, 1, LONG))
        assert len(places.asked) == 2

    run(test)


def test_a_room_that_is_full_or_closed_lets_nobody_wait(monkeypatch):
    async def test(_places: Places, room: WaitingRoom) -> None:
        first = waits(room, Parked(HERE, 1, LONG))
        await asyncio.sleep(0)
        monkeypatch.setattr(waiting, "MOST", 1)
        assert not await waits(room, Parked(HERE, 1, LONG))
        room.close()
        assert not await first
        assert not await waits(room, Parked(HERE, 1, LONG))

    run(test)


def test_the_field_about_waiting_never_leaves_the_server():
    answer = Answer(200, [("lienthong-park", f"{HERE} 7 20.5"), ("etag", "x")], b"")
    assert read_park(answer) == Parked(HERE, 7, 20.5)
    assert answer.headers == [("etag", "x")]
    assert read_park(answer) is None
