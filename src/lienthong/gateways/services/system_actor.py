"""Who acts when a package speaks: the system of the agency that sent it."""

from lienthong.access import services as access
from lienthong.directory.types import AgencyCard
from lienthong.gateways.errors import SpeaksForAnother
from lienthong.kernel.actor import Actor, ActorKind
from lienthong.kernel.wording import noop as _

_RIGHTS = frozenset(
    {"exchange.dispatch", "exchange.recall", "exchange.answer-recall", "exchange.report-status"}
)
# How long the name of an actor may be where exchange keeps it.
_LONGEST_NAME = 100


def system_actor_for(agency: AgencyCard) -> Actor:
    """Return the system of an agency: it may do by package what the agency's clerk does here."""
    return Actor(
        kind=ActorKind.SYSTEM,
        name=agency.name[:_LONGEST_NAME],
        title=_("gói tin edXML"),
        agency_id=agency.id,
        rights=_RIGHTS,
    )


def require_voice(actor: Actor, agency: AgencyCard) -> None:
    """Let a package be brought in only by the agency that it speaks for, or by the installation.

    Raises SpeaksForAnother; NotAllowed when a person of that agency may not send.
    """
    if actor.kind == ActorKind.INSTALLATION:
        return
    if actor.agency_id != agency.id:
        raise SpeaksForAnother(name=agency.name)
    access.require(actor, "exchange.dispatch", agency_id=agency.id)
