"""Every limit of Telegram's that we keep, with the page it stands on.

All addresses are under https://core.telegram.org/bots/.
"""

from __future__ import annotations

from typing import Final

# api#sendmessage, "1-4096 characters after entities parsing". Counted in UTF-16 units, as
# entities are: where Telegram counts more kindly, we only cut a little early.
TEXT_UNITS: Final = 4096
# api#sendphoto, api#senddocument: "0-1024 characters after entities parsing".
CAPTION_UNITS: Final = 1024
# api#inlinekeyboardbutton: callback_data has 1-64 bytes.
CALLBACK_DATA_BYTES: Final = 64
# On no page; the server answers REPLY_MARKUP_TOO_LONG beyond it.
BUTTONS: Final = 100
# On no page; clients show no more beside each other.
BUTTONS_IN_ROW: Final = 8
# api#answercallbackquery: 0-200 characters.
NOTICE_UNITS: Final = 200
# api#sending-files: photos up to 10 MB, other files up to 50 MB; api#getfile: 20 MB down.
PHOTO_BYTES: Final = 10_000_000
FILE_BYTES: Final = 50_000_000
DOWNLOAD_BYTES: Final = 20_000_000
# api#setwebhook: "max_connections … 1-100".
WEBHOOK_CONNECTIONS: Final = 100
# api#getupdates: "limit … 1-100".
UPDATES_AT_ONCE: Final = 100
# api#botcommand: 1-32 characters, description 1-256; api#setmycommands: at most 100.
COMMAND_CHARACTERS: Final = 32
COMMAND_DESCRIPTION: Final = 256
COMMANDS: Final = 100
# On no page; all descriptions of one call together, else BOT_COMMANDS_TOO_MUCH.
COMMAND_DESCRIPTIONS_BYTES: Final = 3_500
# api#setmydescription and api#setmyshortdescription.
DESCRIPTION: Final = 512
SHORT_DESCRIPTION: Final = 120
# faq#my-bot-is-hitting-limits-how-do-i-avoid-this: "no more than one message per second" to one
# chat, "20 messages per minute to the same group", "no more than about 30 messages per second"
# in all. What we begin ourselves keeps a little below that.
MESSAGES_PER_SECOND: Final = 30.0
PACED_PER_SECOND: Final = 29.0
CHAT_SECONDS: Final = 1.0
GROUP_SECONDS: Final = 60 / 20
# Our own: one pointer to the private chat a minute in a group.
GROUP_ANSWER_SECONDS: Final = 60
# Our own: what a webhook may weigh. Telegram's updates stay far below.
BODY_BYTES: Final = 1 << 20
