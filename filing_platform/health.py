"""Whether the platform lives, is ready, and what is degraded; figures for Prometheus to whoever holds the token."""

from __future__ import annotations

import secrets
from collections.abc import Callable

import redis
from django.conf import settings
from django.db import DatabaseError, connections
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_prometheus.exports import ExportToDjangoView

from jobs.models import Job


@require_safe
@never_cache
def livez(request: HttpRequest) -> HttpResponse:
    """The process answers; asks nothing else."""
    return HttpResponse("ok", content_type="text/plain")


@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """Whether this node can answer the public: its reading connection works."""
    is_ready = _works(lambda: _ask("public"))
    return JsonResponse({"ready": is_ready}, status=200 if is_ready else 503)


@require_safe
@never_cache
def statusz(request: HttpRequest) -> JsonResponse:
    """What works and what is degraded; always 200, so that it can be read when something is down."""
    parts = {
        "public reads": _works(lambda: _ask("public")),
        "filing and review": _works(lambda: _ask("default")),
        "cache and wake-ups": _works(_write_to_redis),
        "background work": _works(_jobs_move),
    }
    return JsonResponse({"status": "ok" if all(parts.values()) else "degraded", "parts": parts})


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """Prometheus figures for `Authorization: Bearer METRICS_TOKEN`; without a token set they do not exist."""
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not settings.METRICS_TOKEN or not secrets.compare_digest(given, settings.METRICS_TOKEN):
        raise Http404
    return ExportToDjangoView(request)


def _works(question: Callable[[], object]) -> bool:
    try:
        question()
    except (DatabaseError, redis.RedisError, TimeoutError):
        return False
    return True


def _ask(alias: str) -> None:
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT 1")


def _write_to_redis() -> None:
    # One that is full answers questions still, and takes nothing.
    client = redis.Redis.from_url(settings.REDIS_URL, socket_timeout=0.5, socket_connect_timeout=0.5)
    client.set("statusz", 1, ex=1)


def _jobs_move() -> None:
    if Job.objects.left_lying(timezone.now()).exists():
        raise TimeoutError
