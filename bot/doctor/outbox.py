"""Messages that wait, and those that no platform took."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.exc import DBAPIError

import migrations
from bot.channels.whatsapp.errors import outcome
from bot.delivery.confirming import Failures, failures
from bot.delivery.dead_letters import DeadLetters, dead_letters
from bot.delivery.queries import Backlog, depth
from bot.doctor.findings import Finding, bad, good, note
from bot.pulling import CHANNEL as WEB
from bot.settings import Settings
from core.database import Database, DatabaseAway

DAYS: Final = 7
MOST_LINES: Final = 10
LATE: Final = timedelta(minutes=5)
ADVICE: Final = {
    "refused": "The platform will not take such a message; its reason says what is wrong with it.",
    "failed": "Werkout broke on it, which is our mistake; the log has where.",
}


def about_outbox(settings: Settings, now: datetime) -> Iterator[Finding]:
    """What can be said where there is a database of this release."""
    file = settings.sqlite_file
    if file is not None and not file.exists():
        return
    try:
        if not migrations.is_current(settings.database):
            return
        waiting, failed, dead = _looked_up(settings, now)
    except (DBAPIError, DatabaseAway):
        # What is wrong with the database was said before.
        return
    for channel in sorted(set(waiting) - {WEB}):
        yield from _about_channel(channel, waiting[channel], now)
    yield from _about_failed(failed)
    yield from _about_dead(dead)


def _looked_up(
    settings: Settings, now: datetime
) -> tuple[dict[str, Backlog], list[Failures], list[DeadLetters]]:
    database, since = Database(settings.database), now - timedelta(days=DAYS)
    try:
        return database.transact(
            lambda db: (depth(db, now), failures(db, since), dead_letters(db, since))
        )
    finally:
        database.close()


def _about_channel(channel: str, of: Backlog, now: datetime) -> Iterator[Finding]:
    if of.messages:
        yield _about_waiting(channel, of, now)
    if of.waiting_since is not None:
        wait = "message waits" if of.waiting == 1 else "messages wait"
        yield note(
            f"{of.waiting} {wait} for their person's next word on {channel}, "
            f"the first since {of.waiting_since:%d %b %H:%M} UTC.",
            "Nothing to do: the platform takes nothing more before. They leave with that word.",
        )
    if of.unconfirmed:
        yield note(f"{of.unconfirmed} taken by {channel}, which has yet to say what became of it.")


def _about_failed(failed: list[Failures]) -> Iterator[Finding]:
    # WhatsApp alone says so late.
    for one in failed[:MOST_LINES]:
        says = f"{one.count} × {one.channel} took a message and said later that it failed"
        yield note(f"{says}, code {one.code}: {outcome(one.code)}.")


def _about_waiting(channel: str, of: Backlog, now: datetime) -> Finding:
    wait = "message waits" if of.messages == 1 else "messages wait"
    says = f"{of.messages} {wait} to be sent by {channel}"
    if of.since is None or now - of.since < LATE:
        return good(f"{says}.")
    minutes = int((now - of.since).total_seconds() // 60)
    return bad(
        f"{says}, the oldest reply for {minutes} minutes.",
        "Does Werkout run, and does the platform answer? The log says why it waits.",
    )


def _about_dead(dead: list[DeadLetters]) -> Iterator[Finding]:
    if not dead:
        yield good(f"No message was given up in the last {DAYS} days.")
        return
    total = sum(one.count for one in dead)
    were = "message was" if total == 1 else "messages were"
    yield note(f"{total} {were} given up in the last {DAYS} days:")
    for one in dead[:MOST_LINES]:
        yield note(
            f"{one.count} × {one.channel}, {one.outcome}: {one.why} "
            f"({one.oldest:%d %b %H:%M} to {one.newest:%d %b %H:%M} UTC)",
            ADVICE.get(one.outcome, ""),
        )
    if len(dead) > MOST_LINES:
        yield note(f"… and {len(dead) - MOST_LINES} more kinds.")
