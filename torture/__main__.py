"""`make torture`: rounds on both databases until the time is up, a table of them, and their JSON.

What failed is told with its seed, and what it left is kept as evidence.
"""

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from torture import postgres
from torture.harness import environment_of
from torture.rounds import OF_DATABASES, OWN_SERVERS, ROUNDS

_SMALL_DISK = "size=256m"
# Seconds that a round may take besides those of its load before it counts as stuck, and that it
# has then to end what it has started.
_LONGEST, _TO_END = 1200.0, 180.0
_PLAN = [name for name in ROUNDS if name != "main-points"]
Facts = dict[str, Any]


class Torturer:
    """Plays rounds one after the other. tables: by kind, what an installation begins with."""

    def __init__(self, words: argparse.Namespace, work: Path) -> None:
        self.words, self.work, self.done = words, work, list[Facts]()
        self.tables: dict[str, str] = {}

    @contextmanager
    def prepared(self) -> Iterator[None]:
        """Migrate once a kind of database; a missing one is said."""
        kinds, server = self.words.databases.split(","), None
        if "sqlite" in kinds:
            home = self._home("tables")
            self._migrate(home, "")
            self.tables["sqlite"] = str(home / "lienthong.sqlite3")
        if "postgresql" in kinds and postgres.programs() is None:
            print("PostgreSQL is not installed: left out (apt-get install postgresql)")
        elif "postgresql" in kinds:
            folder = postgres.own_folder()
            server = postgres.Server(folder / "data").make()
            server.say("CREATE DATABASE tables")
            self.tables["postgresql"] = f"postgresql://lienthong@{server.place}/tables"
            self._migrate(self._home("no-tables"), self.tables["postgresql"])
        self.server = server
        try:
            yield
        finally:
            if server is not None:
                server.kill()
                shutil.rmtree(server.folder.parent, ignore_errors=True)

    def _home(self, name: str) -> Path:
        home = self.work / name / "home"
        home.mkdir(parents=True)
        return home

    def _migrate(self, home: Path, database: str) -> None:
        words = [sys.executable, "-m", "lienthong.config.command", "migrate", "--verbosity=0"]
        subprocess.run(words, env=environment_of(home, database), cwd=home, check=True)

    def play(self, name: str, kind: str, seed: int) -> bool:
        """Play one round on a fresh installation; say whether everything held."""
        folder = self.work / f"{len(self.done) + 1:03d}-{name}-{kind}-{seed}"
        home = folder / "home"
        home.mkdir(parents=True)
        with _small_disk(home, is_wanted=name == "disk"):
            found = self._run(name, kind, seed, folder)
        self.done.append(found)
        print(_line(found), flush=True)
        if found["held"]:
            shutil.rmtree(folder, ignore_errors=True)
        return bool(found["held"])

    def _run(self, name: str, kind: str, seed: int, folder: Path) -> Facts:
        database, words = self._database(name, kind, folder)
        program = [sys.executable, "-W", "ignore", "-m", "torture.rounds", name]
        program += [str(folder / "evidence"), f"--seed={seed}", f"--seconds={self.words.seconds}"]
        begun, facts = time.monotonic(), {"round": name, "database": kind, "seed": seed}
        status, said, problem = self._ended(
            [*program, *words], folder, environment_of(folder / "home", database)
        )
        facts["seconds"] = round(time.monotonic() - begun, 1)
        if status:
            (folder / "problem.txt").write_text(problem)
            last = problem.strip().splitlines()[-1:] or ["?"]
            return {**facts, "held": False, "problem": last[0][:500], "evidence": str(folder)}
        return {**json.loads(said.splitlines()[-1]), **facts, "held": True}

    def patience(self) -> float:
        """Return for how many seconds a round may go on."""
        return float(self.words.seconds) + _LONGEST

    def _ended(
        self, program: list[str], folder: Path, environment: dict[str, str]
    ) -> tuple[int, str, str]:
        """Run a round to its end; return its status and what it said.

        One that takes too long is told to end, so that it ends what it has started as well.
        """
        with subprocess.Popen(
            program,
            env=environment,
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        ) as running:
            for patience, then in ((self.patience(), running.terminate), (_TO_END, running.kill)):
                try:
                    said, problem = running.communicate(timeout=patience)
                    return running.returncode, said, problem
                except subprocess.TimeoutExpired:
                    then()
            return running.wait(), "", "stuck, and did not end when it was told"

    def _database(self, name: str, kind: str, folder: Path) -> tuple[str, list[str]]:
        """Return the database of a round, filled with tables, and words for the round."""
        if kind == "sqlite":
            shutil.copy(self.tables["sqlite"], folder / "home" / "lienthong.sqlite3")
            return "", []
        if name in OWN_SERVERS:
            return "", [f"--tables={self.tables['postgresql']}"]
        assert self.server is not None
        own = f"round_{len(self.done) + 1}"
        self.server.say(f"CREATE DATABASE {own} TEMPLATE tables")
        return self.tables["postgresql"].rpartition("/")[0] + f"/{own}", []


