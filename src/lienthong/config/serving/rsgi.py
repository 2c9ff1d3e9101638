"""The application that the web server runs: `granian --interface rsgi`; `serve` names it."""

from collections.abc import Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

from django.conf import settings
from django.db import close_old_connections

from lienthong.config.database import hurry
from lienthong.config.serving.loading import load_everything
from lienthong.config.serving.orphans import end_with_first_process
from lienthong.config.serving.server import Server
from lienthong.config.serving.waiting import WaitingRoom
from lienthong.config.wsgi import application as django_application
from lienthong.exchange.queries import newest_places
from lienthong.kernel.temporary import use_own_folder


def _newest(agencies: Collection[UUID]) -> Mapping[UUID, int]:
    """Ask the one question of all who wait, on the connection of its own thread."""
    close_old_connections()
    try:
        return newest_places(agencies)
    finally:
        close_old_connections()


# Each process of the server imports this once.
end_with_first_process()
hurry(settings.DATABASES["default"])
use_own_folder(settings.LIENTHONG_HOME / "passing")
application = Server(
    django_application,
    WaitingRoom(_newest, ThreadPoolExecutor(1, thread_name_prefix="waiting")),
    threads=settings.LIENTHONG_THREADS,
    in_pieces=settings.LIENTHONG_PROGRAM_ADDRESSES,
)
load_everything()
