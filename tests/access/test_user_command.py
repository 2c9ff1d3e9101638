from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from tests.access.builders import PASSWORD, a_post, an_account, an_agency

from lienthong.access.models import Account

pytestmark = pytest.mark.django_db


@pytest.fixture
def post():
    return a_post(an_agency(), email="an@dongnai.example.vn")


def run(*words: str, typed: str = "", monkeypatch=None) -> str:
    out = StringIO()
    if monkeypatch:
        monkeypatch.setattr("sys.stdin", StringIO(f"{typed}\n"))
    call_command("user", *words, stdout=out)
    return out.getvalue()


def test_an_account_is_opened_with_a_password_from_standard_input(post, monkeypatch):
    said = run(
        "add", "vanthu.stp", "--email", "an@dongnai.example.vn",
        typed=PASSWORD, monkeypatch=monkeypatch,
    )  # fmt: skip
    assert said == f"vanthu.stp\topen\t{post.person_id}\n"
    assert Account.objects.get().check_password(PASSWORD)


def test_a_password_is_replaced_and_never_printed(post, monkeypatch):
    an_account(post)
    said = run("password", "vanthu.stp", typed="mot-mat-khau-khac", monkeypatch=monkeypatch)
    assert Account.objects.get().check_password("mot-mat-khau-khac")
    assert "mat-khau" not in said


def test_an_account_is_closed_reopened_and_shown(post):
    an_account(post)
    assert "\tclosed\t" in run("close", "vanthu.stp")
    assert "\tclosed\t" in run("show", "vanthu.stp")
    assert "\topen\t" in run("reopen", "vanthu.stp")


@pytest.mark.parametrize(
    ("words", "typed", "said"),
    [
        (["show", "ai.do"], "", "access.unknown-account"),
        (["close", "ai.do"], "", "access.unknown-account"),
        (["add", "ai.do", "--email", "ai@dongnai.example.vn"], PASSWORD, "no person"),
        (["add", "a b c", "--email", "an@dongnai.example.vn"], PASSWORD, "access.username-shape"),
        (["add", "ai.do", "--email", "an@dongnai.example.vn"], "ngan", "access.password-weak"),
    ],
)
def test_what_is_refused_is_said_with_its_code_and_opens_nothing(
    post, monkeypatch, words, typed, said
):
    with pytest.raises(CommandError, match=said):
        run(*words, typed=typed, monkeypatch=monkeypatch)
    assert not Account.objects.exists()
