"""A picture that a job drew, on its way into the chat."""

from __future__ import annotations

from dataclasses import dataclass

from bot.engine.outgoing import Button, Picture
from bot.engine.turn import Turn


@dataclass(frozen=True, slots=True)
class Drawn:
    """A PNG with what is said under it, and what it shows for who cannot see it."""

    png: bytes
    caption: str
    description: str


def send_drawn(
    turn: Turn, drawn: Drawn | str | None, name: str, again: Button, *rows: tuple[Button, ...]
) -> None:
    """Send the picture; or the sentence that stands for it, or a way to try once more."""
    if drawn is None:
        turn.say(turn.t("The picture did not work this time."), (again,))
    elif isinstance(drawn, str):
        turn.say(drawn, *rows)
    else:
        media = turn.media(drawn.png, f"{name}.png", "image/png")
        filled = tuple(row for row in rows if row)
        turn.send(Picture(media, drawn.caption, drawn.description[:900], filled))


def is_being_drawn(turn: Turn, kind: str) -> bool:
    """Whether such a picture is on its way already, and then says so: two taps are one."""
    waits = turn.job_waits(kind)
    if waits:
        turn.toast(turn.t("It is being drawn."))
    return waits


def by_two(buttons: list[Button]) -> list[tuple[Button, ...]]:
    """Rows of two."""
    return [tuple(buttons[start : start + 2]) for start in range(0, len(buttons), 2)]


def by_three(buttons: list[Button]) -> list[tuple[Button, ...]]:
    """Rows of three."""
    return [tuple(buttons[start : start + 3]) for start in range(0, len(buttons), 3)]
