"""A service that keeps failing is left alone, and tried again one at a time."""

from __future__ import annotations

from integrations.breaker import Breaker


class Watch:
    """A clock that moves when told to."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def broken(watch: Watch) -> Breaker:
    breaker = Breaker(watch, failures=3, open_seconds=60)
    for _ in range(3):
        assert breaker.wait() == 0
        breaker.failed()
    return breaker


def test_it_opens_after_failures_in_a_row_alone() -> None:
    breaker = Breaker(Watch(), failures=3)
    for _ in range(5):
        breaker.failed()
        breaker.failed()
        breaker.went_well()
    assert breaker.wait() == 0
    for _ in range(3):
        breaker.failed()
    assert breaker.wait() > 0


def test_open_it_says_how_long() -> None:
    watch = Watch()
    breaker = broken(watch)
    assert breaker.wait() == 60
    watch.now += 45
    assert breaker.wait() == 15


def test_then_one_try_goes_through_and_decides() -> None:
    watch = Watch()
    breaker = broken(watch)
    watch.now += 60
    assert breaker.wait() == 0
    assert breaker.wait() > 0
    breaker.failed()
    assert breaker.wait() == 60
    watch.now += 60
    assert breaker.wait() == 0
    breaker.went_well()
    assert breaker.wait() == 0


def test_a_try_that_tells_nothing_leaves_the_next_one_free() -> None:
    watch = Watch()
    breaker = broken(watch)
    watch.now += 60
    assert breaker.wait() == 0
    breaker.never_mind()
    assert breaker.wait() == 0
