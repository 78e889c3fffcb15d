"""Sets a check-in up in a few taps: what, when, on which days. Each answer may also be typed."""

from __future__ import annotations

from datetime import time

from bot.conversations.body_wording import name_of
from bot.conversations.checkin_keeping import GOAL, HABIT, QUESTION, TRAINING, SettingUp, keep
from bot.conversations.checkin_wording import time_words, weekday
from bot.conversations.time_zone import ZoneQuestion
from bot.engine.flow import Chosen, Finished, Flow, GoTo, HandOver, Outcome, Stay, Words, takes
from bot.engine.inbound import Press
from bot.engine.outgoing import Button, Card
from bot.engine.texts import N_
from bot.engine.turn import Turn
from core.body.models import Kind
from core.body.parse import kinds_named
from core.checkins.parse import read_days, read_time
from core.checkins.queries import digits
from core.checkins.schedule import EVERY_DAY
from core.goals import queries as goals
from core.goals.models import GoalKind
from core.training.library import normalise

OTHER, CHOOSE, DONE = "other", "choose", "done"
LONGEST_WORDS = 80
# What is offered first, and what behind [Other].
USUAL = (Kind.WEIGHT, Kind.SLEEP, Kind.MOOD)
_TRAINING_WORDS = frozenset("training workout gym workouts".split())
MORNING, EVENING = time(8), time(20)
_OFFERED_DAYS = (
    ("1234567", N_("Every day")),
    ("135", N_("Mon Wed Fri")),
    ("7", N_("Sundays")),
)


ONWARDS = ("what", "habit", "when", "time", "days", "toggles")


class CheckInQuestion(Flow):
    """What, when, on which days."""

    name = "check-in"
    first = "what"
    State = SettingUp

    # What

    def ask_what(self, turn: Turn, state: SettingUp) -> None:
        """What fits the person's goals first; anything else is typed, as a habit in own words."""
        if state.meant:
            _ask(turn, turn.t("Which?"), *_pairs(_whats(turn, state.meant)))
            return
        choices = [*_whats(turn, _suggested(turn)), turn.choice(turn.t("Other"), OTHER)]
        text = turn.t("What shall I ask? Tap, or type it: a habit in your own words works too.")
        _ask(turn, text, *_pairs(choices))

    @takes(Chosen, Words, to=ONWARDS, over_to=(ZoneQuestion.name,))
    def got_what(self, turn: Turn, state: SettingUp, given: Chosen | Words) -> Outcome:
        """A tap; the name of a measure or a goal; or the habit itself."""
        if isinstance(given, Chosen):
            return _chosen(turn, state, given.value)
        return take_what(turn, state, given.text)

    def ask_habit(self, turn: Turn, state: SettingUp) -> None:
        """Everything that is answered by yes or no."""
        _ask(turn, turn.t("Type it so that yes or no answers it, like: Did I stretch?"))

    @takes(Words, to=ONWARDS, over_to=(ZoneQuestion.name,), as_they_are=True)
    def got_habit(self, turn: Turn, state: SettingUp, given: Words) -> Outcome:
        """The words as they are."""
        words = " ".join(given.text.split())
        if not 1 < len(words) <= LONGEST_WORDS:
            return Stay(turn.t("Up to {count} letters, please.", count=LONGEST_WORDS))
        state.what, state.words = HABIT, words
        return onwards(turn, state)

    # When

    def ask_when(self, turn: Turn, state: SettingUp) -> None:
        """The two usual times as taps."""
        morning, evening = time_words(turn, MORNING), time_words(turn, EVENING)
        _ask(
            turn,
            turn.t("When? Tap, or type a time: 7:30"),
            (
                turn.choice(turn.t("Morning {time}", time=morning), f"{MORNING:%H:%M}"),
                turn.choice(turn.t("Evening {time}", time=evening), f"{EVENING:%H:%M}"),
                turn.choice(turn.t("Other"), OTHER),
            ),
        )

    @takes(Chosen, Words, to=ONWARDS, over_to=(ZoneQuestion.name,))
    def got_when(self, turn: Turn, state: SettingUp, given: Chosen | Words) -> Outcome:
        """A tap or a typed time."""
        if isinstance(given, Chosen) and given.value == OTHER:
            return GoTo("time")
        return _timed(turn, state, given)

    def ask_time(self, turn: Turn, state: SettingUp) -> None:
        """Any time of the day."""
        _ask(turn, turn.t("Type the time, like 7:30, 7.30 pm or 19h."))

    @takes(Chosen, Words, to=ONWARDS, over_to=(ZoneQuestion.name,))
    def got_time(self, turn: Turn, state: SettingUp, given: Chosen | Words) -> Outcome:
        """A typed time."""
        return _timed(turn, state, given)

    # Days

    def ask_days(self, turn: Turn, state: SettingUp) -> None:
        """The usual choices as taps."""
        row = [turn.choice(turn.t(label), value) for value, label in _OFFERED_DAYS]
        row.append(turn.choice(turn.t("Choose"), CHOOSE))
        _ask(turn, turn.t("On which days? Tap, or type them: Mon Thu"), *_pairs(row))

    @takes(Chosen, Words, to=ONWARDS, over_to=(ZoneQuestion.name,))
    def got_days(self, turn: Turn, state: SettingUp, given: Chosen | Words) -> Outcome:
        """A tap or the names of days."""
        if isinstance(given, Chosen) and given.value == CHOOSE:
            return GoTo("toggles")
        return _on_days(turn, state, given)

    def ask_toggles(self, turn: Turn, state: SettingUp) -> None:
        """Each day to be taken in or out."""
        buttons = [_toggle(turn, day, str(day) in state.days) for day in EVERY_DAY]
        done = (turn.choice(turn.t("Done"), DONE),)
        _ask(turn, turn.t("Tap the days."), tuple(buttons[:4]), tuple(buttons[4:]), done)

    @takes(Chosen, Words, to=ONWARDS, over_to=(ZoneQuestion.name,))
    def got_toggles(self, turn: Turn, state: SettingUp, given: Chosen | Words) -> Outcome:
        """A day in or out, until they are done."""
        if isinstance(given, Words):
            return _on_days(turn, state, given)
        if given.value == DONE:
            return onwards(turn, state) if state.days else Stay(turn.t("One day at the least."))
        state.days = "".join(sorted(set(state.days) ^ {given.value}))
        return GoTo("toggles")


