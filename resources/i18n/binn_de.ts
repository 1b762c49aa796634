<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>BINN</name>
    <message>
        <source>Write example data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Writes a synthetic landscape with known truth to learn with.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Writes a synthetic landscape whose parameters, processes and soil organic carbon are known: SOC profiles as points, covariate rasters on two grids and coordinate reference systems, one of them with classes, CLM5 forcing, and the truth to compare maps with.

Use it to learn the way from profiles to maps: 'Train BINN', then 'Map with BINN'.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Profiles</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Number of SOC profiles.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Width and height (pixels)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Width and height of the landscape in pixels.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Seed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Seed of every random draw.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Load the profiles and the covariates when done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder for the example</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder for the example's files; made where absent.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Build forcing from climate normals</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Builds an approximate CLM5 forcing from climate normals, for use where no CLM5 output is at hand.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Builds what drives the CLM5 soil carbon model from monthly normals of air temperature and precipitation, net primary production and soil texture.

TSOI, soil temperature: heat conduction from the air through snow into a soil that freezes. W_SCALAR, the moisture scalar: a daily water balance and CLM5's water retention, with little liquid water in frozen soil. ALTMAX, thaw depth: from the soil temperature. CWD_INPUT and LITR1_INPUT to LITR3_INPUT, litter: net primary production, shared out as CLM5 does. nbedrock: the layer that bedrock lies in; give the depth to bedrock if you can, it matters most. O_SCALAR and FPI_vr, the oxygen and nitrogen scalars: constant.

The result is an approximation and says so; output of CLM5 itself is better. Cells take the mean of the rasters, which may have any CRS and resolution; cells without a value of every raster are left out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Monthly air temperature</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Monthly mean air temperature: a raster of twelve bands, January first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unit of air temperature</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unit of the air temperature.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Monthly precipitation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Monthly precipitation, rain and snow together: a raster of twelve bands, January first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unit of precipitation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unit of precipitation; mm/s is kg per m2 and second.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Net primary production</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Net primary production: a raster of one band, or of twelve months, whose mean counts.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unit of net primary production</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unit of net primary production.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sand content</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sand content of the soil: a raster of one band, or with a band called sand.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clay content</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clay content of the soil: a raster of one band, or with a band called clay.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unit of sand and clay</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unit of sand and clay; 1 is a share.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Depth to bedrock</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Depth to bedrock: a raster of one band, or of twelve months, whose mean counts; empty: bedrock lies below 8.6 m everywhere.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unit of the depth to bedrock</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unit of the depth to bedrock; layer is CLM5's nbedrock, the last soil layer above it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tree cover (%)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tree cover in %: a raster of one band; empty: 55 %.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Monthly snow on the ground (mm water)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Monthly mean water equivalent of snow on the ground in mm: a raster of twelve bands; empty: from temperature and precipitation.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Grid of the forcing's cells</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Raster whose pixels are the cells of the forcing; empty: that of the air temperature.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Window to build</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Window to build, in the grid's CRS: xmin, ymin, xmax, ymax; empty: the whole grid.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Forcing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>NetCDF of CLM5 forcing to write.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Prepare SOC profiles</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Makes soil profiles of any layout and unit clean, and accounts for every row.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reads profiles of soil organic carbon (SOC) as databases and people record them, and writes one clean layer that every other BINN algorithm reads without naming a field: one point per soil layer, with its top and bottom depth, SOC in gC/m3, the relative error that an estimated bulk density brings, and quality flags.

Layouts of WoSIS, NCSS/KSSL, ISCN, LUCAS and ISRIC are recognised by their field names; for others name the fields. Layers may be features of their own, or fields of one feature per profile (soc_0_30, soc_30_60). SOC may be a density, a content, a stock of the layer, or organic matter. Bulk densities that were not measured can be filled by a published pedotransfer function.

