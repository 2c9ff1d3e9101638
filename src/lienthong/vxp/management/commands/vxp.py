"""`lienthong vxp`: call the interface of the axis as document systems do, and look at its log."""

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand
from django.utils.module_loading import import_string
from django.utils.translation import gettext

from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.systems import queries as systems
from lienthong.vxp import queries, services
from lienthong.vxp.types import RequestState
from lienthong.webkit.commands import REFUSED, WrongUse, calling_elsewhere, told_as_errors

_ADAPTER = "lienthong.vxp.adapters.client"


class Command(BaseCommand):
    help = (
        "Call the interface of the axis (JSON lines out), or look at what systems called here. "
        "Exits 10 when the other side answers FAIL, 20 when nobody answers."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        site = "JSON: endpoint, systemid, secret_file; certificate_file and key_file if needed"
        parser.add_argument("--site", type=Path, help=site)
        acts = parser.add_subparsers(dest="act", required=True)
        _calls(acts)
        log = acts.add_parser("log", help="how the calls of a system went, the latest first")
        log.add_argument("system")
        log.add_argument("--failures", action="store_true", help="only what was refused")
        acts.add_parser("requests", help="what systems ask about agencies, and waits")
        decide = acts.add_parser("decide", help="answer such a request")
        decide.add_argument("request", type=UUID)
        decide.add_argument("--refuse", default="", metavar="REASON", help="default: agree")

    def handle(self, *, site: Path | None, act: str, **options: Any) -> None:
        asking = calling_elsewhere(
            self.stderr,
            refused=_named("AxisRefused"),
            away=_named("AxisAway"),
            told=lambda refusal: (refusal.answer, REFUSED),
        )
        with asking, told_as_errors():
            for line in _asked(site, act, options):
                self.stdout.write(json.dumps(line, ensure_ascii=False))


def _named(name: str) -> Any:
    """A part of the adapter; adapters are named, not imported."""
    return import_string(f"{_ADAPTER}.{name}")


def _calls(acts: Any) -> None:
    send = acts.add_parser("send", help="bring a package")
    send.add_argument("file", type=Path)
    send.add_argument("--from", dest="sender", required=True, help="code of the sender")
    send.add_argument("--status", action="store_true", help="the package is a status")
    for name, what in (("received", "what waits for us"), ("sent", "how ours fare")):
        one = acts.add_parser(name, help=what)
        one.add_argument("--status", action="store_true", help="statuses, not documents")
        one.add_argument("--doc-id", default="", help="only this one of ours")
    get = acts.add_parser("get", help="save a package")
    get.add_argument("doc_id")
    get.add_argument("--into", type=Path, required=True)
    update = acts.add_parser("update", help="say how the fetching went")
    update.add_argument("doc_id")
    update.add_argument("status", help="processing, done, fail")
    acts.add_parser("count", help="how much waits")
    listed = acts.add_parser("agencies", help="the directory")
    listed.add_argument("--operation", default="getAgenciesList")
    register = acts.add_parser("register", help="enter or change an agency")
    register.add_argument("code")
    register.add_argument("name")
    register.add_argument("--mail", default="")
    acts.add_parser("delete", help="take an agency off the exchange").add_argument("code")


def _asked(site: Path | None, act: str, options: dict[str, Any]) -> Iterator[Any]:
    given = Namespace(**options)
    return _HERE[act](given) if act in _HERE else _there(site, act, given)


def _there(site: Path | None, act: str, given: Namespace) -> Iterator[Any]:
    """Call the interface of another installation, or of this one."""
    if site is None:
        raise WrongUse(gettext("Thiếu --site: tệp mô tả nơi cần gọi. Xem lienthong vxp --help."))
    client = _named("AxisClient")(_named("AxisSite").read(site), now=clock.now(), is_forgetful=True)
    return _THERE[act](client, given)


def _type(asked: Namespace) -> str:
    return "status" if asked.status else "edoc"


def _send(client: Any, asked: Namespace) -> Iterator[Any]:
    package = asked.file.read_bytes()
    doc_id = client.send(package, sender=asked.sender, message_type=_type(asked))
    yield {"DocId": doc_id}


def _received(client: Any, asked: Namespace) -> Iterator[Any]:
    yield from client.received(_type(asked))


def _sent(client: Any, asked: Namespace) -> Iterator[Any]:
    named = {"docId": asked.doc_id} if asked.doc_id else {}
    yield from client.sent(_type(asked), **named)


def _get(client: Any, asked: Namespace) -> Iterator[Any]:
    with asked.into.open("xb") as file:
        try:
            client.download(asked.doc_id, file.write)
        except BaseException as error:
            asked.into.unlink()
            if isinstance(error, OSError):
                error.filename = error.filename or str(asked.into)  # a full disk names no file
            raise
    yield {"file": str(asked.into)}


def _update(client: Any, asked: Namespace) -> Iterator[Any]:
    client.update(asked.doc_id, asked.status)
    yield {"docId": asked.doc_id, "status": asked.status}


def _count(client: Any, _asked: Namespace) -> Iterator[Any]:
    for operation in ("countReceiveEdoc", "countReceiveStatus"):
        yield {operation: client.count(operation)}


def _agencies(client: Any, asked: Namespace) -> Iterator[Any]:
    yield from client.listed(asked.operation)


def _register(client: Any, asked: Namespace) -> Iterator[Any]:
    client.register({"code": asked.code, "name": asked.name, "mail": asked.mail})
    yield {"code": asked.code}


def _delete(client: Any, asked: Namespace) -> Iterator[Any]:
    client.delete(asked.code)
    yield {"code": asked.code}


def _log(asked: Namespace) -> Iterator[Any]:
    system = systems.system(asked.system)
    for one in queries.calls_of(system.id, only_failures=asked.failures, limit=200):
        yield {
            "at": one.called_at.isoformat(timespec="seconds"),
            "operation": one.operation,
            "code": one.code,
            "said": one.said,
            "agency": one.agency_name,
            "reference": one.reference,
            "address": one.address,
            "ms": one.milliseconds,
        }


def _requests(_asked: Namespace) -> Iterator[Any]:
    for one in queries.requests(state=RequestState.ASKED):
        yield {
            "id": str(one.id),
            "kind": one.kind,
            "code": one.registration.code,
            "name": one.registration.name,
            "system": one.system_slug,
            "asked": one.asked_at.isoformat(timespec="seconds"),
        }


def _decide(asked: Namespace) -> Iterator[Any]:
    card = services.decide_request(
        request_id=asked.request,
        agrees=not asked.refuse,
        note=asked.refuse,
        actor=Actor.installation(),
        now=clock.now(),
    )
    yield {"id": str(card.id), "state": card.state}


_HERE = {"log": _log, "requests": _requests, "decide": _decide}
_THERE = {
    "send": _send,
    "received": _received,
    "sent": _sent,
    "get": _get,
    "update": _update,
    "count": _count,
    "agencies": _agencies,
    "register": _register,
    "delete": _delete,
}
