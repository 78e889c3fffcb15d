"""Holds the database and the chats against what the people did, when all is over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from operator import itemgetter
from typing import Any

import orjson

from bot.channels.telegram.render import caption_body, card_body, location_bodies, text_body
from bot.engine.outgoing import (
    AskLocation,
    Card,
    File,
    Outgoing,
    Picture,
    Remove,
    Rows,
    Say,
    from_json,
)
from tests.standins.telegram.server import Call
from tests.torture.day import Day
from tests.torture.hearing import Explanation, Heard, Said, explain
from tests.torture.killer import Kill
from tests.torture.timeline import Evidence, moment, timeline
from tests.torture.witness import Seen, all_seen, select

REST = "workout.rest"
SENDING = ("sendMessage", "editMessageText", "sendPhoto", "sendDocument", "sendVenue")


@dataclass
class Verdict:
    """What was counted, and what was wrong; `wrong` is empty where every promise was kept."""

    figures: dict[str, int] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def hold(self, what: str, expected: object, found: object) -> None:
        """Both must be the same."""
        if expected != found:
            self.wrong.append(f"{what}: expected {expected!r}, found {found!r}")


@dataclass(frozen=True, slots=True)
class Campaign:
    """What a campaign leaves behind."""

    url: str
    days: list[Day]
    kills: list[Kill]
    calls: list[Call]
    # The updates that were answered with 200; None where they were asked for.
    taken: set[int] | None


def judge(campaign: Campaign) -> Verdict:
    """Hold everything that was promised against what is there."""
    verdict = Verdict()
    seen = all_seen(campaign.url)
    _updates(campaign, seen, verdict)
    for day in campaign.days:
        _effects(campaign.url, day, verdict)
    _replies(campaign, seen, verdict)
    _due(seen, verdict)
    _nothing_left(campaign.url, verdict)
    return verdict


# Effects


def _updates(campaign: Campaign, seen: list[Seen], verdict: Verdict) -> None:
    """Each update was taken once, and no other."""
    pushed = sorted(update for day in campaign.days for update in day.updates)
    noted = [one.one.split(":") for one in seen if one.what == "taken"]
    taken = sorted(int(parts[-1]) for parts in noted if parts[0] == "telegram")
    verdict.figures["updates"] = len(pushed)
    verdict.hold("updates that had their effect", pushed, taken)
    if campaign.taken is not None:
        verdict.figures["updates answered with 200"] = len(campaign.taken)
        verdict.hold("updates answered with 200", set(pushed), campaign.taken)


def _effects(url: str, day: Day, verdict: Verdict) -> None:
    """What stands of a person's sets, workouts, goals, settings and check-ins."""

    def rows(statement: str) -> list[tuple[Any, ...]]:
        whose = "(SELECT person_id FROM identity WHERE key = :key)"
        return select(url, statement.format(whose=whose), key=str(day.user.id))

    name = day.user.name
    sets = [one for training in day.trainings for one in training.sets]
    expected = sorted((s.update, s.exercise, s.kg, s.reps, s.stands) for s in sets)
    found = rows(
        "SELECT inbound_order, exercise, weight_kg, reps, taken_back_at IS NULL"
        " FROM workout_set WHERE person_id = {whose}"
    )
    logged = sorted((row[0], row[1], row[2] / 1000, row[3], bool(row[4])) for row in found)
    verdict.figures["sets"] += len(sets)
    _hold_all(f"sets of {name}", expected, logged, verdict)
    verdict.figures["workouts"] += len(day.trainings)
    verdict.hold(f"workouts of {name}", _workouts(day), Counter(_kept_workouts(rows)))
    goals = Counter((exercise, kg * 1000) for exercise, kg in day.goals)
    verdict.figures["goals"] += len(day.goals)
    found = rows("SELECT exercise, target FROM goal WHERE person_id = {whose}")
    verdict.hold(f"goals of {name}", goals, Counter((row[0], row[1]) for row in found))
    if day.rest_seconds is not None:
        found = rows("SELECT rest_seconds FROM person WHERE id = {whose}")
        verdict.hold(f"rest of {name}", [(day.rest_seconds,)], found)
    habits = Counter((habit.words.rstrip("?"), habit.came) for habit in day.habits)
    found = rows(
        "SELECT words, (SELECT count(*) FROM check_in_answer AS answer"
        " WHERE answer.check_in_id = check_in.id AND status = 'answered')"
        " FROM check_in WHERE person_id = {whose}"
    )
    asked = Counter((str(row[0]).rstrip("?"), bool(row[1])) for row in found)
    verdict.figures["check-ins"] += len(day.habits)
    verdict.hold(f"check-ins of {name}", habits, asked)