No row disappears in silence: the report and the table of rejected rows say why each one is left out. Several layers, each in its own coordinate reference system, are brought together.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>SOC profiles</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>SOC profiles: CSV or vector files that GDAL reads, each in its own layout and reference system; one row per layer, or a field per depth.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>More SOC profiles</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>More layers of the same kind, each in its own layout and coordinate reference system; fields that are named hold for all.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tables to join, by id</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tables of the same database that the rows are joined with, by the id of the layer or the profile: places, bulk densities.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Profile id field</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Field with the profile id; empty: recognised by name, or made from the coordinates.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>SOC field</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Field with soil organic carbon; empty: recognised by name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unit of SOC</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unit of soil organic carbon; empty: from the field's name or the database, else gC/m3. Contents (g/kg, %) need a bulk density; stocks (kg/m2, t/ha, g/cm2) are of the layer; OM is organic matter.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Top depth field</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Field with the top depth of the layer; empty: recognised by name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bottom depth field</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Field with the bottom depth of the layer; empty: recognised by name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mid depth field</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Field with the mid depth of the layer, or with its range as text (0-20 cm), where top and bottom are unknown; empty: recognised by name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unit of depths</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unit of the depths; auto: from the field's name (_cm, _m), else metres for a mid depth and centimetres for top and bottom.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bulk density field</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Field with the bulk density of the fine earth in g/cm3, for contents; empty: recognised by name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Coarse fragments field</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Field with the coarse fragments in volume %, for contents; empty: recognised by name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Longitude field</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Field with the longitude or x, for tables without geometry; empty: recognised by name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Latitude field</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Field with the latitude or y, for tables without geometry; empty: recognised by name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reference system of the coordinate fields</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reference system of the coordinates in those fields, such as EPSG:25832; empty: degrees on WGS 84.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reference system field</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Field with the reference system of each row's coordinates, such as EPSG:4326; empty: recognised by name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Names of SOC fields, one per depth</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Names of SOC fields, for one feature per profile with a field per depth: carbon_{top}_{bottom} or carbon_{depth}; empty: recognised, such as soc_0_30 or orgc_5_15cm.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Litter layers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Litter layers, above the mineral soil: exclude them, or shift the profile down so that it begins with them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bulk density where not measured</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pedotransfer function that fills bulk densities that were not measured; none: such layers are left out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Carbon in organic matter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of carbon in organic matter, for units of OM: 0.58 is 1/1.724.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quality flags to leave out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Flags of quality control whose profiles or layers are left out, beside those certainly wrong.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quality flags to keep</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Flags of quality control, also of those certainly wrong, whose profiles and layers are kept all the same.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>SOC above which a layer is flagged (gC/m3)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>SOC (gC/m3) above which a layer is flagged.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clean soil layers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>GeoPackage of the clean layers to write (.gpkg).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Report</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>HTML report to write; empty for none.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Counts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>JSON file with every count to write; empty for none.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rows left out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CSV file with every row that is left out, and why, to write; empty for none.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Train BINN</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trains BINN on profiles of soil organic carbon, through the CLM5 soil carbon model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trains the Biogeochemistry-Informed Neural Network on profiles of soil organic carbon (SOC).

A network reads the covariates and gives the 21 parameters of the CLM5 soil carbon model, which turns them into a SOC profile; both are fitted together to the observed profiles. Part of the profiles, at random and in whole spatial blocks, is held out to test the model.

Covariates come from rasters, sampled at the profiles, or from a table with one row per profile. The result is a model file (.safetensors) for 'Map with BINN', and a report.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>SOC profiles: a CSV or any vector file that GDAL reads, one row per soil layer or a field per depth.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Covariate rasters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Covariates: rasters to sample at the profiles, or tables with one row per profile joined by profile id; none where the profiles have them as fields.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Covariate table, joined by profile id</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Covariates as a table, one row per profile, joined by profile id; beside or instead of rasters.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fields of the profiles that are covariates</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fields of the profiles themselves that are covariates; maps need rasters with bands of the same names.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading of rasters at profiles</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How rasters are read at profiles: nearest takes the pixel a profile lies in, bilinear interpolates continuous covariates.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nearest valid cell within (km)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Distance in km within which a profile on a cell without a value takes the nearest cell with one, as on coasts; 0: such profiles are left out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CLM5 forcing (NetCDF)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CLM5 forcing: a NetCDF with CLM5's variable names and units, a folder or a pattern (h0.*.nc) of CLM's history files, or a table of sites (.csv).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Covariates that are classes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Names of covariates that are classes; known ones, such as land cover and soil classes, are recognised.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Covariates to leave out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Names of covariates to leave out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recipe</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How to train: recommended, or paper to reproduce the published BINN. The settings below change it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Epochs at most</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Passes over the profiles at most. Empty: as the recipe has it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Seed of splits, initial weights and dropout.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ranges of the parameters: binn, proda or a CSV file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ranges of the parameters: binn, proda, or a CSV file with the columns name, lower, upper.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bedrock</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bedrock: clm5 closes the soil at bedrock; published reproduces the published codes, which leak carbon there. Empty: as the recipe has it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Parameters to learn</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Names of the parameters to learn; empty: all 21.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Values of parameters not learned</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Values of parameters that are not learned, as name=value; others take CLM5's default within their range.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Location as a covariate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Location as a covariate: none, coordinates (scaled longitude and latitude), spatial (sines and cosines of wavelengths over 0.5 degrees) or gridcell (as published, which memorises places). Empty: as the recipe has it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Widths of hidden layers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Widths of the network's hidden layers. Empty: as the recipe has it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dropout</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dropout in the hidden layers; Monte Carlo passes need it above 0. Empty: as the recipe has it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Networks in the ensemble</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Networks trained from different seeds, whose mean is the prediction. Empty: as the recipe has it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loss: sqrt or log (Huber loss of the root or logarithm of SOC), balanced (of both, and of the mean), l1 (gC/m3, as published) or relative (60 % observation error). Empty: as the recipe has it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Patience in epochs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Epochs without a better validation score after which training stops. Empty: as the recipe has it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Profiles per step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Profiles per step. Empty: as the recipe has it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Peak learning rate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Peak learning rate. Empty: as the recipe has it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Highest SOC to train on (gC/m3)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Layers above this SOC (gC/m3) are left out of training, not of testing. Empty: as the recipe has it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of profiles for validation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of the profiles that decide when to stop.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Precision of the CLM5 layer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Precision of the CLM5 layer: float32 is faster, and needed on Apple GPUs.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where to compute.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of profiles for the random test</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of the profiles held out at random for testing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of profiles for the spatial test</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of the profiles held out in whole spatial blocks for testing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size of spatial blocks (degrees)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size of the spatial blocks in degrees.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Train the delivered model on test profiles too</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>After scoring, train the model that is written on the test profiles too.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trained model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checkpoint to write (.safetensors).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cross-validate BINN</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Scores BINN by cross-validation, beside what it has to beat on the same folds.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trains BINN once for each fold of the profiles and scores it on the profiles of that fold, which it never saw.

