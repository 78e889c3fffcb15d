"""What is said about linking: the code, what it would join, what is one already."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from bot.conversations.channel_names import all_names, names_of, where
from bot.engine.outgoing import Button
from bot.engine.templates import approved
from bot.engine.texts import N_, Texts
from bot.engine.turn import Turn
from core.people import linking, merging
from core.people import queries as people
from core.people.deletion import Belongings, belongings
from core.people.models import Identity, Person

OPEN: dict[str, str] = {
    "telegram": N_("Open Telegram"),
    "whatsapp": N_("Open WhatsApp"),
    "web": N_("Open in the browser"),
}
QUESTION = "link"
UNLINK = "link.undo"
LINKED = approved(
    "linked",
    N_(
        "Your Werkout log is shared with your account {where} from now on. "
        "If that was not you, you can undo it within a day."
    ),
    N_("That was not me"),
    where="on Telegram",
)


def code_words(turn: Turn, code: str) -> str:
    """What it is good for, and how the code is used."""
    return turn.t(
        "Link another channel and both have one log: begin on one, go on on the other.\n"
        "Type this there within {minutes} minutes, it works once: /link {code}",
        minutes=int(linking.LASTS.total_seconds()) // 60,
        code=linking.as_shown(code),
    )


def ways_in(turn: Turn, code: str, prefix: str) -> list[tuple[Button, ...]]:
    """A link into each channel not linked yet that says the code there by itself."""
    ways = turn.services.links.ways(prefix + code, f"/link {code}")
    for one in people.ways_to(turn.db, turn.person.id):
        ways.pop(one.channel, None)
    return [
        (Button(turn.t(OPEN[channel]), url=address),)
        for channel, address in ways.items()
        if channel in OPEN
    ]


# What is one already


def linked_lines(turn: Turn) -> list[str]:
    """Each channel with the day since when it is used; nothing for who has but one."""
    ways = people.ways_to(turn.db, turn.person.id)
    if len(ways) < 2:
        return []
    since = linking.known_since(turn.db, turn.person.id)
    each = [
        turn.t(
            "{channel} since {day}",
            channel=name,
            day=turn.texts.date(_day(turn, since[one.id]), year=True),
        )
        for name, one in zip(names_of(turn.texts, ways), ways, strict=True)
    ]
    return [turn.t("Linked: {channels}.", channels=turn.texts.items(each)), _how_long(turn)]


def _how_long(turn: Turn) -> str:
    one = merging.undoable(turn.db, turn.person.id, turn.now)
    if one is None:
        return turn.t("It was long ago, so they can no longer be taken apart.")
    until = until_words(turn, one.undo_until)
    return turn.t("They can be taken apart until {moment}.", moment=until)


def unlink_row(turn: Turn) -> tuple[Button, ...]:
    """The way back, while there is one."""
    one = merging.undoable(turn.db, turn.person.id, turn.now)
    return () if one is None else (turn.button(turn.t("Unlink"), UNLINK, one.id),)


def until_words(turn: Turn, moment: datetime) -> str:
    """`tomorrow 18:04`, by the person's clock where it is known."""
    zone = turn.person.timezone
    time = turn.texts.time(moment, zone) + ("" if turn.person.zone else " UTC")
    if moment.astimezone(zone).date() == turn.now.astimezone(zone).date():
        return turn.t("today {time}", time=time)
    return turn.t("tomorrow {time}", time=time)


# What would become one


def question_words(turn: Turn, owner: Person, shown_at: Identity) -> str:
    """Both logs, each with how much is in it."""
    there = belongings(turn.db, owner.id)
    here = belongings(turn.db, turn.person.id)
    return turn.t(
        "Your log {where} ({there}) and the one here ({here}) become one. "
        "Join only what is yours: both channels then show all of it.",
        where=where(turn.texts, shown_at.channel),
        there=_workouts(turn.texts, there),
        here=_workouts(turn.texts, here),
    )


def joined_words(turn: Turn) -> str:
    """One warm line on what is one from now on."""
    channels = all_names(turn.texts, people.ways_to(turn.db, turn.person.id))
    kept = belongings(turn.db, turn.person.id)
    if not kept.workouts:
        return turn.t(
            "Done. {channels} share one log now: what you begin on one you can finish on the "
            "other.",
            channels=channels,
        )
    return turn.t(
        "Done. {channels} share one log now, with {workouts}: "
        "what you begin on one you can finish on the other.",
        channels=channels,
        workouts=_workouts(turn.texts, kept),
    )


def workout_words(turn: Turn) -> str:
    """Nobody trains twice at once."""
    return turn.t(
        "Two workouts were under way: the one here goes on, the other has ended at its last set."
    )


def apart_words(texts: Texts, kept: Sequence[Identity], absorbed: Sequence[Identity]) -> str:
    """Each side has its own, and where to look for what belongs to neither."""
    names = names_of(texts, [*kept, *absorbed])
    return texts.t(
        "{channels} are apart again, and each has what it had. "
        "What was begun since then is in the log of {kept}.",
        channels=texts.items(names),
        kept=texts.items(names[: len(kept)]),
    )


def _workouts(texts: Texts, kept: Belongings) -> str:
    return texts.tn("{count} workout", "{count} workouts", kept.workouts)


def _day(turn: Turn, at: datetime) -> date:
    return at.astimezone(turn.person.timezone).date()
