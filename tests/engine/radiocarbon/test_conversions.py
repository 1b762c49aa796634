"""Units of radiocarbon against their definitions and published pairs."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from binn_engine.radiocarbon.conversions import delta_of_fraction, fraction_of_age


@given(st.floats(-999.0, 1000.0), st.floats(1850.0, 2030.0))
def test_the_definition_turned_round_gives_the_same(delta: float, year: float) -> None:
    there = (1.0 + np.array([delta]) / 1000.0) * np.exp((year - 1950.0) / 8267.0)
    np.testing.assert_allclose(delta_of_fraction(there, np.array([year])), [delta], atol=1e-9)


def test_the_standard_of_1950_decays_by_a_tenth_of_a_permil_each_year() -> None:
    """1 / 8267 a year, the true mean life: 8.43 permil in 70 years. With Libby's it would be 8.68."""
    found = delta_of_fraction(np.array([1.0]), np.array([2020.0]))[0]
    assert abs(found - 1000.0 * np.expm1(-70.0 / 8267.0)) < 1e-12
    assert abs(found + 8.43) < 0.005


def test_a_conventional_age_is_counted_with_the_half_life_of_libby() -> None:
    """5,568 years halve the activity by definition, not 5,730."""
    np.testing.assert_allclose(fraction_of_age(np.array([0.0, 5568.0])), [1.0, 0.5], rtol=2e-5)
