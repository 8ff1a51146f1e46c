"""Liveness, readiness, what is degraded, and figures that are not for everybody."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from jobs.models import Job


def test_it_lives_without_asking_the_database(client: Client) -> None:
    # No `db` fixture: a query would fail the test.
    assert client.get("/livez").content == b"ok"


def test_it_is_ready_and_nothing_is_degraded(client: Client, db: None) -> None:
    assert client.get("/readyz").json() == {"ready": True}
    answer = client.get("/statusz").json()
    assert answer["status"] == "ok" and all(answer["parts"].values())


def test_work_left_lying_is_told(client: Client, db: None) -> None:
    Job.objects.create(kind="mail", subject="x", created_at=timezone.now() - timedelta(minutes=6))
    answer = client.get("/statusz").json()
    assert answer["status"] == "degraded" and answer["parts"]["background work"] is False


def test_redis_that_is_down_is_told(client: Client, db: None, settings: pytest.FixtureRequest) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"  # type: ignore[attr-defined]
    assert client.get("/statusz").json()["parts"]["cache and wake-ups"] is False


def test_figures_for_prometheus_need_the_token(client: Client, db: None, settings: pytest.FixtureRequest) -> None:
    assert client.get("/metrics").status_code == 404
    settings.METRICS_TOKEN = "held"  # type: ignore[attr-defined]
    assert client.get("/metrics", headers={"Authorization": "Bearer guessed"}).status_code == 404
    assert client.get("/metrics", headers={"Authorization": "Bearer held"}).status_code == 200
