"""The server of one installation of the play, without the files of its pages.

Nobody looks at pages while the story is told; collecting their files takes longer than all of it.
"""

import os
import sys


def main(port: int) -> None:
    """Serve until killed."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lienthong.config.settings")
    import django  # noqa: PLC0415

    django.setup()
    from lienthong.config.serving.first_process import web_server  # noqa: PLC0415

    web_server(host="127.0.0.1", port=port, workers=1).serve()


if __name__ == "__main__":
    main(int(sys.argv[1]))
