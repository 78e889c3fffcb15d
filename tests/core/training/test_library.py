"""The library means what it says: every reference exists, and no name means two exercises."""

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.training.library import (
    LANGUAGES,
    BadLibrary,
    Exercise,
    Measure,
    ambiguous_words,
    load_library,
    normalise,
    read_exercises,
    set_words,
)

# Short enough to be other things, but lifters type them with a weight behind: squat, deadlift,
# développé couché.
WELL_KNOWN_SHORT = {"sq", "dl", "dc"}
NEVER_AN_EXERCISE = {
    "pr",
    "pb",
    "rm",
    "max",
    "rest",
    "set",
    "sets",
    "rep",
    "reps",
    "bp",
    "bw",
    "rpe",
}

EXERCISE = """
[bench]
name = "Bench"
measure = "weight_reps"
primary = ["chest"]
secondary = []
equipment = ["barbell"]
pattern = "horizontal_push"
met = 5.0
[bench.aliases]
de = ["bankdrücken"]
"""


def aliases() -> Iterator[tuple[Exercise, str, str]]:
    for exercise in load_library().values():
        for language, names in exercise.aliases.items():
            for alias in names:
                yield exercise, language, alias


def owners() -> dict[str, list[str]]:
    """Every name and alias in its normal form, with each place that bears it."""
    found = defaultdict(list)
    for exercise in load_library().values():
        found[normalise(exercise.name)].append(exercise.key)
    for exercise, language, alias in aliases():
        found[normalise(alias)].append(f"{exercise.key} ({language})")
    return found


def test_there_are_enough_exercises_of_every_kind() -> None:
    library = load_library()

    assert len(library) >= 300
    assert {exercise.measure for exercise in library.values()} == set(Measure)


def test_exercises_are_well_formed() -> None:
    for key, exercise in load_library().items():
        assert re.fullmatch(r"[a-z][a-z0-9_]{2,23}", key), key
        assert re.fullmatch(r"[A-Z][A-Za-z' -]+", exercise.name), exercise.name
        assert exercise.primary, key
        assert exercise.equipment, key
        assert not set(exercise.primary) & set(exercise.secondary), key
        assert 2 <= exercise.met <= 16, key


def test_every_exercise_has_a_name_in_each_language() -> None:
    lacking = [
        (exercise.key, language)
        for exercise in load_library().values()
        for language in LANGUAGES
        if not exercise.aliases.get(language)
    ]

    assert lacking == []


def test_no_name_means_two_exercises_or_stands_twice() -> None:
    assert {name: places for name, places in owners().items() if len(places) > 1} == {}


def test_ambiguous_words_are_asked_about() -> None:
    library, names = load_library(), owners()
    plain = [normalise(word) for word in ambiguous_words()]

    assert len(plain) == len(set(plain))
    for word, keys in ambiguous_words().items():
        assert normalise(word) not in names, word
        assert 2 <= len(keys) == len(set(keys)) <= 4, word
        assert set(keys) <= library.keys(), word


def test_no_exercise_is_named_like_a_word_of_sets() -> None:
    words = set_words()
    named = {*owners(), *map(normalise, ambiguous_words())}

    for table in (words.categories, words.weekdays, words.months):
        for category, said in table.items():
            assert not named & set(map(normalise, said)), category


def test_aliases_are_as_people_type_them() -> None:
    for exercise, _, alias in aliases():
        plain = normalise(alias)
        assert alias == alias.lower().strip(), alias
        assert "  " not in alias, alias
        assert len(plain) > 2 or plain in WELL_KNOWN_SHORT, (exercise.key, alias)
        assert plain not in NEVER_AN_EXERCISE, (exercise.key, alias)
        # A figure of its own is a weight or a count; "t2b" is a word.
        assert not re.search(r"(^|\s)\d", plain), (exercise.key, alias)


def test_aliases_are_in_their_language_s_script() -> None:
    for exercise, language, alias in aliases():
        for word in re.split(r"[\s-]", alias):
            cyrillic, latin = re.search("[а-яё]", word), re.search("[a-z]", word)
            assert not (cyrillic and latin), (exercise.key, alias)
            assert language == "ru" or not cyrillic, (exercise.key, alias)


def test_umlauts_are_also_written_out() -> None:
    names = owners()
    for exercise, language, alias in aliases():
        if language == "de" and re.search("[äöü]", alias):
            written_out = alias.translate({ord("ä"): "ae", ord("ö"): "oe", ord("ü"): "ue"})
            assert normalise(written_out) in names, (exercise.key, alias)


