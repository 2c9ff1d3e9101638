"""Whether an agency is ready is computed from what is there, before it joins (G9)."""

import hashlib
import io
import json
from datetime import timedelta

import pytest
from django.core.management import call_command
from tests.access.builders import an_actor
from tests.desk.builders import at_desk, words_of
from tests.exchange.builders import an_office
from tests.signatures.builders import the_authority

from lienthong.access.errors import OtherAgency, RightMissing
from lienthong.access.models import Account, KnownDevice
from lienthong.directory import queries as directory_queries
from lienthong.directory import services as directory
from lienthong.directory.models import Participation
from lienthong.directory.types import Role
from lienthong.kernel import clock
from lienthong.kernel.ids import uuid7
from lienthong.lab.errors import ReportAltered, ReportUnreadable
from lienthong.lab.rules.book_of import book, check_words
from lienthong.lab.rules.report import Made, digest_of, report_of
from lienthong.lab.types import Candidate, Checked, Direction, Outcome, Result, Terms
from lienthong.ledger.models import Record
from lienthong.rollout import errors, queries, services
from lienthong.rollout.models import LabReport
from lienthong.rollout.types import Line
from lienthong.signatures import services as signatures
from lienthong.signatures.types import HolderKind

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def today():
    return clock.local_day(clock.now())


@pytest.fixture
def office(db):
    committee = an_office("Ủy ban nhân dân tỉnh", takes_part=False).agency
    return an_office("Sở Tư pháp", parent=committee, takes_part=False)


def another(office, name="Sở Y tế", **facts):
    parent = directory_queries.agency(office.agency.parent_id)
    return an_office(name, parent=parent, takes_part=False, **facts)


@pytest.fixture
def operator(office):
    return an_actor(office.agency, Role.OPERATOR)


def lines(office):
    state = queries.state_of(office.agency.id, now=clock.now())
    return {one.line: one for one in state.lines}


def missing(office):
    return {line for line, one in lines(office).items() if one.is_missing}


def has_signed_in(actor, *, days=3):
    at_desk(actor)
    account = Account.objects.get(person_id=actor.person_id)
    first = clock.now() - days * DAY
    KnownDevice.objects.create(
        account=account, digest=uuid7().hex, first_seen_at=first, last_seen_at=clock.now()
    )


def a_good_report():
    """What the lab writes when everything was passed."""
    check = Checked(next(iter(check_words())), True, "")
    results = [Result(one, Outcome.PASSED, [check], []) for one in book(Direction.SERVER)]
    at = clock.now() - DAY
    made = Made("0.1.0", at, at, (), Terms())
    tested = Candidate("Phần mềm mẫu", "4.2", "Công ty Mẫu", "https://mau.example.vn/vxp")
    return report_of(results, direction=Direction.SERVER, tested=tested, made=made)


def certify(office):
    terms = {"since": clock.now() - DAY, "until": clock.now() + DAY}
    for kind, holder, issued in (
        (HolderKind.AGENCY, office.agency.id, the_authority().agency("Sở", **terms)),
        (HolderKind.PERSON, office.leader.person_id, the_authority().person("Người", **terms)),
    ):
        signatures.register_certificate(pem=issued.pem, holder_kind=kind, holder_id=holder)


def join(office, actor, **facts):
    wave = directory.Wave(name="Đợt 1", starts_on=today())
    asked = {"wave": wave, "agency_ids": [office.agency.id], "actor": actor, "now": clock.now()}
    return directory.set_wave(**asked | facts)


def refuse_who_is_not_ready(operator):
    services.set_rule(
        subject="joining",
        value="refuse",
        holds_from=today(),
        source="15/QĐ-UBND",
        actor=operator,
        now=clock.now(),
    )


def test_G9_each_line_follows_the_facts_and_says_since_when(office):
    before = missing(office)
    assert before >= {Line.CLERK, Line.LEADER, Line.CERTIFICATE, Line.NETWORK}
    has_signed_in(office.clerk, days=3)
    has_signed_in(office.leader, days=1)
    certify(office)

    now = lines(office)
    assert before - missing(office) == {Line.CLERK, Line.LEADER, Line.CERTIFICATE, Line.NETWORK}
    assert now[Line.CLERK].since == clock.local_day(clock.now() - 3 * DAY)
    assert now[Line.NETWORK].since == now[Line.CLERK].since
    assert not now[Line.FACTOR].is_met
    assert Line.SOFTWARE not in now
    directory.end_post(post_id=office.leader.post_id, on=today() - DAY)
    assert {Line.LEADER, Line.CERTIFICATE} <= missing(office)


