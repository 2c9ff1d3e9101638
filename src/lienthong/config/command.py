"""The `lienthong` command: what every package can do, under one name.

Exit codes: 0 all went well; 1 what was asked for is not so or failed (a check with findings, a
proof that does not hold); 2 the command line, a setting or a refusal must change first;
130 stopped by Ctrl+C. A command that has more says so in its help.
"""

import atexit
import errno
import os
import secrets
import sys
import threading
from difflib import get_close_matches
from importlib.metadata import version
from typing import NoReturn

from lienthong.config.helping import all_names, our_names, overview
from lienthong.config.reading import SettingsWrong
from lienthong.kernel.failures import below
from lienthong.kernel.refusals import Refusal
from lienthong.operation.errors import DatabaseNotMigrated

# These need no installation: what they are given is enough, and they leave nothing behind.
WITHOUT_INSTALLATION = {"verify", "client", "vxp", "lab"}
_LET_OUT = "--traceback"  # Django's own word; a person who says it sees the traceback
# What the machine does not let us do with a file; any other error of files may be one of ours.
_NOT_LET = {errno.EACCES, errno.EPERM, errno.EROFS, errno.EISDIR, errno.ENOTDIR, errno.EIO}
_NOT_LET |= {errno.EMFILE, errno.ENFILE, errno.ENOMEM}
FAILED = 1
WRONG = 2
STOPPED = 130


def main() -> None:
    """Run `lienthong NAME …` and end the process with its exit code."""
    try:
        status = _status(sys.argv[1:])
        sys.stdout.flush()
    except BrokenPipeError:
        # Who reads our lines has seen enough (`… | head`): nothing more may be written at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 0
    _end(status)


def _status(words: list[str]) -> int:
    """Run one command; return its exit code, however it says it."""
    try:
        return run(words)
    except SystemExit as ended:
        if not isinstance(ended.code, int | None):
            raise  # words, which Python prints
        return ended.code or 0


def _end(status: int) -> NoReturn:
    """End the process without taking the program apart.

    Python would look through a quarter of a million objects several times and free each one: a
    third of the processor time of a short command, and at a worker's low priority on a busy
    machine half a minute. What an end owes to others is done: threads are waited for, passing files
    removed, lines written; Django has closed the connections after the command.
    """
    threading._shutdown()  # type: ignore[attr-defined]  # as multiprocessing ends its processes
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    os._exit(status)


def run(words: list[str]) -> int:
    """Run one command; return its exit code, or let it end the process itself."""
    if not words or words == ["help"] or words[0] in {"-h", "--help"}:
        sys.stdout.write(overview())
        return 0
    if words[0] in {"--version", "version"}:
        sys.stdout.write(f"lienthong {version('lienthong')}\n")
        return 0
    if words[0] in WITHOUT_INSTALLATION:
        os.environ.setdefault("LIENTHONG_SECRET_KEY", secrets.token_urlsafe(48))
    from lienthong.config.wrong_words import tell_in_words  # noqa: PLC0415

    tell_in_words()
    try:
        return _verify(words) if words[0] == "verify" else _django(words)
    except SettingsWrong as wrong:
        sys.stderr.write(f"{wrong}\n")
        return WRONG
    except KeyboardInterrupt:
        return STOPPED
    except Exception as error:
        status, said = (0, "") if _LET_OUT in words else _told(error)
        if not said:
            raise
        sys.stderr.write(f"{said}\n")
        return status


def _told(error: Exception) -> tuple[int, str]:
    """Return exit code and line of a refusal, or of a failure of disk or database; "" else."""
    from django.core.management import CommandError  # noqa: PLC0415

    from lienthong.webkit.commands import in_words, of_file  # noqa: PLC0415

    if isinstance(error, CommandError):
        return error.returncode, str(error)
    if isinstance(error, Refusal):
        return WRONG, in_words(error)
    if isinstance(error, OSError) and error.errno in _NOT_LET:
        return FAILED, of_file(error)
    kind = _passing(error)
    return FAILED, f"{in_words(kind())} ({error})" if kind else ""


def _passing(error: Exception) -> type[Refusal] | None:
    """Return how a failure of disk or database is told; None for any other error."""
    from django.db import OperationalError, ProgrammingError  # noqa: PLC0415

    from lienthong.operation.queries import trouble_of  # noqa: PLC0415

    may_lack_tables = isinstance(error, OperationalError | ProgrammingError) and not below(error)
    if may_lack_tables and not _has_its_tables():
        return DatabaseNotMigrated
    return trouble_of(error)


def _has_its_tables() -> bool:
    """Say whether tables are missing; not so where the database does not answer at all."""
    from django.db import Error  # noqa: PLC0415

    from lienthong.operation.queries import schema_state  # noqa: PLC0415

    try:
        return not schema_state().missing
    except Error:
        return True


def _verify(words: list[str]) -> int:
    """Check a proof without loading the product: with it a check took five times as long.

    No settings are named, so none are read: wrong ones in the folder are not the checker's matter.
    """
    from django.core.management import load_command_class  # noqa: PLC0415

    load_command_class("lienthong.ledger", "verify").run_from_argv(_let_out(words))
    return 0


def _django(words: list[str]) -> int:
    from django.core.management import execute_from_command_line  # noqa: PLC0415

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lienthong.config.settings")
    asked = words[1] if words[0] == "help" else words[0]
    if asked not in our_names() and asked not in (known := all_names()):
        sys.stderr.write(_unknown(asked, known))
        return WRONG
    execute_from_command_line(_let_out(words) if asked in our_names() else ["lienthong", *words])
    return 0


def _let_out(words: list[str]) -> list[str]:
    """Let a command's errors come to `run`: Django begins each with the name of its class."""
    name, *rest = words
    return ["lienthong", name, *([] if name == "help" else [_LET_OUT]), *rest]


def _unknown(name: str, known: set[str]) -> str:
    near = get_close_matches(name, sorted(known), n=3)
    hint = f" Có phải / did you mean: {', '.join(near)}?" if near else ""
    return (
        f"Không có lệnh / no such command: {name}.{hint}\nMọi lệnh / all commands: lienthong help\n"
    )


if __name__ == "__main__":
    main()
