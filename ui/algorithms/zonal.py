"""``binn:zonal``."""

from __future__ import annotations

import dataclasses
from typing import Any

from qgis.core import QgsProcessingContext, QgsProcessingFeedback

from ...binn_engine.settings import ZonalJob
from ...binn_engine.tables import TONNES_PER_TG
from ..compat import POLYGON_LAYER
from ..ending import Ending
from ..layers.places import run_title
from ..translation import tr
from .shared.base import EngineAlgorithm
from .shared.layers import FieldName, Raster, RasterList, Table
from .shared.mapping import BEYOND_FORCING
from .shared.model_file import ModelFile
from .shared.outputs import OutputFile, OutputVector
from .shared.parameters import Call, Choice, InputFiles, Number, Rows, Switch, called
from .shared.profiles import FORCING_FILES


class ZonalAlgorithm(EngineAlgorithm):
    """Totals and means over polygons."""

    id_ = "zonal"
    group_ = "maps"
    title = "SOC stocks by zone"
    brief = "Sums soil carbon over polygons, with an uncertainty that includes the spatial correlation of errors."
    summary = (
        "Computes the stock of soil organic carbon (SOC), and the area-weighted mean of SOC and of the six "
        "processes, for every polygon, each with its uncertainty. Areas are computed on the ellipsoid. A "
        "pixel on the edge of a polygon is counted with the fraction of its area inside the polygon.\n\nWith a "
        "trained model, its covariates and its forcing: the model is run over the polygons once for each "
        "Monte Carlo pass. Each pass gives one map. The total of a polygon is computed in each map, so the "
        "spread of these totals includes the spatial correlation between pixels. For a calibrated model (see "
        "'Calibrate BINN'), the errors that the passes do not show are added.\n\nWith only a map of SOC and a "
        "map of its standard deviation: the spatial correlation of the errors is not known. Therefore two "
        "limits are given: for errors that are independent from pixel to pixel, and for errors that are the "
        "same everywhere. With 'Correlation range of errors (km)' you give the distance over which errors are "
        "correlated. Without it, the widest uncertainty is used.\n\nPolygons may be in any coordinate reference system, overlap, have "
        "holes, or lie partly outside the map. The report says which polygons are only partly mapped."
    )
    takes = (
        "Example: counties as polygons, with the model, covariates and forcing of 'Predict maps', or with its maps soc.tif and "
        "soc_sd.tif. It takes some seconds with maps, and about as long as 'Predict maps' with a model."
    )
    words = (
        "zonal statistics",
        "stocks",
        "inventory",
        "totals",
        "sum",
        "polygons",
        "county",
        "counties",
        "districts",
        "area",
        "uncertainty",
    )
    job = ZonalJob
    scored = True
    basic = ("POLYGONS", "MODEL", "COVARIATES", "FORCING", "SOC", "SOC_SD", "INTERVAL", "OUTPUT", "OUTPUT_REPORT", "OUTPUT_TABLE")
    declared = (
        Table("POLYGONS", "Polygons", "polygons", offered=POLYGON_LAYER),
        FieldName("ID_FIELD", "Field with the polygons' names", "id_field", parent="POLYGONS"),
        ModelFile("MODEL", "Trained model", "model"),
        RasterList("COVARIATES", "Covariate rasters, for the model", "covariates", another=("SOC", "PROCESSES")),
        InputFiles("FORCING", "CLM5 forcing, for the model", "forcing", filter=FORCING_FILES),
        Raster("SOC", "Map of SOC, without a model", "soc"),
        Raster("SOC_SD", "Map of SOC's standard deviation", "soc_sd"),
        Raster("PROCESSES", "Map of the processes, without a model", "processes"),
        Raster("PROCESSES_SD", "Map of the processes' standard deviation", "processes_sd"),
        Number("RANGE_KM", "Correlation range of errors (km)", "range_km", minimum=0.0),
        Number("INTERVAL", "Probability of intervals", "interval", minimum=0.01, maximum=0.99),
        Number("PASSES", "Number of Monte Carlo passes", "passes", minimum=0),
        Choice("SPREAD", "Source of uncertainty", "spread"),
        Switch("CALIBRATED", "Use calibrated uncertainty if the model has it", "calibrated"),
        Number("NUGGET", "Fraction of errors without spatial correlation", "nugget", minimum=0.0, maximum=1.0),
        Raster("GRID", "Grid to run the model on", "grid"),
        Rows("DEPTHS", "Depths of SOC (m), for the model", "depths"),
        Number("SEED", "Random seed", "seed", minimum=0),
        Number("TILE_SIZE", "Tile size (pixels)", "tile_size", minimum=1),
        *BEYOND_FORCING,
        Choice("PRECISION", "Precision of the CLM5 layer", "precision"),
        Choice("DEVICE", "Device", "device"),
        OutputVector("OUTPUT", "Zones", "zones"),
        OutputFile("OUTPUT_REPORT", "SOC stocks report", "report", filter="HTML files (*.html)", created=True),
        OutputFile("OUTPUT_TABLE", "SOC stocks table", "table", filter="Spreadsheets (*.xlsx);;CSV files (*.csv)"),
        OutputFile("OUTPUT_CSV", "All numbers as CSV", "csv", filter="CSV files (*.csv)"),
        OutputFile("OUTPUT_JSON", "All numbers as JSON", "json", filter="JSON files (*.json)"),
    )

    def problem(self, call: Call) -> str:
        """A model and maps together, or neither, or a model without what it reads."""
        model, maps = call.is_given("MODEL"), call.is_given("SOC") or call.is_given("PROCESSES")
        if model == maps:
            return tr("Give either {model}, or a map that 'Predict maps' wrote: {maps}.").format(
                model=called(self.declared, "MODEL"), maps=called(self.declared, "SOC", "PROCESSES")
            )
        missing = [name for name in ("COVARIATES", "FORCING") if model and not call.is_given(name)]
        if missing:
            return tr("If you give a model, you must also give {missing}.").format(missing=called(self.declared, *missing))
        return super().problem(call)

    def show_results(self, context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> None:
        # The plugin loads faster without what styles layers: numpy alone takes a tenth of a second.
        from ..layers.zone_layer import present_zones

        present_zones(self._job.zones, self._job.id_field, run_title(self._job.zones), context)

    def _ending(self) -> Ending:
        metrics = self._result.get("metrics") or {}
        finding = " ".join(_total_text(name, row) for name, row in (metrics.get("total") or {}).items())
        return dataclasses.replace(super()._ending(), maps={"zones": self._job.zones}, finding=finding)


def _total_text(name: str, row: dict[str, Any]) -> str:
    """A stock of all zones together, with its interval where it has one."""
    numbers = {what: f"{row[what] / TONNES_PER_TG:.4g}" for what in ("value", "low", "high") if what in row}
    if "low" in numbers:
        return tr("{name} in all zones: {value} Tg C ({low} to {high}).").format(name=name, **numbers)
    return tr("{name} in all zones: {value} Tg C.").format(name=name, **numbers)
