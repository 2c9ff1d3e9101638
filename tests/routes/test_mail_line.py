"""The line to a mail server: secured with a checked certificate, or nothing is said (A7)."""

from base64 import b64encode

import pytest
from tests.hooks.test_https import a_certificate
from tests.routes.builders import ACTOR
from tests.routes.mail import BOX, SLUG, a_mail_route

from lienthong.kernel import clock
from lienthong.routes import services
from lienthong.routes.errors import LetterNotSent
from lienthong.routes.ports import Away
from lienthong.routes.types import Trouble

pytestmark = [pytest.mark.django_db, pytest.mark.once]
LOGIN = b64encode(b"\0lienthong\0bi-mat").decode()


def try_it():
    """Send a trial letter; what the line said is raised as it is."""
    try:
        services.try_letter(SLUG, to=BOX, actor=ACTOR, now=clock.now())
    except LetterNotSent as told:
        raise told.__cause__ from None


@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
def test_a_login_is_said_over_a_secured_line_alone(scheme, relay, tmp_path):
    script = relay.script
    script.tls, script.is_tls_at_once = a_certificate(tmp_path), scheme == "smtps"
    script.offers, script.login = ("AUTH PLAIN LOGIN", "STARTTLS"), LOGIN
    a_mail_route(
        relay, address=f"{scheme}://127.0.0.1:{relay.port}", caller="lienthong", secret="bi-mat"
    )
    with pytest.raises(Away) as distrusted:
        try_it()
    assert distrusted.value.trouble == Trouble.TLS_FAILED
    assert not [one for one in script.commands if one.startswith("AUTH")]

    vouches = (tmp_path / "cert.pem").read_text()
    services.change_route(SLUG, authority=vouches, actor=ACTOR, now=clock.now())
    try_it()
    assert [to for to, _raw in script.letters] == [BOX]

    script.login = "another"
    with pytest.raises(Away) as unknown:
        try_it()
    assert (unknown.value.trouble, "535" in unknown.value.said) == (Trouble.NOT_LET_IN, True)


def test_without_starttls_nothing_is_sent(relay):
    a_mail_route(relay, address=f"smtp://127.0.0.1:{relay.port}")
    with pytest.raises(Away) as refused:
        try_it()
    assert refused.value.trouble == Trouble.TLS_FAILED
    assert [one.split(" ")[0] for one in relay.script.commands] == ["EHLO"]


def test_a_mail_server_inside_is_reached_only_where_its_network_is_named(relay):
    a_mail_route(relay, address=f"smtp://127.0.0.1:{relay.port}", networks=())
    with pytest.raises(Away) as barred:
        try_it()
    assert barred.value.trouble == Trouble.FORBIDDEN_ADDRESS


@pytest.mark.parametrize("said", ["554 go away", "no mail server", "220-" + "x" * 3_000])
def test_what_is_no_mail_server_is_told_and_not_waited_for(said, relay):
    a_mail_route(relay)
    relay.script.greeting = said
    with pytest.raises(Away) as odd:
        try_it()
    assert odd.value.trouble in {Trouble.NOT_LET_IN, Trouble.ODD_ANSWER}
