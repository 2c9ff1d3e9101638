"""The cursor that questions and rows share: made once a connection, not once a statement."""

from functools import lru_cache

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.sqlite3.base import FORMAT_QMARK_REGEX, SQLiteCursorWrapper
from django.db.backends.utils import CursorWrapper

_KEPT = "_lienthong_cursor"


def cursor_of(on: BaseDatabaseWrapper) -> CursorWrapper:
    """Return a cursor for one statement, of which everything is read before the next.

    Django makes a new one each time, in a tenth of the time of a short statement. A connection that
    was opened anew has another; while statements are written down (`queries_log`) Django's is used.
    As with Django's, the first statement of a request finds out whether the connection still works.
    """
    on.close_if_health_check_failed()
    connected, kept = on.__dict__.get(_KEPT, (None, None))
    if kept is not None and connected is on.connection and not on.queries_logged:
        found: CursorWrapper = kept
        return found
    made = on.cursor()
    if on.vendor == "sqlite":
        made.cursor = on.connection.cursor(factory=_SqliteCursor)
    if not on.queries_logged:
        on.__dict__[_KEPT] = (on.connection, made)
    return made


class _SqliteCursor(SQLiteCursorWrapper):
    """Django's, but SQL that was asked before is not written anew with SQLite's own marks."""

    def convert_query(self, query: str, *, param_names: list[str] | None = None) -> str:
        if param_names is not None:
            return str(super().convert_query(query, param_names=param_names))
        return _with_marks(query)


@lru_cache(maxsize=512)
def _with_marks(query: str) -> str:
    """Return SQL with `?` for each `%s`, and `%` for `%%`."""
    return FORMAT_QMARK_REGEX.sub("?", query).replace("%%", "%")
