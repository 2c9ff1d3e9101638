"""The way of a draft to its issue as a small model: who may do what when, and what the book says.

A second reading of docs/explain/issuing.md, without the product's code. Each act says whether it
is done; what is so already is done and changes nothing; what is refused leaves no trace.
"""

from dataclasses import dataclass, field

OFFICER, LEADER, CLERK = "officer", "leader", "clerk"
PEOPLE = (OFFICER, LEADER, CLERK)
_WITH_AUTHOR = ("drafting", "returned")
BEFORE_SIGNING = (*_WITH_AUTHOR, "awaiting-signature")
_NUMBERED = ("numbered", "sealed", "issued")


@dataclass(eq=False)
class Draft:
    """One draft of the officer, for the leader's signature.

    created: what the form said that made it. file, subject: what it consists of before it is
    signed. signing, sealing: what a key was last asked for, while that counts. number: its line of
    the book, while it has one.
    """

    created: tuple[int, int]
    state: str = "drafting"
    reason: str = ""
    signing: object = None
    sealing: object = None
    number: int | None = None
    file: int = 0
    subject: int = 0

    def __post_init__(self) -> None:
        self.file, self.subject = self.created

    @property
    def file_in_hand(self) -> int | None:
        """The file, as long as its author may change it."""
        return self.file if self.state in BEFORE_SIGNING else None

    def submit(self) -> bool:
        if self.state in _WITH_AUTHOR:
            self.state, self.reason = "awaiting-signature", ""
        return self.state == "awaiting-signature"

    def give_back(self, reason: str) -> bool:
        """The leader wants it changed."""
        if not reason:
            return False
        if (self.state, self.reason) == ("returned", reason):
            return True
        if self.state != "awaiting-signature":
            return False
        self.state, self.reason, self.signing = "returned", reason, None
        return True

    def edit(self, who: str, *, file: int, subject: int) -> bool:
        """What waits for the signature is its author's and the leader's, and the author's turn."""
        is_theirs = who in {OFFICER, LEADER}
        if self.state not in BEFORE_SIGNING:
            return False
        if self.state == "awaiting-signature" and not is_theirs:
            return False
        if (file, subject) != (self.file, self.subject):
            self.file, self.subject, self.signing = file, subject, None
            if self.state == "awaiting-signature":
                self.state = "drafting"
        return True

    def withdraw(self, who: str, reason: str) -> bool:
        if self.state == "withdrawn":
            return True
        if who not in {OFFICER, LEADER} or self.state not in (*BEFORE_SIGNING, "signed"):
            return False
        if reason:
            self.state, self.signing = "withdrawn", None
        return bool(reason)

    @property
    def may_ask_to_sign(self) -> bool:
        return self.state == "awaiting-signature"

    def sign(self, asked: object) -> bool:
        """asked: what the key gave its answer to."""
        if self.state == "awaiting-signature" and asked == self.signing:
            self.state = "signed"
        return self.state == "signed"

    @property
    def may_ask_to_seal(self) -> bool:
        return self.state == "numbered"

    def seal(self, asked: object) -> bool:
        if self.state == "numbered" and asked == self.sealing:
            self.state = "sealed"
        return self.state in {"sealed", "issued"}


@dataclass
class Office:
    """The drafts of an agency by the key of their form, and what became of each number."""

    drafts: dict[str, Draft] = field(default_factory=dict)
    book: list[str] = field(default_factory=list)

    def create(self, key: str, created: tuple[int, int]) -> bool:
        """The same form again is the same draft; another form under its key is none."""
        return self.drafts.setdefault(key, Draft(created)).created == created

    def number(self, draft: Draft) -> bool:
        if draft.state == "signed":
            self.book.append("numbered")
            draft.state, draft.number, draft.sealing = "numbered", len(self.book), None
        return draft.state in _NUMBERED

    def issue(self, draft: Draft) -> bool:
        if draft.state == "sealed" and draft.number:
            draft.state, self.book[draft.number - 1] = "issued", "entered"
        return draft.state == "issued"

    def issue_at_once(self, draft: Draft) -> bool:
        """Number, seal and issue, from wherever it stands."""
        if self.number(draft) and draft.state == "numbered":
            draft.state = "sealed"
        return self.issue(draft)

    def void(self, draft: Draft, reason: str) -> bool:
        """The number stays in the book; the draft goes back to its author as it was before."""
        if draft.state not in {"numbered", "sealed"} or not reason or not draft.number:
            return False
        self.book[draft.number - 1] = "voided"
        draft.state, draft.reason, draft.number = "returned", reason, None
        draft.signing = draft.sealing = None
        return True
