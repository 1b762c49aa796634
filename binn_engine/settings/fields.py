"""Fields of settings with their help, and those that several kinds of job share."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from typing import Any

from .choices import (
    BEYOND_FORCING,
    DEPTH_UNITS,
    LITTER,
    PEDOTRANSFER_NAMES,
    PRIORS,
    SAMPLING,
    SOC_UNITS,
)


@dataclass(frozen=True)
class PathKind:
    """The purpose of a path in a field.

    Parameters
    ----------
    direction
        ``in`` for inputs of a job, ``out`` for outputs.
    suffixes
        What the name of an output has to end with, the first one first; none for folders and inputs.
    folder
        The output is a folder.
    words
        Values of the field that are no paths.
    layer
        The name of the only layer of a GeoPackage; empty: the name of the file.
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
SPREADSHEET = PathKind("out", (".xlsx", ".csv"))
CLEAN_LAYERS, ZONES = PathKind("out", (".gpkg",), layer="soc_layers"), PathKind("out", (".gpkg",), layer="zones")
PRIOR = PathKind("in", words=PRIORS)


def option(help_text: str, default: Any, choices: tuple[str, ...] = (), path: PathKind = NO_PATH, required: bool = False) -> Any:
    """A field of settings with its help.

    Parameters
    ----------
    help_text
        What the field means, for the help of dialogs and of the command line.
    default
        Value where none is given.
    choices
        Values that are allowed; empty: any.
    path, required
        What a path in the field is for; whether a job cannot do without a value.
    """
    return field(default=default, metadata={"help": help_text, "choices": choices, "path": path, "required": required})


def raster(help_text: str) -> Any:
    """A field with the GeoTIFF to write; empty for none."""
    return option(f"{help_text} Leave empty to skip this output.", "", path=GEOTIFF)


def drawn_raster(what: str) -> Any:
    """A field with the GeoTIFF of a statistic that is computed from draws of the model; ``what`` is without a full stop."""
    return raster(f"{what} (needs Monte Carlo passes or an ensemble).")


def setting(help_text: str, choices: tuple[str, ...] = (), owner: str = "recipe") -> Any:
    """A field of a recipe or a method that a job may change; None, or an empty text, means the default of this ``owner``."""
    return option(f"{help_text} Leave empty to use the {owner}'s default.", "" if choices else None, ("", *choices) if choices else ())


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


@dataclass(frozen=True)
class LayerFields:
    """The fields with the ids, places and depths of soil layers. Empty ones are recognised by name."""

    id_field: str = option(
        "Field with the profile id. If it is empty, the field is recognised by its name; without such a field, ids are made from the coordinates.",
        "",
    )
    lon_field: str = option(
        "Field with the longitude or x, for tables without geometry. If it is empty, the field is recognised by its name.", ""
    )
    lat_field: str = option(
        "Field with the latitude or y, for tables without geometry. If it is empty, the field is recognised by its name.", ""
    )
    crs: str = option(
        "Coordinate reference system of the coordinate fields, such as EPSG:25832. If it is empty, the coordinates are taken as degrees on WGS 84.",
        "",
    )
    crs_field: str = option(
        "Field with the coordinate reference system of each row's coordinates, such as EPSG:4326. If it is empty, the field is recognised by its name.",
        "",
    )
    top_field: str = option("Field with the top depth of the layer. If it is empty, the field is recognised by its name.", "")
    bottom_field: str = option("Field with the bottom depth of the layer. If it is empty, the field is recognised by its name.", "")
    depth_field: str = option(
        "Field with the depth of the middle of the layer, or with its depth range as text (0-20 cm), for tables without top and bottom depth. If it is empty, the field is recognised by its name.",
        "",
    )
    depth_unit: str = option(
        "Unit of the depths. With auto, it is taken from the field's name (_cm, _m). If the name has no unit, it is metres for a mid depth, and centimetres for top and bottom.",
        "auto",
        DEPTH_UNITS,
    )


