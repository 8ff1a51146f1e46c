"""The world that workflow tests act in."""

import pytest

from tests.rectification.world import World, build_world


@pytest.fixture
def world(db: None) -> World:
    return build_world()
