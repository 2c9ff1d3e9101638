"""The tables of the ledger. Rows of records are written once; only places and tiles are added."""

from django.db import models
from django.db.models import Q

from lienthong.kernel.ids import uuid7
from lienthong.ledger.rules.records.words import WORDS
from lienthong.tables.shrunken import ShrunkenField


class Epoch(models.Model):
    """One unbroken growth of the tree; also the lock that lets one sequencer work at a time.

    Number 1 is opened with the first record. Another is only opened, and the one before closed,
    when a restore fell behind a head that the world has seen, or the key was lost; it then names
    that head and what was lost: the leaves from `kept_size` up to `predecessor_size` of the epoch
    of that head.
    """

    number = models.PositiveIntegerField(primary_key=True)
    installation = models.CharField(max_length=61)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    kept_size = models.PositiveBigIntegerField(null=True)
    # Not always the number before: a restore may lose a whole epoch.
    predecessor_epoch = models.PositiveIntegerField(null=True)
    predecessor_size = models.PositiveBigIntegerField(null=True)
    predecessor_root = models.BinaryField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["installation"],
                condition=Q(closed_at__isnull=True),
                name="ledger_epoch_one_open",
            ),
            models.CheckConstraint(
                condition=Q(
                    number=1,
                    kept_size__isnull=True,
                    predecessor_size__isnull=True,
                    predecessor_root__isnull=True,
                )
                | Q(
                    number__gt=1,
                    kept_size__lte=models.F("predecessor_size"),
                    predecessor_root__isnull=False,
                ),
                name="ledger_epoch_names_what_was_lost",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.installation}/{self.number}"


