"""Who is near as a map: the person in the middle of rings, each of the others a numbered pin."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.pictures import style

if TYPE_CHECKING:
    from bot.pictures.sheet import Sheet

TITLE_BASELINE = 100
TOP, BOTTOM = 140, 1040
LEFT, RIGHT = style.MARGIN, style.WIDTH - style.MARGIN
# Within the frame, so that no pin leaves it.
INSET = 80
LEAST_METERS = 300.0
METERS_A_DEGREE = 111_195.0
RING_POINTS = 180
PIN, HERE, DOT, TOWN = 66, 40, 18, 14
ROW = 66
ROOM_BETWEEN = 12
MOST_LABEL = 480
MOST_DISTANCE = 260
PUSHES = 40
# A shade darker than the page, as land is on most maps.
LAND = "#ecece4"
RING = "#c3cad0"

Point = tuple[float, float]
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Pin:
    """Somebody on the map: the number in the list, the name, how far off; degrees WGS 84."""

    number: str
    name: str
    distance: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Place:
    """A town, by its name."""

    name: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class MapPicture:
    """What the map says, in the person's language; `rings` are meters and what is written there.

    `here` is where the person is, `others` who else was found, both in degrees (WGS 84).
    """

    title: str
    here: Point
    here_label: str
    pins: tuple[Pin, ...]
    others: tuple[Point, ...] = ()
    rings: tuple[tuple[float, str], ...] = ()
    towns: tuple[Place, ...] = ()


def draw_map(picture: MapPicture) -> bytes:
    """A PNG 1080 pixels wide; ValueError where nobody is on it."""
    # matplotlib takes a second to load, and not every process draws.
    from bot.pictures.sheet import DRAWING

    with DRAWING:
        return lay_out_map(picture).png()


def lay_out_map(picture: MapPicture) -> Sheet:
    """The page before it is a PNG."""
    from bot.pictures.sheet import Sheet

    if not picture.pins:
        raise ValueError("nobody is on the map")
    sheet = Sheet(BOTTOM + 30 + ROW * len(picture.pins) + style.MARGIN // 2)
    room = style.WIDTH - 2 * style.MARGIN
    sizes = (style.TITLE, style.MAIN, style.VALUE, style.SMALL)
    title, size = sheet.shrunk(picture.title, room, sizes, bold=True)
    sheet.text(style.MARGIN, TITLE_BASELINE, title, size, bold=True)
    sheet.block(LEFT, TOP, RIGHT - LEFT, BOTTOM - TOP, LAND)
    ground = _ground(picture)
    taken = _pins(sheet, ground, picture)
    _here(sheet, ground, picture, taken)
    _rings(sheet, ground, picture, taken)
    _towns(sheet, ground, picture, taken)
    _others(sheet, ground, picture)
    _names(sheet, picture)
    return sheet


@dataclass(frozen=True, slots=True)
class _Ground:
    """A plane that touches the earth at `here`: good to a per cent as far as anybody travels."""

    here: Point
    # Where `here` stands on the page, and how many pixels a meter is.
    column: float
    row: float
    scale: float

    def at(self, latitude: float, longitude: float) -> Point:
        """The pixel of a point."""
        east, north = _meters(self.here, latitude, longitude)
        return self.column + east * self.scale, self.row - north * self.scale


def _ground(picture: MapPicture) -> _Ground:
    """As large as everybody on it allows, with all of them in the frame."""
    off = [(0.0, 0.0)]
    off += [_meters(picture.here, pin.latitude, pin.longitude) for pin in picture.pins]
    west, east = min(x for x, _ in off), max(x for x, _ in off)
    south, north = min(y for _, y in off), max(y for _, y in off)
    wide, high = max(east - west, LEAST_METERS), max(north - south, LEAST_METERS)
    scale = min((RIGHT - LEFT - 2 * INSET) / wide, (BOTTOM - TOP - 2 * INSET) / high)
    column = (LEFT + RIGHT) / 2 - (west + east) / 2 * scale
    row = (TOP + BOTTOM) / 2 + (south + north) / 2 * scale
    return _Ground(picture.here, column, row, scale)


def _meters(here: Point, latitude: float, longitude: float) -> Point:
    """How far east and north of `here`; across the date line by the shorter way."""
    east = (longitude - here[1] + 180) % 360 - 180
    level = max(math.cos(math.radians(here[0])), 0.01)
    return east * level * METERS_A_DEGREE, (latitude - here[0]) * METERS_A_DEGREE


# What is drawn, the most important first: what comes later keeps clear of it


def _pins(sheet: Sheet, ground: _Ground, picture: MapPicture) -> list[Box]:
    true = [ground.at(pin.latitude, pin.longitude) for pin in picture.pins]
    spread = _apart(true, (ground.column, ground.row))
    for pin, (x, y), (column, row) in zip(picture.pins, true, spread, strict=True):
        if math.hypot(x - column, y - row) > PIN / 4:
            sheet.line((x, column), (y, row), style.NOW, 4, above=4)
            sheet.dots([x], [y], style.NOW, DOT, above=4)
        sheet.dots([column], [row], style.NOW, PIN, above=6)
        size = style.MAIN if len(pin.number) < 3 else style.SMALL
        sheet.text(
            column,
            row + size * 0.36,
            pin.number,
            size,
            colour=style.GROUND,
            bold=True,
            align="center",
        )
    return [_around(x, y, PIN / 2 + 4) for x, y in spread]


def _apart(points: list[Point], here: Point) -> list[Point]:
    """Pins that would cover each other or the person, pushed apart.

    A line then leads to the true place.
    """
    places = [list(point) for point in points]
    for _ in range(PUSHES):
        moved = False
        for first, one in enumerate(places):
            moved |= _push(list(here), one, (PIN + HERE) / 2 + 4, first, fixed=True)
            for second in range(first + 1, len(places)):
                moved |= _push(one, places[second], PIN + 4, first + second)
        for place in places:
            place[0] = min(max(place[0], LEFT + PIN / 2), RIGHT - PIN / 2)
            place[1] = min(max(place[1], TOP + PIN / 2), BOTTOM - PIN / 2)
        if not moved:
            break
    return [(x, y) for x, y in places]


def _push(
    one: list[float], other: list[float], least: float, turn: int, *, fixed: bool = False
) -> bool:
    """Move both, or the other one alone, until `least` pixels lie between; whether they moved."""
    east, south = other[0] - one[0], other[1] - one[1]
    distance = math.hypot(east, south)
    if distance >= least:
        return False
    if distance < 1:
        # At one and the same place: each goes its own way.
        east, south, distance = math.cos(2.4 * turn), math.sin(2.4 * turn), 1.0
    missing = (least - distance) / distance + 0.01
    for place, share in ((one, 0.0 if fixed else -0.5), (other, 1.0 if fixed else 0.5)):
        place[0] += east * missing * share
        place[1] += south * missing * share
    return True


def _here(sheet: Sheet, ground: _Ground, picture: MapPicture, taken: list[Box]) -> None:
    x, y = ground.column, ground.row
    sheet.dots([x], [y], style.RECORD, HERE, shape="D", above=5)
    taken.append(_around(x, y, HERE / 2))
    _label(sheet, x, y, HERE / 2, picture.here_label, style.INK, taken, bold=True)


def _rings(sheet: Sheet, ground: _Ground, picture: MapPicture, taken: list[Box]) -> None:
    for meters, words in picture.rings:
        across = meters * ground.scale
        for stretch in _stretches(ground, across):
            sheet.line([x for x, _ in stretch], [y for _, y in stretch], RING, 3, above=1)
        for y in (ground.row - across, ground.row + across):
            if _write(sheet, ground.column, y + style.SMALL * 0.36, words, style.QUIET, taken):
                break


def _stretches(ground: _Ground, across: float) -> list[list[Point]]:
    """The parts of a ring within the frame."""
    found: list[list[Point]] = [[]]
    for step in range(RING_POINTS + 1):
        angle = 2 * math.pi * step / RING_POINTS
        x = ground.column + across * math.cos(angle)
        y = ground.row + across * math.sin(angle)
        if LEFT <= x <= RIGHT and TOP <= y <= BOTTOM:
            found[-1].append((x, y))
        elif found[-1]:
            found.append([])
    return [stretch for stretch in found if len(stretch) > 1]


def _towns(sheet: Sheet, ground: _Ground, picture: MapPicture, taken: list[Box]) -> None:
    for town in picture.towns:
        x, y = ground.at(town.latitude, town.longitude)
        if not _free(_around(x, y, TOWN), taken):
            continue
        if _label(sheet, x, y, TOWN / 2, town.name, style.QUIET, taken):
            sheet.dots([x], [y], style.QUIET, TOWN, above=2)
            taken.append(_around(x, y, TOWN))


def _others(sheet: Sheet, ground: _Ground, picture: MapPicture) -> None:
    places = [ground.at(*point) for point in picture.others]
    inside = [(x, y) for x, y in places if _inside((x - DOT, y - DOT, x + DOT, y + DOT))]
    sheet.dots([x for x, _ in inside], [y for _, y in inside], style.BEFORE, DOT, above=3)


def _names(sheet: Sheet, picture: MapPicture) -> None:
    """Below the map, so that no name covers another however close the people are."""
    numbers = max(sheet.width(pin.number, style.VALUE, bold=True) for pin in picture.pins)
    first = style.MARGIN + numbers + 24
    for row, pin in enumerate(picture.pins):
        baseline = BOTTOM + 30 + ROW * row + 46
        far = sheet.fit(pin.distance, MOST_DISTANCE, style.VALUE)
        room = style.WIDTH - style.MARGIN - first - sheet.width(far, style.VALUE) - 24
        sheet.text(style.MARGIN, baseline, pin.number, style.VALUE, colour=style.NOW, bold=True)
        sheet.text(first, baseline, sheet.fit(pin.name, room, style.VALUE), style.VALUE)
        edge = style.WIDTH - style.MARGIN
        sheet.text(edge, baseline, far, style.VALUE, colour=style.QUIET, align="right")


# Words on the map


def _label(
    sheet: Sheet,
    x: float,
    y: float,
    beside: float,
    words: str,
    colour: str,
    taken: list[Box],
    *,
    bold: bool = False,
) -> bool:
    """Words to the right of a mark, else below, above or to the left; False where all is taken."""
    written = sheet.fit(words, MOST_LABEL, style.SMALL, bold=bold)
    half = sheet.width(written, style.SMALL, bold=bold) / 2
    level = y + style.SMALL * 0.36
    for column, baseline in (
        (x + beside + 10 + half, level),
        (x, y + beside + style.SMALL),
        (x, y - beside - 12),
        (x - beside - 10 - half, level),
    ):
        if _write(sheet, column, baseline, written, colour, taken, bold=bold):
            return True
    return False


def _write(
    sheet: Sheet,
    column: float,
    baseline: float,
    words: str,
    colour: str,
    taken: list[Box],
    *,
    bold: bool = False,
) -> bool:
    """Words centred on a column, where nothing else stands; whether they were written."""
    written = sheet.fit(words, MOST_LABEL, style.SMALL, bold=bold)
    half = sheet.width(written, style.SMALL, bold=bold) / 2
    box = (column - half, baseline - style.SMALL, column + half, baseline + ROOM_BETWEEN)
    if not written or not _inside(box) or not _free(box, taken):
        return False
    # What lies below the words would make them hard to read.
    level = baseline - style.SMALL * 0.36
    sheet.line((box[0], box[2]), (level, level), LAND, style.SMALL, above=3.5)
    sheet.text(column, baseline, written, style.SMALL, colour=colour, bold=bold, align="center")
    taken.append(box)
    return True


def _around(x: float, y: float, reach: float) -> Box:
    return x - reach, y - reach, x + reach, y + reach


def _inside(box: Box) -> bool:
    return box[0] >= LEFT and box[1] >= TOP and box[2] <= RIGHT and box[3] <= BOTTOM


def _free(box: Box, taken: list[Box]) -> bool:
    return not any(
        box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]
        for other in taken
    )
