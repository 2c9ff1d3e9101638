"""The page of one public document, and its files."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from lienthong.blobs import queries as blobs
from lienthong.documents import queries as documents
from lienthong.kernel import clock
from lienthong.portal import queries
from lienthong.portal.types import PublicCard, PublicState
from lienthong.portal.web.open import KEPT, address, everybody, page
from lienthong.portal.web.shown import WORTH, Standing, standing
from lienthong.webkit.files import file_answer
from lienthong.webkit.types import Fact

# What a browser shows by itself without running anything; all else is only saved.
_SHOWN = {"application/pdf", "image/png", "image/jpeg", "text/plain"}


@everybody
def one(request: HttpRequest, public_id: UUID) -> HttpResponseBase:
    """Facts, files, relations, how to check; 410 with the reason for what was taken down."""
    card = queries.public_document(public_id)
    context: dict[str, Any] = {"card": card}
    if card.state == PublicState.TAKEN_DOWN:
        return page(request, "portal/taken_down.html", context, status=410)
    relations, is_replaced = queries.relations_of(card)
    files = queries.files_of(public_id)
    stands = standing(card, is_replaced=is_replaced, today=clock.local_day(clock.now()))
    context |= {
        "standing": stands,
        "facts": _facts(card, stands),
        "main": next(file for file in files if file.version_id == card.version_id),
        "attachments": [
            file for file in files if file.version_id == card.version_id and file.position
        ],
        "earlier": [file for file in files if file.version_id != card.version_id],
        "is_updated": documents.latest_version_id(card.document_id) != card.version_id,
        "relations": relations,
        "replaced_by": [one for one in relations if one.is_ended],
        "permanent": request.build_absolute_uri(reverse("public:one", args=[card.id])),
        "worth": WORTH[card.legal_value],
        "check_url": f"{address(request, 'check')}?ma={card.digest}",
    }
    return page(request, "portal/one.html", context)


@everybody
def file(request: HttpRequest, public_id: UUID, ordinal: int, position: int) -> HttpResponseBase:
    """The very bytes of a file that everybody may have; `?tai=1` saves it."""
    found = queries.shown_file(public_id, ordinal, position)
    response = file_answer(
        request,
        open_file=lambda: blobs.open_content(found.digest),
        size=found.size,
        digest=found.digest,
        media_type=found.media_type,
        name=found.name,
        is_saved="tai" in request.GET or found.media_type not in _SHOWN,
    )
    response["Cache-Control"] = KEPT
    return response


def _facts(card: PublicCard, stands: Standing) -> list[Fact]:
    said = [
        Fact(_("Số, ký hiệu"), card.reference_code),
        Fact(_("Cơ quan ban hành"), card.agency_name),
        Fact(_("Loại văn bản"), _(card.kind_name)),
        Fact(_("Ngày ban hành"), f"{card.issued_on:%d/%m/%Y}"),
    ]
    if card.effective_on:
        said.append(Fact(_("Ngày có hiệu lực"), f"{card.effective_on:%d/%m/%Y}"))
    said.append(Fact(_("Tình trạng hiệu lực"), stands.words))
    optional = [
        (_("Ghi chú về hiệu lực"), card.note),
        (_("Lĩnh vực"), _(card.area.label)),
        (_("Người ký"), _signer(card)),
        (_("Mã định danh văn bản"), card.identifier),
        (_("Số trang"), str(card.page_count) if card.page_count else ""),
    ]
    said += [Fact(name, value) for name, value in optional if value]
    day = clock.local_day(card.published_at)
    return [*said, Fact(_("Công khai từ ngày"), f"{day:%d/%m/%Y}")]


def _signer(card: PublicCard) -> str:
    return ", ".join(part for part in (card.signer_name, card.signer_position) if part)