class Record(models.Model):
    """One act, as the exact bytes that are hashed. Written with the act, never changed.

    The table keeps them shrunken; what is read is those bytes.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    # The epoch that was open when the act happened; its place may be in a later one.
    epoch = models.ForeignKey(Epoch, models.PROTECT, related_name="records", db_index=False)
    act = models.CharField(max_length=80)
    leaf = ShrunkenField(words=WORDS)
    leaf_hash = models.BinaryField(max_length=32)
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.act} {self.id}"


class Subject(models.Model):
    """Which record is about which thing: the index behind 'the course of this document'."""

    # Indexed for audits alone: without it each page of one would read the whole table.
    record = models.ForeignKey(Record, models.PROTECT, related_name="subjects")
    role = models.CharField(max_length=40)
    subject = models.UUIDField()

    class Meta:
        indexes = [models.Index(fields=["subject", "record"], name="ledger_subject_records")]

    def __str__(self) -> str:
        return f"{self.role} {self.subject}"


class Items(models.Model):
    """The items of one record, as the exact bytes that are hashed into the record's small tree.

    One row whatever their number: a proof needs them all, and an act to 200 writes no 200 rows.
    """

    record = models.OneToOneField(Record, models.PROTECT, primary_key=True, related_name="items")
    # One leaf a line, in their order; canonical bytes hold no line feed.
    leaves = ShrunkenField(words=WORDS)

    def __str__(self) -> str:
        return str(self.record_id)


class ClearValues(models.Model):
    """The values and salts behind the commitments of one record and of its items.

    The only place of the ledger with personal data. May be erased, name by name or as a whole:
    leaves, places and proofs stand without it.
    """

    record = models.OneToOneField(Record, models.PROTECT, primary_key=True, related_name="clear")
    # Canonical JSON: {key of the item, or "" for the record: {name: [salt in base64, value]}}.
    by_key = ShrunkenField(words=WORDS)

    def __str__(self) -> str:
        return str(self.record_id)


class Waiting(models.Model):
    """A record that has no place yet; gone in the transaction that gives it one.

    A table of its own, so that finding what waits costs the same whatever the size of the ledger.
    """

    record = models.OneToOneField(Record, models.PROTECT, primary_key=True, related_name="waiting")
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["recorded_at", "record"], name="ledger_waiting_order")]

    def __str__(self) -> str:
        return str(self.record_id)


class Placement(models.Model):
    """The place of one record in the tree of one epoch; given once, for ever."""

    record = models.OneToOneField(
        Record, models.PROTECT, primary_key=True, related_name="placement"
    )
    epoch = models.ForeignKey(Epoch, models.PROTECT, related_name="placements", db_index=False)
    index = models.PositiveBigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["epoch", "index"], name="ledger_placement_one_an_index")
        ]

    def __str__(self) -> str:
        return f"{self.epoch_id}/{self.index}"


class Tile(models.Model):
    """Up to 256 hashes of the tree side by side (rules/tree/tiles.py); a full one never changes."""

    epoch = models.ForeignKey(Epoch, models.PROTECT, related_name="tiles", db_index=False)
    level = models.PositiveSmallIntegerField()
    index = models.PositiveBigIntegerField()
    hashes = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["epoch", "level", "index"], name="ledger_tile_once")
        ]

    def __str__(self) -> str:
        return f"{self.epoch_id}/{self.level}/{self.index}"


class Head(models.Model):
    """A signed size and root: what the installation can no longer take back."""

    epoch = models.ForeignKey(Epoch, models.PROTECT, related_name="heads", db_index=False)
    size = models.PositiveBigIntegerField()
    root = models.BinaryField(max_length=32)
    signed_at = models.DateTimeField()
    statement = models.BinaryField()
    signature = models.BinaryField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["epoch", "size"], name="ledger_head_one_a_size"),
            models.CheckConstraint(condition=Q(size__gt=0), name="ledger_head_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.epoch_id}/{self.size}"


class Publication(models.Model):
    """A head that is shown to the world: everybody can hold the installation to it."""

    head = models.OneToOneField(Head, models.PROTECT, primary_key=True, related_name="publication")
    published_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return str(self.head_id)


class StampWanted(models.Model):
    """A published head without a time-stamp; gone once it, or a later head, has one."""

    head = models.OneToOneField(Head, models.PROTECT, primary_key=True, related_name="stamp_wanted")
    attempts = models.PositiveIntegerField(default=0)
    # Also the lease: a claim moves it into the future.
    due_at = models.DateTimeField()
    failure = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return str(self.head_id)


class Stamp(models.Model):
    """What an authority of time answered about one head (RFC 3161), checked before it was kept."""

    head = models.OneToOneField(Head, models.PROTECT, primary_key=True, related_name="stamp")
    token = models.BinaryField()
    stamped_at = models.DateTimeField()
    authority = models.CharField(max_length=300)
    kept_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.head_id} {self.stamped_at}"


class ShownHead(models.Model):
    """A head that this installation once signed and that its tables do not lead to.

    While one is unsettled nothing is placed: a second history would grow. Settled by the epoch
    that is declared over it.
    """

    epoch = models.PositiveIntegerField()
    size = models.PositiveBigIntegerField()
    root = models.BinaryField(max_length=32)
    head_signed_at = models.DateTimeField()
    statement = models.BinaryField()
    signature = models.BinaryField(max_length=64)
    shown_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["epoch", "size", "root"], name="ledger_shown_once")
        ]

    def __str__(self) -> str:
        return f"{self.epoch}/{self.size}"


class Erasure(models.Model):
    """That the clear value of one name was erased: when, by whom, recorded by which act."""

    record = models.ForeignKey(Record, models.PROTECT, related_name="erasures", db_index=False)
    item_key = models.CharField(max_length=64, blank=True)
    name = models.CharField(max_length=200)
    erased_at = models.DateTimeField()
    # The office that answers for it, as receipts show it; never a person.
    office = models.CharField(max_length=300)
    act = models.ForeignKey(Record, models.PROTECT, related_name="erased")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["record", "item_key", "name"], name="ledger_erasure_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.record_id} {self.item_key} {self.name}"
