"""Rasters and layers are opened through one door: no host is contacted and no file read that the user did not name."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest
import rasterio
from rasterio.transform import from_origin

from binn_engine.covariates.bands import open_raster, read_values
from binn_engine.errors import InputError
from binn_engine.paths import is_remote
from binn_engine.profiles.tables.vectors import read_layer
from binn_engine.running.job_paths import check_paths, warn_elsewhere
from binn_engine.settings import SimulateJob
from tests.engine.commands import ROOT
from tests.engine.support.covariates import write

RANDOM = np.random.default_rng(1).integers(0, 9, (600, 600)).astype("uint8")
CORNER = from_origin(0.0, 4.0, 1.0, 1.0)
READING = {"read_dataframe", "read_file", "read_arrow", "list_layers", "read_info", "open_arrow", "read_bounds"}


@pytest.fixture(scope="module")
def server() -> Iterator[tuple[str, list[str]]]:
    """A web server on this machine that has nothing: its address, and what it was asked for."""
    asked: list[str] = []

    class Nothing(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(404)
            self.end_headers()

        do_HEAD = do_POST = do_GET

        def log_message(self, *words: object) -> None:
            pass

    serving = ThreadingHTTPServer(("127.0.0.1", 0), Nothing)
    threading.Thread(target=serving.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{serving.server_port}", asked
    serving.shutdown()


def opens_itself(source: str) -> list[str]:
    """Where a source opens a raster or layer for reading, past the door."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name)):
            continue
        module, name = node.func.value.id, node.func.attr
        mode = node.args[1].value if len(node.args) > 1 and isinstance(node.args[1], ast.Constant) else "r"
        if (module == "rasterio" and name == "open" and mode == "r") or (module in ("pyogrio", "geopandas") and name in READING):
            found.append(f"{module}.{name} in line {node.lineno}")
    return found


def test_no_module_but_the_door_opens_a_raster_or_layer_for_reading() -> None:
    sources = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in (ROOT / "binn_engine").rglob("*.py")}
    found = {name: opens_itself(text) for name, text in sources.items()}
    assert len(found) > 150
    assert found.pop("binn_engine/files/opening.py")
    assert not {name: calls for name, calls in found.items() if calls}


def test_a_module_that_opens_past_the_door_is_seen() -> None:
    assert opens_itself("import rasterio\nwith rasterio.open(path) as file: pass")
    assert opens_itself("pyogrio.read_dataframe(path)")
    assert not opens_itself("rasterio.open(path, 'w', **profile)")


def vrt(path: Path, source: str, relative: int = 0, band: str = "", inner: str = "") -> str:
    source = (
        source
        and f"<SimpleSource><SourceFilename relativeToVRT='{relative}'>{source}</SourceFilename><SourceBand>1</SourceBand></SimpleSource>"
    )
    path.write_text(
        "<VRTDataset rasterXSize='4' rasterYSize='4'><SRS>EPSG:4326</SRS><GeoTransform>0,1,0,4,0,-1</GeoTransform>"
        f"<VRTRasterBand dataType='Byte' band='1'{band}>{source}{inner}</VRTRasterBand></VRTDataset>",
        encoding="utf-8",
    )
    return str(path)


