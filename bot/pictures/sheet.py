"""A page to draw on in whole pixels, counted from its top left corner."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from io import BytesIO
from typing import Literal

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from matplotlib.transforms import Affine2D
from PIL import Image

from bot.pictures import style
from bot.pictures.lettering import cut, font, writable
from bot.pictures.style import DPI

Align = Literal["left", "center", "right"]
MIRRORED: dict[Align, Align] = {"left": "right", "center": "center", "right": "left"}
Shape = Literal["o", "D"]

# matplotlib does not promise to be safe in several threads at once, and one picture at a time
# also keeps the memory to one page.
DRAWING = threading.Lock()

# Text is grey at its edges; with fewer colours than this it looks ragged.
COLOURS = 128


class Sheet:
    """One picture being drawn; words are measured before they are placed.

    A mirrored sheet is for people who read from right to left: whatever is placed from the left
    is placed from the right, time included, and only the words themselves stay as they are.
    """

    def __init__(self, height: int, *, mirrored: bool = False) -> None:
        self.height = height
        self.mirrored = mirrored
        self.figure = Figure(
            figsize=(style.WIDTH / DPI, height / DPI), dpi=DPI, facecolor=style.GROUND
        )
        self._canvas = FigureCanvasAgg(self.figure)
        # matplotlib types everything but its backends.
        self._renderer = self._canvas.get_renderer()  # type: ignore[no-untyped-call]
        self._page = Affine2D().scale(1, -1).translate(0, height)
        if mirrored:
            self._page.scale(-1, 1).translate(style.WIDTH, 0)

    def width(self, words: str, size: float, *, bold: bool = False) -> float:
        """How many pixels `words` take across."""
        if not words:
            return 0.0
        face = font(size, bold=bold)
        across, _, _ = self._renderer.get_text_width_height_descent(words, face, ismath=False)
        return float(across)

    def fit(self, words: str, room: float, size: float, *, bold: bool = False) -> str:
        """`words` as they can be written within `room` pixels, cut with “…” where they must be."""
        whole = writable(words)
        if self.width(whole, size, bold=bold) <= room:
            return whole
        least, most = 0, len(whole) - 1
        while least < most:
            middle = (least + most + 1) // 2
            fits = self.width(cut(whole, middle), size, bold=bold) <= room
            least, most = (middle, most) if fits else (least, middle - 1)
        return cut(whole, least) if least else ""

    def shrunk(
        self, words: str, room: float, sizes: tuple[float, ...], *, bold: bool = False
    ) -> tuple[str, float]:
        """`words` and the first of `sizes` they fit in; cut where even the last is too large."""
        whole = writable(words)
        for size in sizes:
            if self.width(whole, size, bold=bold) <= room:
                return whole, size
        return self.fit(words, room, sizes[-1], bold=bold), sizes[-1]

    def text(
        self,
        x: float,
        baseline: float,
        words: str,
        size: float,
        *,
        colour: str = style.INK,
        bold: bool = False,
        align: Align = "left",
    ) -> None:
        """Words on a baseline; `$` and `_` stay what they are."""
        if not words:
            return
        side = MIRRORED[align] if self.mirrored else align
        text = Text(
            x,
            baseline,
            words,
            color=colour,
            fontproperties=font(size, bold=bold),
            horizontalalignment=side,
            verticalalignment="baseline",
            parse_math=False,
            usetex=False,
            transform=self._page,
            zorder=10,
        )
        self.figure.add_artist(text)

    def line(
        self,
        xs: Sequence[float],
        ys: Sequence[float],
        colour: str,
        width: float,
        *,
        above: float = 1,
    ) -> None:
        """A line through the points, `width` pixels thick; `above` orders what overlaps."""
        line = Line2D(
            xs,
            ys,
            color=colour,
            linewidth=width * 72 / DPI,
            solid_capstyle="round",
            solid_joinstyle="round",
            zorder=above,
            transform=self._page,
        )
        self.figure.add_artist(line)

    def dots(
        self,
        xs: Sequence[float],
        ys: Sequence[float],
        colour: str,
        across: float,
        *,
        shape: Shape = "o",
        above: float = 2,
    ) -> None:
        """A mark at each point, `across` pixels wide, with a rim that parts it from its line."""
        dots = Line2D(
            xs,
            ys,
            linestyle="none",
            marker=shape,
            markersize=across * 72 / DPI,
            markerfacecolor=colour,
            markeredgecolor=style.GROUND,
            markeredgewidth=2 * 72 / DPI,
            zorder=above,
            transform=self._page,
        )
        self.figure.add_artist(dots)

    def block(
        self, x: float, top: float, across: float, down: float, colour: str, *, above: float = 0
    ) -> None:
        """A filled rectangle, behind everything else unless it is `above` something."""
        self.figure.add_artist(
            Rectangle(
                (x, top),
                across,
                down,
                facecolor=colour,
                linewidth=0,
                zorder=above,
                transform=self._page,
            )
        )

    def png(self) -> bytes:
        """The page as a PNG with a palette, a third of the size of one with full colours."""
        self._canvas.draw()  # type: ignore[no-untyped-call]
        size = (style.WIDTH, self.height)
        pixels = self._canvas.buffer_rgba()  # type: ignore[no-untyped-call]
        page = Image.frombuffer("RGBA", size, pixels, "raw", "RGBA", 0, 1)
        reduced = page.convert("RGB").quantize(
            COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE
        )
        packed = BytesIO()
        reduced.save(packed, format="PNG", compress_level=9)
        return packed.getvalue()
