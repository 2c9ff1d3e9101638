"""What is played with a client, by the id of the scenario in the book."""

from collections.abc import Callable

from lienthong.lab.services.client_plays.receiving import RECEIVING
from lienthong.lab.services.client_plays.reporting import REPORTING
from lienthong.lab.services.client_plays.sending import SENDING
from lienthong.lab.services.stage import Stage

PLAYS: dict[str, Callable[[Stage], None]] = {**RECEIVING, **REPORTING, **SENDING}
