"""The player shows what a person would see, and fails where a dialogue differs."""

import pytest

from bot.engine.outgoing import Button
from bot.engine.player import unbracketed
from bot.engine.texts import PSEUDO_LANGUAGE
from tests.bot.conftest import Meet
from tests.bot.engine.conversations import conversations


async def test_a_dialogue_reads_as_it_is_seen(meet: Meet) -> None:
    sam = await meet(conversations)
    await sam.says("/plant")
    await sam.says("Ficus")
    await sam.taps("Green")
    sam.screen_is("""
        > /plant

        What is it called?

        > Ficus

        Which color is Ficus?
        [Green] [Red] [Ask the library]

        Ficus is green.
        """)


async def test_a_card_changes_in_place_and_comes_anew_when_fresh(meet: Meet) -> None:
    sam = await meet(conversations)
    await sam.says("/count")
    await sam.says("hello")
    await sam.taps("More")
    sam.screen_is("""
        > /count

        Counted to 1
        [More]

        > hello

        I heard: hello
        """)
    await sam.says("/count")
    sam.shown("Counted to 0\n[More]")
    assert [str(bubble) for bubble in sam.messages] == ["I heard: hello", "Counted to 0\n[More]"]
    await sam.says("/stop")
    sam.shown()
    sam.sees_no("Counted")


async def test_time_passes_only_when_told_and_stops_at_what_falls_due(meet: Meet) -> None:
    sam = await meet(conversations)
    began = sam.now
    await sam.says("/boil 4")
    await sam.later(minutes=3)
    sam.shown()
    await sam.later(minutes=2)
    sam.shown("Egg done after 4 minutes.")
    assert (sam.now - began).total_seconds() == 300


async def test_jobs_are_done_when_told(meet: Meet) -> None:
    sam = await meet(conversations)
    await sam.says("/research Rose")
    sam.shown("Looking it up.")
    await sam.jobs()
    sam.shown("By the way: Rose is blue.")


async def test_everything_goes_on_after_a_restart(meet: Meet) -> None:
    sam = await meet(conversations)
    await sam.says("/plant")
    await sam.says("Ficus")
    await sam.restart()
    await sam.taps("Red")
    sam.shown("Ficus is red.")


async def test_what_differs_is_shown_line_by_line(meet: Meet) -> None:
    sam = await meet(conversations)
    await sam.says("hello")
    with pytest.raises(AssertionError, match=r"(?s)- I heard: goodbye.*\+ I heard: hello"):
        sam.shown("I heard: goodbye")
    with pytest.raises(AssertionError, match=r"no button \[Finish\] in"):
        await sam.taps("Finish")


async def test_a_surprise_in_a_turn_reaches_the_test(meet: Meet) -> None:
    clumsy = await meet(conversations, "Clumsy")
    with pytest.raises(ZeroDivisionError):
        await clumsy.says("/fail")


async def test_untranslatable_words_are_found(meet: Meet) -> None:
    sam = await meet(conversations, language=PSEUDO_LANGUAGE)
    await sam.says("/plant")
    await sam.says("Ficus")
    await sam.taps("[Green]")
    sam.all_bracketed()
    assert unbracketed("[Which color is [Ficus]?] 80 × 8") == []
    assert unbracketed("[Yes] or [no], Ficus", ["Ficus"]) == ["or"]


async def test_two_people_share_an_engine_and_no_screen(meet: Meet) -> None:
    sam = await meet(conversations)
    ana = sam.beside("Ana")
    await sam.says("/count")
    await ana.says("hello")
    ana.screen_is("> hello\n\nI heard: hello")
    await ana.presses(sam.button("More"))
    assert ana.notice == "That button leads nowhere any more."


async def test_a_link_is_not_pressed(meet: Meet) -> None:
    sam = await meet(conversations)
    with pytest.raises(AssertionError, match="is a link"):
        await sam.presses(Button("Map", url="https://example.org"))
