"""Profiles made clean: every row is kept or left out for a reason, and the clean layer reads without naming a field."""

from __future__ import annotations

import io
import json
from pathlib import Path

import geopandas
import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from binn_engine.errors import InputError
from binn_engine.jobs.runner import run_job
from binn_engine.profiles.observations import read_profiles
from binn_engine.profiles.preparation import Prepared, prepare
from binn_engine.profiles.quality import EXCLUDED
from binn_engine.running.events import Reporter
from binn_engine.settings import PrepareProfilesJob, ProfileFields
from tests.engine.support.profiles import Warnings, layers


def prepared(
    folder: Path, *tables: pd.DataFrame, exclude: tuple[str, ...] = EXCLUDED, warn: Warnings | None = None, **fields: object
) -> Prepared:
    """What becomes of some tables."""
    paths = []
    for number, table in enumerate(tables):
        paths.append(str(folder / f"soil{number}.csv"))
        table.to_csv(paths[-1], index=False)
    return prepare(paths, ProfileFields(**fields), exclude, 150_000.0, warn if warn is not None else Warnings())


def accounted(found: Prepared) -> None:
    """Every row is kept or left out, once, and the counts say so."""
    summary = found.summary()
    assert summary["rows_read"] == sum(source.rows for source in found.sources) == len(found.rows)
    assert summary["rows_kept"] + sum(summary["left_out"].values()) == summary["rows_read"]
    assert (found.rows["reason"] == "").sum() == len(found.layers)
    kept = found.rows[found.rows["reason"] == ""][["source_file", "source_row"]].apply(tuple, axis=1)
    assert sorted(kept) == sorted(found.layers[["source_file", "source_row"]].apply(tuple, axis=1))


def reasons(found: Prepared) -> dict[str, int]:
    return found.summary()["left_out"]


BAD = {
    "top_cm": [0.0, 5.0, -5.0, 4.0, 20.0, None, "top", -9999.0, 1e6],
    "bottom_cm": [10.0, 0.0, 30.0, None, "deep", 5.0],
    "soc_gC_m3": [1000.0, 0.0, -3.0, None, "n/a", 1e9, -999.0],
    "lon": [-75.0, -75.0, None, 1e4, "east"],
    "lat": [42.0, 42.0, 42.5, -91.0, None],
    "profile_id": ["a", "b", "7", 7.0, "", None],
}


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(st.fixed_dictionaries({name: st.sampled_from(values) for name, values in BAD.items()}), min_size=1, max_size=25),
    litter=st.sampled_from(["exclude", "shift"]),
)
def test_every_row_is_kept_or_left_out_for_a_reason(tmp_path: Path, rows: list[dict], litter: str) -> None:
    try:
        found = prepared(tmp_path, pd.DataFrame(rows), litter=litter)
    except InputError:  # of the whole file: nothing to keep, or coordinates that are none
        return
    accounted(found)
    good = found.layers
    assert (good["soc_gC_m3"] >= 0.0).all()
    assert (good["depth_m"] >= 0.0).all()
    assert (good["bottom_cm"].isna() | (good["bottom_cm"] >= good["top_cm"])).all()


def test_each_reason_is_named(tmp_path: Path) -> None:
    table = pd.DataFrame(
        {
            "profile_id": ["a"] * 9 + [None],
            "lon": [-75.0] * 7 + [None, 999.0, -75.0],
            "lat": [42.0] * 10,
            "top_cm": [0.0, -5.0, 10.0, 20.0, 40.0, None, 60.0, 0.0, 0.0, 0.0],
            "bottom_cm": [10.0, 0.0, 20.0, 30.0, 30.0, 50.0, 70.0, 10.0, 10.0, 10.0],
            "soc_gC_m3": [9000.0, 1.0, None, -4.0, 5.0, 5.0, "< LOD", 5.0, 5.0, 5.0],
        }
    )
    found = prepared(tmp_path, table)
    once = ("litter", "text", "no_soc", "negative_soc", "no_depth", "reversed_depths", "no_place", "outside_globe", "no_id")
    assert reasons(found) == dict.fromkeys(once, 1)
    accounted(found)


