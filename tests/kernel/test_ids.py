import threading
from uuid import RFC_4122

from lienthong.kernel.ids import uuid7


def test_an_id_is_a_version_7_of_the_standard_variant():
    made = uuid7()
    assert (made.version, made.variant) == (7, RFC_4122)


def test_ids_of_one_process_grow_also_within_a_millisecond_and_across_threads():
    made = []

    def make() -> None:
        made.extend(uuid7() for _ in range(2_000))

    threads = [threading.Thread(target=make) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(made)) == 8_000
    alone = [uuid7() for _ in range(5_000)]
    assert alone == sorted(alone)
    assert alone[0] > max(made)


def test_ids_cannot_be_guessed_from_their_neighbours():
    first, second = uuid7(), uuid7()
    assert (second.int - first.int) != 1


def test_a_clock_set_back_does_not_turn_the_order_around(monkeypatch):
    before = uuid7()
    monkeypatch.setattr("time.time_ns", lambda: 0)
    assert uuid7() > before
