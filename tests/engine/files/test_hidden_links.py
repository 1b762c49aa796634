"""A virtual raster is known however it is hidden, and the network is on only for the file whose path is one of the network."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
import tarfile
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from rasterio.windows import Window

from binn_engine.covariates.bands import open_raster, read_values
from binn_engine.errors import InputError
from binn_engine.files.network import settings_for
from binn_engine.files.opening import features
from binn_engine.profiles.tables.vectors import read_layer
from binn_engine.running.job_paths import warn_elsewhere
from binn_engine.settings import SimulateJob
from tests.engine.commands import ROOT
from tests.engine.support.covariates import write

PLACE = "<SRS>EPSG:4326</SRS><GeoTransform>0,1,0,4,0,-1</GeoTransform>"
LINKED = (
    '{{"type":"FeatureCollection","crs":{{"type":"link","properties":{{"href":"{host}/crs","type":"proj4"}}}},"features":[{{"type":"Feature",'
    '"properties":{{"a":1}},"geometry":{{"type":"Point","coordinates":[1,2]}}}}]}}'
)
OGR = "<OGRVRTDataSource><OGRVRTLayer name='x'><SrcDataSource>{source}</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>"


def raw(source: Path) -> str:
    return (
        f"<VRTDataset rasterXSize='4' rasterYSize='4'>{PLACE}<VRTRasterBand dataType='Byte' band='1' subClass='VRTRawRasterBand'>"
        f"<SourceFilename relativeToVRT='0'>{source}</SourceFilename><ImageOffset>0</ImageOffset><PixelOffset>1</PixelOffset>"
        "<LineOffset>4</LineOffset></VRTRasterBand></VRTDataset>"
    )


def mosaic(source: str, relative: int = 0) -> str:
    return (
        f"<VRTDataset rasterXSize='4' rasterYSize='4'>{PLACE}<VRTRasterBand dataType='Float32' band='1'><SimpleSource>"
        f"<SourceFilename relativeToVRT='{relative}'>{source}</SourceFilename><SourceBand>1</SourceBand></SimpleSource></VRTRasterBand>"
        "</VRTDataset>"
    )


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """A file that is no raster, in another folder than the rasters."""
    (tmp_path / "system").mkdir()
    (tmp_path / "rasters").mkdir()
    (tmp_path / "system" / "secret.bin").write_bytes(bytes(range(16)))
    return tmp_path / "system" / "secret.bin"


@pytest.fixture
def folder(secret: Path) -> Path:
    return secret.parents[1] / "rasters"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[str, Path, Path]]:
    """A web server of a folder on this machine: its address, the log of what it was asked for, and the folder.

    It is another process: GDAL keeps the threads of this one from running while it waits for an answer.
    """
    served, log = tmp_path / "served", tmp_path / "asked.txt"
    served.mkdir()
    code = (
        "import functools, http.server as h\nhandler = functools.partial(h.SimpleHTTPRequestHandler, directory='served')\n"
        "serving = h.ThreadingHTTPServer(('127.0.0.1', 0), handler)\nprint(serving.server_port, flush=True)\nserving.serve_forever()"
    )
    with open(log, "w", encoding="utf-8") as stream:
        serving = subprocess.Popen([sys.executable, "-c", code], cwd=tmp_path, stdout=subprocess.PIPE, stderr=stream, text=True)
    assert serving.stdout
    yield f"http://127.0.0.1:{int(serving.stdout.readline())}", log, served
    serving.kill()
    serving.communicate()


@pytest.mark.parametrize("before", ["x", "\x0c", "\x0b\x0b", "abc\n", " " * 900, "<!-- a -->x"])
def test_a_virtual_raster_is_known_whatever_stands_before_its_first_word(before: str, secret: Path, folder: Path) -> None:
    (folder / "clay.tif").write_text(before + raw(secret), encoding="utf-8")
    with pytest.raises(InputError, match=r"clay\.tif"):
        open_raster(str(folder / "clay.tif"))
    (folder / "points.csv").write_text(before + OGR.format(source="/vsicurl/http://127.0.0.1:1/a.csv"), encoding="utf-8")
    with pytest.raises(InputError, match=r"points\.csv.* (is not valid XML|from the network)"):
        features(str(folder / "points.csv"))


def test_a_virtual_raster_beside_a_raster_is_looked_through_too(secret: Path, folder: Path) -> None:
    for ending in (".msk", ".ovr"):
        clay = write(folder / f"clay{ending[1:]}.tif", np.ones((4, 4), "float32"))
        Path(clay + ending).write_text(raw(secret), encoding="utf-8")
        with pytest.raises(InputError, match="outside its own folder"):
            open_raster(clay)


def archives(folder: Path, text: str) -> list[str]:
    """A virtual raster in an archive of each kind, as GDAL names it."""
    (folder / "clay.vrt").write_text(text, encoding="utf-8")
    with zipfile.ZipFile(folder / "z.zip", "w") as archive:
        archive.write(folder / "clay.vrt", "deep/clay.vrt")
    with tarfile.open(folder / "t.tar.gz", "w:gz") as archive:
        archive.add(folder / "clay.vrt", "clay.vrt")
    with gzip.open(folder / "g.gz", "wt") as stream:
        stream.write(text)
    (folder / "clay.vrt").unlink()
    return [
        f"/vsizip/{folder}/z.zip/deep/clay.vrt", f"/vsizip/{{{folder}/z.zip}}/deep/clay.vrt", f"/vsizip/{folder}/z.zip",
        f"/vsitar/{folder}/t.tar.gz/clay.vrt", f"/vsigzip/{folder}/g.gz", f"/vsizip//vsizip/{folder}/z.zip/a.zip/clay.vrt",
    ]  # fmt: skip


def test_a_virtual_raster_in_an_archive_is_refused_also_behind_one_beside_it(secret: Path, folder: Path) -> None:
    for path in archives(folder, raw(secret)):
        with pytest.raises(InputError, match=r"in an archive|cannot be (checked before|opened)"):
            open_raster(path)
        (folder / "outer.vrt").write_text(mosaic(path), encoding="utf-8")
        with pytest.raises(InputError, match=r"outer\.vrt.* (in an archive|cannot be (checked before|opened))"):
            open_raster(str(folder / "outer.vrt"))
    for path in archives(folder, OGR.format(source=secret)):
        with pytest.raises(InputError, match=r"in an archive|cannot be (checked before|opened)"):
            features(path)
    with pytest.raises(InputError, match="in an archive"):  # which the library opens by itself
        features(str(folder / "z.zip"))


def test_a_virtual_raster_by_another_way_to_name_it_is_refused(secret: Path, folder: Path) -> None:
    inner = folder / "raw.vrt"
    inner.write_text(raw(secret), encoding="utf-8")
    ways = [f"vrt://{inner}", f"VRT://{inner}?bands=1", f"/vsisubfile/0,{inner}", f"DERIVED_SUBDATASET:AMPLITUDE:{inner}", raw(secret)]
    for way in [*ways, f"/vsicached?file={inner}", f"/vsisparse/{inner}"]:
        with pytest.raises(InputError):
            open_raster(way)
        text = mosaic(way.replace("&", "&amp;").replace("<", "&lt;"))
        (folder / "outer.vrt").write_text(text, encoding="utf-8")
        with pytest.raises(InputError, match=r"outer\.vrt"):
            open_raster(str(folder / "outer.vrt"))


def test_rasters_and_tables_in_archives_are_read_and_one_in_the_same_folder_gives_no_warning(folder: Path) -> None:
    write(folder / "clay.tif", np.full((4, 4), 7, "float32"))
    (folder / "points.csv").write_text("id,x\na,1\n", encoding="utf-8")
    with zipfile.ZipFile(folder / "z.zip", "w") as archive:
        archive.write(folder / "clay.tif", "clay.tif")
        archive.write(folder / "points.csv", "points.csv")
        archive.writestr("other.vrt", mosaic("clay.tif", 1))
    inside = f"/vsizip/{folder}/z.zip/clay.tif"
    beside = folder / "beside.vrt"
    (folder / "link.vrt").write_text("\n" + mosaic("clay.tif", 1), encoding="utf-8")
    beside.write_text(mosaic(inside), encoding="utf-8")
    for path in (inside, str(beside), str(folder / "link.vrt")):
        with open_raster(path) as file:
            assert read_values(file, [1], Window(0, 0, 4, 4)).tolist() == [[[7.0] * 4] * 4]
    assert features(f"/vsizip/{folder}/z.zip/points.csv")["id"].tolist() == ["a"]
    warned: list[str] = []
    warn_elsewhere(SimulateJob(grid=str(beside), forcing="none.nc"), lambda code, message: warned.append(message))
    assert not warned
    other = folder.parent / "other"
    other.mkdir()
    (other / "mosaic.vrt").write_text(mosaic(inside), encoding="utf-8")
    warn_elsewhere(SimulateJob(grid=str(other / "mosaic.vrt"), forcing="none.nc"), lambda code, message: warned.append(message))
    assert len(warned) == 1
    assert f"reads {folder}/z.zip, outside its own folder" in warned[0]


def test_a_network_path_opens_the_network_for_no_other_file(server: tuple[str, Path, Path], folder: Path) -> None:
    """Rasters and layers of the network are read in turn with local ones, in two threads."""
    host, log, served = server
    write(served / "clay.tif", np.full((4, 4), 7, "float32"))
    (served / "points.geojson").write_text(LINKED.format(host=host).replace('"crs"', '"not_crs"'), encoding="utf-8")
    local = folder / "a.geojson"
    local.write_text(LINKED.format(host=host), encoding="utf-8")
    (folder / "srs.vrt").write_text(mosaic("no.tif").replace("EPSG:4326", f"{host}/crs"), encoding="utf-8")
    with open_raster(f"/vsicurl/{host}/clay.tif") as file:
        assert len(read_layer(str(local), lambda *told: None)) == 1
        with pytest.raises(InputError):
            open_raster(str(folder / "srs.vrt"))
        found: list[np.ndarray] = []
        reading = threading.Thread(target=lambda: found.append(read_values(file, [1], Window(0, 0, 4, 4))))
        reading.start()
        assert len(read_layer(str(local), lambda *told: None)) == 1
        reading.join()
        assert found[0].tolist() == [[[7.0] * 4] * 4]
    assert len(features(f"/vsicurl/{host}/points.geojson")) == 1
    assert len(features(str(local))) == 1
    assert os.environ["GDAL_HTTP_PROXY"].startswith("off:")
    asked = log.read_text(encoding="utf-8")
    assert "/clay.tif" in asked
    assert "/points.geojson" in asked
    assert "/crs" not in asked


def test_a_virtual_raster_of_the_network_reads_its_tiles_and_no_file_of_this_computer(server: tuple[str, Path, Path], secret: Path) -> None:
    host, _, served = server
    write(served / "tile.tif", np.full((4, 4), 7, "float32"))
    for name, text in (
        ("relative", mosaic("tile.tif", 1)), ("whole", mosaic(f"/vsicurl/{host}/tile.tif")), ("raw", raw(secret)),
        ("local", mosaic(str(served / "tile.tif"))), ("nested", mosaic("raw.vrt", 1)),
    ):  # fmt: skip
        (served / f"{name}.vrt").write_text(text, encoding="utf-8")
        if name in ("relative", "whole"):
            with open_raster(f"/vsicurl/{host}/{name}.vrt") as file:
                assert read_values(file, [1], Window(0, 0, 4, 4)).max() == 7.0
        else:
            with pytest.raises(InputError, match="may be another file on this computer"):
                open_raster(f"/vsicurl/{host}/{name}.vrt")


def test_the_users_own_proxy_and_its_exceptions_hold_for_a_network_path() -> None:
    code = (
        "from binn_engine.files.network import network_off, settings_for\nnetwork_off()\n"
        "for host in ('in.org', 'out.org'):\n"
        "    found = settings_for(f'/vsicurl/https://{host}/a.tif')\n"
        "    print(found['GDAL_HTTP_PROXY'], found['GDAL_HTTPS_PROXY'], sep=',')"
    )
    plain = {name: value for name, value in os.environ.items() if "proxy" not in name.lower() and name != "BINN_OWN_NETWORK_SETTINGS"}
    for own, told in (
        ({"http_proxy": "http://p:1", "https_proxy": "http://p:2", "no_proxy": "in.org"}, [",", "http://p:1,http://p:2"]),
        ({"GDAL_HTTP_PROXY": "p:3", "no_proxy": "in.org"}, [",", "p:3,p:3"]),
        ({}, [",", ","]),
    ):
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, env=plain | own, capture_output=True, text=True, check=True, timeout=60
        )
        assert done.stdout.split() == told
    assert settings_for("/vsicurl/http://h/a.tif")["CPL_VSIL_CURL_ALLOWED_EXTENSIONS"] != "{none}"
