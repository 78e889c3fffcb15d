"""What a town is called where somebody chooses or reads it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from babel import Locale
from sqlalchemy import Connection

from core.towns.around import towns_around
from core.towns.choosing import kilometers
from core.towns.models import Town

REGION_SAYS_IT = ("US", "CA")
"""Countries whose people name the state and leave the country out."""
NEAR_METERS = 120_000.0
LARGEST_AROUND = 10


def town_label(town: Town, locale: Locale) -> str:
    """`Springfield, Missouri`, `Córdoba, Argentina`: the country in the language of `locale`."""
    country = locale.territories.get(town.country, town.country)
    where = town.region if town.country in REGION_SAYS_IT and town.region else country
    return f"{town.name}, {where}"


def town_labels(db: Connection, towns: Sequence[Town], locale: Locale) -> list[str]:
    """A label for each that tells it from the others: by its region, else by a larger town."""
    labels = [town_label(town, locale) for town in towns]
    for more in (_with_region, _with_neighbour):
        twice = {label for label, count in Counter(labels).items() if count > 1}
        labels = [
            more(db, town, label) if label in twice else label
            for town, label in zip(towns, labels, strict=True)
        ]
    return labels


def _with_region(db: Connection, town: Town, label: str) -> str:
    name, _, country = label.rpartition(", ")
    return f"{name}, {town.region}, {country}" if town.region not in ("", country) else label


def _with_neighbour(db: Connection, town: Town, label: str) -> str:
    around = towns_around(db, town.latitude, town.longitude, NEAR_METERS, limit=LARGEST_AROUND)
    others = [one for one in around if one.name != town.name]
    if not others:
        return label
    nearest = min(others, key=lambda one: kilometers(town, one))
    return f"{town.name} ({nearest.name}), {label.rpartition(', ')[2]}"
