"""What tests look for on a page before and after it is a PNG."""

from io import BytesIO
from itertools import combinations

from matplotlib.text import Text
from matplotlib.transforms import Bbox
from PIL import Image, ImageColor

from bot.pictures.sheet import Sheet

# Boxes hold the whole line's height, so that of two lines their empty edges may touch.
TOUCHING = 6


def words(sheet: Sheet) -> list[str]:
    """Everything written on the page."""
    return [text.get_text() for text in _texts(sheet)]


def sizes(sheet: Sheet) -> list[float]:
    """The pixel size of everything written."""
    return [float(text.get_fontsize()) * 100 / 72 for text in _texts(sheet)]


def overlapping(sheet: Sheet) -> list[tuple[str, str]]:
    """Which words cover each other."""
    boxes = [(text.get_text(), _box(sheet, text)) for text in _texts(sheet)]
    pairs = combinations(boxes, 2)
    return [(one, other) for (one, a), (other, b) in pairs if _cover(a, b)]


def outside(sheet: Sheet) -> list[str]:
    """Which words leave the page."""
    return [
        text.get_text()
        for text in _texts(sheet)
        if (box := _box(sheet, text)).x0 < 8
        or box.x1 > 1072
        or box.y0 < 8
        or box.y1 > sheet.height - 8
    ]


def opened(png: bytes) -> Image.Image:
    """The picture in full colours."""
    return Image.open(BytesIO(png)).convert("RGB")


def colours(page: Image.Image) -> int:
    """How many colours the picture has; a blank one has one."""
    return len(set(page.get_flattened_data()))


def near(page: Image.Image, x: int, y: int, colour: str) -> bool:
    """Whether a pixel has this colour, but for the rounding of a palette."""
    seen, meant = page.getpixel((x, y)), ImageColor.getrgb(colour)
    assert isinstance(seen, tuple)
    return all(abs(one - other) <= 2 for one, other in zip(seen, meant, strict=True))


def _texts(sheet: Sheet) -> list[Text]:
    children = sheet.figure.get_children()
    return [child for child in children if isinstance(child, Text) and child.get_text()]


def _box(sheet: Sheet, text: Text) -> Bbox:
    return text.get_window_extent(sheet._renderer)


def _cover(one: Bbox, other: Bbox) -> bool:
    shared = Bbox.intersection(one, other)
    return shared is not None and shared.width > TOUCHING and shared.height > TOUCHING
