"""A body that is too large is refused before anything of it is read."""

import pytest
from django.test import Client
from tests.desk.builders import at_desk, two_offices

pytestmark = [pytest.mark.django_db, pytest.mark.once]
MEGABYTE = 1024 * 1024


class Unread:
    """A body that fails the test when anybody reads it."""

    def read(self, *_size):
        raise AssertionError("the body was read")

    readline = read


def post(client, address, length, **more):
    facts = {"CONTENT_LENGTH": str(length), "wsgi.input": Unread(), **more}
    return client.generic("POST", address, content_type="multipart/form-data; boundary=x", **facts)


@pytest.fixture
def strict_client():
    return Client(enforce_csrf_checks=True)


@pytest.mark.parametrize(
    "address", ["/dang-nhap/", "/ngon-ngu/", "/gui/", "/gui/tep/", "/khong-co/"]
)
def test_a_stranger_cannot_bring_more_than_a_form(strict_client, address):
    response = post(strict_client, address, 130 * MEGABYTE)

    assert response.status_code == 413
    page = response.content.decode()
    assert "webkit.too-large" in page
    assert "Nội dung gửi lên lớn quá mức cho phép." in page
    assert "không quá 2 MB" in page


@pytest.mark.parametrize(
    "facts",
    [
        {"CONTENT_LENGTH": "many"},
        {"CONTENT_LENGTH": "-1"},
        {"CONTENT_LENGTH": "9" * 5000},
        {"CONTENT_LENGTH": "", "HTTP_TRANSFER_ENCODING": "chunked"},
    ],
)
def test_a_length_that_cannot_be_known_is_too_large(strict_client, facts):
    assert post(strict_client, "/dang-nhap/", 0, **facts).status_code == 413


def test_a_form_of_usual_size_and_a_request_without_a_body_pass(client):
    page = client.post("/dang-nhap/", {"login": "a", "password": "b" * 1000})

    assert page.status_code == 200
    assert client.generic("POST", "/dang-xuat/", CONTENT_LENGTH="").status_code == 302


def test_a_file_whose_name_is_too_long_to_be_read_is_refused_in_vietnamese(client):
    head = f'Content-Disposition: form-data; name="file"; filename="{"x" * 3000}.pdf"'
    body = f"--x\r\n{head}\r\n\r\n%PDF\r\n--x--\r\n".encode()

    told = client.generic(
        "POST", "/dang-nhap/", body, content_type="multipart/form-data; boundary=x"
    )

    assert told.status_code == 400
    assert "rút ngắn tên tệp" in told.content.decode()


def test_signed_in_people_bring_files_where_files_are_taken_and_only_so_large(settings):
    settings.LIENTHONG_LARGEST_UPLOAD = 5 * MEGABYTE
    clerk = at_desk(two_offices()[0].clerk)

    taken = clerk.post("/gui/tep/", {"name": "x" * 3 * MEGABYTE})
    assert taken.status_code != 413
    refused = post(clerk, "/gui/tep/", 7 * MEGABYTE)
    assert refused.status_code == 413
    assert "không quá 5 MB" in refused.content.decode()  # the figure that the page itself names
    assert post(clerk, "/vi-tri/", 3 * MEGABYTE).status_code == 413
