"""Help as pages of the product: the topics, and one topic with its tasks."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lienthong.access.types import StaffRequest
from lienthong.desk.web.help import TOPICS, Topic


@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """The topics, those of this post first."""
    mine = [topic for topic in TOPICS.values() if _is_mine(topic, request)]
    others = [topic for topic in TOPICS.values() if topic not in mine]
    context: dict[str, Any] = {"mine": [_told(one) for one in mine], "others": map(_told, others)}
    return render(request, "desk/help.html", context)


@require_safe
def topic(request: StaffRequest, slug: str) -> HttpResponse:
    """All tasks of one topic, with their steps."""
    if slug not in TOPICS:
        raise Http404
    return render(request, "desk/help_topic.html", {"topic": _told(TOPICS[slug])})


def _is_mine(topic: Topic, request: StaffRequest) -> bool:
    return not topic.right or topic.right in request.actor.rights


def _told(topic: Topic) -> dict[str, Any]:
    return {
        "slug": topic.slug,
        "title": _(topic.title),
        "words": _(topic.words),
        "sections": [
            {
                "slug": section.slug,
                "title": _(section.title),
                "words": _(section.words),
                "steps": [_(step) for step in section.steps],
            }
            for section in topic.sections
        ],
    }
