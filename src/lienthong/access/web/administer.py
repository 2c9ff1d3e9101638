"""Pages of an agency's administrator: people with their posts, and their accounts."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lienthong.access import queries, services
from lienthong.access.errors import RightMissing
from lienthong.access.rules import PROVINCIAL
from lienthong.access.services.factors import has_factor
from lienthong.access.types import AccountCard, StaffRequest
from lienthong.access.web.admin_forms import (
    AccountForm,
    EndForm,
    PersonForm,
    PostForm,
    SubjectForm,
)
from lienthong.directory import queries as directory
from lienthong.directory import services as directory_services
from lienthong.directory.errors import UnknownPerson
from lienthong.directory.types import AgencyCard, PostingCard, Role
from lienthong.kernel import clock
from lienthong.webkit.forms import form_key
from lienthong.webkit.messages import say_done
from lienthong.webkit.paging import NumberedPage
from lienthong.worklist import queries as worklist

PAGE = 200
# How long an ended post is still shown.
_BACK = timedelta(days=90)
_RIGHT = "access.grant-posts"
# What the browser calls the form of somebody new.
_NEW_PERSON = "nguoi-moi"


@dataclass(frozen=True, slots=True)
class ShownPerson:
    """A line of the list: a post with its days, and the account of its person."""

    posting: PostingCard
    account: AccountCard | None
    is_held: bool


@require_safe
def people(request: StaffRequest) -> HttpResponse:
    """Who holds which post in the agency, or in one below it."""
    agency, today = _agency(request), clock.local_day(clock.now())
    found = directory.postings_of_agency(
        agency.id, ended_since=today - _BACK, after=_uuid(request, "sau"), limit=PAGE + 1
    )
    accounts = queries.accounts_of(line.post.person_id for line in found)
    below = NumberedPage.asked(
        request, "cap-duoi", size=PAGE, total=directory.count_children(agency.id, on=today)
    )
    context = {
        "agency": agency,
        "is_own": agency.id == request.actor.agency_id,
        "below": directory.children(agency.id, on=today, skipped=below.skipped, limit=PAGE),
        "below_pager": below.pager(request),
        "lines": [
            ShownPerson(line, accounts.get(line.post.person_id), line.is_held(today))
            for line in found[:PAGE]
        ],
        "after": found[PAGE - 1].post.id if found[PAGE:] else None,
    }
    return render(request, "access/administer/people.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new_person(request: StaffRequest) -> HttpResponse:
    """Enter a person with a first post."""
    agency = _agency(request)
    form = PersonForm(request.POST or None, **_choices(request, agency))
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            person = directory_services.add_person(
                name=form.cleaned_data["name"],
                email=form.cleaned_data["email"],
                key=form_key(request),
            )
            asked = _given_or_asked(request, _new_post(form, person.id, agency.id))
        if asked is not None:
            return asked
        say_done(request, _("Đã thêm %(name)s.") % {"name": person.name}, form_key=_NEW_PERSON)
        return redirect("access:person", person.id)
    return render(request, "access/administer/new_person.html", {"form": form, "agency": agency})


@never_cache
@require_safe
def person(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """A person's posts and account."""
    return _person_page(request, person_id)


