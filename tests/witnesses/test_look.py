"""Looking at the ledger of another installation: what fits is signed, what does not is kept."""

from datetime import timedelta

import pytest
from tests.ledger.builders import a_lost_head, changed_by_hand
from tests.witnesses.builders import NOW, Key, OtherLedger, look, own_head, watching

from lienthong.kernel import news
from lienthong.ledger import services as ledger
from lienthong.ledger.queries import health
from lienthong.ledger.rules.checks.files import verify_value
from lienthong.ledger.rules.given.published import read_published_head
from lienthong.ledger.rules.given.witnessing import (
    bare_head_json,
    contradiction_json,
    cosignature_json,
)
from lienthong.ledger.rules.signed.statements import sign_head
from lienthong.witnesses import errors, queries, services
from lienthong.witnesses.events import ContradictionFound
from lienthong.witnesses.models import SeenHead
from lienthong.witnesses.types import ContradictionKind

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(monkeypatch):
    found = []
    monkeypatch.setitem(news._subscribers, ContradictionFound, [found.append])
    return found


def kinds():
    return [one.kind for one in queries.contradictions()]


def sizes_seen(other):
    return [(one.size, one.since) for one in queries.seen_of(other.name)]


def a_head(other, epoch, size):
    """What the key of another installation signs for any epoch and size."""
    signed = sign_head(
        installation=other.name,
        epoch=epoch,
        size=size,
        root=bytes(32),
        signed_at=NOW,
        signer=other.signer,
    )
    return bare_head_json(signed)


def codes(value, key):
    return [(step.ok, step.code) for step in verify_value(value, public_key_pem=key.pem)]


def test_each_new_head_is_proved_to_continue_the_last_and_is_signed():
    other = OtherLedger().grown("a", "b", "c")
    watched = watching(other)
    assert look(watched, other) == []
    assert look(watched, other.grown("d")) == []
    assert look(watched, other.grown("e", "f", "g")) == []
    assert look(watched, other) == []
    assert sizes_seen(other) == [(7, 4), (4, 3), (3, None)]


def test_what_we_signed_is_checked_with_our_key_by_anybody():
    other = OtherLedger().grown("a", "b")
    look(watching(other), other)
    (seen,) = queries.seen_of(other.name)
    value = cosignature_json(seen.cosignature, seen.head)
    own = ledger.ensure_key()
    assert codes(value, own) == [(True, "cosignature.signed"), (True, "cosignature.other-key")]
    assert codes(value, other.signer.public_key) == [(False, "cosignature.wrong")]
    value["head"] = cosignature_json(seen.cosignature, other.grown("c").published(3).head.signed)[
        "head"
    ]
    assert codes(value, own) == [(False, "cosignature.wrong")]


def test_two_roots_for_one_size_are_a_fork_that_two_heads_prove(told):
    other = OtherLedger().grown("a", "b", "c")
    watched = watching(other)
    look(watched, other)
    rewritten = other.rewritten("a", "B", "c")
    assert look(watched, rewritten) == ["contradicted"]
    assert look(watched, rewritten) == ["contradicted"]
    (found,) = queries.contradictions()
    assert found.kind == ContradictionKind.FORK
    assert [event.contradiction.id for event in told] == [found.id]
    value = contradiction_json(found.first, found.second)
    assert codes(value, other.signer.public_key)[-1] == (True, "fork.proved")
    assert codes(value, Key().public_key) == [(False, "head.wrong")]


def test_a_rewritten_history_that_grew_is_found_by_its_missing_head(told):
    other = OtherLedger().grown("a", "b", "c")
    watched = watching(other)
    look(watched, other)
    rewritten = other.rewritten("a", "B", "c", "d", "e")
    assert look(watched, rewritten) == ["contradicted"]
    assert kinds() == [ContradictionKind.FORGOTTEN]
    look(watched, rewritten.grown("f"))
    assert len(told) == 1


def test_a_rewritten_history_that_claims_the_old_sizes_is_found_by_the_proof():
    other = OtherLedger().grown("a", "b", "c")
    watched = watching(other)
    look(watched, other)
    rewritten = other.rewritten("a", "B", "c").grown("d", "e")
    # It hides the size that would show the fork, and still answers for it.
    hidden = OtherLedger(other.name, rewritten.leaves, [3, 5], other.signer)
    hidden.heads = lambda: rewritten.heads()[:1]
    assert look(watched, hidden) == ["contradicted"]
    assert kinds() == [ContradictionKind.NOT_CONTINUED]


