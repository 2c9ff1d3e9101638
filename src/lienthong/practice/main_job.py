"""The main job, played through the same services as the pages: sent, arrived, answered, proved."""

import io
import json
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

from lienthong.access import services as access
from lienthong.blobs import queries as blob_queries
from lienthong.blobs import services as blobs
from lienthong.directory import queries as directory
from lienthong.directory.types import Role
from lienthong.documents import queries as documents
from lienthong.documents.rules.kinds import LETTER as LETTER_KIND
from lienthong.documents.types import RecipientLine, RecipientRole
from lienthong.exchange import queries as exchange
from lienthong.exchange.types import DeliveryCard
from lienthong.issuing import services as issuing
from lienthong.issuing.types import DraftCard, DraftFacts, NewFile, Origin
from lienthong.kernel.actor import Actor
from lienthong.kernel.clock import VIETNAM, local_day
from lienthong.kernel.working_days import add_working_days
from lienthong.ledger import services as ledger
from lienthong.practice import letters, own_file
from lienthong.practice.installation import Practice
from lienthong.practice.province_data import Wave
from lienthong.registers import queries as register_queries
from lienthong.registers import services as registers
from lienthong.registers.types import Assignee, AssignmentRole, EntryCard
from lienthong.signatures.adapters.keyfiles import KeyFiles
from lienthong.webkit.numbers import decimal

Say = Callable[[str, str], None]
Clock = Callable[[], datetime]


