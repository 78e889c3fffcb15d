"""Whether and when a check-in is asked: pauses, what was asked before, when to ask once more."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from core.checkins import queries
from core.checkins.models import Answer, CheckIn
from core.checkins.schedule import A_DAY, EVERY_DAY, Run, end_of_day, next_run, run_on, todays_run
from core.people.models import Person

AGAIN_AFTER = timedelta(hours=2)
LATE = timedelta(hours=1)
"""A question this long after its time is put in the daytime only: its time was not ours."""
DAYTIME = (time(7), time(22))


def rests_until(db: Connection, one: CheckIn, today: date) -> date | None:
    """The first day on which it is asked again; None where it is not paused."""
    off = queries.time_off_on(db, one.person_id, today)
    ends = [day for day in (one.paused_until, off.until if off else None) if day is not None]
    latest = max(ends, default=today)
    return latest if latest > today else None


def next_question(db: Connection, one: CheckIn, person: Person, now: datetime) -> Run | None:
    """When it is asked next; None where the zone is not known, or the pause has no end."""
    if person.zone is None:
        return None
    zone = person.timezone
    today = now.astimezone(zone).date()
    first = rests_until(db, one, today) or today
    newest = queries.newest_day(db, one.id)
    if newest is not None and newest >= first:
        first = newest + A_DAY
    return next_run(one.at, one.weekdays, zone, now, first)


def question_now(db: Connection, one: CheckIn, person: Person, now: datetime) -> Run | None:
    """The question of today whose time has come; None where there is none to put at this hour.

    What fell due while the machine was asleep is put on its own day and in the daytime, or not
    at all.
    """
    if person.zone is None:
        return None
    zone = person.timezone
    run = todays_run(one.at, one.weekdays, zone, now)
    if run is None or rests_until(db, one, run.day) is not None:
        return None
    late = now - run.moment > LATE
    return None if late and not is_daytime(now, zone) else run


def next_review(db: Connection, person: Person, now: datetime) -> Run | None:
    """When the week is shown next; None where nobody wants it or the zone is not known."""
    review = queries.review_of(db, person.id)
    if person.zone is None or review.weekday is None or review.at is None:
        return None
    zone = person.timezone
    today = now.astimezone(zone).date()
    off = queries.time_off_on(db, person.id, today)
    first = max(off.until if off else today, today)
    if review.shown_on is not None and review.shown_on >= first:
        first = review.shown_on + A_DAY
    return next_run(review.at, (review.weekday,), zone, now, first)


def next_daytime(moment: datetime, zone: ZoneInfo) -> datetime:
    """That moment, where somebody may be told something that has waited, else the next morning."""
    if is_daytime(moment, zone):
        return moment
    run = next_run(DAYTIME[0], EVERY_DAY, zone, moment)
    return moment if run is None else run.moment


def is_daytime(moment: datetime, zone: ZoneInfo) -> bool:
    """Whether somebody who lives there may be asked something that has waited."""
    first, last = DAYTIME
    return first <= moment.astimezone(zone).time() < last


def closes_at(answer: Answer, zone: ZoneInfo) -> datetime:
    """Until when words answer it: its day's end, and two hours in any case."""
    return max(end_of_day(answer.day, zone), answer.asked_at + AGAIN_AFTER)


def ask_again_at(answer: Answer, zone: ZoneInfo) -> datetime | None:
    """When a question nobody answered is put once more: two hours later, in the daytime."""
    moment = answer.asked_at + AGAIN_AFTER
    opens = run_on(moment.astimezone(zone).date(), DAYTIME[0], zone)
    if opens is not None and moment < opens.moment:
        moment = opens.moment
    if not is_daytime(moment, zone) or moment >= end_of_day(answer.day, zone):
        return None
    return moment


def answered_in_a_row(answers: list[Answer], today: date) -> int:
    """How many of the newest questions were answered without one left out.

    `answers` are one check-in's, oldest first; today's may still be open.
    """
    count = 0
    for one in reversed(answers):
        if one.answered_at is not None:
            count += 1
        elif not (one.is_open and one.day >= today):
            break
    return count
