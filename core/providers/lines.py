"""A CSV file of providers, line by line: profiles, or what is wrong with them."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import IO, Final

from core.providers import fields
from core.providers.fields import Wrong
from core.providers.models import Contacts, Profile

COLUMNS: Final = tuple(
    "id name type lat lon specialties languages phone whatsapp email instagram bio price currency"
    " verified".split()
)
REQUIRED: Final = ("name", "type", "lat", "lon")
_LONGEST_PIECE: Final = 1 << 20
MADE_UP: Final = "made-up:"
"""What a key begins with that the file did not give."""


class NoTable(Exception):
    """The file is no table of providers; says why in a sentence."""


@dataclass(frozen=True, slots=True)
class Line:
    """A provider as a line has it, and where; `source_id` is made up where the file has none."""

    number: int
    source_id: str
    profile: Profile


@dataclass(frozen=True, slots=True)
class Problem:
    """What keeps a line from being taken, as the end of a sentence that begins with its number."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class _Row:
    number: int
    cells: list[str]


class ProviderFile:
    """An open file of providers, read once from its beginning to its end."""

    def __init__(self, file: IO[bytes]) -> None:
        self._bytes = file
        # What is no UTF-8 is found in its cell, so that its line can be named.
        self._text = io.TextIOWrapper(file, "utf-8-sig", "surrogateescape", newline="")
        # In pieces of some length: a file without a line end must not be held as a whole.
        pieces = iter(partial(self._text.readline, _LONGEST_PIECE), "")
        self._rows = csv.reader(pieces, strict=True)
        self._names = self._head()

    @property
    def position(self) -> int:
        """How many bytes have been taken in."""
        return self._bytes.tell()

    @property
    def passed_over(self) -> list[str]:
        """Columns that mean nothing to us."""
        return [name for name in self._names if name not in COLUMNS]

    def _head(self) -> list[str]:
        try:
            row = next(self._rows, None)
        except csv.Error as error:
            raise NoTable(f"The first line is no CSV: {error}.") from None
        if not row:
            raise NoTable("The file has no first line with the names of the columns.")
        names = [name.strip().lower() for name in row]
        if len(names) == 1 and any(mark in names[0] for mark in ";\t"):
            raise NoTable("The columns must be separated by commas.")
        if missing := [name for name in REQUIRED if name not in names]:
            raise NoTable(f"The first line has no column {' and no '.join(missing)}.")
        if twice := {name for name in names if names.count(name) > 1}:
            raise NoTable(f"The first line has the column {min(twice)} twice.")
        return names

    def lines(self) -> Iterator[Line | Problem]:
        """Every line, right or wrong; blank ones are none."""
        while (row := self._next()) is not None:
            if isinstance(row, Problem):
                yield row
            elif row.cells:
                yield self._read(row)

    def _next(self) -> _Row | Problem | None:
        # A cell may run over several lines; the first of them is what an editor is to show.
        number = self._rows.line_num + 1
        try:
            cells = next(self._rows, None)
        except csv.Error as error:
            return Problem(number, f"is no CSV: {error}")
        return None if cells is None else _Row(number, cells)

    def _read(self, row: _Row) -> Line | Problem:
        try:
            return self._line(row)
        except Wrong as wrong:
            return Problem(row.number, str(wrong))

    def _line(self, row: _Row) -> Line:
        if len(row.cells) != len(self._names):
            raise Wrong(f"has {len(row.cells)} cells, the first line has {len(self._names)}")
        cells = dict(zip(self._names, map(fields.plain, self._names, row.cells), strict=True))
        try:
            profile = _profile(cells)
        except Wrong:
            raise Wrong("; ".join(_all_wrong(cells))) from None
        return Line(row.number, fields.source_id(cells.get("id", "")) or made_up(profile), profile)


def _profile(cells: dict[str, str]) -> Profile:
    def cell(name: str) -> str:
        return cells.get(name, "")

    price, currency = fields.price(cell("price"), cell("currency"))
    instagram = fields.instagram(cell("instagram"))
    return Profile(
        name=fields.name(cell("name")),
        kind=fields.kind(cell("type")),
        latitude=fields.latitude(cell("lat")),
        longitude=fields.longitude(cell("lon")),
        specialties=fields.specialties(cell("specialties")),
        languages=fields.languages(cell("languages")),
        bio=fields.bio(cell("bio")),
        price=price,
        currency=currency,
        verified=fields.verified(cell("verified")),
        profiles={"instagram": instagram} if instagram else {},
        contacts=Contacts(
            fields.phone(cell("phone")),
            fields.whatsapp(cell("whatsapp")),
            fields.email(cell("email")),
        ),
    )


def _all_wrong(cells: dict[str, str]) -> list[str]:
    """What is wrong with each column, so that a line is mended in one go."""
    found = []
    for name, read in _READERS.items():
        try:
            read(cells.get(name, ""))
        except Wrong as wrong:
            found.append(str(wrong))
    try:
        fields.price(cells.get("price", ""), cells.get("currency", ""))
    except Wrong as wrong:
        found.append(str(wrong))
    return found


_READERS: Final[dict[str, Callable[[str], object]]] = {
    "id": fields.source_id,
    "name": fields.name,
    "type": fields.kind,
    "lat": fields.latitude,
    "lon": fields.longitude,
    "specialties": fields.specialties,
    "languages": fields.languages,
    "phone": fields.phone,
    "whatsapp": fields.whatsapp,
    "email": fields.email,
    "instagram": fields.instagram,
    "bio": fields.bio,
    "verified": fields.verified,
}


def made_up(profile: Profile) -> str:
    """Who somebody is where no source says it: what they are called, what they are and where.

    So a corrected phone number changes the profile rather than adds another; and nothing that
    reaches a person is in the key, which stands unencrypted.
    """
    parts = (profile.name, profile.kind, repr(profile.latitude), repr(profile.longitude))
    return MADE_UP + hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]
