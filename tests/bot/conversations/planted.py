"""A random word in every field that a person can fill, and a search for it everywhere."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, insert, inspect, text

from bot.engine.player import Player
from bot.engine.tables import conversation, due, failed_turn, job, media, outbox, shown
from core.coach.models import coach_choice, coach_exchange, coach_proposal
from core.people.models import consent, identity, person
from core.providers.models import (
    Contacts,
    Profile,
    ProviderType,
    followed_provider,
    saved_provider,
)
from core.providers.queries import add_provider
from core.searches.models import awaited, search
from core.secrets import Keyring
from core.training.models import exercise, exercise_preference, workout

# What may outlive a person, and names nobody.
OUTLIVES = {"alembic_version", "inbox", "sqlite_sequence", "feature_switch"}
OUTLIVES |= {"erasure", "process", "pace"}
# When somebody typed a wrong code; not who, once they are gone.
OUTLIVES |= {"link_guess"}
OUTLIVES |= {"area_name", "geocoded", "town", "town_edition", "town_name"}


async def plant(player: Player, word: str) -> None:
    """Fill whatever a person can fill, by what they say and behind the scenes."""
    await player.says(f"{word} 80x8 ({word})")
    await player.taps("New")
    await player.says(f"note: {word}")
    await player.taps("Finish")
    await player.taps("Note")
    await player.says(word)
    await player.jobs()
    await player.says(f"/checkin {word}? 8:00 daily")
    await player.taps("Answer now")
    await player.taps("Yes")
    await player.says("/settings")
    await player.taps("Rest")
    await player.says("bench 80x8")
    await player.db(_plant_the_rest, await player.person_id(), word)


def _plant_the_rest(db: Connection, somebody: int, word: str) -> None:
    """Fields that are full only for a moment: on its way out, failed, waiting for a job."""
    values = {"flow": "settings", "version": 1, "step": "rest", "data": {"exercise": word}}
    db.execute(
        conversation.update()
        .where(conversation.c.person_id == somebody)
        .values(
            state=values | {"asked": 1, "job": None},
            interrupted=values | {"asked": 1, "job": None},
            held={"text": word, "sets": []},
        )
    )
    db.execute(person.update().where(person.c.id == somebody).values(name=word))
    db.execute(workout.update().where(workout.c.person_id == somebody).values(name=word))
    at = db.execute(person.select().where(person.c.id == somebody)).one().created_at
    where = db.execute(identity.select().where(identity.c.person_id == somebody)).one().id
    mine = {"person_id": somebody}
    db.execute(insert(consent), mine | {"kind": "data", "wording": word, "given_at": at})
    db.execute(insert(exercise_preference), mine | {"exercise": word, "unit": "lb"})
    db.execute(insert(failed_turn), mine | {"sealed": word.encode(), "at": at})
    file = {"file_name": word, "mime": "text/plain", "bytes": word.encode(), "expires_at": at}
    db.execute(insert(media), mine | file)
    item = {"kind": "workout.rest", "object": word, "due_at": at, "data": {"words": word}}
    db.execute(insert(due), mine | item | {"version": 1, "attempts": 0})
    work = {"kind": "privacy.export", "identity_id": where, "data": {"words": word}}
    db.execute(insert(job), mine | work | {"created_at": at, "due_at": at, "attempts": 0})
    talk = {"asked": word, "answered": word, "at": at}
    db.execute(insert(coach_exchange), mine | talk)
    wish = {"kind": "sets", "data": {"line": word}, "made_at": at, "expires_at": at}
    db.execute(insert(coach_proposal), mine | wish)
    plant_finding(db, somebody, word, at)
    db.execute(insert(coach_choice), mine | {"with_model": True, "host": word, "at": at})
    assert db.execute(exercise.select().where(exercise.c.person_id == somebody)).first()


def plant_finding(db: Connection, somebody: int, word: str, at: datetime) -> None:
    """A profile of their own, their last search, for whom they wait, and whom they follow."""
    contacts = Contacts(email=f"{word}@example.org")
    profile = Profile(
        word, ProviderType.COACH, 48.0, 8.0, (word,), ("de",), word, contacts=contacts
    )
    own = add_provider(
        db, Keyring([word]), profile, at, source="chat", source_id=word, person_id=somebody
    )
    place = {"place": word, "latitude": 48.0, "longitude": 8.0, "radius_meters": 1000.0}
    asked = {"specialty": word, "verified": False}
    shown_now = {"number": 1, "cursors": [], "shows": word, "live_message": word}
    mine = {"person_id": somebody}
    db.execute(insert(search), mine | place | asked | shown_now | {"searched_at": at})
    db.execute(insert(awaited), mine | place | asked | {"since": at})
    agreed = {"provider_id": own, "wording": word, "followed_at": at}
    db.execute(insert(followed_provider), mine | agreed)
    db.execute(insert(saved_provider), mine | {"provider_id": own, "saved_at": at})


def plant_unsent(db: Connection, somebody: int, word: str) -> None:
    """A message that nobody has seen yet, and what the platform calls another."""
    at = db.execute(person.select().where(person.c.id == somebody)).one().created_at
    where = db.execute(identity.select().where(identity.c.person_id == somebody)).one().id
    unsent = {"identity_id": where, "name": word, "body": {"kind": "Say", "text": word}}
    db.execute(insert(outbox), unsent | {"created_at": at, "due_at": at, "attempts": 0})
    db.execute(insert(shown), {"identity_id": where, "name": word, "message": word, "at": at})


def tables_with(db: Connection, word: str) -> set[str]:
    """The tables that hold the word in any column, as text or as bytes."""
    return {table for table in _tables(db) if _holds(db, table, word)}


def _tables(db: Connection) -> list[str]:
    return inspect(db).get_table_names()


def _holds(db: Connection, table: str, word: str) -> bool:
    # The names come from the database itself.
    for row in db.execute(text(f'SELECT * FROM "{table}"')):
        for value in row:
            if isinstance(value, bytes | memoryview) and word.encode() in bytes(value):
                return True
            if word.lower() in str(value).lower():
                return True
    return False


def rows_left(db: Connection) -> dict[str, int]:
    """How many rows each table has that must not outlive a person."""
    counted = {
        table: int(db.execute(text(f'SELECT count(*) FROM "{table}"')).scalar_one())
        for table in _tables(db)
        if table not in OUTLIVES
    }
    return {table: count for table, count in counted.items() if count}


def files_with(folder: Path, word: str) -> set[str]:
    """The files below the folder that hold the word."""
    needle = word.encode()
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.name for path in files if needle.lower() in path.read_bytes().lower()}
