"""Any history of drafts up to their issue, against a model of its own (B3, C1).

Whoever does what in whatever order, again, too late, or with what a key was asked for before: the
product and the model agree on every draft, on the book, and on what is refused.
`LONG_HISTORIES=200` tries that many.
"""

from functools import partial
from hashlib import sha256
from operator import methodcaller

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule
from tests.issuing.builders import FRIDAY_9AM, a_letter, a_province, an_upload, the_facts, to
from tests.torture.machines import Machine, play
from torture.drafts import BEFORE_SIGNING, CLERK, LEADER, OFFICER, PEOPLE, Office

from lienthong.exchange.models import Delivery
from lienthong.issuing import services
from lienthong.issuing.models import Draft
from lienthong.issuing.types import Origin
from lienthong.registers.models import Entry
from lienthong.signatures.adapters.keyfiles import KeyFiles

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.once]

FILES = ("báo cáo công tác tư pháp tháng 11", "báo cáo công tác tư pháp quý IV")
SLIP = "Kính trình Giám đốc ký."
DIGESTS = {sha256(a_letter(subject=one)).hexdigest(): n for n, one in enumerate(FILES)}
keys, people = st.sampled_from(["a", "b"]), st.sampled_from(PEOPLE)
choices = st.sampled_from([0, 1])
reasons = st.sampled_from(["", "Nhầm", "Sai số liệu"])


