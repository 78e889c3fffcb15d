"""A message of the business as a person sees it on the phone."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.standins.graph.refusal import Json
from tests.standins.graph.templates import Template


@dataclass(frozen=True, slots=True)
class Choice:
    """A button or a row that can be pressed: what it says and what it carries."""

    label: str
    id: str
    kind: str
    description: str = ""


@dataclass(slots=True)
class Received:
    """One message; `body` is the very request that it came from."""

    wamid: str
    kind: str
    body: Json
    at: float
    text: str = ""
    header: str = ""
    choices: list[Choice] = field(default_factory=list)
    url: str = ""
    media: bytes | None = None
    mime: str = ""
    file_name: str = ""
    template: str = ""

    @property
    def labels(self) -> list[str]:
        """What can be pressed."""
        return [one.label for one in self.choices]

    def __repr__(self) -> str:
        shown = f"{self.kind}: {self.text!r}"
        return f"<{shown} {self.labels}>" if self.choices else f"<{shown}>"


def received(
    wamid: str, body: Json, at: float, template: tuple[Template, list[str]] | None
) -> Received:
    """What a request that was taken looks like in the end."""
    kind = body.get("type", "text")
    one = Received(wamid, kind, body, at)
    content = body[kind]
    if kind == "text":
        one.text = content["body"]
    elif kind == "interactive":
        _interactive(one, content)
    elif kind == "location":
        one.text = " ".join(filter(None, (content.get("name"), content.get("address"))))
    elif template is not None:
        _template(one, content, *template)
    else:
        one.text = content.get("caption", "")
        one.file_name = content.get("filename", "")
    return one


def _interactive(one: Received, content: Json) -> None:
    one.text = content["body"]["text"]
    one.header = content.get("header", {}).get("text", "")
    action = content["action"]
    for button in action.get("buttons", []):
        one.choices.append(Choice(button["reply"]["title"], button["reply"]["id"], "button_reply"))
    for section in action.get("sections", []):
        for row in section["rows"]:
            words = row.get("description", "")
            one.choices.append(Choice(row["title"], row["id"], "list_reply", words))
    one.url = action.get("parameters", {}).get("url", "")


def _template(one: Received, content: Json, template: Template, values: list[str]) -> None:
    one.template = template.name
    one.text = template.text(values)
    payloads = {
        int(part["index"]): part["parameters"][0]["payload"]
        for part in content.get("components", [])
        if part["type"] == "button"
    }
    for index, label in enumerate(template.buttons):
        # Without a payload of its own a quick reply carries its label.
        one.choices.append(Choice(label, payloads.get(index, label), "button"))
