"""A short soak: random people, faults and deaths; `make bench ARGS="soak SECONDS SEED"` is long."""

import secrets
from pathlib import Path

import pytest

from benchmarks.soak import Soak, soak

SECONDS = 8.0


@pytest.mark.parametrize("replicas", [1, 2])
async def test_whatever_happens_nothing_is_lost(
    replicas: int, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    url = request.getfixturevalue("postgres_url") if replicas > 1 else None
    wanted = Soak(SECONDS, secrets.randbelow(10_000), replicas)
    print(wanted)  # noqa: T201  # so that a failure can be repeated

    outcome = await soak(tmp_path, wanted, url)

    assert outcome.verdict.mistakes == ()
