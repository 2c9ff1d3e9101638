"""Test certificates and marks for the practice: made once, by an authority that nobody trusts."""

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from lienthong.directory import queries as directory
from lienthong.directory.types import Role
from lienthong.kernel.actor import Actor
from lienthong.kernel.clock import local_day
from lienthong.signatures import queries, services
from lienthong.signatures.adapters import time_stamps
from lienthong.signatures.adapters.keyfiles import KeyFiles
from lienthong.signatures.adapters.paper_key import PaperKey
from lienthong.signatures.adapters.test_authority import Issued, TestAuthority
from lienthong.signatures.adapters.test_marks import drawn_seal, drawn_signature
from lienthong.signatures.types import AnchorPurpose, HolderKind, Introduction, Mark

PAPERS = "Liên Thông, bản cài thực hành"
AUTHORITY = "Cơ quan chứng thực thử nghiệm Liên Thông"


@dataclass(frozen=True, slots=True)
class _Holder:
    kind: HolderKind
    id: UUID
    name: str
    title: str
    agency: str
    agency_id: UUID

    def mark(self) -> Mark:
        if self.kind == HolderKind.PERSON:
            return drawn_signature(self.name)
        return drawn_seal(self.name)


def give_certificates(agency_ids: Iterable[UUID], *, now: datetime) -> int:
    """Give each agency a seal and each of its leaders a certificate; return how many were made.

    Who has one that is in force keeps it. The authority's own keys are thrown away at the end, so
    nobody can make more in its name.
    """
    wanted = _without_certificate(_holders(list(agency_ids), now=now), now=now)
    if not wanted:
        return 0
    authority = TestAuthority(now=now, name=AUTHORITY)
    with ThreadPoolExecutor(max_workers=2) as pool:
        issued = list(pool.map(lambda holder: _issue(authority, holder), wanted))
    papers = authority.agency(PAPERS)
    PaperKey().keep(papers.key, papers.pem, authority.chain)
    stamps = authority.time_stamp_service()
    time_stamps.keep(stamps.certificate, authority.issuer.certificate, stamps.key)
    with transaction.atomic():
        _trust(authority, now=now)
        for holder, certificate in zip(wanted, issued, strict=True):
            _hand_over(holder, certificate, authority.chain, now=now)
    return len(wanted)


def _trust(authority: TestAuthority, *, now: datetime) -> None:
    installation = Actor.installation()
    for purpose in AnchorPurpose:
        services.trust_issuer(
            certificate=authority.root.pem.encode(),
            name=AUTHORITY,
            trusted_from_on=local_day(now),
            purpose=purpose,
            chain=authority.chain.encode(),
            actor=installation,
            now=now,
        )
    services.take_revocation_lists(
        data=authority.crls(now=now).encode(), actor=installation, now=now
    )


def _holders(agency_ids: Sequence[UUID], *, now: datetime) -> list[_Holder]:
    found: list[_Holder] = []
    for card in directory.agencies(agency_ids).values():
        found.append(_Holder(HolderKind.AGENCY, card.id, card.name, "", card.name, card.id))
        leaders = directory.posts_of_agency(card.id, on=local_day(now), role=Role.LEADER)
        found.extend(
            _Holder(
                *(HolderKind.PERSON, post.person_id, post.person_name, post.title),
                *(card.name, card.id),
            )
            for post in leaders[:1]
        )
    return found


def _without_certificate(holders: Sequence[_Holder], *, now: datetime) -> list[_Holder]:
    held = queries.certificates_of([holder.id for holder in holders], usable_at=now)
    have = {summary.holder_id for summary in held}
    return [holder for holder in holders if holder.id not in have]


def _issue(authority: TestAuthority, holder: _Holder) -> Issued:
    if holder.kind == HolderKind.AGENCY:
        return authority.agency(holder.name)
    return authority.person(holder.name, position=holder.title, agency=holder.agency)


def _hand_over(holder: _Holder, issued: Issued, chain: str, *, now: datetime) -> None:
    reference = f"{holder.kind}-{issued.certificate.serial_number:x}"
    KeyFiles().keep(reference, issued.key)
    services.register_certificate(
        pem=issued.pem,
        chain=chain,
        holder_kind=holder.kind,
        holder_id=holder.id,
        key_reference=reference,
    )
    services.add_specimen(
        holder_kind=holder.kind,
        holder_id=holder.id,
        mark=holder.mark(),
        valid_from_on=local_day(now),
        introduction=Introduction(holder.agency_id, holder.name, holder.title),
    )
