"""All SQL about switches."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, insert, select, update

from core.switches.models import Feature, feature_switch


def is_on(db: Connection, feature: Feature, channel: str) -> bool:
    """Whether the feature is there on the channel; on where nobody has said otherwise."""
    found = db.execute(select(feature_switch.c.is_on).where(_this(feature, channel))).scalar()
    return found is not False


def switch(db: Connection, feature: Feature, channel: str, at: datetime, *, on: bool) -> None:
    """Switch the feature on or off on the channel."""
    values = {"is_on": on, "changed_at": at}
    if not db.execute(
        update(feature_switch).where(_this(feature, channel)).values(values)
    ).rowcount:
        names = {"feature": feature, "channel": channel}
        db.execute(insert(feature_switch).values(**names, **values))


def _this(feature: Feature, channel: str) -> ColumnElement[bool]:
    return (feature_switch.c.feature == feature) & (feature_switch.c.channel == channel)
