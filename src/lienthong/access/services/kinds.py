"""Kinds of document, which a higher package lists: those that an acting is limited to."""

from collections.abc import Iterable
from typing import cast

from django.conf import settings
from django.utils.module_loading import import_string

from lienthong.access.errors import UnknownKinds
from lienthong.access.ports import CalledKind
from lienthong.kernel.text import clean_line


def kind_codes(said: Iterable[str]) -> list[str]:
    """Return the codes of kinds said by code or by name, sorted. Raises UnknownKinds."""
    known, unknown = set(), []
    for each in filter(None, map(clean_line, said)):
        found = _called(each)
        if found is None:
            unknown.append(each[:60])
        else:
            known.add(found[0])
    if unknown:
        raise UnknownKinds(kinds=", ".join(sorted(unknown)))
    return sorted(known)


def kind_names(codes: Iterable[str]) -> list[str]:
    """Return the names of kinds as people read them, sorted; an unknown code is its own name."""
    found = ((code, _called(code)) for code in codes)
    return sorted(kind[1] if kind else code for code, kind in found)


def _called(said: str) -> tuple[str, str] | None:
    return cast("CalledKind", import_string(settings.LIENTHONG_CALLED_KIND))(said)
