"""The agencies of an installation that is hurt, and all that their software needs to know."""

import json
from pathlib import Path
from typing import Any

from lienthong.hooks.types import NewsKind
from lienthong.kernel import clock
from lienthong.kernel.actor import Actor, ActorKind

# No limit of systems is what these installations are tried for.
_LIMITS = {"requests_a_minute": 1_000_000, "bytes_a_minute": 10**12}


def found(told: Path, *, receiver: str) -> None:
    """Make the agencies and write what their software knows as JSON.

    `office` sends through the interface, `axis` as the axis does; both of them, and `desk`, which
    has people at pages only, receive. receiver: the address at which the office's hook is told.
    """
    from tests.gateways.calls import an_agency
    from tests.systems.builders import a_bearer, a_system
    from tests.vxp.builders import a_system as an_axis_system

    now = clock.now()
    office, other, axis, far = (
        an_agency(name) for name in ("Sở Tư pháp", "Sở Nội vụ", "Sở Y tế", "Sở Xây dựng")
    )
    facts: dict[str, Any] = {}
    for name, agency in (("office", office), ("other", other)):
        system = a_system(agency, now=now, **_LIMITS)
        facts[name] = _of(agency) | {"token": a_bearer(system, now=now)}
        if name == "other":
            _let_hook(system, agency, receiver)
    for name, agency in (("axis", axis), ("far", far)):
        system, secret = an_axis_system(agency, **_LIMITS)
        facts[name] = _of(agency) | {"slug": system.slug, "secret": secret}
    facts["desk"] = _desk()
    told.write_text(json.dumps(facts))


def _of(agency: Any) -> dict[str, str]:
    return {
        "id": str(agency.id),
        "code": agency.code,
        "name": agency.name,
        "abbreviation": agency.abbreviation,
        "notation": f"{agency.abbreviation}-VP",
    }


def _desk() -> dict[str, str]:
    from tests.desk.builders import at_desk
    from tests.exchange.builders import an_office

    desk = an_office("Sở Công Thương")
    return _of(desk.agency) | {"session": at_desk(desk.clerk).cookies["sessionid"].value}


def _let_hook(system: Any, agency: Any, receiver: str) -> None:
    """A hook whose challenge the worker brings like everything else."""
    from lienthong.hooks import services as hooks

    hooks.allow_networks(
        system_id=system.id,
        networks=["127.0.0.0/8"],
        actor=Actor.installation(),
        now=clock.now(),
    )
    hooks.add_hook(
        system_id=system.id,
        address=receiver,
        kinds=NewsKind.subscribable(),
        agency_ids=[agency.id],
        actor=Actor(ActorKind.SYSTEM, name="I-Office", account_id=system.id, agency_id=agency.id),
        now=clock.now(),
    )
