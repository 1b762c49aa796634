"""The reports: complete in one file, safe to open, and plain about what the scores say."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from binn_engine.reports import pages
from binn_engine.reports.figures.maps import MapPanel
from binn_engine.reports.frame import RunFacts
from binn_engine.reports.prediction import PredictionReport, own_limits, prediction_report
from binn_engine.reports.training import TestLayers, TrainingReport, training_report
from binn_engine.tables import EVIDENCE, PARAMETER_NAMES, PARAMETERS, PROCESS_NAMES
from tests.engine.support.reports import Page

PROFILES, LAYERS = 60, 120
RECOVERY = (0.99, 0.9, 0.8, 0.51, 0.5, 0.2)


def scores(binn: float, network: float) -> dict:
    def row(nse: float) -> dict[str, float]:
        return {"nse": nse, "r2": nse, "rmse": 1e4, "bias": 12.0, "log_nse": nse}

    return {"BINN": {"blocked test": row(binn)}, "depth curve": {"blocked test": row(0.4)}, "pure network": {"blocked test": row(network)}}


@pytest.fixture
def training() -> TrainingReport:
    random = np.random.default_rng(1)
    lower, upper = (np.array([getattr(row, name) for row in PARAMETERS]) for name in ("lower", "upper"))
    share = random.uniform(0.2, 0.8, (PROFILES, 21))
    share[:, PARAMETER_NAMES.index("tau_cwd")] = 0.5
    depth = random.uniform(0.01, 1.5, LAYERS)
    observed = 3e4 * np.exp(-depth) * random.lognormal(0.0, 0.3, LAYERS)
    return TrainingReport(
        title="BINN: training",
        facts=RunFacts(
            {"observations": "soc.gpkg", "hidden": [128, 64], "fixed": []},
            "python -m binn_engine run model.run.json",
            {"inputs": {"soc.gpkg": "0a1b2c"}, "device": "cpu"},
        ),
        longitude=random.uniform(-76, -74, PROFILES),
        latitude=random.uniform(42, 44, PROFILES),
        split=["train"] * 40 + ["blocked test"] * 20,
        history=[{"epoch": 1 + k, "train_loss": 1 / (1 + k), "validation_nse": k / 10, "validation_log_nse": k / 9} for k in range(9)],
        scores=scores(0.7, 0.8),
        layers={"blocked test": TestLayers(observed, observed * random.lognormal(0.0, 0.2, LAYERS), depth)},
        parameters=lower + share * (upper - lower),
        lower=lower,
        upper=upper,
        learned=PARAMETER_NAMES,
        processes=random.uniform(0.1, 0.9, (PROFILES, 6)),
    )


@pytest.fixture
def prediction() -> PredictionReport:
    values = np.arange(600.0).reshape(20, 30)
    values[:4, :4] = np.nan
    truth = [{"name": name, "r2": r2, "r": 0.9, "bias": 0.1, "rmse": 0.2, "n": 584} for name, r2 in zip(PROCESS_NAMES, RECOVERY)]
    return PredictionReport(
        title="BINN: maps",
        lead="Maps of soil organic carbon.",
        facts=RunFacts({"passes": 20}, "python -m binn_engine run maps.run.json"),
        maps=[
            MapPanel("SOC stock 0-30 cm", "kgC/m2", (0.0, 30.0), values, "Soil carbon"),
            MapPanel("q10", "1", (1.0, 3.0), values, "Parameters"),
        ],
        statistics=[{"name": "SOC stock 0-30 cm", "unit": "kgC/m2", "mean": 7.1, "sd": float("nan")}],
        truth=truth,
        pairs={PROCESS_NAMES[0]: (np.arange(10.0), np.arange(10.0) + 0.5)},
    )


def written(tmp_path: Path, report: TrainingReport | PredictionReport) -> Page:
    path = tmp_path / "report.html"
    (training_report if isinstance(report, TrainingReport) else prediction_report)(path, report)
    return Page(path)


@pytest.mark.usefixtures("pictures_as_for_users")
@pytest.mark.parametrize("kind", ["training", "prediction"])
def test_a_report_is_one_file_without_scripts_or_references(tmp_path: Path, kind: str, request: pytest.FixtureRequest) -> None:
    page = written(tmp_path, request.getfixturevalue(kind))
    assert not {"script", "link", "iframe", "object", "form"} & set(page.tags)
    assert page.addresses
    assert all(address.startswith("data:image/png;base64,") for address in page.addresses)
    assert len(page.pictures) == {"training": 6, "prediction": 3}[kind]
    for picture in page.pictures:
        assert min(picture.size) > 200
        assert len(set(picture.convert("L").tobytes())) > 10


def test_profiles_that_were_held_out_are_told_in_words(tmp_path: Path, training: TrainingReport) -> None:
    row = {"train_hash": "aa", "test_hash": "bb", "train_profiles": 40, "test_profiles": 20}
    text = written(tmp_path, replace(training, held_out={"blocked test": row})).text
    assert "hash of the training profiles" in text
    assert not re.search(r"(train|test)_(hash|profiles)", text)


def test_every_text_is_escaped(tmp_path: Path, training: TrainingReport) -> None:
    nasty = "<script>alert('x')</script> & \"more\""
    facts = RunFacts({nasty: nasty}, nasty, {"a": {nasty: [nasty]}}, [nasty])
    page = written(tmp_path, replace(training, title=nasty, facts=facts))
    assert "script" not in page.tags
    assert page.text.count(nasty) == 8


def judged(tmp_path: Path, training: TrainingReport, binn: float, network: float) -> dict[tuple[str, str], tuple[str, ...]]:
    """The table of verdicts of a training's report: by score and baseline, the two scores and the word."""
    written(tmp_path, replace(training, scores=scores(binn, network)))
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    table = next(part for part in page.split("<table>")[1:] if "BINN is" in part).partition("</table>")[0]
    rows = [re.findall(r"<td[^>]*>([^<]*)</td>", row) for row in table.split("<tr>")]
    return {(row[1], row[2]): tuple(row[3:]) for row in rows if row}


