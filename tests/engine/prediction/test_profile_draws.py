"""Draws of a model at profiles are what its networks say of them, and their quantiles those of the draws."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from binn_engine.errors import JobError
from binn_engine.learning.batches import CPU_SITES
from binn_engine.learning.training import predict_layers
from binn_engine.model.binn import parameter_space
from binn_engine.model.scaling import LEVELS
from binn_engine.model.spread import Spread
from binn_engine.prediction.profile_draws import draw_profiles, layer_quantiles
from binn_engine.tables import PROCESS_NAMES
from tests.benchmarks.training import LAYERS, synthetic
from tests.engine.support.models import sixty_covariates


def test_each_network_gives_one_draw_of_layers_parameters_and_processes() -> None:
    model, sites = sixty_covariates(parameter_space("binn"), 3), synthetic(40, 1)
    found = draw_profiles(model, sites, Spread(method="ensemble"))
    assert (found.soc.shape, found.parameters.shape, found.processes.shape) == ((3, 40 * LAYERS), (3, 40, 21), (3, 40, 6))
    for number, member in enumerate(model.ensemble.networks):
        with torch.no_grad():
            whole = member(*sites.at(torch.arange(40)))
        np.testing.assert_allclose(found.soc[number], predict_layers(member, sites), rtol=1e-9)
        np.testing.assert_array_equal(found.parameters[number], whole.parameters)
        processes = np.stack([whole.state.processes[name].numpy() for name in PROCESS_NAMES], 1)
        np.testing.assert_allclose(found.processes[number], processes, rtol=1e-12)


def test_passes_differ_repeat_and_do_not_depend_on_batches() -> None:
    model, few = sixty_covariates(parameter_space("binn"), 1, dropout=0.3), synthetic(40, 1)
    index = torch.arange(9001) % 40
    assert len(index) > CPU_SITES
    found, again = draw_profiles(model, few, Spread(3)), draw_profiles(model, few.subset(index), Spread(3))
    assert np.ptp(found.soc, axis=0).min() > 0.0
    np.testing.assert_allclose(again.parameters, found.parameters[:, index], rtol=1e-6)
    np.testing.assert_allclose(again.soc[:, : 40 * LAYERS], found.soc, rtol=1e-5)
    with pytest.raises(JobError, match="no spread"):
        draw_profiles(sixty_covariates(parameter_space("binn"), 1), few, Spread(3))


def test_raw_quantiles_of_layers_are_those_of_the_draws() -> None:
    draws = np.random.default_rng(1).permuted(np.arange(101.0)[:, None] * np.array([1.0, 5.0]), axis=0)
    found = layer_quantiles(draws, np.array([0.1, 0.2]), None)
    np.testing.assert_allclose(found, np.outer([1.0, 5.0], 100.0 * np.asarray(LEVELS)), rtol=1e-12)
