"""How a goal is set: one question at a time, each by a tap or a line, or everything in one line."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from bot.conversations.button_rows import in_rows
from bot.conversations.goal_keeping import already, keep_goal, spec_words
from bot.conversations.log_lines import unit_of
from bot.conversations.workout_taps import catalogue_of
from bot.engine.flow import Chosen, Finished, Flow, GoTo, Outcome, Pass, Stay, Words, takes
from bot.engine.outgoing import Button, Remove
from bot.engine.texts import N_
from bot.engine.turn import Turn
from core.errors import Refused
from core.goals import targets
from core.goals.models import Spec, spec_from_json, spec_to_json
from core.goals.parse import Asked, GoalReader, day_to_come
from core.training.familiar import most_done
from core.training.library import Measure
from core.training.vocabulary import Vocabulary

QUESTION = "goals:question"
MOST_OFFERED = 6
MOST_SUGGESTED = 4
LONGEST_TITLE = 60
NO_DATE, EIGHT_WEEKS, THREE_MONTHS = "none", "in 8 weeks", "in 3 months"
SET, LEAVE = "set", "leave"
NO_FIGURE = "no figure"
# `read 12 books` says its figure already.
_FIGURE = re.compile(r"\d{1,6}(?:[.,]\d)?\s+[^\W\d_]{1,16}$")

_KINDS = {
    "lift": N_("Lift a weight"),
    "reps": N_("Reps in a set"),
    "weight": N_("Body weight"),
    "week": N_("Workouts a week"),
    "distance": N_("A distance"),
    "streak": N_("Weeks in a row"),
    "calories": N_("Calories"),
    "own": N_("Something else"),
}
_OF_EXERCISES = {
    "lift": (Measure.WEIGHT_REPS,),
    "reps": (Measure.BODYWEIGHT_REPS, Measure.TIME),
    "distance": (Measure.DISTANCE_TIME, Measure.WEIGHT_DISTANCE),
}
_USUAL = {"week": ("2", "3", "4", "5"), "streak": ("4", "8", "12")}
_EXAMPLES = {
    Measure.WEIGHT_REPS: N_("{exercise}: which weight? Type it: 100, or 100 for 5."),
    Measure.BODYWEIGHT_REPS: N_("{exercise}: how many in a set? Type it: 10, or +20 kg."),
    Measure.TIME: N_("{exercise}: how long? Type it: 3:00."),
    Measure.WEIGHT_TIME: N_("{exercise}: how long? Type it: 3:00."),
    Measure.DISTANCE_TIME: N_("{exercise}: how far? Type it: 10 km, 20 km a week, 500 km in all."),
    Measure.WEIGHT_DISTANCE: N_("{exercise}: how far? Type it: 40 m."),
}
_QUESTIONS = {
    "weight": N_("Which weight? Type it: {example}."),
    "week": N_("How many workouts a week?"),
    "streak": N_("How many weeks in a row, each with a workout?"),
    "calories": N_("How many? Type it: 2000 a week, or 20000 in all."),
}


@dataclass
class NewGoal:
    """What is known of the goal so far; `spec` is a specification as JSON once it is whole.

    `kind` is one of the choices, `meant` the exercises that a typed name may mean.
    """

    kind: str = ""
    exercise: str = ""
    meant: list[str] = field(default_factory=list)
    title: str = ""
    spec: dict[str, Any] = field(default_factory=dict)


class GoalQuestions(Flow):
    """Kind, exercise, target, day, and one look at the whole."""

    name = "new goal"
    first = "kind"
    State = NewGoal

    # What kind

    def ask_kind(self, turn: Turn, state: NewGoal) -> None:
        """Every kind as a tap; a whole goal may be typed."""
        choices = [turn.choice(turn.t(text), kind) for kind, text in _KINDS.items()]
        text = turn.t("What do you want to reach? Tap one, or type it: bench 100 by 1 March")
        _ask(turn, text, *in_rows(choices, 2))

    @takes(Chosen, Words, to=("exercise", "target", "count", "title", "which", "day", "sure"))
    def got_kind(self, turn: Turn, state: NewGoal, given: Chosen | Words) -> Outcome:
        """A tap, or the goal itself."""
        if isinstance(given, Words):
            return _read_whole(turn, state, given.text)
        state.kind = given.value
        if state.kind in _OF_EXERCISES:
            return GoTo("exercise")
        if state.kind in _USUAL:
            return GoTo("count")
        return GoTo("title" if state.kind == "own" else "target")

    # Which exercise

    def ask_exercise(self, turn: Turn, state: NewGoal) -> None:
        """What is done most, as taps; any other is typed."""
        catalogue = catalogue_of(turn)
        done = most_done(turn.db, turn.person.id, MOST_OFFERED * 4)
        wanted = _OF_EXERCISES[state.kind]
        keys = [key for key in done if catalogue.measure(key) in wanted][:MOST_OFFERED]
        text = turn.t("Which exercise? Type its name.")
        if keys:
            text = turn.t("Which exercise? Tap one, or type its name.")
        _ask(turn, text, *_exercises(turn, keys))

    @takes(Chosen, Words, to=("which", "target"))
    def got_exercise(self, turn: Turn, state: NewGoal, given: Chosen | Words) -> Outcome:
        """One exercise, or a question which."""
        if isinstance(given, Chosen):
            state.exercise = given.value
            return GoTo("target")
        vocabulary = _vocabulary(turn)
        match = vocabulary.match(given.text[:LONGEST_TITLE])
        if len(match.keys) == 1 and match.exact:
            state.exercise = match.keys[0]
            return GoTo("target")
        meant = match.keys or vocabulary.suggest(given.text[:LONGEST_TITLE], MOST_SUGGESTED)
        if not meant:
            return Stay(turn.t("I know no exercise of that name. Type another, please."))
        state.meant = list(meant[:MOST_SUGGESTED])
        return GoTo("which")

    def ask_which(self, turn: Turn, state: NewGoal) -> None:
        """The exercises that the words may mean."""
        _ask(turn, turn.t("Which of these?"), *_exercises(turn, state.meant))

    @takes(Chosen, Words, to=("which", "target", "day", "sure"))
    def got_which(self, turn: Turn, state: NewGoal, given: Chosen | Words) -> Outcome:
        """One of them, or another name."""
        if isinstance(given, Words):
            return self.got_exercise(turn, state, given)
        state.exercise = given.value
        measure = catalogue_of(turn).measure
        if not state.spec or measure(given.value) is not measure(state.spec["exercise"]):
            return GoTo("target")
        state.spec["exercise"] = given.value
        return _on_to_day(turn, state)

    # The target

    def ask_target(self, turn: Turn, state: NewGoal) -> None:
        """The figure, as it could be typed."""
        if state.exercise:
            catalogue = catalogue_of(turn)
            text = turn.t(
                _EXAMPLES[catalogue.measure(state.exercise)],
                exercise=catalogue.name(state.exercise),
            )
        else:
            example = "78 kg" if turn.person.unit == "kg" else "172 lb"
            text = turn.t(_QUESTIONS[state.kind], example=example)
        _ask(turn, text)

    @takes(Words, to=("day", "sure"))
    def got_target(self, turn: Turn, state: NewGoal, given: Words) -> Outcome:
        """A figure of the kind; anything else was meant for somebody else."""
        return _aimed_at(turn, state, given.text)

    def ask_count(self, turn: Turn, state: NewGoal) -> None:
        """How many weeks, or workouts a week: the usual ones as taps."""
        choices = tuple(turn.choice(count, count) for count in _USUAL[state.kind])
        _ask(turn, turn.t(_QUESTIONS[state.kind]), choices)

    @takes(Chosen, Words, to=("day", "sure"))
    def got_count(self, turn: Turn, state: NewGoal, given: Chosen | Words) -> Outcome:
        """A tap, or another number."""
        typed = given.value if isinstance(given, Chosen) else given.text
        return _aimed_at(turn, state, typed)

    # One's own

    def ask_title(self, turn: Turn, state: NewGoal) -> None:
        """What it is called."""
        _ask(turn, turn.t("What is it? Type it in a few words: touch my toes, or read 12 books."))

    @takes(Words, to=("figure",))
    def got_title(self, turn: Turn, state: NewGoal, given: Words) -> Outcome:
        """A name as it is."""
        title = " ".join(given.text.split())
        if not title or len(title) > LONGEST_TITLE:
            return Stay(turn.t("A name of up to {count} letters, please.", count=LONGEST_TITLE))
        state.title = title
        return GoTo("figure")

    def ask_figure(self, turn: Turn, state: NewGoal) -> None:
        """Something to count, where there is anything."""
        text = turn.t(
            "{title}: is there a figure to it? Type it: 12 books, or 5 to 12.", title=state.title
        )
        said = _FIGURE.search(state.title)
        usual = (turn.choice(said[0], said[0]),) if said else ()
        _ask(turn, text, (*usual, turn.choice(turn.t("No figure"), NO_FIGURE)))

    @takes(Chosen, Words, to=("day",))
    def got_figure(self, turn: Turn, state: NewGoal, given: Chosen | Words) -> Outcome:
        """Without one it is done or it is not."""
        typed = given.value if isinstance(given, Chosen) else given.text
        typed = "1" if typed == NO_FIGURE else typed
        try:
            spec = targets.own(state.title, typed)
        except Refused as refused:
            return Stay(turn.t(refused.text, **refused.values))
        if spec is None:
            return Pass()
        state.spec = spec_to_json(spec)
        return GoTo("day")

    # By when

    def ask_day(self, turn: Turn, state: NewGoal) -> None:
        """A day to come, or none."""
        choices = (
            turn.choice(turn.t("In 8 weeks"), EIGHT_WEEKS),
            turn.choice(turn.t("In 3 months"), THREE_MONTHS),
            turn.choice(turn.t("No date"), NO_DATE),
        )
        _ask(turn, turn.t("By when? Tap one, or type a day: 1 March, in 10 weeks."), choices)

    @takes(Chosen, Words, to=("sure",))
    def got_day(self, turn: Turn, state: NewGoal, given: Chosen | Words) -> Outcome:
        """A day, or none."""
        typed = given.value if isinstance(given, Chosen) else given.text
        state.spec.pop("by_date", None)
        if typed != NO_DATE:
            try:
                day = day_to_come(typed, turn.person, turn.today)
            except Refused as refused:
                return Stay(turn.t(refused.text, **refused.values))
            if day is None:
                return Pass()
            state.spec["by_date"] = day.isoformat()
        return GoTo("sure")

    # One look at the whole

    def ask_sure(self, turn: Turn, state: NewGoal) -> None:
        """The goal as it would be kept."""
        spec = spec_from_json(state.spec)
        _ask(
            turn,
            spec_words(turn, spec),
            (turn.choice(turn.t("Set it"), SET), turn.choice(turn.t("Leave it"), LEAVE)),
        )

    @takes(Chosen)
    def got_sure(self, turn: Turn, state: NewGoal, given: Chosen) -> Outcome:
        """Keep it, or not."""
        turn.send(Remove(QUESTION))
        if given.value != SET:
            turn.say(turn.t("Nothing is set."))
            return Finished()
        try:
            keep_goal(turn, spec_from_json(state.spec))
        except Refused as refused:
            turn.say(turn.t(refused.text, **refused.values))
        return Finished()


# In one line


def read_goal(turn: Turn, text: str) -> Asked | None:
    """The goal of a typed line; raises `Refused`."""
    reader = GoalReader(
        turn.person,
        _vocabulary(turn),
        turn.today,
        catalogue_of(turn).measure,
        lambda key: unit_of(turn, key),
    )
    return reader.read(text)


def _read_whole(turn: Turn, state: NewGoal, text: str) -> Outcome:
    try:
        asked = read_goal(turn, text)
    except Refused as refused:
        return Stay(turn.t(refused.text, **refused.values))
    if asked is None:
        return Pass(turn.t("I read no goal in that. Like: bench 100, weight 78, or 3 a week."))
    state.spec = spec_to_json(asked.spec)
    if len(asked.keys) > 1:
        state.meant = list(asked.keys[:MOST_SUGGESTED])
        return GoTo("which")
    return _on_to_day(turn, state)


def _on_to_day(turn: Turn, state: NewGoal) -> Outcome:
    """A day that was typed with the goal is not asked for again."""
    spec = spec_from_json(state.spec)
    if (done := already(turn, spec)) is not None:
        return Stay(done)
    return GoTo("day" if spec.by_date is None else "sure")


def _aimed_at(turn: Turn, state: NewGoal, typed: str) -> Outcome:
    try:
        spec = _target(turn, state, typed)
    except Refused as refused:
        return Stay(turn.t(refused.text, **refused.values))
    if spec is None:
        return Pass()
    state.spec = spec_to_json(spec)
    return _on_to_day(turn, state)


def _target(turn: Turn, state: NewGoal, typed: str) -> Spec | None:
    match state.kind:
        case "weight":
            return targets.body_weight(typed, turn.person.unit)
        case "week":
            return targets.workouts_a_week(typed)
        case "streak":
            return targets.weeks_in_a_row(typed)
        case "calories":
            return targets.calories(typed)
    measure = catalogue_of(turn).measure(state.exercise)
    unit = unit_of(turn, state.exercise)
    return targets.of_exercise(state.exercise, measure, typed, unit)


def begin(turn: Turn, typed: str) -> bool:
    """Set the goal of a typed line, or ask what it leaves open; False where it is none."""
    asked = read_goal(turn, typed)
    if asked is None:
        return False
    if len(asked.keys) > 1:
        meant = list(asked.keys[:MOST_SUGGESTED])
        turn.begin(GoalQuestions.name, "which", meant=meant, spec=spec_to_json(asked.spec))
    else:
        keep_goal(turn, asked.spec)
    return True


def _vocabulary(turn: Turn) -> Vocabulary:
    own = catalogue_of(turn).own
    return Vocabulary({key: one.name for key, one in own.items()})


def _exercises(turn: Turn, keys: list[str]) -> list[tuple[Button, ...]]:
    catalogue = catalogue_of(turn)
    return in_rows([turn.choice(catalogue.name(key), key) for key in keys], 2)


def _ask(turn: Turn, text: str, *rows: tuple[Button, ...]) -> None:
    turn.say(text, *rows, name=QUESTION)
