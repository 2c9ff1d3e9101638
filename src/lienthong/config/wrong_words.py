"""What is wrong with the words of a command line: in Vietnamese, then in argparse's own English."""

import re
from argparse import ArgumentParser
from typing import NoReturn

from django.core.management import CommandParser

_WRONG = 2
_django_error = CommandParser.error
# How argparse says it, as it stands in its source, and how we do.
_SAID = [
    (r"the following arguments are required: (.+)", "Còn thiếu: {0}."),
    (r"one of the arguments (.+) is required", "Cần một trong các từ: {0}."),
    (r"unrecognized arguments: (.+)", "Lệnh này không nhận: {0}."),
    (
        r"argument (.+?): invalid choice: (.+) \(choose from (.+)\)",
        "{0} không nhận {1}. Chọn một trong: {2}.",
    ),
    (r"argument (.+?): invalid fromisoformat value: (.+)", "{0} cần một ngày như 2027-01-31: {1}."),
    (r"argument (.+?): invalid int value: (.+)", "{0} cần một số nguyên: {1}."),
    (r"argument (.+?): invalid float value: (.+)", "{0} cần một số: {1}."),
    (r"argument (.+?): invalid UUID value: (.+)", "{0} cần một mã (UUID): {1}."),
    (r"argument (.+?): invalid .+? value: (.+)", "{0} không nhận {1}."),
    (r"argument (.+?): expected (?:one|1) argument", "{0} cần một giá trị đi kèm."),
    (r"argument (.+?): expected at least one argument", "{0} cần ít nhất một giá trị đi kèm."),
    (r"argument (.+?): expected (\d+) arguments", "{0} cần {1} giá trị đi kèm."),
    (r"argument (.+?): not allowed with argument (.+)", "{0} không đi cùng {1}."),
    (r"argument (.+?): ignored explicit argument (.+)", "{0} không nhận giá trị: {1}."),
    (r"ambiguous option: (.+?) could match (.+)", "{0} có thể là: {1}. Ghi đủ tên."),
]
# A member of an enumeration, as Python shows it.
_MEMBER = re.compile(r"<\w+\.\w+: ('[^']*')>")
_QUOTED = re.compile(r"'([^']*)'")
# Up to Python 3.11 each choice stands in quotes, later none does.
_OFFERED = re.compile(r"\(choose from .+\)")


def tell_in_words() -> None:
    """Let every command tell wrong words so; Django's parser is the one that all of them use."""
    CommandParser.error = _end_with_words  # type: ignore[method-assign]


def in_both(parser: ArgumentParser, message: str) -> str:
    """Return what argparse says as lines: Vietnamese, English, and where more stands."""
    english = _MEMBER.sub(r"\1", message)
    english = _OFFERED.sub(lambda offered: offered[0].replace("'", ""), english)
    choices = _choices(parser, english)
    said = _QUOTED.sub(r"“\1”", _vietnamese(english))
    if choices:
        said, english = f"{said} Chọn một trong: {choices}.", f"{english} (choose from {choices})"
    return f"{said}\n{english}\nChi tiết / details: {_name(parser)} --help\n"


def _vietnamese(english: str) -> str:
    for shape, said in _SAID:
        if found := re.fullmatch(shape, english):
            return said.format(*found.groups())
    return "Dòng lệnh chưa đúng."


def _choices(parser: ArgumentParser, english: str) -> str:
    """What an argument takes that is missing, or that its type turned down; "" where it is said."""
    found = re.match(
        r"argument (.+?): invalid |the following arguments are required: (.+)", english
    )
    if found is None or "(choose from" in english:
        return ""
    named = found[1] or found[2].split(", ")[0]
    for action in parser._actions:
        if named == ("/".join(action.option_strings) or action.metavar or action.dest):
            return ", ".join(str(one) for one in action.choices or ())
    return ""


def _name(parser: ArgumentParser) -> str:
    """The words that name the command, without what argparse adds of its arguments."""
    return " ".join(word for word in parser.prog.split() if not word.startswith(("-", "[")))


def _end_with_words(self: CommandParser, message: str) -> NoReturn:
    if not self.called_from_command_line:
        _django_error(self, message)
    self.exit(_WRONG, in_both(self, message))
