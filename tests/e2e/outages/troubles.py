"""What can be wrong with the Bot API for everybody, until it is well again."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Final

from tests.e2e.outages.line import Line
from tests.standins.telegram import Fault, TelegramStandin

ENDLESS: Final = 10**9
REFUSING: Final = {
    "500": Fault("answer", status=500),
    "429": Fault("answer", retry_after=1),
    "html": Fault("garbage", "sendMessage"),
    "half": Fault("half", "sendMessage"),
    "dropped": Fault("drop"),
    "slow": Fault("slow", "sendMessage", seconds=0.0),
}
# It works, but does not say so: what is tried meanwhile arrives, and is sent again.
UNKNOWABLE: Final = frozenset({"html", "half"})
TROUBLES: Final = ("gone", "silent", *REFUSING)


@asynccontextmanager
async def trouble(
    name: str, line: Line, telegram: TelegramStandin, slow: float = 0.5
) -> AsyncIterator[None]:
    """The Bot API is `gone`, `silent`, or answers like this to all that it is asked."""
    if name == "gone":
        await line.cut()
    elif name == "silent":
        line.silence()
    else:
        telegram.fail(replace(REFUSING[name], times=ENDLESS, seconds=slow))
    try:
        yield
    finally:
        telegram.faults.clear()
        await line.mend()
