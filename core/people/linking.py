"""Codes that link a second channel: short to type, good for ten minutes, used once.

Only a keyed hash of a code is kept. Who types codes that nobody made is stopped after a few.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, Row, Select, delete, insert, select, update

from core.checkins.models import check_in
from core.people.deletion import Belongings, belongings
from core.people.models import Identity, identity, link_code, link_guess
from core.secrets import Keyring

LASTS: Final = timedelta(minutes=10)
LENGTH: Final = 6
ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTUVWYZ"
"""Nothing that is taken for something else (0 O, 1 I L), and no X, which makes sets: `5X5`."""
MOST_GUESSES: Final = 5
MOST_GUESSES_OF_ALL: Final = 2_000
"""Whoever makes up people to guess with is stopped as well: of 700 million codes few are good."""
GUESSES_COUNT_FOR: Final = timedelta(hours=1)
_PURPOSE: Final = "link"


@dataclass(frozen=True, slots=True)
class Code:
    """A code that was made: whose it is, where it was asked for and until when it is good."""

    id: int
    person_id: int
    identity_id: int
    expires_at: datetime
    used_at: datetime | None


def make_code(
    db: Connection,
    keyring: Keyring,
    shown_to: Identity,
    now: datetime,
    means_else: Callable[[str], bool] = lambda code: False,
) -> str:
    """A new code of this person's; an older one is good no longer.

    None that `means_else`, typed by itself.
    """
    code = _drawn(means_else)
    db.execute(delete(link_code).where(link_code.c.person_id == shown_to.person_id))
    values = {"person_id": shown_to.person_id, "identity_id": shown_to.id}
    kept = values | {"hash": keyring.hashed(_PURPOSE, code), "expires_at": now + LASTS}
    db.execute(insert(link_code), kept)
    return code


def _drawn(means_else: Callable[[str], bool]) -> str:
    while True:
        code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
        if _is_one(code) and not means_else(code) and not means_else(as_shown(code)):
            return code


def _is_one(code: str) -> bool:
    """Neither a word nor a number: those are typed for other reasons, too."""
    mixed = not code.isalpha() and not code.isdigit()
    return len(code) == LENGTH and set(code) <= set(ALPHABET) and mixed


def as_shown(code: str) -> str:
    """`K7M-4QP`, which is easier to read over."""
    return f"{code[: LENGTH // 2]}-{code[LENGTH // 2 :]}"


def read_code(words: str) -> str | None:
    """The code that was meant, however it was typed; None where it can be none."""
    typed = "".join(character for character in words.upper() if character not in " -–—")
    return typed if _is_one(typed) else None


def find_code(db: Connection, keyring: Keyring, code: str) -> Code | None:
    """The code, also one that is used or over; nobody else uses it before this transaction ends."""
    hashes = keyring.hashes(_PURPOSE, code)
    return _code(db, select(link_code).where(link_code.c.hash.in_(hashes)))


def code_by_id(db: Connection, code_id: int) -> Code | None:
    """The same by its number."""
    return _code(db, select(link_code).where(link_code.c.id == code_id))


def _code(db: Connection, found: Select[tuple[object, ...]]) -> Code | None:
    row: Row[tuple[object, ...]] | None = db.execute(found.with_for_update()).first()
    if row is None:
        return None
    kept = row._mapping
    return Code(**{name: kept[name] for name in Code.__slots__})


def use_code(db: Connection, code_id: int, now: datetime) -> None:
    """The code has joined two; it joins nobody else."""
    db.execute(update(link_code).where(link_code.c.id == code_id).values(used_at=now))


def note_guess(db: Connection, person_id: int, now: datetime) -> None:
    """This person typed a code that nobody had made."""
    db.execute(insert(link_guess), {"person_id": person_id, "at": now})


def may_guess_at(db: Connection, person_id: int, now: datetime) -> datetime | None:
    """When this person may type a code again; None where they may now."""
    wrong = (
        select(link_guess.c.at)
        .where(link_guess.c.at > now - GUESSES_COUNT_FOR)
        .order_by(link_guess.c.at.desc())
        .limit(1)
    )
    theirs = wrong.where(link_guess.c.person_id == person_id).offset(MOST_GUESSES - 1)
    stopping = (db.execute(theirs), db.execute(wrong.offset(MOST_GUESSES_OF_ALL - 1)))
    times = [at for found in stopping if (at := found.scalar()) is not None]
    return max(times) + GUESSES_COUNT_FOR if times else None


# What is linked, and what there is to link


def is_empty(db: Connection, person_id: int) -> bool:
    """Whether there is nothing that anybody could mind to see in another log."""
    asked = select(check_in.c.id).where(check_in.c.person_id == person_id).limit(1)
    nothing = belongings(db, person_id) == Belongings(0, 0, 0, 0, 0)
    return nothing and db.execute(asked).first() is None


def known_since(db: Connection, person_id: int) -> dict[int, datetime]:
    """When the person first wrote from each of their identities."""
    theirs = select(identity.c.id, identity.c.created_at).where(identity.c.person_id == person_id)
    return {row.id: row.created_at for row in db.execute(theirs)}
