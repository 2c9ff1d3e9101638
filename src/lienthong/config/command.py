"""The `lienthong` command: every management command of every package under one name."""

import os
import secrets
import sys


def main() -> None:
    """Run `lienthong NAME …`; `lienthong verify` needs no installation and leaves none behind."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lienthong.config.settings")
    if sys.argv[1:2] == ["verify"]:
        os.environ.setdefault("LIENTHONG_SECRET_KEY", secrets.token_urlsafe(48))
    from django.core.management import execute_from_command_line  # noqa: PLC0415

    execute_from_command_line(["lienthong", *sys.argv[1:]])


if __name__ == "__main__":
    main()
