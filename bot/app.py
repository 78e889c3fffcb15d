"""The composition root: settings in, everything wired out."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from importlib.metadata import version
from typing import TYPE_CHECKING, Final, Protocol

from aiohttp import web

from bot.backups.files import place_of
from bot.backups.hourly import HourlyBackups
from bot.channels.channel import Channel
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.client import TelegramClient
from bot.channels.telegram.receiver import Receiver
from bot.channels.telegram.secret import WebhookSecret
from bot.channels.web.channel import WebChannel
from bot.channels.web.texts import page_texts
from bot.channels.whatsapp.channel import WhatsAppChannel
from bot.channels.whatsapp.client import GraphClient
from bot.channels.whatsapp.errors import outcome
from bot.channels.whatsapp.limits import CHANNEL as WHATSAPP
from bot.channels.whatsapp.limits import MANNERS as ON_WHATSAPP
from bot.channels.whatsapp.preferences import Preferences
from bot.channels.whatsapp.receiver import Receiver as WhatsAppReceiver
from bot.channels.whatsapp.signature import Signature
from bot.channels.whatsapp.webhook import WhatsAppWebhook
from bot.conversations import all_conversations
from bot.conversations.help import COMMANDS
from bot.delivery import queries as delivery
from bot.delivery.confirming import Outcomes
from bot.delivery.drafts import DraftChannel, Drafts
from bot.delivery.holding import Most
from bot.delivery.limits import OwnLimiter, PreferredLimiter
from bot.delivery.sender import Sender
from bot.delivery.shared_limits import SharedLimiter
from bot.delivery.statuses import Statuses
from bot.engine.conversation import Conversations
from bot.engine.engine import Engine
from bot.engine.services import Services
from bot.engine.texts import texts_for
from bot.heart import Heart
from bot.installation import installation, name_among_others
from bot.introduction import Introduction
from bot.keys import keyring_for
from bot.links import Links
from bot.metrics import Metrics
from bot.neighbours import Neighbours
from bot.notifying import NotifyWire
from bot.on_telegram import OnTelegram
from bot.on_whatsapp import OnWhatsApp
from bot.pulling import Pulling
from bot.roles import Role
from bot.running import App, Schedule
from bot.schedule.clockwork import Clockwork
from bot.schedule.periodic import Periodic
from bot.schedule.towns import TownLoader
from bot.schedule.workers import Workers
from bot.server.files import FileLinks
from bot.server.health import Health
from bot.server.server import Server
from bot.settings import PHOTON, Settings
from bot.signals import NoSignals, Signals, Wire, WireSignals
from core.cache import MemoryCache
from core.clock import Clock, system_clock
from core.database import Database
from core.pacing import Limiter, Limits
from core.people.addresses import reachable
from core.people.deletion import note_deletion
from core.secrets import Keyring
from core.towns.geocoder import Geocoder
from core.towns.remembering import RememberingGeocoder
from integrations.openai import OpenAIModel

if TYPE_CHECKING:
    from integrations.redis.place import AtRedis


OUTCOMES: Final[Outcomes] = {WHATSAPP: outcome}


class Served(Protocol):
    """What people or platforms reach over HTTP."""

    def routes(self) -> list[web.RouteDef]:
        """What to add to the server's router."""
        ...


