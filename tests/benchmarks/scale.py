"""What a map of a country costs: ``python -m tests.benchmarks.scale``.

A virtual raster of 20,000 x 20,000 pixels and 60 covariates over sparse sources, planned as a whole; and a window of it mapped with Monte
Carlo passes by one and by two processes: peak memory of all processes together, pixels per second of processor time (which a busy machine
changes less than wall time) and of wall time, and the share of reading and writing.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import psutil
import rasterio
import torch
from rasterio.windows import Window

from binn_engine.model.binn import Binn, build_network, parameter_space
from binn_engine.model.checkpoints import Ensemble, Model, save_model
from binn_engine.model.encoding import EncodedCovariate, Encoding

SIZE, COVARIATES, PIXEL = 20_000, 60, 250.0
CORNER = (4_000, 6_000)  # column and row of the window that has values
PROFILE = {
    "driver": "GTiff", "width": SIZE, "height": SIZE, "count": 1, "dtype": "float32", "nodata": -9999.0, "crs": "EPSG:5070",
    "transform": rasterio.Affine(PIXEL, 0, -2_500_000, 0, -PIXEL, 3_200_000),
    "tiled": True, "blockxsize": 256, "blockysize": 256, "compress": "deflate", "SPARSE_OK": True, "BIGTIFF": "YES",
}  # fmt: skip


@dataclass(frozen=True)
class Cost:
    """Of a run: the most memory of all its processes together and of each (bytes), their processor seconds, its wall seconds, and its
    metrics."""

    memory: float
    each: tuple[float, ...]
    processor: float
    wall: float
    metrics: dict


def write_sources(folder: Path, side: int) -> Path:
    """The sources, which have values in a square of ``side`` pixels alone, and the virtual raster over them."""
    random = np.random.default_rng(1)
    root = ElementTree.Element("VRTDataset", rasterXSize=str(SIZE), rasterYSize=str(SIZE))
    for number in range(1, COVARIATES + 1):
        path = folder / f"source_{number:02d}.tif"
        with rasterio.open(path, "w", **PROFILE) as file:
            rows = np.linspace(0.0, 6.0, side) + number
            values = np.sin(rows)[:, None] + np.cos(2.0 * rows)[None, :] + 0.1 * random.normal(size=(side, side))
            file.write(values.astype(np.float32), 1, window=Window(*CORNER, side, side))
            crs, transform = file.crs.to_wkt(), file.transform
        band = ElementTree.SubElement(root, "VRTRasterBand", dataType="Float32", band=str(number), blockXSize="256", blockYSize="256")
        ElementTree.SubElement(band, "Description").text = f"covariate {number}"
        ElementTree.SubElement(band, "NoDataValue").text = "-9999"
        source = ElementTree.SubElement(band, "SimpleSource")
        ElementTree.SubElement(source, "SourceFilename", relativeToVRT="1").text = path.name
        ElementTree.SubElement(source, "SourceBand").text = "1"
    ElementTree.SubElement(root, "SRS").text = crs
    ElementTree.SubElement(root, "GeoTransform").text = ", ".join(map(repr, transform.to_gdal()))
    (folder / "country.vrt").write_bytes(ElementTree.tostring(root))
    return folder / "country.vrt"


def write_model(path: Path) -> None:
    """A network of the recommended shape, with random weights: its cost does not depend on its training."""
    torch.manual_seed(1)
    rows = tuple(EncodedCovariate(f"covariate {number}", False, 0.0, 1.0, -3.0, 3.0) for number in range(1, COVARIATES + 1))
    encoding, space = Encoding(rows), parameter_space("binn")
    settings = {"network": "plain", "hidden": [128, 128], "dropout": 0.2, "encoder": "none", "tempered": False}
    network = build_network(encoding.n_continuous, encoding.n_classes, sum(space.learned), settings)
    card = {"network": settings, "training": {"profile_hashes": []}}
    save_model(path, Model(Ensemble([Binn(network, space, "clm5", torch.float64, False)]), encoding, space, "clm5", card))


def words(folder: Path) -> list[str]:
    inputs = {"model": "model.safetensors", "covariates": "country.vrt", "forcing": "clm5_forcing.nc", "soc": "soc.tif", "soc-sd": "sd.tif"}
    return ["predict", *(word for name, file in inputs.items() for word in (f"--{name}", str(folder / file)))]


def measured(*command: object, until: str = "") -> Cost:
    """Run the engine, to its end or to the first log that begins with ``until``, and measure all its processes."""
    started = time.monotonic()
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    seen: dict[int, tuple[float, float]] = {}
    with subprocess.Popen(
        [sys.executable, "-m", "binn_engine", *map(str, command)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=environment,
    ) as running:
        peak, over = [0.0], threading.Event()

        def watch() -> None:
            while not over.wait(0.2):
                peak[0] = max(peak[0], _look(running.pid, seen))

        watching = threading.Thread(target=watch)
        watching.start()
        events = []
        for line in running.stdout:
            events.append(json.loads(line))
            if until and events[-1].get("message", "").startswith(until):
                print(f"  {events[-1]['message']}")
                running.terminate()
                break
        running.wait()
        over.set()
        watching.join()
    metrics = next((row["metrics"] for row in events if row["event"] == "result"), {})
    if not metrics and not until:
        raise SystemExit(f"the engine failed: {events[-1]}")
    each = tuple(sorted((memory for _, memory in seen.values()), reverse=True))
    return Cost(peak[0], each, sum(processor for processor, _ in seen.values()), time.monotonic() - started, metrics)


def _look(pid: int, seen: dict[int, tuple[float, float]]) -> float:
    """Resident memory of a process and all that it started, at present, shared pages counted once; notes their processor seconds."""
    total = 0.0
    try:
        family = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
    except psutil.NoSuchProcess:
        return 0.0
    for process in family:
        try:
            times, memory = process.cpu_times(), process.memory_full_info().pss
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            continue
        seen[process.pid] = (times.user + times.system, max(memory, seen.get(process.pid, (0.0, 0.0))[1]))
        total += memory
    return total


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--side", type=int, default=512, help="Pixels of the window's side.")
    options.add_argument("--passes", type=int, default=20)
    options.add_argument("--tile", type=int, default=0, help="Side of the tiles; 0: as memory allows.")
    options.add_argument("--memory", type=float, default=2.0, help="Budget in GB.")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        subprocess.run(
            [sys.executable, "-m", "binn_engine", "example", "--folder", folder / "example", "--profiles", "30", "--size", "16"],
            check=True, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        (folder / "example" / "clm5_forcing.nc").rename(folder / "clm5_forcing.nc")
        write_sources(folder, given.side)
        write_model(folder / "model.safetensors")
        print("the whole:")
        whole = measured(*words(folder), "--passes", given.passes, "--memory", given.memory, until="Plan:")
        print(f"  planned in {whole.wall:.1f} s, with {whole.memory / 1e6:.0f} MB")
        pace = {workers: steady_pace(folder, given, workers) for workers in (1, 2)}
        print(f"pace of a worker, two beside one: {pace[2] / pace[1]:.2f}")


def steady_pace(folder: Path, given: argparse.Namespace, workers: int) -> float:
    """Map a quarter of the window, then all of it, and say what it cost; returns pixels in a second of processor time from what the
    larger map took longer, so that the start of the processes counts for nothing."""
    west, north = PROFILE["transform"] * CORNER
    costs = []
    for side in (given.side // 2, given.side):
        bounds = (west, north - side * PIXEL, west + side * PIXEL, north)
        run = ("--bounds", *bounds, "--passes", given.passes, "--memory", given.memory, "--workers", workers, "--tile-size", given.tile)
        costs.append(measured(*words(folder), *run))
        tell(costs[-1], given, workers)
    less, more = costs
    pixels = more.metrics["valid_pixels"] - less.metrics["valid_pixels"]
    pace = pixels / (more.processor - less.processor)
    print(f"  {pace:,.0f} pixels a second of processor time, {pixels / (more.wall - less.wall):,.0f} a second of wall time")
    return pace


def tell(cost: Cost, given: argparse.Namespace, workers: int) -> None:
    """What a run cost, in words."""
    plan, seconds = cost.metrics["plan"], cost.metrics["seconds"]
    tiles = f"{plan['tiles']} tiles of {plan['tile_width']} x {plan['tile_height']}, {plan['sites']} sites at a time"
    memory = f"planned {plan['memory'] / 1e9:.2f} GB, took {cost.memory / 1e9:.2f} of {given.memory:g} GB"
    each = f"{', '.join(f'{some / 1e6:.0f}' for some in cost.each)} MB in each process"
    moved = (seconds["reading"] + seconds["writing"]) / workers / cost.wall
    times = f"{cost.wall:.0f} s of wall and {cost.processor:.0f} s of processor time, reading and writing {100 * moved:.0f} %"
    print(f"{cost.metrics['valid_pixels']:,} pixels, {given.passes} passes, {workers} workers: {tiles}; {memory} ({each}); {times}")


if __name__ == "__main__":
    main()
