"""Bulk density estimated from organic carbon, and the error that it brings."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from binn_engine.profiles.pedotransfer import BY_NAME, ORGANIC_SOIL_PERCENT, PEDOTRANSFER, estimated_density
from binn_engine.settings import PEDOTRANSFER_NAMES
from tests.engine.commands import SHARED

US = SHARED / "data" / "conus" / "soc_layers.csv.gz"


# Worked by hand from the published equations: at 4 % and at 1 % carbon, roots are whole; 5.8 % carbon is 10 % organic matter.
@pytest.mark.parametrize(
    ("name", "carbon", "density"),
    [
        ("manrique_jones_1991", 4.0, 1.660 - 0.636),
        ("manrique_jones_1991", 1.0, 1.342),
        ("alexander_1980", 4.0, 1.66 - 0.616),
        ("honeysett_ratkowsky_1989", 5.8, 1.0 / (0.564 + 0.556)),
        ("post_kwon_2000", 5.8, 100.0 / (10.0 / 0.244 + 90.0 / 1.64)),
        ("post_kwon_2000", 0.0, 1.64),
        ("post_kwon_2000", 58.0, 0.244),
    ],
)
def test_equations_give_what_they_give_by_hand(name: str, carbon: float, density: float) -> None:
    found, spread = estimated_density(name, np.array([carbon]))
    assert found[0] == pytest.approx(density, rel=1e-12)
    row = BY_NAME[name]
    error = row.error_organic if carbon >= ORGANIC_SOIL_PERCENT else row.error_mineral
    assert spread[0] == pytest.approx(error / density)


def test_functions_of_the_root_of_carbon_do_not_reach_organic_soil() -> None:
    for name in ("manrique_jones_1991", "alexander_1980"):
        density, spread = estimated_density(name, np.array([11.9, 12.0, 40.0, np.nan]))
        assert np.isnan(density).tolist() == np.isnan(spread).tolist() == [False, True, True, True]
        assert density[0] > 0.5


def test_the_settings_offer_every_function() -> None:
    names = tuple(row.name for row in PEDOTRANSFER)
    assert names == PEDOTRANSFER_NAMES[1:], "give PEDOTRANSFER_NAMES in binn_engine/settings/choices.py the same names in the same order"


@pytest.mark.skipif(not US.is_file(), reason=f"the US profiles are not at {US}")
@pytest.mark.parametrize("row", PEDOTRANSFER, ids=lambda row: row.name)
def test_the_stated_errors_are_those_on_layers_where_bulk_density_was_measured(row) -> None:
    table = pd.read_csv(US).dropna(subset=["soc_g_per_kg", "bulk_density_g_cm3"])
    carbon, measured = table["soc_g_per_kg"].to_numpy() / 10.0, table["bulk_density_g_cm3"].to_numpy()
    estimated, _ = estimated_density(row.name, carbon)
    organic = carbon >= ORGANIC_SOIL_PERCENT
    assert np.isnan(estimated[organic]).all() == (row.error_organic is None)
    found = [np.sqrt(np.mean((estimated - measured)[layers] ** 2)) for layers in (~organic, organic)]
    stated = [np.nan if error is None else error for error in (row.error_mineral, row.error_organic)]
    message = f"state the errors {found[0]:.2f} and {found[1]:.2f} (nan: None) of {row.name} in PEDOTRANSFER and docs/inputs.md"
    assert found == pytest.approx(stated, abs=0.006, nan_ok=True), message
