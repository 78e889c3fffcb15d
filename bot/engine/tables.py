"""The engine's own tables: what came in, where a conversation stands, what is still to do."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
)

from core.columns import Id, UtcDateTime
from core.database import metadata

OF_PERSON = "person.id"

# Every inbound id that has been taken, for eight days. It names nobody, so that it may outlast
# a deletion: the redelivered request to delete must not make a new person.
inbox = Table(
    "inbox",
    metadata,
    Column("id", String(160), primary_key=True),
    Column("received_at", UtcDateTime, nullable=False),
    Index("ix_inbox_received_at", "received_at"),
)

# What a turn failed on, sealed and for a day, so that [Try again] has something to try.
failed_turn = Table(
    "failed_turn",
    metadata,
    Column("id", Id, primary_key=True),
    Column("person_id", Id, ForeignKey(OF_PERSON, ondelete="CASCADE"), nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Index("ix_failed_turn_person_id", "person_id"),
    Index("ix_failed_turn_at", "at"),
    sqlite_autoincrement=True,
)

conversation = Table(
    "conversation",
    metadata,
    Column("person_id", Id, ForeignKey(OF_PERSON, ondelete="CASCADE"), primary_key=True),
    # Where the person last wrote from: what the bot starts goes there.
    Column("identity_id", Id, nullable=False),
    # Counts the questions asked, so that a button of an older one is known as such.
    Column("asked", Integer, nullable=False),
    Column("state", JSON),
    Column("interrupted", JSON),
    # Words that a set line took from a waiting step, for [That was the name].
    Column("held", JSON),
)

# Rows here are not yet sent (or, in the browser, not yet seen); then they go.
outbox = Table(
    "outbox",
    metadata,
    Column("id", Id, primary_key=True),
    # None for the receipt of a deletion, which outlives the person until it is sent, a day at the
    # most: where it goes is sealed, and `address` is a keyed hash for a page that asks.
    Column("identity_id", Id, ForeignKey("identity.id", ondelete="CASCADE")),
    Column("channel", String(16)),
    Column("address", String(16)),
    Column("sealed", LargeBinary),
    Column("name", String(64)),
    Column("body", JSON, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime),
    Column("attempts", Integer, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("leased_by", String(32)),
    Column("leased_until", UtcDateTime),
    # Whether the bot began it: then it is paced, and gives way to replies.
    Column("paced", Boolean),
    # What the platform called it and when it took it, where it says later what became of it.
    Column("message", String(64)),
    Column("accepted_at", UtcDateTime),
    # Since when it waits for the person's next word, as the platform lets us say nothing before.
    Column("waits_since", UtcDateTime),
    Index("ix_outbox_identity_id", "identity_id"),
    Index("ix_outbox_address", "address"),
    Index("ix_outbox_due_at", "due_at"),
    Index("ix_outbox_message", "message"),
    sqlite_autoincrement=True,
)

# What a platform said of a message that it had taken; it may say so before we know its name,
# twice, and in any order.
delivery_status = Table(
    "delivery_status",
    metadata,
    Column("channel", String(16), primary_key=True),
    Column("message", String(64), primary_key=True),
    Column("identity_id", Id, ForeignKey("identity.id", ondelete="CASCADE")),
    # The furthest of accepted (by us alone), sent, failed, delivered and read.
    Column("status", String(16), nullable=False),
    Column("code", Integer),
    # What it costs, once the platform has said so; whether it stands in `message_cost`.
    Column("category", String(32)),
    Column("billed", Boolean),
    Column("counted", Boolean, nullable=False),
    # The dead letter that its failure became: it goes if the message has arrived after all.
    Column("buried", Id),
    # When the platform took it, once we know that it is ours.
    Column("accepted_at", UtcDateTime),
    Column("at", UtcDateTime, nullable=False),
    Index("ix_delivery_status_identity_id", "identity_id"),
    Index("ix_delivery_status_at", "at"),
)

# The buttons that a platform had no room for, behind [More].
further = Table(
    "further",
    metadata,
    Column("id", Id, primary_key=True),
    Column("person_id", Id, ForeignKey(OF_PERSON, ondelete="CASCADE"), nullable=False),
    Column("text", Text, nullable=False),
    Column("buttons", JSON, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Index("ix_further_person_id", "person_id"),
    Index("ix_further_at", "at"),
    sqlite_autoincrement=True,
)

# What the platform calls the message that now shows a logical one.
shown = Table(
    "shown",
    metadata,
    Column("identity_id", Id, ForeignKey("identity.id", ondelete="CASCADE"), primary_key=True),
    Column("name", String(64), primary_key=True),
    Column("message", String(64), nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

# One press that changes something for each revision of a card.
pressed = Table(
    "pressed",
    metadata,
    Column("card", String(64), primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("person_id", Id, ForeignKey(OF_PERSON, ondelete="CASCADE"), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Index("ix_pressed_person_id", "person_id"),
    Index("ix_pressed_at", "at"),
)

# What the bot asked by itself, as long as words may answer it.
question = Table(
    "question",
    metadata,
    Column("id", Id, primary_key=True),
    Column("person_id", Id, ForeignKey(OF_PERSON, ondelete="CASCADE"), nullable=False),
    Column("kind", String(32), nullable=False),
    Column("object", String(24), nullable=False),
    Column("asked_at", UtcDateTime, nullable=False),
    Column("until", UtcDateTime, nullable=False),
    Index("uq_question_person_id_kind_object", "person_id", "kind", "object", unique=True),
    Index("ix_question_until", "until"),
    sqlite_autoincrement=True,
)

due = Table(
    "due",
    metadata,
    Column("kind", String(32), primary_key=True),
    Column("object", String(64), primary_key=True),
    Column("person_id", Id, ForeignKey(OF_PERSON, ondelete="CASCADE"), nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("data", JSON, nullable=False),
    # Tells a replaced row from the one that was claimed.
    Column("version", BigInteger, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("leased_by", String(32)),
    Column("leased_until", UtcDateTime),
    Index("ix_due_due_at", "due_at"),
    Index("ix_due_person_id", "person_id"),
)

job = Table(
    "job",
    metadata,
    Column("id", Id, primary_key=True),
    Column("kind", String(32), nullable=False),
    Column("person_id", Id, ForeignKey(OF_PERSON, ondelete="CASCADE"), nullable=False),
    Column("identity_id", Id, nullable=False),
    Column("data", JSON, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("leased_by", String(32)),
    Column("leased_until", UtcDateTime),
    # Whether the bot began it: what comes of it is paced.
    Column("paced", Boolean),
    Index("ix_job_due_at", "due_at"),
    Index("ix_job_person_id", "person_id"),
    sqlite_autoincrement=True,
)

# Pictures and files on their way out; the bytes go once sent.
media = Table(
    "media",
    metadata,
    Column("id", Id, primary_key=True),
    Column("person_id", Id, ForeignKey(OF_PERSON, ondelete="CASCADE"), nullable=False),
    Column("file_name", Text, nullable=False),
    Column("mime", String(64), nullable=False),
    Column("bytes", LargeBinary),
    Column("platform_file", Text),
    Column("expires_at", UtcDateTime, nullable=False),
    Index("ix_media_person_id", "person_id"),
    Index("ix_media_expires_at", "expires_at"),
    sqlite_autoincrement=True,
)

# The processes over this database, by the ids that they lease rows with. One that has not beaten
# for a while is dead, and what it held is anybody's (`bot.engine.leases`).
process = Table(
    "process",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("role", String(8), nullable=False),
    Column("version", String(32), nullable=False),
    Column("started_at", UtcDateTime, nullable=False),
    # By the database's clock, as those of machines differ.
    Column("beat_at", UtcDateTime, nullable=False),
    Index("ix_process_beat_at", "beat_at"),
)

# Messages that no platform will ever take, for whoever looks after the bot; without their words.
dead_letter = Table(
    "dead_letter",
    metadata,
    Column("id", Id, primary_key=True),
    Column("identity_id", Id, ForeignKey("identity.id", ondelete="CASCADE"), nullable=False),
    Column("channel", String(16), nullable=False),
    # What kind of message it was, such as `Card`.
    Column("kind", String(16), nullable=False),
    Column("outcome", String(16), nullable=False),
    # The platform's own short description.
    Column("why", String(200), nullable=False),
    Column("written_at", UtcDateTime, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Index("ix_dead_letter_identity_id", "identity_id"),
    Index("ix_dead_letter_at", "at"),
    sqlite_autoincrement=True,
)

# When each bot (its chat is empty) and each chat lately spoken to is free for what is paced. By
# the database's clock; on PostgreSQL alone, where several processes share it.
pace = Table(
    "pace",
    metadata,
    Column("account", String(48), primary_key=True),
    Column("chat", String(64), primary_key=True),
    Column("free_at", UtcDateTime, nullable=False),
    Index("ix_pace_free_at", "free_at"),
)
