"""A cache keeps what it is given for as long as was said, or less."""

from __future__ import annotations

from core.cache import MemoryCache, NoCache


class Clock:
    """Goes on where a test says so."""

    now = 0.0

    def __call__(self) -> float:
        """Seconds."""
        return self.now


def test_it_keeps_each_value_as_long_as_was_said() -> None:
    clock = Clock()
    cache = MemoryCache(clock)
    cache.put("a", 1, 60)
    cache.put("b", 0, 30)
    clock.now = 29.9
    assert (cache.get("a"), cache.get("b"), cache.get("c")) == (1, 0, None)
    clock.now = 30.0
    assert (cache.get("a"), cache.get("b")) == (1, None)
    cache.put("a", 2, 60)
    clock.now = 89.9
    assert cache.get("a") == 2


def test_what_was_used_longest_ago_goes_first() -> None:
    cache = MemoryCache(Clock(), most=2)
    cache.put("a", 1, 60)
    cache.put("b", 2, 60)
    assert cache.get("a") == 1
    cache.put("c", 3, 60)
    assert [cache.get(key) for key in "abc"] == [1, None, 3]


def test_what_is_too_old_takes_no_room() -> None:
    clock = Clock()
    cache = MemoryCache(clock, most=2)
    cache.put("a", 1, 1)
    cache.put("b", 2, 60)
    clock.now = 1.0
    assert cache.get("a") is None
    cache.put("c", 3, 60)
    assert [cache.get(key) for key in "bc"] == [2, 3]


def test_one_that_keeps_nothing() -> None:
    cache = NoCache()
    cache.put("a", 1, 60)
    assert cache.get("a") is None
