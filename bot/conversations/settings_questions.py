"""The settings that are typed: how long to rest, which bar, what one weighs, one exercise's unit.

Each is asked in one message, which goes once it is answered. What does not fit gets one sentence
and changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal

from bot.conversations.body_keeping import keep_value, know_weight
from bot.conversations.finish_workout import show_summary
from bot.conversations.set_wording import in_unit, weight_words
from bot.conversations.settings_card import bar_weight, show_settings
from bot.conversations.typed_figures import kilograms, seconds
from bot.engine.flow import Chosen, Finished, Flow, GoTo, Outcome, Stay, Words, takes
from bot.engine.outgoing import Button, Remove
from bot.engine.turn import Turn
from core.body import queries as body
from core.body.models import Kind
from core.body.values import Impossible, read_value
from core.training import queries
from core.training.exercises import Catalogue
from core.training.familiar import recent_exercises
from core.training.sets import WeightUnit
from core.training.vocabulary import Vocabulary

QUESTION = "settings:question"
REST_CHOICES = (60, 90, 120, 180)
SHORTEST_REST, LONGEST_REST = 10, 30 * 60
BARS = {
    WeightUnit.KG: (Decimal(20), Decimal(15)),
    WeightUnit.LB: (Decimal(45), Decimal(35)),
}
HEAVIEST_BAR_KG = Decimal(50)
TENTH = Decimal("0.1")
FORGET = "forget"
MOST_EXERCISES = 6
LONGEST_NAME = 60


@dataclass
class Changing:
    """The exercise whose unit is being set, and those that a typed name may mean.

    `workout` is the one whose calories are asked for, 0 where it is none.
    """

    exercise: str = ""
    meant: list[str] = field(default_factory=list)
    workout: int = 0


class SettingsQuestion(Flow):
    """One step for each setting that is typed."""

    name = "settings"
    first = "rest"
    State = Changing

    # Rest

    def ask_rest(self, turn: Turn, state: Changing) -> None:
        """The usual rests as taps."""
        choices = [turn.choice(turn.texts.duration(rest), str(rest)) for rest in REST_CHOICES]
        text = turn.t("How long do you rest? Tap one, or type it: 150, or 2:30")
        _ask(turn, text, tuple(choices))

    @takes(Chosen, Words)
    def got_rest(self, turn: Turn, state: Changing, given: Chosen | Words) -> Outcome:
        """Seconds or minutes and seconds."""
        rest = seconds(_text(given))
        if rest is None or not SHORTEST_REST <= rest <= LONGEST_REST:
            return Stay(
                turn.t(
                    "A rest from {least} to {most}, please, like 2:30.",
                    least=turn.texts.duration(SHORTEST_REST),
                    most=turn.texts.duration(LONGEST_REST),
                )
            )
        turn.change_person(rest_seconds=rest)
        return _done(turn, given)

    # Bar

    def ask_bar(self, turn: Turn, state: Changing) -> None:
        """The two bars that gyms have as taps."""
        unit = turn.person.unit
        choices = [
            turn.choice(weight_words(turn.texts, bar, unit), f"{bar} {unit.value}")
            for bar in BARS[unit]
        ]
        now = weight_words(turn.texts, bar_weight(turn.person).quantize(TENTH), unit)
        text = turn.t("What does your bar weigh? Now {bar}. Tap one, or type it.", bar=now)
        _ask(turn, text, tuple(choices))

    @takes(Chosen, Words)
    def got_bar(self, turn: Turn, state: Changing, given: Chosen | Words) -> Outcome:
        """A weight in either unit."""
        bar = kilograms(_text(given), turn.person.unit)
        if bar is None or not 0 < bar <= HEAVIEST_BAR_KG:
            most = in_unit(turn.texts, HEAVIEST_BAR_KG, turn.person.unit, 0)
            return Stay(turn.t("A bar of up to {most}, please, like 17.5 kg.", most=most))
        turn.change_person(bar_kg=bar)
        return _done(turn, given)

    # Body weight

    def ask_body_weight(self, turn: Turn, state: Changing) -> None:
        """Only calories are counted with it."""
        text = turn.t(
            "What do you weigh? Type it, like {example}. Calories are counted with it.",
            example="180 lb" if turn.person.unit is WeightUnit.LB else "82.5 kg",
        )
        weighed = body.newest_values(turn.db, turn.person.id, Kind.WEIGHT, 2)
        # Who weighs in again and again has a list of it, where each goes by itself: /progress.
        known = turn.person.body_weight_kg is not None and len(weighed) < 2
        _ask(turn, text, (turn.choice(turn.t("Forget it"), FORGET),) if known else ())

    @takes(Chosen, Words)
    def got_body_weight(self, turn: Turn, state: Changing, given: Chosen | Words) -> Outcome:
        """A weight in either unit, or nothing any more."""
        if isinstance(given, Chosen):
            _forget_weight(turn)
            return _done(turn, given)
        try:
            found = read_value(given.text, Kind.WEIGHT, turn.person.unit)
        except Impossible as refused:
            return Stay(turn.t(refused.text, **refused.values))
        if found is None:
            return Stay(turn.t("A body weight, please, like 82.5 kg or 180 lb."))
        _weigh(turn, found.value)
        workout = queries.workout_by_id(turn.db, turn.person.id, state.workout)
        if workout is None:
            return _done(turn, given)
        turn.send(Remove(QUESTION))
        show_summary(turn, workout)
        return Finished()

    # One exercise's unit

    def ask_exercise(self, turn: Turn, state: Changing) -> None:
        """What a typed name may mean, else what is done lately, as taps; any other is typed."""
        if state.meant:
            _ask(turn, turn.t("Which of these?"), *_exercises(turn, state.meant))
            return
        keys = recent_exercises(turn.db, turn.person.id, MOST_EXERCISES)
        text = turn.t("Which exercise has its own unit? Type its name.")
        if keys:
            text = turn.t("Which exercise has its own unit? Tap one, or type its name.")
        _ask(turn, text, *_exercises(turn, keys))

    @takes(Chosen, Words, to=("exercise", "exercise_unit"))
    def got_exercise(self, turn: Turn, state: Changing, given: Chosen | Words) -> Outcome:
        """A tap, or a name that means one exercise."""
        keys = [given.value] if isinstance(given, Chosen) else _meant(turn, given.text)
        if len(keys) == 1:
            state.exercise = keys[0]
            return GoTo("exercise_unit")
        if not keys:
            return Stay(turn.t("I know no exercise of that name. Type another, please."))
        state.meant = keys
        return GoTo("exercise")

    def ask_exercise_unit(self, turn: Turn, state: Changing) -> None:
        """Two units, two taps."""
        choices = tuple(turn.choice(unit.value, unit.value) for unit in WeightUnit)
        name = _catalogue(turn).name(state.exercise)
        _ask(turn, turn.t("{exercise}: kg or lb?", exercise=name), choices)

    @takes(Chosen, Words)
    def got_exercise_unit(self, turn: Turn, state: Changing, given: Chosen | Words) -> Outcome:
        """Where it is the same as everywhere, nothing is kept apart."""
        word = _text(given).strip().lower()
        if word not in tuple(WeightUnit):
            return Stay(turn.t("kg or lb, please."))
        unit = None if word == turn.person.unit else WeightUnit(word)
        kept = queries.preference(turn.db, turn.person.id, state.exercise)
        queries.prefer(turn.db, turn.person.id, state.exercise, replace(kept, unit=unit))
        return _done(turn, given)


def _weigh(turn: Turn, kilograms: Decimal) -> None:
    """A weighing of today; typed again on the same day it is put right, not weighed twice."""
    last = body.latest(turn.db, turn.person.id, Kind.WEIGHT)
    if last is None or last.at.astimezone(turn.person.timezone).date() != turn.today:
        keep_value(turn, Kind.WEIGHT, kilograms)
        return
    body.change_measurement(turn.db, last, kilograms)
    know_weight(turn)


def _forget_weight(turn: Turn) -> None:
    """The one weighing there is goes with what was counted by it."""
    for one in body.newest_values(turn.db, turn.person.id, Kind.WEIGHT, 1):
        body.delete_measurement(turn.db, one)
    turn.change_person(body_weight_kg=None)


def _ask(turn: Turn, text: str, *rows: tuple[Button, ...]) -> None:
    turn.say(text, *rows, name=QUESTION)


def _done(turn: Turn, given: Chosen | Words) -> Outcome:
    """The question goes; the card changes, below the answer where one was typed."""
    turn.send(Remove(QUESTION))
    show_settings(turn, fresh=isinstance(given, Words))
    return Finished()


def _text(given: Chosen | Words) -> str:
    return given.value if isinstance(given, Chosen) else given.text


def _catalogue(turn: Turn) -> Catalogue:
    return Catalogue(queries.own_exercises(turn.db, turn.person.id))


def _exercises(turn: Turn, keys: list[str]) -> list[tuple[Button, ...]]:
    catalogue = _catalogue(turn)
    buttons = [turn.choice(catalogue.name(key), key) for key in keys[:MOST_EXERCISES]]
    return [tuple(buttons[place : place + 2]) for place in range(0, len(buttons), 2)]


def _meant(turn: Turn, text: str) -> list[str]:
    own = {key: one.name for key, one in _catalogue(turn).own.items()}
    vocabulary = Vocabulary(own)
    return list(vocabulary.match(text[:LONGEST_NAME]).keys)