Folds are spatial blocks (of a given size, or of the range of the variogram), random places, or regions named by a field. On the same folds stand constant parameters, CLM5's default parameters, a curve of depth alone, the same network without CLM5, gradient boosting and a quantile random forest. Scores come with bootstrap intervals; the report says plainly where BINN loses, what the data tell of each parameter, and why.

The networks of all folds together are a model for 'Map with BINN'.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folds: spatial blocks, random places, or regions named by a field.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Number of folds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Number of folds; more regions than folds are dealt into so many. 0: a fold for each region.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size of the spatial blocks in degrees; 0: from the variogram of SOC.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Region field</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Field of the profiles that names their region, for folds of regions.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Score a residual learner on top too</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Also score BINN with a learner of its residuals (gradient boosting) on top, which has no mechanism.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>HTML report to write.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Scores as JSON</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>JSON file with every score to write; empty for none.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Scores as CSV</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CSV file with the scores to write; empty for none.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Observed and predicted SOC</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CSV with the fold, observed SOC and every model's prediction of every layer to write; empty for none.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model of all folds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checkpoint of the ensemble of all folds' networks to write (.safetensors); empty for none.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Parameter recovery</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tries how well BINN finds parameters again whose truth is known, at your own sites.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Draws true parameters, computes the SOC that they give at the profiles' own sites, depths and forcing, adds noise, trains BINN on it, and compares the parameters and processes found with the truth on profiles held out.

The truth is smooth in the covariates, constant, or comes from a raster or table whose bands or columns are named as parameters. Parameters that are not learned are prescribed at their truth. Every score stands beside its null: the prediction for one truth against another, and training with shuffled covariates. What is not recovered here, at your sites, is not told by real data either.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folds to run (0: all)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folds to train, for a quicker answer; 0: all.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Truth</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>True parameters: smooth functions of covariates, constant, or from a raster or table whose bands or columns are named as parameters.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Raster or table of true parameters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The raster or table of true parameters, joined as covariates are.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Number of truths</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Number of truths to draw and recover.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Noise of the observations (0 to 0.5)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Relative error of the synthetic observations: 0 to 0.5.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Covariates of each true parameter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Covariates that each smooth parameter depends on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Length scale of the truth</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Length scale of the smooth functions, in standard deviations of the covariates; smaller is rougher.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run the negative control</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Also run the negative control: covariates shuffled among the profiles.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CSV file with the scores of every parameter and process to write; empty for none.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Calibrate BINN</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trains a model whose uncertainty can be relied on, and shows the evidence.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trains BINN, and learns how wrong it is.

The spread of networks and of Monte Carlo dropout is too small: of intervals that claim 90 %, well under half hold. For soil organic carbon (SOC) the spread is scaled with profiles that were held out, by depth. Parameters and processes cannot be observed: theirs is scaled with simulated twins of your own sites, whose truth is known. That is a simulation-based correction, right as far as nature's parameters are as smooth as the twins'.

