"""Wrong words of a command line: Vietnamese, English, the choices, exit code 2."""

import pytest
from django.core.management import CommandError, CommandParser, call_command

from lienthong.config import command
from lienthong.config.wrong_words import in_both


@pytest.mark.parametrize(
    ("words", "vietnamese", "english"),
    [
        (["verify"], "Còn thiếu: file.", "the following arguments are required: file"),
        (["post"], "Còn thiếu: act. Chọn một trong: list, grant, end.", "required: act"),
        (
            ["post", "lst"],
            "act không nhận “lst”. Chọn một trong: list, grant, end.",
            "invalid choice: 'lst' (choose from list, grant, end)",
        ),
        (
            ["post", "grant", "H19", "--role", "chief"],
            "--role không nhận “chief”. Chọn một trong: clerk, leader, officer",
            "argument --role: invalid Role value: 'chief' (choose from clerk, leader",
        ),
        (
            ["post", "grant", "H19", "--from", "31/12"],
            "--from cần một ngày như 2027-01-31: “31/12”.",
            "argument --from: invalid fromisoformat value: '31/12'",
        ),
        (["acting", "end", "x"], "acting cần một mã (UUID): “x”.", "invalid UUID value"),
        (["worker", "--queue"], "--queues cần một giá trị đi kèm.", "expected one argument"),
        (["check", "--all-of-it"], "Lệnh này không nhận: --all-of-it.", "unrecognized arguments"),
    ],
)
def test_wrong_words_are_told_in_vietnamese_then_in_english(capsys, words, vietnamese, english):
    with pytest.raises(SystemExit) as ended:
        command.run(words)
    assert ended.value.code == 2
    first, second, third = capsys.readouterr().err.splitlines()
    assert first.startswith(vietnamese)
    assert english in second
    assert third == f"Chi tiết / details: lienthong {' '.join(_names(words))} --help"


def _names(words: list[str]) -> list[str]:
    return words[:2] if words[1:] and words[1] in {"grant", "end"} else words[:1]


def test_what_argparse_never_said_before_is_told_in_its_own_words():

    told = in_both(CommandParser(prog="lienthong x"), "something quite new")
    assert told.splitlines()[:2] == ["Dòng lệnh chưa đúng.", "something quite new"]


def test_a_command_that_a_program_calls_raises_as_before():

    with pytest.raises(CommandError, match="unrecognized arguments"):
        call_command("check", "--all-of-it")