def test_ambiguous_umlauts_are_also_written_out() -> None:
    said = ambiguous_words()
    for word, keys in said.items():
        if re.search("[äöü]", word):
            written_out = word.translate({ord("ä"): "ae", ord("ö"): "oe", ord("ü"): "ue"})
            assert said[written_out] == keys, word


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("OHP", "overhead_press"),
        ("RDL", "romanian_deadlift"),
        ("BSS", "bulgarian_split_squat"),
        ("SLDL", "stiff_leg_deadlift"),
        ("CGBP", "close_grip_bench"),
        ("T2B", "toes_to_bar"),
        ("GHR", "glute_ham_raise"),
        ("squat", "squat"),
        ("deadlift", "deadlift"),
        ("Bankdrücken", "bench_press"),
        ("BANKDRUECKEN", "bench_press"),
        ("Klimmzüge", "pull_up"),
        ("sentadilla", "squat"),
        ("peso muerto", "deadlift"),
        ("développé couché", "bench_press"),
        ("soulevé de terre", "deadlift"),
        ("panca piana", "bench_press"),
        ("stacco da terra", "deadlift"),
        ("supino reto", "bench_press"),
        ("agachamento", "squat"),
        ("жим лёжа", "bench_press"),
        ("Становая тяга", "deadlift"),
        ("push up", "push_up"),
        ("Push-Ups", "push_up"),
        ("Farmers walk", "farmers_walk"),
        ("farmer’s walk", "farmers_walk"),
        ("KB swings", "kettlebell_swing"),
        ("bike", "cycling"),
        ("run", "run"),
    ],
)
def test_what_lifters_type_is_a_name(typed: str, key: str) -> None:
    places = owners()[normalise(typed)]

    assert [place.split()[0] for place in places] == [key]


@pytest.mark.parametrize(
    ("word", "likeliest"),
    [
        ("press", "overhead_press"),
        ("row", "barbell_row"),
        ("rudern", "rowing_machine"),
        ("remo", "barbell_row"),
        ("curl", "dumbbell_curl"),
        ("жим", "bench_press"),
        ("тяга", "deadlift"),
        ("пресс", "crunch"),
    ],
)
def test_words_of_several_meanings_offer_the_likeliest_first(word: str, likeliest: str) -> None:
    assert ambiguous_words()[word][0] == likeliest


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("Bankdrücken", "bankdrucken"),
        ("WEIẞ  Straße", "weiss strasse"),
        ("Жим лёжа", "жим лежа"),
        ("push–up", "push up"),
        ("T-bar   row", "t bar row"),
        ("Farmer’s walk", "farmers walk"),
        ("Supino\treto", "supino reto"),
        ("bw-20", "bw-20"),
        ("80-82,5", "80-82,5"),
        ("5'30", "5'30"),
        ("８０ｋｇ", "80kg"),
        ("", ""),
    ],
)
def test_normal_form(typed: str, plain: str) -> None:
    assert normalise(typed) == plain
    assert normalise(plain) == plain


def test_set_words_cover_the_calendar_and_repeat_nothing() -> None:
    words = set_words()

    assert [len(words.weekdays), len(words.months)] == [7, 12]
    for table in (words.categories, words.weekdays, words.months):
        for category, said in table.items():
            plain = [normalise(word) for word in said]
            assert plain, category
            assert len(plain) == len(set(plain)), category


def test_a_day_and_a_month_have_one_place_in_the_calendar() -> None:
    for table in (set_words().weekdays, set_words().months):
        said = [normalise(word) for names in table.values() for word in names]
        assert len(said) == len(set(said))


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[bench", "exercises.toml"),
        (EXERCISE.replace('name = "Bench"', ""), r"\[bench\] lacks 'name'"),
        (EXERCISE.replace("weight_reps", "furlongs"), "furlongs"),
        (EXERCISE.replace("chest", "wings"), "unknown: wings"),
        (EXERCISE.replace('"barbell"', '"anvil"'), "unknown: anvil"),
        (EXERCISE.replace("horizontal_push", "dance"), "unknown: dance"),
        (EXERCISE.replace('["chest"]', '"chest"'), "a list of words is wanted"),
        (EXERCISE.replace('de = ["', 'tlh = ["'), "unknown: tlh"),
        (EXERCISE.replace("[bench.aliases]", "[bench.names]"), "lacks 'aliases'"),
        ("bench = 1", r"\[bench\]"),
    ],
)
def test_a_bad_file_is_named(tmp_path: Path, text: str, complaint: str) -> None:
    (tmp_path / "exercises.toml").write_text(text, encoding="utf-8")

    with pytest.raises(BadLibrary, match=complaint) as refused:
        read_exercises(tmp_path)
    assert "exercises.toml" in str(refused.value)


def test_a_key_stands_in_one_file(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(EXERCISE, encoding="utf-8")
    (tmp_path / "b.toml").write_text(EXERCISE, encoding="utf-8")

    with pytest.raises(BadLibrary, match=r"b\.toml: \[bench\] is in another file already"):
        read_exercises(tmp_path)
