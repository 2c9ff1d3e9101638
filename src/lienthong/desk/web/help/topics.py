"""How people do their work here: one topic a role, one section a task. Words only."""

from collections.abc import Mapping

from lienthong.desk.web.help.for_administrators import ADMINISTRATOR
from lienthong.desk.web.help.for_clerks import CLERK
from lienthong.desk.web.help.for_everybody import EVERYBODY
from lienthong.desk.web.help.for_leaders import LEADER
from lienthong.desk.web.help.for_officers import OFFICER
from lienthong.desk.web.help.types import Section, Topic

_ALL = (CLERK, LEADER, OFFICER, ADMINISTRATOR, EVERYBODY)
TOPICS: Mapping[str, Topic] = {topic.slug: topic for topic in _ALL}


def section_of(place: str) -> tuple[Topic, Section] | None:
    """Return the section that "van-thu#tiep-nhan" names; None when there is none."""
    topic_slug, _mark, slug = place.partition("#")
    topic = TOPICS.get(topic_slug)
    section = next((one for one in topic.sections if one.slug == slug), None) if topic else None
    return (topic, section) if topic and section else None
