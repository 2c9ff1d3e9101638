"""The rule table: every row with its clause and days, a new one with what it would change (A5)."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lienthong.access import services as access
from lienthong.access.types import StaffRequest
from lienthong.directory import queries as directory
from lienthong.directory.types import AgencyCard
from lienthong.documents import errors, queries, services
from lienthong.documents.queries.rules import PAGE
from lienthong.documents.rules.kinds import kind as kind_of
from lienthong.documents.rules.kinds import kind_name, kinds_on
from lienthong.documents.types import NewPolicy, PolicyCard, PolicyLine, PolicyPreview
from lienthong.documents.web.forms import EndForm, RuleForm
from lienthong.documents.web.words import MATTERS, scope_words, state_words, value_words
from lienthong.kernel import clock
from lienthong.webkit.messages import say_done
from lienthong.webkit.types import Choice, Filter, Pager

_RIGHT = "policies.keep"


@dataclass(frozen=True, slots=True)
class ShownRule:
    """A row in words; can_end: it was entered here, and holds still or is to come."""

    line: PolicyLine
    matter: str
    scope: str
    value: str
    state: str
    tone: str
    can_end: bool


@dataclass(frozen=True, slots=True)
class ShownCase:
    """A case of a preview in words. is_changed: the new rule decides it, and otherwise."""

    scope: str
    before: str
    before_clause: str
    after: str
    after_clause: str
    is_changed: bool


@require_safe
def rules(request: StaffRequest) -> HttpResponse:
    """All rows, or those of a matter, about a kind, in force on a day; the latest first.

    What the address says wrongly narrows nothing.
    """
    access.require(request.actor, _RIGHT)
    today = clock.local_day(clock.now())
    asked = _asked(request)
    day = _day(asked["ngay"])
    found = queries.rules(
        matter=asked["viec"],
        kind=asked["loai"],
        on=day,
        after=_place(request.GET.get("sau", "")),
        limit=PAGE + 1,
    )
    page, here = found[:PAGE], {name: said for name, said in asked.items() if said}
    context = {
        "rows": [_shown(line, today) for line in page],
        "filters": _filters(here, today),
        "clear_url": reverse("documents:rules") if here else "",
        "asked": here,
        "day": day,
        "pager": Pager(next_url=_address({**here, "sau": _mark(page[-1].rule)}))
        if len(found) > len(page)
        else Pager(),
    }
    return render(request, "documents/rules.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new_rule(request: StaffRequest) -> HttpResponse:
    """Fill in a rule; the second button is only there once its effect was shown."""
    access.require(request.actor, _RIGHT)
    now = clock.now()
    today = clock.local_day(now)
    preview: PolicyPreview | None = None
    if request.method == "POST":
        form = RuleForm(request.POST, today=today)
    else:
        form = RuleForm(today=today, initial={"agency": _province(request)})
    if form.is_valid():
        agency = _agency(form.cleaned_data["agency"])
        new = form.rule(agency)
        if request.POST.get("act") == "enter":
            return _entered(request, new, now)
        services.require_sensible(new, now=now)
        preview = queries.preview_rule(new)
    context = {
        "form": form,
        "preview": preview,
        "cases": _cases(preview) if preview else [],
        "same_scope": _told(preview.same_scope, today) if preview else [],
        "narrower": _told(preview.narrower, today) if preview else [],
    }
    status = 422 if request.method == "POST" and form.errors else 200
    return render(request, "documents/new_rule.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def rule(request: StaffRequest, rule_id: UUID) -> HttpResponse:
    """One row with its history; the form that ends it."""
    access.require(request.actor, _RIGHT)
    now = clock.now()
    today = clock.local_day(now)
    line = queries.rule_line(rule_id)
    if line is None:
        raise errors.UnknownRule()
    form = EndForm(request.POST if request.method == "POST" else None, initial={"last_day": today})
    if form.is_valid():
        last_day = form.cleaned_data["last_day"]
        services.end_rule(rule_id=rule_id, last_day=last_day, actor=request.actor, now=now)
        say_done(request, _("Quy định áp dụng đến hết ngày %(day)s.") % {"day": _written(last_day)})
        return redirect("documents:rule", rule_id)
    context = {"row": _shown(line, today), "form": form}
    status = 422 if form.errors else 200
    return render(request, "documents/rule.html", context, status=status)


def _asked(request: StaffRequest) -> dict[str, str]:
    matter, kind, day = (request.GET.get(name, "") for name in ("viec", "loai", "ngay"))
    return {
        "viec": matter if matter in MATTERS else "",
        "loai": kind if kind_of(kind) else "",
        "ngay": day if _day(day) else "",
    }


def _entered(request: StaffRequest, new: NewPolicy, now: datetime) -> HttpResponse:
    found = services.enter_rule(new=new, actor=request.actor, now=now)
    say_done(
        request, _("Đã ghi quy định, áp dụng từ ngày %(day)s.") % {"day": _written(new.valid_from)}
    )
    return redirect("documents:rule", found)


def _province(request: StaffRequest) -> str:
    """The code of the committee of the operator's province: mostly the rule is its own."""
    found = directory.committee(request.actor.own_agency)
    return found.code if found else ""


