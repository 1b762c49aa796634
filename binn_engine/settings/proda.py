"""Jobs of PRODA, and the comparison of two models."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from .choices import BEDROCK_MODES, DEVICES, METHODS
from .fields import CHECKPOINT, CSV, FOLDER, FORCING_HELP, HTML, INPUT, JSON, PRIOR, TABLE, ProfileFields, option, raster, required, setting


@dataclass(frozen=True)
class ProdaInvertJob(ProfileFields):
    """Invert SOC profiles one by one: posteriors of the CLM5 layer's parameters by Markov chains (PRODA, first half)."""

    kind: ClassVar[str] = "proda_invert"
    left: ClassVar[str] = "Chains that were begun stay in their folder: run it again to go on with them."
    observations: str = required("SOC profiles: a CSV or any vector file that GDAL reads, one row per soil layer.", INPUT)
    forcing: str = required(FORCING_HELP, INPUT)
    chains_folder: str = required(
        "Folder for the chains; made where absent. A run into the folder of one that was stopped goes on with it.", FOLDER
    )
    table: str = option("Table of the posteriors to write, a row a profile (.csv or .gpkg); empty for none.", "", path=TABLE)
    report: str = option("HTML report to write; empty for none.", "", path=HTML)
    leave_out: tuple[str, ...] = option("Flags of quality control whose profiles or layers are left out, beside those certainly wrong.", ())
    keep: tuple[str, ...] = option(
        "Flags of quality control, also of those certainly wrong, whose profiles and layers are kept all the same.", ()
    )
    method: str = option(
        "How to sample: recommended (differential evolution, exact), or published to reproduce PRODA's sampler and cost.",
        "recommended",
        METHODS,
    )
    bedrock: str = option(
        "Bedrock: clm5 closes the soil at bedrock; published reproduces the published codes. Empty: as the method has it.",
        "",
        ("", *BEDROCK_MODES),
    )
    prior: str = option(
        "Ranges of the parameters, within which priors are uniform: binn, proda, or a CSV file with the columns name, lower, upper.",
        "binn",
        path=PRIOR,
    )
    learned: tuple[str, ...] = option("Names of the parameters to infer; empty: all 21.", ())
    fixed: tuple[str, ...] = option(
        "Values of parameters that are not inferred, as name=value; others take CLM5's default within their range.", ()
    )
    error: float = option(
        "Standard deviation of the error of the logarithm of SOC, of observations and model together; published has its own, 60 % of SOC.",
        0.5,
    )
    max_soc: float = option("Layers above this SOC (gC/m3) are left out, as in training.", 150_000.0)
    chains: int = option("Chains at each profile.", 3)
    steps: int | None = option("Steps of each chain, warm-up included. Empty: as the method has it (20,000; published 70,000).", None)
    warm_up: int | None = option("Steps that do not count. Empty: as the method has it (half; published its first stage of 20,000).", None)
    thin: int = option("One state in so many is kept.", 20)
    block_sites: int = option("Profiles that are worked on, and written, together; has no say in the results.", 128)
    processes: int = option("Processes of this machine that share the profiles; 0: as many as there are cores.", 0)
    scheduler: str = option(
        "Address of a running Dask scheduler whose workers share the profiles instead, such as tcp://10.0.0.1:8786; they need the engine, "
        "and the folder of chains under the same path. Empty: this machine.",
        "",
    )
    seed: int = option("Seed of the chains.", 1)


