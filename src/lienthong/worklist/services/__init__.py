"""What may be done with work that waits: put, settle, hand on, reopen."""

from lienthong.worklist.services.hand_on_work import hand_on
from lienthong.worklist.services.put_work import put, put_for_each
from lienthong.worklist.services.reopen_work import reopen
from lienthong.worklist.services.settle_work import settle

__all__ = ["hand_on", "put", "put_for_each", "reopen", "settle"]
