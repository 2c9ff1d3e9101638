"""A real nginx with the configuration that is shipped, before a server of the tests."""

import re
import shutil
import socket
import subprocess
import time
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from tests.served import PATIENCE
from torture.ports import free_port

from lienthong.kernel import clock

SHIPPED = Path(__file__).resolve().parents[2] / "deploy" / "nginx"
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
_AROUND = """
daemon off; master_process off; pid {home}/nginx.pid; error_log {home}/error.log;
events {{ }}
http {{
    access_log off;
    client_body_temp_path {home}/body; proxy_temp_path {home}/proxy;
    fastcgi_temp_path {home}/f; uwsgi_temp_path {home}/u; scgi_temp_path {home}/s;
    {content}
}}
"""


def a_certificate(home: Path, name: str) -> tuple[Path, Path]:
    """A certificate that its own key signed, and the key, in PEM."""
    key, now = ec.generate_private_key(ec.SECP256R1()), clock.now()
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    of_key = (
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    paths = home / f"{name}.pem", home / f"{name}.key"
    paths[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    paths[1].write_bytes(key.private_bytes(*of_key))
    return paths


class Proxy:
    """pages, systems: the ports of the two shipped servers."""

    def __init__(self, home: Path, *, behind: int) -> None:
        home.mkdir()
        self.pages, self.systems = free_port(), free_port()
        pem, key = a_certificate(home, "server")
        parts = []
        for name, port in (("lienthong", self.pages), ("client-certificates", self.systems)):
            text = (SHIPPED / f"{name}.conf").read_text()
            text = re.sub(r"\n *listen \[::\][^;]*;", "", text)
            text = text.replace("listen 443", f"listen 127.0.0.1:{port}")
            text = text.replace("listen 80;", f"listen 127.0.0.1:{free_port()};")
            text = text.replace("/etc/ssl/certs/lienthong.pem", str(pem))
            text = text.replace("/etc/ssl/private/lienthong.key", str(key))
            parts.append(text.replace("127.0.0.1:8000", f"127.0.0.1:{behind}"))
        path = home / "nginx.conf"
        path.write_text(_AROUND.format(home=home, content="\n".join(parts)))
        self.errors = home / "error.log"
        self.process = subprocess.Popen(
            [str(NGINX), "-p", str(home), "-e", str(self.errors), "-c", str(path)],
            stderr=subprocess.PIPE,
        )
        self._wait()

    def _wait(self) -> None:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and self.process.poll() is None:
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.systems), 1):
                return
            time.sleep(0.02)
        raise AssertionError(f"nginx does not answer: {self.errors.read_text()[-2000:]}")

    def end(self) -> None:
        self.process.terminate()
        self.process.communicate()
