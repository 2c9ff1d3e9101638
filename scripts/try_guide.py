"""Follow docs/howto/install-a-server.md on a fresh Debian, block by block, as it stands there.

    debootstrap trixie FOLDER
    python scripts/try_guide.py FOLDER [--bind /folder …] [--copy /etc/file …]

Runs as root in a chroot, which shares network and processors with this machine but no file. There
is no systemd in it: what `systemctl` would start in blocks marked `sh systemd` is started by hand,
with the lines of the units; their other lines run as they are. Ports 80, 443, 5432, 8000 are used.
--copy and --bind bring what this machine needs to reach its package archives. The guide itself is
changed by nothing. Exits 1 at the first block that fails.
"""

import argparse
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
GUIDE = ROOT / "docs" / "howto" / "install-a-server.md"
SEARCHED = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
BLOCK = re.compile(r"^```sh( systemd)?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# Daemons of packages are started by systemd or not at all.
NO_DAEMONS = "#!/bin/sh\nexit 101\n"
BY_HAND = {
    "postgresql": "pg_ctlcluster $(ls /etc/postgresql) main start",
    "lienthong-web": "lienthong-web.service",
    "lienthong-worker": "lienthong-worker.service",
    "nginx": "nginx",
}
SERVED = "http://127.0.0.1:8000/healthz"


def blocks(text: str) -> list[tuple[bool, str]]:
    """Return the blocks of a guide in order: whether systemd is needed, and the commands."""
    return [(bool(marked), commands) for marked, commands in BLOCK.findall(text)]


def main() -> int:
    arguments = _arguments()
    folder = arguments.folder.resolve()
    _prepare(folder, arguments.copy)
    with _mounted(folder, arguments.bind):
        for number, (needs_systemd, commands) in enumerate(blocks(GUIDE.read_text("utf-8")), 1):
            started = time.monotonic()
            print(f"== block {number}{' (by hand)' if needs_systemd else ''}\n{commands}", end="")
            status = _by_hand(folder, commands) if needs_systemd else _run(folder, commands)
            print(f"-- {time.monotonic() - started:.1f} s, exit {status}", flush=True)
            if status:
                return 1
    return 0


def _prepare(folder: Path, copies: list[Path]) -> None:
    (folder / "usr/sbin/policy-rc.d").write_text(NO_DAEMONS)
    (folder / "usr/sbin/policy-rc.d").chmod(0o755)
    for path in copies:
        target = folder / path.relative_to("/")
        target.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run(["cp", "-a", "-T", path, target], check=True)
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    names = [name for name in listed.splitlines() if (ROOT / name).is_file()]
    subprocess.run(
        ["tar", "-czf", folder / "opt/lienthong.tar.gz", "--transform", "s,^,source/,", "-T", "-"],
        cwd=ROOT, input="\n".join(names), text=True, check=True,
    )  # fmt: skip


@contextmanager
def _mounted(folder: Path, binds: list[Path]) -> Iterator[None]:
    places = [Path("/proc"), Path("/dev"), *binds]
    for place in places:
        (folder / place.relative_to("/")).mkdir(parents=True, exist_ok=True)
        subprocess.run(["mount", "--bind", place, folder / place.relative_to("/")], check=True)
    try:
        yield
    finally:
        _end_processes(folder)
        for place in reversed(places):
            subprocess.run(["umount", "-l", folder / place.relative_to("/")], check=False)


def _run(folder: Path, commands: str) -> int:
    """Run a block; the guide goes on in the folder of the program, as its reader does."""
    there = "cd /opt/lienthong/source 2>/dev/null || cd /\n"
    clean = ["/usr/bin/env", "-i", SEARCHED, "DEBIAN_FRONTEND=noninteractive", "LC_ALL=C.UTF-8"]
    command = ["chroot", str(folder), *clean, "bash", "-e", "-c", there + commands]
    return subprocess.run(command, check=False).returncode


def _by_hand(folder: Path, commands: str) -> int:
    """Start what `systemctl` would start, wait until it serves, and run the other lines."""
    for line in commands.splitlines():
        status = _instead(folder, line) if line.startswith("systemctl") else _run(folder, line)
        if status:
            return status
    return 0


def _instead(folder: Path, line: str) -> int:
    for name, how in BY_HAND.items():
        if not re.search(rf"(enable --now|reload) .*\b{name}\b", line):
            continue
        started = _of_unit(folder, name, how) if how.endswith(".service") else how
        if status := _run(folder, started):
            return status
    return _until_served(folder) if "lienthong-web" in line else 0


def _of_unit(folder: Path, name: str, unit: str) -> str:
    text = (folder / "etc/systemd/system" / unit).read_text()
    program = re.search(r"^ExecStart=\S+/lienthong (.*)$", text, re.MULTILINE)
    assert program is not None
    return f"nohup lienthong {program[1]} >/var/log/{name}.log 2>&1 &"


def _until_served(folder: Path) -> int:
    asked = f"import urllib.request as r; r.urlopen('{SERVED}')"
    for _attempt in range(300):
        time.sleep(2)
        if _run(folder, f'python3 -c "{asked}" 2>/dev/null') == 0:
            return 0
    _run(folder, "tail -n 20 /var/log/lienthong-*.log")
    return 1


def _end_processes(folder: Path) -> None:
    """End what was started in the folder, and nothing else."""
    for process in Path("/proc").glob("[0-9]*"):
        try:
            is_ours = (process / "root").resolve() == folder
        except OSError:
            continue
        if is_ours:
            subprocess.run(["kill", "-9", process.name], check=False)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path, help="a fresh Debian, as debootstrap makes it")
    parser.add_argument("--copy", type=Path, action="append", default=[], help="file or folder")
    parser.add_argument("--bind", type=Path, action="append", default=[], help="folder")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
