"""The menu of pages to print: each opens in the layout designer, or all are saved as PDF or pictures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from qgis.core import QgsPrintLayout, QgsProject
from qgis.PyQt.QtWidgets import QFileDialog, QMenu, QWidget

from ...binn_engine.errors import BinnError
from ..translation import tr
from .layouts import add_layout, save_pages
from .pages import SHORT_TITLES
from .parts import PrintPage

FORMATS = {".pdf": "PDF", ".png": "PNG"}


class PrintMenu(QMenu):
    """Entries for the pages that ``pages`` gives when the menu opens.

    Parameters
    ----------
    pages
        Gives the pages and the title of their run.
    opened
        Gets a layout that was made, to open it in the designer.
    told
        Gets sentences for the user: what was saved, or why not; and whether it is bad news.
    """

    def __init__(
        self,
        pages: Callable[[], tuple[Sequence[PrintPage], str]],
        opened: Callable[[QgsPrintLayout], None],
        told: Callable[[str, bool], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._pages, self._opened, self._told = pages, opened, told
        self.setToolTipsVisible(True)
        self.aboutToShow.connect(self.fill)

    def fill(self) -> None:
        """List the pages there are now."""
        self.clear()
        found = self._guarded(self._pages)
        pages, title = found if found is not None else ((), "")
        for page in pages:
            action = self.addAction(tr(SHORT_TITLES[page.name]))
            action.setToolTip(tr("Open this page in the layout designer"))
            action.triggered.connect(lambda _=False, page=page: self.open(page, title))
        if pages:
            self.addSeparator()
        for suffix, kind in FORMATS.items():
            action = self.addAction(tr("Save all pages as {kind}…").format(kind=kind))
            action.setEnabled(bool(pages))
            action.triggered.connect(lambda _=False, suffix=suffix: self.ask_and_save(pages, title, suffix))

    def open(self, page: PrintPage, title: str) -> None:
        """Make a page a layout of the project, and open it."""
        layout = self._guarded(lambda: add_layout(page, title, QgsProject.instance()))
        if layout is not None:
            self._opened(layout)

    def ask_and_save(self, pages: Sequence[PrintPage], title: str, suffix: str) -> None:
        """Write all pages to a folder that the user names."""
        folder = QFileDialog.getExistingDirectory(self.parentWidget(), tr("Folder for the pages"), QgsProject.instance().homePath())
        if folder:
            self.save(pages, title, Path(folder), suffix)

    def save(self, pages: Sequence[PrintPage], title: str, folder: Path, suffix: str) -> None:
        """Write all pages to a folder, and say so."""
        paths = self._guarded(lambda: save_pages(pages, title, folder, suffix))
        if paths:
            names = ", ".join(path.name for path in paths)
            self._told(tr("Pages saved in {folder}: {names}.").format(folder=folder, names=names), False)

    def _guarded(self, work):
        """What ``work`` returns; None where it fails, which is told."""
        try:
            return work()
        except BinnError as error:
            self._told(str(error), True)
            return None
