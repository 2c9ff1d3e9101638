"""What a caller may demand of a PDF that could be read."""

from lienthong.formats.pdf.errors import ActiveContent, EncryptedPdf
from lienthong.formats.pdf.types import PdfFacts


def require_passive(facts: PdfFacts) -> None:
    """Raise ActiveContent when the file carries anything that could run by itself."""
    if facts.active_content:
        raise ActiveContent(kinds=", ".join(facts.active_content))


def require_unrestricted(facts: PdfFacts) -> None:
    """Raise EncryptedPdf when the file opens, but restricts what may be done with it."""
    if facts.is_encrypted:
        raise EncryptedPdf
