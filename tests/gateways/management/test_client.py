"""An administrator scripts the exchange with `lienthong client` (A11)."""

import json
from datetime import timedelta
from io import StringIO
from uuid import uuid4

import httpx
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.core.management import call_command
from django.core.management.base import CommandError
from django.core.wsgi import get_wsgi_application
from tests.gateways.calls import a_pdf, an_agency
from tests.systems.builders import a_signing_key, a_system

from lienthong.directory import services as directory
from lienthong.directory.models import Agency
from lienthong.gateways.adapters import site_client
from lienthong.gateways.management.commands import client
from lienthong.kernel import clock

pytestmark = [pytest.mark.django_db, pytest.mark.once]


class Away(httpx.BaseTransport):
    """A site whose first answers are lost; the others come."""

    def __init__(self, lost: int, inner: httpx.BaseTransport) -> None:
        self.lost, self.inner = lost, inner

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        answer = self.inner.handle_request(request)
        if self.lost:
            self.lost -= 1
            raise httpx.ReadError("the answer was lost", request=request)
        return answer


@pytest.fixture(autouse=True)
def _in_process(monkeypatch, kept_connection):
    made = httpx.WSGITransport(get_wsgi_application())
    monkeypatch.setattr(site_client.SiteClient, "transport", made)
    monkeypatch.setitem(site_client.SiteClient.__init__.__kwdefaults__, "pause", lambda _s: None)


def a_site(folder, agency):
    """A file that describes the site, beside the private key of the agency's system."""
    now = clock.now()
    key = a_signing_key(a_system(agency, now=now), now=now)
    pem = key.private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "key.pem").write_bytes(pem)
    site = folder / "site.json"
    told = {"url": "http://testserver", "key_id": key.key_id, "key_file": "key.pem"}
    site.write_text(json.dumps({**told, "agency": agency.code}))
    return site


def run(site, *words: object) -> list[dict]:
    out = StringIO()
    call_command("client", "--site", str(site), *map(str, words), stdout=out, stderr=StringIO())
    return [json.loads(line) for line in out.getvalue().splitlines()]


@pytest.fixture
def sites(tmp_path):
    agencies = [an_agency("Sở Tư pháp"), an_agency("Sở Nội vụ")]
    folders = [tmp_path / "one", tmp_path / "two"]
    for folder in folders:
        folder.mkdir()
    return [(a_site(*pair), pair[1]) for pair in zip(folders, agencies, strict=True)]


def words_of(file, recipient, *, number=12) -> list[object]:
    today = clock.local_day(clock.now())
    return [
        *(file, "--to", recipient.code, "--number", number, "--notation", "STP-VP"),
        *("--issued-on", today, "--subject", "V/v báo cáo"),
    ]


def test_A11_a_document_is_sent_fetched_accepted_and_proved(sites, tmp_path):
    (sender, _), (recipient, agency) = sites
    file = tmp_path / "bao-cao.pdf"
    file.write_bytes(a_pdf())
    (checked,) = run(sender, "check", *words_of(file, agency))
    assert checked["can_go"], checked
    (made,) = run(sender, "submit", *words_of(file, agency))
    (again,) = run(sender, "submit", *words_of(file, agency))
    assert again["is_repeat"]
    assert again["dispatch"] == made["dispatch"]

    cursor = tmp_path / "cursor"
    (arrival,) = run(recipient, "arrivals", "--cursor", cursor)
    assert run(recipient, "arrivals", "--cursor", cursor) == []
    run(recipient, "fetch", arrival["id"], "--into", tmp_path / "in")
    assert (tmp_path / "in" / "00-bao-cao.pdf").read_bytes() == file.read_bytes()

    today = clock.local_day(clock.now())
    (line,) = run(recipient, "accept", arrival["id"], "--number", "57", "--on", today)
    assert line["code"] == "03"
    (work,) = run(recipient, "status", arrival["id"], "05", "--note", "Đang làm")
    assert work["code"] == "05"
    record = made["promise"]["record"]
    (receipt,) = run(sender, "receipt", record)
    assert receipt["format"] == "lienthong-receipt/1"
    (asked,) = run(sender, "recall", made["dispatch"], "--reason", "Sai số liệu")
    assert asked["id"] == arrival["id"]
    (change,) = run(recipient, "changes")
    (answer,) = run(recipient, "answer", change["id"], "--decline", "Đã xử lý")
    assert answer["code"] == "16"


