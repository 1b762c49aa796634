"""What tests of PRODA share."""

from __future__ import annotations

import pytest

from binn_engine.proda.inversion import invert
from tests.engine.support.proda_sites import small_chains


@pytest.fixture(scope="session")
def finished(tmp_path_factory):
    """A finished inversion of eleven sites in two blocks."""
    chains = small_chains(tmp_path_factory.mktemp("finished"))
    invert(chains, 1, lambda share, phase: None)
    return chains
