"""Damaged files, made from whole ones: what a reader may meet, each kind by its name."""

from __future__ import annotations

import gzip
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import geopandas
import numpy as np
import pandas as pd
import rasterio
from rasterio.errors import NotGeoreferencedWarning
from rasterio.transform import from_origin
from shapely.geometry import LineString, Point, Polygon

Random = np.random.Generator
VECTOR_KINDS = (".csv", ".csv.gz", ".gpkg", ".geojson", ".shp", ".fgb", ".xlsx", ".parquet", ".gml", ".kml", ".tsv", ".txt")
RASTER_KINDS = (".tif", ".vrt", ".nc", ".png", ".img", ".asc")
HOSTILE = ["", "nan", "NaN", "inf", "-inf", "1e308", "-1e308", "n/a", "< LOD", "-9999", "-999", "0", "-0.0", "1e-300", "1,5", "12 cm", "0x1F", "٣", "TRUE",
           "2020-01-01", "=1+1", "NULL", "None", " ", "\"", "1e400", "--5", "5-", "∞", "9" * 400]  # fmt: skip


@dataclass(frozen=True)
class Damaged:
    """A damaged input: its path, the rows that a table is known to have (None: not known), and settings that go with it."""

    path: Path
    rows: int | None = None
    options: dict = field(default_factory=dict)


def base_table(random: Random, profiles: int = 8) -> pd.DataFrame:
    """A sound table of profiles of three layers."""
    ids = np.repeat([f"p{number:02d}" for number in range(profiles)], 3)
    lon, lat = (np.repeat(random.uniform(low, high, profiles).round(4), 3) for low, high in ((-76.0, -74.0), (42.0, 44.0)))
    top = np.tile([0.0, 10.0, 30.0], profiles)
    soc = np.tile([30.0, 15.0, 5.0], profiles) * random.uniform(0.5, 2.0, 3 * profiles).round(3)
    return pd.DataFrame(
        {
            "profile_id": ids,
            "lon": lon,
            "lat": lat,
            "top_cm": top,
            "bottom_cm": top + 10.0,
            "soc_g_kg": soc,
            "bulk_density": 1.3,
            "coarse_vol_pct": 5.0,
        }
    )


def points(table: pd.DataFrame, crs: object = 4326) -> geopandas.GeoDataFrame:
    """The table as points."""
    places = geopandas.points_from_xy(table["lon"], table["lat"])
    return geopandas.GeoDataFrame(table.drop(columns=["lon", "lat"]), geometry=places, crs=4326).to_crs(crs)


