"""The rounds: each hurts one installation in one way under load, then has it checked.

`python -m torture.rounds NAME FOLDER --seed N --seconds S`, in the environment of an installation
with its tables; prints what happened as one line of JSON.
"""

import argparse
import json
import os
import random
import re
import shutil
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

from torture import calls as system_calls
from torture import clock, patroni, postgres
from torture import dark as darkness
from torture.distant import Distant
from torture.harness import Failed, Harness, load
from torture.points import Points
from torture.striking import clients, stand_still, under_load

Facts = dict[str, Any]
_TIDYING = re.compile(r"prune|forget|expire|clear_|destroy|bury|sweep|end_requests|settle_work")


def points(harness: Harness, _chance: random.Random, _seconds: float) -> Facts:
    """Web, worker and client die at every named point that the main flow passes, once each."""
    from torture.named import die_everywhere

    harness.has_points = True
    harness.begin()
    return {"points": die_everywhere(harness)}


def main_points(harness: Harness, chance: random.Random, seconds: float) -> Facts:
    """As `points`, but for those of the jobs that tidy up."""
    harness.points = Points(harness.folder / "points", but=_TIDYING)
    return points(harness, chance, seconds)


def commits(harness: Harness, chance: random.Random, _seconds: float) -> Facts:
    """PostgreSQL dies before and after every commit of the main flow, as web and worker see it.

    By turns one of its processes, at which it ends all others and recovers, and all at once.
    """
    from torture.named import die_everywhere

    pair = harness.databases
    if not isinstance(pair, postgres.Pair):
        return {"skipped": "needs PostgreSQL"}

    def blow() -> None:
        chance.choice([pair.primary.kill_one, pair.primary.kill])()

    harness.points = Points(harness.folder / "points", but=_TIDYING, kill=blow)
    harness.of_commits = True
    harness.family.start("keeper", pair.primary.keep)
    harness.begin()
    found = die_everywhere(harness)
    harness.family.stop()
    pair.primary.kill()  # the last of them may have died while the keeper ended
    pair.primary.start()
    return {"points": found}


def calls(harness: Harness, chance: random.Random, seconds: float) -> Facts:
    """Web and worker end at any call that changes a file or sends: the n-th of an act, n growing.

    So do the processes of PostgreSQL; it ends all others then, and recovers.

    seconds: of the whole round, roughly; a sample of the calls is tried in less than an hour.
    """
    return system_calls.end_everywhere(harness, chance, seconds)


def kills(harness: Harness, chance: random.Random, seconds: float) -> Facts:
    """Web, worker and clients are killed at any moment."""
    harness.begin()
    counted: Counter[str] = Counter()

    def blow() -> None:
        name = chance.choice(["web", "web", "worker", *clients()])
        is_part = name == "web" and chance.random() < 0.5
        counted[name] += harness.family.kill(name, only_child=is_part)

    under_load(harness, chance, seconds, blow)
    return {"killed": dict(counted)}


def frozen(harness: Harness, chance: random.Random, seconds: float) -> Facts:
    """Web and workers stand still at any moment, every second time past their leases, and go on.

    On PostgreSQL another worker takes over what the one that stands still has in hand.
    """
    harness.begin()
    names = ["web", "worker"]
    if os.environ["LIENTHONG_DATABASE"]:
        harness.family.start("another", harness.work)
        names.append("another")
    counted: Counter[str] = Counter()

    def blow() -> None:
        name = chance.choice(names)
        counted[name] += 1
        stand_still(harness, chance, name, past_leases=counted.total() % 2 == 1)

    under_load(harness, chance, seconds, blow)
    return {"stood still": dict(counted)}


def dark(harness: Harness, chance: random.Random, seconds: float) -> Facts:
    """The whole machine goes dark, and what was not flushed is gone: contents, names, rows.

    At last once more, when every client has its answers.
    """
    machine = darkness.Machine(harness, chance)
    harness.begin()
    under_load(harness, chance, seconds, machine.go_dark)
    machine.go_dark(keeps_some=False)
    return {"dark": machine.times, "unflushed": machine.lost}


def network(harness: Harness, chance: random.Random, seconds: float) -> Facts:
    """Lines between clients, server and receiver of hooks are bad."""
    _bad_lines(harness, chance)
    under_load(harness, chance, seconds, lambda: None, through=harness.wire)
    return {"requests": _requests(harness)}


