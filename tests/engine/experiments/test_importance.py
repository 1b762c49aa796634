"""Permutation importance and partial dependence, against all pairs of sites and against predictions put together by hand."""

from __future__ import annotations

import base64
import dataclasses
import itertools

import numpy as np
import pandas as pd
import pytest
import torch

from binn_engine.clm5.geometry import point_weights
from binn_engine.errors import JobError
from binn_engine.experiments.importance import (
    DependencePlan,
    PermutationPlan,
    _departure,
    canonical_order,
    partial_dependence,
    permutation_importance,
    sampled_sites,
)
from binn_engine.learning.dataset import Tensors
from binn_engine.model.binn import Binn, build_network, parameter_space
from binn_engine.model.checkpoints import Ensemble, Model
from binn_engine.model.encoding import fit_encoding
from binn_engine.reports.figures.why import importance_heat_map, partial_dependence_curves
from binn_engine.tables import PROCESS_NAMES
from tests.benchmarks.inputs import sites

LAYERS = 4
NAMES = ("warmth", "land_cover", "rain", "never_read")


def silent(code: str, message: str) -> None:
    """No warning is wanted."""
    raise AssertionError(f"{code}: {message}")


def raw_covariates(count: int, seed: int = 0) -> np.ndarray:
    """Warmth, land cover (classes 10, 20, 30 and rarely 40), rain, and one more."""
    draw = np.random.default_rng(seed)
    cover = draw.choice([10.0, 20.0, 30.0, 40.0], count, p=[0.4, 0.3, 0.25, 0.05])
    return np.column_stack([draw.normal(8.0, 3.0, count), cover, draw.gamma(4.0, 200.0, count), draw.normal(size=count)])


def model_of(encoder: str = "none", members: int = 2, reads: tuple[str, ...] = NAMES[:3], scaling: str = "standard") -> Model:
    """An untrained model that reads some of the covariates."""
    torch.manual_seed(5)
    encoding = fit_encoding(NAMES, (False, True, False, False), raw_covariates(200), scaling)
    card = {"hidden": (16, 16), "dropout": 0.1, "encoder": encoder}
    space = parameter_space("binn")
    networks = [Binn(build_network(3, encoding.n_classes, 21, card), space, "clm5") for _ in range(members)]
    columns = {"warmth": [0], "rain": [1], "never_read": [2], "land_cover": range(3, 8)}
    unread = [column for name in NAMES if name not in reads for column in columns[name]]
    with torch.no_grad():
        for network in networks:
            network.network.hidden[0].weight[:, unread] = 0.0
            torch.nn.init.normal_(network.network.head.weight, std=0.7)
    return Model(Ensemble(networks).eval(), encoding, space, "clm5", {"network": card})


def tensors_of(model: Model, count: int, seed: int = 1) -> Tensors:
    """Sites with four layers each; SOC is the model's own, with errors."""
    draw = np.random.default_rng(seed)
    values, forcing = raw_covariates(count, seed), sites(count, seed)
    inputs = model.encoding.encode(values, draw.uniform(-80.0, -70.0, count), draw.uniform(40.0, 45.0, count))
    depth = draw.uniform(0.02, 1.0, count * LAYERS)
    weights = torch.from_numpy(point_weights(depth, np.repeat(forcing.bedrock_layer.numpy(), LAYERS)))
    start, count_of = torch.arange(count) * LAYERS, torch.full((count,), LAYERS)
    tensors = Tensors(inputs, forcing.at(torch.arange(count)), start, count_of, weights, torch.ones(count * LAYERS))
    noise = torch.from_numpy(np.exp(0.2 * draw.standard_normal(count * LAYERS)))
    return dataclasses.replace(tensors, soc=predicted(model, tensors, tensors.inputs)[0] * noise)


def predicted(model: Model, tensors: Tensors, inputs) -> tuple[torch.Tensor, torch.Tensor]:
    """SOC of the layers and processes of the sites, by the networks one by one."""
    with torch.no_grad():
        found = [member(inputs, tensors.forcing) for member in model.ensemble.members]
    soc = torch.stack([row.soc for row in found]).mean(0).repeat_interleave(LAYERS, 0)
    processes = torch.stack([torch.stack([row.state.processes[name] for name in PROCESS_NAMES], 1) for row in found]).mean(0)
    return (soc * tensors.weights).sum(1), processes


def shuffled(tensors: Tensors, order: torch.Tensor) -> Tensors:
    """The same sites in another order."""
    layers = (order[:, None] * LAYERS + torch.arange(LAYERS)).ravel()
    return dataclasses.replace(
        tensors,
        inputs=tensors.inputs.at(order),
        forcing=tensors.forcing.at(order),
        weights=tensors.weights[layers],
        soc=tensors.soc[layers],
    )


def measured(table: pd.DataFrame, target: str, measure: str) -> pd.Series:
    """Means by covariate."""
    return table[(table["target"] == target) & (table["measure"] == measure)].set_index("covariate")["mean"]


