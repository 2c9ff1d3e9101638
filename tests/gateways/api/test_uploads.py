"""Files come in whole or in parts; nothing wrong leaves anything behind (A11)."""

import base64
import fcntl
import hashlib
import os
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from tests.gateways.calls import a_caller, a_pdf, repr_digest

from lienthong.apikit.signing import content_digest
from lienthong.blobs.models import Upload
from lienthong.gateways import places, rules, services
from lienthong.gateways.errors import PartNotFound
from lienthong.gateways.models import UploadPart
from lienthong.gateways.services import resume_upload
from lienthong.kernel import clock
from lienthong.kernel.actor import Actor, ActorKind

pytestmark = pytest.mark.django_db


@pytest.fixture
def system():
    return a_caller()


def begun(system, content: bytes, first: bytes = b"", **fields: str):
    told = {
        "Upload_Complete": "?0",
        "Upload_Length": str(len(content)),
        "Repr_Digest": repr_digest(content),
        **fields,
    }
    return system.send("POST", "/uploads?name=van-ban.pdf", first, **told)


def code_of(answer) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def files_in(home, folder: str) -> list[str]:
    return [path.name for path in (home / folder).rglob("*") if path.is_file()]


def test_a_whole_file_is_told_with_its_digest(system):
    content = a_pdf()
    answer = system.send(
        "POST",
        "/uploads?name=V%C4%83n%20b%E1%BA%A3n.pdf",
        content,
        Content_Digest=content_digest([content]),
    )
    assert answer.status_code == 201
    told = answer.json()
    assert told["name"] == "Văn bản.pdf"
    assert told["sha256"] == hashlib.sha256(content).hexdigest()
    assert told["media_type"] == "application/pdf"


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "a.pdf", "blobs.empty"),
        (b"no pdf at all", "a.pdf", "blobs.mislabelled"),
    ],
)
def test_a_file_that_is_none_is_refused_and_nothing_stays(system, home, content, name, code):
    answer = system.send("POST", f"/uploads?name={name}", content)
    assert code_of(answer) == (422, code)
    assert files_in(home, "quarantine") == []


def test_a_file_in_pieces_needs_something_that_tells_whether_it_came_whole(system, home):
    content, pieces = a_pdf(), {"Transfer_Encoding": "chunked"}
    odd = {"Repr_Digest": "md5=:AAAAAAAAAAAAAAAAAAAAAA==:"}
    for fields in (pieces, pieces | odd):
        answer = system.send("POST", "/uploads?name=a.pdf", content, **fields)
        assert (answer.status_code, answer.json()["code"]) == (411, "api.length-missing")
    assert not list((home / "quarantine").glob("**/*.part"))
    for told in (
        {"Content_Digest": content_digest([content])},
        {"Repr_Digest": repr_digest(content)},
        {"Upload_Length": str(len(content))},
    ):
        answer = system.send("POST", "/uploads?name=a.pdf", content, **pieces, **told)
        assert answer.status_code == 201
    cut = {"Content_Digest": content_digest([content + b" and more"])}
    answer = system.send("POST", "/uploads?name=a.pdf", content, **pieces, **cut)
    assert answer.json()["code"] == "api.digest-differs"


def test_a_body_that_is_not_what_its_digest_says_is_refused(system, home):
    wrong = f"sha-256=:{base64.b64encode(bytes(32)).decode()}:"
    answer = system.send("POST", "/uploads?name=a.pdf", a_pdf(), Content_Digest=wrong)
    assert code_of(answer) == (422, "api.digest-differs")
    assert files_in(home, "quarantine") == []