@require_POST
def grant(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """ "Giao vị trí": one more post."""
    _require_seen(request, person_id)
    agency = _agency(request)
    form = PostForm(request.POST, **_choices(request, agency))
    if not form.is_valid():
        return _person_page(request, person_id, post_form=form)
    asked = _given_or_asked(request, _new_post(form, person_id, agency.id))
    if asked is not None:
        return asked
    say_done(request, _("Đã giao “%(title)s”.") % {"title": form.cleaned_data["title"]})
    return redirect("access:person", person_id)


def _given_or_asked(request: StaffRequest, new: services.NewPost) -> HttpResponse | None:
    """Give the post; or lead to the proposal, where an operator has to ask the agency."""
    facts: dict[str, Any] = {
        "key": form_key(request),
        "actor": request.actor,
        "now": clock.now(),
    }
    if not _is_operator(request):
        services.grant_post(new, **facts)
        return None
    card = services.propose_administrator(new, **facts)
    if card is None:
        return None
    say_done(
        request, _("Đã đề nghị %(agency)s.") % {"agency": card.agency_name}, form_key=_NEW_PERSON
    )
    return redirect("access:proposal", card.id)


@require_POST
def end(request: StaffRequest, post_id: UUID) -> HttpResponse:
    """ "Kết thúc": the last day of a post."""
    post = directory.post(post_id)
    services.require_over(request.actor, _RIGHT, agency_id=post.agency_id)
    form = EndForm(request.POST, today=clock.local_day(clock.now()))
    if not form.is_valid():
        return _person_page(request, post.person_id, end_form=form)
    services.end_post(
        post_id=post_id,
        on=form.cleaned_data["on"],
        reason=form.cleaned_data["reason"],
        actor=request.actor,
        now=clock.now(),
    )
    say_done(request, _("Đã kết thúc “%(title)s”.") % {"title": post.title})
    return redirect("access:person", post.person_id)


@never_cache
@require_POST
def account_act(request: StaffRequest, person_id: UUID, act: str) -> HttpResponse:
    """What is done with somebody's account: one act of `ACTS`, named by the address."""
    _require_seen(request, person_id)
    facts: dict[str, Any] = {"person_id": person_id, "actor": request.actor, "now": clock.now()}
    if act == "mo":
        services.open_for(username=request.POST.get("username", ""), **facts)
        return _with_link(request, person_id, services.make_first_link(**facts))
    if act == "lien-ket":
        return _with_link(request, person_id, services.make_link(**facts))
    if act == "dinh-danh":
        services.link_subject(subject=request.POST.get("subject", ""), **facts)
    elif act in ACTS:
        ACTS[act](**facts)
    else:
        raise Http404
    say_done(request, _("Đã thay đổi tài khoản."))
    return redirect("access:person", person_id)


ACTS = {
    "dong": services.close_for,
    "mo-lai": services.reopen_for,
    "dang-xuat": services.sign_out_for,
    "bo-xac-thuc": services.forget_factors_for,
}


@require_safe
def first_administrators(request: StaffRequest) -> HttpResponse:
    """Agencies that nobody administers yet."""
    services.require(request.actor, "access.first-administrator")
    ids = directory.without_role(Role.ADMINISTRATOR, on=clock.local_day(clock.now()))
    cards = directory.agencies(ids)
    return render(
        request,
        "access/administer/first_administrators.html",
        {
            "agencies": [cards[agency_id] for agency_id in ids if agency_id in cards],
            "proposals": queries.proposals(),
        },
    )


def _with_link(request: StaffRequest, person_id: UUID, secret: str) -> HttpResponse:
    """Show the link this once: it is kept nowhere."""
    link = request.build_absolute_uri(reverse("access:password-link", args=[secret]))
    return _person_page(request, person_id, link=link)


def _person_page(request: StaffRequest, person_id: UUID, **shown: Any) -> HttpResponse:
    postings = _require_seen(request, person_id)
    today = clock.local_day(clock.now())
    agency = _agency(request)
    account = queries.account_of(person_id)
    waiting = worklist.waiting_at_posts({one.post.id: one.post.agency_id for one in postings})
    context = {
        "person": directory.person(person_id),
        "is_self": person_id == request.actor.person_id,
        "postings": [
            {
                "line": line,
                "is_held": line.is_held(today),
                "may_end": _may_end(request, line),
                "waiting": waiting.get(line.post.id, 0),
            }
            for line in postings
        ],
        "agency": agency,
        "account": account,
        "has_factor": has_factor(account.id) if account else False,
        "subject": services.subject_of(person_id),
        "post_form": PostForm(None, **_choices(request, agency)),
        "end_form": EndForm(today=today),
        "account_form": AccountForm(),
        "subject_form": SubjectForm(initial={"subject": services.subject_of(person_id)}),
        **shown,
    }
    return render(request, "access/administer/person.html", context)


def _require_seen(request: StaffRequest, person_id: UUID) -> list[PostingCard]:
    """The posts of a person, if one of them is within reach. Raises RightMissing, OtherAgency."""
    since = clock.local_day(clock.now()) - _BACK
    postings = directory.postings_of_person(person_id, ended_since=since)
    if _is_operator(request):
        if any(line.post.role == Role.ADMINISTRATOR for line in postings):
            return postings
        services.require(request.actor, _RIGHT)
    refused: RightMissing | None = None
    for line in postings:
        try:
            services.require_over(request.actor, _RIGHT, agency_id=line.post.agency_id)
        except RightMissing as refusal:
            refused = refusal
        else:
            return postings
    services.require(request.actor, _RIGHT)
    raise refused or UnknownPerson


def _agency(request: StaffRequest) -> AgencyCard:
    """The agency that the page is about: the own one, or one below it (`co-quan`)."""
    asked = _uuid(request, "co-quan") or request.actor.own_agency
    if _is_operator(request):
        return directory.agency(asked)
    services.require_over(request.actor, _RIGHT, agency_id=asked)
    return directory.agency(asked)


def _is_operator(request: StaffRequest) -> bool:
    return "access.first-administrator" in request.actor.rights


def _uuid(request: StaffRequest, name: str) -> UUID | None:
    try:
        return UUID(request.GET.get(name) or request.POST.get(name) or "")
    except ValueError:
        return None


def _choices(request: StaffRequest, agency: AgencyCard) -> dict[str, Any]:
    today = clock.local_day(clock.now())
    if _is_operator(request):
        roles = [Role.ADMINISTRATOR]
    elif directory.agency(request.actor.own_agency).parent_id is None:
        roles = list(Role)
    else:
        roles = [role for role in Role if role not in PROVINCIAL]
    return {"roles": roles, "units": directory.units_of(agency.id, on=today), "today": today}


def _may_end(request: StaffRequest, line: PostingCard) -> bool:
    try:
        services.require_over(request.actor, _RIGHT, agency_id=line.post.agency_id)
    except RightMissing:
        return False
    return True


def _new_post(form: PostForm, person_id: UUID, agency_id: UUID) -> services.NewPost:
    filled = form.cleaned_data
    return services.NewPost(
        person_id=person_id,
        agency_id=agency_id,
        role=Role(filled["role"]),
        title=filled["title"],
        valid_from=filled["valid_from"],
        valid_to=filled["valid_to"],
        unit_id=UUID(filled["unit"]) if filled["unit"] else None,
        source=filled["source"],
    )
