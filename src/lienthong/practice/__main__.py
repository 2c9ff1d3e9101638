"""`make demo`: make an installation, play the main job in it, serve the pages."""

import argparse
import os
import sys
import time
from pathlib import Path
from typing import NoReturn

from lienthong.practice import failures
from lienthong.practice.failures import DemoStopped, failure_of
from lienthong.practice.names import INSTALLATION, TIME_STAMPER


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise DemoStopped(failures.unknown_option(message))


def main() -> int:
    """Return 0 when the job was played through; serving ends with Ctrl+C.

    1 after a refusal or a known failure was told; what is neither is a bug and ends in a trace.
    """
    try:
        return _run(_arguments())
    except Exception as error:
        failure = failure_of(error)
        if failure is None:
            raise
        failures.tell(failure)
        return 1


def _run(arguments: argparse.Namespace) -> int:
    file = Path(arguments.file) if arguments.file else None
    if arguments.serve == "yes":
        failures.require_free_port(arguments.port)
    if file is not None:
        failures.require_file(file)
    with failures.hold_home(Path(os.environ.get("LIENTHONG_HOME", "var"))):
        return _play(arguments, file)


def _play(arguments: argparse.Namespace, file: Path | None) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lienthong.config.settings")
    os.environ.setdefault("LIENTHONG_TIME_STAMPER", TIME_STAMPER)
    os.environ.setdefault("LIENTHONG_LOG_LEVEL", "warning")  # the story is told, not logged
    # The first request loads the whole interface; on a busy machine that would be told as slow.
    os.environ.setdefault("LIENTHONG_SLOW_REQUEST", "30")
    os.environ.setdefault("LIENTHONG_INSTALLATION", INSTALLATION)
    import django  # noqa: PLC0415

    django.setup()
    from django.conf import settings  # noqa: PLC0415

    failures.require_settings(
        hosts=settings.ALLOWED_HOSTS,
        behind_tls=settings.SESSION_COOKIE_SECURE,
        is_served=arguments.serve == "yes",
    )
    from lienthong.practice import show  # noqa: PLC0415

    has_readers = arguments.serve != "no"
    status = show.play(file, started=time.perf_counter(), is_served=has_readers)
    if status == 0 and arguments.serve == "yes":
        show.serve(port=arguments.port)
    return status


def _arguments() -> argparse.Namespace:
    parser = _Parser(prog="make demo", description=__doc__)
    parser.add_argument("--file", help="a PDF or an edXML package of your own")
    # later: somebody else serves it, so something is left to do, as with yes.
    parser.add_argument("--serve", choices=["yes", "no", "later"], default="yes")
    parser.add_argument("--port", type=int, default=8000)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
