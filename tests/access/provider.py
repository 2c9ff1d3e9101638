"""A small identity provider (OpenID Connect, code flow) that says whatever a test tells it."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


class Provider(BaseHTTPRequestHandler):
    """who: the claims of whoever signs in there; codes are those that were handed out."""

    who: dict[str, Any] = {}
    asked: list[dict[str, str]] = []

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        if path == "/.well-known/openid-configuration":
            self._say(self._configuration())
        elif path == "/userinfo":
            is_known = self.headers["Authorization"] == "Bearer ve-vao-cua"
            self._say(self.who if is_known else {}, 200 if is_known else 401)
        else:
            self._say({}, 404)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        form = {name: values[0] for name, values in parse_qs(body).items()}
        self.asked.append(form)
        if form.get("code") != "ma-dung":
            self._say({"error": "invalid_grant"}, 400)
            return
        self._say({"access_token": "ve-vao-cua", "token_type": "Bearer"})

    def _configuration(self) -> dict[str, Any]:
        here = f"http://{self.headers['Host']}"
        return {
            "issuer": here,
            "authorization_endpoint": f"{here}/authorize",
            "token_endpoint": f"{here}/token",
            "userinfo_endpoint": f"{here}/userinfo",
            "jwks_uri": f"{here}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def _say(self, facts: dict[str, Any], status: int = 200) -> None:
        body = json.dumps(facts).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_facts: object) -> None:
        """Nothing is printed."""


@contextmanager
def provider() -> Iterator[str]:
    """Run the provider on a free port of this machine; yields its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Provider)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()
