"""The id that a sender gives a document: mostly three parts, sometimes anything."""

from dataclasses import dataclass
from datetime import date

from lienthong.formats.edxml.dates import read_date


@dataclass(frozen=True, slots=True)
class DocumentIdentity:
    """Issuer's code, day of issue, and number/notation of a document."""

    issuer: str
    promulgated_on: date
    code: str

    @property
    def document_id(self) -> str:
        """The id as it is written: `000.00.01.H19,2024/05/20,12/MAU-VP`."""
        return f"{self.issuer},{self._day('/')},{self.code}"

    @property
    def spellings(self) -> tuple[str, str]:
        """The ids under which partners name the same document: the date in both its forms."""
        return self.document_id, f"{self.issuer},{self._day('-')},{self.code}"

    def _day(self, separator: str) -> str:
        return self.promulgated_on.isoformat().replace("-", separator)


def read_document_id(text: str) -> DocumentIdentity | None:
    """Return the parts of an id, or None where it has another form; never require the form.

    The number may hold any character, so only the first two commas part the text.
    Source: QCVN 102:2016/BTTTT as the national axis uses it; a UUID stands there as well.
    """
    parts = [part.strip() for part in text.split(",", 2)]
    if len(parts) != 3 or not all(parts):
        return None
    promulgated = read_date(parts[1])
    if promulgated.on is None:
        return None
    return DocumentIdentity(parts[0], promulgated.on, parts[2])
