"""`lienthong databaserights`: what web and workers may do with the tables, set anew."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection

from lienthong.config.database import web_role
from lienthong.config.database_rights import grant_web_role, owns_tables, set_guards
from lienthong.config.settings import ENVIRONMENT
from lienthong.webkit.commands import WrongUse


class Command(BaseCommand):
    help = "Guard the append-only tables and give the role of web and workers its rights."

    def handle(self, **_options: Any) -> None:
        if not owns_tables(connection):
            raise WrongUse("this role does not own the tables; set LIENTHONG_DATABASE_OWNER")
        self.stdout.write(f"guarded\t{set_guards(connection)}")
        if role := web_role(ENVIRONMENT):
            grant_web_role(connection, role)
            self.stdout.write(f"role\t{role}")
