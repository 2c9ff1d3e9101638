"""Who may change the directory: the guard of the installation is asked, who is below is known."""

from collections.abc import Collection
from typing import cast
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string

from lienthong.directory import queries
from lienthong.directory.errors import NotBelowYou
from lienthong.directory.ports import Guard
from lienthong.kernel.actor import Actor
from lienthong.kernel.sorting import name_key

MANAGE, MANAGE_BELOW, READ = "directory.manage", "directory.manage-below", "directory.read"
AGREE = "directory.agree-reorganisation"


def demand(actor: Actor, right: str, *, agency_id: UUID | None = None) -> None:
    """Ask the guard that the settings name (`LIENTHONG_GUARD`). Raises NotAllowed."""
    guard = cast("Guard", import_string(settings.LIENTHONG_GUARD))
    guard(actor, right, agency_id=agency_id)


def manages_everything(actor: Actor) -> bool:
    """Say whether an actor manages the directory of the whole installation."""
    return queries.manages_all(actor)


def demand_over(actor: Actor, agency_ids: Collection[UUID]) -> None:
    """Let an operator change any agency, and an administrator those below the own one.

    Raises NotAllowed, and NotBelowYou for an agency elsewhere. Two statements.
    """
    if manages_everything(actor):
        demand(actor, MANAGE)
        return
    demand(actor, MANAGE_BELOW)
    elsewhere = set(agency_ids) - queries.below(actor.own_agency, among=agency_ids)
    if elsewhere:
        names = [card.name for card in queries.agencies(elsewhere).values()]
        raise NotBelowYou(names=", ".join(sorted(names, key=name_key)[:5]) or "…")
