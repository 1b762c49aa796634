"""Step 3: the CLM5 forcing, given or built from climate normals."""

from __future__ import annotations

from qgis.core import QgsProject, QgsRasterLayer
from qgis.gui import QgsFileWidget
from qgis.PyQt.QtWidgets import QRadioButton

from ...binn_engine.paths import files_of
from ..algorithms.shared.profiles import FORCING_FILES
from ..translation import mark, tr
from .checks import NOTE, Finding, forcing_findings
from .form import ParameterForm
from .inputs import BUILD, OWN, GuideInputs, pairs, unpaired
from .page import GuidePage
from .profiles_page import folder_problem_of
from .proposals import forcing_seconds, free_paths
from .running import AlgorithmRun, Outcome
from .survey import NOTHING

BUILDING = "build_forcing"
NORMALS = (
    "TEMPERATURE", "TEMPERATURE_UNIT", "PRECIPITATION", "PRECIPITATION_UNIT", "NPP", "NPP_UNIT", "SAND", "CLAY", "TEXTURE_UNIT", "BEDROCK",
    "BEDROCK_UNIT", "TREES",
)  # fmt: skip
NEEDED = ("TEMPERATURE", "PRECIPITATION", "NPP", "SAND", "CLAY")
UNKNOWN_CELLS = 2500


class ForcingPage(GuidePage):
    """Chooses the forcing, or the rasters that it is built from."""

    title = mark("Forcing")
    intro = mark(
        "The CLM5 soil carbon model needs its forcing: soil temperature, moisture and litter input through the year. Output of CLM5 is "
        "best. Without it, an approximation is built from climate normals."
    )
    action = mark("Build forcing")

    def build(self) -> None:
        self.have = QRadioButton(tr("I have a forcing"))
        self.have.setToolTip(tr("A NetCDF of CLM5, a folder of history files, or a table of sites"))
        self.make = QRadioButton(tr("Build it from climate normals"))
        self.file = QgsFileWidget()
        self.file.setFilter(FORCING_FILES)
        self.file.setAccessibleName(tr("CLM5 forcing"))
        self.form = ParameterForm(BUILDING, NORMALS, self.iface)
        for widget in (self.have, self.file, self.make, self.form):
            self.body.addWidget(widget)
        self.have.toggled.connect(lambda _: self.edited.emit())
        self.file.fileChanged.connect(lambda _: self.edited.emit())
        self.form.changed.connect(self.edited)

    def fill(self, inputs: GuideInputs) -> None:
        for widget in (self.have, self.file, self.make):
            widget.blockSignals(True)
        self.have.setChecked(inputs.source != BUILD)
        self.make.setChecked(inputs.source == BUILD)
        if self.file.filePath() != inputs.forcing:
            self.file.setFilePath(inputs.forcing)
        for widget in (self.have, self.file, self.make):
            widget.blockSignals(False)
        normals = unpaired(inputs.normals)
        if normals and self.form.texts() != normals:
            self.form.fill(normals)
        self._show(inputs.source)

    def _show(self, source: str) -> None:
        self.form.setVisible(source == BUILD)
        self.file.setVisible(source != BUILD)

    def chosen(self, inputs: GuideInputs) -> GuideInputs:
        source = OWN if self.have.isChecked() else BUILD
        self._show(source)
        normals = pairs(self.form.texts())
        forcing = self.file.filePath().strip()
        if source == BUILD and inputs.source == BUILD and normals != inputs.normals:
            forcing = ""  # it was built from others
        return inputs.with_(source=source, forcing=forcing, normals=normals)

    def findings_of(self, inputs: GuideInputs) -> list[Finding]:
        if not inputs.forcing or not files_of(inputs.forcing):
            return []
        if self.survey.forcing is None:
            return [Finding(NOTE, tr("Reading the forcing…"))]
        return forcing_findings(self.survey.forcing, self.survey.profiles or NOTHING, self.survey.rasters)

    def missing(self, inputs: GuideInputs) -> str:
        if inputs.forcing and files_of(inputs.forcing):
            return ""
        if inputs.source == BUILD:
            return tr("Build the forcing.")
        if inputs.forcing:
            return tr("There is no file {path}. Choose the forcing.").format(path=inputs.forcing)
        return tr("Choose the forcing.")

    def why_not(self, inputs: GuideInputs) -> str:
        if inputs.source != BUILD:
            return ""
        given = unpaired(inputs.normals)
        lacking = [self.form.labels[name].text() for name in NEEDED if name not in given]
        if lacking:
            return tr("Choose the rasters: {names}.").format(names=", ".join(lacking))
        return folder_problem_of(inputs)

    def works(self, inputs: GuideInputs) -> list[AlgorithmRun]:
        if inputs.source != BUILD:
            return []
        (path,) = free_paths(inputs.folder, ("forcing.nc",))
        return [AlgorithmRun(BUILDING, {**self.form.values(), "OUTPUT_FORCING": path}, forcing_seconds(self._cells(inputs)))]

    def label(self) -> str:
        return super().label() if self.make.isChecked() else ""

    def _cells(self, inputs: GuideInputs) -> int:
        """The cells of the forcing: the pixels of the air temperature."""
        layer = QgsProject.instance().mapLayer(str(self.form.raw("TEMPERATURE") or ""))
        return layer.width() * layer.height() if isinstance(layer, QgsRasterLayer) else UNKNOWN_CELLS

    def taken(self, inputs: GuideInputs, outcome: Outcome) -> GuideInputs:
        results = outcome.results.get(BUILDING)
        return inputs.with_(forcing=str(results["OUTPUT_FORCING"])) if results else inputs
