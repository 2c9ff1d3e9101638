"""`make demo`: make an installation, play the main job in it, serve the pages."""

import argparse
import os
import sys
import time
from pathlib import Path

TIME_STAMPER = "lienthong.signatures.adapters.time_stamps.stamper_of_this_installation"


def main() -> int:
    """Return 0 when the job was played through; serving ends with Ctrl+C."""
    arguments = _arguments()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lienthong.config.settings")
    os.environ.setdefault("LIENTHONG_TIME_STAMPER", TIME_STAMPER)
    os.environ.setdefault("LIENTHONG_INSTALLATION", "thuc-hanh.dong-nai")
    import django  # noqa: PLC0415

    django.setup()
    from lienthong.practice import show  # noqa: PLC0415

    started = time.perf_counter()
    is_served = arguments.serve != "no"
    file = Path(arguments.file) if arguments.file else None
    status = show.play(file, started=started, is_served=is_served)
    if status == 0 and is_served:
        show.serve(port=arguments.port)
    return status


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make demo", description=__doc__)
    parser.add_argument("--file", help="a PDF or an edXML package of your own")
    parser.add_argument("--serve", choices=["yes", "no"], default="yes")
    parser.add_argument("--port", type=int, default=8000)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
