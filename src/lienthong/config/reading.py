"""Where settings come from: the environment, then the settings file; and what is wrong in them.

One rule for both: a name is `LIENTHONG_` and that of a field, or the same with `_FILE` for a file
that holds the value (as container secrets do). A variable wins over the file, the value itself
over its `_FILE`. A name that is none of these is refused wherever it stands.
"""

from collections.abc import Callable, Iterator, Mapping
from difflib import get_close_matches
from io import StringIO
from pathlib import Path

from dotenv import dotenv_values
from pydantic import ValidationError

from lienthong.config.database import database_settings
from lienthong.config.environment import Environment
from lienthong.config.mail import mail_settings

PREFIX = "LIENTHONG_"
DEFAULT_FILE = "lienthong.env"
_LARGEST_SECRET = 64 * 1024  # bytes
_UNUSABLE = "giá trị không dùng được / cannot be used"


class SettingsWrong(Exception):
    """The settings cannot be used; `lines` name each one that is wrong, in both languages."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        super().__init__("\n".join(lines))

    def __str__(self) -> str:
        head = "Cài đặt sai, chương trình không chạy / wrong settings, nothing was started:"
        return "\n".join([head, *(f"  - {line}" for line in self.lines)])


def read_settings(variables: Mapping[str, str]) -> Environment:
    """Return the settings of these variables and of the file that they name.

    Raises SettingsWrong with every name and value that cannot be.
    """
    wrong: list[str] = []
    file = Path(variables.get(f"{PREFIX}SETTINGS") or DEFAULT_FILE)
    given = dict(_named(_file_values(file, variables, wrong), f"{file}", wrong))
    given |= dict(_named(variables, "", wrong))
    values = {name: value for name, (value, _where) in given.items()}
    try:
        made = Environment(**values)  # type: ignore[arg-type]  # text; the fields say the types
        wrong += _wrong_together(made)
    except ValidationError as error:
        wrong += [_said(one["loc"], one["msg"], given) for one in error.errors()]
    if wrong:
        raise SettingsWrong(wrong)
    return made


def _wrong_together(made: Environment) -> Iterator[str]:
    """Try what is made of several settings, or of the parts of one."""
    tried: list[Callable[[], object]] = [
        lambda: database_settings(made),
        lambda: mail_settings(made.mail_server, made.mail_from),
    ]
    if made.database_owner:
        tried.append(lambda: database_settings(made, as_owner=True))
    for make in tried:
        try:
            make()
        except ValueError as error:
            name, _colon, reason = str(error).partition(": ")
            yield f"{name}: {_UNUSABLE}: {reason}"
    if made.oidc_url and not made.oidc_client:
        yield f"{PREFIX}OIDC_CLIENT: thiếu / missing, {PREFIX}OIDC_URL"


def _file_values(file: Path, variables: Mapping[str, str], wrong: list[str]) -> Mapping[str, str]:
    if not file.exists() and f"{PREFIX}SETTINGS" not in variables:
        return {}
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "UTF-8"
        wrong.append(f"{PREFIX}SETTINGS: không đọc được tệp / cannot read {file}: {reason}")
        return {}
    # Without interpolation: a password may have a dollar sign.
    found = dotenv_values(stream=StringIO(text), interpolate=False)
    return {name: value or "" for name, value in found.items()}


def _named(
    values: Mapping[str, str], file: str, wrong: list[str]
) -> Iterator[tuple[str, tuple[str, str]]]:
    """Walk the fields that are set, `_FILE`s first, so that a plain value wins over them."""
    fields = Environment.model_fields
    for name in sorted(values, key=lambda one: not one.upper().endswith("_FILE")):
        if not name.upper().startswith(PREFIX):
            if file:
                wrong.append(_unknown(name, file))
            continue
        field = name.upper().removeprefix(PREFIX).lower()
        of_file = field.removesuffix("_file")
        if field in fields:
            yield field, (values[name], file)
        elif field != of_file and of_file in fields:
            content = _content(name, Path(values[name]), wrong)
            if content is not None:
                yield of_file, (content, values[name])
        else:
            wrong.append(_unknown(name, file))


def _content(name: str, path: Path, wrong: list[str]) -> str | None:
    try:
        if path.stat().st_size > _LARGEST_SECRET:
            raise OSError(0, "quá lớn / too large")
        return path.read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "UTF-8"
        wrong.append(f"{name}: không đọc được tệp / cannot read {path}: {reason}")
        return None


def _unknown(name: str, file: str) -> str:
    known = [f"{PREFIX}{field.upper()}" for field in Environment.model_fields]
    near = get_close_matches(name.upper(), known, n=1)
    where = f" ({file})" if file else ""
    hint = f"; có phải / did you mean {near[0]}?" if near else ""
    return f"{name}{where}: không có cài đặt này / there is no such setting{hint}"


def _said(place: tuple[int | str, ...], message: str, given: Mapping[str, tuple[str, str]]) -> str:
    field = str(place[0]) if place else ""
    where = given.get(field, ("", ""))[1]
    shown = f" ({where})" if where else ""
    return f"{PREFIX}{field.upper()}{shown}: {_UNUSABLE}: {message}"
