"""Write docs/reference/api.md from the types of the interface, or say that it is not up to date.

scripts/write_api_reference.py [--check]
"""

import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "reference" / "api.md"
EXAMPLES = ROOT / "docs" / "reference" / "api-examples.json"
HEAD = """# The interface for programs: /api/v1

Written by `scripts/write_api_reference.py` from the types in the code; do not edit. The same, for
machines: `/api/v1/openapi.json` (OpenAPI 3.1); to try by hand: `/api/v1/docs`. How to begin:
[connect a system](../howto/connect-a-system.md). How requests are signed: [signing](signing.md).

## What holds for every call
- **Who calls**: a signature (RFC 9421) or, for trials, `Authorization: Bearer …`. A system that
  acts for several agencies says for which in `Lienthong-Agency: <code>`.
- **Bodies** are JSON in UTF-8, at most 1 MB, 32 brackets deep; each key once, no NaN, and a field
  that is not listed here is refused. Files are bodies of their own (`/uploads`), or come along with
  their document (`/submissions`). None is compressed (415 `api.coding-not-taken`). A mark of
  UTF-8 before the JSON (BOM) is passed over. A body in pieces (`Transfer-Encoding: chunked`, as
  `PostAsJsonAsync` of .NET and `RestClient` of Spring send it) is taken up to 2 MB, a file so only
  with a `Content-Digest`; longer ones need their `Content-Length` (411 `api.length-missing`).
- **Refusals** are `application/problem+json` (RFC 9457). Match on `code`, which never changes;
  `title`, `detail` and `next_step` are for people, in Vietnamese, or in English with
  `Accept-Language: en`. [All codes](refusals.md).
- **Repeating**: `key` in a body is yours. The same key with the same content gives the same answer,
  for ever; with other content it is refused. So repeat whatever you did not hear an answer to.
  Where an operation names `Idempotency-Key`, a request that carries one is done once: the same
  request with the same key gets the first answer again for 400 days, with
  `Idempotency-Replayed: true`; any other request with that key is refused. A file then needs its
  `Content-Digest`. Keys belong to the system. Elsewhere the field changes nothing.
- **Lists** are pages: give `next` as `after`. Cursors have no age. `ETag` and `If-None-Match` work
  on every list, fact and file; files also understand `Range`. HEAD is answered wherever GET is,
  but for bundles of evidence, which are made anew each time.
- **Limits** are 429 with `Retry-After`.

## A document and its files in one request
`POST /api/v1/submissions` with `multipart/form-data` (RFC 7578): first the part `document`, JSON as
for `/documents`, in which a file is named by `part`; then each file in a part of that name. The
digest and the signature are those of the whole body, which is streamed, 1 GB at most.

    Content-Type: multipart/form-data; boundary=lt-1

    --lt-1
    Content-Disposition: form-data; name="document"
    Content-Type: application/json

    {"key": "2026-129", "content": {"part": "van-ban", "name": "Báo cáo.pdf"}, …}
    --lt-1
    Content-Disposition: form-data; name="van-ban"; filename="bao-cao.pdf"
    Content-Type: application/pdf

    (the bytes of the file, as they are)
    --lt-1--

With curl and a trial key:
`curl -H "Authorization: Bearer …" -F 'document=@document.json;type=application/json' -F
'van-ban=@bao-cao.pdf' …/api/v1/submissions`. Nothing waits in quarantine: what is refused leaves
nothing behind, and while a virus scanner is away it has to be sent again. Uploads are for files
that are checked before they are sent, and for those that must survive a broken connection.

## Files in parts
A file may come in parts, as in the IETF draft *Resumable Uploads for HTTP*:
1. `POST /api/v1/uploads?name=…` with `Upload-Complete: ?0`, `Upload-Length` (bytes of the whole
   file) and `Repr-Digest: sha-256=:…:` (of the whole file); the body is the first part and may be
   empty.
   `Location` says where the others go.
2. `PATCH` there with `Upload-Offset`; the answer has the new one. 409
   `gateways.offset-differs`: ask again.
3. `HEAD` tells `Upload-Offset` and `Upload-Complete`, also after a broken connection or a killed
   server.
   What arrived of a part before the connection broke is kept; a part whose `Content-Digest` is
   wrong is not.
4. When all has come the answer's `upload` is the id for `content` or `attachments`. `DELETE`
   gives up; what is not whole after a day goes by itself.

Differences from the draft: the length and the digest of the whole are needed at the beginning, so
that `Upload-Complete` is not needed on a `PATCH`, and a finished file is 200 with JSON.
"""


