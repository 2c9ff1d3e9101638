"""Reads from the source which acts are written into the ledger, however their names are made."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.tree import SOURCE, packages


def acts_in_source() -> set[str]:
    """Return the names of acts of all packages; those made from the values of an enum are left out.

    An act is what is called `Act`; where its name is an argument of the function that makes it,
    the callers of that function are looked at in the same way.
    """
    return {name for package in packages() for name in _Package(SOURCE / package).acts()}


class _Package:
    def __init__(self, folder: Path) -> None:
        files = [path for path in folder.rglob("*.py") if "migrations" not in path.parts]
        self.trees = [ast.parse(path.read_text()) for path in files]
        self.constants = {
            name: value
            for tree in self.trees
            for statement in tree.body
            if isinstance(statement, ast.Assign)
            for name, value in _assigned(statement)
        }

    def acts(self) -> set[str]:
        found: set[str] = set()
        known: set[tuple[str, str, str]] = set()
        waiting = [("Act", "name", "")]
        while waiting:
            maker = waiting.pop()
            if maker in known:
                continue
            known.add(maker)
            for value in self._values(*maker):
                if isinstance(value, str):
                    found.add(value)
                else:
                    waiting.append(value)
        return found

    def _values(self, called: str, argument: str, prefix: str) -> Iterator[str | tuple]:
        at = 0 if called == "Act" else self._place(called, argument)
        for tree in self.trees:
            functions = [one for one in ast.walk(tree) if isinstance(one, ast.FunctionDef)]
            for call in ast.walk(tree):
                if isinstance(call, ast.Call) and _name(call.func) == called:
                    around = [f for f in functions if f.lineno <= call.lineno <= f.end_lineno]
                    given = [word.value for word in call.keywords if word.arg == argument]
                    given += call.args[at : at + 1] if at is not None else []
                    for value in given[:1]:
                        yield from self._read(value, prefix, around[-1] if around else None)

    def _place(self, function: str, argument: str) -> int | None:
        for tree in self.trees:
            for one in ast.walk(tree):
                if isinstance(one, ast.FunctionDef) and one.name == function:
                    names = [arg.arg for arg in [*one.args.posonlyargs, *one.args.args]]
                    if argument in names:
                        return names.index(argument)
        return None

    def _read(self, value: ast.expr, prefix: str, within: ast.FunctionDef | None) -> Iterator:
        match value:
            case ast.Constant(value=str(word)):
                yield prefix + word
            case ast.IfExp():
                yield from self._read(value.body, prefix, within)
                yield from self._read(value.orelse, prefix, within)
            case ast.JoinedStr(
                values=[ast.Constant(value=str(start)), ast.FormattedValue() as end]
            ):
                yield from self._read(end.value, prefix + start, within)
            case ast.Subscript(value=ast.Name(id=name)) if name in self.constants:
                for one in getattr(self.constants[name], "values", []):
                    yield from self._read(one, prefix, None)
            case ast.Name(id=name):
                yield from self._named(name, prefix, within)

    def _named(self, name: str, prefix: str, within: ast.FunctionDef | None) -> Iterator:
        if within is not None:
            given = within.args
            if name in {arg.arg for arg in [*given.posonlyargs, *given.args, *given.kwonlyargs]}:
                yield (within.name, name, prefix)
                return
            for one in ast.walk(within):
                if isinstance(one, ast.Assign) and dict(_assigned(one)).get(name):
                    yield from self._read(dict(_assigned(one))[name], prefix, within)
                    return
        if name in self.constants:
            yield from self._read(self.constants[name], prefix, None)


def _assigned(statement: ast.Assign) -> Iterator[tuple[str, ast.expr]]:
    for target in statement.targets:
        if isinstance(target, ast.Name):
            yield target.id, statement.value
        elif isinstance(target, ast.Tuple) and isinstance(statement.value, ast.Tuple):
            for name, value in zip(target.elts, statement.value.elts, strict=True):
                if isinstance(name, ast.Name):
                    yield name.id, value


def _name(function: ast.expr) -> str:
    return getattr(function, "id", "") or getattr(function, "attr", "")
