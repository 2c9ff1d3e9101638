"""The log has codes and numbers, and nothing that a person wrote."""

import ast
import io
import json
import logging
import logging.config
from collections.abc import Iterator

import pytest
from tests.architecture.tree import parsed, python_files, within

from lienthong.config.logs import KEYS, logging_settings

SECRET = "Nguyễn Văn A, 012345678901"


@pytest.fixture
def lines():
    """What a logger of ours and one of another program write, as JSON."""
    facts = logging_settings(form="json", level="info")
    formatter = facts["formatters"]["lines"].copy()
    made = formatter.pop("()")(**formatter)
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(made)
    loggers = [logging.getLogger("lienthong.trial"), logging.getLogger("elsewhere.trial")]
    for logger in loggers:
        logger.addHandler(handler)
        logger.setLevel("INFO")
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    for logger in loggers:
        logger.removeHandler(handler)


def test_facts_that_are_not_on_the_list_stay_out(lines):
    logging.getLogger("lienthong.trial").info("request", extra={"code": "a.b", "subject": SECRET})
    (line,) = lines()
    assert (line["event"], line["code"], line["level"]) == ("request", "a.b", "info")
    assert "subject" not in line


def test_every_fact_that_the_source_logs_is_on_the_list():
    """What is not on it is left out without a word: whoever reads the line would miss it."""
    logged = {
        (within(path), name)
        for path in python_files()
        for act in ast.walk(parsed(path))
        if isinstance(act, ast.FunctionDef)
        for name in _logged(act)
    }
    assert len(logged) > 20
    assert {one for one in logged if one[1] not in KEYS} == set()


def _logged(act: ast.FunctionDef) -> Iterator[str]:
    """The keys of `extra=` in a function, also of what it is made of there."""
    for call in [one for one in ast.walk(act) if isinstance(one, ast.Call)]:
        for given in [one.value for one in call.keywords if one.arg == "extra"]:
            yield from _keys(given)
            named = {one.id for one in ast.walk(given) if isinstance(one, ast.Name)}
            for made in ast.walk(act):
                target = made.target if isinstance(made, ast.AnnAssign) else None
                target = made.targets[0] if isinstance(made, ast.Assign) else target
                if isinstance(target, ast.Name) and target.id in named and made.value:
                    yield from _keys(made.value)
                if isinstance(target, ast.Subscript) and ast.unparse(target.value) in named:
                    yield ast.literal_eval(target.slice)


def _keys(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Dict):
        yield from (key.value for key in node.keys if isinstance(key, ast.Constant))


def test_an_error_is_its_class_and_places_without_words_and_variables(lines):
    try:
        raise ValueError(SECRET)
    except ValueError:
        logging.getLogger("lienthong.trial").exception("request failed")
    (line,) = lines()
    assert line["error"] == "builtins.ValueError"
    assert "test_logs.py" in line["places"][-1]
    assert "Nguyễn" not in json.dumps(line, ensure_ascii=False)


def test_a_reason_of_the_system_is_kept(lines):
    try:
        raise OSError(28, "No space left on device", SECRET)
    except OSError:
        logging.getLogger("lienthong.trial").exception("request failed")
    (line,) = lines()
    assert line["reason"] == "No space left on device"
    assert "Nguyễn" not in json.dumps(line, ensure_ascii=False)


def test_words_of_other_programs_are_kept_only_before_they_are_filled_in(lines):
    logger = logging.getLogger("elsewhere.trial")
    logger.warning("certificate of %s is odd", SECRET)
    logger.warning(f"certificate of {SECRET} is odd")  # noqa: G004  # the mistake that is meant
    first, second = lines()
    assert first["event"] == "certificate of %s is odd"
    assert second["event"] == "(words left out)"
    assert "test_logs.py" in second["places"][0]


@pytest.mark.parametrize(("form", "is_json"), [("json", True), ("auto", True), ("text", False)])
def test_a_terminal_gets_text_and_a_machine_json(form, is_json):
    processors = logging_settings(form=form, level="info")["formatters"]["lines"]["processors"]
    assert (type(processors[-1]).__name__ == "JSONRenderer") is is_json
