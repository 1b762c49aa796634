"""Radiocarbon of twins: what would be observed if chosen parameters were true."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import torch

from binn_engine.clm5 import SoilCarbonModel
from binn_engine.learning.dataset import Sites
from binn_engine.learning.radiocarbon.prediction import delta_of_soil
from binn_engine.learning.radiocarbon.sites import RadiocarbonSites
from binn_engine.model.encoding import fit_encoding
from binn_engine.radiocarbon.atmosphere import read_atmosphere, zones_of
from binn_engine.running.devices import choose_device
from tests.engine.support.twin_sites import warn_of_nothing


def radiocarbon_sites(sites: Sites, index: np.ndarray, parameters: np.ndarray, error: float = 10.0) -> RadiocarbonSites:
    """The layers of some sites as if sampled in 1965, 1990 or 2005, one year at each site; ``parameters`` ``(sites, 21)`` are true, and
    measurements err by ``error`` permil."""
    some = sites.subset(index)
    layers = len(some.profiles.soc)
    year = np.array([1965.0, 1990.0, 2005.0])[some.profiles.profile % 3]
    air = read_atmosphere("", warn_of_nothing)
    found = RadiocarbonSites(some, np.zeros(layers), np.full(layers, error), year, zones_of(some.profiles.latitude), air)
    table = some.covariates
    data = found.tensors(fit_encoding(table.names, table.categorical, table.values), "clm5", choose_device("cpu"))
    clm5, true = SoilCarbonModel(), torch.from_numpy(parameters[index])
    with torch.no_grad():
        soc = clm5(true, data.sites.forcing).soc
        delta = delta_of_soil(clm5, true, soc, data, torch.arange(len(some))).numpy()
    return replace(found, delta=delta + np.random.default_rng(0).normal(0.0, error, layers))
