#!/usr/bin/env bash
# The conterminous United States from open data, through QGIS: forcing from climate normals, a BINN that is scored beside its baselines on
# blocks of two degrees, quarter-degree maps with uncertainty, a picture.
#
# Usage: bash scripts/conus.sh DATA [FOLDER]
#
# DATA holds the SOC layers and rasters that docs/conus.md names; FOLDER is where results go (conus-output in the checkout if left out).
set -euo pipefail

source "$(dirname "${BASH_SOURCE[0]}")/qgis_run.sh"
[ $# -ge 1 ] || { sed -n '5,7s/^# \{0,1\}//p' "$0" >&2; exit 1; }
data="$(realpath "$1")"
out="$(realpath -m "${2:-$root/conus-output}")"
[ -f "$data/soc_layers.csv.gz" ] || { echo "conus: $data has no soc_layers.csv.gz" >&2; exit 1; }
mkdir -p "$out"

SECONDS=0
say "a fresh profile with the plugin"
"$qgis_process" plugins enable binn

say "trees as a raster"
# Canopy as the classes of IGBP define it: forests above 60 %, woody savannas 30 to 60 %, savannas 10 to 30 %.
run gdal:rastercalculator -- INPUT_A="$data/modis_igbp_2019_0p05.tif" BAND_A=1 OUTPUT="$out/trees.tif" RTYPE=5 \
    FORMULA="80*logical_and(A>=1,A<=5)+45*(A==8)+20*(A==9)"

say "forcing"
run binn:build_forcing -- TEMPERATURE="$data/era5_tavg_0p25.tif" PRECIPITATION="$data/era5_prec_0p25.tif" \
    NPP="NETCDF:\"$data/cesm2_fields.nc\":NPP" NPP_UNIT=gC/m2/s BEDROCK="NETCDF:\"$data/cesm2_fields.nc\":nbedrock" BEDROCK_UNIT=layer \
    SAND="$data/wise_soil_0p5.tif" CLAY="$data/wise_soil_0p5.tif" TEXTURE_UNIT=1 TREES="$out/trees.tif" \
    GRID="$data/wise_soil_0p5.tif" OUTPUT_FORCING="$out/forcing.nc"

covariates=()
for name in era5_bioclim_0p25 elevation_prism_conus_2p5min modis_igbp_2019_0p05 koppen_era5_0p25 wise_soil_0p5 gsde_bulk_density_5min; do
    covariates+=(COVARIATES="$data/$name.tif")
done

say "training and scores"
# One network a fold, each trained on two thirds of the blocks; together they are the model of the maps.
# Soil carbon by another name is no covariate: organic carbon and C:N of the soil map are left out.
run binn:crossvalidate -- OBSERVATIONS="$data/soc_layers.csv.gz" SOC_FIELD=soc_density_kg_m3 SOC_UNIT=kg/m3 \
    "${covariates[@]}" EXCLUDE=orgC,CN CATEGORICAL=igbp_class,koppen NEAREST_VALID_KM=50 FORCING="$out/forcing.nc" \
    BLOCK_DEGREES=2 FOLDS=3 MEMBERS=1 MODEL="$out/model.safetensors" REPORT="$out/crossvalidation.html" OUTPUT_JSON="$out/crossvalidation.json"

say "maps"
run binn:predict -- MODEL="$out/model.safetensors" "${covariates[@]}" FORCING="$out/forcing.nc" PASSES=20 BEYOND_FORCING=nodata \
    OUTPUT_PARAMETERS="$out/parameters.tif" OUTPUT_PROCESSES="$out/processes.tif" OUTPUT_SOC="$out/soc.tif" \
    OUTPUT_PARAMETERS_SD="$out/parameters_sd.tif" OUTPUT_PROCESSES_SD="$out/processes_sd.tif" OUTPUT_SOC_SD="$out/soc_sd.tif" \
    OUTPUT_SOC_QUANTILES="$out/soc_quantiles.tif" OUTPUT_REPORT="$out/maps.html"
say "done"

picture "$out" "$out/maps.png"
