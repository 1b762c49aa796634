#!/usr/bin/env bash
# A scenario over the conterminous United States, through QGIS: the model of scripts/conus.sh under the warming of a climate model, with litter
# input unchanged, and a picture.
#
# Usage: bash scripts/conus_change.sh DATA SCENARIO [FOLDER]
#
# DATA is that of conus.sh; SCENARIO a NetCDF with the variable dtas_rcp85 (K by decade and month at places); FOLDER holds what conus.sh made
# (conus-output in the checkout if left out), and gets the results.
set -euo pipefail

source "$(dirname "${BASH_SOURCE[0]}")/qgis_run.sh"
[ $# -ge 2 ] || { sed -n '5,8s/^# \{0,1\}//p' "$0" >&2; exit 1; }
data="$(realpath "$1")"
scenario="$(realpath "$2")"
out="$(realpath -m "${3:-$root/conus-output}")"
[ -f "$out/model.safetensors" ] || { echo "conus_change: $out has no model.safetensors; run scripts/conus.sh first" >&2; exit 1; }

SECONDS=0
say "a fresh profile with the plugin"
"$qgis_process" plugins enable binn

covariates=()
for name in era5_bioclim_0p25 elevation_prism_conus_2p5min modis_igbp_2019_0p05 koppen_era5_0p25 wise_soil_0p5 gsde_bulk_density_5min; do
    covariates+=(COVARIATES="$data/$name.tif")
done

say "projection"
run binn:project -- MODEL="$out/model.safetensors" "${covariates[@]}" FORCING="$out/forcing.nc" BEYOND_FORCING=nodata \
    AIR_TEMPERATURE="$scenario" AIR_VARIABLE=dtas_rcp85 START_YEAR=2006 YEARS=2030,2060,2090 PASSES="${PASSES:-0}" \
    OUTPUT_CHANGE_100="$out/change_100.tif" OUTPUT_CHANGE_100_MODELS="$out/change_100_models.tif" \
    OUTPUT_COMMITTED="$out/committed.tif" OUTPUT_CSV="$out/years.csv" OUTPUT_REPORT="$out/change.html"

picture "$out" "$out/change.png" 2030 2060 2090
say "done"