def test_A12_an_update_is_offered_and_answered(sites, tmp_path):
    (sender, _one), (recipient, agency) = sites
    old, new = tmp_path / "van-ban.pdf", tmp_path / "ban-moi.pdf"
    for file in (old, new):
        file.write_bytes(a_pdf())
    [made] = run(sender, "submit", *words_of(old, agency))
    why = ["--updates", made["document"], "--reason", "Sửa phụ lục 2"]
    [update] = run(sender, "submit", *words_of(new, agency), *why)
    assert [one["state"] for one in update["deliveries"]] == ["offered"]
    [asked] = run(recipient, "changes")
    assert (asked["kind"], asked["reason"]) == ("update", "Sửa phụ lục 2")
    assert [one["code"] for one in run(recipient, "answer", asked["id"])] == ["15"]


def test_A12_everything_that_is_asked_is_listed(sites, tmp_path, monkeypatch):
    (sender, _one), (recipient, agency) = sites
    monkeypatch.setattr(client, "_PAGE", 1)
    for number in (1, 2, 3):
        file = tmp_path / f"{number}.pdf"
        file.write_bytes(a_pdf())
        [made] = run(sender, "submit", *words_of(file, agency, number=number))
        run(sender, "recall", made["dispatch"], "--reason", "Sai số liệu")
    asked = run(recipient, "changes")
    assert len({one["id"] for one in asked}) == len(asked) == 3


def test_a_lost_answer_is_asked_for_again_and_nothing_is_done_twice(sites, tmp_path, monkeypatch):
    (sender, _), (recipient, agency) = sites
    file = tmp_path / "a.pdf"
    file.write_bytes(a_pdf())
    way = Away(2, site_client.SiteClient.transport)
    monkeypatch.setattr(site_client.SiteClient, "transport", way)
    (made,) = run(sender, "submit", *words_of(file, agency))
    assert way.lost == 0
    assert [one["dispatch"] for one in run(recipient, "arrivals")] == [made["dispatch"]]


def test_a_large_file_goes_in_parts_and_on_from_where_it_broke(sites, tmp_path, monkeypatch):
    (sender, _), _ = sites
    monkeypatch.setattr(site_client, "PART", 1_000)
    file = tmp_path / "a.pdf"
    file.write_bytes(a_pdf(size=5_000))
    way = Away(3, site_client.SiteClient.transport)
    monkeypatch.setattr(site_client.SiteClient, "transport", way)
    (told,) = run(sender, "upload", file)
    assert told["id"]
    assert told["size"] == file.stat().st_size


@pytest.mark.parametrize("at_once", [8_000_000, 1_000], ids=["in one request", "in parts"])
def test_a_document_goes_with_its_attachments_however_large(sites, tmp_path, monkeypatch, at_once):
    (sender, _), (recipient, agency) = sites
    monkeypatch.setattr(site_client, "PART", at_once)
    names = ["Báo cáo.pdf", "bang.pdf"]
    for name in names:
        (tmp_path / name).write_bytes(a_pdf(size=2_000))
    main, attached = (tmp_path / name for name in names)
    words = [*words_of(main, agency), "--attach", attached]
    (made,) = run(sender, "submit", *words)
    monkeypatch.setattr(site_client, "PART", 9_000_000 - at_once)
    (again,) = run(sender, "submit", *words)
    assert (again["is_repeat"], again["dispatch"]) == (True, made["dispatch"])
    (arrival,) = run(recipient, "arrivals")
    run(recipient, "fetch", arrival["id"], "--into", tmp_path / "in")
    for number, name in enumerate(names):
        got = tmp_path / "in" / f"{number:02d}-{name}"
        assert got.read_bytes() == (tmp_path / name).read_bytes()


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["fetch", str(uuid4()), "--into", "x"], 12),
        (["status", str(uuid4()), "05"], 12),
        (["agencies", "--q", "x" * 300], 10),
    ],
)
def test_the_exit_code_says_what_family_of_refusal_it_was(sites, words, code):
    with pytest.raises(SystemExit) as ended:
        run(sites[0][0], *words)
    assert ended.value.code == code


