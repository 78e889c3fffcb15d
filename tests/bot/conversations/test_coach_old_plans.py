"""Plans that an older release kept, in a shape that this one cannot read."""

from __future__ import annotations

import pytest

from bot.engine.player import Player
from tests.bot.conftest import Meet
from tests.bot.conversations.coached import asks, trained


@pytest.mark.parametrize("tap", ["Start", "Why?", "Shorter", "Leave out a muscle", "Swap one"])
async def test_a_plan_of_another_shape(meet: Meet, tap: str) -> None:
    sam = await trained(meet)
    await asks(sam, "what should I do today, 40 min, only dumbbells")
    if tap not in ("Start", "Why?"):
        await sam.taps("Change")
    await reshape(sam)
    await sam.taps(tap)
    sam.shown("That plan does not fit any more. Ask me for today's.")


async def reshape(sam: Player) -> None:
    """Every plan kept is one of blocks instead of exercises."""
    await sam.sql("""UPDATE coach_proposal SET data = '{"wish": {}, "plan": {"blocks": []}}'""")
