"""The bot to beat: python-telegram-bot's own echo example by its own webhook server, all defaults.

`python -m tests.benchmarks.echo_bot API_URL TOKEN PORT`; without a port it polls, which was
measured too and is slower.
"""

from __future__ import annotations

import sys

from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters


async def echo(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Says what it was told."""
    if update.message is not None:
        await update.message.reply_text(update.message.text or "")


def main(api_url: str, token: str, port: int | None) -> None:
    """Serves until stopped. The address of the API is all that is not as it comes."""
    application = Application.builder().token(token).base_url(f"{api_url}/bot").build()
    application.add_handler(MessageHandler(filters.TEXT & ~filters.COMMAND, echo))
    if port is None:
        application.run_polling()
        return
    application.run_webhook(
        listen="127.0.0.1",
        port=port,
        url_path="hook",
        secret_token="benchmark",
        webhook_url=f"http://127.0.0.1:{port}/hook",
    )


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else None)