@pytest.mark.parametrize(
    "source",
    [
        "/vsicurl/{host}/a.tif", "{host}/a.tif", "/vsicurl_streaming/{host}/a.tif", "/vsis3/bucket/a.tif", 'NETCDF:"{host}/a.nc":v',
        "WMS:{host}/wms", "/vsizip//vsicurl/{host}/a.zip/a.tif", "vrt://{host}/a.tif", "/vsicurl?url={host}/a.tif", "/vsigs/b/a.tif",
        "<VRTDataset rasterXSize='4' rasterYSize='4'><VRTRasterBand dataType='Byte' band='1'><SimpleSource><SourceFilename>{host}/a.tif"
        "</SourceFilename></SimpleSource></VRTRasterBand></VRTDataset>",
    ],
)  # fmt: skip
def test_a_virtual_raster_contacts_no_host(
    source: str, server: tuple[str, list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    host, asked = server
    monkeypatch.setenv("AWS_S3_ENDPOINT", host.removeprefix("http://"))
    monkeypatch.setenv("AWS_HTTPS", "NO")
    monkeypatch.setenv("AWS_NO_SIGN_REQUEST", "YES")
    text = source.format(host=host).replace("&", "&amp;").replace("<", "&lt;")
    asked.clear()
    with pytest.raises(InputError, match="network") as caught:
        open_raster(vrt(tmp_path / "clay.vrt", text))
    assert "clay.vrt" in caught.value.message
    inner = vrt(tmp_path / "inner.tif", text)  # another suffix hides nothing, nor does a virtual raster between
    with pytest.raises(InputError, match="network"):
        open_raster(vrt(tmp_path / "outer.vrt", Path(inner).name, relative=1))
    assert not asked


WMS = (
    "<GDAL_WMS><Service name='TMS'><ServerUrl>{host}/x</ServerUrl></Service>"
    "<DataWindow><SizeX>9</SizeX><SizeY>9</SizeY></DataWindow></GDAL_WMS>"
)
LINKED = (
    '{{"type":"FeatureCollection","crs":{{"type":"link","properties":{{"href":"{host}/crs","type":"proj4"}}}},"features":[{{"type":"Feature",'
    '"properties":{{"a":1}},"geometry":{{"type":"Point","coordinates":[1,2]}}}}]}}'
)
OGR = "<OGRVRTDataSource><OGRVRTLayer name='x'><SrcDataSource>{source}</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>"
GML = (
    "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY e SYSTEM '{host}/entity'>]><gml:FeatureCollection xmlns:gml='http://www.opengis.net/gml' "
    "xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xsi:schemaLocation='http://x {host}/s.xsd' xmlns:o='http://o'><gml:featureMember>"
    "<o:r><o:a>&e;</o:a><o:g><gml:Point srsName='{host}/crs'><gml:coordinates>1,2</gml:coordinates></gml:Point></o:g></o:r>"
    "</gml:featureMember></gml:FeatureCollection>"
)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.geojson", LINKED), ("a.vrt", OGR.replace("{source}", "{host}/a.geojson")), ("a.gml", GML), ("w.xml", WMS),
        ("wfs.xml", "<OGRWFSDataSource><URL>{host}/wfs</URL></OGRWFSDataSource>"),
        ("stac.json", '{{"type":"FeatureCollection","stac_version":"1.0.0","features":[],"links":[{{"rel":"next","href":"{host}/n"}}]}}'),
        ("v.vrt", "<VRTDataset rasterXSize='4' rasterYSize='4'><SRS>{host}/crs</SRS><VRTRasterBand dataType='Byte'/></VRTDataset>"),
    ],
)  # fmt: skip
def test_no_layer_contacts_a_host(name: str, text: str, server: tuple[str, list[str]], tmp_path: Path) -> None:
    host, asked = server
    path = tmp_path / name
    path.write_text(text.format(host=host), encoding="utf-8")
    asked.clear()
    for read in (lambda: read_layer(str(path), lambda *told: None), lambda: open_raster(str(path)).close()):
        try:
            read()
        except InputError as error:
            assert str(path) in error.message  # noqa: PT017 (either is right, as long as nobody was asked)
    assert not asked


def test_a_proxy_or_its_exceptions_in_the_environment_open_no_way(server: tuple[str, list[str]], tmp_path: Path) -> None:
    host, asked = server
    path = tmp_path / "a.geojson"
    path.write_text(LINKED.format(host=host), encoding="utf-8")
    asked.clear()
    code = f"from binn_engine.profiles.tables.vectors import read_layer\nprint(len(read_layer({str(path)!r}, print)))"
    environment = os.environ | {"no_proxy": "127.0.0.1,localhost", "NO_PROXY": "*", "http_proxy": host, "GDAL_HTTP_PROXY": host}
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=120)
    assert done.stdout.strip() == "1", done.stderr
    assert not asked


