"""Idempotency-Key: a request that is sent twice is done once and answered twice."""

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import wraps
from typing import Any, ParamSpec, Protocol

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from lienthong.apikit.bodies import announced_length, body_digest
from lienthong.apikit.errors import DigestMissing, KeyInvalid
from lienthong.kernel import clock

_KEY = re.compile(r"[0-9A-Za-z:._-]{1,100}", re.ASCII)
P = ParamSpec("P")
_AT_WORK = "lienthong.answered_once"
# Besides the content, what a request that brings a file does.
_ACTING = ("Repr-Digest", "Upload-Complete", "Upload-Length")
# Of the one answer, not of what was done.
_NOT_KEPT = frozenset({"cache-control", "content-length", "content-type", "x-request-id"})


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as it was given the first time; fields: its further header fields."""

    status: int
    media_type: str
    body: bytes
    fields: Mapping[str, str] = field(default_factory=dict)


class AnswerStore(Protocol):
    """Where the answers to one caller are remembered; `request.auth.answers` of an interface."""

    def claim(self, key: str, *, digest: bytes, now: datetime) -> Answer | None:
        """Return the first answer to a key, or None when this request is the first.

        digest: of the request (32 bytes). Raises KeyUsedForOtherContent, and StillAtWork while the
        first request is not answered yet.
        """

    def keep(self, key: str, answer: Answer) -> None:
        """Remember the answer of the request that claimed the key."""

    def release(self, key: str) -> None:
        """Forget a claim: nothing was done, and the key may be used again."""


def answered_once(view: Callable[P, Any]) -> Callable[P, Any]:
    """Let a view of an interface remember its answers by Idempotency-Key, if the caller sends one.

    Stands directly above the view, below its route. Only answers of success are remembered; after
    a refusal the same key may be tried again. A process that dies between act and answer leaves the
    claim to run out, and the act is done again: so acts that must happen once keep their own key.
    A body that the view reads by itself has to come with its digest (DigestMissing).
    """

    @wraps(view)
    def once(*args: P.args, **kwargs: P.kwargs) -> Any:
        request: Any = args[0]
        key = key_of(request)
        if not key:
            return view(*args, **kwargs)
        store: AnswerStore = request.auth.answers
        told = store.claim(key, digest=_digest(request), now=clock.now())
        if told is not None:
            return _again(told)
        request.META[_AT_WORK] = (store, key)
        result = view(*args, **kwargs)
        if isinstance(result, HttpResponse):
            keep_answer(request, result)
        return result

    return once


def key_of(request: HttpRequest) -> str:
    """Return the Idempotency-Key of a request, "" without one. Raises KeyInvalid."""
    key = request.headers.get("Idempotency-Key", "").strip('"')
    if key and not _KEY.fullmatch(key):
        raise KeyInvalid
    return key


def keep_answer(request: HttpRequest, response: HttpResponseBase) -> None:
    """Remember the answer of a request that claimed its key; any other is left alone."""
    claimed = request.META.pop(_AT_WORK, None)
    if claimed is None:
        return
    store, key = claimed
    if response.status_code >= 300 or not isinstance(response, HttpResponse):
        store.release(key)
        return
    media_type = response.headers.get("Content-Type", "application/json")
    fields = {k: v for k, v in response.headers.items() if k.lower() not in _NOT_KEPT}
    store.keep(key, Answer(response.status_code, media_type, response.content, fields))


def release_key(request: HttpRequest) -> None:
    """Let the key of a request that failed be used again."""
    claimed = request.META.pop(_AT_WORK, None)
    if claimed is not None:
        store, key = claimed
        store.release(key)


def _digest(request: HttpRequest) -> bytes:
    """What makes two requests the same: act, address, agency, content."""
    content = body_digest(request) or request.headers.get("Content-Digest", "")
    length = announced_length(request)
    if length and not content:
        raise DigestMissing
    told = hashlib.sha256()
    acting = [request.headers.get(name, "") for name in ("Lienthong-Agency", *_ACTING)]
    for part in (request.method or "", request.get_full_path(), content, str(length), *acting):
        told.update(part.encode() + b"\0")
    return told.digest()


def _again(told: Answer) -> HttpResponse:
    """The remembered answer; the field tells a curious program that nothing new happened."""
    response = HttpResponse(
        told.body, status=told.status, content_type=told.media_type, headers=dict(told.fields)
    )
    response["Idempotency-Replayed"] = "true"
    return response
