"""Figures as Prometheus reads them."""

from __future__ import annotations

import math

from prometheus_client.parser import text_string_to_metric_families

from bot.metrics import Metrics
from core.coach.watching import Source


def values(metrics: Metrics) -> dict[tuple[str, ...], float]:
    """Every sample by its name and its labels' values."""
    families = text_string_to_metric_families(metrics.page().decode())
    return {
        (sample.name.removeprefix("werkout_"), *sample.labels.values()): sample.value
        for family in families
        for sample in family.samples
    }


def test_a_turn_is_counted_and_timed() -> None:
    metrics = Metrics()
    for seconds in (0.002, 0.2):
        metrics.turn("web", "settings", seconds, "done")
    found = values(metrics)
    assert found["turns_total", "web", "settings", "done"] == 2
    assert found["turn_seconds_count", "web", "settings"] == 2
    assert found["turn_seconds_bucket", "web", "settings", "0.005"] == 1


def test_what_the_schedule_and_the_sender_tell_is_counted() -> None:
    metrics = Metrics()
    metrics.sent("telegram", "sent")
    metrics.fell_due("rest", -0.1, "done")
    metrics.worked("picture", 0.4, "failed")
    metrics.forgot("inbox", 200)
    metrics.error("bot.engine")
    metrics.answered("/api/health", 200)
    found = values(metrics)
    assert found["messages_total", "telegram", "sent"] == 1
    assert found["due_items_total", "rest", "done"] == 1
    assert found["due_late_seconds_sum", "rest"] == 0
    assert found["jobs_total", "picture", "failed"] == 1
    assert found["forgotten_rows_total", "inbox"] == 200
    assert found["errors_total", "bot.engine"] == 1
    assert found["http_requests_total", "/api/health", "200"] == 1


def test_how_the_coach_answers_is_counted_and_nobodys_words_are() -> None:
    metrics = Metrics()
    metrics.coached(Source.RULES)
    metrics.model_failed("away")
    metrics.model_used(120)
    metrics.held_back(2)
    found = values(metrics)
    assert found["coach_answers_total", "rules"] == 1
    assert found["model_failures_total", "away"] == 1
    assert found["model_tokens_total",] == 120
    assert found["coach_sentences_held_back_total",] == 2


def test_messages_are_counted_by_what_they_cost() -> None:
    metrics = Metrics()
    for billed in (True, False, True):
        metrics.charged("whatsapp", "utility", billed=billed)
    found = values(metrics)
    assert found["charged_messages_total", "yes", "utility", "whatsapp"] == 2
    assert found["charged_messages_total", "no", "utility", "whatsapp"] == 1


def test_what_waits_is_told_for_every_channel() -> None:
    metrics = Metrics()
    metrics.backlog({"web": 3}, 2, {"due": 1.5, "jobs": -1}, {"web", "telegram"})
    found = values(metrics)
    assert (found["outbox_depth", "web"], found["outbox_depth", "telegram"]) == (3, 0)
    assert (found["jobs_waiting",], found["lag_seconds", "due"], found["database_up",]) == (
        2,
        1.5,
        1,
    )
    assert found["lag_seconds", "jobs"] == 0


def test_while_the_database_is_away_old_figures_are_not_told() -> None:
    metrics = Metrics()
    metrics.backlog({"web": 3}, 2, {"due": 1}, {"web"})
    metrics.resting("whatsapp", 2, 1)
    assert values(metrics)["outbox_waiting_for_a_word", "whatsapp"] == 2
    metrics.database_away()
    found = values(metrics)
    assert ("outbox_waiting_for_a_word", "whatsapp") not in found
    assert ("outbox_unconfirmed", "whatsapp") not in found
    assert found["database_up",] == 0
    assert math.isnan(found["jobs_waiting",])
    assert ("outbox_depth", "web") not in found
    metrics.backlog({"web": 1}, 0, {}, {"web"})
    assert values(metrics)["outbox_depth", "web"] == 1


def test_two_processes_in_one_test_do_not_count_together() -> None:
    first, second = Metrics(), Metrics()
    first.sent("web", "sent")
    assert ("messages_total", "web", "sent") not in values(second)
