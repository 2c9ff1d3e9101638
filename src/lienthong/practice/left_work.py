"""What is left on the desks of the demo, so that whoever signs in has something to do."""

from datetime import timedelta

from lienthong.access import queries as access_queries
from lienthong.access import services as access
from lienthong.directory.types import Role
from lienthong.documents import queries as documents
from lienthong.documents import services as documents_services
from lienthong.documents.rules.time_limits import Matter
from lienthong.documents.types import Concern, NewPolicy, Road
from lienthong.issuing import services as issuing
from lienthong.issuing.types import DraftCard, Origin
from lienthong.kernel.actor import Actor
from lienthong.kernel.clock import local_day
from lienthong.portal import services as portal
from lienthong.portal.types import PublicFacts, SubjectArea
from lienthong.practice import system_job
from lienthong.practice.main_job import MainJob
from lienthong.registers import services as registers
from lienthong.registers.types import NewReceived
from lienthong.systems import queries as system_queries
from lienthong.systems import services as systems

_ASKED = "stnmt"  # whose administrator has something to answer


def leave_work(job: MainJob, sent: DraftCard) -> None:
    """Leave one document to instruct on, one to work on, one draft to sign, two requests to answer.

    A citizen's letter on paper waits for its instruction, too, and what was sent is public.

    The clerks of the other recipients still have the sent document to accept or refuse.
    """
    assert sent.version_id is not None
    job.accept(sent.version_id, "skhdt")
    entry = job.accept(sent.version_id, "stnmt")
    job.instruct(entry, "stnmt")
    draft = job.draft(reminds_of=sent.entry_number)
    issuing.submit_draft(
        draft_id=draft.id,
        slip=draft.facts.slip,
        actor=job.actor("ubnd", Role.CLERK),
        now=job.now(),
    )
    job.say("Chờ ký", f"{draft.facts.subject}: trình {draft.facts.signer_name}")
    _enter_paper(job)
    _enter_rule(job)
    if sent.origin == Origin.HERE:
        _publish(job, sent)
    _ask(job, sent)


def _enter_paper(job: MainJob) -> None:
    """A citizen brought a letter on paper; a second run of the demo enters it no second time."""
    today = local_day(job.now())
    entry = registers.enter_received(
        received=NewReceived(
            road=Road.PAPER,
            author="Bà Nguyễn Thị Lan",
            document_on=today,
            subject="Đơn đề nghị trả lời về việc đính chính giấy chứng nhận",
            arrived_on=today,
            kind="Đơn",
            page_count=2,
        ),
        key="practice:paper",
        actor=job.actor(_ASKED, Role.CLERK),
        now=job.now(),
    )
    job.say("Vào sổ văn bản giấy", f"đơn của công dân, văn bản đến số {entry.number}")


def _enter_rule(job: MainJob) -> None:
    """The committee's directive: what concerns money goes on paper too, as from yesterday on.

    A second run of the demo finds it, whatever day it is.
    """
    title = "Văn bản liên quan đến kinh phí gửi cả bản điện tử và bản giấy"
    if any(line.rule.title == title for line in documents.rules(matter=Matter.ROUTING)):
        return
    entered = job.now() - timedelta(days=2)
    new = NewPolicy(
        agency_id=job.practice.agency("ubnd"),
        clause="14/CT-UBND, khoản 1 điểm b",
        title=title,
        electronic=True,
        paper=True,
        concern=Concern.FINANCE,
        valid_from=local_day(entered) + timedelta(days=1),
        paper_by=2,
    )
    documents_services.enter_rule(new=new, actor=Actor.installation(), now=entered)
    job.say("Quy định của tỉnh", f"{new.title} ({new.clause})")


def _publish(job: MainJob, sent: DraftCard) -> None:
    """The committee's clerk prepares what it sent for everybody, and its leader agrees."""
    assert sent.version_id is not None
    facts = PublicFacts(SubjectArea.TECHNOLOGY)
    acts = ((portal.prepare, Role.CLERK), (portal.publish, Role.LEADER))
    for act, role in acts:
        actor = job.actor("ubnd", role)
        key = f"practice:{role}:{sent.version_id}"
        act(version_id=sent.version_id, facts=facts, key=key, actor=actor, now=job.now())
    job.say("Công khai", f"số {sent.entry_number}: mọi người xem được ở /cong-khai/")


def _ask(job: MainJob, sent: DraftCard) -> None:
    """The operator opens no door by himself: he asks whether software may act, and he may read."""
    operator, agency_id = job.actor("stttt", Role.OPERATOR), job.practice.agency(_ASKED)
    assert sent.version_id is not None
    systems.grant_agency(
        system_id=system_queries.system(system_job.SLUG).id,
        agency_id=agency_id,
        valid_from=local_day(job.now()),
        actor=operator,
        now=job.now(),
    )
    if any(one.agency_id == agency_id for one in access_queries.glasses_for(operator)):
        return  # a second run of the demo asks nothing anew
    glass = access.ask_glass(
        access.NewGlass(
            key="practice:glass",
            agency_id=agency_id,
            reason="Văn phòng Sở báo tệp không mở được; cần xem đúng tệp đã nhận.",
            hours=2,
            document_id=documents.version_card(sent.version_id).document_id,
            document_text=sent.entry_number,
        ),
        actor=operator,
        now=job.now(),
    )
    job.say("Chờ cơ quan trả lời", f"{glass.agency_name}: hệ thống làm thay, xem khẩn cấp")
