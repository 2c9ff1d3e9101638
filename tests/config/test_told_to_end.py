"""The web server ends when it is told to, also while it holds what its handler needs."""

from threading import Thread

import pytest

from lienthong.config.serving.first_process import web_server

pytestmark = pytest.mark.once


def test_a_signal_at_the_worst_moment_waits_for_nobody_and_is_not_lost():
    server = web_server(host="127.0.0.1", port=0, workers=1)
    woken = server.main_loop_interrupt
    told_twice = Thread(
        target=lambda: [server.signal_handler_interrupt(15, None) for _again in "12"], daemon=True
    )
    with woken._cond:  # as the main thread does when a signal comes in between
        told_twice.start()
        told_twice.join(timeout=120)
        assert not told_twice.is_alive()
    assert woken.wait(timeout=120)
    assert server.interrupt_signal
