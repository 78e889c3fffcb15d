"""What comes next in a workout, lined up by name: `next squat`, `superset curl and dips`."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from bot.conversations.workout_card import show_card
from bot.conversations.workout_taps import begin_planned, catalogue_of
from bot.engine.conversation import Conversation
from bot.engine.flow import Chosen, Finished, Flow, GoTo, Outcome, Pass, Words, takes
from bot.engine.turn import Turn
from core.training import queries, workouts
from core.training.models import Workout
from core.training.sets import LineUp
from core.training.vocabulary import Vocabulary

MOST_CHOICES = 4


@dataclass
class Meant:
    """Each exercise as typed with what it may mean, and how they are to be done.

    `now` where the first of them is to be done at once.
    """

    exercises: list[tuple[str, list[str]]] = field(default_factory=list)
    superset: bool = False
    now: bool = False


class LineUpQuestion(Flow):
    """Asks which exercise is meant, one name after the other."""

    name = "line up"
    first = "which"
    State = Meant

    def ask_which(self, turn: Turn, state: Meant) -> None:
        """The first name that may mean several, or none that is known."""
        words, keys = state.exercises[_doubtful(state)]
        keys = keys or list(_vocabulary(turn).suggest(words, MOST_CHOICES))
        catalogue = catalogue_of(turn)
        choices = [turn.choice(catalogue.name(key), key) for key in keys[:MOST_CHOICES]]
        rows = [tuple(choices[place : place + 2]) for place in range(0, len(choices), 2)]
        turn.say(turn.t("Which “{words}”? Tap it, or type its name.", words=words[:60]), *rows)

    @takes(Chosen, Words, to=("which",))
    def got_which(self, turn: Turn, state: Meant, given: Chosen | Words) -> Outcome:
        """A tap or a name; then the next doubt, or the line-up itself."""
        place = _doubtful(state)
        words, _ = state.exercises[place]
        keys = [given.value] if isinstance(given, Chosen) else _matched(turn, given.text)
        if not keys:
            return Pass()
        state.exercises[place] = (words, keys)
        if _doubtful(state) < len(state.exercises):
            return GoTo("which")
        _line_up(turn, [found[0] for _, found in state.exercises], state)
        return Finished()


lining_up = Conversation("line up", flows=(LineUpQuestion(),))


def hear_line_up(turn: Turn, said: LineUp, *, now: bool) -> None:
    """Line the exercises up, or ask about a name that is not clear."""
    meant = Meant([(words, list(keys)) for words, keys in said.exercises], said.superset, now)
    if _doubtful(meant) < len(meant.exercises):
        turn.begin(
            LineUpQuestion.name,
            exercises=meant.exercises,
            superset=meant.superset,
            now=meant.now,
        )
        return
    _line_up(turn, [found[0] for _, found in meant.exercises], meant)


def _doubtful(state: Meant) -> int:
    """The place of the first name that is not one exercise; their number where all are."""
    for place, (_, keys) in enumerate(state.exercises):
        if len(keys) != 1:
            return place
    return len(state.exercises)


def _matched(turn: Turn, words: str) -> list[str]:
    return list(_vocabulary(turn).match(" ".join(words.split())).keys)


def _vocabulary(turn: Turn) -> Vocabulary:
    own = queries.own_exercises(turn.db, turn.person.id)
    return Vocabulary({key: one.name for key, one in own.items()})


def _line_up(turn: Turn, keys: list[str], meant: Meant) -> None:
    workout = queries.open_workout(turn.db, turn.person.id)
    if workout is None or workouts.is_forgotten(workout, turn.inbound.at):
        workout = begin_planned(turn, workout)
    letter = free_letter(turn) if meant.superset else None
    _add(turn, workout, keys, letter)
    if workout.current is None or meant.superset or meant.now:
        workout = _move_to(turn, workout, keys[0])
    show_card(turn, workout, catalogue_of(turn), fresh=True)


def _add(turn: Turn, workout: Workout, keys: list[str], letter: str | None) -> None:
    known = {one.exercise: one for one in queries.lined_up(turn.db, workout.id)}
    position = max((one.position for one in known.values()), default=0)
    for key in keys:
        position += 1
        here = known.get(key) or queries.LinedUp(key, position, None, skipped=False)
        here = replace(here, superset=letter or here.superset, skipped=False)
        queries.line_up(turn.db, workout.id, here)


def free_letter(turn: Turn) -> str:
    """A letter that no superset of the open workout has; from the 26th on they share one."""
    workout = queries.open_workout(turn.db, turn.person.id)
    taken = set()
    if workout is not None:
        taken = {one.superset for one in queries.lined_up(turn.db, workout.id)}
    free = (letter for letter in "ABCDEFGHIJKLMNOPQRSTUVWXY" if letter not in taken)
    return next(free, "Z")


def _move_to(turn: Turn, workout: Workout, exercise: str) -> Workout:
    revision = workout.revision + 1
    queries.change_workout(turn.db, workout.id, current=exercise, revision=revision)
    moved = queries.workout_by_id(turn.db, turn.person.id, workout.id)
    return moved or workout
