"""Adding, changing, resting and ending routes."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from lienthong.access import services as access
from lienthong.apikit.outbound import readable_authority
from lienthong.apikit.signing import SigningKey
from lienthong.blobs import services as blobs
from lienthong.directory import services as directory
from lienthong.kernel.actor import Actor
from lienthong.kernel.clock import local_day
from lienthong.kernel.text import clean_line
from lienthong.kernel.wording import noop as _
from lienthong.routes import queries, rules
from lienthong.routes.errors import (
    AuthorityUnreadable,
    CostShape,
    KeyUnreadable,
    NetworksTooWide,
    RouteEnded,
    RouteFieldMissing,
    RouteNotFound,
    SlugTaken,
)
from lienthong.routes.models import Reached, Route
from lienthong.routes.services._records import recorded
from lienthong.routes.types import NewRoute, RouteCard, RouteKind, RouteState
from lienthong.systems.rules import clean_networks, is_everything

RIGHT = "systems.manage"
_DEAREST = 1_000_000


def add_route(new: NewRoute, *, actor: Actor, now: datetime) -> RouteCard:
    """Let agencies of another installation be reached; its list of agencies is read at once.

    The secret is kept encrypted and shown nowhere. Raises AuthorityUnreadable, CostShape,
    KeyUnreadable, NetworkShape, NetworksTooWide, RightMissing, RouteAddressShape,
    RouteFieldMissing, SlugShape, SlugTaken, TreeShape.
    """
    access.require(actor, RIGHT)
    row = _row(new, now=now)
    try:
        with transaction.atomic():
            row.sealed = blobs.seal_words(new.secret.strip().encode(), owner_id=row.pk, now=now)
            row.save(force_insert=True)
            recorded("route-added", row, actor=actor, now=now, leads_to=row.leads_to)
    except IntegrityError as error:
        raise SlugTaken(slug=row.slug) from error
    return queries.route(row.slug)


def change_route(
    slug: str,
    *,
    actor: Actor,
    now: datetime,
    address: str | None = None,
    caller: str | None = None,
    secret: str | None = None,
    authority: str | None = None,
    networks: Sequence[str] | None = None,
    stands_for: Sequence[str] | None = None,
    leads_to: Sequence[str] | None = None,
    cost: int | None = None,
    sender: str | None = None,
    site: str | None = None,
    largest: int | None = None,
) -> RouteCard:
    """Change what is given; what waits goes by the new address.

    Raises RouteEnded, RouteNotFound, and as `add_route`.
    """
    access.require(actor, RIGHT)
    with transaction.atomic():
        row = _open(slug)
        allowed = _networks(row.networks.split() if networks is None else networks)
        row.networks = " ".join(allowed)
        told = row.address if address is None else address
        row.address = _address(RouteKind(row.kind), told, allowed)
        if row.kind == RouteKind.MAIL:
            _change_mail(row, sender, site, largest)
        if caller is not None:
            is_mail = row.kind == RouteKind.MAIL
            row.caller = clean_line(caller)[:100] if is_mail else _line(_("mã kết nối"), caller)
        if authority is not None:
            row.authority = _authority(authority)
        if secret:
            _require_key(RouteKind(row.kind), secret)
            blobs.drop_words(row.pk)
            row.sealed = blobs.seal_words(secret.strip().encode(), owner_id=row.pk, now=now)
        if stands_for is not None:
            row.stands_for = " ".join(rules.clean_trees(stands_for))
        if leads_to is not None:
            row.leads_to = _trees(RouteKind(row.kind), leads_to)
        row.cost = _cost(row.cost if cost is None else cost)
        row.due_at = row.poll_at = row.list_at = now
        row.save()
        recorded("route-changed", row, actor=actor, now=now, leads_to=row.leads_to)
    return queries.route(slug)


def _change_mail(row: Route, sender: str | None, site: str | None, largest: int | None) -> None:
    told = _mail(
        row.sender if sender is None else sender,
        row.site if site is None else site,
        row.largest if largest is None else largest,
    )
    row.sender, row.site, row.largest = told["sender"], told["site"], told["largest"]


def rest_route(slug: str, *, actor: Actor, now: datetime) -> RouteCard:
    """Carry and fetch nothing for now; what is sent meanwhile waits, or takes another route.

    Raises RightMissing, RouteEnded, RouteNotFound.
    """
    return _turned(slug, RouteState.OFF, "route-rested", actor=actor, now=now)


def use_route(slug: str, *, actor: Actor, now: datetime) -> RouteCard:
    """Carry and fetch again, at once. Raises RightMissing, RouteEnded, RouteNotFound."""
    return _turned(slug, RouteState.ON, "route-used", actor=actor, now=now)


def hurry_route(slug: str, *, actor: Actor, now: datetime) -> RouteCard:
    """Let a route carry, fetch and read the list at once, whatever it waits for.

    Raises RightMissing, RouteEnded, RouteNotFound.
    """
    access.require(actor, RIGHT)
    with transaction.atomic():
        row = _open(slug)
        if row.token is None:
            row.due_at = row.poll_at = row.list_at = now
            row.save(update_fields=["due_at", "poll_at", "list_at"])
    return queries.route(slug)


def end_route(slug: str, *, actor: Actor, now: datetime) -> RouteCard:
    """Use a route never again; agencies that no other one leads to take part no longer.

    Within a minute what waits goes by another route, or is given up and its senders are told.
    Raises RightMissing, RouteNotFound.
    """
    access.require(actor, RIGHT)
    with transaction.atomic():
        row = _locked(slug)
        if row.state != RouteState.ENDED:
            row.state = RouteState.ENDED
            row.save(update_fields=["state"])
            recorded("route-ended", row, actor=actor, now=now)
            _take_off(row, now=now)
    return queries.route(slug)


def _take_off(row: Route, *, now: datetime) -> None:
    behind = list(Reached.objects.filter(route=row).values_list("agency_id", flat=True))
    reached = queries.cheapest(behind)
    for agency_id in behind:
        if agency_id not in reached:
            directory.leave(agency_id=agency_id, on=local_day(now))


def _turned(slug: str, state: RouteState, what: str, *, actor: Actor, now: datetime) -> RouteCard:
    access.require(actor, RIGHT)
    with transaction.atomic():
        row = _open(slug)
        if row.state != state:
            row.state, row.due_at, row.poll_at = state, now, now
            row.save(update_fields=["state", "due_at", "poll_at"])
            recorded(what, row, actor=actor, now=now)
    return queries.route(slug)


def _row(new: NewRoute, *, now: datetime) -> Route:
    networks = _networks(new.networks)
    is_mail = new.kind == RouteKind.MAIL
    if not is_mail or new.caller.strip():
        _require_key(new.kind, new.secret)
    return Route(
        slug=rules.clean_slug(new.slug),
        name=_line(_("tên tuyến"), new.name),
        kind=new.kind,
        address=_address(new.kind, new.address, networks),
        caller=clean_line(new.caller)[:100] if is_mail else _line(_("mã kết nối"), new.caller),
        networks=" ".join(networks),
        authority=_authority(new.authority),
        stands_for=" ".join(rules.clean_trees(new.stands_for)),
        leads_to=_trees(new.kind, new.leads_to),
        cost=_cost(new.cost),
        **(_mail(new.sender, new.site, new.largest) if is_mail else {}),
        created_at=now,
        due_at=now,
        poll_at=now,
        list_at=now,
    )


def _address(kind: RouteKind, address: str, networks: tuple[str, ...]) -> str:
    clean = rules.clean_mail_server if kind == RouteKind.MAIL else rules.clean_address
    return clean(address, networks=networks)


def _mail(sender: str, site: str, largest: int) -> dict[str, Any]:
    """What a route of mail has besides. A page of ours may be served by http in a closed network.

    Raises LetterSizeShape, MailboxShape, RouteAddressShape.
    """
    return {
        "sender": rules.clean_mailbox(sender),
        "site": rules.clean_address(site, networks=("closed",)),
        "largest": rules.clean_letter_size(largest),
    }


def _line(field: str, text: str) -> str:
    said = clean_line(text)[:100]
    if not said:
        raise RouteFieldMissing(field=field)
    return said


def _networks(texts: Iterable[str]) -> tuple[str, ...]:
    """Private networks have to be named: what is anywhere may be this machine itself."""
    networks = clean_networks(texts)
    if any(is_everything(one) for one in networks):
        raise NetworksTooWide
    return networks


def _cost(cost: int) -> int:
    if not 0 <= cost <= _DEAREST:
        raise CostShape
    return cost


def _authority(text: str) -> str:
    try:
        return readable_authority(text)
    except ValueError as error:
        raise AuthorityUnreadable from error


def _trees(kind: RouteKind, codes: Sequence[str]) -> str:
    """A sister lists agencies of others too; who lies behind it has to be said."""
    trees = rules.clean_trees(codes)
    if kind == RouteKind.SISTER and rules.ALL in trees:
        raise RouteFieldMissing(field=_("nhánh mã dẫn tới"))
    return " ".join(trees)


def _require_key(kind: RouteKind, secret: str) -> None:
    if not secret.strip():
        raise RouteFieldMissing(field=_("khóa bí mật"))
    if kind == RouteKind.SISTER:
        try:
            SigningKey.read(secret.encode(), "key")
        except (ValueError, TypeError) as error:
            raise KeyUnreadable from error


def _locked(slug: str) -> Route:
    row = Route.objects.select_for_update().filter(slug=slug).first()
    if row is None:
        raise RouteNotFound
    return row


def _open(slug: str) -> Route:
    row = _locked(slug)
    if row.state == RouteState.ENDED:
        raise RouteEnded
    return row
