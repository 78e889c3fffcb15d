"""Tables of providers, and the values that their rows become."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Dialect,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    String,
    Table,
    Text,
    TypeDecorator,
    text,
)

from core.columns import Id, Thousandths, UtcDateTime
from core.database import metadata

NAME_CHARACTERS: Final = 128
BIO_CHARACTERS: Final = 2000
SPECIALTY_CHARACTERS: Final = 32
SOURCE_ID_CHARACTERS: Final = 128


class ProviderType(StrEnum):
    """What a provider is; the values are those of an import's column `type`."""

    TRAINER = "trainer"
    COACH = "coach"
    GROUP_LEADER = "group_leader"
    GYM = "gym"
    STUDIO = "studio"


# Compared letter by letter on both databases, whatever language the server sorts by.
_Specialty = String(SPECIALTY_CHARACTERS).with_variant(
    String(SPECIALTY_CHARACTERS, collation="C"), "postgresql"
)


class Words(TypeDecorator[tuple[str, ...]]):
    """Keys in a row, kept as `;yoga;strength;` so that LIKE finds one of them."""

    impl = Text
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[tuple[str, ...] | None], str | None]:
        return _joined

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[str], Any]:
        return _parted


def _joined(words: tuple[str, ...] | None) -> str | None:
    if words is None:
        return None
    return f";{';'.join(words)};" if words else ""


def _parted(kept: str) -> tuple[str, ...]:
    return tuple(kept[1:-1].split(";")) if kept else ()


provider = Table(
    "provider",
    metadata,
    Column("id", Id, primary_key=True),
    # Where the profile came from, and what it is called there.
    Column("source", String(16), nullable=False),
    Column("source_id", String(SOURCE_ID_CHARACTERS)),
    # Names the provider in links that people pass on: a row's number could be counted through.
    Column("code", String(12), nullable=False),
    # Whose profile it is, once somebody has made or claimed it.
    Column("person_id", Id, ForeignKey("person.id", ondelete="CASCADE")),
    Column("kind", String(16), nullable=False),
    Column("name", String(NAME_CHARACTERS), nullable=False),
    Column("latitude", Double, nullable=False),
    Column("longitude", Double, nullable=False),
    Column("specialties", Words, nullable=False),
    Column("languages", Words, nullable=False),
    Column("bio", Text),
    Column("price", Thousandths),
    Column("currency", String(3)),
    Column("verified", Boolean, nullable=False),
    # Where else they are met: `instagram`, `youtube`, … to the address there.
    Column("profiles", JSON, nullable=False),
    # Phone, WhatsApp and email, encrypted together; opened only for a card.
    Column("contacts", LargeBinary),
    Column("created_at", UtcDateTime, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    Column("hidden_at", UtcDateTime),
    # Profiles without a source's key are not compared.
    Index("uq_provider_source_source_id", "source", "source_id", unique=True),
    Index("uq_provider_code", "code", unique=True),
    Index("ix_provider_person_id", "person_id"),
    sqlite_autoincrement=True,
)

# The index of who is where: a row for each specialty of a provider and one for any, in the order
# of the key, so that one stretch of it is a strip of the earth. What a search filters by stands in
# the row itself: a look at another table for each costs a hundred times as much.
provider_place = Table(
    "provider_place",
    metadata,
    # Empty in the row that stands for any specialty.
    Column("specialty", _Specialty, primary_key=True),
    # The place of the type among `ProviderType`.
    Column("kind", SmallInteger, primary_key=True, autoincrement=False),
    # Which strip of latitude, counted from the equator.
    Column("band", SmallInteger, primary_key=True, autoincrement=False),
    # In millionths of a degree, from -180° up to but without 180°.
    Column("longitude", Integer, primary_key=True, autoincrement=False),
    Column("provider_id", Id, ForeignKey("provider.id", ondelete="CASCADE"), primary_key=True),
    # The point on a globe of radius 2³⁰: between two such, nearer is a sum of squares.
    Column("x", Integer, nullable=False),
    Column("y", Integer, nullable=False),
    Column("z", Integer, nullable=False),
    # Verified, prices and languages (`core.providers.bits`).
    Column("bits", BigInteger, nullable=False),
    Index("ix_provider_place_provider_id", "provider_id"),
    sqlite_with_rowid=False,
)

saved_provider = Table(
    "saved_provider",
    metadata,
    Column("person_id", Id, ForeignKey("person.id", ondelete="CASCADE"), primary_key=True),
    Column("provider_id", Id, ForeignKey("provider.id", ondelete="CASCADE"), primary_key=True),
    Column("saved_at", UtcDateTime, nullable=False),
    Index("ix_saved_provider_provider_id", "provider_id"),
)

# To follow is to agree to a provider's events and messages; so it is kept as a consent is.
followed_provider = Table(
    "followed_provider",
    metadata,
    Column("id", Id, primary_key=True),
    Column("person_id", Id, ForeignKey("person.id", ondelete="CASCADE"), nullable=False),
    Column("provider_id", Id, ForeignKey("provider.id", ondelete="CASCADE"), nullable=False),
    Column("wording", String(512), nullable=False),
    Column("followed_at", UtcDateTime, nullable=False),
    Column("withdrawn_at", UtcDateTime),
    Index("ix_followed_provider_provider_id", "provider_id"),
    Index("ix_followed_provider_person_id", "person_id"),
    Index(
        "uq_followed_provider_standing",
        "person_id",
        "provider_id",
        unique=True,
        sqlite_where=text("withdrawn_at IS NULL"),
        postgresql_where=text("withdrawn_at IS NULL"),
    ),
    sqlite_autoincrement=True,
)


@dataclass(frozen=True, slots=True)
class Contacts:
    """How a provider is reached directly; numbers as E.164 (`+493012345`)."""

    phone: str | None = None
    whatsapp: str | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    """What is said of a provider: degrees WGS 84, keys of specialties, ISO 639 languages.

    `price` is for one session, in `currency` (ISO 4217); both are there or neither.
    """

    name: str
    kind: ProviderType
    latitude: float
    longitude: float
    specialties: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    bio: str | None = None
    price: Decimal | None = None
    currency: str | None = None
    verified: bool = False
    profiles: Mapping[str, str] = field(default_factory=dict)
    contacts: Contacts = Contacts()


@dataclass(frozen=True, slots=True)
class Provider:
    """One profile as it stands in the database; `core.providers.contacts` opens `contacts`."""

    id: int
    source: str
    source_id: str | None
    code: str
    person_id: int | None
    kind: ProviderType
    name: str
    latitude: float
    longitude: float
    specialties: tuple[str, ...]
    languages: tuple[str, ...]
    bio: str | None
    price: Decimal | None
    currency: str | None
    verified: bool
    profiles: Mapping[str, str]
    contacts: bytes | None
    created_at: datetime
    updated_at: datetime
    hidden_at: datetime | None


@dataclass(frozen=True, slots=True)
class Follow:
    """That a person agreed to a provider's events and messages, in the words that they read."""

    provider_id: int
    wording: str
    followed_at: datetime
    withdrawn_at: datetime | None