def test_a_file_in_parts_becomes_an_upload_when_all_has_come(system):
    content = a_pdf()
    made = begun(system, content, content[:100])
    assert made.status_code == 201
    assert (made["Upload-Offset"], made["Upload-Complete"]) == ("100", "?0")
    path = made["Location"].removeprefix("/api/v1")

    asked = system.send("HEAD", path)
    assert (asked.status_code, asked["Upload-Offset"]) == (204, "100")
    last = system.send("PATCH", path, content[100:], Upload_Offset="100")
    assert last.status_code == 200
    assert last["Upload-Complete"] == "?1"
    assert last.json()["upload"]
    again = system.send("HEAD", path)
    assert (again["Upload-Offset"], again["Upload-Complete"]) == (str(len(content)), "?1")


def test_A3_what_has_come_of_a_file_lies_nowhere_in_clear(system, home):
    content = a_pdf(size=200_000)
    begun(system, content, content[:150_000])
    [part] = [each for each in (home / "parts").rglob("*") if each.is_file()]
    kept = part.read_bytes()
    assert len(kept) > 150_000
    assert not any(content[at : at + 16] in kept for at in range(0, 150_000, 1_000))


@pytest.mark.parametrize("torn", [1, 30, 70_000])
def test_what_was_being_written_when_the_server_died_is_sent_again(system, home, torn):
    """Bytes of a frame that is not whole count for nothing; what came before them stays."""
    content = a_pdf(size=200_000)
    path = begun(system, content, content[:150_000])["Location"].removeprefix("/api/v1")
    [part] = [each for each in (home / "parts").rglob("*") if each.is_file()]
    with part.open("r+b") as file:
        file.truncate(part.stat().st_size - torn)

    offset = int(system.send("HEAD", path)["Upload-Offset"])

    assert 0 <= offset < 150_000
    last = system.send("PATCH", path, content[offset:], Upload_Offset=str(offset))
    assert last.json()["upload"]


def test_a_part_that_was_changed_on_the_disk_is_no_upload(system, home):
    content = a_pdf(size=200_000)
    path = begun(system, content, content[:150_000])["Location"].removeprefix("/api/v1")
    [part] = [each for each in (home / "parts").rglob("*") if each.is_file()]
    kept = bytearray(part.read_bytes())
    kept[5_000] ^= 1
    part.write_bytes(bytes(kept))

    last = system.send("PATCH", path, content[150_000:], Upload_Offset="150000")

    assert code_of(last) == (409, "blobs.content-damaged")
    assert files_in(home, "quarantine") == files_in(home, "parts") == []


def test_what_lies_there_in_another_form_is_begun_anew(system, home):
    content = a_pdf()
    path = begun(system, content, content[:100])["Location"].removeprefix("/api/v1")
    [part] = [each for each in (home / "parts").rglob("*") if each.is_file()]
    part.write_bytes(content[:100])

    assert system.send("HEAD", path)["Upload-Offset"] == "0"
    assert system.send("PATCH", path, content, Upload_Offset="0").json()["upload"]


def test_a_last_part_that_comes_again_by_another_connection_makes_no_second_upload(
    system, monkeypatch
):
    """It was let in before the first one finished, and gets the file's lock after it."""
    content = a_pdf()
    path = begun(system, content, content[:10])["Location"].removeprefix("/api/v1")
    locked = resume_upload._locked
    first = []

    @contextmanager
    def finished_meanwhile(row):
        monkeypatch.setattr(resume_upload, "_locked", locked)
        with places.part(row.id).open("r+b") as file:
            first.append(system.send("PATCH", path, content[10:], Upload_Offset="10").json())
            yield file

    monkeypatch.setattr(resume_upload, "_locked", finished_meanwhile)
    second = system.send("PATCH", path, content[10:], Upload_Offset="10")

    assert first[0]["upload"]
    assert code_of(second) == (409, "gateways.offset-differs")
    assert system.get(path).json()["upload"] == first[0]["upload"]
    assert Upload.objects.count() == 1


