"""Hooks of the calling system: addresses of its own that are told what happens."""

from collections.abc import Callable
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router
from ninja.responses import Status

from lienthong.apikit.cursors import read_id, write_cursor
from lienthong.apikit.errors import BadCursor
from lienthong.apikit.keys import answered_once
from lienthong.apikit.operations import answers, once
from lienthong.apikit.schemas import PageSize
from lienthong.directory import queries as directory
from lienthong.hooks import errors, queries, services
from lienthong.hooks.api.shapes import (
    AttemptOut,
    AttemptsOut,
    DeadListOut,
    DeadOut,
    HookChangeIn,
    HookKeyOut,
    HookKeysOut,
    HookOut,
    HooksOut,
    NewHookIn,
    ResendIn,
    ResentOut,
)
from lienthong.hooks.types import HookCard
from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.systems.errors import AgencyNotAllowed, AgencyNotNamed
from lienthong.systems.types import SystemRequest

router = Router(tags=["Báo tin · Hooks"])
_ATTEMPTS, _DEAD = "hook-attempts", "hook-dead"
_ADDRESS = (errors.AddressShape, errors.AddressForbidden, errors.AddressTaken, AgencyNotAllowed)
_OWN = (errors.HookNotFound, errors.HookClosed)


@router.get("", url_name="hooks", summary="Các điểm nhận tin", **answers({200: HooksOut}))
def list_hooks(request: SystemRequest) -> HooksOut:
    """The hooks of your system, the newest first; closed ones too."""
    found = queries.hooks_of_system(request.auth.system.id)
    agencies = directory.agencies({one for card in found for one in card.agency_ids})
    return HooksOut(hooks=[HookOut.of(card, agencies) for card in found])


@router.post(
    "",
    url_name="hooks",
    summary="Thêm điểm nhận tin",
    **once(answers({201: HookOut}, *_ADDRESS, AgencyNotNamed, errors.TooManyHooks)),
)
@answered_once
def create_hook(request: SystemRequest, body: NewHookIn) -> Status[HookOut]:
    """Let an address be told, once it has sent back the challenge that it is called with first.

    The address is looked up when the hook is made and at every call; only public ones are called,
    and networks that an operator allowed.
    """
    card = services.add_hook(
        system_id=request.auth.system.id,
        address=body.address,
        kinds=body.kinds,
        agency_ids=_agencies(request, body.agencies),
        actor=_actor(request),
        now=clock.now(),
    )
    return Status(201, _shown(card))


@router.get(
    "/{hook_id}",
    url_name="hook",
    summary="Một điểm nhận tin",
    **answers({200: HookOut}, errors.HookNotFound),
)
def show_hook(request: SystemRequest, hook_id: UUID) -> HookOut:
    """One hook of your system."""
    return _shown(_own(request, hook_id))


@router.patch(
    "/{hook_id}",
    url_name="hook",
    summary="Đổi điểm nhận tin",
    **answers({200: HookOut}, *_OWN, *_ADDRESS),
)
def change_hook(request: SystemRequest, hook_id: UUID, body: HookChangeIn) -> HookOut:
    """Change address, kinds or agencies; another address has to answer its challenge first."""
    _own(request, hook_id)
    card = services.change_hook(
        hook_id=hook_id,
        address=body.address,
        kinds=body.kinds,
        agency_ids=None if body.agencies is None else _agencies(request, body.agencies),
        actor=_actor(request),
        now=clock.now(),
    )
    return _shown(card)


@router.delete(
    "/{hook_id}",
    url_name="hook",
    summary="Đóng điểm nhận tin",
    **answers({200: HookOut}, errors.HookNotFound),
)
def close_hook(request: SystemRequest, hook_id: UUID) -> HookOut:
    """End a hook for good; what waited is told no more, its log stays for a month."""
    return _turned(request, hook_id, services.close_hook)


@router.post(
    "/{hook_id}/challenge",
    url_name="hook-challenge",
    summary="Thử lại địa chỉ",
    **answers({200: HookOut}, *_OWN),
)
def challenge_hook(request: SystemRequest, hook_id: UUID) -> HookOut:
    """Have the address called with a fresh challenge."""
    return _turned(request, hook_id, services.challenge_hook)


@router.post(
    "/{hook_id}/pause",
    url_name="hook-pause",
    summary="Tạm dừng báo tin",
    **answers({200: HookOut}, *_OWN),
)
def pause_hook(request: SystemRequest, hook_id: UUID) -> HookOut:
    """Be told nothing for now; what happens is kept for three days."""
    return _turned(request, hook_id, services.pause_hook)


