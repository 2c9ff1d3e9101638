"""What an office has lying about after some weeks, for the pictures of the docs.

    scripts/pictured_work.py before    a month ago: letters, a rule of the province, figures closed
    scripts/pictured_work.py today     a decision with paper, case files, comments, a training

Plays through the services, in the installation that the environment names.
"""

import os
import sys
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lienthong.config.settings")
if sys.argv[1:] == ["before"]:
    # A stamp has the time of this machine, and a signature of last month would lie ahead of itself.
    os.environ.pop("LIENTHONG_TIME_STAMPER", None)
django.setup()

from django.contrib.auth import get_user_model  # noqa: E402

from lienthong.access import services as access  # noqa: E402
from lienthong.blobs import services as blobs  # noqa: E402
from lienthong.casefiles import queries as casefile_queries  # noqa: E402
from lienthong.casefiles import services as casefiles  # noqa: E402
from lienthong.casefiles.types import CaseFileFacts, Retention  # noqa: E402
from lienthong.directory import queries as directory  # noqa: E402
from lienthong.directory.types import Role  # noqa: E402
from lienthong.documents import queries as documents  # noqa: E402
from lienthong.documents import services as document_services  # noqa: E402
from lienthong.documents.types import NewPolicy, RecipientLine, RecipientRole  # noqa: E402
from lienthong.exchange import queries as exchange  # noqa: E402
from lienthong.exchange import services as exchange_services  # noqa: E402
from lienthong.exchange.types import PaperSent, PaperWay  # noqa: E402
from lienthong.issuing import services as issuing  # noqa: E402
from lienthong.issuing.types import (  # noqa: E402
    DraftCard,
    DraftFacts,
    NewCommenter,
    NewFile,
    NotedComment,
    Origin,
    SaidComment,
    Treatment,
)
from lienthong.jobs.services import run_all_due  # noqa: E402
from lienthong.kernel import clock  # noqa: E402
from lienthong.kernel.actor import Actor  # noqa: E402
from lienthong.kernel.clock import at_local, local_day  # noqa: E402
from lienthong.ledger import services as ledger  # noqa: E402
from lienthong.practice.installation import open_practice  # noqa: E402
from lienthong.practice.main_job import MainJob  # noqa: E402
from lienthong.practice.province_data import Wave  # noqa: E402
from lienthong.printing.letters import print_letter  # noqa: E402
from lienthong.printing.types import Letter, Paragraph, ParagraphKind, Signer  # noqa: E402
from lienthong.rollout import services as rollout  # noqa: E402
from lienthong.statistics import queries as figures  # noqa: E402
from lienthong.statistics import services as statistics  # noqa: E402
from lienthong.statistics.types import Answer, Totals  # noqa: E402

LARGEST = 100 * 1024 * 1024
DEPARTMENT = "stnmt"


class Passing:
    """A clock that begins at a moment and goes on by a minute whenever it is read."""

    def __init__(self, start: datetime) -> None:
        self.moment = start

    def __call__(self) -> datetime:
        self.moment += timedelta(minutes=1)
        return self.moment


def before() -> None:
    """Last month: two letters and their answers, figures closed, what agencies say of them."""
    first = local_day(clock.now()).replace(day=1)
    day = (first - timedelta(days=1)).replace(day=14)
    now = Passing(at_local(day, time(8, 30)))
    clock.now = lambda: now.moment  # what the worker does reads the clock itself
    practice = open_practice(now=now())
    job = MainJob(practice, _quiet, now)
    enter_rule(job)
    for _ in range(2):
        sent = _version(job.run())
        now.moment += timedelta(days=1)
        for key in _ANSWERING:
            entry = job.accept(sent, key)
            job.instruct(entry, key)
            job.answer(entry, key)
        now.moment += timedelta(days=2)
    run_all_due(now=now())  # signatures are judged by the worker, and counted by the figures
    now.moment = at_local(first, time(0, 10))
    (closing,) = statistics.close_due(now=now())
    now.moment = at_local(first, time(8))
    for key, agency_id in practice.province.agency_ids.items():
        row = figures.figures_of_agency(closing, agency_id)
        if row is None or key in _SILENT:
            continue
        answer = Answer.OBJECTED if key in _OBJECTING else Answer.CONFIRMED
        statistics.answer_figures(
            figures_id=row.id,
            answer=answer,
            sentence=_OBJECTING.get(key, ""),
            totals=Totals(),
            key=f"pictures:{key}",
            actor=job.actor(key, Role.CLERK),
            now=now(),
        )


