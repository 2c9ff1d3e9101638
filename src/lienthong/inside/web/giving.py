"""Giving a document of the agency's own to more of its units."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from lienthong.access import services as access
from lienthong.access.types import StaffRequest
from lienthong.directory.types import UnitCard
from lienthong.documents import queries as documents
from lienthong.documents.types import RecipientRole
from lienthong.inside import errors, queries, services
from lienthong.inside.types import UnitRecipient
from lienthong.kernel import clock
from lienthong.webkit.forms import DayField
from lienthong.webkit.messages import say_done

_ROLES = (RecipientRole.ACTION, RecipientRole.INFORMATION)


class GiveForm(forms.Form):
    """To which units, why, until when."""

    units = forms.MultipleChoiceField(
        label=later("Đơn vị"), widget=forms.CheckboxSelectMultiple, required=False
    )
    role = forms.ChoiceField(label=later("Để làm gì"), widget=forms.RadioSelect)
    due_on = DayField(
        label=later("Hạn"), required=False, help_text=later("Chỉ khi chuyển để thực hiện.")
    )

    def __init__(self, *args: Any, units: list[UnitCard], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["units"].choices = [(str(unit.id), unit.name) for unit in units]  # type: ignore[attr-defined]
        self.fields["role"].choices = [(str(role), _(role.label)) for role in _ROLES]  # type: ignore[attr-defined]

    def recipients(self) -> list[UnitRecipient]:
        role = RecipientRole(self.cleaned_data["role"])
        return [UnitRecipient(UUID(one), role) for one in self.cleaned_data["units"]]

    def clean_units(self) -> list[str]:
        chosen: list[str] = self.cleaned_data["units"]
        if not chosen:
            raise forms.ValidationError(_("Đánh dấu ít nhất một đơn vị."))
        return chosen


@require_http_methods(["GET", "HEAD", "POST"])
def give(request: StaffRequest, version_id: UUID) -> HttpResponse:
    """The units that do not have it yet, with ticks; those that have it above."""
    actor = request.actor
    access.require(actor, "inside.give", agency_id=actor.agency_id)
    now = clock.now()
    today: date = clock.local_day(now)
    version = documents.visible_version(version_id, documents.viewer_of(actor))
    services.require_issued_here(version, agency_id=actor.own_agency)
    units = queries.units_without(version_id, agency_id=actor.own_agency, on=today)
    form = GiveForm(
        request.POST if request.method == "POST" else None,
        units=units,
        initial={"role": str(RecipientRole.ACTION)},
    )
    if form.is_valid():
        try:
            services.give_to_units(
                version_id=version_id,
                recipients=form.recipients(),
                due_on=form.cleaned_data["due_on"],
                actor=actor,
                now=now,
            )
        except errors.DueInThePast as refusal:
            form.add_error(
                "due_on",
                _("Chọn ngày từ hôm nay trở đi (%(day)s đã qua).")
                % {"day": refusal.facts["due_on"]},
            )
        else:
            _say(request, len(form.cleaned_data["units"]))
            return redirect("desk:document", version_id)
    had = queries.of_version(version_id, agency_id=actor.own_agency, on=today)
    context = {
        "version": version,
        "form": form,
        "units": units,
        "had": had,
    }
    status = 422 if form.errors else 200
    return render(request, "inside/give.html", context, status=status)


def _say(request: StaffRequest, count: int) -> None:
    words = ngettext("Đã chuyển cho %(count)s đơn vị.", "Đã chuyển cho %(count)s đơn vị.", count)
    say_done(request, words % {"count": count})