@pytest.mark.parametrize("name", ["warmth", "land_cover"])
def test_the_mean_over_permutations_is_the_mean_over_all_pairs_of_sites(name: str) -> None:
    """A site's source is any site alike often: the expected error follows from every site with every other's value."""
    model = model_of()
    tensors, count = tensors_of(model, 40), 40
    values = raw_covariates(40, 1)
    squared = np.zeros(count * LAYERS)
    for donor in range(count):
        changed = values.copy()
        changed[:, NAMES.index(name)] = values[donor, NAMES.index(name)]
        inputs = model.encoding.encode(changed, np.zeros(count), np.zeros(count))
        squared += (predicted(model, tensors, inputs)[0] - tensors.soc).numpy() ** 2 / count
    soc = tensors.soc.numpy()
    spread = ((soc - soc.mean()) ** 2).sum()
    base = 1.0 - ((predicted(model, tensors, tensors.inputs)[0].numpy() - soc) ** 2).sum() / spread
    table = permutation_importance(model, tensors, silent, PermutationPlan(repeats=400))
    row = table[(table["covariate"] == name) & (table["measure"] == "nse_drop")].iloc[0]
    assert row["mean"] > 0.001
    assert abs(row["mean"] - (base - 1.0 + squared.sum() / spread)) < 4.0 * row["sd"] / np.sqrt(400)


def test_a_covariate_that_no_network_reads_has_no_importance() -> None:
    """Exactly none, for SOC and for every process; the others have some. Plant input comes from the forcing."""
    model = model_of()
    table = permutation_importance(model, tensors_of(model, 60), silent)
    assert (table.loc[table["covariate"] == "never_read", "mean"].abs() < 1e-12).all()
    for process in PROCESS_NAMES[1:]:
        assert (measured(table, process, "lost_r2")[list(NAMES[:3])] > 1e-6).all()
        assert (measured(table, process, "change")[list(NAMES[:3])] > 1e-4).all()
    assert (table.loc[table["target"] == "plant_carbon_input", "mean"] == 0.0).all()


def test_the_only_covariate_that_is_read_takes_the_whole_pattern_of_the_parameters_with_it() -> None:
    """Input allocation is a parameter alone: permuted at random it keeps no correlation but chance, and departs by the root of two sd."""
    model = model_of(reads=("rain",))
    table = permutation_importance(model, tensors_of(model, 600), silent, PermutationPlan(repeats=20))
    lost, change = (measured(table, "input_allocation", measure)["rain"] for measure in ("lost_r2", "change"))
    assert lost == pytest.approx(1.0 - 1.0 / 599.0, abs=0.003), "the squared correlation of a permutation is 1/(n - 1) on average"
    assert change == pytest.approx(np.sqrt(2.0), rel=0.02)


def test_one_site_beyond_all_others_does_not_rule_a_lost_pattern() -> None:
    """A site a hundred times the others comes back to their level, which hardly move: nearly all of the pattern is still there."""
    before = np.r_[np.linspace(1.0, 2.0, 200), 200.0]
    after = np.r_[before[:-1] + 1e-4, 2.0]
    lost, change = _departure(before, after[None])
    assert 1.0 - np.corrcoef(before, after)[0, 1] ** 2 > 0.9
    assert lost[0] < 1e-3
    assert change[0] == pytest.approx(1.0, rel=0.01), "the one site is the process's whole standard deviation"
    reverse, _ = _departure(np.arange(9.0), np.arange(9.0)[None, ::-1] * 5.0)
    assert reverse[0] == pytest.approx(0.0, abs=1e-12)


def test_the_order_of_the_sites_changes_nothing_and_the_seed_does() -> None:
    model = model_of()
    tensors = tensors_of(model, 50)
    other = shuffled(tensors, torch.randperm(50, generator=torch.Generator().manual_seed(2)))
    first, again, seeded = (
        permutation_importance(model, each, silent, PermutationPlan(seed=seed))["mean"]
        for each, seed in ((tensors, 1), (other, 1), (tensors, 2))
    )
    np.testing.assert_allclose(again, first, rtol=1e-6, atol=1e-9)
    assert not np.allclose(seeded, first, rtol=1e-3)
    drawn = [set(map(tuple, each.inputs.continuous[sampled_sites(each.inputs, 9, 3)].tolist())) for each in (tensors, other)]
    assert drawn[0] == drawn[1]
    assert len(drawn[0]) == 9
    assert sorted(canonical_order(tensors.inputs)) == list(range(50))


def test_covariates_in_a_group_are_permuted_together() -> None:
    """A group of one is the covariate; all of them together cost more than each."""
    model = model_of()
    tensors = tensors_of(model, 60)
    alone = measured(permutation_importance(model, tensors, silent), "soc", "nse_drop")
    grouped = measured(
        permutation_importance(model, tensors, silent, PermutationPlan(groups={"all": NAMES, "one": ["rain"]})), "soc", "nse_drop"
    )
    assert grouped["one"] == alone["rain"]
    assert grouped["all"] > alone.max()


