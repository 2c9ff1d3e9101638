"""What may be done in the portal: prepare, publish, decline, take down; and what is followed."""

from lienthong.portal.services.follow import follow_recall, offer_update
from lienthong.portal.services.prepare import clearable, prepare
from lienthong.portal.services.publish import decline, publish
from lienthong.portal.services.take_down import take_down

__all__ = [
    "clearable",
    "decline",
    "follow_recall",
    "offer_update",
    "prepare",
    "publish",
    "take_down",
]
