"""The tables of case files: the files, their documents and steps, and what went to the archive."""

from django.db import models
from django.db.models import Q

from lienthong.casefiles.types import CaseFileState, CaseFileStep, DepositState, Retention
from lienthong.kernel.ids import uuid7
from lienthong.tables.constraints import one_of

_CLOSED = (CaseFileState.CLOSED, CaseFileState.OFFERED, CaseFileState.HANDED_OVER)


class CaseFile(models.Model):
    """A file in which the documents of one matter lie together (hồ sơ công việc).

    Begins in the list of a year, or beside it. Ends with the agency's archive, or closed where it
    is kept for less than five years. It stays under the agency that opened it, whoever inherits.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agency = models.ForeignKey("directory.Agency", models.PROTECT, related_name="+", db_index=False)
    year = models.PositiveSmallIntegerField("năm")
    notation = models.CharField("số và ký hiệu hồ sơ", max_length=20)
    heading = models.CharField("đề mục", max_length=200, blank=True)
    title = models.CharField("tiêu đề hồ sơ", max_length=500, blank=True)
    retention = models.CharField("thời hạn bảo quản", max_length=10, blank=True)
    unit = models.ForeignKey("directory.Unit", models.PROTECT, null=True, related_name="+")
    keeper = models.ForeignKey("directory.Post", models.PROTECT, null=True, related_name="+")
    is_construction = models.BooleanField("hồ sơ công trình xây dựng", default=False)
    note = models.CharField("ghi chú", max_length=500, blank=True)
    is_listed = models.BooleanField("trong danh mục hồ sơ", default=True)
    state = models.CharField(max_length=16, default=CaseFileState.LISTED)
    # Chosen by the form: sending it twice makes one file.
    key = models.CharField(max_length=100)
    # By what the files of a year are sorted: numbers as numbers.
    place = models.CharField(max_length=150, editable=False)
    # Folded notation, title and heading, for searching without tones.
    search_text = models.TextField(editable=False)
    created_at = models.DateTimeField()
    started_on = models.DateField("ngày bắt đầu", null=True)
    # The day on which the work ended; what follows is as it was when the file was closed.
    ended_on = models.DateField("ngày kết thúc công việc", null=True)
    closed_by = models.CharField(max_length=100, blank=True)
    closed_count = models.PositiveIntegerField(default=0)
    page_count = models.PositiveIntegerField("số trang", default=0)
    # SHA-256 of the list of its documents, as the ledger has it.
    list_digest = models.CharField(max_length=64, blank=True)
    # The last day for handing it over; none for what is kept for less than five years. For what may
    # be kept back it is the day until which.
    due_on = models.DateField("hạn nộp lưu", null=True)
    kept_back_until = models.DateField("giữ lại đến", null=True)
    kept_back_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "year", "notation"], name="casefiles_notation_once"
            ),
            models.UniqueConstraint(fields=["agency", "key"], name="casefiles_key_once"),
            one_of("state", CaseFileState, "casefiles_state"),
            one_of("retention", Retention, "casefiles_retention"),
            models.CheckConstraint(
                condition=~Q(state__in=[str(each) for each in _CLOSED])
                | Q(ended_on__isnull=False, closed_count__gt=0)
                & ~Q(list_digest="")
                & ~Q(retention=""),
                name="casefiles_closed_is_complete",
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "state", "-year", "place"], name="casefiles_tab"),
            models.Index(fields=["agency", "-year", "place"], name="casefiles_year"),
            # For the daily look at what is due soon.
            models.Index(
                fields=["due_on"], condition=Q(state=CaseFileState.CLOSED), name="casefiles_due"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.notation} {self.title}"


class FiledDocument(models.Model):
    """A document that lies in a file; gone when it is taken out, which only an open file allows."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case_file = models.ForeignKey(
        CaseFile, models.PROTECT, related_name="documents", db_index=False
    )
    version = models.ForeignKey("documents.Version", models.PROTECT, related_name="+")
    # Repeated from the version, which never changes: their order in the file.
    document_on = models.DateField()
    page_count = models.PositiveIntegerField(default=0)
    filed_by = models.CharField(max_length=100)
    filed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case_file", "version"], name="casefiles_document_once")
        ]
        indexes = [
            models.Index(fields=["case_file", "document_on", "id"], name="casefiles_document_order")
        ]

    def __str__(self) -> str:
        return f"{self.case_file_id}: {self.version_id}"


class Happening(models.Model):
    """What happened to a file, by whom; a log."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case_file = models.ForeignKey(CaseFile, models.PROTECT, related_name="happenings")
    step = models.CharField(max_length=16)
    note = models.CharField(max_length=500, blank=True)
    # The document that was taken out; only who may see it reads which it was.
    version = models.ForeignKey("documents.Version", models.PROTECT, null=True, related_name="+")
    actor_name = models.CharField(max_length=100)
    happened_at = models.DateTimeField()

    class Meta:
        ordering = ["happened_at", "id"]
        constraints = [one_of("step", CaseFileStep, "casefiles_step")]

    def __str__(self) -> str:
        return f"{self.step}: {self.case_file_id}"


class Deposit(models.Model):
    """Files that a keeper offers to the agency's archive together; ends taken over or given up."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agency = models.ForeignKey("directory.Agency", models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=16, default=DepositState.OFFERED)
    key = models.CharField(max_length=100)
    offered_by = models.ForeignKey("directory.Post", models.PROTECT, related_name="+")
    offered_by_name = models.CharField(max_length=100)
    unit_name = models.CharField(max_length=200, blank=True)
    offered_at = models.DateTimeField()
    note = models.CharField("ghi chú", max_length=500, blank=True)
    answered_by = models.CharField(max_length=100, blank=True)
    answered_at = models.DateTimeField(null=True)
    reason = models.CharField("lý do chưa nhận", max_length=500, blank=True)
    record_id = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "key"], name="casefiles_deposit_key_once"),
            one_of("state", DepositState, "casefiles_deposit_state"),
            models.CheckConstraint(
                condition=Q(state=DepositState.OFFERED, answered_at__isnull=True)
                | (~Q(state=DepositState.OFFERED) & Q(answered_at__isnull=False)),
                name="casefiles_deposit_answer_has_its_time",
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "-offered_at", "-id"], name="casefiles_deposit_newest")
        ]

    def __str__(self) -> str:
        return f"{self.offered_by_name} {self.offered_at}"


class DepositedFile(models.Model):
    """One file of a deposit, in its order."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    deposit = models.ForeignKey(Deposit, models.PROTECT, related_name="files", db_index=False)
    case_file = models.ForeignKey(CaseFile, models.PROTECT, related_name="deposits")
    position = models.PositiveIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["deposit", "position"], name="casefiles_deposited_position_once"
            ),
            models.UniqueConstraint(
                fields=["deposit", "case_file"], name="casefiles_deposited_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deposit_id}: {self.case_file_id}"
