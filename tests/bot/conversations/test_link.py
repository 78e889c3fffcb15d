"""A second channel: the code, what it joins, who is told, and what it says when it cannot."""

from __future__ import annotations

import pytest

from bot.conversations import all_conversations
from bot.engine.player import Player
from bot.engine.services import Services
from bot.engine.texts import PSEUDO_LANGUAGE
from bot.links import Links
from tests.bot.conftest import Meet
from tests.bot.conversations.linked import code_of, join, people_there_are, trained, trains

# The second channel is another one than the first: what is said names both.
pytestmark = pytest.mark.channels("telegram")

WRONG = "K7M4QP"


@pytest.fixture
async def sam(meet: Meet) -> Player:
    return await trained(meet)


@pytest.fixture
def there(sam: Player) -> Player:
    """The same person elsewhere, where nobody knows them yet."""
    return sam.beside("Sam", channel="whatsapp")


async def test_what_it_is_good_for_and_how_it_is_done(sam: Player) -> None:
    code = await code_of(sam)
    sam.shown(f"""
        Link another channel and both have one log: begin on one, go on on the other.
        Type this there within 10 minutes, it works once: /link {code}
        """)


async def test_links_lead_to_the_channels_that_there_are(meet: Meet) -> None:
    links = Links("werkout_bot", "https://werkout.example", "15550001")
    sam = await meet(all_conversations(), services=Services(links=links))
    code = (await code_of(sam)).replace("-", "")
    ways = [row[0].url for row in sam.changes[0].rows]
    assert ways == [
        f"https://wa.me/15550001?text=/link%20{code}",
        f"https://werkout.example/?start=l_{code}",
    ]


async def test_no_link_leads_to_what_is_linked_already(meet: Meet) -> None:
    services = Services(links=Links("werkout_bot", "https://werkout.example", "15550001"))
    sam = await meet(all_conversations(), services=services)
    there = sam.beside("Sam", channel="whatsapp")
    await join(sam, there)
    there.sees("share one log now: what you begin")
    code = (await code_of(there)).replace("-", "")
    ways = [row[0].url for row in there.changes[0].rows if row[0].url]
    assert ways == [f"https://werkout.example/?start=l_{code}"]


async def test_a_newcomer_is_joined_at_once(sam: Player, there: Player) -> None:
    code = await code_of(sam)
    await there.says(f"/link {code}")
    there.shown("""
        Done. Telegram and WhatsApp share one log now, with 1 workout: what you begin on one you \
can finish on the other.
        [Unlink]
        """)
    sam.sees("Your Werkout log is shared with your account on WhatsApp from now on.")
    sam.sees_no(code)
    assert await people_there_are(sam) == 1
    await there.says("squat 100x5")
    await sam.says("/workout")
    sam.sees("100 kg × 5")


async def test_in_lower_case_with_spaces(sam: Player, there: Player) -> None:
    code = await code_of(sam)
    await there.says(f"/link {code.lower().replace('-', ' - ')}")
    there.sees("share one log now")


async def test_a_link_joins_nobody_unasked(sam: Player, there: Player) -> None:
    """It may be a stranger's, who would read from then on what a newcomer logs."""
    code = await code_of(sam)
    await there.says(f"/start l_{code}")
    there.sees_no("share one log now")
    assert await people_there_are(sam) == 2
    await there.taps("Join them")
    there.sees("share one log now")
    assert await people_there_are(sam) == 1


async def test_a_bare_code_while_one_is_shown(sam: Player, there: Player) -> None:
    code = await code_of(sam)
    await there.says("hello")
    await there.says(code)
    assert await people_there_are(sam) == 2, "nobody has asked there for a code yet"
    await code_of(there)
    await there.says(code)
    there.sees("share one log now")


async def test_words_are_no_code_while_one_is_shown(sam: Player) -> None:
    await code_of(sam)
    await sam.says("thanks")
    sam.shown("""
        I did not get that. I understand sets: bench 80x8, or plank 60s
        [Help]
        """)


