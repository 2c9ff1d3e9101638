"""How agencies stand before they join: facts of all packages, gathered for many at once (G9)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from lienthong.access import queries as access
from lienthong.access.types import SignedIn
from lienthong.directory import queries as directory
from lienthong.directory.types import AgencyCard, PostCard, Role
from lienthong.kernel.clock import local_day
from lienthong.rollout import rules
from lienthong.rollout.models import Confirmation, LabReport, ReadinessRule
from lienthong.rollout.queries.training import trained_since
from lienthong.rollout.types import (
    JOINING,
    AgencyFacts,
    AgencyState,
    ConfirmationCard,
    Joining,
    LabReportCard,
    Line,
    RuleCard,
)
from lienthong.signatures import queries as signatures
from lienthong.signatures.types import CertificateSummary
from lienthong.systems import queries as systems

PAGE = 50
_WORKING = (Role.CLERK, Role.LEADER)


def rules_known() -> list[RuleCard]:
    """Return all rules, the latest first. One statement."""
    columns = ("pk", "subject", "value", "holds_from", "source", "set_by")
    rows = ReadinessRule.objects.order_by("-holds_from", "subject").values_list(*columns)
    return [RuleCard(*row) for row in rows]


def rules_told() -> list[RuleCard]:
    """Return all rules in words of the reader's language, the latest first. One statement."""
    return [replace(one, words=_words(one)) for one in rules_known()]


def _words(one: RuleCard) -> str:
    is_joining = one.subject == JOINING
    about = _("Khi thiếu điều kiện bắt buộc") if is_joining else _(Line(one.subject).label)
    return f"{about}: {_(rules.told_value(one.subject, one.value))}"


def joining_now(*, on: date) -> Joining:
    """Return what happens on a day to who joins and lacks something. One statement."""
    return rules.joining_on(on, rules_known())


def ready_table(
    *, now: datetime, wave: str = "", after: UUID | None = None, limit: int = PAGE
) -> list[AgencyState]:
    """Return the agencies of this installation by name with how they stand.

    wave: only those of this wave. after: those behind this one. The same number of statements
    whatever their number.
    """
    rows = directory.timetable(
        on=local_day(now), wave=wave, only_here=True, after=after, limit=limit
    )
    states = states_of([row.agency for row in rows], now=now)
    return [AgencyState(row.agency, row.now, row.next, states[row.agency.id].lines) for row in rows]


def state_of(agency_id: UUID, *, now: datetime) -> AgencyState:
    """Return how one agency stands, with its terms. Raises UnknownAgency."""
    card, today = directory.agency(agency_id), local_day(now)
    terms = directory.participation_of(agency_id)
    held = next((one for one in terms if one.starts_on <= today), None)
    if held is not None and held.ends_on is not None and held.ends_on < today:
        held = None
    ahead = next((one for one in reversed(terms) if one.starts_on > today), None)
    return AgencyState(card, held, ahead, states_of([card], now=now)[agency_id].lines)


def states_of(cards: Collection[AgencyCard], *, now: datetime) -> dict[UUID, AgencyState]:
    """Return how agencies stand today, without their terms. Some 15 statements for any number."""
    today = local_day(now)
    weights = rules.weights_on(today, rules_known())
    known = _Known.of(cards, now=now)
    return {
        card.id: AgencyState(card, None, None, rules.judged(known.facts(card), weights))
        for card in cards
    }


