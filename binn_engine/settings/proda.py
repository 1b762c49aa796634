"""Jobs of PRODA, and the comparison of two models."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from .choices import BEDROCK_MODES, DEVICES, FORCING_INTERPOLATIONS, METHODS
from .fields import (
    CHECKPOINT,
    CSV,
    FOLDER,
    HTML,
    INPUT,
    JSON,
    PRIOR,
    TABLE,
    BeyondForcingFields,
    CovariateUseFields,
    ForcingDistanceFields,
    ProfileFields,
    QualityFields,
    option,
    raster,
    required,
    setting,
)
from .help_texts import DEVICE_HELP, EPOCHS_HELP, FORCING_HELP, MEMBERS_HELP, TRAINING_SEED_HELP, VALIDATION_HELP
from .learning import HoldOutFields
from .soc_maps import SocMapFields

STEPS = {"recommended": 20_000, "published": 70_000}  # of each chain, by method, where a job says nothing


@dataclass(frozen=True)
class ProdaInvertJob(ProfileFields, ForcingDistanceFields, QualityFields):
    """Invert SOC profiles one by one: posteriors of the CLM5 layer's parameters by Markov chains (PRODA, first half)."""

    kind: ClassVar[str] = "proda_invert"
    left: ClassVar[str] = "Chains that were started are kept in their folder. Run it again to resume them."
    observations: str = required("SOC profiles: a CSV or any vector file that GDAL can read, with one row per soil layer.", INPUT)
    forcing: str = required(FORCING_HELP, INPUT)
    chains_folder: str = required(
        "Folder for the chains. It is created if it does not exist. If it contains the chains of a run that was stopped, that run is resumed.",
        FOLDER,
    )
    table: str = option("Table of the posteriors, one row per profile (.csv or .gpkg). Leave empty to skip this output.", "", path=TABLE)
    report: str = option("HTML report. Leave empty to skip this output.", "", path=HTML)
    method: str = option(
        "Sampling method. recommended: differential evolution with the exact likelihood. published: the sampler and cost function of PRODA, to reproduce its results.",
        "recommended",
        METHODS,
    )
    bedrock: str = option(
        "Bedrock. clm5: carbon cannot move into bedrock. published: as in the published codes, which lose carbon at bedrock. Leave empty to use the method's default.",
        "",
        ("", *BEDROCK_MODES),
    )
    forcing_interpolation: str = option(
        "How profiles read the cells of the forcing. bilinear: interpolated between the cells around the profile. nearest: the nearest cell. Leave empty to use the method's default (recommended: bilinear; published: nearest).",
        "",
        ("", *FORCING_INTERPOLATIONS),
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
        "Standard deviation of the error of log SOC. It includes the errors of observations and of the model. The method published does not use it; it assumes an error of 60 % of SOC.",
        0.5,
    )
    max_soc: float = option("Layers with more SOC than this (gC/m3) are not used.", 150_000.0)
    chains: int = option("Number of chains for each profile.", 3)
    steps: int | None = option(
        "Number of steps of each chain, including warm-up. Leave empty to use the method's default (recommended: 20,000; published: 70,000).",
        None,
    )
    warm_up: int | None = option(
        "Number of steps at the start of each chain that are discarded. Leave empty to use the method's default (recommended: half of the steps; published: its first stage of 20,000).",
        None,
    )
    thin: int = option("Thinning interval in steps. With 20, every 20th state of a chain is kept.", 20)
    block_sites: int = option("Number of profiles that are computed and written together. It does not change the results.", 128)
    processes: int = option("Number of processes on this computer that share the profiles. 0: one for each core.", 0)
    scheduler: str = option(
        "Address of a running Dask scheduler, such as tcp://10.0.0.1:8786. Its workers then share the profiles. Each worker must have the engine installed, and must find the folder of chains under the same path. If it is empty, this computer does the work.",
        "",
    )
    seed: int = option("Random seed of the chains.", 1)


