"""The receiver of the how-to works as it stands there, against the real caller."""

import json
import re
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from tests.gateways.calls import a_caller
from tests.hooks.builders import carry, system_of, voice_of
from torture.ports import free_port

from lienthong.apikit.signing import content_digest, signed_headers
from lienthong.hooks import queries, services
from lienthong.hooks.adapters.https import HttpsCaller
from lienthong.hooks.types import Call, NewsKind, Reply
from lienthong.kernel import clock
from lienthong.kernel.actor import Actor

pytestmark = [pytest.mark.django_db, pytest.mark.once]
PAGE = Path(__file__).resolve().parents[2] / "docs/howto/webhooks.md"
CODE = re.search(r"```python\n(.*?)\n```", PAGE.read_text(encoding="utf-8"), re.DOTALL)[1]
PATIENCE = 30


def test_the_receiver_proves_itself_takes_news_once_and_refuses_what_is_not_ours(tmp_path):
    now, caller, port = clock.now(), a_caller("Sở Y tế"), free_port()
    key, address = services.signing_key(now=now), f"http://127.0.0.1:{port}/tin"
    published = [{"id": one, "public_pem": pem} for one, pem in queries.published_keys()]
    (tmp_path / "keys.json").write_text(json.dumps({"keys": published}))
    (tmp_path / "receiver.py").write_text(CODE)
    words = [address, (tmp_path / "keys.json").as_uri(), str(port)]
    program = [sys.executable, str(tmp_path / "receiver.py"), *words]
    with subprocess.Popen(program, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        try:
            hook = a_hook_at(address, caller, now=now)
            assert_is_told(hook, caller)
            line = process.stdout.readline().decode()
            assert line.startswith("lienthong.delivery.arrived /api/v1/deliveries/")
            assert_is_not_fooled(address, key)
            doubled = process.stdout.readline().decode()
        finally:
            process.kill()
        assert doubled == "lienthong.delivery.arrived /api/v1/deliveries/x\n"
        assert process.stdout.read() == b"", "the double was dropped"


def a_hook_at(address: str, caller, *, now):
    system_id = system_of(caller).id
    services.allow_networks(
        system_id=system_id, networks=["127.0.0.0/8"], actor=Actor.installation(), now=now
    )
    hook = services.add_hook(
        system_id=system_id,
        address=address,
        kinds=[NewsKind.DELIVERY_ARRIVED],
        agency_ids=[caller.agency.id],
        actor=voice_of(caller),
        now=now,
    )
    until = time.monotonic() + PATIENCE
    while queries.hook(hook.id).state == "unproved" and time.monotonic() < until:
        carry(now=clock.now())
        if queries.hook(hook.id).state == "unproved":  # it is still starting
            time.sleep(0.2)
            services.challenge_hook(hook_id=hook.id, actor=Actor.installation(), now=clock.now())
    return hook


def assert_is_told(hook, caller) -> None:
    assert queries.hook(hook.id).state == "active"
    a_caller("Sở Tư pháp").submit(caller)
    carry(now=clock.now())
    assert queries.attempts(hook.id)[0].outcome == "delivered"


def assert_is_not_fooled(address: str, key) -> None:
    """What was changed, is old or was signed for elsewhere is refused; a double is dropped."""
    data = {"href": "/api/v1/deliveries/x"}
    body = json.dumps({"id": "1", "type": "lienthong.delivery.arrived", "data": data}).encode()

    def sent(signed_body: bytes, now, url: str = address) -> Reply:
        headers = {"Content-Type": "application/cloudevents+json"}
        digest = content_digest([signed_body])
        headers = signed_headers("POST", url, headers, key=key, now=now, digest=digest)
        return HttpsCaller().call(Call(address, headers, body, ("127.0.0.0/8",)))

    now = clock.now()
    assert sent(b"{}", now).status == 400
    assert sent(body, now - timedelta(days=365)).status == 400
    assert sent(body, now, "http://127.0.0.1:1/tin").status == 400
    assert [sent(body, now).status for _once in range(2)] == [200, 200]
