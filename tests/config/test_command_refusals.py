"""Every command says refusals in one way: code, sentence, cause, next step, and exit code 2."""

import ast
from importlib import import_module
from pathlib import Path
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command, get_commands

from lienthong.config import helping
from lienthong.webkit.commands import WRONG, WrongUse

COMMANDS = sorted({name for group in helping.GROUPS.values() for name in group})
# These call nothing that refuses: they look, listen, or speak with somebody else's installation.
REFUSE_NOTHING = {"check", "databaserights", "export", "readiness", "serve", "verify", "worker"}
NOBODY = str(UUID(int=7))


def _trees(name: str) -> list[ast.Module]:
    """The command's own file, and what its package keeps for commands."""
    command = Path(import_module(f"{get_commands()[name]}.management.commands.{name}").__file__)
    files = [command, *command.parents[1].glob("*.py")]
    return [ast.parse(file.read_text(encoding="utf-8")) for file in files]


def _names(tree: ast.AST) -> set[str]:
    return {one.id for one in ast.walk(tree) if isinstance(one, ast.Name)}


@pytest.mark.once
@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_tells_its_refusals_by_webkit_and_by_nothing_of_its_own(name):
    own, *_shared = trees = _trees(name)
    used = set().union(*map(_names, trees))
    assert not used & {"CommandError", "Refusal"}
    assert ("told_as_errors" in _names(own)) == (name not in REFUSE_NOTHING)


@pytest.mark.once
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["bundle", NOBODY, "--out", "none.asice"], "ledger.record-unknown"),
        (["contentkey", "forget", "none"], "blobs.master-key-missing"),
        (["holidays", "1900"], "directory.year-not-known"),
        (["hook", "pause", NOBODY], "hooks.not-found"),
        (["key", "list", "none"], "systems.unknown-system"),
        (["monitor", "end", "none"], "witnesses.not-watched"),
        (["package", "make", NOBODY], "documents.unknown-document"),
        (["system", "pause", "none"], "systems.unknown-system"),
        (["trust", "end", "none"], "signatures.issuer-unknown"),
        (["user", "show", "none"], "access.unknown-account"),
        (["vxp", "log", "none"], "systems.unknown-system"),
    ],
)
def test_a_refusal_ends_a_command_with_2_and_says_what_to_do(words, code):
    with pytest.raises(CommandError) as told:
        call_command(*words)
    assert isinstance(told.value, WrongUse)
    assert told.value.returncode == WRONG == 2
    said, _, rest = str(told.value).partition(": ")
    assert said == code
    assert rest.count(".") >= 2, "sentence, cause and next step"
    assert "%(" not in rest
