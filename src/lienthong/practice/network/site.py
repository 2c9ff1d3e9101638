"""One installation of the play: its folder, its server, and the hand that acts in it."""

import http.client
import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from lienthong.practice.network.data import Place

# Seconds for the first answer of a server, also where others use the machine.
_PATIENCE = 120.0
_LOOK_AGAIN = 0.1


class Stopped(Exception):
    """Something of the play did not do what it should; the message says what."""


class Site:
    """An installation that is acted in by `ask`, and served while it is not cut off."""

    def __init__(self, place: Place, home: Path, *, port: int) -> None:
        self.place, self.home, self.port = place, home, port
        self._server: subprocess.Popen[bytes] | None = None
        self._hand: subprocess.Popen[str] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        told = {
            "LIENTHONG_HOME": str(self.home),
            "LIENTHONG_INSTALLATION": self.place.installation,
            "LIENTHONG_LOG_LEVEL": "error",
            # Whatever the environment says: they call one another here, and without TLS.
            "LIENTHONG_HOSTS": "127.0.0.1,localhost,[::1]",
            "LIENTHONG_BEHIND_TLS": "false",
            "DJANGO_SETTINGS_MODULE": "lienthong.config.settings",
        }
        return {**os.environ, **told, "LIENTHONG_DATABASE": ""}

    def ask(self, act: str, **facts: Any) -> dict[str, Any]:
        """Let something be done inside. Raises Stopped when it was refused or broke."""
        hand = self._held()
        assert hand.stdin is not None
        assert hand.stdout is not None
        with suppress(BrokenPipeError):
            hand.stdin.write(json.dumps({"act": act, **facts}) + "\n")
            hand.stdin.flush()
        line = hand.stdout.readline()
        told: dict[str, Any] = json.loads(line) if line else {"refused": "", "said": "no answer"}
        if "refused" in told:
            raise Stopped(f"{self.place.name}: {act}: {told['said']} [{told['refused']}]")
        return told

    def serve(self) -> None:
        """Let others call; wait until somebody answers. Raises Stopped when nobody does."""
        self.begin()
        self.answers()

    def begin(self) -> None:
        """Start the server without waiting for it."""
        command = [sys.executable, "-m", "lienthong.practice.network.served", str(self.port)]
        (self.home / "static").mkdir(exist_ok=True)
        with (self.home / "serve.log").open("ab") as log:
            self._server = subprocess.Popen(  # noqa: S603  # our own command
                command,
                env={**self.environment, "LIENTHONG_THREADS": "2"},
                start_new_session=True,
                stdout=log,
                stderr=log,
            )

    def answers(self) -> None:
        """Wait for the first answer. Raises Stopped when there is none."""
        assert self._server is not None
        until = time.monotonic() + _PATIENCE
        while time.monotonic() < until and self._server.poll() is None:
            with suppress(OSError, http.client.HTTPException):
                line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
                line.request("GET", "/healthz")
                if line.getresponse().status == http.HTTPStatus.OK:
                    return
            time.sleep(_LOOK_AGAIN)
        raise Stopped(f"{self.place.name}: no answer at {self.address}; see {self.home}/serve.log")

    def cut(self) -> None:
        """Nobody reaches it any more: its server is killed, as when a line is cut."""
        if self._server is not None:
            with suppress(ProcessLookupError):
                os.killpg(self._server.pid, signal.SIGKILL)
            self._server.wait()
            self._server = None

    def end(self) -> None:
        """End both processes."""
        self.cut()
        if self._hand is not None:
            assert self._hand.stdin is not None
            self._hand.stdin.close()
            with suppress(subprocess.TimeoutExpired):
                self._hand.wait(timeout=30)
            self._hand.kill()
            self._hand.wait()
            self._hand = None

    def _held(self) -> "subprocess.Popen[str]":
        if self._hand is None:
            self._hand = subprocess.Popen(  # our own program
                [sys.executable, "-m", "lienthong.practice.network.hand"],
                env=self.environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
        return self._hand
