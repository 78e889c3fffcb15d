"""What goes wrong on demand: refusals, slowness, cut answers, lost connections."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["answer", "slow", "half", "drop", "drop_after", "garbage", "held"]


@dataclass(slots=True)
class Fault:
    """One fault for the next `times` calls of `method` (`*`: of any).

    `answer` refuses with `status` and `retry_after`; `slow` waits `seconds` and then works;
    `half` works and sends half of the answer; `drop` closes the connection before anything
    happens, `drop_after` once it has happened; `garbage` answers 502 with a page of HTML; `held`
    works and is silent for `seconds` before it says so. With a `port` only who calls there is hit.
    """

    kind: Kind
    method: str = "*"
    times: int = 1
    status: int = 500
    description: str = "Internal Server Error"
    retry_after: int = 0
    seconds: float = 0.0
    user: int | None = None
    port: int | None = None


@dataclass(slots=True)
class Faults:
    """The faults still to come, oldest first."""

    waiting: list[Fault] = field(default_factory=list)

    def add(self, fault: Fault) -> None:
        """Lines one more fault up."""
        self.waiting.append(fault)

    def clear(self) -> None:
        """Everything works again."""
        self.waiting.clear()

    def take(self, method: str, chat_id: object, port: int | None = None) -> Fault | None:
        """The fault that hits this call, if one does."""
        for fault in self.waiting:
            if fault.method not in ("*", method):
                continue
            if fault.user is not None and str(fault.user) != str(chat_id):
                continue
            if fault.port not in (None, port):
                continue
            fault.times -= 1
            if fault.times <= 0:
                self.waiting.remove(fault)
            return fault
        return None