@dataclass(frozen=True)
class ProdaUpscaleJob:
    """Carry inverted parameters to all places by a network of the covariates; writes a model for predict (PRODA, second half)."""

    kind: ClassVar[str] = "proda_upscale"
    chains_folder: str = required("Folder with the chains of a finished inversion.", INPUT)
    covariates: tuple[str, ...] = required(
        "Covariates: rasters to sample at the profiles, or tables with one row per profile joined by profile id.", INPUT, several=True
    )
    forcing: str = required(FORCING_HELP, INPUT)
    model: str = required("Checkpoint to write (.safetensors).", CHECKPOINT)
    report: str = option("HTML report to write; empty for none.", "", path=HTML)
    id_field: str = option("Field with the profile id in tables of covariates; empty: recognised by name.", "")
    categorical: tuple[str, ...] = option(
        "Names of covariates that are classes; known ones, such as land cover and soil classes, are recognised.", ()
    )
    exclude: tuple[str, ...] = option("Names of covariates to leave out.", ())
    method: str = option(
        "How to upscale: recommended (BINN's network, errors weighed by the posterior), or published to reproduce PRODA's network and loss.",
        "recommended",
        METHODS,
    )
    max_rhat: float = option("Profiles whose mean R-hat over the parameters is larger teach nothing.", 1.1)
    min_nse: float = option(
        "Profiles whose fit, the NSE of log SOC of their layers, is smaller teach nothing; those with a single layer have none and stay.",
        0.0,
    )
    bootstrap: bool = option("Teach every network of the ensemble a bootstrap sample of the profiles.", False)
    members: int | None = setting("Networks trained from different seeds, whose mean is the prediction.")
    hidden: tuple[int, ...] = option("Widths of the network's hidden layers. Empty: as the method has it.", ())
    dropout: float | None = setting("Dropout in the hidden layers.")
    epochs: int | None = setting("Passes over the profiles at most.")
    refit: bool = option("After scoring, train the model that is written on the test profiles too.", True)
    validation_share: float = option("Share of the profiles that decide when to stop.", 0.1)
    test_share: float = option("Share of the profiles held out at random for testing.", 0.1)
    test_block_share: float = option("Share of the profiles held out in whole spatial blocks for testing.", 0.2)
    block_degrees: float = option("Size of the spatial blocks in degrees.", 0.25)
    unseen_by: str = option(
        "Checkpoint of another model: the profiles that it never saw are the test here too, so that both can be scored on them. "
        "Empty: a test of its own.",
        "",
        path=INPUT,
    )
    seed: int = option("Seed of splits, initial weights and dropout.", 1)


@dataclass(frozen=True)
class CompareJob(ProfileFields):
    """Compare two models, such as BINN and PRODA: parameters, processes, SOC, spread and cost, on a grid and at profiles."""

    kind: ClassVar[str] = "compare"
    first: str = option("Checkpoint of the first model (.safetensors); empty: its rasters.", "", path=INPUT)
    second: str = option("Checkpoint of the second model (.safetensors); empty: its rasters.", "", path=INPUT)
    first_rasters: tuple[str, ...] = option(
        "In place of the first checkpoint, rasters of its parameters, processes, SOC and standard deviations, their bands named as predict "
        "names them.",
        (),
        path=INPUT,
    )
    second_rasters: tuple[str, ...] = option("In place of the second checkpoint, its rasters.", (), path=INPUT)
    covariates: tuple[str, ...] = option(
        "Covariate rasters of the grid to compare on, with the names the models were trained with; none where both are rasters.",
        (),
        path=INPUT,
    )
    forcing: str = option(f"{FORCING_HELP} None where both are rasters.", "", path=INPUT)
    report: str = required("HTML report to write.", HTML)
    json: str = option("JSON file with all numbers to write; empty for none.", "", path=JSON)
    csv: str = option("CSV file with the agreement of every process and parameter to write; empty for none.", "", path=CSV)
    processes_difference: str = raster("GeoTIFF of the second model's processes less the first's to write; empty for none.")
    parameters_difference: str = raster("GeoTIFF of the second model's parameters less the first's to write; empty for none.")
    first_name: str = option("What to call the first model.", "BINN")
    second_name: str = option("What to call the second model.", "PRODA")
    observations: str = option("SOC profiles to score both models on, those that taught neither; empty for none.", "", path=INPUT)
    site_covariates: tuple[str, ...] = option(
        "Covariates of the profiles, as tables or rasters; empty: the rasters of the grid.", (), path=INPUT
    )
    truth_processes: str = option("Raster of the six known processes, to tell which model is nearer; empty for none.", "", path=INPUT)
    truth_parameters: str = option("Raster of the known parameters, to tell which model is nearer; empty for none.", "", path=INPUT)
    passes: int = option("Monte Carlo passes for the spread of each model; 0 for none.", 30)
    block_degrees: float = option("Size of the blocks of land that are drawn together for the intervals, in degrees.", 1.0)
    seed: int = option("Seed of passes and intervals.", 1)
    device: str = option("Where to compute.", "auto", DEVICES)