The report shows, on profiles and twins that took no part, how many observations and true values the intervals hold, beside a quantile random forest. The model is for 'Map with BINN', which then maps calibrated uncertainty.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show random folds too</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the evidence of random folds beside that of the blocks, for twice the training.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of profiles that calibrate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of each fold's training profiles that calibrate, in whole blocks, and teach nothing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Monte Carlo passes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Monte Carlo dropout passes that the spread is of.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where the spread comes from</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where the spread comes from: dropout (of the first network), ensemble (its networks), both, or auto (both, or what the model has).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Twins that calibrate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Simulated twins that calibrate parameters and processes; 0: their spread stays raw.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Twins that test</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Twins that test the calibration, none of which calibrated.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Noise of the twins</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Relative error of the twins' synthetic observations: 0 to 0.5.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Covariates that each true parameter of a twin depends on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Length scale of true parameters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Length scale of the twins' true parameters, in standard deviations of the covariates; smaller is rougher.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Calibrated model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Calibrated checkpoint to write (.safetensors).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CSV file with the scores of intervals to write; empty for none.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Predicted intervals</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CSV with observed SOC and the predicted intervals of every layer to write; empty for none.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Evaluate a BINN model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Scores a trained model on soil profiles that it never saw.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Applies a trained model to profiles of soil organic carbon (SOC) that it never saw, and scores it.

Gives the Nash-Sutcliffe efficiency, r2, root mean square error and bias, of SOC and of its logarithm, as JSON and, on request, observed and predicted SOC of every soil layer as a CSV. With Monte Carlo passes it also says how many observations its intervals hold.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checkpoint of a trained model (.safetensors).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Covariates with the names the model was trained with: rasters, or tables joined by profile id; none where the profiles have them as fields.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Monte Carlo dropout passes; with them, intervals are scored too.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where the spread comes from: dropout, ensemble, both, or auto (both, or what the model has).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Calibrated intervals, where the model has them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Score calibrated intervals of a new observation where the model has them; else those of the raw spread.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Seed of the passes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Seed of the Monte Carlo passes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Score profiles of the training too</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Score profiles that the model was trained on too, instead of refusing them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Scores</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>JSON file with the scores to write; empty for none.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CSV with observed and predicted SOC of every layer to write; empty for none.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Map with BINN</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Maps soil organic carbon, its processes and their parameters, with uncertainty.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Maps soil organic carbon (SOC), the 21 parameters of the CLM5 soil carbon model and the six processes behind it, with a trained model over covariate rasters.

The bands of the rasters are matched by name with the model's covariates, in any order; rasters may differ in CRS and resolution. A pixel where any covariate is missing is nodata in every map. With Monte Carlo passes above 0 it also maps the uncertainty: calibrated, where the model was (see 'Calibrate BINN'), else the raw spread, whose intervals are too narrow. The domain says where covariates differ too much from those of the training profiles.

The maps arrive styled, one layer per band, grouped by what they show.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Covariate rasters, whose bands are matched by name with the model's covariates.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Grid of the maps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Raster whose grid the products take; empty: that of the first covariate raster.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Window to map</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Window to map, in the grid's CRS: xmin, ymin, xmax, ymax; empty: the whole grid.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Depths of SOC (m)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Depths of SOC density in metres.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Monte Carlo dropout passes, at most; 0 gives no uncertainty.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where the spread comes from: dropout (of the first network), ensemble (its networks, no passes needed), both, or auto (both, or what the model has).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Error of the spread at which a pixel is done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Relative standard error of the standard deviations at which a pixel needs no more passes, such as 0.1; 0: all passes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Calibrated uncertainty, where the model has it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give calibrated uncertainty where the model has it; else the raw spread.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whose uncertainty SOC gets</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whose uncertainty SOC gets, where calibrated: the mean of the place, or a new observation with its own error.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quantiles</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quantiles to map.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Thresholds to exceed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Thresholds of the exceedance, as where=value: a range of depths in cm for a stock in kgC/m2 (0-30=5), a depth in cm for a density in gC/m3 (30=20000).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tile size (pixels)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Width and height of the tiles in pixels.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Precision of the CLM5 layer: float32 is faster, and needed on Apple GPUs; rates below its range are solved in float64.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Known SOC to compare with</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Raster of known SOC with the bands of the soc product, to compare with in the report; empty for none.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Known processes to compare with</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Raster of the six known processes, to compare with in the report; empty for none.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>GeoTIFF of the 21 parameters to write; empty for none.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Processes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>GeoTIFF of the six processes to write; empty for none.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Soil carbon</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>GeoTIFF of SOC at depths and of stocks to write; empty for none.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Parameters: standard deviation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>GeoTIFF of the parameters' standard deviations to write (needs a spread); empty for none.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Processes: standard deviation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>GeoTIFF of the processes' standard deviations to write (needs a spread); empty for none.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Soil carbon: standard deviation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>GeoTIFF of SOC's standard deviations to write (needs a spread); empty for none.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Parameters: quantiles</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>GeoTIFF of the parameters' quantiles to write (needs a spread); empty for none.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Parameters: coefficient of variation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>GeoTIFF of the parameters' coefficients of variation (%) to write (needs a spread); empty for none.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Processes: quantiles</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>GeoTIFF of the processes' quantiles to write (needs a spread); empty for none.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Processes: coefficient of variation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>GeoTIFF of the processes' coefficients of variation (%) to write (needs a spread); empty for none.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Soil carbon: quantiles</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>GeoTIFF of SOC's quantiles to write (needs a spread); empty for none.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Soil carbon: coefficient of variation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>GeoTIFF of SOC's coefficients of variation (%) to write (needs a spread); empty for none.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Soil carbon: probability of exceeding a threshold</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>GeoTIFF of the probability that SOC exceeds the thresholds to write (needs a spread); empty for none.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Domain of the model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>GeoTIFF of the distance from the training profiles' covariates, and of the domain inside which the model holds, to write; empty for none.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>HTML report with the maps to write; empty for none.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Map tiles with BINN</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Maps tile after tile, as a tile index says, and joins the maps in virtual mosaics.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Maps soil organic carbon (SOC), its processes and their parameters for every feature of a tile index: a layer with one feature per tile, whose fields hold the paths of the tile's covariate rasters, as 'Tile index' of GDAL or a table gives them. Paths are absolute, or relative to the index's own file; several in a field are separated by semicolons.