def _bad_lines(harness: Harness, chance: random.Random) -> None:
    """Begin with a bad line before the web server, and one before the receiver of hooks."""
    from torture.wire import Wire

    seed, ports, told = chance.random(), harness.ports, str(harness.folder / "wire.txt")
    for name, behind in (("wire", "web"), ("hook-wire", "receiver")):
        wire = Wire(ports[name], ports[behind], random.Random(f"{seed} {name}"), told)
        harness.family.start(name, wire.carry)
    harness.begin(hook_address=f"http://127.0.0.1:{ports['hook-wire']}/")


def _requests(harness: Harness) -> Facts:
    return dict(Counter((harness.folder / "wire.txt").read_text().splitlines()))


def clocks(harness: Harness, chance: random.Random, seconds: float) -> Facts:
    """The installation's clock is stepped forward and back by up to an hour."""
    harness.begin()
    steps: list[int] = []

    def blow() -> None:
        steps.append(chance.randint(-3600, 3600) - round(clock.offset()))
        clock.step(seconds=steps[-1])

    under_load(harness, chance, seconds, blow)
    return {"steps": steps}


def disk(harness: Harness, chance: random.Random, seconds: float) -> Facts:
    """The disk of the installation is full from time to time. Needs a small disk of its own."""
    home = Path(os.environ["LIENTHONG_HOME"])
    if not os.path.ismount(home):
        return {"skipped": "the installation has no small disk of its own (run as root)"}
    harness.begin()
    filler, times = home / "filler", 0

    def blow() -> None:
        nonlocal times
        if filler.exists():
            filler.unlink()
            return
        times += _filled(filler, left=chance.choice([0, 2**16, 2**18]))

    under_load(harness, chance, seconds, blow, at_last=lambda: filler.unlink(missing_ok=True))
    return {"filled": times}


def _filled(filler: Path, *, left: int) -> bool:
    """Fill the disk but for so many bytes; False when others were quicker."""
    with filler.open("wb", buffering=0) as file:
        try:
            free = shutil.disk_usage(filler).free
            os.posix_fallocate(file.fileno(), 0, max(1, free - left))
        except OSError:
            return False
    return True


def mixed(harness: Harness, chance: random.Random, seconds: float) -> Facts:
    """Bad lines, a wrong clock, and processes that are killed, all at once."""
    _bad_lines(harness, chance)
    counted: Counter[str] = Counter()

    def blow() -> None:
        name = chance.choice(["web", "worker", *clients()])
        counted[name] += harness.family.kill(name, only_child=name == "web")
        clock.step(seconds=chance.randint(-1800, 1800) - round(clock.offset()))

    under_load(harness, chance, seconds, blow, through=harness.wire)
    return {"killed": dict(counted), "requests": _requests(harness)}


def database(harness: Harness, chance: random.Random, seconds: float) -> Facts:
    """PostgreSQL is killed with all its processes, and started again."""
    pair = harness.databases
    if not isinstance(pair, postgres.Pair):
        return {"skipped": "needs PostgreSQL"}
    harness.begin()
    times = 0

    def blow() -> None:
        nonlocal times
        pair.primary.kill()
        harness.comes(lambda: False, within=chance.uniform(0, 1))
        pair.primary.start()
        times += 1

    under_load(harness, chance, seconds, blow)
    return {"killed": times}


def line(harness: Harness, chance: random.Random, seconds: float) -> Facts:
    """The line between web, worker and PostgreSQL is bad: cut, slow, silent, answers lost."""
    far = harness.databases
    if not isinstance(far, Distant):
        return {"skipped": "needs PostgreSQL"}
    harness.begin()
    far.be_bad()
    under_load(harness, chance, seconds, lambda: None, at_last=far.be_good)
    return {"requests": far.done}


def failover(harness: Harness, chance: random.Random, seconds: float) -> Facts:
    """The primary is killed, its synchronous standby promoted; then the other follows anew."""
    pair = harness.databases
    if not isinstance(pair, postgres.Pair):
        return {"skipped": "needs PostgreSQL"}
    pair.be_two()
    harness.begin()
    times = 0

    def blow() -> None:
        nonlocal times
        pair.fail_over()
        harness.comes(lambda: False, within=chance.uniform(0, 1))
        pair.be_two()
        times += 1

    under_load(harness, chance, seconds, blow)
    return {"failed over": times}


