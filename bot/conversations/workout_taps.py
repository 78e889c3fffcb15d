"""The taps on the live card: each does what its label says, once."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from bot.conversations.button_numbers import number_of
from bot.conversations.goal_news import look_again
from bot.conversations.log_lines import SetLog, end_clocks, record_name, rest_over, watch
from bot.conversations.workout_brief import MORE
from bot.conversations.workout_card import card_name, show_card, show_whole_card, waiting
from bot.engine.buttons import Pressed
from bot.engine.conversation import Conversation
from bot.engine.outgoing import Remove
from bot.engine.turn import Turn
from core.training import plates, queries, workouts
from core.training.exercises import Catalogue
from core.training.familiar import recent_exercises
from core.training.log import changed, effort_of, put_away
from core.training.models import OPEN, LoggedSet, Status, Workout
from core.training.queries import LinedUp
from core.training.sets import Line

taps = Conversation("workout taps")


def catalogue_of(turn: Turn) -> Catalogue:
    """The exercises this person can name."""
    return Catalogue(queries.own_exercises(turn.db, turn.person.id))


def open_for_press(turn: Turn, workout_id: int, revision: int) -> Workout | None:
    """The workout that a card's press may change; None where it was answered another way.

    One such press counts for each revision of a card.
    """
    workout = still_open(turn, workout_id)
    if workout is None or turn.first_press(card_name(workout_id), revision):
        return workout
    turn.toast(turn.t("That tap is counted already."))
    return None


def still_open(turn: Turn, workout_id: int) -> Workout | None:
    """The workout for a press that means the same from any revision of its card; after it is over
    the card only points to today's.
    """
    workout = queries.workout_by_id(turn.db, turn.person.id, workout_id)
    if workout is not None and workout.status in OPEN:
        return workout
    _offer_todays(turn, workout)
    return None


def _offer_todays(turn: Turn, workout: Workout | None) -> None:
    turn.toast(turn.t("That workout is over."))
    day = turn.t("before")
    if workout is not None:
        moment = workout.started_at or workout.active_at
        day = turn.texts.day(moment.astimezone(turn.person.timezone).date(), turn.today)
    turn.say(
        turn.t("That card is from a workout that is over ({day}).", day=day),
        (turn.button(turn.t("Open today's"), "workout.open"),),
        name="workout:over",
    )


def _log_again(turn: Turn, pressed: Pressed, change: Decimal, reps: int) -> None:
    """Log the set that the label named, with this much more or less."""
    set_id, _, workout_id = pressed.object.partition(".")
    shown = queries.set_by_id(turn.db, turn.person.id, number_of(set_id))
    if shown is None:
        turn.toast(turn.t("That set is gone."))
        return
    if open_for_press(turn, number_of(workout_id), pressed.revision) is None:
        return
    step = plates.STEP[shown.weight_unit or turn.person.unit]
    effort = changed(
        replace(effort_of(shown), rpe=None), weight_change=change * step, reps_change=reps
    )
    if effort.weight is not None and effort.unit is None:
        effort = replace(effort, unit=turn.person.unit)
    log = SetLog.of(turn)
    log.add(Line(words="", keys=(shown.exercise,), efforts=(effort,)), shown.exercise)
    log.answer(fresh=False)


@taps.action("set.again")
def again(turn: Turn, pressed: Pressed) -> None:
    """The same set once more."""
    _log_again(turn, pressed, Decimal(0), 0)


@taps.action("set.heavier")
def heavier(turn: Turn, pressed: Pressed) -> None:
    """The same set with the next plate on."""
    _log_again(turn, pressed, Decimal(1), 0)


@taps.action("set.lighter")
def lighter(turn: Turn, pressed: Pressed) -> None:
    """The same set with a plate off."""
    _log_again(turn, pressed, Decimal(-1), 0)


@taps.action("set.more")
def more(turn: Turn, pressed: Pressed) -> None:
    """The same set with one repetition more."""
    _log_again(turn, pressed, Decimal(0), 1)


@taps.action("set.fewer")
def fewer(turn: Turn, pressed: Pressed) -> None:
    """The same set with one repetition fewer."""
    _log_again(turn, pressed, Decimal(0), -1)


@taps.action("workout.undo")
def undo(turn: Turn, pressed: Pressed) -> None:
    """Take back the newest set that stands."""
    workout = open_for_press(turn, pressed.number, pressed.revision)
    if workout is None:
        return
    sets = queries.sets_of(turn.db, workout.id)
    if not sets:
        turn.toast(turn.t("There is no set to take back."))
        return
    newest = max(sets, key=lambda one: one.id)
    queries.take_back(turn.db, [newest.id], turn.now)
    turn.send(Remove(record_name(newest.id)))
    look_again(turn)
    _go_on_with(turn, workout, current=newest.exercise)


def redraw(turn: Turn, workout: Workout, **changes: object) -> None:
    """Write the changes, and show the card as it now stands; whatever rest there was is over."""
    turn.unplan("workout.rest", workout.id)
    rest_over(turn, workout.id, workout.rest_ends_at)
    show_changed(turn, workout, fresh=False, rest_ends_at=None, **changes)


def _go_on_with(turn: Turn, workout: Workout, *, fresh: bool = False, **changes: object) -> None:
    """Write the changes and show the card; a rest under way goes on, one that rang is over."""
    rest_over(turn, workout.id, workout.rest_ends_at)
    show_changed(turn, workout, fresh=fresh, **changes)


def show_changed(turn: Turn, workout: Workout, *, fresh: bool = False, **changes: object) -> None:
    """Write the changes with a new revision, and show the card; clock and rest go on."""
    revision = workout.revision + 1
    queries.change_workout(turn.db, workout.id, revision=revision, **changes)
    now = queries.workout_by_id(turn.db, turn.person.id, workout.id)
    if now is not None:
        show_card(turn, now, catalogue_of(turn), fresh=fresh)


def current_of(turn: Turn, workout: Workout) -> str | None:
    """The exercise under way; the newest set's where that one was only a slip, and is gone."""
    lineup = queries.lined_up(turn.db, workout.id)
    if any(one.exercise == workout.current for one in lineup):
        return workout.current
    sets = queries.sets_of(turn.db, workout.id)
    return sets[-1].exercise if sets else None