def build(
    settings: Settings,
    *,
    clock: Clock = system_clock,
    conversations: Conversations | None = None,
    demo_key: str | None = None,
    role: Role = Role.RUN,
) -> App:
    """A process over a migrated database; raises `BadSettings` and `DatabaseAway`."""
    keyring = keyring_for(settings)
    database = Database(settings.database)
    metrics = Metrics()
    process = secrets.token_hex(8)
    # The sender is told its channels below: some of them need the engine, which needs it.
    pushed: dict[str, Channel] = {}
    pulled: dict[str, Callable[[str], None]] = {}
    shows_drafts: dict[str, DraftChannel] = {}
    redis = _redis(settings, database)
    neighbours = Neighbours(_signals(database, redis, process), clock)
    pulled[WebChannel.name], shows_drafts[WebChannel.name] = neighbours.wake, neighbours
    limits: dict[str, Limits] = {}
    limiter = _limiter(database, redis, limits)
    # Who serves does nothing but reply.
    most = Most() if role.works else Most(paced=0)
    sender = Sender(
        database,
        pushed,
        pulled,
        clock,
        metrics,
        process,
        keyring,
        limiter,
        most=most,
        outcomes=OUTCOMES,
    )
    sender.on_behind, neighbours.on_outbox = neighbours.left, sender.look
    engine = Engine(
        database,
        conversations or all_conversations(),
        keyring,
        clock,
        sender,
        metrics,
        process,
        _services(settings, metrics, _geocoder(settings, database, keyring, clock), redis),
        {WHATSAPP: ON_WHATSAPP} if settings.has_whatsapp else {},
    )
    if database.is_sqlite:
        # Before the deletion stands. Of many processes one lists them, from the table.
        engine.on_erasing = partial(note_deletion, place_of(settings).deletions)
    introduction = _introduction(engine.conversations)
    telegram = whatsapp = browser = None
    if settings.telegram_token is not None:
        client = TelegramClient(
            settings.telegram_token.get_secret_value(), settings.telegram_api_url
        )
        telegram = _on_telegram(settings, client, engine, introduction, role)
        channel = TelegramChannel(client)
        pushed["telegram"] = shows_drafts["telegram"] = channel
        limits[channel.limits.account] = channel.limits
    graph, files = _graph(settings), None
    if graph is not None:
        files = _file_links(settings, database, keyring, clock)
        to_whatsapp = _to_whatsapp(graph, files, database, keyring, clock)
        pushed[WHATSAPP] = to_whatsapp
        limits[to_whatsapp.limits.account] = to_whatsapp.limits
        statuses = Statuses(database, OUTCOMES, clock, metrics, sender.look)
        whatsapp = _on_whatsapp(settings, graph, engine, statuses, introduction, role)
    if settings.web_chat and role.serves:
        pulling = Pulling(database, metrics, clock, keyring)
        browser = _browser(settings, engine, pulling, introduction, demo_key)
        neighbours.pages = browser
    backups = (
        HourlyBackups(settings, database, metrics, clock, process) if demo_key is None else None
    )
    drafts = Drafts(database, shows_drafts, time.monotonic)
    channels = sorted([*pushed, *([browser.name] if browser else [])])
    due_kinds = sorted(engine.conversations.due)
    health = Health(database, metrics, clock, channels, version("werkout"), due_kinds, redis)
    heart = Heart(database, process, role.value, version("werkout"))
    sender.well, heart.on_lost = (lambda: heart.well), sender.lost
    return App(
        database,
        engine,
        sender,
        _server(
            settings,
            metrics,
            health,
            [telegram, whatsapp, browser, files if role.serves else None],
            browser,
        ),
        _schedule(engine, metrics, drafts, backups) if role.works else None,
        heart,
        metrics,
        telegram,
        whatsapp,
        browser,
        neighbours,
        () if redis is None else (redis.close,),
    )


def _redis(settings: Settings, database: Database) -> AtRedis | None:
    """Only where many processes can serve: one alone has it all in its own memory."""
    if settings.redis is None or database.is_sqlite:
        return None
    # Here, since most installations have none, and it takes a while to load.
    from integrations.redis.place import AtRedis

    with database.engine.begin() as db:
        return AtRedis(settings.redis, name_among_others(db))


def _signals(database: Database, redis: AtRedis | None, process: str) -> Signals:
    if database.is_sqlite:
        return NoSignals()
    wires: list[Wire] = [] if redis is None else [redis.wire()]
    return WireSignals(process, [*wires, NotifyWire(database.url)])


def _limiter(database: Database, redis: AtRedis | None, limits: Mapping[str, Limits]) -> Limiter:
    """Slots of what is paced: our own on SQLite, those of all processes otherwise."""
    if database.is_sqlite:
        return OwnLimiter(limits, time.monotonic)
    shared = SharedLimiter(database, limits, time.monotonic)
    if redis is None:
        return shared
    return PreferredLimiter(redis.limiter(limits), shared, time.monotonic)


def _schedule(
    engine: Engine, metrics: Metrics, drafts: Drafts, backups: HourlyBackups | None
) -> Schedule:
    database, clock = engine.database, engine.clock
    return Schedule(
        Clockwork(database, engine, metrics, clock),
        Workers(database, engine, metrics, clock, engine.process, drafts=drafts),
        Periodic(database, metrics, clock),
        TownLoader(database, clock),
        backups,
    )


