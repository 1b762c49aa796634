"""Pages to print of a run: what is on them, and as files."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from landscape import EPSG, PRODUCTS, write_landscape
from qgis.core import (
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsLayoutItemLabel,
    QgsLayoutItemMap,
    QgsLayoutItemPicture,
    QgsLayoutItemScaleBar,
    QgsLayoutItemShape,
    QgsProject,
)
from qgis.PyQt.QtGui import QImage
from zone_polygons import COUNT, polygons

SIZE = 40
kept: list = []  # layouts have no hold on the layers of their maps


@pytest.fixture(scope="module")
def maps(tmp_path_factory) -> dict[str, str]:
    return write_landscape(tmp_path_factory.mktemp("printed"), SIZE, PRODUCTS)


def items(layout, kind) -> list:
    return [item for item in layout.items() if isinstance(item, kind)]


def texts(layout) -> list[str]:
    return [label.text() for label in items(layout, QgsLayoutItemLabel)]


def pages(outputs: dict[str, str]) -> dict:
    from binn.ui.printing.pages import pages_of

    return {page.name: page for page in pages_of(outputs)}


def made(page):
    from binn.ui.printing.layouts import make_layout

    kept.append(make_layout(page, "BINN hills", QgsProject.instance()))
    return kept[-1]


def test_soc_is_printed_with_its_interval_uncertainty_and_processes(qgis_app, maps):
    found = pages(maps)
    assert list(found) == ["soil_carbon", "uncertainty", "processes"]
    layout = made(found["soil_carbon"]).layout
    assert len(items(layout, QgsLayoutItemMap)) == 6
    headings = texts(layout)
    for words in ("SOC stock 0-30 cm (kgC/m²)", "SOC stock 0-30 cm, 5 % quantile (kgC/m²)", "SOC stock 0-100 cm, 95 % quantile (kgC/m²)"):
        assert words in headings
    limits = {
        item.layers()[0].name(): (item.layers()[0].renderer().classificationMin(), item.layers()[0].renderer().classificationMax())
        for item in items(layout, QgsLayoutItemMap)
    }
    assert limits["SOC stock 0-30 cm"] == limits["SOC stock 0-30 cm q5"] == limits["SOC stock 0-30 cm q95"]


def test_without_quantiles_the_standard_deviation_stands_beside_the_stock(qgis_app, maps):
    found = pages({name: maps[name] for name in ("soc", "soc_sd")})
    assert list(found) == ["soil_carbon", "uncertainty"]
    assert [part.heading for part in found["soil_carbon"].parts] == [
        "SOC stock 0-30 cm (kgC/m²)",
        "SOC stock 0-30 cm, standard deviation (kgC/m²)",
        "SOC stock 0-100 cm (kgC/m²)",
        "SOC stock 0-100 cm, standard deviation (kgC/m²)",
    ]
    assert found["soil_carbon"].title == "Soil organic carbon and its standard deviation"
    alone = pages({"soc": maps["soc"], "soc_sd": "/nowhere/gone.tif"})
    assert list(alone) == ["soil_carbon"]
    assert alone["soil_carbon"].title == "Soil organic carbon"
    assert pages(maps)["soil_carbon"].title == "Soil organic carbon and its interval"


@pytest.mark.parametrize("name", ["soil_carbon", "uncertainty", "processes"])
def test_a_page_has_all_that_a_reader_needs(qgis_app, maps, name):
    """Title, scale in metres (the land is 1.2 km wide), north arrow, reference system, date, key of nodata, five ticks, the model."""
    from qgis.PyQt.QtCore import QDate, Qt

    layout = made(pages(maps)[name]).layout
    told = "\n".join(texts(layout))
    assert f"EPSG:{EPSG}" in told
    assert "no data" in told
    assert "Model: hills.safetensors." in told
    assert QDate.currentDate().toString(Qt.DateFormat.ISODate) in told
    assert "/" not in told.replace("kgC/m²", "").replace("gC/m³", "").replace("gC/m²/yr", "").replace("1/yr", "").replace(
        "WGS 84 / UTM", ""
    )
    (bar,) = items(layout, QgsLayoutItemScaleBar)
    assert bar.unitLabel() == "m"
    (arrow,) = items(layout, QgsLayoutItemPicture)
    assert Path(arrow.picturePath()).is_file()
    shown = items(layout, QgsLayoutItemMap)
    shapes = items(layout, QgsLayoutItemShape)
    assert len(shapes) == len(shown) + 1
    for item in items(layout, QgsLayoutItemLabel):
        box = item.sceneBoundingRect()
        assert box.right() <= 297.0, item.text()
        assert box.bottom() <= 210.0, item.text()
        needed = item.sizeForText()
        lines = math.ceil((needed.width() - 1.0) / box.width())
        assert lines * needed.height() <= box.height() + 1.0, item.text()


def test_zones_are_printed_with_their_classes(qgis_app, tmp_path):
    from qgis.core import QgsLayoutItemLegend

    path = zones_file(tmp_path)
    page = pages({"zones": path})["zones"]
    layout = made(page).layout
    (legend,) = items(layout, QgsLayoutItemLegend)
    (node,) = legend.model().rootGroup().findLayers()
    assert len(legend.model().layerLegendNodes(node)) >= 5
    (listed,) = (text for text in texts(layout) if text.startswith("Largest stocks"))
    lines = listed.split("\n\n")[0].split("\n")
    assert len(lines) == COUNT + 1
    assert lines[1].endswith(": 1.50 Tg C (1.35 to 1.65)")  # 10 kgC/m2 on 150 km2
    shown = items(layout, QgsLayoutItemMap)[0].layers()[0]
    labels = label_texts(shown)
    assert {line.split(": ")[1].split(" (")[0] for line in lines[1:]} == {label.split("\n")[1] for label in labels}
    assert {line.split(" (")[0].split(" ", 2)[2] for line in lines[1:]} == {"Tg C"}  # also of the smallest


def test_the_page_of_zones_gives_their_total_with_its_interval_and_how_it_was_computed(qgis_app, tmp_path):
    from binn.ui.printing.pages import pages_of

    path = zones_file(tmp_path)
    total = {"unit": "t", "value": 7.8e6, "sd": 4e5, "low": 7.1e6, "high": 8.45e6}
    metrics = {"assumption": "passes", "total": {"SOC stock 0-30 cm": total}}
    record = {"job": {"model": "/data/hills.safetensors", "id_field": "County", "interval": 0.9}, "metrics": metrics}
    (page,) = pages_of({"zones": path}, record)
    found = texts(made(page).layout)
    (listed,) = (text for text in found if "Largest stocks" in text)
    lines = listed.split("\n")
    assert lines[:4] == ["All zones together:", "7.80 Tg C (7.10 to 8.45)", "In brackets: interval of 90 %", "raw spread, not calibrated"]
    assert any(line.startswith("Ü7: ") for line in lines)
    assert lines[-3:] == [
        "Zones that are only partly mapped: 2",
        "Their stocks are those of the mapped part",
        "(smallest part: Ü2, 37 %).",
    ]
    (source,) = (text for text in found if text.startswith("BINN, with the CLM5"))
    assert "Model: hills.safetensors." in source
    assert "Intervals: raw spread, not calibrated." in source
    calibrated = {**record, "metrics": {**metrics, "assumption": "range"}}
    (page,) = pages_of({"zones": path}, calibrated)
    assert not any("not calibrated" in text for text in texts(made(page).layout))


def test_the_page_of_zones_from_maps_names_the_model_of_the_maps(qgis_app, maps, tmp_path):
    from binn.ui.printing.pages import pages_of

    record = {"job": {"soc": maps["soc"], "soc_sd": maps["soc_sd"]}, "metrics": {"assumption": "full", "total": {}}}
    (page,) = pages_of({"zones": zones_file(tmp_path)}, record)
    (source,) = (text for text in texts(made(page).layout) if text.startswith("BINN, with the CLM5"))
    assert "Model: hills.safetensors." in source
    assert "Intervals: raw spread, not calibrated." in source


def label_texts(layer) -> list[str]:
    """What the labels of a layer say."""
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    expression = QgsExpression(layer.labeling().settings().fieldName)
    found = []
    for feature in layer.getFeatures():
        context.setFeature(feature)
        found.append(expression.evaluate(context))
    return found


def test_a_zone_far_away_without_data_does_not_take_the_page_and_labels_need_room(qgis_app, tmp_path):
    page = pages({"zones": zones_file(tmp_path, far=True)})["zones"]
    (shown,) = items(made(page).layout, QgsLayoutItemMap)
    assert shown.layers()[0].extent().width() > 9e5  # with the far zone
    assert shown.extent().width() < 1e4
    assert shown.layers()[0].labeling().settings().fitInPolygonOnly


PARTS = {2: 0.374, 4: 0.9}  # of zones of which only a part is mapped


def zones_file(folder: Path, far: bool = False) -> str:
    """Zones with stocks, as the engine writes them; the last one is far away and has none where ``far``."""
    from binn.ui.compat import _field
    from qgis.core import QgsVectorLayer

    layer = polygons(folder / "zones.gpkg", far)
    names = ("soc_stock_0_30_cm", *(f"soc_stock_0_30_cm_t{end}" for end in ("", "_low", "_high")), "mapped_share")
    layer.dataProvider().addAttributes([_field(name, "Double", "Double") for name in names])
    layer.updateFields()
    layer.startEditing()
    for number, feature in enumerate(layer.getFeatures()):
        if far and number == COUNT - 1:
            continue
        numbers = [(3.0 + number) * factor for factor in (1.0, 1.5e5, 1.35e5, 1.65e5)]
        for name, value in zip(names, [*numbers, PARTS.get(number, 1.0)]):
            layer.changeAttributeValue(feature.id(), layer.fields().indexOf(name), value)
    layer.commitChanges()
    return QgsVectorLayer(layer.source(), "z", "ogr").source().split("|")[0]


@pytest.mark.parametrize(("suffix", "start"), [(".pdf", b"%PDF-"), (".png", b"\x89PNG")])
def test_all_pages_are_saved_by_the_menu(qgis_app, maps, tmp_path, suffix, start):
    """With the maps in them: more than one colour in the middle of the page; a second time under other names."""
    from binn.ui.printing.menu import PrintMenu
    from binn.ui.printing.pages import pages_of

    told = []
    wanted = {name: path for name, path in maps.items() if name in ("soc", "soc_quantiles", "processes")}
    menu = PrintMenu(lambda: (pages_of(wanted), "BINN hills"), lambda layout: None, lambda text, bad: told.append((text, bad)))
    menu.fill()
    shown = [action.text() for action in menu.actions() if not action.isSeparator()]
    assert shown == ["Soil carbon", "Processes", "Save all pages as PDF…", "Save all pages as PNG…"]
    pages = pages_of(wanted)
    for _ in range(2):
        menu.save(pages, "BINN hills", tmp_path, suffix)
    assert [bad for _, bad in told] == [False, False]
    files = sorted(tmp_path.iterdir())
    names = {f"BINN_hills_{page.name}{more}{suffix}" for page in pages for more in ("", "_2")}
    assert {file.name for file in files} == names
    assert all(file.read_bytes().startswith(start) for file in files)
    if suffix == ".png":
        image = QImage(str(tmp_path / "BINN_hills_processes.png"))
        for place in range(6):
            left, top = image.width() * (0.07 + 0.33 * (place % 3)), image.height() * (0.3 + 0.37 * (place // 3))
            assert len({image.pixel(int(left + step * image.width() * 0.012), int(top)) for step in range(20)}) > 3, place
    assert QgsProject.instance().mapLayers() == {}
    assert QgsProject.instance().layoutManager().printLayouts() == []


def test_a_page_opens_in_the_designer_and_stays_in_the_project(qgis_app, maps):
    from binn.ui.printing.menu import PrintMenu
    from binn.ui.printing.pages import pages_of

    opened = []
    menu = PrintMenu(lambda: (pages_of(maps), "BINN hills"), opened.append, lambda text, bad: None)
    menu.fill()
    menu.actions()[0].trigger()
    menu.actions()[0].trigger()
    assert [layout.name() for layout in opened] == [
        "BINN hills: Soil organic carbon and its interval",
        "BINN hills: Soil organic carbon and its interval (2)",
    ]
    assert not QgsProject.instance().layerTreeRoot().findLayers()
    assert len(QgsProject.instance().mapLayers()) == 12
    QgsProject.instance().clear()


def test_a_raster_that_cannot_be_printed_is_told(qgis_app, tmp_path):
    from binn.ui.printing.menu import PrintMenu
    from binn.ui.printing.pages import pages_of

    path = tmp_path / "processes.tif"
    path.write_text("no raster")
    told = []
    menu = PrintMenu(lambda: (pages_of({"processes": str(path)}), "x"), lambda layout: None, lambda text, bad: told.append((text, bad)))
    menu.fill()
    ((text, bad),) = told
    assert bad
    assert "processes.tif" in text
    assert not any(action.isEnabled() for action in menu.actions() if not action.isSeparator())


def test_pages_that_cannot_be_written_are_told(qgis_app, maps, tmp_path):
    from binn.ui.printing.menu import PrintMenu
    from binn.ui.printing.pages import pages_of

    told = []
    pages = pages_of({"processes": maps["processes"]})
    menu = PrintMenu(lambda: (pages, "x"), lambda layout: None, lambda text, bad: told.append((text, bad)))
    (tmp_path / "none").write_text("a file where the folder should be")
    menu.save(pages, "x", tmp_path / "none", ".pdf")
    assert [bad for _, bad in told] == [True]
    assert "x_processes.pdf" in told[0][0]