@dataclass(slots=True)
class MainJob:
    """One run of the story: the committee sends, one department answers, another refuses.

    say: told each step (title, what happened); now: the clock, read before every act.
    """

    practice: Practice
    say: Say
    now: Clock
    signer: KeyFiles = field(default_factory=KeyFiles)

    def run(self, *, file: Path | None = None) -> DraftCard:
        """Play the whole story and return the committee's issued document."""
        sent = self.send(file=file)
        assert sent.version_id is not None
        self._arrived(sent.version_id)
        entry = self.accept(sent.version_id, "stttt")
        self.instruct(entry, "stttt")
        self.answer(entry, "stttt")
        self.refuse(sent.version_id, "skhcn")
        self._statuses(sent.version_id)
        self.prove(sent)
        return sent

    def send(self, *, file: Path | None = None) -> DraftCard:
        """The committee's clerk drafts, its leader signs, the clerk numbers, seals and sends."""
        draft = self.draft(file=file)
        clerk, leader = self.actor("ubnd", Role.CLERK), self.actor("ubnd", Role.LEADER)
        if draft.origin == Origin.HERE:
            return self._issue(draft, clerk, leader)
        issued = issuing.issue_document(draft_id=draft.id, actor=clerk, now=self.now())
        self.say("Phát hành tệp đã hoàn chỉnh", f"số {issued.entry_number}, văn thư {clerk.name}")
        return issued

    def draft(self, *, file: Path | None = None, reminds_of: str = "") -> DraftCard:
        """The committee's clerk drafts its letter, or brings in the visitor's file.

        reminds_of: number and notation of an earlier letter, for a letter that reminds of it.
        """
        clerk, leader = self.actor("ubnd", Role.CLERK), self.actor("ubnd", Role.LEADER)
        plan = self._plan(leader, file, reminds_of)
        draft = issuing.create_draft(
            facts=plan.facts,
            origin=plan.origin,
            file=self._upload(plan.pdf, file.name if file else "cong-van-UBND.pdf", clerk),
            key=f"practice:{uuid4()}",
            actor=clerk,
            now=self.now(),
        )
        self.say("Kiểm tra tệp", f"{draft.content_name}: không có dấu mật, mở được, gửi được")
        return draft

    def accept(self, version_id: UUID, key: str) -> EntryCard:
        """A clerk accepts: the next number of the incoming book."""
        clerk = self.actor(key, Role.CLERK)
        delivery = exchange.delivery_to(version_id, recipient_id=self.practice.agency(key))
        assert delivery is not None
        entry = registers.accept_delivery(
            delivery_id=delivery.id, key=f"practice:{delivery.id}", actor=clerk, now=self.now()
        )
        self.say(
            "Tiếp nhận và vào sổ",
            f"{delivery.recipient_name}: văn bản đến số {entry.number}, dấu ĐẾN",
        )
        return entry

    def instruct(self, entry: EntryCard, key: str) -> None:
        """The leader hands it to a unit, with a deadline of four working days."""
        leader = self.actor(key, Role.LEADER)
        now = self.now()
        today = local_day(now)
        is_working_day = directory.working_day_checker(today, today + timedelta(days=60))
        due_on = add_working_days(today, 4, is_working_day=is_working_day)
        lead, support = self._units(key)
        registers.give_instruction(
            entry_id=entry.id,
            text="Chủ trì tham mưu văn bản trả lời UBND tỉnh.",
            assignees=[
                Assignee(AssignmentRole.LEAD, unit_id=lead),
                Assignee(AssignmentRole.SUPPORT, unit_id=support),
            ],
            due_on=due_on,
            key=f"practice:{uuid4()}",
            actor=leader,
            now=now,
        )
        card = register_queries.incoming_card(entry.id)
        self.say(
            "Lãnh đạo chỉ đạo",
            f"{leader.title} {leader.name}: {card.lead_name} chủ trì, hạn {due_on:%d/%m/%Y}",
        )

    def answer(self, entry: EntryCard, key: str) -> None:
        """The officer starts, drafts the answer, has it signed, sealed and sent, and finishes."""
        officer, leader = self.actor(key, Role.OFFICER), self.actor(key, Role.LEADER)
        assignment = register_queries.incoming_card(entry.id).assignments[0]
        registers.start_work(assignment_id=assignment.id, actor=officer, now=self.now())
        agency = directory.agency(self.practice.agency(key))
        pdf = letters.answer_letter(
            agency_name=agency.name,
            notation=f"{agency.abbreviation}-CNTT",
            signer_name=leader.name,
            signer_position=leader.title,
            place="Biên Hòa",
            on=local_day(self.now()),
            answers=entry.facts.reference_code,
        )
        draft = issuing.create_draft(
            facts=DraftFacts(
                kind=LETTER_KIND,
                subject=letters.ANSWER_SUBJECT,
                notation=f"{agency.abbreviation}-CNTT",
                signer_post_id=leader.post_id,
                recipients=(
                    RecipientLine(
                        "Ủy ban nhân dân tỉnh", RecipientRole.REPORT, self.practice.agency("ubnd")
                    ),
                    RecipientLine("Lưu: VT, CNTT", RecipientRole.FILE),
                ),
                answers_entry_id=entry.id,
                slip="Kính trình Giám đốc ký văn bản trả lời UBND tỉnh.",
            ),
            origin=Origin.HERE,
            file=self._upload(pdf, "tra-loi-UBND.pdf", officer),
            key=f"practice:{uuid4()}",
            actor=officer,
            now=self.now(),
        )
        issued = self._issue(draft, self.actor(key, Role.CLERK), leader, drafter=officer)
        assert issued.version_id is not None
        registers.finish_work(
            assignment_id=assignment.id,
            outcome=f"Đã trả lời bằng văn bản số {issued.entry_number}.",
            answer_document_id=documents.version_card(issued.version_id).document_id,
            actor=officer,
            now=self.now(),
        )
        self.say("Hoàn thành", f"{officer.name}: đã trả lời bằng văn bản số {issued.entry_number}")

    def refuse(self, version_id: UUID, key: str) -> None:
        """Another clerk refuses, with the reason."""
        clerk = self.actor(key, Role.CLERK)
        delivery = exchange.delivery_to(version_id, recipient_id=self.practice.agency(key))
        assert delivery is not None
        reason = "Gửi trùng: cơ quan đã nhận văn bản này ngày hôm trước qua đường khác."
        registers.refuse_delivery(
            delivery_id=delivery.id,
            reason=reason,
            key=f"practice:{delivery.id}",
            actor=clerk,
            now=self.now(),
        )
        self.say("Từ chối tiếp nhận", f"{delivery.recipient_name}: “{reason}”")

    def prove(self, sent: DraftCard) -> Path:
        """Give every record its place, write one delivery's receipt and check it offline."""
        ledger.sequence(now=self.now(), limit=10_000)
        assert sent.version_id is not None
        delivery = exchange.delivery_to(sent.version_id, recipient_id=self.practice.agency("stttt"))
        assert delivery is not None
        return self.prove_delivery(delivery)

    def prove_delivery(self, delivery: DeliveryCard) -> Path:
        """Write the receipt of a delivery beside its file, and check both offline."""
        receipt = ledger.issue_receipt(
            delivery.dispatch_record_id,
            item_key=str(delivery.id),
            reveal=["content", "reference_code", "subject", "sender", "recipient"],
            kind="delivery",
            now=self.now(),
        )
        folder = self.practice.home / "bien-nhan"
        folder.mkdir(exist_ok=True)
        path = folder / f"{delivery.id}.json"
        path.write_text(json.dumps(receipt, ensure_ascii=False, indent=1), encoding="utf-8")
        version = documents.version_card(delivery.version_id)
        document = folder / f"{delivery.id}{Path(version.content_name).suffix}"
        with blob_queries.open_content(version.content_digest) as source:
            document.write_bytes(source.read())
        self._check_offline(path, document)
        return path

    def actor(self, key: str, role: Role) -> Actor:
        """Return one who holds a role in an agency: the first, of officers the last."""
        on = local_day(self.now())
        posts = directory.posts_of_agency(self.practice.agency(key), on=on, role=role)
        return access.actor_for(posts[-1 if role == Role.OFFICER else 0].id, on=on)

    def _plan(self, leader: Actor, file: Path | None, reminds_of: str) -> own_file.Plan:
        """Say how the committee sends its own letter, a reminder, or the visitor's file."""
        recipients = [
            RecipientLine(card.name, RecipientRole.ACTION, card.id)
            for card in directory.agencies(self.practice.province.of_wave(Wave.FIRST)).values()
        ]
        lines = (*recipients, RecipientLine("Lưu: VT, TTTH", RecipientRole.FILE))
        now = self.now()
        if file is not None:
            return own_file.plan_for(file, signer=leader, recipients=lines, now=now)
        name, on = leader.name, local_day(now)
        subject, letter = (
            letters.COMMITTEE_SUBJECT,
            letters.committee_letter(signer_name=name, on=on),
        )
        if reminds_of:
            subject = letters.REMINDER_SUBJECT
            letter = letters.reminder_letter(signer_name=name, on=on, about=reminds_of)
        return own_file.plan_here(letter, subject, LETTER_KIND, signer=leader, recipients=lines)

    def _upload(self, pdf: bytes, name: str, actor: Actor) -> NewFile:
        assert actor.agency_id is not None
        upload = blobs.receive(
            io.BytesIO(pdf),
            name=name,
            agency_id=actor.agency_id,
            actor=actor,
            now=self.now(),
            largest=100 * 1024 * 1024,
        )
        return NewFile(upload.id, upload.name)

    def _issue(
        self, draft: DraftCard, clerk: Actor, leader: Actor, *, drafter: Actor | None = None
    ) -> DraftCard:
        issuing.submit_draft(
            draft_id=draft.id, slip=draft.facts.slip, actor=drafter or clerk, now=self.now()
        )
        issuing.sign_with_kept_key(
            draft_id=draft.id, signer=self.signer, actor=leader, now=self.now()
        )
        self.say("Lãnh đạo ký số", f"{leader.title} {leader.name}")
        issued = issuing.issue_at_once(
            draft_id=draft.id, signer=self.signer, actor=clerk, now=self.now()
        )
        self.say(
            "Lấy số, đóng dấu, phát hành",
            f"số {issued.entry_number}, văn thư {clerk.name}",
        )
        return issued

    def _units(self, key: str) -> tuple[UUID, UUID]:
        """The lead is the unit of the officer who answers, the other one cooperates."""
        on = local_day(self.now())
        agency_id = self.practice.agency(key)
        lead = self.actor(key, Role.OFFICER).unit_id
        assert lead is not None
        others = [unit.id for unit in directory.units_of(agency_id, on=on) if unit.id != lead]
        return lead, others[0]

    def _arrived(self, version_id: UUID) -> None:
        deliveries = exchange.deliveries_of_version(
            version_id, sender_id=self.practice.agency("ubnd")
        )
        names = ", ".join(d.recipient_name for d in deliveries)
        self.say("Đã đến", f"{len(deliveries)} cơ quan có ngay: {names}")

    def _statuses(self, version_id: UUID) -> None:
        for delivery in exchange.deliveries_of_version(
            version_id, sender_id=self.practice.agency("ubnd")
        ):
            since = delivery.state_since
            at = f"{since.astimezone(VIETNAM):%H:%M:%S}" if since else ""
            self.say("Bên gửi thấy", f"{delivery.recipient_name}: {delivery.state.label} {at}")

    def _check_offline(self, receipt: Path, document: Path) -> None:
        """Check as a stranger would: another process, the public key, no database."""
        started = time.perf_counter()
        checked = subprocess.run(  # noqa: S603  # our own command and files
            [
                sys.executable,
                "-m",
                "lienthong.config.command",
                "verify",
                str(receipt),
                str(document),
                "--key",
                str(self.practice.public_key),
            ],
            capture_output=True,
            text=True,
            check=False,
        )
        for line in checked.stdout.splitlines():
            outcome, _code, sentence = line.split("\t", 2)
            self.say("Kiểm tra biên nhận", f"{outcome.lower()}: {sentence}")
        if checked.returncode != 0:
            raise RuntimeError(f"the receipt does not verify: {checked.stderr}")
        took = time.perf_counter() - started
        self.say(
            "Kiểm tra biên nhận", f"xong, không cần cơ sở dữ liệu ({decimal(round(took, 1))} s)"
        )
