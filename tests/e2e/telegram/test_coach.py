"""The coach in a real process with a real model server: drafts, one answer, and a crash between."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.e2e.process import Werkout
from tests.e2e.telegram.conftest import Serve
from tests.e2e.telegram.tables import change, count
from tests.standins.model import KEY, MODEL, Calls, Fails, Hangs, ModelStandin, Says
from tests.standins.telegram import TelegramStandin, User

ANN = 71_234_567
PATIENCE = 60.0
QUESTION = "how do I get my bench press up?"
BENCH = Calls(("exercise_history", {"exercise": "bench press"}))
FIRST = "You benched 80 kg × 8 today."
ANSWER = f"{FIRST} Stay there until every set is easy."


@pytest.fixture
async def model() -> AsyncIterator[ModelStandin]:
    async with ModelStandin() as standin:
        yield standin
        assert standin.violations == []


def model_settings(model: ModelStandin) -> dict[str, str]:
    return {"OPENAI_API_KEY": KEY, "OPENAI_BASE_URL": model.url, "OPENAI_MODEL": MODEL}


async def asks(ann: User, model: ModelStandin) -> None:
    """Begin, log a set, ask, and agree that the question may be sent."""
    ann.starts()
    ann.presses("Fine, go on", message=await ann.hears("I keep your training log"))
    ann.says("bench 80x8")
    await ann.hears("1   80 kg × 8", patience=PATIENCE)
    ann.says(QUESTION)
    may_send = await ann.hears("language model at 127.0.0.1")
    ann.presses("Fine", message=may_send)


def times(telegram: TelegramStandin, words: str) -> int:
    """How often a message with these words was sent and taken."""
    sent = telegram.called("sendMessage")
    return sum(words in str(one.args["text"]) and one.status == 200 for one in sent)


def drafted(telegram: TelegramStandin) -> list[str]:
    return [str(one.args["text"]) for one in telegram.called("sendMessageDraft")]


async def test_an_answer_is_shown_as_it_comes_and_said_once(
    serve: Serve, telegram: TelegramStandin, model: ModelStandin, database_url: str
) -> None:
    await serve(database_url, settings=model_settings(model))
    ann = telegram.user(ANN, "Annegret")
    model.will(BENCH, Says(ANSWER))
    await asks(ann, model)
    await ann.hears(ANSWER, patience=PATIENCE)
    assert drafted(telegram)[0] == FIRST
    assert times(telegram, ANSWER) == 1


async def test_killed_in_the_middle_of_an_answer_there_is_one_in_the_end(
    serve: Serve, telegram: TelegramStandin, model: ModelStandin, database_url: str
) -> None:
    werkout: Werkout = await serve(database_url, settings=model_settings(model))
    ann = telegram.user(ANN, "Annegret")
    model.will(BENCH, Hangs(f"{FIRST} And th"))
    await asks(ann, model)
    await telegram.until(lambda: FIRST in drafted(telegram), "half the answer", PATIENCE)
    await werkout.kill()
    # Another process would wait for the lease to run out.
    change(database_url, "UPDATE job SET leased_until = created_at")
    model.will(BENCH, Says(ANSWER))
    await werkout.start()
    await ann.hears(ANSWER, patience=PATIENCE)
    await werkout.until(lambda: count(database_url, "outbox") == 0)
    assert times(telegram, ANSWER) == 1
    assert count(database_url, "job") == 0
    assert count(database_url, "coach_exchange") == 1


async def test_killed_again_and_again_the_rules_answer(
    serve: Serve, telegram: TelegramStandin, model: ModelStandin, sqlite_url: str
) -> None:
    werkout: Werkout = await serve(sqlite_url, settings=model_settings(model))
    ann = telegram.user(ANN, "Annegret")
    model.will(Hangs(), Hangs(), Hangs())
    for asked in (1, 2, 3):
        if asked == 1:
            await asks(ann, model)
        await _asked(werkout, model, asked)
        await werkout.kill()
        change(sqlite_url, "UPDATE job SET leased_until = created_at")
        await werkout.start()
    await ann.hears("The coach is slow just now", patience=PATIENCE)
    await werkout.until(lambda: count(sqlite_url, "outbox") == 0)
    assert times(telegram, "The coach is slow just now") == 1


async def _asked(werkout: Werkout, model: ModelStandin, times: int) -> None:
    await werkout.until(lambda: len(model.requests) >= times)


async def test_a_server_in_trouble_is_nobodys_trouble(
    serve: Serve, telegram: TelegramStandin, model: ModelStandin, database_url: str
) -> None:
    await serve(database_url, settings=model_settings(model))
    ann = telegram.user(ANN, "Annegret")
    model.will(Fails(429, retry_after=60))
    await asks(ann, model)
    await ann.hears("The coach is slow just now", patience=PATIENCE)
    ann.says("bench 80x8")
    await ann.hears("2   80 kg × 8", patience=PATIENCE)
