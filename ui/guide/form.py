"""Widgets for some parameters of an algorithm, as its dialog has them, with the same labels and help."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from qgis.core import (
    QgsApplication,
    QgsMapLayer,
    QgsProcessingContext,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingParameterDefinition,
    QgsProject,
    QgsRasterLayer,
    QgsVectorLayer,
)
from qgis.gui import QgsFieldComboBox, QgsGui, QgsProcessingContextGenerator, QgsProcessingGui, QgsProcessingParameterWidgetContext
from qgis.PyQt.QtCore import QSize, QVariant, pyqtSignal
from qgis.PyQt.QtWidgets import QFormLayout, QLabel, QWidget

from ..choice_widget import show_words, words_in
from ..layers.sources import gdal_source, plain_vector_path
from ..plain_text import literal
from ..translation import tr
from .checks import NOTE, WARNING, Finding

OPTIONAL = QgsProcessingParameterDefinition.Flag.FlagOptional  # type: ignore[attr-defined]  # absent from the stubs

LEAST_LETTERS = 8  # that a list of fields has room for, also before the layer is chosen


class FormContext(QgsProcessingContextGenerator):
    """Gives the widgets a context in which they find layers."""

    def __init__(self) -> None:
        super().__init__()
        self.context = QgsProcessingContext()
        self.context.setProject(QgsProject.instance())

    def processingContext(self) -> QgsProcessingContext:
        return self.context


class RowLabel(QLabel):
    """A label of a form. Qt gives it no more width than it asks for, but the height of a wider one: it has to ask for a whole line."""

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self.text()) + metrics.height(), super().sizeHint().height())  # themes have margins


class ParameterForm(QWidget):
    """Parameters of an algorithm, one below the other. All may be empty: the guide says what is missing."""

    changed = pyqtSignal()

    def __init__(self, algorithm: str, names: Sequence[str], iface) -> None:
        super().__init__()
        self._algorithm = QgsApplication.processingRegistry().createAlgorithmById(f"binn:{algorithm}")
        self._generator = FormContext()
        self._definitions: list[QgsProcessingParameterDefinition] = []  # QGIS keeps no reference to copies
        self.wrappers: dict[str, Any] = {}
        self.labels: dict[str, QLabel] = {}
        shared = QgsProcessingParameterWidgetContext()
        shared.setProject(QgsProject.instance())
        if iface is not None:
            shared.setMapCanvas(iface.mapCanvas())
            shared.setMessageBar(iface.messageBar())
        layout = QFormLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        layout.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for name in names:
            self._add(name, shared, layout)
        for wrapper in self.wrappers.values():
            wrapper.postInitialize(list(self.wrappers.values()))
            wrapper.widgetValueHasChanged.connect(lambda *_: self.changed.emit())

    def _add(self, name: str, shared: QgsProcessingParameterWidgetContext, layout: QFormLayout) -> None:
        definition = self._algorithm.parameterDefinition(name).clone()
        definition.setFlags(definition.flags() | OPTIONAL)
        self._definitions.append(definition)
        wrapper = QgsGui.processingGuiRegistry().createParameterWidgetWrapper(definition, QgsProcessingGui.WidgetType.Standard)
        wrapper.setWidgetContext(shared)
        wrapper.registerProcessingContextGenerator(self._generator)
        widget = show_words(wrapper.createWrappedWidget(self._generator.context), words_in(definition))
        for combo in widget.findChildren(QgsFieldComboBox):
            combo.setMinimumContentsLength(LEAST_LETTERS)
        label = RowLabel(definition.description(), wordWrap=True)
        label.setBuddy(widget)
        widget.setAccessibleName(definition.description())
        widget.setToolTip(literal(definition.help()))
        layout.addRow(label, widget)
        self.wrappers[name], self.labels[name] = wrapper, label

    def raw(self, name: str) -> Any:
        """A value as the algorithm takes it."""
        return self.wrappers[name].parameterValue()

    def values(self) -> dict[str, Any]:
        """All values that are given, as the algorithm takes them."""
        found = {name: self.raw(name) for name in self.wrappers}
        return {name: value for name, value in found.items() if value not in (None, "", []) and not is_null(value)}

    def is_answered(self, name: str) -> bool:
        """Whether a widget gives any value, an empty one too: that of a field gives none while its layer is read."""
        return not is_null(self.raw(name))

    def is_selection(self, name: str) -> bool:
        """Whether only the selected features of a layer are meant."""
        value = self.raw(name)
        return isinstance(value, QgsProcessingFeatureSourceDefinition) and value.selectedFeaturesOnly

    def texts(self) -> dict[str, str]:
        """All values that are not the defaults as texts, layers by their files where they have some."""
        given = {name: value for name, value in self.values().items() if value != self._default(name)}
        return {name: text for name, value in given.items() if (text := text_of(value))}

    def _default(self, name: str) -> Any:
        return self._algorithm.parameterDefinition(name).defaultValue()

    def fill(self, values: dict[str, Any]) -> None:
        """Show values; parameters without one get their defaults. Nothing is signalled."""
        self.blockSignals(True)
        for name, wrapper in self.wrappers.items():
            wrapper.setParameterValue(values.get(name) or self._default(name), self._generator.context)
        self.blockSignals(False)


def layer_value(layer: str, selected: bool) -> str | QgsProcessingFeatureSourceDefinition | None:
    """A layer as the widgets take it, or its selected features."""
    return QgsProcessingFeatureSourceDefinition(layer, True) if layer and selected else layer or None


def selection_findings(layer: str, selected: bool) -> list[Finding]:
    """How many features are selected, where only these are meant."""
    if not selected:
        return []
    shown = next((found for found in QgsProject.instance().mapLayers().values() if text_of(found) == layer), None)
    count = shown.selectedFeatureCount() if isinstance(shown, QgsVectorLayer) else 0
    if count:
        return [Finding(NOTE, tr("Only the selected features of the layer are used: {count}.").format(count=count))]
    text = tr("Only selected features of the layer were to be used, but none is selected now, so all are used. Select them again.")
    return [Finding(WARNING, text)]


def is_null(value: Any) -> bool:
    """Whether a value is Qt's that is none."""
    return isinstance(value, QVariant) and value.isNull()


def text_of(value: Any) -> str:
    """A parameter's value as text that finds it again: the file of a layer, else its id."""
    if isinstance(value, QgsProcessingFeatureSourceDefinition):
        value = value.source.staticValue()
    layer = value if isinstance(value, QgsMapLayer) else QgsProject.instance().mapLayer(value) if isinstance(value, str) else None
    if layer is None:
        return "" if value is None else str(value)
    if isinstance(layer, QgsVectorLayer):
        return str(plain_vector_path(layer) or layer.id())
    return (gdal_source(layer) if isinstance(layer, QgsRasterLayer) else "") or layer.id()
