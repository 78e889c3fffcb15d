"""How the grammar says that it is not sure: by asking for a choice, or by giving up."""

from __future__ import annotations

from collections.abc import Mapping


class NotSets(Exception):
    """The figures are something else: a blood pressure, a date, a score."""


class Muddle(Exception):
    """The figures make no set in any reading; `why` names what is wrong."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Doubt(Exception):
    """The figures can be read in several ways, and nobody has chosen yet."""

    def __init__(self, why: str, options: int) -> None:
        super().__init__(why)
        self.why = why
        self.options = options


class Choices:
    """The choices made so far, by doubt; one doubt is settled alike in the whole message."""

    __slots__ = ("_made",)

    def __init__(self, made: Mapping[str, int]) -> None:
        self._made = made

    def settle(self, why: str, options: int = 2) -> int:
        """The number of the reading to take; raises `Doubt` where it is still to be chosen."""
        try:
            return self._made[why]
        except KeyError:
            raise Doubt(why, options) from None

    def made(self) -> Mapping[str, int]:
        """All of them."""
        return self._made
