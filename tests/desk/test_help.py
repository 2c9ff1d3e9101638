"""Help: what each page is for, and the steps of its task (with and without scripts)."""

import pytest
from django.urls import get_resolver
from tests.desk.builders import at_desk, two_offices, words_of

from lienthong.desk.web.help import TOPICS, purpose_of, section_of
from lienthong.desk.web.help.pages import _PAGES


def test_every_page_that_is_described_exists_and_its_steps_too():
    known = {f"{app}:{name}" for app, names in views_by_app().items() for name in names}

    for view, (purpose, place) in _PAGES.items():
        assert view in known
        assert 1 <= purpose.count(". ") + 1 <= 3
        assert section_of(place) is not None, place


def views_by_app() -> dict[str, set[str]]:
    spaces = get_resolver().namespace_dict
    return {
        app: {name for name in resolver.reverse_dict if isinstance(name, str)}
        for app, (_prefix, resolver) in spaces.items()
    }


def test_a_page_that_nobody_described_leads_to_the_topics():
    assert purpose_of("nobody:knows") == ("", "")
    assert section_of("") is None
    assert section_of("van-thu#khong-co") is None


@pytest.mark.django_db
def test_the_panel_says_what_the_page_is_for_and_leads_to_its_steps():
    _committee, department = two_offices()

    page = at_desk(department.clerk).get("/so/").content.decode()

    assert "Mỗi năm một sổ đến và một sổ đi." in page
    assert 'href="/tro-giup/van-thu/#so"' in page


@pytest.mark.django_db
def test_topics_of_the_own_post_come_first_and_all_can_be_read():
    _committee, department = two_offices()
    leader = at_desk(department.leader)

    words = words_of(leader.get("/tro-giup/"))
    assert words.index("Việc của lãnh đạo") < words.index("Vai trò khác")
    for slug, topic in TOPICS.items():
        page = leader.get(f"/tro-giup/{slug}/").content.decode()
        assert all(f'id="{section.slug}"' in page for section in topic.sections)
    assert leader.get("/tro-giup/khong-co/").status_code == 404
