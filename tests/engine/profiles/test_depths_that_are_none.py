"""Depths that are codes, counted upwards, cut by a format, or years."""

from __future__ import annotations

from pathlib import Path

import geopandas
import numpy as np
import pandas as pd
import pytest

from binn_engine.errors import InputError
from binn_engine.profiles.observations import LayerRows, read_layers, read_profiles
from binn_engine.settings import ProfileFields
from tests.engine.commands import engine_here
from tests.engine.support.profiles import Warnings, layers


def rows_of(tmp_path: Path, table: pd.DataFrame, warnings: Warnings | None = None, **fields: str) -> LayerRows:
    table.to_csv(tmp_path / "soil.csv", index=False)
    return read_layers(str(tmp_path / "soil.csv"), ProfileFields(**fields), Warnings() if warnings is None else warnings, strict=False)


def profile(tops: list, bottoms: list, **columns: object) -> pd.DataFrame:
    socs = [9000.0 + 1000.0 * number for number in range(len(tops))]
    return pd.DataFrame({"profile_id": "A", "lon": 10.0, "lat": 50.0, "top_cm": tops, "bottom_cm": bottoms, "soc_gc_m3": socs} | columns)


@pytest.mark.parametrize("code", [-1, -9, -99, -999, -9999, 999, 9999, 99999])
@pytest.mark.parametrize("litter", ["exclude", "shift"])
def test_a_code_for_a_missing_bottom_moves_nothing(tmp_path: Path, code: int, litter: str) -> None:
    warnings = Warnings()
    found = rows_of(tmp_path, profile([0, 10, 30], [10, code, code]), warnings, litter=litter)
    assert found.audit.reason.tolist() == ["", "", "no_depth"]
    np.testing.assert_allclose(found.table[["top", "bottom"]].iloc[:2], [[0.0, 0.1], [0.1, 0.3]])
    assert any(name == "missing_codes" and f"{code:g} in field 'bottom_cm'" in message for name, message in warnings)


def test_litter_from_minus_nine_is_litter(tmp_path: Path) -> None:
    found = rows_of(tmp_path, profile([-12, -9, 0], [-9, 0, 10]), litter="shift")
    np.testing.assert_allclose(found.table[["top", "bottom"]], [[0.0, 0.03], [0.03, 0.12], [0.12, 0.22]])


def test_a_bottom_above_the_surface_is_no_litter(tmp_path: Path) -> None:
    found = rows_of(tmp_path, profile([0, 10, 30], [10, 30, -60]), litter="shift")
    assert found.audit.reason.tolist() == ["", "", "reversed_depths"]
    np.testing.assert_allclose(found.table["top"].iloc[:2], [0.0, 0.1])


def test_organic_horizons_that_are_counted_upwards_lie_on_each_other(tmp_path: Path) -> None:
    table = profile([12, 8, 3, 0, 10], [8, 3, 0, 10, 30])
    assert rows_of(tmp_path, table).audit.reason.tolist() == ["litter"] * 3 + ["", ""]
    found = rows_of(tmp_path, table, litter="shift")
    assert found.audit.reason.tolist() == [""] * 5
    np.testing.assert_allclose(found.table["top"] * 100, [0.0, 4.0, 9.0, 12.0, 22.0], atol=1e-9)
    np.testing.assert_allclose(found.table["bottom"] * 100, [4.0, 9.0, 12.0, 22.0, 42.0], atol=1e-9)


def test_depths_whose_fields_are_exchanged_are_not_taken_for_litter(tmp_path: Path) -> None:
    assert rows_of(tmp_path, profile([10, 30, 60], [0, 10, 30])).audit.reason.tolist() == ["litter", "reversed_depths", "reversed_depths"]
    with pytest.raises(InputError, match=r"the bottom \(field 'bottom_cm'\) is above the top \(field 'top_cm'\)"):
        read_profiles(str(tmp_path / "soil.csv"), ProfileFields(), Warnings())


