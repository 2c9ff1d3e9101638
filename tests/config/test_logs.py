"""The log has codes and numbers, and nothing that a person wrote."""

import io
import json
import logging
import logging.config

import pytest

from lienthong.config.logs import logging_settings

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
