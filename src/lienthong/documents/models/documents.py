"""The tables of documents: an identity, its versions, the bytes that arrived, who may see."""

from typing import Any

from django.db import models
from django.db.models import Q

from lienthong.documents.rules.recipient_block import WORDS
from lienthong.documents.types import (
    Grant,
    LegalValue,
    RecipientRole,
    RelationKind,
    Road,
    Urgency,
)
from lienthong.kernel.ids import uuid7
from lienthong.tables.constraints import one_of
from lienthong.tables.shrunken import ShrunkenField


class Document(models.Model):
    """An official document as an identity: who issued it, in which year, under which number.

    It has a version for each time that it was issued; it is never deleted.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    issuer = models.ForeignKey("directory.Agency", models.PROTECT, related_name="+", db_index=False)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField(null=True)
    number_suffix = models.CharField(max_length=4, blank=True)
    notation = models.CharField(max_length=60, blank=True)
    # As its sender wrote it; four shapes are in use, none is relied on.
    foreign_id = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["issuer", "year", "number", "number_suffix", "notation"],
                condition=Q(number__isnull=False),
                name="documents_document_number_once",
            ),
            models.UniqueConstraint(
                fields=["issuer", "foreign_id"],
                condition=~Q(foreign_id=""),
                name="documents_document_foreign_id_once",
            ),
        ]
        # What one system calls its documents, also where a link does not say whose they are; the
        # constraint above is no index for a lookup, since no database can tell that the id asked
        # for is not empty.
        indexes = [models.Index(fields=["foreign_id", "issuer"], name="documents_document_named")]

    def __str__(self) -> str:
        return f"{self.number}/{self.notation} ({self.year})"


class DocumentIdentifier(models.Model):
    """The identifier by law of a document that was issued here; it outlives its agency's code.

    What its sender's system calls it is `Document.foreign_id`; the two differ, and both are kept.
    """

    document = models.OneToOneField(
        Document, models.PROTECT, primary_key=True, related_name="identifier"
    )
    text = models.CharField("mã định danh văn bản", max_length=60, unique=True)

    def __str__(self) -> str:
        return self.text


class Version(models.Model):
    """What was issued at one time. It never changes; an update makes another."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    document = models.ForeignKey(Document, models.PROTECT, related_name="versions", db_index=False)
    ordinal = models.PositiveSmallIntegerField(default=1)
    reference_code = models.CharField("số, ký hiệu", max_length=80, db_index=True)
    issued_on = models.DateField("ngày ban hành")
    kind = models.CharField("loại văn bản", max_length=30)
    # Our own are held to 500; packages of others come longer, and are kept as they are.
    subject = models.CharField("trích yếu", max_length=2000)
    urgency = models.CharField("mức độ khẩn", max_length=16, default=Urgency.NORMAL)
    signer_name = models.CharField("người ký", max_length=255, blank=True)
    signer_position = models.CharField("chức vụ", max_length=100, blank=True)
    signer_authority = models.CharField("thẩm quyền", max_length=100, blank=True)
    due_on = models.DateField("hạn trả lời", null=True)
    # What rules about sending ask of it (A5); mostly nobody says.
    concern = models.CharField("nội dung về", max_length=16, blank=True, default="", db_default="")
    period = models.CharField("kỳ báo cáo", max_length=16, blank=True, default="", db_default="")
    circulation = models.CharField("phạm vi lưu hành", max_length=100, blank=True)
    signed_at = models.DateTimeField(null=True)
    content = models.ForeignKey("blobs.Blob", models.PROTECT, related_name="+", db_index=False)
    content_name = models.CharField(max_length=200)
    page_count = models.PositiveIntegerField("số trang", default=0)
    # Folded number, notation, subject and issuer: what a search without tones looks at.
    search_text = models.TextField(editable=False)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["document", "ordinal"], name="documents_version_ordinal_once"
            ),
            one_of("urgency", Urgency, "documents_version_urgency"),
        ]
        indexes = [
            models.Index(fields=["content"], name="documents_version_content"),
            models.Index(fields=["-issued_on", "-id"], name="documents_version_newest"),
        ]

    def __str__(self) -> str:
        return self.reference_code

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("a version never changes; issue another")
        super().save(*args, **kwargs)


class Attachment(models.Model):
    """A file sent with a version, in its order."""

    version = models.ForeignKey(Version, models.PROTECT, related_name="attachments", db_index=False)
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    description = models.CharField(max_length=500, blank=True)
    content = models.ForeignKey("blobs.Blob", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "position"], name="documents_attachment_position_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class RecipientBlock(models.Model):
    """The recipients block as it stands on the document (A13): one row whatever its lines.

    They are read with their document alone, by `queries.recipient_lines_of`.
    """

    version = models.OneToOneField(
        Version, models.PROTECT, primary_key=True, related_name="recipient_block"
    )
    lines = ShrunkenField(words=WORDS)

    def __str__(self) -> str:
        return str(self.version_id)


class RecipientBlockLine(models.Model):
    """A line of the recipients block of an earlier document, when each was a row."""

    version = models.ForeignKey(
        Version, models.PROTECT, related_name="recipient_lines", db_index=False
    )
    position = models.PositiveSmallIntegerField()
    text = models.CharField("nơi nhận", max_length=200)
    role = models.CharField(max_length=16)
    agency = models.ForeignKey(
        "directory.Agency", models.PROTECT, null=True, related_name="+", db_index=False
    )
    group = models.ForeignKey(
        "directory.RecipientGroup", models.SET_NULL, null=True, related_name="+", db_index=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "position"], name="documents_recipient_line_position_once"
            ),
            one_of("role", RecipientRole, "documents_recipient_line_role"),
        ]
        # For a group that is deleted; most lines have none.
        indexes = [
            models.Index(
                fields=["group"],
                condition=Q(group__isnull=False),
                name="documents_recipient_line_group",
            )
        ]

    def __str__(self) -> str:
        return self.text


