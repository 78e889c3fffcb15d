"""The manifests: valid by Kubernetes' own schemas, and one with the program and each other."""

from __future__ import annotations

import re
from typing import Any

import kubernetes_validate  # type: ignore[import-untyped]
import pytest

from bot.channels.telegram.webhook import PATH as WEBHOOK
from bot.delivery.pace import Pace
from bot.running import LAST_SECONDS
from bot.schedule import loop
from bot.server import server
from bot.server.files import PATH as FILES
from bot.settings import names
from tests.deploy.artefacts import (
    KUBERNETES,
    PORT,
    ROOT,
    Document,
    chat_paths,
    inner_paths,
    is_command,
    objects,
    of_kind,
    read,
)

SERVING = [*of_kind("Deployment")]
PODS = {one["metadata"]["name"]: one["spec"]["template"] for one in (*SERVING, *of_kind("Job"))}
VERSION = kubernetes_validate.latest_version()


def container(pod: Document) -> dict[str, Any]:
    (only,) = pod["spec"]["containers"]
    return dict(only)


def called(one: Document) -> str:
    return f"{one['kind']}-{one['metadata']['name']}"


@pytest.mark.parametrize("one", objects(), ids=called)
def test_is_what_kubernetes_takes(one: Document) -> None:
    kubernetes_validate.validate(one, VERSION, strict=True)


def test_the_secret_is_an_example_and_not_applied() -> None:
    example = read(KUBERNETES / "secret.example.yaml")[0]
    kubernetes_validate.validate(example, VERSION, strict=True)
    assert of_kind("Secret") == []
    every = {path.name for path in KUBERNETES.glob("*.yaml")}
    chosen = read(KUBERNETES / "kustomization.yaml")[0]["resources"]
    assert every - set(chosen) == {"kustomization.yaml", "secret.example.yaml"}
    (config,) = of_kind("ConfigMap")
    given = set(example["stringData"]) | set(config["data"])
    assert given <= set(names())
    assert {"DATABASE_URL", "REDIS_URL", "SECRET_KEYS", "PUBLIC_URL"} <= given
    assert not set(example["stringData"]) & set(config["data"])


def test_the_image_is_of_this_release() -> None:
    (image,) = read(KUBERNETES / "kustomization.yaml")[0]["images"]
    version = re.search(r'^version = "(.+)"', (ROOT / "pyproject.toml").read_text(), re.MULTILINE)
    assert version is not None
    assert image["newTag"] == version[1]
    assert {container(pod)["image"] for pod in PODS.values()} == {image["name"]}


@pytest.mark.parametrize("name", PODS)
def test_a_pod_may_do_no_more_than_it_needs(name: str) -> None:
    pod = PODS[name]["spec"]
    assert pod["securityContext"]["runAsNonRoot"] is True
    user = f"{pod['securityContext']['runAsUser']}:{pod['securityContext']['runAsGroup']}"
    assert f"USER {user}\n" in (ROOT / "Dockerfile").read_text()
    assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert pod["automountServiceAccountToken"] is False
    allowed = container(PODS[name])["securityContext"]
    assert allowed["readOnlyRootFilesystem"] is True
    assert allowed["allowPrivilegeEscalation"] is False
    assert allowed["capabilities"] == {"drop": ["ALL"]}


@pytest.mark.parametrize("name", PODS)
def test_a_pod_starts_a_command_with_what_is_there(name: str) -> None:
    one, pod = container(PODS[name]), PODS[name]["spec"]
    assert is_command(one["args"])
    assert {"configMapRef": {"name": "werkout"}} in one["envFrom"]
    assert {"secretRef": {"name": "werkout"}} in one["envFrom"]
    volumes = {volume["name"] for volume in pod["volumes"]}
    mounts = {mount["name"]: mount["mountPath"] for mount in one["volumeMounts"]}
    assert volumes == set(mounts)
    assert set(mounts.values()) <= {"/tmp", "/srv/werkout/var"}
    claims = {claim["metadata"]["name"] for claim in of_kind("PersistentVolumeClaim")}
    asked = {
        one["persistentVolumeClaim"]["claimName"]
        for one in pod["volumes"]
        if "persistentVolumeClaim" in one
    }
    assert asked <= claims


@pytest.mark.parametrize("one", SERVING, ids=called)
def test_is_asked_how_it_is_where_it_answers(one: Document) -> None:
    only = container(one["spec"]["template"])
    ports = {port["name"]: str(port["containerPort"]) for port in only["ports"]}
    assert ports == {"http": PORT}
    asked = {kind: only[f"{kind}Probe"]["httpGet"] for kind in ("startup", "liveness", "readiness")}
    assert {probe["port"] for probe in asked.values()} == {"http"}
    assert {probe["path"] for probe in asked.values()} <= set(inner_paths())
    # A database that is away must not end in restarts.
    assert asked["liveness"]["path"] == "/api/health"
    assert asked["readiness"]["path"] == "/api/health/db"
    notes = one["spec"]["template"]["metadata"]["annotations"]
    assert notes["prometheus.io/port"] == PORT
    assert notes["prometheus.io/path"] in inner_paths()


@pytest.mark.parametrize("one", SERVING, ids=called)
def test_a_rolling_update_takes_nobody_away_first(one: Document) -> None:
    assert one["spec"]["strategy"]["rollingUpdate"]["maxUnavailable"] == 0
    pod = one["spec"]["template"]["spec"]
    hook = container(one["spec"]["template"]).get("lifecycle", {}).get("preStop")
    before = int(hook["exec"]["command"][1]) if hook else 0
    sender = Pace().last_look + 2 * Pace().stop
    longest = before + server.STOP_SECONDS + loop.STOP_SECONDS + sender + LAST_SECONDS
    assert pod["terminationGracePeriodSeconds"] > longest
    assert pod["topologySpreadConstraints"][0]["topologyKey"] == "kubernetes.io/hostname"


def test_what_names_something_else_names_what_is_there() -> None:
    labels = {name: pod["metadata"]["labels"] for name, pod in PODS.items()}
    for one in (*of_kind("Deployment"), *of_kind("PodDisruptionBudget")):
        assert one["spec"]["selector"]["matchLabels"] == labels[one["metadata"]["name"]]
    (service,) = of_kind("Service")
    assert service["spec"]["selector"] == labels[service["metadata"]["name"]]
    assert [port["targetPort"] for port in service["spec"]["ports"]] == ["http"]
    (scaler,) = of_kind("HorizontalPodAutoscaler")
    scaled = next(
        one
        for one in SERVING
        if one["metadata"]["name"] == scaler["spec"]["scaleTargetRef"]["name"]
    )
    # Or each deploy would undo what the autoscaler did.
    assert "replicas" not in scaled["spec"]
    assert scaler["spec"]["minReplicas"] >= 2


def test_the_outside_reaches_webhooks_and_chat_alone() -> None:
    (ingress,) = of_kind("Ingress")
    (rule,) = ingress["spec"]["rules"]
    ways = rule["http"]["paths"]

    def is_reached(path: str) -> bool:
        return any(
            path == way["path"]
            or (way["pathType"] == "Prefix" and path.startswith(f"{way['path']}/"))
            for way in ways
        )

    assert all(map(is_reached, [WEBHOOK, f"{FILES}/token", *chat_paths()]))
    assert not any(map(is_reached, inner_paths()))
    (service,) = of_kind("Service")
    assert {way["backend"]["service"]["name"] for way in ways} == {service["metadata"]["name"]}
    (config,) = of_kind("ConfigMap")
    assert config["data"]["PUBLIC_URL"] == f"https://{rule['host']}"
