"""How `lienthong ledger audit` talks: findings out, progress beside, its place in a file."""

import json
import os
from pathlib import Path
from typing import Any

from lienthong.kernel import clock
from lienthong.kernel.progress import Tell, nobody
from lienthong.ledger import services
from lienthong.ledger.rules.checks.stored_rows import SENTENCES, Checked, Finding
from lienthong.ledger.services.audit import AuditPage, audit
from lienthong.ledger.services.publish import anchors_of_installation
from lienthong.webkit.commands import Progress, WrongUse, unusable


def run_audit(
    out: Any,
    err: Any,
    *,
    key: Path | None,
    state: Path | None,
    json_lines: bool,
    quiet: bool,
    known: Path | None = None,
    **_options: Any,
) -> bool:
    """Print every finding; return whether there was none, here or before a break-off.

    state: the place is kept there after every page and the file removed at the end. known: lines
    of an earlier audit that somebody has explained, such as a day on which the ledger stood; they
    are printed as known, and do not count.
    """
    pem = services.ensure_key().pem if key is None else _read(key)
    kept, explained = _state(state), _explained(known)
    tell: Tell = nobody if quiet else Progress(err.write)
    wrong: int = kept["wrong"]
    for one in audit(
        public_key_pem=pem,
        anchors=anchors_of_installation(),
        now=clock.now(),
        resume=kept["state"],
    ):
        if isinstance(one, Finding):
            is_known = (one.code, one.where) in explained
            wrong += not is_known
            out.write(_line(one, as_json=json_lines, is_known=is_known))
        elif isinstance(one, Checked):
            tell(one.part, one.count)
        else:
            _keep(state, one, wrong)
            tell(str(one.epoch), one.checked, one.size)
    if state is not None:
        state.unlink(missing_ok=True)
    if not json_lines:
        out.write(f"SAI\t{wrong} phát hiện" if wrong else "ĐÚNG\tkhông có gì sai")
    return not wrong


def _line(found: Finding, *, as_json: bool, is_known: bool) -> str:
    if as_json:
        values = {"code": found.code, "where": found.where, "detail": found.detail}
        return json.dumps(values | ({"known": True} if is_known else {}), ensure_ascii=False)
    detail = f" ({found.detail})" if found.detail else ""
    verdict = "BIẾT" if is_known else "SAI"
    return f"{verdict}\t{found.code}\t{found.where}\t{SENTENCES[found.code]}{detail}"


def _explained(path: Path | None) -> set[tuple[str, str]]:
    """Read code and place of each line, as they were printed."""
    lines = [] if path is None else _read(path).decode().splitlines()
    parts = [line.split("\t") for line in lines]
    return {(one[1], one[2]) for one in parts if len(one) > 2}


def _state(path: Path | None) -> dict[str, Any]:
    if path is None or not path.exists():
        return {"wrong": 0, "state": None}
    try:
        kept: dict[str, Any] = json.loads(path.read_bytes())
    except ValueError as error:
        raise WrongUse(f"{path}: not a state of an audit") from error
    return kept


def _keep(path: Path | None, page: AuditPage, wrong: int) -> None:
    if path is None:
        return
    part = path.with_name(f"{path.name}.part")
    part.write_text(json.dumps({"wrong": wrong, "state": page.state}))
    os.replace(part, path)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise unusable(path, error) from error
