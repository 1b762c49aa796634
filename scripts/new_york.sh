#!/usr/bin/env bash
# New York State from open data, through QGIS: forcing from climate normals, a BINN, maps with uncertainty, totals of the counties.
# The steps of docs/new-york.md with the same settings.
#
# Usage: bash scripts/new_york.sh DATA [FOLDER]
#
# DATA holds the files that docs/new-york.md names; FOLDER is where results go (new-york-output in the checkout if left out).
set -euo pipefail

source "$(dirname "${BASH_SOURCE[0]}")/qgis_run.sh"
[ $# -ge 1 ] || { sed -n '5,7s/^# \{0,1\}//p' "$0" >&2; exit 1; }
data="$(realpath "$1")"
out="$(realpath -m "${2:-$root/new-york-output}")"
[ -f "$data/profiles.csv" ] || { echo "new_york: $data has no profiles.csv" >&2; exit 1; }
mkdir -p "$out"

SECONDS=0
say "a fresh profile with the plugin"
"$qgis_process" plugins enable binn

window="-79.9,-71.7,40.4,45.2 [EPSG:4326]"

say "profiles"
run binn:prepare_profiles -- OBSERVATIONS="$data/profiles.csv" OUTPUT="$out/soc_profiles.gpkg" OUTPUT_REPORT="$out/profiles.html"

say "forcing"
run binn:build_forcing -- TEMPERATURE="$data/temperature.tif" PRECIPITATION="$data/precipitation.tif" \
    NPP="NETCDF:\"$data/cesm2.nc\":NPP" NPP_UNIT=gC/m2/s BEDROCK="NETCDF:\"$data/cesm2.nc\":nbedrock" BEDROCK_UNIT=layer \
    SAND="$data/sand.tif" CLAY="$data/clay.tif" TEXTURE_UNIT=1 EXTENT="$window" OUTPUT_FORCING="$out/forcing.nc"

covariates=()
for name in elevation bioclim land_cover clay sand ph; do covariates+=(COVARIATES="$data/$name.tif"); done

say "model"
run binn:train -- OBSERVATIONS="$out/soc_profiles.gpkg" "${covariates[@]}" NEAREST_VALID_KM=50 FORCING="$out/forcing.nc" \
    MODEL="$out/model.safetensors" REPORT="$out/training.html"

say "maps"
run binn:predict -- MODEL="$out/model.safetensors" "${covariates[@]}" FORCING="$out/forcing.nc" EXTENT="$window" PASSES=20 \
    OUTPUT_SOC="$out/soc.tif" OUTPUT_SOC_SD="$out/soc_sd.tif" OUTPUT_PROCESSES="$out/processes.tif" OUTPUT_REPORT="$out/maps.html"

say "totals of the counties"
run binn:zonal -- POLYGONS="$data/counties.gpkg" ID_FIELD=name MODEL="$out/model.safetensors" "${covariates[@]}" FORCING="$out/forcing.nc" \
    PASSES=50 OUTPUT="$out/counties.gpkg" OUTPUT_REPORT="$out/counties.html" OUTPUT_TABLE="$out/counties.xlsx"
say "done"

picture "$out" "$out/maps.png"
zones_picture "$out/counties.zonal.run.json" "$out/counties.png"
