"""Signed, sealed and kept apart by purpose; keys rotate without a stop."""

from __future__ import annotations

import hmac
import stat
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.secrets import TAG_CHARACTERS, Keyring, Signer, Unreadable, key_from_file

OLD = Keyring(["old"])
NEW = Keyring(["new"])
ROTATED = Keyring(["new", "old"])
# Whatever reaches us, lone surrogates included: JSON can carry them.
TEXTS = st.text(st.characters(codec=None))


@given(key=st.binary(max_size=64), first=st.binary(), second=st.binary())
def test_a_signature_is_the_standard_one(key: bytes, first: bytes, second: bytes) -> None:
    signer = Signer(key)
    for text in (first, second):
        assert signer.digest(text) == hmac.digest(key, text, "sha256")


@given(text=TEXTS)
def test_what_is_signed_is_read_again_for_the_same_purpose_alone(text: str) -> None:
    signed = OLD.sign("cookie", text)
    assert OLD.verify("cookie", signed) == text
    assert OLD.verify("link", signed) is None
    assert NEW.verify("cookie", signed) is None
    assert ROTATED.verify("cookie", signed) == text


@given(text=st.text(max_size=20), place=st.integers(0), other=st.characters())
def test_no_character_of_what_is_signed_can_be_changed(text: str, place: int, other: str) -> None:
    signed = OLD.sign("cookie", text)
    place %= len(signed)
    forged = signed[:place] + other + signed[place + 1 :]
    assert (OLD.verify("cookie", forged) is None) == (forged != signed)


@pytest.mark.parametrize("forged", ["", ".", "..", "text", "text.", ".sig", "é.é", "a.\ud800"])
def test_nonsense_is_not_signed(forged: str) -> None:
    assert OLD.verify("cookie", forged) is None


@given(text=TEXTS)
def test_a_tag_is_short_and_good_for_its_text_and_purpose_alone(text: str) -> None:
    tag = OLD.tag("button", text)
    assert len(tag) == TAG_CHARACTERS
    assert OLD.tag_holds("button", text, tag)
    assert ROTATED.tag_holds("button", text, tag)
    assert not NEW.tag_holds("button", text, tag)
    assert not OLD.tag_holds("other", text, tag)
    assert not OLD.tag_holds("button", text + " ", tag)


@pytest.mark.parametrize("tag", ["", "é" * TAG_CHARACTERS, "a" * 100, "\ud800"])
def test_a_tag_that_could_not_be_one_does_not_hold(tag: str) -> None:
    assert not OLD.tag_holds("button", "text", tag)


@given(text=TEXTS)
def test_what_is_kept_as_a_hash_is_found_under_any_key_that_it_was_kept_by(text: str) -> None:
    hashed = OLD.hashed("name", text)
    assert len(hashed) == 43
    assert hashed in ROTATED.hashes("name", text)
    assert (
        ROTATED.hashes("name", text)[0] == ROTATED.hashed("name", text) == NEW.hashed("name", text)
    )
    others = (NEW.hashed("name", text), OLD.hashed("link", text), OLD.hashed("name", text + " "))
    assert hashed not in others


@given(data=st.binary())
def test_what_is_sealed_anew_needs_the_older_key_no_more(data: bytes) -> None:
    sealed = ROTATED.reseal("failed:1", OLD.seal("failed:1", data))
    assert NEW.unseal("failed:1", sealed) == data
    assert sealed.hex().startswith(NEW.key_id)
    assert ROTATED.key_id == NEW.key_id != OLD.key_id
    with pytest.raises(Unreadable):
        NEW.reseal("failed:1", OLD.seal("failed:1", data))


@given(data=st.binary())
def test_what_is_sealed_is_read_again_by_any_key_that_is_kept(data: bytes) -> None:
    sealed = OLD.seal("failed:1", data)
    assert OLD.unseal("failed:1", sealed) == data
    assert ROTATED.unseal("failed:1", sealed) == data
    assert NEW.unseal("email:1", ROTATED.seal("email:1", data)) == data, "the first key seals"


def test_nobody_can_tell_from_two_seals_that_they_hold_the_same() -> None:
    assert OLD.seal("failed:1", b"data") != OLD.seal("failed:1", b"data")


@pytest.mark.parametrize("purpose", ["failed:2", "email:1", ""])
def test_what_is_sealed_for_one_is_not_read_for_another(purpose: str) -> None:
    with pytest.raises(Unreadable):
        OLD.unseal(purpose, OLD.seal("failed:1", b"data"))


def test_what_a_lost_key_sealed_cannot_be_read() -> None:
    with pytest.raises(Unreadable):
        NEW.unseal("failed:1", OLD.seal("failed:1", b"data"))


@given(data=st.binary(max_size=20), place=st.integers(0), flip=st.integers(1, 255))
def test_no_byte_of_what_is_sealed_can_be_changed(data: bytes, place: int, flip: int) -> None:
    sealed = bytearray(OLD.seal("failed:1", data))
    sealed[place % len(sealed)] ^= flip
    with pytest.raises(Unreadable):
        OLD.unseal("failed:1", bytes(sealed))


@given(data=st.binary(max_size=20), length=st.integers(0))
def test_what_is_cut_short_cannot_be_read(data: bytes, length: int) -> None:
    sealed = OLD.seal("failed:1", data)
    with pytest.raises(Unreadable):
        OLD.unseal("failed:1", sealed[: length % len(sealed)])


def test_what_cannot_be_read_says_neither_whose_nor_what_it_was() -> None:
    with pytest.raises(Unreadable) as unreadable:
        OLD.unseal("failed:secret-person", b"secret-data")
    assert str(unreadable.value) == "failed"


@pytest.mark.parametrize("keys", [[], [""], ["good", " "]])
def test_a_key_that_anybody_could_guess_is_refused(keys: list[str]) -> None:
    with pytest.raises(ValueError, match="SECRET_KEYS"):
        Keyring(keys)


def test_the_key_file_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "var" / "secret.key"
    key = key_from_file(path)
    assert len(key) >= 32
    assert key_from_file(path) == key
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [file.name for file in path.parent.iterdir()] == ["secret.key"]


def test_processes_that_start_at_once_agree_on_one_key(tmp_path: Path) -> None:
    path = tmp_path / "secret.key"
    start = threading.Barrier(16)
    keys: list[str] = []

    def read() -> None:
        start.wait()
        keys.append(key_from_file(path))

    threads = [threading.Thread(target=read) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(keys) == 16
    assert len(set(keys)) == 1
    assert keys[0]


def test_an_empty_key_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret.key").touch()
    with pytest.raises(ValueError, match=r"secret\.key"):
        key_from_file(tmp_path / "secret.key")
