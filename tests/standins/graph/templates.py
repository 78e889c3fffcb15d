"""The templates that Meta has approved, and what is refused of one that is sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from tests.standins.graph.refusal import Json, Refusal

Category = Literal["utility", "marketing", "authentication"]
_LONGEST: Final = 1024


@dataclass(slots=True)
class Template:
    """One language of a template; `body` has its gaps as {{1}}, {{2}} …, `buttons` are the labels
    of its quick replies.
    """

    name: str
    language: str
    body: str
    buttons: tuple[str, ...] = ()
    category: Category = "utility"
    status: Literal["APPROVED", "PENDING", "REJECTED", "PAUSED", "DISABLED"] = "APPROVED"

    @property
    def gaps(self) -> int:
        """How many values its body takes."""
        return sum(f"{{{{{number}}}}}" in self.body for number in range(1, 100))

    def text(self, values: list[str]) -> str:
        """As the person reads it."""
        text = self.body
        for number, value in enumerate(values, start=1):
            text = text.replace(f"{{{{{number}}}}}", value)
        return text

    def as_json(self, template_id: int) -> Json:
        """As `message_templates` lists it."""
        components: list[Json] = [{"type": "BODY", "text": self.body}]
        if self.buttons:
            replies = [{"type": "QUICK_REPLY", "text": label} for label in self.buttons]
            components.append({"type": "BUTTONS", "buttons": replies})
        return {
            "name": self.name,
            "language": self.language,
            "status": self.status,
            "category": self.category.upper(),
            "parameter_format": "POSITIONAL",
            "components": components,
            "id": str(template_id),
        }


class Templates:
    """All of one account's."""

    def __init__(self) -> None:
        self.all: dict[tuple[str, str], Template] = {}

    def approve(self, *templates: Template) -> None:
        """Adds or replaces."""
        self.all |= {(one.name, one.language): one for one in templates}

    def of(self, body: Json) -> tuple[Template, list[str]]:
        """The template that a request names and the values it brings; raises `Refusal`."""
        name, code = body["name"], body["language"]["code"]
        found = self.all.get((name, code))
        if found is None or found.status in ("PENDING", "REJECTED"):
            raise Refusal(132001, f"template name ({name}) does not exist in {code}")
        if found.status == "PAUSED":
            raise Refusal(132015, "The template is paused because of its quality.")
        if found.status == "DISABLED":
            raise Refusal(132016, "The template is disabled for ever.")
        components = body.get("components", [])
        values = _values(components, found)
        _buttons(components, found)
        if len(found.text(values)) > _LONGEST:
            raise Refusal(132005, "The text with its values is too long.")
        return found, values


def _values(components: list[Json], template: Template) -> list[str]:
    given = [one for body in components if body["type"] == "body" for one in body["parameters"]]
    if any(one["type"] == "header" for one in components):
        raise Refusal(132012, "header: the template has none")
    if any("parameter_name" in one for one in given):
        raise Refusal(132012, "body: the template's parameters have no names")
    if len(given) != template.gaps:
        details = f"body: localizable_params ({len(given)}) != expected ({template.gaps})"
        raise Refusal(132000, details)
    return [one["text"] for one in given]


def _buttons(components: list[Json], template: Template) -> None:
    for one in components:
        if one["type"] != "button":
            continue
        if one["sub_type"] != "quick_reply":
            raise Refusal(132012, "button: the template has quick replies alone")
        if int(one["index"]) >= len(template.buttons):
            raise Refusal(132012, f"button: there is none at index {one['index']}")
