"""Where a hook tells: takes every event, writes it down, then says so."""

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from torture.journal import Journal


def receive(port: int, journal: Journal) -> None:
    """Answer calls until killed."""

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            content = self.rfile.read(length := int(self.headers["Content-Length"]))
            if len(content) < length:  # who called has died
                return
            event, said = json.loads(content), {}
            if event["type"] == "lienthong.hook.challenge":
                said = {"challenge": event["data"]["challenge"]}
            else:
                journal.say("event", event["id"], told=event["data"].get("delivery", ""))
            body = json.dumps(said).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_words: object) -> None:
            """Say nothing: the journal has it."""

    ThreadingHTTPServer(("127.0.0.1", port), Receiver).serve_forever()