def _services(
    settings: Settings, metrics: Metrics, geocoder: Geocoder | None, redis: AtRedis | None
) -> Services:
    """What is outside, as far as it is set up."""
    model = None
    if settings.has_model:
        key = settings.openai_api_key
        model = OpenAIModel(
            settings.openai_model or "",
            None if key is None else key.get_secret_value(),
            settings.openai_base_url,
        )
    links = Links(page=settings.public_url or "") if settings.web_chat else Links()
    return Services(
        model=model,
        geocoder=geocoder,
        admins=settings.admin_identities,
        coach=metrics,
        links=links,
        cache=MemoryCache(time.monotonic) if redis is None else redis.cache(time.monotonic),
    )


def _geocoder(
    settings: Settings, database: Database, keyring: Keyring, clock: Clock
) -> Geocoder | None:
    if settings.geocoder_url is None:
        return None
    # Here, since most installations have none.
    from integrations.geocoding import GeopyGeocoder

    photon = settings.geocoder_url.startswith(PHOTON)
    geocoder = GeopyGeocoder(settings.geocoder_url.removeprefix(PHOTON), photon=photon)
    return RememberingGeocoder(geocoder, database, keyring, clock)


def _introduction(conversations: Conversations) -> Introduction:
    """Only what works is in a menu."""
    working = {name: does for name, does in COMMANDS.items() if name in conversations.commands}
    return Introduction(working)


def _on_telegram(
    settings: Settings,
    client: TelegramClient,
    engine: Engine,
    introduction: Introduction,
    role: Role,
) -> OnTelegram:
    receiver = Receiver(client, engine, introduction.group_line, engine.clock)
    given = settings.telegram_webhook_secret
    secret = WebhookSecret(
        None if given is None else given.get_secret_value(), engine.keyring, client.bot_id
    )
    links = engine.services.links
    return OnTelegram(
        client,
        receiver,
        secret,
        introduction,
        settings.public_url,
        links,
        takes_updates=role.serves,
    )


def _graph(settings: Settings) -> GraphClient | None:
    token, phone = settings.whatsapp_token, settings.whatsapp_phone_id
    if not settings.has_whatsapp or token is None or phone is None:
        return None
    return GraphClient(token.get_secret_value(), phone, settings.whatsapp_api_url)


def _file_links(
    settings: Settings, database: Database, keyring: Keyring, clock: Clock
) -> FileLinks:
    return FileLinks(
        keyring,
        clock,
        settings.public_url or "",
        lambda media_id: database.read(delivery.load_media, media_id),
    )


def _to_whatsapp(
    graph: GraphClient, files: FileLinks, database: Database, keyring: Keyring, clock: Clock
) -> WhatsAppChannel:
    return WhatsAppChannel(
        graph, lambda key: database.read(reachable, keyring, WHATSAPP, key), files.to, clock
    )


def _on_whatsapp(
    settings: Settings,
    graph: GraphClient,
    engine: Engine,
    statuses: Statuses,
    introduction: Introduction,
    role: Role,
) -> OnWhatsApp | None:
    secret, words = settings.whatsapp_app_secret, settings.whatsapp_verify_token
    if secret is None or words is None:
        return None
    preferences = Preferences(engine.database, engine.keyring)
    receiver = WhatsAppReceiver(graph, engine, statuses, preferences, engine.clock)
    signature = Signature(secret.get_secret_value())
    webhook = WhatsAppWebhook(receiver, signature, words.get_secret_value())
    links = engine.services.links
    return OnWhatsApp(graph, receiver, webhook, introduction, links, takes_webhooks=role.serves)


def _browser(
    settings: Settings,
    engine: Engine,
    pulling: Pulling,
    introduction: Introduction,
    demo_key: str | None,
) -> WebChannel:
    with engine.database.engine.begin() as db:
        name = installation(db)
    return WebChannel(
        take=engine.take,
        waiting=pulling.unseen,
        seen=pulling.seen,
        media=pulling.media,
        keyring=engine.keyring,
        now=engine.clock,
        texts=lambda language: page_texts(texts_for(language).t),
        commands=introduction.menu,
        public_url=settings.public_url,
        demo_key=demo_key,
        installation=name,
    )


def _server(
    settings: Settings,
    metrics: Metrics,
    health: Health,
    served: Sequence[Served | None],
    browser: WebChannel | None,
) -> Server:
    routes = [route for one in (health, *served) if one is not None for route in one.routes()]
    return Server(
        routes,
        settings.host,
        settings.port,
        metrics.answered,
        https=(settings.public_url or "").startswith("https:"),
        closing=browser.close if browser is not None else None,
    )
