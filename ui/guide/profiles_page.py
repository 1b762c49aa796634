"""Step 1: the profiles of soil organic carbon."""

from __future__ import annotations

import os

from qgis.core import QgsProject, QgsVectorLayer, QgsWkbTypes
from qgis.gui import QgsFileWidget

from ..panel.observed import recognise
from ..translation import mark, tr
from .checks import NOTE, Finding, profile_findings
from .form import ParameterForm, layer_value, selection_findings
from .inputs import YES, GuideInputs, pairs, unpaired
from .layers import vector_of
from .page import GuidePage, text_label
from .proposals import free_paths, preparing_seconds
from .recognised import field_findings
from .running import AlgorithmRun, Outcome

PREPARE = "prepare_profiles"
LAYER = "OBSERVATIONS"
READING = (
    "ID_FIELD", "SOC_FIELD", "SOC_UNIT", "TOP_FIELD", "BOTTOM_FIELD", "BULK_DENSITY_FIELD", "PEDOTRANSFER", "LON_FIELD", "LAT_FIELD",
    "COORDINATES_CRS",
)  # fmt: skip
UNKNOWN_ROWS = 1000


def is_clean(layer: QgsVectorLayer) -> bool:
    """Whether a layer is as *Prepare SOC profiles* writes it: points, depths, and carbon per volume."""
    return layer.wkbType() != QgsWkbTypes.Type.NoGeometry and recognise(layer.fields().names()) is not None


def observations(inputs: GuideInputs) -> str:
    """The layer to train on: the prepared one, or the whole chosen one where that is clean; empty where there is none yet."""
    if inputs.prepared and os.path.isfile(inputs.prepared):
        return inputs.prepared
    layer = vector_of(inputs.profiles, QgsProject.instance()) if inputs.profiles and not inputs.selected else None
    return inputs.profiles if layer is not None and is_clean(layer) else ""


class ProfilesPage(GuidePage):
    """Chooses the profiles and the folder of the results, and prepares the profiles."""

    title = mark("Profiles")
    intro = mark(
        "Choose the soil profiles: a layer of the project or a file, such as a CSV with one row per soil layer. Fields are recognised by "
        "their names; choose those that are not."
    )
    action = mark("Prepare profiles")

    def build(self) -> None:
        self.form = ParameterForm(PREPARE, (LAYER, *READING), self.iface)
        self.form.changed.connect(self.edited)
        self.body.addWidget(self.form)
        self.folder = QgsFileWidget()
        self.folder.setStorageMode(QgsFileWidget.StorageMode.GetDirectory)
        self.folder.setAccessibleName(tr("Folder of the results"))
        self.folder.fileChanged.connect(lambda _: self.edited.emit())
        self.body.addWidget(text_label(tr("Folder of the results")))
        self.body.addWidget(self.folder)

    def fill(self, inputs: GuideInputs) -> None:
        values = {**unpaired(inputs.reading), LAYER: inputs.profiles}
        if self.form.texts() != {name: value for name, value in values.items() if value}:
            chosen = {LAYER: layer_value(inputs.profiles, inputs.selected == YES)}
            self.form.fill(chosen)  # the fields to choose from are those of the layer
            self.form.fill({**values, **chosen})
        self.folder.blockSignals(True)
        self.folder.setFilePath(inputs.folder)
        self.folder.blockSignals(False)

    def chosen(self, inputs: GuideInputs) -> GuideInputs:
        texts, selected = self.form.texts(), YES if self.form.is_selection(LAYER) else ""
        profiles = texts.pop(LAYER, "")
        if profiles != inputs.profiles and inputs.profiles:
            texts = {}
            self.form.fill({LAYER: layer_value(profiles, selected == YES)})
        reading = pairs(texts)
        same = (profiles, selected, reading) == (inputs.profiles, inputs.selected, inputs.reading)
        prepared = inputs.prepared if same else ""
        folder = self.folder.filePath().strip()
        return inputs.with_(folder=folder, profiles=profiles, selected=selected, reading=reading, prepared=prepared)

    def findings_of(self, inputs: GuideInputs) -> list[Finding]:
        profiles = self.survey.profiles
        if not inputs.profiles:
            return []
        found = profile_findings(profiles, self.survey.rasters) if profiles is not None else [Finding(NOTE, tr("Reading the profiles…"))]
        if not observations(inputs):
            found += field_findings(self.survey.fields, unpaired(inputs.reading), self.survey.located)
        found += selection_findings(inputs.profiles, inputs.selected == YES)
        if not inputs.prepared and observations(inputs):
            found.append(Finding(NOTE, tr("These are clean layers already: preparing them again is not needed.")))
        return found

    def missing(self, inputs: GuideInputs) -> str:
        if not inputs.profiles:
            return tr("Choose the profiles.")
        return "" if observations(inputs) else tr("Prepare the profiles.")

    def why_not(self, inputs: GuideInputs) -> str:
        if not inputs.profiles:
            return tr("Choose the profiles.")
        problem = self.survey.profiles.problem if self.survey.profiles is not None else ""
        return problem or folder_problem_of(inputs)

    def works(self, inputs: GuideInputs) -> list[AlgorithmRun]:
        layers, report, rejected = free_paths(inputs.folder, ("soc_profiles.gpkg", "soc_profiles.html", "soc_profiles_left_out.csv"))
        rows = self.survey.profiles.rows if self.survey.profiles is not None else 0
        outputs = {"OUTPUT": layers, "OUTPUT_REPORT": report, "OUTPUT_REJECTED": rejected}
        return [AlgorithmRun(PREPARE, {**self.form.values(), **outputs}, preparing_seconds(rows or UNKNOWN_ROWS))]

    def taken(self, inputs: GuideInputs, outcome: Outcome) -> GuideInputs:
        results = outcome.results.get(PREPARE)
        return inputs.with_(prepared=str(results["OUTPUT"])) if results else inputs


def folder_problem_of(inputs: GuideInputs) -> str:
    """Why nothing can be written to the folder of the results; empty where that is possible."""
    if not inputs.folder:
        return tr("Save the project, or choose a folder for the results in step 1.")
    if not os.path.isdir(inputs.folder) or not os.access(inputs.folder, os.W_OK):
        return tr("You cannot write to the folder {folder}. Choose another folder for the results in step 1.").format(folder=inputs.folder)
    return ""
