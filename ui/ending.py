"""The messages at the end of a run: lines in the log, and one message with buttons on the desktop."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from qgis.core import Qgis, QgsProcessingFeedback
from qgis.PyQt.QtWidgets import QPushButton, QWidget

from ..binn_engine.tables import PRODUCT_BY_NAME
from .compat import QAction
from .desktop import PANEL_ACTION, is_report, open_report
from .plain_text import literal
from .translation import mark, tr
from .weights import WRONG_RESULT, by_weight, weight

DIALOG = "QgsProcessingAlgorithmDialogFeedback"  # the feedback of the dialog of an algorithm, which Python knows by no class of its own
SHOWN = 5  # warnings that are repeated

# The last message on the bar: a batch of runs leaves one message, not a hundred.
_last: list = []


@dataclass(frozen=True)
class Ending:
    """How a run ended.

    Parameters
    ----------
    title
        Of the algorithm.
    outputs
        Written files: paths by label.
    warnings, codes
        Warnings, and their codes, by which they are weighed.
    maps
        Paths of what can be printed, rasters by product.
    record
        The job and the metrics of the run, as its record has them.
    finding
        What was found, in a sentence or two; empty where the outputs say it all.
    """

    title: str
    outputs: Mapping[str, str]
    warnings: Sequence[str] = ()
    maps: Mapping[str, str] = field(default_factory=dict)
    record: Mapping[str, Any] = field(default_factory=dict)
    finding: str = ""
    codes: Mapping[str, str] = field(default_factory=dict)

    @property
    def report(self) -> str:
        """The path of the report; empty where there is none."""
        return next(filter(is_report, self.outputs.values()), "")

    @property
    def different_warnings(self) -> list[str]:
        """The warnings, each once, the weightiest last."""
        return by_weight(self.warnings, self.codes)

    @property
    def line(self) -> str:
        """What was found and made, and the weightiest warning, in a line: first a warning that makes the results wrong, since a bar has two
        lines."""
        labels = ", ".join(self.outputs) or tr("done")
        warnings = self.different_warnings
        made = tr("Made: {labels}.").format(labels=labels)
        found = f"{self.title}: {self.finding} {made}" if self.finding else f"{self.title}: {labels}."
        if not warnings:
            return found
        more = len(warnings) - 1
        rest = ("", tr("1 more warning is in the log."))[more] if more < 2 else tr("{more} more warnings are in the log.").format(more=more)
        told = f"{warnings[-1]} {rest}".rstrip()
        if weight(self.codes.get(warnings[-1], "")) == WRONG_RESULT:
            return f"{self.title}: {told} {made} {self.finding}".rstrip()
        return f"{found} {told}"


def is_dialog(feedback: QgsProcessingFeedback) -> bool:
    """Whether a person looks at the log of the run, in the dialog of its algorithm."""
    return feedback.metaObject().className() == DIALOG


def is_watched(feedback: QgsProcessingFeedback) -> bool:
    """Whether a person waits for the end of the run: in the dialog of its algorithm, or in the guide."""
    return is_dialog(feedback) or bool(getattr(feedback, "announces", False))


def log_ending(ending: Ending, feedback: QgsProcessingFeedback) -> None:
    """Write what a run made, and its warnings once more, at the end of its log."""
    feedback.pushInfo("")
    for label, path in ending.outputs.items():
        feedback.pushInfo(f"{label}: {path}")
    if ending.finding:
        feedback.pushInfo(ending.finding)
    if ending.warnings:
        feedback.pushInfo(tr("Warnings of this run:"))
        warnings = ending.different_warnings
        if len(warnings) > SHOWN:
            feedback.pushInfo(tr("{more} more, above.").format(more=len(warnings) - SHOWN))
        for text in warnings[-SHOWN:]:
            feedback.pushWarning(text)


def announce(ending: Ending, iface) -> None:
    """Show on the message bar what a run made, with buttons that lead on; in place of the message of the run before."""
    bar = iface.messageBar()
    for item in _last:
        bar.popWidget(item)
    item = bar.createMessage("BINN", literal(ending.line))
    item.setToolTip(literal(" ".join([ending.line, *ending.different_warnings[-2::-1]])))  # the bar has two lines of text at most
    for label, action in _actions(ending, iface):
        button = QPushButton(tr(label), item)
        button.clicked.connect(action)
        item.layout().addWidget(button)
    button = _print_button(ending, iface, item)
    if button is not None:
        item.layout().addWidget(button)
    # Kept until it is gone: its buttons' Python parts would go before. The end of an older message comes late, and is not that of this one.
    _last[:] = [item]
    item.destroyed.connect(partial(_forget, item))
    bar.pushWidget(item, Qgis.MessageLevel.Warning if ending.warnings else Qgis.MessageLevel.Success, 0)


def _forget(item: QWidget, *destroyed: object) -> None:
    """Let go of a message that is gone."""
    _last[:] = [shown for shown in _last if shown is not item]


def _actions(ending: Ending, iface) -> list[tuple[str, Callable[[], object]]]:
    """Buttons and what they do."""
    actions: list[tuple[str, Callable[[], object]]] = []
    if ending.report:
        actions.append((mark("Report"), partial(open_report, ending.report)))
    panel = iface.mainWindow().findChild(QAction, PANEL_ACTION)
    if PRODUCT_BY_NAME.keys() & ending.maps.keys() and panel is not None:
        actions.append((mark("Panel"), partial(panel.setChecked, True)))
    return actions


def _print_button(ending: Ending, iface, parent) -> QPushButton | None:
    """The button with the menu of pages to print; None where there is nothing to print."""
    # Qt's and QGIS's page items are loaded when they are first needed.
    from .printing.menu import PrintMenu
    from .printing.pages import PRINTABLE, pages_of, title_of

    if not set(PRINTABLE) & ending.maps.keys():
        return None

    def told(text: str, bad: bool) -> None:
        level = Qgis.MessageLevel.Critical if bad else Qgis.MessageLevel.Success
        iface.messageBar().pushMessage("BINN", literal(text), level, 0)

    button = QPushButton(tr("Print"), parent)
    pages = partial(pages_of, ending.maps, ending.record)
    button.setMenu(
        PrintMenu(lambda: (pages(), title_of(ending.maps, ending.record)), lambda layout: iface.openLayoutDesigner(layout), told, button)
    )
    return button
