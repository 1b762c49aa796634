"""Flags of quality control: what is impossible, repeated or above the limit is counted, and left out by the setting."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from binn_engine.learning.site_sources import read_checked_sites
from binn_engine.profiles.observations import read_profiles
from binn_engine.profiles.quality import check_quality
from binn_engine.running.context import Run
from binn_engine.running.devices import Device
from binn_engine.running.events import Reporter
from binn_engine.running.outputs import StagedOutputs
from binn_engine.settings import CrossvalidateJob, ProfileFields, TrainJob
from tests.engine.commands import engine_here
from tests.engine.conftest import TrainedExample


def test_bulk_density_comes_with_the_profiles_whatever_the_order_of_rows(tmp_path: Path) -> None:
    rows = pd.DataFrame(
        {
            "profile_id": ["b", "a", "a", "a"],
            "lon": 1.0,
            "lat": 2.0,
            "top_cm": [0, 0, 10, 10],
            "bottom_cm": [10, 10, 30, 30],
            "soc_gC_m3": [120e3, 30e3, 20e3, 20e3],
            "bulk_density_kg_m3": [200.0, 1300.0, 1500.0, np.nan],
        }
    )
    found = []
    for order in ([0, 1, 2, 3], [3, 2, 1, 0]):
        rows.iloc[order].to_csv(tmp_path / "layers.csv", index=False)
        profiles = read_profiles(str(tmp_path / "layers.csv"), ProfileFields(), lambda code, message: None)
        found.append(profiles)
        np.testing.assert_allclose(profiles.bulk_density, [1.3, 1.5, np.nan, 0.2])
        np.testing.assert_allclose(profiles.subset([1]).bulk_density, [0.2])
        quality = check_quality(profiles)
        assert quality.ids[quality.profiles["impossible_density"]].tolist() == ["b"]
        assert quality.unchecked == ()
    np.testing.assert_array_equal(found[0].soc, found[1].soc)


@pytest.mark.parametrize(("column", "values"), [("bd", ["n/k", "?"]), ("bd", [-9.0, 0.0]), ("other", [1.0, 1.0])])
def test_a_bulk_density_that_is_not_needed_and_makes_no_sense_is_unknown(tmp_path: Path, column: str, values: list) -> None:
    table = pd.DataFrame({"id": ["a", "b"], "lon": [1.0, 2.0], "lat": 2.0, "depth_m": 0.1, "soc_gC_m3": 30e3, column: values})
    table.to_csv(tmp_path / "layers.csv", index=False)
    profiles = read_profiles(str(tmp_path / "layers.csv"), ProfileFields(), lambda code, message: None)
    assert profiles.bulk_density is None or np.isnan(profiles.bulk_density).all()
    assert check_quality(profiles).unchecked == ("impossible_density",)


def test_what_is_flagged_is_counted_and_left_out_by_the_setting(trained_example: TrainedExample, tmp_path: Path) -> None:
    table = pd.read_csv(trained_example.folder / "soc_profiles.csv")
    first, second, third = table["profile_id"].unique()[:3]
    copied = table[table["profile_id"] == second].assign(profile_id="copy")
    single = table[table["profile_id"] != first]
    single = pd.concat([single, table[table["profile_id"] == first].head(1), copied])
    single.loc[single["profile_id"] == third, "soc_gC_m3"] = 151e3
    single.to_csv(tmp_path / "layers.csv", index=False)
    paths = {
        "observations": str(tmp_path / "layers.csv"),
        "covariates": tuple(trained_example.covariates),
        "forcing": trained_example.forcing,
    }
    for leave_out, gone in (((), {"copy"}), (("single_layer", "soc_above_limit"), {"copy", first, third})):
        job = CrossvalidateJob(**paths, report="r.html", leave_out=leave_out)
        run = Run(job, Device("cpu", ""), Reporter(io.StringIO()), StagedOutputs())
        sites, control = read_checked_sites(run)
        assert set(single["profile_id"]) - set(sites.profiles.ids) == gone
        rows = {row["flag"]: row for row in control.rows}
        assert (rows["single_layer"]["profiles"], rows["repeated_profile"]["profiles"], rows["soc_above_limit"]["profiles"]) == (1, 1, 1)
        assert rows["single_layer"]["excluded"] == ("single_layer" in leave_out)
        assert (control.profiles_read, control.profiles_kept) == (801, 801 - len(gone))
        assert [code for code, _ in run.reporter.warnings] == ["quality"]


@pytest.mark.parametrize(("kind", "changes"), [(CrossvalidateJob, {}), (TrainJob, {}), (TrainJob, {"test": False})])
def test_settings_that_do_nothing_with_fields_are_named(
    trained_example: TrainedExample, kind: type[CrossvalidateJob | TrainJob], changes: dict
) -> None:
    paths = {
        "observations": str(trained_example.folder / "soc_profiles.csv"),
        "covariates": tuple(trained_example.covariates),
        "forcing": trained_example.forcing,
    }
    job = kind(**paths, learner="fields", epochs=7, hidden=(8,), **changes)
    run = Run(job, Device("cpu", ""), Reporter(io.StringIO()), StagedOutputs())
    read_checked_sites(run)
    (message,) = [text for code, text in run.reporter.warnings if code == "unused_settings"]
    assert "These settings do not change them: hidden, epochs." in message
    assert ("They apply only to the network without CLM5" in message) == (not changes)


def test_flags_may_be_kept_and_unknown_ones_are_named(new_york: Path, tmp_path: Path) -> None:
    """New York has one layer twice: left out, unless its flag is kept."""
    words = ["--observations", new_york / "soc_layers.csv", "--covariates", new_york / "covariates.csv"]
    words += ["--forcing", new_york / "clm5_forcing.nc", "--model", tmp_path / "m.safetensors", "--members", 1, "--epochs", 1, "--no-refit"]
    layers = []
    for extra in ((), ("--keep", "repeated_layer")):
        done = engine_here("train", "--teacher", "none", *words, *extra)
        assert done.status == 0, done.stderr
        layers.append(done.last("result")["metrics"]["layers"])
    assert layers[1] == layers[0] + 1
    refused = engine_here("train", "--teacher", "none", *words, "--keep", "no_such_flag")
    assert refused.status == 1
    assert "no_such_flag" in refused.last("error")["message"]
