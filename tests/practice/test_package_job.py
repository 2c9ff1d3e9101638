"""`make demo FILE=package.edxml`: what a package does is told step by step, and proved."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import transaction

from lienthong.exchange import queries as exchange
from lienthong.exchange.types import DeliveryState
from lienthong.gateways.errors import EarlierDocumentNeeded
from lienthong.gateways.types import Outcome, TakenIn
from lienthong.kernel.refusals import Refusal
from lienthong.ledger.services import ensure_key
from lienthong.practice.installation import Practice
from lienthong.practice.package_job import take_package
from lienthong.practice.province import Province, build_province

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
SAMPLES = Path(__file__).parent.parent / "formats" / "edxml" / "samples"


class Story:
    """A practice and what was said in it; its clock goes on by a second at every look."""

    def __init__(self, home: Path, province: Province) -> None:
        public_key = home / "public-key.pem"
        public_key.write_bytes(ensure_key().pem)
        self.practice = Practice(province, home, public_key)
        self.said: list[tuple[str, str]] = []
        self._now = NOW

    def now(self) -> datetime:
        self._now += timedelta(seconds=1)
        return self._now

    def take(self, name: str) -> TakenIn:
        self.said.clear()
        return take_package(
            self.practice,
            SAMPLES / f"{name}.edxml",
            lambda title, words: self.said.append((title, words)),
            self.now,
        )

    def words(self, title: str) -> list[str]:
        return [words for said, words in self.said if said == title]


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker) -> Iterator[Province]:
    """Built once for this file; each test works in a savepoint above it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build_province(now=NOW, people_password="dong-nai-thuc-hanh")
        transaction.set_rollback(True)


@pytest.fixture
def story(built, db, settings, tmp_path, monkeypatch) -> Story:
    settings.LIENTHONG_HOME = tmp_path
    # The receipt is checked by a process of its own, which knows no test settings.
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "lienthong.config.settings")
    return Story(tmp_path, built)


def test_a_document_is_told_taken_in_accepted_and_proved_and_again_by_the_next_recipient(story):
    taken = story.take("edoc-new")
    assert story.words("Văn bản")[0].startswith("12/MAU-VP ngày 20/05/2024: V/v gửi gói tin")
    assert story.words("Giá trị pháp lý")[0].startswith("Không có chữ ký số: để biết")
    assert len(story.words("Đã đến")) == 3
    assert story.words("Tiếp nhận và vào sổ") == [
        "Sở Khoa học và Công nghệ: văn bản đến số 1, dấu ĐẾN"
    ]
    checked = " ".join(story.words("Kiểm tra biên nhận"))
    assert "đúng là văn bản của biên nhận" in checked
    states = [one.state for one in exchange.delivery_cards(taken.delivery_ids)]
    assert states.count(DeliveryState.ACCEPTED) == 1

    assert story.take("edoc-new").outcome == Outcome.REPEATED
    assert story.words("Gói tin đã nhận trước")
    assert story.words("Tiếp nhận và vào sổ") == [
        "Sở Kế hoạch và Đầu tư: văn bản đến số 1, dấu ĐẾN"
    ]


@pytest.mark.once
def test_a_document_that_is_no_pdf_is_proved_as_well(story):
    story.take("edoc-minimal")
    assert any("phu-luc" in words for words in story.words("Lưu ý"))
    assert story.words("Tiếp nhận và vào sổ")


@pytest.mark.once
def test_a_status_first_says_which_document_it_needs(story):
    with pytest.raises(EarlierDocumentNeeded):
        story.take("status-03-accepted")


@pytest.mark.slow
@pytest.mark.once
def test_every_sample_works_or_says_why_not_after_the_document(story):
    """The order of the names: the document, its changes, then the statuses."""
    story.take("edoc-new")
    outcomes = {}
    for path in sorted(SAMPLES.glob("*.edxml")):
        try:
            outcomes[path.stem] = str(story.take(path.stem).outcome)
        except Refusal as refusal:
            outcomes[path.stem] = refusal.code
    assert {name: code for name, code in outcomes.items() if code != "taken"} == {
        "edoc-new": "repeated",
        "edoc-update": "exchange.nobody-to-ask",
        "status-13-take-back": "exchange.nothing-to-recall",
        "status-16-change-rejected": "exchange.nothing-to-answer",
    }


@pytest.mark.once
def test_a_recall_shows_who_was_asked_and_a_status_the_whole_course(story):
    story.take("edoc-new")
    story.take("edoc-recall")
    assert len(story.words("Đề nghị thu hồi")) == 3
    story.take("status-15-change-accepted")
    assert story.words("Bên gửi thấy") == ["Sở Khoa học và Công nghệ: Đã thu hồi"]
    assert len(story.words("Quá trình")) >= 4
