"""What is known of packages, of the documents that packages name, and of what systems submitted."""

from lienthong.gateways.queries.named import (
    Named,
    document_id_of,
    known_of,
    known_version,
    numbered,
    recalled_by,
    sent_as,
)
from lienthong.gateways.queries.packages import (
    answer,
    bare_recalls,
    came_as_recall,
    made_by,
    package_of_recall,
    package_of_report,
    package_of_version,
    taken_before,
)
from lienthong.gateways.queries.parts import open_parts_of, own_part, part_card
from lienthong.gateways.queries.submissions import submitted_before, submitted_under

__all__ = [
    "Named",
    "answer",
    "bare_recalls",
    "came_as_recall",
    "document_id_of",
    "known_of",
    "known_version",
    "made_by",
    "numbered",
    "open_parts_of",
    "own_part",
    "package_of_recall",
    "package_of_report",
    "package_of_version",
    "part_card",
    "recalled_by",
    "sent_as",
    "submitted_before",
    "submitted_under",
    "taken_before",
]