@taps.action("workout.pause")
def pause(turn: Turn, pressed: Pressed) -> None:
    """Stop the clock."""
    workout = still_open(turn, pressed.number)
    if workout is not None and workout.status is not Status.IN_PROGRESS:
        turn.toast(turn.t("The clock does not run."))
    elif workout is not None:
        paused = workouts.pause(turn.db, workout, turn.inbound.at)
        _show_still(turn, paused, workout.rest_ends_at)


@taps.action("workout.go_on")
def go_on(turn: Turn, pressed: Pressed) -> None:
    """Let the clock run again."""
    workout = still_open(turn, pressed.number)
    if workout is not None and workout.status is not Status.PAUSED:
        turn.toast(turn.t("The clock runs already."))
    elif workout is not None:
        running = workouts.resume(turn.db, workout, turn.inbound.at)
        watch(turn, running)
        _show_still(turn, running, None)


def _show_still(turn: Turn, workout: Workout, rest_ended_at: datetime | None) -> None:
    end_clocks(turn, workout)
    rest_over(turn, workout.id, rest_ended_at)
    show_card(turn, workout, catalogue_of(turn), fresh=False)


@taps.action("workout.next")
def go_next(turn: Turn, pressed: Pressed) -> None:
    """On to what is lined up; else to a choice of exercises."""
    _onwards(turn, pressed, skip=False)


@taps.action("workout.skip")
def skip(turn: Turn, pressed: Pressed) -> None:
    """Leave the exercise out, and go on to what is lined up."""
    _onwards(turn, pressed, skip=True)


def _onwards(turn: Turn, pressed: Pressed, *, skip: bool) -> None:
    workout = open_for_press(turn, pressed.number, pressed.revision)
    if workout is None:
        return
    lineup = queries.lined_up(turn.db, workout.id)
    sets = queries.sets_of(turn.db, workout.id)
    if skip and workout.current is not None:
        _leave_out(turn, workout, lineup)
        lineup = queries.lined_up(turn.db, workout.id)
    target = next(iter(waiting(lineup, sets, workout)), None)
    if target is None and (skip or not _round_is_done(workout, lineup, sets)):
        target = _partner(workout, lineup)
    if target is None:
        redraw(turn, workout)
        offer_exercises(turn, workout)
    else:
        _go_on_with(turn, workout, current=target)


def _leave_out(turn: Turn, workout: Workout, lineup: list[LinedUp]) -> None:
    for one in lineup:
        if one.exercise == workout.current:
            queries.line_up(turn.db, workout.id, replace(one, skipped=True))


def _round(workout: Workout, lineup: list[LinedUp]) -> list[str]:
    """The exercises of the superset that the current one belongs to, as far as they are done."""
    letter = next((one.superset for one in lineup if one.exercise == workout.current), None)
    if letter is None:
        return []
    return [one.exercise for one in lineup if one.superset == letter and not one.skipped]


def _round_is_done(workout: Workout, lineup: list[LinedUp], sets: list[LoggedSet]) -> bool:
    """Whether every exercise of the superset has been done as often as the others."""
    done = Counter(one.exercise for one in sets)
    return len({done[exercise] for exercise in _round(workout, lineup)}) == 1


