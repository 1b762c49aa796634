"""QGIS's own widgets for a list of choices, which show words in place of the published values: in dialogs, batches, the model designer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qgis.core import QgsProcessingParameterDefinition
from qgis.PyQt.QtWidgets import QComboBox, QWidget

WRAPPER, SHOWN = "widget_wrapper", "words"


class ChoiceWrapper:
    """What QGIS calls for the widget of a choice: it gets the wrapper that it would have made, whose widget shows ``words``."""

    def __new__(cls, parameter: QgsProcessingParameterDefinition, dialog: Any, row: int = 0, column: int = 0, **metadata: Any) -> Any:
        from processing.gui.wrappers import WidgetWrapperFactory  # the desktop only

        plain = parameter.clone()  # without the metadata that leads here
        plain.setMetadata({})
        wrapper = WidgetWrapperFactory.create_wrapper(plain, dialog, row, column)
        wrapper.definition = plain  # QGIS keeps no reference to copies
        words = metadata.get(SHOWN, {})
        if isinstance(wrapper, QWidget):  # of the model designer, which makes the widget at once
            show_words(wrapper, words)
            return wrapper
        make = wrapper.createWrappedWidget

        def with_words(context: Any) -> QWidget:
            return show_words(make(context), words)

        wrapper.createWrappedWidget = with_words
        return wrapper


def shown_in_words(words: Mapping[str, str]) -> dict[str, Any]:
    """The metadata of a parameter that is shown with ``words`` by its values. QGIS loads the class when it makes a widget."""
    return {WRAPPER: {"class": f"{ChoiceWrapper.__module__}.{ChoiceWrapper.__name__}", SHOWN: dict(words)}}


def words_in(parameter: QgsProcessingParameterDefinition) -> Mapping[str, str]:
    """The words for the values of a parameter; empty for one that is no choice."""
    metadata = parameter.metadata().get(WRAPPER)
    return metadata.get(SHOWN, {}) if isinstance(metadata, dict) else {}


def show_words(widget: QWidget, words: Mapping[str, str]) -> QWidget:
    """The widget, with words in its list of choices; the values stay as its data."""
    for combo in (widget, *widget.findChildren(QComboBox)):
        if isinstance(combo, QComboBox):
            for row in range(combo.count()):
                combo.setItemText(row, words.get(str(combo.itemData(row)), combo.itemText(row)))
    return widget
