"""`make demo-network`: make three installations, play the story between them, serve their pages."""

import argparse
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

from lienthong.practice import failures
from lienthong.practice.failures import DemoStopped, failure_of
from lienthong.practice.names import PASSWORD
from lienthong.practice.network.data import BINH_DUONG, DONG_NAI, LOOK_AT, MIDDLE
from lienthong.practice.network.site import Site, Stopped
from lienthong.practice.network.story import Story

_DATABASE = "lienthong.sqlite3"


def main() -> int:
    """Return 0 when the story was played through, 1 when something stopped it."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # its servers end with it, as on ^C
    try:
        arguments = _arguments()
        with failures.hold_home(arguments.home) as _held:
            return _play(arguments)
    except Stopped as stopped:
        sys.stderr.write(f"{stopped}\n")
        return 1
    except Exception as error:
        failure = failure_of(error)
        if failure is None:
            raise
        failures.tell(failure)
        return 1


def _play(arguments: argparse.Namespace) -> int:
    started = time.perf_counter()

    def say(title: str, words: str) -> None:
        sys.stdout.write(f"{time.perf_counter() - started:6.1f} s  {title:<20} {words}\n")
        sys.stdout.flush()

    with _three(arguments.home, arguments.port) as sites:
        say("Ba bản cài", f"đang tạo cơ sở dữ liệu / making the tables, in {arguments.home}")
        _begin_anew(sites)
        Story(sites, say).play()
        if arguments.serve == "yes":
            _serve(sites)
    return 0


@contextmanager
def _three(home: Path, port: int) -> Iterator[list[Site]]:
    for each in range(port, port + 3):
        failures.require_free_port(each)
    sites = [
        Site(place, home.resolve() / place.key, port=port + number)
        for number, place in enumerate((MIDDLE, DONG_NAI, BINH_DUONG))
    ]
    try:
        yield sites
    finally:
        for site in sites:
            site.end()


def _begin_anew(sites: list[Site]) -> None:
    """Each run begins with empty installations; the tables are made once and copied."""
    for site in sites:
        shutil.rmtree(site.home, ignore_errors=True)
        site.home.mkdir(parents=True, mode=0o700)
    first, *others = sites
    _run(first, "migrate", "--verbosity", "0")
    for site in others:
        shutil.copy(first.home / _DATABASE, site.home / _DATABASE)


def _serve(sites: list[Site]) -> None:
    """Serve the pages of all three, with a worker each, until Ctrl+C."""
    sys.stdout.write("\nĐang chuẩn bị các trang / preparing the pages …\n")
    first, *others = sites
    _run(first, "collectstatic", "--verbosity", "0", "--no-input")
    for site in others:
        shutil.copytree(first.home / "static", site.home / "static", dirs_exist_ok=True)
    workers = []
    for site in sites:
        site.cut()
        workers.append(subprocess.Popen(_command("worker"), env=site.environment))  # noqa: S603
        site.serve()
    sys.stdout.write(f"Mở / open, mật khẩu / password {PASSWORD}:\n")
    for site in sites:
        users = ", ".join([*(one.user for one in site.place.offices), site.place.operator])
        sys.stdout.write(f"  {site.address}/  {site.place.name}: {users}\n")
    sys.stdout.write("Nên xem / worth a look:\n")
    addresses = {site.place.key: site.address for site in sites}
    for look in LOOK_AT:
        sys.stdout.write(f"  {addresses[look.place.key]}{look.path}  {look.user}\n")
        sys.stdout.write(f"      {look.what}\n")
    sys.stdout.write("Ctrl+C để dừng / to stop\n")
    sys.stdout.flush()
    try:
        for worker in workers:
            worker.wait()
    except KeyboardInterrupt:
        pass
    finally:
        for worker in workers:
            worker.terminate()
            worker.wait(timeout=60)


def _run(site: Site, *words: str) -> None:
    subprocess.run(_command(*words), env=site.environment, check=True)  # noqa: S603


def _command(*words: str) -> list[str]:
    return [sys.executable, "-m", "lienthong.config.command", *words]


def _arguments() -> argparse.Namespace:
    parser = _Parser(prog="make demo-network", description=__doc__)
    parser.add_argument("--serve", choices=["yes", "no"], default="yes")
    parser.add_argument("--port", type=int, default=8100, help="the first of three")
    home = Path(os.environ.get("LIENTHONG_HOME", "var")) / "network"
    parser.add_argument("--home", type=Path, default=home)
    return parser.parse_args()


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise DemoStopped(failures.unknown_option(message))


if __name__ == "__main__":
    sys.exit(main())
