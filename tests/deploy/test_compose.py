"""compose.yaml: two that serve, one that works, and nothing secret."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.engine import make_url

from bot.settings import load_settings, names
from tests.deploy.artefacts import DEPLOY, PORT, ROOT, compose, inner_paths, is_command

SERVICES: dict[str, dict[str, Any]] = compose()["services"]
FILLED = {
    "PUBLIC_URL": "https://bot.example.org",
    "POSTGRES_PASSWORD": "letters1",
    "SECRET_KEYS": "k" * 43,
}
OURS = [name for name, one in SERVICES.items() if one["image"] == "werkout"]
CADDY = (DEPLOY / "compose" / "Caddyfile").read_text()


def example() -> set[str]:
    """The names in `.env.example`."""
    return set(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))


def test_all_of_it_is_there() -> None:
    assert {"migrate", "serve", "work", "postgres", "redis", "proxy"} <= set(SERVICES)
    assert SERVICES["serve"]["deploy"]["replicas"] == 2
    assert "ports" not in SERVICES["serve"]
    for name in ("postgres", "redis"):
        assert "healthcheck" in SERVICES[name]
        assert "ports" not in SERVICES[name]


@pytest.mark.parametrize("name", OURS)
def test_starts_what_the_command_line_has(name: str) -> None:
    assert is_command(SERVICES[name]["command"])


@pytest.mark.parametrize("name", OURS)
def test_writes_to_its_volume_and_tmp_alone(name: str) -> None:
    one = SERVICES[name]
    assert one["read_only"] is True
    assert one["tmpfs"] == ["/tmp"]
    assert one["cap_drop"] == ["ALL"]
    assert all(volume.endswith(":/srv/werkout/var") for volume in one.get("volumes", ()))


@pytest.mark.parametrize("name", OURS)
def test_sets_what_is_a_setting_and_can_be_used(
    name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    given = SERVICES[name]["environment"]
    assert set(given) <= set(names())
    for key, value in given.items():
        monkeypatch.setenv(key, re.sub(r"\$\{([^:]+)[^}]*\}", lambda name: FILLED[name[1]], value))
    settings = load_settings()
    assert settings.port == int(PORT)
    url = make_url(settings.database_url.get_secret_value())
    server = SERVICES["postgres"]["environment"]
    assert (url.host, url.database) == ("postgres", server["POSTGRES_DB"])
    assert url.username == server["POSTGRES_USER"]
    assert settings.redis_url is not None
    assert "//redis:" in settings.redis_url.get_secret_value()


def test_waits_for_what_it_needs() -> None:
    for name, one in SERVICES.items():
        assert set(one.get("depends_on", ())) <= set(SERVICES), name
    for name in ("serve", "work"):
        needs = SERVICES[name]["depends_on"]
        assert needs["migrate"] == {"condition": "service_completed_successfully"}
    assert SERVICES["migrate"]["restart"] == "no"


def test_holds_no_secret() -> None:
    text = (ROOT / "compose.yaml").read_text()
    for name in ("TELEGRAM_TOKEN", "OPENAI_API_KEY"):
        assert name not in text
    for one in SERVICES.values():
        for key, value in one.get("environment", {}).items():
            if "PASSWORD" in key or key == "SECRET_KEYS":
                # And an empty one stops before anything starts.
                assert value == f"${{{key}:?set it in .env}}"
    assert set(re.findall(r"\$\{([A-Z_]+)", text)) <= example()


def test_the_example_names_what_there_is() -> None:
    assert example() - {"POSTGRES_PASSWORD"} <= set(names())
    assert "SECRET_KEYS" in example()
    secrets = re.findall(
        r"^(?:SECRET_KEYS|TELEGRAM_TOKEN|POSTGRES_PASSWORD)=(.*)$",
        (ROOT / ".env.example").read_text(),
        re.MULTILINE,
    )
    assert secrets == ["", "", ""]


def test_volumes_are_declared() -> None:
    named = {
        volume.split(":")[0]
        for one in SERVICES.values()
        for volume in one.get("volumes", ())
        if not volume.startswith(".")
    }
    assert named == set(compose()["volumes"])


def test_the_proxy_leads_to_all_that_serve_and_keeps_figures_inside() -> None:
    assert f"dynamic a serve {PORT}" in CADDY
    assert "./deploy/compose/Caddyfile:/etc/caddy/Caddyfile:ro" in SERVICES["proxy"]["volumes"]
    kept = re.search(r"@inside path (.*)", CADDY)
    assert kept is not None
    assert set(kept[1].split()) <= set(inner_paths())
    assert {"/metrics", "/api/health/detailed"} == set(kept[1].split())
