import io

import pytest
from tests.signatures import builders
from tests.signatures.builders import HOUR, MINUTE, NOW

from lienthong.blobs import queries as blobs
from lienthong.signatures import handlers, queries, rules, services
from lienthong.signatures.models import TrustAnchor, VerdictRow
from lienthong.signatures.types import Verdict

pytestmark = pytest.mark.django_db
DIGEST = "d" * 64


@pytest.fixture
def undecided(world, monkeypatch):
    """A signed content whose issuer we do not know yet, kept in the blobs."""
    signed = builders.signed_by_person(world)
    monkeypatch.setattr(blobs, "open_content", lambda digest: io.BytesIO(signed))
    TrustAnchor.objects.all().delete()
    builders.verified(signed, now=NOW)
    return signed


def test_what_cannot_be_told_is_tried_again_and_the_first_answer_stays(undecided):
    assert handlers.recheck_due(now=NOW + 14 * MINUTE) == 0
    builders.trust_the_authority()
    assert handlers.recheck_due(now=NOW + 15 * MINUTE) == 1
    assert handlers.recheck_due(now=NOW + 16 * MINUTE) == 0

    rows = VerdictRow.objects.order_by("id").values_list("verdict", flat=True)
    assert list(rows) == [Verdict.CANNOT_TELL, Verdict.VALID]
    assert queries.latest_verdicts([DIGEST])[DIGEST].verdict == Verdict.VALID


def test_pauses_between_checks_grow(undecided):
    now = NOW
    for pause in (15 * MINUTE, HOUR, 4 * HOUR, 16 * HOUR):
        assert handlers.recheck_due(now=now + pause - MINUTE) == 0
        now += pause
        assert handlers.recheck_due(now=now) == 1


def test_pauses_are_never_longer_than_a_week():
    assert rules.pause_before_recheck(1) == rules.FIRST_PAUSE
    assert rules.pause_before_recheck(6) == rules.LONGEST_PAUSE
    assert rules.pause_before_recheck(1_000_000) == rules.LONGEST_PAUSE


def test_a_content_that_cannot_be_read_waits_longer_and_keeps_its_verdict(undecided, monkeypatch):
    before = queries.latest_verdicts([DIGEST])[DIGEST]
    monkeypatch.setattr(blobs, "open_content", lambda digest: io.BytesIO(b"gone bad"))

    assert handlers.recheck_due(now=NOW + 15 * MINUTE) == 0
    assert handlers.recheck_due(now=NOW + 74 * MINUTE) == 0
    assert VerdictRow.objects.count() == 2
    after = queries.latest_verdicts([DIGEST])[DIGEST]
    assert (after.verdict, after.findings) == (before.verdict, before.findings)


def test_decided_contents_are_never_due(world):
    builders.verified(builders.signed_by_person(world), now=NOW)
    assert queries.due_for_recheck(now=NOW + 10_000 * HOUR) == []
    services.postpone_recheck(digest=DIGEST, now=NOW + HOUR)
    assert VerdictRow.objects.count() == 1
