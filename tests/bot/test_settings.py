"""Settings are read, refused in plain words, and never shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.settings import BadSettings, as_table, load_settings, names

TOKEN = "123456:AAsecretsecretsecretsecretsecret"


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An empty environment and an empty folder."""
    monkeypatch.chdir(tmp_path)
    for name in names():
        monkeypatch.delenv(name, raising=False)


def test_nothing_has_to_be_set() -> None:
    settings = load_settings()
    assert settings.sqlite_file == Path("var/werkout.db")
    assert (settings.host, settings.port) == ("127.0.0.1", 8080)
    assert settings.telegram_token is None
    assert not settings.web_chat


def test_the_environment_has_the_last_word(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("PORT=8081\nHOST=::1\nOTHER=5\n", encoding="utf-8")
    monkeypatch.setenv("PORT", "8082")
    assert (load_settings().port, load_settings().host) == (8082, "::1")


def test_what_is_empty_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in names():
        monkeypatch.setenv(name, "")
    assert load_settings() == load_settings()
    assert load_settings().telegram_token is None


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("PORT", "eighty", "PORT must be a number from 0 to 65535."),
        ("PORT", "70000", "PORT must be a number from 0 to 65535."),
        ("PORT", "-1", "PORT must be a number from 0 to 65535."),
        ("WEB_CHAT", "perhaps", "WEB_CHAT must be on or off."),
        ("LOG_LEVEL", "LOUD", "LOG_LEVEL must be DEBUG, INFO, WARNING or ERROR."),
        ("LOG_FORMAT", "xml", "LOG_FORMAT must be console or json."),
        ("PUBLIC_URL", "fit.example", "PUBLIC_URL must be an address that begins with https:// or"),
        ("PUBLIC_URL", "https://[", "PUBLIC_URL must be an address that begins with https:// or"),
        ("GEOCODER_URL", "nominatim.example", "GEOCODER_URL must be an address that begins with"),
        ("GEOCODER_URL", "photon+", "GEOCODER_URL must be an address that begins with https://"),
        ("GEOCODER_URL", "osm+https://a.b", "GEOCODER_URL must be an address that begins with"),
        ("GEOCODER_URL", "https://a.b/?key=hunter2", "GEOCODER_URL must be an address that"),
        ("TELEGRAM_API_URL", "ftp://x", "TELEGRAM_API_URL must be an address that begins with"),
        ("TELEGRAM_TOKEN", "hunter2", "TELEGRAM_TOKEN must be a token as BotFather gives it"),
        ("TELEGRAM_TOKEN", "1:a/b", "TELEGRAM_TOKEN must be a token as BotFather gives it"),
        ("TELEGRAM_WEBHOOK_SECRET", "a b", "TELEGRAM_WEBHOOK_SECRET must be 1 to 256 letters"),
        ("TELEGRAM_WEBHOOK_SECRET", "a" * 257, "TELEGRAM_WEBHOOK_SECRET must be 1 to 256 letters"),
        ("DATABASE_URL", "mysql://u:hunter2@h/d", "DATABASE_URL must be sqlite:///path or"),
        ("DATABASE_URL", "sqlite://", "DATABASE_URL must be sqlite:///path or"),
        ("DATABASE_URL", "sqlite:///:memory:", "DATABASE_URL must be sqlite:///path or"),
        ("DATABASE_URL", "postgresql://u:a@hunter2@h/d", "DATABASE_URL must be sqlite:///path or"),
        ("DATABASE_URL", "postgresql://u:a@b/hunter2@h/d", "DATABASE_URL must be sqlite:///path"),
        ("DATABASE_URL", "var/werkout.db", "DATABASE_URL must be sqlite:///path or"),
        ("REDIS_URL", "http://:hunter2@h", "REDIS_URL must be redis://host:port/number, rediss://"),
        ("REDIS_URL", "redis://:hunter2@h:6379/first", "REDIS_URL must be redis://host:port/"),
        ("REDIS_URL", "redis://:hunter2@h:port", "REDIS_URL must be redis://host:port/number"),
        ("REDIS_URL", "redis://:a#hunter2@h:6379", "REDIS_URL must be redis://host:port/"),
        ("REDIS_URL", "redis://:hunter2@", "REDIS_URL must be redis://host:port/number"),
        ("REDIS_URL", "redis://h?socket_timeout=9", "REDIS_URL must be redis://host:port/number"),
        ("REDIS_URL", "unix://?password=hunter2", "REDIS_URL must be redis://host:port/number"),
        ("SECRET_KEYS", " , ", "SECRET_KEYS must be at least one key"),
        ("ADMINS", "hunter2", "ADMINS must be identities like telegram:123"),
        ("ADMINS", "telegram:1, :2", "ADMINS must be identities like telegram:123"),
        ("OPENAI_API_KEY", "hunter2 ", "OPENAI_API_KEY must be a key as the server gives it."),
        ("OPENAI_API_KEY", "hünter2", "OPENAI_API_KEY must be a key as the server gives it."),
        ("OPENAI_BASE_URL", "localhost:11434", "OPENAI_BASE_URL must be an address"),
    ],
)
def test_what_cannot_be_used_is_told_without_its_value(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, sentence: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(BadSettings) as refused:
        load_settings()
    assert len(refused.value.problems) == 1
    assert refused.value.problems[0].startswith(sentence)
    assert "hunter2" not in str(refused.value)


def test_every_problem_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "x")
    monkeypatch.setenv("WEB_CHAT", "x")
    with pytest.raises(BadSettings) as refused:
        load_settings()
    assert [one.split()[0] for one in refused.value.problems] == ["PORT", "WEB_CHAT"]


