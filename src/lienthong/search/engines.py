"""How each database finds rows by tokens, the latest first: FTS5 of SQLite, GIN of PostgreSQL.

Both look through the latest rows themselves and ask their index for the rest: on SQLite for what
the index does not have yet, on PostgreSQL because an index that cannot give rows in order is slow
just where a look at the latest is enough.
"""

from collections.abc import Callable, Mapping, Sequence
from uuid import UUID

from django.db import connection

from lienthong.search.types import Term

_Values = list[str | int]
# Rows looked through without the index.
LATEST = 10_000
# Rows that one transaction takes into the index of SQLite.
BATCH = 500
_NEVER_FULL = 1 << 40

# A number that is written together may begin a longer one, and SQLite gathers every row with such a
# beginning before it gives the latest. So those in which it stands whole come first, and only where
# they fill no page is it asked for as a beginning.
_SQLITE = """
WITH whole AS MATERIALIZED (
  SELECT rowid FROM search_words WHERE search_words MATCH %s ORDER BY rowid DESC LIMIT %s)
SELECT id, subject FROM (
  SELECT * FROM (
    SELECT id, subject FROM search_searchtext AS held
    WHERE id > max((SELECT coalesce(max(id), 0) FROM search_words_docsize), {first}) AND {likes}
    ORDER BY id DESC LIMIT %s)
  UNION ALL
  SELECT * FROM (
    SELECT held.id, held.subject FROM search_words
    JOIN search_searchtext AS held ON held.id = search_words.rowid
    WHERE search_words MATCH (SELECT CASE WHEN count(*) < %s THEN %s ELSE %s END FROM whole)
    ORDER BY search_words.rowid DESC LIMIT %s))
ORDER BY id DESC LIMIT %s
"""
_POSTGRESQL = """
WITH latest AS MATERIALIZED (
  SELECT id, subject FROM search_searchtext AS held WHERE id > {first} AND {likes}
  ORDER BY id DESC LIMIT %s),
found AS MATERIALIZED (
  SELECT id, subject FROM search_searchtext
  WHERE array_to_tsvector(string_to_array(text, ' ')) @@ %s::tsquery
    AND (SELECT count(*) FROM latest) < %s)
SELECT id, subject FROM latest WHERE (SELECT count(*) FROM latest) >= %s
UNION ALL (SELECT id, subject FROM found ORDER BY id DESC LIMIT %s)
"""
_FIRST = f"(SELECT coalesce(max(id), 0) FROM search_searchtext) - {LATEST}"  # noqa: S608


def latest_rows(readers: Sequence[str], terms: Sequence[Term], *, limit: int) -> list[UUID]:
    """Return the subjects of the latest rows with one of the readers and all terms, no more.

    A subject stands there once for each of its rows. One statement.
    """
    likes, patterns = _likes(readers, terms)
    sql, values = _QUESTIONS[connection.vendor](readers, terms, limit, patterns)
    with connection.cursor() as cursor:
        cursor.execute(sql.format(first=_FIRST, likes=likes), values)
        return [_as_uuid(subject) for _id, subject in cursor.fetchall()]


def _sqlite(
    readers: Sequence[str], terms: Sequence[Term], limit: int, likes: _Values
) -> tuple[str, _Values]:
    who = " OR ".join(f'"{reader}"' for reader in readers)
    begun = "".join(f' AND "{term.token}"{"*" if term.is_prefix else ""}' for term in terms)
    whole = "".join(f' AND "{term.token}"' for term in terms)
    # A short word that is begun has an index of its own, and is asked for as it was meant.
    most = limit if "/" in terms[-1].token else _NEVER_FULL
    first, asked = f"({who}){whole}", f"({who}){begun}"
    return _SQLITE, [first, limit, *likes, limit, most, asked, first, limit, limit]


def _postgresql(
    readers: Sequence[str], terms: Sequence[Term], limit: int, likes: _Values
) -> tuple[str, _Values]:
    who = " | ".join(f"'{reader}'" for reader in readers)
    words = "".join(f" & '{term.token}'{':*' if term.is_prefix else ''}" for term in terms)
    return _POSTGRESQL, [*likes, limit, f"({who}){words}", limit, limit, limit]


_Question = Callable[[Sequence[str], Sequence[Term], int, _Values], tuple[str, _Values]]
_QUESTIONS: Mapping[str, _Question] = {"sqlite": _sqlite, "postgresql": _postgresql}


def _likes(readers: Sequence[str], terms: Sequence[Term]) -> tuple[str, _Values]:
    """Return the same question as a condition that reads the text of each row."""
    one = "' ' || held.text || ' ' LIKE %s"
    patterns: _Values = [f"% {reader} %" for reader in readers]
    patterns += [f"% {term.token}{'%' if term.is_prefix else ' %'}" for term in terms]
    who = " OR ".join(one for _reader in readers)
    return " AND ".join([f"({who})", *(one for _term in terms)]), patterns


def _as_uuid(value: UUID | str) -> UUID:
    return value if isinstance(value, UUID) else UUID(value)


def take_in() -> int:
    """Take some rows into SQLite's index, the oldest first; return how many there were.

    PostgreSQL has them from the moment of their commit: nothing to do. The caller has opened a
    transaction, so that rows and index cannot part.
    """
    if connection.vendor != "sqlite":
        return 0
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO search_words (rowid, text) SELECT id, text FROM search_searchtext "
            "WHERE id > (SELECT coalesce(max(id), 0) FROM search_words_docsize) "
            "ORDER BY id LIMIT %s",
            [BATCH],
        )
        return int(cursor.rowcount)
