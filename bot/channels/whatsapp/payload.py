"""The pieces of a webhook that we read, each validated by itself.

Meta adds fields and kinds at any time, and leaves out what the person keeps to themselves: what is
unknown is passed over, and what is of another type than it should be reads as absent. So one
piece that is broken loses itself and no other.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Annotated, Any, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)

from bot.channels.wire import clean

# Meta's dates are seconds since 1970, as a number or as its digits.
LAST_DATE = 1 << 32


def _or_absent(value: Any, check: ValidatorFunctionWrapHandler) -> Any:
    try:
        return check(value)
    except ValidationError:
        return None


def _pieces(value: Any, check: ValidatorFunctionWrapHandler) -> Any:
    """Those of a list that can be read."""
    if not isinstance(value, list):
        return []
    read = (_or_absent([one], check) for one in value)
    return [one for some in read if some for one in some]


def _clean(value: Any) -> Any:
    return clean(value) if isinstance(value, str) else value


T = TypeVar("T")
_Lenient = WrapValidator(_or_absent)
Words = Annotated[str | None, BeforeValidator(_clean), _Lenient]
Seconds = Annotated[int | None, Field(gt=0, lt=LAST_DATE), _Lenient]
Latitude = Annotated[float | None, Field(ge=-90, le=90), _Lenient]
Longitude = Annotated[float | None, Field(ge=-180, le=180), _Lenient]
Flag = Annotated[bool | None, _Lenient]
# What an outbox and a ledger have room for.
Code = Annotated[int | None, Field(ge=0, lt=1 << 31), _Lenient]
Category = Annotated[str | None, Field(pattern=r"^[A-Za-z_]{1,32}$"), _Lenient]
Many = Annotated[list[T], WrapValidator(_pieces)]


class Piece(BaseModel):
    """Any object of Meta's; an error about it never quotes it."""

    # Ids and dates come as numbers or as text, by version.
    model_config = ConfigDict(frozen=True, hide_input_in_errors=True, coerce_numbers_to_str=True)


class Profile(Piece):
    """What somebody calls themselves."""

    name: Words = None


class Sender(Piece):
    """One of `contacts`: whoever wrote, or changed a preference."""

    profile: Annotated[Profile | None, _Lenient] = None
    wa_id: Words = None
    user_id: Words = None


class Context(Piece):
    """The message that is replied to, or that carried the button."""

    id: Words = None


class Body(Piece):
    """Typed words."""

    body: Words = None


class Reply(Piece):
    """The button or the row that was chosen."""

    id: Words = None


class Interactive(Piece):
    """An answer to a message with buttons or a list."""

    button_reply: Annotated[Reply | None, _Lenient] = None
    list_reply: Annotated[Reply | None, _Lenient] = None


class TemplateButton(Piece):
    """The button of a template that was pressed."""

    payload: Words = None


class Place(Piece):
    """A location."""

    latitude: Latitude = None
    longitude: Longitude = None
    name: Words = None
    address: Words = None


class CardName(Piece):
    """The name on a contact card."""

    formatted_name: Words = None
    first_name: Words = None


class CardPhone(Piece):
    """A number on a contact card."""

    phone: Words = None


class Card(Piece):
    """A contact card."""

    name: Annotated[CardName | None, _Lenient] = None
    phones: Many[CardPhone] = Field(default_factory=list)


class File(Piece):
    """A picture, a document or a recording, which stays with Meta until it is asked for."""

    id: Words = None
    mime_type: Words = None
    filename: Words = None
    caption: Words = None


class Rewritten(Piece):
    """A message as it is after an edit."""

    text: Annotated[Body | None, _Lenient] = None


class Edit(Piece):
    """A message was changed."""

    original_message_id: Words = None
    message: Annotated[Rewritten | None, _Lenient] = None


class Revoke(Piece):
    """A message was taken back."""

    original_message_id: Words = None


class System(Piece):
    """Something about the person changed; old versions say `new_wa_id` for the new number."""

    type: Words = None
    wa_id: Words = None
    new_wa_id: Words = None
    user_id: Words = None
    previous_user_id: Words = None


class Unreadable(Piece):
    """What the API has no words for."""

    type: Words = None


class Message(Piece):
    """What somebody sent; only the part that its type names is filled."""

    id: str = Field(min_length=1)
    type: str
    timestamp: Seconds = None
    from_: Words = Field(None, alias="from")
    from_user_id: Words = None
    group_id: Words = None
    context: Annotated[Context | None, _Lenient] = None
    text: Annotated[Body | None, _Lenient] = None
    interactive: Annotated[Interactive | None, _Lenient] = None
    button: Annotated[TemplateButton | None, _Lenient] = None
    location: Annotated[Place | None, _Lenient] = None
    contacts: Many[Card] = Field(default_factory=list)
    image: Annotated[File | None, _Lenient] = None
    document: Annotated[File | None, _Lenient] = None
    audio: Annotated[File | None, _Lenient] = None
    edit: Annotated[Edit | None, _Lenient] = None
    revoke: Annotated[Revoke | None, _Lenient] = None
    system: Annotated[System | None, _Lenient] = None
    unsupported: Annotated[Unreadable | None, _Lenient] = None


class Pricing(Piece):
    """What a message costs, by Meta's own category; `billable` is to go, `type` says the same."""

    billable: Flag = None
    type: Words = None
    category: Category = None


class Fault(Piece):
    """Why something failed, by Graph's code."""

    code: Code = None


class MessageStatus(Piece):
    """What became of a message of ours."""

    id: str = Field(min_length=1)
    status: str
    timestamp: Seconds = None
    recipient_type: Words = None
    pricing: Annotated[Pricing | None, _Lenient] = None
    errors: Many[Fault] = Field(default_factory=list)


class Preference(Piece):
    """What somebody wants of us, and no more."""

    wa_id: Words = None
    user_id: Words = None
    category: Words = None
    value: Words = None
    timestamp: Seconds = None


class Metadata(Piece):
    """Which number of ours this is about."""

    phone_number_id: Words = None


class Value(Piece):
    """What one change holds; what is read of it piece by piece is left as it came."""

    metadata: Annotated[Metadata | None, _Lenient] = None
    contacts: Many[Sender] = Field(default_factory=list)
    messages: Annotated[list[Any], WrapValidator(_pieces)] = Field(default_factory=list)
    statuses: Annotated[list[Any], WrapValidator(_pieces)] = Field(default_factory=list)
    user_preferences: Many[Preference] = Field(default_factory=list)
    errors: Many[Fault] = Field(default_factory=list)


class Change(Piece):
    """News of one kind, named by `field`."""

    field: str
    value: Value


class Entry(Piece):
    """News of one business account."""

    changes: Many[Change] = Field(default_factory=list)


class Webhook(Piece):
    """One call."""

    entry: Many[Entry] = Field(default_factory=list)

    @property
    def changes(self) -> Iterator[Change]:
        """All news in it, in order."""
        return (change for entry in self.entry for change in entry.changes)


P = TypeVar("P", bound=Piece)


def read(kind: type[P], piece: Any) -> P | None:
    """The piece, or None where it lacks what it cannot do without."""
    try:
        return kind.model_validate(piece)
    except ValidationError:
        return None


def moment(seconds: int | None, otherwise: datetime) -> datetime:
    """The time in UTC, or the other one where there is none."""
    return otherwise if seconds is None else datetime.fromtimestamp(seconds, UTC)
