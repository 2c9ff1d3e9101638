"""Help: what each page is for, its keys, and what people of each role do, step by step."""

from lienthong.desk.web.help.pages import purpose_of
from lienthong.desk.web.help.topics import TOPICS, section_of
from lienthong.desk.web.help.types import Section, Topic

__all__ = ["TOPICS", "Section", "Topic", "purpose_of", "section_of"]
