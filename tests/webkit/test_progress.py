"""A person who waits hears how far it is now and then; one who need not wait hears nothing."""

from lienthong.webkit.commands import PATIENCE, Progress


def told(*steps: tuple[float, int, int | None], names: tuple[str, ...] = ()) -> list[str]:
    """Say which lines come of steps at these seconds: (second, done, total).

    names: of the last ones, if they are of another step.
    """
    called = ("contents",) * (len(steps) - len(names)) + names
    lines: list[str] = []
    now = 0.0
    tell = Progress(lines.append, seconds=lambda: now)
    for name, (second, done, total) in zip(called, steps, strict=True):
        now = second
        tell(name, done, total)
    return lines


def test_nothing_is_said_before_anybody_waits():
    assert told((0.1, 1, 1000), (PATIENCE - 0.1, 400, 1000)) == []


def test_then_a_line_comes_now_and_then_and_not_for_each_step():
    steps = [(n * PATIENCE / 10, n, 1000) for n in range(1, 31)]
    assert told(*steps) == ["contents: 10/1000", "contents: 20/1000", "contents: 30/1000"]


def test_the_end_of_a_step_is_said_at_once():
    assert told((0.1, 6, 6)) == ["contents: 6/6"]


def test_where_nobody_knows_how_much_there_is_what_was_done_is_said():
    assert told((PATIENCE, 512, None)) == ["contents: 512"]


def test_the_first_of_a_step_is_not_told_because_the_step_before_took_long():
    steps = [(0.1, 9, 9), (60.0, 720, None), (60.1, 9000, None), (60.2, 9000, 9000)]
    lines = told(*steps, names=("bytes",) * 3)
    assert lines == ["contents: 9/9", "bytes: 9000/9000"]