def test_G9_who_joins_unready_is_named_and_refused_by_rule_but_for_a_reason(office, operator):
    done = join(office, operator)
    assert (done.new, done.not_ready) == (1, (office.agency.name,))
    late = another(office)
    refuse_who_is_not_ready(operator)
    with pytest.raises(errors.NotReady) as refused:
        join(late, operator)
    assert "Sở Y tế: " in str(refused.value.facts["names"])
    assert not Participation.objects.filter(agency=late.agency.id).exists()
    assert join(late, operator, despite="Chỉ thị 14, chờ chứng thư").new == 1
    told = Record.objects.filter(act="directory.wave-set").order_by("-pk")
    assert told.count() == 2
    later = directory.Wave(name="Đợt 2", starts_on=today() + DAY)
    assert join(late, operator, wave=later).new == 1  # later terms are no joining


def test_G9_a_rule_has_a_source_a_day_and_words_of_the_list(office, operator):
    asked = {"subject": "address", "value": "obligatory", "holds_from": today(), "source": "15/QĐ"}
    wrong = (
        ({"subject": "x"}, errors.RuleUnknown),
        ({"value": "warn"}, errors.RuleUnknown),
        ({"source": " "}, errors.RuleUnfounded),
        ({"holds_from": None}, errors.DayAhead),
        ({"actor": office.clerk}, RightMissing),
    )
    for change, refusal in wrong:
        with pytest.raises(refusal):
            services.set_rule(**{**asked, "actor": operator, "now": clock.now(), **change})
    for _again in range(2):
        services.set_rule(**asked, actor=operator, now=clock.now())
    assert Line.ADDRESS in missing(office)
    with pytest.raises(errors.RuleThereAlready) as there:
        services.set_rule(**asked | {"value": "advised"}, actor=operator, now=clock.now())
    assert there.value.facts["value"] == "bắt buộc"
    tomorrow = {"value": "not-asked", "holds_from": today() + DAY}
    services.set_rule(**asked | tomorrow, actor=operator, now=clock.now())
    assert Line.ADDRESS in missing(office)
    assert Record.objects.filter(act="rollout.rule-set").count() == 2


def test_G9_only_what_nobody_can_know_is_confirmed_by_a_named_person(office, operator):
    administrator = an_actor(office.agency, Role.ADMINISTRATOR)
    asked = {
        "agency_id": office.agency.id,
        "line": "certificate",
        "on": today(),
        "note": "Quét bản có dấu đến khi có chứng thư",
        "now": clock.now(),
    }
    stranger = an_actor(another(office).agency, Role.ADMINISTRATOR)
    wrong = (
        ({"line": "clerk"}, errors.NotConfirmable),
        ({"on": today() + DAY}, errors.DayAhead),
        ({"note": " "}, errors.NoteMissing),
        ({"actor": office.clerk}, RightMissing),
        ({"actor": stranger}, OtherAgency),
    )
    for change, refusal in wrong:
        with pytest.raises(refusal):
            services.confirm(**{"actor": administrator, **asked, **change})
    made = services.confirm(actor=administrator, **asked)
    said = lines(office)[Line.CERTIFICATE].confirmation
    assert (said.id, said.by, said.on) == (made, administrator.name, today())
    assert Line.CERTIFICATE not in missing(office)
    with pytest.raises(errors.ConfirmationUnknown):
        services.withdraw(confirmation_id=uuid7(), actor=operator, now=clock.now())
    services.withdraw(confirmation_id=made, actor=operator, now=clock.now())
    services.withdraw(confirmation_id=made, actor=operator, now=clock.now())
    assert Line.CERTIFICATE in missing(office)
    assert Record.objects.filter(act="rollout.confirmation-withdrawn").count() == 1


