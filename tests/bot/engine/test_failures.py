"""What a turn failed on is sealed whole, for one person."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from bot.engine.failures import purpose, seal_inbound, unseal_inbound
from bot.engine.inbound import (
    Address,
    Attachment,
    AttachmentKind,
    Blocked,
    Command,
    Contact,
    Content,
    Deleted,
    Edited,
    Inbound,
    Location,
    Press,
    Text,
    Unblocked,
    Unsupported,
)
from core.secrets import Keyring, Unreadable

KEYS = Keyring(["key"])
CONTENTS: list[Content] = [
    Text("bench 80x8"),
    Edited("bench 85x8"),
    Deleted(),
    Command("log", "bench"),
    Press("a|b|1|tag", "query"),
    Location(40.4, -3.7, True, True, "Gym"),
    Contact("Ana", "+34"),
    Attachment(AttachmentKind.VOICE, "file", 3, "audio/ogg", "name", "caption"),
    Blocked(),
    Unblocked(),
    Unsupported("dice"),
]


@pytest.mark.parametrize("content", CONTENTS, ids=lambda one: type(one).__name__)
def test_an_inbound_comes_back_as_it_was(content: Content) -> None:
    inbound = Inbound(
        "telegram:7:1",
        Address("telegram", "1"),
        datetime(2026, 3, 2, 18, 0, 0, 123456, tzinfo=UTC),
        5,
        content,
        "10",
        "9",
        "Sam",
        "en",
        "Europe/Madrid",
    )
    sealed = seal_inbound(KEYS, "sam", inbound)
    assert unseal_inbound(KEYS, "sam", sealed) == inbound
    with pytest.raises(Unreadable):
        unseal_inbound(KEYS, "ana", sealed)


def test_the_time_keeps_its_instant() -> None:
    at = datetime(2026, 3, 2, 18, 0, tzinfo=timezone(timedelta(hours=5, minutes=30)))
    inbound = Inbound("web:1", Address("web", "1"), at, 5, Text("x"))
    assert unseal_inbound(KEYS, "sam", seal_inbound(KEYS, "sam", inbound)).at == at


def test_a_process_of_the_release_before_reads_what_has_no_names() -> None:
    at = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)
    sealed = seal_inbound(KEYS, "sam", Inbound("web:1", Address("web", "1"), at, 5, Text("x")))
    assert b"known_by" not in KEYS.unseal(purpose("sam"), sealed)
