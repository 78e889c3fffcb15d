"""The command line: `werkout demo | run | serve | work | migrate | doctor | …`.

Whatever goes wrong is told in one sentence: exit code 2 where the settings or the command are
wrong, 1 where the rest of the world is.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Final

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

import migrations
from bot.keys import keyring_for
from bot.logs import set_up_logs, where
from bot.on_telegram import TelegramRefuses
from bot.one_process import AlreadyServing, alone_with
from bot.roles import Role
from bot.server.server import CannotListen
from bot.settings import BadSettings, Settings, load_settings
from core.clock import system_clock
from core.database import Database, DatabaseAway

BAD_SETTINGS: Final = 2
GARBAGE: Final = 20_000
"""New objects after which the collector looks for garbage among them; Python's own 700 walked what
a turn had in hand again and again."""
NOTHING_TO_SERVE: Final = (
    "There is nothing to serve: set TELEGRAM_TOKEN for Telegram, WHATSAPP_TOKEN and what goes with "
    "it for WhatsApp, or WEB_CHAT=on for the browser. `werkout demo` needs none of them."
)
SERVED_ALREADY: Final = (
    "Another Werkout process serves {database}; SQLite is for one of them. Stop that one first, "
    "or set DATABASE_URL."
)


NOT_ON_SQLITE: Final = (
    "`werkout {role}` is one of many processes and needs PostgreSQL: set DATABASE_URL to one, or "
    "use `werkout run`, which does all of it over SQLite."
)
NOBODY_CALLS: Final = (
    "`werkout serve` takes Telegram's calls: set PUBLIC_URL to where this server is reached from "
    "outside. Only `werkout run` asks Telegram for news itself."
)
HALF_WHATSAPP: Final = "WhatsApp needs {missing} as well, or none of its settings."
NOBODY_CALLS_FOR_WHATSAPP: Final = (
    "Meta calls us for WhatsApp, and fetches files from us: set PUBLIC_URL to where this server is "
    "reached from outside."
)
OLD_SCHEMA: Final = "The database is of an older release; run `werkout migrate` first."


class Unable(Exception):
    """A command cannot be done; says why in a sentence."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    chosen = _parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = chosen.command
    try:
        with _for_our_eyes_alone():
            return command(chosen)
    except BadSettings as bad:
        return _say_on_stderr(str(bad), BAD_SETTINGS)
    except (Unable, CannotListen, TelegramRefuses, migrations.MigrationBusy) as unable:
        return _say_on_stderr(str(unable), 1)
    except AlreadyServing as served:
        return _say_on_stderr(SERVED_ALREADY.format(database=served), 1)
    except (DatabaseAway, DBAPIError) as error:
        kind = type(getattr(error, "orig", None) or error.__cause__ or error).__name__
        advice = "look at DATABASE_URL, or ask `werkout doctor`"
        return _say_on_stderr(f"The database cannot be used ({kind}); {advice}.", 1)
    except OSError as error:
        return _say_on_stderr(f"{error.filename or 'A file'} cannot be used: {error.strerror}.", 1)
    except KeyboardInterrupt:
        return _say_on_stderr("Stopped.", 1)
    except Exception as error:  # noqa: BLE001 - a traceback helps nobody at a prompt
        return _say_on_stderr(f"Werkout broke, which is our mistake: {where(error)}.", 1)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="werkout", description="A fitness bot for Telegram, WhatsApp and the browser."
    )
    parser.add_argument("--version", action="version", version=f"werkout {version('werkout')}")
    commands = parser.add_subparsers(required=True, metavar="command")
    for name, command, meaning in (
        ("demo", _demo, "try it in the browser, with somebody who has trained for eight weeks"),
        ("run", _run, "serve Telegram, WhatsApp, the browser chat, or all of them"),
        ("serve", _serve_many, "one of many: take webhooks and the browser chat, over PostgreSQL"),
        ("work", _work, "one of many: send, remind and do what takes long, over PostgreSQL"),
        ("migrate", _migrate, "bring the database to this release"),
    ):
        commands.add_parser(name, help=meaning, description=meaning).set_defaults(command=command)
    meaning = "say what is set, what is missing and what to do"
    doctor = commands.add_parser("doctor", help=meaning, description=meaning)
    meaning = "rewrite what an older key encrypted under the first of SECRET_KEYS, beside a bot"
    doctor.add_argument("--rotate", action="store_true", help=meaning)
    doctor.set_defaults(command=_doctor)
    meaning = "write everything of a person into a zip file"
    export = commands.add_parser("export", help=meaning, description=meaning)
    export.add_argument(
        "identity", metavar="IDENTITY", help="like telegram:123 or whatsapp:+491512345678"
    )
    export.add_argument("file", metavar="FILE", type=Path)
    export.set_defaults(command=_export)
    meaning = "write a checked copy of the whole database"
    backup = commands.add_parser("backup", help=meaning, description=meaning)
    backup.add_argument("file", metavar="FILE", type=Path, nargs="?", help="where to, else backups")
    backup.set_defaults(command=_backup)
    meaning = "make the database what it was when a backup was made, and keep what it is now"
    restore = commands.add_parser("restore", help=meaning, description=meaning)
    restore.add_argument("file", metavar="FILE", type=Path)
    restore.set_defaults(command=_restore)
    _add_import(commands)
    return parser


