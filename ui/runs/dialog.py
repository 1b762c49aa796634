"""The dialog of past runs: their kinds, settings and scores; one run, or two side by side."""

from __future__ import annotations

import os
from pathlib import Path

from qgis.core import QgsApplication, QgsPrintLayout, QgsProject
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QDialog,
    QFileDialog,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QSplitter,
    QTabWidget,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ...binn_engine.errors import BinnError
from ..algorithms.rerun import algorithm_of, labels_of, parameters_of
from ..algorithms.shared.choices import settings_in_words
from ..desktop import open_report
from ..engine.labels import with_labels
from ..engine.run_folders import remember_folder
from ..flow_layout import FlowLayout
from ..plain_text import literal
from ..printing.menu import PrintMenu
from ..printing.parts import PrintPage
from ..readable import make_readable, mend_selection, open_size, scrolled
from ..translation import mark, tr
from .maps_of_runs import can_open, is_printable, open_maps, pages_of_run
from .past_runs import PastRun, beside, find_runs, known_folders
from .tables import fill_table, labelled

HINT = mark("Choose a run, or two runs (Ctrl) to compare them.")
TABLE_LINES = 8  # of a table that are seen, at least
TABLES = (mark("Settings"), mark("Scores"), mark("Outputs"))


class RunsDialog(QDialog):
    """Past runs on the left, the selected ones on the right. ``iface`` may be None: then nothing can be shown on a map canvas."""

    def __init__(self, iface, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.iface = iface
        self.dialogs: list[QDialog] = []
        self.runs: list[PastRun] = []
        self.setObjectName("binnRunsDialog")
        self.setWindowTitle(tr("BINN: runs"))
        make_readable(self)
        self._build()
        open_size(self, 1080, 640)
        self.refresh()

    def _build(self) -> None:
        self.list = QTreeWidget()
        self.list.setHeaderLabels([tr("Started"), tr("Algorithm"), tr("Name"), tr("Seconds")])
        self.list.setRootIsDecorated(False)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.itemSelectionChanged.connect(self.show_chosen)
        self.list.itemDoubleClicked.connect(lambda *_: self.open_maps())
        self.tabs = QTabWidget()
        self.tables = {name: QTreeWidget() for name in TABLES}
        for name, table in self.tables.items():
            table.setRootIsDecorated(False)
            table.setAlternatingRowColors(True)
            self.tabs.addTab(table, tr(name))
        self.command = QPlainTextEdit(readOnly=True)
        mend_selection(self.list, *self.tables.values(), self.command)
        self.tabs.addTab(self.command, tr("Command line"))
        self.tabs.setMinimumHeight(self.tabs.fontMetrics().lineSpacing() * TABLE_LINES)
        self.only_differences = QCheckBox(tr("Show differences only"))
        self.only_differences.toggled.connect(self.show_chosen)
        self.hint = QLabel(tr(HINT))
        self.hint.setTextFormat(Qt.TextFormat.PlainText)  # records may hold anything
        self.hint.setWordWrap(True)
        self.hint.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)  # it is never lower than its text
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        for widget in (self.hint, self.tabs, self.only_differences):
            column.addWidget(widget)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.addWidget(self.list)
        splitter.addWidget(scrolled(right))
        splitter.setSizes([470, 610])
        layout = QVBoxLayout(self)
        layout.addWidget(splitter, 1)
        layout.addLayout(self._buttons())

    def _buttons(self) -> FlowLayout:
        """The row of buttons: what can be done with the chosen run."""
        row, self.buttons = FlowLayout(), {}
        actions = (
            (mark("Add folder…"), self.add_folder),
            (mark("Open maps"), self.open_maps),
            (mark("Open report"), self.open_report),
            (mark("Print"), None),
            (mark("Run again…"), self.run_again),
            (mark("Copy command line"), self.copy_command),
        )
        for title, action in actions:
            button = self.buttons[title] = QPushButton(tr(title))
            button.setAutoDefault(False)
            if action is None:
                button.setMenu(PrintMenu(self.pages, self.open_layout, self.tell, button))
            else:
                button.clicked.connect(lambda _=False, action=action: action())
            row.addWidget(button)
        return row

    def refresh(self) -> None:
        """Read the records again."""
        self.runs = find_runs(known_folders(QgsProject.instance()))
        self.list.clear()
        for run in self.runs:
            when = run.started.replace("T", " ").rstrip("Z")
            algorithm = algorithm_of(run.kind)
            kind = tr(algorithm.title) if algorithm is not None else run.kind.replace("_", " ")
            item = QTreeWidgetItem([when, kind, run.title, f"{run.seconds:.0f}"])
            item.setToolTip(2, literal(str(run.path)))
            self.list.addTopLevelItem(item)
        for column in range(4):
            self.list.resizeColumnToContents(column)
        self.show_chosen()

    def chosen(self) -> list[PastRun]:
        """The runs that are selected, in the order of the list."""
        rows = sorted(self.list.indexOfTopLevelItem(item) for item in self.list.selectedItems())
        return [self.runs[row] for row in rows]

    def choose(self, *rows: int) -> None:
        """Select runs by their place in the list."""
        self.list.clearSelection()
        for row in rows:
            self.list.topLevelItem(row).setSelected(True)

    def show_chosen(self) -> None:
        """Fill the tables: a column a run, what differs in bold."""
        runs = self.chosen()
        self.only_differences.setVisible(len(runs) > 1)
        only = self.only_differences.isChecked() and len(runs) > 1
        labels = [labels_of(run.kind) for run in runs]
        columns = (
            [labelled(settings_in_words(run.settings), names) for run, names in zip(runs, labels)],
            [labelled(run.scores(), {}) for run in runs],
            [labelled(run.outputs, names) for run, names in zip(runs, labels)],
        )
        for table, values in zip(self.tables.values(), columns):
            fill_table(table, [run.title for run in runs], beside(values, only))
        self.command.setPlainText("\n\n".join(_command(run) for run in runs))
        self.hint.setText(self._hint_text(runs))
        one = runs[0] if len(runs) == 1 else None
        able = {
            "Open maps": bool(one and can_open(one)),
            "Open report": bool(one and one.report),
            "Print": bool(one and is_printable(one)),
            "Run again…": bool(one and algorithm_of(one.kind)),
            "Copy command line": bool(runs),
        }
        for title, can in able.items():
            self.buttons[title].setEnabled(can)

    def _hint_text(self, runs: list[PastRun]) -> str:
        """A line above the tables: the run's device and warnings, or what to do."""
        if not self.runs:
            return tr(
                "There are no runs yet. A run appears here when it has ended. You can also add a folder that "
                "contains records of runs (NAME.KIND.run.json)."
            )
        if not runs:
            return tr(HINT)
        if len(runs) > 1:
            return tr("{count} runs side by side. Differences are bold.").format(count=len(runs))
        (run,) = runs
        parts = [tr("Computed on {device}, in {seconds:.0f} s.").format(device=run.device or tr("an unknown device"), seconds=run.seconds)]
        gone = [path for path in run.outputs.values() if path and not os.path.exists(path)]
        if gone:
            parts.append(tr("Files that no longer exist: {gone}.").format(gone=", ".join(gone)))
        warnings = [with_labels(text, labels_of(run.kind)) for text in run.warnings[:3]]
        return " ".join([*parts, *(tr("Warning: {text}").format(text=text) for text in warnings)])

    def add_folder(self) -> None:
        """Take in the records of another folder."""
        folder = QFileDialog.getExistingDirectory(self, tr("Folder that contains records of runs"))
        if folder:
            remember_folder(Path(folder))
            self.refresh()

    def open_maps(self) -> None:
        """The maps of the chosen run on the canvas."""
        for run in self.chosen()[:1]:
            told = self._guarded(lambda run=run: open_maps(run, QgsProject.instance()))
            if told:
                self.tell(told)

    def open_report(self) -> None:
        """The report of the chosen run in the browser."""
        for run in self.chosen()[:1]:
            if run.report:
                open_report(run.report)

    def pages(self) -> tuple[list[PrintPage], str]:
        """The pages that can be printed of the chosen run, and their title."""
        run = self.chosen()[0]
        return pages_of_run(run), f"BINN {run.model or run.name}"

    def open_layout(self, layout: QgsPrintLayout) -> None:
        """A page in the layout designer."""
        if self.iface is not None:
            self.iface.openLayoutDesigner(layout)

    def tell(self, text: str, bad: bool = False) -> None:
        """Say something above the tables."""
        self.hint.setText(text)

    def run_again(self) -> None:
        """The algorithm's dialog with the settings of the chosen run; missing inputs are reported."""
        import processing  # QGIS's own plugin, on the path only once QGIS has loaded it

        for run in self.chosen()[:1]:
            algorithm = algorithm_of(run.kind)
            values, gone = self._guarded(lambda run=run, algorithm=algorithm: parameters_of(algorithm, run.job)) or ({}, [])
            if not values:
                return
            dialog = processing.createAlgorithmDialog(f"binn:{algorithm.id_}", values)
            if dialog is not None:
                self.dialogs.append(dialog)
                dialog.show()
            if gone:
                self.hint.setText(tr("Files that no longer exist, so the parameters are left empty: {gone}.").format(gone=", ".join(gone)))

    def copy_command(self) -> None:
        """The command lines of the chosen runs on the clipboard."""
        QgsApplication.clipboard().setText(self.command.toPlainText())

    def _guarded(self, work):
        """What ``work`` returns; None where it fails, which the hint then tells."""
        try:
            return work()
        except BinnError as error:
            self.hint.setText(str(error))
            return None


def _command(run: PastRun) -> str:
    """A run's command line, or why there is none."""
    try:
        return run.command()
    except BinnError as error:
        return str(error)
