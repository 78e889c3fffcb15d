"""What to begin with in each movement pattern, the best first: learnt easily, done anywhere."""

from __future__ import annotations

from types import MappingProxyType

COMPOUND = (
    "squat",
    "hinge",
    "lunge",
    "hip_extension",
    "horizontal_push",
    "horizontal_pull",
    "vertical_push",
    "vertical_pull",
)
"""Patterns that work many muscles at once; they come first in a workout."""

SIMPLE = MappingProxyType(
    {
        "squat": "goblet_squat leg_press dumbbell_squat air_squat smith_squat squat spanish_squat",
        "hinge": "dumbbell_rdl romanian_deadlift kettlebell_swing pull_through deadlift "
        "single_leg_rdl",
        "lunge": "reverse_lunge dumbbell_lunge split_squat lunge step_up",
        "hip_extension": "glute_bridge hip_thrust single_leg_glute_bridge",
        "horizontal_push": "dumbbell_bench chest_press dumbbell_floor_press push_up bench_press "
        "ring_push_up dip",
        "horizontal_pull": "dumbbell_row seated_cable_row machine_row bent_over_dumbbell_row "
        "barbell_row ring_row band_row inverted_row",
        "vertical_push": "dumbbell_shoulder_press machine_shoulder_press kettlebell_press "
        "overhead_press pike_push_up",
        "vertical_pull": "lat_pulldown chin_up pull_up",
        "chest_isolation": "pec_deck cable_fly dumbbell_fly",
        "shoulder_isolation": "lateral_raise face_pull cable_lateral_raise rear_delt_fly "
        "band_pull_apart",
        "elbow_flexion": "dumbbell_curl cable_curl barbell_curl band_curl kettlebell_curl",
        "elbow_extension": "triceps_pushdown overhead_triceps_ext bench_dip band_pushdown",
        "knee_flexion": "lying_leg_curl seated_leg_curl slider_leg_curl",
        "knee_extension": "leg_extension",
        "calf": "standing_calf_raise single_leg_calf_raise",
        "core": "plank dead_bug side_plank bird_dog hollow_hold reverse_crunch superman",
    }
)
"""For who is new to it, or new to the exercise."""

SEASONED = MappingProxyType(
    {
        "squat": "squat front_squat",
        "hinge": "romanian_deadlift deadlift",
        "lunge": "bulgarian_split_squat walking_lunge",
        "hip_extension": "hip_thrust",
        "horizontal_push": "bench_press incline_dumbbell_bench dip",
        "horizontal_pull": "barbell_row",
        "vertical_push": "overhead_press",
        "vertical_pull": "pull_up",
        "core": "hanging_leg_raise ab_wheel",
    }
)
"""What comes before the simple ones for who is not new to training."""


def staples(pattern: str, *, beginner: bool) -> tuple[str, ...]:
    """The exercises to choose from in a pattern, the best first."""
    first = () if beginner else SEASONED.get(pattern, "").split()
    return tuple(dict.fromkeys((*first, *SIMPLE.get(pattern, "").split())))
