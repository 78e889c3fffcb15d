"""Telegram refuses, dawdles and drops: the order within a chat is kept, and nothing is lost."""

from __future__ import annotations

import itertools

from tests.e2e.telegram.conftest import Serve
from tests.e2e.telegram.tables import count, select, sets_of
from tests.standins.telegram import Fault, TelegramStandin, User

ANN = 71_234_567
# Each opens another chat's trouble with the first of three answers.
TROUBLES = (
    Fault("answer", "sendMessage", times=2, retry_after=2),
    Fault("answer", "sendMessage", times=1, status=500),
    Fault("answer", "sendMessage", times=1, status=502, description="Bad Gateway"),
    Fault("slow", "sendMessage", times=1, seconds=1.5),
    Fault("drop", "sendMessage", times=2),
    Fault("drop_after", "sendMessage", times=1),
    Fault("half", "sendMessage", times=1),
    Fault("garbage", "sendMessage", times=1),
)
# Those in which the message stands although nobody can know: it is sent again.
UNKNOWABLE = frozenset({"drop_after", "half", "garbage"})
ASKED = ("/privacy", "/cancel", "/help")
ANSWERS = ("What I keep, and why:", "There is nothing to cancel.", "Type what you did")
PATIENCE = 30.0
GONE = "SELECT gone_at IS NOT NULL FROM identity"


async def test_order_is_kept_and_nothing_is_lost(
    serve: Serve, telegram: TelegramStandin, database_url: str, webhook: bool
) -> None:
    werkout = await serve(database_url, webhook=webhook)
    lucky = telegram.user(ANN, "Annegret")
    people = [telegram.user(ANN + number, f"Benedikt {number}") for number in range(1, 9)]
    for one in (lucky, *people):
        one.starts()
        one.presses("Fine, go on", message=await one.hears("I keep your training log"))
        await one.hears("What first?")
    for one, trouble in zip(people, TROUBLES, strict=True):
        trouble.user = one.id
        telegram.fail(trouble)
        for words in ASKED:
            one.says(words)
    lucky.says("/cancel")
    await lucky.hears("There is nothing to cancel.")
    # Nobody waits for the chat that Telegram holds back.
    assert _answers(people[0]) == []
    for one, trouble in zip(people, TROUBLES, strict=True):
        await one.sees(ANSWERS[-1], patience=PATIENCE)
        heard = _answers(one)
        assert [words for words, _ in itertools.groupby(heard)] == list(ANSWERS)
        assert len(heard) <= len(ANSWERS) + (trouble.kind in UNKNOWABLE)
    await werkout.until(lambda: count(database_url, "outbox") == 0)


def _answers(person: User) -> list[str]:
    """Which of the answers stand in the chat, in their order."""
    texts = [one.text for one in person.answers]
    return [words for text in texts for words in ANSWERS if text.startswith(words)]


async def test_who_is_gone_is_written_to_no_more_until_they_write(
    serve: Serve, telegram: TelegramStandin, database_url: str
) -> None:
    werkout = await serve(database_url)
    ann = telegram.user(ANN, "Annegret")
    ann.says("bench 80x8")
    card = await ann.hears("80 kg × 8")
    ann.says("rest 2s")
    await ann.hears("Rest in Bench press is 0:02")
    ann.presses("Again", message=card)
    await ann.sees("2   80 kg × 8")
    ann.deactivates()
    await werkout.until(lambda: select(database_url, GONE) == [(1,)])
    assert count(database_url, "outbox") == 0
    assert [one.status for one in telegram.called("sendMessage")][-1] == 403
    telegram.state.chats.open(ann.id, "private", {}).gone = None
    ann.says("bench 80x7")
    await ann.hears("3   80 kg × 7")
    assert select(database_url, GONE) == [(0,)]
    assert sets_of(database_url, ANN) == [("bench_press", 80, 8)] * 2 + [("bench_press", 80, 7)]


async def test_a_flood_of_answers_keeps_its_order(
    serve: Serve, telegram: TelegramStandin, sqlite_url: str
) -> None:
    """The real limits: about one message a second to a chat after a short burst."""
    await serve(sqlite_url, webhook=True)
    telegram.state.flood.on = True
    ann = telegram.user(ANN, "Annegret")
    for words in ("/help", *ASKED, *ASKED[:2]):
        ann.says(words)
    await telegram.until(lambda: len(_answers(ann)) == 6, "all answers", PATIENCE)
    assert telegram.state.flood.refused > 0
    assert _answers(ann) == [ANSWERS[2], *ANSWERS, *ANSWERS[:2]]