def test_a_wrong_offset_is_told_the_right_one(system):
    content = a_pdf()
    path = begun(system, content, content[:10])["Location"].removeprefix("/api/v1")
    answer = system.send("PATCH", path, content[5:], Upload_Offset="5")
    assert code_of(answer) == (409, "gateways.offset-differs")
    assert "10 byte" in answer.json()["title"]
    assert answer["Upload-Offset"] == "10"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"Upload_Offset": ""}, "gateways.upload-field-odd"),
        ({"Upload_Offset": "-1"}, "gateways.upload-field-odd"),
        ({"Upload_Complete": "1"}, "gateways.upload-field-odd"),
        ({"Upload_Complete": "?1"}, "gateways.length-invalid"),
        ({"Upload_Length": "5"}, "gateways.length-invalid"),
        ({"Upload_Length": "many"}, "gateways.length-invalid"),
    ],
)
def test_a_part_that_contradicts_the_beginning_is_refused_unread(system, fields, code):
    content = a_pdf()
    path = begun(system, content, content[:10])["Location"].removeprefix("/api/v1")
    answer = system.send("PATCH", path, content[10:20], **{"Upload_Offset": "10"} | fields)
    assert code_of(answer) == (422, code)
    assert system.send("HEAD", path)["Upload-Offset"] == "10"


def test_the_last_part_may_say_that_it_is_the_last_and_none_comes_after_it(system):
    content = a_pdf()
    path = begun(system, content, content[:10])["Location"].removeprefix("/api/v1")
    told = {"Upload_Complete": "?1", "Upload_Length": str(len(content))}
    done = system.send("PATCH", path, content[10:], Upload_Offset="10", **told)
    assert done["Upload-Complete"] == "?1"
    end = str(len(content))
    assert system.send("PATCH", path, b"", Upload_Offset=end).json() == done.json()
    answer = system.send("PATCH", path, b"x", Upload_Offset=end)
    assert code_of(answer) == (422, "gateways.length-invalid")


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"Upload_Complete": "0"}, "gateways.upload-field-odd"),
        ({"Upload_Complete": "?1", "Upload_Length": "10"}, "gateways.length-invalid"),
        ({"Repr_Digest": repr_digest(b"another file")}, "gateways.whole-digest-differs"),
    ],
)
def test_a_whole_file_is_what_its_fields_say_of_it(system, home, fields, code):
    content = a_pdf()
    answer = system.send("POST", "/uploads?name=van-ban.pdf", content, **fields)
    assert code_of(answer) == (422, code)
    assert files_in(home, "quarantine") == files_in(home, "parts") == []
    told = {"Upload_Complete": "?1", "Upload_Length": str(len(content))}
    told["Repr_Digest"] = f"md5=:AAAA:, {repr_digest(content)}"
    assert system.send("POST", "/uploads?name=van-ban.pdf", content, **told).status_code == 201


def test_a_part_whose_own_digest_is_wrong_is_taken_back(system):
    content = a_pdf()
    path = begun(system, content, content[:10])["Location"].removeprefix("/api/v1")
    wrong = f"sha-256=:{base64.b64encode(bytes(32)).decode()}:"
    answer = system.send("PATCH", path, content[10:20], Upload_Offset="10", Content_Digest=wrong)
    assert answer.status_code == 422
    assert system.send("HEAD", path)["Upload-Offset"] == "10"


def test_a_file_that_is_not_what_was_announced_leaves_nothing(system, home):
    content = a_pdf()
    made = begun(system, content, b"x" * len(content))
    assert code_of(made) == (422, "gateways.whole-digest-differs")
    assert files_in(home, "quarantine") == files_in(home, "parts") == []


def test_more_bytes_than_announced_are_refused(system):
    content = a_pdf()
    path = begun(system, content, content[:10])["Location"].removeprefix("/api/v1")
    answer = system.send("PATCH", path, content, Upload_Offset="10")
    assert code_of(answer) == (422, "gateways.length-invalid")
    assert system.send("HEAD", path)["Upload-Offset"] == "10"