def test_a_check_that_finds_what_stops_is_told_and_ends_as_the_sending_would(
    sites, tmp_path, capsys
):
    file = tmp_path / "bao-cao.pdf"
    file.write_bytes(a_pdf())
    sender, agency = sites[0]
    words = map(str, words_of(file, agency))
    with pytest.raises(SystemExit) as ended:
        call_command("client", "--site", str(sender), "check", *words)
    assert ended.value.code == 10
    assert json.loads(capsys.readouterr().out)["can_go"] is False


def test_a_reader_who_has_seen_enough_is_no_wrong_use(sites):
    class Closed(StringIO):
        def write(self, _text):
            raise BrokenPipeError

    with pytest.raises(BrokenPipeError):
        call_command("client", "--site", str(sites[0][0]), "agencies", stdout=Closed())


def test_a_site_that_is_away_is_exit_code_20(sites, monkeypatch):
    way = Away(100, site_client.SiteClient.transport)
    monkeypatch.setattr(site_client.SiteClient, "transport", way)
    with pytest.raises(SystemExit) as ended:
        run(sites[0][0], "agencies")
    assert ended.value.code == 20


@pytest.mark.parametrize("said", [b"<html>", b"[]", b'{"ok": 1}', b"[" * 9_000])
@pytest.mark.parametrize("act", ["agencies", "fetch", "fetch-many"])
def test_a_server_that_is_none_of_ours_is_exit_code_20_and_nothing_is_kept(
    sites, tmp_path, monkeypatch, said, act
):
    answer = httpx.Response(200, content=said)
    monkeypatch.setattr(
        site_client.SiteClient, "transport", httpx.MockTransport(lambda _request: answer)
    )
    into = tmp_path / "into"
    words = [] if act == "agencies" else [uuid4(), "--into", into]
    with pytest.raises(SystemExit) as ended:
        run(sites[0][0], act, *words)
    assert ended.value.code == 20
    assert not into.exists() or not list(into.iterdir())


def test_a_description_that_is_none_is_said(tmp_path):
    (tmp_path / "site.json").write_text("{}")
    with pytest.raises(CommandError) as told:
        run(tmp_path / "site.json", "agencies")
    assert "gateways.site-file-wrong" in str(told.value)


def test_of_many_reports_a_line_that_is_none_is_named_and_nothing_is_sent(sites, tmp_path):
    lines = tmp_path / "reports.jsonl"
    lines.write_text('{"delivery": "x", "code": "03"}\n\n[1]\n')
    with pytest.raises(CommandError) as told:
        run(sites[0][0], "report-many", lines)
    assert str(told.value).startswith("gateways.report-line-wrong")
    assert "3" in str(told.value)


def test_the_directory_is_listed_whole(sites):
    codes = {one["code"] for one in run(sites[0][0], "agencies")}
    assert {agency.code for _site, agency in sites} <= codes


