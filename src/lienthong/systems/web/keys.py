"""Keys of a system. What is secret is on one page, once; that page is kept nowhere."""

from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lienthong.access import services as access
from lienthong.access.types import StaffRequest
from lienthong.kernel import clock
from lienthong.systems import queries, services
from lienthong.systems.types import MadeKey, SystemCard
from lienthong.systems.web.forms import KeyForm, RotateForm
from lienthong.systems.web.pages import page_of
from lienthong.webkit.forms import form_key
from lienthong.webkit.messages import say_done


@require_POST
def make(request: StaffRequest, slug: str) -> HttpResponse:
    """Take the owner's public key, make one, or make one for a trial."""
    access.require(request.actor, "systems.manage")
    card, form = queries.system(slug), KeyForm(request.POST)
    if not form.is_valid():
        return render(request, "systems/one.html", {**page_of(card), "key_form": form}, status=422)
    how, facts = form.cleaned_data["how"], _facts(request, card)
    if how == "trial":
        made = services.make_bearer_key(days=form.cleaned_data["days"] or 30, **facts)
    elif how == "shared":
        made = services.make_shared_secret(given=form.cleaned_data["given"], **facts)
    elif how == "made":
        made = services.make_signing_key(**facts)
    else:
        pem = form.cleaned_data["public_pem"]
        made = MadeKey(services.add_public_key(public_pem=pem, **facts), "")
    return _shown(request, card, made)


@require_POST
def rotate(request: StaffRequest, slug: str, key_id: str) -> HttpResponse:
    """A new key; the old one counts on for some days."""
    access.require(request.actor, "systems.manage")
    card, form = queries.system(slug), RotateForm(request.POST)
    if not form.is_valid():
        return render(
            request, "systems/one.html", {**page_of(card), "rotate_form": form}, status=422
        )
    overlap = timedelta(days=form.cleaned_data["overlap"])
    made = services.rotate_key(key_id=key_id, overlap=overlap, **_facts(request, card))
    return _shown(request, card, made)


@require_POST
def revoke(request: StaffRequest, slug: str, key_id: str) -> HttpResponse:
    """A key counts no more from this moment."""
    card = queries.system(slug)
    services.revoke_key(system_id=card.id, key_id=key_id, actor=request.actor, now=clock.now())
    say_done(request, _("Đã thu hồi khóa %(key)s.") % {"key": key_id})
    return redirect("systems:one", card.slug)


def _facts(request: StaffRequest, card: SystemCard) -> dict[str, Any]:
    return {
        "system_id": card.id,
        "actor": request.actor,
        "now": clock.now(),
        "form_key": form_key(request),
    }


def _shown(request: StaffRequest, card: SystemCard, made: MadeKey) -> HttpResponse:
    """The secret, this once; without one there is nothing to copy but the key's id."""
    if not made.secret:
        say_done(request, _("Đã nhận khóa %(key)s.") % {"key": made.card.key_id})
        return redirect("systems:one", card.slug)
    response = render(request, "systems/secret.html", {"system": card, "made": made})
    response["Cache-Control"] = "no-store"
    return response
