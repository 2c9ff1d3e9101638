"""What is played with a server, by the id of the scenario in the book."""

from lienthong.lab.services.play import Player
from lienthong.lab.services.server_plays.attacks import ATTACKS
from lienthong.lab.services.server_plays.calls import CALLS
from lienthong.lab.services.server_plays.changes import CHANGES
from lienthong.lab.services.server_plays.documents import DOCUMENTS
from lienthong.lab.services.server_plays.lists import LISTS
from lienthong.lab.services.server_plays.statuses import STATUSES

# The form of all answers is judged when all of them were heard.
PLAYS: dict[str, Player] = {**DOCUMENTS, **STATUSES, **CHANGES, **ATTACKS, **LISTS, **CALLS}
