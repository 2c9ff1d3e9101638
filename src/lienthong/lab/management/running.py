"""`lienthong lab run`: the tested system is a server."""

import ipaddress
import time
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from django.utils.module_loading import import_string

from lienthong.kernel import clock
from lienthong.lab.errors import AddressNotLocal, PeerWrong
from lienthong.lab.management.reporting import about, chosen_of, until_stopped, write_report
from lienthong.lab.rules.letters import Maker
from lienthong.lab.services.play import Run
from lienthong.lab.services.run_server import run_server
from lienthong.lab.types import Direction, Pace, Party, Terms

_WIRE = "lienthong.lab.adapters.wire.HttpWire"
_AGENT = "JAVASDKAgent/1.0.0 XRoad/VPCP"
_TIMEOUT = 120.0  # seconds for one call


def run(given: Namespace, say: Callable[[str], object]) -> bool:
    """Play the book with a server, write the report, and return whether it is ready."""
    if not (given.is_test_system or is_local(given.address)):
        raise AddressNotLocal(address=given.address)
    parties = _parties(given)
    terms = Terms(large_bytes=given.large_bytes, is_long=given.long)
    begun = clock.now()
    played = Run(
        wire=import_string(_WIRE)(
            given.address.rstrip("/"), timeout=_TIMEOUT, authority=given.authority, agent=_AGENT
        ),
        pace=Pace(clock.now, time.sleep, time.monotonic, given.patience, given.settle),
        terms=terms,
        maker=Maker(begun),
        sender=parties[0],
        peers=tuple(parties[1:]),
    )
    scenarios = chosen_of(Direction.SERVER, given)
    results = until_stopped(scenarios, say, lambda tell: run_server(scenarios, played, tell=tell))
    made = about(parties, terms, begun=begun, ended=clock.now())
    return write_report(results, Direction.SERVER, given, made, say)


def is_local(address: str) -> bool:
    """Return whether an address leads to this machine and nowhere else."""
    host = urlsplit(address).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _parties(given: Namespace) -> list[Party]:
    """Raises OSError for a file that cannot be read, PeerWrong."""
    parties = [Party(given.agency, given.system, _secret(given.secret_file))]
    for text in given.peer:
        code, system, file = (*text.split(",", 2), "", "")[:3]
        if not (code and system and file):
            raise PeerWrong(text=text)
        parties.append(Party(code, system, _secret(Path(file))))
    # Without another one an agency writes to itself; what needs more is not tried.
    return parties if len(parties) > 1 else parties * 2


def _secret(file: Path) -> str:
    return file.read_text(encoding="utf-8").strip()
