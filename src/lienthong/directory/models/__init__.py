"""The tables of the directory; only this package touches them."""

from lienthong.directory.models.agencies import (
    Agency,
    AgencyCode,
    FormerName,
    RecipientGroup,
    Succession,
    Unit,
)
from lienthong.directory.models.changes import (
    DirectoryHold,
    DirectoryImport,
    ImportLine,
    Reorganisation,
)
from lienthong.directory.models.people import Person, Post
from lienthong.directory.models.terms import DayException, Participation

__all__ = [
    "Agency",
    "AgencyCode",
    "DayException",
    "DirectoryHold",
    "DirectoryImport",
    "FormerName",
    "ImportLine",
    "Participation",
    "Person",
    "Post",
    "RecipientGroup",
    "Reorganisation",
    "Succession",
    "Unit",
]