def _hold_all(what: str, expected: list[Any], found: list[Any], verdict: Verdict) -> None:
    """The same rows, however many; only what differs is told."""
    missing, more = Counter(expected) - Counter(found), Counter(found) - Counter(expected)
    if missing or more:
        verdict.wrong.append(f"{what}: missing {sorted(missing)}, too many {sorted(more)}")


def _workouts(day: Day) -> Counter[tuple[Any, ...]]:
    return Counter(("completed", len(one.standing), one.note, one.rating) for one in day.trainings)


def _kept_workouts(rows: Callable[[str], list[tuple[Any, ...]]]) -> Iterable[tuple[Any, ...]]:
    return rows(
        "SELECT status, (SELECT count(*) FROM workout_set WHERE workout_id = workout.id"
        " AND taken_back_at IS NULL), notes, rating FROM workout WHERE person_id = {whose}"
    )


# Replies


def _replies(campaign: Campaign, seen: list[Seen], verdict: Verdict) -> None:
    """Every message arrived, in order; as often again as sends were in flight, and no more."""
    people = select(campaign.url, "SELECT key, id FROM identity WHERE channel = 'telegram'")
    chats = {int(row[0]): str(row[1]) for row in people}
    evidence = Evidence(campaign.calls, campaign.kills, seen, chats)
    calls: dict[int, list[int]] = {}
    again: list[tuple[int, int]] = []
    for chat, identity in chats.items():
        said, heard = _said(seen, identity, chat), _heard(campaign.calls, chat)
        verdict.figures["messages written"] += len(said)
        verdict.figures["messages sent"] += len(heard)
        found = explain(said, heard, partial(_in_flight_before, campaign.kills))
        calls |= found.calls
        again += found.again
        _complain(evidence, chat, found, verdict)
    _duplicates(evidence, calls, again, verdict)


def _complain(evidence: Evidence, chat: int, found: Explanation, verdict: Verdict) -> None:
    for said in found.missing:
        verdict.wrong.append(f"chat {chat} never heard row {said.row}: {said.seen}")
        row = str(said.row)
        written = next(one for one in evidence.seen if (one.what, one.one) == ("written", row))
        verdict.wrong += timeline(evidence, chat, moment(written.two))
    for heard in found.strange:
        verdict.wrong.append(f"chat {chat} heard out of order, call {heard.at}: {heard.seen}")
        verdict.wrong += timeline(evidence, chat, evidence.calls[heard.at].at)


def _said(seen: list[Seen], identity: str, chat: int) -> list[Said]:
    expire = {one.one for one in seen if one.what == "written" and one.three is not None}
    rows = sorted(
        (int(one.one), orjson.loads(one.three))
        for one in seen
        if one.what == "said" and one.two == identity
    )
    said: list[Said] = []
    for place, (row, body) in enumerate(rows):
        later = (newer for _, newer in rows[place + 1 :] if newer.get("name") == body.get("name"))
        replaced = "name" in body and any(newer["kind"] != "Say" for newer in later)
        skipped = replaced or str(row) in expire
        said += [Said(row, one, skipped) for one in _seen_of(from_json(body), chat)]
    return said


def _seen_of(outgoing: Outgoing, chat: int) -> list[str]:
    """What the platform gets of a message, as far as a person sees it."""
    match outgoing:
        case Say(text, buttons):
            return [_seen(text_body(chat, text, buttons))]
        case Card():
            return [_seen(card_body(chat, outgoing))]
        case Picture(_, caption, _, buttons):
            return [_seen({"file": True} | caption_body(chat, caption, buttons))]
        case File(_, caption):
            return [_seen({"file": True} | caption_body(chat, caption, _NO_ROWS))]
        case AskLocation():
            return [_seen(body) for body in location_bodies(chat, outgoing)]
        case Remove():
            return []
    raise LookupError(f"nobody says {outgoing!r} here")


_NO_ROWS: Rows = ()


def _heard(calls: list[Call], chat: int) -> list[Heard]:
    heard = []
    for at, call in enumerate(calls):
        if call.method in SENDING and int(call.args.get("chat_id", 0)) == chat and _arrived(call):
            file = {"file": True} if call.method in ("sendPhoto", "sendDocument") else {}
            heard.append(Heard(at, _seen(file | call.args)))
    return heard


def _arrived(call: Call) -> bool:
    """An edit that would change nothing has been made before."""
    return call.status == 200 or "message is not modified" in call.description