The folder gets NAME_product.tif of every tile, a virtual mosaic (product.vrt) of all, and a table (tiles.csv) of what became of each. A tile that fails is reported at the end and the rest is mapped; the algorithm fails only where every tile does. Run again, it maps what is missing, and tiles whose inputs or settings have changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tile index</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tile index: a table or vector layer with one feature per tile, whose fields hold paths of its covariate rasters.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fields with paths of covariate rasters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fields with the paths of covariate rasters; empty: every field whose name begins with covariate, path, location or raster. Several paths in a field are separated by semicolons.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Field with the tiles' names</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Field with the tiles' names; empty: name, tile or id, else they are numbered from 1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CLM5 forcing of all tiles</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CLM5 forcing: a NetCDF with CLM5's variable names and units, a folder or a pattern (h0.*.nc) of CLM's history files, or a table of sites (.csv). Empty: a field of the index names each tile's.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Field with each tile's own forcing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Field with the path of a tile's own forcing; empty: forcing, where there is one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Products</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Products to map: soc, processes, parameters, domain, and with a spread soc_sd and the like.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Relative standard error of the standard deviations at which a pixel needs no more passes; 0: all passes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whose uncertainty SOC gets, where calibrated: the mean of the place, or a new observation.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Thresholds of the exceedance, as where=value; see predict.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Parts of a tile (pixels)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Width and height, in pixels, of the parts that a tile is mapped in.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder of the maps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder for the maps, NAME_product.tif, and the virtual mosaics, product.vrt; made where absent.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Totals of zones</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Adds soil carbon up over polygons, with an uncertainty that does not take errors for independent.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gives for every polygon the stock of soil organic carbon (SOC) and the mean of SOC and of the six processes by area, each with its uncertainty. Areas are those on the ellipsoid, and pixels on an edge count by the share that lies within.

With a trained model, its covariates and its forcing, the model is run over the polygons pass by pass. A pass is one map, so that a polygon's total in every pass is the exact distribution of its total. For a calibrated model (see 'Calibrate BINN') the errors that no pass shows are added.

With maps of SOC and its standard deviation alone, how errors of pixels go together is not known. Two limits are given: errors independent from pixel to pixel, and the same throughout. RANGE_KM states the distance over which they are correlated; without it, the polygons have the widest uncertainty.

Polygons may be in any coordinate reference system, overlap, have holes, or lie partly off the map, which is reported.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Polygons</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Polygons to add up in: any vector file that GDAL reads, in any reference system.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Field with the polygons' names</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Field with the names of the polygons; empty: they are numbered from 1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checkpoint of a trained model (.safetensors), which is run over the polygons pass by pass; empty: maps are added up.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Covariate rasters, for the model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Covariate rasters for the model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CLM5 forcing, for the model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CLM5 forcing: a NetCDF with CLM5's variable names and units, a folder or a pattern (h0.*.nc) of CLM's history files, or a table of sites (.csv). For the model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Map of SOC, without a model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Map of SOC to add up, where there is no model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Map of SOC's standard deviation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Map of SOC's standard deviations; empty: no uncertainty.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Map of the processes, without a model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Map of the six processes to average, where there is no model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Map of the processes' standard deviation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Map of the processes' standard deviations; empty: no uncertainty.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Range of the errors' correlation (km)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Range in km of the correlation of errors that no pass of the model shows, where 5 % of it are left; 0: not known, so that the widest uncertainty is given.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Probability of intervals</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Probability of the intervals.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Monte Carlo dropout passes of the model; 0 gives no uncertainty.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where the model's spread comes from: dropout, ensemble, both, or auto (both, or what the model has).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of errors without correlation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of the variance of those errors that no two pixels have in common, with a range: 0 to 1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Grid that the model is run on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Raster whose grid the model is run on; empty: that of the first covariate raster.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Depths of SOC (m), for the model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Depths of SOC density in metres, with a model; maps have their own.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Seed of the passes and of the errors that they do not show.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zones</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>GeoPackage of the polygons with their totals and means to write (.gpkg).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All numbers as CSV</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CSV file with every total and mean under every assumption to write; empty for none.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All numbers as JSON</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>JSON file with the same to write; empty for none.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Simulate CLM5 soil carbon</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Maps the soil carbon that CLM5 gives with known parameters.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Runs the vertically resolved CLM5 soil carbon model to its steady state with given parameters, without a network.

