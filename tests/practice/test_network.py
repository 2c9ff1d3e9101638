"""The play of three installations, as `make demo-network` tells it (A14)."""

import shutil

import pytest
from django.urls import resolve
from tests.ports import free_port

from lienthong.practice.network.data import BINH_DUONG, DONG_NAI, LOOK_AT, MIDDLE
from lienthong.practice.network.site import Site
from lienthong.practice.network.story import Story

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_A14_a_province_writes_to_another_through_the_middle_and_directly(
    tmp_path, django_db_setup
):
    sites, told = [], []
    for place in (MIDDLE, DONG_NAI, BINH_DUONG):
        home = tmp_path / place.key
        home.mkdir()
        shutil.copy(django_db_setup, home / "lienthong.sqlite3")
        sites.append(Site(place, home, port=free_port()))
    try:
        Story(sites, lambda title, _words: told.append(title)).play()
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
