"""The disk of the contents is not mounted: nothing is taken that would lie below it later."""

import pytest
from tests.blobs.builders import MONDAY_9AM, OFFICE

from lienthong.blobs import places, queries, services
from lienthong.blobs.errors import ContentFolderAway
from lienthong.operation import queries as operation

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(home):
    """The digest of a content whose disk was unmounted since; and how it is mounted again."""
    digest = services.store(b"kept before", agency_ids=[OFFICE], now=MONDAY_9AM).digest
    blobs, elsewhere = home / "blobs", home / "unmounted"
    blobs.rename(elsewhere)
    blobs.mkdir(mode=0o700)

    def mount() -> None:
        blobs.rmdir()
        elsewhere.rename(blobs)

    return digest, mount


def refuses_everything(home, digest: str) -> None:
    for act in (
        lambda: services.store(b"new", agency_ids=[OFFICE], now=MONDAY_9AM),
        lambda: queries.open_content(digest),
    ):
        with pytest.raises(ContentFolderAway) as refused:
            act()
        assert refused.value.code == "blobs.folder-away"
    assert list((home / "blobs").iterdir()) == []


def test_a_process_that_had_it_says_so_and_goes_on_when_it_is_back(home, kept):
    digest, mount = kept
    refuses_everything(home, digest)
    mount()
    assert queries.open_content(digest).read() == b"kept before"
    assert services.store(b"new", agency_ids=[OFFICE], now=MONDAY_9AM).size == 3


def test_a_process_that_begins_without_it_makes_no_other_one_in_its_place(home, kept):
    digest, mount = kept
    places._store.cache_clear()
    refuses_everything(home, digest)
    (home / "blobs" / "lost+found").mkdir()  # another disk, mounted by mistake
    with pytest.raises(ContentFolderAway):
        services.store(b"new", agency_ids=[OFFICE], now=MONDAY_9AM)
    (home / "blobs" / "lost+found").rmdir()
    mount()
    assert queries.open_content(digest).read() == b"kept before"


def test_the_first_content_of_another_process_is_no_folder_that_is_away(home, kept, monkeypatch):
    """Between the look at the folder and that at the rows, its first content comes."""
    _digest, mount = kept
    has_table = places._has_table

    def comes_meanwhile() -> bool:
        mount()
        return has_table()

    assert places.is_folder_away()
    monkeypatch.setattr(places, "_has_table", comes_meanwhile)
    assert not places.is_folder_away()


def test_those_who_watch_are_told(home, kept):
    _digest, mount = kept
    assert "blobs.folder-away" in operation.readiness(now=MONDAY_9AM).problems
    [found] = [one for one in operation.findings(now=MONDAY_9AM) if one.code == "blobs.folder-away"]
    assert "LIENTHONG_HOME" in found.next_step
    mount()
    assert "blobs.folder-away" not in operation.readiness(now=MONDAY_9AM).problems


def test_an_installation_without_contents_makes_its_folder(home):
    assert not queries.is_folder_away()
    services.store(b"the first", agency_ids=[OFFICE], now=MONDAY_9AM)
    assert (home / "blobs" / "ff").is_dir()
