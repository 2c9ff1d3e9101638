"""Background work of access: pruning, closing broken glass, mail with links."""

from datetime import timedelta

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django_tasks import task

from lienthong.access import queries, services
from lienthong.access.ports import Letters
from lienthong.directory import queries as directory
from lienthong.jobs.schedules import every
from lienthong.kernel import clock


@task
def prune_readings() -> None:
    """Delete the log of reading that is older than its retention."""
    services.prune_readings(now=clock.now())


@task
def prune_sign_in() -> None:
    """Forget old failures of sign-in and sessions that are out of time."""
    services.prune_pauses(now=clock.now())
    services.prune_sessions(now=clock.now())


@task
def end_glasses() -> None:
    """Record and tell that reading in an emergency is over; it ended by itself at its time."""
    services.end_glasses(now=clock.now())


@task
def expire_proposals() -> None:
    """End proposals of administrators that nobody answered in time."""
    services.expire_proposals(now=clock.now())


@task
def mail_link(login: str, site: str) -> None:
    """Send a link for a new password to the mailbox that the person has now, if there is one.

    login: what somebody typed; whether it is anybody's is seen only here. Sending it again makes
    the link of the first mail unusable, and no other.
    """
    account = queries.account_by_login(login)
    if account is None or not account.is_active or not settings.LIENTHONG_HAS_MAIL:
        return
    mailbox = directory.person(account.person_id).email
    if not mailbox:
        return
    secret = services.link_by_mail(account.id, now=clock.now())
    body = _(
        "Có người, có thể là bạn, đề nghị đặt lại mật khẩu của tài khoản %(username)s.\n\n"
        "Mở liên kết này trong 24 giờ để đặt mật khẩu mới:\n%(link)s\n\n"
        "Nếu không phải bạn, hãy bỏ qua thư này: mật khẩu vẫn như cũ."
    ) % {"username": account.username, "link": f"{site.rstrip('/')}/mat-khau/{secret}/"}
    letters: Letters = import_string(settings.LIENTHONG_LETTERS)
    letters(to=mailbox, subject=_("Đặt lại mật khẩu Liên Thông"), body=body)


every(timedelta(days=1), prune_readings)
every(timedelta(hours=6), prune_sign_in)
every(timedelta(minutes=5), end_glasses)
every(timedelta(hours=6), expire_proposals)