@dataclass(frozen=True)
class ProfileFields(LayerFields):
    """The fields of a table of SOC profiles. Empty ones are recognised by name: those of WoSIS, NCSS, ISCN, LUCAS and ISRIC, and many more."""

    depth_columns: str = option(
        "Name pattern of the SOC fields, for tables with one row per profile and a field for each depth: carbon_{top}_{bottom} or carbon_{depth}. If it is empty, names such as soc_0_30 or orgc_5_15cm are recognised.",
        "",
    )
    litter: str = option(
        "Litter layers above the mineral soil. exclude: they are left out. shift: all depths of the profile are counted from the top of the litter.",
        "exclude",
        LITTER,
    )
    soc_field: str = option("Field with soil organic carbon. If it is empty, the field is recognised by its name.", "")
    soc_unit: str = option(
        "Unit of soil organic carbon. If it is empty, it is taken from the field's name or from the database, otherwise gC/m3 is used. Contents (g/kg, %) need a bulk density. Stocks (kg/m2, t/ha, g/cm2) are those of each layer. OM means organic matter.",
        "",
        ("", *SOC_UNITS),
    )
    organic_matter_factor: float = option("Carbon fraction of organic matter, used for units with OM: 0.58 is 1/1.724.", 0.58)
    bulk_density_field: str = option(
        "Field with the bulk density of the fine earth in g/cm3, needed for contents. If it is empty, the field is recognised by its name.",
        "",
    )
    pedotransfer: str = option(
        "Pedotransfer function that estimates bulk densities that were not measured. With the choice none, layers without a bulk density are left out.",
        "none",
        PEDOTRANSFER_NAMES,
    )
    coarse_field: str = option(
        "Field with the coarse fragments in volume %, used for contents. If it is empty, the field is recognised by its name.", ""
    )


@dataclass(frozen=True)
class ForcingDistanceFields:
    """How far the forcing may be."""

    max_forcing_distance: float = option(
        "Largest distance to the nearest forcing cell, in forcing cells. The forcing is not used for places that are farther away. Profiles there are left out.",
        3.0,
    )


@dataclass(frozen=True)
class BeyondForcingFields(ForcingDistanceFields):
    """How a map treats pixels that are too far from the forcing."""

    beyond_forcing: str = option(
        "Pixels that are too far from the forcing. refuse: the run stops with an error. nodata: these pixels have no value.",
        "refuse",
        BEYOND_FORCING,
    )


@dataclass(frozen=True)
class RasterSampleFields(ProfileFields, ForcingDistanceFields):
    """How rasters and forcing are read at the profiles."""

    sampling: str = option(
        "How rasters are sampled at profiles. nearest: the value of the pixel that contains the profile. bilinear: continuous covariates are interpolated between pixels.",
        "nearest",
        SAMPLING,
    )
    nearest_valid_km: float = option(
        "Search radius in km. If the pixel of a profile has no value, for example on a coast, the nearest pixel with a value within this distance is used. 0: such profiles are left out.",
        0.0,
    )


@dataclass(frozen=True)
class SampleFields(RasterSampleFields):
    """How covariates and forcing are assigned to the profiles."""

    covariate_fields: tuple[str, ...] = option(
        "Fields of the profiles themselves to use as covariates. To map with them later, you need rasters with bands of the same names.", ()
    )


@dataclass(frozen=True)
class CovariateUseFields:
    """How covariates are used in training."""

    categorical: tuple[str, ...] = option(
        "Names of covariates whose values are classes, not numbers. Well-known ones, such as land cover and soil classes, are recognised by their names.",
        (),
    )
    exclude: tuple[str, ...] = option("Names of covariates that are not used.", ())


@dataclass(frozen=True)
class QualityFields:
    """Which flags of quality control leave data out."""

    leave_out: tuple[str, ...] = option(
        "Quality flags. Profiles or layers with these flags are left out, in addition to those whose values are certainly wrong.", ()
    )
    keep: tuple[str, ...] = option(
        "Quality flags. Profiles and layers with these flags are kept, even if the flag means that the value is certainly wrong.", ()
    )
