"""What each page is for, and where its steps are told."""

from lienthong.desk.web.help import pages_of_keeping, pages_of_work

_PAGES = {**pages_of_work.PAGES, **pages_of_keeping.PAGES}


def purpose_of(view_name: str) -> tuple[str, str]:
    """Return what a page is for, and the place of its steps; empty for a page not described."""
    return _PAGES.get(view_name, ("", ""))