@router.post(
    "/{hook_id}/resume",
    url_name="hook-resume",
    summary="Báo tin trở lại",
    **answers({200: HookOut}, *_OWN, errors.HookUnproved, errors.PausedByOperator),
)
def resume_hook(request: SystemRequest, hook_id: UUID) -> HookOut:
    """Be told again, beginning with what waits."""
    return _turned(request, hook_id, services.resume_hook)


@router.get(
    "/{hook_id}/attempts",
    url_name="hook-attempts",
    summary="Nhật ký báo tin",
    **answers({200: AttemptsOut}, errors.HookNotFound, BadCursor),
)
def list_attempts(
    request: SystemRequest,
    hook_id: UUID,
    after: Annotated[str, Query()] = "",
    limit: PageSize = 50,
) -> AttemptsOut:
    """Every call of a month, the latest first: what came of it, and how long it took."""
    _own(request, hook_id)
    found = queries.attempts(hook_id, before=read_id(after, scope=_ATTEMPTS), limit=limit + 1)
    page = found[:limit]
    return AttemptsOut(
        attempts=[AttemptOut.of(one) for one in page],
        next=write_cursor(_ATTEMPTS, str(page[-1].id)) if len(found) > limit else None,
    )


@router.get(
    "/{hook_id}/dead",
    url_name="hook-dead",
    summary="Tin không báo được",
    **answers({200: DeadListOut}, errors.HookNotFound, BadCursor),
)
def list_dead(
    request: SystemRequest,
    hook_id: UUID,
    after: Annotated[str, Query()] = "",
    limit: PageSize = 50,
) -> DeadListOut:
    """What was given up, the oldest first; kept for a month.

    After three days, or because you may act for the agency no more: then it is listed once you may
    again.
    """
    _own(request, hook_id)
    found = queries.dead(
        hook_id,
        agency_ids=request.auth.agency_ids,
        after=read_id(after, scope=_DEAD),
        limit=limit + 1,
    )
    page = found[:limit]
    return DeadListOut(
        dead=[DeadOut.of(one) for one in page],
        next=write_cursor(_DEAD, str(page[-1].id)) if len(found) > limit else None,
    )


@router.post(
    "/{hook_id}/resend",
    url_name="hook-resend",
    summary="Báo lại tin không báo được",
    **answers({200: ResentOut}, *_OWN),
)
def resend(request: SystemRequest, hook_id: UUID, body: ResendIn) -> ResentOut:
    """Have given-up notifications sent again, under their old ids and numbers.

    Only those about agencies for which you may act today.
    """
    _own(request, hook_id)
    count = services.resend(
        hook_id=hook_id,
        notification_ids=body.notifications,
        actor=_actor(request),
        now=clock.now(),
    )
    return ResentOut(resent=count)


keys = Router(tags=["Báo tin · Hooks"])


@keys.get(
    "/hook-keys",
    url_name="hook-keys",
    summary="Khóa ký tin",
    auth=None,
    **answers({200: HookKeysOut}),
)
def list_keys(request: HttpRequest) -> HookKeysOut:
    """The public keys by which notifications are checked, the current one first; for everybody."""
    return HookKeysOut(
        keys=[HookKeyOut(id=key_id, public_pem=pem) for key_id, pem in queries.published_keys()]
    )


def _own(request: SystemRequest, hook_id: UUID) -> HookCard:
    return queries.hook(hook_id, system_id=request.auth.system.id)


def _turned(request: SystemRequest, hook_id: UUID, act: Callable[..., HookCard]) -> HookOut:
    """Do one act with a hook of the calling system, and show it as it is then."""
    _own(request, hook_id)
    return _shown(act(hook_id=hook_id, actor=_actor(request), now=clock.now()))


def _actor(request: SystemRequest) -> Actor:
    """The system itself: hooks belong to it, whichever agency a request names."""
    caller = request.auth
    if caller.agency_id is not None or not caller.agency_ids:
        return caller.actor
    return caller.actor_for(min(caller.agency_ids))


def _agencies(request: SystemRequest, codes: list[str] | None) -> frozenset[UUID]:
    """The agencies of these codes; all for which the system acts when none are named."""
    if codes is None:
        return request.auth.agency_ids
    found = directory.agencies_by_codes(codes)
    for code in codes:
        if code not in found or found[code].id not in request.auth.agency_ids:
            raise AgencyNotAllowed(system=request.auth.system.name, agency=code)
    return frozenset(card.id for card in found.values())


def _shown(card: HookCard) -> HookOut:
    return HookOut.of(card, directory.agencies(card.agency_ids))
