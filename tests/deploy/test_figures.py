"""Alerts and dashboard ask for figures that there are, by labels that these have."""

from __future__ import annotations

import json
import re
from typing import Any

import promql_parser
import pytest
from prometheus_client.metrics import MetricWrapperBase

from bot.metrics import Metrics
from tests.deploy.artefacts import DEPLOY, read

SCRAPED = {"job", "instance"}
# What the client library tells of a process, on Linux alone.
OF_PROCESSES = (
    "process_cpu_seconds_total",
    "process_resident_memory_bytes",
    "process_start_time_seconds",
)
ALERTS = [
    rule
    for group in read(DEPLOY / "prometheus" / "alerts.yaml")[0]["groups"]
    for rule in group["rules"]
]
DASHBOARD = json.loads((DEPLOY / "grafana" / "werkout.json").read_text())
PANELS = [panel for panel in DASHBOARD["panels"] if panel["type"] != "row"]
QUERIES = [rule["expr"] for rule in ALERTS]
QUERIES += [target["expr"] for panel in PANELS for target in panel["targets"]]


def known() -> dict[str, set[str]]:
    """Every series by its name, with its labels."""
    metrics = Metrics()
    metrics.redis(up=True)
    found = {name: set(SCRAPED) for name in OF_PROCESSES}
    for name, collector in metrics.registry._names_to_collectors.items():
        own = collector._labelnames if isinstance(collector, MetricWrapperBase) else ()
        found[name] = {*own, *SCRAPED, *(["le"] if name.endswith("_bucket") else [])}
    return found


def parsed(query: str) -> Any:
    """The query as Prometheus reads it, once Grafana has put its variables in."""
    filled = query.replace("$__rate_interval", "5m").replace("$job", "werkout")
    return promql_parser.parse(filled)


def parts(query: str, kind: type) -> list[Any]:
    found: list[Any] = []

    def visit(node: Any) -> bool:
        found.append(node)
        return True

    promql_parser.walk(parsed(query), visit)
    return [node for node in found if isinstance(node, kind)]


@pytest.mark.parametrize("query", QUERIES)
def test_asks_for_what_there_is(query: str) -> None:
    series = known()
    selected = parts(query, promql_parser.VectorSelector)
    assert selected
    for one in selected:
        assert one.name in series
        assert {matcher.name for matcher in one.matchers.matchers} <= series[one.name]


@pytest.mark.parametrize("query", QUERIES)
def test_groups_by_labels_that_there_are(query: str) -> None:
    series = known()
    for group in parts(query, promql_parser.AggregateExpr):
        by = set(group.modifier.labels) if group.modifier else set()
        for one in parts(group.prettify(), promql_parser.VectorSelector):
            assert by <= series[one.name]


@pytest.mark.parametrize("query", [one for one in QUERIES if "histogram_quantile" in one])
def test_a_quantile_is_of_buckets(query: str) -> None:
    assert all(one.name.endswith("_bucket") for one in parts(query, promql_parser.VectorSelector))
    assert any(
        "le" in one.modifier.labels
        for one in parts(query, promql_parser.AggregateExpr)
        if one.modifier
    )


@pytest.mark.parametrize("rule", ALERTS, ids=lambda rule: rule["alert"])
def test_an_alert_says_what_it_means_and_what_to_do(rule: dict[str, Any]) -> None:
    assert rule["alert"].startswith("Werkout")
    assert rule["labels"]["severity"] in {"page", "ticket"}
    assert set(rule["annotations"]) == {"summary", "description", "action"}
    assert all(text.endswith(".") for text in rule["annotations"].values())
    used = set(re.findall(r"\$labels\.(\w+)", rule["annotations"]["summary"]))
    known_labels = set().union(
        *(known()[one.name] for one in parts(rule["expr"], promql_parser.VectorSelector))
    )
    assert used <= known_labels


def test_every_trouble_has_its_alert() -> None:
    asked = {
        one.name for rule in ALERTS for one in parts(rule["expr"], promql_parser.VectorSelector)
    }
    assert asked >= {
        "werkout_turns_total",
        "werkout_turn_seconds_bucket",
        "werkout_outbox_age_seconds",
        "werkout_lag_seconds",
        "werkout_backup_age_seconds",
        "werkout_database_up",
        "werkout_redis_up",
        "werkout_refused_for_now_total",
        "werkout_messages_total",
    }
    assert len({rule["alert"] for rule in ALERTS}) == len(ALERTS)


def test_the_dashboard_shows_every_figure_of_ours() -> None:
    shown = {one.name for query in QUERIES for one in parts(query, promql_parser.VectorSelector)}
    ends = ("_total", "_bucket", "_count", "_sum", "_created", "_gsum", "_gcount", "_info")
    stems = {re.sub(f"({'|'.join(ends)})$", "", name) for name in shown}
    ours = {re.sub(f"({'|'.join(ends)})$", "", name) for name in known() if "werkout_" in name}
    assert ours - stems == set()


def test_panels_neither_overlap_nor_share_a_number() -> None:
    assert len({panel["id"] for panel in DASHBOARD["panels"]}) == len(DASHBOARD["panels"])
    taken: set[tuple[int, int]] = set()
    for panel in DASHBOARD["panels"]:
        at = panel["gridPos"]
        cells = {
            (at["x"] + right, at["y"] + down) for right in range(at["w"]) for down in range(at["h"])
        }
        assert not cells & taken
        assert at["x"] + at["w"] <= 24
        taken |= cells
    assert all(panel["title"] and panel["description"] for panel in PANELS)


def test_the_pages_name_figures_that_there_are() -> None:
    pages = "".join(page.read_text() for page in (DEPLOY.parent / "docs").glob("*.md"))
    named = set(re.findall(r"`(werkout_\w+_(?:total|seconds|bytes))\b", pages))
    assert named
    assert named <= set(known())
