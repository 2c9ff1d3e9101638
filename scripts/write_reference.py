"""Write the reference pages that follow from the code: settings, refusals, commands.

`make docs` calls it; a test compares what it would write with what stands there.
"""

import argparse
import importlib
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import django
from django.core.management import load_command_class
from django.core.management.base import BaseCommand

from lienthong.config.environment import Environment
from lienthong.kernel.refusals import Refusal

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "lienthong"
REFERENCE = ROOT / "docs" / "reference"
STATUS = {
    "RequestTooLarge": 413,
    "Invalid": 422,
    "NotAllowed": 403,
    "NotFound": 404,
    "Conflict": 409,
}
SETTINGS = """# Settings

Every setting of an installation, read once at start from variables of the environment or from
the file `lienthong.env` in the folder where it starts (`LIENTHONG_SETTINGS` names another file; a
variable wins over the file). A value that cannot be, or a name in the file that is none of these,
stops the start and is named. Made by `scripts/write_reference.py` from
`src/lienthong/config/environment.py`.

| name | default | meaning |
| --- | --- | --- |
"""
REFUSALS = """# Refusals

What the system turns down, each with what is wrong, why, and what to do. The code is stable:
clients may rely on it. The texts are the Vietnamese source texts; `%(name)s` is filled with a fact
when it is shown. The status is that of the answer over HTTP. Made by `scripts/write_reference.py`
from the `errors.py` of the packages.

| code | status | sentence (câu báo) | cause (nguyên nhân) | next step (việc cần làm) |
| --- | --- | --- | --- | --- |
"""
COMMANDS = """# Commands

`lienthong NAME …` runs a command of the installation whose settings it finds (see
[settings](settings.md)); beside these all of Django's are there, such as `migrate`. Facts go to
standard output, one a line, problems to standard error; the exit code is 0 when all went well.
Made by `scripts/write_reference.py` from the commands themselves.
"""


def settings_page() -> str:
    """Return docs/reference/settings.md, from the fields of `config.environment.Environment`."""
    rows = []
    for name, field in Environment.model_fields.items():
        default = "" if field.default in (None, "") else f"`{field.default}`"
        rows.append(
            f"| `LIENTHONG_{name.upper()}` | {default} | {_cell(field.description or '')} |\n"
        )
    return SETTINGS + "".join(rows)


def refusals_page() -> str:
    """Return docs/reference/refusals.md, from every refusal class of the source."""
    django.setup()
    for path in sorted(SOURCE.rglob("errors.py")):
        importlib.import_module(".".join(path.relative_to(SOURCE.parent).with_suffix("").parts))
    ours = {one for one in _below(Refusal) if one.__module__.endswith(".errors")}
    rows = [
        f"| `{one.code}` | {_status(one)} | {_cell(one.sentence)} | {_cell(one.cause)} "
        f"| {_cell(one.next_step)} |\n"
        for one in sorted(ours, key=lambda one: one.code)
    ]
    return REFUSALS + "".join(rows)


def commands_page() -> str:
    """Return docs/reference/commands.md, from the commands of the packages and their arguments."""
    django.setup()
    parts = [COMMANDS]
    for path in sorted(SOURCE.glob("*/management/commands/[a-z]*.py"), key=lambda one: one.stem):
        command = load_command_class(f"lienthong.{path.parts[-4]}", path.stem)
        parser = command.create_parser("lienthong", path.stem)
        parts.append(f"\n## lienthong {path.stem}\n{command.help}\n\n")
        parts.extend(f"- {line}\n" for line in _arguments(parser))
    return "".join(parts)


PAGES: dict[str, Callable[[], str]] = {
    "settings.md": settings_page,
    "refusals.md": refusals_page,
    "commands.md": commands_page,
}


def _arguments(parser: argparse.ArgumentParser) -> Iterator[str]:
    """Say each argument in one line, those that every command of Django has left out."""
    for action in _own(parser):
        if isinstance(action, argparse._SubParsersAction):
            helps = {one.dest: one.help for one in action._choices_actions}
            for name, inner in action.choices.items():
                said = " ".join([name, *map(_name, _own(inner))])
                yield f"`{said}`: {helps.get(name, '')}"
        else:
            yield f"`{_name(action)}`: {action.help}{_default(action)}"


def _own(parser: argparse.ArgumentParser) -> list[argparse.Action]:
    plain = BaseCommand().create_parser("lienthong", "plain")
    common = {word for action in plain._actions for word in action.option_strings}
    return [one for one in parser._actions if not common.intersection(one.option_strings)]


def _name(action: argparse.Action) -> str:
    if action.option_strings:
        value = "" if action.nargs == 0 else f" {action.dest.upper()}"
        return f"{action.option_strings[0]}{value}"
    return f"[{action.dest}]" if action.nargs == "?" else action.dest


def _default(action: argparse.Action) -> str:
    plain = action.default in (None, "", False) or not action.option_strings
    return "" if plain else f" (default {action.default})"


def _below(base: type[Refusal]) -> Iterator[type[Refusal]]:
    for one in base.__subclasses__():
        yield one
        yield from _below(one)


def _status(refusal: type[Refusal]) -> int:
    """The status that a refusal names for programs, or that of its family."""
    named: int = getattr(refusal, "status", 0)
    return named or next(STATUS[one.__name__] for one in refusal.__mro__ if one.__name__ in STATUS)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def main() -> int:
    """Write every page that differs and say which; nothing of an installation is touched."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lienthong.config.settings")
    with tempfile.TemporaryDirectory() as home:
        os.environ["LIENTHONG_HOME"] = home
        for name, make in PAGES.items():
            path, text = REFERENCE / name, make()
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                path.write_text(text, encoding="utf-8")
                sys.stdout.write(f"{path.relative_to(ROOT)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