def saved(frame: geopandas.GeoDataFrame | pd.DataFrame, path: Path, **options: object) -> Path:
    """Write a frame in the format of the path's suffix."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if path.suffix in (".csv", ".gz"):
            frame.to_csv(path, index=False)
        else:
            frame.to_file(path, **options)
    return path


# --- any file --------------------------------------------------------------------------------------------------------------------


def zero_bytes(folder: Path, random: Random, kinds: tuple[str, ...]) -> Damaged:
    path = folder / f"empty{random.choice(kinds)}"
    path.write_bytes(b"")
    return Damaged(path)


def garbage(folder: Path, random: Random, kinds: tuple[str, ...]) -> Damaged:
    path = folder / f"garbage{random.choice(kinds)}"
    path.write_bytes(random.bytes(int(random.integers(1, 5000))))
    return Damaged(path)


def text_garbage(folder: Path, random: Random, kinds: tuple[str, ...]) -> Damaged:
    path = folder / f"text{random.choice(kinds)}"
    letters = np.array(list("abc019.,;-\t\n\"' {}[]<>ü€"))
    path.write_text("".join(random.choice(letters, int(random.integers(1, 2000)))), encoding="utf-8")
    return Damaged(path)


def a_folder(folder: Path, random: Random, kinds: tuple[str, ...]) -> Damaged:
    path = folder / f"folder{random.choice(kinds)}"
    path.mkdir()
    return Damaged(path)


def _cut(path: Path, random: Random) -> Damaged:
    data = path.read_bytes()
    path.write_bytes(data[: int(random.integers(1, max(len(data), 2)))])
    return Damaged(path)


def _flipped(path: Path, random: Random, most: int = 40) -> Damaged:
    data = bytearray(path.read_bytes())
    for place in random.integers(0, len(data), int(random.integers(1, most))):
        data[place] = int(random.integers(0, 256))
    path.write_bytes(bytes(data))
    return Damaged(path)


# --- tables of profiles ----------------------------------------------------------------------------------------------------------


def cut_table(folder: Path, random: Random) -> Damaged:
    kind = str(random.choice([".csv", ".csv.gz", ".gpkg", ".geojson", ".fgb", ".shp"]))
    frame = base_table(random)
    return _cut(saved(frame if "csv" in kind else points(frame), folder / f"cut{kind}"), random)


def flipped_table(folder: Path, random: Random) -> Damaged:
    kind = str(random.choice([".csv", ".csv.gz", ".gpkg", ".geojson", ".fgb"]))
    frame = base_table(random)
    return _flipped(saved(frame if "csv" in kind else points(frame), folder / f"flipped{kind}"), random)


def wrong_suffix(folder: Path, random: Random) -> Damaged:
    frame = base_table(random)
    written = saved(points(frame), folder / "whole.gpkg") if random.random() < 0.5 else saved(frame, folder / "whole.csv")
    other = folder / f"renamed{random.choice(VECTOR_KINDS)}"
    written.rename(other)
    return Damaged(other)


def hostile_cells(folder: Path, random: Random) -> Damaged:
    frame = base_table(random).astype(object)
    for _ in range(int(random.integers(1, 12))):
        frame.iloc[int(random.integers(len(frame))), int(random.integers(frame.shape[1]))] = str(random.choice(HOSTILE))
    return Damaged(saved(frame, folder / "hostile.csv"), rows=len(frame))


def hostile_column(folder: Path, random: Random) -> Damaged:
    frame = base_table(random).astype(object)
    frame[str(random.choice(frame.columns))] = str(random.choice(HOSTILE))
    return Damaged(saved(frame, folder / "column.csv"), rows=len(frame))


def absurd_units(folder: Path, random: Random) -> Damaged:
    frame = base_table(random)
    column = str(random.choice(["soc_g_kg", "top_cm", "bottom_cm", "bulk_density", "coarse_vol_pct", "lon", "lat"]))
    frame[column] *= 10.0 ** float(random.integers(-12, 13)) * random.choice([-1.0, 1.0])
    options = {
        "soc_unit": str(random.choice(["", "%", "t/ha", "gC/m3", "% OM", "g/cm2"])),
        "depth_unit": str(random.choice(["auto", "m", "cm"])),
    }
    return Damaged(saved(frame, folder / "absurd.csv"), rows=len(frame), options=options)


def swapped_coordinates(folder: Path, random: Random) -> Damaged:
    frame = base_table(random).rename(columns={"lon": "lat", "lat": "lon"})
    frame["lat"] -= float(random.choice([0.0, 30.0]))
    return Damaged(saved(frame, folder / "swapped.csv"), rows=len(frame))


def missing_columns(folder: Path, random: Random) -> Damaged:
    frame = base_table(random)
    frame = frame.drop(columns=random.choice(frame.columns, int(random.integers(1, 4)), replace=False))
    return Damaged(saved(frame, folder / "missing.csv"), rows=len(frame))


def strange_header(folder: Path, random: Random) -> Damaged:
    text = base_table(random).to_csv(index=False)
    header, body = text.split("\n", 1)
    names = header.split(",")
    place = int(random.integers(len(names)))
    names[place] = str(
        random.choice([names[place - 1], "", " ", "\u0000x", "__lon__", "__row__", "__top__", "a" * 5000, "geometry", '"'])
    ).replace("\u0000", "\\0")
    path = folder / "header.csv"
    path.write_text(",".join(names) + "\n" + body, encoding="utf-8")
    return Damaged(path)


def broken_csv(folder: Path, random: Random) -> Damaged:
    text = base_table(random).to_csv(index=False)
    lines = text.splitlines()
    place = int(random.integers(1, len(lines)))
    how = int(random.integers(9))
    if how == 0:
        lines[place] += ",1,2,3"
    elif how == 1:
        lines[place] = lines[place][: len(lines[place]) // 2]
    elif how == 2:
        lines[place] = '"' + lines[place]
    elif how == 3:
        lines = lines[:1]
    elif how == 4:
        lines = lines[1:]
    elif how == 5:
        lines = [line.replace(",", ";" if number % 2 else ",") for number, line in enumerate(lines)]
    data = "\n".join(lines).encode("utf-8")
    if how == 6:
        data = data.replace(b"p01", b"p\x0001")
    elif how == 7:
        data = "\n".join(lines).encode("utf-16")
    elif how == 8:
        data = data.replace(b"p01", "Größe".encode("latin-1"))
    path = folder / ("broken.csv.gz" if random.random() < 0.2 else "broken.csv")
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)
    return Damaged(path)


def strange_points(folder: Path, random: Random) -> Damaged:
    frame = base_table(random)
    layer = points(frame, random.choice([4326, 5070, 3857, 32618]))
    how = int(random.integers(9))
    if how == 0:
        layer = layer.iloc[:0]
    elif how == 1:
        layer.loc[layer.index[::2], "geometry"] = None
    elif how == 2:
        layer["geometry"] = [Polygon([(0, 0), (1, 0), (1, 1)])] * len(layer)
    elif how == 3:
        layer["geometry"] = [LineString([(0, 0), (1, 1)])] * len(layer)
    elif how == 4:
        layer = layer.set_crs(None, allow_override=True)
    elif how == 5:
        layer["geometry"] = [Point(float(random.choice([1e30, -1e30, 1e9])), 0.0)] * len(layer)
    elif how == 6:
        layer["geometry"] = [Point(place.x, place.y, 5.0) for place in layer.geometry]
    elif how == 7:
        layer["geometry"] = [Point()] * len(layer)
    elif how == 8:
        layer = layer.set_crs(int(random.choice([2154, 28992, 3413])), allow_override=True)
    path = folder / f"points{random.choice(['.gpkg', '.geojson'])}"
    return Damaged(saved(layer, path), rows=len(layer))


def odd_reference_systems(folder: Path, random: Random) -> Damaged:
    frame = base_table(random).astype(object)
    frame["crs"] = random.choice(["EPSG:4326", "4326", "EPSG:99999", "nonsense", "", "EPSG:5070", "1e9", "-1"], len(frame))
    options = {"crs": str(random.choice(["", "EPSG:1", "nowhere", "EPSG:25832"]))}
    return Damaged(saved(frame, folder / "systems.csv"), rows=len(frame), options=options)


def strange_settings(folder: Path, random: Random) -> Damaged:
    choices = [
        {"soc_field": "nothing"}, {"depth_columns": "soc_{"}, {"depth_columns": "(((" + "{top}_{bottom}"}, {"depth_columns": "x" * 3000}, {"id_field": "lon"},
        {"organic_matter_factor": float("nan")}, {"organic_matter_factor": -1.0}, {"soc_field": "profile_id"}, {"top_field": "bottom_cm", "bottom_field": "top_cm"},
        {"depth_field": "profile_id"}, {"lon_field": "profile_id"}, {"crs_field": "soc_g_kg"}, {"max_soc": float("nan")}, {"leave_out": ("nothing",)},
        {"soc_unit": "% OM"}, {"pedotransfer": "post_kwon_2000", "bulk_density_field": "soc_g_kg"}, {"coarse_field": "soc_g_kg"}, {"depth_field": "lat"},
    ]  # fmt: skip
    frame = base_table(random)
    return Damaged(saved(frame, folder / "settings.csv"), rows=len(frame), options=choices[int(random.integers(len(choices)))])


def wide_and_odd(folder: Path, random: Random) -> Damaged:
    frame = base_table(random).drop_duplicates("profile_id")[["profile_id", "lon", "lat"]]
    for name in random.choice(
        ["soc_0_30", "soc_30_60", "soc_0_0", "soc_30cm", "soc_1000000_2000000", "soc_0p5_1p5m", "soc_-5_0", "bd_0_30", "oc_g_kg_0_5"], 4
    ):
        frame[str(name)] = random.choice([1.0, -5.0, np.nan, 1e12, 20.0], len(frame))
    options = {"soc_unit": str(random.choice(["", "g/kg", "kg/m2", "%"])), "pedotransfer": str(random.choice(["none", "alexander_1980"]))}
    return Damaged(saved(frame, folder / "wide.csv"), options=options)


def odd_depths(folder: Path, random: Random) -> Damaged:
    frame = base_table(random)
    shuffled = frame["top_cm"].sample(frac=1.0, random_state=int(random.integers(1000))).to_numpy()
    frame["top_cm"] = np.where(random.random(len(frame)) < 0.5, shuffled * random.choice([-1.0, 1.0]), frame["top_cm"])
    frame["bottom_cm"] = np.where(random.random(len(frame)) < 0.3, np.nan, frame["bottom_cm"])
    return Damaged(saved(frame, folder / "depths.csv"), rows=len(frame), options={"litter": str(random.choice(["exclude", "shift"]))})


def twice(folder: Path, random: Random) -> Damaged:
    frame = base_table(random)
    again = frame.assign(
        lon=frame["lon"] + float(random.choice([0.0, 1e-6, 0.5])), profile_id=frame["profile_id"] + str(random.choice(["", "b"]))
    )
    both = pd.concat([frame, again, frame.iloc[:5]]).sample(frac=1.0, random_state=int(random.integers(1000)))
    return Damaged(saved(both, folder / "twice.csv"), rows=len(both))


TABLES: tuple[Callable[[Path, Random], Damaged], ...] = (
    cut_table, flipped_table, wrong_suffix, hostile_cells, hostile_cells, hostile_column, absurd_units, swapped_coordinates, missing_columns, strange_header,
    broken_csv, strange_points, odd_reference_systems, strange_settings, wide_and_odd, odd_depths, twice,
    lambda folder, random: zero_bytes(folder, random, VECTOR_KINDS), lambda folder, random: garbage(folder, random, VECTOR_KINDS),
    lambda folder, random: text_garbage(folder, random, VECTOR_KINDS), lambda folder, random: a_folder(folder, random, VECTOR_KINDS),
)  # fmt: skip


# --- rasters ---------------------------------------------------------------------------------------------------------------------


def _raster(path: Path, data: np.ndarray, **options: object) -> Path:
    """A GeoTIFF of one band over the base table's land, but for ``options``."""
    rows, cols = data.shape
    profile = {"driver": "GTiff", "height": rows, "width": cols, "count": 1, "dtype": data.dtype, "crs": 4326}
    profile["transform"] = from_origin(-77.0, 45.0, 4.0 / cols, 4.0 / rows)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", NotGeoreferencedWarning)
        with rasterio.open(path, "w", **{**profile, **options}) as file:
            file.write(data, 1)
    return path


