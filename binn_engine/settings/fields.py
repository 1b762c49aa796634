"""Fields of settings with their help, and those that several kinds of job share."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from typing import Any

from .choices import (
    BEDROCK_MODES,
    DEPTH_UNITS,
    DEVICES,
    ENCODERS,
    LITTER,
    LOSSES,
    PEDOTRANSFER_NAMES,
    PRECISIONS,
    PRIORS,
    RECIPES,
    SAMPLING,
    SOC_UNITS,
    TEACHERS,
)


@dataclass(frozen=True)
class PathKind:
    """What a path in a field is for.

    Parameters
    ----------
    direction
        ``in`` for what a job reads, ``out`` for what it writes.
    suffixes
        What the name of an output has to end with, the first one first; none for folders and inputs.
    folder
        The output is a folder.
    words
        Values of the field that are no paths.
    layer
        The name of the only layer of a GeoPackage; empty: called as the file.
    """

    direction: str
    suffixes: tuple[str, ...] = ()
    folder: bool = False
    words: tuple[str, ...] = ()
    layer: str = ""


NO_PATH, INPUT, FOLDER = PathKind(""), PathKind("in"), PathKind("out", folder=True)
GEOTIFF, CSV = PathKind("out", (".tif", ".tiff")), PathKind("out", (".csv",))
HTML, JSON, NETCDF = PathKind("out", (".html", ".htm")), PathKind("out", (".json",)), PathKind("out", (".nc",))
CHECKPOINT, TABLE = PathKind("out", (".safetensors",)), PathKind("out", (".csv", ".gpkg"))
CLEAN_LAYERS, ZONES = PathKind("out", (".gpkg",), layer="soc_layers"), PathKind("out", (".gpkg",), layer="zones")
PRIOR = PathKind("in", words=PRIORS)


def option(help_text: str, default: Any, choices: tuple[str, ...] = (), path: PathKind = NO_PATH, required: bool = False) -> Any:
    """A field with its help; ``path`` says what a path in it is for."""
    return field(default=default, metadata={"help": help_text, "choices": choices, "path": path, "required": required})


def raster(help_text: str) -> Any:
    """A field with the GeoTIFF to write; empty for none."""
    return option(help_text, "", path=GEOTIFF)


def setting(help_text: str, choices: tuple[str, ...] = ()) -> Any:
    """A field of a recipe that a job may change; None, or empty: as the recipe has it."""
    return option(f"{help_text} Empty: as the recipe has it.", "" if choices else None, ("", *choices) if choices else ())


def required(help_text: str, path: PathKind, several: bool = False) -> Any:
    """A field that a job cannot do without: a path, or several."""
    return option(help_text, () if several else "", path=path, required=True)


def element_type(job_field: dataclasses.Field) -> tuple[type, bool]:
    """The type of a field's value, and whether the field holds several: ``(float, True)`` for ``tuple[float, ...]``."""
    name = str(job_field.type).removesuffix(" | None")
    several = name.startswith("tuple[")
    if several:
        name = name[len("tuple[") :].split(",")[0]
    return {"str": str, "int": int, "float": float, "bool": bool}[name], several


FORCING_HELP = "CLM5 forcing: a NetCDF with CLM5's variable names and units, a folder or a pattern (h0.*.nc) of CLM's history files, or a table of sites (.csv)."


@dataclass(frozen=True)
class ProfileFields:
    """Where a table of SOC profiles keeps what. Empty names are recognised: those of WoSIS, NCSS, ISCN, LUCAS and ISRIC, and many more."""

    id_field: str = option("Field with the profile id; empty: recognised by name, or made from the coordinates.", "")
    lon_field: str = option("Field with the longitude or x, for tables without geometry; empty: recognised by name.", "")
    lat_field: str = option("Field with the latitude or y, for tables without geometry; empty: recognised by name.", "")
    crs: str = option("Reference system of the coordinates in those fields, such as EPSG:25832; empty: degrees on WGS 84.", "")
    crs_field: str = option("Field with the reference system of each row's coordinates, such as EPSG:4326; empty: recognised by name.", "")
    top_field: str = option("Field with the top depth of the layer; empty: recognised by name.", "")
    bottom_field: str = option("Field with the bottom depth of the layer; empty: recognised by name.", "")
    depth_field: str = option(
        "Field with the mid depth of the layer, or with its range as text (0-20 cm), where top and bottom are unknown; empty: recognised by name.",
        "",
    )
    depth_unit: str = option(
        "Unit of the depths; auto: from the field's name (_cm, _m), else metres for a mid depth and centimetres for top and bottom.",
        "auto",
        DEPTH_UNITS,
    )
    depth_columns: str = option(
        "Names of SOC fields, for one feature per profile with a field per depth: carbon_{top}_{bottom} or carbon_{depth}; empty: recognised, such as soc_0_30 or orgc_5_15cm.",
        "",
    )
    litter: str = option(
        "Litter layers, above the mineral soil: exclude them, or shift the profile down so that it begins with them.", "exclude", LITTER
    )
    soc_field: str = option("Field with soil organic carbon; empty: recognised by name.", "")
    soc_unit: str = option(
        "Unit of soil organic carbon; empty: from the field's name or the database, else gC/m3. Contents (g/kg, %) need a bulk density; stocks (kg/m2, t/ha, g/cm2) are of the layer; OM is organic matter.",
        "",
        ("", *SOC_UNITS),
    )
    organic_matter_factor: float = option("Share of carbon in organic matter, for units of OM: 0.58 is 1/1.724.", 0.58)
    bulk_density_field: str = option("Field with the bulk density of the fine earth in g/cm3, for contents; empty: recognised by name.", "")
    pedotransfer: str = option(
        "Pedotransfer function that fills bulk densities that were not measured; none: such layers are left out.",
        "none",
        PEDOTRANSFER_NAMES,
    )
    coarse_field: str = option("Field with the coarse fragments in volume %, for contents; empty: recognised by name.", "")


