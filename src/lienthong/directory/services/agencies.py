"""Agencies are founded, get codes, and change their names."""

from datetime import date, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q

from lienthong.directory import queries, rules
from lienthong.directory.errors import CodeShape, CodeTaken, StillInside
from lienthong.directory.events import BooksBroughtHere
from lienthong.directory.models import Agency, AgencyCode, FormerName, Participation, Post
from lienthong.directory.services.fields import a_line, a_mailbox, a_name, an_agency, note_change
from lienthong.directory.types import AgencyCard, AgencyClass, AgencyLevel, CodeForm
from lienthong.kernel.ids import uuid7
from lienthong.kernel.news import announce
from lienthong.kernel.text import clean_line, fold


def found_agency(
    *,
    agency_id: UUID | None = None,
    code: str,
    name: str,
    abbreviation: str,
    agency_class: AgencyClass = AgencyClass.STATE,
    level: AgencyLevel = AgencyLevel.DEPARTMENT,
    parent_id: UUID | None = None,
    place: str = "",
    email: str = "",
    telephone: str = "",
    address: str = "",
    valid_from: date | None = None,
    valid_to: date | None = None,
    books_here: bool = True,
    is_outside: bool = False,
) -> AgencyCard:
    """Enter an agency with its code; the same code and name again change nothing.

    agency_id: for a new one, by whom it matters whether it is theirs; another id comes back where
        somebody else founded it.
    books_here: its books are kept in this installation (`keep_books`).
    is_outside: it belongs to another installation, and a route leads there.
    Raises CodeShape, CodeTaken, DatesOutOfOrder, FreeMail, NameMissing, NameTooLong, UnknownAgency
    (parent).
    """
    rules.check_order(valid_from, valid_to)
    row = Agency(
        id=agency_id or uuid7(),
        name=a_name(Agency, "name", name),
        abbreviation=a_name(Agency, "abbreviation", abbreviation),
        agency_class=agency_class,
        level=level,
        parent_id=parent_id,
        place=a_line(Agency, "place", place),
        email=a_mailbox(email),
        telephone=a_line(Agency, "telephone", telephone),
        address=a_line(Agency, "address", address),
        valid_from=valid_from,
        valid_to=valid_to,
        books_here=books_here,
        is_outside=is_outside,
    )
    whole = rules.whole_code(code)
    form = rules.form_of(whole)
    try:
        _enter(row, whole, form=form)
    except CodeTaken:
        # Told before, or by somebody a moment ago, perhaps of the very same agency.
        return _same(row, code=whole)
    return queries.agency(row.pk)


def _enter(row: Agency, code: str, *, form: CodeForm) -> None:
    with transaction.atomic():
        holder = _holder(code)
        if holder is not None:
            raise CodeTaken(code=code, agency=holder.name)
        if row.parent_id is not None:
            an_agency(row.parent_id, on=row.valid_from)
        row.name_folded, row.abbreviation_folded = fold(row.name), fold(row.abbreviation)
        row.save(force_insert=True)
        _write_code(row, code, form=form, valid_from=row.valid_from, current=True)


def give_code(
    *,
    agency_id: UUID,
    code: str,
    valid_from: date | None = None,
    current: bool = True,
    foreign: bool = False,
) -> None:
    """Give an agency one more code; the ones before keep pointing to it.

    current: it becomes the one that we write; False for a second form or a partner's name of it.
    foreign: of neither form of the law, as a partner writes it.
    Giving the same code again only decides whether it is current.
    Raises CodeShape, CodeTaken, UnknownAgency.
    """
    whole = rules.whole_code(code)
    form = _foreign_form(whole) if foreign else rules.form_of(whole)
    with transaction.atomic():
        row = an_agency(agency_id)
        holder = _holder(whole)
        if holder is not None and holder.pk != row.pk:
            raise CodeTaken(code=whole, agency=holder.name)
        changed = _retire_codes(row, but=whole, on=valid_from) if current else 0
        if holder is None:
            _write_code(row, whole, form=form, valid_from=valid_from, current=current)
            changed += 1
        elif current:
            retired = AgencyCode.objects.filter(code=whole, is_current=False)
            changed += retired.update(is_current=True, valid_to=None)
        if changed:
            note_change([row.pk])