def test_a_network_path_that_the_user_gave_is_asked_for_and_ends_in_a_sentence(server: tuple[str, list[str]]) -> None:
    host, asked = server
    asked.clear()
    code = f"from binn_engine.covariates.bands import open_raster\nopen_raster('/vsicurl/{host}/a.tif')"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    assert "InputError" in done.stderr
    assert "/a.tif" in asked
    check_paths(SimulateJob(grid=f"/vsicurl/{host}/a.tif", forcing=str(ROOT / "README.md")))
    assert [is_remote(path) for path in ("/vsicurl/http://h/a.tif", "C:/a.tif", 'NETCDF:"http://h/a.nc":v', "/data/http/a.tif")] == [
        True,
        False,
        True,
        False,
    ]


def test_a_host_that_does_not_answer_ends_within_the_time_out() -> None:
    """A socket that takes connections and says nothing."""
    code = (
        "import socket, os\nsilent = socket.create_server(('127.0.0.1', 0))\n"
        "os.environ.update(GDAL_HTTP_TIMEOUT='2', GDAL_HTTP_MAX_RETRY='0')\n"
        "from binn_engine.covariates.bands import open_raster\n"
        "open_raster(f'/vsicurl/http://127.0.0.1:{silent.getsockname()[1]}/a.tif')"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)
    assert "InputError" in done.stderr
    names = "('TIMEOUT', 'CONNECTTIMEOUT', 'LOW_SPEED_TIME')"
    code = f"import os, binn_engine.files.opening\nprint([os.environ['GDAL_HTTP_' + name] for name in {names}])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)
    assert done.stdout.strip() == "['60', '10', '20']"


RAW = (
    "<SourceFilename relativeToVRT='{relative}'>{source}</SourceFilename><ImageOffset>0</ImageOffset><PixelOffset>1</PixelOffset>"
    "<LineOffset>4</LineOffset>"
)


def test_raw_bands_read_no_file_outside_the_folder_of_the_virtual_raster(tmp_path: Path) -> None:
    secret = tmp_path / "system" / "secret.txt"
    secret.parent.mkdir()
    secret.write_bytes(bytes(range(16)))
    folder = tmp_path / "rasters"
    folder.mkdir()
    (folder / "inside.bin").write_bytes(bytes(range(16)))
    os.symlink(secret, folder / "link.bin")
    for band in (" subClass='VRTRawRasterBand'", " subclass='vrtRAWrasterband'"):
        for source, relative in ((str(secret), 0), ("../system/secret.txt", 1), ("link.bin", 1)):
            path = vrt(folder / "clay.vrt", "", band=band, inner=RAW.format(source=source, relative=relative))
            with pytest.raises(InputError, match="outside its own folder"):
                open_raster(path)
    path = vrt(folder / "clay.vrt", "", band=" subClass='VRTRawRasterBand'", inner=RAW.format(source="inside.bin", relative=1))
    with open_raster(path) as file:
        np.testing.assert_array_equal(file.read(1).ravel(), range(16))


def test_a_mosaic_of_rasters_elsewhere_is_read_and_a_warning_names_them(tmp_path: Path) -> None:
    """As QGIS makes them: in a temporary folder, of rasters in another."""
    (tmp_path / "data").mkdir()
    (tmp_path / "temporary").mkdir()
    tile = write(tmp_path / "data" / "tile.tif", np.full((4, 4), 7, "uint8"))
    mosaic = vrt(tmp_path / "temporary" / "mosaic.vrt", tile)
    beside = vrt(tmp_path / "data" / "beside.vrt", "tile.tif", relative=1)
    with open_raster(mosaic) as file:
        assert file.read(1).max() == 7
    warned: list[tuple[str, str]] = []
    warn_elsewhere(SimulateJob(grid=mosaic, forcing="none.nc"), lambda *told: warned.append(told))
    assert [code for code, _ in warned] == ["files_elsewhere"]
    assert tile in warned[0][1]
    assert mosaic in warned[0][1]
    warn_elsewhere(SimulateJob(grid=beside, forcing="none.nc"), lambda *told: warned.append(told))
    assert len(warned) == 1


