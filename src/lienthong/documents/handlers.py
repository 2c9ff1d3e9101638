"""What documents does when signatures have been looked at again, and for its stock."""

from datetime import datetime, timedelta

from django_tasks import task

from lienthong.documents import services
from lienthong.documents.events import VersionIssued
from lienthong.documents.types import LegalValue
from lienthong.jobs import services as jobs
from lienthong.jobs.schedules import every
from lienthong.kernel import clock
from lienthong.signatures.events import ContentJudged


def rejudge(event: ContentJudged) -> None:
    """Subscriber of a recorded check: renditions of that content are worth what it says.

    Runs in the transaction of the check; no network, and nothing changes when it says the same.
    """
    services.keep_judgement(event.verdict, now=event.verdict.checked_at)


def check_later(event: VersionIssued) -> None:
    """Subscriber of a new version: signatures that nobody looked at yet are checked by a job.

    The job is written in the transaction of the version, so neither is there without the other.
    """
    if event.legal_value == LegalValue.UNDETERMINED:
        seen_at = event.issued_at.isoformat()
        jobs.enqueue(check_signatures, event.content_digest, seen_at, now=event.issued_at)


@task
def check_signatures(digest: str, seen_at: str) -> None:
    """Check the signatures of a kept content once; again, it changes nothing."""
    services.judge_kept(digest, seen_at=datetime.fromisoformat(seen_at), now=clock.now())


@task
def index_versions() -> None:
    """Let a search find what was here before it had an index."""
    services.index_stock()


every(timedelta(days=1), index_versions)