def _agency(code: str) -> AgencyCard:
    found = directory.agency_by_code(code.strip())
    if found is None:
        raise errors.RuleScopeUnknown(said=code)
    return found


def _cases(preview: PolicyPreview) -> list[ShownCase]:
    return [
        ShownCase(
            scope=scope_words(case.scope),
            before=value_words(case.before),
            before_clause=case.before.clause if case.before else "",
            after=value_words(case.after),
            after_clause=case.after.clause if case.after else "",
            is_changed=case.before != case.after,
        )
        for case in preview.cases
    ]


def _told(rows: tuple[PolicyCard, ...], today: date) -> list[ShownRule]:
    return [_shown(PolicyLine(row, "", "", ""), today) for row in rows]


def _shown(line: PolicyLine, today: date) -> ShownRule:
    row = line.rule
    state, tone = state_words(row, today)
    is_over = row.valid_to is not None and row.valid_to < max(row.valid_from, today)
    return ShownRule(
        line=line,
        matter=str(MATTERS.get(row.matter, row.matter)),
        scope=scope_words(row, line.agency_name),
        value=value_words(row),
        state=state,
        tone=tone,
        can_end=bool(line.entered_by) and not line.ended_by and not is_over,
    )


def _filters(here: dict[str, str], today: date) -> list[Filter]:
    matters = [(word, str(name)) for word, name in MATTERS.items()]
    kinds = [(each.code, each.name) for each in kinds_on(today)]
    return [
        _filter(_("Việc"), "viec", matters, here, str(MATTERS.get(here.get("viec", ""), ""))),
        _filter(_("Loại"), "loai", kinds, here, kind_name(here["loai"]) if "loai" in here else ""),
    ]


def _filter(
    title: str, name: str, choices: list[tuple[str, str]], here: dict[str, str], value: str
) -> Filter:
    rest = {key: said for key, said in here.items() if key != name}
    every = Choice(_("Tất cả"), _address(rest), is_here=name not in here)
    told = [
        Choice(said, _address({**rest, name: word}), is_here=here.get(name) == word)
        for word, said in choices
    ]
    return Filter(title, value or _("tất cả"), (every, *told), is_set=name in here)


def _address(asked: dict[str, str]) -> str:
    address = reverse("documents:rules")
    return f"{address}?{urlencode(asked)}" if asked else address


def _mark(row: PolicyCard) -> str:
    return f"{row.valid_from}~{row.id}"


def _place(text: str) -> tuple[date, UUID] | None:
    day, _separator, row_id = text.partition("~")
    try:
        return date.fromisoformat(day), UUID(row_id)
    except ValueError:
        return None


def _day(text: str) -> date | None:
    """A day of an address, as it is written there or as people write it; None for anything else."""
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007  # a day has no zone
        except ValueError:
            continue
    return None


def _written(day: date) -> str:
    return f"{day:%d/%m/%Y}"
