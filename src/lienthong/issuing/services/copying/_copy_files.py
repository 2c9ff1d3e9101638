"""The file of a copy: what it is made of, with its marks."""

from datetime import date

from lienthong.blobs import queries as blob_queries
from lienthong.directory import queries as directory
from lienthong.documents import queries as documents
from lienthong.documents.rules.copies import Carrier
from lienthong.documents.rules.kinds import copy_form
from lienthong.documents.rules.notation import clean_notation
from lienthong.documents.types import written_reference
from lienthong.issuing.models import Draft
from lienthong.issuing.services.copying import errors as copying_errors
from lienthong.issuing.types import Origin
from lienthong.kernel.actor import Actor
from lienthong.printing.copies import print_copy
from lienthong.printing.types import CopyBlock, Signer
from lienthong.signatures import services as signatures


def copy_of(draft: Draft, *, number: int, day: date) -> bytes:
    """Return the file of a copy under a number: to be sealed, or to be printed.

    Raises what signatures says of a file that cannot be sealed, and UnreadablePdf.
    """
    agency = directory.agency(draft.agency_id)
    with blob_queries.open_content(draft.content_id) as source:
        pdf = source.read()
    if not is_on_paper(draft):
        return signatures.prepare_corner(pdf, corner_of(draft, agency.name))
    return print_copy(
        pdf,
        CopyBlock(
            form=copy_form(draft.kind).capitalize(),
            agency=agency.name,
            reference=written_reference(number, "", clean_notation(draft.notation)),
            place=draft.copy_of.place,
            day=day,
            signer=_signer(draft),
            recipients=tuple(draft.recipients.values_list("text", flat=True)),
        ),
    )


def corner_of(draft: Draft, agency: str) -> tuple[str, ...]:
    """Return the words of the corner, the time of signing aside: form of copy, and who copies."""
    return copy_form(draft.kind).capitalize(), agency


def is_on_paper(draft: Draft) -> bool:
    """Return whether it is a copy that ends on paper."""
    return draft.origin == Origin.COPY and draft.copy_of.target == Carrier.PAPER


def require_not_on_paper(draft: Draft) -> None:
    """Raise CopyIsOnPaper for what is stamped by hand."""
    if is_on_paper(draft):
        raise copying_errors.CopyIsOnPaper()


def require_original(draft: Draft, actor: Actor) -> None:
    """Raise ContentWithdrawn or UnknownDocument when the original may be read no more."""
    if draft.origin == Origin.COPY and draft.copy_of.original_id is not None:
        documents.open_version(draft.copy_of.original_id, documents.viewer_of(actor))


def _signer(draft: Draft) -> Signer:
    """The lines over the name: "KT. GIÁM ĐỐC" stands above the own position."""
    authority = (draft.signer_authority,) if draft.signer_authority else ()
    return Signer(position=draft.signer_position, name=draft.signer_name, authority=authority)
