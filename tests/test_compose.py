"""docker-compose.yml, Dockerfile and nginx.conf cannot run here: what they name must be there."""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings
from django.core.management import get_commands

from filing_platform import serving

BASE = Path(settings.BASE_DIR)
COMPOSE: dict[str, Any] = yaml.safe_load((BASE / "docker-compose.yml").read_text())
SERVICES: dict[str, Any] = COMPOSE["services"]
DOCKERFILE = (BASE / "Dockerfile").read_text()
NGINX = (BASE / "docker" / "nginx.conf").read_text()
OURS = [name for name, service in SERVICES.items() if "build" in service]


def test_it_has_every_part_of_the_platform() -> None:
    assert set(SERVICES) == {
        *("primary", "standby", "redis", "prepare"),
        *("web1", "web2", "worker", "scheduler", "nginx"),
    }


@pytest.mark.parametrize("command", [SERVICES[name]["command"] for name in OURS if "command" in SERVICES[name]])
def test_each_command_exists(command: list[str]) -> None:
    _check_command(command)


def test_the_commands_of_the_image_exist() -> None:
    commands = re.findall(r"^\s*(python manage\.py .*?)(?: \\)?$", DOCKERFILE, re.M)
    default = re.search(r"^CMD (\[.*\])$", DOCKERFILE, re.M)
    assert commands and default
    for command in commands:
        _check_command(command.split())
    _check_command(yaml.safe_load(default[1]))


def test_web_worker_and_scheduler_are_started_as_by_make_run() -> None:
    default = re.search(r"^CMD (\[.*\])$", DOCKERFILE, re.M)
    assert default
    address = f"{settings.HOST}:{settings.PORT}"
    started = {
        name: [word.replace(address, "0.0.0.0:8000") for word in words] for name, words in serving.programs().items()
    }
    assert yaml.safe_load(default[1])[1:] == started["web"]
    assert SERVICES["worker"]["command"][1:] == started["worker"]
    assert SERVICES["scheduler"]["command"][1 : len(started["scheduler"]) + 1] == started["scheduler"]


def test_every_service_that_is_waited_for_can_be_waited_for() -> None:
    for service in SERVICES.values():
        for name, how in service.get("depends_on", {}).items():
            if how["condition"] == "service_healthy":
                assert "healthcheck" in SERVICES[name]
            else:
                assert SERVICES[name]["restart"] == "no"


def test_every_volume_is_declared_and_every_mounted_file_is_there() -> None:
    for service in SERVICES.values():
        for mount in service.get("volumes", []):
            source = mount.split(":")[0]
            assert (BASE / source).is_file() if source.startswith(".") else source in COMPOSE["volumes"]


def test_only_the_edge_can_be_reached_from_outside() -> None:
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["nginx"]


def test_the_settings_read_every_variable_that_is_set() -> None:
    sources = "".join(path.read_text() for path in (BASE / "filing_platform").glob("*.py"))
    for name in COMPOSE["x-platform"]["environment"]:
        assert f'"{name}"' in sources, f"nothing reads {name}"


def test_postgres_is_15_or_later() -> None:
    for name in ("primary", "standby"):
        version = re.match(r"postgres:(\d+)", SERVICES[name]["image"])
        assert version and int(version[1]) >= 15


def test_the_image_copies_what_is_there() -> None:
    for source in re.findall(r"^COPY (?:--\S+ )?(\S+) ", DOCKERFILE, re.M):
        assert (BASE / source).exists()


def test_the_edge_passes_to_the_two_webs_and_does_not_believe_the_client() -> None:
    assert set(re.findall(r"server (\w+):8000", NGINX)) == {"web1", "web2"}
    assert NGINX.count("{") == NGINX.count("}")
    assert "X-Forwarded-For $remote_addr;" in NGINX
    assert re.search(r"location = /metrics \{\s+return 404;", NGINX)


def _check_command(command: list[str]) -> None:
    assert command[0] == "python"
    if command[1] == "manage.py":
        assert command[2] in get_commands()
        return
    assert command[1] == "-m"
    assert find_spec(command[2])
