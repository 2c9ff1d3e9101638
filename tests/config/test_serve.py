"""The start of the server: new static files are collected, and processes have their threads."""

import os
import socket
import subprocess
import sys
from threading import Timer

import pytest
from django.core.management import call_command
from django.db import OperationalError
from whitenoise.compress import Compressor

from lienthong.config.management.commands import serve
from lienthong.config.serving import first_process, static_files
from lienthong.config.serving.static_storage import OnceCompressed
from lienthong.webkit.commands import WrongUse


@pytest.fixture
def collected(monkeypatch, settings, tmp_path):
    """The calls of collectstatic, which here only leaves its manifest."""
    settings.STATIC_ROOT = tmp_path / "static"
    calls = []

    def collect(name, **options):
        calls.append((name, options["clear"]))
        settings.STATIC_ROOT.mkdir(exist_ok=True)
        (settings.STATIC_ROOT / "staticfiles.json").write_text("{}")

    monkeypatch.setattr(static_files, "call_command", collect)
    return calls


def test_files_are_collected_once_and_again_after_a_change(collected, monkeypatch):
    static_files.collect_static_files()
    static_files.collect_static_files()
    assert collected == [("collectstatic", True)]

    monkeypatch.setattr(static_files, "_digest", lambda: "another version")
    static_files.collect_static_files()
    assert len(collected) == 2


def test_files_that_were_taken_away_are_collected_again(collected, settings):
    static_files.collect_static_files()
    (settings.STATIC_ROOT / "staticfiles.json").unlink()
    static_files.collect_static_files()

    assert len(collected) == 2


def test_a_port_that_is_served_already_is_shared_with_nobody(collected, monkeypatch, capsys):
    """Granian listens with SO_REUSEPORT: half the callers would be the other server's."""
    monkeypatch.setattr(os, "execv", lambda *_: pytest.fail("it was served"))
    monkeypatch.setattr(serve, "LEAVING", 0.0)
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(WrongUse, match="Cổng này đang có chương trình khác dùng"):
            call_command("serve", "--port", str(other.getsockname()[1]))
    assert collected == []


@pytest.mark.django_db
def test_a_server_that_is_just_ending_is_waited_for(collected, monkeypatch):
    served = []
    monkeypatch.setattr(os, "execv", lambda _program, words: served.append(words))
    monkeypatch.setenv("LIENTHONG_THREADS", "")
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", "")
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        leaving = Timer(0.3, other.close)
        leaving.start()
        call_command("serve", "--port", str(other.getsockname()[1]))
    leaving.join()
    assert len(served) == 1


@pytest.mark.django_db
def test_processes_have_as_many_threads_as_the_command_says(
    collected, monkeypatch, settings, tmp_path
):
    found = []
    settings.LIENTHONG_HOME, settings.LIENTHONG_THREADS = tmp_path, 4
    monkeypatch.setenv("LIENTHONG_THREADS", "4")
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", "")
    # What begins anew reads its settings from this environment.
    monkeypatch.setattr(os, "execv", lambda *_: found.append(os.environ["LIENTHONG_THREADS"]))

    call_command("serve", "--port", "0", "--threads", "2")
    call_command("serve", "--port", "0")

    assert found == ["2", "4"]


@pytest.mark.django_db
def test_a_second_server_leaves_the_figures_of_a_running_one_and_removes_those_of_others(
    collected, monkeypatch, settings, tmp_path
):
    settings.LIENTHONG_HOME = tmp_path
    monkeypatch.setenv("LIENTHONG_THREADS", "")
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", "")
    monkeypatch.setattr(os, "execv", lambda *_: None)
    with subprocess.Popen(["true"]) as ended:
        ended.wait()
    folder = tmp_path / "metrics"
    own, running, gone = (folder / str(pid) for pid in (os.getpid(), os.getppid(), ended.pid))
    for one in (own, running, gone):
        one.mkdir(parents=True)
        (one / "counter_1.db").touch()
    (folder / "counter_2.db").touch()

    call_command("serve", "--port", "0")

    assert os.environ["PROMETHEUS_MULTIPROC_DIR"] == str(own)
    left = {str(path.relative_to(folder)) for path in folder.rglob("*")}
    assert left == {own.name, running.name, f"{running.name}/counter_1.db"}


@pytest.mark.django_db
def test_the_first_process_is_called_with_what_the_command_was_told(collected, monkeypatch):
    found = []
    monkeypatch.setenv("LIENTHONG_THREADS", "")
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", "")
    monkeypatch.setattr(os, "execv", lambda _program, words: found.append(words))

    call_command("serve", "--host", "127.0.0.2", "--port", "0", "--workers", "3")

    assert found[0][-6:] == ["--host", "127.0.0.2", "--port", "0", "--workers", "3"]


