"""Consultations as pages show them: a line for each agency, with its form and its state."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lienthong.documents.types import Viewer
from lienthong.issuing import queries
from lienthong.issuing.types import Consultation, ConsultedAgency
from lienthong.kernel import clock

MakeForm = Callable[[Consultation, ConsultedAgency], forms.Form]


@dataclass(frozen=True, slots=True)
class ShownAgency:
    """An agency that was asked; treatment: in words, or ""; form: for who fills in the summary."""

    card: ConsultedAgency
    treatment: str
    form: forms.Form | None


@dataclass(frozen=True, slots=True)
class ShownConsultation:
    """A letter with its agencies; state: where it stands, in words; count: how many answered."""

    card: Consultation
    state: str
    count: str
    agencies: list[ShownAgency]


def shown_consultations(
    found: Sequence[Consultation], make_form: MakeForm | None = None
) -> list[ShownConsultation]:
    """Return letters as pages show them; make_form: of the line of an agency."""
    return [
        ShownConsultation(
            one, _(one.state.label), _count(one), [_shown(one, a, make_form) for a in one.agencies]
        )
        for one in found
    ]


def on_draft(draft_id: UUID, viewer: Viewer) -> list[ShownConsultation]:
    """Return what the page of a draft says of its letters."""
    today = clock.local_day(clock.now())
    return shown_consultations(queries.consultations_on(draft_id, viewer=viewer, on=today))


def _shown(one: Consultation, agency: ConsultedAgency, make_form: MakeForm | None) -> ShownAgency:
    noted = agency.comment
    treatment = _(noted.treatment.label) if noted and noted.treatment else ""
    return ShownAgency(agency, treatment, make_form(one, agency) if make_form else None)


def _count(one: Consultation) -> str:
    """Say how far it is: "2/5 nơi đã trả lời; 1 nơi quá hạn"; "" before it went out."""
    if not one.agencies:
        return ""
    told = _("%(said)s/%(asked)s nơi đã trả lời") % {
        "said": one.answered_count,
        "asked": len(one.agencies),
    }
    late = one.late_count
    if not late:
        return told
    return f"{told}; {ngettext('%(n)s nơi quá hạn', '%(n)s nơi quá hạn', late) % {'n': late}}"