def _field(random: Random, size: int = 40) -> np.ndarray:
    return random.normal(10.0, 3.0, (size, size)).astype(np.float32)


def cut_raster(folder: Path, random: Random) -> Damaged:
    return _cut(_raster(folder / "x.tif", _field(random), compress=str(random.choice(["deflate", "lzw", "none"]))), random)


def flipped_raster(folder: Path, random: Random) -> Damaged:
    return _flipped(_raster(folder / "x.tif", _field(random), compress=str(random.choice(["deflate", "none"]))), random)


def strange_values(folder: Path, random: Random) -> Damaged:
    data = _field(random)
    data[random.random(data.shape) < random.choice([0.1, 0.9, 1.0])] = random.choice([np.nan, np.inf, -np.inf, 1e36, -3.4e38, 0.0])
    return Damaged(_raster(folder / "x.tif", data, nodata=random.choice([None, np.nan, 0.0, -9999.0])))


def strange_types(folder: Path, random: Random) -> Damaged:
    kind = str(random.choice(["uint8", "int16", "uint32", "float64", "complex64", "int8", "uint64"]))
    return Damaged(_raster(folder / "x.tif", np.abs(_field(random)).astype(kind)))


def strange_size(folder: Path, random: Random) -> Damaged:
    rows, cols = random.choice([1, 2, 3, 1000]), random.choice([1, 2, 3, 1000])
    return Damaged(_raster(folder / "x.tif", np.full((rows, cols), 5.0, dtype=np.float32)))


