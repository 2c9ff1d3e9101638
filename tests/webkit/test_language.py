"""The reader's language: Vietnamese, until somebody asks for English; kept in a cookie."""

import re

import pytest
from django.test import Client
from django.utils import translation

from lienthong.kernel.refusals import Conflict
from lienthong.kernel.wording import Continued, Filled, Words
from lienthong.webkit.wording import fill, parts_of

SWITCH = "/ngon-ngu/"
SIGN_IN = "/dang-nhap/"


@pytest.fixture(autouse=True)
def the_language_of_a_test_stays_in_it():
    """The middleware chooses a language and leaves it chosen for the thread."""
    with translation.override("vi"):
        yield


def in_english(client: Client, back: str = SIGN_IN) -> Client:
    client.post(SWITCH, {"language": "en", "next": back})
    return client


@pytest.mark.django_db
@pytest.mark.parametrize(
    "headers", [{}, {"Accept-Language": "vi"}, {"Accept-Language": "en-US,en"}]
)
def test_a_page_is_vietnamese_until_a_person_chooses_whatever_the_browser_asks_for(headers):
    page = Client().get(SIGN_IN, headers=headers).content.decode()

    assert '<html lang="vi">' in page
    assert "<h1>Đăng nhập</h1>" in page


@pytest.mark.django_db
def test_after_english_is_chosen_pages_are_english_whatever_the_browser_prefers(english):
    client = in_english(Client(headers={"Accept-Language": "vi"}))
    page = client.get(SIGN_IN).content.decode()

    assert '<html lang="en">' in page
    assert "<h1>Sign in</h1>" in page
    assert "Password" in page


@pytest.mark.django_db
def test_the_form_on_the_sign_in_page_switches_and_comes_back_without_a_script(english):
    client = Client(enforce_csrf_checks=True)
    shown = form_of(client.get(f"{SIGN_IN}?next=/tim/").content.decode())
    assert shown["language"] == "en"

    answer = client.post(shown.pop("action"), shown)

    assert answer.status_code == 302
    assert answer["Location"] == f"{SIGN_IN}?next=/tim/"
    assert form_of(client.get(SIGN_IN).content.decode())["language"] == "vi"


def test_the_choice_is_kept_for_a_year():
    cookie = in_english(Client()).cookies["django_language"]

    assert cookie.value == "en"
    assert int(cookie["max-age"]) == 365 * 24 * 3600
    assert cookie["httponly"]


def test_looking_at_the_address_of_the_switch_changes_nothing():
    client = Client()
    client.get(f"{SWITCH}?language=en&next={SIGN_IN}")

    assert "django_language" not in client.cookies


def test_a_switch_never_leads_to_another_site():
    answer = Client().post(SWITCH, {"language": "en", "next": "https://elsewhere.example/"})

    assert answer["Location"] == "/"


def test_the_frame_has_the_switch_in_the_account_menu(gallery_urls):
    page = Client().get("/_gallery/van-ban/").content.decode()

    menu = page[page.index('<details class="person">') :]
    assert form_of(menu[: menu.index("</details>")])["next"] == "/_gallery/van-ban/"


def test_a_refusal_is_english_as_a_page_and_as_a_problem(gallery_urls, english):
    client = in_english(Client())
    page = client.get("/_gallery/tu-choi/")
    problem = client.get("/_gallery/tu-choi/", headers={"Accept": "application/json"}).json()

    assert page.status_code == 409
    assert "Document 9459/UBND-TTTH was accepted by someone else." in page.content.decode()
    assert problem["title"] == "Document 9459/UBND-TTTH was accepted by someone else."
    assert problem["next_step"] == "Load the list again, then open the next document."


def test_a_page_that_refused_an_act_leads_home_after_the_switch(gallery_urls):
    """The address of an act cannot be opened as a page."""
    page = Client().post("/_gallery/tu-choi/").content.decode()

    assert form_of(page)["next"] == "/"


def test_the_page_of_an_unknown_address_is_english(english):
    page = in_english(Client()).get("/no-such-page/")

    assert page.status_code == 404
    assert "<h1>Page not found</h1>" in page.content.decode()


class FieldWrong(Conflict):
    code = "webkit.sample-field"
    sentence = "Thiếu thông tin: %(field)s."
    cause = "Quyền này thuộc về: %(roles)s."


def test_words_of_ours_among_the_facts_are_translated(english):
    refusal = FieldWrong(field="trích yếu", roles=Words(["Văn thư", "Lãnh đạo"]))

    with translation.override("en"):
        parts = parts_of(refusal)
    assert parts.sentence == "Missing information: subject."
    assert parts.cause == "This right belongs to: Clerk, Leader."
    with translation.override("vi"):
        assert parts_of(refusal).cause == "Quyền này thuộc về: Văn thư, Lãnh đạo."


def test_a_sentence_of_ours_among_the_facts_is_translated_with_its_own_facts(english):
    inner = Filled("Thiếu thông tin: %(field)s.", {"field": "trích yếu"})

    with translation.override("en"):
        assert fill("%(cause)s", {"cause": inner}) == "Missing information: subject."
    assert fill("%(cause)s", {"cause": inner}) == inner == "Thiếu thông tin: trích yếu."


def test_a_sentence_that_goes_on_after_a_colon_loses_its_lead_and_its_capital(english):
    reason = Continued("Chưa xác định: dấu thời gian không do tổ chức được tin cậy cấp.")
    text = "Chữ ký không hợp lệ: %(reason)s Từ chối tiếp nhận."

    with translation.override("en"):
        assert fill(text, {"reason": reason}) == (
            "The signature is not valid: the time stamp does not come from a trusted authority. "
            "Refuse the document."
        )
    assert reason == "dấu thời gian không do tổ chức được tin cậy cấp."


@pytest.mark.parametrize("fact", ["", 0, None, "Nguyễn Văn A"])
def test_facts_that_are_no_words_of_ours_stay_as_they_are(english, fact):
    with translation.override("en"):
        assert fill("Thiếu thông tin: %(field)s.", {"field": fact}) == (
            f"Missing information: {fact}."
        )


def form_of(page: str) -> dict[str, str]:
    """Return what the form of the switch sends, with its address as `action`."""
    form = re.search(r'<form class="language".*?</form>', page, re.DOTALL)
    assert form, "no form of the language"
    sent = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form[0]))
    action = re.search(r'action="([^"]*)"', form[0])
    assert action
    return {**sent, "action": action[1].replace("&amp;", "&")}
