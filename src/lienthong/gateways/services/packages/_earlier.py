"""The earlier documents that a package recalls, updates or replaces."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from lienthong.directory import queries as directory
from lienthong.directory.types import AgencyCard
from lienthong.documents.types import Finding, VersionCard
from lienthong.exchange import queries as exchange
from lienthong.exchange.types import Recipient
from lienthong.formats.edxml.codes import BussinessDocType
from lienthong.formats.edxml.types import DocumentPackage, ResponseFor
from lienthong.gateways import queries, rules
from lienthong.gateways.errors import EarlierDocumentNeeded, NoEarlierDocumentNamed
from lienthong.gateways.queries import Named
from lienthong.kernel.wording import noop as _

# How many documents one package is followed to; each is looked up by itself.
_MOST = 20
_MOST_SHOWN = 300


def concerned(
    package: DocumentPackage, issuer: AgencyCard
) -> tuple[list[VersionCard], list[Finding]]:
    """Return the issuer's documents that a package does something with, and what is missing.

    A package that replaces several is taken in when one of them is here.
    Raises NoEarlierDocumentNamed, EarlierDocumentNeeded.
    """
    if package.does is BussinessDocType.NEW:
        return [], []
    named = _named(package)
    if not named:
        raise NoEarlierDocumentNamed()
    known = [(one, queries.known_of(one, issuer)) for one in named[:_MOST]]
    found = {version.id: version for _one, version in known if version}
    missing = "; ".join(one.shown for one, version in known if not version)[:_MOST_SHOWN]
    if not found:
        raise EarlierDocumentNeeded(documents=missing)
    return list(found.values()), [_still_missing(missing)] if missing else []


def of_response(response: ResponseFor | None) -> Named:
    """Return the document that a status is about. Raises NoEarlierDocumentNamed."""
    if response is None or not (response.document_id or response.code):
        raise NoEarlierDocumentNamed()
    day = response.promulgated.on if response.promulgated else None
    return Named(response.document_id, response.code, day)


def _named(package: DocumentPackage) -> list[Named]:
    """By the ids of the business block, with number and day where `ResponseFor` has them."""
    responses = [one for one in package.responses if one.document_id or one.code]
    by_id = {one.document_id: of_response(one) for one in responses}
    ids = package.concerned_document_ids
    return [by_id.get(one, Named(one)) for one in ids] or list(by_id.values())


def _still_missing(missing: str) -> Finding:
    return rules.warning(
        "gateways.earlier-still-missing",
        _("Gói tin còn nói về văn bản chưa có ở đây: %(documents)s."),
        _("Khi văn bản đó đến, hệ thống tự nối vào văn bản này."),
        documents=missing,
    )


def asked_back(
    known: VersionCard, to: Sequence[Recipient], agencies: Mapping[UUID, AgencyCard]
) -> list[Finding]:
    """Say who is named and gets no update: who is asked for the document back is asked no more.

    agencies: those of the recipients, by id.
    """
    in_hand = exchange.recipients_in_hand(known.document_id, sender_id=known.issuer_id)
    kept = exchange.recallable(known.document_id, sender_id=known.issuer_id)
    waiting = in_hand - {one.recipient_id for one in kept}
    holders = directory.holders_of(one.agency_id for one in to)
    named = [one for one in to if holders.get(one.agency_id, one.agency_id) in waiting]
    if not named:
        return []
    return [
        rules.warning(
            "gateways.asked-back",
            _("Đang chờ trả lời thu hồi nên không nhận bản cập nhật: %(names)s."),
            _("Chờ nơi đó trả lời; từ chối thu hồi thì gửi lại bản cập nhật cho nơi đó."),
            names=", ".join(agencies[one.agency_id].name for one in named),
        )
    ]
