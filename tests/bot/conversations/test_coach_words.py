"""Every text of the coach comes from the catalogue, and every answer fits a chat."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.conversations import all_conversations
from bot.engine.player import Player
from bot.engine.services import Services
from bot.engine.texts import PSEUDO_LANGUAGE
from core.training.library import load_library
from tests.bot.conftest import Meet
from tests.bot.conversations.coached import Gym, model_gym
from tests.standins.model import Calls, Says

OWN = (*(one.name for one in load_library().values()), "kg", "Sam", "Mar")
TYPED = (
    "what should I do today, only dumbbells",
    "how is my bench going",
    "my chest hurts when I run",
    "I want to die",
    "I am pregnant, may I squat?",
    "my knee hurts when I squat",
    "should I take steroids",
    "I fainted in the gym",
    "can I use laxatives to make weight",
    "write me a poem",
    "/coach",
    "asdf",
)


@pytest.fixture
async def gym() -> AsyncIterator[Gym]:
    async with model_gym() as open_gym:
        yield open_gym


async def newcomer(meet: Meet, services: Services) -> Player:
    sam = await meet(all_conversations(), language=PSEUDO_LANGUAGE, services=services)
    await sam.says("/start")
    await sam.taps("[Fine")
    await sam.says("bench 80x8,8")
    return sam


@pytest.mark.parametrize("typed", TYPED)
async def test_without_a_model(meet: Meet, typed: str) -> None:
    sam = await newcomer(meet, Services())
    await sam.says(typed)
    await sam.jobs()
    sam.all_bracketed(*OWN, typed, "findahelpline.com")


async def test_a_plan_and_its_changes(meet: Meet) -> None:
    sam = await newcomer(meet, Services())
    await sam.taps("[Finish")
    await sam.says("what should I do today, only dumbbells")
    await sam.jobs()
    for taps in (("[Why",), ("[Change", "[Shorter"), ("[Change", "[Equipment", "[Nothing")):
        for label in taps:
            await sam.taps(label)
    await sam.taps("[Change")
    await sam.taps("[Leave out")
    sam.all_bracketed(*OWN)
    await sam.later(hours=13)
    await sam.taps("[Start")
    sam.all_bracketed(*OWN)


async def test_with_a_model(meet: Meet, gym: Gym) -> None:
    sam = await newcomer(meet, gym.services)
    said = "Rest well."
    await sam.says("how do I get my bench up?")
    gym.server.will(
        Calls(("guidance", {"topics": ["rest"]})),
        Calls(("propose_goal", {"line": "bench press 100 kg"})),
        Says(said),
    )
    await sam.taps("[Fine")
    await sam.jobs()
    await sam.says("/privacy")
    await sam.taps("[The coach")
    await sam.taps("[Forget")
    await sam.taps("[Rules only")
    host = gym.services.model.host if gym.services.model else ""
    source = "ACSM 2009, Med Sci Sports Exerc 41(3); Grgic 2018, Sports Med 48(1)"
    sam.all_bracketed(*OWN, said, host, source)


async def test_an_admins_card(meet: Meet) -> None:
    sam = await newcomer(meet, Services(admins=frozenset({"telegram:1001"})))
    await sam.says("/admin")
    sam.all_bracketed(*OWN)
