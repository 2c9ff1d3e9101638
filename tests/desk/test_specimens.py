"""Specimens of seals and signatures: introduced to all, looked up beside a scan (C4)."""

import io
from datetime import timedelta

import pytest
from PIL import Image, PngImagePlugin
from tests.desk.builders import an_arrived, at_desk, opened, two_offices, words_of
from tests.exchange.builders import an_office
from tests.same_moment import together

from lienthong.access.errors import OtherAgency, RightMissing
from lienthong.directory import services as directory
from lienthong.documents.types import LegalValue
from lienthong.kernel import clock
from lienthong.kernel.ids import uuid7
from lienthong.ledger.models import Record
from lienthong.notices.models import Notice
from lienthong.signatures import errors, queries, services
from lienthong.signatures.adapters.test_marks import drawn_seal, drawn_signature
from lienthong.signatures.models import Specimen
from lienthong.signatures.pdf.marks import PICTURE, picture_of
from lienthong.signatures.types import Holder, Mark, MediaType

pytestmark = [pytest.mark.django_db, pytest.mark.once]
DAY = timedelta(days=1)


def today():
    return clock.local_day(clock.now())


def introduce(office, *, person=None, since=None, actor=None, **facts):
    mark = drawn_signature("Hòa") if person else drawn_seal(office.agency.name)
    return services.introduce_mark(
        holder=Holder(office.agency.id, person),
        mark=mark,
        valid_from_on=since or today(),
        actor=actor or office.clerk,
        now=clock.now(),
        **facts,
    )


def end(office, specimen_id, on=None, reason="Đổi dấu", actor=None):
    services.end_specimen(
        specimen_id=specimen_id,
        on=on or today(),
        reason=reason,
        actor=actor or office.clerk,
        now=clock.now(),
    )


def test_C4_all_agencies_hear_of_a_new_one_by_one_row():
    committee, department = two_offices()
    third = an_office("Sở Y tế", parent=committee.agency)
    made = introduce(committee)

    assert Notice.objects.filter(code="signatures.seal-introduced").count() == 1
    for office in (department, third):
        assert opened(at_desk(office.clerk)) == [f"/mau-dau-chu-ky/{made}/"]
        assert opened(at_desk(office.officer)) == []
    page = at_desk(department.leader).get(f"/mau-dau-chu-ky/{made}/", follow=True)
    assert committee.agency.name in words_of(page)
    assert f"/mau-dau-chu-ky/{made}/hinh.png" in page.content.decode()


def test_C4_only_the_agency_introduces_and_ends_its_own():
    committee, department = two_offices()
    made = introduce(committee, since=today() - 5 * DAY)

    for actor, refusal in ((department.clerk, OtherAgency), (committee.leader, RightMissing)):
        with pytest.raises(refusal):
            introduce(committee, actor=actor)
        with pytest.raises(refusal):
            end(committee, made, actor=actor)
    with pytest.raises(errors.HolderNotThere):
        introduce(committee, person=department.leader.person_id)
    with pytest.raises(errors.SpecimenUnknown):
        end(committee, uuid7())
    with pytest.raises(errors.ReasonMissing):
        end(committee, made, reason=" ")
    for act in (lambda day: introduce(committee, since=day), lambda day: end(committee, made, day)):
        with pytest.raises(errors.SpecimenDaysWrong):
            act(today() - 6 * DAY)
    end(committee, made)
    end(committee, made, today() + DAY)
    assert Specimen.objects.get().valid_until_on == today()
    assert Record.objects.filter(act="signatures.mark-ended").count() == 1
    assert Notice.objects.filter(code="signatures.seal-ended").count() == 1


def test_C4_the_same_introduction_again_is_one_and_told_once():
    committee, _department = two_offices()
    before = introduce(committee, since=today() - 5 * DAY)
    made = introduce(committee, notice_code="12/TB-UBND")
    assert introduce(committee, notice_code="12/TB-UBND") == made
    assert Specimen.objects.get(pk=before).valid_until_on == today()
    assert Specimen.objects.count() == 2
    assert Notice.objects.filter(code="signatures.seal-introduced").count() == 2
    far = today() + 367 * DAY
    for act in (lambda: introduce(committee, since=far), lambda: end(committee, made, far)):
        with pytest.raises(errors.SpecimenDayFar) as refused:
            act()
        assert refused.value.code == "signatures.specimen-day-far"


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_C4_of_two_clicks_at_one_moment_one_introduces():
    committee, _department = two_offices()
    assert together(*[lambda: introduce(committee)] * 2) == []
    assert Specimen.objects.count() == 1


