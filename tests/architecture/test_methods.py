"""Whoever may ask for a page may ask for its fields alone: HEAD stands where GET does."""

import ast
from pathlib import Path

import lienthong

_ROOT = Path(lienthong.__file__).parent


def _odd(tree: ast.AST) -> list[int]:
    lines = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id == "require_GET":
            lines.append(node.lineno)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "require_http_methods":
            methods = set(ast.literal_eval(node.args[0]))
            if "GET" in methods and "HEAD" not in methods:
                lines.append(node.lineno)
    return lines


def test_no_page_answers_get_and_refuses_head():
    assert _odd(ast.parse("@require_GET\ndef page(): ..."))
    assert _odd(ast.parse('@require_http_methods(["GET", "POST"])\ndef page(): ...'))
    odd = {
        str(path.relative_to(_ROOT)): lines
        for path in _ROOT.rglob("*.py")
        if (lines := _odd(ast.parse(path.read_text())))
    }
    assert odd == {}