def test_a_virtual_layer_of_a_file_elsewhere_is_told_of(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "here").mkdir()
    points = tmp_path / "there" / "points.geojson"
    points.write_text(LINKED.format(host="http://127.0.0.1:1").replace('"crs"', '"not_crs"'), encoding="utf-8")
    layer = tmp_path / "here" / "layer.vrt"
    layer.write_text(OGR.replace("name='x'", "name='points'").format(source=points), encoding="utf-8")
    warned: list[str] = []
    assert len(read_layer(str(layer), lambda code, message: warned.append(message))) == 1
    assert len(warned) == 1
    assert str(points) in warned[0]


def test_a_device_behind_a_virtual_raster_is_refused_and_not_read(tmp_path: Path) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("this system has no pipes with names")
    os.mkfifo(tmp_path / "pipe.tif")
    with pytest.raises(InputError, match="a device"):
        open_raster(vrt(tmp_path / "a.vrt", "pipe.tif", relative=1))


@pytest.mark.parametrize(
    "text",
    [
        "<VRTDataset rasterXSize='4'",
        "<!DOCTYPE a [<!ENTITY b 'c'><!ENTITY d '&b;&b;&b;'>]><VRTDataset rasterXSize='4' rasterYSize='4'>&d;</VRTDataset>",
    ],
)
def test_xml_that_is_none_or_declares_entities_is_refused_by_name(text: str, tmp_path: Path) -> None:
    (tmp_path / "a.vrt").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"a\.vrt"):
        open_raster(str(tmp_path / "a.vrt"))


def test_a_block_that_cannot_be_read_is_a_sentence_that_names_the_file(tmp_path: Path) -> None:
    path = write(tmp_path / "clay.tif", RANDOM, compress="zstd", tiled=True)
    with rasterio.open(path) as file:
        size = os.path.getsize(path)
        assert file.block_shapes[0][0] < 600
    data = bytearray(Path(path).read_bytes())
    data[size // 2 : size // 2 + 5000] = os.urandom(5000)
    Path(path).write_bytes(data)
    with open_raster(path) as file, pytest.raises(InputError, match=r"clay.tif is damaged or incomplete"):
        read_values(file, [1], rasterio.windows.Window(0, 0, 600, 600))


def test_a_header_that_names_data_in_another_folder_is_refused(tmp_path: Path) -> None:
    """As that of the ERS format does; any driver's list of files tells."""
    (tmp_path / "there").mkdir()
    (tmp_path / "here").mkdir()
    data = tmp_path / "there" / "secret.bin"
    data.write_bytes(bytes(range(16)))
    header = tmp_path / "here" / "clay.ers"
    whole = tmp_path / "here" / "whole.ers"
    with rasterio.open(whole, "w", driver="ERS", width=4, height=4, count=1, dtype="uint8", crs=4326, transform=CORNER) as file:
        file.write(np.ones((1, 4, 4), "uint8"))
    open_raster(str(whole)).close()
    lines = whole.read_text(encoding="utf-8").splitlines()
    name = next(number for number, line in enumerate(lines) if "DataSetType" in line)
    header.write_text("\n".join([*lines[:name], '\tDataFile = "../there/secret.bin"', *lines[name:]]), encoding="utf-8")
    with pytest.raises(InputError, match=r"clay.ers reads data from another folder"):
        open_raster(str(header))
    linked = tmp_path / "here" / "linked.tif"
    os.symlink(write(tmp_path / "there" / "real.tif", np.ones((4, 4), "float32")), linked)
    open_raster(str(linked)).close()
