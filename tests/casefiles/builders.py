"""Files of an agency with documents in them, made through the services."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from tests.exchange.builders import MONDAY_9AM, Office, a_version

from lienthong.casefiles import queries, services
from lienthong.casefiles.types import CaseFileCard, CaseFileFacts, Retention
from lienthong.kernel.actor import Actor

TODAY = date(2026, 11, 23)
MINUTE = timedelta(minutes=1)


def facts(notation: str = "05/HS-VP", **more: Any) -> CaseFileFacts:
    known = {
        "year": 2026,
        "title": "Hồ sơ công tác tư pháp năm 2026",
        "retention": Retention.YEARS_10,
    }
    return CaseFileFacts(notation=notation, **{**known, **more})


def an_open_file(actor: Actor, notation: str = "05/HS-VP", *, now=MONDAY_9AM, **more: Any) -> UUID:
    """A file beside the list that its opener keeps."""
    kept = {"keeper_id": actor.post_id, **more}
    return services.new_file(
        facts=facts(notation, **kept), is_listed=False, key=str(uuid4()), actor=actor, now=now
    )


def a_listed_file(actor: Actor, notation: str, **more: Any) -> UUID:
    return services.new_file(
        facts=facts(notation, **more),
        is_listed=True,
        key=str(uuid4()),
        actor=actor,
        now=MONDAY_9AM,
    )


def put(case_file_id: UUID, version_id: UUID, actor: Actor, *, now=MONDAY_9AM) -> bool:
    return services.file_document(
        case_file_id=case_file_id, version_id=version_id, actor=actor, now=now
    )


def close(case_file_id: UUID, actor: Actor, *, on: date = TODAY, now=MONDAY_9AM) -> None:
    services.close_file(case_file_id=case_file_id, ended_on=on, actor=actor, now=now)


def a_closed_file(office: Office, notation: str = "05/HS-VP", **more: Any) -> UUID:
    """A file of the clerk with one document."""
    case_file_id = an_open_file(office.clerk, notation, **more)
    put(case_file_id, a_version(office).version_id, office.clerk)
    close(case_file_id, office.clerk)
    return case_file_id


def offer(actor: Actor, *case_file_ids: UUID, key: str = "nop-1", now=MONDAY_9AM) -> UUID:
    return services.offer_files(
        case_file_ids=case_file_ids, note="Hồ sơ năm 2026", key=key, actor=actor, now=now
    )


def card(case_file_id: UUID, office: Office) -> CaseFileCard:
    return queries.case_file(case_file_id, agency_id=office.agency.id)