def by_depth(tmp_path: Path, **columns: float) -> tuple[LayerRows, Warnings]:
    warnings = Warnings()
    point = geopandas.points_from_xy([10.0], [50.0], crs=4326)
    geopandas.GeoDataFrame({"profile_id": ["A"], **{name: [value] for name, value in columns.items()}}, geometry=point).to_file(
        tmp_path / "soil.shp"
    )
    return read_layers(str(tmp_path / "soil.shp"), ProfileFields(), warnings, strict=False), warnings


@pytest.mark.parametrize(
    ("cut", "depths"), [("soc_100_20", (1.0, 2.0)), ("orgc_60_10", (0.6, 1.0)), ("orgc_100_2", (1.0, 2.0)), ("soc_30_60c", (0.3, 0.6))]
)
def test_names_that_dbf_has_cut_are_read_or_named(tmp_path: Path, cut: str, depths: tuple[float, float]) -> None:
    base = cut.split("_")[0]
    found, warnings = by_depth(tmp_path, **{f"{base}_0_5": 12000.0, cut: 6000.0})
    np.testing.assert_allclose(found.table[["top", "bottom"]], [[0.0, 0.05], depths])
    assert found.table["soc"].tolist() == [12000.0, 6000.0]
    assert any(code == "cut_field" and cut in message for code, message in warnings)


@pytest.mark.parametrize("cut", ["orgc_10_10", "soc_100_1", "soc_30_0"])
def test_a_name_that_may_be_cut_from_several_is_said_to_be_unread(tmp_path: Path, cut: str) -> None:
    found, warnings = by_depth(tmp_path, **{f"{cut.split('_')[0]}_0_5": 12000.0, cut: 6000.0})
    read = cut == "orgc_10_10"  # 10 to 100 alone begins so
    assert len(found.table) == 1 + read
    assert any(cut in message for _, message in warnings)
    assert np.isfinite(found.table["top"]).all()


def test_years_are_no_depths(tmp_path: Path) -> None:
    table = pd.DataFrame({"profile_id": ["A"], "lon": 10, "lat": 50, "oc_g_kg_2009": 12, "soc_2009_2015": 1, "soc_0_30": 9000.0})
    found = rows_of(tmp_path, table)
    np.testing.assert_allclose(found.table[["top", "bottom", "soc"]], [[0.0, 0.3, 9000.0]])


def test_no_message_has_a_name_that_is_binns_own(tmp_path: Path) -> None:
    for columns in ({"oc_g_kg_2009": 12, "soc_2009_2015": 1, "bd": 1.3}, {"soc_0_3000": 9.0, "soc_3000_9000": 1.0}, {"soc_0_30": "x"}):
        table = pd.DataFrame({"profile_id": ["A"], "lon": 10, "lat": 50, **columns})
        table.to_csv(tmp_path / "soil.csv", index=False)
        done = engine_here("prepare_profiles", "--observations", tmp_path / "soil.csv", "--layers", tmp_path / "out.gpkg")
        assert done.status == 1
        assert "__" not in done.stderr + str(done.events)
        assert any(name in done.stderr for name in columns) or "no row is a complete layer" in done.stderr


def test_layers_without_codes_are_as_before(tmp_path: Path) -> None:
    found = rows_of(tmp_path, layers())
    np.testing.assert_allclose(found.table["bottom"], [0.5, 0.2, 0.1, 0.3])


CODES = [-99.9, -99.99, -88.8, -888, -8888, -9999.9, -999.9, -32768, -77777, -1e20]


@pytest.mark.parametrize("litter", ["exclude", "shift"])
@pytest.mark.parametrize("code", CODES)
def test_a_depth_higher_than_litter_lies_is_missing_and_moves_nothing(tmp_path: Path, code: float, litter: str) -> None:
    """As the bottom below a top of 0 or of 30, and as a top; a missing bottom is the top of the next layer."""
    warnings = Warnings()
    found = rows_of(tmp_path, profile([0, 10, 30, code], [code, 30, code, 60]), warnings, litter=litter)
    assert found.audit.reason.tolist() == ["", "", "no_depth", "no_depth"]
    np.testing.assert_allclose(found.table[["top", "bottom"]].iloc[:2], [[0.0, 0.1], [0.1, 0.3]])
    assert any(name == "missing_codes" and f"{code:g} cm in 2 rows" in message for name, message in warnings)
    profile([5], [code]).to_csv(tmp_path / "soil.csv", index=False)
    with pytest.raises(InputError, match="no complete layer"):
        read_profiles(str(tmp_path / "soil.csv"), ProfileFields(litter=litter), Warnings())


