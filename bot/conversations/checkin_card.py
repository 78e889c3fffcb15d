"""The card that lists a person's check-ins, and shows one of them with what can be changed."""

from __future__ import annotations

from datetime import date

from bot.conversations.checkin_wording import subject, time_words, weekday, when_words
from bot.engine.outgoing import Button, Card
from bot.engine.turn import Turn
from core.checkins import plans, queries
from core.checkins.models import UNTIL_I_SAY, AnswerStatus, CheckIn
from core.checkins.schedule import A_DAY

CARD = "checkins"
LINE_LETTERS = 40
DAYS_LOOKED_BACK = 14


def show_all(turn: Turn, *, fresh: bool) -> None:
    """Everything that is asked, one line each, and a button each."""
    found = queries.check_ins_of(turn.db, turn.person.id)
    lines = [_line(turn, one) for one in found] or [turn.t("Nothing is asked yet.")]
    lines += _review_line(turn)
    off = queries.time_off_on(turn.db, turn.person.id, turn.today)
    if off is not None:
        lines.append(_rests(turn, off.until))
    buttons = [turn.button(_short(subject(turn, one)), "checkins.one", one.id) for one in found]
    rows = [tuple(buttons[place : place + 2]) for place in range(0, len(buttons), 2)]
    card = Card(CARD, turn.t("Check-ins"), tuple(lines), (*rows, *_last_rows(turn, found)), fresh)
    turn.send(card)


def _line(turn: Turn, one: CheckIn) -> str:
    """`Weight, every day at 8:00`, or until when it rests."""
    if one.paused_until is not None and one.paused_until > turn.today:
        rests = _rests(turn, one.paused_until)
        return turn.t("{subject}: {rests}", subject=subject(turn, one), rests=rests)
    return turn.t("{subject}, {when}", subject=subject(turn, one), when=when_words(turn, one))


def _rests(turn: Turn, until: date) -> str:
    if until == UNTIL_I_SAY:
        return turn.t("rests until you say")
    day = turn.texts.date(until, year=until.year != turn.today.year)
    return turn.t("rests until {day}", day=day)


def _review_line(turn: Turn) -> list[str]:
    review = queries.review_of(turn.db, turn.person.id)
    if review.weekday is None or review.at is None:
        return []
    day = weekday(turn, review.weekday, "wide")
    return [turn.t("Your week, every {day} at {time}", day=day, time=time_words(turn, review.at))]


def _short(text: str) -> str:
    return text if len(text) <= LINE_LETTERS else text[: LINE_LETTERS - 1] + "…"


def _last_rows(turn: Turn, found: list[CheckIn]) -> list[tuple[Button, ...]]:
    rows: list[tuple[Button, ...]] = [
        (
            turn.button(turn.t("New"), "checkins.new"),
            turn.button(turn.t("Weekly review"), "review.settings"),
        )
    ]
    if queries.time_off_on(turn.db, turn.person.id, turn.today) is not None:
        rows.append((turn.button(turn.t("Go on with all"), "checkins.off", "0"),))
    elif found:
        rows.append((turn.button(turn.t("Pause all"), "checkins.off"),))
    return rows


def show_one(turn: Turn, one: CheckIn, *, fresh: bool = False, before: str = "") -> None:
    """One check-in: when it comes, how it went, and what can be changed."""
    lines = [before] if before else []
    lines += [_when(turn, one), *_next_line(turn, one), *_record_line(turn, one)]
    title = _short(subject(turn, one))
    turn.send(Card(CARD, title, tuple(lines), _rows_of_one(turn, one), fresh))


def _when(turn: Turn, one: CheckIn) -> str:
    words = when_words(turn, one)
    return words[:1].upper() + words[1:]


def _next_line(turn: Turn, one: CheckIn) -> list[str]:
    if turn.person.zone is None:
        return [turn.t("It begins once I know what time it is for you.")]
    until = plans.rests_until(turn.db, one, turn.today)
    if until is not None:
        rests = _rests(turn, until)
        return [rests[:1].upper() + rests[1:]]
    run = plans.next_question(turn.db, one, turn.person, turn.now)
    if run is None:
        return []
    return [turn.t("Next: {day}", day=_coming(turn, run.day))]


def _coming(turn: Turn, day: date) -> str:
    """Today, tomorrow, Friday, 2 Oct."""
    if day == turn.today:
        return turn.t("today")
    if day == turn.today + A_DAY:
        return turn.t("tomorrow")
    if day < turn.today + 7 * A_DAY:
        return weekday(turn, day.isoweekday(), "wide")
    return turn.texts.date(day)


def _record_line(turn: Turn, one: CheckIn) -> list[str]:
    """How many of the last two weeks' questions were answered."""
    first = turn.today - DAYS_LOOKED_BACK * A_DAY
    answers = [
        each
        for each in queries.answers_between(turn.db, turn.person.id, first, turn.today + A_DAY)
        if each.check_in_id == one.id and not (each.is_open and each.day == turn.today)
    ]
    if not answers:
        return []
    answered = sum(each.status is AnswerStatus.ANSWERED for each in answers)
    return [turn.t("Answered {count} of the last {all}", count=answered, all=len(answers))]


def _rows_of_one(turn: Turn, one: CheckIn) -> tuple[tuple[Button, ...], ...]:
    rests = one.paused_until is not None and one.paused_until > turn.today
    pause = turn.t("Go on") if rests else turn.t("Pause")
    return (
        (
            turn.button(turn.t("Answer now"), "checkins.now", one.id),
            turn.button(pause, "checkins.resume" if rests else "checkins.pause", one.id),
        ),
        (
            turn.button(turn.t("Time"), "checkins.time", one.id),
            turn.button(turn.t("Days"), "checkins.days", one.id),
        ),
        (
            turn.button(turn.t("Delete"), "checkins.delete", one.id),
            turn.button(turn.t("All check-ins"), "checkins.show"),
        ),
    )


def offer_pause(turn: Turn, title: str, action: str, object_: str, back: Button) -> None:
    """For how long: a week, two, or until the person says."""
    row = (
        turn.button(turn.t("A week"), action, f"{object_}7"),
        turn.button(turn.t("Two weeks"), action, f"{object_}14"),
        turn.button(turn.t("Until I say"), action, f"{object_}x"),
    )
    lines = (turn.t("For how long?"),)
    turn.send(Card(CARD, title, lines, (row, (back,))))
