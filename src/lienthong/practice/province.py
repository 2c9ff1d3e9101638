"""Builds the practice province through the services, as an operator would; safe to repeat."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from lienthong.access import services as access
from lienthong.access.services import HashedPassword
from lienthong.directory import services as directory
from lienthong.directory.types import AgencyClass, AgencyLevel, PartnerScope, Role, UnitCard
from lienthong.documents.rules.kinds import LETTER as LETTER_KIND
from lienthong.practice import province_data as data
from lienthong.practice.province_data import Seed, Wave

FIRST_HOLIDAYS = 2010
_MOST_JOBS = 8  # in one agency: each has a name of its own


@dataclass(frozen=True, slots=True)
class Province:
    """What was built: agencies by the key that ends their user names ("stp")."""

    agency_ids: dict[str, UUID]

    @property
    def committee_id(self) -> UUID:
        return self.agency_ids[data.COMMITTEE.key]

    def of_wave(self, wave: Wave) -> list[UUID]:
        """Return the agencies of a wave in the order of the letter, without the committee."""
        return [self.agency_ids[seed.key] for seed in data.UNDER_COMMITTEE if seed.wave == wave]


@dataclass(frozen=True, slots=True)
class _Job:
    """A post of the practice: the user name before the dot, and where in the agency it stands."""

    user: str
    role: Role
    title: str
    unit: int | None = None
    authority: str = ""


def build_province(*, now: datetime, people_password: str) -> Province:
    """Enter agencies, codes, units, people, posts, participation, groups, days and accounts.

    people_password: of every account; hashed once. A second run changes nothing.
    Raises PasswordWeak. User names: vanthu.stp, lanhdao.stp, pho.stp, chuyenvien.stp,
    chuyenvien2.stp, quantri.stp (its administrator) and so for each agency; vanhanh.stttt,
    theodoi.vp, danhgia.snv watch over the province; kiemnhiem.vp is clerk of the Office and of the
    committee.
    """
    secret = access.hashed(people_password)
    directory.load_holidays(range(FIRST_HOLIDAYS, now.year + 2))
    with transaction.atomic():
        committee_id = _agency(data.COMMITTEE, parent_id=None)
        ids = {data.COMMITTEE.key: committee_id}
        for seed in data.UNDER_COMMITTEE:
            ids[seed.key] = _agency(seed, parent_id=committee_id)
        ids[data.NEIGHBOUR.key] = _agency(data.NEIGHBOUR, parent_id=None)
        people: dict[str, UUID] = {}
        for number, seed in enumerate((data.COMMITTEE, *data.UNDER_COMMITTEE, data.NEIGHBOUR)):
            people |= _staff(seed, ids[seed.key], number=number, secret=secret, now=now)
        # One clerk of the Office also sends for the committee, and so has a post to choose.
        clerk = _Job("kiemnhiem", Role.CLERK, "Văn thư")
        _appoint(people["kiemnhiem.vp"], committee_id, clerk, units=[])
        province = Province(ids)
        _groups(province)
    return province


def _agency(seed: Seed, *, parent_id: UUID | None) -> UUID:
    card = directory.found_agency(
        code=seed.old_code,
        name=seed.name,
        abbreviation=seed.abbreviation,
        agency_class=seed.agency_class,
        level=seed.level,
        parent_id=parent_id,
        place=seed.place,
        email=f"{seed.key}@{data.MAIL_DOMAIN}",
    )
    directory.give_code(agency_id=card.id, code=seed.new_code)
    _participation(seed, card.id)
    return card.id


def _participation(seed: Seed, agency_id: UUID) -> None:
    """The pilot of 2010 for ordinary letters; since Decision 28/2018 for every kind."""
    if seed.wave == Wave.NONE:
        return
    scope = PartnerScope.COMMITTEE if seed.wave == Wave.COMMITTEE_ONLY else PartnerScope.EVERYONE
    if seed.wave != Wave.NEIGHBOUR:
        directory.join(
            agency_id=agency_id,
            starts_on=data.WAVE_STARTS[seed.wave],
            partners=scope,
            kinds=[LETTER_KIND],
            wave=seed.wave,
            source=data.LETTER,
        )
    directory.join(
        agency_id=agency_id,
        starts_on=data.DECISION_28_STARTS,
        partners=scope,
        obligatory_on=data.DECISION_28_STARTS,
        wave=seed.wave,
        source=data.DECISION_28,
    )


def _jobs(seed: Seed) -> list[_Job]:
    deputy = data.DEPUTIES[seed.head]
    head = _Job("lanhdao", Role.LEADER, seed.head)
    second = _Job("pho", Role.LEADER, deputy, authority=f"KT. {seed.head.upper()}")
    if seed is data.COMMITTEE:
        # The letter was signed by a deputy: he is the leader to try; the head stands beside him.
        head = _Job("lanhdao", Role.LEADER, deputy, authority="KT. CHỦ TỊCH")
        second = _Job("chutich", Role.LEADER, seed.head)
    jobs = [
        _Job("vanthu", Role.CLERK, "Văn thư", unit=0),
        head,
        second,
        _Job("chuyenvien", Role.OFFICER, "Chuyên viên", unit=1),
        _Job("chuyenvien2", Role.OFFICER, "Chuyên viên", unit=2),
        _Job("quantri", Role.ADMINISTRATOR, "Quản trị cơ quan", unit=0),
    ]
    return jobs + _PROVINCIAL.get(seed.key, [])


_PROVINCIAL = {
    "stttt": [_Job("vanhanh", Role.OPERATOR, "Quản trị hệ thống", unit=2)],
    "vp": [
        _Job("theodoi", Role.MONITOR, "Chuyên viên theo dõi", unit=3),
        _Job("kiemnhiem", Role.CLERK, "Văn thư", unit=0),
    ],
    "snv": [_Job("danhgia", Role.REVIEWER, "Chuyên viên cải cách hành chính", unit=2)],
}


def _staff(
    seed: Seed, agency_id: UUID, *, number: int, secret: HashedPassword, now: datetime
) -> dict[str, UUID]:
    """Units, people, posts and accounts of one agency; return its people by user name."""
    units = [
        directory.add_unit(agency_id=agency_id, name=name, abbreviation=abbreviation)
        for name, abbreviation in seed.units
    ]
    people: dict[str, UUID] = {}
    for place, job in enumerate(_jobs(seed)):
        user = f"{job.user}.{seed.key}"
        name = seed.known.get(job.user) or _invented_name(number * _MOST_JOBS + place)
        person = directory.add_person(name=name, email=f"{user}@{data.MAIL_DOMAIN}")
        _appoint(person.id, agency_id, job, units)
        access.open_account(person_id=person.id, username=user, password=secret, now=now)
        people[user] = person.id
    return people


def _appoint(person_id: UUID, agency_id: UUID, job: _Job, units: list[UnitCard]) -> None:
    directory.appoint(
        person_id=person_id,
        agency_id=agency_id,
        role=job.role,
        title=job.title,
        authority=job.authority,
        unit_id=None if job.unit is None else units[job.unit].id,
        valid_from=data.POSTS_SINCE,
    )


def _invented_name(number: int) -> str:
    """A name for the n-th person; the three lists have no common length, so none comes twice."""
    parts = (data.FAMILY_NAMES, data.MIDDLE_NAMES, data.GIVEN_NAMES)
    return " ".join(names[number % len(names)] for names in parts)


def _groups(province: Province) -> None:
    committee_id = province.committee_id
    directory.define_group(
        name="các Sở, ban, ngành",
        parent_id=committee_id,
        levels=[AgencyLevel.DEPARTMENT],
        classes=[AgencyClass.STATE],
    )
    directory.define_group(
        name="UBND các huyện, thị xã, thành phố",
        parent_id=committee_id,
        levels=[AgencyLevel.DISTRICT],
    )
    directory.define_group(
        name="các Ban Đảng, Đoàn thể",
        parent_id=committee_id,
        classes=[AgencyClass.PARTY, AgencyClass.MASS],
    )
    for wave in (Wave.FIRST, Wave.SECOND):
        directory.define_group(name=wave, member_ids=province.of_wave(wave))
