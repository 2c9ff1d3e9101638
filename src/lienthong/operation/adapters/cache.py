"""A cache in the database: exact for all processes of all hosts, for what is counted and locked.

Django's own cache in the database reads, then writes: two processes may both find no lock. Here
every change is one statement, so of several only one adds a key and no count is lost.
"""

import json
import math
import time
from datetime import UTC, datetime
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.db import connection

from lienthong.kernel import clock
from lienthong.operation.models import SharedValue

_ADD = """
INSERT INTO operation_sharedvalue (key, value, expires_at) VALUES (%s, %s, %s)
ON CONFLICT (key) DO UPDATE SET value = excluded.value, expires_at = excluded.expires_at
"""
_ONLY_EXPIRED = "WHERE operation_sharedvalue.expires_at <= %s"
_INCREASE = """
UPDATE operation_sharedvalue SET value = CAST(CAST(value AS BIGINT) + %s AS TEXT)
WHERE key = %s AND (expires_at IS NULL OR expires_at > %s) RETURNING value
"""


class SharedCache(BaseCache):
    """Values are JSON; tuples come back as lists. Expired ones are removed by a schedule.

    Meant for what is rare and must be right (limits of sign-in, locks), not for speed: each call
    is one statement. Inside a transaction that is rolled back a change is undone with it.
    """

    def __init__(self, _location: str, params: dict[str, Any]) -> None:
        super().__init__(params)

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        row = SharedValue.objects.filter(pk=self._key(key, version)).first()
        if row is None or (row.expires_at is not None and row.expires_at <= clock.now()):
            return default
        return json.loads(row.value)

    def set(
        self,
        key: str,
        value: Any,
        timeout: float | None = DEFAULT_TIMEOUT,
        version: int | None = None,
    ) -> None:
        self._put(_ADD, key, value, timeout, version)

    def add(
        self,
        key: str,
        value: Any,
        timeout: float | None = DEFAULT_TIMEOUT,
        version: int | None = None,
    ) -> bool:
        """Set a key that is not there; of several processes exactly one is told True."""
        now = _stored(clock.now())
        return self._put(_ADD + _ONLY_EXPIRED, key, value, timeout, version, now) == 1

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        """Add to a number in one statement. Raises ValueError when the key is not there."""
        values = [delta, self._key(key, version), _stored(clock.now())]
        with connection.cursor() as cursor:
            cursor.execute(_INCREASE, values)
            row = cursor.fetchone()
        if row is None:
            raise ValueError(f"Key {key!r} not found")
        return int(row[0])

    def touch(
        self,
        key: str,
        timeout: float | None = DEFAULT_TIMEOUT,
        version: int | None = None,
    ) -> bool:
        living = SharedValue.objects.filter(pk=self._key(key, version)).exclude(
            expires_at__lte=clock.now()
        )
        return living.update(expires_at=self._expiry(timeout)) == 1

    def delete(self, key: str, version: int | None = None) -> bool:
        return SharedValue.objects.filter(pk=self._key(key, version)).delete()[0] == 1

    def clear(self) -> None:
        SharedValue.objects.all().delete()

    def _put(
        self,
        statement: str,
        key: str,
        value: Any,
        timeout: float | None,
        version: int | None,
        *more: Any,
    ) -> int:
        expiry = self._expiry(timeout)
        values = [self._key(key, version), json.dumps(value), _stored(expiry), *more]
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            return int(cursor.rowcount)

    def _key(self, key: str, version: int | None) -> str:
        return str(self.make_and_validate_key(key, version=version))

    def _expiry(self, timeout: float | None) -> datetime | None:
        until = self.get_backend_timeout(timeout)
        if until is None:
            return None
        # Never later than what a database can keep.
        return datetime.fromtimestamp(min(math.ceil(until), time.time() + 3e9), UTC)


def _stored(moment: datetime | None) -> Any:
    return connection.ops.adapt_datetimefield_value(moment)
