"""Every write about hooks: themselves, what they are to be told, and what came of each call."""

from lienthong.hooks.services.carry import bury, carry_due
from lienthong.hooks.services.clean import prune_notifications
from lienthong.hooks.services.hooks import (
    add_hook,
    challenge_hook,
    change_hook,
    close_hook,
    pause_hook,
    resume_hook,
)
from lienthong.hooks.services.keys import rotate_signing_key, signing_key
from lienthong.hooks.services.networks import allow_networks
from lienthong.hooks.services.notify import (
    on_change_answered,
    on_change_requested,
    on_dispatched,
    on_statuses_reported,
    on_urged,
)
from lienthong.hooks.services.resend import resend

__all__ = [
    "add_hook",
    "allow_networks",
    "bury",
    "carry_due",
    "challenge_hook",
    "change_hook",
    "close_hook",
    "on_change_answered",
    "on_change_requested",
    "on_dispatched",
    "on_statuses_reported",
    "on_urged",
    "pause_hook",
    "prune_notifications",
    "resend",
    "resume_hook",
    "rotate_signing_key",
    "signing_key",
]
