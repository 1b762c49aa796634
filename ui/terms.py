"""The words that the documentation, the help and the reports use, one meaning each. Plain Python, for the glossary's script too."""

from __future__ import annotations

from typing import NamedTuple


class Term(NamedTuple):
    """A word and what it means here."""

    name: str
    meaning: str


TERMS = (
    Term("BINN", "Biogeochemistry-Informed Neural Network: a neural network whose outputs are the parameters of a process model."),
    Term(
        "Calibration", "Scaling of the raw spread with known errors, so that intervals contain the share of true values that they should."
    ),
    Term("CLM5", "Community Land Model, version 5. BINN uses its model of soil carbon: seven pools in twenty layers, at steady state."),
    Term(
        "Covariate",
        "A variable that is known everywhere: climate, relief, soil, vegetation. It is continuous (a number) or categorical (a class).",
    ),
    Term("Coverage", "Share of true or observed values that lie within their predicted intervals."),
    Term("Domain", "The range of covariates for which a model is valid: those it was trained with, and those that are similar enough."),
    Term("Forcing", "Monthly input of the CLM5 soil model: soil temperature, moisture, oxygen and nitrogen scalars, thaw depth, litter."),
    Term("Layer", "A slice of soil. In a profile: from a top depth to a bottom depth. In CLM5: one of twenty, down to 8.6 m."),
    Term(
        "Monte Carlo dropout",
        "The prediction is repeated with random parts of the network left out. The spread of the results shows how uncertain "
        "the network is.",
    ),
    Term("NSE", "Nash-Sutcliffe efficiency, 1 - SSE/SST: 1 is perfect, 0 is as good as the mean of the observations."),
    Term(
        "Prior",
        "What is assumed about a parameter before data are used: the range in which it may lie. BINN and PRODA use different ranges.",
    ),
    Term("Profile", "Soil layers observed at one place."),
    Term("SOC", "Soil organic carbon: as a density (gC per m3 of soil) or, summed over depth, as a stock (kgC per m2 of land)."),
    Term(
        "Spatial block",
        "A square of land. All profiles in it are held out together, so that test profiles have no close neighbours in the training data.",
    ),
    Term(
        "Twin",
        "An experiment with known true parameters, which we choose at the user's sites, and the SOC that would be "
        "observed there if they were true.",
    ),
)
