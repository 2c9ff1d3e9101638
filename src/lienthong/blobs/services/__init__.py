"""What may be done with content: receive, admit, store, hold, let go, destroy, keep its keys."""

from lienthong.blobs.services.admit_upload import admit
from lienthong.blobs.services.bring_content import brought, open_prepared
from lienthong.blobs.services.close_upload import (
    discard_upload,
    expire_uploads,
    refuse_upload,
)
from lienthong.blobs.services.copy_files import is_store_empty, open_stored, put_back
from lienthong.blobs.services.copy_seals import seal_lines, take_seals
from lienthong.blobs.services.destroy_again import destroy_again, destroyed_lines
from lienthong.blobs.services.destroy_content import destroy_unheld, sweep_strays
from lienthong.blobs.services.hand_on_custody import hand_on_custody
from lienthong.blobs.services.hold_content import end_custody, give_custody
from lienthong.blobs.services.open_piecewise import open_piecewise
from lienthong.blobs.services.receive_upload import receive
from lienthong.blobs.services.rotate_keys import (
    forget_master_key,
    rewrap_keys,
    rotate_master_key,
)
from lienthong.blobs.services.scan_content import require_harmless, scan_waiting
from lienthong.blobs.services.seal_clear_content import seal_clear_content
from lienthong.blobs.services.seal_words import drop_words, open_words, seal_words
from lienthong.blobs.services.stage_content import brought_ahead, staged, store_staged
from lienthong.blobs.services.store_content import prepared, store, store_prepared

__all__ = [
    "admit",
    "brought",
    "brought_ahead",
    "destroy_again",
    "destroy_unheld",
    "destroyed_lines",
    "discard_upload",
    "drop_words",
    "end_custody",
    "expire_uploads",
    "forget_master_key",
    "give_custody",
    "hand_on_custody",
    "is_store_empty",
    "open_piecewise",
    "open_prepared",
    "open_stored",
    "open_words",
    "prepared",
    "put_back",
    "receive",
    "refuse_upload",
    "require_harmless",
    "rewrap_keys",
    "rotate_master_key",
    "scan_waiting",
    "seal_clear_content",
    "seal_lines",
    "seal_words",
    "staged",
    "store",
    "store_prepared",
    "store_staged",
    "sweep_strays",
    "take_seals",
]
