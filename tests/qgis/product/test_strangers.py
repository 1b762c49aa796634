"""Files from strangers: their text is shown as text, nothing in them is computed or opened, and none keeps a dialog shut."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

RICH = "<b>clay</b><img src='file:///etc/hostname'>"


def record(folder: Path, name: str = "a", **changes) -> Path:
    """The record of a run with outputs in its own folder."""
    values = {
        "job": {"protocol": 1, "kind": "simulate", "forcing": "f.nc", "grid": "g.tif", "soc": str(folder / "soc.tif")},
        "outputs": {"soc": str(folder / "soc.tif")},
        "metrics": {},
        "warnings": [],
        "started": "2026-01-01T00:00:00Z",
        "seconds": 1.0,
        "device": {"name": "cpu"},
        **changes,
    }
    path = folder / f"{name}.simulate.run.json"
    path.write_text(json.dumps(values), encoding="utf-8")
    return path


@pytest.fixture
def dialog(qgis_app, tmp_path, monkeypatch):
    """Makes the dialog of runs over the records in ``tmp_path``."""
    from binn.ui.runs import dialog as runs_dialog

    monkeypatch.setattr(runs_dialog, "known_folders", lambda project: [tmp_path])
    return lambda: runs_dialog.RunsDialog(None)


@pytest.mark.parametrize("name", ["report.desktop", "report.sh", "report", "report.html.exe", "link.html", "gone.html", "folder.html"])
def test_only_a_report_that_is_there_is_handed_to_the_desktop(qgis_app, tmp_path, monkeypatch, name):
    from binn.ui import desktop
    from binn.ui.runs.past_runs import read_run

    opened = []
    monkeypatch.setattr(desktop.QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()) or True)
    target = tmp_path / name
    if name == "link.html":
        (tmp_path / "program.desktop").write_text("[Desktop Entry]")
        target.symlink_to(tmp_path / "program.desktop")
    elif name == "folder.html":
        target.mkdir()
    elif name != "gone.html":
        target.write_text("#!/bin/sh")
    assert read_run(record(tmp_path, outputs={"report": str(target)})).report == ""
    assert not desktop.open_report(str(target))
    assert opened == []
    (tmp_path / "real.html").write_text("<html>")
    assert read_run(record(tmp_path, outputs={"report": str(tmp_path / "real.html")})).report
    assert desktop.open_report(str(tmp_path / "real.html"))
    assert opened == [str(tmp_path / "real.html")]


BAD = {
    "a list": "[]",
    "nested": "[" * 100_000,
    "nested objects": '{"job":' * 40_000,
    "nested metrics": json.dumps({"job": {"kind": "example", "folder": "x"}, "outputs": {}, "metrics": 1}).replace(
        "1}", '{"a":' * 900 + "1" + "}" * 901
    ),
    "half a character": '{"job": {"kind": "example"}, "outputs": {"soc": "\\ud800"}, "started": "\\ud800"}',
    "a null byte": '{"job": {"kind": "example"}, "outputs": {"report": "a\\u0000.html"}}',
    "outputs that are a list": '{"job": {"kind": "example"}, "outputs": [1]}',
    "an output that is a number": '{"job": {"kind": "example"}, "outputs": {"soc": 1}}',
    "no kind": '{"job": {}, "outputs": {}}',
    "a long name": json.dumps({"job": {"kind": "example", "folder": "x"}, "outputs": {"soc": "/" + "a" * 5000}}),
    "seconds without end": '{"job": {"kind": "example", "folder": "x"}, "outputs": {}, "seconds": 1e999}',
    "a model that is an object": '{"job": {"kind": "predict", "model": {"a": 1}}, "outputs": {}}',
}


@pytest.mark.parametrize("text", BAD.values(), ids=BAD)
def test_a_damaged_record_keeps_no_other_run_from_being_shown(dialog, tmp_path, text):
    record(tmp_path, "good")
    (tmp_path / "bad.simulate.run.json").write_text(text, encoding="utf-8")
    shown = dialog()
    names = [run.name for run in shown.runs]
    assert "good" in names
    for row in range(len(names)):
        shown.choose(row)
    shown.choose(*range(len(names)))


def test_a_pipe_called_as_a_record_is_not_waited_for(dialog, tmp_path):
    record(tmp_path, "good")
    os.mkfifo(tmp_path / "bad.simulate.run.json")
    assert [run.name for run in dialog().runs] == ["good"]


def test_text_of_records_is_shown_as_text(dialog, tmp_path):
    from qgis.PyQt.QtCore import Qt

    record(tmp_path, metrics={"score": RICH}, device={"name": RICH}, warnings=[{"code": "x", "message": RICH}])
    shown = dialog()
    shown.choose(0)
    assert RICH in shown.hint.text()
    assert shown.hint.textFormat() == Qt.TextFormat.PlainText
    items = [table.topLevelItem(row) for table in shown.tables.values() for row in range(table.topLevelItemCount())]
    tips = [item.toolTip(column) for item in items for column in range(item.columnCount())]
    assert any("&lt;b&gt;clay" in tip for tip in tips)
    assert not any("<b>" in tip or "<img" in tip for tip in tips)
    assert any(RICH in item.text(1) for item in items)


def test_tags_of_rasters_are_text_in_the_metadata_of_layers(qgis_app, tmp_path):
    from binn.binn_engine.bands import product_bands
    from binn.binn_engine.tables import PRODUCT_BY_NAME
    from binn.ui.layers.metadata import band_metadata, file_metadata, read_tags
    from osgeo import gdal

    path = tmp_path / "soc.tif"
    file = gdal.GetDriverByName("GTiff").Create(str(path), 2, 2, 1)
    file.SetMetadata({"model": RICH, "uncertainty": RICH, "engine_version": RICH})
    file.GetRasterBand(1).SetMetadata({"evidence": RICH, "correlated_with": RICH, "posterior_over_prior_sd": RICH})
    file = None
    tags, product = read_tags(str(path)), PRODUCT_BY_NAME["soc"]
    bands = product_bands(product, (0.05,), ())
    for found in (band_metadata(bands[0], 0, product, tags, "title"), file_metadata(bands, product, tags)):
        text = found.abstract() + " ".join(found.history())
        assert "<b>" not in text
        assert "<img" not in text
        assert "&lt;b&gt;clay" in text


def test_nothing_in_a_name_is_computed_on_the_printed_page(qgis_app, tmp_path):
    from binn.ui.printing.items import PageItems
    from qgis.core import QgsLayoutItemLabel, QgsPrintLayout, QgsProject
    from qgis.PyQt.QtCore import QRectF

    layout = QgsPrintLayout(QgsProject.instance())
    layout.initializeDefaults()
    for text in ("BINN [% env('HOME') %]", "[%1+1%]", "[[% 1 %]%]"):
        PageItems(layout).label(text, QRectF(0, 0, 10, 10), 10)
        label = layout.items()[0]
        assert isinstance(label, QgsLayoutItemLabel)
        assert label.currentText().replace("\u200b", "") == text


def test_a_style_and_metadata_of_the_users_own_are_kept(qgis_app, tmp_path):
    from binn.ui.layers.sidecars import qgis_document, write_beside

    document, _ = qgis_document()
    own, ours = tmp_path / "own.qml", tmp_path / "ours.qml"
    own.write_text('<!DOCTYPE qgis>\n<qgis version="3.22" styleCategories="AllStyleCategories"><pipe writer="BINN"/></qgis>')
    before = own.read_text()
    write_beside(tmp_path / "own.tif", ".qml", document, "{path}")
    assert own.read_text() == before
    for _ in range(2):
        write_beside(tmp_path / "ours.tif", ".qml", document, "{path}")
        assert 'writer="BINN"' in ours.read_text()
        ours.write_text(ours.read_text() + "\n")
    (tmp_path / "victim").write_text("a start-up file")
    (tmp_path / "link.qml").symlink_to(tmp_path / "victim")
    (tmp_path / "dangling.qml").symlink_to(tmp_path / "new")
    for name in ("link", "dangling"):
        write_beside(tmp_path / f"{name}.tif", ".qml", document, "{path}")
    assert (tmp_path / "victim").read_text() == "a start-up file"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["dangling.qml", "link.qml", "ours.qml", "own.qml", "victim"]


@pytest.mark.parametrize(
    ("text", "secret", "kept"),
    [
        ("Authorization: Bearer eyJhbGciOi.J9.abc-_", "eyJhbGciOi", "Authorization"),
        ("curl -H 'authorization: Basic YWRhOmdlaGVpbQ=='", "YWRhOmdlaGVpbQ", "curl"),
        ("password: geheim and more", "geheim", "and more"),
        ('{"password": "ge heim, ja", "user": "x"}', "ge heim", '"user": "x"'),
        ("passphrase = geheim", "geheim", "passphrase"),
        ("X-Api-Key: 0123456789abcdef", "0123456789abcdef", "Api-Key"),
        ("api-key=0123456789", "0123456789", "api-key"),
        ("?sv=2020&sig=Zm9vYmFy%3D&se=1", "Zm9vYmFy", "&se=1"),
        ("X-Amz-Signature=deadbeef&X-Amz-Date=1", "deadbeef", "X-Amz-Date=1"),
        ("AWSAccessKeyId=AKIAX&Expires=1", "AKIAX", "Expires=1"),
        ("aws_secret_access_key = wJalrXUt", "wJalrXUt", "aws_secret"),
        ("Cookie: session=abc123", "abc123", "Cookie"),
        ("/media/ada/stick/soil.tif", "ada", "/stick/soil.tif"),
        ("/run/media/ada/stick/soil.tif", "ada", "/stick/soil.tif"),
        (r"\\server\home$\ada\soil.tif", "ada", r"\soil.tif"),
        (r"\\server\Users\ada\soil.tif", "ada", r"\soil.tif"),
        ("//server/profiles/ada/soil.tif", "ada", "/soil.tif"),
        (r"\\nas\ada\soil.tif", "ada", r"\soil.tif"),
        ("/Volumes/Adas Disk/soil.tif", "Adas Disk", "/soil.tif"),
        ("/export/home2/ada/soil.tif", "ada", "/soil.tif"),
        (r"C:\Users\Ada Maria de la Cruz Lopez\soil.tif", "Cruz", r"\soil.tif"),
        ("api key: 12345678", "12345678", "api key"),
        ("pip --password hunter2x --quiet", "hunter2x", "--quiet"),
        ("Password for ada: hunter2", "hunter2", "Password for"),
        ("pass=hunter22", "hunter22", "pass="),
        ("private_key: abcdef", "abcdef", "private_key"),
        ("?subscription-key=abcdef&x=1", "abcdef", "&x=1"),
        ('{"key": "abc123", "x": 1}', "abc123", '"x": 1'),
        ("Authorization: Bearer=abc123456", "abc123456", "Authorization"),
        ("bearer:abcdef12345", "abcdef12345", "bearer"),
        ("remote: ghp_0123456789abcdef failed", "ghp_0123456789abcdef", "failed"),
        ("AKIA0123456789ABCDEF failed", "AKIA0123456789ABCDEF", "failed"),
        ("token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc failed", "eyJzdWIiOiIxIn0", "failed"),
        ("-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----\nnext", "MIIE", "next"),
        ("Cookie: a=b; c=secret1\nnext", "secret1", "next"),
        ("sent sk-abc123DEF456ghi789 to", "abc123DEF456", "to"),
        ("sent sk-ant-api03-AbCd_ef-0123 to", "AbCd_ef", "to"),
        ("sent sk_live_0123abcd to", "0123abcd", "to"),
        ("from hf_AbCdEfGhIjKlMnOpQrStUvWxYz here", "AbCdEfGh", "here"),
        ("from xoxb-123456789012-abcdEFGH here", "abcdEFGH", "here"),
        ("maps.js?x=AIzaSyA-0123_456789abcdef&y=1", "SyA-0123", "&y=1"),
        ("curl -u ada:hunter2 https://host/x", "hunter2", "https://host/x"),
        ("curl -uada:hunter2 https://host/x", "hunter2", "https://host/x"),
        ("curl --user 'ada:hunter2' https://host/x", "hunter2", "https://host/x"),
        ("curl --proxy-user=ada:hunter2 https://host/x", "hunter2", "https://host/x"),
    ],
)
def test_secrets_and_names_do_not_reach_a_bug_report(qgis_app, text, secret, kept):
    from binn.ui.runs.diagnostics import redacted

    told = redacted(text)
    assert secret not in told
    assert kept in told


@pytest.mark.parametrize(
    "text",
    [
        "a monkey ate: bananas",
        "bypass = open road",
        "3 tokens: many",
        "Basic soil data",
        "the key is density",
        "media: air",
        "/data/media.tif",
        "a//b/c",
        "hf_hub_download failed",
        "Aizawa_soil_map.tif",
        "sk-learn and task-force-12",
        r"python -u C:\maps\soil.py",
        "wget -u https://host/x",
        "-u 3",
    ],
)
def test_plain_words_stay_in_a_bug_report(qgis_app, text):
    from binn.ui.runs.diagnostics import redacted

    assert redacted(text) == text


# Methods of message bars, which get a title and a text; those of the feedback of algorithms get the text alone, and show it as it is.
SHOWN = {"pushMessage", "pushWarning", "pushCritical", "pushInfo", "pushSuccess", "createMessage"}


def test_every_message_bar_shows_text_of_files_as_text():
    """Its text is one of the plugin's own, or goes through ``literal``."""
    import ast

    texts = {}
    for path in (Path(__file__).resolve().parents[3] / "ui").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in SHOWN and len(node.args) > 1:
                texts[f"{path.name}:{node.lineno}"] = ast.unparse(node.args[1])
    assert len(texts) >= 5
    assert {place: text for place, text in texts.items() if not text.startswith("literal(") and not _is_own(text)} == {}


def _is_own(text: str) -> bool:
    """Whether an expression is a text of the plugin's own, without anything put in."""
    return text.startswith("tr('") and ".format(" not in text