@dataclass(frozen=True)
class ProdaUpscaleJob(CovariateUseFields, HoldOutFields):
    """Train a network that predicts the inverted parameters from covariates; writes a model for predict (PRODA, second half)."""

    kind: ClassVar[str] = "proda_upscale"
    chains_folder: str = required("Folder with the chains of a finished inversion.", INPUT)
    covariates: tuple[str, ...] = required(
        "Covariates: rasters to sample at the profiles, or tables with one row per profile, joined by profile id.", INPUT, several=True
    )
    forcing: str = required(FORCING_HELP, INPUT)
    model: str = required("Model file to write (.safetensors).", CHECKPOINT)
    report: str = option("HTML report. Leave empty to skip this output.", "", path=HTML)
    id_field: str = option("Field with the profile id in tables of covariates. If it is empty, the field is recognised by its name.", "")
    method: str = option(
        "Upscaling method. recommended: BINN's network, with errors weighted by the posterior. published: the network and loss function of PRODA, to reproduce its results.",
        "recommended",
        METHODS,
    )
    max_rhat: float = option(
        "Profiles whose R-hat (mean over the parameters) is larger are not used for training, because their chains do not agree.", 1.1
    )
    min_nse: float = option(
        "Profiles with a smaller NSE (of log SOC over their layers) are not used for training, because they are fitted badly. Profiles with a single layer have no NSE and are used.",
        0.0,
    )
    bootstrap: bool = option("Each network of the ensemble is trained on a bootstrap sample of the profiles.", False)
    members: int | None = setting(MEMBERS_HELP, owner="method")
    hidden: tuple[int, ...] = option("Number of units in each hidden layer of the network. Leave empty to use the method's default.", ())
    dropout: float | None = setting("Dropout in the hidden layers.", owner="method")
    epochs: int | None = setting(EPOCHS_HELP, owner="method")
    validation_share: float = option(VALIDATION_HELP, 0.1)
    unseen_by: str = option(
        "File of another model. The profiles that this model was not trained on are used for testing here too, so that both models can be scored on them. Leave empty to choose new test profiles.",
        "",
        path=INPUT,
    )
    seed: int = option(TRAINING_SEED_HELP, 1)


@dataclass(frozen=True)
class CompareJob(ProfileFields, BeyondForcingFields, SocMapFields):
    """Compare two models, such as BINN and PRODA: parameters, processes, SOC, spread and cost, on a grid and at profiles."""

    kind: ClassVar[str] = "compare"
    first: str = option("File of the first model (.safetensors). Leave empty to give its rasters instead.", "", path=INPUT)
    second: str = option("File of the second model (.safetensors). Leave empty to give its rasters instead.", "", path=INPUT)
    first_rasters: tuple[str, ...] = option(
        "Rasters of the first model's parameters, processes, SOC and standard deviations, instead of its model file. Bands must have the names that predict gives them.",
        (),
        path=INPUT,
    )
    second_rasters: tuple[str, ...] = option("Rasters of the second model, instead of its model file.", (), path=INPUT)
    covariates: tuple[str, ...] = option(
        "Covariate rasters of the grid on which the models are compared, with the names that the models were trained with. Leave empty if you give rasters for both models.",
        (),
        path=INPUT,
    )
    forcing: str = option(f"{FORCING_HELP} Leave empty if you give rasters for both models.", "", path=INPUT)
    report: str = required("HTML report to write.", HTML)
    json: str = option("JSON file with all numbers. Leave empty to skip this output.", "", path=JSON)
    csv: str = option(
        "CSV file with the agreement of the two models for every process and parameter. Leave empty to skip this output.", "", path=CSV
    )
    processes_difference: str = raster("GeoTIFF of the processes: second model minus first model.")
    parameters_difference: str = raster("GeoTIFF of the parameters: second model minus first model.")
    first_name: str = option("Name of the first model in the report.", "BINN")
    second_name: str = option("Name of the second model in the report.", "PRODA")
    observations: str = option(
        "SOC profiles to score both models on. Only profiles that were not used to train either model are scored. Leave empty for no scores.",
        "",
        path=INPUT,
    )
    site_covariates: tuple[str, ...] = option(
        "Covariates of the profiles, as tables or rasters. If it is empty, the rasters of the grid are used.", (), path=INPUT
    )
    truth_processes: str = option(
        "Raster of the six true processes. The report shows which model is closer to them. Leave empty for no comparison.", "", path=INPUT
    )
    truth_parameters: str = option(
        "Raster of the true parameters. The report shows which model is closer to them. Leave empty for no comparison.", "", path=INPUT
    )
    passes: int = option("Number of Monte Carlo passes for the spread of each model. 0: no spread.", 30)
    block_degrees: float = option("Size in degrees of the spatial blocks that are resampled to compute the intervals.", 1.0)
    seed: int = option("Random seed of the passes and intervals.", 1)
    device: str = option(DEVICE_HELP, "auto", DEVICES)