class Relation(models.Model):
    """A version answers, recalls, updates or replaces another document, known here or not."""

    version = models.ForeignKey(Version, models.PROTECT, related_name="relations")
    kind = models.CharField(max_length=16)
    target = models.ForeignKey(Document, models.PROTECT, null=True, related_name="related_from")
    # What the sender wrote, for a target that is not known here (yet).
    target_foreign_id = models.CharField(max_length=200, blank=True)
    target_reference = models.CharField(max_length=100, blank=True)
    target_issuer_code = models.CharField(max_length=100, blank=True)
    target_issued_on = models.DateField(null=True)

    class Meta:
        constraints = [one_of("kind", RelationKind, "documents_relation_kind")]
        indexes = [
            models.Index(fields=["target_reference"], name="documents_relation_reference"),
            models.Index(fields=["target_foreign_id"], name="documents_relation_foreign"),
        ]

    def __str__(self) -> str:
        return f"{self.version} {self.kind} {self.target_reference}"


class Rendition(models.Model):
    """Bytes of a version that arrived by some road, with what their signatures are worth.

    `agency` brought them in: a scan made by one agency never becomes another's document.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    version = models.ForeignKey(Version, models.PROTECT, related_name="renditions", db_index=False)
    content = models.ForeignKey("blobs.Blob", models.PROTECT, related_name="+")
    road = models.CharField(max_length=16)
    agency = models.ForeignKey("directory.Agency", models.PROTECT, related_name="+", db_index=False)
    # A picture of a paper: what it is worth does not follow from a signature put on it later.
    is_scan = models.BooleanField(default=False)
    legal_value = models.CharField(max_length=16, default=LegalValue.UNDETERMINED)
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "content", "agency"], name="documents_rendition_once"
            ),
            one_of("road", Road, "documents_rendition_road"),
            one_of("legal_value", LegalValue, "documents_rendition_legal_value"),
        ]

    def __str__(self) -> str:
        return f"{self.version} ({self.road})"


class ReadingRight(models.Model):
    """Who may see a document: one projection, written by the act that grants it.

    unit and person empty: the whole agency, which means its clerks and leaders.
    """

    document = models.ForeignKey(Document, models.PROTECT, related_name="reading_rights")
    agency = models.ForeignKey("directory.Agency", models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey(
        "directory.Unit", models.PROTECT, null=True, related_name="+", db_index=False
    )
    person = models.ForeignKey(
        "directory.Person", models.PROTECT, null=True, related_name="+", db_index=False
    )
    granted_by = models.CharField(max_length=16)
    granted_at = models.DateTimeField()
    # After an agreed recall the line, number and proof stay, the content goes.
    content_ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["document", "agency"],
                condition=Q(unit__isnull=True, person__isnull=True),
                name="documents_right_agency_once",
            ),
            models.UniqueConstraint(
                fields=["document", "agency", "unit"],
                condition=Q(unit__isnull=False, person__isnull=True),
                name="documents_right_unit_once",
            ),
            models.UniqueConstraint(
                fields=["document", "agency", "person"],
                condition=Q(person__isnull=False),
                name="documents_right_person_once",
            ),
            one_of("granted_by", Grant, "documents_reading_right_granted_by"),
        ]
        indexes = [
            models.Index(fields=["agency", "document"], name="documents_right_agency"),
            # Most rights are of whole agencies and cost nothing here.
            models.Index(
                fields=["unit", "document"],
                condition=Q(unit__isnull=False),
                name="documents_right_of_unit",
            ),
            models.Index(
                fields=["person", "document"],
                condition=Q(person__isnull=False),
                name="documents_right_of_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} sees {self.document_id}"


class Policy(models.Model):
    """A rule of the law as data: what it is about, its clause, its scope, its days, its value.

    The narrowest row in force wins; the decision keeps the row that it used. Rows are closed by
    `valid_to`, never changed. What a release brings names no agency and nobody who entered it.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    matter = models.CharField(max_length=30)
    clause = models.CharField("điều khoản", max_length=200)
    title = models.CharField("nội dung", max_length=200)
    # Scope; empty means any.
    kind = models.CharField(max_length=30, blank=True)
    concern = models.CharField(max_length=30, blank=True)
    period = models.CharField(max_length=16, blank=True)
    recipient_role = models.CharField(max_length=16, blank=True)
    issuer_class = models.CharField(max_length=16, blank=True)
    issuer_level = models.CharField(max_length=16, blank=True)
    recipient_level = models.CharField(max_length=16, blank=True, default="", db_default="")
    agency = models.ForeignKey("directory.Agency", models.PROTECT, null=True, related_name="+")
    value = models.JSONField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    # Of what was entered here: by whom, and what it says, so that the same is entered once.
    digest = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001  # many have none
    entered_at = models.DateTimeField(null=True)
    entered_by = models.CharField(
        "người nhập", max_length=100, blank=True, default="", db_default=""
    )
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(
        "người kết thúc", max_length=100, blank=True, default="", db_default=""
    )

    class Meta:
        ordering = ["matter", "valid_from", "id"]
        indexes = [models.Index(fields=["matter", "valid_from"], name="documents_policy_matter")]

    def __str__(self) -> str:
        return f"{self.matter}: {self.clause}"
