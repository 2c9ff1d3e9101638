"""Refresh what SQLite knows of its rows, without which it chooses wrong indexes as tables grow."""

from django.db import connection

# Rows looked at in an index: enough to choose by, and ten million rows cost what ten thousand do.
_LIMIT = 1000


def refresh_statistics() -> bool:
    """Let SQLite look at some rows of each index; False: the database does it by itself.

    PostgreSQL has its autovacuum. Connections of other processes learn of it when they are renewed
    (minutes). https://www.sqlite.org/lang_analyze.html, section 3.
    """
    if connection.vendor != "sqlite":
        return False
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA analysis_limit={_LIMIT}")
        cursor.execute("ANALYZE")
    return True