@dataclass(frozen=True, slots=True)
class _Known:
    """What was asked about all of them at once."""

    posts: Mapping[UUID, Sequence[PostCard]]
    used: Mapping[UUID, SignedIn]
    certificates: Mapping[UUID, CertificateSummary]
    specimens: Mapping[UUID, date]
    calls: Mapping[UUID, date | None]
    has_calendar: bool
    reports: Mapping[UUID, LabReportCard]
    confirmed: Mapping[UUID, Mapping[Line, ConfirmationCard]]
    trained: Mapping[UUID, date]

    @classmethod
    def of(cls, cards: Collection[AgencyCard], *, now: datetime) -> "_Known":
        ids, today = {card.id for card in cards}, local_day(now)
        posts: dict[UUID, list[PostCard]] = {}
        for post in directory.posts_in(ids, _WORKING, on=today):
            posts.setdefault(post.agency_id, []).append(post)
        people = {post.person_id for some in posts.values() for post in some}
        usable = signatures.certificates_of(ids | people, usable_at=now)
        return cls(
            posts=posts,
            used=access.signed_in(people),
            certificates={one.holder_id: one for one in reversed(usable)},
            specimens=signatures.specimens_since(ids, on=today),
            calls=systems.calls_for(ids, today=today),
            has_calendar=bool(directory.exceptions_of(today.year)),
            reports=_reports(ids),
            confirmed=_confirmed(ids),
            trained=trained_since(people),
        )

    def facts(self, card: AgencyCard) -> AgencyFacts:
        posts = self.posts.get(card.id, ())
        clerks = [one.person_id for one in posts if one.role == Role.CLERK]
        leaders = [one.person_id for one in posts if one.role == Role.LEADER]
        called = self.calls.get(card.id)
        days = [self._signed_in([person]) for person in (*clerks, *leaders)]
        calls = [day for day in (*days, called) if day is not None]
        return AgencyFacts(
            has_code=bool(card.code),
            has_address=bool(card.address.strip()),
            clerk=self._signed_in(clerks),
            leader=self._signed_in(leaders),
            factor=self._factors([*clerks, *leaders]),
            seal_certificate=self._certified([card.id]),
            leader_certificate=self._certified(leaders),
            specimen=self.specimens.get(card.id),
            has_calendar=self.has_calendar,
            first_call=min(calls, default=None),
            needs_software=card.id in self.calls or not card.books_here,
            report=self.reports.get(card.id),
            trained=self._trained(clerks, leaders),
            confirmed=self.confirmed.get(card.id, {}),
        )

    def _signed_in(self, people: Sequence[UUID]) -> date | None:
        """Since when the first of them has signed in."""
        used = [self.used[one].since for one in people if one in self.used]
        return local_day(min(used)) if used else None

    def _factors(self, people: Sequence[UUID]) -> date | None:
        """Since when everybody who signs in has a second factor; None while one has not."""
        used = [self.used[one].factor_since for one in people if one in self.used]
        known = [one for one in used if one is not None]
        return local_day(max(known)) if known and len(known) == len(used) else None

    def _certified(self, holders: Sequence[UUID]) -> date | None:
        found = [self.certificates[one].valid_from for one in holders if one in self.certificates]
        return local_day(min(found)) if found else None

    def _trained(self, clerks: Sequence[UUID], leaders: Sequence[UUID]) -> date | None:
        """Since when a clerk and a leader were trained."""
        of_each = [
            min((self.trained[one] for one in people if one in self.trained), default=None)
            for people in (clerks, leaders)
        ]
        known = [day for day in of_each if day is not None]
        return max(known) if len(known) == len(of_each) else None


def _reports(ids: Collection[UUID]) -> dict[UUID, LabReportCard]:
    """Return the report for each that was played last, whenever it was handed in. One statement."""
    rows = LabReport.objects.filter(agency_id__in=ids).order_by("played_at", "handed_in_at", "pk")
    return {
        row.agency_id: LabReportCard(
            row.pk,
            row.agency_id,
            row.digest,
            row.system,
            row.is_ready,
            tuple(row.lacking),
            row.played_at,
            row.handed_in_at,
            row.handed_in_by,
        )
        for row in rows
    }


def _confirmed(ids: Collection[UUID]) -> dict[UUID, dict[Line, ConfirmationCard]]:
    found: dict[UUID, dict[Line, ConfirmationCard]] = {}
    for row in Confirmation.objects.filter(agency_id__in=ids, withdrawn_at__isnull=True):
        card = ConfirmationCard(
            row.pk, row.agency_id, Line(row.line), row.by, row.on, row.note, row.made_at
        )
        found.setdefault(row.agency_id, {})[card.line] = card
    return found
