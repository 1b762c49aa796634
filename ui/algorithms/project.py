"""``binn:project``."""

from __future__ import annotations

from qgis.core import QgsProcessingContext, QgsProcessingFeedback

from ...binn_engine.settings import ProjectJob
from ...binn_engine.tables import SERIES
from ..compat import POLYGON_LAYER
from .predict import Passes
from .shared.base import EngineAlgorithm
from .shared.checklist import REPORT, Checklist, MapsFolder, NamedMap, spread_problem
from .shared.extent import Extent
from .shared.layers import FieldName, Raster, RasterList, Table
from .shared.mapping import CALIBRATED, COMPUTING, DEFAULT_PASSES, SOC_LIMIT
from .shared.model_file import ModelFile
from .shared.outputs import OutputFile
from .shared.parameters import Call, Choice, FileList, InputFile, Number, Rows, Text
from .shared.profiles import AIR_FILES, FORCING

# Published: scripts name a map by its place in the checklist, so that new ones go to its end.
CHOICES = (
    *("change_100", "change_30", "stock_100", "stock_30", "respiration", "committed", "reached"),
    *("change_100_low", "change_100_high", "change_30_low", "change_30_high", "change_100_models", "change_30_models", REPORT),
    *("densities", "pools"),
)


class ProjectAlgorithm(EngineAlgorithm):
    """Project soil carbon in a scenario."""

    id_ = "project"
    group_ = "maps"
    title = "Project soil carbon"
    brief = "Maps how soil carbon changes year by year if litter input, temperature or moisture change."
    summary = (
        "Maps soil organic carbon (SOC) in the years that you choose, in a scenario: litter input, soil temperature and soil "
        "moisture change by numbers, by a raster, by a table of years, by the air temperature of a climate model, or to the "
        "forcing of a later period. You need a trained model.\n\nThe soil starts at steady state under today's forcing, or from"
        " a map of SOC stocks. From then on, the soil carbon model of CLM5 computes each year. The parameters of each pixel "
        "stay the same. What changes is your assumption: litter input is not computed from climate. The report lists all "
        "assumptions.\n\nIntervals are those of the change: in each Monte Carlo pass, and in each network of the model, the end"
        " is compared with the start of the same pass. The difference between networks shows how much models that fit the "
        "observations equally well disagree. The committed change is the change until the new steady state is reached.\n\nEach "
        "raster has bands by year. QGIS loads the bands as layers with the time at which they are valid: the temporal "
        "controller plays them. With polygons, a table has the totals of each zone by year. To resume a run that was stopped, "
        "run it again with the same outputs."
    )
    takes = (
        "Example: warming 2, litter factor 0.8 and 30 years until the change is complete, with the data of 'Predict maps'. It takes about "
        "three minutes for 10,000 pixels and 20 passes on two cores."
    )
    words = ("scenario", "change", "projection", "future", "climate change", "stock change", "inventory", "temporal", "sequestration")
    job = ProjectJob
    scored = True
    basic = ("MODEL", "COVARIATES", "FORCING", "YEARS", "LITTER_FACTOR", "WARMING", "RAMP_YEARS", "PASSES", "MAPS", "OUTPUT_FOLDER")
    declared = (
        ModelFile("MODEL", "Trained model", "model"),
        RasterList("COVARIATES", "Covariate rasters", "covariates"),
        *FORCING,
        Number("START_YEAR", "Year of the start", "start_year"),
        Rows("YEARS", "Years to map", "years"),
        Number("LITTER_FACTOR", "Factor of the litter input", "litter_factor", minimum=0.0),
        Number("WARMING", "Warming of the soil (K)", "warming"),
        Number("WATER_FACTOR", "Factor of the soil water scalar", "water_factor", minimum=0.0),
        Number("RAMP_YEARS", "Years until the change is complete (0: at once)", "ramp_years", minimum=0),
        Raster("CHANGE", "Raster of the change", "change"),
        Table("CHANGE_TABLE", "Table of the change by year", "change_table"),
        InputFile("AIR_TEMPERATURE", "Change of air temperature by year", "air_temperature", filter=AIR_FILES),
        Text("AIR_VARIABLE", "Variable of the air temperature", "air_variable"),
        FileList("LATER_FORCING", "Forcing of later periods", "later_forcing"),
        Rows("LATER_YEARS", "Last years before the later periods", "later_years"),
        Raster("START", "Map of SOC stocks at the start", "start"),
        Table("START_ZONES", "Zones with SOC stocks at the start", "start_zones", offered=POLYGON_LAYER),
        FieldName("START_FIELD", "Field with the stocks at the start", "start_field", parent="START_ZONES"),
        Choice("START_DEPTH", "Depth of the stocks at the start (cm)", "start_depth"),
        Choice("START_UNIT", "Unit of the stocks at the start", "start_unit"),
        Rows("DEPTHS", "Depths of SOC (m)", "depths"),
        Table("POLYGONS", "Zones", "polygons", offered=POLYGON_LAYER),
        FieldName("ID_FIELD", "Field with the zones' names", "id_field", parent="POLYGONS"),
        Raster("GRID", "Grid of the maps", "grid"),
        Extent("EXTENT", "Extent", "bounds", grid="GRID", rasters="COVARIATES"),
        Passes("PASSES", "Number of Monte Carlo passes", "passes", minimum=0, preset=DEFAULT_PASSES),
        Choice("SPREAD", "Source of uncertainty", "spread"),
        CALIBRATED,
        Number("RANGE_KM", "Correlation range of errors (km)", "range_km", minimum=0.0),
        Number("INTERVAL", "Probability of intervals", "interval", minimum=0.01, maximum=0.99),
        Number("SEED", "Random seed of the passes", "seed", minimum=0),
        Number("TILE_SIZE", "Tile size (pixels; 0: automatic)", "tile_size", minimum=0),
        *(row for row in COMPUTING if row is not SOC_LIMIT),
        Checklist("MAPS", "What to map", choices=CHOICES, usual=("change_100", "stock_100")),
        MapsFolder("OUTPUT_FOLDER", "Output folder"),
        *(NamedMap(f"OUTPUT_{row.name.upper()}", row.title, row.name) for row in SERIES),
        OutputFile("OUTPUT_CSV", "Totals by year", "csv", filter="CSV files (*.csv)"),
        OutputFile("OUTPUT_REPORT", "Projection report", "report", filter="HTML files (*.html)"),
    )

    def problem(self, call: Call) -> str:
        """Uncertainty that is asked for without a spread."""
        return spread_problem(call) or super().problem(call)

    def show_results(self, context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> None:
        self.load_folder(context, feedback)
        self.present(self._job.model, (self._job.depths, (), (), self._job.years), context, feedback)
