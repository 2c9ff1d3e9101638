"""The frame around every page: agency, post, menu with what waits, notices."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from lienthong.access.types import Seat
from lienthong.desk.web.help import purpose_of, section_of
from lienthong.documents import queries as documents
from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.mailboxes import queries as mailboxes
from lienthong.notices import queries as notices
from lienthong.webkit.types import Frame, MenuItem, PostChoice
from lienthong.worklist import queries as worklist
from lienthong.worklist.types import Verb, WorkCounts, WorkGroup

_INCOMING = (
    Verb.ACCEPT,
    Verb.ANSWER_RECALL,
    Verb.ANSWER_CHANGE,
    Verb.HANDLE,
    Verb.COOPERATE,
    Verb.READ,
)
_INSIDE = (Verb.WORK_INSIDE, Verb.READ_INSIDE)
_FILES = (Verb.HAND_OVER_FILE, Verb.TAKE_OVER_FILES)
_PAPERS = (Verb.SEND_PAPER, Verb.RECEIVE_PAPER)
_OUTGOING = (Verb.SEAL, Verb.SIGN, Verb.CORRECT_REFUSED, Verb.REVISE)


def frame(request: HttpRequest) -> Mapping[str, Any]:
    """Give templates `frame`, made when a whole page asks for it; fragments cost nothing.

    Two statements, three for clerks. Nothing for pages without a person in a post.
    """
    if getattr(request, "actor", None) is None:
        return {}
    return {"frame": SimpleLazyObject(lambda: _frame(request))}


def _frame(request: HttpRequest) -> Frame:
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by access's middleware
    posts = request.posts  # type: ignore[attr-defined]
    here = next(post for post in posts if post.id == actor.post_id)
    seat: Seat | None = getattr(request, "seat", None)
    return Frame(
        agency=seat.agency_name if seat else here.agency_name,
        post_title=seat.title if seat else here.title,
        person=actor.name,
        owner_key=str(actor.account_id or actor.post_id),
        menu=_menu(request, actor),
        other_posts=tuple(
            PostChoice(str(post.id), post.title, post.agency_name)
            for post in posts
            if seat or post.id != actor.post_id
        ),
        home_url=reverse("desk:home"),
        **_search(request, actor),
        send_url=address("issuing:send") if "issuing.draft" in actor.rights else "",
        notices_url=reverse("desk:notices"),
        notices_count=notices.count_unread(actor),
        **_help(request),
        sign_out_url=address("account_logout"),
        switch_url=address("account_posts"),
        account_url=address("access:account"),
        seat=_seat_line(seat),
        leave_url=address("access:leave-glass") if actor.glass_id else "",
    )


def _seat_line(seat: Seat | None) -> str:
    """What has to stay in view: for whom one acts, or that one reads what is not one's own."""
    if seat is None:
        return ""
    if seat.until is None:
        return _("Đang làm việc với thẩm quyền: %(title)s") % {"title": seat.title}
    until = f"{seat.until.astimezone(clock.VIETNAM):%H:%M %d/%m}"
    facts = {"agency": seat.agency_name, "until": until}
    return _("Đang xem khẩn cấp: %(agency)s, đến %(until)s, chỉ đọc, mỗi lần xem được ghi") % facts


def _help(request: HttpRequest) -> dict[str, str]:
    """What this page is for, and where its steps are told."""
    view = request.resolver_match.view_name if request.resolver_match else ""
    purpose, place = purpose_of(view)
    found = section_of(place)
    if found is None:
        return {"help_url": reverse("desk:help")}
    topic, section = found
    address = f"{reverse('desk:help-topic', args=[topic.slug])}#{section.slug}"
    return {"help_url": address, "help_title": _(section.title), "purpose": _(purpose)}


