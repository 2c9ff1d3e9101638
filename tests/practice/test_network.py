"""The play of three installations, as `make demo-network` tells it (A14)."""

import shutil

import pytest
from django.urls import resolve
from torture.ports import free_port

from lienthong.practice.network import site as site_module
from lienthong.practice.network import story
from lienthong.practice.network.data import BINH_DUONG, DONG_NAI, LOOK_AT, MIDDLE
from lienthong.practice.network.site import Site

pytestmark = [pytest.mark.django_db, pytest.mark.once]
# Seconds for a server and for what is to come about: no test is about a quiet machine.
PATIENCE = 900.0


def test_A14_a_province_writes_to_another_through_the_middle_and_directly(
    tmp_path, django_db_setup, monkeypatch
):
    # Whoever plays it by hand is told sooner that something is stuck.
    monkeypatch.setattr(site_module, "_PATIENCE", PATIENCE)
    monkeypatch.setattr(story, "_WITHIN", PATIENCE)
    sites, told = [], []
    for place in (MIDDLE, DONG_NAI, BINH_DUONG):
        home = tmp_path / place.key
        home.mkdir()
        shutil.copy(django_db_setup, home / "lienthong.sqlite3")
        sites.append(Site(place, home, port=free_port()))
    try:
        story.Story(sites, lambda title, _words: told.append(title)).play()
    finally:
        for site in sites:
            site.end()
    assert "Tự nối lại" in told
    assert "Đến đúng một lần" in told
    assert told.count("Kiểm tra biên nhận") == 2


def test_what_is_worth_a_look_is_there_for_who_is_named():
    for look in LOOK_AT:
        assert resolve(look.path)
        people = [*(one.user for one in look.place.offices), look.place.operator, ""]
        assert look.user in people
