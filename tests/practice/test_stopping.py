"""What the demo started does not go on without it."""

import signal
import subprocess
import sys

import pytest

PLAY = """
import subprocess, sys
from lienthong.practice.stopping import wait_and_end

class Waiting(subprocess.Popen):
    said = False

    def wait(self, timeout=None):
        if not self.said:  # from here on it may be stopped
            self.said = True
            print("waiting", flush=True)
        return super().wait(timeout)

quiet = {"stdout": subprocess.DEVNULL}
started = [Waiting(["sleep", "20"], **quiet), subprocess.Popen(["sleep", "20"], **quiet)]
wait_and_end(*started)
print(*(one.returncode for one in started), flush=True)
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP], ids=["ended", "window closed"])
def test_a_demo_that_is_ended_or_whose_window_is_closed_ends_server_and_worker(number):
    with subprocess.Popen([sys.executable, "-c", PLAY], stdout=subprocess.PIPE, text=True) as demo:
        assert demo.stdout is not None
        assert demo.stdout.readline() == "waiting\n"
        demo.send_signal(number)
        assert demo.stdout.readline().split() == [str(-signal.SIGTERM)] * 2
    assert demo.returncode == 0
