"""The stand-in refuses what Telegram refuses: each limit in turn."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest

from tests.standins.caller import BAD, Bot, Json, png
from tests.standins.telegram import TOKEN, TelegramStandin


def keys(*buttons: Json) -> Json:
    return {"inline_keyboard": [list(buttons)]}


KEY = {"text": "Go", "callback_data": "go"}

SENDING: list[tuple[str, Json, str]] = [
    ("no text", {}, "message text is empty"),
    ("empty", {"text": ""}, "message text is empty"),
    ("blank", {"text": " \n "}, "text must be non-empty"),
    ("nothing but tags", {"text": "<b></b>", "parse_mode": "HTML"}, "text must be non-empty"),
    ("too long", {"text": "x" * 4097}, "message is too long"),
    ("far too long", {"text": "й" * 20_000}, "text is too long"),
    (
        "unknown tag",
        {"text": "a <person>", "parse_mode": "HTML"},
        'can\'t parse entities: Unsupported start tag "person" at byte offset 2',
    ),
    (
        "open tag",
        {"text": "<b>a", "parse_mode": "HTML"},
        'can\'t parse entities: Can\'t find end tag corresponding to start tag "b"',
    ),
    (
        "unfinished tag",
        {"text": "5 <b", "parse_mode": "html"},
        "can't parse entities: Unclosed start tag at byte offset 2",
    ),
    (
        "end without start",
        {"text": "é</b>", "parse_mode": "HTML"},
        "can't parse entities: Unexpected end tag at byte offset 2",
    ),
    (
        "crossed tags",
        {"text": "<b><i>a</b></i>", "parse_mode": "HTML"},
        'can\'t parse entities: Unmatched end tag at byte offset 7, expected "</i>", found "</b>"',
    ),
    ("no such mode", {"text": "a", "parse_mode": "bbcode"}, "unsupported parse_mode"),
    ("no chat", {"text": "a", "chat_id": ""}, "chat_id is empty"),
    ("stranger", {"text": "a", "chat_id": 8}, "chat not found"),
    ("a name", {"text": "a", "chat_id": "@ann"}, "chat not found"),
    (
        "data too long",
        {"text": "a", "reply_markup": keys({"text": "b", "callback_data": "ю" * 33})},
        "BUTTON_DATA_INVALID",
    ),
    (
        "no data",
        {"text": "a", "reply_markup": keys({"text": "b", "callback_data": ""})},
        "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ),
    (
        "no label",
        {"text": "a", "reply_markup": keys({"callback_data": "b"})},
        'can\'t parse inline keyboard button: Field "text" must be of type String',
    ),
    (
        "101 buttons",
        {"text": "a", "reply_markup": {"inline_keyboard": [[KEY]] * 101}},
        "reply markup is too long",
    ),
    (
        "link without host",
        {"text": "a", "reply_markup": keys({"text": "b", "url": "https://"})},
        "inline keyboard button URL 'https://' is invalid: URL host is empty",
    ),
    (
        "link to this machine",
        {"text": "a", "reply_markup": keys({"text": "b", "url": "http://localhost/x"})},
        "inline keyboard button URL 'http://localhost/x' is invalid: Wrong HTTP URL",
    ),
    (
        "link to a phone",
        {"text": "a", "reply_markup": keys({"text": "b", "url": "tel://123"})},
        "inline keyboard button URL 'tel://123' is invalid: Unsupported URL protocol",
    ),
    (
        "link with a blank",
        {"text": "a", "reply_markup": keys({"text": "b", "url": "https://a b.com"})},
        "inline keyboard button URL 'https://a b.com' is invalid: Disallowed character in URL host",
    ),
    (
        "port too high",
        {"text": "a", "reply_markup": keys({"text": "b", "url": "https://a.com:70000"})},
        (
            "inline keyboard button URL 'https://a.com:70000' is invalid: "
            "Wrong port number specified in the URL"
        ),
    ),
    ("markup that is none", {"text": "a", "reply_markup": "{"},
     "can't parse reply keyboard markup JSON object"),
    ("reply to nothing", {"text": "a", "reply_parameters": {"message_id": 99}},
     "message to be replied not found"),
]  # fmt: skip


@pytest.mark.parametrize(("args", "words"), [case[1:] for case in SENDING],
                         ids=[case[0] for case in SENDING])  # fmt: skip
async def test_sending_is_refused(bot: Bot, args: Json, words: str) -> None:
    assert await bot("sendMessage", **{"chat_id": 7} | args) == BAD + words
    assert len(bot.telegram.user(7).chat) == 1


async def test_what_is_within_the_limits_is_shown(bot: Bot, telegram: TelegramStandin) -> None:
    rows = {"inline_keyboard": [[KEY]] * 99 + [[{"text": "b", "callback_data": "ю" * 32}]]}
    text = "<b>A &lt;b&gt; &amp; B</b>" + "x" * 4087
    sent = await bot("sendMessage", chat_id="7", text=text, parse_mode="HTML", reply_markup=rows)
    shown = telegram.user(7).answers[0]
    assert sent["message_id"] == 2
    assert shown.text == "A <b> & B" + "x" * 4087
    assert shown.bold == ["A <b> & B"]
    assert len(shown.buttons) == 100
    assert sent["reply_markup"] == rows
    assert telegram.violations == []


async def test_entities_count_utf16_and_text_is_trimmed(
    bot: Bot, telegram: TelegramStandin
) -> None:
    bold = [{"type": "bold", "offset": 2, "length": 3}]
    await bot("sendMessage", chat_id=7, text="😀abc \n", entities=bold)
    assert (telegram.user(7).answers[0].text, telegram.user(7).answers[0].bold) == (
        "😀abc",
        ["abc"],
    )


async def test_tokens_and_methods(bot: Bot, telegram: TelegramStandin) -> None:
    assert (await bot("getMe"))["username"] == "werkout_bot"
    assert await bot("getMe", token="700000007:wrong") == "401: Unauthorized"
    assert await bot("getMe", token="nonsense") == "404: Not Found"
    assert telegram.violations == []
    assert await bot("sendPoll", chat_id=7) == "404: Not Found: method not found"
    await bot("sendMessage", chat_id=7, text="a", reply_markups={})
    assert telegram.violations == [
        "no rule for method sendPoll",
        "sendMessage has no parameters ['reply_markups']",
    ]


async def test_who_is_gone_gets_nothing(bot: Bot, telegram: TelegramStandin) -> None:
    ann = telegram.user(7)
    ann.blocks()
    refused = await bot("sendMessage", chat_id=7, text="a")
    assert refused == "403: Forbidden: bot was blocked by the user"
    ann.unblocks()
    assert (await bot("sendMessage", chat_id=7, text="a"))["text"] == "a"
    ann.deactivates()
    refused = await bot("sendChatAction", chat_id=7, action="typing")
    assert refused == "403: Forbidden: user is deactivated"
    kinds = [
        update.update["my_chat_member"]["new_chat_member"]["status"]
        for update in telegram.updates.pending.values()
        if "my_chat_member" in update.update
    ]
    assert kinds == ["kicked", "member"]


async def test_editing(bot: Bot, telegram: TelegramStandin) -> None:
    ann = telegram.user(7)
    await bot("sendMessage", chat_id=7, text="one", reply_markup=keys(KEY))

    async def edit(**args: Any) -> Any:
        return await bot("editMessageText", **{"chat_id": 7, "message_id": 2} | args)

    same = await edit(text="one", reply_markup=keys(KEY))
    assert same.startswith(BAD + "message is not modified: specified new message content")
    assert "edit_date" in await edit(text="two", reply_markup=keys(KEY))
    assert "reply_markup" not in await edit(text="two")
    assert (ann.answers[0].text, ann.answers[0].buttons, ann.answers[0].edits) == ("two", [], 2)
    assert await edit(text="") == BAD + "message text is empty"
    assert await edit(text="x", message_id=1) == BAD + "message can't be edited"
    assert await edit(text="x", message_id=99) == BAD + "message to edit not found"
    assert await edit(text="x", message_id=None) == BAD + "message to edit not found"
    keyboard = {"keyboard": [[{"text": "Here", "request_location": True}]]}
    await bot("sendMessage", chat_id=7, text="where?", reply_markup=keyboard)
    assert ann.keyboard == ["Here"]
    assert await edit(text="x", message_id=3) == BAD + "message can't be edited"
    assert await edit(text="x", reply_markup=keyboard) == BAD + "inline keyboard expected"
    await bot.upload("sendPhoto", "photo", png(), chat_id=7)
    refused = await edit(text="x", message_id=4)
    assert refused == BAD + "there is no text in the message to edit"
    captioned = await bot("editMessageCaption", chat_id=7, message_id=4, caption="words")
    assert captioned["caption"] == "words"
    refused = await bot("editMessageCaption", chat_id=7, message_id=2, caption="words")
    assert refused == BAD + "there is no caption in the message to edit"
    refused = await bot("editMessageReplyMarkup", chat_id=7, message_id=2)
    assert refused.startswith(BAD + "message is not modified")


async def test_deleting(bot: Bot, telegram: TelegramStandin) -> None:
    for text in "abc":
        await bot("sendMessage", chat_id=7, text=text)
    assert await bot("deleteMessage", chat_id=7, message_id=2) is True
    not_found = BAD + "message to delete not found"
    assert await bot("deleteMessage", chat_id=7, message_id=2) == not_found
    refused = await bot("deleteMessage", chat_id=7)
    assert refused == BAD + "message identifier is not specified"
    assert await bot("deleteMessages", chat_id=7, message_ids=[2, 3, 99]) is True
    too_many = await bot("deleteMessages", chat_id=7, message_ids=list(range(1, 102)))
    assert too_many == BAD + "too many message identifiers specified"
    telegram.passes(hours=47)
    assert [message.text for message in telegram.user(7).answers] == ["c"]
    telegram.passes(hours=2)
    refused = await bot("deleteMessage", chat_id=7, message_id=4)
    assert refused == BAD + "message can't be deleted for everyone"
    edited = await bot("editMessageText", chat_id=7, message_id=4, text="still editable")
    assert edited["text"] == "still editable"


async def test_presses(bot: Bot, telegram: TelegramStandin) -> None:
    ann = telegram.user(7)
    await bot("sendMessage", chat_id=7, text="one", reply_markup=keys(KEY))
    too_old = BAD + "query is too old and response timeout expired or query ID is invalid"
    assert await bot("answerCallbackQuery", callback_query_id="1") == too_old
    query = ann.presses("Go")
    refused = await bot("answerCallbackQuery", callback_query_id=query.id, text="x" * 201)
    assert refused == BAD + "MESSAGE_TOO_LONG"
    assert await bot("answerCallbackQuery", callback_query_id=query.id, text="ok") is True
    assert await ann.notice(query) == "ok"
    assert await bot("answerCallbackQuery", callback_query_id=query.id) == too_old
    late = ann.presses("Go", inaccessible=True)
    telegram.passes(hours=1)
    assert await bot("answerCallbackQuery", callback_query_id=late.id) == too_old
    update = telegram.updates.pending[max(telegram.updates.pending)].update
    assert update["callback_query"]["message"]["date"] == 0
    with pytest.raises(AssertionError, match="no button"):
        ann.presses("Nothing of the kind")


async def test_files(bot: Bot, telegram: TelegramStandin, http: aiohttp.ClientSession) -> None:
    caption = "x" * 1024
    sent = await bot.upload("sendPhoto", "photo", png(), chat_id=7, caption=caption)
    by_id = await bot("sendPhoto", chat_id=7, photo=sent["photo"][-1]["file_id"])
    assert by_id["photo"] == sent["photo"]
    refused = await bot.upload("sendPhoto", "photo", png(), chat_id=7, caption=caption + "y")
    assert refused == BAD + "message caption is too long"
    refused = await bot.upload("sendPhoto", "photo", b"GIF89a", chat_id=7)
    assert refused == BAD + "IMAGE_PROCESS_FAILED"
    refused = await bot.upload("sendPhoto", "photo", png(1, 30), chat_id=7)
    assert refused == BAD + "PHOTO_INVALID_DIMENSIONS"
    refused = await bot.upload("sendPhoto", "photo", png() + bytes(10_000_000), chat_id=7)
    assert refused == BAD + "file is too big"
    refused = await bot("sendPhoto", chat_id=7)
    assert refused == BAD + "there is no photo in the request"
    refused = await bot("sendDocument", chat_id=7, document="AgAC")
    assert refused == BAD + "wrong file identifier/HTTP URL specified"
    refused = await bot.upload("sendDocument", "document", bytes(50_000_001), chat_id=7)
    assert refused == "413: Request Entity Too Large"
    document = (await bot.upload("sendDocument", "document", b"PK", chat_id=7))["document"]
    refused = await bot("sendPhoto", chat_id=7, photo=document["file_id"])
    assert refused == BAD + "can't use file of type Document as Photo"
    found = await bot("getFile", file_id=document["file_id"])
    async with http.get(f"{telegram.url}/file/bot{TOKEN}/{found['file_path']}") as response:
        assert await response.read() == b"PK"
    assert await bot("getFile", file_id="x") == BAD + "invalid file_id"
    large = telegram.user(7).sends_document("large.csv", bytes(20_000_001))
    assert await bot("getFile", file_id=large.file) == BAD + "file is too big"


async def test_places(bot: Bot) -> None:
    assert (await bot("sendLocation", chat_id=7, latitude=1, longitude=2))["location"]
    refused = await bot("sendLocation", chat_id=7, latitude=91, longitude=2)
    assert refused == BAD + "invalid location specified"
    refused = await bot("sendVenue", chat_id=7, latitude=1, longitude=2, title="Gym")
    assert "is required" in refused
    refused = await bot("sendChatAction", chat_id=7, action="dancing")
    assert refused == BAD + "wrong parameter action in request"


COMMANDS: list[tuple[str, list[Json], str]] = [
    ("none", [], "commands list is empty"),
    ("capitals", [{"command": "Log", "description": "d"}], "BOT_COMMAND_INVALID"),
    ("too long", [{"command": "x" * 33, "description": "d"}],
     "command length must not exceed 32"),
    ("no words", [{"command": "log", "description": " "}],
     "command description must be non-empty"),
    ("too many words", [{"command": "log", "description": "x" * 257}],
     "command description length must not exceed 256"),
    ("too many", [{"command": f"c{n}", "description": "d"} for n in range(101)],
     "BOT_COMMANDS_TOO_MUCH"),
    ("too much together", [{"command": f"c{n}", "description": "x" * 250} for n in range(20)],
     "BOT_COMMANDS_TOO_MUCH"),
]  # fmt: skip


@pytest.mark.parametrize(("commands", "words"), [case[1:] for case in COMMANDS],
                         ids=[case[0] for case in COMMANDS])  # fmt: skip
async def test_commands_are_refused(bot: Bot, commands: list[Json], words: str) -> None:
    assert await bot("setMyCommands", commands=commands) == BAD + words


async def test_what_the_bot_is(bot: Bot, telegram: TelegramStandin) -> None:
    commands = [{"command": "log", "description": "Log a set"}]
    assert await bot("setMyCommands", commands=commands, language_code="de") is True
    assert await bot("getMyCommands", language_code="de") == commands
    assert await bot("getMyCommands") == []
    refused = await bot("setMyCommands", commands=commands, language_code="deu")
    assert refused == BAD + "invalid language code specified"
    assert await bot("setMyDescription", description="x" * 512) is True
    assert (await bot("getMyDescription", language_code="fr"))["description"] == "x" * 512
    assert (await bot("setMyDescription", description="x" * 513)).startswith(BAD)
    assert await bot("setMyShortDescription", short_description="x" * 120) is True
    assert (await bot("setMyShortDescription", short_description="x" * 121)).startswith(BAD)
