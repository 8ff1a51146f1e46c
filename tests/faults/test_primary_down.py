"""F10, P3: the primary down: the public reads on from a standby, which says as of when; writing waits for it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings

from filing_platform.embedded.postgres import NAME
from tests.faults.browser import Browser
from tests.faults.cluster import Cluster, copied
from tests.faults.servers import environment, eventually, web
from tests.rectification import world as w

pytestmark = pytest.mark.django_db(transaction=True)

PUBLIC = ("/", "/register/", "/register/?q=qhkt", "/figures/", "/register/changes/")
OUR_ROLES = ("DATABASE_APP_URL", "DATABASE_PUBLIC_URL")


@dataclass
class Site:
    """A web of two processes on a primary and its standby."""

    primary: Cluster
    standby: Cluster
    world: w.World
    browser: Browser
    visitor: Browser


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    world = w.build_world()
    w.listed(world)
    browser = Browser("http://nowhere", world.filer)
    with ExitStack() as stack:
        primary = stack.enter_context(copied())
        primary.keep_only(settings.DATABASES["owner"]["NAME"], NAME)
        standby = Cluster()
        stack.callback(standby.remove)
        standby.copy(str(primary.host), settings.DATABASES["owner"]["PASSWORD"], "--write-recovery-conf")
        standby.start()
        url = stack.enter_context(web(_environment(primary, standby), tmp_path / "web.log"))
        visitor = Browser(url)
        browser.address = visitor.address
        yield Site(primary, standby, world, browser, visitor)


def _environment(primary: Cluster, standby: Cluster) -> dict[str, str]:
    """As in production: one address of the primary and one of the standby, the roles derived from them."""
    owner = settings.DATABASES["owner"]
    first, second = (quote(str(cluster.host), safe="") for cluster in (primary, standby))
    given = {
        "DATABASE_URL": f"postgres://{owner['USER']}:{owner['PASSWORD']}@/{NAME}?host={first}",
        "DATABASE_REPLICA_URL": f"postgres://any:any@/{NAME}?host={second},{first}",
    }
    return {name: value for name, value in environment(**given).items() if name not in OUR_ROLES}


def test_it_goes_on_reading_and_comes_back_by_itself(site: Site) -> None:
    for address in PUBLIC:
        answer = site.visitor.get(address)
        assert (answer.status, "is read from a copy" in answer.text) == (200, False), address
    report = {"about": "青禾课堂", "text": "直播到二十二点"}
    assert site.browser.get("/file/").status == 200
    assert site.visitor.post("/register/report/", report).status == 200

    site.primary.kill_for_good()
    for address in PUBLIC:
        assert site.visitor.get(address).status == 200, address
    assert "青禾" in site.visitor.get("/register/91110000XTXT000105/").text
    for address in PUBLIC:
        # Each process notices within seconds.
        assert eventually(lambda address=address: "This page is as of" in site.visitor.get(address).text), address
    assert site.visitor.get("/readyz").status == 200
    assert '"filing and review": false' in site.visitor.get("/statusz").text
    for answer in (
        site.browser.get("/file/"),
        site.browser.get("/sign-in/"),
        site.visitor.post("/register/report/", report),
    ):
        assert (answer.status, answer.headers.get("Retry-After")) == (503, "30")
    assert "直播到二十二点" in answer.text, "what was typed is given back"

    site.primary.start()
    assert eventually(lambda: site.browser.get("/file/").status == 200)
    assert site.visitor.post("/register/report/", report).status == 200
    assert eventually(lambda: "The latest changes may be missing" not in site.visitor.get("/register/").text)

    # And the other way round: without a standby the primary is read.
    site.standby.kill_for_good()
    for address in PUBLIC:
        assert site.visitor.get(address).status == 200, address
