"""Step 5: maps of soil carbon with their uncertainty, and totals over polygons."""

from __future__ import annotations

import os

from qgis.core import QgsProject
from qgis.PyQt.QtWidgets import QPushButton, QSpinBox

from ..desktop import is_report, open_report
from ..translation import mark, tr
from .checks import Finding, model_covariates, model_findings
from .form import ParameterForm, layer_value, selection_findings
from .inputs import YES, GuideInputs
from .layers import vector_of
from .page import GuidePage, text_label
from .profiles_page import folder_problem_of
from .proposals import free_paths, mapping_seconds
from .running import AlgorithmRun, Outcome, loaded

MAPPING, TOTALS = "predict", "zonal"
LEAST_PASSES, MOST_PASSES = 2, 1000
# The maps that are made: file by output.
MAPS = {
    "OUTPUT_SOC": "soc.tif",
    "OUTPUT_SOC_SD": "soc_sd.tif",
    "OUTPUT_SOC_QUANTILES": "soc_quantiles.tif",
    "OUTPUT_PROCESSES": "processes.tif",
    "OUTPUT_PROCESSES_SD": "processes_sd.tif",
    "OUTPUT_PARAMETERS": "parameters.tif",
    "OUTPUT_PARAMETERS_SD": "parameters_sd.tif",
}
REPORT, ZONES, ZONES_REPORT, ZONES_TABLE = "maps.html", "zones.gpkg", "zones.html", "zones.csv"


class MapsPage(GuidePage):
    """Chooses the passes and the polygons, and makes maps and totals."""

    title = mark("Maps")
    intro = mark(
        "Maps soil carbon with its interval, the six processes and the 21 parameters. With polygons, such as counties, the total of each "
        "one is computed with its interval."
    )
    action = mark("Make the maps")

    def build(self) -> None:
        self.passes = QSpinBox()
        self.passes.setRange(LEAST_PASSES, MOST_PASSES)
        self.passes.setAccessibleName(tr("Number of Monte Carlo passes"))
        self.passes.valueChanged.connect(lambda _: self.edited.emit())
        self.body.addWidget(text_label(tr("Number of Monte Carlo passes")))
        self.body.addWidget(self.passes)
        self.form = ParameterForm(TOTALS, ("POLYGONS", "ID_FIELD"), self.iface)
        self.form.changed.connect(self.edited)
        self.body.addWidget(text_label(tr("Totals (optional)")))
        self.body.addWidget(self.form)
        self.report = QPushButton(tr("Open the map report"))
        self.report.clicked.connect(lambda: open_report(self.report.property("path") or ""))
        self.body.addWidget(self.report)

    def fill(self, inputs: GuideInputs) -> None:
        self.passes.blockSignals(True)
        self.passes.setValue(int(inputs.passes) if inputs.passes.isdigit() else LEAST_PASSES)
        self.passes.blockSignals(False)
        values = {"POLYGONS": inputs.polygons, "ID_FIELD": inputs.id_field}
        if self.form.texts() != {name: value for name, value in values.items() if value}:
            chosen = {"POLYGONS": layer_value(inputs.polygons, inputs.some_polygons == YES)}
            self.form.fill(chosen)
            self.form.fill({**values, **chosen})
        self.report.setProperty("path", inputs.map_report)
        self.report.setVisible(is_report(inputs.map_report))

    def chosen(self, inputs: GuideInputs) -> GuideInputs:
        texts, some = self.form.texts(), self.form.is_selection("POLYGONS")
        if texts.get("POLYGONS", "") == inputs.polygons and not self.form.is_answered("ID_FIELD"):
            texts["ID_FIELD"] = inputs.id_field
        if texts.get("POLYGONS", "") != inputs.polygons:
            texts["ID_FIELD"] = self._proposed_field(texts.get("POLYGONS", ""))
            self.form.fill({**texts, "POLYGONS": layer_value(texts.get("POLYGONS", ""), some)})
        zones = {"polygons": texts.get("POLYGONS", ""), "some_polygons": YES if some else "", "id_field": texts.get("ID_FIELD", "")}
        return inputs.with_(passes=str(self.passes.value()), **zones)

    def label(self) -> str:
        return tr("Make the maps and totals") if self.form.texts().get("POLYGONS") else super().label()

    @staticmethod
    def _proposed_field(polygons: str) -> str:
        """The first field of text, which most likely has the polygons' names."""
        layer = vector_of(polygons, QgsProject.instance()) if polygons else None
        fields = layer.fields().toList() if layer is not None else []
        return next((field.name() for field in fields if not field.isNumeric() and not field.isDateOrTime()), "")

    def findings_of(self, inputs: GuideInputs) -> list[Finding]:
        found = model_findings(model_covariates(self.survey.card), self.survey.rasters)
        return [*found, *selection_findings(inputs.polygons, inputs.some_polygons == YES)]

    def missing(self, inputs: GuideInputs) -> str:
        return "" if inputs.soc and os.path.isfile(inputs.soc) else tr("Make the maps.")

    def why_not(self, inputs: GuideInputs) -> str:
        if not (inputs.model and os.path.isfile(inputs.model)):
            return tr("Train the model in step 4.")
        if not inputs.covariates:
            return tr("Choose the covariate rasters in step 2.")
        return folder_problem_of(inputs)

    def works(self, inputs: GuideInputs) -> list[AlgorithmRun]:
        names = (*MAPS.values(), REPORT, ZONES, ZONES_REPORT, ZONES_TABLE)
        paths = dict(zip(names, free_paths(inputs.folder, names)))
        passes, pixels = int(inputs.passes), next((raster.pixels for raster in self.survey.rasters), 0)
        model = {"MODEL": inputs.model, "COVARIATES": list(inputs.covariates), "FORCING": inputs.forcing, "PASSES": passes}
        outputs = {output: loaded(paths[name]) for output, name in MAPS.items()}
        works = [AlgorithmRun(MAPPING, {**model, **outputs, "OUTPUT_REPORT": paths[REPORT]}, mapping_seconds(pixels, passes))]
        if inputs.polygons:
            zones = {"OUTPUT": loaded(paths[ZONES]), "OUTPUT_REPORT": paths[ZONES_REPORT], "OUTPUT_TABLE": paths[ZONES_TABLE]}
            # The field is that of the inputs: a field's widget says nothing while its layer is read again.
            chosen = {**self.form.values(), "ID_FIELD": inputs.id_field or None}
            works.append(AlgorithmRun(TOTALS, {**chosen, **model, **zones}, mapping_seconds(pixels, passes, TOTALS)))
        return works

    def taken(self, inputs: GuideInputs, outcome: Outcome) -> GuideInputs:
        maps, zones = outcome.results.get(MAPPING), outcome.results.get(TOTALS)
        if maps:
            inputs = inputs.with_(soc=str(maps["OUTPUT_SOC"]), map_report=str(maps.get("OUTPUT_REPORT", "")))
        return inputs.with_(zones=str(zones["OUTPUT"])) if zones else inputs
