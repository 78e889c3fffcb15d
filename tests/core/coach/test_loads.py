"""Which weights can be loaded: by bar and plates, by the rows of dumbbells, by the log."""

from __future__ import annotations

from decimal import Decimal

import pytest

from core.coach.history import Bout
from core.coach.loads import Loads
from core.training.sets import WeightUnit
from tests.core.coach.made import history, worked_out

KG, LB = WeightUnit.KG, WeightUnit.LB


def loads(exercise: str, *bouts: Bout, **facts: object) -> Loads:
    return Loads(history(*bouts, **facts), exercise)


def lifted(exercise: str, *weights: str, unit: WeightUnit = KG) -> list[Bout]:
    return [worked_out(ago, exercise, one, 8, unit=unit) for ago, one in enumerate(weights)]


def test_a_barbell_goes_up_by_its_smallest_pair_of_plates() -> None:
    found = loads("bench_press")
    assert found.next_up(Decimal(80)) == Decimal("82.5")
    assert found.at_most(Decimal("81.9")) == Decimal(80)
    assert found.lightest == Decimal(20)


def test_the_empty_bar_is_the_least() -> None:
    assert loads("bench_press").at_most(Decimal(12)) == Decimal(20)
    assert loads("bench_press", bar_kg=Decimal(15)).at_most(Decimal(12)) == Decimal(15)


def test_who_lifted_less_than_the_bar_has_a_lighter_one() -> None:
    assert loads("bench_press", *lifted("bench_press", "10")).lightest == Decimal(10)


def test_only_what_the_plates_make_is_recommended() -> None:
    found = loads("squat", plates=(Decimal(10), Decimal(4)))
    assert found.next_up(Decimal(20)) == Decimal(28)
    assert found.next_up(Decimal(28)) == Decimal(36)
    assert found.next_up(Decimal(36)) == Decimal(40)
    assert found.next_up(Decimal(40)) == Decimal(48)
    assert found.at_most(Decimal(39)) == Decimal(36)


def test_a_weight_between_the_steps_goes_up_to_the_next() -> None:
    assert loads("bench_press").next_up(Decimal(81)) == Decimal("82.5")


def test_pounds_have_their_own_bar_and_plates() -> None:
    found = loads("bench_press", *lifted("bench_press", "135", unit=LB))
    assert (found.unit, found.lightest) == (LB, Decimal(45))
    assert found.next_up(Decimal(135)) == Decimal(140)


@pytest.mark.parametrize(
    ("weights", "at", "then"),
    [
        (("24", "26"), "26", "28"),
        (("22.5", "25"), "25", "27.5"),
        (("7", "8", "12"), "8", "9"),
        (("7", "8", "12"), "12", "14"),
        (("20",), "20", "22.5"),
    ],
)
def test_dumbbells_come_in_the_row_that_the_log_shows(
    weights: tuple[str, ...], at: str, then: str
) -> None:
    found = loads("dumbbell_curl", *lifted("dumbbell_bench", *weights))
    assert found.next_up(Decimal(at)) == Decimal(then)


def test_light_dumbbells_of_a_pound_row_keep_theirs() -> None:
    done = lifted("lateral_raise", "8", "12", "20", "35", unit=LB)
    found = loads("dumbbell_curl", *done, unit=LB)
    assert found.next_up(Decimal(8)) == Decimal(10)
    assert found.next_up(Decimal(35)) == Decimal(40)


def test_each_machine_has_its_own_stack() -> None:
    done = lifted("leg_press", "100", "102.5") + lifted("lat_pulldown", "45", "50")
    assert loads("leg_press", *done).next_up(Decimal(100)) == Decimal("102.5")
    assert loads("lat_pulldown", *done).next_up(Decimal(50)) == Decimal(55)


def test_beside_the_body_steps_go_below_nothing() -> None:
    found = loads("pull_up")
    assert found.next_up(Decimal(-20)) == Decimal("-17.5")
    assert found.next_up(Decimal(0)) == Decimal("2.5")


def test_the_unit_is_the_preferred_one_then_the_last_typed() -> None:
    done = lifted("bench_press", "135", unit=LB)
    assert loads("bench_press", *done).unit is LB
    assert loads("bench_press", *done, units={"bench_press": KG}).unit is KG
    assert loads("squat", *done).unit is KG


def test_a_part_of_a_weight_is_never_more_than_it() -> None:
    bout = worked_out(3, "bench_press", "22.5", 8)
    found = loads("bench_press", bout)
    assert found.part_of(bout.sets[0], Decimal("0.5")) == Decimal(20)
    assert found.part_of(bout.sets[0], Decimal(1)) == Decimal("22.5")
