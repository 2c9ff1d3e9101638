"""One agency with a document in every hand, and everybody who may try to open it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver
from tests.casefiles.builders import an_open_file, close, offer, put
from tests.desk.builders import NO_PASSWORD, an_arrived, an_instructed, at_desk
from tests.exchange.builders import LONG_AGO, Office, a_version, an_office
from tests.issuing.builders import a_draft, an_upload, to
from tests.mailboxes.builders import PDF, FakeMailbox, a_letter, a_mailbox
from tests.routes.builders import a_route
from tests.systems.builders import a_bearer, a_system

from lienthong.access import queries, services
from lienthong.access.models import Account
from lienthong.access.types import GlassCard, ProposalCard
from lienthong.directory import services as directory
from lienthong.directory.types import Role
from lienthong.documents import queries as documents
from lienthong.documents.types import RecipientRole
from lienthong.hooks import services as hooks
from lienthong.hooks.types import HookCard, NewsKind
from lienthong.inside import services as inside
from lienthong.inside.types import UnitRecipient
from lienthong.issuing import services as issuing
from lienthong.issuing.types import NewCommenter, SaidComment
from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.ledger import queries as ledger
from lienthong.mailboxes import queries as mailbox_queries
from lienthong.mailboxes import services as mailboxes
from lienthong.mailboxes.types import LetterState
from lienthong.registers import queries as registers
from lienthong.signatures import services as signatures
from lienthong.signatures.adapters.test_marks import drawn_signature
from lienthong.signatures.types import Holder
from lienthong.statistics import queries as statistics
from lienthong.statistics import services as statistic_services
from lienthong.systems import queries as system_queries
from lienthong.systems import services as systems
from lienthong.systems.types import RequestCard

# Whoever may try, in the order of the table's words.
ACTORS = (
    *("clerk", "leader", "officer", "colleague", "administrator"),
    *("sender", "outsider", "operator", "monitor", "reviewer"),
    *("ended", "future", "stranger"),
    *("system", "other-system"),
)


@dataclass(frozen=True)
class World:
    """clients: one for each actor; objects: by the name that addresses give them."""

    clients: dict[str, Client]
    objects: dict[str, object]


def the_world() -> World:
    committee = an_office("Ủy ban nhân dân tỉnh")
    justice = an_office("Sở Tư pháp", parent=committee.agency)
    finance = an_office("Sở Tài chính", parent=committee.agency)
    return World(_clients(committee, justice, finance), _objects(committee, justice))


def _clients(committee: Office, justice: Office, finance: Office) -> dict[str, Client]:
    today = clock.local_day(clock.now())
    another_unit = directory.add_unit(agency_id=justice.agency.id, name="Văn phòng").id
    day = timedelta(days=1)
    return {
        "clerk": at_desk(justice.clerk),
        "leader": at_desk(justice.leader),
        "officer": at_desk(justice.officer),
        "colleague": _somebody(justice, Role.OFFICER, unit_id=another_unit),
        "administrator": _somebody(justice, Role.ADMINISTRATOR),
        "sender": at_desk(committee.clerk),
        "outsider": at_desk(finance.clerk),
        "operator": _somebody(justice, Role.OPERATOR, unit_id=justice.unit_id),
        "monitor": _somebody(justice, Role.MONITOR),
        "reviewer": _somebody(justice, Role.REVIEWER),
        "ended": _somebody(justice, Role.CLERK, valid_to=today - day),
        "future": _somebody(justice, Role.CLERK, valid_from=today + day),
        "stranger": Client(),
        "system": _system(justice),
        "other-system": _system(finance),
    }


def _system(office: Office) -> Client:
    """The software of an agency with its key."""
    now = clock.now()
    secret = a_bearer(a_system(office.agency, now=now), now=now)
    return Client(headers={"Authorization": f"Bearer {secret}"})


def _somebody(office: Office, role: Role, **facts: object) -> Client:
    """A client of a person with one post, which may be of another day."""
    person = directory.add_person(name=f"Người {role}")
    told = {"title": role.label, "valid_from": LONG_AGO, **facts}
    directory.appoint(person_id=person.id, agency_id=office.agency.id, role=role, **told)
    card = services.open_account(
        person_id=person.id,
        username=f"walk-{person.id.hex[-20:]}",
        password=NO_PASSWORD,
        now=clock.now(),
    )
    client = Client()
    client.force_login(Account.objects.get(pk=card.id))
    return client


def _objects(committee: Office, justice: Office) -> dict[str, object]:
    """What is in the agency's hands: a document at work, one that waits, a draft, an upload."""
    entry = an_instructed(committee, justice)
    waiting = an_arrived(committee, justice)
    incoming = registers.incoming_card(entry.id)
    draft = a_draft(justice, to(committee), now=clock.now())
    book = registers.books_of(justice.agency.id)[0]
    record = ledger.records_of_subject(waiting.dispatch_id)[0]
    asked_id, comment_id = _a_comment(justice, draft.id)
    upload = an_upload(justice.clerk, name="khac.pdf", now=clock.now())
    glass, request = _a_glass(justice), _a_request(justice)
    proposal = _a_proposal(committee)
    return {
        "version_id": entry.version_id,
        "delivery_id": waiting.id,
        "entry_id": entry.id,
        "assignment_id": incoming.assignments[0].id,
        "book_id": book.id,
        "dispatch_id": waiting.dispatch_id,
        "record_id": record.id,
        "item": waiting.id,
        "draft_id": draft.id,
        "comment_request_id": asked_id,
        "comment_id": comment_id,
        "letter_id": draft.id,
        "upload_id": upload.upload_id,
        "position": 1,
        "agency_id": justice.agency.id,
        **_a_closing(justice),
        **_case_files(justice),
        "unit_delivery_id": _at_a_unit(justice),
        "post_id": justice.clerk.post_id,
        "person_id": justice.clerk.person_id,
        "glass_id": glass.id,
        "request_id": request.id,
        "proposal_id": proposal.id,
        "document_id": documents.version_card(entry.version_id).document_id,
        "act": "dang-xuat",
        "secret": "khong-co-lien-ket-nao-nhu-the",
        "provider_id": "tinh",
        "hook_id": _a_hook(justice).id,
        "route_id": a_route().id,
        **_a_mailbox(justice),
        "rule_id": documents.rules()[0].rule.id,
        "specimen_id": _a_specimen(justice),
        "epoch": 1,
        "size": 1,
    }


