"""What is kept and why, all of it as a file, and all of it gone.

Deleting asks twice, each time by a button of the question itself, so that no old one can do it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.conversations import consent
from bot.conversations.channel_names import all_names, name_of
from bot.conversations.receipt_wording import INBOX_DAYS, what_stays
from bot.engine.buttons import Pressed
from bot.engine.conversation import Conversation, JobTools
from bot.engine.flow import Chosen, Finished, Flow, GoTo, Outcome, takes
from bot.engine.outgoing import File, Remove
from bot.engine.texts import N_
from bot.engine.turn import Turn
from core.people import queries as people
from core.people.deletion import Belongings, belongings
from core.people.export import export_zip

QUESTION = "deletion:question"
YES, NO = "yes", "no"

KEPT = N_(
    "What I keep, and why:\n"
    "Your training, to show it to you: {training}.\n"
    "Your goals and what you measure of yourself; what you say of injuries is encrypted.\n"
    "What I asked, what you answered, and what you have earned.\n"
    "Where you last looked for somebody, to look there again; whom you saved and follow.\n"
    "Your name, language and account here, to talk to you; your settings.\n"
    "Numbers of messages, {days} days, so that none counts twice.\n"
    "\n"
    "All of it stays until you delete it, and only you are shown it. "
    "What you ask the coach and its answers stay a day, its proposals a week. "
    "Only if you agree do your questions go to a language model, with figures of your training, "
    "goals and body weight. "
    "Anything else you write is not kept, nor where else you have been. "
    "A message that failed is kept for a day, encrypted; files on their way to you for a week."
)

BILLED = N_("On {channel}: your number, encrypted, and what messages cost.")
LINKED = N_(
    "All channels you linked share it: {channels}. For two days after linking I also keep which "
    "was whose, to take them apart. /link"
)


@dataclass
class Nothing:
    """Two questions in a row need nothing kept between them."""


class Deletion(Flow):
    """Asks twice, says what goes and what stays, and erases in one turn."""

    name = "deletion"
    first = "sure"
    State = Nothing

    def ask_sure(self, turn: Turn, state: Nothing) -> None:
        """What would be lost, in figures."""
        goes = _in_figures(turn, belongings(turn.db, turn.person.id))
        text = turn.t(
            "Delete everything of yours? {training}, your settings and your agreement go. "
            "It cannot be undone; /export gives you a copy first.",
            training=goes,
        )
        if channels := _linked(turn):
            everywhere = turn.t("It goes on every channel: {channels}.", channels=channels)
            text = f"{text} {everywhere}"
        _ask(turn, text, turn.t("Delete everything"), turn.t("Keep it"))

    @takes(Chosen, to=("really",))
    def got_sure(self, turn: Turn, state: Nothing, given: Chosen) -> Outcome:
        """The first yes only leads to the second question."""
        if given.value == YES:
            return GoTo("really")
        return _kept(turn)

    def ask_really(self, turn: Turn, state: Nothing) -> None:
        """What nobody can change afterwards."""
        text = turn.t("Really? After this I no longer know you. {stays}", stays=what_stays(turn))
        _ask(turn, text, turn.t("Yes, delete it all"), turn.t("No"))

    @takes(Chosen)
    def got_really(self, turn: Turn, state: Nothing, given: Chosen) -> Outcome:
        """The second yes erases."""
        if given.value != YES:
            return _kept(turn)
        gone = _in_figures(turn, belongings(turn.db, turn.person.id))
        done = turn.t("Deleted: {training}, and all else I knew of you.", training=gone)
        again = turn.t("You are welcome back at any time: /start")
        turn.erase(f"{done}\n{what_stays(turn)}\n{again}")
        return Finished()


privacy = Conversation("privacy", flows=(Deletion(),))


def _ask(turn: Turn, text: str, yes: str, no: str) -> None:
    turn.say(text, (turn.choice(yes, YES), turn.choice(no, NO)), name=QUESTION)


def _kept(turn: Turn) -> Outcome:
    turn.send(Remove(QUESTION))
    turn.say(turn.t("Nothing is deleted."))
    return Finished()


def _in_figures(turn: Turn, kept: Belongings) -> str:
    """`34 workouts, 412 sets and 2 exercises of your own`."""
    parts = [
        turn.tn("{count} workout", "{count} workouts", kept.workouts),
        turn.tn("{count} set", "{count} sets", kept.sets),
    ]
    if kept.exercises:
        own = turn.tn(
            "{count} exercise of your own", "{count} exercises of your own", kept.exercises
        )
        parts.append(own)
    if kept.goals:
        parts.append(turn.tn("{count} goal", "{count} goals", kept.goals))
    if kept.measurements:
        count = kept.measurements
        parts.append(turn.tn("{count} measurement", "{count} measurements", count))
    return turn.texts.items(parts)


def _linked(turn: Turn) -> str:
    """`Telegram and WhatsApp`, for who has linked them; else nothing."""
    return all_names(turn.texts, people.ways_to(turn.db, turn.person.id)) if turn.linked else ""


# What is kept


@privacy.command("privacy")
def privacy_command(turn: Turn, argument: str) -> None:
    """One screen, and the three things that can be done about it."""
    training = _in_figures(turn, belongings(turn.db, turn.person.id))
    kept = turn.t(KEPT, training=training, days=INBOX_DAYS)
    # A platform that bills also knows people by their number.
    ways = people.ways_to(turn.db, turn.person.id)
    for channel in sorted({one.channel for one in ways if turn.manners_at(one).one_message}):
        named = name_of(turn.texts, channel)
        kept += "\n" + turn.t(BILLED, channel=named)
    if channels := _linked(turn):
        kept += "\n\n" + turn.t(LINKED, channels=channels)
    turn.say(
        kept,
        (
            turn.button(turn.t("Export"), "privacy.export"),
            turn.button(turn.t("Delete everything"), "privacy.delete"),
        ),
        (
            turn.button(turn.t("My agreement"), "privacy.consent"),
            turn.button(turn.t("The coach"), "coach.privacy"),
        ),
    )


@privacy.action("privacy.show")
def show(turn: Turn, pressed: Pressed) -> None:
    """The same by a tap."""
    privacy_command(turn, "")


@privacy.action("privacy.consent")
def show_consent(turn: Turn, pressed: Pressed) -> None:
    """When it was given, in the words that were read."""
    given = [one for one in people.consents_of(turn.db, turn.person.id) if not one["withdrawn_at"]]
    if not given:
        consent.ask(turn, turn.t("You have not agreed yet."))
        return
    day = given[-1]["given_at"].astimezone(turn.person.timezone).date()
    turn.say(
        turn.t(
            "On {day} you agreed to this:\n{wording}",
            day=turn.texts.date(day, year=True),
            wording=given[-1]["wording"],
        ),
        (turn.button(turn.t("Withdraw"), "privacy.withdraw"),),
    )


@privacy.action("privacy.withdraw")
def withdraw(turn: Turn, pressed: Pressed) -> None:
    """Without agreement nothing may be kept, so to withdraw it is to delete."""
    turn.say(turn.t("Without your agreement I may keep nothing, so all of it would go."))
    turn.begin(Deletion.name)


# The file


@privacy.command("export")
def export_command(turn: Turn, argument: str) -> None:
    """A long history takes a while to pack, so it is a job."""
    if turn.job_waits("privacy.export"):
        turn.say(turn.t("Your file is being packed already."))
        return
    turn.job("privacy.export", at=turn.now.isoformat())
    turn.say(turn.t("Packing your file."))


@privacy.action("privacy.export")
def export_by_tap(turn: Turn, pressed: Pressed) -> None:
    """The same by a tap."""
    export_command(turn, "")


@privacy.works("privacy.export")
async def pack(tools: JobTools, data: dict[str, Any]) -> bytes:
    """Read on a snapshot that holds nobody up."""
    asked = datetime.fromisoformat(data["at"])
    return await tools.database.read(export_zip, tools.person_id, asked, tools.keyring)


@privacy.when_done("privacy.export")
def send_file(turn: Turn, data: dict[str, Any], packed: bytes | None) -> None:
    """The file, and what is in it."""
    if packed is None:
        turn.say(
            turn.t("Your file could not be packed. Nothing is lost by that."),
            (turn.button(turn.t("Try again"), "privacy.export"),),
        )
        return
    media = turn.media(packed, f"werkout-{turn.today}.zip", "application/zip")
    caption = turn.t(
        "Everything of yours: werkout.json for programs, sets.csv for spreadsheets and other logs."
    )
    if channels := _linked(turn):
        caption += " " + turn.t("It covers {channels}.", channels=channels)
    turn.send(File(media, caption))


# The end


@privacy.command("delete")
def delete_command(turn: Turn, argument: str) -> None:
    """Ask the first of two questions."""
    turn.begin(Deletion.name)


@privacy.action("privacy.delete")
def delete_by_tap(turn: Turn, pressed: Pressed) -> None:
    """The same by a tap."""
    turn.begin(Deletion.name)
