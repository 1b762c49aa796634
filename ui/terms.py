"""The terms of the documentation, the help and the reports, each with one meaning. Plain Python, for the glossary's script too."""

from __future__ import annotations

from typing import NamedTuple


class Term(NamedTuple):
    """A word and what it means here."""

    name: str
    meaning: str


# In alphabetical order.
# fmt: off
TERMS = (
    Term("Baseline", "A simpler model that BINN is compared with on the same profiles, for example constant parameters or a depth curve."),
    Term("Bedrock modes", "clm5: the soil ends at bedrock, and no carbon moves into it. published: as in the published codes, which lose carbon at bedrock."),
    Term("BINN", "Biogeochemistry-Informed Neural Network: a neural network whose outputs are the parameters of a process model."),
    Term("Blocked test", "Scores on test profiles in whole spatial blocks without training profiles. They show how well a model maps new areas."),
    Term("Calibration", "Scaling of the raw spread so that intervals contain the share of true values that they should contain. The factors come from cases in which the errors are known: held-out profiles for SOC, twins for parameters, processes and the change of stocks."),
    Term("Checkpoint", "A model file (.safetensors): the weights of the trained networks, and the model card."),
    Term("Climate normals", "Means of temperature and precipitation for each month over many years, usually thirty."),
    Term("CLM5", "Community Land Model, version 5. BINN uses its model of soil carbon: seven pools in twenty layers, at steady state."),
    Term("CLM5 layer", "The CLM5 soil carbon model used as the last layer of the network. It is not a layer of soil."),
    Term("Committed change", "The change of soil carbon from the start to the steady state that a new climate and litter input lead to, however long that takes."),
    Term("Covariate", "A variable that is known everywhere: climate, relief, soil, vegetation. It is continuous (a number) or categorical (a class)."),
    Term("Coverage", "Share of true or observed values that lie within their predicted intervals. For 90 % intervals it should be 90 %."),
    Term("CRPS", "Continuous ranked probability score: compares a predicted distribution with the observed value. It has the unit of the value; smaller is better."),
    Term("Distillation", "Training of one model on the predictions of another one, its teacher."),
    Term("Domain", "The range of covariates for which a model is valid: those it was trained with, and those that are similar enough."),
    Term("Engine", "The program that does the work of BINN, in a Python environment of its own. The plugin starts it, and it runs without QGIS too."),
    Term("Ensemble", "Several networks trained in the same way from different random seeds. Each of them is a member. Their mean is the prediction, and their differences are one source of the spread."),
    Term("Fields of parameters", "A learner beside the network: each parameter is a sum of smooth curves of single covariates. What the data do not tell stays constant. Not the fields (columns) of a table."),
    Term("Fold", "One of the groups of profiles in cross-validation. Each fold is predicted by a model that was trained on the other folds."),
    Term("Forcing", "Monthly input of the CLM5 soil model: soil temperature, moisture, oxygen and nitrogen scalars, thaw depth, litter."),
    Term("Held-out", "Not used for training. Held-out profiles show how good a model is at new places."),
    Term("Layer", "A slice of soil. In a profile: from a top depth to a bottom depth. In CLM5: one of twenty, down to 8.6 m."),
    Term("Learner", "What gives the parameters of a site from its covariates: the network, fields of parameters, or both."),
    Term("Model card", "The description of a model inside its checkpoint: covariates with their ranges, settings, training data, scores and calibration."),
    Term("Monte Carlo dropout", "The prediction is repeated with random parts of the network left out. The spread of the results shows how uncertain the network is."),
    Term("NSE", "Nash-Sutcliffe efficiency, 1 - SSE/SST: 1 is perfect, 0 is as good as the mean of the observations."),
    Term("Nugget", "The part of a variance that has no spatial correlation, even at the shortest distances: errors of measurement and very local differences."),
    Term("Pass", "One of the repetitions of a prediction with random parts of the network left out (Monte Carlo dropout) or, of a model of fields, with random weights. They are the same at all pixels, so each pass gives one map."),
    Term("Pedotransfer function", "A published equation that estimates bulk density from other properties of the soil, such as organic carbon."),
    Term("Pool", "A part of the soil carbon in the CLM5 model: coarse woody debris; metabolic, cellulose and lignin litter; active, slow and passive soil carbon. Each pool has its own turnover time."),
    Term("Posterior", "What is known about a parameter after data were used: its probability distribution, given the observations and the prior."),
    Term("Prior", "What is assumed about a parameter before data are used: the range in which it may lie. BINN and PRODA use different ranges."),
    Term("PRODA", "Process-guided deep learning and data-driven modelling: the parameters are estimated profile by profile, then a network predicts them from covariates. BINN is compared with it."),
    Term("Profile", "Soil layers observed at one place."),
    Term("Pure network", "A neural network that predicts SOC directly from covariates and depth, without CLM5. It is one of the baselines."),
    Term("Quantile forest", "Many decision trees that predict a value with its quantiles, directly from covariates. It is one of the baselines."),
    Term("R-hat", "Measure of the agreement of Markov chains. It is 1 if all chains give the same distribution; if it is well above 1, more steps are needed."),
    Term("Random test", "Scores on test profiles at random places. They have training profiles nearby, so these scores are usually better than those of the blocked test."),
    Term("Raw spread", "The differences between Monte Carlo passes and between members of the ensemble, before calibration. Its intervals are too narrow."),
    Term("Recipe", "A named set of all settings of a training. recommended is the default; paper is as published."),
    Term("Residual", "Observed minus predicted value."),
    Term("Scalar", "A factor from 0 to 1 that slows down decomposition: the moisture, oxygen and nitrogen scalars of the forcing (environmental scalars)."),
    Term("Scenario", "What changes in a projection, and when: litter input, soil temperature, soil moisture. It is an assumption, not a result."),
    Term("SOC", "Soil organic carbon: as a density (gC per m3 of soil) or, summed over depth, as a stock (kgC per m2 of land)."),
    Term("Spatial block", "A square of land. All profiles in it are held out together, so that test profiles have no close neighbours in the training data."),
    Term("Steady state", "The state in which the input of carbon equals its loss, so that the pools no longer change. The CLM5 layer computes it directly."),
    Term("Teacher", "Models without CLM5 (pure networks and boosted trees) that are trained on the observed layers first. BINN is then trained on their predictions at imaginary places, whose covariates lie between those of the profiles (distillation), not on the observed layers."),
    Term("Transit time", "The mean age of the carbon that leaves the soil by respiration. At steady state it equals the stock divided by the input."),
    Term("Twin", "A simulated experiment at your own sites. True parameters are chosen, the SOC that follows from them is computed, and BINN is trained on this SOC. Its results can then be compared with the true values."),
    Term("Variogram", "Shows how the difference between two values increases with the distance between their places. The distance at which it levels off is the range."),
)
# fmt: on