def _toggle(turn: Turn, day: int, chosen: bool) -> Button:
    name = weekday(turn, day)
    return turn.choice(f"{name} ✓" if chosen else name, str(day))


def _ask(turn: Turn, text: str, *rows: tuple[Button, ...]) -> None:
    """One question that changes in place by taps, and comes anew below what is typed."""
    typed = not isinstance(turn.inbound.content, Press)
    turn.send(Card(QUESTION, text, (), tuple(rows), fresh=typed))


def _pairs(buttons: list[Button]) -> list[tuple[Button, ...]]:
    return [tuple(buttons[place : place + 2]) for place in range(0, len(buttons), 2)]


# What


def _suggested(turn: Turn) -> list[str]:
    """The body weight where it is aimed at, goals of one's own, then what is usual."""
    active = goals.active_goals(turn.db, turn.person.id)
    own = [f"{GOAL}{goal.id}" for goal in active if goal.kind is GoalKind.OWN][:3]
    weighs = [Kind.WEIGHT.value] if any(g.kind is GoalKind.BODY_WEIGHT for g in active) else []
    usual = [kind.value for kind in USUAL]
    return list(dict.fromkeys([*weighs, *own, *usual, TRAINING]))


def _whats(turn: Turn, whats: list[str]) -> list[Button]:
    labels = {what: _label(turn, what) for what in whats}
    return [turn.choice(label, what) for what, label in labels.items() if label]


def _label(turn: Turn, what: str) -> str:
    if what == TRAINING:
        return turn.t("How training went")
    if what == HABIT:
        return turn.t("A habit")
    if what in tuple(Kind):
        return name_of(turn.texts, Kind(what))
    goal = goals.goal_by_id(turn.db, turn.person.id, _number(what))
    return (goal.title or "")[:40] if goal is not None else ""


def _number(what: str) -> int:
    number = what.rpartition(".")[2]
    return int(number) if number.isdecimal() else 0


def _chosen(turn: Turn, state: SettingUp, what: str) -> Outcome:
    if what == OTHER:
        state.meant = [HABIT, *(kind.value for kind in Kind if kind not in USUAL)]
        return GoTo("what")
    if what == HABIT:
        return GoTo("habit")
    state.what = what
    return onwards(turn, state)


def take_what(turn: Turn, state: SettingUp, text: str) -> Outcome:
    """The measure, the goal or the habit that the words name, and on to what is missing."""
    whats = whats_named(turn, text)
    if len(whats) > 1:
        state.meant = whats
        return GoTo("what")
    words = " ".join(text.split())
    if not whats and not 1 < len(words) <= LONGEST_WORDS:
        return Stay(turn.t("Up to {count} letters, please.", count=LONGEST_WORDS))
    state.what, state.words = (whats[0], "") if whats else (HABIT, words)
    return onwards(turn, state)


def whats_named(turn: Turn, text: str) -> list[str]:
    """What the words name, several where a side is open; nothing where they are a habit."""
    word = normalise(text[:LONGEST_WORDS])
    if kinds := kinds_named(text[:LONGEST_WORDS]):
        return [kind.value for kind in kinds]
    if word in _TRAINING_WORDS:
        return [TRAINING]
    own = (g for g in goals.active_goals(turn.db, turn.person.id) if g.kind is GoalKind.OWN)
    return [f"{GOAL}{goal.id}" for goal in own if normalise(goal.title or "") == word][:1]


def onwards(turn: Turn, state: SettingUp) -> Outcome:
    """To what is still missing; else keep it, and ask for the zone where that is."""
    if not state.what:
        return GoTo("what")
    if not state.at:
        return GoTo("when")
    if not state.days:
        return GoTo("days")
    keep(turn, state)
    return HandOver(ZoneQuestion.name) if turn.person.zone is None else Finished()


# When


def _timed(turn: Turn, state: SettingUp, given: Chosen | Words) -> Outcome:
    at = read_time(given.value if isinstance(given, Chosen) else given.text)
    if at is None:
        return Stay(turn.t("A time, please, like 7:30, 7.30 pm or 19h."))
    state.at = f"{at:%H:%M}"
    return onwards(turn, state)


def _on_days(turn: Turn, state: SettingUp, given: Chosen | Words) -> Outcome:
    if isinstance(given, Chosen):
        state.days = given.value
        return onwards(turn, state)
    days = read_days(given.text, turn.texts.words_locale)
    if days is None:
        return Stay(turn.t("Days, please, like Mon Wed Fri, or every day."))
    state.days = digits(days)
    return onwards(turn, state)
