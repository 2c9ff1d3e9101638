"""A request with an Idempotency-Key is done once, and answered again as the first time (A10)."""

from datetime import timedelta

import pytest
from tests.gateways.calls import Caller, a_caller, a_pdf, repr_digest
from tests.systems.builders import a_signing_key, a_system, signed

from lienthong.apikit.signing import content_digest
from lienthong.config.api import api
from lienthong.exchange.models import ChangeRequest
from lienthong.gateways.models import UploadPart
from lienthong.kernel import clock
from lienthong.systems import services as systems

pytestmark = pytest.mark.django_db


@pytest.fixture
def system() -> Caller:
    return a_caller()


def upload(system: Caller, content: bytes, key: str = "k-1", **fields: str):
    told = {"Content_Digest": content_digest([content]), "Idempotency_Key": key, **fields}
    return system.send("POST", "/uploads?name=a.pdf", content, **told)


def code_of(answer) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def test_A10_a_file_that_is_sent_twice_with_one_key_is_one_upload(system):
    content = a_pdf()
    first, second = upload(system, content), upload(system, content)

    assert first.status_code == second.status_code == 201
    assert first.json() == second.json()
    assert "Idempotency-Replayed" not in first.headers
    assert second["Idempotency-Replayed"] == "true"
    assert second["Content-Type"] == first["Content-Type"]
    assert upload(system, content, "k-2").json()["id"] != first.json()["id"]


def test_A10_the_same_key_with_another_file_or_name_is_refused(system):
    content = a_pdf()
    upload(system, content)
    another = a_pdf()
    refused = (422, "api.key-used-for-other-content")

    assert code_of(upload(system, another)) == refused
    told = {"Content_Digest": content_digest([content]), "Idempotency_Key": "k-1"}
    assert code_of(system.send("POST", "/uploads?name=b.pdf", content, **told)) == refused


def test_A10_a_key_without_the_digest_of_the_file_is_refused_before_it_is_read(system, home):
    answer = system.send("POST", "/uploads?name=a.pdf", a_pdf(), Idempotency_Key="k-1")

    assert code_of(answer) == (422, "api.digest-missing")
    assert [one for one in home.rglob("quarantine/*") if one.is_file()] == []


def test_A10_a_file_in_parts_that_is_begun_twice_goes_on_at_one_place(system):
    content = a_pdf()
    told = {
        "Upload_Complete": "?0",
        "Upload_Length": str(len(content)),
        "Repr_Digest": repr_digest(content),
        "Idempotency_Key": "k-1",
    }
    first, second = [system.send("POST", "/uploads?name=a.pdf", **told) for _turn in range(2)]

    assert first["Location"] == second["Location"]
    assert second["Upload-Offset"] == "0"
    assert UploadPart.objects.count() == 1
    other = told | {"Repr_Digest": repr_digest(a_pdf())}
    answer = system.send("POST", "/uploads?name=a.pdf", **other)
    assert code_of(answer) == (422, "api.key-used-for-other-content")


def test_A10_a_recall_that_is_sent_twice_is_one_request(system):
    made = system.submit(a_caller("Sở Nội vụ")).json()
    address, body = f"/dispatches/{made['dispatch']}/recall", {"reason": "Sai", "key": "r"}
    first = system.post(address, body, Idempotency_Key="k-1")
    second = system.post(address, body, Idempotency_Key="k-1")

    assert first.json() == second.json()
    assert second["Idempotency-Replayed"] == "true"
    assert ChangeRequest.objects.count() == 1
    other = system.post(address, {**body, "reason": "Nhầm"}, Idempotency_Key="k-1")
    assert code_of(other) == (422, "api.key-used-for-other-content")


def test_keys_of_two_systems_are_two_keys(system):
    content = a_pdf()
    ids = {upload(one, content).json()["id"] for one in (system, a_caller("Sở Nội vụ"))}
    assert len(ids) == 2


def test_after_a_refusal_the_key_may_be_used_again(system):
    assert upload(system, b"no pdf at all").status_code == 422
    assert upload(system, a_pdf()).status_code == 201


@pytest.mark.parametrize("said", ["x" * 101, "a b", "a/b"])
def test_a_key_of_another_shape_is_refused(system, said):
    assert code_of(upload(system, a_pdf(), said)) == (422, "api.key-invalid")


def test_a_key_may_stand_in_quotes(system):
    content = a_pdf()
    upload(system, content)
    assert upload(system, content, '"k-1"')["Idempotency-Replayed"] == "true"


def test_a_signed_request_that_is_signed_again_with_its_key_is_answered_again(system):
    key, content = a_signing_key(a_system(system.agency)), a_pdf()

    def sent():
        headers = signed(
            key, "POST", "/api/v1/uploads?name=a.pdf", body=content, Idempotency_Key="k-1"
        )
        return system.client.generic(
            "POST", "/api/v1/uploads?name=a.pdf", content, "application/json", headers=headers
        )

    first, second = sent(), sent()

    assert first.json() == second.json()
    assert second["Idempotency-Replayed"] == "true"


def test_what_a_clock_that_was_ahead_has_forgotten_comes_through_as_a_repetition(system):
    """The nonce is forgotten an hour too early; the clock is set back, and the request repeated."""
    key, content = a_signing_key(a_system(system.agency)), a_pdf()
    address = "/api/v1/uploads?name=a.pdf"
    headers = signed(key, "POST", address, body=content, Idempotency_Key="k-1")

    def send():
        return system.client.generic("POST", address, content, "application/json", headers=headers)

    first = send()
    assert systems.forget_nonces(now=clock.now() + timedelta(hours=1)) == 1
    second = send()

    assert first.status_code == 201
    assert second.json() == first.json()
    assert second["Idempotency-Replayed"] == "true"
    assert code_of(send()) == (401, "systems.replayed")


# What may be sent again without a key, and why.
SAFE = {
    "/api/v1/checks": "writes nothing",
    "/api/v1/bundles/deliveries": "fetches",
    "/api/v1/bundles/statuses": "each status has its own key",
    "/api/v1/deliveries/{delivery_id}/paper/sent": "names a state",
    "/api/v1/deliveries/{delivery_id}/paper/arrived": "names a state",
    "/api/v1/deliveries/{delivery_id}/paper/withdraw": "names a state",
    "/api/v1/hooks/{hook_id}/pause": "names a state",
    "/api/v1/hooks/{hook_id}/resume": "names a state",
    "/api/v1/hooks/{hook_id}/challenge": "the last challenge counts",
    "/api/v1/hooks/{hook_id}/resend": "what waits is not put a second time",
}


@pytest.mark.once
def test_every_post_says_how_it_may_be_repeated():
    """By a key in its body that is kept for ever, or by the field; a check writes nothing."""
    schema = api.get_openapi_schema(path_prefix="/api/v1/")
    schemas, neither = schema["components"]["schemas"], set()
    for path, operations in schema["paths"].items():
        posted = operations.get("post", {})
        fields = {one["name"] for one in posted.get("parameters", [])}
        content = posted.get("requestBody", {}).get("content", {})
        form = content.get("multipart/form-data", {}).get("schema", {}).get("properties", {})
        body = str(content.get("application/json") or form.get("document", ""))
        if posted and "Idempotency-Key" not in fields and not _has_key(schemas, body):
            neither.add(path)
    assert neither == SAFE.keys()


def _has_key(schemas: dict[str, dict], body: str) -> bool:
    name = body.rpartition("schemas/")[2].strip("\"'}")
    return "key" in schemas.get(name, {}).get("properties", {})