def address(name: str, *args: object) -> str:
    """Return the address of a page; nothing when this installation does not have it."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def _search(request: HttpRequest, actor: Actor) -> dict[str, str]:
    """Where the field on top looks: in documents, or in the directory for who may see none."""
    view = request.resolver_match.view_name if request.resolver_match else ""
    ours = "desk:search" if documents.may_read(actor) else "directory:directory"
    found = {"search_url": reverse(ours)}
    if view == ours:
        found["search_words"] = request.GET.get("q", "")
    if ours != "desk:search":
        found["search_label"] = _("Tìm cơ quan")
        found["search_hint"] = _("Tìm cơ quan: tên, chữ viết tắt, mã…")
    return found


def counts_of(request: HttpRequest) -> WorkCounts:
    """Return what waits for whom a request is of: asked once, for the menu and the page alike."""
    found: WorkCounts | None = getattr(request, "work_counts", None)
    if found is None:
        actor: Actor = request.actor  # type: ignore[attr-defined]  # set by access's middleware
        found = worklist.counts(actor, now=clock.now())
        request.work_counts = found  # type: ignore[attr-defined]  # nobody else knows of it
    return found


def _menu(request: HttpRequest, actor: Actor) -> tuple[MenuItem, ...]:
    counts = counts_of(request)
    items = [
        MenuItem(
            _("Việc cần làm"),
            reverse("desk:home"),
            "checklist",
            count=counts.to_do,
            is_late=counts.by_group.get(WorkGroup.URGENT, 0) > 0,
            on_phone=True,
            short_name=_("Việc"),
        )
    ]
    items += _of_role(actor, counts)
    if documents.may_read(actor):
        found = reverse("desk:search")
        items.append(MenuItem(_("Tra cứu"), found, "search", on_phone=True, short_name=_("Tìm")))
    else:
        items = [_on_phone(item, "directory:directory") for item in items]
    return tuple(_here(item, request.path, items) for item in items if item.url)


# What follows the daily work: the right that has a use for it, its name, address and icon, and
# its name on the phone's bar, where those stand who only administer.
_FURTHER = (
    ("exchange.recall", later("Theo dõi phát hành"), "exchange:tracking", "clock", ""),
    (
        *("operation.watch", later("Tình trạng hệ thống")),
        *("operation:watch", "checklist", later("Tình trạng")),
    ),
    (
        *("rollout.read-province", later("Sẵn sàng tham gia")),
        *("rollout:table", "checklist", later("Sẵn sàng")),
    ),
    ("rollout.read", later("Sẵn sàng tham gia"), "rollout:own", "checklist", ""),
    ("systems.manage", later("Hệ thống kết nối"), "systems:list", "settings", later("Kết nối")),
    ("systems.manage", later("Tuyến liên kết"), "routes:list", "send", ""),
    ("systems.manage", later("Hộp thư công vụ"), "mailboxes:list", "inbox", ""),
    (
        *("signatures.bring-revocation-lists", later("Tổ chức cấp chứng thư")),
        *("signatures:trust", "file-text", ""),
    ),
    ("policies.keep", later("Bảng quy định"), "documents:rules", "file-text", ""),
    ("registers.read-book", later("Sổ đăng ký"), "registers:books", "file-text", ""),
    ("statistics.read", later("Số liệu"), "statistics:now", "chart-bar", ""),
    (
        *("statistics.read-province", later("Số liệu toàn tỉnh")),
        *("statistics:province-now", "chart-bar", later("Số liệu")),
    ),
    ("directory.read", later("Danh bạ"), "directory:directory", "address-book", ""),
    (
        *("signatures.see-specimens", later("Mẫu dấu, chữ ký")),
        *("desk:specimens", "file-text", ""),
    ),
    ("access.grant-posts", later("Người và tài khoản"), "access:people", "user", later("Người")),
    (
        *("signatures.register-certificate", later("Chứng thư số, mẫu dấu")),
        *("signatures:holdings", "file-text", ""),
    ),
    (
        *("access.first-administrator", later("Cơ quan chưa có quản trị")),
        *("access:first-administrators", "user", ""),
    ),
    ("access.answer-for-agency", later("Hệ thống làm thay"), "systems:ours", "settings", ""),
    ("access.break-glass", later("Xem khẩn cấp"), "access:glasses", "search", ""),
    ("access.delegate", later("Ký thay, ủy quyền"), "access:actings", "user-check", ""),
)


def _of_role(actor: Actor, counts: WorkCounts) -> list[MenuItem]:
    """What this post's rights have a use for; addresses that are not there fall away."""
    further = [
        MenuItem(str(name), address(place), icon, on_phone=bool(short), short_name=str(short))
        for right, name, place, icon, short in _FURTHER
        if right in actor.rights
    ]
    return [*_daily(actor, counts), *further]


def _daily(actor: Actor, counts: WorkCounts) -> Iterator[MenuItem]:
    """The work of every day, with how much of it waits."""
    may = actor.rights.__contains__
    waiting = sum(counts.by_verb.get(verb, 0) for verb in _INCOMING)
    going = sum(counts.by_verb.get(verb, 0) for verb in _OUTGOING)
    if may("registers.instruct"):
        instruct = counts.by_verb.get(Verb.INSTRUCT, 0)
        walk = address("registers:walk")
        yield MenuItem(_("Chỉ đạo"), walk, "user-check", count=instruct, on_phone=True)
    if may("documents.read-assigned"):
        awaits = may("registers.accept") and waiting
        yield MenuItem(
            _("Văn bản đến"),
            address("registers:awaiting" if awaits else "registers:incoming"),
            "inbox",
            count=waiting,
            on_phone=True,
            short_name=_("Đến"),
        )
    if may("inside.finish"):
        given = sum(counts.by_verb.get(verb, 0) for verb in _INSIDE)
        yield MenuItem(_("Nội bộ"), address("inside:list"), "inbox", count=given)
    if may("registers.accept"):
        letters = counts.by_verb.get(Verb.ENTER_LETTER, 0)
        # Whose mailbox nobody reads here has no entry for it.
        if letters or mailboxes.has_mailbox(actor.own_agency):
            yield MenuItem(_("Thư công vụ"), address("mailboxes:letters"), "inbox", count=letters)
    if may("issuing.draft"):
        yield MenuItem(
            _("Văn bản đi"),
            address("issuing:outgoing"),
            "send",
            count=going,
            on_phone=not may("registers.instruct"),
            short_name=_("Đi"),
        )
    if may("casefiles.keep"):
        kept = sum(counts.by_verb.get(verb, 0) for verb in _FILES)
        yield MenuItem(_("Hồ sơ"), address("casefiles:list"), "folder", count=kept)
    papers = sum(counts.by_verb.get(verb, 0) for verb in _PAPERS)
    if may("exchange.follow-paper") and papers:
        # Few rules ask for paper: who has none to do with it has no entry for it.
        yield MenuItem(_("Bản giấy gửi kèm"), address("exchange:papers"), "file-text", count=papers)


def _on_phone(item: MenuItem, place: str) -> MenuItem:
    """Take the entry of one page into the phone's bar."""
    return replace(item, on_phone=True) if item.url == address(place) else item


def _here(item: MenuItem, path: str, items: list[MenuItem]) -> MenuItem:
    """Mark one entry: that of this very address, else the longest under which the page lies."""
    if path in {one.url for one in items}:
        under = [path]
    else:
        lists = [one for one in items if one.url and one.url != "/"]
        under = [one.url for one in lists if path.startswith(_root(one))]
    if not under or item.url != max(under, key=len):
        return item
    return replace(item, is_here=True)


def _root(item: MenuItem) -> str:
    """The list that an address belongs to: the first part of its path."""
    return "/" + item.url.split("/")[1] + "/"
