"""A mail server that answers as a test wants, and keeps what it was brought."""

import socketserver
import ssl
import threading
from dataclasses import dataclass, field


@dataclass
class Script:
    """What it answers. At "." an answer of "" cuts the line after the letter was taken.

    tls: how it secures a line, at once or after STARTTLS.
    """

    greeting: str = "220 relay"
    tls: ssl.SSLContext | None = None
    is_tls_at_once: bool = False
    offers: tuple[str, ...] = ("SIZE 50000000", "DSN", "8BITMIME")
    mail: str = "250 ok"
    login: str = ""
    rcpt: dict[str, str] = field(default_factory=dict)
    dot: list[str] = field(default_factory=list)
    letters: list[tuple[str, bytes]] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)


class _Handler(socketserver.StreamRequestHandler):
    server: "Relay"

    def _say(self, words: str) -> None:
        self.wfile.write(words.encode() + b"\r\n")

    def _secure(self) -> None:
        assert self.server.script.tls
        self.connection = self.server.script.tls.wrap_socket(self.connection, server_side=True)
        self.rfile = self.connection.makefile("rb")
        self.wfile = self.connection.makefile("wb", buffering=0)

    def handle(self) -> None:
        script = self.server.script
        if script.is_tls_at_once:
            self._secure()
        self._say(script.greeting)
        self.to = ""
        while line := self.rfile.readline().decode().strip():
            script.commands.append(line)
            word = line.split(" ")[0].upper()
            if word == "DATA":
                if not self._take():
                    return
            elif word == "QUIT":
                self._say("221 bye")
                return
            else:
                self._say(self._answer(word, line))
                if word == "STARTTLS":
                    self._secure()

    def _answer(self, word: str, line: str) -> str:
        script = self.server.script
        if word == "EHLO":
            *words, last = ["relay", *script.offers]
            return "".join(f"250-{one}\r\n" for one in words) + f"250 {last}"
        if word == "RCPT":
            self.to = line.partition("<")[2].partition(">")[0]
            return script.rcpt.get(self.to, "250 ok")
        if word == "AUTH":
            return "235 in" if line.endswith(script.login) else "535 5.7.8 wrong"
        return {"STARTTLS": "220 go on", "MAIL": script.mail}.get(word, "250 ok")

    def _take(self) -> bool:
        """Take a letter; False where the line is cut instead of an answer."""
        script = self.server.script
        self._say("354 go on")
        script.letters.append((self.to, self._letter()))
        answer = script.dot.pop(0) if script.dot else "250 taken"
        if answer:
            self._say(answer)
        return bool(answer)

    def _letter(self) -> bytes:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line[1:] if line.startswith(b".") else line)
        return b"".join(lines)


class Relay(socketserver.ThreadingTCPServer):
    """Listens on a port of its own until the end."""

    allow_reuse_address, daemon_threads = True, True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.script = Script()
        self.port = self.server_address[1]
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()
