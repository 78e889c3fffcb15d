"""Figures for Prometheus: what came in, what went out, how long it took and what waits.

Labels have few values: channels, flows and kinds that are registered, outcomes that are named
here. Nothing in them tells who somebody is.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache, cached_property
from typing import Any

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.metrics import MetricWrapperBase
from prometheus_client.process_collector import ProcessCollector

from core.coach.watching import Source

TURN_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0)
LATE_SECONDS = (0.1, 0.5, 1.0, 5.0, 30.0, 300.0, 3600.0)
JOB_SECONDS = (0.1, 0.5, 1.0, 5.0, 15.0, 60.0)

# A series more for each one, that only says since when it exists.
disable_created_metrics()  # type: ignore[no-untyped-call]


class Metrics:
    """Counts in a registry of its own; the engine, the sender and the schedule tell it."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self._turns = self._counter("turns", "Turns by how they ended.", "channel flow outcome")
        self._turn_seconds = self._histogram(
            "turn_seconds", "Time of a turn's transaction.", "channel flow", TURN_SECONDS
        )
        self._messages = self._counter(
            "messages", "Outgoing messages by how they ended.", "channel outcome"
        )
        self._refused = self._counter(
            "refused_for_now", "Times a platform asked to wait (429).", "channel"
        )
        self._charged = self._counter(
            "charged_messages",
            "Messages by the platform's category, and whether it bills them.",
            "channel category billed",
        )
        self._due = self._counter("due_items", "Due items by how they ended.", "kind outcome")
        self._late = self._histogram(
            "due_late_seconds", "How late a due item happened.", "kind", LATE_SECONDS
        )
        self._jobs = self._counter("jobs", "Attempts at jobs by how they ended.", "kind outcome")
        self._job_seconds = self._histogram(
            "job_seconds", "Time of an attempt at a job.", "kind", JOB_SECONDS
        )
        self._forgotten = self._counter("forgotten_rows", "Rows that had served their time.", "of")
        self._coached = self._counter("coach_answers", "Questions by what answered them.", "source")
        self._model_failed = self._counter("model_failures", "Answers that never came.", "why")
        self._tokens = self._counter("model_tokens", "Tokens that answers of the model cost.")
        self._held_back = self._counter(
            "coach_sentences_held_back", "Sentences whose figures nothing backed."
        )
        self._errors = self._counter("errors", "Lines logged as errors.", "logger")
        self._requests = self._counter("http_requests", "Requests answered.", "route status")
        self._outbox = self._gauge("outbox_depth", "Messages that wait to be sent.", "channel")
        self._outbox_age = self._gauge(
            "outbox_age_seconds", "Since when the oldest reply waits to be sent.", "channel"
        )
        self._outbox_paced = self._gauge(
            "outbox_paced", "Messages that the bot began and that wait for their turn.", "channel"
        )
        self._outbox_waiting = self._gauge(
            "outbox_waiting_for_a_word",
            "Messages that the platform takes only once their person has written again.",
            "channel",
        )
        self._outbox_unconfirmed = self._gauge(
            "outbox_unconfirmed", "Messages taken, of which no more has been said yet.", "channel"
        )
        self._waiting = self._gauge("jobs_waiting", "Jobs that are not done.")
        self._lag = self._gauge("lag_seconds", "Since when the oldest should be done.", "of")
        self._backups = self._counter("backups", "Hourly backups by how they ended.", "outcome")
        self._backup_at = math.nan
        age = self._gauge("backup_age_seconds", "Age of the newest backup, where they are made.")
        # At the moment that somebody asks: a loop that hangs must not make it look young.
        age().set_function(lambda: time.time() - self._backup_at)
        self._up = self._gauge("database_up", "Whether the database answers.")

    # Told while things happen

    def turn(self, channel: str, flow: str, seconds: float, outcome: str) -> None:
        """One turn is over."""
        self._turns(channel, flow, outcome).inc()
        self._turn_seconds(channel, flow).observe(seconds)

    def sent(self, channel: str, outcome: str, messages: int = 1) -> None:
        """Messages are over: sent, replaced, expired, refused, failed, gone or unknown."""
        self._messages(channel, outcome).inc(messages)

    def refused_for_now(self, channel: str) -> None:
        """A platform asked to wait (429)."""
        self._refused(channel).inc()

    def charged(self, channel: str, category: str, *, billed: bool) -> None:
        """A platform said what one message costs."""
        self._charged(channel, category, "yes" if billed else "no").inc()

    def fell_due(self, kind: str, late: float, outcome: str) -> None:
        """An item that fell due `late` seconds ago is done, postponed or dropped."""
        self._due(kind, outcome).inc()
        self._late(kind).observe(max(late, 0))

    def worked(self, kind: str, seconds: float, outcome: str) -> None:
        """A job was tried: done, failed or given up."""
        self._jobs(kind, outcome).inc()
        self._job_seconds(kind).observe(seconds)

    def forgot(self, what: str, rows: int) -> None:
        """Rows that had served their time are gone."""
        self._forgotten(what).inc(rows)

    def coached(self, source: Source) -> None:
        """The coach answered a question."""
        self._coached(source.value).inc()

    def model_failed(self, why: str) -> None:
        """The model gave no answer that could be used."""
        self._model_failed(why).inc()

    def model_used(self, tokens: int) -> None:
        """An answer of the model cost this much."""
        self._tokens().inc(tokens)

    def held_back(self, sentences: int) -> None:
        """Sentences of the model were not sent."""
        self._held_back().inc(sentences)

    def error(self, logger: str) -> None:
        """Something was logged as an error."""
        self._errors(logger).inc()

    def answered(self, route: str, status: int) -> None:
        """A request was answered; `route` is a path that we serve, or `-`."""
        self._requests(route, status).inc()

    def backed_up(self, outcome: str) -> None:
        """An hourly backup was made, or failed."""
        self._backups(outcome).inc()

    def newest_backup(self, at: datetime | None) -> None:
        """When the newest was made; None where this process makes none."""
        self._backup_at = math.nan if at is None else at.timestamp()

    # Looked up when somebody asks

    def database_away(self) -> None:
        """What waits cannot be told: old figures would look like news."""
        self._up().set(0)
        self._waiting().set(math.nan)
        outbox = (self._outbox, self._outbox_age, self._outbox_paced)
        for gauge in (*outbox, self._outbox_waiting, self._outbox_unconfirmed, self._lag):
            gauge.clear()

    def redis(self, *, up: bool) -> None:
        """Redis answers, or it does not; where there is none, nobody says so."""
        self._redis_up().set(up)

    @cached_property
    def _redis_up(self) -> Labelled:
        return self._gauge("redis_up", "Whether Redis answers.")

    def backlog(
        self, outbox: Mapping[str, int], jobs: int, lags: Mapping[str, float], channels: set[str]
    ) -> None:
        """What waits right now; a channel that has nothing waiting is told too."""
        self._up().set(1)
        for channel in channels | set(outbox):
            self._outbox(channel).set(outbox.get(channel, 0))
        self._waiting().set(jobs)
        for what, seconds in lags.items():
            self._lag(what).set(max(seconds, 0))

    def outgoing(self, channel: str, oldest_seconds: float, paced: int) -> None:
        """For how long the oldest reply has waited right now, and how much else is paced."""
        self._outbox_age(channel).set(oldest_seconds)
        self._outbox_paced(channel).set(paced)

    def resting(self, channel: str, waiting: int, unconfirmed: int) -> None:
        """How many messages wait for their person's next word right now, and how many for the
        platform's."""
        self._outbox_waiting(channel).set(waiting)
        self._outbox_unconfirmed(channel).set(unconfirmed)

    def page(self) -> bytes:
        """Everything, in Prometheus' text format."""
        return generate_latest(self.registry)

    def _counter(self, name: str, meaning: str, labels: str = "") -> Labelled:
        return Labelled(Counter(f"werkout_{name}", meaning, labels.split(), registry=self.registry))

    def _gauge(self, name: str, meaning: str, labels: str = "") -> Labelled:
        return Labelled(Gauge(f"werkout_{name}", meaning, labels.split(), registry=self.registry))

    def _histogram(
        self, name: str, meaning: str, labels: str, buckets: tuple[float, ...]
    ) -> Labelled:
        full_name = f"werkout_{name}"
        return Labelled(
            Histogram(full_name, meaning, labels.split(), buckets=buckets, registry=self.registry)
        )


class Labelled:
    """A metric's children by their labels, each looked up once: `labels()` takes a lock."""

    def __init__(self, metric: MetricWrapperBase) -> None:
        self._metric = metric
        self._child: Callable[..., Any] = cache(self._make)

    def __call__(self, *labels: object) -> Any:
        return self._child(*labels)

    def _make(self, *labels: object) -> Any:
        return self._metric.labels(*labels) if labels else self._metric

    def clear(self) -> None:
        """Forget every child and its value."""
        self._metric.clear()
        self._child = cache(self._make)