def _seen(body: dict[str, Any]) -> str:
    markup = body.get("reply_markup", {})
    if isinstance(markup, str):
        markup = orjson.loads(markup)
    buttons = [
        [one["text"], one.get("callback_data", one.get("url"))]
        for row in markup.get("inline_keyboard", [])
        for one in row
    ]
    words = body.get("text", body.get("caption", ""))
    return orjson.dumps([bool(body.get("file")), words, buttons]).decode()


def _duplicates(
    evidence: Evidence,
    calls: dict[int, list[int]],
    again: list[tuple[int, int]],
    verdict: Verdict,
) -> None:
    """What came twice was on its way at a kill; each kill explains it once."""
    flights = _in_flight(evidence.kills, calls)
    verdict.figures["sends in flight at the kills"] = len(flights)
    verdict.figures["messages sent again"] = len({(row, at) for row, at in again})
    edits = sum(evidence.calls[at].method == "editMessageText" for _, at in again)
    verdict.figures["of these, edits, which nobody sees twice"] = edits
    for row, at in sorted(again, key=itemgetter(1)):
        flight = next((one for one in flights if one[0] == row and one[1] <= at), None)
        if flight is None:
            verdict.wrong.append(f"row {row} was sent again, call {at}, and was not in flight")
            call = evidence.calls[at]
            verdict.wrong += timeline(evidence, int(call.args["chat_id"]), call.at)
        else:
            flights.remove(flight)


def _in_flight_before(kills: list[Kill], row: int, at: int) -> bool:
    """Whether a kill took this row out of a process's hands before that call."""
    return any(row in kill.rows and kill.calls <= at for kill in kills)


def _in_flight(kills: list[Kill], calls: dict[int, list[int]]) -> list[tuple[int, int]]:
    """Row and number of calls at the kill: it had been sent in that life, and not written down."""
    found: list[tuple[int, int]] = []
    before = dict.fromkeys(calls, 0)
    for kill in kills:
        for row in kill.rows & calls.keys():
            sent = [at for at in calls[row] if before[row] <= at < kill.calls]
            found += [(row, kill.calls)] * len(sent)
            before[row] = kill.calls
    return found


# Due items, and what is left


def _due(seen: list[Seen], verdict: Verdict) -> None:
    """Each plan is told once at the most, and what is neither told nor planned anew was ended."""
    planned: set[str] = set()
    asked: Counter[str] = Counter()
    for one in seen:
        name = _by_itself(one)
        if one.what == "planned" and one.one == REST:
            planned.add(f"rest:{one.two}")
        elif name.startswith("ask:"):
            asked[name] += 1
        elif name.startswith("rest:"):
            verdict.figures["alerts at the end of a rest"] += 1
            if name not in planned:
                verdict.wrong.append(f"{name} was told twice, row {one.one}")
            planned.discard(name)
    verdict.figures["questions put by themselves"] = asked.total()
    verdict.hold("questions put twice", [], [name for name in asked if asked[name] > 1])
    _silent_ends(seen, verdict)
    jobs = Counter(one.what for one in seen if one.what in ("job", "job over"))
    verdict.figures["jobs"] = jobs["job"]
    verdict.hold("jobs that are over", jobs["job"], jobs["job over"])


def _by_itself(one: Seen) -> str:
    """The name of an alert or a question that the bot begins; else nothing."""
    body = orjson.loads(one.three) if one.what == "said" else {}
    name = str(body.get("name", "")) if body.get("kind") == "Say" else ""
    return name if name.startswith(("rest:", "ask:")) else ""


def _silent_ends(seen: list[Seen], verdict: Verdict) -> None:
    """A rest ends with its alert, or by what the person did; PostgreSQL tells which were one."""
    reasons = {one.transaction for one in seen if one.what == "taken" or _by_itself(one)}
    for one in seen:
        if one.what == "over" and one.one == REST and one.transaction:
            verdict.figures["rests that ended"] += 1
            if one.transaction not in reasons:
                verdict.wrong.append(f"the rest of workout {one.two} ended, and nothing was said")


def _nothing_left(url: str, verdict: Verdict) -> None:
    """Nothing waits that could be done, and nothing is leased."""
    for table in ("outbox", "job"):
        verdict.hold(f"rows left in {table}", [], select(url, f"SELECT id FROM {table}"))
    leased = "SELECT kind, object, leased_by FROM due WHERE leased_by IS NOT NULL"
    verdict.hold("due items leased to the dead", [], select(url, leased))
    late = "SELECT kind, object, due_at FROM due WHERE due_at < :now"
    past = datetime.now(UTC) - timedelta(seconds=5)
    now: Any = past if url.startswith("postgresql") else past.strftime("%Y-%m-%d %H:%M:%S")
    verdict.hold("due items never done", [], select(url, late, now=now))