def test_another_system_does_not_know_of_it(system):
    content = a_pdf()
    path = begun(system, content)["Location"].removeprefix("/api/v1")
    assert code_of(a_caller("Sở Nội vụ").send("PATCH", path, b"", Upload_Offset="0"))[0] == 404


def test_what_was_given_up_is_gone(system, home):
    content = a_pdf()
    path = begun(system, content, content[:10])["Location"].removeprefix("/api/v1")
    assert system.send("DELETE", path).status_code == 204
    assert code_of(system.send("DELETE", path)) == (404, "gateways.part-not-found")
    assert files_in(home, "parts") == []


def test_what_is_given_up_while_its_last_part_comes_is_no_upload(
    system, home, django_capture_on_commit_callbacks
):
    content = a_pdf()
    part_id = UUID(begun(system, content)["Location"].rpartition("/")[2])
    owner = UUID(UploadPart.objects.get(pk=part_id).sent_by.partition(":")[2])
    actor = Actor(ActorKind.SYSTEM, "Phần mềm", account_id=owner, agency_id=system.agency.id)

    def coming():
        yield content
        services.give_up(part_id, actor=actor)

    with django_capture_on_commit_callbacks(execute=True), pytest.raises(PartNotFound):
        services.append(part_id, coming(), offset=0, actor=actor, now=clock.now())
    assert not Upload.objects.exists()
    assert files_in(home, "parts") == files_in(home, "quarantine") == []


def test_parts_come_through_one_connection_at_a_time(system, home):
    content = a_pdf()
    path = begun(system, content, content[:10])["Location"].removeprefix("/api/v1")
    [part] = [each for each in (home / "parts").rglob("*") if each.is_file()]
    with part.open("r+b") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        answer = system.send("PATCH", path, content[10:], Upload_Offset="10")
    assert code_of(answer) == (409, "gateways.part-busy")
    assert answer["Retry-After"] == "1"
    assert system.send("PATCH", path, content[10:], Upload_Offset="10").status_code == 200


def test_parts_without_the_digest_of_the_whole_are_not_begun(system, home):
    answer = begun(system, a_pdf(), Repr_Digest="sha-512=:AAAA:")
    assert code_of(answer) == (422, "gateways.whole-digest-missing")
    assert files_in(home, "parts") == []


def test_files_that_bear_no_name_of_ours_do_not_stop_the_clearing(system, home):
    old = clock.now() - timedelta(days=2)
    for name in (".nfs0001", "notes.txt", uuid4().hex):
        path = places.parts() / name
        path.write_bytes(b"x")
        os.utime(path, (old.timestamp(), old.timestamp()))

    services.expire_parts(now=clock.now())

    assert sorted(files_in(home, "parts")) == [".nfs0001", "notes.txt"]


def test_what_is_not_finished_in_a_day_is_cleared(system, home):
    content = a_pdf()
    begun(system, content, content[:10])
    assert services.expire_parts(now=clock.now() + timedelta(hours=23)) == 0
    assert services.expire_parts(now=clock.now() + timedelta(hours=25)) == 1
    assert files_in(home, "parts") == []


@pytest.mark.parametrize(
    "fields",
    [{"Repr_Digest": "sha-256=:x:"}, {"Upload_Length": "0"}, {"Upload_Length": "many"}],
)
def test_a_beginning_that_says_too_little_is_refused(system, fields):
    assert begun(system, a_pdf(), **fields).status_code == 422


def test_a_system_may_not_leave_too_much_waiting(system, monkeypatch):
    monkeypatch.setattr(rules, "MOST_UPLOADS", 1)
    system.upload(a_pdf())
    answer = system.send("POST", "/uploads?name=a.pdf", a_pdf())
    assert code_of(answer) == (429, "gateways.too-many-uploads")
    assert answer["Retry-After"]


def test_an_upload_that_nobody_began_is_not_found(system):
    assert system.get(f"/uploads/{uuid4()}").status_code == 404
    assert system.get("/uploads/1").status_code == 422
