"""The application over a made library, with a small reader and embedder."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from qa.api import create_app, relay_progress
from qa.desk import Desk
from tests.support.fakes import HashEmbedder
from tests.support.fakes_generator import OverlapGenerator

BASE = "http://localhost"


@pytest.fixture
def desk(library: Path, seeds_made: Path, small_alone: None) -> Iterator[Desk]:
    shutil.copy(seeds_made, library)
    with Desk.open(
        library, model=OverlapGenerator(), embedder=HashEmbedder(), progress=relay_progress
    ) as desk:
        yield desk


@pytest.fixture
def client(desk: Desk) -> Iterator[TestClient]:
    with TestClient(create_app(desk), base_url=BASE, raise_server_exceptions=False) as client:
        yield client
