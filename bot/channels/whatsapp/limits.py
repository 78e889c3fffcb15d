"""Every limit of WhatsApp's that we keep, with the page it stands on.

All addresses are under https://developers.facebook.com/documentation/business-messaging/whatsapp/.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from bot.engine.manners import Manners

CHANNEL: Final = "whatsapp"

# Texts. No page says what a character is: counted in UTF-16 units we only cut a little early.
# messages/text-messages, messages/interactive-list-messages.
TEXT_UNITS: Final = 4096
LIST_BODY_UNITS: Final = 4096
# messages/interactive-reply-buttons-messages, …/interactive-cta-url-messages,
# …/location-request-messages.
BODY_UNITS: Final = 1024
# messages/image-messages, messages/document-messages.
CAPTION_UNITS: Final = 1024
# On no page; far more than any place is called.
PLACE_UNITS: Final = 512

# messages/interactive-reply-buttons-messages: titles that differ, and an id of its own each.
BUTTONS: Final = 3
TITLE_UNITS: Final = 20
# messages/interactive-list-messages: rows of all sections together; the word that opens it has
# as many characters as a button.
MOST_ROWS: Final = 10
ROW_TITLE_UNITS: Final = 24
ROW_DESCRIPTION_UNITS: Final = 72
# The same two pages: 256 characters under a button and 200 in a row. What fits a row fits both.
ID_UNITS: Final = 200
# templates/components, of a link in a template; on no page for other links.
LINK_UNITS: Final = 2000

# templates/components: a template's body has 1024 characters with its gaps filled.
TEMPLATE_UNITS: Final = 1024
# Of these we leave so many to its own words.
TEMPLATE_OWN_UNITS: Final = 324

# business-phone-numbers/media, “Supported media types”: what an image and what a document may be.
IMAGES: Final = frozenset({"image/jpeg", "image/png"})
IMAGE_BYTES: Final = 5_000_000
DOCUMENTS: Final = frozenset(
    {
        "text/plain",
        "application/pdf",
        "application/msword",
        "application/vnd.ms-excel",
        "application/vnd.ms-powerpoint",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    }
)
DOCUMENT_BYTES: Final = 100_000_000
# On no page; longer names are of no use on a phone.
FILE_NAME_UNITS: Final = 200

# throughput: 80 messages a second of each number, sent and received. What we begin ourselves
# leaves room for what people write and for the replies.
PACED_PER_SECOND: Final = 60.0
# about-the-platform, “Pair rate limits”: one message every six seconds to the same person, up to
# 45 at once on credit; refused, one tries again after 4^X seconds, X from 0.
CHAT_SECONDS: Final = 6.0
PAIR_BASE: Final = 4.0
# Our own: by then the credit of 45 messages is earned again.
MOST_PAIR_SECONDS: Final = 256.0

# messages/send-messages, “Customer service windows”.
WINDOW: Final = timedelta(hours=24)
# Our own: a message on its way, or a clock a little off, must not meet the window just closed.
MARGIN: Final = timedelta(minutes=2)

# Our own: a text that would fill more messages than these is cut.
MOST_MESSAGES: Final = 3

MANNERS: Final = Manners(
    edits=False, notices=False, one_message=True, most_choices=MOST_ROWS, window=WINDOW
)
