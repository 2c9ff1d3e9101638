"""What may be done with notices: tell, mark read, prune."""

from lienthong.notices.services.mark_read import mark_all_read, mark_read
from lienthong.notices.services.prune_notices import prune
from lienthong.notices.services.tell import tell

__all__ = ["mark_all_read", "mark_read", "prune", "tell"]