def test_location_counts_as_a_covariate_where_a_network_reads_it() -> None:
    for encoder, read in (("none", False), ("coordinates", True)):
        model = model_of(encoder)
        importance = permutation_importance(model, tensors_of(model, 30), silent)
        assert ("location" in set(importance["covariate"])) is read
        if read:
            assert measured(importance, "input_allocation", "lost_r2")["location"] > 1e-6


def test_layers_above_the_limit_are_not_scored() -> None:
    model = model_of()
    tensors = tensors_of(model, 40)
    absurd = torch.arange(40 * LAYERS) % 7 == 0
    tables = [
        permutation_importance(
            model, dataclasses.replace(tensors, soc=torch.where(absurd, value, tensors.soc)), silent, PermutationPlan(max_soc=4e5)
        )
        for value in (5e5, 9e5)
    ]
    pd.testing.assert_frame_equal(*tables)


@pytest.mark.parametrize("scaling", ["standard", "range"])
def test_partial_dependence_is_the_mean_with_the_covariate_set_at_every_site(scaling: str) -> None:
    """Grid, mean and quartiles from the raw covariates, a value at a time."""
    model, count = model_of(scaling=scaling), 60
    tensors, values = tensors_of(model, count), raw_covariates(count, 1)
    curves = partial_dependence(model, tensors, silent, DependencePlan(points=5))
    grids = {
        "warmth": np.quantile(values[:, 0], [0.05, 0.275, 0.5, 0.725, 0.95]),
        "land_cover": np.unique(values[:, 1]),
        "rain": np.quantile(values[:, 2], [0.05, 0.275, 0.5, 0.725, 0.95]),
    }
    for name, grid in grids.items():
        curve = curves[curves["covariate"] == name]
        assert (curve["categorical"] == (name == "land_cover")).all()
        np.testing.assert_allclose(curve["value"].unique(), grid, rtol=1e-5)
        for value, (number, process) in itertools.product(grid, enumerate(PROCESS_NAMES)):
            changed = values.copy()
            changed[:, NAMES.index(name)] = value
            one = predicted(model, tensors, model.encoding.encode(changed, np.zeros(count), np.zeros(count)))[1][:, number].numpy()
            row = curve[(curve["process"] == process) & np.isclose(curve["value"], value, rtol=1e-5)].iloc[0]
            expected = (one.mean(), *np.quantile(one, [0.25, 0.75]))
            assert tuple(row[["mean", "lower_quartile", "upper_quartile"]]) == pytest.approx(expected, rel=1e-5)


def test_classes_that_training_never_saw_are_not_in_a_partial_dependence() -> None:
    model = model_of()
    tensors = tensors_of(model, 60)
    classes = tensors.inputs.classes.clone()
    classes[:20] = 0
    unseen = dataclasses.replace(tensors, inputs=dataclasses.replace(tensors.inputs, classes=classes))
    curve = partial_dependence(model, unseen, silent)
    known = {10.0 * code for code in classes[20:, 0].tolist()}
    shown = curve[(curve["covariate"] == "land_cover") & (curve["process"] == "input_allocation")]
    assert shown["value"].tolist() == sorted(known)


def test_a_partial_dependence_over_some_sites_is_near_that_over_all() -> None:
    """The grid is still that of all sites."""
    model = model_of()
    tensors = tensors_of(model, 600)
    every, some = (partial_dependence(model, tensors, silent, DependencePlan(most_sites=most)) for most in (600, 300))
    pd.testing.assert_series_equal(every["value"], some["value"])
    allocation = every["process"] == "input_allocation"
    width = (every["upper_quartile"] - every["lower_quartile"])[allocation]
    assert ((every["mean"] - some["mean"])[allocation].abs() < 0.25 * width).all()
    assert not np.allclose(every["mean"], some["mean"], rtol=1e-9)


def test_settings_that_cannot_be_are_refused() -> None:
    model = model_of()
    tensors = tensors_of(model, 20)
    with pytest.raises(JobError, match="repeats"):
        permutation_importance(model, tensors, silent, PermutationPlan(repeats=0))
    with pytest.raises(JobError, match="'snow'"):
        permutation_importance(model, tensors, silent, PermutationPlan(groups={"winter": ["snow"]}))
    with pytest.raises(JobError, match="points"):
        partial_dependence(model, tensors, silent, DependencePlan(points=1))


def test_figures_are_drawn_of_continuous_covariates_and_classes() -> None:
    """Also of one repeat, which has no spread, and of one covariate."""
    model = model_of()
    tensors = tensors_of(model, 30)
    curves = partial_dependence(model, tensors, silent)
    pictures = [partial_dependence_curves(curves, names) for names in (NAMES, ["land_cover"])]
    for repeats in (1, 3):
        pictures.append(importance_heat_map(permutation_importance(model, tensors, silent, PermutationPlan(repeats=repeats))))
    assert all(base64.b64decode(form).startswith(b"\x89PNG") for picture in pictures for form in picture if form)