def test_the_directory_is_kept_up_to_date_by_asking_for_what_changed(sites, tmp_path):
    since = tmp_path / "since"
    site, agency = sites[0]
    Agency.objects.update(changed_at=clock.now() - timedelta(days=1))
    first = run(site, "agencies", "--since", str(since))
    assert len(first) >= len(sites)
    assert run(site, "agencies", "--since", str(since)) == []

    directory.rename_agency(
        agency_id=agency.id,
        name="Sở Pháp chế",
        abbreviation="SPC",
        on=clock.local_day(clock.now()),
    )

    (changed,) = run(site, "agencies", "--since", str(since))
    assert (changed["id"], changed["name"]) == (str(agency.id), "Sở Pháp chế")


def test_behind_a_proxy_that_cuts_who_waits_it_waits_less_and_goes_on():
    waits, told = [], {"arrivals": [], "next": "n", "has_more": False}

    def proxy(request):
        waits.append(int(request.url.params["wait"]))
        if len(waits) == 5:
            return httpx.Response(503, json={"code": "operation.database-away"})
        if waits[-1] > 20:
            raise httpx.RemoteProtocolError("cut")
        return httpx.Response(504) if waits[-1] > 10 else httpx.Response(200, json=told)

    client = site_client.SiteClient(
        site_client.Site("http://testserver", token="t"), pause=lambda _s: None
    )
    client._http = httpx.Client(transport=httpx.MockTransport(proxy))
    assert [client.arrivals("", waits=True) for _ in range(3)] == [told] * 3
    assert waits == [30, 15, 7, 7, 7, 7]
    assert client.arrivals("", waits=False) == told
    assert waits[-1] == 0


def test_however_soon_it_is_cut_it_asks_on_and_then_says_so():
    waits = []

    def proxy(request):
        waits.append(int(request.url.params["wait"]))
        return httpx.Response(504)

    client = site_client.SiteClient(
        site_client.Site("http://testserver", token="t"), pause=lambda _s: None
    )
    client._http = httpx.Client(transport=httpx.MockTransport(proxy))
    with pytest.raises(site_client.SiteAway):
        client.arrivals("", waits=True)
    assert waits == [30, 15, 7, *[3] * 6]


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_file_that_cannot_be_had_just_now_is_away_and_not_refused(tmp_path, status):
    """So that who asks again gets it: a database that is started anew is no refusal."""

    def away(_request):
        return httpx.Response(status, json={"code": "operation.database-away"})

    client = site_client.SiteClient(site_client.Site("http://testserver", token="t"))
    client._http = httpx.Client(transport=httpx.MockTransport(away))
    into = tmp_path / "into"
    into.mkdir()
    with pytest.raises(site_client.SiteAway, match=r"operation\.database-away"):
        client.fetch("/api/v1/a", into / "a", sha256="")
    with pytest.raises(site_client.SiteAway):
        list(client.fetch_many(["a"], into))
    assert not list(into.iterdir())


@pytest.mark.parametrize(
    ("wanted", "waited"),
    [("7", 7), ("999999", 60), ("-1", 0.5), ("Wed, 21 Oct 2026 07:28:00 GMT", 0.5), ("1e9", 0.5)],
)
def test_a_busy_site_is_given_the_time_it_wants_within_reason(wanted, waited):
    pauses = []
    client = site_client.SiteClient(
        site_client.Site("http://testserver", token="t"), pause=pauses.append
    )
    busy = httpx.Response(503, headers={"Retry-After": wanted}, json={})
    client._http = httpx.Client(transport=httpx.MockTransport(lambda _request: busy))
    with pytest.raises(site_client.SiteAway):
        client.ask("GET", "/api/v1/agencies")
    assert pauses[0] == waited


def test_a_page_of_something_between_is_no_answer():
    client = site_client.SiteClient(site_client.Site("http://testserver", token="t"))
    page = httpx.Response(200, text="<html>Đăng nhập mạng</html>")
    client._http = httpx.Client(transport=httpx.MockTransport(lambda _request: page))
    with pytest.raises(site_client.SiteAway, match="not JSON"):
        client.ask("GET", "/api/v1/agencies")
