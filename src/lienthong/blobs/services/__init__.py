"""What may be done with content: receive, admit, store, hold, let go, destroy."""

from lienthong.blobs.services.admit_upload import admit
from lienthong.blobs.services.close_upload import expire_uploads, refuse_upload
from lienthong.blobs.services.destroy_content import destroy_unheld, sweep_strays
from lienthong.blobs.services.hold_content import end_custody, give_custody
from lienthong.blobs.services.receive_upload import receive
from lienthong.blobs.services.store_content import store

__all__ = [
    "admit",
    "destroy_unheld",
    "end_custody",
    "expire_uploads",
    "give_custody",
    "receive",
    "refuse_upload",
    "store",
    "sweep_strays",
]
