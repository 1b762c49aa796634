"""Step 2: the covariate rasters."""

from __future__ import annotations

from qgis.core import QgsProject
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QFileDialog, QListWidget, QListWidgetItem, QPushButton, QSizePolicy

from ..flow_layout import FlowLayout
from ..readable import mend_selection
from ..translation import mark, tr
from .checks import WARNING, Finding, profile_findings, raster_findings
from .form import text_of
from .inputs import GuideInputs
from .layers import add_raster, raster_layers
from .page import GuidePage

SOURCE = Qt.ItemDataRole.UserRole
ROWS = 8  # that are seen at once


class RastersPage(GuidePage):
    """Ticks the covariates among the rasters of the project, and adds files."""

    title = mark("Rasters")
    intro = mark(
        "Choose the covariate rasters: maps of climate, relief, vegetation and soil. They may differ in CRS and resolution. The map gets "
        "the grid of the first one."
    )

    def build(self) -> None:
        self.unread: list[str] = []  # files that were added and are no rasters
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Covariate rasters"))
        mend_selection(self.list)
        self.list.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.list.setMinimumHeight(self.list.fontMetrics().height() * ROWS)
        self.list.itemChanged.connect(lambda _: self.edited.emit())
        self.body.addWidget(self.list)
        self.add, self.tick = QPushButton(tr("Add files…")), QPushButton(tr("Tick all"))
        self.add.clicked.connect(lambda: self.ask_files())
        self.tick.clicked.connect(lambda: self.tick_all())
        self.body.addLayout(FlowLayout(self.add, self.tick))

    def fill(self, inputs: GuideInputs) -> None:
        layers = {text_of(layer): layer.name() for layer in raster_layers(QgsProject.instance())}
        order = dict.fromkeys([*inputs.covariates, *layers])
        wanted = [(source, layers.get(source, source), source in inputs.covariates) for source in order]
        if wanted == self._rows():
            return
        self.list.blockSignals(True)
        self.list.clear()
        for source, name, ticked in wanted:
            item = QListWidgetItem(name)
            item.setData(SOURCE, source)
            item.setToolTip(source)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self.list.blockSignals(False)

    def _rows(self) -> list[tuple[str, str, bool]]:
        items = [self.list.item(row) for row in range(self.list.count())]
        return [(item.data(SOURCE), item.text(), item.checkState() == Qt.CheckState.Checked) for item in items]

    def chosen(self, inputs: GuideInputs) -> GuideInputs:
        return inputs.with_(covariates=tuple(source for source, _, ticked in self._rows() if ticked))

    def ask_files(self) -> None:
        """Add files that the user names, ticked."""
        filters = tr("Rasters (*.tif *.tiff *.vrt *.nc *.img *.asc);;All files (*)")
        paths, _ = QFileDialog.getOpenFileNames(self, tr("Covariate rasters"), QgsProject.instance().homePath(), filters)
        self.add_files(paths)

    def add_files(self, paths: list[str]) -> None:
        """Add files to the project, ticked; those that are no rasters are told."""
        layers = {path: add_raster(path, QgsProject.instance()) for path in paths}
        ticked = [source for source, _, ticked in self._rows() if ticked]
        added = [text_of(layer) for layer in layers.values() if layer is not None]
        self.unread = [path for path, layer in layers.items() if layer is None]
        self.fill(GuideInputs(covariates=tuple(dict.fromkeys([*ticked, *added]))))
        self.edited.emit()

    def tick_all(self) -> None:
        """Use all rasters of the list."""
        self.list.blockSignals(True)
        for row in range(self.list.count()):
            self.list.item(row).setCheckState(Qt.CheckState.Checked)
        self.list.blockSignals(False)
        self.edited.emit()

    def findings_of(self, inputs: GuideInputs) -> list[Finding]:
        unread = [
            Finding(WARNING, tr("{path} cannot be read as a raster. Check that the file exists, or choose another file.").format(path=path))
            for path in (*self.survey.gone, *self.unread)
        ]
        profiles = self.survey.profiles
        reached = profile_findings(profiles, self.survey.rasters)[1:] if profiles is not None and profiles.places else []
        return [*unread, *raster_findings(self.survey.rasters), *reached]

    def missing(self, inputs: GuideInputs) -> str:
        if not inputs.covariates:
            return tr("Choose the covariate rasters.")
        if self.survey.gone:
            return tr("Some rasters cannot be found. Add them again, or untick them.")
        unfit = [raster.name for raster in self.survey.rasters if raster.problem]
        return tr("Correct these rasters, or untick them: {names}.").format(names=", ".join(unfit)) if unfit else ""