_ANSWERING = ("sgddt", "skhdt", "stnmt")
_SILENT = {"bdt", "skhdt", "sct"}
_OBJECTING = {
    "skhcn": "Hai văn bản bị từ chối là gửi trùng, đề nghị không tính vào tỷ lệ tiếp nhận.",
}


def today() -> None:
    """A decision whose paper goes too, files of work, a draft with comments, a training."""
    now = clock.now
    practice = open_practice(now=now())
    job = MainJob(practice, _quiet, now)
    send_decision(job)
    draft = ask_for_comments(job)
    consult(job, draft)
    keep_files(job)
    train(job)
    run_all_due(now=now())
    ledger.sequence(now=now(), limit=10_000)


def enter_rule(job: MainJob) -> None:
    """The province wants decisions on paper as well."""
    document_services.enter_rule(
        new=NewPolicy(
            agency_id=job.practice.province.committee_id,
            clause="Chỉ thị 14/CT-UBND, khoản 2",
            title="Quyết định gửi để thực hiện kèm bản giấy",
            electronic=True,
            paper=True,
            valid_from=local_day(job.now()) + timedelta(days=1),
            kind="quyet-dinh",
            recipient_role=str(RecipientRole.ACTION),
            paper_by=2,
        ),
        actor=job.actor("stttt", Role.OPERATOR),
        now=job.now(),
    )


def send_decision(job: MainJob) -> None:
    """The committee's decision: to all agencies of the first wave, by post to three of them."""
    clerk, leader = job.actor("ubnd", Role.CLERK), job.actor("ubnd", Role.LEADER)
    recipients = _lines(job, job.practice.province.of_wave(Wave.FIRST))
    draft = _draft(
        job,
        _decision(job, leader),
        DraftFacts(
            kind="quyet-dinh",
            subject="Ban hành Quy chế gửi, nhận và xử lý văn bản điện tử trên địa bàn tỉnh",
            notation="QĐ-UBND",
            signer_post_id=leader.post_id,
            signer_authority="KT. CHỦ TỊCH",
            recipients=(*recipients, RecipientLine("Lưu: VT, TTTH", RecipientRole.FILE)),
            slip="Kính trình Phó Chủ tịch ký ban hành Quy chế.",
        ),
        "quyet-dinh-quy-che.pdf",
        clerk,
    )
    issued = _issue(job, draft, drafter=clerk, clerk=clerk, leader=leader)
    sent = exchange.deliveries_of_version(
        _version(issued), sender_id=job.practice.province.committee_id
    )
    for one, way, number in zip(
        sent[:3],
        (PaperWay.POST, PaperWay.POST, PaperWay.BY_HAND),
        ("RN012345678VN", "RN012345681VN", ""),
        strict=True,
    ):
        exchange_services.mark_paper_sent(
            delivery_ids=[one.id],
            sent=PaperSent(local_day(job.now()), way, number),
            actor=clerk,
            now=job.now(),
        )


def ask_for_comments(job: MainJob) -> DraftCard:
    """An officer's draft: colleagues were asked, one has spoken and was answered."""
    author = _officers(job)[-1]
    leader = job.actor(DEPARTMENT, Role.LEADER)
    draft = _draft(
        job,
        _regulation(job, leader),
        DraftFacts(
            kind="quyet-dinh",
            subject="Ban hành Quy chế phối hợp quản lý chất thải rắn sinh hoạt",
            notation="QĐ-STNMT",
            signer_post_id=leader.post_id,
            recipients=(
                RecipientLine(
                    "Ủy ban nhân dân tỉnh", RecipientRole.REPORT, job.practice.agency("ubnd")
                ),
                RecipientLine("Lưu: VT, MT", RecipientRole.FILE),
            ),
            slip="Kính trình Giám đốc ký ban hành Quy chế.",
        ),
        "quy-che-phoi-hop.pdf",
        author,
    )
    others = [*_officers(job)[:-1], *_leaders(job)[1:]]
    request = issuing.ask_comments(
        draft_id=draft.id,
        commenters=[NewCommenter(post_id=one.own_post) for one in others],
        question="Đề nghị góp ý phạm vi áp dụng và thời hạn báo cáo tại Điều 2, Điều 3.",
        due_on=local_day(job.now()) + timedelta(days=3),
        key="pictures:comments",
        actor=author,
        now=job.now(),
    )
    given = issuing.give_comment(
        request_id=request,
        said=SaidComment(
            text="Điều 3: thời hạn báo cáo nên là ngày 20 hằng tháng, để kịp tổng hợp.",
            page=1,
            seen_digest=draft.content_digest,
        ),
        key="pictures:said",
        actor=others[0],
        now=job.now(),
    )
    issuing.treat_comment(
        comment_id=given,
        treatment=Treatment.TAKEN,
        explanation="Sửa thành “trước ngày 20 hằng tháng”.",
        seen_at=None,
        actor=author,
        now=job.now(),
    )
    return draft