def _add_import(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    meaning = "take in what others have listed"
    kinds = commands.add_parser("import", help=meaning, description=meaning)
    what = kinds.add_subparsers(required=True, metavar="what")
    meaning = "trainers, coaches, groups, gyms and studios out of a CSV file"
    providers = what.add_parser("providers", help=meaning, description=meaning)
    providers.add_argument("file", metavar="FILE", type=Path)
    only_look = "check every line and say what would change, but write nothing"
    providers.add_argument("--dry-run", action="store_true", help=only_look)
    providers.set_defaults(command=_import_providers)


@contextmanager
def _for_our_eyes_alone() -> Iterator[None]:
    """The database, its log and every file that is written are people's own."""
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)


def _say_on_stderr(sentences: str, code: int) -> int:
    print(sentences, file=sys.stderr)
    return code


# Serving


def _run(_chosen: argparse.Namespace) -> int:
    settings = load_settings()
    _check_served(settings)
    _serve(settings)
    return 0


def _serve_many(_chosen: argparse.Namespace) -> int:
    settings = _of_many(Role.SERVE)
    _check_served(settings)
    if settings.telegram_token is not None and settings.public_url is None:
        raise BadSettings([NOBODY_CALLS])
    _serve(settings, Role.SERVE)
    return 0


def _work(_chosen: argparse.Namespace) -> int:
    settings = _of_many(Role.WORK)
    _check_whatsapp(settings)
    _serve(settings, Role.WORK)
    return 0


def _check_served(settings: Settings) -> None:
    _check_whatsapp(settings)
    if settings.telegram_token is None and not (settings.has_whatsapp or settings.web_chat):
        raise BadSettings([NOTHING_TO_SERVE])


def _check_whatsapp(settings: Settings) -> None:
    """All of it or nothing; also who only sends needs an address that files are fetched at."""
    if settings.asks_for_whatsapp and not settings.has_whatsapp:
        missing = ", ".join(settings.missing_for_whatsapp)
        raise BadSettings([HALF_WHATSAPP.format(missing=missing)])
    if settings.has_whatsapp and settings.public_url is None:
        raise BadSettings([NOBODY_CALLS_FOR_WHATSAPP])


def _of_many(role: Role) -> Settings:
    """The settings of one process among many, none of which may change the schema."""
    settings = load_settings()
    if settings.sqlite_file is not None:
        raise BadSettings([NOT_ON_SQLITE.format(role=role.value)])
    keyring_for(settings)
    if not migrations.is_current(settings.database):
        raise Unable(OLD_SCHEMA)
    return settings


def _demo(_chosen: argparse.Namespace) -> int:
    _serve(load_settings().model_copy(update={"web_chat": True}), demo=True)
    return 0


def _serve(settings: Settings, role: Role = Role.RUN, *, demo: bool = False) -> None:
    # Here, since what only migrates or asks need not load all of it.
    from bot import demo as demo_people
    from bot.app import build
    from core.training.vocabulary import library_names

    with _alone(settings):
        # Before anything is changed: without keys there is no start.
        keyring_for(settings)
        if role is Role.RUN:
            migrations.upgrade(settings.database)
        app = build(settings, demo_key=demo_people.DEMO_KEY if demo else None, role=role)
        set_up_logs(settings.log_level, settings.log_format, settings.secrets(), app.metrics.error)

        async def serve() -> None:
            if demo:
                await demo_people.load(app.database, app.engine.keyring, system_clock())
            await app.run(_greet if demo else lambda address: None)

        if role is not Role.WORK:
            # A second, which the first line that is typed would else spend in its transaction.
            library_names()
        _leave_alone_what_stays()
        with asyncio.Runner(loop_factory=_fast_loop()) as runner:
            runner.run(serve())


