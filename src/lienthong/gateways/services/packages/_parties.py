"""The organisations of a package, found in the directory by any code that they ever had."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from lienthong.directory import queries as directory
from lienthong.directory.types import AgencyCard, Readiness
from lienthong.documents.types import Finding, RecipientLine, RecipientRole
from lienthong.exchange import services as exchange
from lienthong.exchange.types import Recipient
from lienthong.formats.edxml.types import Organisation
from lienthong.gateways import rules
from lienthong.gateways.errors import NoKnownRecipient, SenderUnknown
from lienthong.gateways.services.system_actor import require_voice
from lienthong.kernel.actor import Actor
from lienthong.kernel.text import clean_line
from lienthong.kernel.wording import noop as _

_LONGEST_LINE = 200


@dataclass(frozen=True, slots=True)
class Recipients:
    """Who a document goes to here, the lines that name them, and what is said about the others."""

    agencies: Mapping[UUID, AgencyCard]
    lines: tuple[RecipientLine, ...]
    warnings: tuple[Finding, ...]


def known_of(organisations: Iterable[Organisation | None]) -> Mapping[str, AgencyCard]:
    """Return those of a package's organisations that the directory knows, by their codes there.

    One statement.
    """
    return directory.agencies_by_codes({one.organ_id for one in organisations if one} - {""})


def speaker_of(
    organisation: Organisation | None,
    actor: Actor,
    *,
    on: date,
    known: Mapping[str, AgencyCard] | None = None,
) -> AgencyCard:
    """Return the agency in whose name a package speaks, if who brings it may speak for it today.

    known: as `known_of` gave it, where the caller has asked.
    Raises SenderUnknown, SpeaksForAnother, NotAllowed, and of exchange SenderNotActive.
    """
    named = organisation or Organisation()
    found = (known_of([named]) if known is None else known).get(named.organ_id)
    if found is None:
        raise SenderUnknown(code=named.organ_id[:100], name=clean_line(named.name)[:200])
    require_voice(actor, found)
    exchange.require_active(found, on=on)
    return found


def recipients_of(
    organisations: tuple[Organisation, ...],
    *,
    sender: AgencyCard,
    known: Mapping[str, AgencyCard],
) -> Recipients:
    """Return the recipients that the directory knows, each once. Raises NoKnownRecipient.

    known: as `known_of` gave it. Others, and the sender itself, stay in the recipients block and
    are warned about; so are those outside where the sender is outside too: its own installation
    carries to them.
    """
    agencies: dict[UUID, AgencyCard] = {}
    lines, warnings = [], []
    for one in organisations:
        found = known.get(one.organ_id)
        name = clean_line(one.name) or (found.name if found else one.organ_id)
        if found is None:
            warnings.append(_unknown(one, name))
        elif found.id == sender.id:
            warnings.append(_itself(name))
        elif found.is_outside and sender.is_outside:
            warnings.append(_elsewhere(name))
        elif found.id not in agencies:
            agencies[found.id] = found
        lines.append(
            RecipientLine(name[:_LONGEST_LINE], RecipientRole.ACTION, found.id if found else None)
        )
    if not agencies:
        codes = ", ".join(one.organ_id[:100] for one in organisations[:20]) or "—"
        raise NoKnownRecipient(codes=codes)
    return Recipients(agencies, tuple(lines), tuple(warnings))


def ready_ones(
    recipients: Recipients, *, sender: AgencyCard, kind: str, on: date
) -> tuple[list[Recipient], list[Finding]]:
    """Return those who can receive this kind today, and a warning about each of the others.

    Of one that has ended its heir decides.
    Raises RecipientNotReady when nobody can.
    """
    known = recipients.agencies
    everyone = [Recipient(agency_id) for agency_id in known]
    delivered, instead = exchange.redirected(everyone, on=on, known=known)
    ids = [one.agency_id for one in delivered]
    states = directory.readiness(
        ids, kind_code=kind, sender_id=sender.id, on=on, known=known if not instead else None
    )
    named = {one: instead.get(one, one) for one in ids}
    ready = [named[one] for one in ids if states[one].readiness == Readiness.READY]
    if not ready:
        exchange.require_deliverable(everyone, sender=sender, kind=kind, on=on, known=known)
    late = set(named.values()) - set(ready)
    warnings = [_not_ready(known[one].name) for one in sorted(late, key=str)]
    return [Recipient(one) for one in ready], warnings


def _unknown(organisation: Organisation, name: str) -> Finding:
    return rules.warning(
        "gateways.recipient-unknown",
        _("Nơi nhận ngoài danh bạ: %(name)s (mã “%(code)s”)."),
        _("Nơi này không nhận được qua hệ thống; bên gửi chuyển bằng đường khác."),
        name=name,
        code=organisation.organ_id,
    )


def _elsewhere(name: str) -> Finding:
    return rules.warning(
        "gateways.recipient-elsewhere",
        _("%(name)s thuộc hệ thống khác; nơi gửi chuyển thẳng tới đó, không qua đây."),
        name=name,
    )


def _itself(name: str) -> Finding:
    return rules.warning(
        "gateways.recipient-is-sender",
        _("Cơ quan gửi đứng trong danh sách nơi nhận: %(name)s; bỏ qua."),
        name=name,
    )


def _not_ready(name: str) -> Finding:
    return rules.warning(
        "gateways.recipient-not-ready",
        _("%(name)s chưa nhận được văn bản điện tử loại này."),
        _("Bên gửi chuyển bản giấy hoặc thư công vụ tới cơ quan này."),
        name=name,
    )
