"""Lists of choices: people read words, and scripts, models and the history keep the published values."""

from __future__ import annotations

import pytest
from qgis.core import QgsProcessingModelAlgorithm, QgsProject
from qgis.PyQt.QtWidgets import QComboBox

# Units that people write as the values are.
PLAIN = {"g/kg", "%", "t/ha", "mm/month", "mm/day", "mm/s", "m/day", "K", "m", "cm", "tC/ha"}


def choices(provider) -> dict:
    """Every parameter with choices, by algorithm and name."""
    from binn.ui.algorithms.shared.parameters import Choice

    return {(item.name(), row.name): (item, row) for item in provider.algorithms() for row in item.declared if isinstance(row, Choice)}


def shown_in(widget) -> dict[str, str]:
    """What a list of choices shows, by its values."""
    (combo,) = [row for row in (widget, *widget.findChildren(QComboBox)) if isinstance(row, QComboBox)]
    return {combo.itemData(row): combo.itemText(row) for row in range(combo.count()) if isinstance(combo.itemData(row), str)}


def test_every_choice_is_shown_in_words(provider):
    from binn.ui.algorithms.shared.choices import WORDS, words_of

    used = set()
    for (algorithm, name), (item, row) in choices(provider).items():
        options = item.parameterDefinition(name).options()
        words = [words_of(row.field, value) for value in options]
        assert len(set(words)) == len(words), (algorithm, name)
        assert not [value for value, text in zip(options, words) if value == text and value not in PLAIN], (algorithm, name)
        used |= {(row.field, value) for value in options}
    unused = {(field, value) for field, words in WORDS.items() for value in words} - used
    assert not unused, "no algorithm has these choices"


@pytest.fixture
def desktop(qgis_app, monkeypatch):
    """What a dialog asks of the desktop and pytest-qgis has no more than a stand-in for."""
    from qgis.gui import QgsBrowserGuiModel
    from qgis.utils import iface

    browser = QgsBrowserGuiModel()
    monkeypatch.setattr(iface, "browserModel", lambda: browser)
    yield
    browser.deleteLater()


def test_dialogs_show_words_and_take_and_give_the_published_values(provider, desktop):
    algorithm = provider.algorithm("predict").create()
    dialog = algorithm.createCustomParametersWidget(None)
    panel = dialog.mainWidget()
    assert shown_in(panel.wrappers["BEYOND_FORCING"].wrappedWidget()) == {
        "refuse": "Refuse: stop with an error",
        "nodata": "No data: leave these pixels empty",
    }
    names = [name for other, name in choices(provider) if other == "predict"]
    for name in names:
        options = algorithm.parameterDefinition(name).options()
        for value in options:  # as the history and saved settings hold them
            dialog.setParameters({name: value})
            assert panel.wrappers[name].parameterValue() == value
        assert options == list(shown_in(panel.wrappers[name].wrappedWidget()))
    dialog.close()


def test_batches_and_the_model_designer_show_the_same_words(provider, desktop, context):
    from processing.gui.BatchAlgorithmDialog import BatchAlgorithmDialog
    from processing.modeler.ModelerParametersDialog import ModelerParametersDialog

    words = {"plain": "Plain GeoTIFF", "overviews": "With overviews, for fast display", "cog": "Cloud-optimised GeoTIFF (COG)"}
    batch = BatchAlgorithmDialog(provider.algorithm("predict").create(), None)
    panel = batch.mainWidget()
    wrapper = panel.wrappers[0][panel.parameter_to_column["LAYOUT"]]
    assert shown_in(wrapper.wrappedWidget()) == words
    wrapper.setParameterValue("cog", context)
    assert wrapper.parameterValue() == "cog"
    batch.close()
    model = QgsProcessingModelAlgorithm("soil", "soil", "soil")
    designer = ModelerParametersDialog(provider.algorithm("predict").create(), model)
    layout = next(combo for combo in designer.findChildren(QComboBox) if combo.findData("cog") >= 0)
    assert shown_in(layout) == words
    layout.setCurrentIndex(layout.findData("overviews"))
    child = designer.createAlgorithm()
    (source,) = child.parameterSources()["LAYOUT"]
    assert source.staticValue() == "overviews"
    designer.close()


def test_the_guide_shows_the_words_too(provider):
    from binn.ui.guide.form import ParameterForm

    form = ParameterForm("build_forcing", ("TEXTURE_UNIT", "TEMPERATURE_UNIT"), None)
    assert shown_in(form.wrappers["TEXTURE_UNIT"].wrappedWidget())["1"] == "fraction from 0 to 1"
    assert shown_in(form.wrappers["TEMPERATURE_UNIT"].wrappedWidget()) == {"degC": "°C", "K": "K"}
    form.fill({"TEXTURE_UNIT": "1"})
    assert form.values()["TEXTURE_UNIT"] == "1"
    QgsProject.instance().clear()