def huge_raster(folder: Path, random: Random) -> Damaged:
    path, size = folder / "x.tif", int(random.choice([100_000, 400_000]))
    options = {"tiled": True, "blockxsize": 1024, "blockysize": 1024, "SPARSE_OK": True, "BIGTIFF": "YES", "compress": "deflate"}
    transform = from_origin(-77.0, 45.0, 4.0 / size, 4.0 / size)
    with rasterio.open(path, "w", "GTiff", size, size, 1, 4326, transform, "uint8", nodata=random.choice([None, 0]), **options):
        pass
    return Damaged(path)


def strange_grid(folder: Path, random: Random) -> Damaged:
    transforms = [
        rasterio.Affine(0.1, 0.05, -77.0, 0.05, -0.1, 45.0), rasterio.Affine(0.0, 0.0, -77.0, 0.0, 0.0, 45.0), rasterio.Affine(0.1, 0.0, -77.0, 0.0, 0.1, 41.0),
        rasterio.Affine(-0.1, 0.0, -73.0, 0.0, -0.1, 45.0), rasterio.Affine(1e-12, 0.0, -77.0, 0.0, -1e-12, 45.0), rasterio.Affine(1e9, 0.0, -1e10, 0.0, -1e9, 1e10),
        rasterio.Affine(0.1, 0.0, 283.0, 0.0, -0.1, 45.0), rasterio.Affine(0.1, 0.0, 100.0, 0.0, -0.1, -45.0), rasterio.Affine.identity(),
    ]  # fmt: skip
    return Damaged(_raster(folder / "x.tif", _field(random), transform=transforms[int(random.integers(len(transforms)))]))


