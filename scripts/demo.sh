#!/usr/bin/env bash
# The whole way, through QGIS: example landscape, training, maps with uncertainty, report, picture.
#
# Usage: bash scripts/demo.sh [FOLDER]     (FOLDER: where results go; demo-output in the checkout if left out)
#
# Uses a QGIS profile of its own, made for the run and removed after it. Results of an earlier demo in FOLDER are deleted first.
set -euo pipefail

scripts="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
out="$(realpath -m "${1:-$scripts/../demo-output}")"
mark="$out/.binn-demo"

if [ -d "$out" ] && [ -n "$(ls -A "$out")" ] && [ ! -e "$mark" ]; then
    echo "demo: $out holds other files; give an empty folder or a new one" >&2
    exit 1
fi
bash "$scripts/setup.sh"
source "$scripts/qgis_run.sh"  # after it, since it may have installed QGIS
SECONDS=0
rm -rf "$out"
mkdir -p "$out"
touch "$mark"

say "a fresh profile with the plugin"
"$qgis_process" plugins enable binn

say "example landscape"
run binn:exampledata -- OUTPUT="$out/example"

covariates=()
for raster in "$out"/example/covariates/*.tif; do covariates+=(COVARIATES="$raster"); done
forcing="$out/example/clm5_forcing.nc"

say "training"
run binn:train -- OBSERVATIONS="$out/example/soc_profiles.gpkg" "${covariates[@]}" FORCING="$forcing" \
    MODEL="$out/model.safetensors" REPORT="$out/training.html"

say "maps"
run binn:predict -- MODEL="$out/model.safetensors" "${covariates[@]}" FORCING="$forcing" PASSES=20 \
    TRUTH="$out/example/truth_soc.tif" TRUTH_PROCESSES="$out/example/truth_processes.tif" \
    OUTPUT_PARAMETERS="$out/parameters.tif" OUTPUT_PROCESSES="$out/processes.tif" OUTPUT_SOC="$out/soc.tif" \
    OUTPUT_PARAMETERS_SD="$out/parameters_sd.tif" OUTPUT_PROCESSES_SD="$out/processes_sd.tif" OUTPUT_SOC_SD="$out/soc_sd.tif" \
    OUTPUT_SOC_QUANTILES="$out/soc_quantiles.tif" OUTPUT_REPORT="$out/maps.html"

say "picture"
picture "$out" "$out/maps.png"

say "done"
echo "In $out:"
echo "  maps.png        the maps, drawn by QGIS"
echo "  maps.html       report of the maps, with the known truth beside them"
echo "  training.html   report of the training, with its test scores"
echo "  *.tif           the rasters, each with its style for QGIS"
echo "  example/        what went in"
