"""Jobs of PRODA, and the comparison of two models."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from .choices import BEDROCK_MODES, DEVICES, METHODS
from .fields import (
    CHECKPOINT,
    CSV,
    FOLDER,
    FORCING_HELP,
    HTML,
    INPUT,
    JSON,
    PRIOR,
    TABLE,
    BeyondForcingFields,
    ForcingDistanceFields,
    ProfileFields,
    option,
    raster,
    required,
    setting,
)


@dataclass(frozen=True)
class ProdaInvertJob(ProfileFields, ForcingDistanceFields):
    """Invert SOC profiles one by one: posteriors of the CLM5 layer's parameters by Markov chains (PRODA, first half)."""

    kind: ClassVar[str] = "proda_invert"
    left: ClassVar[str] = "Chains that were started are kept in their folder. Run it again to resume them."
    observations: str = required("SOC profiles: a CSV or any vector file that GDAL can read, with one row per soil layer.", INPUT)
    forcing: str = required(FORCING_HELP, INPUT)
    chains_folder: str = required(
        "Folder for the chains. It is created if it does not exist. If it holds the chains of a run that was stopped, that run is resumed.",
        FOLDER,
    )
    table: str = option("Table of the posteriors, one row per profile (.csv or .gpkg). Leave empty to skip this output.", "", path=TABLE)
    report: str = option("HTML report. Leave empty to skip this output.", "", path=HTML)
    leave_out: tuple[str, ...] = option(
        "Quality flags whose profiles or layers are left out, in addition to those that are certainly wrong.", ()
    )
    keep: tuple[str, ...] = option(
        "Quality flags whose profiles and layers are kept, even if the flag means that the value is certainly wrong.", ()
    )
    method: str = option(
        "How to sample: recommended (differential evolution, exact), or published to reproduce the sampler and cost function of PRODA.",
        "recommended",
        METHODS,
    )
    bedrock: str = option(
        "Bedrock: clm5 closes the soil at bedrock; published reproduces the published codes. Leave empty to use the method's default.",
        "",
        ("", *BEDROCK_MODES),
    )
    prior: str = option(
        "Ranges of the parameters, in which the priors are uniform: binn, proda, or a CSV file with the columns name, lower, upper.",
        "binn",
        path=PRIOR,
    )
    learned: tuple[str, ...] = option("Names of the parameters to estimate. Leave empty to estimate all 21.", ())
    fixed: tuple[str, ...] = option(
        "Values of parameters that are not estimated, as name=value. Parameters without a value here take CLM5's default, within their range.",
        (),
    )
    error: float = option(
        "Standard deviation of the error of log SOC, of observations and model together. The method published uses its own error, 60 % of SOC.",
        0.5,
    )
    max_soc: float = option("Layers with more SOC than this (gC/m3) are not used, as in training.", 150_000.0)
    chains: int = option("Number of chains for each profile.", 3)
    steps: int | None = option(
        "Number of steps of each chain, including warm-up. Leave empty to use the method's default (recommended: 20,000; published: 70,000).",
        None,
    )
    warm_up: int | None = option(
        "Number of steps at the start of each chain that are discarded. Leave empty to use the method's default (recommended: half of the steps; published: its first stage of 20,000).",
        None,
    )
    thin: int = option("Thinning: one state is kept every this many steps.", 20)
    block_sites: int = option("Number of profiles that are computed and written together. It does not change the results.", 128)
    processes: int = option("Number of processes on this computer that share the profiles. 0: one for each core.", 0)
    scheduler: str = option(
        "Address of a running Dask scheduler, such as tcp://10.0.0.1:8786. Its workers then share the profiles. They need the engine, and the folder of chains under the same path. If it is empty, this computer does the work.",
        "",
    )
    seed: int = option("Random seed of the chains.", 1)