Parameters come from the bands of the grid raster that are named as they are, from the values typed in (name=value, separated by commas), and else from CLM5's defaults. Useful to see what a parameter does, and what the default model gives.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Grid of the maps, with parameters where its bands are named so</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Raster whose grid the products take; where its bands are named as parameters, these are the parameters' values.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Values of parameters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Values of parameters as name=value; others come from the grid's bands, then from CLM5's defaults.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bedrock: clm5 closes the soil at bedrock; published reproduces the published codes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>GeoTIFF of the 21 parameters used to write; empty for none.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PRODA: invert profiles</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Infers the parameters of the CLM5 soil carbon model at every profile, by Markov chains.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Infers, for each soil profile by itself, which parameters of the CLM5 soil carbon model its soil organic carbon (SOC) allows: Bayesian inversion by Markov chains, with uniform priors on the ranges of the parameters.

This is the first half of PRODA, the method that BINN is measured against; 'PRODA: upscale' is the second. The chains are written to a folder as they come. A run that was stopped goes on when it is run again into the same folder, to the very same chains.

The table has a row for each profile: means, standard deviations and quantiles of parameters and processes, how well the profile is fitted, and whether its chains agree (R-hat).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>SOC profiles: a CSV or any vector file that GDAL reads, one row per soil layer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Method</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How to sample: recommended (differential evolution, exact), or published to reproduce PRODA's sampler and cost.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Steps of each chain</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Steps of each chain, warm-up included. Empty: as the method has it (20,000; published 70,000).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Error of log SOC</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Standard deviation of the error of the logarithm of SOC, of observations and model together; published has its own, 60 % of SOC.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Seed of the chains.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ranges of the parameters, within which priors are uniform: binn, proda, or a CSV file with the columns name, lower, upper.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bedrock: clm5 closes the soil at bedrock; published reproduces the published codes. Empty: as the method has it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Parameters to infer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Names of the parameters to infer; empty: all 21.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Values of parameters not inferred</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Values of parameters that are not inferred, as name=value; others take CLM5's default within their range.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Highest SOC to use (gC/m3)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Layers above this SOC (gC/m3) are left out, as in training.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Chains at each profile</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Chains at each profile.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Steps of warm-up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Steps that do not count. Empty: as the method has it (half; published its first stage of 20,000).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep one state in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One state in so many is kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Profiles worked on together</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Profiles that are worked on, and written, together; has no say in the results.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Processes (0: as many as cores)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Processes of this machine that share the profiles; 0: as many as there are cores.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Address of a Dask scheduler</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Address of a running Dask scheduler whose workers share the profiles instead, such as tcp://10.0.0.1:8786; they need the engine, and the folder of chains under the same path. Empty: this machine.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder for the chains</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder for the chains; made where absent. A run into the folder of one that was stopped goes on with it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Table of posteriors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Table of the posteriors to write, a row a profile (.csv or .gpkg); empty for none.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PRODA: upscale</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trains networks that carry inverted parameters to places without profiles.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trains an ensemble of networks on the posteriors that 'PRODA: invert profiles' found, from covariates to parameters, and writes a model as 'Train BINN' does: 'Map with BINN' and 'Evaluate a BINN model' take it unchanged.

Profiles whose chains do not agree, or that are badly fitted, teach nothing. Soil organic carbon (SOC) is not in the loss; it is scored on profiles held out.