def main() -> int:
    text = page()
    if "--check" in sys.argv:
        return int(PAGE.read_text() != text)
    PAGE.write_text(text)
    return 0


def page() -> str:
    """Return the page as it has to be."""
    schema = _schema()
    parts = [HEAD, "## Operations\n"]
    for path, operations in schema["paths"].items():
        for method, operation in operations.items():
            parts.append(_operation(method.upper(), path, operation))
    parts.append("## Types\n")
    for name, facts in sorted(schema["components"]["schemas"].items()):
        parts.append(_type(name, facts))
    parts.append(_examples())
    return "\n".join(parts).rstrip() + "\n"


def _schema() -> dict[str, Any]:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lienthong.config.settings")
    os.environ.setdefault("LIENTHONG_HOME", tempfile.mkdtemp(prefix="lienthong-reference-"))
    sys.path.insert(0, str(ROOT / "src"))
    import django  # noqa: PLC0415

    django.setup()
    from lienthong.config.api import api  # noqa: PLC0415

    made: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/v1/")))
    return made


def _operation(method: str, path: str, operation: dict[str, Any]) -> str:
    lines = [f"### {method} {path}", f"**{operation['summary']}.** {operation['description']}", ""]
    for one in operation.get("parameters", []):
        facts = one["schema"]
        needed = "" if one.get("required") else ", optional"
        lines.append(f"- `{one['name']}` ({one['in']}{needed}): {_shape(facts)}")
    for media, facts in operation.get("requestBody", {}).get("content", {}).items():
        lines.append(f"- body `{media}`: {_shape(facts['schema'])}")
    for status, facts in operation["responses"].items():
        if int(status) < 400:
            lines.append(f"- answer {status}: {_answer(facts)}")
    refusals = operation.get("x-refusals", [])
    if refusals:
        said = ", ".join(f"`{one['code']}` ({one['status']})" for one in refusals)
        lines.append(f"- may refuse: {said}")
    return "\n".join(lines) + "\n"


def _answer(facts: dict[str, Any]) -> str:
    content = facts.get("content")
    if not content:
        return "no JSON"
    return " or ".join(_shape(one.get("schema", {})) for one in content.values())


def _shape(facts: dict[str, Any]) -> str:
    if "$ref" in facts:
        name = facts["$ref"].rsplit("/", 1)[-1]
        return f"[{name}](#{name.lower()})"
    for several in ("anyOf", "oneOf", "allOf"):
        if several in facts:
            return " or ".join(_shape(one) for one in facts[several])
    if "enum" in facts:
        return ", ".join(f"`{one}`" for one in facts["enum"])
    if "const" in facts:
        return f"`{facts['const']}`"
    if facts.get("type") == "array":
        return f"list of {_shape(facts.get('items', {}))}"
    return _plain(facts)


def _plain(facts: dict[str, Any]) -> str:
    said = facts.get("format") or facts.get("type", "anything")
    bounds = {
        "minimum": "≥",
        "maximum": "≤",
        "minLength": "length ≥",
        "maxLength": "length ≤",
        "pattern": "like",
    }
    told = [f"{word} {_bound(facts[name])}" for name, word in bounds.items() if name in facts]
    return " ".join([str(said), *([f"({', '.join(told)})"] if told else [])])


def _bound(value: object) -> str:
    return f"`{value}`" if isinstance(value, str) else str(value)


def _type(name: str, facts: dict[str, Any]) -> str:
    lines = [f"### {name}", facts.get("description", ""), ""]
    needed = set(facts.get("required", []))
    for field, shape in facts.get("properties", {}).items():
        optional = "" if field in needed else " (optional)"
        lines.append(f"- `{field}`{optional}: {_shape(shape)}")
    return "\n".join(line for line in lines if line is not None) + "\n"


def _examples() -> str:
    """The examples, which tests/gateways/api/test_reference.py runs in this order."""
    lines = [
        "## Examples",
        "In this order they are one day of two systems; a test runs them. `{…}` stands for what an "
        "earlier answer said.",
        "",
    ]
    for one in json.loads(EXAMPLES.read_text()):
        lines += [f"**{one['title']}**", "```http", f"{one['method']} {one['path']}"]
        if one.get("file"):
            lines += ["Content-Type: application/pdf", "", "(the bytes of the file)"]
        if "body" in one:
            body = json.dumps(one["body"], ensure_ascii=False, indent=1)
            lines += ["Content-Type: application/json", "", body]
        lines += ["```", f"→ {one['status']}", ""]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
