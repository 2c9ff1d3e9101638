"""What `bare` serves: one Django view that does what accepting cannot do without, and no more.

It finds the sender's key, checks the signature of the request, hashes the file, writes and flushes
it, commits a document with its deliveries and a line of a record, and signs a receipt. It knows
neither rights nor rules, and has no pages, search, jobs, hooks or proofs. Where it is told to, it
has the PDF looked through for a stamp of secrecy first, as the law asks.
"""

import base64
import hashlib
import io
import json
import os
import re
import time
from functools import cache
from pathlib import Path
from uuid import uuid4

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection, transaction
from django.http import HttpRequest, JsonResponse
from django.urls import path

from lienthong.formats.letters.secrecy import IN_EVERY_STAMP, find_secrecy_stamp
from lienthong.formats.pdf.apart import read_apart
from lienthong.formats.pdf.types import PdfLimits

FOLDER = Path(os.environ["BENCH_BARE"])
READS = bool(os.environ.get("BENCH_BARE_READS"))
STAMPS = PdfLimits(lines_where=IN_EVERY_STAMP)
TABLES = (
    "CREATE TABLE sender (key_id TEXT PRIMARY KEY, public BLOB, code TEXT) WITHOUT ROWID",
    "CREATE TABLE document (id TEXT PRIMARY KEY, key TEXT UNIQUE, sender TEXT, digest BLOB, "
    "subject TEXT, accepted REAL)",
    "CREATE TABLE delivery (id TEXT PRIMARY KEY, document TEXT REFERENCES document, "
    "recipient TEXT, state TEXT)",
    "CREATE INDEX arrived ON delivery (recipient, document)",
    "CREATE TABLE record (id INTEGER PRIMARY KEY, document TEXT, leaf BLOB)",
)
_SIGNED = re.compile(r'lienthong=(\((.*?)\).*?keyid="(.*?)".*)')
_PARTS = re.compile(rb"\r\n\r\n(\{.*?\})\r\n--lt-1\r\n.*?\r\n\r\n", re.DOTALL)
_END = len(b"\r\n--lt-1--\r\n")

settings.configure(
    ALLOWED_HOSTS=["*"],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": FOLDER / "bare.sqlite3",
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 30,
                "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL",
            },
        }
    },
    DATA_UPLOAD_MAX_MEMORY_SIZE=None,
    MIDDLEWARE=[],
    ROOT_URLCONF=__name__,
    USE_TZ=True,
)


def accept(request: HttpRequest) -> JsonResponse:
    """Take one document in: POST of a form with JSON and a file."""
    body = request.body
    if not (sender := _sender(request)) or not _is_whole(request, body):
        return JsonResponse({"title": "not signed so"}, status=401)
    found = _PARTS.search(body)
    assert found
    said, content = json.loads(found[1]), body[found.end() : -_END]
    if READS and find_secrecy_stamp(read_apart(io.BytesIO(content), limits=STAMPS).pages):
        return JsonResponse({"title": "secret"}, status=422)
    digest = hashlib.sha256(content).digest()
    _keep(digest.hex(), content)
    document = uuid4().hex
    leaf = hashlib.sha256(b"\0" + document.encode() + digest).digest()
    codes = [one["agency"] for one in said["recipients"]]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO document VALUES (%s, %s, %s, %s, %s, %s)",
            [document, said["key"], sender, digest, said["subject"], time.time()],
        )
        cursor.executemany(
            "INSERT INTO delivery VALUES (%s, %s, %s, 'sent')",
            [(uuid4().hex, document, code) for code in codes],
        )
        cursor.execute("INSERT INTO record (document, leaf) VALUES (%s, %s)", [document, leaf])
    receipt = base64.b64encode(_own_key().sign(leaf)).decode()
    return JsonResponse({"id": document, "leaf": leaf.hex(), "receipt": receipt}, status=201)


def _sender(request: HttpRequest) -> str:
    """Return the code of who signed the request, "" where nobody known did."""
    found = _SIGNED.match(request.headers.get("signature-input", ""))
    if not found:
        return ""
    facts, names, key_id = found.groups()
    with connection.cursor() as cursor:
        cursor.execute("SELECT public, code FROM sender WHERE key_id = %s", [key_id])
        known = cursor.fetchone()
    if known is None:
        return ""
    own = {"@method": request.method, "@target-uri": request.build_absolute_uri()}
    lines = [
        f'"{name}": {own.get(name) or request.headers[name]}' for name in names[1:-1].split('" "')
    ]
    base = "\n".join([*lines, f'"@signature-params": {facts}']).encode()
    signature = base64.b64decode(request.headers["signature"].partition("=:")[2][:-1])
    public, code = known
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, base)
    except InvalidSignature:
        return ""
    return str(code)


def _is_whole(request: HttpRequest, body: bytes) -> bool:
    digest = base64.b64encode(hashlib.sha256(body).digest()).decode()
    return request.headers["content-digest"] == f"sha-256=:{digest}:"


def _keep(name: str, content: bytes) -> None:
    """Let a file and its name be on disk."""
    part = FOLDER / f"{name}.part"
    with part.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.rename(FOLDER / "files" / name)
    os.fsync(_folder())


@cache
def _folder() -> int:
    return os.open(FOLDER / "files", os.O_RDONLY)


@cache
def _own_key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.generate()


urlpatterns = [path("api/v1/submissions", accept), path("healthz", lambda _: JsonResponse({}))]
application = get_wsgi_application()