@pytest.mark.parametrize("answer", [{"status": "maintenance"}, [], "closed", 7])
def test_an_answer_that_is_no_proof_leaves_a_head_to_be_asked_for_again(answer):
    other = OtherLedger().grown("a", "b", "c")
    watched = watching(other)
    look(watched, other)
    away = OtherLedger(other.name, other.leaves, other.sizes, other.signer).grown("d")
    away.consistency = lambda **_asked: answer
    assert look(watched, away) == ["wrong-answer"]
    assert kinds() == []
    assert look(watched, other) == []
    assert sizes_seen(other) == [(4, 3), (3, None)]


def test_different_histories_for_different_eyes_are_found_by_comparing_witnesses():
    other = OtherLedger().grown("a", "b", "c")
    shown_elsewhere = other.rewritten("a", "B", "c")
    witness = OtherLedger("hue.example").grown("x")
    witness.saw(shown_elsewhere, 3)
    watched, friend = watching(other), watching(witness)
    assert look(watched, other) == []
    look(friend, witness)
    assert kinds() == [ContradictionKind.FORK]
    assert look(watched, other) == ["contradicted"]


def test_a_head_that_only_another_witness_saw_is_proved_too():
    other = OtherLedger().grown("a").grown("b", "c")
    witness = OtherLedger("hue.example").grown("x")
    witness.saw(other, 1)
    watched, friend = watching(other), watching(witness)
    look(watched, other)
    look(friend, witness)
    assert look(watched, other) == []
    assert [size for size, _since in sizes_seen(other)] == [3, 1]


def test_a_witness_is_not_blamed_where_another_has_a_new_key():
    other, witness = OtherLedger().grown("a").grown("b"), OtherLedger("hue.example").grown("x")
    witness.sign_seen(OtherLedger(other.name).grown("c").published(1).head.signed)
    witness.saw(other, 1)
    watched, friend = watching(other), watching(witness)
    look(watched, other)
    assert look(friend, witness) == []
    look(watched, other)
    assert [size for size, _since in sizes_seen(other)] == [2, 1]


def test_a_fork_that_another_found_is_taken_over_when_its_heads_prove_it():
    other, witness = OtherLedger().grown("a", "b"), OtherLedger("hue.example").grown("x")
    first = other.published(2).head.signed
    second = other.rewritten("a", "B").published(2).head.signed
    harmless = other.grown("c").published(3).head.signed
    witness.contradictions[other.name] = [
        contradiction_json(first, harmless),
        {"format": "nonsense"},
        contradiction_json(first, second),
    ]
    watching(other)
    look(watching(witness), witness)
    assert kinds() == [ContradictionKind.FORK]


def test_operators_of_a_forked_ledger_hear_of_it_from_the_one_that_found_it(told):
    first, second = read_published_head(a_lost_head(5)), own_head()
    other = read_published_head(a_lost_head(1))
    witness = OtherLedger("hue.example").grown("x")
    witness.contradictions["dongnai.test"] = [
        contradiction_json(first.signed, second),
        contradiction_json(other.signed, second),
    ]
    look(watching(witness), witness)
    assert [(event.is_ours, event.contradiction.kind) for event in told] == [
        (True, ContradictionKind.FORK)
    ]


def test_who_saw_our_heads_is_kept_and_shown():
    witness = OtherLedger("hue.example").grown("x")
    witness.sign_seen(own_head())
    watched = watching(witness)
    look(watched, witness)
    look(watched, witness)
    (seen,) = queries.witnessed()
    assert (seen.witness, seen.epoch, seen.size) == ("hue.example", 1, 1)
    assert "ledger.held" not in health(NOW).problems


def test_a_past_of_ours_that_is_rewritten_after_a_witness_saw_it_stops_our_ledger():
    witness = OtherLedger("hue.example").grown("x")
    witness.sign_seen(own_head())
    watched = watching(witness)
    look(watched, witness)
    assert "ledger.held" not in health(NOW).problems
    changed_by_hand("UPDATE ledger_tile SET hashes = %s", bytes(32))
    look(watched, witness)
    assert "ledger.held" in health(NOW).problems
    assert len(queries.witnessed()) == 1


