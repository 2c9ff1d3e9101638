"""The tables of figures: closed months, what was counted for each agency, what it answered."""

from django.db import models
from django.db.models import Q

from lienthong.kernel.ids import uuid7
from lienthong.statistics.types import Answer, Basis
from lienthong.tables.constraints import one_of


class Closing(models.Model):
    """A month whose figures are closed: which days, when, and how far the ledger had come.

    Written once with its figures and the record of the ledger, and never changed: what is counted
    differently later stands beside it. Of several of a month the latest edition holds.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    # The first day of the month that it is called by.
    month = models.DateField("tháng")
    # 1, and one more each time that it was closed anew: see services.close_again.
    edition = models.PositiveSmallIntegerField(default=1)
    reason = models.CharField("lý do chốt lại", max_length=500, blank=True)
    first_on = models.DateField("từ ngày")
    last_on = models.DateField("đến hết ngày")
    closed_at = models.DateTimeField("chốt lúc")
    answer_by = models.DateTimeField("xác nhận trước")
    # Of the definitions by which it was counted.
    definitions = models.PositiveSmallIntegerField()
    # The newest signed head at that moment; 0 and "" before the first.
    head_epoch = models.PositiveIntegerField(default=0)
    head_size = models.PositiveBigIntegerField(default=0)
    head_root = models.CharField(max_length=64, blank=True)
    record_id = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["month", "edition"], name="statistics_closing_once_a_month"
            ),
            models.CheckConstraint(
                condition=Q(edition=1, reason="") | Q(edition__gt=1) & ~Q(reason=""),
                name="statistics_closing_again_says_why",
            ),
            models.CheckConstraint(
                condition=Q(last_on__gte=models.F("first_on")),
                name="statistics_closing_days_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"


class AgencyFigures(models.Model):
    """What was counted for one agency in a closed month, with its name and code of that day.

    counts: a number by the word of each measure; kinds: a list of [kind, counts]. A measure that
    cannot be known is absent.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    closing = models.ForeignKey(Closing, models.PROTECT, related_name="agencies", db_index=False)
    agency = models.ForeignKey("directory.Agency", models.PROTECT, related_name="+")
    agency_name = models.CharField(max_length=200)
    agency_code = models.CharField(max_length=35, blank=True)
    agency_class = models.CharField(max_length=16)
    level = models.CharField(max_length=16)
    basis = models.CharField(max_length=16)
    counts = models.JSONField()
    kinds = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["closing", "agency"], name="statistics_figures_once_a_month"
            ),
            one_of("basis", Basis, "statistics_figures_basis"),
        ]

    def __str__(self) -> str:
        return f"{self.agency_name}: {self.closing_id}"


class FiguresAnswer(models.Model):
    """What an agency said of its closed figures; a log, the latest in time counts."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    figures = models.ForeignKey(
        AgencyFigures, models.PROTECT, related_name="answers", db_index=False
    )
    answer = models.CharField(max_length=16)
    sentence = models.CharField("ý kiến", max_length=1000, blank=True)
    # Of books that are kept elsewhere, as the agency says.
    outgoing_total = models.PositiveIntegerField("tổng số văn bản đi", null=True)
    incoming_total = models.PositiveIntegerField("tổng số văn bản đến", null=True)
    answered_by = models.CharField(max_length=200)
    answered_at = models.DateTimeField()
    key = models.CharField(max_length=100)
    record_id = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["figures", "key"], name="statistics_answer_key_once"),
            one_of("answer", Answer, "statistics_answer_word"),
            models.CheckConstraint(
                condition=~Q(answer=Answer.OBJECTED) | ~Q(sentence=""),
                name="statistics_answer_objection_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.figures_id}: {self.answer}"
