"""The tables of the books, and of the work on what arrived."""

from django.db import models
from django.db.models import Q

from lienthong.documents.types import Road
from lienthong.kernel.ids import uuid7
from lienthong.registers.types import (
    AssignmentRole,
    AssignmentState,
    BookPrintState,
    Direction,
    EntryState,
    WorkState,
)
from lienthong.tables.constraints import one_of


class Register(models.Model):
    """A book: one agency, one direction, one year, one series of numbers.

    series "" is the common one. `is_given` marks the list of documents that were numbered outside:
    `number` is then their place in the list, and the number that they carry is in the line.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agency = models.ForeignKey("directory.Agency", models.PROTECT, related_name="+")
    direction = models.CharField(max_length=16)
    year = models.PositiveSmallIntegerField()
    series = models.CharField(max_length=30, blank=True)
    is_given = models.BooleanField(default=False)
    # The highest number taken; it grows in the transaction that writes the line, under a lock.
    last_number = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "direction", "year", "series", "is_given"],
                name="registers_register_once",
            ),
            one_of("direction", Direction, "registers_register_direction"),
        ]

    def __str__(self) -> str:
        return f"{self.agency} {self.direction} {self.year}"


class Entry(models.Model):
    """A line of a book, with its number. Never deleted; a number that came to nothing is voided."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    register = models.ForeignKey(Register, models.PROTECT, related_name="entries", db_index=False)
    number = models.PositiveIntegerField("số")
    number_suffix = models.CharField(max_length=4, blank=True)
    state = models.CharField(max_length=16)
    entered_at = models.DateTimeField()
    entered_by = models.CharField(max_length=100)
    # What asked for the number, so that asking again gives the same line.
    key = models.CharField(max_length=100)
    version = models.ForeignKey(
        "documents.Version", models.PROTECT, null=True, related_name="+", db_index=False
    )
    delivery = models.ForeignKey(
        "exchange.Delivery", models.PROTECT, null=True, related_name="+", db_index=False
    )
    author = models.CharField("tác giả", max_length=200)
    reference_code = models.CharField("số, ký hiệu", max_length=100)
    document_on = models.DateField("ngày văn bản")
    kind = models.CharField("tên loại", max_length=100)
    subject = models.CharField("trích yếu", max_length=500)
    signer = models.CharField("người ký", max_length=255, blank=True)
    recipients = models.TextField("nơi nhận", blank=True)
    kept_by = models.CharField("đơn vị nhận bản lưu", max_length=200, blank=True)
    copies = models.PositiveIntegerField("số lượng bản", default=0)
    note = models.CharField("ghi chú", max_length=500, blank=True)
    void_reason = models.CharField("lý do hủy số", max_length=500, blank=True)
    voided_at = models.DateTimeField(null=True)
    voided_by = models.CharField(max_length=100, blank=True)
    # When a number that stood alone got its document or was voided; null while it stands alone,
    # and for what was entered at once.
    settled_at = models.DateTimeField(null=True)
    # Folded words of the line, for searching a book without tones.
    search_text = models.TextField(editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["register", "number", "number_suffix"], name="registers_entry_number_once"
            ),
            models.UniqueConstraint(fields=["register", "key"], name="registers_entry_key_once"),
            one_of("state", EntryState, "registers_entry_state"),
            models.CheckConstraint(
                condition=Q(state=EntryState.VOIDED, voided_at__isnull=False) & ~Q(void_reason="")
                | ~Q(state=EntryState.VOIDED) & Q(voided_at__isnull=True),
                name="registers_entry_void_is_explained",
            ),
        ]
        indexes = [
            models.Index(fields=["register", "entered_at"], name="registers_entry_entered"),
            models.Index(
                fields=["register", "settled_at"],
                condition=Q(settled_at__isnull=False),
                name="registers_entry_settled",
            ),
            models.Index(fields=["delivery"], name="registers_entry_delivery"),
            models.Index(fields=["version"], name="registers_entry_version"),
        ]

    def __str__(self) -> str:
        return f"{self.number}{self.number_suffix}: {self.subject}"


