"""What waits and what was given up, as the doctor tells it: in numbers, never in words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from pydantic import SecretStr
from sqlalchemy import Connection, update

from bot.delivery.dead_letters import bury, impersonal
from bot.doctor.outbox import about_outbox
from bot.engine import store
from bot.engine.outgoing import Say, to_json
from bot.engine.tables import outbox
from bot.settings import Settings
from core.database import Database
from core.people import queries as people

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def told(url: str) -> str:
    settings = Settings.model_construct(database_url=SecretStr(url))
    return "\n".join(line for one in about_outbox(settings, NOW) for line in one.lines())


def given_up(db: Connection) -> None:
    _, sam = people.add_person(db, "telegram", "1001", "Sam", "en", NOW)
    lease = ("one", NOW + timedelta(minutes=5))
    say = to_json(Say("I am Sam"))
    for age in (0, 1, 9):
        at = NOW - timedelta(days=age)
        one = store.write_out(db, sam, say, at, lease)
        bury(db, one, "refused", "Bad Request: button 'Sam' is odd", at)
        if not age:
            bury(db, one, "failed", "KeyError", at)


def test_a_new_database_has_nothing_to_tell(database_url: str) -> None:
    assert told(database_url) == "ok     No message was given up in the last 7 days."


def test_what_was_given_up_is_counted_by_its_reason(database_url: str) -> None:
    database = Database(database_url)
    database.transact(given_up)
    database.transact(lambda db: db.execute(outbox.delete()).rowcount)
    said = told(database_url)
    database.close()
    assert "3 messages were given up in the last 7 days" in said
    assert "2 × telegram, refused: Bad Request: button … is odd (01 Mar 12:00 to 02 Mar" in said
    assert "1 × telegram, failed: KeyError" in said
    assert "Sam" not in said


def test_replies_that_wait_for_long_are_wrong(database_url: str) -> None:
    database = Database(database_url)
    database.transact(given_up)
    assert "wrong  3 messages wait to be sent by telegram, the oldest reply for" in told(
        database_url
    )
    database.transact(lambda db: db.execute(update(outbox).values(paced=True)).rowcount)
    assert "ok     3 messages wait to be sent by telegram." in told(database_url)
    database.close()


def test_no_reason_names_anybody() -> None:
    assert impersonal("can't use 'Sam' at https://t.me/sam in 1001001") == "can't use … at … in …"
    assert len(impersonal("x" * 300)) == 200