def test_a_head_of_ours_that_we_have_no_more_stops_our_ledger():
    own_head()
    lost = read_published_head(a_lost_head(5))
    witness = OtherLedger("hue.example").grown("x")
    witness.sign_seen(lost.signed)
    look(watching(witness), witness)
    assert "ledger.held" in health(NOW).problems
    assert queries.witnessed() == []


def test_answers_by_another_key_or_of_another_shape_are_no_answers():
    other = OtherLedger().grown("a")
    watched = watching(other)
    assert look(watched, OtherLedger(other.name).grown("a")) == ["wrong-answer"]
    nonsense = OtherLedger(other.name, signer=other.signer)
    for answer in (None, [{}], [{"published_at": "x", "head": {}}], [7]):
        nonsense.heads = lambda answer=answer: answer
        assert look(watched, nonsense) == ["wrong-answer"]
    assert not SeenHead.objects.exists()


@pytest.mark.parametrize(("epoch", "size"), [(2**31, 1), (2**53 - 1, 1), (0, 1), (1, 0)])
def test_a_head_that_no_table_could_hold_is_no_answer(epoch, size):
    other = OtherLedger().grown("a")
    watched = watching(other)
    line = other.heads()[0] | {"head": a_head(other, epoch, size)}
    other.heads = lambda: [line]
    assert look(watched, other) == ["wrong-answer"]


def test_the_largest_head_that_can_be_named_is_kept():
    other = OtherLedger().grown("a")
    watched = watching(other)
    line = other.heads()[0] | {"head": a_head(other, 2**31 - 1, 2**53 - 1)}
    other.heads = lambda: [line]
    assert look(watched, other) == []
    assert sizes_seen(other) == [(2**53 - 1, None)]


def test_a_witness_cannot_speak_for_another_or_about_other_heads():
    witness, other = OtherLedger("hue.example").grown("x"), OtherLedger().grown("a")
    other.sign_seen(own_head())
    witness.seen = other.seen
    assert look(watching(witness), witness) == ["wrong-answer"]
    assert queries.witnessed() == []


def test_who_is_away_is_said_and_asked_again():
    other = OtherLedger().grown("a")
    watched = watching(other)
    other.is_away = True
    assert look(watched, other) == ["away"]
    (card,) = queries.watched()
    assert (card.failure, card.answered_at) == ("ConnectError", None)
    other.is_away = False
    assert look(watched, other) == []


def test_late_silent_and_unstamped_publication_is_said():
    other = OtherLedger().grown("a")
    watched = watching(other)
    assert look(watched, other, after=timedelta(hours=3)) == ["unstamped"]
    assert look(watched, other, after=timedelta(days=8)) == ["unstamped", "silent"]
    other.published_at = NOW + timedelta(hours=25)
    assert look(watched, other, after=timedelta(hours=25)) == ["late"]


def test_an_installation_is_watched_once_by_its_own_key_at_a_safe_address():
    other = OtherLedger().grown("a")
    with pytest.raises(errors.KeyRefused):
        services.watch(
            "https://x.example", site=other, public_key_pem=Key().public_key.pem, now=NOW
        )
    with pytest.raises(errors.KeyRefused):
        services.watch("https://x.example", site=other, public_key_pem=b"nonsense", now=NOW)
    with pytest.raises(errors.NothingPublished):
        services.watch("https://x.example", site=OtherLedger(), public_key_pem=None, now=NOW)
    away = OtherLedger(is_away=True)
    with pytest.raises(errors.SiteAway):
        services.watch("https://x.example", site=away, public_key_pem=None, now=NOW)
    watching(other)
    with pytest.raises(errors.AlreadyWatched):
        watching(other)
    services.end_watch(other.name, now=NOW)
    watching(other)
    with pytest.raises(errors.AlreadyWatched):
        watching(OtherLedger("dongnai.test").grown("a"))
    for address in ("http://x.example", "ftp://x", "https://", "https://x/y", "https://a@x"):
        with pytest.raises(errors.AddressRefused):
            services.site_at(address)
    assert services.site_at("http://127.0.0.1:8000")


def test_a_look_costs_no_more_statements_for_a_long_history(count_statements):
    other = OtherLedger().grown("a")
    watched = watching(other)
    look(watched, other)
    few = count_statements(lambda: look(watched, other.grown("b")))
    for number in range(20):
        other.grown(f"record {number}")
    assert count_statements(lambda: look(watched, other)) == few
