"""Agencies whose software sends and reads: made once an installation, with keys for the loads.

All of them keep their books in their own software, as agencies do that are connected by systems.
Run with an installation's environment: `python -m bench.agencies FILE` writes what a client knows.
With `--vxp` it adds to that file the secrets for VXP: what waits there for a system has rows, which
loads of `/api/v1` alone do not make.
"""

import json
import sys
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import django

from bench.letters import letter
from lienthong.directory.types import AgencyCard
from lienthong.kernel.actor import Actor
from lienthong.kernel.clock import local_day, now

SENDERS = 20
RECIPIENTS = 200
READERS = 6  # the first recipients have software that reads; the last of these only for W3


def agencies() -> dict[str, object]:
    """Return keys and secrets of senders and readers, and the codes of all recipients."""
    made = [_joined(number) for number in range(1, SENDERS + RECIPIENTS + 1)]
    senders, recipients = made[:SENDERS], made[SENDERS:]
    return {
        "senders": _connected(senders),
        "readers": _connected(recipients[:READERS]),
        "recipients": [agency.code for agency in recipients],
        "issued_on": local_day(now()).isoformat(),
    }


def let_in_by_vxp(known: dict[str, Any]) -> None:
    """Give every sender and reader a shared secret, and put it beside its key."""
    from lienthong.systems import queries
    from lienthong.systems import services as systems

    for one in [*known["senders"], *known["readers"]]:
        system = queries.system(one["slug"])
        made = systems.make_shared_secret(
            system_id=system.id, actor=Actor.installation(), now=now()
        )
        one["secret"] = made.secret


def _joined(number: int) -> AgencyCard:
    from lienthong.directory import services as directory

    agency = directory.found_agency(
        code=f"H19.9.{number}",
        name=f"Cơ quan đo tải số {number}",
        abbreviation=f"ĐT{number}",
        books_here=False,
    )
    directory.join(agency_id=agency.id, starts_on=local_day(now()) - timedelta(days=30))
    return agency


def _connected(found: Sequence[AgencyCard]) -> list[dict[str, str]]:
    return [_with_system(agency, Actor.installation()) for agency in found]


def _with_system(agency: AgencyCard, actor: Actor) -> dict[str, str]:
    from lienthong.systems import services as systems

    at = now()
    system = systems.add_system(
        slug=f"bench-{agency.code.lower().replace('.', '-')}",
        name=f"Phần mềm của {agency.code}",
        networks=["127.0.0.0/8"],
        actor=actor,
        now=at,
    )
    systems.set_limits(
        system_id=system.id,
        requests_a_minute=1_000_000,
        bytes_a_minute=10**12,
        actor=actor,
        now=at,
    )
    systems.grant_agency(
        system_id=system.id, agency_id=agency.id, valid_from=local_day(at), actor=actor, now=at
    )
    key = systems.make_signing_key(system_id=system.id, actor=actor, now=at)
    return {
        "code": agency.code,
        "name": agency.name,
        "notation": f"{agency.abbreviation}-TH",
        "key_id": key.card.key_id,
        "pem": key.secret,
        "slug": system.slug,
    }


if __name__ == "__main__":
    django.setup()
    out = Path(sys.argv[1])
    if sys.argv[2:] == ["--vxp"]:
        known = json.loads(out.read_text())
        let_in_by_vxp(known)
    else:
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        out.with_suffix(".pdf").write_bytes(letter())
        known = agencies()
    out.write_text(json.dumps(known))
