"""The reference page is what the code says, and its examples are what happens."""

import importlib.util
import json
from pathlib import Path

import pytest
from tests.gateways.calls import a_caller, a_pdf

ROOT = Path(__file__).parents[3]


def _script():
    file = ROOT / "scripts" / "write_api_reference.py"
    spec = importlib.util.spec_from_file_location("write_api_reference", file)
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


def test_the_page_is_made_from_the_types():
    script = _script()
    assert script.PAGE.read_text() == script.page(), "run scripts/write_api_reference.py"


@pytest.mark.django_db
def test_A11_the_examples_are_what_happens():
    callers = {"sender": a_caller("Sở Tư pháp"), "recipient": a_caller("Sở Nội vụ")}
    known = {"recipient": callers["recipient"].agency.code}
    for one in json.loads((ROOT / "docs/reference/api-examples.json").read_text()):
        caller = callers[one.get("as", "sender")]
        path = _filled(one["path"], known).removeprefix("/api/v1")
        if one.get("file"):
            answer = caller.send(one["method"], path, a_pdf())
        elif one["method"] == "GET":
            answer = caller.get(path)
        else:
            body = json.loads(_filled(json.dumps(one["body"]), known))
            answer = caller.post(path, body)
        assert answer.status_code == one["status"], (one["title"], answer.content)
        for name, way in one.get("keep", {}).items():
            known[name] = _at(answer.json(), way)


def _filled(text: str, known: dict[str, str]) -> str:
    for name, value in known.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def _at(told: object, way: str) -> str:
    for step in way.split("."):
        told = told[int(step)] if step.isdigit() else told[step]
    return str(told)
