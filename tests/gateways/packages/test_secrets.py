"""A3: what carries a secrecy stamp never comes in, in whichever file of a package it stands."""

from functools import cache
from pathlib import Path

import pytest
from tests.gateways.builders import PDF, a_document, everything_kept, take

from lienthong.documents.errors import SecretDocument
from lienthong.documents.events import SecretRefused
from lienthong.formats.edxml import types as t
from lienthong.kernel import news
from lienthong.printing.faces import FONT_FAMILY


@cache
def a_stamped_pdf() -> bytes:
    """One page on which the stamp stands alone, as on a real one."""
    from lienthong.printing.engine import page_to_pdf

    style = f"font: bold 14pt '{FONT_FAMILY}'; border: 1px solid; width: 3em"
    return page_to_pdf(f'<p style="{style}">MẬT</p><p>Kính gửi:</p>')


def all_but_the_ledger(home: Path) -> dict[str, object]:
    """That a secret was turned away is recorded: who and when, never what was in it."""
    kept = everything_kept(home)
    return {name: rows for name, rows in kept.items() if not name.startswith("ledger.")}


@pytest.mark.parametrize(
    "files",
    [
        lambda: {"cong-van.pdf": a_stamped_pdf()},
        lambda: {"cong-van.pdf": PDF, "phu-luc.pdf": a_stamped_pdf()},
    ],
    ids=["the document", "an attachment"],
)
def test_A3_a_secret_in_any_file_is_refused_before_anything_is_kept(agencies, home, files):
    before = all_but_the_ledger(home)
    with pytest.raises(SecretDocument) as refused:
        take(a_document(files=files()))
    assert refused.value.facts["level"] == "Mật"
    assert all_but_the_ledger(home) == before


@pytest.mark.parametrize(
    "package",
    [
        lambda: a_document(files={"cong-van.pdf": a_stamped_pdf()}),
        lambda: a_document(other=t.OtherInfo(sphere="MẬT")),
    ],
    ids=["stamped", "declared"],
)
def test_A3_that_a_secret_came_is_told_so_that_it_can_be_counted(agencies, monkeypatch, package):
    heard: list[SecretRefused] = []
    monkeypatch.setitem(news._subscribers, SecretRefused, [heard.append])
    with pytest.raises(SecretDocument):
        take(package())
    assert [(one.agency_id, one.level) for one in heard] == [(agencies.office.id, "Mật")]
