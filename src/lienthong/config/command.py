"""The `lienthong` command: every management command of every package under one name."""

import os
import sys


def main() -> None:
    """Run `lienthong NAME …`; `lienthong verify` needs no installation and no database."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lienthong.config.settings")
    from django.core.management import execute_from_command_line  # noqa: PLC0415

    execute_from_command_line(["lienthong", *sys.argv[1:]])


if __name__ == "__main__":
    main()
