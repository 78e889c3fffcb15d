"""What is heard is explained by what was said, and what cannot be is told."""

from __future__ import annotations

import pytest

from tests.torture.hearing import Explanation, Heard, Said
from tests.torture.hearing import explain as explain_by

ONE, TWO, THREE = Said(1, "one"), Said(2, "two"), Said(3, "three")
ALL = frozenset(range(10))
OLD_CARD, NEW_CARD = Said(4, "card, old", may_be_skipped=True), Said(5, "card, new")


def heard(*seen: str) -> list[Heard]:
    """These, by calls 10, 11, 12 …"""
    return [Heard(at, one) for at, one in enumerate(seen, 10)]


def explain(said: list[Said], heard: list[Heard], in_flight: frozenset[int] = ALL) -> Explanation:
    """By kills at which these rows were in flight."""
    return explain_by(said, heard, lambda row, at: row in in_flight)


def test_everything_once_and_in_order_is_right() -> None:
    found = explain([ONE, TWO, THREE], heard("one", "two", "three"))
    assert found.calls == {1: [10], 2: [11], 3: [12]}
    assert (found.again, found.missing, found.strange) == ([], [], [])


@pytest.mark.parametrize("said", [[ONE, TWO, THREE], [ONE, OLD_CARD, TWO, THREE]])
def test_what_was_never_heard_is_missing_unless_a_newer_version_was(said: list[Said]) -> None:
    found = explain(said, heard("one", "three"))
    assert found.missing == [TWO]
    assert found.strange == []


def test_what_comes_twice_is_told_with_its_second_call() -> None:
    found = explain([ONE, TWO], heard("one", "one", "two"))
    assert found.again == [(1, 11)]
    assert (found.missing, found.strange) == ([], [])


def test_an_overtaken_message_is_strange() -> None:
    found = explain([ONE, TWO, THREE], heard("two", "three", "one"))
    assert [one.seen for one in found.strange] == ["one"]
    assert found.missing == [ONE]


def test_what_nobody_said_is_strange() -> None:
    assert [one.at for one in explain([ONE], heard("one", "else")).strange] == [11]


def test_the_same_words_said_twice_are_no_repetition() -> None:
    again = Said(6, "one")
    assert explain([ONE, TWO, again], heard("one", "two", "one")).again == []
    assert explain([ONE, TWO, again], heard("one", "two")).missing == [again]


def test_of_the_same_words_those_in_flight_are_repeated() -> None:
    again = Said(6, "one")
    found = explain([ONE, TWO, again], heard("one", "two", "one", "one"), frozenset({6}))
    assert (found.calls, found.again) == ({1: [10], 2: [11], 6: [12, 13]}, [(6, 13)])


def test_an_older_card_after_a_newer_one_is_strange() -> None:
    found = explain([OLD_CARD, NEW_CARD], heard("card, new", "card, old"))
    assert [one.seen for one in found.strange] == ["card, old"]


def test_one_row_of_two_messages_is_heard_by_both() -> None:
    found = explain([ONE, Said(1, "and its key")], heard("one", "and its key", "and its key"))
    assert found.calls == {1: [10, 11, 12]}
    assert found.again == [(1, 12)]
