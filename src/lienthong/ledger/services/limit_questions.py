"""How often one address may ask for proofs without signing in."""

from collections import OrderedDict
from datetime import datetime
from threading import Lock

from lienthong.ledger.errors import AskedTooOften

QUESTIONS_A_MINUTE = 300
MOST_ADDRESSES = 10_000

_lock = Lock()
_asked: OrderedDict[str, tuple[int, int]] = OrderedDict()  # address: minute, questions in it


def count_question(address: str, *, now: datetime) -> None:
    """Count one question of an address; raises AskedTooOften beyond 300 in a minute.

    Counted within this process: an answer costs less than a count in the database would, and a
    few processes only multiply the limit. Memory is bounded; the addresses longest silent go.
    """
    minute = int(now.timestamp()) // 60
    with _lock:
        last, count = _asked.pop(address, (minute, 0))
        count = count + 1 if last == minute else 1
        _asked[address] = (minute, count)
        if len(_asked) > MOST_ADDRESSES:
            _asked.popitem(last=False)
    if count > QUESTIONS_A_MINUTE:
        raise AskedTooOften(retry_after=60 - int(now.timestamp()) % 60)