class Drafts(Machine):
    """A department drafts letters to the committee; its keys are kept here."""

    begins_at = FRIDAY_9AM

    def __init__(self) -> None:
        super().__init__()
        province = a_province()
        self.office, self.to = province.justice, to(province.committee)
        self.people = {
            OFFICER: self.office.officer,
            LEADER: self.office.leader,
            CLERK: self.office.clerk,
        }
        self.model, self.ids, self.asked = Office(), {}, {"sign": {}, "seal": {}}

    @initialize()
    def begin(self):
        self.create("a", 0, 0)
        self.create("b", 0, 1)

    @rule(key=keys, file=choices, subject=choices)
    def create(self, key, file, subject):
        card = self.agree(
            self.model.create(key, (file, subject)),
            lambda: services.create_draft(
                facts=self._facts(subject),
                origin=Origin.HERE,
                file=self._upload(OFFICER, file),
                key=key,
                actor=self.people[OFFICER],
                now=self.later(),
            ),
        )
        if card:
            assert self.ids.setdefault(key, card.id) == card.id

    @rule(key=keys, who=people)
    def submit(self, key, who):
        self._do(key, methodcaller("submit"), services.submit_draft, who, slip=SLIP)

    @rule(key=keys, reason=reasons)
    def give_back(self, key, reason):
        wanted = methodcaller("give_back", reason)
        self._do(key, wanted, services.return_draft, LEADER, reason=reason)

    @rule(key=keys, who=people, file=choices, subject=choices)
    def edit(self, key, who, file, subject):
        said = {"facts": self._facts(subject), "file": self._upload(who, file)}
        wanted = methodcaller("edit", who, file=file, subject=subject)
        self._do(key, wanted, services.edit_draft, who, **said)

    @rule(key=keys, who=people, reason=reasons)
    def withdraw(self, key, who, reason):
        wanted = methodcaller("withdraw", who, reason)
        self._do(key, wanted, services.withdraw_draft, who, reason=reason)

    @rule(key=keys)
    def ask_to_sign(self, key):
        draft = self.model.drafts[key]
        prepared = self._do(key, draft.may_ask_to_sign, services.prepare_signing, LEADER)
        if prepared:
            draft.signing = prepared.request_id
            self.asked["sign"].setdefault(key, []).append(prepared)

    @rule(key=keys)
    def ask_to_seal(self, key):
        draft = self.model.drafts[key]
        prepared = self._do(key, draft.may_ask_to_seal, services.prepare_seal, CLERK)
        if prepared:
            draft.sealing = prepared.request_id
            self.asked["seal"].setdefault(key, []).append(prepared)

    @rule(key=keys, is_first=st.booleans())
    def sign(self, key, is_first):
        """With what the key was asked for last, or at the very first."""
        self._complete("sign", key, services.complete_signing, LEADER, is_first=is_first)

    @rule(key=keys, is_first=st.booleans())
    def seal(self, key, is_first):
        self._complete("seal", key, services.complete_seal, CLERK, is_first=is_first)

    def _complete(self, what, key, act, who, *, is_first):
        asked = self.asked[what].get(key)
        if asked:
            prepared = asked[0 if is_first else -1]
            answer = {"request_id": prepared.request_id, "signature": _signature(prepared)}
            self._do(key, methodcaller(what, prepared.request_id), act, who, **answer)

    @rule(key=keys)
    def number(self, key):
        self._do(key, self.model.number, services.number_draft, CLERK)

    @rule(key=keys)
    def issue(self, key):
        self._do(key, self.model.issue, services.issue_document, CLERK)

    @rule(key=keys)
    def issue_at_once(self, key):
        self._do(key, self.model.issue_at_once, services.issue_at_once, CLERK, signer=KeyFiles())

    @rule(key=keys, reason=reasons)
    def void(self, key, reason):
        wanted = partial(self.model.void, reason=reason)
        self._do(key, wanted, services.void_draft_number, CLERK, reason=reason)

    @rule(key=keys, steps=st.integers(1, 6))
    def go_on(self, key, steps):
        """As it goes when nobody does anything wrong."""
        for _step in range(steps):
            if self.model.drafts[key].state in {"issued", "withdrawn"}:
                return
            self._next(key)

    def _next(self, key):
        draft = self.model.drafts[key]
        if draft.may_ask_to_sign:
            return self.sign(key, is_first=False) if draft.signing else self.ask_to_sign(key)
        if draft.may_ask_to_seal:
            return self.seal(key, is_first=False) if draft.sealing else self.ask_to_seal(key)
        if draft.state in {"signed", "sealed"}:
            return self.number(key) if draft.state == "signed" else self.issue(key)
        return self.submit(key, OFFICER)

    @invariant()
    def agrees_with_the_model(self):
        key_of = {draft: key for key, draft in self.ids.items()}
        rows = Draft.objects.filter(pk__in=key_of).select_related("entry")
        found = {key_of[row.pk]: _standing(row) for row in rows}
        assert found == {
            key: (one.state, one.reason, FILES[one.subject], one.file_in_hand, one.number)
            for key, one in self.model.drafts.items()
        }
        lines = Entry.objects.filter(register__agency=self.office.agency.id).order_by("number")
        assert list(lines.values_list("state", flat=True)) == self.model.book
        assert Delivery.objects.count() == self.model.book.count("entered")

    def _do(self, key, wanted, act, who, **said):
        draft = self.model.drafts[key]
        facts = {"draft_id": self.ids[key], "actor": self.people[who], "now": self.later()}
        return self.agree(
            wanted(draft) if callable(wanted) else wanted, lambda: act(**facts, **said)
        )

    def _facts(self, subject):
        return the_facts(self.office, self.to, subject=FILES[subject], slip=SLIP)

    def _upload(self, who, file):
        return an_upload(self.people[who], a_letter(subject=FILES[file]), now=self.now)


def _signature(prepared):
    return KeyFiles().sign(prepared.key_reference, prepared.to_sign, prepared.algorithm)


def _standing(row):
    """file: as far as it is still the author's; keys make it anew."""
    file = DIGESTS[row.content_id] if row.state in BEFORE_SIGNING else None
    return row.state, row.return_reason, row.subject, file, row.entry and row.entry.number


def test_B3_C1_any_history_of_drafts_ends_where_the_model_ends(db, settings_of_home):
    play(Drafts, examples=6)