def test_C4_the_picture_is_drawn_anew_and_nothing_else_of_the_file_is_in_it():
    hidden = PngImagePlugin.PngInfo()
    hidden.add_text("Comment", "nơi-quét-bí-mật")
    file = io.BytesIO()
    Image.new("RGBA", (1900, 900), (200, 0, 0, 40)).save(file, "PNG", pnginfo=hidden)
    whole = file.getvalue()
    drawn = Image.open(io.BytesIO(picture_of(Mark(whole))))
    assert (drawn.size, drawn.mode, drawn.info) == ((PICTURE, 284), "RGB", {})
    svg = drawn_seal("Sở").image.replace(b"<circle", b"<script>alert(1)</script><circle", 1)
    assert picture_of(Mark(svg, MediaType.SVG)).startswith(b"\x89PNG")
    for broken in (whole[:900], b"GIF89a", b"<svg viewBox='0 0 1 1'"):
        with pytest.raises(errors.MarkUnreadable):
            picture_of(Mark(broken))


def test_C4_who_does_not_work_with_documents_sees_no_specimen(client):
    committee, _department = two_offices()
    made = introduce(committee)
    picture = f"/mau-dau-chu-ky/{made}/hinh.png"

    assert client.get(picture).status_code == 302
    answer = at_desk(committee.officer).get(picture)
    assert answer.content == queries.specimen_picture(made)
    assert answer["Content-Type"] == "image/png"
    assert answer["Cache-Control"].startswith("private")
    Specimen.objects.update(picture=b"")  # as kept before pictures were
    assert queries.specimen_picture(made) == answer.content


def test_C4_beside_a_scan_stand_the_specimens_of_its_day():
    committee, department = two_offices()
    scan = an_arrived(
        committee, department, legal_value=LegalValue.SCAN, signer_name=committee.leader.name
    )
    signed = an_arrived(committee, department)
    clerk, address = at_desk(department.clerk), f"/van-ban/{scan.version_id}/"
    words = words_of(clerk.get(address))
    assert "chưa có mẫu dấu" in words
    assert "chưa có mẫu chữ ký" in words
    assert "Mẫu để so sánh" not in words_of(clerk.get(f"/van-ban/{signed.version_id}/"))
    assert "Mẫu để so sánh" not in words_of(at_desk(committee.clerk).get(address))

    notice = an_arrived(committee, department)
    code = clerk.get(f"/van-ban/{notice.version_id}/").context["version"].reference_code
    old = introduce(committee, since=today() - 9 * DAY)
    end(committee, old, today() - 3 * DAY)
    introduce(committee, person=committee.leader.person_id, notice_code=code)
    page = clerk.get(address)
    words = words_of(page)
    assert "thôi dùng từ" in words
    assert "người ký văn bản" in words
    assert f'href="/van-ban/{notice.version_id}/">{code}' in page.content.decode()
    new = introduce(committee, since=today() - 2 * DAY)
    page = clerk.get("/van-ban-den/cho-tiep-nhan/", {"chon": str(scan.id)}).content.decode()
    assert str(new) in page
    assert str(old) not in page

    directory.end_post(post_id=committee.leader.post_id, on=today() - 2 * DAY)
    assert "danh bạ: không giữ chức vụ ngày đó" in words_of(clerk.get(address))


def test_C4_the_clerk_introduces_and_ends_on_the_page_and_others_find_it(
    django_assert_max_num_queries,
):
    committee, department = two_offices()
    clerk, image = at_desk(committee.clerk), io.BytesIO(drawn_signature("Hòa").image)
    image.name = "chu-ky.svg"
    sent = {
        "holder": str(committee.leader.person_id),
        "file": image,
        "valid_from_on": f"{today():%d/%m/%Y}",
        "notice_code": "12/TB-UBND",
    }
    page = clerk.post("/mau-dau-chu-ky/gioi-thieu/", sent, follow=True)
    assert "văn thư mọi cơ quan được báo" in words_of(page)
    wrong = clerk.post("/mau-dau-chu-ky/gioi-thieu/", {"valid_from_on": "x"})
    assert wrong.status_code == 422
    made = Specimen.objects.get()
    reader = at_desk(department.officer)
    for words in ("12/tb", committee.leader.name.upper(), committee.agency.name):
        with django_assert_max_num_queries(20):
            found = reader.get("/mau-dau-chu-ky/", {"q": words})
        assert str(made.pk) in found.content.decode()
    for odd in ("zz zz", "a\x00b"):
        assert "Không tìm thấy mẫu nào" in words_of(reader.get("/mau-dau-chu-ky/", {"q": odd}))
    refused = clerk.post(f"/mau-dau-chu-ky/{made.pk}/thoi/", {"on": "x", "reason": "Nghỉ hưu"})
    assert "signatures.specimen-days-wrong" in refused.content.decode()
    ended = {"on": f"{today():%d/%m/%Y}", "reason": "Nghỉ hưu"}
    page = clerk.post(f"/mau-dau-chu-ky/{made.pk}/thoi/", ended, follow=True)
    assert "đã thôi dùng" in words_of(page)
