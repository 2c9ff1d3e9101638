"""Ports of servers: what was given to one is given to nobody else before the server binds it."""

import pytest

from torture import ports


def test_a_port_that_was_given_is_not_given_again(monkeypatch):
    given = ports.free_port()
    monkeypatch.setattr(ports, "_RANGE", (given, given))

    with pytest.raises(RuntimeError):
        ports.free_port()