'Compare two models' sets the result beside BINN.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder with the chains</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder with the chains of a finished inversion.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Covariates: rasters to sample at the profiles, or tables with one row per profile joined by profile id.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Profile id field of the table</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Field with the profile id in tables of covariates; empty: recognised by name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How to upscale: recommended (BINN's network, errors weighed by the posterior), or published to reproduce PRODA's network and loss.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Largest mean R-hat</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Profiles whose mean R-hat over the parameters is larger teach nothing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Smallest NSE of log SOC</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Profiles whose fit, the NSE of log SOC of their layers, is smaller teach nothing; those with a single layer have none and stay.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bootstrap the profiles</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Teach every network of the ensemble a bootstrap sample of the profiles.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Widths of the network's hidden layers. Empty: as the method has it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dropout in the hidden layers. Empty: as the recipe has it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Train on the test profiles too in the end</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of profiles for a random test</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of profiles for a blocked test</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Test on the profiles unseen by this model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checkpoint of another model: the profiles that it never saw are the test here too, so that both can be scored on them. Empty: a test of its own.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compare two models</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compares two models, such as BINN and PRODA: processes, parameters, SOC, uncertainty and cost.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Maps two models, such as BINN and PRODA, on the same grid and reports for each of the six processes and the 21 parameters how they agree: correlation (Pearson and Spearman) with intervals from blocks of land, bias and root mean square error, maps side by side and of the difference. Rasters of parameters and processes may stand for either model, or for both.

The mean correlation is given with and without plant carbon input, which comes with the forcing and is the same in both. With soil profiles that taught neither model both are scored on them; with maps of a known truth the report says which is nearer to it. The cost of each model is set beside it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>First model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checkpoint of the first model (.safetensors); empty: its rasters.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Second model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checkpoint of the second model (.safetensors); empty: its rasters.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Covariate rasters of the grid</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Covariate rasters of the grid to compare on, with the names the models were trained with; none where both are rasters.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CLM5 forcing: a NetCDF with CLM5's variable names and units, a folder or a pattern (h0.*.nc) of CLM's history files, or a table of sites (.csv). None where both are rasters.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name of the first model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What to call the first model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name of the second model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What to call the second model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>SOC profiles to score both on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>SOC profiles to score both models on, those that taught neither; empty for none.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Covariate table of the profiles</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Monte Carlo passes for the spread of each model; 0 for none.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size of blocks of land (degrees)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size of the blocks of land that are drawn together for the intervals, in degrees.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Known processes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Raster of the six known processes, to tell which model is nearer; empty for none.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Known parameters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Raster of the known parameters, to tell which model is nearer; empty for none.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rasters in place of the first model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In place of the first checkpoint, rasters of its parameters, processes, SOC and standard deviations, their bands named as predict names them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rasters in place of the second model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In place of the second checkpoint, its rasters.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Seed of passes and intervals.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Numbers as JSON</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>JSON file with all numbers to write; empty for none.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Agreement as CSV</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CSV file with the agreement of every process and parameter to write; empty for none.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Processes: difference</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>GeoTIFF of the second model's processes less the first's to write; empty for none.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Parameters: difference</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>GeoTIFF of the second model's parameters less the first's to write; empty for none.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set up the engine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Makes or chooses the Python environment in which BINN computes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Makes the Python environment in which BINN computes (PyTorch, rasterio and others, about 2 GB), or takes one that you have.

The environment is separate from QGIS's Python, into which nothing is installed. It is checked by a real computation before it is used. A set-up that was cancelled or failed goes on where it stopped when it is run again with the same folder. The proxy of QGIS's options is used, and certificates are always checked.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Python to use as it is</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Python that already has the engine's packages (torch, rasterio and the others), to use as it is; empty: make an environment.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder for the environment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder for the environment, about 2 GB; empty: beside the QGIS profile.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PyTorch for</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PyTorch for the processor alone (cpu), or for an NVIDIA graphics card too (cuda, about 8 GB).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder with wheel files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder with the packages as wheel files, to install from without a network; empty: from the package index that pip is set to.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plant carbon input</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Litter that reaches the soil; from the forcing, not learned</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Carbon input allocation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How deep plant carbon enters the soil: the higher, the deeper</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Carbon transfer efficiency</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of decomposed carbon that stays in the soil</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Baseline decomposition</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Decomposition rate of soil carbon before climate and depth slow it down</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Environmental modifier</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How much temperature, moisture and depth slow decomposition down</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Vertical transport</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rate at which a layer's carbon is moved by mixing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bioturbation: diffusivity of soil carbon where the soil thaws deeper than 2 m</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cryoturbation: diffusivity of soil carbon where the active layer is thinner than 2 m</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Factor by which decomposition speeds up per 10 K of warming</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Depth over which decomposition falls by a factor e for reasons other than climate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Turnover time of coarse woody debris</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Turnover time of metabolic litter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Turnover time of cellulose and of lignin litter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Turnover time of active soil carbon</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Turnover time of slow soil carbon</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Turnover time of passive soil carbon</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of decomposed metabolic litter that becomes active soil carbon</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of decomposed cellulose litter that becomes active soil carbon</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of decomposed lignin litter that becomes slow soil carbon</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of decomposed active soil carbon that becomes slow (default: CLM5 at 50 % sand)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of decomposed active soil carbon that becomes passive</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of decomposed slow soil carbon that becomes active</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of decomposed slow soil carbon that becomes passive</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of decomposed passive soil carbon that becomes active</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of decomposed coarse woody debris that becomes cellulose litter; the rest becomes lignin litter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Multiplier of the soil water scalar, whose product is capped at 1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Depth distribution of plant carbon input: the share above depth z is 1 - beta^z, z in cm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Map of the 21 parameters of the CLM5 soil carbon model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Standard deviation of the 21 parameters of the CLM5 soil carbon model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Standard deviation in percent of the mean of the 21 parameters of the CLM5 soil carbon model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quantiles of the 21 parameters of the CLM5 soil carbon model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Map of the six processes that govern soil carbon</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Standard deviation of the six processes that govern soil carbon</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Standard deviation in percent of the mean of the six processes that govern soil carbon</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quantiles of the six processes that govern soil carbon</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Map of soil organic carbon: density at depths and stocks of 0-30 and 0-100 cm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Standard deviation of soil organic carbon: density at depths and stocks of 0-30 and 0-100 cm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Standard deviation in percent of the mean of soil organic carbon: density at depths and stocks of 0-30 and 0-100 cm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quantiles of soil organic carbon: density at depths and stocks of 0-30 and 0-100 cm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Probability that soil organic carbon exceeds a threshold</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How far a pixel's covariates lie from those of the training profiles</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>BINN</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Biogeochemistry-Informed Neural Network: a neural network whose outputs are the parameters of a process model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Calibration</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Scaling of a raw spread by errors that are known, so that intervals hold as many true values as they claim.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CLM5</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Community Land Model, version 5. BINN uses its model of soil carbon: seven pools in twenty layers, at steady state.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Covariate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is known about every place: climate, relief, soil, vegetation. Continuous (a number) or categorical (a class).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Coverage</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of true or observed values within their predicted intervals.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Domain</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The covariates that a model was trained with, and what is near enough to them for it to hold.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What drives the soil, month by month: temperature, moisture, oxygen and nitrogen scalars, thaw depth, litter.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Layer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A slice of soil. Of a profile: from a top to a bottom depth. Of CLM5: one of twenty, down to 8.6 m.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Monte Carlo dropout</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Prediction repeated with parts of the network left out at random; the spread shows how unsure the network is.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>NSE</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nash-Sutcliffe efficiency, 1 - SSE/SST: 1 is perfect, 0 is as good as the mean of the observations.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Prior</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The range within which a parameter may lie; BINN's and PRODA's differ.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Profile</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Soil layers observed at one place.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>SOC</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Soil organic carbon: as a density (gC per m3 of soil) or, summed over depth, as a stock (kgC per m2 of land).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Spatial block</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A square of land whose profiles are all held out together, so that a test has no neighbours in training.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Twin</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>True parameters of our own making at the user's sites, and the SOC that would be observed if they were true.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Metrics as JSON</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{lower} to {upper}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Symbol</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Meaning</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Glossary</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Inputs and settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Outputs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Label</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>optional</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>advanced</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The six processes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The 21 parameters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The maps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bounds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CLM5 default</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>default: {value}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>choices: {list}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The run whose maps are read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Click</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look at the place that you click on the map</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Follow</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Follow the cursor over the map</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pin</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep this place to compare others with it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy as CSV</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy the numbers as a table</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy as picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy the plots as a picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save as CSV…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save as picture…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a folder of maps…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read rasters that are not in the project</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add a map that fades where it is unsure</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Value by uncertainty, for the depth of the map</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Processes against the map</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Parameters within their bounds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Depth of the map</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Which depth of soil carbon the map shows</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A layer of observed profiles, as "Prepare SOC profiles" writes it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Observed profiles</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Observed profiles within this distance are drawn</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Radius of observed profiles</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>More</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Map</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Observed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Soil carbon at a place</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Depth profile, processes and parameters of BINN's maps under the cursor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>BINN: soil carbon at a place</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Outside the model's domain: do not trust these values. Dissimilarity {0}, out of range {1}; 1 is the edge.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No map of BINN is in the project. Map with BINN, add its rasters, or open a folder of maps.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Click on the map, or follow the cursor.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} has no fields of depth and of carbon per volume. Run "Prepare SOC profiles" on it first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save as CSV</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save as picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a folder of maps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This place has no coordinates in the maps' reference system.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}: no value on the maps here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} cannot be written. Choose another folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} holds no maps of BINN: no raster in it says which product it is.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} cannot be written: {1}. Choose another folder.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
