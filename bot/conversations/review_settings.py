"""When a person sees their week: offered once after the first one with training, then theirs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import time, timedelta
from typing import Any

from bot.conversations import checkin_plans
from bot.conversations.checkin_asking import LOOK_AGAIN_AFTER, trains
from bot.conversations.checkin_wording import time_words, weekday
from bot.conversations.time_zone import ZoneQuestion, ask_zone
from bot.engine.buttons import Pressed
from bot.engine.conversation import Conversation
from bot.engine.flow import Chosen, Finished, Flow, GoTo, HandOver, Outcome, Stay, Words, takes
from bot.engine.outgoing import Button, Card, Remove
from bot.engine.turn import Turn
from core.achievements.queries import first_workout
from core.checkins import plans, queries
from core.checkins.parse import read_asked, read_time
from core.checkins.schedule import EVERY_DAY
from core.goals.weeks import week_begins

OFFER, CARD, QUESTION = "review:offer", "review", "review:question"
SUNDAY, EVENING, MORNING = 7, time(19), time(8)
OFFERED_AFTER = timedelta(minutes=10)
"""Behind a finished workout's own questions."""


@dataclass
class Choosing:
    """The ISO weekday chosen so far, 0 for none."""

    weekday: int = 0


class ReviewQuestion(Flow):
    """On which day, at what time."""

    name = "weekly review"
    first = "day"
    State = Choosing

    def ask_day(self, turn: Turn, state: Choosing) -> None:
        """Seven days, seven taps."""
        buttons = [turn.choice(weekday(turn, day), str(day)) for day in EVERY_DAY]
        text = turn.t("On which day? Tap it, or type it with a time: Sunday 19:00")
        _ask(turn, text, tuple(buttons[:4]), tuple(buttons[4:]))

    @takes(Chosen, Words, to=("time",), over_to=(ZoneQuestion.name,))
    def got_day(self, turn: Turn, state: Choosing, given: Chosen | Words) -> Outcome:
        """A day; typed with a time it is all there is to know."""
        if isinstance(given, Chosen):
            state.weekday = int(given.value)
            return GoTo("time")
        asked = read_asked(given.text, turn.texts.words_locale)
        if asked.weekdays is None or len(asked.weekdays) != 1 or asked.what:
            return Stay(turn.t("A day, please, like Sunday, or Sunday 19:00."))
        state.weekday = asked.weekdays[0]
        return GoTo("time") if asked.at is None else _chosen(turn, state, asked.at)

    def ask_time(self, turn: Turn, state: Choosing) -> None:
        """The two usual times as taps."""
        usual = [turn.choice(time_words(turn, at), f"{at:%H:%M}") for at in (MORNING, EVENING)]
        _ask(turn, turn.t("At what time? Tap one, or type it: 18:30"), tuple(usual))

    @takes(Chosen, Words, over_to=(ZoneQuestion.name,))
    def got_time(self, turn: Turn, state: Choosing, given: Chosen | Words) -> Outcome:
        """A tap or a typed time."""
        at = read_time(given.value if isinstance(given, Chosen) else given.text)
        if at is None:
            return Stay(turn.t("A time, please, like 18:30 or 7 pm."))
        return _chosen(turn, state, at)


def _ask(turn: Turn, text: str, *rows: tuple[Button, ...]) -> None:
    turn.say(text, *rows, name=QUESTION)


def _chosen(turn: Turn, state: Choosing, at: time) -> Outcome:
    turn.send(Remove(QUESTION))
    _keep(turn, state.weekday, at)
    return HandOver(ZoneQuestion.name) if turn.person.zone is None else Finished()


def _keep(turn: Turn, iso_weekday: int, at: time) -> None:
    review = queries.review_of(turn.db, turn.person.id)
    offered = review.offered_at or turn.now
    queries.keep_review(turn.db, replace(review, weekday=iso_weekday, at=at, offered_at=offered))
    turn.send(Remove(OFFER))
    checkin_plans.plan_review(turn)
    _show(turn, fresh=True)


