"""What is shipped for servers names commands and settings that exist, and is closed by default."""

import configparser
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from lienthong.config.environment import Environment
from lienthong.config.helping import our_names
from lienthong.config.serving.first_process import SECONDS_TO_END

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
SERVICES = sorted((DEPLOY / "systemd").glob("*.service"))
EVERYTHING = sorted(path for path in DEPLOY.rglob("*") if path.is_file())


@pytest.mark.parametrize("path", EVERYTHING, ids=lambda path: path.name)
def test_settings_that_are_named_exist(path):
    named = set(re.findall(r"LIENTHONG_([A-Z_]+)", path.read_text(encoding="utf-8")))
    fields = {name.upper() for name in Environment.model_fields}
    assert {name.removesuffix("_FILE") for name in named} <= fields


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.name)
def test_a_unit_runs_a_command_of_ours_closed_off_from_the_rest(path):
    service = _service(path)
    command = re.fullmatch(r"\S+/lienthong ([a-z]+).*", service["ExecStart"])
    assert command is not None
    assert command[1] in our_names()
    assert service["User"] == "lienthong"
    assert service["ProtectSystem"] == "strict"
    assert service["NoNewPrivileges"] == "yes"
    assert service["CapabilityBoundingSet"] == ""


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.name)
def test_what_a_unit_forbids_ends_no_work(path):
    """Found under a real systemd: each of these stopped, killed or refused something sound."""
    service = _service(path)
    assert service["SystemCallErrorNumber"] == "EPERM"  # otherwise the kernel kills
    # pypdfium2 is called back through memory that is written and then run: without it every file
    # that is not read from memory as a whole would be refused as damaged.
    assert "MemoryDenyWriteExecute" not in service
    if service["Type"] == "oneshot":
        return
    assert service["Restart"] == "always"
    assert service["KillMode"] == "mixed"  # the first process tells the others to end
    assert service["OOMPolicy"] == "continue"  # a reader that took too much is not the service
    assert int(service["TimeoutStopSec"]) > SECONDS_TO_END


def _service(path):
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str
    unit.read(path)
    return unit["Service"]


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="apt-get install systemd")
@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.name)
def test_systemd_rates_a_unit_as_little_exposed(path):
    done = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--threshold=20", path],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-300:]


def test_the_container_needs_what_the_guide_and_the_check_of_libraries_name():
    container = (DEPLOY / "container/Containerfile").read_text()
    guide = (DEPLOY.parent / "docs/howto/install-a-server.md").read_text()
    check = (DEPLOY.parent / "scripts/preflight.py").read_text()
    libraries = set(re.findall(r'"(lib[a-z0-9.-]+)"', check))
    assert len(libraries) >= 5
    for package in libraries:
        assert package in container
        assert package in guide


def test_the_composition_serves_this_machine_only_after_the_tables_are_made():
    text = (DEPLOY / "container/compose.yaml").read_text()
    assert re.search(r'ports: \["127\.0\.0\.1:\d+:8000"\]', text)
    assert text.count("service_completed_successfully") == 2
    commands = set(re.findall(r"command: \[([a-z]+)", text))
    assert commands == {"migrate", "serve", "worker", "backup"}
    assert commands <= our_names()


def test_a_build_of_the_image_is_given_its_sources_and_nothing_else():
    root = DEPLOY.parent
    ignored = (root / ".dockerignore").read_text().splitlines()
    rules = [line for line in ignored if line and not line.startswith("#")]
    container = (DEPLOY / "container/Containerfile").read_text()
    copied = [
        words.split()[:-1] for words in re.findall(r"^COPY (?!--)(.+)$", container, re.MULTILINE)
    ]
    assert rules[0] == "*"
    let_in = {rule.removeprefix("!") for rule in rules if rule.startswith("!")}
    assert let_in == {source for sources in copied for source in sources}
    assert all((root / source).exists() for source in let_in)


def test_who_does_not_serve_is_not_asked_whether_it_answers():
    # An image's own is asked of worker and backup too, and an image in OCI's format has none.
    assert "HEALTHCHECK" not in (DEPLOY / "container/Containerfile").read_text()
    services = re.split(
        r"^  (?=\w+:$)", (DEPLOY / "container/compose.yaml").read_text(), flags=re.MULTILINE
    )
    asked = {one.partition(":")[0] for one in services if "healthcheck:" in one}
    assert asked == {"database", "web"}


def test_only_the_network_of_the_composition_may_say_from_where_a_request_comes():
    text = (DEPLOY / "container/compose.yaml").read_text()
    trusted = re.search(r"LIENTHONG_TRUSTED_PROXIES: (\S+)", text)
    network = re.search(r"subnet: ([0-9./]+)", text)
    assert trusted is not None
    assert network is not None
    assert trusted[1] == network[1]


def test_a_caller_under_no_name_of_ours_is_with_the_pages_and_sent_to_our_name():
    pages = (DEPLOY / "nginx/lienthong.conf").read_text()
    systems = (DEPLOY / "nginx/client-certificates.conf").read_text()
    assert pages.count("ssl http2 default_server;") == 2
    assert "default_server" not in systems
    assert re.findall(r"return 301 (\S+);", pages) == ["https://$server_name$request_uri"]
