"""What documents does when signatures have been looked at again, and for its stock."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django_tasks import task

from lienthong.documents import services
from lienthong.documents.events import VersionIssued
from lienthong.documents.types import LegalValue
from lienthong.jobs import services as jobs
from lienthong.jobs.rules import in_one_go
from lienthong.jobs.schedules import every
from lienthong.kernel import clock
from lienthong.signatures.events import ContentsJudged


def rejudge(event: ContentsJudged) -> None:
    """Subscriber of recorded checks: renditions of those contents are worth what they say.

    Runs in their transaction; no network, and nothing changes when they say the same.
    """
    services.keep_judgements(event.verdicts, now=event.verdicts[0].checked_at)


def check_later(event: VersionIssued) -> None:
    """Subscriber of a new version: signatures that nobody looked at yet are checked by a job.

    The job is written in the transaction of the version, so neither is there without the other.
    """
    if event.legal_value == LegalValue.UNDETERMINED:
        seen_at = event.issued_at.isoformat()
        jobs.enqueue(check_signatures, event.content_digest, seen_at, now=event.issued_at)


def check_together(calls: Sequence[Sequence[str]]) -> None:
    """Check the signatures of several kept contents once; again, it changes nothing."""
    seen_at = {digest: datetime.fromisoformat(at) for digest, at in calls}
    services.judge_kept(seen_at, now=clock.now())


@task
@in_one_go(check_together)
def check_signatures(digest: str, seen_at: str) -> None:
    """Check the signatures of one kept content."""
    check_together([(digest, seen_at)])


@task
def index_versions() -> None:
    """Let a search find what was here before it had an index."""
    services.index_stock()


every(timedelta(days=1), index_versions)
