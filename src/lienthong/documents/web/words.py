"""Rules in the words of people."""

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from lienthong.directory.types import AgencyLevel
from lienthong.documents.rules.kinds import kind_name
from lienthong.documents.rules.routing import routing_of
from lienthong.documents.rules.time_limits import Matter, limit_of
from lienthong.documents.types import Concern, PolicyCard, RecipientRole, ReportPeriod, Scope

LEVELS: Mapping[str, object] = {
    AgencyLevel.CENTRAL: later("cơ quan trung ương"),
    AgencyLevel.PROVINCE: later("cơ quan cấp tỉnh"),
    AgencyLevel.DEPARTMENT: later("sở, ban, ngành"),
    AgencyLevel.DISTRICT: later("cơ quan cấp huyện"),
    AgencyLevel.COMMUNE: later("cơ quan cấp xã"),
    AgencyLevel.UNDER: later("đơn vị trực thuộc"),
}
MATTERS: Mapping[str, object] = {
    Matter.ROUTING: later("Cách gửi: điện tử, bản giấy"),
    Matter.ISSUE_LIMIT: later("Hạn phát hành"),
    Matter.ACCEPT_LIMIT: later("Hạn tiếp nhận"),
    Matter.REGISTER_LIMIT: later("Hạn đăng ký"),
    Matter.LEGAL_VALUE: later("Giá trị pháp lý"),
}


def _signatures(rule: PolicyCard) -> str:
    if rule.value.get("signatures") == "both":
        return _("cần chữ ký số của người có thẩm quyền và của cơ quan")
    return _("cần một chữ ký số")


def scope_words(scope: PolicyCard | Scope, agency_name: str = "") -> str:
    """Say about which documents a rule decides: "Công văn, để thực hiện, gửi sở, ban, ngành"."""
    said = [kind_name(scope.kind) if scope.kind else _("Mọi loại văn bản")]
    if scope.concern:
        concern = _(Concern(scope.concern).label)
        said.append(_("về %(concern)s") % {"concern": concern})
    if scope.period:
        said.append(_(ReportPeriod(scope.period).label))
    if scope.recipient_role:
        said.append(_(RecipientRole(scope.recipient_role).label))
    if scope.issuer_level:
        said.append(_("do %(level)s gửi") % {"level": LEVELS[scope.issuer_level]})
    if scope.recipient_level:
        said.append(_("gửi tới %(level)s") % {"level": LEVELS[scope.recipient_level]})
    if agency_name:
        said.append(agency_name)
    return ", ".join(said)


def value_words(rule: PolicyCard | None) -> str:
    """Say what a rule says: "gửi điện tử và bản giấy, trong 2 ngày làm việc"."""
    if rule is None:
        return _("không có quy định, gửi điện tử")
    if rule.matter == Matter.ROUTING:
        return _routing_words(rule)
    if rule.matter == Matter.LEGAL_VALUE:
        return _signatures(rule)
    limit = limit_of(rule.value)
    if limit.working_days == 0:
        return _("ngay trong ngày")
    if limit.until is None:
        return _("trong %(days)s ngày làm việc") % {"days": limit.working_days}
    told = {"days": limit.working_days, "time": f"{limit.until:%H:%M}"}
    return _("trong %(days)s ngày làm việc, đến %(time)s") % told


def _routing_words(rule: PolicyCard) -> str:
    routing = routing_of(rule.value)
    if not routing.paper:
        return _("chỉ gửi điện tử")
    days = {"days": routing.paper_by}
    if not routing.electronic:
        return _("chỉ gửi bản giấy, trong %(days)s ngày làm việc") % days
    return _("gửi điện tử và bản giấy, bản giấy trong %(days)s ngày làm việc") % days


def state_words(rule: PolicyCard, today: date) -> tuple[str, str]:
    """Say whether a rule is in force, with the tone of the tag."""
    if rule.valid_to is not None and rule.valid_to < rule.valid_from:
        return _("bỏ trước khi áp dụng"), "plain"
    if rule.valid_to is not None and rule.valid_to < today:
        return _("hết hiệu lực"), "plain"
    if rule.valid_from > today:
        return _("chưa áp dụng"), "wait"
    return _("đang áp dụng"), "ok"