def _leave_alone_what_stays() -> None:
    """What is there at the start stays to the end: the garbage collector need not walk it again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(GARBAGE, 20, 20)


@contextmanager
def _alone(settings: Settings) -> Iterator[None]:
    if settings.sqlite_file is None:
        yield
        return
    with alone_with(settings.sqlite_file):
        yield


def _greet(address: str) -> None:
    print(f"Werkout is at {address}\nCtrl+C stops it.", flush=True)


def _fast_loop() -> Callable[[], asyncio.AbstractEventLoop] | None:
    try:
        import uvloop
    except ImportError:
        return None
    return uvloop.new_event_loop


# Everything else


def _migrate(_chosen: argparse.Namespace) -> int:
    settings = load_settings()
    migrations.upgrade(settings.database)
    asyncio.run(_load_towns(settings.database))
    print("The database is up to date.")
    return 0


async def _load_towns(url: str) -> None:
    """Where many processes serve, none of them is the first to start."""
    from core.towns.loading import LoadingFailed, load_towns

    database = Database(url)
    try:
        await load_towns(database, system_clock, beside=False)
    except LoadingFailed:
        raise Unable("The towns could not be read in; ask for `werkout migrate` again.") from None
    finally:
        database.close()


def _doctor(chosen: argparse.Namespace) -> int:
    from bot.doctor.examine import examine
    from bot.doctor.keys import rotate_keys

    if not chosen.rotate:
        return examine(print)
    settings = load_settings()
    if not migrations.is_current(settings.database):
        raise Unable(OLD_SCHEMA)
    return rotate_keys(settings, print)


def _backup(chosen: argparse.Namespace) -> int:
    from bot.backups.files import BackupFailed, place_of
    from bot.backups.making import make_backup

    settings = load_settings()
    target: Path = chosen.file or place_of(settings).file(system_clock())
    try:
        make_backup(settings, target)
    except BackupFailed as failed:
        raise Unable(str(failed)) from None
    print(f"The whole database is in {target}; the key in SECRET_KEYS or secret.key is not.")
    return 0


def _restore(chosen: argparse.Namespace) -> int:
    from bot.backups.files import BackupFailed
    from bot.backups.restoring import restore

    try:
        print(restore(load_settings(), chosen.file, system_clock()))
    except BackupFailed as failed:
        raise Unable(str(failed)) from None
    return 0


def _import_providers(chosen: argparse.Namespace) -> int:
    from bot.importing import BadLines, import_providers
    from core.providers.lines import NoTable

    try:
        print(import_providers(load_settings(), chosen.file, dry_run=chosen.dry_run))
    except (NoTable, BadLines) as bad:
        raise Unable(str(bad)) from None
    return 0


def _export(chosen: argparse.Namespace) -> int:
    from core.people.addresses import identity_named
    from core.people.export import export_zip

    if not all(chosen.identity.partition(":")):
        raise Unable("IDENTITY is a channel and whoever is met there, like telegram:123.")

    settings = load_settings()
    keyring = keyring_for(settings)

    def export(db: Connection) -> bytes:
        found = identity_named(db, keyring, chosen.identity)
        if found is None:
            raise Unable(f"Nobody is known as {chosen.identity}.")
        return export_zip(db, found.person_id, system_clock(), keyring)

    _write_privately(chosen.file, asyncio.run(_read_once(settings.database, export)))
    print(f"Everything of {chosen.identity} is in {chosen.file}.")
    return 0


async def _read_once(url: str, function: Callable[[Connection], bytes]) -> bytes:
    """On one snapshot, so that a bot that is running waits for nothing."""
    database = Database(url)
    try:
        return await database.read(function)
    finally:
        database.close()


def _write_privately(file: Path, data: bytes) -> None:
    """A person's data are for its owner's eyes alone."""
    try:
        file.unlink(missing_ok=True)
        with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as opened:
            opened.write(data)
    except OSError as error:
        raise Unable(f"{file} cannot be written: {error.strerror}.") from None


if __name__ == "__main__":
    sys.exit(main())
