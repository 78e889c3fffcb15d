"""Every text of finding comes from the catalogue."""

from __future__ import annotations

from bot.engine.services import Services
from bot.engine.texts import PSEUDO_LANGUAGE
from bot.links import Links
from tests.bot.conftest import Meet
from tests.bot.conversations.everybody import conversations
from tests.bot.conversations.find.around import ELSEWHERE, HERE, Map, ana, comes, towns

OWN = ("Ana Ruiz", "Nora", "Stronger back, looser hips.", "Freiburg", "Springfield", "Missouri",
       "Massachusetts", "springfield", "ana@example.org", "https://t.me/werkout_bot", "Spanish",
       "English", "Instagram", "Berlin", "Sam", "Main St 5", "Punta Arenas")  # fmt: skip


async def test_every_text_can_be_translated(meet: Meet) -> None:
    links = Links(telegram_name="werkout_bot")
    services = Services(geocoder=Map(), links=links)
    sam = await meet(conversations, language=PSEUDO_LANGUAGE, services=services)
    await sam.says("/start")
    await sam.taps("[Fine, go on]")
    await towns(sam)
    await ana(sam)
    for number in range(6):
        await comes(sam, "Nora", 1000 + number, specialties=("yoga",), verified=number == 0)
    await sam.taps("[Find a trainer]")
    await sam.says("springfield")
    await sam.taps("[Another place]")
    await sam.says("Main St 5")
    await sam.jobs()
    await sam.says("Freiburg")
    for label in ("[More]", "[Back]", "[Filter]", "[Specialty]", "[All filters]", "[Type]",
                  "[Trainer]", "[Filter]", "[Price]", "[up to", "[Filter]", "[Language]",
                  "Spanish", "[Filter]", "[Clear]", "[Map]"):  # fmt: skip
        await sam.taps(label)
    await sam.jobs()
    for label in ("1", "[Follow]", "[Agree and follow]", "[Save]", "[Where]", "[Share]"):
        await sam.taps(label)
    await sam.jobs()
    for label in ("[Unfollow]", "[Saved ✓]", "[Back to the list]"):
        await sam.taps(label)
    await sam.says("/find saved")
    await sam.says("/find following")
    await sam.shares(*ELSEWHERE)
    await sam.taps("[Tell me")
    await comes(sam, "Nora", 20_000, here=ELSEWHERE)
    await sam.later(days=1)
    await sam.says("/find")
    await sam.says("/start p_nobody")
    await sam.shares(*HERE)
    sam.all_bracketed(*OWN)