@pytest.mark.django_db
def test_another_secret_key_is_said_at_the_start_and_does_not_stop_it(
    collected, monkeypatch, capsys, settings
):
    served = []
    monkeypatch.setenv("LIENTHONG_THREADS", "")
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", "")
    monkeypatch.setattr(os, "execv", lambda _program, words: served.append(words))

    call_command("serve", "--port", "0")
    assert capsys.readouterr().err == ""
    settings.SECRET_KEY = "made anew in silence"
    call_command("serve", "--port", "0")

    said = capsys.readouterr().err
    assert said.startswith("operation.secret-key-changed\tKhóa bí mật của bản cài không còn là")
    assert "lienthong secretkey accept" in said
    assert len(served) == 2


@pytest.mark.django_db
def test_a_database_that_is_away_does_not_stop_the_start(collected, monkeypatch, capsys):
    served = []
    monkeypatch.setenv("LIENTHONG_THREADS", "")
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", "")
    monkeypatch.setattr(os, "execv", lambda _program, words: served.append(words))

    def away(**_facts):
        raise OperationalError("connection failed")

    monkeypatch.setattr(serve.access, "know_secret_key", away)
    call_command("serve", "--port", "0")

    assert len(served) == 1
    assert capsys.readouterr().err == ""


def test_a_folder_that_somebody_stands_in_is_not_searched_where_it_was_not(monkeypatch):
    told = {"host": "127.0.0.1", "port": 81, "workers": 1}
    monkeypatch.setattr(sys, "path", ["/somewhere/else"])
    assert "-P" in first_process.command_line(**told)
    monkeypatch.setattr(sys, "path", [os.getcwd()])
    assert "-P" not in first_process.command_line(**told)


@pytest.mark.once
def test_the_first_process_has_nothing_loaded_of_what_answers():
    """It only starts others, and lives as long as they do."""
    loading = (
        "import sys\n"
        "from lienthong.config.serving.first_process import web_server\n"
        "web_server(host='127.0.0.1', port=0, workers=1)\n"
        "print(*(name for name in sys.modules if name.startswith(('django.db', 'lienthong.'))))"
    )
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "lienthong.config.settings"}
    done = subprocess.run(
        [sys.executable, "-c", loading], env=environment, capture_output=True, text=True, check=True
    )

    packages = {name.split(".")[1] for name in done.stdout.split() if name.startswith("lienthong")}
    assert packages == {"config", "kernel"}
    assert "django.db" not in done.stdout


@pytest.mark.once
def test_what_several_processes_share_holds_no_thread_and_no_connection():
    """Neither may go into a fork: a lock stays locked there, two would talk on one line."""
    loading = (
        "import threading\n"
        "from lienthong.config.serving.loading import load_everything\n"
        "load_everything()\n"
        "from django.db import connections\n"
        "assert [one.connection for one in connections.all()] == [None]\n"
        "assert threading.active_count() == 1\n"
        "import gc; print(gc.get_freeze_count())"
    )
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "lienthong.config.settings"}
    done = subprocess.run(
        [sys.executable, "-c", loading], env=environment, capture_output=True, text=True, check=True
    )

    assert int(done.stdout) > 100_000


def test_each_content_is_compressed_once_under_all_its_names(tmp_path, monkeypatch):
    compressed = []
    brotli, gzip = Compressor.compress_brotli, Compressor.compress_gzip

    def by_brotli(content):
        compressed.append(content)
        return brotli(content)

    monkeypatch.setattr(Compressor, "compress_brotli", staticmethod(by_brotli))
    files = {"a.js": b"let a = 1;\n" * 99, "b.css": b"p { margin: 0 }\n" * 99, "c.txt": b"c"}
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    storage = OnceCompressed(location=tmp_path, base_url="/static/")
    told = list(storage.post_process({name: (storage, name) for name in files}))

    assert sorted(compressed) == sorted(files.values())
    for name in ("a.js", "b.css"):
        for each in (name, storage.stored_name(name)):
            assert (tmp_path / f"{each}.br").read_bytes() == brotli(files[name])
            assert (tmp_path / f"{each}.gz").read_bytes() == gzip(files[name])
            assert {(each, f"{each}.br", True), (each, f"{each}.gz", True)} <= set(told)
    assert not [*tmp_path.glob("c*.br"), *tmp_path.glob("c*.gz")]
