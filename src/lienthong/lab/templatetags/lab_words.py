"""How a report's page writes moments, and what was sent."""

from datetime import datetime
from typing import Any

from django import template

from lienthong.kernel.clock import VIETNAM

register = template.Library()


@register.filter
def local_moment(text: str) -> str:
    """Return an ISO moment as people in Vietnam write it; the text itself when it is none."""
    try:
        return f"{datetime.fromisoformat(text).astimezone(VIETNAM):%d/%m/%Y %H:%M:%S}"
    except ValueError:
        return text


@register.filter
def item(told: dict[str, Any], name: str) -> Any:
    """Return the member of a name that a template cannot write."""
    return told.get(name, "")


@register.filter
def fields(told: dict[str, str]) -> str:
    """Return header fields in one line, without the prefix that all of them have."""
    return " · ".join(f"{name.removeprefix('XroadVnpt-')}: {said}" for name, said in told.items())