def consult(job: MainJob, draft: DraftCard) -> None:
    """Four agencies are asked about the draft by letter; two have answered, one in part taken."""
    author, clerk = _officers(job)[-1], job.actor(DEPARTMENT, Role.CLERK)
    leader = job.actor(DEPARTMENT, Role.LEADER)
    asked = [job.practice.agency(key) for key in ("sgddt", "skhdt", "stttt", "ubndtn")]
    files = issuing.start_consultation(
        draft_id=draft.id, largest=LARGEST, actor=author, now=job.now()
    )
    letter = _draft(
        job,
        _asking(job, leader),
        DraftFacts(
            kind="cong-van",
            subject="V/v lấy ý kiến góp ý dự thảo Quy chế phối hợp quản lý chất thải rắn",
            notation="STNMT-MT",
            signer_post_id=leader.post_id,
            recipients=(*_lines(job, asked), RecipientLine("Lưu: VT, MT", RecipientRole.FILE)),
            consults_draft_id=draft.id,
            due_on=local_day(job.now()) + timedelta(days=10),
            slip="Kính trình Giám đốc ký công văn lấy ý kiến.",
        ),
        "lay-y-kien.pdf",
        author,
        attachments=files,
    )
    issued = _issue(job, letter, drafter=author, clerk=clerk, leader=leader)
    for agency_id, noted in (
        (
            asked[0],
            NotedComment(
                False,
                "Khoản 2 Điều 4: bổ sung trách nhiệm của trường học khi phân loại rác.",
                Treatment.TAKEN,
                "Đã bổ sung điểm c khoản 2 Điều 4.",
                None,
            ),
        ),
        (asked[1], NotedComment(True, "", None, "", None)),
    ):
        issuing.note_agency_comment(
            letter_id=issued.id, agency_id=agency_id, noted=noted, actor=author, now=job.now()
        )


def keep_files(job: MainJob) -> None:
    """The list of the year, and one file that an officer keeps with what came and went."""
    clerk, author = job.actor(DEPARTMENT, Role.CLERK), _officers(job)[-1]
    year = local_day(job.now()).year
    for notation, heading, title, retention in _LIST:
        case_file_id = casefiles.new_file(
            facts=CaseFileFacts(
                year=year,
                notation=notation,
                heading=heading,
                title=title,
                retention=retention,
                keeper_id=author.post_id,
            ),
            is_listed=True,
            key=f"pictures:{notation}",
            actor=clerk,
            now=job.now(),
        )
        if notation in _BEGUN:
            casefiles.open_file(case_file_id=case_file_id, actor=author, now=job.now())
        if notation == _BEGUN[0]:
            for version_id in _came_and_went(job):
                casefiles.file_document(
                    case_file_id=case_file_id, version_id=version_id, actor=author, now=job.now()
                )