def test_an_env_file_that_is_no_text_is_told(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"PORT=\xff\xfe")
    with pytest.raises(BadSettings, match="UTF-8"):
        load_settings()


def test_secrets_are_not_in_what_is_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_TOKEN", TOKEN)
    monkeypatch.setenv("TELEGRAM_WEBHOOK_SECRET", "hook-secret")
    monkeypatch.setenv("SECRET_KEYS", "first-key, second-key")
    monkeypatch.setenv("DATABASE_URL", "postgresql://me:pass-word@db/werkout")
    monkeypatch.setenv("REDIS_URL", "rediss://:re%2Fdis@cache:6380/1?ssl_cert_reqs=none")
    settings = load_settings()
    assert settings.keys == ["first-key", "second-key"]
    assert settings.sqlite_file is None
    secrets = settings.secrets()
    assert secrets == [TOKEN, "hook-secret", "first-key", "second-key", "pass-word", "re/dis"]
    assert not any(secret in f"{settings!r} {settings}" for secret in secrets)


def test_letters_do_not_matter_where_they_mean_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOG_LEVEL", "debug")
    monkeypatch.setenv("LOG_FORMAT", "JSON")
    monkeypatch.setenv("WEB_CHAT", "ON")
    settings = load_settings()
    assert (settings.log_level, settings.log_format, settings.web_chat) == ("DEBUG", "json", True)


def test_an_address_loses_its_last_slash(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PUBLIC_URL", "https://fit.example/bot/")
    assert load_settings().public_url == "https://fit.example/bot"


def test_the_readme_tells_every_setting_as_it_is() -> None:
    readme = Path(__file__).parents[2] / "README.md"
    assert as_table() in readme.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("values", "has_model"),
    [
        ({}, False),
        ({"OPENAI_MODEL": "m"}, False),
        ({"OPENAI_API_KEY": "k"}, False),
        ({"OPENAI_MODEL": "m", "OPENAI_API_KEY": "k"}, True),
        ({"OPENAI_MODEL": "m", "OPENAI_BASE_URL": "http://localhost:11434/v1/"}, True),
    ],
)
def test_a_model_takes_a_name_and_a_way_to_it(
    monkeypatch: pytest.MonkeyPatch, values: dict[str, str], has_model: bool
) -> None:
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    assert load_settings().has_model is has_model


def test_the_models_key_is_a_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-hunter2")
    settings = load_settings()
    assert "sk-hunter2" in settings.secrets()
    assert "hunter2" not in repr(settings)


def test_admins_are_identities(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADMINS", "telegram:123, web:abc")
    assert load_settings().admin_identities == {"telegram:123", "web:abc"}
