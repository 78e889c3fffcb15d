"""What a person has earned: told once, in one line, and listed with its days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from bot.engine.buttons import Pressed
from bot.engine.conversation import Conversation, JobTools
from bot.engine.texts import N_, Texts
from bot.engine.turn import Turn
from core.achievements import queries, rules
from core.achievements.streaks import streak_of
from core.people.queries import person_by_id
from core.training.exercises import Catalogue

LOOK, SHOW = "achievements.look", "achievements.list"
MOST_TOLD = 3
MOST_LISTED = 15
_ONCE = {
    "record": N_("First record"),
    "goal": N_("First goal reached"),
    "own_weight": N_("Your own weight in the bench press"),
}

achievements = Conversation("achievements")


def look_for_achievements(turn: Turn) -> None:
    """Have the log looked through once this turn is over: it may be long."""
    if not turn.job_waits(LOOK):
        turn.job(LOOK, at=turn.now.isoformat())


@achievements.action("achievements.show")
def show(turn: Turn, pressed: Pressed) -> None:
    """The list, worked out afresh; two taps are one."""
    if turn.job_waits(SHOW):
        turn.toast(turn.t("One moment."))
    else:
        turn.job(SHOW, at=turn.now.isoformat())


@dataclass(frozen=True, slots=True)
class Looked:
    """What the log holds ground for, and the streak of weeks as it stands."""

    earned: dict[str, str]
    weeks: int
    best: int


@achievements.works(SHOW)
@achievements.works(LOOK)
async def look(tools: JobTools, data: dict[str, Any]) -> Looked | None:
    """Work everything out on a snapshot that holds nobody up."""
    at = datetime.fromisoformat(data["at"])
    return await tools.database.read(_look, tools.person_id, at)


def _look(db: Connection, person_id: int, now: datetime) -> Looked | None:
    person = person_by_id(db, person_id)
    if person is None:
        return None
    streak = streak_of(db, person, now.astimezone(person.timezone).date())
    earned = {key: at.isoformat() for key, at in rules.earned(db, person, now).items()}
    return Looked(earned, streak.weeks, streak.best)


@achievements.when_done(LOOK)
def looked(turn: Turn, data: dict[str, Any], found: Looked | None) -> None:
    """Tell what is new."""
    if found is not None and (new := _keep(turn, found)):
        _tell(turn, new)


@achievements.when_done(SHOW)
def listed(turn: Turn, data: dict[str, Any], found: Looked | None) -> None:
    """The whole list, for who asked for it; what is new is in it."""
    if found is not None:
        _keep(turn, found)
        _list(turn, found)


def _keep(turn: Turn, found: Looked) -> list[str]:
    """What was never earned before."""
    earned = {key: datetime.fromisoformat(at) for key, at in found.earned.items()}
    return queries.keep_earned(turn.db, turn.person.id, earned, turn.now)


def _tell(turn: Turn, new: list[str]) -> None:
    """One line with the highest step of each ladder: whoever brings a long past hears no list."""
    told = _highest(new)
    names = [name_of(turn.texts, key) for key in told[-MOST_TOLD:]]
    if len(told) > MOST_TOLD:
        names.append(turn.tn("{count} more", "{count} more", len(told) - MOST_TOLD))
    turn.say(
        turn.t("Earned: {names}.", names=turn.texts.items(names)),
        (turn.button(turn.t("Achievements"), "achievements.show"),),
    )


def _highest(keys: list[str]) -> list[str]:
    """The last of each ladder, in the order of the keys."""
    ladders = {_ladder(key): key for key in keys}
    return [key for key in keys if ladders[_ladder(key)] == key]


def _ladder(key: str) -> str:
    return key.rpartition(".")[0] or key


def _list(turn: Turn, found: Looked) -> None:
    """Newest first, each with its day, below the streak as it stands."""
    kept = queries.achievements_of(turn.db, turn.person.id).values()
    dated = sorted(
        ((one.earned_at, one.key) for one in kept if one.earned_at is not None), reverse=True
    )
    if not dated:
        turn.say(turn.t("Nothing earned yet. The first is a finished workout."))
        return
    lines = [turn.t("Achievements"), *_streak_lines(turn, found)]
    lines += [_line(turn, at, key) for at, key in dated[:MOST_LISTED]]
    hidden = len(dated) - MOST_LISTED
    if hidden > 0:
        lines.append(turn.tn("and {count} earlier", "and {count} earlier", hidden))
    turn.say("\n".join(lines))


def _streak_lines(turn: Turn, found: Looked) -> list[str]:
    if found.best < 2:
        return []
    now = turn.tn("{count} week in a row", "{count} weeks in a row", found.weeks)
    if found.weeks == found.best:
        return [turn.t("{weeks} with a workout", weeks=now)]
    return [turn.t("{weeks} with a workout, {best} at best", weeks=now, best=found.best)]


def _line(turn: Turn, at: datetime, key: str) -> str:
    day = at.astimezone(turn.person.timezone).date()
    return turn.t(
        "✓ {name}, {day}",
        name=name_of(turn.texts, key),
        day=turn.texts.day(day, turn.today),
    )


def name_of(texts: Texts, key: str) -> str:
    """`100 workouts`, `8 weeks in a row`, `Squat 100 kg`."""
    ladder, _, step = key.rpartition(".")
    if key in _ONCE:
        return texts.t(_ONCE[key])
    if ladder == "volume":
        return texts.t("{weight} lifted in all", weight=_weight(texts, step))
    if ladder.startswith("club."):
        exercise = Catalogue({}).name(ladder.removeprefix("club."))
        return texts.t("{exercise} {weight}", exercise=exercise, weight=_weight(texts, step))
    count = int(step)
    if ladder == "weeks":
        return texts.tn("{count} week in a row", "{count} weeks in a row", count)
    if ladder == "answers":
        return texts.tn("{count} check-in in a row", "{count} check-ins in a row", count)
    if count == 1:
        return texts.t("First workout")
    return texts.tn("{count} workout", "{count} workouts", count)


def _weight(texts: Texts, step: str) -> str:
    """`100kg` as it is written: 100 kg."""
    return f"{texts.number(int(step[:-2]))} {step[-2:]}"