def _a_comment(justice: Office, draft_id: UUID) -> tuple[UUID, UUID]:
    """What the drafter asked of the leader about the draft, and what the leader said, with a file.

    One may still be said, in the time that is left.
    """
    now = clock.now()
    asked_id = issuing.ask_comments(
        draft_id=draft_id,
        commenters=[NewCommenter(post_id=justice.leader.post_id)],
        question="Góp ý.",
        due_on=clock.local_day(now),
        key="hoi",
        actor=justice.officer,
        now=now,
    )
    said = SaidComment(file=an_upload(justice.leader, b"Sua.", name="sua.txt", now=now))
    comment_id = issuing.give_comment(
        request_id=asked_id, said=said, key="y", actor=justice.leader, now=now
    )
    return asked_id, comment_id


def _a_hook(justice: Office) -> HookCard:
    """What the system of the agency is told, at an address that nobody calls here."""
    now = clock.now()
    acting = system_queries.systems_for(justice.agency.id, now=now, since=clock.local_day(now))
    return hooks.add_hook(
        system_id=acting[0].system.id,
        address="https://192.0.0.9/tin",
        kinds=[NewsKind.DELIVERY_ARRIVED],
        agency_ids=[justice.agency.id],
        actor=Actor.installation(),
        now=now,
    )


def _an_operator(justice: Office) -> Actor:
    """Somebody who asks the agency."""
    person = directory.add_person(name="Người hỏi")
    post = directory.appoint(
        person_id=person.id,
        agency_id=justice.agency.id,
        role=Role.OPERATOR,
        title="Quản trị",
        valid_from=LONG_AGO,
    )
    return queries.actor_in(post)


def _a_mailbox(justice: Office) -> dict[str, object]:
    FakeMailbox.now = FakeMailbox()
    FakeMailbox.now.letters[1] = a_letter("Công văn", ("cv.pdf", PDF))
    box = a_mailbox(justice)
    with override_settings(LIENTHONG_MAILBOX_SERVER="tests.mailboxes.builders.the_mailbox"):
        mailboxes.take_turns(clock=clock.now)
    letter = mailbox_queries.letters(justice.agency.id, LetterState.WAITING)[0]
    return {"mailbox_id": box.id, "mail_id": letter.id}