@dataclass(frozen=True)
class ProdaUpscaleJob:
    """Train a network that predicts the inverted parameters from covariates; writes a model for predict (PRODA, second half)."""

    kind: ClassVar[str] = "proda_upscale"
    chains_folder: str = required("Folder with the chains of a finished inversion.", INPUT)
    covariates: tuple[str, ...] = required(
        "Covariates: rasters to sample at the profiles, or tables with one row per profile, joined by profile id.", INPUT, several=True
    )
    forcing: str = required(FORCING_HELP, INPUT)
    model: str = required("Model file to write (.safetensors).", CHECKPOINT)
    report: str = option("HTML report. Leave empty to skip this output.", "", path=HTML)
    id_field: str = option("Field with the profile id in tables of covariates. If it is empty, it is recognised by name.", "")
    categorical: tuple[str, ...] = option(
        "Names of covariates whose values are classes, not numbers. Well-known ones, such as land cover and soil classes, are recognised.",
        (),
    )
    exclude: tuple[str, ...] = option("Names of covariates that are not used.", ())
    method: str = option(
        "How to upscale: recommended (BINN's network, errors weighted by the posterior), or published to reproduce the network and loss function of PRODA.",
        "recommended",
        METHODS,
    )
    max_rhat: float = option("Profiles with a larger R-hat (mean over the parameters) are not used for training.", 1.1)
    min_nse: float = option(
        "Profiles that are fitted worse than this (NSE of log SOC over their layers) are not used for training. Profiles with a single layer have no NSE and are used.",
        0.0,
    )
    bootstrap: bool = option("Train every network of the ensemble on a bootstrap sample of the profiles.", False)
    members: int | None = setting("Number of networks, trained from different seeds. Their mean is the prediction.")
    hidden: tuple[int, ...] = option("Number of units in each hidden layer of the network. Leave empty to use the method's default.", ())
    dropout: float | None = setting("Dropout in the hidden layers.")
    epochs: int | None = setting("Largest number of epochs, that is, of passes over the profiles.")
    refit: bool = option("After testing, train the model that is saved again on all profiles, including the test profiles.", True)
    validation_share: float = option("Fraction of the profiles that is used to decide when training stops.", 0.1)
    test_share: float = option("Fraction of the profiles held out at random for testing.", 0.1)
    test_block_share: float = option("Fraction of the profiles held out in whole spatial blocks for testing.", 0.2)
    block_degrees: float = option("Size of the spatial blocks in degrees.", 0.25)
    unseen_by: str = option(
        "File of another model. The profiles that this model has not seen are used for testing here too, so that both models can be scored on them. Leave empty to choose test profiles anew.",
        "",
        path=INPUT,
    )
    seed: int = option("Random seed of the splits, initial weights and dropout.", 1)


@dataclass(frozen=True)
class CompareJob(ProfileFields, BeyondForcingFields):
    """Compare two models, such as BINN and PRODA: parameters, processes, SOC, spread and cost, on a grid and at profiles."""

    kind: ClassVar[str] = "compare"
    first: str = option("File of the first model (.safetensors). Leave empty to give its rasters instead.", "", path=INPUT)
    second: str = option("File of the second model (.safetensors). Leave empty to give its rasters instead.", "", path=INPUT)
    first_rasters: tuple[str, ...] = option(
        "Rasters of the first model's parameters, processes, SOC and standard deviations, in place of its model file. Bands must be named as in the maps of predict.",
        (),
        path=INPUT,
    )
    second_rasters: tuple[str, ...] = option("Rasters of the second model, in place of its model file.", (), path=INPUT)
    covariates: tuple[str, ...] = option(
        "Covariate rasters of the grid on which the models are compared, with the names that the models were trained with. Leave empty if you give rasters for both models.",
        (),
        path=INPUT,
    )
    forcing: str = option(f"{FORCING_HELP} Leave empty if you give rasters for both models.", "", path=INPUT)
    report: str = required("HTML report to write.", HTML)
    json: str = option("JSON file with all numbers. Leave empty to skip this output.", "", path=JSON)
    csv: str = option(
        "CSV file with the agreement of the models for every process and parameter. Leave empty to skip this output.", "", path=CSV
    )
    processes_difference: str = raster("GeoTIFF of the processes: second model minus first model. Leave empty to skip this output.")
    parameters_difference: str = raster("GeoTIFF of the parameters: second model minus first model. Leave empty to skip this output.")
    first_name: str = option("Name of the first model in the report.", "BINN")
    second_name: str = option("Name of the second model in the report.", "PRODA")
    observations: str = option(
        "SOC profiles to score both models on. Only those that were used to train neither model are scored. Leave empty for no scores.",
        "",
        path=INPUT,
    )
    site_covariates: tuple[str, ...] = option(
        "Covariates of the profiles, as tables or rasters. If it is empty, the rasters of the grid are used.", (), path=INPUT
    )
    truth_processes: str = option(
        "Raster of the six known processes, to see which model is nearer to them. Leave empty for no comparison.", "", path=INPUT
    )
    truth_parameters: str = option(
        "Raster of the known parameters, to see which model is nearer to them. Leave empty for no comparison.", "", path=INPUT
    )
    passes: int = option("Number of Monte Carlo passes for the spread of each model. 0: no spread.", 30)
    block_degrees: float = option("Size in degrees of the spatial blocks that are resampled together for the intervals.", 1.0)
    seed: int = option("Random seed of the passes and intervals.", 1)
    device: str = option("Which processor computes: auto chooses the fastest, cpu, cuda (NVIDIA GPU) or mps (Apple GPU).", "auto", DEVICES)