_LIST = (
    (
        "01/HS-MT",
        "I. Quản lý môi trường",
        "Hồ sơ lập Quy chế phối hợp quản lý chất thải rắn sinh hoạt",
        Retention.YEARS_20,
    ),
    (
        "02/HS-MT",
        "I. Quản lý môi trường",
        "Hồ sơ thẩm định báo cáo đánh giá tác động môi trường Khu công nghiệp Dầu Giây",
        Retention.FOREVER,
    ),
    (
        "03/HS-MT",
        "I. Quản lý môi trường",
        "Hồ sơ quan trắc chất lượng nước sông Đồng Nai",
        Retention.YEARS_20,
    ),
    (
        "04/HS-ĐĐ",
        "II. Đất đai",
        "Hồ sơ lập kế hoạch sử dụng đất huyện Thống Nhất",
        Retention.FOREVER,
    ),
    (
        "05/HS-ĐĐ",
        "II. Đất đai",
        "Hồ sơ giải quyết kiến nghị về cấp giấy chứng nhận quyền sử dụng đất",
        Retention.YEARS_20,
    ),
    (
        "06/HS-VP",
        "III. Hành chính",
        "Hồ sơ triển khai gửi, nhận văn bản điện tử",
        Retention.YEARS_10,
    ),
    ("07/HS-VP", "III. Hành chính", "Hồ sơ công tác văn thư, lưu trữ", Retention.YEARS_10),
)
_BEGUN = ("06/HS-VP", "01/HS-MT", "05/HS-ĐĐ")


def train(job: MainJob) -> None:
    """A session of the province, whose people have signed in; their equipment was looked at."""
    operator, now = job.actor("stttt", Role.OPERATOR), job.now()
    session = rollout.record_training(
        held_on=local_day(now) - timedelta(days=4),
        subject="Tiếp nhận, ký số và xử lý văn bản điện tử",
        trainer="Tổ chuyển đổi số của tỉnh",
        key="pictures",
        actor=operator,
        now=now,
    )
    keys = ("ubnd", "sgddt", "skhdt", "stnmt", "stttt")
    people = [
        post.person_id
        for key in keys
        for post in directory.posts_of_agency(job.practice.agency(key), on=local_day(now))
    ]
    rollout.enter_people(training_id=session, person_ids=people, actor=operator, now=now)
    get_user_model().objects.filter(person_id__in=people).update(last_login=now)
    for key in keys:
        rollout.confirm(
            agency_id=job.practice.agency(key),
            line="equipment",
            on=local_day(now) - timedelta(days=6),
            note="Kiểm tra tại chỗ: đường truyền, máy quét, máy in.",
            actor=operator,
            now=now,
        )


def _came_and_went(job: MainJob) -> list[UUID]:
    """What the officer may read about the exchange of documents, the oldest first."""
    viewer = documents.viewer_of(_officers(job)[-1])
    found = casefile_queries.candidates("văn bản điện tử", viewer=viewer)
    return [version.id for version in reversed(found)]


def _officers(job: MainJob) -> list[Actor]:
    return _people(job, Role.OFFICER)


def _leaders(job: MainJob) -> list[Actor]:
    return _people(job, Role.LEADER)


def _people(job: MainJob, role: Role) -> list[Actor]:
    on = local_day(job.now())
    posts = directory.posts_of_agency(job.practice.agency(DEPARTMENT), on=on, role=role)
    return [access.actor_for(post.id, on=on) for post in posts]


def _lines(job: MainJob, agency_ids: Sequence[UUID]) -> tuple[RecipientLine, ...]:
    cards = directory.agencies(agency_ids)
    return tuple(RecipientLine(cards[one].name, RecipientRole.ACTION, one) for one in agency_ids)


def _draft(
    job: MainJob,
    letter: Letter,
    facts: DraftFacts,
    name: str,
    author: Actor,
    *,
    attachments: Sequence[NewFile] = (),
) -> DraftCard:
    upload = blobs.receive(
        BytesIO(print_letter(letter)),
        name=name,
        agency_id=author.own_agency,
        actor=author,
        now=job.now(),
        largest=LARGEST,
    )
    return issuing.create_draft(
        facts=facts,
        origin=Origin.HERE,
        file=NewFile(upload.id, upload.name),
        attachments=attachments,
        key=f"pictures:{uuid4()}",
        actor=author,
        now=job.now(),
    )


def _issue(
    job: MainJob, draft: DraftCard, *, drafter: Actor, clerk: Actor, leader: Actor
) -> DraftCard:
    issuing.submit_draft(draft_id=draft.id, slip=draft.facts.slip, actor=drafter, now=job.now())
    issuing.sign_with_kept_key(draft_id=draft.id, signer=job.signer, actor=leader, now=job.now())
    return issuing.issue_at_once(draft_id=draft.id, signer=job.signer, actor=clerk, now=job.now())