class Received(models.Model):
    """How an incoming line came that nobody delivered by the exchange: on paper, or by mail.

    `document` is what was entered then; when the electronic document comes later, the line is
    about that one and this still says how it began.
    """

    entry = models.OneToOneField(Entry, models.PROTECT, primary_key=True, related_name="received")
    document = models.OneToOneField("documents.Document", models.PROTECT, related_name="+")
    road = models.CharField(max_length=16)
    arrived_on = models.DateField("ngày đến")
    # The last day on which whoever has the work was reminded.
    urged_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(road__in=[str(Road.PAPER), str(Road.MAIL)]),
                name="registers_received_road",
            )
        ]

    def __str__(self) -> str:
        return f"{self.road}: {self.entry_id}"


class IncomingDocument(models.Model):
    """The work on one line of the incoming book, from acceptance to its outcome."""

    entry = models.OneToOneField(Entry, models.PROTECT, primary_key=True, related_name="incoming")
    # Repeated from the register, so that a list of one agency is one index.
    agency = models.ForeignKey("directory.Agency", models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=24, default=WorkState.AWAITING_INSTRUCTION)
    is_urgent = models.BooleanField(default=False)
    due_on = models.DateField("hạn xử lý", null=True)
    lead_name = models.CharField("chủ trì", max_length=200, blank=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [one_of("state", WorkState, "registers_incoming_state")]
        indexes = [
            models.Index(fields=["agency", "state", "due_on"], name="registers_incoming_state"),
            models.Index(fields=["agency", "-entry"], name="registers_incoming_newest"),
            models.Index(fields=["agency", "state", "-entry"], name="registers_incoming_tab"),
        ]

    def __str__(self) -> str:
        return f"{self.entry}"


class Instruction(models.Model):
    """What a leader wrote on an incoming document (bút phê); a log, never changed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    incoming = models.ForeignKey(IncomingDocument, models.PROTECT, related_name="instructions")
    text = models.CharField("ý kiến chỉ đạo", max_length=2000)
    given_by = models.ForeignKey("directory.Post", models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    due_on = models.DateField("hạn xử lý", null=True)
    key = models.CharField(max_length=100)
    record_id = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["incoming", "key"], name="registers_instruction_key_once"
            )
        ]

    def __str__(self) -> str:
        return self.text


class Assignment(models.Model):
    """Who handles an incoming document, and how: lead, cooperating, for information (B2)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    instruction = models.ForeignKey(Instruction, models.PROTECT, related_name="assignments")
    incoming = models.ForeignKey(IncomingDocument, models.PROTECT, related_name="assignments")
    unit = models.ForeignKey("directory.Unit", models.PROTECT, null=True, related_name="+")
    post = models.ForeignKey("directory.Post", models.PROTECT, null=True, related_name="+")
    role = models.CharField(max_length=16)
    state = models.CharField(max_length=16, default=AssignmentState.WAITING)
    due_on = models.DateField(null=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    outcome = models.CharField("kết quả", max_length=2000, blank=True)
    finished_by = models.CharField(max_length=100, blank=True)
    # The document that answers, when the outcome is one.
    answer = models.ForeignKey("documents.Document", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            one_of("role", AssignmentRole, "registers_assignment_role"),
            one_of("state", AssignmentState, "registers_assignment_state"),
            models.CheckConstraint(
                condition=Q(unit__isnull=False) | Q(post__isnull=False),
                name="registers_assignment_to_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role}: {self.unit or self.post}"


class BookPrint(models.Model):
    """A print of a book that was asked for; gone with its content a day later."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    register = models.ForeignKey(Register, models.CASCADE, related_name="+")
    # Who asked: the book's own agency, or the heir of one that ended.
    agency = models.ForeignKey("directory.Agency", models.CASCADE, related_name="+")
    state = models.CharField(max_length=16, default=BookPrintState.WAITING)
    made = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField()
    asked_at = models.DateTimeField()
    content = models.ForeignKey("blobs.Blob", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            one_of("state", BookPrintState, "registers_print_state"),
            models.CheckConstraint(
                condition=Q(state=BookPrintState.READY, content__isnull=False)
                | Q(state=BookPrintState.WAITING, content__isnull=True),
                name="registers_print_ready_has_content",
            ),
        ]
        indexes = [
            models.Index(fields=["register", "agency", "-asked_at"], name="registers_print_latest")
        ]

    def __str__(self) -> str:
        return f"{self.register}: {self.state}"
