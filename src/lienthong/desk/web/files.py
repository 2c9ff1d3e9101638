"""What the left half of a document's page shows: the file, attachments as tabs, the ĐẾN box."""

from django.urls import reverse
from django.utils.translation import gettext as _

from lienthong.desk.web.seen import Seen
from lienthong.exchange.types import DeliveryState
from lienthong.kernel import clock
from lienthong.webkit.types import ArrivalBox, PageMark, PdfView, Tab

_PDF = "application/pdf"
# Millimetres: in the blank left of "Kính gửi", under the notation (Decree 30/2020, Article 21).
_STAMP_LEFT, _STAMP_TOP = 6, 53


def tabs_of(page: Seen, chosen: str) -> list[Tab]:
    """Return the main file and its attachments; nothing when there is only the one."""
    if not page.attachments or page.is_withdrawn:
        return []
    tabs = [Tab(_("Văn bản chính"), "?", is_here=not chosen)]
    for file in page.attachments:
        number = str(file.position)
        tabs.append(Tab(file.name, f"?phu-luc={number}", is_here=chosen == number))
    return tabs


def view_of(page: Seen, chosen: str, marks: tuple[PageMark, ...]) -> PdfView | None:
    """What the viewer shows: the main file with its marks, or an attachment that is a PDF."""
    if page.is_withdrawn:
        return None
    version = page.version
    if not chosen:
        url = reverse("desk:content", args=[version.id])
        arrival = arrival_of(page)
        title = _("Văn bản %(code)s") % {"code": version.reference_code}
        return PdfView(
            url,
            title,
            download_url=f"{url}?tai=1",
            marks=marks,
            print_url=reverse("desk:copy-with-box", args=[version.id]) if arrival else "",
            arrival=arrival,
            arrival_left=_STAMP_LEFT,
            arrival_top=_STAMP_TOP,
        )
    file = next((a for a in page.attachments if str(a.position) == chosen), None)
    if file is None or file.media_type != _PDF:
        return None
    url = reverse("desk:attachment", args=[version.id, file.position])
    return PdfView(url, file.name, download_url=f"{url}?tai=1")


def file_to_save(page: Seen, chosen: str) -> dict[str, str] | None:
    """An attachment that the viewer cannot show: its name and where to save it from."""
    file = next((a for a in page.attachments if str(a.position) == chosen), None)
    if file is None or file.media_type == _PDF or page.is_withdrawn:
        return None
    url = reverse("desk:attachment", args=[page.version.id, file.position])
    return {"name": file.name, "url": f"{url}?tai=1", "description": file.description}


def arrival_of(page: Seen) -> ArrivalBox | None:
    """The ĐẾN box of our own book (Decree 30/2020/NĐ-CP, Appendix IV)."""
    if page.incoming is None:
        return None
    if page.delivery is not None and page.delivery.state == DeliveryState.RECALLED:
        return None
    entry = page.incoming.entry
    day = clock.local_day(entry.entered_at)
    return ArrivalBox(
        entry.number_text, f"{day:%d/%m/%Y}", page.incoming.lead_name, page.case_files
    )