@dataclass(frozen=True)
class SampleFields(ProfileFields):
    """How covariates are brought to the profiles."""

    sampling: str = option(
        "How rasters are read at profiles: nearest takes the pixel a profile lies in, bilinear interpolates continuous covariates.",
        "nearest",
        SAMPLING,
    )
    nearest_valid_km: float = option(
        "Distance in km within which a profile on a cell without a value takes the nearest cell with one, as on coasts; 0: such profiles are left out.",
        0.0,
    )
    covariate_fields: tuple[str, ...] = option(
        "Fields of the profiles themselves that are covariates; maps need rasters with bands of the same names.", ()
    )


@dataclass(frozen=True)
class ClusterFields:
    """Where a job's tasks run."""

    workers: int = option("Processes on this machine that share the work; 1: the engine's own, 0: as many as there are cores.", 1)
    scheduler: str = option(
        "Address of a running Dask scheduler whose workers do the work instead, such as tcp://10.0.0.1:8786; they need the engine, and the inputs under the same paths. Empty: this machine.",
        "",
    )


@dataclass(frozen=True)
class LearningFields(SampleFields):
    """What is learned, from what, and how: shared by the jobs that train."""

    observations: str = required(
        "SOC profiles: a CSV or any vector file that GDAL reads, one row per soil layer or a field per depth.", INPUT
    )
    covariates: tuple[str, ...] = option(
        "Covariates: rasters to sample at the profiles, or tables with one row per profile joined by profile id; none where the profiles have them as fields.",
        (),
        path=INPUT,
    )
    forcing: str = required(FORCING_HELP, INPUT)
    categorical: tuple[str, ...] = option(
        "Names of covariates that are classes; known ones, such as land cover and soil classes, are recognised.", ()
    )
    exclude: tuple[str, ...] = option("Names of covariates to leave out.", ())
    leave_out: tuple[str, ...] = option("Flags of quality control whose profiles or layers are left out, beside those certainly wrong.", ())
    keep: tuple[str, ...] = option(
        "Flags of quality control, also of those certainly wrong, whose profiles and layers are kept all the same.", ()
    )
    recipe: str = option(
        "How to train: recommended, or paper to reproduce the published BINN. The settings below change it.", "recommended", RECIPES
    )
    bedrock: str = setting(
        "Bedrock: clm5 closes the soil at bedrock; published reproduces the published codes, which leak carbon there.", BEDROCK_MODES
    )
    prior: str = option("Ranges of the parameters: binn, proda, or a CSV file with the columns name, lower, upper.", "binn", path=PRIOR)
    learned: tuple[str, ...] = option("Names of the parameters to learn; empty: all 21.", ())
    fixed: tuple[str, ...] = option(
        "Values of parameters that are not learned, as name=value; others take CLM5's default within their range.", ()
    )
    encoder: str = setting(
        "Location as a covariate: none, coordinates (scaled longitude and latitude), spatial (sines and cosines of wavelengths over 0.5 degrees) or gridcell (as published, which memorises places).",
        ENCODERS,
    )
    hidden: tuple[int, ...] = option("Widths of the network's hidden layers. Empty: as the recipe has it.", ())
    dropout: float | None = setting("Dropout in the hidden layers; Monte Carlo passes need it above 0.")
    members: int | None = setting("Networks trained from different seeds, whose mean is the prediction.")
    loss: str = setting(
        "Loss: sqrt or log (Huber loss of the root or logarithm of SOC), balanced (of both, and of the mean), l1 (gC/m3, as published) or relative (60 % observation error).",
        LOSSES,
    )
    teacher: str = setting(
        "Whom BINN learns from: none (the observed layers themselves) or learners (pure networks and boosted trees, which the layers teach first, and which say what lies between the profiles).",
        TEACHERS,
    )
    epochs: int | None = setting("Passes over the profiles at most.")
    patience: int | None = setting("Epochs without a better validation score after which training stops.")
    batch_size: int | None = setting("Profiles per step.")
    learning_rate: float | None = setting("Peak learning rate.")
    max_soc: float | None = setting("Layers above this SOC (gC/m3) are left out of training, not of testing.")
    validation_share: float = option("Share of the profiles that decide when to stop.", 0.1)
    seed: int = option("Seed of splits, initial weights and dropout.", 1)
    precision: str = option("Precision of the CLM5 layer: float32 is faster, and needed on Apple GPUs.", "float64", PRECISIONS)
    device: str = option("Where to compute.", "auto", DEVICES)
