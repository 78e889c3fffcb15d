"""The end of a workout: its figures, how it was, a picture, and words to share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.conversations.achievements import look_for_achievements
from bot.conversations.goal_news import workout_news
from bot.conversations.log_lines import end_clocks, rest_over
from bot.conversations.review_settings import offer_when_due
from bot.conversations.set_wording import distance, in_unit
from bot.conversations.time_zone import ask_zone_if_unknown
from bot.conversations.workout_card import show_card
from bot.conversations.workout_taps import catalogue_of, still_open
from bot.engine.buttons import Pressed
from bot.engine.conversation import Conversation
from bot.engine.flow import Finished, Flow, Outcome, Pass, Stay, Words, takes
from bot.engine.outgoing import Button, Card, Remove
from bot.engine.texts import N_, Texts
from bot.engine.turn import Turn
from core.training import comparison, queries, workouts
from core.training.comparison import Change
from core.training.exercises import Catalogue
from core.training.models import LoggedSet, Status, Workout
from core.training.summary import kind_of_day, summarise

LONGEST_NOTE = 1000
NOTE_IS_MEANT = timedelta(minutes=15)
"""Words that come later than this after [Note] are not the note."""
_DAYS = {
    "push": N_("Push day"),
    "pull": N_("Pull day"),
    "legs": N_("Leg day"),
    "upper": N_("Upper body"),
    "full": N_("Full body"),
    "cardio": N_("Cardio"),
}
FIVE = ("1", "2", "3", "4", "5")
# What is asked after a workout, one at a time, each with its column.
_AFTER = {
    "r": (N_("How was it?"), "rating"),
    "e": (N_("Energy now? 1 is empty, 5 is fresh."), "energy_after"),
    "m": (N_("Mood now? 1 is low, 5 is bright."), "mood_after"),
}
_BEFORE = {
    "e": (N_("Energy before the workout? 1 is empty, 5 is fresh."), "energy_before"),
    "m": (N_("Mood before the workout? 1 is low, 5 is bright."), "mood_before"),
}


@dataclass
class Noting:
    """Which workout the note is for, and when it was asked for (ISO 8601)."""

    workout: int = 0
    asked_at: str = ""


class NoteFlow(Flow):
    """Waits for the words of a note, and keeps them as they are."""

    name = "workout note"
    first = "words"
    State = Noting

    def ask_words(self, turn: Turn, state: Noting) -> None:
        """One line is enough."""
        turn.say(turn.t("Type the note."))

    @takes(Words, as_they_are=True)
    def got_words(self, turn: Turn, state: Noting, given: Words) -> Outcome:
        """Keep it behind whatever was noted before; long after, words are meant for now."""
        asked = datetime.fromisoformat(state.asked_at) if state.asked_at else turn.inbound.at
        if turn.inbound.at - asked > NOTE_IS_MEANT:
            turn.close_flow()
            return Pass(turn.t("That note is past; /log has the workout."))
        workout = queries.workout_by_id(turn.db, turn.person.id, state.workout)
        note = given.text.strip()
        if workout is None:
            return Finished()
        if not note or len(note) > LONGEST_NOTE:
            return Stay(turn.t("A note of up to {count} letters, please.", count=LONGEST_NOTE))
        notes = f"{workout.notes}\n{note}" if workout.notes else note
        queries.change_workout(turn.db, workout.id, notes=notes)
        turn.say(turn.t("Noted."))
        return Finished()


finishing = Conversation("finish workout", flows=(NoteFlow(),))


def summary_name(workout_id: int) -> str:
    """The logical message that sums a workout up."""
    return f"summary:{workout_id}"


@finishing.action("workout.finish")
def finish(turn: Turn, pressed: Pressed) -> None:
    """End the workout, and show what it came to."""
    workout = still_open(turn, pressed.number)
    if workout is None:
        return
    if workout.status is Status.PLANNED or not queries.sets_of(turn.db, workout.id):
        _end_empty(turn, workout)
        return
    done = workouts.finish(turn.db, workout, turn.inbound.at)
    end_clocks(turn, done)
    rest_over(turn, workout.id, workout.rest_ends_at)
    show_card(turn, done, catalogue_of(turn), fresh=False)
    turn.send(_summary(turn, done, ask="r"))
    workout_news(turn)
    turn.job("workout.picture", workout=done.id)
    look_for_achievements(turn)
    offer_when_due(turn)


def _end_empty(turn: Turn, workout: Workout) -> None:
    end_clocks(turn, workouts.cancel(turn.db, workout))
    turn.unplan("workout.forgotten", workout.id)
    show_card(turn, _fresh(turn, workout), catalogue_of(turn), fresh=False)
    turn.say(turn.t("Nothing was logged, so nothing is kept."))


def _fresh(turn: Turn, workout: Workout) -> Workout:
    return queries.workout_by_id(turn.db, turn.person.id, workout.id) or workout


def title_of(texts: Texts, workout: Workout, sets: list[LoggedSet], catalogue: Catalogue) -> str:
    """`Push day`, or the name the person gave it."""
    if workout.name:
        return workout.name
    kind = kind_of_day(sets, catalogue)
    return texts.t(_DAYS[kind]) if kind else texts.t("Workout")


def summary_lines(turn: Turn, workout: Workout) -> tuple[str, list[str]]:
    """Title and lines: `Push day, 52 minutes`, `18 sets · 5,420 kg · 2 records`, what changed."""
    catalogue = catalogue_of(turn)
    sets = queries.sets_of(turn.db, workout.id)
    figures = summarise(workout, sets, catalogue, turn.person.body_weight_kg, turn.now)
    title = title_of(turn.texts, workout, sets, catalogue)
    minutes = round(figures.seconds / 60)
    if minutes:
        time = turn.tn("{count} minute", "{count} minutes", minutes)
        title = turn.t("{name}, {time}", name=title, time=time)
    facts = [turn.tn("{count} set", "{count} sets", figures.sets)]
    if figures.volume_kg:
        facts.append(in_unit(turn.texts, figures.volume_kg, turn.person.unit, 0))
    if figures.meters:
        facts.append(distance(turn.texts, figures.meters, turn.person.unit))
    count = comparison.count_records(turn.db, sets, catalogue)
    if count:
        facts.append(turn.tn("{count} record", "{count} records", count))
    if figures.calories:
        facts.append(turn.t("about {count} kcal", count=turn.texts.number(figures.calories)))
    changes = comparison.against_last_time(turn.db, turn.person.id, workout, sets)
    return title, [" · ".join(facts), *_change_lines(turn, changes[:3], catalogue)]


def _change_lines(turn: Turn, changes: list[Change], catalogue: Catalogue) -> list[str]:
    lines = []
    for change in changes:
        name = catalogue.name(change.exercise)
        day = turn.texts.day(change.since.astimezone(turn.person.timezone).date(), turn.today)
        if change.weight_kg is not None and change.weight_kg:
            by = in_unit(turn.texts, change.weight_kg, turn.person.unit)
            by = f"+{by}" if change.weight_kg > 0 else by
            lines.append(turn.t("{exercise} {by} since {day}.", exercise=name, by=by, day=day))
        elif change.reps:
            by = turn.tn("{count} rep", "{count} reps", change.reps)
            by = f"+{by}" if change.reps > 0 else by
            lines.append(turn.t("{exercise} {by} since {day}.", exercise=name, by=by, day=day))
        else:
            lines.append(turn.t("{exercise} held.", exercise=name))
    return lines


def _summary(turn: Turn, workout: Workout, ask: str | None) -> Card:
    """The summary with the one thing that is asked now."""
    title, lines = summary_lines(turn, workout)
    rows: list[tuple[Button, ...]] = []
    if ask is not None:
        question, _ = _AFTER[ask]
        lines.append(turn.t(question))
        rows.append(_five(turn, "workout.after", f"{workout.id}.{ask}"))
    row = [
        turn.button(turn.t("Note"), "workout.note", workout.id),
        turn.button(turn.t("Share"), "workout.share", workout.id),
    ]
    if ask in ("e", "m"):
        row.append(turn.button(turn.t("Later"), "workout.after", f"{workout.id}.{ask}.0"))
    if turn.person.body_weight_kg is None:
        row.append(turn.button(turn.t("Calories"), "workout.calories", workout.id))
    rows.append(tuple(row))
    return Card(summary_name(workout.id), title, tuple(lines), tuple(rows))


def show_summary(turn: Turn, workout: Workout) -> None:
    """The summary as it now stands, with the first question that is still open."""
    open_ = (kind for kind, (_, column) in _AFTER.items() if getattr(workout, column) is None)
    turn.send(_summary(turn, workout, next(open_, None)))


def _five(turn: Turn, action: str, object_: str) -> tuple[Button, ...]:
    return tuple(turn.button(number, action, f"{object_}.{number}") for number in FIVE)


@finishing.action("workout.after")
def after(turn: Turn, pressed: Pressed) -> None:
    """Keep one answer, and ask the next."""
    workout, kind, value = _answer(turn, pressed)
    if workout is None or kind not in _AFTER:
        turn.toast(turn.t("That workout is gone."))
        return
    if value:
        queries.change_workout(turn.db, workout.id, **{_AFTER[kind][1]: value})
    kinds = list(_AFTER)
    following = kinds[kinds.index(kind) + 1 :]
    turn.toast(turn.t("Kept.") if value else turn.t("Left out."))
    turn.send(_summary(turn, workout, following[0] if following else None))
    if not following:
        # One question at a time: this one waits until the others are answered or left.
        ask_zone_if_unknown(turn)


def _answer(turn: Turn, pressed: Pressed) -> tuple[Workout | None, str, int]:
    number, _, rest = pressed.object.partition(".")
    kind, _, value = rest.partition(".")
    workout = None
    if number.isdecimal():
        workout = queries.workout_by_id(turn.db, turn.person.id, int(number))
    return workout, kind, int(value) if value in FIVE else 0


@finishing.action("workout.before")
def before(turn: Turn, pressed: Pressed) -> None:
    """How it felt before: energy, then mood."""
    number, _, rest = pressed.object.partition(".")
    if not rest:
        _ask_before(turn, number, "e")
        return
    workout, kind, value = _answer(turn, pressed)
    if workout is None or kind not in _BEFORE:
        turn.toast(turn.t("That workout is gone."))
        return
    queries.change_workout(turn.db, workout.id, **{_BEFORE[kind][1]: value or None})
    turn.toast(turn.t("Kept."))
    if kind == "e":
        _ask_before(turn, number, "m")
    else:
        turn.send(Remove(f"before:{number}"))


def _ask_before(turn: Turn, number: str, kind: str) -> None:
    row = _five(turn, "workout.before", f"{number}.{kind}")
    turn.send(Card(f"before:{number}", turn.t(_BEFORE[kind][0]), (), (row,)))


@finishing.action("workout.note")
def note(turn: Turn, pressed: Pressed) -> None:
    """Ask for the words."""
    if queries.workout_by_id(turn.db, turn.person.id, pressed.number) is None:
        turn.toast(turn.t("That workout is gone."))
        return
    turn.begin(NoteFlow.name, workout=pressed.number, asked_at=turn.inbound.at.isoformat())


@finishing.action("workout.share")
def share(turn: Turn, pressed: Pressed) -> None:
    """The summary as a message of its own, ready to be forwarded or copied."""
    workout = queries.workout_by_id(turn.db, turn.person.id, pressed.number)
    if workout is None:
        turn.toast(turn.t("That workout is gone."))
        return
    title, lines = summary_lines(turn, workout)
    if not turn.manners.one_message:
        # Where all goes as one, this line would be forwarded as well.
        turn.say(turn.t("Forward this to whom you like:"))
    turn.say("\n".join([title, *lines]))
