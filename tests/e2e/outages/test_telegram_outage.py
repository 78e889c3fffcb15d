"""The Bot API goes and comes while people talk: all is taken in, and leaves once it can."""

from __future__ import annotations

import pytest

from tests.e2e.conftest import Launch
from tests.e2e.outages.conftest import look_over
from tests.e2e.outages.crowd import Crowd
from tests.e2e.outages.line import Line
from tests.e2e.outages.troubles import TROUBLES, UNKNOWABLE, trouble
from tests.standins.telegram import Fault, TelegramStandin

PEOPLE = 6


@pytest.mark.parametrize("name", TROUBLES)
async def test_people_go_on_talking(
    launch: Launch, telegram: TelegramStandin, line: Line, sqlite_url: str, name: str
) -> None:
    api = {"TELEGRAM_API_URL": f"http://127.0.0.1:{line.port}"}
    werkout = launch(sqlite_url, telegram=telegram, webhook=True, settings=api)
    await werkout.start()
    crowd = Crowd(telegram, PEOPLE)
    crowd.talks()
    await crowd.hears()
    await werkout.until(lambda: crowd.wrong(sqlite_url) == [])
    tried = len(telegram.called("sendMessage"))
    async with trouble(name, line, telegram):
        crowd.talks()
        # Whoever writes is told “taken” although nobody can be answered.
        await telegram.settled()
        if name in UNKNOWABLE:
            await telegram.until(lambda: len(telegram.called("sendMessage")) > tried, "a try")
        assert (await werkout.get("/api/health/db"))[0] == 200
    crowd.talks()
    await crowd.hears()
    await werkout.until(lambda: crowd.wrong(sqlite_url) == [])
    # Once it is known to be away one chat alone goes on trying.
    assert crowd.twice() <= (PEOPLE if name in UNKNOWABLE else 0)
    assert await werkout.stop() == 0
    look_over(werkout, telegram)


async def test_what_is_refused_for_one_chat_holds_nobody_else_up(
    launch: Launch, telegram: TelegramStandin, line: Line, sqlite_url: str
) -> None:
    api = {"TELEGRAM_API_URL": f"http://127.0.0.1:{line.port}"}
    werkout = launch(sqlite_url, telegram=telegram, webhook=True, settings=api)
    await werkout.start()
    crowd = Crowd(telegram, PEOPLE)
    crowd.talks()
    await crowd.hears()
    slow, *others = crowd.people
    telegram.fail(Fault("answer", "sendMessage", retry_after=2, user=slow.id))
    before = len(slow.answers)
    crowd.talks()
    await telegram.until(lambda: all(crowd.has_heard(one) for one in others), "the others")
    assert len(slow.answers) == before
    await crowd.hears()
    await werkout.until(lambda: crowd.wrong(sqlite_url) == [])
    assert await werkout.stop() == 0
    look_over(werkout, telegram)