async def test_whoever_has_a_log_is_asked_first(sam: Player, there: Player) -> None:
    await trains(there)
    code = await code_of(sam)
    await there.says(f"/link {code}")
    there.shown("""
        Your log on Telegram (1 workout) and the one here (1 workout) become one. Join only what \
is yours: both channels then show all of it.
        [Join them] [Not now]
        """)
    await there.taps("Not now")
    there.sees("Fine, each keeps its own log.")
    assert await people_there_are(sam) == 2
    await there.says(f"/link {code}")
    await there.taps("Join them")
    there.sees("share one log now, with 2 workouts")
    there.sees_no("Join only what is yours")
    assert await people_there_are(sam) == 1


async def test_who_hesitates_until_the_code_is_over(sam: Player, there: Player) -> None:
    await trains(there)
    await there.says(f"/link {await code_of(sam)}")
    await there.later(minutes=11)
    await there.taps("Join them")
    there.sees("That code is over.")
    assert await people_there_are(sam) == 2


# What it says when it cannot


async def test_a_code_that_nobody_made(sam: Player, there: Player) -> None:
    await there.says(f"/link {WRONG}")
    there.sees("I know no such code. On the other channel /link shows one that is good.")


async def test_a_code_that_a_newer_one_replaced(sam: Player, there: Player) -> None:
    older, newer = await code_of(sam), await code_of(sam)
    sam.sees_no(older)
    await there.says(f"/link {older}")
    there.sees("I know no such code.")
    await there.says(f"/link {newer}")
    there.sees("share one log now")


async def test_a_code_that_is_over(sam: Player, there: Player) -> None:
    code = await code_of(sam)
    await sam.later(minutes=10)
    await there.says(f"/link {code}")
    there.sees("That code is over. On the other channel /link shows a new one.")


async def test_a_code_of_ones_own(sam: Player) -> None:
    await sam.says(f"/link {await code_of(sam)}")
    sam.sees("That is your own code. Type it on the channel you want to link.")


async def test_a_code_that_somebody_else_used(sam: Player, there: Player) -> None:
    code = await code_of(sam)
    await there.says(f"/link {code}")
    ana = sam.beside("Ana", channel="web")
    await ana.says(f"/link {code}")
    ana.sees("That code has been used, and each works once.")
    assert await people_there_are(sam) == 2


async def test_a_code_typed_once_more(sam: Player, there: Player) -> None:
    code = await code_of(sam)
    await there.says(f"/link {code}")
    await there.says(f"/link {code}")
    there.shown("That is done: the two are linked already.")
    assert await sam.sql("SELECT count(*) FROM merger") == [(1,)]


async def test_five_wrong_codes_and_then_an_hour(sam: Player, there: Player) -> None:
    for number in range(5):
        await there.says(f"/link K7M4Q{number + 2}")
    code = await code_of(sam)
    await there.says(f"/link {code}")
    there.sees("Too many wrong codes. You can try again today 19:00 UTC.")
    assert await people_there_are(sam) == 2
    await there.later(hours=1)
    await there.says(f"/link {await code_of(sam)}")
    there.sees("share one log now")


# What is linked


async def test_what_is_linked_and_since_when(sam: Player, there: Player) -> None:
    await sam.later(days=3)
    await join(sam, there)
    await there.says("/link")
    there.sees("Linked: Telegram since 2 Mar 2026 and WhatsApp since 5 Mar 2026.")
    there.sees("They can be taken apart until tomorrow 18:00.")
    there.button("Unlink")
    await there.later(days=1)
    await there.says("/link")
    there.sees("It was long ago, so they can no longer be taken apart.")
    assert there.last.button("Unlink") is None


async def test_every_text_can_be_translated(meet: Meet) -> None:
    links = Links("werkout_bot", "https://werkout.example", "15550001")
    sam = await meet(all_conversations(), language=PSEUDO_LANGUAGE, services=Services(links=links))
    there = sam.beside("Sam", channel="web")
    await there.says("bench 80x8")
    code = await code_of(sam)
    for words in (f"/link {WRONG}", f"/link {code}"):
        await there.says(words)
    await there.taps("[Not now")
    await there.says(f"/link {code}")
    await there.taps("[Join")
    for words in ("/link", "/settings", "/privacy", "/delete", f"/link {code}"):
        await there.says(words)
    await sam.taps("[That was not me")
    own = ("Bench press", "kg", "Mar", "UTC", code, "werkout_bot")
    sam.all_bracketed(*own)
    there.all_bracketed(*own)
