"""What is left on the desks of the demo, so that whoever signs in has something to do."""

from lienthong.directory.types import Role
from lienthong.issuing import services as issuing
from lienthong.issuing.types import DraftCard
from lienthong.practice.main_job import MainJob


def leave_work(job: MainJob, sent: DraftCard) -> None:
    """Leave one document to instruct on, one to work on, and one draft to sign.

    The clerks of the other recipients still have the sent document to accept or refuse.
    """
    assert sent.version_id is not None
    job.accept(sent.version_id, "skhdt")
    entry = job.accept(sent.version_id, "stnmt")
    job.instruct(entry, "stnmt")
    draft = job.draft()
    issuing.submit_draft(
        draft_id=draft.id,
        slip=draft.facts.slip,
        actor=job.actor("ubnd", Role.CLERK),
        now=job.now(),
    )
    job.say("Chờ ký", f"{draft.facts.subject}: trình {draft.facts.signer_name}")
