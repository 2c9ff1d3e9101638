"""The interface keeps what it says of itself, whatever is sent to it (A11)."""

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import (
    content_type_conformance,
    not_a_server_error,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from tests.gateways.calls import a_caller

from lienthong.config.api import api

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
EXAMPLES = 4


@pytest.fixture
def real(db) -> dict[str, str]:
    """Ids that are there, so that calls reach further than 'not found'; and who calls."""
    sender, recipient = a_caller(), a_caller("Sở Nội vụ")
    made = sender.submit(recipient).json()
    sender.post(f"/dispatches/{made['dispatch']}/recall", {"key": "k", "reason": "Sai số liệu"})
    (change,) = recipient.get("/changes").json()["changes"]
    return {
        "token": recipient.token,
        "delivery_id": made["deliveries"][0]["id"],
        "document_id": made["document"],
        "dispatch_id": made["dispatch"],
        "record_id": made["promise"]["record"],
        "change_id": change["id"],
    }


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
def test_A11_no_call_breaks_what_the_interface_says_of_itself(real, kept_connection, mode):
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    for found in schema.get_all_operations():
        operation = found.ok()
        if mode is GenerationMode.NEGATIVE and not _takes_anything(operation):
            continue

        @given(case=operation.as_strategy(generation_mode=mode))
        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            database=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        )
        def call(case):
            for name in set(case.path_parameters or {}) & set(real):
                if mode is GenerationMode.POSITIVE:
                    case.path_parameters[name] = real[name]
            case.call_and_validate(
                headers={"Authorization": f"Bearer {real['token']}"}, checks=CHECKS
            )

        call()


def _takes_anything(operation: schemathesis.APIOperation) -> bool:
    """Whether there is anything in a call that could be wrong."""
    raw = operation.definition.raw
    return bool(
        raw.get("parameters") or "application/json" in raw.get("requestBody", {}).get("content", {})
    )


def test_every_operation_says_in_both_languages_what_it_is_and_what_it_may_refuse():
    schema = api.get_openapi_schema(path_prefix="/api/v1/")
    assert schema["openapi"].startswith("3.1")
    for path, operations in schema["paths"].items():
        for method, operation in operations.items():
            where = f"{method} {path}"
            assert operation["summary"], where
            assert operation["description"], where
            assert operation["tags"], where
            if not path.startswith(("/api/v1/ledger/", "/api/v1/witnesses/")):
                assert all(one["code"] for one in operation["x-refusals"]), where


@pytest.mark.django_db
def test_the_page_of_the_interface_comes_from_here_alone(client):
    page = client.get("/api/v1/docs")
    assert page.status_code == 200
    text = page.content.decode()
    assert "http://" not in text.replace("http://testserver", "")
    assert "https://" not in text
    assert "'unsafe-inline'" not in page["Content-Security-Policy"]


@pytest.mark.django_db
def test_who_does_not_say_who_calls_learns_nothing(client):
    for path in ("/arrivals", "/documents", "/agencies"):
        answer = client.get(f"/api/v1{path}")
        assert answer.status_code == 401
        assert answer["Content-Type"] == "application/problem+json"
