"""What each refusal of the Graph API means for a message."""

from __future__ import annotations

import pytest

from bot.channels.channel import Closed, GiveUp, NoMarketing, OutOfReach, TooMany, TryAgain
from bot.channels.whatsapp.errors import (
    MEDIA_CODES,
    GraphRefused,
    Outcome,
    Unreachable,
    as_outcome,
    outcome,
)
from bot.delivery.dead_letters import impersonal
from tests.standins.graph.refusal import CODES

MEANS: list[tuple[type[Outcome], list[int]]] = [
    (OutOfReach, [0, 3, 10, 102, 190, 200, 299, 131005]),
    (OutOfReach, [33, 368, 131031, 131037, 131042, 131045]),
    (OutOfReach, [133000, 133005, 133006, 133008, 133009, 133010, 133015, 133016, 134011]),
    (OutOfReach, [1, 2, 131000, 131016, 131057, 133004, 2494100]),
    (TooMany, [4, 17, 341, 613, 80007, 130429, 131048, 131056]),
    (Closed, [131047]),
    (Closed, [132000, 132001, 132005, 132007, 132012, 132015, 132016, 132018, 132068, 132069]),
    (GiveUp, [130472, 130497, 131021, 131026, 131030, 131049, 131062]),
    (NoMarketing, [131050]),
    (GiveUp, [100, 131008, 131009, 131051, 131052, 131053, 135000]),
]
ALL = [(code, kind) for kind, codes in MEANS for code in codes]


@pytest.mark.parametrize(("code", "kind"), ALL)
@pytest.mark.parametrize("status", [200, 400, 404, 500])
def test_the_code_says_what_it_means_whatever_its_status(
    code: int, kind: type[Outcome], status: int
) -> None:
    found = outcome(code, status)
    assert type(found) is kind
    assert str(found)
    assert impersonal(str(found)) == str(found)


def test_every_code_that_is_stood_in_for_is_known() -> None:
    assert set(CODES) <= {code for code, _ in ALL}
    assert {code for code, kind in ALL if kind is GiveUp} >= MEDIA_CODES


@pytest.mark.parametrize(
    ("status", "kind"),
    [(400, GiveUp), (401, OutOfReach), (403, OutOfReach), (404, OutOfReach), (408, OutOfReach),
     (413, GiveUp), (429, TooMany), (500, OutOfReach), (502, OutOfReach), (503, OutOfReach)],
)  # fmt: skip
@pytest.mark.parametrize("code", [None, 999999])
def test_an_unknown_code_goes_by_its_status(
    code: int | None, status: int, kind: type[Outcome]
) -> None:
    assert type(outcome(code, status)) is kind


def test_a_late_failure_without_a_known_code_is_final() -> None:
    assert type(outcome(999999)) is GiveUp


def waits(error: GraphRefused, refused_before: int = 0) -> float | None:
    found = as_outcome(error, refused_before)
    assert isinstance(found, TryAgain)
    return found.after


def test_it_waits_as_long_as_meta_says() -> None:
    assert waits(GraphRefused(429, 130429, after=7.0)) == 7.0
    assert waits(GraphRefused(400, 130429)) is None
    assert waits(GraphRefused(400, 131056, after=9.0), 3) == 9.0


def test_whoever_is_written_to_too_fast_is_left_alone_four_times_longer_each_time() -> None:
    times = [waits(GraphRefused(400, 131056), before) for before in (0, 1, 2, 3, 4, 5, 10_000)]
    assert times == [1, 4, 16, 64, 256, 256, 256]


def test_a_wrong_number_of_ours_costs_no_message() -> None:
    assert type(as_outcome(GraphRefused(400, 100, 33))) is OutOfReach
    assert type(as_outcome(GraphRefused(400, 100, 2494010))) is GiveUp


def test_no_answer_is_nobodys_fault() -> None:
    found = as_outcome(Unreachable("TimeoutError"))
    assert type(found) is OutOfReach
    assert found.after is None


def test_a_refusal_names_its_code_and_quotes_nothing() -> None:
    assert str(GraphRefused(400, 131030)) == "refused (code 131030, status 400)"
    assert str(GraphRefused(404, 132001, title="No template")).startswith("No template (code")