def _decision(job: MainJob, leader: Actor) -> Letter:
    return Letter(
        agency="ỦY BAN NHÂN DÂN TỈNH ĐỒNG NAI",
        notation="QĐ-UBND",
        place="Biên Hòa",
        year=local_day(job.now()).year,
        kind_name="Quyết định",
        subject="Ban hành Quy chế gửi, nhận và xử lý văn bản điện tử trên địa bàn tỉnh",
        content=(
            Paragraph(
                "Theo đề nghị của Giám đốc Sở Thông tin và Truyền thông,", ParagraphKind.BASIS
            ),
            Paragraph("QUYẾT ĐỊNH:", ParagraphKind.HEADING),
            Paragraph(
                "Điều 1. Ban hành kèm theo Quyết định này Quy chế gửi, nhận và xử lý văn bản điện "
                "tử trên địa bàn tỉnh Đồng Nai."
            ),
            Paragraph(
                "Điều 2. Thủ trưởng các sở, ban, ngành; Chủ tịch Ủy ban nhân dân các huyện, thị "
                "xã, thành phố chịu trách nhiệm thi hành Quyết định này./."
            ),
        ),
        signer=Signer(
            position="PHÓ CHỦ TỊCH",
            name=leader.name,
            authority=("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH"),
        ),
        recipients=("Như Điều 2;", "Lưu: VT, TTTH."),
    )


def _regulation(job: MainJob, leader: Actor) -> Letter:
    return _of_department(
        job,
        leader,
        notation="QĐ-STNMT",
        kind_name="Quyết định",
        subject="Ban hành Quy chế phối hợp quản lý chất thải rắn sinh hoạt",
        content=(
            Paragraph("Theo đề nghị của Trưởng phòng Môi trường,", ParagraphKind.BASIS),
            Paragraph("QUYẾT ĐỊNH:", ParagraphKind.HEADING),
            Paragraph(
                "Điều 1. Ban hành kèm theo Quyết định này Quy chế phối hợp quản lý chất thải rắn "
                "sinh hoạt giữa các phòng, đơn vị thuộc Sở."
            ),
            Paragraph(
                "Điều 2. Quy chế áp dụng đối với việc thu gom, phân loại, vận chuyển và thống kê "
                "chất thải rắn sinh hoạt trên địa bàn tỉnh."
            ),
            Paragraph(
                "Điều 3. Các phòng, đơn vị báo cáo kết quả trước ngày 25 hằng tháng để Phòng Môi "
                "trường tổng hợp."
            ),
            Paragraph(
                "Điều 4. Trưởng các phòng, đơn vị thuộc Sở chịu trách nhiệm thi hành Quyết định "
                "này./."
            ),
        ),
    )


def _asking(job: MainJob, leader: Actor) -> Letter:
    return _of_department(
        job,
        leader,
        notation="STNMT-MT",
        subject="lấy ý kiến góp ý dự thảo Quy chế phối hợp quản lý chất thải rắn",
        addressees=("Các cơ quan có tên tại nơi nhận.",),
        content=(
            Paragraph(
                "Sở Tài nguyên và Môi trường gửi kèm dự thảo Quy chế phối hợp quản lý chất thải "
                "rắn sinh hoạt, đề nghị quý cơ quan góp ý bằng văn bản điện tử trong thời hạn ghi "
                "trên hệ thống. Quá thời hạn mà không có ý kiến thì xem như thống nhất./."
            ),
        ),
    )


def _of_department(job: MainJob, leader: Actor, **more: Any) -> Letter:
    return Letter(
        superior="UBND TỈNH ĐỒNG NAI",
        agency="SỞ TÀI NGUYÊN VÀ MÔI TRƯỜNG",
        place="Biên Hòa",
        year=local_day(job.now()).year,
        signer=Signer(position=leader.title.upper(), name=leader.name),
        recipients=("Như trên;" if "addressees" in more else "Như Điều 4;", "Lưu: VT, MT."),
        **more,
    )


def _version(issued: DraftCard) -> UUID:
    assert issued.version_id is not None
    return issued.version_id


def _quiet(_title: str, _words: str) -> None:
    """Nobody reads the steps."""


if __name__ == "__main__":
    {"before": before, "today": today}[sys.argv[1]]()
