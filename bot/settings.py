"""Every setting, from the environment or `.env`, with what it means."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, Literal
from urllib.parse import parse_qsl, unquote, urlsplit

from pydantic import Field, JsonValue, SecretStr, ValidationError, field_validator
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError

from core.database import normal_url

ENV_FILE: Final = ".env"
_DATABASES: Final = ("sqlite", "postgresql+psycopg")
_WEBHOOK_SECRET_LETTERS: Final = 256
PHOTON: Final = "photon+"
_FOR_WHATSAPP: Final = tuple(
    f"whatsapp_{what}" for what in ("token", "phone_id", "app_secret", "verify_token")
)


class BadSettings(Exception):
    """Settings that cannot be used: one plain sentence for each, without its value."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


def _setting(default: Any, meaning: str, must_be: str, shown: str = "") -> Any:
    """A field with its meaning, what it must be, and its default as the README shows it."""
    extra: dict[str, JsonValue] = {"must_be": must_be, "shown": shown}
    return Field(default, description=meaning, json_schema_extra=extra)


class Settings(BaseSettings):
    """What can be set; a name in the environment is the field's in capitals."""

    model_config = SettingsConfigDict(
        env_file=ENV_FILE,
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
        validate_default=False,
    )

    telegram_token: SecretStr | None = _setting(
        None,
        "The bot's token from BotFather; without it there is no Telegram.",
        "a token as BotFather gives it, like 123456:letters",
    )
    telegram_api_url: str = _setting(
        "https://api.telegram.org",
        "Address of the Bot API, for methods and files alike.",
        "an address that begins with https:// or http://",
    )
    telegram_webhook_secret: SecretStr | None = _setting(
        None,
        "What Telegram sends along with each webhook call.",
        "1 to 256 letters, digits, _ or -",
        "made from `SECRET_KEYS`",
    )
    whatsapp_token: SecretStr | None = _setting(
        None,
        "A system user's token for the WhatsApp Cloud API; without it there is no WhatsApp.",
        "a token as Meta's console gives it",
    )
    whatsapp_phone_id: str | None = _setting(
        None,
        "The id of our number there (the phone number id, not the number).",
        "the digits of the phone number id",
    )
    whatsapp_app_secret: SecretStr | None = _setting(
        None, "The app's secret, which signs each webhook call.", "the secret of the Meta app"
    )
    whatsapp_verify_token: SecretStr | None = _setting(
        None,
        "Any words of yours that Meta repeats when the webhook is set up.",
        "the words that are typed into Meta's console as well",
    )
    whatsapp_api_url: str = _setting(
        "https://graph.facebook.com/v26.0",
        "Address of the Graph API, with its version.",
        "an address that begins with https:// or http://",
    )
    public_url: str | None = _setting(
        None,
        "Where this server is reached from outside; with it Telegram calls us, without it we "
        "poll. WhatsApp needs it.",
        "an address that begins with https:// or http://",
    )
    host: str = _setting("127.0.0.1", "Address to listen at.", "an address to listen at")
    port: int = _setting(8080, "Port to listen at; 0 takes a free one.", "a number from 0 to 65535")
    web_chat: bool = _setting(
        False, "Whether `/` is a chat in the browser; `demo` switches it on.", "on or off", "off"
    )
    database_url: SecretStr = _setting(
        SecretStr("sqlite:///var/werkout.db"),
        "The database: `sqlite:///path` or `postgresql://user:password@host/name`.",
        "sqlite:///path or postgresql://user:password@host/name; in a password @ is written %40",
        "sqlite:///var/werkout.db",
    )
    redis_url: SecretStr | None = _setting(
        None,
        "Redis, `redis://user:password@host:6379/0`: processes over PostgreSQL pace, signal and "
        "remember together through it. Nothing is lost where it is away.",
        "redis://host:port/number, rediss://… or unix:///path?db=number; in a password / is "
        "written %2F, # %23 and ? %3F",
    )
    secret_keys: SecretStr | None = _setting(
        None,
        "Keys that sign and encrypt, comma-separated: the first encrypts, all decrypt.",
        "at least one key, several of them separated by commas",
        "on SQLite made once in `secret.key` beside the database",
    )
    admins: str = _setting(
        "",
        "Who may use `/admin`: `telegram:123` or `whatsapp:+49151…`, comma-separated.",
        "identities like telegram:123, separated by commas",
    )
    openai_api_key: SecretStr | None = _setting(
        None,
        "The key of the coach's model server; without a model the coach goes by rules alone.",
        "a key as the server gives it",
    )
    openai_base_url: str | None = _setting(
        None,
        "Address of any OpenAI-compatible server, with its version: `http://127.0.0.1:11434/v1`.",
        "an address that begins with https:// or http://",
        "https://api.openai.com/v1",
    )
    openai_model: str | None = _setting(
        None,
        "The model's name at that server; it and a key or an address switch the model on.",
        "the name of a model",
    )
    geocoder_url: str | None = _setting(
        None,
        "Address of a Nominatim server, or `photon+https://…` of a Photon one, to find addresses "
        "and postcodes; towns need none.",
        "an address that begins with https://, http:// or photon+https://",
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = _setting(
        "INFO", "The least that is logged.", "DEBUG, INFO, WARNING or ERROR"
    )
    log_format: Literal["console", "json"] | None = _setting(
        None,
        "How a log line is written: `console` or `json`.",
        "console or json",
        "console on a terminal, else json",
    )

    @field_validator("telegram_token")
    @classmethod
    def _is_token(cls, value: SecretStr | None) -> SecretStr | None:
        number, _, secret = (value.get_secret_value() if value else "1:1").partition(":")
        if not (number.isascii() and number.isdecimal() and _is_plain(secret)):
            raise ValueError("no token")
        return value

    @field_validator("telegram_webhook_secret")
    @classmethod
    def _can_be_sent(cls, value: SecretStr | None) -> SecretStr | None:
        secret = value.get_secret_value() if value else "-"
        if not _is_plain(secret) or len(secret) > _WEBHOOK_SECRET_LETTERS:
            raise ValueError("no webhook secret")
        return value

    @field_validator("whatsapp_phone_id")
    @classmethod
    def _is_phone_id(cls, value: str | None) -> str | None:
        if value is not None and not (value.isascii() and value.isdecimal()):
            raise ValueError("no phone number id")
        return value

    @field_validator("telegram_api_url", "whatsapp_api_url", "public_url", "openai_base_url")
    @classmethod
    def _is_address(cls, value: str | None) -> str | None:
        if value is None:
            return None
        parts = urlsplit(value)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.query:
            raise ValueError("no address")
        return value.rstrip("/")

    @field_validator("geocoder_url")
    @classmethod
    def _is_geocoder(cls, value: str | None) -> str | None:
        if value is None:
            return None
        kind = PHOTON if value.startswith(PHOTON) else ""
        return f"{kind}{cls._is_address(value.removeprefix(kind))}"

    @field_validator("openai_api_key", "whatsapp_token")
    @classmethod
    def _fits_a_header(cls, value: SecretStr | None) -> SecretStr | None:
        key = value.get_secret_value() if value else "-"
        if not (key.isascii() and key.isprintable()) or " " in key:
            raise ValueError("no key")
        return value

    @field_validator("admins")
    @classmethod
    def _are_identities(cls, value: str) -> str:
        if any(not all(one.partition(":")) for one in _listed(value)):
            raise ValueError("no identities")
        return value

    @field_validator("port")
    @classmethod
    def _is_port(cls, value: int) -> int:
        if not 0 <= value <= 65535:
            raise ValueError("no port")
        return value

    @field_validator("database_url")
    @classmethod
    def _is_database(cls, value: SecretStr) -> SecretStr:
        try:
            url = normal_url(value.get_secret_value())
        except ArgumentError:
            raise ValueError("no database") from None
        if url.drivername not in _DATABASES or url.database in (None, "", ":memory:"):
            raise ValueError("no database")
        # A bare @ in a password ends it early: its rest would be shown as the host.
        if url.get_backend_name() == "postgresql" and "@" in f"{url.host}{url.database}":
            raise ValueError("no database")
        return value

    @field_validator("redis_url")
    @classmethod
    def _is_redis(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not _is_redis_address(value.get_secret_value()):
            raise ValueError("no Redis")
        return value

    @field_validator("secret_keys")
    @classmethod
    def _holds_a_key(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not _keys_in(value):
            raise ValueError("no key")
        return value

    @field_validator("log_level", "log_format", mode="before")
    @classmethod
    def _in_any_case(cls, value: Any, info: Any) -> Any:
        if not isinstance(value, str):
            return value
        return value.upper() if info.field_name == "log_level" else value.lower()

    @property
    def database(self) -> str:
        """The database's address, with its password."""
        return self.database_url.get_secret_value()

    @property
    def database_parts(self) -> URL:
        """The database's address, taken apart."""
        return normal_url(self.database)

    @property
    def sqlite_file(self) -> Path | None:
        """The file of an SQLite database; None on PostgreSQL."""
        url = self.database_parts
        return Path(url.database or "") if url.get_backend_name() == "sqlite" else None

    @property
    def redis(self) -> str | None:
        """Redis' address, with its password."""
        return None if self.redis_url is None else self.redis_url.get_secret_value()

    @property
    def keys(self) -> list[str]:
        """The keys that are set, the one that encrypts first."""
        return _keys_in(self.secret_keys) if self.secret_keys else []

    @property
    def missing_for_whatsapp(self) -> list[str]:
        """What WhatsApp needs beside what is set for it; all of it where nothing is."""
        return [name.upper() for name in _FOR_WHATSAPP if getattr(self, name) is None]

    @property
    def asks_for_whatsapp(self) -> bool:
        """Whether anything is set for it."""
        return len(self.missing_for_whatsapp) < len(_FOR_WHATSAPP)

    @property
    def has_whatsapp(self) -> bool:
        """Whether all is set that WhatsApp needs."""
        return not self.missing_for_whatsapp

    @property
    def has_model(self) -> bool:
        """Whether there is a model to ask: its name, and either a key or a server of one's own."""
        reachable = self.openai_api_key is not None or self.openai_base_url is not None
        return self.openai_model is not None and reachable

    @property
    def admin_identities(self) -> frozenset[str]:
        """Who may use `/admin`."""
        return frozenset(_listed(self.admins))

    def secrets(self) -> list[str]:
        """Every value that must never be shown, for whoever writes logs."""
        kept = (
            self.telegram_token,
            self.telegram_webhook_secret,
            self.whatsapp_token,
            self.whatsapp_app_secret,
            self.whatsapp_verify_token,
            self.openai_api_key,
        )
        found = [one.get_secret_value() for one in kept if one is not None]
        passwords = (self.database_parts.password, _redis_password(self.redis or ""))
        return [*found, *self.keys, *(one for one in passwords if one)]


def load_settings(**instead: Any) -> Settings:
    """The settings that hold here; raises `BadSettings`."""
    try:
        return Settings(**instead)
    except ValidationError as error:
        raise BadSettings(_problems(error)) from None
    except UnicodeDecodeError:
        raise BadSettings([f"{ENV_FILE} must be a text file in UTF-8."]) from None
    except OSError:
        raise BadSettings([f"{ENV_FILE} cannot be read."]) from None


def _problems(error: ValidationError) -> list[str]:
    names = dict.fromkeys(str(one["loc"][0]).lower() for one in error.errors() if one["loc"])
    return [f"{name.upper()} must be {_extra(_field(name))['must_be']}." for name in names]


def names() -> frozenset[str]:
    """Every setting's name in the environment."""
    return frozenset(name.upper() for name in Settings.model_fields)


def as_table() -> str:
    """All settings as the README shows them."""
    rows = ["| Setting | Default | What it is |", "| --- | --- | --- |"]
    return "\n".join([*rows, *_rows()])


def _rows() -> Iterator[str]:
    for name, field in Settings.model_fields.items():
        shown = _extra(field)["shown"] or ("" if field.default is None else str(field.default))
        default = f"`{shown}`" if shown and " " not in shown else shown
        yield f"| `{name.upper()}` | {default} | {field.description} |"


def _field(name: str) -> FieldInfo:
    return Settings.model_fields[name]


def _extra(field: FieldInfo) -> dict[str, str]:
    extra = field.json_schema_extra
    if not isinstance(extra, dict):
        raise TypeError("a setting was made without _setting")
    return {name: str(value) for name, value in extra.items()}


def _is_plain(text: str) -> bool:
    """Letters, digits, _ and - alone, and at least one of them."""
    return text.isascii() and text.replace("_", "a").replace("-", "a").isalnum()


def _is_redis_address(value: str) -> bool:
    """Raises `ValueError`, as a validator may, where the port is none."""
    parts, options = urlsplit(value), dict(parse_qsl(urlsplit(value).query))
    # Timeouts are not the address's business: whoever waits for Redis decides how long.
    known = all(name in ("db", "password") or name.startswith("ssl_") for name in options)
    number = options.get("db") or parts.path.removeprefix("/") or "0"
    if parts.scheme == "unix":
        return known and len(parts.path) > 1 and options.get("db", "0").isdecimal()
    is_address = bool(parts.hostname) and parts.port != 0
    return known and is_address and parts.scheme in ("redis", "rediss") and number.isdecimal()


def _redis_password(address: str) -> str | None:
    parts = urlsplit(address)
    return unquote(parts.password or "") or dict(parse_qsl(parts.query)).get("password")


def _keys_in(value: SecretStr) -> list[str]:
    return _listed(value.get_secret_value())


def _listed(value: str) -> list[str]:
    return [one.strip() for one in value.split(",") if one.strip()]