def test_what_is_there_twice_is_kept_once(tmp_path: Path) -> None:
    table = layers()
    again, other = table.copy(), table.assign(profile_id=table["profile_id"] + "x")
    found = prepared(tmp_path, table, again, other)
    assert reasons(found) == {"repeated_layer": 4, "repeated_profile": 4}
    assert found.layers["profile_id"].unique().tolist() == ["a", "b"]
    assert set(found.layers["source_file"]) == {"soil0.csv"}
    accounted(found)


def test_copies_in_another_reference_system_are_the_same_places(tmp_path: Path) -> None:
    random = np.random.default_rng(5)
    lon, lat = (random.uniform(low, low + 3.0, 400).round(5) for low in (-76.0, 42.0))  # on the very edges of rounding, when turned back
    table = pd.DataFrame({"lon": lon, "lat": lat, "top_cm": 0.0, "bottom_cm": 10.0, "soc_gC_m3": random.uniform(1e3, 1e4, 400).round(2)})
    one = table.assign(profile_id=[f"a{number}" for number in range(400)], lon=lon + 5e-6)
    other = one.assign(profile_id=[f"b{number}" for number in range(400)])
    points = geopandas.GeoDataFrame(other, geometry=geopandas.points_from_xy(other["lon"], other["lat"]), crs=4326)
    points.drop(columns=["lon", "lat"]).to_crs(5070).to_file(tmp_path / "b.gpkg")
    one.to_csv(tmp_path / "a.csv", index=False)
    found = prepare([str(tmp_path / "a.csv"), str(tmp_path / "b.gpkg")], ProfileFields(), EXCLUDED, 150_000.0, Warnings())
    assert reasons(found) == {"repeated_profile": 400}


def test_an_id_at_several_places_becomes_several_profiles(tmp_path: Path) -> None:
    warnings = Warnings()
    found = prepared(tmp_path, layers(), layers(lon=[-70.0] * 4, soc_gC_m3=[1.0, 2.0, 3.0, 4.0]), warn=warnings)
    assert found.layers["profile_id"].unique().tolist() == ["a", "a (2)", "b", "b (2)"]
    assert found.layers.groupby("profile_id")["lon"].first().tolist() == [-75.0, -70.0, -72.0, -70.0]
    assert found.layers["flags"].str.contains("id_at_several_places").all()
    assert "id_at_several_places" in warnings.codes


def test_overlapping_layers_are_flagged_and_left_out_where_asked(tmp_path: Path) -> None:
    table = layers(top_cm=[15.0, 0.0, 0.0, 10.0])
    flags = prepared(tmp_path, table).layers.set_index("profile_id")["flags"]
    assert flags.loc["b"].tolist() == ["overlapping_layers"] * 2
    assert flags.loc["a"].tolist() == [""] * 2
    assert reasons(prepared(tmp_path, table, exclude=(*EXCLUDED, "overlapping_layers"))) == {"overlapping_layers": 2}