@pytest.mark.parametrize("code", [-9.9, -9, -99, -1, -0.99])
def test_codes_in_metres_move_nothing(tmp_path: Path, code: float) -> None:
    table = profile([0.0, 0.1, 0.3], [0.1, 0.3, code]).rename(columns={"top_cm": "top_m", "bottom_cm": "bottom_m"})
    found = rows_of(tmp_path, table, litter="shift")
    assert found.audit.reason.tolist() == ["", "", "no_depth"]
    np.testing.assert_allclose(found.table["top"].iloc[:2], [0.0, 0.1])


@pytest.mark.parametrize("text", [f"20-{code}" for code in (-99, -99.9, -888, -9, 999, 9999, -32768)])
def test_codes_in_depths_that_are_written_as_text_are_missing(tmp_path: Path, text: str) -> None:
    """``0--99`` and ``20-9999``; below a top of 0, too."""
    for litter in ("exclude", "shift"):
        table = pd.DataFrame({"profile_id": "A", "lon": 10.0, "lat": 50.0, "depth": ["0-10", "10-20 cm", text], "soc_gc_m3": 9000.0})
        found = rows_of(tmp_path, table, litter=litter)
        assert found.audit.reason.tolist() == ["", "", "no_depth"]
        np.testing.assert_allclose(found.table[["top", "bottom"]].iloc[:2], [[0.0, 0.1], [0.1, 0.2]])
        table["depth"] = [text.replace("20-", "0-", 1), "10-20 cm", "20-30"]
        found = rows_of(tmp_path, table, litter=litter)
        assert found.audit.reason.tolist() == ["", "", ""]
        np.testing.assert_allclose(found.table[["top", "bottom"]], [[0.0, 0.1], [0.1, 0.2], [0.2, 0.3]])


@pytest.mark.parametrize("bottom", [-5, -9.9, -30])
def test_a_layer_from_the_surface_upwards_is_refused_and_moves_nothing(tmp_path: Path, bottom: float) -> None:
    found = rows_of(tmp_path, profile([0, 10, 30], [bottom, 30, 60]), litter="shift")
    assert found.audit.reason.tolist() == ["reversed_depths", "", ""]
    np.testing.assert_allclose(found.table["top"].iloc[1:], [0.1, 0.3])


@pytest.mark.parametrize("top", [99.9, 8888, 32])
def test_litter_that_is_counted_upwards_from_too_high_is_refused(tmp_path: Path, top: float) -> None:
    found = rows_of(tmp_path, profile([top, 0, 10], [0, 10, 30]), litter="shift")
    high = top > 60
    assert found.audit.reason.tolist() == ["reversed_depths" if high else "", "", ""]
    np.testing.assert_allclose(found.table["top"].iloc[1:], [0.0 + (not high) * top / 100.0, 0.1 + (not high) * top / 100.0])


def test_a_row_that_is_left_out_moves_no_other(tmp_path: Path) -> None:
    table = profile([-5, 0, 10], [0, 10, 30]).assign(lon=[np.nan, 10.0, 10.0])
    found = rows_of(tmp_path, table, litter="shift")
    assert found.audit.reason.tolist() == ["no_place", "", ""]
    np.testing.assert_allclose(found.table["top"].iloc[1:], [0.0, 0.1])


def test_tops_that_are_all_zero_raise_no_doubt_of_the_unit(tmp_path: Path) -> None:
    for bottom, doubtful in ((30, False), (0.3, True)):
        warnings = Warnings()
        rows_of(tmp_path, profile([0, 0], [bottom, bottom]).rename(columns={"top_cm": "top", "bottom_cm": "bottom"}), warnings)
        assert any(code == "depth_unit" for code, _ in warnings) == doubtful