def rename_agency(
    *, agency_id: UUID, name: str, abbreviation: str, on: date, source: str = ""
) -> AgencyCard:
    """Give an agency a new name from a day on; it stays the same agency and is found by both.

    Raises AgencyClosed, NameMissing, NameTooLong, UnknownAgency.
    """
    new_name = a_name(Agency, "name", name)
    new_abbreviation = a_name(Agency, "abbreviation", abbreviation)
    with transaction.atomic():
        row = an_agency(agency_id, on=on)
        if (row.name, row.abbreviation) != (new_name, new_abbreviation):
            FormerName.objects.update_or_create(
                agency=row,
                ended_on=on - timedelta(days=1),
                defaults={
                    "name": row.name,
                    "name_folded": row.name_folded,
                    "abbreviation": row.abbreviation,
                    "source": a_line(FormerName, "source", source),
                },
            )
            row.name, row.name_folded = new_name, fold(new_name)
            row.abbreviation, row.abbreviation_folded = new_abbreviation, fold(new_abbreviation)
            row.save()
            note_change([row.pk])
    return queries.agency(agency_id)


def change_email(*, agency_id: UUID, email: str) -> AgencyCard:
    """Give an agency another official mailbox. Raises FreeMail, NameTooLong, UnknownAgency."""
    with transaction.atomic():
        row = an_agency(agency_id)
        said = a_mailbox(email)
        if row.email != said:
            row.email = said
            row.save(update_fields=["email"])
            note_change([row.pk])
    return queries.agency(agency_id)


def keep_books(*, agency_id: UUID, here: bool) -> AgencyCard:
    """Say whether the books of an agency are kept in this installation or in its own software.

    What is numbered stays as it is; the next number is given by the one side or the other.
    Raises UnknownAgency.
    """
    with transaction.atomic():
        row = an_agency(agency_id)
        if row.books_here != here:
            row.books_here = here
            row.save(update_fields=["books_here"])
            note_change([row.pk])
            if here:
                announce(BooksBroughtHere((row.pk,)))
    return queries.agency(agency_id)


def put_outside(*, agency_id: UUID, on: date) -> AgencyCard:
    """Say that nobody of an agency works in this installation: a route leads to it.

    Raises StillInside while it takes part by itself, now or later, or somebody has a post in it;
    UnknownAgency.
    """
    with transaction.atomic():
        row = an_agency(agency_id, on=on)
        if not row.is_outside:
            later = Q(ends_on__isnull=True) | Q(ends_on__gte=on)
            posts = Post.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on), agency=row)
            if Participation.objects.filter(later, agency=row).exists() or posts.exists():
                raise StillInside(agency=row.name)
            row.is_outside, row.books_here = True, False
            row.save(update_fields=["is_outside", "books_here"])
            note_change([row.pk])
    return queries.agency(agency_id)


def bring_inside(*, agency_id: UUID, on: date) -> AgencyCard:
    """Take an agency in that was outside: from now on it works here, with books of its own.

    What it took part by until now ends with the day before. Raises UnknownAgency.
    """
    with transaction.atomic():
        row = an_agency(agency_id, on=on)
        if row.is_outside:
            terms = Participation.objects.filter(agency=row)
            terms.filter(starts_on__gte=on).delete()
            open_ones = Q(ends_on__isnull=True) | Q(ends_on__gte=on)
            terms.filter(open_ones).update(ends_on=on - timedelta(days=1))
            row.is_outside, row.books_here = False, True
            row.save(update_fields=["is_outside", "books_here"])
            note_change([row.pk])
            announce(BooksBroughtHere((row.pk,)))
    return queries.agency(agency_id)


def _holder(code: str) -> Agency | None:
    return Agency.objects.filter(codes__code=code).first()


def _same(told: Agency, *, code: str) -> AgencyCard:
    """The founding told twice: who has this code must have, or have had, this name, and lie on the
    same side: an agency of ours is never taken for one of another installation, nor one for ours.
    """
    holder, folded = Agency.objects.get(codes__code=code), fold(told.name)
    if holder.is_outside != told.is_outside:
        raise CodeTaken(code=code, agency=holder.name)
    if holder.name_folded != folded and not holder.former_names.filter(name_folded=folded).exists():
        raise CodeTaken(code=code, agency=holder.name)
    return queries.agency(holder.pk)


def _foreign_form(code: str) -> CodeForm:
    if not code or len(code) > rules.LONGEST_CODE or clean_line(code) != code:
        raise CodeShape(code=code[: rules.LONGEST_CODE + 1])
    return CodeForm.FOREIGN


def _retire_codes(row: Agency, *, but: str, on: date | None) -> int:
    others = AgencyCode.objects.filter(agency=row, is_current=True).exclude(code=but)
    return others.update(is_current=False, valid_to=on - timedelta(days=1) if on else None)


def _write_code(
    row: Agency, code: str, *, form: CodeForm, valid_from: date | None, current: bool
) -> None:
    """The database's own uniqueness decides between two who give one code at the same moment."""
    try:
        with transaction.atomic():
            AgencyCode.objects.create(
                agency=row, code=code, form=form, is_current=current, valid_from=valid_from
            )
    except IntegrityError as error:
        holder = _holder(code)
        raise CodeTaken(code=code, agency=holder.name if holder else row.name) from error
