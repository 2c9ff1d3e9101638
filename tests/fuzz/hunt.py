"""Parsers under atheris, each in a process forked from one: `python -m tests.fuzz.hunt FOLDER`."""

import os
import sys
from pathlib import Path

import atheris
import django

SECONDS = 1
RUNS = 2_500

django.setup()
with atheris.instrument_imports(include=["lienthong.formats", "lienthong.blobs"]):
    from tests.fuzz.targets import TARGETS


def main(folder: Path) -> int:
    """Feed each parser for a second; return how many crashed, and print their names."""
    crashed = 0
    for name in TARGETS:
        child = os.fork()
        if child == 0:
            hunt(name, folder / name)
        _pid, status = os.waitpid(child, 0)
        if status:
            sys.stderr.write(f"crashed: {name}\n")
            crashed += 1
    return crashed


def hunt(name: str, folder: Path) -> None:
    """Feed one parser along its branches; the library ends the process, with 0 if all is well."""
    target = TARGETS[name]
    folder.mkdir()
    for number, seed in enumerate(target.seeds):
        (folder / str(number)).write_bytes(seed)
    options = [f"-max_total_time={SECONDS}", f"-runs={RUNS}", "-seed=1", "-max_len=20000"]
    atheris.Setup([sys.argv[0], *options, str(folder)], lambda one: target.run(bytes(one) or b"-"))
    atheris.Fuzz()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