def test_G9_software_needs_a_report_of_the_lab_that_nobody_changed(office, operator):
    own = another(office, books_here=False)
    assert Line.SOFTWARE in missing(own)
    report = json.dumps(a_good_report()).encode()
    asked = {"agency_id": own.agency.id, "actor": operator, "now": clock.now()}
    for _again in range(2):
        services.hand_in_report(content=report, **asked)
    kept = LabReport.objects.get()
    assert (kept.is_ready, kept.system) == (True, "Phần mềm mẫu 4.2")
    assert kept.digest == hashlib.sha256(report).hexdigest()
    assert Line.SOFTWARE not in missing(own)
    with pytest.raises(ReportAltered):
        services.hand_in_report(content=report.replace(b"passed", b"failed", 1), **asked)
    with pytest.raises(errors.DayAhead):
        services.hand_in_report(content=report, **asked | {"now": kept.played_at - DAY})
    with pytest.raises(errors.ReportTooLarge):
        services.hand_in_report(content=b" " * (services.LARGEST_REPORT + 1), **asked)


def resealed(report, **changes):
    told = {**report, **changes}
    return json.dumps({**told, "digest": {"value": digest_of(told)}}).encode()


def test_G9_the_report_that_was_played_last_counts_whenever_it_was_handed_in(office, operator):
    own = another(office, books_here=False)
    good = a_good_report()
    bad = [{**one, "outcome": "failed"} for one in good["scenarios"]]
    later = clock.now().isoformat()
    asked = {"agency_id": own.agency.id, "actor": operator, "now": clock.now()}
    services.hand_in_report(content=resealed(good, scenarios=bad, ended_at=later), **asked)
    services.hand_in_report(content=resealed(good), **asked)
    assert LabReport.objects.filter(is_ready=True).count() == 1
    assert not lines(own)[Line.SOFTWARE].report.is_ready
    assert Line.SOFTWARE in missing(own)


def test_G9_a_report_that_is_no_report_is_refused_and_breaks_no_page(office, operator):
    good = a_good_report()
    asked = {"agency_id": office.agency.id, "actor": operator, "now": clock.now()}
    unreadable = (
        resealed(good, ended_at="0001-01-01T00:00:00+14:00"),
        resealed(good, ended_at="2026-11-01"),
        resealed(good, terms={"large_bytes": float("inf")}),
        resealed(good, scenarios="x"),
        json.dumps({**good, "tested": "x"}).encode().replace(b'"x"', b'"\\ud800"'),
        json.dumps(good).encode()[:-100],
        b"[" * 100_000,
        b"",
    )
    for content in unreadable:
        with pytest.raises(ReportUnreadable):
            services.hand_in_report(content=content, **asked)
    twice = [{**one, "outcome": "failed"} for one in good["scenarios"]] + good["scenarios"]
    services.hand_in_report(content=resealed(good, scenarios=twice), **asked)
    assert not LabReport.objects.get().is_ready


@pytest.mark.once
def test_G9_the_table_and_the_page_say_what_is_missing(
    office, operator, django_assert_max_num_queries
):
    join(office, operator)
    desk = at_desk(operator)
    with django_assert_max_num_queries(40):
        page = words_of(desk.get("/san-sang/", {"dot": "Đợt 1"}))
    assert "chưa sẵn sàng" in page
    assert "Văn thư đã đăng nhập" in page
    rule = {"rule": "address obligatory", "holds_from": f"{today():%d/%m/%Y}", "source": "15/QĐ"}
    assert "Đã ghi quy tắc" in words_of(desk.post("/san-sang/quy-tac/", rule, follow=True))
    address = f"/san-sang/{office.agency.id}/"
    said = {"line": "equipment", "on": f"{today():%d/%m/%Y}", "note": "Biên bản 12/11"}
    assert "Biên bản 12/11" in words_of(desk.post(f"{address}xac-nhan/", said, follow=True))
    refused = desk.post(f"{address}bao-cao/", {"file": io.BytesIO(b"{}")})
    assert "lab.report-unreadable" in refused.content.decode()
    leader = at_desk(office.leader)
    assert "Địa chỉ trụ sở" in words_of(leader.get("/san-sang/cua-toi/", follow=True))
    other = another(office)
    assert leader.get(f"/san-sang/{other.agency.id}/").status_code == 403


@pytest.mark.once
def test_G9_the_command_says_it_line_by_line(office, capsys):
    with pytest.raises(SystemExit):
        call_command("readiness", office.agency.code)
    assert "clerk\tobligatory\tno\t-" in capsys.readouterr().out
    with pytest.raises(SystemExit):
        call_command("readiness")
    assert "clerk,leader" in capsys.readouterr().out
