"""Administrative documents in the layout of Decree 30/2020/NĐ-CP, Appendix I."""

import re
from datetime import date

from lienthong.kernel.text import nfc
from lienthong.printing.rendering import render_pdf
from lienthong.printing.types import Letter, Paragraph, ParagraphKind

# A no-break space of the 13 point font is 1.15 mm wide: 15 mm for a number, 8 mm for a day.
NUMBER_BLANK = "\u00a0" * 13
DAY_BLANK = "\u00a0" * 7
_ARTICLE = re.compile(r"^(Điều \d+\.)\s*(.*)$", re.DOTALL)
_ENDED = re.compile(r"\./\.$")


def print_letter(letter: Letter) -> bytes:
    """Return the PDF (A4, PDF/A-3u) of a letter or a document with the name of its kind.

    A number or date that is not yet known leaves a blank of fixed width, which
    `signatures.pdf.places.find_places` finds again, with the room for the marks.
    Source: Decree 30/2020/NĐ-CP, Article 8 and Appendix I.
    """
    return render_pdf("letter.html", _facts(letter))


def written_number(number: str) -> str:
    """Return a number as it is printed: below 10 with a leading zero (Appendix I)."""
    return number.zfill(2) if number.isdigit() else number


def written_date(place: str, day: date | None, *, year: int) -> str:
    """Return place and date of box 4: leading zero for days below 10, months 1 and 2."""
    if day is None:
        return f"{place}, ngày{DAY_BLANK}tháng{DAY_BLANK}năm {year}"
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"{place}, ngày {day.day:02d} tháng {month} năm {day.year}"


def _facts(letter: Letter) -> dict[str, object]:
    return {
        "letter": letter,
        "title": nfc(f"{letter.kind_name or 'Công văn'}: {letter.subject}"),
        "superior": nfc(letter.superior).upper(),
        "agency": nfc(letter.agency).upper(),
        "number": nfc(written_number(letter.number)) or NUMBER_BLANK,
        "dated": nfc(written_date(letter.place, letter.issued_on, year=letter.year)),
        "kind_name": nfc(letter.kind_name).upper(),
        "subject": nfc(letter.subject),
        "content": [_paragraph(p) for p in _ended(letter.content)],
        "addressees": listed(letter.addressees),
        "recipients": listed(letter.recipients),
        "authority": [nfc(line).upper() for line in letter.signer.authority],
        "position": nfc(letter.signer.position).upper(),
        "urgency": nfc(letter.urgency).upper(),
    }


def _ended(content: tuple[Paragraph, ...]) -> tuple[Paragraph, ...]:
    """Close the content with "./." as the form wants, whatever sign it ended with."""
    if not content or _ENDED.search(content[-1].text):
        return content
    last = content[-1]
    return (*content[:-1], Paragraph(last.text.rstrip().rstrip(".;") + "./.", last.kind))


def _paragraph(paragraph: Paragraph) -> dict[str, str]:
    text = nfc(paragraph.text)
    lead = _ARTICLE.match(text) if paragraph.kind is ParagraphKind.TEXT else None
    return {
        "kind": paragraph.kind.value,
        "lead": lead[1] if lead else "",
        "text": lead[2] if lead else text,
    }


def listed(lines: tuple[str, ...]) -> list[str]:
    """Return lines of a list as the form writes them: ";" after each, "." after the last."""
    bare = [nfc(line).strip().rstrip(";.").strip() for line in lines]
    return [f"{line}{';' if n < len(bare) else '.'}" for n, line in enumerate(bare, start=1)]
