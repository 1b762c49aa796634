"""Zones as the toolbox loads them: classes, labels, names of fields, a form with groups, in a group of their own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from landscape import write_landscape
from qgis.core import (
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsGraduatedSymbolRenderer,
    QgsLayerTreeModel,
    QgsProject,
    QgsVectorLayer,
)
from shown import load_results, tree
from zone_polygons import COUNT, SIZE, polygons


@pytest.fixture(scope="module")
def totals(qgis_app, engine_python, tmp_path_factory):
    """The layer that a run of the toolbox has loaded, the tree, and the log."""
    from binn import classFactory
    from qgis.core import QgsApplication

    folder = tmp_path_factory.mktemp("zones")
    maps = write_landscape(folder / "maps", SIZE, ("soc", "soc_sd"))
    QgsProject.instance().clear()
    plugin = classFactory(None)
    plugin.initProcessing()
    algorithm = QgsApplication.processingRegistry().providerById("binn").algorithm("zonal").create()
    parameters = {
        "POLYGONS": polygons(folder / "counties.gpkg", far=True).source(),
        "ID_FIELD": "County",
        "SOC": maps["soc"],
        "SOC_SD": maps["soc_sd"],
        "OUTPUT_TABLE": str(folder / "stocks.xlsx"),
    }
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BINN_ENGINE_PYTHON", str(engine_python))
        results, log = load_results(patch, algorithm, parameters, {"OUTPUT": str(folder / "totals.gpkg")})
    (layer,) = (found for found in QgsProject.instance().mapLayers().values() if found.source().startswith(results["OUTPUT"]))
    yield layer, tree(), log
    plugin.unload()
    QgsProject.instance().clear()


def test_zones_have_five_readable_classes_of_the_stock_and_one_without_a_value(totals):
    layer, _, _ = totals
    renderer = layer.renderer()
    assert isinstance(renderer, QgsGraduatedSymbolRenderer)
    labels = [item.label() for item in renderer.ranges()]
    assert labels[0] == "no data"
    assert len(labels) == 6
    assert all(label.endswith(" kgC/m²") for label in labels[1:])
    assert all(len(f"{item.lowerValue():g}") <= 5 for item in renderer.ranges()[2:])
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    expression = QgsExpression(renderer.classAttribute())
    for feature in layer.getFeatures():
        context.setFeature(feature)
        assert renderer.rangeForValue(expression.evaluate(context)) is not None


def test_labels_tell_the_name_and_the_stock(totals):
    layer, _, _ = totals
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    expression = QgsExpression(layer.labeling().settings().fieldName)
    texts = []
    for feature in layer.getFeatures():
        context.setFeature(feature)
        texts.append(expression.evaluate(context))
        assert not expression.hasEvalError(), expression.evalErrorString()
    first = next(layer.getFeatures())
    name, stock = texts[0].split("\n")
    assert name == "Ü0"
    number, unit = stock.split(" ", 1)
    assert float(number) == pytest.approx(first["soc_stock_0_30_cm_t"] / {"t C": 1, "Gg C": 1e3, "Tg C": 1e6}[unit], rel=0.05)
    assert texts[-1] == f"Ü{COUNT - 1}"  # without a value


def test_fields_have_names_that_people_read_and_groups_in_the_form(totals):
    layer, _, _ = totals
    fields = layer.fields()
    names = {field.name(): fields[number].alias() for number, field in enumerate(fields)}
    assert names["soc_stock_0_30_cm"] == "SOC stock 0-30 cm (kgC/m²)"
    assert names["soc_stock_0_30_cm_t_low"] == "SOC stock 0-30 cm, total: lower limit (t C)"
    assert names["mapped_km2"] == "Mapped area (km²)"
    assert names["County"] == ""
    assert all(alias for name, alias in names.items() if name not in ("County", "code", fields[0].name()))
    tabs = {tab.name(): [child.name() for child in tab.children()] for tab in layer.editFormConfig().tabs()}
    assert list(tabs) == ["Zone", "SOC stocks", "SOC densities"]
    assert {"County", "area_km2"} <= set(tabs["Zone"])
    assert "soc_density_at_5_cm" in tabs["SOC densities"]
    shown = {column.name for column in layer.attributeTableConfig().columns() if not column.hidden}
    assert {"County", "code", "area_km2", "soc_stock_0_30_cm", "soc_stock_0_30_cm_t", "soc_stock_0_30_cm_t_high"} <= shown
    assert len(shown) < 20
    assert not any("density" in name or name.endswith("_sd") for name in shown)


def test_zones_lie_in_a_group_of_their_own_run_and_open_styled_by_hand(totals):
    layer, names, _ = totals
    assert names == {"BINN totals": {"SOC stock 0-30 cm (kgC/m²) by zone": True}}
    again = QgsVectorLayer(layer.source(), "by hand", "ogr")
    assert isinstance(again.renderer(), QgsGraduatedSymbolRenderer)
    assert "SOC stock 0-30 cm (kgC/m²)" in [field.alias() for field in again.fields()]


def test_zones_of_a_past_run_open_from_the_list_of_runs(totals):
    """As the toolbox loads them, in a group of their own."""
    from binn.ui.runs.maps_of_runs import can_open, is_printable, open_maps, pages_of_run
    from binn.ui.runs.past_runs import read_run
    from qgis.PyQt.QtCore import QCoreApplication

    layer, _, _ = totals
    (record,) = Path(layer.source().split("|")[0]).parent.glob("*.zonal.run.json")
    run = read_run(record)
    assert can_open(run)
    assert is_printable(run)
    assert [page.name for page in pages_of_run(run)] == ["zones"]
    before = set(QgsProject.instance().mapLayers())
    open_maps(run, QgsProject.instance())
    QCoreApplication.processEvents()
    (new,) = set(QgsProject.instance().mapLayers()) - before
    assert isinstance(QgsProject.instance().mapLayer(new).renderer(), QgsGraduatedSymbolRenderer)
    assert tree()["BINN totals (2)"] == {"SOC stock 0-30 cm (kgC/m²) by zone": True}
    QgsProject.instance().removeMapLayer(new)


def test_the_group_of_a_run_is_open_in_the_list_of_layers(qgis_app):
    from binn.ui.layers.tree import RunGroup
    from qgis.gui import QgsLayerTreeView
    from qgis.PyQt.QtCore import QCoreApplication

    project, view = QgsProject.instance(), QgsLayerTreeView()
    view.setModel(QgsLayerTreeModel(project.layerTreeRoot(), view))
    layer = QgsVectorLayer("Polygon?crs=EPSG:4326", "counties", "memory")
    project.addMapLayer(layer)
    RunGroup("BINN open").add((), [layer.id()], project)
    QCoreApplication.processEvents()
    group = project.layerTreeRoot().findGroup("BINN open")
    owner = view if hasattr(view, "node2index") else view.layerTreeModel()  # older and newer QGIS
    assert view.isExpanded(owner.node2index(group))
    project.layerTreeRoot().removeChildNode(group)


def test_the_end_of_the_run_tells_the_total_of_all_zones(totals):
    _, _, log = totals
    assert re.search(r"SOC stock 0-30 cm in all zones: \S+ Tg C \(\S+ to \S+\)\.", log)
    assert re.search(r"SOC stocks table: .*stocks\.xlsx", log)


def test_the_script_of_the_tutorial_prints_the_page_with_the_total(totals, plugins, tmp_path):
    layer, _, _ = totals
    zones = Path(layer.source().partition("|")[0])
    (record,) = zones.parent.glob(f"{zones.stem}.zonal.run.json")
    script, picture = Path(__file__).resolve().parents[3] / "scripts" / "zones_picture.py", tmp_path / "zones.png"
    environment = {**os.environ, "PYTHONPATH": str(plugins)}
    done = subprocess.run([sys.executable, script, record, picture], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert picture.stat().st_size > 10_000


def test_the_message_of_a_run_has_what_was_found():
    from binn.ui.ending import Ending

    assert Ending("Sum", {"Zones": "z.gpkg"}, finding="12 Tg C.").line == "Sum: 12 Tg C. Made: Zones."


def test_zones_without_names_are_labelled_by_their_numbers(qgis_app, tmp_path):
    from binn.ui.layers.zone_layer import ZoneLook

    layer = QgsVectorLayer("Polygon?field=soc_stock_0_30_cm:double&field=soc_stock_0_30_cm_t:double", "z", "memory")
    look = ZoneLook(layer)
    look.give()  # no feature at all
    assert "$id" in layer.labeling().settings().fieldName
    assert layer.renderer().ranges() == []


@pytest.mark.parametrize("values", [[3.0], [2.0, 2.0], [0.0, 0.0]])
def test_zones_that_do_not_differ_have_one_class(qgis_app, values):
    import numpy as np
    from binn.ui.layers.zone_layer import class_limits

    assert class_limits(np.array(values)) == [(values[0], values[0])]