def cluster(harness: Harness, chance: random.Random, seconds: float) -> Facts:
    """Three servers of Patroni's: the leader is killed with its Patroni, and comes back later."""
    servers = harness.databases
    if not isinstance(servers, patroni.Cluster):
        return {"skipped": patroni.MISSING}
    harness.begin()
    times = 0

    def blow() -> None:
        nonlocal times
        harness.wait(lambda: servers.is_whole, "Patroni's servers do not find together")
        dead = servers.leader()
        dead.kill()
        harness.wait(lambda: _leads_another(servers, dead), "nobody leads instead")
        dead.start()
        times += 1

    under_load(harness, chance, seconds, blow)
    return {"failed over": times}


def _leads_another(servers: patroni.Cluster, dead: patroni.Node) -> bool:
    try:
        return servers.leader() is not dead
    except LookupError:
        return False


ROUNDS: dict[str, Callable[[Harness, random.Random, float], Facts]] = {
    "kills": kills,
    "frozen": frozen,
    "network": network,
    "clocks": clocks,
    "disk": disk,
    "mixed": mixed,
    "database": database,
    "line": line,
    "failover": failover,
    "cluster": cluster,
    "commits": commits,
    "calls": calls,
    "dark": dark,
    "points": points,
    "main-points": main_points,
}
# Those that hurt PostgreSQL and nothing else, and those that have one of their own for that.
OF_DATABASES = ("database", "line", "failover", "cluster", "commits")
OWN_SERVERS = (*OF_DATABASES, "calls", "dark")
_SERVERS: dict[str, type[postgres.Pair | patroni.Cluster]] = {
    "cluster": patroni.Cluster,
    "line": Distant,
    "dark": darkness.Dim,
}


def play(name: str, folder: Path, *, seed: int, seconds: float, tables: str = "") -> Facts:
    """Play one round on the installation of this environment and have it checked. Raises Failed.

    tables: address of a database whose tables a server of the round's own begins with.
    """
    harness, begun = Harness(folder), time.monotonic()
    if name == "cluster" and not patroni.is_installed():
        return {"skipped": patroni.MISSING}
    if name == "calls" and not system_calls.load_before(folder):
        return {"skipped": system_calls.MISSING}
    if name == "dark" and not darkness.load_before():
        return {"skipped": darkness.MISSING}
    if tables:
        harness.databases = _SERVERS.get(name, postgres.Pair).with_tables_of(tables)
        os.environ["LIENTHONG_DATABASE"] = harness.databases.address
    try:
        load()
        facts = ROUNDS[name](harness, random.Random(seed), seconds)
        if "skipped" not in facts:
            facts["deaths"] = harness.family.deaths
            harness.quiet()
            facts["checked"] = harness.check()
    finally:
        signal.alarm(0)
        harness.family.stop(by=9)
        if harness.databases:
            harness.databases.remove(logs=folder)
        if name == "dark":
            darkness.leave()
    return facts | {"seconds": round(time.monotonic() - begun, 1)}


_SECONDS_TO_BEGIN = 20


class Stuck(BaseException):
    """A round was told to end; not for those who expect failures, and try again."""


def _stuck(_signal: int, _frame: object) -> NoReturn:
    """End in order: what a round has started ends with it, and where it stood is told.

    What is raised where Python tidies up is lost: it is raised again until the ending has begun.
    """
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # once is enough, and ending takes a while
    signal.alarm(_SECONDS_TO_BEGIN)
    raise Stuck("stuck: it was told to end")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m torture.rounds", description=__doc__)
    parser.add_argument("name", choices=ROUNDS)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--tables", default="", help="database to copy for a server of its own")
    words = vars(parser.parse_args())
    for each in (signal.SIGTERM, signal.SIGALRM):
        signal.signal(each, _stuck)
    try:
        print(json.dumps(play(words.pop("name"), words.pop("folder"), **words)))
    except (Failed, AssertionError, Stuck):
        traceback.print_exc()
        sys.exit(1)


if __name__ == "__main__":
    main()
