"""Whatever agencies do one after the other, every code leads to one living agency on each day."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from tests.directory.builders import (
    a_committee,
    a_department,
    an_operator,
    decided,
    living_by_codes,
)

from lienthong.directory import queries, services
from lienthong.directory.models import Agency, AgencyCode, Post, Succession
from lienthong.directory.queries.agencies import living
from lienthong.directory.rules.reorganisation import ReorganisationPlan
from lienthong.directory.types import Role
from lienthong.worklist import services as worklist
from lienthong.worklist.models import WorkItem
from lienthong.worklist.types import Audience, NewWork, Verb

FIRST = date(2026, 1, 1)

# What happens, and to which of the living agencies (numbers are taken modulo how many there are).
ACTS = st.lists(
    st.tuples(st.sampled_from(["rename", "recode", "merge", "split"]), st.integers(0, 9)),
    min_size=1,
    max_size=6,
)


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 5, tzinfo=UTC)


class Histories(TestCase):
    """Each example begins with three agencies, work that waits in each, and one act a day."""

    @settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
    @given(acts=ACTS)
    def test_A4_every_code_leads_to_one_living_agency_and_nothing_open_is_ownerless(self, acts):
        committee = a_committee()
        self.operator = an_operator(committee)
        agencies = [a_department(committee, f"Sở {n}") for n in range(3)]
        for agency in agencies:
            self.give_work(agency)
        known = dict.fromkeys(AgencyCode.objects.values_list("code", flat=True), FIRST)

        for number, (kind, which) in enumerate(acts, start=1):
            day = FIRST + timedelta(days=number)
            plan = self.plan(kind, which, number, day, committee.id)
            if plan is None:
                continue
            decided(plan=plan, key=str(number), actor=self.operator, now=noon(day))
            for code in AgencyCode.objects.values_list("code", flat=True):
                known.setdefault(code, day)
            self.check(known, day)

    def give_work(self, agency):
        person = services.add_person(name=f"Văn thư {agency.name}")
        services.appoint(
            person_id=person.id, agency_id=agency.id, role=Role.CLERK, title="Văn thư",
            valid_from=FIRST,
        )  # fmt: skip
        work = NewWork(
            agency.id, Audience(role=Role.CLERK), Verb.ACCEPT, "delivery", agency.id, noon(FIRST)
        )
        worklist.put([work])

    def plan(self, kind, which, number, day, committee_id):
        alive = [
            card.code for card in queries.children(committee_id, on=day) if card.valid_to is None
        ]
        step = {"kind": kind, "agencies": [alive[which % len(alive)]]}
        founded = []
        match kind:
            case "rename":
                step |= {"name": f"Sở mới {number}", "abbreviation": f"SM{number}"}
            case "recode":
                step |= {"code": f"H19.6{number}.1"}
            case "merge":
                if len(alive) < 2:
                    return None
                step |= {"into": alive[(which + 1) % len(alive)]}
            case "split":
                codes = [f"H19.7{number}.{part}" for part in (1, 2)]
                founded = [
                    {"code": code, "name": f"Sở phần {code}", "abbreviation": "SP"}
                    for code in codes
                ]
                step |= {"successors": codes, "heir": codes[which % 2]}
        return ReorganisationPlan.read(
            {
                "happens_on": day.isoformat(),
                "source": "Nghị quyết",
                "steps": [step],
                "founded": founded,
            }
        )

    def check(self, known, today):
        day = FIRST
        while day <= today + timedelta(days=1):
            codes = [code for code, since in known.items() if since <= day]
            found = living_by_codes(codes, on=day)
            assert found.keys() == set(codes)
            for card in found.values():
                assert card.valid_to is None or card.valid_to >= day
                assert card.valid_from is None or card.valid_from <= day
            day += timedelta(days=1)
        there = {row.pk for row in Agency.objects.filter(living(today))}
        owners = set(WorkItem.objects.filter(settled_at=None).values_list("agency_id", flat=True))
        assert owners <= there
        posts = Post.objects.filter(living(today)).values_list("agency_id", flat=True)
        assert set(posts) <= there
        # Nobody stands above himself, and nobody succeeds himself.
        for agency_id in there:
            assert agency_id not in queries.below(agency_id)
        pairs = Succession.objects.values_list("predecessor_id", "successor_id")
        assert all(before != after for before, after in pairs)
