"""Every write of the ledger, one file an act; other packages import them from here."""

from lienthong.ledger.services.cosign import cosign
from lienthong.ledger.services.epochs import open_epoch, show_head
from lienthong.ledger.services.erase import erase, erase_again, erased_lines
from lienthong.ledger.services.keys import ensure_key, is_key_lost
from lienthong.ledger.services.own_heads import kept_head_problem, show_kept_head
from lienthong.ledger.services.publish import publish_head, stamp_next_head
from lienthong.ledger.services.receipts import issue_receipt, promise, promise_of
from lienthong.ledger.services.record import record, record_all, require_own_name
from lienthong.ledger.services.replace_key import replace_lost_key
from lienthong.ledger.services.sequence import sequence
from lienthong.ledger.services.vouch import require_vouched, vouch, vouch_for

__all__ = [
    "cosign",
    "ensure_key",
    "erase",
    "erase_again",
    "erased_lines",
    "is_key_lost",
    "issue_receipt",
    "kept_head_problem",
    "open_epoch",
    "promise",
    "promise_of",
    "publish_head",
    "record",
    "record_all",
    "replace_lost_key",
    "require_own_name",
    "require_vouched",
    "sequence",
    "show_head",
    "show_kept_head",
    "stamp_next_head",
    "vouch",
    "vouch_for",
]
