"""The words that the documentation, the help and the reports use, one meaning each. Plain Python, for the glossary's script too."""

from __future__ import annotations

from typing import NamedTuple


class Term(NamedTuple):
    """A word and what it means here."""

    name: str
    meaning: str


TERMS = (
    Term("BINN", "Biogeochemistry-Informed Neural Network: a neural network whose outputs are the parameters of a process model."),
    Term("Calibration", "Scaling of a raw spread by errors that are known, so that intervals hold as many true values as they claim."),
    Term("CLM5", "Community Land Model, version 5. BINN uses its model of soil carbon: seven pools in twenty layers, at steady state."),
    Term(
        "Covariate",
        "What is known about every place: climate, relief, soil, vegetation. Continuous (a number) or categorical (a class).",
    ),
    Term("Coverage", "Share of true or observed values within their predicted intervals."),
    Term("Domain", "The covariates that a model was trained with, and what is near enough to them for it to hold."),
    Term("Forcing", "What drives the soil, month by month: temperature, moisture, oxygen and nitrogen scalars, thaw depth, litter."),
    Term("Layer", "A slice of soil. Of a profile: from a top to a bottom depth. Of CLM5: one of twenty, down to 8.6 m."),
    Term(
        "Monte Carlo dropout",
        "Prediction repeated with parts of the network left out at random; the spread shows how unsure the network is.",
    ),
    Term("NSE", "Nash-Sutcliffe efficiency, 1 - SSE/SST: 1 is perfect, 0 is as good as the mean of the observations."),
    Term("Prior", "The range within which a parameter may lie; BINN's and PRODA's differ."),
    Term("Profile", "Soil layers observed at one place."),
    Term("SOC", "Soil organic carbon: as a density (gC per m3 of soil) or, summed over depth, as a stock (kgC per m2 of land)."),
    Term("Spatial block", "A square of land whose profiles are all held out together, so that a test has no neighbours in training."),
    Term("Twin", "True parameters of our own making at the user's sites, and the SOC that would be observed if they were true."),
)