review_settings = Conversation("weekly review settings", flows=(ReviewQuestion(),))


def offer_when_due(turn: Turn) -> None:
    """After a workout: offer it soon, where a whole week with training is behind and it is new."""
    review = queries.review_of(turn.db, turn.person.id)
    if review.offered_at is not None or review.weekday is not None:
        return
    first = first_workout(turn.db, turn.person.id)
    this_week = week_begins(turn.today, turn.person.language)
    if first is not None and first.astimezone(turn.person.timezone).date() < this_week:
        turn.plan("review.offer", turn.person.id, turn.now + OFFERED_AFTER)


@review_settings.when_due("review.offer", reminds=True)
def offer(turn: Turn, person_id: str, data: dict[str, Any]) -> None:
    """Once, in the daytime, and not into the next workout."""
    review = queries.review_of(turn.db, turn.person.id)
    if review.offered_at is not None or turn.identity.gone_at is not None:
        return
    daytime = plans.next_daytime(turn.now, turn.person.timezone)
    if trains(turn) or daytime > turn.now:
        turn.plan("review.offer", person_id, max(daytime, turn.now + LOOK_AGAIN_AFTER))
        return
    queries.keep_review(turn.db, replace(review, offered_at=turn.now))
    turn.say(
        turn.t("Your week in one picture and a few lines, every Sunday evening?"),
        (_yes(turn),),
        (
            turn.button(turn.t("Other time"), "review.other"),
            turn.button(turn.t("No"), "review.no"),
        ),
        name=OFFER,
    )


def _yes(turn: Turn) -> Button:
    return turn.button(
        turn.t("Yes, Sunday at {time}", time=time_words(turn, EVENING)), "review.yes"
    )


@review_settings.action("review.yes")
def accept(turn: Turn, pressed: Pressed) -> None:
    """Sunday evenings."""
    _keep(turn, SUNDAY, EVENING)
    if turn.person.zone is None:
        ask_zone(turn)


@review_settings.action("review.other")
def choose(turn: Turn, pressed: Pressed) -> None:
    """Another day or time."""
    turn.begin(ReviewQuestion.name)


@review_settings.action("review.no")
def decline(turn: Turn, pressed: Pressed) -> None:
    """Never by itself; where it is to be had is said once."""
    turn.send(Remove(OFFER))
    turn.say(turn.t("Fine. /checkin review shows it whenever you like."))


@review_settings.action("review.settings")
def settings(turn: Turn, pressed: Pressed) -> None:
    """When it comes, and what can be changed."""
    _show(turn, fresh=True)


@review_settings.action("review.stop")
def stop(turn: Turn, pressed: Pressed) -> None:
    """It comes no more by itself."""
    review = queries.review_of(turn.db, turn.person.id)
    queries.keep_review(turn.db, replace(review, weekday=None, at=None))
    checkin_plans.plan_review(turn)
    _show(turn, fresh=False)


def _show(turn: Turn, *, fresh: bool) -> None:
    review = queries.review_of(turn.db, turn.person.id)
    see = turn.button(turn.t("See it now"), "review.now")
    other = turn.button(turn.t("Other time"), "review.other")
    if review.weekday is None or review.at is None:
        line = turn.t("Your week in one picture and a few lines, by itself once a week.")
        rows: tuple[tuple[Button, ...], ...] = ((_yes(turn),), (other, see))
    else:
        day, at = weekday(turn, review.weekday, "wide"), time_words(turn, review.at)
        line = turn.t("Every {day} at {time}", day=day, time=at)
        if turn.person.zone is None:
            line += "\n" + turn.t("It begins once I know what time it is for you.")
        rows = ((other, see), (turn.button(turn.t("Stop"), "review.stop"),))
    turn.send(Card(CARD, turn.t("Weekly review"), tuple(line.split("\n")), rows, fresh))