def test_each_file_and_each_row_may_have_its_own_reference_system(tmp_path: Path) -> None:
    table = layers()
    points = geopandas.GeoDataFrame(table, geometry=geopandas.points_from_xy(table["lon"], table["lat"]), crs=4326)
    utm = points.to_crs(32618)
    mixed = table.assign(x=utm.geometry.x, y=utm.geometry.y, crs="EPSG:32618", profile_id=table["profile_id"] + "u").drop(
        columns=["lon", "lat"]
    )
    degrees = mixed["profile_id"] == "au"
    mixed.loc[degrees, ["x", "y"]] = points.loc[degrees, ["lon", "lat"]].to_numpy()
    mixed.loc[degrees, "crs"] = ""
    nowhere = mixed.assign(crs="EPSG:1", profile_id="n")
    layer = points.to_crs(5070).drop(columns=["lon", "lat"]).assign(profile_id=table["profile_id"] + "v")
    layer.to_file(tmp_path / "albers.gpkg")
    paths = [str(tmp_path / "albers.gpkg")]
    for name, part in (("mixed", mixed), ("nowhere", nowhere)):
        paths.append(str(tmp_path / f"{name}.csv"))
        part.to_csv(paths[-1], index=False)
    found = prepare(paths, ProfileFields(), (), 150_000.0, Warnings())
    where = found.layers.groupby("profile_id")[["lon", "lat"]].first()
    for name, place in (("a", (-75.0, 42.0)), ("b", (-72.0, 44.0))):
        for suffix in "uv":
            np.testing.assert_allclose(where.loc[name + suffix], place, atol=1e-7)
    assert reasons(found) == {"outside_globe": 4}
    one = prepared(tmp_path, mixed[~degrees].drop(columns="crs"), crs="EPSG:32618")
    np.testing.assert_allclose(one.layers[["lon", "lat"]].iloc[0], (-72.0, 44.0), atol=1e-7)


def test_estimated_bulk_densities_are_marked_and_their_error_is_carried_on(tmp_path: Path) -> None:
    table = layers(soc_gC_m3=None, soc_g_per_kg=[10.0, 40.0, 10.0, 250.0], bulk_density=[1.3, None, None, None])
    found = prepared(tmp_path, table, pedotransfer="manrique_jones_1991")
    assert reasons(found) == {"no_bulk_density": 1}  # organic soil, where the function does not hold
    rows = found.layers.set_index(["profile_id", "top_cm"])
    assert rows["bulk_density_source"].tolist() == ["manrique_jones_1991", "manrique_jones_1991", "measured"]
    assert rows.loc[("b", 0.0), "bulk_density_g_cm3"] == pytest.approx(1.024)
    assert rows.loc[("b", 0.0), "soc_gC_m3"] == pytest.approx(40.0 * 1024.0)
    assert rows.loc[("b", 0.0), "soc_rel_sd"] == pytest.approx(0.23 / 1.024)
    assert rows.loc[("b", 20.0), "soc_rel_sd"] == 0.0
    without = prepared(tmp_path, table)
    assert reasons(without) == {"no_bulk_density": 3}


def test_the_job_writes_a_layer_that_reads_without_a_field_and_an_account_that_adds_up(tmp_path: Path) -> None:
    table = layers(soc_gC_m3=["8000", "much", "30000", "9000"], top_cm=[20.0, 0.0, None, 10.0])
    table.to_csv(tmp_path / "soil.csv", index=False)
    outputs = {
        name: str(tmp_path / f"clean.{suffix}")
        for name, suffix in (("layers", "gpkg"), ("report", "html"), ("json", "json"), ("rejected", "csv"))
    }
    run_job(PrepareProfilesJob(observations=(str(tmp_path / "soil.csv"),), **outputs), Reporter(io.StringIO()))
    counts = json.loads(Path(outputs["json"]).read_text(encoding="utf-8"))
    assert counts["left_out"] == {"text": 1, "no_depth": 1}
    rejected = pd.read_csv(outputs["rejected"])
    assert rejected[["source_row", "reason"]].to_numpy().tolist() == [[2, "text"], [3, "no_depth"]]
    assert rejected["meaning"].notna().all()
    page = Path(outputs["report"]).read_text(encoding="utf-8")
    assert "Text instead of a number" in page
    warnings = Warnings()
    profiles = read_profiles(outputs["layers"], ProfileFields(), warnings)
    assert (profiles.ids.tolist(), profiles.soc.tolist()) == (["a", "b"], [9000.0, 8000.0])
    np.testing.assert_allclose(profiles.top, [0.1, 0.2])
    assert warnings == []
