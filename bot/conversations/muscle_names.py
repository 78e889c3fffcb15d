"""Muscles as people say them: several that belong together are one word."""

from __future__ import annotations

from collections.abc import Iterable

from bot.engine.texts import N_, Texts

# Whole parts of the training first, then what is said as one, then single muscles.
_NAMES = (
    (("quads", "hamstrings", "glutes"), N_("legs")),
    (("lats", "upper_back"), N_("back")),
    (("front_delts", "side_delts"), N_("shoulders")),
    (("biceps", "triceps"), N_("arms")),
    (("abs", "obliques"), N_("trunk")),
    (("chest",), N_("chest")),
    (("front_delts",), N_("front of the shoulders")),
    (("side_delts",), N_("side of the shoulders")),
    (("rear_delts",), N_("rear of the shoulders")),
    (("triceps",), N_("triceps")),
    (("biceps",), N_("biceps")),
    (("forearms",), N_("forearms")),
    (("lats",), N_("lats")),
    (("upper_back",), N_("upper back")),
    (("traps",), N_("traps")),
    (("lower_back",), N_("lower back")),
    (("abs",), N_("abs")),
    (("obliques",), N_("sides of the trunk")),
    (("glutes",), N_("glutes")),
    (("quads",), N_("front of the thighs")),
    (("hamstrings",), N_("back of the thighs")),
    (("adductors",), N_("inner thighs")),
    (("abductors",), N_("outer hips")),
    (("calves",), N_("calves")),
    (("hip_flexors",), N_("hip flexors")),
    (("neck",), N_("neck")),
    (("cardio",), N_("heart and lungs")),
)


def muscle_names(texts: Texts, muscles: Iterable[str]) -> str:
    """`chest, shoulders and triceps`."""
    left = set(muscles)
    said = []
    for keys, name in _NAMES:
        if left.issuperset(keys):
            left.difference_update(keys)
            said.append(texts.t(name))
    return texts.items(said)
