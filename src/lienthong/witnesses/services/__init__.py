"""Every write of witnesses, one file an act."""

from lienthong.witnesses.services.look import look_at
from lienthong.witnesses.services.watch import end_watch, site_at, watch

__all__ = ["end_watch", "look_at", "site_at", "watch"]
