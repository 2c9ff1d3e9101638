"""The closed lists of documents, with the words that people see."""

from enum import StrEnum

from lienthong.kernel.wording import noop as _


class Urgency(StrEnum):
    """Mức độ khẩn (Decree 30/2020, Article 8 and Appendix I)."""

    NORMAL = "normal"
    URGENT = "urgent"
    VERY_URGENT = "very-urgent"
    FLASH = "flash"

    @property
    def label(self) -> str:
        return _URGENCY_LABELS[self]

    @property
    def rank(self) -> int:
        """How much before others it goes: 0 for what is not urgent."""
        return tuple(Urgency).index(self)


_URGENCY_LABELS = {
    Urgency.NORMAL: _("Thường"),
    Urgency.URGENT: _("Khẩn"),
    Urgency.VERY_URGENT: _("Thượng khẩn"),
    Urgency.FLASH: _("Hỏa tốc"),
}


class Concern(StrEnum):
    """What a document concerns, as far as directives send such papers in their own way (A5).

    Source: Directive 14/CT-UBND of Bình Dương, 30 May 2014, section 1, point b.
    """

    FINANCE = "finance"
    PERSONNEL = "personnel"
    LICENSING = "licensing"
    EMULATION = "emulation"
    STATISTICS = "statistics"

    @property
    def label(self) -> str:
        return _CONCERN_LABELS[self]


_CONCERN_LABELS = {
    Concern.FINANCE: _("kinh phí"),
    Concern.PERSONNEL: _("nhân sự"),
    Concern.LICENSING: _("cấp phép"),
    Concern.EMULATION: _("thi đua, khen thưởng"),
    Concern.STATISTICS: _("số liệu thống kê chuyên ngành"),
}


class ReportPeriod(StrEnum):
    """The time that a report is about (A5): the same directive, section 1, points a and b."""

    QUICK = "quick"  # báo cáo nhanh, when something happens
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half-year"
    YEAR = "year"

    @property
    def label(self) -> str:
        return _PERIOD_LABELS[self]


_PERIOD_LABELS = {
    ReportPeriod.QUICK: _("báo cáo nhanh"),
    ReportPeriod.MONTH: _("báo cáo tháng"),
    ReportPeriod.QUARTER: _("báo cáo quý"),
    ReportPeriod.HALF_YEAR: _("báo cáo 6 tháng"),
    ReportPeriod.YEAR: _("báo cáo năm"),
}


class RecipientRole(StrEnum):
    """Why a recipient stands in the recipients block (Nơi nhận)."""

    ACTION = "action"  # để thực hiện
    REPORT = "report"  # để báo cáo (b/c)
    INFORMATION = "information"  # để biết
    FILE = "file"  # Lưu

    @property
    def label(self) -> str:
        return _ROLE_LABELS[self]


_ROLE_LABELS = {
    RecipientRole.ACTION: _("để thực hiện"),
    RecipientRole.REPORT: _("để báo cáo"),
    RecipientRole.INFORMATION: _("để biết"),
    RecipientRole.FILE: _("lưu"),
}


class Road(StrEnum):
    """How bytes came into the installation."""

    ISSUED = "issued"  # made and signed here
    UPLOAD = "upload"  # a finished file brought by its issuer's clerk
    PACKAGE = "package"  # an edXML package
    MAIL = "mail"
    PAPER = "paper"  # scanned by the one who received it

    @property
    def is_own(self) -> bool:
        """The issuer works here, so that the form is its to keep; a foreign form is remarked on."""
        return self in {Road.ISSUED, Road.UPLOAD}


class LegalValue(StrEnum):
    """What follows from the verdict (A9).

    Source: Decision 28/2018/QĐ-TTg, Article 5; Decree 30/2020/NĐ-CP, Articles 5 and 26.
    """

    ORIGINAL = "original"  # both signatures valid: replaces paper
    COPY = "copy"  # sealed by the agency that copied: worth what the main copy is
    INCOMPLETE = "incomplete"  # one of the two signatures is missing
    INFORMATION = "information"  # unsigned: for information, paper follows
    SCAN = "scan"  # a picture of seal and signature (C3)
    INVALID = "invalid"  # changed after signing, revoked, expired: refuse
    UNDETERMINED = "undetermined"  # cannot tell yet; tried again


class RelationKind(StrEnum):
    ANSWERS = "answers"
    RECALLS = "recalls"
    UPDATES = "updates"
    REPLACES = "replaces"
    MENTIONS = "mentions"
    COPIES = "copies"  # sao y, sao lục, trích sao của văn bản kia


class Grant(StrEnum):
    """By which act somebody may see a document."""

    ISSUED = "issued"
    DELIVERED = "delivered"
    ASSIGNED = "assigned"
    DRAFTED = "drafted"


class Recognition(StrEnum):
    """How much of a file that is a picture was read for its words."""

    NONE = "none"  # not a picture, or nobody reads pictures here
    FAILED = "failed"  # the recogniser is away, busy, or could not
    FIRST = "first"  # the first page of several
    ALL = "all"


class FindingLevel(StrEnum):
    OK = "ok"
    WARN = "warn"
    STOP = "stop"