def test_a_report_says_where_binn_is_below_a_baseline_above_it_or_not_distinguishable(tmp_path: Path, training: TrainingReport) -> None:
    below = judged(tmp_path, training, 0.7, 0.8)
    assert below["NSE", "pure network"] == ("0.700", "0.800", "worse")
    assert below["NSE", "depth curve"] == ("0.700", "0.400", "better")
    near = judged(tmp_path, training, 0.9, 0.88)
    assert near["NSE", "pure network"] == ("0.900", "0.880", "close")
    assert not [row for row in near.values() if row[-1] == "worse"]


def test_an_undefined_score_counts_as_no_success(tmp_path: Path, training: TrainingReport) -> None:
    assert judged(tmp_path, training, float("nan"), 0.8)["NSE", "depth curve"] == ("–", "0.400", "not known")


def test_parameters_that_rest_on_the_prior_are_named(tmp_path: Path, training: TrainingReport) -> None:
    """In the training's report and, with maps of parameters, in the prediction's; not where all are informed."""
    numbers = {"posterior_over_prior_sd": 0.7, "first_order": 0.2, "correlated_with": "diffus (-0.41)"}
    rows = [
        {"parameter": "tau_cwd", "informed_by": EVIDENCE["prior"], **numbers},
        {"parameter": "tau_s3", "informed_by": EVIDENCE["profile"], **numbers},
    ]
    text = written(tmp_path, replace(training, evidence=rows)).text
    assert "Determined by the prior, not by data: tau_cwd: turnover time of coarse woody debris." in text
    assert "Determined by the prior, not by data" not in written(tmp_path, replace(training, evidence=rows[1:])).text


def test_weakly_recovered_processes_are_named(tmp_path: Path, prediction: PredictionReport) -> None:
    text = written(tmp_path, prediction).text
    assert "Weakly recovered (r2 of 0.5 or less): Environmental modifier, Vertical transport." in text


def test_settings_hashes_and_the_command_are_in_the_report(tmp_path: Path, training: TrainingReport) -> None:
    text = written(tmp_path, training).text
    for part in ("128, 64", "inputs.soc.gpkg", "0a1b2c", "python -m binn_engine run model.run.json"):
        assert part in text


def test_a_report_without_truth_history_or_test_layers_is_written(
    tmp_path: Path, training: TrainingReport, prediction: PredictionReport
) -> None:
    assert len(written(tmp_path, replace(training, history=[], layers={}, scores={})).pictures) == 3
    page = written(tmp_path, replace(prediction, truth=[], pairs={}, statistics=[]))
    assert len(page.pictures) == 2
    assert "truth" not in page.text


def test_a_map_without_any_value_is_shown(tmp_path: Path, prediction: PredictionReport) -> None:
    empty = MapPanel("SOC stock 0-30 cm", "kgC/m2", (0.0, 30.0), np.full((9, 9), np.nan), "Soil carbon")
    assert len(written(tmp_path, replace(prediction, maps=[empty])).pictures) == 2


def test_a_small_negative_score_keeps_three_decimals_and_stays_a_number(tmp_path: Path, training: TrainingReport) -> None:
    report = replace(training, scores=scores(-0.0078, 0.8))
    assert "-0.008" in written(tmp_path, report).text
    assert '<td class="n">-0.008</td>' in (tmp_path / "report.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.12345, "0.123"),
        (12.345, "12.3"),
        (123456.7, "123,457"),
        (-0.5, "-0.500"),
        (2.1e-5, "2.1e-05"),
        (0.0, "0"),
        (7, "7"),
        (np.nan, "–"),
    ],
)
def test_numbers_are_rounded_to_three_figures(value: float, text: str) -> None:
    assert pages.number(value) == text


def test_colours_lie_between_readable_limits_of_the_map_itself() -> None:
    values = np.linspace(0.213, 0.388, 1000).reshape(20, 50)
    low, high = own_limits(values) or (0.0, 0.0)
    assert (low, high) == pytest.approx((0.20, 0.40))
    assert own_limits(np.full((3, 3), np.nan)) is None
    assert own_limits(np.full((3, 3), 2.0)) is None
    assert own_limits(8.15e-4 + 1e-9 * np.arange(9.0).reshape(3, 3)) is None  # a parameter of the prior, which differs by rounding


def test_a_report_of_maps_begins_with_the_stock_in_figures(tmp_path: Path, prediction: PredictionReport) -> None:
    row = {"name": "SOC stock 0-30 cm", "unit": "kgC/m2", "mean": 7.1, "5 %": 3.0, "median": 7.0, "95 %": 12.0}
    text = written(tmp_path, replace(prediction, statistics=[row])).text
    assert text.index("7.10") < text.index("Soil carbon")
    assert "3.00 to 12.0" in text