def _partner(workout: Workout, lineup: list[LinedUp]) -> str | None:
    """The other exercise of the superset that the current one belongs to, in turn."""
    round_ = _round(workout, lineup)
    if workout.current not in round_:
        return round_[0] if round_ else None
    following = round_[(round_.index(workout.current) + 1) % len(round_)]
    return None if following == workout.current else following


MOST_OFFERED = 6


def offer_exercises(turn: Turn, workout: Workout | None) -> None:
    """What this person does most lately, as buttons; anything else is typed."""
    catalogue = catalogue_of(turn)
    done = set()
    if workout is not None:
        done = {one.exercise for one in queries.sets_of(turn.db, workout.id)}
    recent = recent_exercises(turn.db, turn.person.id, MOST_OFFERED + len(done))
    keys = [key for key in recent if key not in done][:MOST_OFFERED]
    usual = ("squat", "bench_press", "deadlift", "overhead_press", "pull_up", "barbell_row")
    keys = keys or [key for key in usual if key not in done]
    buttons = [turn.button(catalogue.name(key), "workout.do", key) for key in keys]
    rows = [tuple(buttons[start : start + 2]) for start in range(0, len(buttons), 2)]
    text = turn.t("Which exercise? Tap one, or type a set: squat 100x5")
    turn.say(text, *rows, name="workout:which")


def begin_planned(turn: Turn, forgotten: Workout | None) -> Workout:
    """A workout with nothing done yet; a forgotten one is ended first."""
    if forgotten is not None:
        put_away(turn.db, forgotten, turn.inbound.at)
    workout = workouts.plan(turn.db, turn.person.id, turn.inbound.at)
    watch(turn, workout)
    return workout


@taps.action("workout.do")
def do(turn: Turn, pressed: Pressed) -> None:
    """Make an exercise the current one; its card offers last time's numbers."""
    workout = queries.open_workout(turn.db, turn.person.id)
    if workout is None or workouts.is_forgotten(workout, turn.inbound.at):
        workout = begin_planned(turn, workout)
    turn.send(Remove("workout:which"))
    known = queries.lined_up(turn.db, workout.id)
    position = max((one.position for one in known), default=0) + 1
    if all(one.exercise != pressed.object for one in known):
        one = LinedUp(pressed.object, position, None, skipped=False)
        queries.line_up(turn.db, workout.id, one)
    _go_on_with(turn, workout, fresh=True, current=pressed.object)


@taps.action("workout.open")
def open_card(turn: Turn, pressed: Pressed) -> None:
    """Today's card, wherever the chat has scrolled to; or a start where there is none."""
    workout = queries.open_workout(turn.db, turn.person.id)
    if workout is None:
        offer_exercises(turn, None)
    else:
        show_card(turn, workout, catalogue_of(turn), fresh=True)


@taps.action(MORE)
def show_more(turn: Turn, pressed: Pressed) -> None:
    """All that the card offers, where it is said in brief."""
    workout = still_open(turn, pressed.number)
    if workout is not None:
        show_whole_card(turn, workout, catalogue_of(turn))


@taps.command("workout")
def workout_command(turn: Turn, argument: str) -> None:
    """The card of the workout under way, or a choice of exercises to begin with."""
    open_card(turn, Pressed("workout.open"))


@taps.action("workout.cancel")
def ask_cancel(turn: Turn, pressed: Pressed) -> None:
    """Ask before sets are put away."""
    workout = still_open(turn, pressed.number)
    if workout is None:
        return
    count = len(queries.sets_of(turn.db, workout.id))
    if count == 0:
        _cancel(turn, workout)
        return
    turn.say(
        turn.tn(
            "Cancel the workout? Its {count} set will not count.",
            "Cancel the workout? Its {count} sets will not count.",
            count,
        ),
        (
            turn.button(turn.t("Cancel it"), "workout.cancel_it", workout.id),
            turn.button(turn.t("Keep it"), "workout.open"),
        ),
        name="workout:cancel",
    )


@taps.action("workout.cancel_it")
def cancel_it(turn: Turn, pressed: Pressed) -> None:
    """Put the workout away."""
    workout = queries.workout_by_id(turn.db, turn.person.id, pressed.number)
    if workout is None or workout.status not in OPEN:
        _offer_todays(turn, workout)
        return
    _cancel(turn, workout)


def _cancel(turn: Turn, workout: Workout) -> None:
    cancelled = workouts.cancel(turn.db, workout)
    end_clocks(turn, cancelled)
    rest_over(turn, workout.id, workout.rest_ends_at)
    turn.send(Remove("workout:cancel"))
    turn.send(Remove(card_name(workout.id)))
    turn.say(turn.t("Cancelled. Its sets do not count."))
