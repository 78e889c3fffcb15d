"""What goes wrong on demand: refusals, slowness, cut answers, lost connections."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(slots=True)
class Fault:
    """One fault for the next `times` calls of `path` (`messages`, `media`; `*`: of any).

    `answer` refuses with `code`; `drop` closes the connection before anything happens,
    `drop_after` once it has happened; `garbage` answers 502 with a page of HTML; `held` works and
    is silent for `seconds` before it says so. A `to` hits calls for that person alone.
    """

    kind: Literal["answer", "drop", "drop_after", "garbage", "held"]
    path: str = "messages"
    times: int = 1
    code: int = 131016
    status: int | None = None
    seconds: float = 0.0
    to: str | None = None

    def hits(self, path: str, to: object) -> bool:
        """Whether it is for this call."""
        return self.path in ("*", path) and self.to in (None, to)
