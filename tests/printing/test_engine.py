"""What prints outlives a fork."""

import os

from lienthong.printing import engine


def test_a_forked_process_asks_no_thread_of_the_one_before_it_for_fonts(monkeypatch):
    fonts = engine._fonts()
    assert engine._fonts() is fonts
    monkeypatch.setattr(os, "getpid", lambda: -1)
    assert engine._fonts() is not fonts
