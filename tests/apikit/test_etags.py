import pytest
from django.test import RequestFactory

from lienthong.apikit.etags import etag_of, is_unchanged, unchanged

TAG = etag_of(b"answer")


def asked(**headers: str):
    return RequestFactory().get("/", headers=headers)


def test_a_tag_is_of_the_bytes():
    assert etag_of(b"answer") == TAG != etag_of(b"other")
    assert TAG.startswith('"')
    assert TAG.endswith('"')


@pytest.mark.parametrize("said", [TAG, f'"x", {TAG}', f"W/{TAG}", "*"])
def test_who_has_the_answer_does_not_get_it_again(said):
    assert is_unchanged(asked(**{"If-None-Match": said}), TAG)
    assert unchanged(TAG).status_code == 304
    assert unchanged(TAG)["ETag"] == TAG


@pytest.mark.parametrize("said", ["", '"x"', "nonsense"])
def test_who_has_another_one_gets_it(said):
    assert not is_unchanged(asked(**{"If-None-Match": said}), TAG)
