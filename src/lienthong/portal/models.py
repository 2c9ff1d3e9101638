"""The tables of the portal: what was asked, what the public has, and its files."""

from django.db import models
from django.db.models import Q

from lienthong.documents.types import LegalValue
from lienthong.kernel.ids import uuid7
from lienthong.portal.types import ClearanceState, PublicState, SubjectArea
from lienthong.tables.constraints import one_of


class Clearance(models.Model):
    """That an agency wants everybody to have a version, and what its leader decided; a log."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agency = models.ForeignKey("directory.Agency", models.PROTECT, related_name="+", db_index=False)
    document = models.ForeignKey("documents.Document", models.PROTECT, related_name="+")
    version = models.ForeignKey(
        "documents.Version", models.PROTECT, related_name="+", db_index=False
    )
    area = models.CharField("lĩnh vực", max_length=20)
    effective_on = models.DateField("ngày có hiệu lực", null=True)
    ends_on = models.DateField("ngày hết hiệu lực", null=True)
    note = models.CharField("ghi chú về hiệu lực", max_length=300, blank=True)
    # Positions of the attachments that go along.
    attachments = models.JSONField()
    names_signer = models.BooleanField(default=True)
    state = models.CharField(max_length=16, default=ClearanceState.WAITING)
    # Chosen by the form: sending it twice asks once.
    key = models.CharField(max_length=100)
    prepared_by = models.CharField(max_length=200)
    prepared_at = models.DateTimeField()
    decided_by = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField("lý do", max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "key"], name="portal_clearance_key_once"),
            models.UniqueConstraint(
                fields=["document"],
                condition=Q(state=ClearanceState.WAITING),
                name="portal_clearance_waits_once",
            ),
            one_of("state", ClearanceState, "portal_clearance_state"),
            one_of("area", SubjectArea, "portal_clearance_area"),
            models.CheckConstraint(
                condition=Q(state=ClearanceState.WAITING, decided_at__isnull=True)
                | (~Q(state=ClearanceState.WAITING) & Q(decided_at__isnull=False)),
                name="portal_clearance_decision_has_its_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version_id}: {self.state}"


class PublicDocument(models.Model):
    """A document that the public has, or had: its address stays for ever.

    All that everybody is told stands here, written by the act that publishes; nothing of who
    received it or may read it inside. What was taken down keeps its row, with the reason.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    document = models.OneToOneField("documents.Document", models.PROTECT, related_name="+")
    # The version that is shown, and which of the document's it is.
    version = models.ForeignKey("documents.Version", models.PROTECT, related_name="+")
    ordinal = models.PositiveSmallIntegerField()
    agency = models.ForeignKey("directory.Agency", models.PROTECT, related_name="+", db_index=False)
    agency_name = models.CharField("cơ quan ban hành", max_length=200)
    identifier = models.CharField("mã định danh văn bản", max_length=60, blank=True)
    reference_code = models.CharField("số, ký hiệu", max_length=80, db_index=True)
    issued_on = models.DateField("ngày ban hành")
    year = models.PositiveSmallIntegerField("năm")
    kind = models.CharField("loại văn bản", max_length=30)
    subject = models.CharField("trích yếu", max_length=2000)
    area = models.CharField("lĩnh vực", max_length=20)
    signer_name = models.CharField("người ký", max_length=255, blank=True)
    signer_position = models.CharField("chức vụ", max_length=100, blank=True)
    effective_on = models.DateField("ngày có hiệu lực", null=True)
    ends_on = models.DateField("ngày hết hiệu lực", null=True)
    note = models.CharField("ghi chú về hiệu lực", max_length=300, blank=True)
    legal_value = models.CharField(max_length=16)
    page_count = models.PositiveIntegerField("số trang", default=0)
    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=16, default=PublicState.SHOWN)
    published_at = models.DateTimeField("công khai lúc")
    changed_at = models.DateTimeField()
    record_id = models.UUIDField()
    taken_down_at = models.DateTimeField("gỡ lúc", null=True)
    reason = models.CharField("lý do gỡ", max_length=500, blank=True)

    class Meta:
        constraints = [
            one_of("state", PublicState, "portal_public_state"),
            one_of("area", SubjectArea, "portal_public_area"),
            one_of("legal_value", LegalValue, "portal_public_legal_value"),
            models.CheckConstraint(
                condition=Q(state=PublicState.SHOWN, taken_down_at__isnull=True)
                | (Q(state=PublicState.TAKEN_DOWN, taken_down_at__isnull=False) & ~Q(reason="")),
                name="portal_public_taken_down_says_why",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-published_at", "-id"], name="portal_public_newest"),
            models.Index(fields=["agency", "state", "-published_at"], name="portal_public_agency"),
        ]

    def __str__(self) -> str:
        return self.reference_code


class PublicFile(models.Model):
    """A file of a version that the public was given: 0 is the document, the others go with it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    public = models.ForeignKey(PublicDocument, models.PROTECT, related_name="files", db_index=False)
    version = models.ForeignKey(
        "documents.Version", models.PROTECT, related_name="+", db_index=False
    )
    ordinal = models.PositiveSmallIntegerField()
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    content = models.ForeignKey("blobs.Blob", models.PROTECT, related_name="+")
    published_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["public", "ordinal", "position"], name="portal_file_position_once"
            )
        ]

    def __str__(self) -> str:
        return self.name
