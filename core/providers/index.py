"""The rows of the index that stand for a provider."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from core.providers.bits import bits_of
from core.providers.globe import band_of, millionths, point
from core.providers.models import Profile, ProviderType

ANY_SPECIALTY: Final = ""
KINDS: Final = tuple(ProviderType)


def kind_number(kind: ProviderType) -> int:
    """How the index writes a type."""
    return KINDS.index(kind)


def places_of(provider_id: int, profile: Profile) -> Iterator[dict[str, Any]]:
    """A row for each specialty, and the one that stands for any."""
    x, y, z = point(profile.latitude, profile.longitude)
    same = {
        "kind": kind_number(profile.kind),
        "band": band_of(profile.latitude),
        "longitude": millionths(profile.longitude),
        "provider_id": provider_id,
        "x": x,
        "y": y,
        "z": z,
        "bits": bits_of(
            verified=profile.verified,
            languages=profile.languages,
            price=profile.price,
            currency=profile.currency,
        ),
    }
    for specialty in (ANY_SPECIALTY, *profile.specialties):
        yield {"specialty": specialty, **same}
