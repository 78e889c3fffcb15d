"""How old the newest backup is, where they lie, and whether more can be made."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy.exc import DBAPIError

from bot.backups.files import BackupFailed, place_of
from bot.backups.making import check_tools
from bot.doctor.findings import Finding, good, note
from bot.settings import Settings

LATE = timedelta(hours=3)
BY_HAND = "`werkout run` and `work` make one every hour; `werkout backup` makes one now."


def about_backups(settings: Settings, now: datetime) -> Iterator[Finding]:
    """What can be said without making one."""
    place = place_of(settings)
    newest = place.newest()
    if newest is None:
        yield note(f"There is no backup in {place.folder} yet.", BY_HAND)
    else:
        age = now - newest.at
        says = f"The newest of {len(place.all())} in {place.folder} is {_in_words(age)} old."
        yield (
            note(f"No backup of late: {says}", BY_HAND)
            if age > LATE
            else good(f"There are backups. {says}")
        )
    yield from _about_tools(settings)


def _in_words(age: timedelta) -> str:
    minutes = max(int(age.total_seconds() // 60), 0)
    if minutes < 120:
        return f"{minutes} minutes"
    hours = minutes // 60
    return f"{hours} hours" if hours < 48 else f"{hours // 24} days"


def _about_tools(settings: Settings) -> Iterator[Finding]:
    try:
        check_tools(settings)
    except BackupFailed as failed:
        yield note(f"No backup can be made here. {failed}", "Or see to backups at the server.")
    except DBAPIError:
        # What is wrong with the database is said where it is looked at.
        return