def _a_closing(justice: Office) -> dict[str, object]:
    """This month of figures, closed: everybody looks at it before its time to answer is over."""
    period = statistics.period_now(now=clock.now())
    closing = statistic_services.close_month(month=period.month, now=period.until)
    figures = statistics.figures_of_agency(closing, justice.agency.id)
    return {
        "month": period.slug,
        "measure": "arrived",
        "closing_id": closing.id,
        "figures_id": figures.id,
    }


def _case_files(justice: Office) -> dict[str, object]:
    """An open file of the officer's unit, and one of the clerk's that the archive may take over."""
    now = clock.now()
    kept = an_open_file(justice.clerk, "1", unit_id=justice.unit_id, now=now)
    offered = an_open_file(justice.clerk, "2", now=now)
    put(offered, a_version(justice, now=now).version_id, justice.clerk, now=now)
    close(offered, justice.clerk, on=clock.local_day(now), now=now)
    return {"case_file_id": kept, "deposit_id": offer(justice.clerk, offered, now=now)}


def _at_a_unit(justice: Office) -> UUID:
    """A document that the agency gave to the officer's unit, which is not through with it."""
    now = clock.now()
    (card,) = inside.give_to_units(
        version_id=a_version(justice, now=now).version_id,
        recipients=[UnitRecipient(justice.unit_id, RecipientRole.ACTION)],
        due_on=None,
        actor=justice.clerk,
        now=now,
    )
    return card.id


def _a_glass(justice: Office) -> GlassCard:
    """What an operator asked of the agency, and nobody has answered."""
    asked = services.NewGlass("k", justice.agency.id, "sự cố hiển thị", 2)
    return services.ask_glass(asked, actor=_an_operator(justice), now=clock.now())


def _a_proposal(committee: Office) -> ProposalCard:
    """An administrator whom an operator proposed to another agency, and nobody has answered."""
    now, person = clock.now(), directory.add_person(name="Người được đề nghị")
    new = services.NewPost(
        person_id=person.id,
        agency_id=committee.agency.id,
        role=Role.ADMINISTRATOR,
        title="Quản trị",
        valid_from=clock.local_day(now),
    )
    card = services.propose_administrator(new, key="k", actor=_an_operator(committee), now=now)
    assert card is not None
    return card


def _a_request(justice: Office) -> RequestCard:
    """A system for which the agency was asked, and nobody has answered."""
    now = clock.now()
    asked = systems.grant_agency(
        system_id=a_system(now=now).id,
        agency_id=justice.agency.id,
        valid_from=clock.local_day(now),
        actor=_an_operator(justice),
        now=now,
    )
    assert asked is not None
    return asked


# What an address gets for a part that the world does not name: nothing is there.
NOTHING: dict[str, object] = {"UUIDConverter": uuid4(), "IntConverter": 1}


@dataclass(frozen=True)
class Address:
    """One named pattern: its name with namespaces, and the names in it with their converters."""

    name: str
    arguments: tuple[tuple[str, str], ...]


def addresses() -> list[Address]:
    """Return every address of the installation, by name."""
    return sorted(_below(get_resolver(), ""), key=lambda one: one.name)


def _below(resolver: URLResolver, prefix: str) -> Iterator[Address]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            for found in _below(pattern, inner):
                yield Address(found.name, (*_arguments(pattern), *found.arguments))
        elif isinstance(pattern, URLPattern):
            name = f"{prefix}{pattern.name or pattern.pattern}"
            yield Address(name, _arguments(pattern))


def _arguments(pattern: URLPattern | URLResolver) -> tuple[tuple[str, str], ...]:
    known = pattern.pattern.converters
    return tuple((name, type(converter).__name__) for name, converter in known.items())


def _a_specimen(office: Office) -> object:
    return signatures.introduce_mark(
        holder=Holder(office.agency.id),
        mark=drawn_signature("Dấu"),
        valid_from_on=LONG_AGO,
        actor=office.clerk,
        now=clock.now(),
    )
