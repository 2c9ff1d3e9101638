"""A small interface behind the door of systems, to try the door."""

import pytest
from django.http import HttpResponse
from django.urls import path

from lienthong.apikit.api import Api, public_urls
from lienthong.apikit.bodies import checked_body
from lienthong.apikit.schemas import StrictSchema
from lienthong.systems.api import limits
from lienthong.systems.api.authentication import SystemAuth
from lienthong.systems.types import SystemRequest

api = Api(title="Thử", urls_namespace="systems-test", auth=SystemAuth(), docs_url=None)
done: list[str] = []


class Note(StrictSchema):
    words: str


@api.get("/me")
def me(request: SystemRequest) -> dict[str, object]:
    actor = request.auth.actor
    return {"name": actor.name, "agency": str(actor.agency_id), "kind": actor.kind}


@api.get("/anybody")
def anybody(request: SystemRequest) -> dict[str, object]:
    return {"agencies": sorted(map(str, request.auth.agency_ids))}


@api.post("/notes")
def note(request: SystemRequest, body: Note) -> dict[str, object]:
    done.append(body.words)
    return {"words": body.words, "number": len(done)}


@api.put("/files")
def file(request: SystemRequest) -> HttpResponse:
    size = sum(len(piece) for piece in checked_body(request, limit=10_000_000))
    return HttpResponse(str(size))


urlpatterns = [path("api/", public_urls(api))]


@pytest.fixture(autouse=True)
def _door(settings):
    settings.ROOT_URLCONF = __name__
    limits.start_anew()
    done.clear()