@contextmanager
def _small_disk(folder: Path, *, is_wanted: bool) -> Iterator[None]:
    """Put a folder on a small disk of its own, where this user may mount one."""
    mount = ["mount", "-t", "tmpfs", "-o", _SMALL_DISK, "torture", str(folder)]
    is_there = is_wanted and not subprocess.run(mount, check=False, capture_output=True).returncode
    try:
        yield
    finally:
        if is_there:
            kept = folder.with_name("home-of-small-disk")
            shutil.copytree(folder, kept, ignore=shutil.ignore_patterns("filler"))
            subprocess.run(["umount", "--lazy", str(folder)], check=True)


def _line(found: Facts) -> str:
    head = f"{found['round']:<10} {found['database']:<11} {found['seed']:>10}"
    if not found["held"]:
        return f"{head}  FAILED  {found['problem']}\n{'':34}evidence: {found['evidence']}"
    if "skipped" in found:
        return f"{head}  skipped: {found['skipped']}"
    checked = found["checked"]
    return (
        f"{head}  {found['seconds']:6.0f} s  {_faults(found):>5} faults  "
        f"{checked.get('acknowledged', 0):>5} acknowledged  {checked['deliveries']:>5} deliveries  "
        f"{checked['receipts']:>4} receipts  {checked['records']:>5} records"
    )


def _faults(found: Facts) -> int:
    """How often something was done to the installation in a round."""
    killed = found.get("killed", 0)
    counted: list[int] = [
        *(many for what, many in found.get("requests", {}).items() if what != "none"),
        *(killed.values() if isinstance(killed, dict) else [killed]),
        *found.get("stood still", {}).values(),
        len(found.get("points", ())),
        len(found.get("steps", ())),
        found.get("filled", 0),
        found.get("failed over", 0),
        found.get("dark", 0),
    ]
    return sum(counted)


def _plan(words: argparse.Namespace, kinds: list[str], chance: random.Random) -> Iterator[Facts]:
    """Every round on every database, again and again, each time with another seed."""
    while True:
        for name in [words.round] if words.round else _PLAN:
            for kind in kinds:
                if kind == "postgresql" or name not in OF_DATABASES:
                    seed = words.seed if words.seed is not None else chance.randrange(10**9)
                    yield {"name": name, "kind": kind, "seed": seed}


def _words() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make torture", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0, help="begin no round after this")
    parser.add_argument("--seconds", type=float, default=20.0, help="of load in each round")
    parser.add_argument("--databases", default="sqlite,postgresql")
    parser.add_argument("--round", choices=list(ROUNDS), help="only this one")
    parser.add_argument("--seed", type=int, help="of each round; without it, another every time")
    parser.add_argument("--folder", default="var/torture", help="of evidence and the JSON")
    return parser.parse_args()


def main() -> None:
    words = _words()
    out = Path(words.folder).resolve()
    out.mkdir(parents=True, exist_ok=True)
    torturer = Torturer(words, Path(mkdtemp(prefix="run-", dir=out)))
    with torturer.prepared():
        until = time.monotonic() + words.minutes * 60
        for one in _plan(words, list(torturer.tables), random.Random()):
            torturer.play(**one)
            if time.monotonic() > until or (words.seed is not None and words.round):
                break
    _told(torturer, out)


def _told(torturer: Torturer, out: Path) -> None:
    """Print the sum, leave the JSON, and end with 1 when anything did not hold."""
    failed = [one for one in torturer.done if not one["held"]]
    by_name = Counter(one["round"] for one in torturer.done)
    told = {"on": time.strftime("%Y-%m-%d %H:%M"), "rounds": torturer.done}
    (out / "torture.json").write_text(json.dumps(told, ensure_ascii=False, indent=1))
    print(f"\n{len(torturer.done)} rounds ({dict(by_name)}), {len(failed)} failed")
    print(f"{sum(map(_faults, torturer.done))} faults; {out / 'torture.json'} has it all.")
    for one in failed:
        again = f"--round {one['round']} --databases {one['database']} --seed {one['seed']}"
        again += f" --seconds {torturer.words.seconds:g}"
        print(f'FAILED: make torture TORTURE="{again}"', file=sys.stderr)
    if not failed:
        shutil.rmtree(torturer.work, ignore_errors=True)
    sys.exit(bool(failed))


if __name__ == "__main__":
    os.umask(0o022)
    main()
