"""The image: what goes in, who it runs as, and what it starts."""

from __future__ import annotations

import json
import re
from typing import Final

from bot.settings import names
from tests.deploy.artefacts import PORT, ROOT, compose, inner_paths, is_command

ELSEWHERE: Final = {"PATH", "PYTHONUNBUFFERED", "MPLCONFIGDIR"}


def instructions() -> list[tuple[str, str]]:
    """Each with its word, in their order."""
    lines = (ROOT / "Dockerfile").read_text().splitlines()
    # Docker leaves comments out first, also in the middle of an instruction.
    text = "\n".join(line for line in lines if not line.lstrip().startswith("#"))
    whole = [line.strip() for line in text.replace("\\\n", " ").splitlines()]
    return [(one.split()[0], one.split(maxsplit=1)[1]) for one in whole if one]


def of(word: str) -> list[str]:
    return [rest for name, rest in instructions() if name == word]


def test_what_goes_in_is_there_and_not_ignored() -> None:
    ignored = (ROOT / ".dockerignore").read_text().splitlines()
    assert ignored[0] == "*"
    copied = [part for one in of("COPY") if "--from" not in one for part in one.split()[:-1]]
    assert {"bot", "core", "integrations", "migrations"} <= set(copied)
    for part in copied:
        assert (ROOT / part).exists()
        assert f"!{part}" in ignored


def test_is_not_root_and_the_folder_it_writes_to_is_its_own() -> None:
    user = of("USER")[-1].split(":")[0]
    assert int(user) > 0
    folder = of("VOLUME")[0]
    assert folder == f"{of('WORKDIR')[-1]}/var"
    made = next(one for one in of("RUN") if "install --directory" in one)
    assert f"--uid {user}" in made
    assert made.endswith(folder)


def test_starts_what_the_command_line_has_and_stops_calmly() -> None:
    assert json.loads(of("ENTRYPOINT")[0]) == ["werkout"]
    assert is_command(json.loads(of("CMD")[0]))
    assert of("STOPSIGNAL") == ["SIGTERM"]


def test_is_asked_for_its_health_where_it_answers() -> None:
    asked = re.search(r"\}(/\S+?)'", of("HEALTHCHECK")[0])
    assert asked is not None
    assert asked[1] in inner_paths()
    assert of("EXPOSE") == [PORT]
    assert f"PORT={PORT}" in of("ENV")[0]


def test_sets_what_is_a_setting() -> None:
    given = set(re.findall(r"\b([A-Z]+)=", " ".join(of("ENV"))))
    assert {"HOST", "PORT"} <= given
    assert given - ELSEWHERE <= set(names())


def test_its_tools_are_not_older_than_the_server() -> None:
    client = re.search(r"postgresql-client-(\d+)", " ".join(of("RUN")))
    server = re.fullmatch(r"postgres:(\d+)", compose()["services"]["postgres"]["image"])
    assert client is not None
    assert server is not None
    assert int(client[1]) >= int(server[1])
    assert f"/usr/lib/postgresql/{client[1]}/bin" in of("ENV")[0]


def test_is_installed_by_the_version_that_the_makefile_names() -> None:
    named = re.search(r"UV_VERSION := (\S+)", (ROOT / "Makefile").read_text())
    assert named is not None
    assert any(f"uv=={named[1]}" in one for one in of("RUN"))
