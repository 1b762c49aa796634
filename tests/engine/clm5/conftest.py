"""The reference cases of the CLM5 layer."""

from __future__ import annotations

import numpy as np
import pytest

from tests.engine.support.clm5_cases import load_cases


@pytest.fixture(scope="session")
def cases() -> dict[str, np.ndarray]:
    """The reference cases."""
    return load_cases()
