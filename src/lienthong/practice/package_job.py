"""A package from elsewhere, played through: read, warned about, taken in, accepted, proved."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from lienthong.directory import queries as directory
from lienthong.directory import services as directory_services
from lienthong.documents import queries as documents
from lienthong.exchange import queries as exchange
from lienthong.exchange.types import DeliveryCard, DeliveryState
from lienthong.gateways import services as gateways
from lienthong.gateways.errors import BooksKeptHere
from lienthong.gateways.types import Outcome, PackageKind, TakenIn
from lienthong.kernel.actor import Actor
from lienthong.kernel.clock import VIETNAM
from lienthong.ledger import services as ledger
from lienthong.practice.installation import Practice
from lienthong.practice.main_job import MainJob, Say


def take_package(practice: Practice, file: Path, say: Say, now: Callable[[], datetime]) -> TakenIn:
    """Take in an edXML package as the gateway does, and let what follows from it be seen.

    A document is then accepted by the first recipient that has not done so, and the receipt of
    its delivery is checked offline. say, now: see MainJob. Raises whatever refuses the package.
    """
    taken = _taken(file, say, now)
    _tell_package(taken, file, say)
    for one in taken.warnings:
        say("Lưu ý", one.sentence % one.facts)
    if taken.legal:
        say("Giá trị pháp lý", taken.legal.sentence % taken.legal.facts)
    deliveries = exchange.delivery_cards(taken.delivery_ids)
    if taken.kind == PackageKind.STATUS:
        _tell_course(deliveries, say)
        return taken
    _tell_recipients(taken, deliveries, say)
    if taken.dispatch_id:
        sent = [one for one in deliveries if one.dispatch_id == taken.dispatch_id]
        _accept_and_prove(MainJob(practice, say, now), sent)
    return taken


def _taken(file: Path, say: Say, now: Callable[[], datetime]) -> TakenIn:
    """Take the package in; who reports by package keeps its books in its own software."""
    try:
        return gateways.take_in_package(file, actor=Actor.installation(), now=now())
    except BooksKeptHere as refusal:
        agency = directory.agency_by_code(str(refusal.facts["code"]))
        if agency is None:
            raise
        say("Lưu ý", f"{agency.name} báo bằng gói tin: từ nay sổ của cơ quan lập ở phần mềm riêng.")
        directory_services.keep_books(agency_id=agency.id, here=False)
        return gateways.take_in_package(file, actor=Actor.installation(), now=now())


def _tell_package(taken: TakenIn, file: Path, say: Say) -> None:
    sender = directory.agency(taken.sender_id)
    say("Đọc gói tin", f"{taken.kind.label} {file.name} của {sender.name}")
    if taken.outcome == Outcome.REPEATED:
        say("Gói tin đã nhận trước", "câu trả lời như lần trước, không làm lại việc gì")
    if taken.version_id and taken.kind == PackageKind.DOCUMENT:
        version = documents.version_card(taken.version_id)
        dated = f"{version.issued_on:%d/%m/%Y}"
        say("Văn bản", f"{version.reference_code} ngày {dated}: {version.subject}")


def _tell_recipients(taken: TakenIn, deliveries: Sequence[DeliveryCard], say: Say) -> None:
    """Who has the document now, and who is asked to give one back or to take another instead."""
    for one in deliveries:
        if one.state == DeliveryState.OFFERED:
            say("Đề nghị thay bản đang có", f"{one.recipient_name}: {one.state.label}")
        elif one.dispatch_id == taken.dispatch_id:
            say("Đã đến", f"{one.recipient_name}: {one.state.label}")
        else:
            earlier = documents.version_card(one.version_id).reference_code
            asked = "đang chờ trả lời" if one.is_change_pending else one.state.label
            say("Đề nghị thu hồi", f"{earlier} từ {one.recipient_name}: {asked}")


def _tell_course(deliveries: Sequence[DeliveryCard], say: Say) -> None:
    """Everything that was reported about the delivery until now, and where it stands."""
    for line in exchange.course([one.id for one in deliveries]):
        at = f"{line.received_at.astimezone(VIETNAM):%d/%m/%Y %H:%M:%S}"
        note = f" ({line.note})" if line.note not in ("", line.label) else ""
        say("Quá trình", f"{at} {line.reporter_name}: {line.label}{note}")
    for one in deliveries:
        say("Bên gửi thấy", f"{one.recipient_name}: {one.state.label}")


def _accept_and_prove(job: MainJob, deliveries: Sequence[DeliveryCard]) -> None:
    """Let one recipient's clerk accept, then check the receipt of that delivery offline."""
    keys = {agency_id: key for key, agency_id in job.practice.province.agency_ids.items()}
    here = [one for one in deliveries if one.recipient_id in keys]
    waiting = [one for one in here if one.state.is_open_for_acceptance]
    chosen = next(iter(waiting or here), None)
    if chosen is None:
        return
    if waiting:
        job.accept(chosen.version_id, keys[chosen.recipient_id])
    ledger.sequence(now=job.now(), limit=10_000)
    job.prove_delivery(chosen)
