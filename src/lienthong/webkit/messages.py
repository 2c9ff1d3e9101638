"""What a page says after an act: one line, with a way on and a way back."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest
from django.template.loader import render_to_string

from lienthong.kernel.refusals import Refusal
from lienthong.webkit.wording import parts_of


@dataclass(frozen=True, slots=True)
class WayBack:
    """An act that takes the last one back; a POST to `url` by a button called `name`."""

    name: str
    url: str


def say_done(
    request: HttpRequest,
    sentence: str,
    *,
    see_url: str = "",
    way_back: WayBack | None = None,
    form_key: str = "",
) -> None:
    """Show the undo line on the next page.

    form_key: the `data-autosave` key of the form that has now done its work, or several with
    spaces between; the browser forgets their drafts.
    """
    facts = {
        "sentence": sentence,
        "see_url": see_url,
        "way_back": way_back,
        "form_key": form_key,
    }
    line = render_to_string("webkit/_undo.html", facts, request=request)
    messages.success(request, line, extra_tags="undo")


def say_refused(request: HttpRequest, refusal: Refusal, *, see_url: str) -> None:
    """Show a refusal over the next page, where work goes on without what was refused."""
    facts = {"refusal": parts_of(refusal), "see_url": see_url}
    line = render_to_string("webkit/_refusal.html", facts, request=request)
    messages.warning(request, line, extra_tags="undo")
