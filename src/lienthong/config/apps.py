from typing import Any

from django.apps import AppConfig, apps
from django.db import connections
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate, pre_migrate

from lienthong.tables.names import teach_order

_NEVER_ASKED_FOR = ("redoc*", "htmx-4*", "htmax*")


class ConfigConfig(AppConfig):
    name = "lienthong.config"

    def ready(self) -> None:
        from lienthong.config import wiring  # noqa: PLC0415

        wiring.wire()
        # What libraries bring and no page of ours asks for.
        collected: Any = apps.get_app_config("staticfiles")
        collected.ignore_patterns = [*collected.ignore_patterns, *_NEVER_ASKED_FOR]
        connection_created.connect(_prepare)
        # Once around all migrations; an app without tables, as this one, is not told of them.
        owner = apps.get_app_config("ledger")
        pre_migrate.connect(_lift, sender=owner)
        post_migrate.connect(_guard, sender=owner)


def _prepare(connection: Any, **_facts: Any) -> None:
    from lienthong.config import database_rights  # noqa: PLC0415  it needs the settings

    database_rights.prepare_connection(connection)
    teach_order(connection)


def _lift(using: str, plan: list[Any], **_facts: Any) -> None:
    """Migrations may rebuild tables and move rows; where no step is left, all stays guarded."""
    from lienthong.config import database_rights  # noqa: PLC0415

    if plan and database_rights.owns_tables(connections[using]):
        database_rights.lift_guards(connections[using])


def _guard(using: str, **_facts: Any) -> None:
    """Whatever has been made is guarded, and the role of web and workers may use it."""
    from lienthong.config import database_rights  # noqa: PLC0415
    from lienthong.config.database import web_role  # noqa: PLC0415
    from lienthong.config.settings import ENVIRONMENT  # noqa: PLC0415

    connection = connections[using]
    if not database_rights.owns_tables(connection):
        return
    database_rights.set_guards(connection)
    if role := web_role(ENVIRONMENT):
        database_rights.grant_web_role(connection, role)
