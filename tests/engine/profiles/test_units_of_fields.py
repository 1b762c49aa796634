"""A unit that a field's name says is read, or refused by name; the default is for names that say none."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from binn_engine.errors import InputError
from binn_engine.profiles.observations import Profiles, read_layers, read_profiles
from binn_engine.settings import ProfileFields
from tests.engine.support.profiles import Warnings, layers


def profiles(tmp_path: Path, columns: dict, **fields: str) -> tuple[Profiles, Warnings]:
    warnings = Warnings()
    layers(soc_gC_m3=None, **columns).to_csv(tmp_path / "soil.csv", index=False)
    return read_profiles(str(tmp_path / "soil.csv"), ProfileFields(**fields), warnings), warnings


TRUE = np.array([26000.0, 13000.0, 6500.0, 19500.0])  # gC/m3 of the rows of `layers`: 20, 10, 5 and 15 g/kg at 1.3 g/cm3


@pytest.mark.parametrize("named", [True, False], ids=["named", "recognised"])
@pytest.mark.parametrize(
    ("field", "factor"),
    [
        ("oc_mg_kg", 1000.0),
        ("OC (mg kg⁻¹)", 1000.0),
        ("oc µg/g", 1000.0),
        ("oc_ppm", 1000.0),
        ("oc_dag_kg", 0.1),
        ("OC g/100 g", 0.1),
        ("oc_g_g", 0.001),
        ("oc ‰", 1.0),
        ("oc_g_kg_2009", 1.0),
    ],
)
def test_contents_are_read_in_the_unit_of_their_name(tmp_path: Path, field: str, factor: float, named: bool) -> None:
    if field.endswith("2009") and not named:
        pytest.skip("a field with a year has to be named")
    columns = {field: np.array([20.0, 10.0, 5.0, 15.0]) * factor, "bd": 1.3}
    found, _ = profiles(tmp_path, columns, **({"soc_field": field} if named else {}))
    np.testing.assert_allclose(np.sort(found.soc), np.sort(TRUE))


@pytest.mark.parametrize(("field", "factor"), [("soc_g_dm3", 1e-3), ("soc_g_l", 1e-3), ("ocd_hg_m3", 1e-2), ("soc mg/cm³", 1e-3)])
def test_densities_are_read_in_the_unit_of_their_name(tmp_path: Path, field: str, factor: float) -> None:
    found, _ = profiles(tmp_path, {field: TRUE * factor}, soc_field=field)
    np.testing.assert_allclose(np.sort(found.soc), np.sort(TRUE))


@pytest.mark.parametrize(
    ("field", "unit"),
    [("oc_mol_kg", "mol kg"), ("soc_lb_acre", "lb acre"), ("carbon_oz_ft3", "oz ft3"), ("mg_kg_oc", "mg kg")],
)
def test_a_unit_that_is_not_read_is_refused_by_name(tmp_path: Path, field: str, unit: str) -> None:
    with pytest.raises(InputError, match=f"the name of field '{field}' gives the unit {unit}, which cannot be used for SOC"):
        profiles(tmp_path, {field: TRUE, "bd": 1.3}, soc_field=field)


def test_a_unit_that_is_set_counts_more_than_the_name_and_is_said(tmp_path: Path) -> None:
    found, warnings = profiles(tmp_path, {"oc_mg_kg": [20.0, 10.0, 5.0, 15.0], "bd": 1.3}, soc_field="oc_mg_kg", soc_unit="g/kg")
    np.testing.assert_allclose(np.sort(found.soc), np.sort(TRUE))
    assert any(code == "soc_unit" and "is mg/kg" in message for code, message in warnings)


@pytest.mark.parametrize(("unit", "factor"), [("mm", 10.0), ("in", 1 / 2.54), ("inches", 1 / 2.54), ("dm", 0.1), ("ft", 1 / 30.48)])
def test_depths_are_read_in_the_unit_of_their_name(tmp_path: Path, unit: str, factor: float) -> None:
    depths = layers()[["top_cm", "bottom_cm"]].to_numpy() * factor
    columns = {"top_cm": None, "bottom_cm": None, f"top_{unit}": depths[:, 0], f"bottom_{unit}": depths[:, 1], "soc": TRUE}
    found, _ = profiles(tmp_path, columns)
    np.testing.assert_allclose(found.bottom, [0.1, 0.3, 0.2, 0.5])


def test_a_depth_in_an_unknown_unit_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"'top_yards' gives the unit yards, which cannot be used for a depth"):
        profiles(tmp_path, {"top_cm": None, "top_yards": 0, "soc": TRUE}, top_field="top_yards")


@pytest.mark.parametrize(("field", "factor"), [("bd_kg_m3", 1e3), ("bd_cg_cm3", 100.0), ("BD (Mg m-3)", 1.0), ("bd_t_m3", 1.0)])
def test_bulk_densities_are_read_in_the_unit_of_their_name(tmp_path: Path, field: str, factor: float) -> None:
    found, _ = profiles(tmp_path, {"oc_g_kg": [20.0, 10.0, 5.0, 15.0], field: 1.3 * factor}, bulk_density_field=field)
    np.testing.assert_allclose(np.sort(found.soc), np.sort(TRUE))


@pytest.mark.parametrize("field", ["coarse_cm3_dm3", "coarse_per_mille", "cfvo_10-30cm_mean"])
def test_coarse_fragments_per_mille_are_not_percent(tmp_path: Path, field: str) -> None:
    if field.startswith("cfvo"):
        columns = {"top_cm": None, "bottom_cm": None, "oc_g_kg_10-30cm": 10.0, "bdod_10-30cm_mean": 130.0, field: 250.0}
    else:
        columns = {"oc_g_kg": 10.0, "bd": 1.3, field: 250.0}
    found, _ = profiles(tmp_path, columns)
    np.testing.assert_allclose(found.soc, 13000.0 * 0.75)


def test_layers_of_soilgrids_are_read_in_its_units(tmp_path: Path) -> None:
    """Stored as dg/kg, cg/cm3 and cm3/dm3, which a warning says."""
    columns = {"top_cm": None, "bottom_cm": None, "soc_0-5cm_mean": 253.0, "bdod_0-5cm_mean": 131.0, "cfvo_0-5cm_mean": 62.0}
    found, warnings = profiles(tmp_path, columns)
    np.testing.assert_allclose(found.soc, 25.3 * 1310.0 * 0.938)
    assert [code for code, _ in warnings].count("soilgrids_unit") == 3


def test_ranges_of_depth_in_metres_are_asked_about(tmp_path: Path) -> None:
    text = {"top_cm": None, "bottom_cm": None, "depth": ["0.2-0.5", "0-0.2", "0-0.1", "0.1-0.3"], "soc": TRUE}
    _, warnings = profiles(tmp_path, text)
    assert any(code == "depth_unit" and "'depth'" in message and "largest value is 0.5" in message for code, message in warnings)
    found, warnings = profiles(tmp_path, text, depth_unit="m")
    np.testing.assert_allclose(found.bottom, [0.1, 0.3, 0.2, 0.5])
    assert "depth_unit" not in warnings.codes
    names = {"top_cm": None, "bottom_cm": None, "soc_0_0p3": 9000.0, "soc_0p3_1": 8000.0}
    assert "depth_unit" in profiles(tmp_path, names)[1].codes


def test_coordinates_in_kilometres_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="'x_km' gives the unit km"):
        profiles(tmp_path, {"x_km": 500.0, "soc": TRUE}, lon_field="x_km", crs="EPSG:25832")


@pytest.mark.parametrize(("unit", "factor"), [("gC/m3", 1.0), ("kg/m3", 1e-3), ("t/ha", 1e-3), ("g/kg", 1 / 1300)])
@pytest.mark.parametrize("fill", [1e20, 9.96921e36, 65535.0, 99999.0, 32767.0])
def test_fills_of_soc_are_missing_whatever_the_unit(tmp_path: Path, fill: float, unit: str, factor: float) -> None:
    values = TRUE * factor
    values[2] = fill
    found, warnings = profiles(tmp_path, {"soc": values, "bd": 1.3}, soc_unit=unit)
    assert len(found.soc) == 3
    assert any(code == "missing_codes" and "is treated as missing in 1 rows" in message for code, message in warnings)


@pytest.mark.parametrize(("unit", "factor"), [("gC/m3", 1.0), ("kg/m3", 1e-3), ("kg/m2", 1e-4)])
def test_more_carbon_than_organic_matter_holds_is_refused_or_left_out(tmp_path: Path, unit: str, factor: float) -> None:
    values = TRUE * factor
    values[1] = 3e6 * factor
    with pytest.raises(InputError, match=rf"read in {unit}, gives SOC above 1,000 kg/m3 in 1 of 4 layers"):
        profiles(tmp_path, {"soc": values}, soc_unit=unit)
    rows = read_layers(str(tmp_path / "soil.csv"), ProfileFields(soc_unit=unit), Warnings(), strict=False)
    assert rows.audit.counts() == {"too_much_carbon": 1}
    with pytest.raises(InputError, match=r"gives SOC above 1,000 kg/m3 in 4 of 4 layers"):
        profiles(tmp_path, {"soc": TRUE * 1000.0 * factor}, soc_unit=unit)
