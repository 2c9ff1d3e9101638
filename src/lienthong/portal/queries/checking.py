"""Whose bytes these are: what anybody may learn of a copy that he or she holds (đối chiếu)."""

from lienthong.documents import queries as documents
from lienthong.exchange import queries as exchange
from lienthong.kernel.clock import local_day
from lienthong.portal.queries.published import ends_it, public_among
from lienthong.portal.types import KnownCopy, PublicCard


def known_copies(digest: str) -> list[KnownCopy]:
    """Return what the record says of these very bytes, the newest first, five at most.

    Nothing for a draft, a scan that a recipient made, or what was never issued. What a document is
    about is told only where everybody may read it. At most 35 statements, whatever there is.
    """
    copies = documents.issued_copies(digest)
    public = public_among({one.card.document_id for one in copies})
    return [_known(one, public.get(one.card.document_id)) for one in copies]


def _known(copy: documents.IssuedCopy, public: PublicCard | None) -> KnownCopy:
    card = copy.card
    recalled = exchange.recalled_at(card.document_id, issuer_id=card.issuer_id)
    links = documents.links_with(card.document_id)
    return KnownCopy(
        agency_name=card.issuer_name,
        reference_code=card.reference_code,
        issued_on=card.issued_on,
        kind_name=card.kind_name,
        legal_value=card.legal_value,
        admitted_at=copy.admitted_at,
        is_attachment=copy.is_attachment,
        is_newest=copy.is_newest,
        is_replaced=any(ends_it(each, card.document_id, card.issuer_id) for each in links),
        recalled_on=local_day(recalled) if recalled else None,
        public=public,
    )
