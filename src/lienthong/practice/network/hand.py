"""The hand inside one installation: does what it is told line by line, and says what came of it."""

import json
import os
import sys
from typing import Any


def main() -> None:
    """Read acts as JSON from standard input until its end; answer each with a line of JSON."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lienthong.config.settings")
    import django  # noqa: PLC0415

    django.setup()
    answers, sys.stdout = sys.stdout, sys.stderr
    for line in sys.stdin:
        answers.write(json.dumps(_done(json.loads(line)), ensure_ascii=True) + "\n")
        answers.flush()


def _done(told: dict[str, Any]) -> dict[str, Any]:
    from lienthong.kernel.refusals import Refusal  # noqa: PLC0415
    from lienthong.practice.network.acts import ACTS  # noqa: PLC0415
    from lienthong.webkit.wording import fill  # noqa: PLC0415

    try:
        return ACTS[told.pop("act")](**told)
    except Refusal as refusal:
        return {"refused": refusal.code, "said": fill(refusal.sentence, refusal.facts)}


if __name__ == "__main__":
    main()
