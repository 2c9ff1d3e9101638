"""Every write of mailboxes: one file an act."""

from lienthong.mailboxes.services.follow_entry import follow_entry
from lienthong.mailboxes.services.mailboxes import (
    add_mailbox,
    change_mailbox,
    end_mailbox,
    hurry_mailbox,
    rest_mailbox,
    try_mailbox,
    use_mailbox,
)
from lienthong.mailboxes.services.prepare_entry import prepare_entry
from lienthong.mailboxes.services.set_aside import put_back, set_aside
from lienthong.mailboxes.services.turn import take_turns

__all__ = [
    "add_mailbox",
    "change_mailbox",
    "end_mailbox",
    "follow_entry",
    "hurry_mailbox",
    "prepare_entry",
    "put_back",
    "rest_mailbox",
    "set_aside",
    "take_turns",
    "try_mailbox",
    "use_mailbox",
]
