"""An operation that will go says so: in every answer, and in the description."""

from datetime import date

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from lienthong.apikit.api import Api
from lienthong.apikit.endings import Ending, ends
from lienthong.apikit.errors import AddressUnknown
from lienthong.apikit.operations import answers

pytestmark = pytest.mark.once
ENDING = Ending(date(2027, 1, 1), date(2028, 1, 31), "https://lienthong.example/old")
FIELDS = {
    "Deprecation": "@1798761600",
    "Sunset": "Tue, 01 Feb 2028 00:00:00 GMT",
    "Link": '<https://lienthong.example/old>; rel="deprecation"; type="text/html"',
}


@pytest.fixture(scope="module")
def api() -> Api:
    made = Api(urls_namespace="endings", auth=None)

    @made.get("/old", **answers({200: dict[str, str]}, AddressUnknown))
    @ends(ENDING)
    def old(request: HttpRequest, how: str = "") -> object:
        if how == "refused":
            raise AddressUnknown
        return HttpResponse(b"raw") if how == "raw" else {"said": "old"}

    @made.get("/new", **answers({200: dict[str, str]}))
    def new(request: HttpRequest) -> object:
        return {"said": "new"}

    return made


def asked(api: Api, path: str) -> HttpResponse:
    (_patterns, *_names) = api.urls
    request = RequestFactory().get(path)
    found = next(one for one in _patterns if one.resolve(request.path.lstrip("/")))
    return found.callback(request)


@pytest.mark.parametrize(
    ("path", "status"), [("/old", 200), ("/old?how=raw", 200), ("/old?how=refused", 404)]
)
def test_every_answer_says_since_when_until_when_and_where_to_read_on(api, path, status):
    answer = asked(api, path)
    assert answer.status_code == status
    assert {name: answer[name] for name in FIELDS} == FIELDS


def test_other_operations_say_nothing(api):
    answer = asked(api, "/new")
    assert answer.status_code == 200
    assert not FIELDS.keys() & set(answer.headers)


def test_the_description_marks_it(api):
    paths = api.get_openapi_schema(path_prefix="")["paths"]
    old, new = paths["/old"]["get"], paths["/new"]["get"]
    assert old["deprecated"] is True
    assert (old["x-deprecated-since"], old["x-ends-on"]) == ("2027-01-01", "2028-01-31")
    assert old["x-refusals"][0]["code"] == "api.unknown-address"
    assert "deprecated" not in new


def test_an_operation_does_not_end_sooner_than_the_policy_says():
    with pytest.raises(ValueError, match="365"):
        Ending(date(2027, 1, 1), date(2027, 12, 31), "https://lienthong.example/old")
