"""What waits and what was given up, as the doctor tells it: in numbers, never in words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from pydantic import SecretStr
from sqlalchemy import Connection, update

from bot.channels.whatsapp.errors import outcome
from bot.delivery.confirming import Status, hear
from bot.delivery.dead_letters import bury, impersonal
from bot.delivery.ended import Settled, settle
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


def resting(db: Connection) -> None:
    _, sam = people.add_person(db, "whatsapp", "a", "Sam", "en", NOW)
    say, lease = to_json(Say("I am Sam")), ("one", NOW + timedelta(minutes=5))
    first, second, third = (store.write_out(db, sam, say, NOW, lease) for _ in range(3))
    settle(db, [Settled(first, closed_at=NOW)], NOW - timedelta(hours=3))
    settle(db, [Settled(second, closed_at=NOW)], NOW)
    settle(db, [Settled(third, "m", pending=True)], NOW)
    outcomes = {"whatsapp": outcome}
    for number in range(3):
        failed = Status(f"f{number}", "failed", 131026 if number else 131049, None, None, NOW)
        hear(db, "whatsapp", [failed], NOW, outcomes)
    old = Status("old", "failed", 131050, None, None, NOW - timedelta(days=8))
    hear(db, "whatsapp", [old], NOW, outcomes)


def test_what_rests_is_told_apart_and_is_not_wrong(database_url: str) -> None:
    database = Database(database_url)
    database.transact(resting)
    database.close()
    said = told(database_url)
    assert (
        "note   2 messages wait for their person's next word on whatsapp, the first since "
        "02 Mar 09:00 UTC." in said
    )
    assert "note   1 taken by whatsapp, which has yet to say what became of it." in said
    assert "to be sent" not in said
    assert "wrong" not in said
    assert "Sam" not in said


def test_late_failures_are_told_by_what_they_mean(database_url: str) -> None:
    database = Database(database_url)
    database.transact(resting)
    database.close()
    says = "whatsapp took a message and said later that it failed, code"
    lines = [line for line in told(database_url).splitlines() if "code" in line]
    assert lines == [
        f"note   2 × {says} 131026: the person cannot be reached on WhatsApp.",
        f"note   1 × {says} 131049: held back, for they get too much marketing.",
    ]


def test_no_reason_names_anybody() -> None:
    assert impersonal("can't use 'Sam' at https://t.me/sam in 1001001") == "can't use … at … in …"
    assert len(impersonal("x" * 300)) == 200
