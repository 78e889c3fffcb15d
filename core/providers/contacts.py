"""A provider's phone, WhatsApp and email: encrypted in the row, opened only to be shown."""

from __future__ import annotations

import orjson

from core.providers.models import Contacts, Provider
from core.secrets import Keyring


def seal_contacts(keyring: Keyring, code: str, contacts: Contacts) -> bytes | None:
    """What is kept for the provider of this code; None where there is nothing to keep."""
    known = {"phone": contacts.phone, "whatsapp": contacts.whatsapp, "email": contacts.email}
    known = {name: value for name, value in known.items() if value is not None}
    return keyring.seal(purpose(code), orjson.dumps(known)) if known else None


def open_contacts(keyring: Keyring, provider: Provider) -> Contacts:
    """How the provider is reached; raises `Unreadable` where no key of ours opens it."""
    if provider.contacts is None:
        return Contacts()
    return Contacts(**orjson.loads(keyring.unseal(purpose(provider.code), provider.contacts)))


def purpose(code: str) -> str:
    """What the contacts of the provider of this code are sealed for."""
    return f"provider:{code}"
