"""`make bench` and `make bench-peers`: every figure of one run, as tables and as JSON."""

import json
import platform
import shutil
import time
from dataclasses import asdict, is_dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from bench.disks import Flushes, built_library
from bench.floor import floor
from bench.goals import told
from bench.installations import installations
from bench.letters import letter
from bench.measuring import Found, measured_mail, measured_ours
from bench.peers import mail, pyhanko
from bench.plan import Wish, wish
from bench.table import print_goals, print_line


def main() -> None:
    """Measure the floor, the peers and our installations; print the goals; leave the JSON."""
    wanted = wish()
    _require_peers(wanted)
    wanted.folder.mkdir(exist_ok=True)
    folder = Path(mkdtemp(prefix="bench-", dir=wanted.folder))
    folder.chmod(0o755)
    found: Found = {
        "on": time.strftime("%Y-%m-%d %H:%M"),
        "machine": f"{platform.machine()}, Python {platform.python_version()}",
        "plan": asdict(wanted.plan),
    }
    try:
        _measure(found, wanted, folder.resolve())
    finally:
        wanted.out.write_text(json.dumps(found, ensure_ascii=False, indent=1, default=_plain))
        shutil.rmtree(folder, ignore_errors=True)
    for kind in (kind for kind in wanted.databases if kind in found):
        print_goals(kind, told(json.loads(json.dumps(found, default=_plain)), kind))
    print(f"\n{wanted.out} has it all.")


def _measure(found: Found, wanted: Wish, folder: Path) -> None:
    plan, library, pdf = wanted.plan, built_library(folder), letter()
    print("P4, the floor: hash 300 KB, check a signature, file and commit on disk")
    found["floor"] = {
        str(count): round(floor(processes=count, seconds=plan.seconds / 4, folder=folder), 1)
        for count in (1, 2)
    }
    print_line("documents/s", found["floor"])
    found["pyhanko"] = {"rate": pyhanko.rate(pdf, processes=2, seconds=plan.seconds / 4)}
    print_line("pyHanko", found["pyhanko"])
    if wanted.with_peers:
        place = folder / "mail"
        place.mkdir()
        server = mail.MailServer(place, Flushes(library, place / "flushes"))
        print("P1: Postfix and Dovecot, letters signed by their senders")
        found["mail"] = measured_mail(server, pdf, plan)
    with installations(folder, list(wanted.databases), library) as made:
        for installation in made:
            found[installation.kind] = measured_ours(installation, plan)


def _require_peers(wanted: Wish) -> None:
    """End with what to do when a peer is missing and may not be installed."""
    if not wanted.with_peers or not (names := mail.missing()):
        return
    if not wanted.may_install:
        raise SystemExit(
            f"{', '.join(names)}: not installed. As root: make bench-peers INSTALL=yes"
        )
    mail.install()


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    raise TypeError(type(value))


if __name__ == "__main__":
    main()
