"""The example: a synthetic landscape written as files, with the truth that a model trained on it should find.

``write_example`` makes covariate rasters, CLM5 forcing and SOC profiles from a :class:`~binn_engine.example.landscape.Landscape`, and
runs the CLM5 soil carbon model with the true parameters to make the rasters of the truth.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import geopandas
import numpy as np

from ..cells import write_csv
from ..errors import JobError, OutputError, cannot_write
from ..forcing.reading import read_forcing
from ..running import guard
from ..running.callbacks import Progress, Warn
from ..running.outputs import StagedOutputs
from .files import FORCING_CELL_DEGREES, SOIL_COVARIATES, land_grids, write_covariates, write_forcing
from .landscape import UNITS, Landscape
from .truth import NOISE, TRUTHS, Truth

MARK = "BINN example landscape"
FEWEST_PROFILES = 100


def write_example(
    folder: str | Path, profiles: int = 2000, size: int = 120, seed: int = 1, progress: Progress | None = None, warn: Warn | None = None
) -> dict[str, str]:
    """Write the example landscape.

    Parameters
    ----------
    folder
        Where to write; made where absent. May hold an earlier example, whose files are then replaced.
    profiles
        Number of SOC profiles.
    size
        Width and height of the first covariate rasters, and of the truth, in pixels.
    seed
        The same seed gives the same values.
    progress, warn
        Called with the share done and a phase; with a code and a message.

    Returns
    -------
    Path by name: ``observations``, ``observations_csv``, ``forcing``, ``truth_parameters``, ``truth_processes``, ``truth_soc``,
    ``readme`` and one for each covariate.

    Raises
    ------
    JobError
        For a number of profiles or a size that is too small.
    OutputError
        Where the folder holds other things or cannot be written.
    """
    if profiles < 1 or size < 16:
        raise JobError(f"An example of {profiles} profiles and {size} pixels is too small.", "Use at least 1 profile and 16 pixels.")
    if profiles < FEWEST_PROFILES and warn is not None:
        warn("few_profiles", f"{profiles} profiles are too few to train a model: at least {FEWEST_PROFILES} are needed.")
    folder = Path(folder).absolute()
    made = _claim(folder)
    try:
        with StagedOutputs() as outputs:
            paths = places(folder)
            staged = {name: outputs.stage(path) for name, path in paths.items()}
            _write(staged, profiles, size, seed, progress or (lambda share, phase: None))
    except BaseException:
        with suppress(OSError):  # a folder that is not empty stays
            for path in reversed(made):
                path.rmdir()
        raise
    return {name: str(path) for name, path in paths.items()}


def _claim(folder: Path) -> list[Path]:
    """Make the folders that are absent and name them; refuse a folder that holds other things."""
    try:
        if folder.is_dir() and any(folder.iterdir()) and not _is_example(folder):
            remedy = "Choose an empty folder, a new folder, or the folder of an earlier example."
            raise OutputError(f"The folder {folder} contains other files, which are not replaced.", remedy)
        made = [path for path in (*reversed(folder.parents), folder, folder / "covariates") if not path.exists()]
        for path in made:
            guard.remove_at_end(path, unless="*")
            path.mkdir()
    except OSError as error:
        raise cannot_write(f"The folder {folder}", error, "Choose a folder that you can write to.") from error
    return made


def _is_example(folder: Path) -> bool:
    readme = folder / "README.txt"
    return readme.is_file() and readme.read_text(encoding="utf-8", errors="replace").startswith(MARK)


def places(folder: Path) -> dict[str, Path]:
    """Where each file of the example belongs, by its name."""
    paths = {name: folder / "covariates" / f"{name}.tif" for name in UNITS}
    paths |= {f"truth_{name}": folder / f"truth_{name}.tif" for name in TRUTHS}
    paths |= {"forcing": folder / "clm5_forcing.nc", "observations": folder / "soc_profiles.gpkg"}
    return paths | {"observations_csv": folder / "soc_profiles.csv", "readme": folder / "README.txt"}


def _write(paths: dict[str, Path], profiles: int, size: int, seed: int, progress: Progress) -> None:
    land = Landscape(seed)
    degrees, metres = land_grids(size)
    covariates = {name: paths[name] for name in UNITS}
    progress(0.0, "writing covariates")
    write_covariates(land, degrees, {name: path for name, path in covariates.items() if name not in SOIL_COVARIATES})
    write_covariates(land, metres, {name: covariates[name] for name in SOIL_COVARIATES})
    progress(0.2, "writing forcing")
    write_forcing(land, paths["forcing"])
    truth = Truth(land, covariates, read_forcing(str(paths["forcing"]), lambda code, message: None, None, "bilinear"))
    truth.write(
        degrees, {name: paths[f"truth_{name}"] for name in TRUTHS}, lambda share, _: progress(0.25 + 0.6 * share, "writing true maps")
    )
    progress(0.85, "writing profiles")
    table = truth.profiles(profiles, np.random.default_rng([seed, 1]))
    write_csv(table, paths["observations_csv"], lineterminator="\n")
    places = geopandas.points_from_xy(table.pop("lon"), table.pop("lat"))
    geopandas.GeoDataFrame(table, geometry=places, crs=4326).to_file(
        paths["observations"], layer="soc_profiles", driver="GPKG", VERSION="1.2"
    )
    paths["readme"].write_text(_readme(profiles, size, seed), encoding="utf-8")
    progress(1.0, "done")


def _readme(profiles: int, size: int, seed: int) -> str:
    covariates = "\n".join(f"  {name} ({unit})" for name, unit in UNITS.items())
    return f"""{MARK}

An artificial landscape, which does not exist on Earth. {profiles} profiles, {size} x {size} pixels, seed {seed}.

soc_profiles.gpkg      SOC profiles, a point for each soil layer: profile_id, top_cm, bottom_cm, soc_gC_m3.
soc_profiles.csv       The same as a table, with lon and lat. Layer means with lognormal noise of {100 * NOISE:g} %.
clm5_forcing.nc        Monthly forcing of the soil in CLM5's variable names and units, {FORCING_CELL_DEGREES:g} degree cells.
truth_parameters.tif   The 21 parameters with which SOC was made.
truth_processes.tif    The six processes that follow from them.
truth_soc.tif          SOC density at depths and stocks, without noise.
covariates/            One raster for each covariate, with missing pixels. Soil rasters are in EPSG:5070, the others in EPSG:4326:
{covariates}

land_cover has classes; their meanings are in the raster's metadata. All other covariates are continuous.
Train on the profiles with all covariates and the forcing, then compare the maps with the truth. Do not use the truth for training.
"""
