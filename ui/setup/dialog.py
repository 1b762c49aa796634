"""The dialog that sets up the engine: the choices, the disk space, and the set-up itself in the background."""

from __future__ import annotations

import os
from html import escape
from pathlib import Path

from qgis.gui import QgsFileWidget
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from ...binn_engine.errors import BinnError, Cancelled
from ..background import Background
from ..engine.environment import SetupProgress, engine_python, managed_environment, set_engine_python, why_no_engine
from ..engine.last_log import log_file
from ..readable import make_readable, mend_selection, open_size, scrolled
from ..translation import mark, tr
from .choices import Installation, room_for, whole
from .graphics import Driver, find_driver
from .installation import set_up

INTRO = mark(
    "BINN runs in its own Python environment (PyTorch, rasterio and others). Nothing is installed into QGIS's Python. QGIS's proxy is "
    "used, and certificates are always checked."
)
LOG_LINES = 6  # of the log that are seen, at least
MANAGED, EXISTING, OFFLINE = "managed", "existing", "offline"
WAYS = (
    (MANAGED, mark("Create an environment from the package index (recommended)")),
    (EXISTING, mark("Use a Python that already has the engine's packages")),
    (OFFLINE, mark("Create an environment from a folder of wheels, without a network")),
)


class SetupDialog(QDialog):
    """Chooses, shows and runs a set-up. It stays open while the set-up works; closing it leaves the set-up running in the task list."""

    def __init__(self, parent: QWidget | None = None, driver: Driver | None = None) -> None:
        super().__init__(parent)
        self.driver = driver or find_driver()
        self.task: Background | None = None
        self.setObjectName("binnSetupDialog")
        self.setWindowTitle(tr("BINN: set up the engine"))
        make_readable(self)
        content = self._build()
        # Its lines cannot be broken: they are seen whole where the screen has the room.
        open_size(self, max(720, content.minimumSizeHint().width() + self.fontMetrics().height() * 3), 620)
        self._renew()

    def _build(self) -> QWidget:
        """The parts of the dialog; what is above its buttons is returned."""
        self.state = QLabel(wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        intro = QLabel(tr(INTRO), wordWrap=True)
        self.ways = {name: QRadioButton(tr(title)) for name, title in WAYS}
        group = QButtonGroup(self)
        self.folder, self.python, self.wheels = (QgsFileWidget() for _ in range(3))
        self.folder.setFilePath(str(managed_environment()))
        for widget in (self.folder, self.wheels):
            widget.setStorageMode(QgsFileWidget.StorageMode.GetDirectory)
        self.device = QComboBox()
        self.device.addItem(tr("the processor (about 2 GB)"), "cpu")
        if self.driver is not None and self.driver.build:
            self.device.addItem(tr("{driver} (about 8 GB)").format(driver=self.driver.told), "cuda")
        self.room = QLabel(wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        grid = QGridLayout()
        for row, button in enumerate(self.ways.values()):
            group.addButton(button)
            button.toggled.connect(self._renew)
            grid.addWidget(button, (0, 3, 5)[row], 0, 1, 2)
        rows = (
            (tr("Folder"), self.folder, 1),
            (tr("PyTorch for"), self.device, 2),
            ("Python", self.python, 4),
            (tr("Wheels"), self.wheels, 6),
        )
        for title, widget, row in rows:
            grid.addWidget(QLabel(f"    {title}"), row, 0)
            grid.addWidget(widget, row, 1)
        for widget in (self.folder, self.python, self.wheels):
            widget.fileChanged.connect(self._renew)
        self.device.currentIndexChanged.connect(self._renew)
        self.progress, self.log = QProgressBar(), QPlainTextEdit(readOnly=True)
        self.progress.setRange(0, 100)
        self.log.setMaximumBlockCount(5000)
        mend_selection(self.log)
        self.log.setMinimumHeight(self.log.fontMetrics().lineSpacing() * LOG_LINES)
        column, layout = QVBoxLayout(content := QWidget()), QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for part in (intro, self.state, grid, self.room, self.progress, self.log):
            column.addWidget(part) if isinstance(part, QWidget) else column.addLayout(part)
        layout.addWidget(scrolled(content))
        layout.addLayout(self._buttons())
        self.ways[MANAGED].setChecked(True)
        return content

    def _buttons(self) -> QHBoxLayout:
        self.start_button, self.cancel_button, close = QPushButton(tr("Set up")), QPushButton(tr("Cancel")), QPushButton(tr("Close"))
        self.start_button.clicked.connect(lambda: self.start())
        self.cancel_button.clicked.connect(lambda: self.cancel())
        close.clicked.connect(self.close)
        self.start_button.setDefault(True)
        row = QHBoxLayout()
        row.addStretch()
        for button in (self.start_button, self.cancel_button, close):
            row.addWidget(button)
        return row

    @property
    def way(self) -> str:
        """Which kind of installation is selected."""
        return next(name for name, button in self.ways.items() if button.isChecked())

    def installation(self) -> Installation:
        """What is chosen."""
        if self.way == EXISTING:
            return Installation(python=self.python.filePath().strip())
        wheels = self.wheels.filePath().strip() if self.way == OFFLINE else ""
        return Installation(folder=self.folder.filePath().strip(), wheels=wheels, device=self.device.currentData())

    def why_not(self) -> str:
        """Why what is chosen cannot be started, or an empty string."""
        installation = self.installation()
        if self.way == EXISTING and not os.path.isfile(whole(installation.python)):
            return tr("Choose the program file of a Python, such as .../bin/python or ...\\python.exe.")
        if self.way == OFFLINE and not (installation.wheels and os.path.isdir(whole(installation.wheels))):
            return tr("Choose the folder that contains the wheels.")
        if self.way != EXISTING and not self._goes_on(installation) and not room_for(installation).enough:
            return tr("There is not enough disk space. Free some space or choose another folder.")
        return ""

    @staticmethod
    def _goes_on(installation: Installation) -> bool:
        held = SetupProgress.of(installation.place)
        return held.unfinished and held.device == installation.device

    def _renew(self) -> None:
        """Show what fits the choice: the room, and whether it can be started."""
        busy, installation = self.task is not None, self.installation()
        self.state.setText(
            tr("The engine is not set up yet.") if why_no_engine() else tr("The engine is set up: {python}").format(python=engine_python())
        )
        made = (MANAGED, OFFLINE)
        for widget, ways in ((self.folder, made), (self.device, made), (self.python, (EXISTING,)), (self.wheels, (OFFLINE,))):
            widget.setEnabled(not busy and self.way in ways)
        for button in self.ways.values():
            button.setEnabled(not busy)
        reason = self.why_not()
        goes_on = self.way != EXISTING and self._goes_on(installation)
        told = "" if self.way == EXISTING else tr("Disk space: {told}.").format(told=room_for(installation).told) + " "
        self.room.setText(
            told + (tr("An earlier set-up in this folder was stopped. It will be resumed.") + " " if goes_on else "") + reason
        )
        self.start_button.setText(tr("Resume") if goes_on else tr("Set up"))
        self.start_button.setEnabled(not busy and not reason)
        self.cancel_button.setEnabled(busy)

    def start(self) -> None:
        """Run the set-up in the background."""
        installation = self.installation()
        self.log.clear()
        self.progress.setValue(0)
        self.task = Background(tr("Set up the BINN engine"), lambda feedback: set_up(installation, feedback), self._ended)
        told = self.task.feedback.told
        told.line.connect(self.log.appendPlainText)
        told.percent.connect(lambda percent: self.progress.setValue(round(percent)))
        self.task.start()
        self._renew()

    def cancel(self) -> None:
        """End the set-up; what is installed is kept for the next one."""
        if self.task is not None:
            self.task.cancel()

    def _ended(self, python: Path | None, error: BinnError | None) -> None:
        """Keep the engine's Python, or say why there is none."""
        self.task = None
        if error is None:
            set_engine_python(python)
            self.progress.setValue(100)
            self.log.appendPlainText(tr("The engine's Python is {python}.").format(python=python))
        elif isinstance(error, Cancelled):
            self.log.appendPlainText(str(error))
        else:
            self.log.appendHtml(f"<br><b>{escape(error.message).replace(chr(10), '<br>')}</b><br><br>{escape(error.remedy)}")
            self.log.appendPlainText(tr("Every line of the last program is in {path}.").format(path=log_file()))
        self._renew()
