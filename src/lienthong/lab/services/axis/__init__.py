"""The lab's own axis: answers the interface strictly from memory, or badly when told to."""

from lienthong.lab.services.axis.serve import Axis
from lienthong.lab.services.axis.store import Parcel, Seen

__all__ = ["Axis", "Parcel", "Seen"]