def strange_system(folder: Path, random: Random) -> Damaged:
    systems = [
        None,
        "EPSG:5070",
        "EPSG:3413",
        "EPSG:32760",
        "EPSG:3857",
        "+proj=ortho +lat_0=-45 +lon_0=100",
        "+proj=geos +h=35785831",
        'LOCAL_CS["x"]',
    ]
    system = systems[int(random.integers(len(systems)))]
    return Damaged(_raster(folder / "x.tif", _field(random), crs=system))


def strange_scale(folder: Path, random: Random) -> Damaged:
    path = _raster(folder / "x.tif", _field(random))
    with rasterio.open(path, "r+") as file:
        file.scales, file.offsets = (
            (float(random.choice([0.0, np.nan, np.inf, -1.0, 1e300])),),
            (float(random.choice([0.0, np.nan, 1e300])),),
        )
    return Damaged(path)


def classes_of_fractions(folder: Path, random: Random) -> Damaged:
    data = random.uniform(0.0, 200.0, (40, 40))
    path = _raster(folder / "x.tif", data.astype(np.uint8) if random.random() < 0.5 else data.astype(np.float32))
    with rasterio.open(path, "r+") as file:
        file.set_band_description(1, str(random.choice(["x", "land_cover", "", "soil_class"])))
        if file.dtypes[0] == "uint8":
            file.write_colormap(1, {1: (1, 2, 3, 255)})
    return Damaged(path)


def virtual_of_nothing(folder: Path, random: Random) -> Damaged:
    path = folder / "x.vrt"
    size, source = int(random.choice([0, 10, 2**31 - 1])), random.choice(["gone.tif", "x.vrt", ""])
    path.write_text(
        f'<VRTDataset rasterXSize="{size}" rasterYSize="{size}"><SRS>EPSG:4326</SRS><GeoTransform>-77,0.1,0,45,0,-0.1</GeoTransform>'
        f'<VRTRasterBand dataType="Float32" band="1"><SimpleSource><SourceFilename relativeToVRT="1">{source}</SourceFilename>'
        "<SourceBand>1</SourceBand></SimpleSource></VRTRasterBand></VRTDataset>"
    )
    return Damaged(path)


RASTERS: tuple[Callable[[Path, Random], Damaged], ...] = (
    cut_raster, flipped_raster, strange_values, strange_types, strange_size, huge_raster, strange_grid, strange_system, strange_scale, classes_of_fractions,
    virtual_of_nothing, lambda folder, random: zero_bytes(folder, random, RASTER_KINDS), lambda folder, random: garbage(folder, random, RASTER_KINDS),
    lambda folder, random: text_garbage(folder, random, RASTER_KINDS), lambda folder, random: a_folder(folder, random, RASTER_KINDS),
)  # fmt: skip
