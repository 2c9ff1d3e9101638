"""What plays leave on lists: it would hide what the next one waits for."""

from lienthong.lab.services.agents import Agent
from lienthong.lab.services.play import Run
from lienthong.lab.types import Party

_TYPES = ("edoc", "status")


def confirm_leftovers(run: Run) -> None:
    """Confirm what waits for the parties and comes from one of them, and nothing else.

    A list holds a thousand lines, the oldest first, so it is asked for until nothing new comes.
    """
    for party in dict.fromkeys((run.sender, *run.peers)):
        for message_type in _TYPES:
            _empty(run, party, message_type)


def _empty(run: Run, party: Party, message_type: str) -> None:
    agent = Agent(party, run.wire, run.pace, lambda _noted, _said: None)
    ours, met = {one.code for one in (run.sender, *run.peers)}, set[str]()
    while True:
        listed = [one for one in agent.listed(message_type) if one.get("from") in ours]
        found = {one.get("docId", "") for one in listed} - met
        if not found:
            return
        for doc_id in sorted(found):
            agent.update(doc_id, "done")
        met |= found
