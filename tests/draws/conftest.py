"""The world of a draw: played once in a session; each test gets a copy, and goes back to a stage where it needs one."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers import draw_world
from helpers.draw_world import World


@pytest.fixture(scope="session")
def played(tmp_path_factory: pytest.TempPathFactory) -> World:
    """The world after the whole draw. Tests must not change it; `world` is a copy."""
    return draw_world.played(tmp_path_factory.mktemp("draw") / "world")


@pytest.fixture
def world(played: World, tmp_path: Path) -> World:
    """A copy of the world after the whole draw, for one test."""
    return played.copy(tmp_path / "world")
