"""`lienthong lab serve`: the tested system is a program that calls a server: the lab's axis."""

import secrets
import time
from argparse import Namespace
from collections.abc import Callable

from django.utils.module_loading import import_string

from lienthong.kernel import clock
from lienthong.lab.management.reporting import about, chosen_of, until_stopped, write_report
from lienthong.lab.rules.letters import Maker
from lienthong.lab.services.axis import Axis
from lienthong.lab.services.axis.serve import CANARY
from lienthong.lab.services.run_client import Theatre, run_client
from lienthong.lab.services.stage import Board
from lienthong.lab.types import Direction, Pace, Party, Scenario, Terms

_SERVER = "lienthong.lab.adapters.door.AxisServer"
_PEERS = (("Z99.1", "Cơ quan thử Một"), ("Z99.2", "Cơ quan thử Hai"))
_SLOW = 20.0  # seconds
_SETTLE = 2.0  # seconds after a repeat, in which more of them would come
Say = Callable[[str], object]


def serve(given: Namespace, say: Say) -> bool:
    """Play the book with the program that calls here; return whether its report is ready."""
    client = Party(given.agency, given.system, _secret(given, say))
    peers = tuple(Party(code, f"phong-thu.{code}", secrets.token_hex(16), n) for code, n in _PEERS)
    axis, board = _axis(given, client, peers), Board()
    server = import_string(_SERVER)(axis.answer, host=given.host, port=given.port, page=board.shown)
    address = f"http://{given.host}:{server.port}/vxp"
    board.told["canary"] = f"{address}/{CANARY}"
    say(f"address\t{address}\nsystem\t{client.systemid}\nagency\t{client.code}")
    say("recipients\t" + ", ".join(f"{one.code} {one.name}" for one in peers))
    try:
        return _played(
            given,
            say,
            Theatre(axis, board, _pace(given), _terms(given), Maker(clock.now()), client, peers),
        )
    finally:
        server.close()


def _played(given: Namespace, say: Say, theatre: Theatre) -> bool:
    begun, scenarios = clock.now(), chosen_of(Direction.CLIENT, given)
    results = until_stopped(
        scenarios,
        say,
        lambda tell: run_client(scenarios, theatre, begin=lambda one: say(_asked(one)), tell=tell),
    )
    parties = (theatre.client, *theatre.peers)
    made = about(parties, theatre.terms, begun=begun, ended=clock.now())
    return write_report(results, Direction.CLIENT, given, made, say)


def _asked(scenario: Scenario) -> str:
    """What a person at the program has to do now (>), or what is waited for."""
    words, mark = (scenario.do, ">") if scenario.do.vi else (scenario.title, "·")
    return f"{mark} {scenario.id}: {words.vi} / {words.en}"


def _axis(given: Namespace, client: Party, peers: tuple[Party, ...]) -> Axis:
    """Its slow answers come while they are still waited for."""
    slow = min(_SLOW, given.patience / 4)
    return Axis((client, *peers), now=clock.now, slow_seconds=slow)


def _pace(given: Namespace) -> Pace:
    return Pace(clock.now, time.sleep, time.monotonic, given.patience, min(_SETTLE, given.patience))


def _terms(given: Namespace) -> Terms:
    return Terms(large_bytes=given.large_bytes, is_long=given.long)


def _secret(given: Namespace, say: Say) -> str:
    """The secret that was agreed, or a new one, which is shown. Raises OSError."""
    if given.secret_file:
        return str(given.secret_file.read_text(encoding="utf-8").strip())
    made = secrets.token_hex(16)
    say(f"secret\t{made}")
    return made
