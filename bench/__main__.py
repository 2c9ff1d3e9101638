"""`make bench` and `make bench-peers`: every figure of one run, as tables and as JSON."""

import platform
import shutil
import sys
import time
from dataclasses import asdict
from functools import partial
from pathlib import Path
from tempfile import mkdtemp

from bench.disks import Flushes, built_library
from bench.floor import floor
from bench.goals import told
from bench.installations import installations
from bench.letters import letter
from bench.measuring import measure_bare, measure_mail, measure_ours
from bench.peers import mail, pyhanko
from bench.plan import Wish, wish
from bench.run import Run
from bench.table import print_goals, print_times


def main() -> None:
    """Measure the floor, the peers and our installations; print the goals; leave the JSON.

    Ends with 1 when a row failed; all others are measured and printed all the same.
    """
    wanted = wish()
    _require_peers(wanted)
    wanted.folder.mkdir(exist_ok=True)
    folder = Path(mkdtemp(prefix="bench-", dir=wanted.folder))
    folder.chmod(0o755)
    facts = {
        "on": time.strftime("%Y-%m-%d %H:%M"),
        "machine": f"{platform.machine()}, Python {platform.python_version()}",
        "plan": asdict(wanted.plan),
    }
    beside = partial(floor, processes=2, seconds=wanted.plan.seconds / 20, folder=folder)
    run = Run(wanted.out, {**facts, **{kind: {} for kind in wanted.databases}}, beside)
    try:
        _measure(run, wanted, folder.resolve())
    finally:
        run.write()
        shutil.rmtree(folder, ignore_errors=True)
    for kind in wanted.databases:
        print_goals(kind, told(run.plain(), kind))
    print_times(run.took, run.failed, run.found.get("floor_beside", {}))
    print(f"\n{wanted.out} has it all.")
    sys.exit(bool(run.failed))


def _measure(run: Run, wanted: Wish, folder: Path) -> None:
    plan, library, pdf = wanted.plan, built_library(folder), letter()
    print("P4, the floor: hash 300 KB, check a signature, file and commit on disk", flush=True)
    with run.row("floor"):
        rates = {
            str(count): round(floor(processes=count, seconds=plan.seconds / 4, folder=folder), 1)
            for count in (1, 2)
        }
        run.keep("floor", rates)
    with run.row("pyhanko"):
        rate = pyhanko.rate(pdf, processes=2, seconds=plan.seconds / 4)
        run.keep("pyhanko", {"rate": rate})
    print("P6: a bare Django view that checks, stores and signs a receipt", flush=True)
    measure_bare(run, folder, Flushes(library, folder / "bare-flushes"), pdf, plan)
    if wanted.with_peers:
        place = folder / "mail"
        place.mkdir()
        server = mail.MailServer(place, Flushes(library, place / "flushes"))
        print("P1: Postfix and Dovecot, letters signed by their senders", flush=True)
        measure_mail(run, server, pdf, plan)
    for kind in wanted.databases:
        with run.row(f"{kind} whole"), installations(folder, [kind], library) as made:
            for installation in made:
                measure_ours(run, installation, plan, wanted.parts)
        shutil.rmtree(folder / kind, ignore_errors=True)


def _require_peers(wanted: Wish) -> None:
    """End with what to do when a peer is missing and may not be installed."""
    if not wanted.with_peers or not (names := mail.missing()):
        return
    if not wanted.may_install:
        raise SystemExit(
            f"{', '.join(names)}: not installed. As root: make bench-peers INSTALL=yes"
        )
    mail.install()


if __name__ == "__main__":
    main()
