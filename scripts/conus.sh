#!/usr/bin/env bash
# The conterminous United States from open data, through QGIS: forcing from climate normals, training, quarter-degree maps with uncertainty, a picture.
#
# Usage: bash scripts/conus.sh DATA [FOLDER [--crossvalidate]]
#
# DATA holds the SOC layers and rasters that docs/conus.md names; FOLDER is where results go (conus-output in the checkout if left out).
# With --crossvalidate BINN (one network a fold) and its baselines are scored on three folds of blocks of two degrees too.
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
[ $# -ge 1 ] || { sed -n '4,7s/^# \{0,1\}//p' "$0" >&2; exit 1; }
data="$(realpath "$1")"
out="$(realpath -m "${2:-$root/conus-output}")"
[ -f "$data/soc_layers.csv.gz" ] || { echo "conus: $data has no soc_layers.csv.gz" >&2; exit 1; }
mkdir -p "$out"

say() { printf '\n=== %s (%d s)\n' "$*" "$SECONDS"; }

work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
mkdir -m 700 "$work/runtime"
mkdir "$work/plugins" "$work/profile"
ln -s "$root" "$work/plugins/binn"
export QT_QPA_PLATFORM=offscreen XDG_RUNTIME_DIR="$work/runtime"
export QGIS_CUSTOM_CONFIG_PATH="$work/profile" QGIS_PLUGINPATH="$work/plugins" BINN_ENGINE_PYTHON="$root/.venv/bin/python"
qgis_process="$(command -v qgis_process.bin || command -v qgis_process)"
run() { "$qgis_process" run "$@"; }

SECONDS=0
say "a fresh profile with the plugin"
"$qgis_process" plugins enable binn
gunzip -c "$data/soc_layers.csv.gz" > "$out/soc_layers.csv"

say "productivity, bedrock and trees as rasters"
# qgis_process of QGIS 3.22 cannot be given a variable in a NetCDF, so the two are unpacked first.
gdal_translate -q -a_srs EPSG:4326 "NETCDF:\"$data/cesm2_fields.nc\":NPP" "$out/npp.tif"
gdal_translate -q -a_srs EPSG:4326 -b 1 "NETCDF:\"$data/cesm2_fields.nc\":nbedrock" "$out/bedrock.tif"
# Canopy as the classes of IGBP define it: forests above 60 %, woody savannas 30 to 60 %, savannas 10 to 30 %.
run gdal:rastercalculator -- INPUT_A="$data/modis_igbp_2019_0p05.tif" BAND_A=1 OUTPUT="$out/trees.tif" RTYPE=5 \
    FORMULA="80*logical_and(A>=1,A<=5)+45*(A==8)+20*(A==9)"

say "forcing"
run binn:build_forcing -- TEMPERATURE="$data/era5_tavg_0p25.tif" PRECIPITATION="$data/era5_prec_0p25.tif" \
    NPP="$out/npp.tif" NPP_UNIT=gC/m2/s SAND="$data/wise_soil_0p5.tif" CLAY="$data/wise_soil_0p5.tif" TEXTURE_UNIT=1 \
    BEDROCK="$out/bedrock.tif" BEDROCK_UNIT=layer TREES="$out/trees.tif" GRID="$data/wise_soil_0p5.tif" OUTPUT_FORCING="$out/forcing.nc"

# Soil carbon by another name is no covariate: organic carbon and C:N of the soil map are left out.
inputs=(OBSERVATIONS="$out/soc_layers.csv" SOC_FIELD=soc_density_kg_m3 SOC_UNIT=kg/m3 FORCING="$out/forcing.nc" EXCLUDE=orgC,CN CATEGORICAL=igbp_class,koppen)
covariates=()
for name in era5_bioclim_0p25 elevation_prism_conus_2p5min modis_igbp_2019_0p05 koppen_era5_0p25 wise_soil_0p5 gsde_bulk_density_5min; do
    covariates+=(COVARIATES="$data/$name.tif")
done

say "training"
run binn:train -- "${inputs[@]}" "${covariates[@]}" BLOCK_DEGREES=2 MODEL="$out/model.safetensors" REPORT="$out/training.html"

say "maps"
run binn:predict -- MODEL="$out/model.safetensors" "${covariates[@]}" FORCING="$out/forcing.nc" PASSES=20 \
    OUTPUT_PARAMETERS="$out/parameters.tif" OUTPUT_PROCESSES="$out/processes.tif" OUTPUT_SOC="$out/soc.tif" \
    OUTPUT_PARAMETERS_SD="$out/parameters_sd.tif" OUTPUT_PROCESSES_SD="$out/processes_sd.tif" OUTPUT_SOC_SD="$out/soc_sd.tif" \
    OUTPUT_SOC_QUANTILES="$out/soc_quantiles.tif" OUTPUT_REPORT="$out/maps.html"

say "picture"
GDAL_PAM_ENABLED=NO PYTHONPATH="$work/plugins" "$root/.venv-qgis/bin/python" "$root/scripts/map_picture.py" "$out" "$out/maps.png"
say "done"

if [ "${3:-}" = "--crossvalidate" ]; then
    say "cross-validation on blocks of two degrees"
    run binn:crossvalidate -- "${inputs[@]}" "${covariates[@]}" BLOCK_DEGREES=2 FOLDS=3 MEMBERS=1 REPORT="$out/crossvalidation.html" \
        OUTPUT_JSON="$out/crossvalidation.json"
    say "done"
fi
