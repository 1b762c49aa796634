<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>BINN</name>
    <message>
        <source>Write example data</source>
        <translation>Beispieldaten schreiben</translation>
    </message>
    <message>
        <source>Writes an artificial landscape with known true values, for learning how to use BINN.</source>
        <translation>Schreibt eine künstliche Landschaft mit bekannten wahren Werten, um BINN kennenzulernen.</translation>
    </message>
    <message>
        <source>Writes an artificial landscape whose parameters, processes and soil organic carbon (SOC) are known. It consists of SOC profiles as points, covariate rasters on two grids and in two coordinate reference systems (one raster contains classes), CLM5 forcing, and the true maps for comparison.

Use it to learn the steps from profiles to maps: first 'Train BINN', then 'Predict maps'.</source>
        <translation>Schreibt eine künstliche Landschaft, deren Parameter, Prozesse und organischer Bodenkohlenstoff (SOC) bekannt sind: SOC-Profile als Punkte, Kovariablen als Raster auf zwei Gittern und in zwei Bezugssystemen (ein Raster enthält Klassen), CLM5-Antrieb und die wahren Karten zum Vergleich.

Damit lassen sich die Schritte von Profilen zu Karten lernen: zuerst 'BINN trainieren', dann 'Karten vorhersagen'.</translation>
    </message>
    <message>
        <source>Example: the default settings write 2,000 profiles and rasters of 120 x 120 pixels. It takes about 15 seconds.</source>
        <translation>Beispiel: Die Voreinstellungen schreiben 2.000 Profile und Raster mit 120 x 120 Pixeln. Das dauert etwa 15 Sekunden.</translation>
    </message>
    <message>
        <source>Number of profiles</source>
        <translation>Anzahl der Profile</translation>
    </message>
    <message>
        <source>Number of SOC profiles.</source>
        <translation>Anzahl der SOC-Profile.</translation>
    </message>
    <message>
        <source>Width and height (pixels)</source>
        <translation>Breite und Höhe (Pixel)</translation>
    </message>
    <message>
        <source>Width and height of the landscape in pixels.</source>
        <translation>Breite und Höhe der Landschaft in Pixeln.</translation>
    </message>
    <message>
        <source>Random seed</source>
        <translation>Startwert der Zufallszahlen</translation>
    </message>
    <message>
        <source>Random seed: the same seed gives the same example again.</source>
        <translation>Startwert der Zufallszahlen: Derselbe Startwert gibt dasselbe Beispiel.</translation>
    </message>
    <message>
        <source>Load the profiles and the covariates when done</source>
        <translation>Profile und Kovariablen am Ende laden</translation>
    </message>
    <message>
        <source>Folder for the example</source>
        <translation>Ordner für das Beispiel</translation>
    </message>
    <message>
        <source>Folder for the example's files. It is created if it does not exist.</source>
        <translation>Ordner für die Dateien des Beispiels. Er wird angelegt, wenn es ihn nicht gibt.</translation>
    </message>
    <message>
        <source>Build forcing from climate normals</source>
        <translation>Antrieb aus Klimamitteln bilden</translation>
    </message>
    <message>
        <source>Builds an approximate CLM5 forcing from climate normals, for places where you have no CLM5 output.</source>
        <translation>Bildet einen genäherten CLM5-Antrieb aus Klimamitteln, für Gebiete, für die Sie keine Ausgabe von CLM5 haben.</translation>
    </message>
    <message>
        <source>Builds the forcing (input) of the CLM5 soil carbon model from monthly normals of air temperature and precipitation, net primary production and soil texture.

Soil temperature (TSOI) is computed by simulating the flow of heat from the air through the snow into a soil that can freeze. The moisture scalar (W_SCALAR) is computed with a daily water balance and the water retention of CLM5; frozen soil contains little liquid water. Thaw depth (ALTMAX) follows from the soil temperature. Litter input (CWD_INPUT, LITR1_INPUT to LITR3_INPUT) is net primary production, divided among the litter pools as in CLM5. The bedrock layer (nbedrock) comes from the depth to bedrock. Give this raster if you can, because it has the largest effect on the result. The oxygen and nitrogen scalars (O_SCALAR, FPI_vr) are constant. If you have the soil temperature of a climate model or reanalysis, give it: the moisture scalar of frozen soil then comes much closer to that of CLM5.

The result is an approximation, and this is written in the file. Output of CLM5 itself is better. Each cell gets the mean of the raster pixels in it. The rasters may have any CRS and resolution. Cells where a raster has no value are left out.</source>
        <translation>Bildet den Antrieb (die Eingabe) des Bodenkohlenstoffmodells von CLM5 aus Monatsmitteln von Lufttemperatur und Niederschlag, aus Nettoprimärproduktion und Bodenart.

Die Bodentemperatur (TSOI) wird berechnet, indem der Wärmefluss von der Luft durch den Schnee in einen Boden simuliert wird, der gefrieren kann. Der Feuchtefaktor (W_SCALAR) wird mit einer täglichen Wasserbilanz und der Wasserretention von CLM5 berechnet; gefrorener Boden enthält wenig flüssiges Wasser. Die Auftautiefe (ALTMAX) folgt aus der Bodentemperatur. Der Streueintrag (CWD_INPUT, LITR1_INPUT bis LITR3_INPUT) ist die Nettoprimärproduktion, auf die Streuspeicher verteilt wie in CLM5. Die Felsschicht (nbedrock) folgt aus der Tiefe des Felses. Geben Sie dieses Raster an, wenn Sie können, denn es hat den größten Einfluss auf das Ergebnis. Sauerstoff- und Stickstofffaktor (O_SCALAR, FPI_vr) sind konstant. Wenn Sie die Bodentemperatur eines Klimamodells oder einer Reanalyse haben, geben Sie sie an: Der Feuchtefaktor gefrorenen Bodens kommt dem von CLM5 dann viel näher.

Das Ergebnis ist eine Näherung; das steht auch in der Datei. Eine Ausgabe von CLM5 selbst ist besser. Jede Zelle erhält das Mittel der Rasterpixel in ihr. Bezugssystem und Auflösung der Raster sind beliebig. Zellen, in denen ein Raster keinen Wert hat, werden weggelassen.</translation>
    </message>
    <message>
        <source>Example: monthly normals, net primary production and soil texture from public data sets, clipped to your region. It takes some seconds for 1,000 cells.</source>
        <translation>Beispiel: Monatsmittel, Nettoprimärproduktion und Bodenart aus öffentlichen Datensätzen, auf Ihr Gebiet zugeschnitten. Das dauert für 1.000 Zellen einige Sekunden.</translation>
    </message>
    <message>
        <source>Monthly air temperature</source>
        <translation>Monatliche Lufttemperatur</translation>
    </message>
    <message>
        <source>Monthly mean air temperature: a raster with twelve bands, January first.</source>
        <translation>Monatsmittel der Lufttemperatur: ein Raster mit zwölf Bändern, Januar zuerst.</translation>
    </message>
    <message>
        <source>Unit of air temperature</source>
        <translation>Einheit der Lufttemperatur</translation>
    </message>
    <message>
        <source>Unit of the air temperature.</source>
        <translation>Einheit der Lufttemperatur.</translation>
    </message>
    <message>
        <source>Monthly precipitation</source>
        <translation>Monatlicher Niederschlag</translation>
    </message>
    <message>
        <source>Monthly precipitation, rain and snow together: a raster with twelve bands, January first.</source>
        <translation>Monatlicher Niederschlag, Regen und Schnee zusammen: ein Raster mit zwölf Bändern, Januar zuerst.</translation>
    </message>
    <message>
        <source>Unit of precipitation</source>
        <translation>Einheit des Niederschlags</translation>
    </message>
    <message>
        <source>Unit of precipitation; mm/s means kg per m2 and second.</source>
        <translation>Einheit des Niederschlags; mm/s bedeutet kg je m2 und Sekunde.</translation>
    </message>
    <message>
        <source>Net primary production</source>
        <translation>Nettoprimärproduktion</translation>
    </message>
    <message>
        <source>Net primary production: a raster with one band, or with twelve monthly bands whose mean is used.</source>
        <translation>Nettoprimärproduktion: ein Raster mit einem Band oder mit zwölf Monatsbändern, deren Mittel benutzt wird.</translation>
    </message>
    <message>
        <source>Unit of net primary production</source>
        <translation>Einheit der Nettoprimärproduktion</translation>
    </message>
    <message>
        <source>Unit of net primary production.</source>
        <translation>Einheit der Nettoprimärproduktion.</translation>
    </message>
    <message>
        <source>Sand content</source>
        <translation>Sandgehalt</translation>
    </message>
    <message>
        <source>Sand content of the soil: a raster with one band, or with a band named sand.</source>
        <translation>Sandgehalt des Bodens: ein Raster mit einem Band oder mit einem Band namens sand.</translation>
    </message>
    <message>
        <source>Clay content</source>
        <translation>Tongehalt</translation>
    </message>
    <message>
        <source>Clay content of the soil: a raster with one band, or with a band named clay.</source>
        <translation>Tongehalt des Bodens: ein Raster mit einem Band oder mit einem Band namens clay.</translation>
    </message>
    <message>
        <source>Unit of sand and clay</source>
        <translation>Einheit von Sand und Ton</translation>
    </message>
    <message>
        <source>Unit of sand and clay; 1 means a fraction from 0 to 1.</source>
        <translation>Einheit von Sand und Ton; 1 bedeutet ein Anteil von 0 bis 1.</translation>
    </message>
    <message>
        <source>Depth to bedrock</source>
        <translation>Tiefe des Felses</translation>
    </message>
    <message>
        <source>Depth to bedrock: a raster with one band, or with twelve monthly bands whose mean is used. If it is empty, bedrock is assumed to be deeper than 8.6 m everywhere.</source>
        <translation>Tiefe des Felses: ein Raster mit einem Band oder mit zwölf Monatsbändern, deren Mittel benutzt wird. Wenn es leer ist, wird angenommen, dass der Fels überall tiefer als 8,6 m liegt.</translation>
    </message>
    <message>
        <source>Unit of the depth to bedrock</source>
        <translation>Einheit der Felstiefe</translation>
    </message>
    <message>
        <source>Unit of the depth to bedrock; layer means CLM5's nbedrock, the number of the last soil layer above bedrock.</source>
        <translation>Einheit der Felstiefe; layer bedeutet nbedrock von CLM5, die Nummer der letzten Bodenschicht über dem Fels.</translation>
    </message>
    <message>
        <source>Tree cover (%)</source>
        <translation>Baumbedeckung (%)</translation>
    </message>
    <message>
        <source>Tree cover in %: a raster with one band. If it is empty, 55 % is used.</source>
        <translation>Baumbedeckung in %: ein Raster mit einem Band. Wenn es leer ist, werden 55 % benutzt.</translation>
    </message>
    <message>
        <source>Monthly snow on the ground (mm water)</source>
        <translation>Monatlicher Schnee am Boden (mm Wasser)</translation>
    </message>
    <message>
        <source>Monthly mean water equivalent of snow on the ground in mm: a raster with twelve bands. If it is empty, snow is computed from temperature and precipitation.</source>
        <translation>Monatsmittel des Wasseräquivalents der Schneedecke in mm: ein Raster mit zwölf Bändern. Wenn es leer ist, wird der Schnee aus Temperatur und Niederschlag berechnet.</translation>
    </message>
    <message>
        <source>Monthly soil temperature</source>
        <translation>Monatliche Bodentemperatur</translation>
    </message>
    <message>
        <source>Monthly soil temperature of a climate model or reanalysis, in degC or K: one raster with twelve bands for each depth, or a NetCDF variable with twelve months and all depths (tsl of CMIP, stl1 to stl4 of ERA5-Land, TSOI of CLM). If it is empty, soil temperature is computed from air temperature and snow.</source>
        <translation>Monatliche Bodentemperatur eines Klimamodells oder einer Reanalyse, in degC oder K: ein Raster mit zwölf Bändern für jede Tiefe oder eine NetCDF-Variable mit zwölf Monaten und allen Tiefen (tsl von CMIP, stl1 bis stl4 von ERA5-Land, TSOI von CLM). Wenn sie leer ist, wird die Bodentemperatur aus Lufttemperatur und Schnee berechnet.</translation>
    </message>
    <message>
        <source>Depths of the soil temperatures (m)</source>
        <translation>Tiefen der Bodentemperaturen (m)</translation>
    </message>
    <message>
        <source>Depths of the soil temperatures in metres, in the order of the rasters. If it is empty, they are taken from the file, or from names such as stl1 or tsoi_20cm.</source>
        <translation>Tiefen der Bodentemperaturen in Metern, in der Reihenfolge der Raster. Wenn sie leer sind, werden sie aus der Datei oder aus Namen wie stl1 oder tsoi_20cm genommen.</translation>
    </message>
    <message>
        <source>Change of air temperature by year</source>
        <translation>Änderung der Lufttemperatur nach Jahren</translation>
    </message>
    <message>
        <source>Change of air temperature by year in K, of a climate model, as in 'Project soil carbon': it is added to the monthly air temperature, so that the forcing is that of a later year. Precipitation, productivity and soil stay as in the normals.</source>
        <translation>Änderung der Lufttemperatur nach Jahren in K, aus einem Klimamodell, wie in 'Bodenkohlenstoff vorausberechnen': Sie wird zur monatlichen Lufttemperatur addiert, sodass der Antrieb der eines späteren Jahres ist. Niederschlag, Produktivität und Boden bleiben wie in den Klimamitteln.</translation>
    </message>
    <message>
        <source>Variable of the air temperature</source>
        <translation>Variable der Lufttemperatur</translation>
    </message>
    <message>
        <source>Name of the variable in this NetCDF, if it has several by year.</source>
        <translation>Name der Variable in dieser NetCDF-Datei, wenn sie mehrere nach Jahren hat.</translation>
    </message>
    <message>
        <source>Middle of the period of the normals (year)</source>
        <translation>Mitte des Zeitraums der Klimamittel (Jahr)</translation>
    </message>
    <message>
        <source>Year in the middle of the period of the climate normals. It is used only with a change of air temperature.</source>
        <translation>Jahr in der Mitte des Zeitraums der Klimamittel. Es wird nur mit einer Änderung der Lufttemperatur benutzt.</translation>
    </message>
    <message>
        <source>Later year of the forcing</source>
        <translation>Späteres Jahr des Antriebs</translation>
    </message>
    <message>
        <source>Later year whose air temperature the forcing gets. It is used only with a change of air temperature.</source>
        <translation>Späteres Jahr, dessen Lufttemperatur der Antrieb bekommt. Es wird nur mit einer Änderung der Lufttemperatur benutzt.</translation>
    </message>
    <message>
        <source>Grid of the forcing's cells</source>
        <translation>Gitter der Antriebszellen</translation>
    </message>
    <message>
        <source>Raster whose pixels become the cells of the forcing. If it is empty, the grid of the air temperature is used.</source>
        <translation>Raster, dessen Pixel die Zellen des Antriebs werden. Wenn es leer ist, wird das Gitter der Lufttemperatur benutzt.</translation>
    </message>
    <message>
        <source>Extent</source>
        <translation>Ausdehnung</translation>
    </message>
    <message>
        <source>Part of the grid: draw it, or take it from a layer. If you type it, give xmin, xmax, ymin, ymax, the order of QGIS, and the CRS in square brackets if it is not the CRS of the project. If it is empty, the whole grid is used.</source>
        <translation>Teil des Gitters: Zeichnen Sie ihn, oder nehmen Sie ihn aus einer Ebene. Wenn Sie ihn eintippen, geben Sie xmin, xmax, ymin, ymax an (die Reihenfolge von QGIS) und das KBS in eckigen Klammern, wenn es nicht das des Projekts ist. Wenn er leer ist, wird das ganze Gitter benutzt.</translation>
    </message>
    <message>
        <source>Forcing</source>
        <translation>Antrieb</translation>
    </message>
    <message>
        <source>NetCDF file to write, with the CLM5 forcing.</source>
        <translation>NetCDF-Datei mit dem CLM5-Antrieb, die geschrieben wird.</translation>
    </message>
    <message>
        <source>Prepare SOC profiles</source>
        <translation>SOC-Profile aufbereiten</translation>
    </message>
    <message>
        <source>Cleans soil profiles of any format and unit, and reports what happened to every row.</source>
        <translation>Bereinigt Bodenprofile jedes Formats und jeder Einheit und berichtet, was mit jeder Zeile geschah.</translation>
    </message>
    <message>
        <source>Reads profiles of soil organic carbon (SOC) in common formats, and writes one clean layer. All other BINN algorithms recognise its fields. It has one point per soil layer, with top and bottom depth, SOC in gC/m3, the relative error caused by an estimated bulk density, and quality flags.

Tables from WoSIS, NCSS/KSSL, ISCN, LUCAS and ISRIC are recognised by their field names; for other tables, choose the fields. The table may have one row per soil layer, or one row per profile with a field for each depth (soc_0_30, soc_30_60). SOC may be a density, a content, a stock of the layer, or organic matter. Bulk densities that were not measured can be estimated with a published pedotransfer function.

No row is lost without a reason: the report and the table of rejected rows give the reason for each row that is left out. You can give several layers, each in its own coordinate reference system; they are combined into one.</source>
        <translation>Liest Profile des organischen Bodenkohlenstoffs (SOC) in verbreiteten Formaten und schreibt eine saubere Ebene. Alle anderen BINN-Algorithmen erkennen ihre Felder. Sie hat einen Punkt je Bodenschicht, mit oberer und unterer Tiefe, SOC in gC/m3, dem relativen Fehler durch eine geschätzte Lagerungsdichte und Qualitätszeichen.

Tabellen von WoSIS, NCSS/KSSL, ISCN, LUCAS und ISRIC werden an ihren Feldnamen erkannt; bei anderen Tabellen wählen Sie die Felder. Die Tabelle darf eine Zeile je Bodenschicht haben oder eine Zeile je Profil mit einem Feld für jede Tiefe (soc_0_30, soc_30_60). SOC darf eine Dichte sein, ein Gehalt, ein Vorrat der Schicht oder organische Substanz. Nicht gemessene Lagerungsdichten kann eine veröffentlichte Pedotransferfunktion schätzen.

Keine Zeile geht ohne Grund verloren: Der Bericht und die Tabelle der verworfenen Zeilen nennen den Grund für jede Zeile, die weggelassen wird. Sie können mehrere Ebenen angeben, jede in ihrem eigenen Bezugssystem; sie werden zu einer vereint.</translation>
    </message>
    <message>
        <source>Example: a CSV file with one row per soil layer and the fields id, lon, lat, top, bottom, oc_percent and bulk_density. It takes some seconds for 10,000 rows.</source>
        <translation>Beispiel: eine CSV-Datei mit einer Zeile je Bodenschicht und den Feldern id, lon, lat, top, bottom, oc_percent und bulk_density. Das dauert für 10.000 Zeilen einige Sekunden.</translation>
    </message>
    <message>
        <source>SOC profiles</source>
        <translation>SOC-Profile</translation>
    </message>
    <message>
        <source>SOC profiles: CSV files or vector files that GDAL can read. Each may have its own field names and coordinate reference system. Each has one row per soil layer or one field per depth.</source>
        <translation>SOC-Profile: CSV-Dateien oder Vektordateien, die GDAL lesen kann. Jede darf eigene Feldnamen und ein eigenes Bezugssystem haben. Jede hat eine Zeile je Bodenschicht oder ein Feld je Tiefe.</translation>
    </message>
    <message>
        <source>More SOC profiles</source>
        <translation>Weitere SOC-Profile</translation>
    </message>
    <message>
        <source>More layers with SOC profiles. Each may have its own field names and coordinate reference system. Fields that you choose above are used for all of them.</source>
        <translation>Weitere Ebenen mit SOC-Profilen. Jede darf eigene Feldnamen und ein eigenes Bezugssystem haben. Felder, die Sie oben wählen, gelten für alle.</translation>
    </message>
    <message>
        <source>Tables to join by id</source>
        <translation>Tabellen, die über die Kennung verbunden werden</translation>
    </message>
    <message>
        <source>Other tables of the same database, for example with coordinates or bulk densities. They are joined to the rows by the id of the layer or of the profile.</source>
        <translation>Andere Tabellen derselben Datenbank, etwa mit Koordinaten oder Lagerungsdichten. Sie werden über die Kennung der Schicht oder des Profils mit den Zeilen verbunden.</translation>
    </message>
    <message>
        <source>Profile id field</source>
        <translation>Feld der Profilkennung</translation>
    </message>
    <message>
        <source>Field with the profile id. If it is empty, the field is recognised by its name; without such a field, ids are made from the coordinates.</source>
        <translation>Feld mit der Profilkennung. Wenn es leer ist, wird das Feld an seinem Namen erkannt; ohne ein solches Feld wird die Kennung aus den Koordinaten gebildet.</translation>
    </message>
    <message>
        <source>SOC field</source>
        <translation>SOC-Feld</translation>
    </message>
    <message>
        <source>Field with soil organic carbon. If it is empty, the field is recognised by its name.</source>
        <translation>Feld mit dem organischen Bodenkohlenstoff. Wenn es leer ist, wird das Feld an seinem Namen erkannt.</translation>
    </message>
    <message>
        <source>Unit of SOC</source>
        <translation>Einheit von SOC</translation>
    </message>
    <message>
        <source>Unit of soil organic carbon. If it is empty, it is taken from the field's name or from the database, otherwise gC/m3 is used. Contents (g/kg, %) need a bulk density. Stocks (kg/m2, t/ha, g/cm2) are those of each layer. OM means organic matter.</source>
        <translation>Einheit des organischen Bodenkohlenstoffs. Wenn sie leer ist, wird sie dem Feldnamen oder der Datenbank entnommen, sonst wird gC/m3 benutzt. Gehalte (g/kg, %) brauchen eine Lagerungsdichte. Vorräte (kg/m2, t/ha, g/cm2) sind die jeder Schicht. OM bedeutet organische Substanz.</translation>
    </message>
    <message>
        <source>Top depth field</source>
        <translation>Feld der Obergrenze</translation>
    </message>
    <message>
        <source>Field with the top depth of the layer. If it is empty, the field is recognised by its name.</source>
        <translation>Feld mit der oberen Tiefe der Schicht. Wenn es leer ist, wird das Feld an seinem Namen erkannt.</translation>
    </message>
    <message>
        <source>Bottom depth field</source>
        <translation>Feld der Untergrenze</translation>
    </message>
    <message>
        <source>Field with the bottom depth of the layer. If it is empty, the field is recognised by its name.</source>
        <translation>Feld mit der unteren Tiefe der Schicht. Wenn es leer ist, wird das Feld an seinem Namen erkannt.</translation>
    </message>
    <message>
        <source>Mid depth field</source>
        <translation>Feld der mittleren Tiefe</translation>
    </message>
    <message>
        <source>Field with the depth of the middle of the layer, or with its depth range as text (0-20 cm), for tables without top and bottom depth. If it is empty, the field is recognised by its name.</source>
        <translation>Feld mit der Tiefe der Schichtmitte oder mit ihrem Tiefenbereich als Text (0-20 cm), für Tabellen ohne obere und untere Tiefe. Wenn es leer ist, wird das Feld an seinem Namen erkannt.</translation>
    </message>
    <message>
        <source>Unit of depths</source>
        <translation>Einheit der Tiefen</translation>
    </message>
    <message>
        <source>Unit of the depths. With auto, it is taken from the field's name (_cm, _m). If the name has no unit, it is metres for a mid depth, and centimetres for top and bottom.</source>
        <translation>Einheit der Tiefen. Mit auto wird sie dem Feldnamen entnommen (_cm, _m). Wenn der Name keine Einheit hat, gelten Meter für eine mittlere Tiefe und Zentimeter für obere und untere Tiefe.</translation>
    </message>
    <message>
        <source>Bulk density field</source>
        <translation>Feld der Lagerungsdichte</translation>
    </message>
    <message>
        <source>Field with the bulk density of the fine earth in g/cm3, needed for contents. If it is empty, the field is recognised by its name.</source>
        <translation>Feld mit der Lagerungsdichte der Feinerde in g/cm3, nötig für Gehalte. Wenn es leer ist, wird das Feld an seinem Namen erkannt.</translation>
    </message>
    <message>
        <source>Coarse fragments field</source>
        <translation>Feld des Grobbodens</translation>
    </message>
    <message>
        <source>Field with the coarse fragments in volume %, used for contents. If it is empty, the field is recognised by its name.</source>
        <translation>Feld mit dem Grobbodenanteil in Volumen-%, benutzt für Gehalte. Wenn es leer ist, wird das Feld an seinem Namen erkannt.</translation>
    </message>
    <message>
        <source>Longitude field</source>
        <translation>Feld der Länge</translation>
    </message>
    <message>
        <source>Field with the longitude or x, for tables without geometry. If it is empty, the field is recognised by its name.</source>
        <translation>Feld mit geografischer Länge oder x, für Tabellen ohne Geometrie. Wenn es leer ist, wird das Feld an seinem Namen erkannt.</translation>
    </message>
    <message>
        <source>Latitude field</source>
        <translation>Feld der Breite</translation>
    </message>
    <message>
        <source>Field with the latitude or y, for tables without geometry. If it is empty, the field is recognised by its name.</source>
        <translation>Feld mit geografischer Breite oder y, für Tabellen ohne Geometrie. Wenn es leer ist, wird das Feld an seinem Namen erkannt.</translation>
    </message>
    <message>
        <source>CRS of the coordinate fields</source>
        <translation>Bezugssystem der Koordinatenfelder</translation>
    </message>
    <message>
        <source>Coordinate reference system of the coordinate fields, such as EPSG:25832. If it is empty, the coordinates are taken as degrees on WGS 84.</source>
        <translation>Bezugssystem der Koordinatenfelder, etwa EPSG:25832. Wenn es leer ist, gelten die Koordinaten als Grad auf WGS 84.</translation>
    </message>
    <message>
        <source>Field with the CRS of each row</source>
        <translation>Feld mit dem Bezugssystem jeder Zeile</translation>
    </message>
    <message>
        <source>Field with the coordinate reference system of each row's coordinates, such as EPSG:4326. If it is empty, the field is recognised by its name.</source>
        <translation>Feld mit dem Bezugssystem der Koordinaten jeder Zeile, etwa EPSG:4326. Wenn es leer ist, wird das Feld an seinem Namen erkannt.</translation>
    </message>
    <message>
        <source>Name pattern of SOC fields, one per depth</source>
        <translation>Namensmuster der SOC-Felder, eines je Tiefe</translation>
    </message>
    <message>
        <source>Name pattern of the SOC fields, for tables with one row per profile and a field for each depth: carbon_{top}_{bottom} or carbon_{depth}. If it is empty, names such as soc_0_30 or orgc_5_15cm are recognised.</source>
        <translation>Namensmuster der SOC-Felder, für Tabellen mit einer Zeile je Profil und einem Feld für jede Tiefe: carbon_{top}_{bottom} oder carbon_{depth}. Wenn es leer ist, werden Namen wie soc_0_30 oder orgc_5_15cm erkannt.</translation>
    </message>
    <message>
        <source>Litter layers</source>
        <translation>Streuauflagen</translation>
    </message>
    <message>
        <source>Litter layers above the mineral soil. exclude: they are left out. shift: all depths of the profile are counted from the top of the litter.</source>
        <translation>Streuauflagen über dem Mineralboden. exclude: Sie werden weggelassen. shift: Alle Tiefen des Profils werden ab der Oberkante der Streu gezählt.</translation>
    </message>
    <message>
        <source>Estimate of bulk density that was not measured</source>
        <translation>Schätzung nicht gemessener Lagerungsdichten</translation>
    </message>
    <message>
        <source>Pedotransfer function that estimates bulk densities that were not measured. With the choice none, layers without a bulk density are left out.</source>
        <translation>Pedotransferfunktion, die nicht gemessene Lagerungsdichten schätzt. Mit der Wahl none werden Schichten ohne Lagerungsdichte weggelassen.</translation>
    </message>
    <message>
        <source>Carbon fraction of organic matter</source>
        <translation>Kohlenstoffanteil der organischen Substanz</translation>
    </message>
    <message>
        <source>Carbon fraction of organic matter, used for units with OM: 0.58 is 1/1.724.</source>
        <translation>Kohlenstoffanteil der organischen Substanz, benutzt für Einheiten mit OM: 0,58 ist 1/1,724.</translation>
    </message>
    <message>
        <source>Leave out data with these quality flags</source>
        <translation>Daten mit diesen Qualitätszeichen weglassen</translation>
    </message>
    <message>
        <source>Quality flags. Profiles or layers with these flags are left out, in addition to those whose values are certainly wrong.</source>
        <translation>Qualitätszeichen. Profile oder Schichten mit diesen Zeichen werden weggelassen, zusätzlich zu denen, deren Werte sicher falsch sind.</translation>
    </message>
    <message>
        <source>Keep data with these quality flags</source>
        <translation>Daten mit diesen Qualitätszeichen behalten</translation>
    </message>
    <message>
        <source>Quality flags. Profiles and layers with these flags are kept, even if the flag means that the value is certainly wrong.</source>
        <translation>Qualitätszeichen. Profile und Schichten mit diesen Zeichen werden behalten, auch wenn das Zeichen bedeutet, dass der Wert sicher falsch ist.</translation>
    </message>
    <message>
        <source>SOC above which a layer is flagged (gC/m³)</source>
        <translation>SOC, ab dem eine Schicht gekennzeichnet wird (gC/m³)</translation>
    </message>
    <message>
        <source>A layer with more SOC than this (gC/m3) gets a quality flag.</source>
        <translation>Eine Schicht mit mehr SOC als diesem Wert (gC/m3) erhält ein Qualitätszeichen.</translation>
    </message>
    <message>
        <source>Clean soil layers</source>
        <translation>Saubere Bodenschichten</translation>
    </message>
    <message>
        <source>GeoPackage to write, with the clean soil layers (.gpkg).</source>
        <translation>GeoPackage mit den sauberen Bodenschichten, das geschrieben wird (.gpkg).</translation>
    </message>
    <message>
        <source>Profile report</source>
        <translation>Bericht über die Profile</translation>
    </message>
    <message>
        <source>HTML report. Leave empty to skip this output.</source>
        <translation>HTML-Bericht. Leer lassen, um diese Ausgabe auszulassen.</translation>
    </message>
    <message>
        <source>Row counts</source>
        <translation>Zeilenzahlen</translation>
    </message>
    <message>
        <source>JSON file with the number of rows kept and left out at each step. Leave empty to skip this output.</source>
        <translation>JSON-Datei mit der Zahl der Zeilen, die bei jedem Schritt behalten und weggelassen wurden. Leer lassen, um diese Ausgabe auszulassen.</translation>
    </message>
    <message>
        <source>Rows left out</source>
        <translation>Weggelassene Zeilen</translation>
    </message>
    <message>
        <source>CSV file with every row that is left out, and the reason. Leave empty to skip this output.</source>
        <translation>CSV-Datei mit jeder weggelassenen Zeile und dem Grund. Leer lassen, um diese Ausgabe auszulassen.</translation>
    </message>
    <message>
        <source>Prepare radiocarbon</source>
        <translation>Radiokohlenstoff aufbereiten</translation>
    </message>
    <message>
        <source>Cleans a table of soil radiocarbon, converts it to Δ14C, and reports what happened to every row.</source>
        <translation>Bereinigt eine Tabelle mit Radiokohlenstoff von Böden, rechnet ihn in Δ14C um und berichtet, was mit jeder Zeile geschehen ist.</translation>
    </message>
    <message>
        <source>Reads radiocarbon of soil layers, and writes one clean layer with one point per soil layer: Δ14C in permil as of the year of collection, its standard error, the year, the depths, and what was measured.

The fields of ISRaD (International Soil Radiocarbon Database) are recognised; for other tables, choose the fields. Values may be Δ14C, F14C (fraction modern), percent modern carbon, or conventional radiocarbon ages.

Rows are left out if they have no year of collection, if they have more radiocarbon than the air had until then, if they are peat or a fraction of a layer, or if their Δ14C and F14C disagree. The table of rows left out gives the reason for each.</source>
        <translation>Liest Radiokohlenstoff von Bodenschichten und schreibt eine saubere Ebene mit einem Punkt je Bodenschicht: Δ14C in Promille im Jahr der Probenahme, seinen Standardfehler, das Jahr, die Tiefen und was gemessen wurde.

Die Felder von ISRaD (International Soil Radiocarbon Database) werden erkannt; für andere Tabellen wählen Sie die Felder. Die Werte können Δ14C, F14C (fraction modern), Prozent modernen Kohlenstoffs oder konventionelle Radiokohlenstoffalter sein.

Zeilen werden weggelassen, wenn sie kein Jahr der Probenahme haben, wenn sie mehr Radiokohlenstoff haben, als die Luft bis dahin je hatte, wenn sie Torf oder eine Fraktion einer Schicht sind, oder wenn sich ihr Δ14C und F14C widersprechen. Die Tabelle der weggelassenen Zeilen nennt für jede den Grund.</translation>
    </message>
    <message>
        <source>Example: a CSV file with the fields profile_id, lon, lat, top_cm, bottom_cm, year and d14c_permil. It takes some seconds for 5,000 rows.</source>
        <translation>Beispiel: eine CSV-Datei mit den Feldern profile_id, lon, lat, top_cm, bottom_cm, year und d14c_permil. Das dauert für 5.000 Zeilen einige Sekunden.</translation>
    </message>
    <message>
        <source>Radiocarbon of soil layers</source>
        <translation>Radiokohlenstoff von Bodenschichten</translation>
    </message>
    <message>
        <source>Radiocarbon of soil layers: a CSV file or a vector file that GDAL can read, with one row per soil layer.</source>
        <translation>Radiokohlenstoff von Bodenschichten: eine CSV-Datei oder eine Vektordatei, die GDAL lesen kann, mit einer Zeile je Bodenschicht.</translation>
    </message>
    <message>
        <source>Δ14C field (permil)</source>
        <translation>Feld von Δ14C (Promille)</translation>
    </message>
    <message>
        <source>Field with Δ14C in permil, as of the year of collection. If it is empty, the field is recognised by its name. If a row has none, Δ14C is computed from F14C or from the radiocarbon age.</source>
        <translation>Feld mit Δ14C in Promille im Jahr der Probenahme. Wenn es leer ist, wird das Feld an seinem Namen erkannt. Hat eine Zeile keinen Wert, wird Δ14C aus F14C oder aus dem Radiokohlenstoffalter berechnet.</translation>
    </message>
    <message>
        <source>F14C field</source>
        <translation>Feld von F14C</translation>
    </message>
    <message>
        <source>Field with F14C (fraction modern). If it is empty, the field is recognised by its name.</source>
        <translation>Feld mit F14C (fraction modern). Wenn es leer ist, wird das Feld an seinem Namen erkannt.</translation>
    </message>
    <message>
        <source>Radiocarbon age field (years)</source>
        <translation>Feld des Radiokohlenstoffalters (Jahre)</translation>
    </message>
    <message>
        <source>Field with the conventional radiocarbon age in years before 1950, not calibrated. If it is empty, the field is recognised by its name.</source>
        <translation>Feld mit dem konventionellen Radiokohlenstoffalter in Jahren vor 1950, nicht kalibriert. Wenn es leer ist, wird das Feld an seinem Namen erkannt.</translation>
    </message>
    <message>
        <source>Field with the year of collection</source>
        <translation>Feld mit dem Jahr der Probenahme</translation>
    </message>
    <message>
        <source>Field with the year of collection. If it is empty, the field is recognised by its name.</source>
        <translation>Feld mit dem Jahr der Probenahme. Wenn es leer ist, wird das Feld an seinem Namen erkannt.</translation>
    </message>
    <message>
        <source>Field with the standard error of Δ14C (permil)</source>
        <translation>Feld mit dem Standardfehler von Δ14C (Promille)</translation>
    </message>
    <message>
        <source>Field with the standard error of Δ14C in permil. If it is empty, the field is recognised by its name. If there is none, the error of F14C is used.</source>
        <translation>Feld mit dem Standardfehler von Δ14C in Promille. Wenn es leer ist, wird das Feld an seinem Namen erkannt. Gibt es keines, wird der Fehler von F14C benutzt.</translation>
    </message>
    <message>
        <source>Standard error of Δ14C where none is given (permil)</source>
        <translation>Standardfehler von Δ14C, wenn keiner angegeben ist (Promille)</translation>
    </message>
    <message>
        <source>Standard error of Δ14C in permil, for rows without one.</source>
        <translation>Standardfehler von Δ14C in Promille für Zeilen ohne einen.</translation>
    </message>
    <message>
        <source>Radiocarbon of the air</source>
        <translation>Radiokohlenstoff der Luft</translation>
    </message>
    <message>
        <source>Radiocarbon of the air: a table with the fields year and d14c (Δ14C in permil), one row for each year. If it is empty, the published curves are used: Hua et al. 2022 from 1942 to 2018; before that, IntCal20 in the north and SHCal20 in the south.</source>
        <translation>Radiokohlenstoff der Luft: eine Tabelle mit den Feldern year und d14c (Δ14C in Promille), eine Zeile für jedes Jahr. Wenn sie leer ist, werden die veröffentlichten Kurven benutzt: Hua et al. 2022 von 1942 bis 2018; davor IntCal20 im Norden und SHCal20 im Süden.</translation>
    </message>
    <message>
        <source>Keep rows whose Δ14C and F14C disagree</source>
        <translation>Zeilen behalten, deren Δ14C und F14C sich widersprechen</translation>
    </message>
    <message>
        <source>Keep rows whose Δ14C and F14C disagree by more than 5 permil. Δ14C is used.</source>
        <translation>Zeilen behalten, deren Δ14C und F14C um mehr als 5 Promille voneinander abweichen. Benutzt wird Δ14C.</translation>
    </message>
    <message>
        <source>Clean radiocarbon layers</source>
        <translation>Saubere Radiokohlenstoffschichten</translation>
    </message>
    <message>
        <source>GeoPackage to write, with the clean radiocarbon layers (.gpkg).</source>
        <translation>GeoPackage mit den sauberen Radiokohlenstoffschichten, das geschrieben wird (.gpkg).</translation>
    </message>
    <message>
        <source>JSON file with the number of rows kept and left out. Leave empty to skip this output.</source>
        <translation>JSON-Datei mit der Zahl der behaltenen und der weggelassenen Zeilen. Leer lassen, um diese Ausgabe auszulassen.</translation>
    </message>
    <message>
        <source>Train BINN</source>
        <translation>BINN trainieren</translation>
    </message>
    <message>
        <source>Trains BINN on profiles of soil organic carbon, together with the CLM5 soil carbon model.</source>
        <translation>Trainiert BINN an Profilen des organischen Bodenkohlenstoffs, zusammen mit dem Bodenkohlenstoffmodell von CLM5.</translation>
    </message>
    <message>
        <source>Trains the Biogeochemistry-Informed Neural Network (BINN) on profiles of soil organic carbon (SOC).

A neural network predicts the 21 parameters of the CLM5 soil carbon model from the covariates. The CLM5 model computes a SOC profile from these parameters. The network is trained so that the computed profiles match the predictions of a teacher: neural networks and boosted trees that learned from the observed profiles. Without a teacher, they match the observed profiles. Some of the profiles are held out to test the model: some at random places (random test) and some in whole spatial blocks (blocked test).

Covariates come from rasters that are sampled at the profiles, or from a table with one row per profile. With radiocarbon of soil layers, the model learns from Δ14C too, which says more about the turnover of old carbon. The result is a model file (.safetensors) for 'Predict maps', and a report.</source>
        <translation>Trainiert das biogeochemisch informierte neuronale Netz (BINN) an Profilen des organischen Bodenkohlenstoffs (SOC).

Ein neuronales Netz sagt aus den Kovariablen die 21 Parameter des Bodenkohlenstoffmodells von CLM5 vorher. Das CLM5-Modell berechnet aus diesen Parametern ein SOC-Profil. Das Netz wird so trainiert, dass die berechneten Profile den Vorhersagen eines Lehrers entsprechen: neuronalen Netzen und Boosting-Bäumen, die aus den beobachteten Profilen gelernt haben. Ohne Lehrer entsprechen sie den beobachteten Profilen. Einige der Profile werden zurückgehalten, um das Modell zu prüfen: einige an zufälligen Orten (zufällige Prüfung) und einige in ganzen räumlichen Blöcken (Blockprüfung).

Kovariablen kommen aus Rastern, die an den Profilen gelesen werden, oder aus einer Tabelle mit einer Zeile je Profil. Mit Radiokohlenstoff von Bodenschichten lernt das Modell auch aus Δ14C, das mehr über den Umsatz des alten Kohlenstoffs sagt. Das Ergebnis ist eine Modelldatei (.safetensors) für 'Karten vorhersagen' und ein Bericht.</translation>
    </message>
    <message>
        <source>Example: the profiles, covariates and forcing of 'Write example data', with all other settings as they are. It takes about 5 minutes on two cores. The time grows with the numbers of profiles, epochs and networks.</source>
        <translation>Beispiel: Profile, Kovariablen und Antrieb von 'Beispieldaten schreiben', alles Übrige wie voreingestellt. Das dauert auf zwei Kernen etwa 5 Minuten. Die Zeit wächst mit der Zahl der Profile, Epochen und Netze.</translation>
    </message>
    <message>
        <source>SOC profiles: a CSV or any vector file that GDAL can read, with one row per soil layer or one field per depth.</source>
        <translation>SOC-Profile: eine CSV- oder Vektordatei, die GDAL lesen kann, mit einer Zeile je Bodenschicht oder einem Feld je Tiefe.</translation>
    </message>
    <message>
        <source>Covariate rasters</source>
        <translation>Kovariablen als Raster</translation>
    </message>
    <message>
        <source>Covariates: rasters to sample at the profiles, or tables with one row per profile, joined by profile id. Leave empty if the profiles have the covariates as fields.</source>
        <translation>Kovariablen: Raster, die an den Profilen gelesen werden, oder Tabellen mit einer Zeile je Profil, über die Profilkennung verbunden. Leer lassen, wenn die Profile die Kovariablen als Felder haben.</translation>
    </message>
    <message>
        <source>Covariate table, joined by profile id</source>
        <translation>Tabelle der Kovariablen, über die Profilkennung verbunden</translation>
    </message>
    <message>
        <source>Covariates as a table with one row per profile, joined by profile id. You can use it in addition to rasters, or instead of rasters.</source>
        <translation>Kovariablen als Tabelle mit einer Zeile je Profil, über die Profilkennung verbunden. Sie können sie zusätzlich zu Rastern oder statt Rastern angeben.</translation>
    </message>
    <message>
        <source>Profile fields to use as covariates</source>
        <translation>Felder der Profile, die Kovariablen sind</translation>
    </message>
    <message>
        <source>Fields of the profiles themselves to use as covariates. To map with them later, you need rasters with bands of the same names.</source>
        <translation>Felder der Profile selbst, die als Kovariablen dienen. Um später damit zu kartieren, brauchen Sie Raster mit Bändern gleichen Namens.</translation>
    </message>
    <message>
        <source>Raster sampling method</source>
        <translation>Verfahren zum Lesen der Raster</translation>
    </message>
    <message>
        <source>How rasters are sampled at profiles. nearest: the value of the pixel that contains the profile. bilinear: continuous covariates are interpolated between pixels.</source>
        <translation>Wie Raster an Profilen gelesen werden. nearest: der Wert des Pixels, in dem das Profil liegt. bilinear: Stetige Kovariablen werden zwischen Pixeln interpoliert.</translation>
    </message>
    <message>
        <source>Search radius for valid pixels (km)</source>
        <translation>Suchradius für gültige Pixel (km)</translation>
    </message>
    <message>
        <source>Search radius in km. If the pixel of a profile has no value, for example on a coast, the nearest pixel with a value within this distance is used. 0: such profiles are left out.</source>
        <translation>Suchradius in km. Wenn das Pixel eines Profils keinen Wert hat, etwa an einer Küste, wird das nächste Pixel mit Wert innerhalb dieser Entfernung benutzt. 0: Solche Profile werden weggelassen.</translation>
    </message>
    <message>
        <source>CLM5 forcing</source>
        <translation>CLM5-Antrieb</translation>
    </message>
    <message>
        <source>CLM5 forcing: a NetCDF with CLM5's variable names and units, a folder, a pattern (h0.*.nc) or paths separated by semicolons for several history files of CLM, or a table of sites (.csv).</source>
        <translation>CLM5-Antrieb: eine NetCDF-Datei mit Variablennamen und Einheiten von CLM5, ein Ordner, ein Muster (h0.*.nc) oder Pfade mit Semikolons dazwischen für mehrere Verlaufsdateien von CLM, oder eine Tabelle von Standorten (.csv).</translation>
    </message>
    <message>
        <source>Largest distance to the forcing (forcing cells)</source>
        <translation>Größter Abstand zum Antrieb (in Antriebszellen)</translation>
    </message>
    <message>
        <source>Largest distance to the nearest forcing cell, in forcing cells. The forcing is not used for places that are farther away. Profiles there are left out.</source>
        <translation>Größter Abstand zur nächsten Antriebszelle, in Antriebszellen. Für Orte, die weiter entfernt sind, wird der Antrieb nicht benutzt. Profile dort werden weggelassen.</translation>
    </message>
    <message>
        <source>Categorical covariates</source>
        <translation>Kategoriale Kovariablen</translation>
    </message>
    <message>
        <source>Names of covariates whose values are classes, not numbers. Well-known ones, such as land cover and soil classes, are recognised by their names.</source>
        <translation>Namen der Kovariablen, deren Werte Klassen sind, nicht Zahlen. Bekannte, etwa Landbedeckung und Bodenklassen, werden an ihren Namen erkannt.</translation>
    </message>
    <message>
        <source>Covariates to leave out</source>
        <translation>Kovariablen, die wegbleiben</translation>
    </message>
    <message>
        <source>Names of covariates that are not used.</source>
        <translation>Namen der Kovariablen, die nicht benutzt werden.</translation>
    </message>
    <message>
        <source>Training recipe</source>
        <translation>Rezept für das Training</translation>
    </message>
    <message>
        <source>Recipe for training: recommended, or paper, which reproduces the published BINN. The settings below change single parts of the recipe.</source>
        <translation>Rezept für das Training: recommended (empfohlen) oder paper, das das veröffentlichte BINN nachbildet. Die Einstellungen darunter ändern einzelne Teile des Rezepts.</translation>
    </message>
    <message>
        <source>Neural network, fields or both</source>
        <translation>Neuronales Netz oder Felder</translation>
    </message>
    <message>
        <source>What gives the parameters from the covariates. network: a neural network. fields: sums of smooth functions of the covariates, with the uncertainty of their weights. Fields find parameters better if these change smoothly with the covariates; a network predicts SOC of real profiles better. both: a network and fields are trained, and the parameters are their mean.</source>
        <translation>Was aus den Kovariablen die Parameter berechnet. network: ein neuronales Netz. fields: Summen glatter Funktionen der Kovariablen, mit der Unsicherheit ihrer Gewichte. Felder finden Parameter besser, wenn sich diese glatt mit den Kovariablen ändern; ein Netz sagt SOC echter Profile besser vorher. both: Ein Netz und Felder werden trainiert, und die Parameter sind ihr Mittel.</translation>
    </message>
    <message>
        <source>Maximum number of epochs</source>
        <translation>Höchstzahl der Epochen</translation>
    </message>
    <message>
        <source>Largest number of epochs. In one epoch, every training profile is used once. Leave empty to use the recipe's default.</source>
        <translation>Höchstzahl der Epochen. In einer Epoche wird jedes Trainingsprofil einmal benutzt. Leer lassen für den Standardwert des Rezepts.</translation>
    </message>
    <message>
        <source>Random seed for dividing the profiles, for the initial weights and for dropout.</source>
        <translation>Startwert der Zufallszahlen für die Aufteilung der Profile, für die Anfangsgewichte und für Dropout.</translation>
    </message>
    <message>
        <source>Parameter ranges: binn, proda or a CSV file</source>
        <translation>Wertebereiche der Parameter: binn, proda oder eine CSV-Datei</translation>
    </message>
    <message>
        <source>Ranges of the parameters: binn, proda, or a CSV file with the columns name, lower, upper.</source>
        <translation>Wertebereiche der Parameter: binn, proda oder eine CSV-Datei mit den Spalten name, lower, upper.</translation>
    </message>
    <message>
        <source>Bedrock mode</source>
        <translation>Art des Felses</translation>
    </message>
    <message>
        <source>Bedrock. clm5: carbon cannot move into bedrock. published: as in the published codes, which lose carbon at bedrock. Leave empty to use the recipe's default.</source>
        <translation>Fels. clm5: Kohlenstoff kann nicht in den Fels gelangen. published: wie in den veröffentlichten Programmen, die am Fels Kohlenstoff verlieren. Leer lassen für den Standardwert des Rezepts.</translation>
    </message>
    <message>
        <source>Forcing between its cells</source>
        <translation>Antrieb zwischen seinen Zellen</translation>
    </message>
    <message>
        <source>How places read the cells of the forcing. bilinear: interpolated between the cells around the place. nearest: the nearest cell, so that the edges of the cells show in the maps. A model is always used in the way in which it was trained. Leave empty to use the recipe's default.</source>
        <translation>Wie Orte die Zellen des Antriebs lesen. bilinear: zwischen den Zellen um den Ort interpoliert. nearest: die nächste Zelle, so dass die Ränder der Zellen in den Karten zu sehen sind. Ein Modell wird immer so benutzt, wie es trainiert wurde. Leer lassen für den Standardwert des Rezepts.</translation>
    </message>
    <message>
        <source>Parameters to learn</source>
        <translation>Zu lernende Parameter</translation>
    </message>
    <message>
        <source>Names of the parameters to learn. Leave empty to learn all 21.</source>
        <translation>Namen der zu lernenden Parameter. Leer lassen, um alle 21 zu lernen.</translation>
    </message>
    <message>
        <source>Values of parameters that are not learned</source>
        <translation>Werte der nicht gelernten Parameter</translation>
    </message>
    <message>
        <source>Values of parameters that are not learned, as name=value. Parameters without a value here take CLM5's default, within their range.</source>
        <translation>Werte von Parametern, die nicht gelernt werden, als Name=Wert. Parameter, die hier keinen Wert haben, nehmen den Standardwert von CLM5, innerhalb ihres Bereichs.</translation>
    </message>
    <message>
        <source>Location as a covariate</source>
        <translation>Lage als Kovariable</translation>
    </message>
    <message>
        <source>Location as a covariate. none: not used. coordinates: scaled longitude and latitude. spatial: sines and cosines with wavelengths over 0.5 degrees. gridcell: as published; with it, the network memorises places. Leave empty to use the recipe's default.</source>
        <translation>Ort als Kovariable. none: nicht benutzt. coordinates: skalierte Länge und Breite. spatial: Sinus und Kosinus mit Wellenlängen über 0,5 Grad. gridcell: wie veröffentlicht; damit merkt sich das Netz Orte auswendig. Leer lassen für den Standardwert des Rezepts.</translation>
    </message>
    <message>
        <source>Units in hidden layers</source>
        <translation>Einheiten in verdeckten Schichten</translation>
    </message>
    <message>
        <source>Number of units in each hidden layer of the network. Leave empty to use the recipe's default.</source>
        <translation>Anzahl der Einheiten in jeder verdeckten Schicht des Netzes. Leer lassen für den Standardwert des Rezepts.</translation>
    </message>
    <message>
        <source>Dropout</source>
        <translation>Dropout</translation>
    </message>
    <message>
        <source>Dropout in the hidden layers. It must be above 0 for Monte Carlo passes. Leave empty to use the recipe's default.</source>
        <translation>Dropout in den verdeckten Schichten. Für Monte-Carlo-Durchgänge muss er über 0 liegen. Leer lassen für den Standardwert des Rezepts.</translation>
    </message>
    <message>
        <source>Number of networks in the ensemble</source>
        <translation>Anzahl der Netze im Ensemble</translation>
    </message>
    <message>
        <source>Number of networks in the ensemble, trained from different seeds. Their mean is the prediction. Leave empty to use the recipe's default.</source>
        <translation>Anzahl der Netze im Ensemble, trainiert von verschiedenen Startwerten aus. Ihr Mittel ist die Vorhersage. Leer lassen für den Standardwert des Rezepts.</translation>
    </message>
    <message>
        <source>Loss function</source>
        <translation>Verlustfunktion</translation>
    </message>
    <message>
        <source>Loss function. sqrt or log: Huber loss of the square root or of the logarithm of SOC. balanced: both of these, and the error of the mean SOC. l1: absolute error in gC/m3, as published. relative: assumes an observation error of 60 %. Leave empty to use the recipe's default.</source>
        <translation>Verlustfunktion. sqrt oder log: Huber-Verlust der Quadratwurzel oder des Logarithmus von SOC. balanced: beide, und der Fehler des mittleren SOC. l1: absoluter Fehler in gC/m3, wie veröffentlicht. relative: nimmt einen Beobachtungsfehler von 60 % an. Leer lassen für den Standardwert des Rezepts.</translation>
    </message>
    <message>
        <source>Teacher models</source>
        <translation>Lehrmodelle</translation>
    </message>
    <message>
        <source>Data that BINN is trained on. none: only the observed layers. learners: neural networks without CLM5 and boosted trees are trained on the observed layers first. BINN is then trained on their predictions, at imaginary places whose covariates lie between those of the profiles (distillation). The recipe recommended uses learners for training and cross-validation, which predicts SOC better, and none for calibration and recovery. Leave empty to use the recipe's default.</source>
        <translation>Daten, an denen BINN trainiert wird. none: nur die beobachteten Schichten. learners: Zuerst werden neuronale Netze ohne CLM5 und Gradient Boosting an den beobachteten Schichten trainiert. Danach wird BINN an ihren Vorhersagen trainiert, an gedachten Orten, deren Kovariablen zwischen denen der Profile liegen (Destillation). Das Rezept recommended nimmt learners für Training und Kreuzvalidierung, was SOC besser vorhersagt, und none für Kalibrierung und Wiederfinden. Leer lassen für den Standardwert des Rezepts.</translation>
    </message>
    <message>
        <source>Patience (epochs)</source>
        <translation>Geduld (Epochen)</translation>
    </message>
    <message>
        <source>Training stops if the validation score has not improved for this number of epochs. Leave empty to use the recipe's default.</source>
        <translation>Das Training endet, wenn sich die Bewertung an den Validierungsprofilen so viele Epochen lang nicht verbessert hat. Leer lassen für den Standardwert des Rezepts.</translation>
    </message>
    <message>
        <source>Batch size (profiles)</source>
        <translation>Stapelgröße (Profile)</translation>
    </message>
    <message>
        <source>Batch size: the number of profiles in one training step. Leave empty to use the recipe's default.</source>
        <translation>Stapelgröße: die Anzahl der Profile in einem Trainingsschritt. Leer lassen für den Standardwert des Rezepts.</translation>
    </message>
    <message>
        <source>Peak learning rate</source>
        <translation>Höchste Lernrate</translation>
    </message>
    <message>
        <source>Highest learning rate during the training. Leave empty to use the recipe's default.</source>
        <translation>Höchste Lernrate während des Trainings. Leer lassen für den Standardwert des Rezepts.</translation>
    </message>
    <message>
        <source>Highest SOC used for training (gC/m³)</source>
        <translation>Höchster SOC, der zum Training benutzt wird (gC/m³)</translation>
    </message>
    <message>
        <source>Layers with more SOC than this (gC/m3) are not used for training, but are used for testing. Leave empty to use the recipe's default.</source>
        <translation>Schichten mit mehr SOC als diesem Wert (gC/m3) werden nicht zum Trainieren benutzt, aber zum Prüfen. Leer lassen für den Standardwert des Rezepts.</translation>
    </message>
    <message>
        <source>Fraction of profiles for validation</source>
        <translation>Anteil der Profile zur Validierung</translation>
    </message>
    <message>
        <source>Fraction of the profiles used for validation: their score decides when training stops.</source>
        <translation>Anteil der Profile zur Validierung: Ihre Bewertung entscheidet, wann das Training endet.</translation>
    </message>
    <message>
        <source>Precision of the CLM5 layer</source>
        <translation>Genauigkeit der CLM5-Schicht</translation>
    </message>
    <message>
        <source>Precision of the numbers in the CLM5 layer. float32 is faster; Apple GPUs have no float64.</source>
        <translation>Genauigkeit der Zahlen in der CLM5-Schicht. float32 ist schneller; Apple-Grafikprozessoren haben kein float64.</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>Processor that is used: auto (the fastest), cpu, cuda (NVIDIA GPU) or mps (Apple GPU).</source>
        <translation>Prozessor, der benutzt wird: auto (der schnellste), cpu, cuda (NVIDIA-Grafikprozessor) oder mps (Apple-Grafikprozessor).</translation>
    </message>
    <message>
        <source>Fraction of profiles for the random test</source>
        <translation>Anteil der Profile für die Zufallsprüfung</translation>
    </message>
    <message>
        <source>Fraction of the profiles that is held out at random places for testing.</source>
        <translation>Anteil der Profile, die an zufälligen Orten zum Prüfen zurückgehalten werden.</translation>
    </message>
    <message>
        <source>Fraction of profiles for the blocked test</source>
        <translation>Anteil der Profile für die Blockprüfung</translation>
    </message>
    <message>
        <source>Fraction of the profiles that is held out in whole spatial blocks for testing.</source>
        <translation>Anteil der Profile, die in ganzen räumlichen Blöcken zum Prüfen zurückgehalten werden.</translation>
    </message>
    <message>
        <source>Size of spatial blocks (degrees)</source>
        <translation>Größe räumlicher Blöcke (Grad)</translation>
    </message>
    <message>
        <source>Size of the spatial blocks in degrees.</source>
        <translation>Größe der räumlichen Blöcke in Grad.</translation>
    </message>
    <message>
        <source>Test the model on held-out profiles</source>
        <translation>Modell an zurückgehaltenen Profilen testen</translation>
    </message>
    <message>
        <source>Some profiles are held out to test the model. Without the test, the model is trained once, on all profiles, and has no scores.</source>
        <translation>Einige Profile werden zurückgehalten, um das Modell zu testen. Ohne den Test wird das Modell einmal trainiert, an allen Profilen, und hat keine Bewertungen.</translation>
    </message>
    <message>
        <source>Train the final model on all profiles</source>
        <translation>Das endgültige Modell an allen Profilen trainieren</translation>
    </message>
    <message>
        <source>After testing, the final model is trained again on all profiles, including the test profiles.</source>
        <translation>Nach dem Prüfen wird das endgültige Modell noch einmal an allen Profilen trainiert, auch an den Prüfprofilen.</translation>
    </message>
    <message>
        <source>Radiocarbon of soil layers, from which the model learns beside SOC: a file of 'Prepare radiocarbon', or another table whose fields are recognised. Its places may be those of the SOC profiles or others. Leave empty to learn from SOC only.</source>
        <translation>Radiokohlenstoff von Bodenschichten, aus dem das Modell neben SOC lernt: eine Datei von 'Radiokohlenstoff aufbereiten' oder eine andere Tabelle, deren Felder erkannt werden. Die Orte können die der SOC-Profile oder andere sein. Leer lassen, um nur aus SOC zu lernen.</translation>
    </message>
    <message>
        <source>Weight of radiocarbon in the loss</source>
        <translation>Gewicht des Radiokohlenstoffs im Verlust</translation>
    </message>
    <message>
        <source>Weight of radiocarbon in the loss: that of a site with radiocarbon relative to a profile. A larger number fits radiocarbon better and SOC less well.</source>
        <translation>Gewicht des Radiokohlenstoffs im Verlust: das eines Orts mit Radiokohlenstoff im Verhältnis zu einem Profil. Mit einer größeren Zahl passt das Modell besser zum Radiokohlenstoff und weniger gut zum SOC.</translation>
    </message>
    <message>
        <source>Radiocarbon of the air, for the radiocarbon of the soil: a table with the fields year and d14c (Δ14C in permil), one row for each year. If it is empty, the published curves are used.</source>
        <translation>Radiokohlenstoff der Luft, für den Radiokohlenstoff des Bodens: eine Tabelle mit den Feldern year und d14c (Δ14C in Promille), eine Zeile für jedes Jahr. Wenn sie leer ist, werden die veröffentlichten Kurven benutzt.</translation>
    </message>
    <message>
        <source>Trained model</source>
        <translation>Trainiertes Modell</translation>
    </message>
    <message>
        <source>Model file to write (.safetensors).</source>
        <translation>Modelldatei, die geschrieben wird (.safetensors).</translation>
    </message>
    <message>
        <source>Training report</source>
        <translation>Bericht über das Training</translation>
    </message>
    <message>
        <source>Cross-validate BINN</source>
        <translation>BINN kreuzvalidieren</translation>
    </message>
    <message>
        <source>Scores BINN by cross-validation and compares it with simpler models on the same folds.</source>
        <translation>Bewertet BINN durch Kreuzvalidierung und vergleicht es mit einfacheren Modellen auf denselben Folds.</translation>
    </message>
    <message>
        <source>Divides the profiles into folds (groups). For each fold, BINN is trained on the other folds and scored on the profiles of this fold, which were not used to train it.

Folds are spatial blocks (of a given size, or of the size of the variogram range), random places, or regions named by a field. On the same folds, BINN is compared with constant parameters, CLM5's default parameters, a curve that depends on depth only, the same network without CLM5, gradient boosting and a quantile random forest. Scores have bootstrap intervals. The report says where BINN is worse than another model and why, and how much information the data contain about each parameter.

The networks of all folds together are a model for 'Predict maps'. With radiocarbon of soil layers, BINN is also taught by both, and Δ14C on held-out folds is scored.</source>
        <translation>Teilt die Profile in Folds (Gruppen). Für jeden Fold wird BINN an den anderen Folds trainiert und an den Profilen dieses Folds bewertet, die nicht zum Trainieren benutzt wurden.

Folds sind räumliche Blöcke (von gegebener Größe oder so groß wie die Reichweite des Variogramms), zufällige Orte oder Regionen, die ein Feld nennt. Auf denselben Folds wird BINN verglichen mit konstanten Parametern, den Standardwerten von CLM5, einer Kurve, die nur von der Tiefe abhängt, demselben Netz ohne CLM5, Gradient Boosting und einem Quantil-Random-Forest. Bewertungen haben Bootstrap-Intervalle. Der Bericht sagt, wo BINN schlechter ist als ein anderes Modell und warum, und wie viel Information die Daten über jeden Parameter enthalten.

Die Netze aller Folds zusammen sind ein Modell für 'Karten vorhersagen'. Mit Radiokohlenstoff von Bodenschichten lernt BINN auch aus beidem, und Δ14C auf zurückgehaltenen Folds wird bewertet.</translation>
    </message>
    <message>
        <source>Example: the profiles, covariates and forcing of 'Write example data' with 5 folds. It takes about 20 minutes on two cores, several times as long as 'Train BINN', because every fold trains a model and its baselines.</source>
        <translation>Beispiel: Profile, Kovariablen und Antrieb von 'Beispieldaten schreiben' mit 5 Gruppen. Das dauert auf zwei Kernen etwa 20 Minuten, mehrmals so lange wie 'BINN trainieren', weil für jede Gruppe ein Modell und seine Vergleichsmodelle trainiert werden.</translation>
    </message>
    <message>
        <source>How profiles are divided into folds</source>
        <translation>Wie Profile in Folds geteilt werden</translation>
    </message>
    <message>
        <source>How profiles are divided into folds: by spatial blocks, by random places, or by regions named in a field.</source>
        <translation>Wie Profile in Folds geteilt werden: nach räumlichen Blöcken (blocks), nach zufälligen Orten (random) oder nach Regionen, die ein Feld nennt (region).</translation>
    </message>
    <message>
        <source>Number of folds</source>
        <translation>Anzahl der Folds</translation>
    </message>
    <message>
        <source>Number of folds. If there are more regions than folds, several regions share a fold. 0: one fold for each region.</source>
        <translation>Anzahl der Folds. Wenn es mehr Regionen als Folds gibt, teilen sich mehrere Regionen einen Fold. 0: ein Fold je Region.</translation>
    </message>
    <message>
        <source>Size of the spatial blocks in degrees. 0: the range of the variogram of SOC is used.</source>
        <translation>Größe der räumlichen Blöcke in Grad. 0: Die Reichweite des Variogramms von SOC wird benutzt.</translation>
    </message>
    <message>
        <source>Region field</source>
        <translation>Feld der Region</translation>
    </message>
    <message>
        <source>Field of the profiles that contains the name of their region, for folds made of regions.</source>
        <translation>Feld der Profile, das den Namen ihrer Region enthält, für Folds aus Regionen.</translation>
    </message>
    <message>
        <source>Other profiles, to test the models of all folds</source>
        <translation>Andere Profile, um die Modelle aller Folds zu prüfen</translation>
    </message>
    <message>
        <source>File of other SOC profiles, which no fold is trained on. The models of all folds predict them, and the mean of their predictions is scored. Fields, units and covariates are those of the training profiles.</source>
        <translation>Datei mit anderen SOC-Profilen, an denen kein Fold trainiert wird. Die Modelle aller Folds sagen sie vorher, und der Mittelwert ihrer Vorhersagen wird bewertet. Felder, Einheiten und Kovariablen sind die der Trainingsprofile.</translation>
    </message>
    <message>
        <source>Another SOC map, to compare with</source>
        <translation>Andere SOC-Karte, zum Vergleich</translation>
    </message>
    <message>
        <source>Rasters of another SOC map (such as SoilGrids, OpenLandMap, SOLUS100), which is scored on the same layers. It is never a covariate. If the map was made with profiles that are here, its scores are too good.</source>
        <translation>Raster einer anderen SOC-Karte (etwa SoilGrids, OpenLandMap, SOLUS100), die an denselben Schichten bewertet wird. Sie ist nie eine Kovariable. Wenn die Karte mit Profilen gemacht wurde, die auch hier vorkommen, sind ihre Bewertungen zu gut.</translation>
    </message>
    <message>
        <source>Unit of the other SOC map</source>
        <translation>Einheit der anderen SOC-Karte</translation>
    </message>
    <message>
        <source>Unit of the other SOC map: a density, or a stock of a depth range. SoilGrids' organic carbon density is in hg/m3. Maps that BINN wrote need none.</source>
        <translation>Einheit der anderen SOC-Karte: eine Dichte oder ein Vorrat eines Tiefenbereichs. Die organische Kohlenstoffdichte von SoilGrids ist in hg/m3. Karten, die BINN geschrieben hat, brauchen keine.</translation>
    </message>
    <message>
        <source>Bands of the other SOC map and their depths</source>
        <translation>Bänder der anderen SOC-Karte und ihre Tiefen</translation>
    </message>
    <message>
        <source>Bands of the other SOC map to use, with their depths in cm, such as b0=0 or b1=0-30. If it is empty, all bands are used, and their names must contain the depths (ocd_5-15cm_mean, soc_30cm).</source>
        <translation>Bänder der anderen SOC-Karte, die benutzt werden, mit ihren Tiefen in cm, etwa b0=0 oder b1=0-30. Wenn leer, werden alle Bänder benutzt, und ihre Namen müssen die Tiefen nennen (ocd_5-15cm_mean, soc_30cm).</translation>
    </message>
    <message>
        <source>Cross-validation report</source>
        <translation>Bericht über die Kreuzvalidierung</translation>
    </message>
    <message>
        <source>HTML report to write.</source>
        <translation>HTML-Bericht, der geschrieben wird.</translation>
    </message>
    <message>
        <source>Scores as JSON</source>
        <translation>Bewertungen als JSON</translation>
    </message>
    <message>
        <source>JSON file with every score. Leave empty to skip this output.</source>
        <translation>JSON-Datei mit allen Bewertungen. Leer lassen, um diese Ausgabe auszulassen.</translation>
    </message>
    <message>
        <source>Scores as CSV</source>
        <translation>Bewertungen als CSV</translation>
    </message>
    <message>
        <source>CSV file with the scores. Leave empty to skip this output.</source>
        <translation>CSV-Datei mit den Bewertungen. Leer lassen, um diese Ausgabe auszulassen.</translation>
    </message>
    <message>
        <source>Observed and predicted SOC</source>
        <translation>Beobachteter und vorhergesagter SOC</translation>
    </message>
    <message>
        <source>CSV file with the fold, the observed SOC and every model's prediction for every layer. Leave empty to skip this output.</source>
        <translation>CSV-Datei mit dem Fold, dem beobachteten SOC und der Vorhersage jedes Modells für jede Schicht. Leer lassen, um diese Ausgabe auszulassen.</translation>
    </message>
    <message>
        <source>Model made of all folds</source>
        <translation>Modell aus allen Folds</translation>
    </message>
    <message>
        <source>Model file with the networks of all folds as an ensemble (.safetensors). Leave empty to skip this output.</source>
        <translation>Modelldatei mit den Netzen aller Folds als Ensemble (.safetensors). Leer lassen, um diese Ausgabe auszulassen.</translation>
    </message>
    <message>
        <source>Test parameter recovery</source>
        <translation>Wiederfinden der Parameter prüfen</translation>
    </message>
    <message>
        <source>Tests whether BINN can recover known parameters at your own sites.</source>
        <translation>Prüft, ob BINN bekannte Parameter an Ihren eigenen Orten wiederfinden kann.</translation>
    </message>
    <message>
        <source>This test uses simulated data, for which the true parameters are known. It draws true parameters and computes the SOC that they give at the sites, depths and forcing of your profiles. Then it adds noise and trains BINN on this SOC. At profiles that were held out, it compares the parameters and processes that BINN estimates with the true ones.

The true parameters are smooth functions of the covariates, or constant, or come from a raster or table whose bands or columns are named like the parameters. Parameters that are not learned are set to their true values. Two reference scores show what chance alone would give: the prediction for one set of true parameters compared with another set, and training with shuffled covariates. If a parameter is not recovered here, it cannot be estimated from real data at your sites either.</source>
        <translation>Diese Prüfung benutzt simulierte Daten, deren wahre Parameter bekannt sind. Sie zieht wahre Parameter und berechnet den SOC, den sie an den Orten, in den Tiefen und mit dem Antrieb Ihrer Profile geben. Dann fügt sie Rauschen hinzu und trainiert BINN an diesem SOC. An zurückgehaltenen Profilen vergleicht sie die Parameter und Prozesse, die BINN schätzt, mit den wahren.

Die wahren Parameter sind glatte Funktionen der Kovariablen, oder konstant, oder kommen aus einem Raster oder einer Tabelle, deren Bänder oder Spalten wie die Parameter heißen. Nicht gelernte Parameter werden auf ihre wahren Werte gesetzt. Zwei Vergleichswerte zeigen, was der Zufall allein geben würde: die Vorhersage für einen Satz wahrer Parameter im Vergleich mit einem anderen Satz, und das Training mit vertauschten Kovariablen. Wenn ein Parameter hier nicht wiedergefunden wird, lässt er sich an Ihren Orten auch aus echten Daten nicht schätzen.</translation>
    </message>
    <message>
        <source>Example: the profiles, covariates and forcing of 'Write example data' with one set of true parameters. It takes about half as long as 'Train BINN' for each set and fold.</source>
        <translation>Beispiel: Profile, Kovariablen und Antrieb von 'Beispieldaten schreiben' mit einem Satz wahrer Parameter. Das dauert für jeden Satz und jede Gruppe etwa halb so lange wie 'BINN trainieren'.</translation>
    </message>
    <message>
        <source>Number of folds to run (0: all)</source>
        <translation>Anzahl der gerechneten Folds (0: alle)</translation>
    </message>
    <message>
        <source>Number of folds that are run. Fewer folds give a quicker answer. 0: all.</source>
        <translation>Anzahl der Folds, die gerechnet werden. Weniger Folds geben schneller eine Antwort. 0: alle.</translation>
    </message>
    <message>
        <source>Source of the true parameters</source>
        <translation>Herkunft der wahren Parameter</translation>
    </message>
    <message>
        <source>Source of the true parameters. smooth: smooth functions of the covariates. constant: the same value everywhere. raster or table: bands or columns named like the parameters.</source>
        <translation>Herkunft der wahren Parameter. smooth: glatte Funktionen der Kovariablen. constant: überall derselbe Wert. raster oder table: Bänder eines Rasters oder Spalten einer Tabelle, die wie die Parameter heißen.</translation>
    </message>
    <message>
        <source>Raster or table of true parameters</source>
        <translation>Raster oder Tabelle wahrer Parameter</translation>
    </message>
    <message>
        <source>Raster or table of the true parameters. It is joined to the profiles in the same way as covariates.</source>
        <translation>Raster oder Tabelle der wahren Parameter. Sie werden wie Kovariablen mit den Profilen verbunden.</translation>
    </message>
    <message>
        <source>Number of true parameter sets</source>
        <translation>Anzahl der wahren Parametersätze</translation>
    </message>
    <message>
        <source>Number of sets of true parameters that are drawn and tested.</source>
        <translation>Anzahl der Sätze wahrer Parameter, die gezogen und geprüft werden.</translation>
    </message>
    <message>
        <source>Noise of the observations (0 to 0.5)</source>
        <translation>Rauschen der Beobachtungen (0 bis 0,5)</translation>
    </message>
    <message>
        <source>Relative error of the simulated observations: 0 to 0.5.</source>
        <translation>Relativer Fehler der simulierten Beobachtungen: 0 bis 0,5.</translation>
    </message>
    <message>
        <source>Covariates per true parameter</source>
        <translation>Kovariablen je wahrem Parameter</translation>
    </message>
    <message>
        <source>Number of covariates that each true parameter depends on, if the true parameters are smooth functions.</source>
        <translation>Anzahl der Kovariablen, von denen jeder wahre Parameter abhängt, wenn die wahren Parameter glatte Funktionen sind.</translation>
    </message>
    <message>
        <source>Length scale of the true parameters</source>
        <translation>Längenskala der wahren Parameter</translation>
    </message>
    <message>
        <source>Length scale of the smooth functions, in standard deviations of the covariates. Smaller values give rougher functions.</source>
        <translation>Längenskala der glatten Funktionen, in Standardabweichungen der Kovariablen. Kleinere Werte geben rauere Funktionen.</translation>
    </message>
    <message>
        <source>Also train with shuffled covariates</source>
        <translation>Auch mit vertauschten Kovariablen trainieren</translation>
    </message>
    <message>
        <source>Also train BINN with covariates shuffled among the profiles. This shows what chance alone gives (negative control).</source>
        <translation>BINN auch mit Kovariablen trainieren, die unter den Profilen vertauscht sind. Das zeigt, was der Zufall allein gibt (Negativkontrolle).</translation>
    </message>
    <message>
        <source>Recovery report</source>
        <translation>Bericht über die Wiederfindung</translation>
    </message>
    <message>
        <source>CSV file with the scores of every parameter and process. Leave empty to skip this output.</source>
        <translation>CSV-Datei mit den Bewertungen jedes Parameters und Prozesses. Leer lassen, um diese Ausgabe auszulassen.</translation>
    </message>
    <message>
        <source>Calibrate BINN</source>
        <translation>BINN kalibrieren</translation>
    </message>
    <message>
        <source>Trains a model with calibrated uncertainty, and tests how reliable this uncertainty is.</source>
        <translation>Trainiert ein Modell mit kalibrierter Unsicherheit und prüft, wie verlässlich diese Unsicherheit ist.</translation>
    </message>
    <message>
        <source>Trains BINN and measures how large its errors are.

The spread of an ensemble or of Monte Carlo dropout (the raw spread) is too small: its 90 % intervals contain far less than half of the values. For soil organic carbon (SOC), the spread is scaled with profiles that were held out, separately for ranges of depth. Parameters and processes cannot be observed. Their spread is scaled with simulated twins: experiments at your own sites in which the true parameters are known. This correction depends on a simulation. It is right only if the real parameters vary as smoothly as those of the twins.

The report shows how many observations and true values lie within the intervals. It uses profiles and twins that were not used for training or calibration, and compares BINN with a quantile random forest. Use the model with 'Predict maps' to map calibrated uncertainty, and with 'Project soil carbon' for calibrated intervals of change.</source>
        <translation>Trainiert BINN und misst, wie groß seine Fehler sind.

Die Streuung eines Ensembles oder des Monte-Carlo-Dropouts (die rohe Streuung) ist zu klein: Ihre 90-%-Intervalle enthalten weit weniger als die Hälfte der Werte. Beim organischen Bodenkohlenstoff (SOC) wird die Streuung mit zurückgehaltenen Profilen skaliert, getrennt nach Tiefenbereichen. Parameter und Prozesse lassen sich nicht beobachten. Ihre Streuung wird mit simulierten Zwillingen skaliert: Versuchen an Ihren eigenen Orten, bei denen die wahren Parameter bekannt sind. Diese Korrektur hängt von einer Simulation ab. Sie ist nur richtig, wenn die echten Parameter so glatt variieren wie die der Zwillinge.

Der Bericht zeigt, wie viele Beobachtungen und wahre Werte in den Intervallen liegen. Er benutzt dafür Profile und Zwillinge, die weder zum Trainieren noch zum Kalibrieren benutzt wurden, und vergleicht BINN mit einem Quantil-Random-Forest. Mit 'Karten vorhersagen' kartiert das Modell kalibrierte Unsicherheit, mit 'Bodenkohlenstoff vorausberechnen' kalibrierte Intervalle der Änderung.</translation>
    </message>
    <message>
        <source>Example: the profiles, covariates and forcing of 'Write example data'. It takes about 7 times as long as 'Train BINN', because every fold and every twin trains a model. For a first try, set the number of epochs to 20.</source>
        <translation>Beispiel: Profile, Kovariablen und Antrieb von 'Beispieldaten schreiben'. Das dauert etwa 7-mal so lange wie 'BINN trainieren', weil für jede Gruppe und jeden Zwilling ein Modell trainiert wird. Setzen Sie für einen ersten Versuch die Zahl der Epochen auf 20.</translation>
    </message>
    <message>
        <source>Also test with random folds</source>
        <translation>Auch mit zufälligen Folds prüfen</translation>
    </message>
    <message>
        <source>Also test the intervals with random folds, in addition to spatial blocks. This doubles the training time.</source>
        <translation>Die Intervalle zusätzlich zu räumlichen Blöcken auch mit zufälligen Folds prüfen. Das verdoppelt die Trainingszeit.</translation>
    </message>
    <message>
        <source>Fraction of profiles for calibration</source>
        <translation>Anteil der Profile zur Kalibrierung</translation>
    </message>
    <message>
        <source>Fraction of each fold's training profiles that is used only for calibration, not for training. Whole spatial blocks are taken.</source>
        <translation>Anteil der Trainingsprofile jedes Folds, der nur zur Kalibrierung benutzt wird, nicht zum Trainieren. Es werden ganze räumliche Blöcke genommen.</translation>
    </message>
    <message>
        <source>Number of Monte Carlo passes</source>
        <translation>Anzahl der Monte-Carlo-Durchgänge</translation>
    </message>
    <message>
        <source>Number of Monte Carlo dropout passes from which the spread is computed.</source>
        <translation>Anzahl der Monte-Carlo-Dropout-Durchgänge, aus denen die Streuung berechnet wird.</translation>
    </message>
    <message>
        <source>Source of uncertainty</source>
        <translation>Quelle der Unsicherheit</translation>
    </message>
    <message>
        <source>Source of uncertainty. dropout: Monte Carlo dropout of the first network. ensemble: differences between the networks, without passes. both: Monte Carlo dropout of all networks in turn. auto: both, or the only one that the model has.</source>
        <translation>Quelle der Unsicherheit. dropout: Monte-Carlo-Dropout des ersten Netzes. ensemble: Unterschiede zwischen den Netzen, ohne Durchgänge. both: Monte-Carlo-Dropout aller Netze im Wechsel. auto: both, oder die eine Quelle, die das Modell hat.</translation>
    </message>
    <message>
        <source>Number of twins for calibration</source>
        <translation>Anzahl der Zwillinge zur Kalibrierung</translation>
    </message>
    <message>
        <source>Number of simulated twins that calibrate the uncertainty of parameters and processes. 0: their spread is not scaled.</source>
        <translation>Anzahl der simulierten Zwillinge, mit denen die Unsicherheit von Parametern und Prozessen kalibriert wird. 0: Ihre Streuung wird nicht skaliert.</translation>
    </message>
    <message>
        <source>Number of twins for testing</source>
        <translation>Anzahl der Zwillinge zum Prüfen</translation>
    </message>
    <message>
        <source>Number of twins that test the calibration. They are not used for the calibration itself.</source>
        <translation>Anzahl der Zwillinge, mit denen die Kalibrierung geprüft wird. Zur Kalibrierung selbst werden sie nicht benutzt.</translation>
    </message>
    <message>
        <source>Noise of the twins (0 to 0.5)</source>
        <translation>Rauschen der Zwillinge (0 bis 0,5)</translation>
    </message>
    <message>
        <source>Relative error of the twins' simulated observations: 0 to 0.5.</source>
        <translation>Relativer Fehler der simulierten Beobachtungen der Zwillinge: 0 bis 0,5.</translation>
    </message>
    <message>
        <source>Number of covariates that each true parameter of a twin depends on.</source>
        <translation>Anzahl der Kovariablen, von denen jeder wahre Parameter eines Zwillings abhängt.</translation>
    </message>
    <message>
        <source>Length scale of true parameters</source>
        <translation>Längenskala wahrer Parameter</translation>
    </message>
    <message>
        <source>Length scale of the twins' true parameters, in standard deviations of the covariates. Smaller values give rougher functions.</source>
        <translation>Längenskala der wahren Parameter der Zwillinge, in Standardabweichungen der Kovariablen. Kleinere Werte geben rauere Funktionen.</translation>
    </message>
    <message>
        <source>Calibrated model</source>
        <translation>Kalibriertes Modell</translation>
    </message>
    <message>
        <source>Calibrated model file to write (.safetensors).</source>
        <translation>Kalibrierte Modelldatei, die geschrieben wird (.safetensors).</translation>
    </message>
    <message>
        <source>Calibration report</source>
        <translation>Bericht über die Kalibrierung</translation>
    </message>
    <message>
        <source>CSV file with the scores of the intervals. Leave empty to skip this output.</source>
        <translation>CSV-Datei mit den Bewertungen der Intervalle. Leer lassen, um diese Ausgabe auszulassen.</translation>
    </message>
    <message>
        <source>Predicted intervals</source>
        <translation>Vorhergesagte Intervalle</translation>
    </message>
    <message>
        <source>CSV file with the observed SOC and the predicted intervals of every layer. Leave empty to skip this output.</source>
        <translation>CSV-Datei mit dem beobachteten SOC und den vorhergesagten Intervallen jeder Schicht. Leer lassen, um diese Ausgabe auszulassen.</translation>
    </message>
    <message>
        <source>Evaluate a BINN model</source>
        <translation>BINN-Modell bewerten</translation>
    </message>
    <message>
        <source>Scores a trained model on soil profiles that were not used to train it.</source>
        <translation>Bewertet ein trainiertes Modell an Bodenprofilen, die nicht zum Trainieren benutzt wurden.</translation>
    </message>
    <message>
        <source>Applies a trained model to profiles of soil organic carbon (SOC) that were not used to train it, and scores its predictions.

The scores are Nash-Sutcliffe efficiency, r2, root mean square error and bias, both for SOC and for the logarithm of SOC. They are written to a JSON file. If you want, a CSV file gives the observed and predicted SOC of every soil layer. With Monte Carlo passes, the scores also say how many observations lie within the predicted intervals.

If you also give the profiles that the model was trained on, other models learn from them (a network without CLM5, gradient boosting, a quantile forest, a depth curve), and the report says where BINN is better and where it is worse.</source>
        <translation>Wendet ein trainiertes Modell auf Profile des organischen Bodenkohlenstoffs (SOC) an, die nicht zum Trainieren benutzt wurden, und bewertet seine Vorhersagen.

Die Bewertungen sind Nash-Sutcliffe-Effizienz, r2, Wurzel des mittleren quadratischen Fehlers und Verzerrung, sowohl für SOC als auch für seinen Logarithmus. Sie werden in eine JSON-Datei geschrieben. Auf Wunsch gibt eine CSV-Datei den beobachteten und vorhergesagten SOC jeder Bodenschicht. Mit Monte-Carlo-Durchgängen sagen die Bewertungen auch, wie viele Beobachtungen in den vorhergesagten Intervallen liegen.

Wenn Sie auch die Profile angeben, an denen das Modell trainiert wurde, lernen andere Modelle aus ihnen (ein Netz ohne CLM5, Gradient Boosting, ein Quantil-Random-Forest, eine Tiefenkurve), und der Bericht sagt, wo BINN besser und wo es schlechter ist.</translation>
    </message>
    <message>
        <source>Example: a model trained in one region, and the profiles and covariates of another region. It takes about ten seconds for 1,000 profiles.</source>
        <translation>Beispiel: ein Modell, das in einer Region trainiert wurde, und Profile und Kovariablen einer anderen. Das dauert für 1.000 Profile etwa zehn Sekunden.</translation>
    </message>
    <message>
        <source>File of a trained model (.safetensors).</source>
        <translation>Datei eines trainierten Modells (.safetensors).</translation>
    </message>
    <message>
        <source>Covariates with the names that the model was trained with: rasters, or tables joined by profile id. Leave empty if the profiles have the covariates as fields.</source>
        <translation>Kovariablen mit den Namen, mit denen das Modell trainiert wurde: Raster oder Tabellen, über die Profilkennung verbunden. Leer lassen, wenn die Profile die Kovariablen als Felder haben.</translation>
    </message>
    <message>
        <source>Training profiles, to compare with other models</source>
        <translation>Trainingsprofile, zum Vergleich mit anderen Modellen</translation>
    </message>
    <message>
        <source>SOC profiles that the model was trained on. If they are given, the same networks without CLM5, gradient boosting, a quantile forest and a depth curve learn from them and are scored on the same layers.</source>
        <translation>SOC-Profile, an denen das Modell trainiert wurde. Wenn sie angegeben sind, lernen dieselben Netze ohne CLM5, Gradient Boosting, ein Quantil-Random-Forest und eine Tiefenkurve aus ihnen und werden an denselben Schichten bewertet.</translation>
    </message>
    <message>
        <source>Read profiles and rasters as in the training</source>
        <translation>Profile und Raster wie beim Training lesen</translation>
    </message>
    <message>
        <source>Settings that you do not change (SOC field, unit of SOC, sampling method, search radius) are taken from the training. Without this option, the settings count as they are.</source>
        <translation>Einstellungen, die Sie nicht ändern (SOC-Feld, Einheit von SOC, Art der Abfrage, Suchradius), werden vom Training übernommen. Ohne diese Option gelten die Einstellungen so, wie sie sind.</translation>
    </message>
    <message>
        <source>Number of Monte Carlo dropout passes. With 2 or more, the intervals are scored too.</source>
        <translation>Anzahl der Monte-Carlo-Dropout-Durchgänge. Mit 2 oder mehr werden auch die Intervalle bewertet.</translation>
    </message>
    <message>
        <source>Use calibrated intervals if the model has them</source>
        <translation>Kalibrierte Intervalle benutzen, wenn das Modell sie hat</translation>
    </message>
    <message>
        <source>Score the calibrated intervals of a new observation if the model is calibrated, otherwise the intervals of the raw spread.</source>
        <translation>Die kalibrierten Intervalle einer neuen Beobachtung bewerten, wenn das Modell kalibriert ist, sonst die Intervalle der rohen Streuung.</translation>
    </message>
    <message>
        <source>Random seed of the passes</source>
        <translation>Startwert der Durchgänge</translation>
    </message>
    <message>
        <source>Random seed of the Monte Carlo passes.</source>
        <translation>Startwert der Zufallszahlen der Monte-Carlo-Durchgänge.</translation>
    </message>
    <message>
        <source>Also score profiles used for training</source>
        <translation>Auch Trainingsprofile bewerten</translation>
    </message>
    <message>
        <source>Also score profiles that the model was trained on. Without this option, they are left out.</source>
        <translation>Auch Profile bewerten, an denen das Modell trainiert wurde. Ohne diese Option werden sie weggelassen.</translation>
    </message>
    <message>
        <source>Scores</source>
        <translation>Bewertungen</translation>
    </message>
    <message>
        <source>JSON file with the scores. Leave empty to skip this output.</source>
        <translation>JSON-Datei mit den Bewertungen. Leer lassen, um diese Ausgabe auszulassen.</translation>
    </message>
    <message>
        <source>CSV file with the observed and predicted SOC of every layer. Leave empty to skip this output.</source>
        <translation>CSV-Datei mit dem beobachteten und vorhergesagten SOC jeder Schicht. Leer lassen, um diese Ausgabe auszulassen.</translation>
    </message>
    <message>
        <source>Evaluation report</source>
        <translation>Bericht der Bewertung</translation>
    </message>
    <message>
        <source>Predict maps</source>
        <translation>Karten vorhersagen</translation>
    </message>
    <message>
        <source>Maps soil organic carbon, the processes that govern it and their parameters, with uncertainty.</source>
        <translation>Kartiert organischen Bodenkohlenstoff, die Prozesse, die ihn bestimmen, und deren Parameter, mit Unsicherheit.</translation>
    </message>
    <message>
        <source>Maps soil organic carbon (SOC), the 21 parameters of the CLM5 soil carbon model and the six processes that govern SOC. You need a trained model and covariate rasters.

The bands of the rasters are matched by name with the model's covariates, in any order. The rasters may differ in CRS and resolution. If a covariate has no value at a pixel, all maps have no value (nodata) there. If the number of Monte Carlo passes is above 0, the uncertainty is mapped too. For a calibrated model (see 'Calibrate BINN'), it is the calibrated uncertainty; otherwise it is the raw spread, whose intervals are too narrow. The domain map shows where the covariates differ too much from those of the training profiles.

Maps of any size are computed tile by tile and need no more memory than you allow. The work is done by one process, by several processes, or by the workers of a Dask scheduler. To resume a run that was stopped, run it again with the same outputs: finished tiles are kept.

QGIS loads the maps with styles, one layer per band, in groups of related maps.</source>
        <translation>Kartiert organischen Bodenkohlenstoff (SOC), die 21 Parameter des Bodenkohlenstoffmodells von CLM5 und die sechs Prozesse, die SOC bestimmen. Sie brauchen ein trainiertes Modell und Kovariablen als Raster.

Die Bänder der Raster werden den Kovariablen des Modells nach Namen zugeordnet, in beliebiger Reihenfolge. Die Raster dürfen sich in Bezugssystem und Auflösung unterscheiden. Wenn eine Kovariable an einem Pixel keinen Wert hat, haben dort alle Karten keinen Wert (NoData). Wenn die Anzahl der Monte-Carlo-Durchgänge über 0 liegt, wird auch die Unsicherheit kartiert. Bei einem kalibrierten Modell (siehe 'BINN kalibrieren') ist es die kalibrierte Unsicherheit, sonst die rohe Streuung, deren Intervalle zu eng sind. Die Karte des Gültigkeitsbereichs zeigt, wo sich die Kovariablen zu sehr von denen der Trainingsprofile unterscheiden.

Karten jeder Größe werden Kachel für Kachel berechnet und brauchen nicht mehr Arbeitsspeicher, als Sie erlauben. Die Arbeit tut ein Prozess, tun mehrere Prozesse oder die Arbeiter eines Dask-Schedulers. Um einen unterbrochenen Lauf fortzusetzen, starten Sie ihn mit denselben Ausgaben noch einmal: Fertige Kacheln bleiben erhalten.

QGIS lädt die Karten mit Stilen, eine Ebene je Band, in Gruppen zusammengehöriger Karten.</translation>
    </message>
    <message>
        <source>Example: a model trained on the data of 'Write example data', with its covariates and forcing. It takes about 15 seconds for 10,000 pixels and 20 passes on two cores.</source>
        <translation>Beispiel: ein Modell, das mit den Daten von 'Beispieldaten schreiben' trainiert wurde, mit deren Kovariablen und Antrieb. Das dauert auf zwei Kernen für 10.000 Pixel und 20 Durchgänge etwa 15 Sekunden.</translation>
    </message>
    <message>
        <source>Covariate rasters. Their bands are matched by name with the model's covariates.</source>
        <translation>Kovariablen als Raster. Ihre Bänder werden den Kovariablen des Modells nach Namen zugeordnet.</translation>
    </message>
    <message>
        <source>Grid of the maps</source>
        <translation>Gitter der Karten</translation>
    </message>
    <message>
        <source>Raster that gives the grid of the maps. If it is empty, the grid of the first covariate raster is used.</source>
        <translation>Raster, das das Gitter der Karten gibt. Wenn es leer ist, wird das Gitter des ersten Kovariablenrasters benutzt.</translation>
    </message>
    <message>
        <source>Depths of SOC (m)</source>
        <translation>Tiefen von SOC (m)</translation>
    </message>
    <message>
        <source>Depths in metres at which SOC density is mapped.</source>
        <translation>Tiefen in Metern, in denen die SOC-Dichte kartiert wird.</translation>
    </message>
    <message>
        <source>Largest number of Monte Carlo dropout passes. In each pass, the prediction is repeated with random parts of the network left out. 0: no uncertainty from dropout.</source>
        <translation>Höchstzahl der Monte-Carlo-Dropout-Durchgänge. In jedem Durchgang wird die Vorhersage wiederholt, wobei zufällige Teile des Netzes weggelassen werden. 0: keine Unsicherheit durch Dropout.</translation>
    </message>
    <message>
        <source>Stop sampling at this relative error (0: never)</source>
        <translation>Bei diesem relativen Fehler aufhören (0: nie)</translation>
    </message>
    <message>
        <source>Passes stop at a pixel when the relative standard error of its standard deviations is not above this value, for example 0.1. 0: all passes are computed.</source>
        <translation>Die Durchgänge enden an einem Pixel, wenn der relative Standardfehler seiner Standardabweichungen nicht über diesem Wert liegt, etwa 0,1. 0: Alle Durchgänge werden gerechnet.</translation>
    </message>
    <message>
        <source>Use calibrated uncertainty if the model has it</source>
        <translation>Kalibrierte Unsicherheit benutzen, wenn das Modell sie hat</translation>
    </message>
    <message>
        <source>Use the calibrated uncertainty if the model is calibrated, otherwise the raw spread.</source>
        <translation>Die kalibrierte Unsicherheit benutzen, wenn das Modell kalibriert ist, sonst die rohe Streuung.</translation>
    </message>
    <message>
        <source>Interval type: local mean or new observation</source>
        <translation>Art der Intervalle: örtliches Mittel oder neue Beobachtung</translation>
    </message>
    <message>
        <source>Kind of interval for calibrated SOC. mean: contains the mean SOC at the place. observation: contains one new observation there, so it is wider.</source>
        <translation>Art des Intervalls für kalibrierten SOC. mean: enthält den mittleren SOC am Ort. observation: enthält eine neue Beobachtung dort und ist daher breiter.</translation>
    </message>
    <message>
        <source>Quantiles</source>
        <translation>Quantile</translation>
    </message>
    <message>
        <source>Quantiles to map.</source>
        <translation>Quantile, die kartiert werden.</translation>
    </message>
    <message>
        <source>Exceedance thresholds (e.g. 0-30=5)</source>
        <translation>Schwellen der Überschreitung (z. B. 0-30=5)</translation>
    </message>
    <message>
        <source>Thresholds of SOC. The map gives the probability that SOC is above each of them. Write a depth range in cm for a stock in kgC/m2 (0-30=5), or a depth in cm for a density in gC/m3 (30=20000).</source>
        <translation>Schwellen von SOC. Die Karte gibt die Wahrscheinlichkeit, dass SOC über jeder von ihnen liegt. Schreiben Sie einen Tiefenbereich in cm für einen Vorrat in kgC/m2 (0-30=5) oder eine Tiefe in cm für eine Dichte in gC/m3 (30=20000).</translation>
    </message>
    <message>
        <source>Tile size (pixels; 0: automatic)</source>
        <translation>Kachelgröße (Pixel; 0: automatisch)</translation>
    </message>
    <message>
        <source>Width and height of the tiles in pixels. 0: chosen to fit the memory.</source>
        <translation>Breite und Höhe der Kacheln in Pixeln. 0: passend zum Arbeitsspeicher gewählt.</translation>
    </message>
    <message>
        <source>Pixels too far from the forcing</source>
        <translation>Pixel, die zu weit vom Antrieb entfernt sind</translation>
    </message>
    <message>
        <source>Pixels that are too far from the forcing. refuse: the run stops with an error. nodata: these pixels have no value.</source>
        <translation>Pixel, die zu weit vom Antrieb entfernt sind. refuse: Der Lauf hält mit einem Fehler an. nodata: Diese Pixel haben keinen Wert.</translation>
    </message>
    <message>
        <source>Highest plausible SOC (kg/m³)</source>
        <translation>Höchster plausibler SOC (kg/m³)</translation>
    </message>
    <message>
        <source>Highest plausible SOC in kg/m3. If pixels are above it, a warning gives their number.</source>
        <translation>Höchster plausibler SOC in kg/m3. Wenn Pixel darüber liegen, nennt eine Warnung ihre Anzahl.</translation>
    </message>
    <message>
        <source>Memory (GB)</source>
        <translation>Arbeitsspeicher (GB)</translation>
    </message>
    <message>
        <source>Memory in GB that the run may use on this computer, for all its processes together. With a Dask scheduler, it is the memory of each worker. The sizes of tiles and batches depend on it.</source>
        <translation>Arbeitsspeicher in GB, den der Lauf auf diesem Rechner benutzen darf, für alle seine Prozesse zusammen. Mit einem Dask-Scheduler ist es der Speicher jedes Arbeiters. Die Größe von Kacheln und Stapeln hängt davon ab.</translation>
    </message>
    <message>
        <source>Number of processes (0: as many as cores)</source>
        <translation>Anzahl der Rechenprozesse (0: so viele wie Kerne)</translation>
    </message>
    <message>
        <source>Number of processes on this computer that share the work. 1: one process; 0: one for each core.</source>
        <translation>Anzahl der Prozesse auf diesem Rechner, die sich die Arbeit teilen. 1: ein Prozess; 0: einer je Kern.</translation>
    </message>
    <message>
        <source>Address of a Dask scheduler</source>
        <translation>Adresse eines Dask-Schedulers</translation>
    </message>
    <message>
        <source>Address of a running Dask scheduler, such as tcp://10.0.0.1:8786. The work is then done by its workers. Each worker must have the engine installed, and must find the input files under the same paths. If it is empty, this computer does the work.</source>
        <translation>Adresse eines laufenden Dask-Schedulers, etwa tcp://10.0.0.1:8786. Dann tun seine Arbeiter die Arbeit. Auf jedem Arbeiter muss der Rechenkern installiert sein, und jeder muss die Eingaben unter denselben Pfaden finden. Wenn sie leer ist, arbeitet dieser Rechner.</translation>
    </message>
    <message>
        <source>File layout of the maps</source>
        <translation>Dateiaufbau der Karten</translation>
    </message>
    <message>
        <source>File layout of the maps: plain, overviews (with smaller copies in the file, for fast display), or cog (cloud-optimised GeoTIFF, also for the web).</source>
        <translation>Dateiaufbau der Karten: plain (einfach), overviews (mit verkleinerten Übersichten in der Datei, für schnelle Anzeige) oder cog (cloudoptimiertes GeoTIFF, auch für das Web).</translation>
    </message>
    <message>
        <source>Precision of the numbers in the CLM5 layer. float32 is faster; Apple GPUs have no float64. Rates that are too small for float32 are solved in float64.</source>
        <translation>Genauigkeit der Zahlen in der CLM5-Schicht. float32 ist schneller; Apple-Grafikprozessoren haben kein float64. Raten, die für float32 zu klein sind, werden in float64 gelöst.</translation>
    </message>
    <message>
        <source>True SOC, if known</source>
        <translation>Wahrer SOC, falls bekannt</translation>
    </message>
    <message>
        <source>Raster of true SOC, with the same bands as the SOC map. The report compares the map with it. Leave empty for no comparison.</source>
        <translation>Raster des wahren SOC, mit denselben Bändern wie die SOC-Karte. Der Bericht vergleicht die Karte damit. Leer lassen: kein Vergleich.</translation>
    </message>
    <message>
        <source>True processes, if known</source>
        <translation>Wahre Prozesse, falls bekannt</translation>
    </message>
    <message>
        <source>Raster of the six true processes. The report compares the map with it. Leave empty for no comparison.</source>
        <translation>Raster der sechs wahren Prozesse. Der Bericht vergleicht die Karte damit. Leer lassen: kein Vergleich.</translation>
    </message>
    <message>
        <source>What to map</source>
        <translation>Was kartiert wird</translation>
    </message>
    <message>
        <source>Maps to write into the output folder. Maps of uncertainty need Monte Carlo passes or an ensemble of networks. A map that has a file name of its own below is written there.</source>
        <translation>Karten, die in den Ausgabeordner geschrieben werden. Karten der Unsicherheit brauchen Monte-Carlo-Durchgänge oder ein Ensemble von Netzen. Eine Karte, die unten einen eigenen Dateinamen hat, wird dorthin geschrieben.</translation>
    </message>
    <message>
        <source>Output folder</source>
        <translation>Ausgabeordner</translation>
    </message>
    <message>
        <source>Folder for the maps that are ticked in 'What to map'. It is created if it does not exist.</source>
        <translation>Ordner für die Karten, die unter 'Was kartiert wird' angehakt sind. Er wird angelegt, wenn es ihn nicht gibt.</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>Parameter</translation>
    </message>
    <message>
        <source>GeoTIFF of the 21 parameters. Leave empty to skip this output.</source>
        <translation>GeoTIFF der 21 Parameter. Leer lassen, um diese Ausgabe auszulassen.</translation>
    </message>
    <message>
        <source>Processes</source>
        <translation>Prozesse</translation>
    </message>
    <message>
        <source>GeoTIFF of the six processes. Leave empty to skip this output.</source>
        <translation>GeoTIFF der sechs Prozesse. Leer lassen, um diese Ausgabe auszulassen.</translation>
    </message>
    <message>
        <source>Soil carbon</source>
        <translation>Bodenkohlenstoff</translation>
    </message>
    <message>
        <source>GeoTIFF of SOC density at the depths and of SOC stocks. Leave empty to skip this output.</source>
        <translation>GeoTIFF der SOC-Dichte in den Tiefen und der SOC-Vorräte. Leer lassen, um diese Ausgabe auszulassen.</translation>
    </message>
    <message>
        <source>Parameters: standard deviation</source>
        <translation>Parameter: Standardabweichung</translation>
    </message>
    <message>
        <source>GeoTIFF of the parameters' standard deviations (needs Monte Carlo passes or an ensemble). Leave empty to skip this output.</source>
        <translation>GeoTIFF der Standardabweichungen der Parameter (braucht Monte-Carlo-Durchgänge oder ein Ensemble). Leer lassen, um diese Ausgabe auszulassen.</translation>
    </message>
    <message>
        <source>Processes: standard deviation</source>
        <translation>Prozesse: Standardabweichung</translation>
    </message>
    <message>
        <source>GeoTIFF of the processes' standard deviations (needs Monte Carlo passes or an ensemble). Leave empty to skip this output.</source>
        <translation>GeoTIFF der Standardabweichungen der Prozesse (braucht Monte-Carlo-Durchgänge oder ein Ensemble). Leer lassen, um diese Ausgabe auszulassen.</translation>
    </message>
    <message>
        <source>Soil carbon: standard deviation</source>
        <translation>Bodenkohlenstoff: Standardabweichung</translation>
    </message>
    <message>
        <source>GeoTIFF of SOC's standard deviations (needs Monte Carlo passes or an ensemble). Leave empty to skip this output.</source>
        <translation>GeoTIFF der Standardabweichungen von SOC (braucht Monte-Carlo-Durchgänge oder ein Ensemble). Leer lassen, um diese Ausgabe auszulassen.</translation>
    </message>
    <message>
        <source>Parameters: quantiles</source>
        <translation>Parameter: Quantile</translation>
    </message>
    <message>
        <source>GeoTIFF of the parameters' quantiles (needs Monte Carlo passes or an ensemble). Leave empty to skip this output.</source>
        <translation>GeoTIFF der Quantile der Parameter (braucht Monte-Carlo-Durchgänge oder ein Ensemble). Leer lassen, um diese Ausgabe auszulassen.</translation>
    </message>
    <message>
        <source>Parameters: coefficient of variation</source>
        <translation>Parameter: Variationskoeffizient</translation>
    </message>
    <message>
        <source>GeoTIFF of the parameters' coefficients of variation (%) (needs Monte Carlo passes or an ensemble). Leave empty to skip this output.</source>
        <translation>GeoTIFF der Variationskoeffizienten (%) der Parameter (braucht Monte-Carlo-Durchgänge oder ein Ensemble). Leer lassen, um diese Ausgabe auszulassen.</translation>
    </message>
    <message>
        <source>Processes: quantiles</source>
        <translation>Prozesse: Quantile</translation>
    </message>
    <message>
        <source>GeoTIFF of the processes' quantiles (needs Monte Carlo passes or an ensemble). Leave empty to skip this output.</source>
        <translation>GeoTIFF der Quantile der Prozesse (braucht Monte-Carlo-Durchgänge oder ein Ensemble). Leer lassen, um diese Ausgabe auszulassen.</translation>
    </message>
    <message>
        <source>Processes: coefficient of variation</source>
        <translation>Prozesse: Variationskoeffizient</translation>
    </message>
    <message>
        <source>GeoTIFF of the processes' coefficients of variation (%) (needs Monte Carlo passes or an ensemble). Leave empty to skip this output.</source>
        <translation>GeoTIFF der Variationskoeffizienten (%) der Prozesse (braucht Monte-Carlo-Durchgänge oder ein Ensemble). Leer lassen, um diese Ausgabe auszulassen.</translation>
    </message>
    <message>
        <source>Soil carbon: quantiles</source>
        <translation>Bodenkohlenstoff: Quantile</translation>
    </message>
    <message>
        <source>GeoTIFF of SOC's quantiles (needs Monte Carlo passes or an ensemble). Leave empty to skip this output.</source>
        <translation>GeoTIFF der Quantile von SOC (braucht Monte-Carlo-Durchgänge oder ein Ensemble). Leer lassen, um diese Ausgabe auszulassen.</translation>
    </message>
    <message>
        <source>Soil carbon: coefficient of variation</source>
        <translation>Bodenkohlenstoff: Variationskoeffizient</translation>
    </message>
    <message>
        <source>GeoTIFF of SOC's coefficients of variation (%) (needs Monte Carlo passes or an ensemble). Leave empty to skip this output.</source>
        <translation>GeoTIFF der Variationskoeffizienten (%) von SOC (braucht Monte-Carlo-Durchgänge oder ein Ensemble). Leer lassen, um diese Ausgabe auszulassen.</translation>
    </message>
    <message>
        <source>Soil carbon: probability of exceeding a threshold</source>
        <translation>Bodenkohlenstoff: Wahrscheinlichkeit, eine Schwelle zu überschreiten</translation>
    </message>
    <message>
        <source>GeoTIFF of the probability that SOC exceeds the thresholds (needs Monte Carlo passes or an ensemble). Leave empty to skip this output.</source>
        <translation>GeoTIFF der Wahrscheinlichkeit, dass SOC die Schwellen überschreitet (braucht Monte-Carlo-Durchgänge oder ein Ensemble). Leer lassen, um diese Ausgabe auszulassen.</translation>
    </message>
    <message>
        <source>Domain of the model</source>
        <translation>Gültigkeitsbereich des Modells</translation>
    </message>
    <message>
        <source>GeoTIFF that shows how much the covariates of each pixel differ from those of the training profiles, and where the model is valid. Leave empty to skip this output.</source>
        <translation>GeoTIFF, das zeigt, wie sehr sich die Kovariablen jedes Pixels von denen der Trainingsprofile unterscheiden und wo das Modell gilt. Leer lassen, um diese Ausgabe auszulassen.</translation>
    </message>
    <message>
        <source>Ages of soil carbon</source>
        <translation>Alter des Bodenkohlenstoffs</translation>
    </message>
    <message>
        <source>GeoTIFF of the ages of soil carbon at steady state: mean transit time, mean age of 0-30 and 30-100 cm, and the share older than 100 years. Leave empty to skip this output.</source>
        <translation>GeoTIFF des Alters des Bodenkohlenstoffs im stationären Zustand: mittlere Durchgangszeit, mittleres Alter in 0-30 und 30-100 cm und der Anteil, der älter als 100 Jahre ist. Leer lassen, um diese Ausgabe auszulassen.</translation>
    </message>
    <message>
        <source>Ages of soil carbon: standard deviation</source>
        <translation>Alter des Bodenkohlenstoffs: Standardabweichung</translation>
    </message>
    <message>
        <source>GeoTIFF of the ages' standard deviations (needs Monte Carlo passes or an ensemble). Leave empty to skip this output.</source>
        <translation>GeoTIFF der Standardabweichungen des Alters (braucht Monte-Carlo-Durchgänge oder ein Ensemble). Leer lassen, um diese Ausgabe auszulassen.</translation>
    </message>
    <message>
        <source>Map report</source>
        <translation>Bericht über die Karten</translation>
    </message>
    <message>
        <source>HTML report with the maps. Leave empty to skip this output.</source>
        <translation>HTML-Bericht mit den Karten. Leer lassen, um diese Ausgabe auszulassen.</translation>
    </message>
    <message>
        <source>Predict maps tile by tile</source>
        <translation>Karten Kachel für Kachel vorhersagen</translation>
    </message>
    <message>
        <source>Maps every tile of a tile index, and combines the maps in virtual mosaics.</source>
        <translation>Kartiert jede Kachel eines Kachelverzeichnisses und verbindet die Karten zu virtuellen Mosaiken.</translation>
    </message>
    <message>
        <source>Maps soil organic carbon (SOC), the processes that govern it and their parameters for every feature of a tile index. A tile index is a layer or table with one feature per tile, whose fields contain the paths of the tile's covariate rasters. You can make one with GDAL's 'Tile index'. Paths are absolute, or relative to the file of the index. Several paths in one field are separated by semicolons.

The output folder contains NAME_product.tif for every tile, a virtual mosaic (product.vrt) of all tiles, and a table (tiles.csv) with the result of each tile. If a tile fails, this is reported at the end; the other tiles are still mapped. The algorithm fails only if all tiles fail. If you run it again, it maps the tiles that are missing and those whose inputs or settings have changed.</source>
        <translation>Kartiert organischen Bodenkohlenstoff (SOC), die Prozesse, die ihn bestimmen, und deren Parameter für jedes Objekt eines Kachelverzeichnisses. Ein Kachelverzeichnis ist eine Ebene oder Tabelle mit einem Objekt je Kachel, deren Felder die Pfade der Kovariablenraster der Kachel enthalten. Sie können es mit 'Kachelindex' von GDAL anlegen. Pfade sind absolut oder relativ zur Datei des Verzeichnisses. Mehrere Pfade in einem Feld werden durch Semikolon getrennt.

Der Ausgabeordner enthält NAME_product.tif für jede Kachel, ein virtuelles Mosaik (product.vrt) aller Kacheln und eine Tabelle (tiles.csv) mit dem Ergebnis jeder Kachel. Wenn eine Kachel scheitert, wird das am Ende gemeldet; die anderen Kacheln werden trotzdem kartiert. Der Algorithmus scheitert nur, wenn alle Kacheln scheitern. Wenn Sie ihn noch einmal starten, kartiert er die Kacheln, die fehlen, und die, deren Eingaben oder Einstellungen sich geändert haben.</translation>
    </message>
    <message>
        <source>Example: a tile index with the fields name and covariates, the latter with the paths of each tile's rasters. It takes as long as 'Predict maps' for the pixels of all tiles together.</source>
        <translation>Beispiel: ein Kachelverzeichnis mit den Feldern name und covariates, letzteres mit den Pfaden der Raster jeder Kachel. Das dauert so lange wie 'Karten vorhersagen' für die Pixel aller Kacheln zusammen.</translation>
    </message>
    <message>
        <source>Tile index</source>
        <translation>Kachelverzeichnis</translation>
    </message>
    <message>
        <source>Tile index: a table or vector layer with one feature per tile. Its fields contain the paths of the covariate rasters of the tile.</source>
        <translation>Kachelverzeichnis: eine Tabelle oder Vektorebene mit einem Objekt je Kachel. Ihre Felder enthalten die Pfade der Kovariablenraster der Kachel.</translation>
    </message>
    <message>
        <source>Fields with paths of covariate rasters</source>
        <translation>Felder mit Pfaden der Kovariablenraster</translation>
    </message>
    <message>
        <source>Fields with the paths of covariate rasters. If it is empty, every field is used whose name begins with covariate, path, location or raster. Several paths in one field are separated by semicolons.</source>
        <translation>Felder mit den Pfaden der Kovariablenraster. Wenn es leer ist, wird jedes Feld benutzt, dessen Name mit covariate, path, location oder raster beginnt. Mehrere Pfade in einem Feld werden durch Semikolon getrennt.</translation>
    </message>
    <message>
        <source>Field with the tiles' names</source>
        <translation>Feld mit den Namen der Kacheln</translation>
    </message>
    <message>
        <source>Field with the names of the tiles. If it is empty, the field name, tile or id is used; without such a field, tiles are numbered from 1.</source>
        <translation>Feld mit den Namen der Kacheln. Wenn es leer ist, wird das Feld name, tile oder id benutzt; ohne ein solches Feld werden die Kacheln ab 1 nummeriert.</translation>
    </message>
    <message>
        <source>CLM5 forcing for all tiles</source>
        <translation>CLM5-Antrieb für alle Kacheln</translation>
    </message>
    <message>
        <source>CLM5 forcing: a NetCDF with CLM5's variable names and units, a folder, a pattern (h0.*.nc) or paths separated by semicolons for several history files of CLM, or a table of sites (.csv). If it is empty, a field of the tile index gives the forcing of each tile.</source>
        <translation>CLM5-Antrieb: eine NetCDF-Datei mit Variablennamen und Einheiten von CLM5, ein Ordner, ein Muster (h0.*.nc) oder Pfade mit Semikolons dazwischen für mehrere Verlaufsdateien von CLM, oder eine Tabelle von Standorten (.csv). Wenn er leer ist, nennt ein Feld des Kachelverzeichnisses den Antrieb jeder Kachel.</translation>
    </message>
    <message>
        <source>Field with each tile's own forcing</source>
        <translation>Feld mit dem eigenen Antrieb jeder Kachel</translation>
    </message>
    <message>
        <source>Field with the path of the tile's own forcing. If it is empty, the field forcing is used, if there is one.</source>
        <translation>Feld mit dem Pfad des eigenen Antriebs der Kachel. Wenn es leer ist, wird das Feld forcing benutzt, wenn es das gibt.</translation>
    </message>
    <message>
        <source>Maps to write</source>
        <translation>Karten, die geschrieben werden</translation>
    </message>
    <message>
        <source>Maps to write: soc, processes, parameters, ages, domain, and soc_exceedance with thresholds. With Monte Carlo passes or an ensemble also soc_sd, processes_sd, parameters_sd, ages_sd, and the maps that end with _cv or _quantiles.</source>
        <translation>Karten, die geschrieben werden: soc, processes, parameters, ages, domain, und mit Schwellenwerten soc_exceedance. Mit Monte-Carlo-Durchgängen oder einem Ensemble auch soc_sd, processes_sd, parameters_sd, ages_sd und die Karten, die auf _cv oder _quantiles enden.</translation>
    </message>
    <message>
        <source>Largest number of Monte Carlo dropout passes. In each pass, the prediction is repeated with random parts of the network left out. 0: 20 passes if a map of uncertainty is ticked in 'What to map', otherwise none.</source>
        <translation>Höchstzahl der Monte-Carlo-Durchgänge mit Dropout. In jedem Durchgang wird die Vorhersage wiederholt, wobei zufällige Teile des Netzes weggelassen werden. 0: 20 Durchgänge, wenn unter 'Was kartiert wird' eine Karte der Unsicherheit angehakt ist, sonst keine.</translation>
    </message>
    <message>
        <source>Thresholds of SOC, such as 0-30=5 (kgC/m2) or 30=20000 (gC/m3), as in predict. The map gives the probability that SOC is above each of them.</source>
        <translation>Schwellen von SOC, etwa 0-30=5 (kgC/m2) oder 30=20000 (gC/m3), wie bei predict. Die Karte gibt die Wahrscheinlichkeit, dass SOC über jeder von ihnen liegt.</translation>
    </message>
    <message>
        <source>Size of the parts in which a tile is mapped (pixels; 0: automatic)</source>
        <translation>Größe der Teile, in denen eine Kachel kartiert wird (Pixel; 0: automatisch)</translation>
    </message>
    <message>
        <source>Each tile is mapped in parts of this width and height in pixels. 0: chosen to fit the memory.</source>
        <translation>Jede Kachel wird in Teilen dieser Breite und Höhe in Pixeln kartiert. 0: passend zum Arbeitsspeicher gewählt.</translation>
    </message>
    <message>
        <source>Maps to write for every tile. Maps of uncertainty need Monte Carlo passes or an ensemble of networks. If 'Maps to write' is changed, it is used instead.</source>
        <translation>Karten, die für jede Kachel geschrieben werden. Karten der Unsicherheit brauchen Monte-Carlo-Durchgänge oder ein Ensemble von Netzen. Wenn 'Karten, die geschrieben werden' geändert ist, gilt das stattdessen.</translation>
    </message>
    <message>
        <source>Folder for the maps (NAME_product.tif) and the virtual mosaics (product.vrt). It is created if it does not exist.</source>
        <translation>Ordner für die Karten (NAME_product.tif) und die virtuellen Mosaike (product.vrt). Er wird angelegt, wenn es ihn nicht gibt.</translation>
    </message>
    <message>
        <source>Project soil carbon</source>
        <translation>Bodenkohlenstoff vorausberechnen</translation>
    </message>
    <message>
        <source>Maps how soil carbon changes year by year if litter input, temperature or moisture change.</source>
        <translation>Kartiert, wie sich der Bodenkohlenstoff Jahr für Jahr ändert, wenn sich Streueintrag, Temperatur oder Feuchte ändern.</translation>
    </message>
    <message>
        <source>Maps soil organic carbon (SOC) in the years that you choose, in a scenario: litter input, soil temperature and soil moisture change by numbers, by a raster, by a table of years, by the air temperature of a climate model, or to the forcing of a later period. You need a trained model.

The soil starts at steady state under today's forcing, or from a map of SOC stocks. From then on, the soil carbon model of CLM5 computes each year. The parameters of each pixel stay the same. What changes is your assumption: litter input is not computed from climate. The report lists all assumptions.

Intervals are those of the change: in each Monte Carlo pass, and in each network of the model, the end is compared with the start of the same pass. The difference between networks shows how much models that fit the observations equally well disagree. The committed change is the change until the new steady state is reached.

Each raster has bands by year. QGIS loads the bands as layers with the time at which they are valid: the temporal controller plays them. With polygons, a table has the totals of each zone by year. To resume a run that was stopped, run it again with the same outputs.</source>
        <translation>Kartiert den organischen Bodenkohlenstoff (SOC) in den gewählten Jahren in einem Szenario: Streueintrag, Bodentemperatur und Bodenfeuchte ändern sich um Zahlen, nach einem Raster, nach einer Tabelle von Jahren, nach der Lufttemperatur eines Klimamodells oder hin zum Antrieb eines späteren Zeitraums. Dazu wird ein trainiertes Modell gebraucht.

Der Boden beginnt im stationären Zustand unter dem heutigen Antrieb oder mit einer Karte der SOC-Vorräte. Von da an berechnet das Bodenkohlenstoffmodell von CLM5 jedes Jahr. Die Parameter jedes Pixels bleiben gleich. Was sich ändert, ist Ihre Annahme: Der Streueintrag wird nicht aus dem Klima berechnet. Der Bericht nennt alle Annahmen.

Intervalle sind die der Änderung: In jedem Monte-Carlo-Durchgang und in jedem Netz des Modells wird das Ende mit dem Anfang desselben Durchgangs verglichen. Der Unterschied zwischen den Netzen zeigt, wie sehr sich Modelle unterscheiden, die gleich gut zu den Beobachtungen passen. Die festgelegte Änderung ist die Änderung, bis der neue stationäre Zustand erreicht ist.

Jedes Raster hat Bänder nach Jahren. QGIS lädt die Bänder als Ebenen mit der Zeit, in der sie gelten: Die Zeitsteuerung spielt sie ab. Mit Polygonen enthält eine Tabelle die Summen jeder Zone für jedes Jahr. Um einen angehaltenen Lauf fortzusetzen, starten Sie ihn noch einmal mit denselben Ausgaben.</translation>
    </message>
    <message>
        <source>Example: warming 2, litter factor 0.8 and 30 years until the change is complete, with the data of 'Predict maps'. It takes about three minutes for 10,000 pixels and 20 passes on two cores.</source>
        <translation>Beispiel: Erwärmung 2, Faktor des Streueintrags 0,8 und 30 Jahre, bis die Änderung vollständig ist, mit den Daten von 'Karten vorhersagen'. Das dauert etwa drei Minuten für 10.000 Pixel und 20 Durchgänge auf zwei Kernen.</translation>
    </message>
    <message>
        <source>Year of the start</source>
        <translation>Jahr des Beginns</translation>
    </message>
    <message>
        <source>Last year before the change, which acts from the next year on. At the end of this year, the soil is at steady state under today's forcing, or has the stocks of the map of the start.</source>
        <translation>Letztes Jahr vor der Änderung, die vom nächsten Jahr an wirkt. Am Ende dieses Jahres ist der Boden unter dem heutigen Antrieb im stationären Zustand oder hat die Vorräte der Karte des Beginns.</translation>
    </message>
    <message>
        <source>Years to map</source>
        <translation>Jahre der Karten</translation>
    </message>
    <message>
        <source>Years to map, increasing, none before the start. The rasters have one band for each of them.</source>
        <translation>Jahre, die kartiert werden: aufsteigend, keines vor dem Beginn. Die Raster haben ein Band für jedes von ihnen.</translation>
    </message>
    <message>
        <source>Factor of the litter input</source>
        <translation>Faktor des Streueintrags</translation>
    </message>
    <message>
        <source>Factor by which litter input changes, for example 0.8. It is your assumption.</source>
        <translation>Faktor, um den sich der Streueintrag ändert, etwa 0,8. Er ist Ihre Annahme.</translation>
    </message>
    <message>
        <source>Warming of the soil (K)</source>
        <translation>Erwärmung des Bodens (K)</translation>
    </message>
    <message>
        <source>Warming of the soil in K, the same in all layers and months.</source>
        <translation>Erwärmung des Bodens in K, in allen Schichten und Monaten gleich.</translation>
    </message>
    <message>
        <source>Factor of the soil water scalar</source>
        <translation>Faktor des Bodenwasserskalars</translation>
    </message>
    <message>
        <source>Factor by which the soil water scalar changes. The scalar is at most 1.</source>
        <translation>Faktor, um den sich der Bodenwasserskalar ändert. Der Skalar ist höchstens 1.</translation>
    </message>
    <message>
        <source>Years until the change is complete (0: at once)</source>
        <translation>Jahre, bis die Änderung vollständig ist (0: sofort)</translation>
    </message>
    <message>
        <source>Number of years over which the change grows evenly, in yearly steps, until it is complete. 0: it is complete in the first year.</source>
        <translation>Zahl der Jahre, in denen die Änderung gleichmäßig in jährlichen Schritten wächst, bis sie vollständig ist. 0: Sie ist im ersten Jahr vollständig.</translation>
    </message>
    <message>
        <source>Raster of the change</source>
        <translation>Raster der Änderung</translation>
    </message>
    <message>
        <source>Raster of the change, with a band for each kind of change that differs from place to place: litter_factor, warming, water_factor. These bands are used in place of the numbers above.</source>
        <translation>Raster der Änderung mit einem Band für jede Art von Änderung, die von Ort zu Ort verschieden ist: litter_factor, warming, water_factor. Diese Bänder gelten anstelle der Zahlen oben.</translation>
    </message>
    <message>
        <source>Table of the change by year</source>
        <translation>Tabelle der Änderung nach Jahren</translation>
    </message>
    <message>
        <source>Table of the change (.csv) with the field year, and some of the fields litter_factor, warming and water_factor. It is interpolated between its years, and used in place of the numbers and the ramp.</source>
        <translation>Tabelle der Änderung (.csv) mit dem Feld year und einigen der Felder litter_factor, warming und water_factor. Zwischen ihren Jahren wird interpoliert; sie gilt anstelle der Zahlen und der Rampe.</translation>
    </message>
    <message>
        <source>Change of air temperature by year in K, of a climate model: a NetCDF with the dimensions year, decade or time (years), lat and lon, with or without months, or with places in place of lat and lon; or a raster in degrees with bands named after years. The soil is shifted by the change since the start; differences between months fade with depth.</source>
        <translation>Änderung der Lufttemperatur nach Jahren in K aus einem Klimamodell: eine NetCDF-Datei mit den Dimensionen year, decade oder time (Jahre), lat und lon, mit oder ohne Monate, oder mit Orten anstelle von lat und lon; oder ein Raster in Grad, dessen Bänder nach Jahren benannt sind. Der Boden wird um die Änderung seit dem Beginn verschoben; Unterschiede zwischen den Monaten klingen mit der Tiefe ab.</translation>
    </message>
    <message>
        <source>Name of the variable in the NetCDF, if it has several by year.</source>
        <translation>Name der Variable in der NetCDF-Datei, falls sie mehrere nach Jahren hat.</translation>
    </message>
    <message>
        <source>Forcing of later periods</source>
        <translation>Antrieb späterer Zeiträume</translation>
    </message>
    <message>
        <source>CLM5 forcing of later periods, one after the other. Each forcing is used until the next period begins.</source>
        <translation>CLM5-Antrieb späterer Zeiträume, einer nach dem anderen. Jeder Antrieb gilt, bis der nächste Zeitraum beginnt.</translation>
    </message>
    <message>
        <source>Last years before the later periods</source>
        <translation>Letzte Jahre vor den späteren Zeiträumen</translation>
    </message>
    <message>
        <source>Last year before each later forcing, one for each: it acts from the next year on. With a ramp, the forcing changes evenly from the one before.</source>
        <translation>Letztes Jahr vor jedem späteren Antrieb, eines für jeden: Er wirkt vom nächsten Jahr an. Mit einer Rampe ändert sich der Antrieb gleichmäßig von dem davor aus.</translation>
    </message>
    <message>
        <source>Map of SOC stocks at the start</source>
        <translation>Karte der SOC-Vorräte am Beginn</translation>
    </message>
    <message>
        <source>Map of SOC stocks at the start, such as observed ones. All pools of the steady state are multiplied by the same factor, so that their stock is that of the map. If it is empty, the start is the steady state.</source>
        <translation>Karte der SOC-Vorräte am Beginn, etwa beobachteter. Alle Speicher des stationären Zustands werden mit demselben Faktor multipliziert, sodass ihr Vorrat der der Karte ist. Ohne Angabe ist der Beginn der stationäre Zustand.</translation>
    </message>
    <message>
        <source>Zones with SOC stocks at the start</source>
        <translation>Zonen mit SOC-Vorräten am Anfang</translation>
    </message>
    <message>
        <source>Polygons with the mean SOC stock at the start, such as observed ones, in place of a map. In each zone, the stocks and pools of the steady state are multiplied by one factor, so that their mean is that of the zone. Pixels in no zone have no value.</source>
        <translation>Polygone mit dem mittleren SOC-Vorrat am Anfang, zum Beispiel einem beobachteten, anstelle einer Karte. In jeder Zone werden die Vorräte und Speicher des stationären Zustands mit einem Faktor multipliziert, sodass ihr Mittelwert der der Zone ist. Pixel in keiner Zone haben keinen Wert.</translation>
    </message>
    <message>
        <source>Field with the stocks at the start</source>
        <translation>Feld mit den Vorräten am Anfang</translation>
    </message>
    <message>
        <source>Field of these polygons with the mean stock.</source>
        <translation>Feld dieser Polygone mit dem mittleren Vorrat.</translation>
    </message>
    <message>
        <source>Depth of the stocks at the start (cm)</source>
        <translation>Tiefe der Vorräte am Beginn (cm)</translation>
    </message>
    <message>
        <source>Depth of the stocks at the start, of a map or of zones, in cm.</source>
        <translation>Tiefe der Vorräte am Anfang, einer Karte oder von Zonen, in cm.</translation>
    </message>
    <message>
        <source>Unit of the stocks at the start</source>
        <translation>Einheit der Vorräte am Beginn</translation>
    </message>
    <message>
        <source>Unit of the stocks at the start.</source>
        <translation>Einheit der Vorräte am Anfang.</translation>
    </message>
    <message>
        <source>Zones</source>
        <translation>Zonen</translation>
    </message>
    <message>
        <source>Zones: polygons over which stocks are summed by year. Leave empty for the whole map alone.</source>
        <translation>Zonen: Polygone, über die die Vorräte für jedes Jahr summiert werden. Leer lassen für die ganze Karte allein.</translation>
    </message>
    <message>
        <source>Field with the zones' names</source>
        <translation>Feld mit den Namen der Zonen</translation>
    </message>
    <message>
        <source>Field with the names of the polygons. If it is empty, they are numbered from 1.</source>
        <translation>Feld mit den Namen der Polygone. Wenn es leer ist, werden sie ab 1 nummeriert.</translation>
    </message>
    <message>
        <source>Correlation range of errors (km)</source>
        <translation>Reichweite der Fehlerkorrelation (km)</translation>
    </message>
    <message>
        <source>For totals of a calibrated model: distance in km at which errors that the passes do not show have almost nothing in common (5 % correlation). 0: they are the same at all pixels, which gives the upper limit of the uncertainty.</source>
        <translation>Für Summen eines kalibrierten Modells: Entfernung in km, ab der Fehler, die die Durchgänge nicht zeigen, fast nichts gemeinsam haben (Korrelation 5 %). 0: Sie sind an allen Pixeln gleich, was die Obergrenze der Unsicherheit ergibt.</translation>
    </message>
    <message>
        <source>Probability of intervals</source>
        <translation>Wahrscheinlichkeit der Intervalle</translation>
    </message>
    <message>
        <source>Probability of the intervals, for example 0.9.</source>
        <translation>Wahrscheinlichkeit der Intervalle, etwa 0,9.</translation>
    </message>
    <message>
        <source>SOC stock 0-30 cm by year</source>
        <translation>SOC-Vorrat 0-30 cm nach Jahren</translation>
    </message>
    <message>
        <source>GeoTIFF of the SOC stock of 0-30 cm, one band for each year. Leave empty to skip this output.</source>
        <translation>GeoTIFF des SOC-Vorrats in 0-30 cm, ein Band für jedes Jahr. Leer lassen, um diese Ausgabe auszulassen.</translation>
    </message>
    <message>
        <source>Change of SOC stock 0-30 cm by year</source>
        <translation>Änderung des SOC-Vorrats 0-30 cm nach Jahren</translation>
    </message>
    <message>
        <source>GeoTIFF of the change of the stock of 0-30 cm since the start, by year. Leave empty to skip this output.</source>
        <translation>GeoTIFF der Änderung des Vorrats in 0-30 cm seit dem Beginn, nach Jahren. Leer lassen, um diese Ausgabe auszulassen.</translation>
    </message>
    <message>
        <source>Change of SOC stock 0-30 cm: lower limit</source>
        <translation>Änderung des SOC-Vorrats 0-30 cm: untere Grenze</translation>
    </message>
    <message>
        <source>GeoTIFF of the lower limits of the change of 0-30 cm (needs Monte Carlo passes or an ensemble). Leave empty to skip this output.</source>
        <translation>GeoTIFF der unteren Grenzen der Änderung in 0-30 cm (braucht Monte-Carlo-Durchgänge oder ein Ensemble). Leer lassen, um diese Ausgabe auszulassen.</translation>
    </message>
    <message>
        <source>Change of SOC stock 0-30 cm: upper limit</source>
        <translation>Änderung des SOC-Vorrats 0-30 cm: obere Grenze</translation>
    </message>
    <message>
        <source>GeoTIFF of the upper limits of the change of 0-30 cm (needs Monte Carlo passes or an ensemble). Leave empty to skip this output.</source>
        <translation>GeoTIFF der oberen Grenzen der Änderung in 0-30 cm (braucht Monte-Carlo-Durchgänge oder ein Ensemble). Leer lassen, um diese Ausgabe auszulassen.</translation>
    </message>
    <message>
        <source>Change of SOC stock 0-30 cm: difference between networks</source>
        <translation>Änderung des SOC-Vorrats 0-30 cm: Unterschied zwischen den Netzen</translation>
    </message>
    <message>
        <source>GeoTIFF of how much the changes of 0-30 cm differ between the networks of the model (needs an ensemble). Leave empty to skip this output.</source>
        <translation>GeoTIFF dessen, wie sehr sich die Änderungen in 0-30 cm zwischen den Netzen des Modells unterscheiden (braucht ein Ensemble). Leer lassen, um diese Ausgabe auszulassen.</translation>
    </message>
    <message>
        <source>SOC stock 0-100 cm by year</source>
        <translation>SOC-Vorrat 0-100 cm nach Jahren</translation>
    </message>
    <message>
        <source>GeoTIFF of the SOC stock of 0-100 cm, one band for each year. Leave empty to skip this output.</source>
        <translation>GeoTIFF des SOC-Vorrats in 0-100 cm, ein Band für jedes Jahr. Leer lassen, um diese Ausgabe auszulassen.</translation>
    </message>
    <message>
        <source>Change of SOC stock 0-100 cm by year</source>
        <translation>Änderung des SOC-Vorrats 0-100 cm nach Jahren</translation>
    </message>
    <message>
        <source>GeoTIFF of the change of the stock of 0-100 cm since the start, by year. Leave empty to skip this output.</source>
        <translation>GeoTIFF der Änderung des Vorrats in 0-100 cm seit dem Beginn, nach Jahren. Leer lassen, um diese Ausgabe auszulassen.</translation>
    </message>
    <message>
        <source>Change of SOC stock 0-100 cm: lower limit</source>
        <translation>Änderung des SOC-Vorrats 0-100 cm: untere Grenze</translation>
    </message>
    <message>
        <source>GeoTIFF of the lower limits of the change of 0-100 cm (needs Monte Carlo passes or an ensemble). Leave empty to skip this output.</source>
        <translation>GeoTIFF der unteren Grenzen der Änderung in 0-100 cm (braucht Monte-Carlo-Durchgänge oder ein Ensemble). Leer lassen, um diese Ausgabe auszulassen.</translation>
    </message>
    <message>
        <source>Change of SOC stock 0-100 cm: upper limit</source>
        <translation>Änderung des SOC-Vorrats 0-100 cm: obere Grenze</translation>
    </message>
    <message>
        <source>GeoTIFF of the upper limits of the change of 0-100 cm (needs Monte Carlo passes or an ensemble). Leave empty to skip this output.</source>
        <translation>GeoTIFF der oberen Grenzen der Änderung in 0-100 cm (braucht Monte-Carlo-Durchgänge oder ein Ensemble). Leer lassen, um diese Ausgabe auszulassen.</translation>
    </message>
    <message>
        <source>Change of SOC stock 0-100 cm: difference between networks</source>
        <translation>Änderung des SOC-Vorrats 0-100 cm: Unterschied zwischen den Netzen</translation>
    </message>
    <message>
        <source>GeoTIFF of how much the changes of 0-100 cm differ between the networks of the model (needs an ensemble). Leave empty to skip this output.</source>
        <translation>GeoTIFF dessen, wie sehr sich die Änderungen in 0-100 cm zwischen den Netzen des Modells unterscheiden (braucht ein Ensemble). Leer lassen, um diese Ausgabe auszulassen.</translation>
    </message>
    <message>
        <source>Respiration by year</source>
        <translation>Atmung nach Jahren</translation>
    </message>
    <message>
        <source>GeoTIFF of the carbon that the soil respires in each year. Leave empty to skip this output.</source>
        <translation>GeoTIFF des Kohlenstoffs, den der Boden in jedem Jahr veratmet. Leer lassen, um diese Ausgabe auszulassen.</translation>
    </message>
    <message>
        <source>Committed change of SOC stocks</source>
        <translation>Festgelegte Änderung der SOC-Vorräte</translation>
    </message>
    <message>
        <source>GeoTIFF of the committed change: the change until the new steady state is reached, one band for each depth. Leave empty to skip this output.</source>
        <translation>GeoTIFF der festgelegten Änderung: der Änderung, bis der neue stationäre Zustand erreicht ist, ein Band für jede Tiefe. Leer lassen, um diese Ausgabe auszulassen.</translation>
    </message>
    <message>
        <source>Share of the committed change</source>
        <translation>Anteil der festgelegten Änderung</translation>
    </message>
    <message>
        <source>GeoTIFF of the share of the committed change that is reached by each year. Leave empty to skip this output.</source>
        <translation>GeoTIFF des Anteils der festgelegten Änderung, der in jedem Jahr erreicht ist. Leer lassen, um diese Ausgabe auszulassen.</translation>
    </message>
    <message>
        <source>SOC density by year</source>
        <translation>SOC-Dichte nach Jahren</translation>
    </message>
    <message>
        <source>GeoTIFF of SOC density at the depths, one band for each depth and year. Leave empty to skip this output.</source>
        <translation>GeoTIFF der SOC-Dichte in den Tiefen, ein Band für jede Tiefe und jedes Jahr. Leer lassen, um diese Ausgabe auszulassen.</translation>
    </message>
    <message>
        <source>Carbon pools by year</source>
        <translation>Kohlenstoffpools nach Jahren</translation>
    </message>
    <message>
        <source>GeoTIFF of the carbon of each pool in 0-100 cm, one band for each pool and year. Leave empty to skip this output.</source>
        <translation>GeoTIFF des Kohlenstoffs jedes Speichers in 0-100 cm, ein Band für jeden Speicher und jedes Jahr. Leer lassen, um diese Ausgabe auszulassen.</translation>
    </message>
    <message>
        <source>Totals by year</source>
        <translation>Summen nach Jahren</translation>
    </message>
    <message>
        <source>CSV file of the totals and their change by year, of the map and of every zone. Leave empty to skip this output.</source>
        <translation>CSV-Datei der Summen und ihrer Änderung nach Jahren, für die Karte und für jede Zone. Leer lassen, um diese Ausgabe auszulassen.</translation>
    </message>
    <message>
        <source>Projection report</source>
        <translation>Bericht der Vorausberechnung</translation>
    </message>
    <message>
        <source>HTML report with the trajectory and the maps. Leave empty to skip this output.</source>
        <translation>HTML-Bericht mit dem Verlauf und den Karten. Leer lassen, um diese Ausgabe auszulassen.</translation>
    </message>
    <message>
        <source>SOC stocks by zone</source>
        <translation>SOC-Vorräte nach Zonen</translation>
    </message>
    <message>
        <source>Sums soil carbon over polygons, with an uncertainty that includes the spatial correlation of errors.</source>
        <translation>Summiert Bodenkohlenstoff über Polygone, mit einer Unsicherheit, die die räumliche Korrelation der Fehler berücksichtigt.</translation>
    </message>
    <message>
        <source>Computes the stock of soil organic carbon (SOC), and the area-weighted mean of SOC and of the six processes, for every polygon, each with its uncertainty. Areas are computed on the ellipsoid. A pixel on the edge of a polygon is counted with the fraction of its area inside the polygon.

With a trained model, its covariates and its forcing: the model is run over the polygons once for each Monte Carlo pass. Each pass gives one map. The total of a polygon is computed in each map, so the spread of these totals includes the spatial correlation between pixels. For a calibrated model (see 'Calibrate BINN'), the errors that the passes do not show are added.

With only a map of SOC and a map of its standard deviation: the spatial correlation of the errors is not known. Therefore two limits are given: for errors that are independent from pixel to pixel, and for errors that are the same everywhere. With 'Correlation range of errors (km)' you give the distance over which errors are correlated. Without it, the widest uncertainty is used.

Polygons may be in any coordinate reference system, overlap, have holes, or lie partly outside the map. The report says which polygons are only partly mapped.</source>
        <translation>Berechnet für jedes Polygon den Vorrat des organischen Bodenkohlenstoffs (SOC) und das flächengewichtete Mittel von SOC und den sechs Prozessen, jeweils mit Unsicherheit. Flächen werden auf dem Ellipsoid berechnet. Ein Pixel am Rand eines Polygons zählt mit dem Anteil seiner Fläche, der innerhalb des Polygons liegt.

Mit einem trainierten Modell, seinen Kovariablen und seinem Antrieb: Das Modell wird für jeden Monte-Carlo-Durchgang einmal über die Polygone gerechnet. Jeder Durchgang gibt eine Karte. Die Summe eines Polygons wird in jeder Karte berechnet, daher enthält die Streuung dieser Summen die räumliche Korrelation zwischen Pixeln. Bei einem kalibrierten Modell (siehe 'BINN kalibrieren') kommen die Fehler hinzu, die die Durchgänge nicht zeigen.

Mit nur einer Karte von SOC und einer Karte seiner Standardabweichung: Die räumliche Korrelation der Fehler ist nicht bekannt. Daher werden zwei Grenzen angegeben: für Fehler, die von Pixel zu Pixel unabhängig sind, und für Fehler, die überall dieselben sind. Mit 'Reichweite der Fehlerkorrelation (km)' geben Sie die Entfernung an, über die Fehler korreliert sind. Ohne sie wird die größte Unsicherheit benutzt.

Polygone dürfen in jedem Bezugssystem liegen, sich überlappen, Löcher haben oder teilweise außerhalb der Karte liegen. Der Bericht sagt, welche Polygone nur teilweise kartiert sind.</translation>
    </message>
    <message>
        <source>Example: counties as polygons, with the model, covariates and forcing of 'Predict maps', or with its maps soc.tif and soc_sd.tif. It takes some seconds with maps, and about as long as 'Predict maps' with a model.</source>
        <translation>Beispiel: Landkreise als Polygone, mit Modell, Kovariablen und Antrieb von 'Karten vorhersagen' oder mit dessen Karten soc.tif und soc_sd.tif. Das dauert mit Karten einige Sekunden, mit einem Modell etwa so lange wie 'Karten vorhersagen'.</translation>
    </message>
    <message>
        <source>Polygons</source>
        <translation>Polygone</translation>
    </message>
    <message>
        <source>Polygons over which SOC is summed: any vector file that GDAL can read, in any coordinate reference system.</source>
        <translation>Polygone, über die SOC summiert wird: jede Vektordatei, die GDAL lesen kann, in jedem Bezugssystem.</translation>
    </message>
    <message>
        <source>Field with the polygons' names</source>
        <translation>Feld mit den Namen der Polygone</translation>
    </message>
    <message>
        <source>File of a trained model (.safetensors) that is run over the polygons. Leave empty to sum maps instead.</source>
        <translation>Datei eines trainierten Modells (.safetensors), das über die Polygone gerechnet wird. Leer lassen, um stattdessen Karten zu summieren.</translation>
    </message>
    <message>
        <source>Covariate rasters, for the model</source>
        <translation>Kovariablen als Raster, für das Modell</translation>
    </message>
    <message>
        <source>Covariate rasters for the model.</source>
        <translation>Kovariablen als Raster für das Modell.</translation>
    </message>
    <message>
        <source>CLM5 forcing, for the model</source>
        <translation>CLM5-Antrieb, für das Modell</translation>
    </message>
    <message>
        <source>CLM5 forcing: a NetCDF with CLM5's variable names and units, a folder, a pattern (h0.*.nc) or paths separated by semicolons for several history files of CLM, or a table of sites (.csv). It is needed with a model.</source>
        <translation>CLM5-Antrieb: eine NetCDF-Datei mit Variablennamen und Einheiten von CLM5, ein Ordner, ein Muster (h0.*.nc) oder Pfade mit Semikolons dazwischen für mehrere Verlaufsdateien von CLM, oder eine Tabelle von Standorten (.csv). Mit einem Modell wird er gebraucht.</translation>
    </message>
    <message>
        <source>Map of SOC, without a model</source>
        <translation>Karte des SOC, ohne Modell</translation>
    </message>
    <message>
        <source>Map of SOC to sum, if you give no model.</source>
        <translation>Karte von SOC, die summiert wird, wenn Sie kein Modell angeben.</translation>
    </message>
    <message>
        <source>Map of SOC's standard deviation</source>
        <translation>Karte der Standardabweichung von SOC</translation>
    </message>
    <message>
        <source>Map of the standard deviations of SOC. If it is empty, no uncertainty is given.</source>
        <translation>Karte der Standardabweichungen von SOC. Wenn sie leer ist, wird keine Unsicherheit angegeben.</translation>
    </message>
    <message>
        <source>Map of the processes, without a model</source>
        <translation>Karte der Prozesse, ohne Modell</translation>
    </message>
    <message>
        <source>Map of the six processes to average, if you give no model.</source>
        <translation>Karte der sechs Prozesse, die gemittelt wird, wenn Sie kein Modell angeben.</translation>
    </message>
    <message>
        <source>Map of the processes' standard deviation</source>
        <translation>Karte der Standardabweichung der Prozesse</translation>
    </message>
    <message>
        <source>Map of the standard deviations of the processes. If it is empty, no uncertainty is given.</source>
        <translation>Karte der Standardabweichungen der Prozesse. Wenn sie leer ist, wird keine Unsicherheit angegeben.</translation>
    </message>
    <message>
        <source>Correlation range of the errors in km: the distance at which their correlation has fallen to 5 %. With a model, only the errors that the Monte Carlo passes do not show have this range. 0: not known; the widest uncertainty is used.</source>
        <translation>Reichweite der Fehlerkorrelation in km: die Entfernung, bei der die Korrelation auf 5 % gefallen ist. Mit einem Modell haben nur die Fehler diese Reichweite, die die Monte-Carlo-Durchgänge nicht zeigen. 0: nicht bekannt; die größte Unsicherheit wird benutzt.</translation>
    </message>
    <message>
        <source>Number of Monte Carlo dropout passes of the model. 0: no uncertainty.</source>
        <translation>Anzahl der Monte-Carlo-Dropout-Durchgänge des Modells. 0: keine Unsicherheit.</translation>
    </message>
    <message>
        <source>Fraction of errors without spatial correlation</source>
        <translation>Anteil der Fehler ohne räumliche Korrelation</translation>
    </message>
    <message>
        <source>Fraction (0 to 1) of the variance of these errors that has no spatial correlation (nugget). It is used only with a correlation range.</source>
        <translation>Anteil (0 bis 1) der Varianz dieser Fehler, der keine räumliche Korrelation hat (Nugget). Er wird nur mit einer Reichweite benutzt.</translation>
    </message>
    <message>
        <source>Grid to run the model on</source>
        <translation>Gitter, auf dem das Modell gerechnet wird</translation>
    </message>
    <message>
        <source>Raster whose grid the model is run on. If it is empty, the grid of the first covariate raster is used.</source>
        <translation>Raster, auf dessen Gitter das Modell gerechnet wird. Wenn es leer ist, wird das Gitter des ersten Kovariablenrasters benutzt.</translation>
    </message>
    <message>
        <source>Depths of SOC (m), for the model</source>
        <translation>Tiefen von SOC (m), für das Modell</translation>
    </message>
    <message>
        <source>Depths in metres for SOC density, if you give a model. Maps have the depths they were made with.</source>
        <translation>Tiefen in Metern für die SOC-Dichte, wenn Sie ein Modell angeben. Karten haben die Tiefen, mit denen sie gemacht wurden.</translation>
    </message>
    <message>
        <source>Random seed of the passes, and of the errors that the passes do not show.</source>
        <translation>Startwert der Zufallszahlen der Durchgänge und der Fehler, die die Durchgänge nicht zeigen.</translation>
    </message>
    <message>
        <source>Tile size (pixels)</source>
        <translation>Kachelgröße (Pixel)</translation>
    </message>
    <message>
        <source>Width and height of the tiles in pixels.</source>
        <translation>Breite und Höhe der Kacheln in Pixeln.</translation>
    </message>
    <message>
        <source>GeoPackage to write, with the polygons and their totals and means (.gpkg).</source>
        <translation>GeoPackage mit den Polygonen und ihren Summen und Mitteln, das geschrieben wird (.gpkg).</translation>
    </message>
    <message>
        <source>SOC stocks report</source>
        <translation>Bericht über die Vorräte</translation>
    </message>
    <message>
        <source>SOC stocks table</source>
        <translation>Tabelle der SOC-Vorräte</translation>
    </message>
    <message>
        <source>Table with one row per polygon, and one for all polygons together: a spreadsheet (.xlsx) or a CSV file. Leave empty to skip this output.</source>
        <translation>Tabelle mit einer Zeile je Polygon und einer für alle Polygone zusammen: eine Tabellenkalkulation (.xlsx) oder eine CSV-Datei. Leer lassen, um diese Ausgabe auszulassen.</translation>
    </message>
    <message>
        <source>All numbers as CSV</source>
        <translation>Alle Zahlen als CSV</translation>
    </message>
    <message>
        <source>CSV file with every total and mean, under every assumption about the correlation of errors. Leave empty to skip this output.</source>
        <translation>CSV-Datei mit jeder Summe und jedem Mittel, unter jeder Annahme über die Korrelation der Fehler. Leer lassen, um diese Ausgabe auszulassen.</translation>
    </message>
    <message>
        <source>All numbers as JSON</source>
        <translation>Alle Zahlen als JSON</translation>
    </message>
    <message>
        <source>JSON file with the same numbers as the CSV file. Leave empty to skip this output.</source>
        <translation>JSON-Datei mit denselben Zahlen wie die CSV-Datei. Leer lassen, um diese Ausgabe auszulassen.</translation>
    </message>
    <message>
        <source>Simulate CLM5 soil carbon</source>
        <translation>CLM5-Bodenkohlenstoff simulieren</translation>
    </message>
    <message>
        <source>Maps the soil carbon that CLM5 computes from parameters that you choose.</source>
        <translation>Kartiert den Bodenkohlenstoff, den CLM5 aus Parametern berechnet, die Sie wählen.</translation>
    </message>
    <message>
        <source>Runs the vertically resolved CLM5 soil carbon model to steady state with given parameters, without a neural network.

The value of a parameter is the one that you type (name=value, separated by commas). If you type none for it, the band of the grid raster with the name of the parameter is used. If there is no such band, CLM5's default is used. Use this algorithm to see the effect of a parameter, or the result of the default model.</source>
        <translation>Rechnet das nach der Tiefe aufgelöste Bodenkohlenstoffmodell von CLM5 mit gegebenen Parametern bis zum stationären Zustand, ohne neuronales Netz.

Der Wert eines Parameters ist der, den Sie eingeben (Name=Wert, durch Komma getrennt). Wenn Sie keinen eingeben, wird das Band des Gitterrasters mit dem Namen des Parameters benutzt. Wenn es dieses Band nicht gibt, wird der Standardwert von CLM5 benutzt. So sehen Sie, was ein Parameter bewirkt oder was das Modell mit seinen Vorgaben ergibt.</translation>
    </message>
    <message>
        <source>Example: values 'tau_s3=400, q10=2' on the grid of a covariate raster. It takes about five seconds for 10,000 pixels.</source>
        <translation>Beispiel: die Werte 'tau_s3=400, q10=2' auf dem Gitter eines Kovariablenrasters. Das dauert für 10.000 Pixel etwa fünf Sekunden.</translation>
    </message>
    <message>
        <source>Grid of the maps (its bands may give parameter values)</source>
        <translation>Gitter der Karten (Bänder können Parameterwerte geben)</translation>
    </message>
    <message>
        <source>Raster that gives the grid of the maps. If it has bands that are named like parameters, they give the values of these parameters.</source>
        <translation>Raster, das das Gitter der Karten gibt. Wenn es Bänder hat, die wie Parameter heißen, geben diese die Werte dieser Parameter.</translation>
    </message>
    <message>
        <source>Parameter values</source>
        <translation>Werte der Parameter</translation>
    </message>
    <message>
        <source>Parameter values as name=value. Other parameters are taken from the bands of the grid, then from CLM5's defaults.</source>
        <translation>Werte der Parameter als Name=Wert. Andere Parameter werden den Bändern des Gitters entnommen, dann den Standardwerten von CLM5.</translation>
    </message>
    <message>
        <source>Bedrock. clm5: carbon cannot move into bedrock. published: as in the published codes, which lose carbon at bedrock.</source>
        <translation>Fels. clm5: Kohlenstoff kann nicht in den Fels gelangen. published: wie in den veröffentlichten Programmen, die am Fels Kohlenstoff verlieren.</translation>
    </message>
    <message>
        <source>How pixels read the cells of the forcing. bilinear: interpolated between the cells around the pixel. nearest: the nearest cell, so that the edges of the cells show in the maps.</source>
        <translation>Wie Pixel die Zellen des Antriebs lesen. bilinear: zwischen den Zellen um das Pixel interpoliert. nearest: die nächste Zelle, so dass die Ränder der Zellen in den Karten zu sehen sind.</translation>
    </message>
    <message>
        <source>GeoTIFF of the 21 parameters that were used. Leave empty to skip this output.</source>
        <translation>GeoTIFF der 21 Parameter, die benutzt wurden. Leer lassen, um diese Ausgabe auszulassen.</translation>
    </message>
    <message>
        <source>Map SOC with a forest or boosting</source>
        <translation>SOC mit Random Forest oder Boosting kartieren</translation>
    </message>
    <message>
        <source>Maps soil organic carbon with a quantile forest or gradient boosting, without a soil carbon model.</source>
        <translation>Kartiert organischen Bodenkohlenstoff mit einem Quantil-Random-Forest oder mit Gradient Boosting, ohne Bodenkohlenstoffmodell.</translation>
    </message>
    <message>
        <source>Trains a quantile regression forest, or gradient boosting, on profiles of soil organic carbon (SOC) and maps SOC with it. These statistical models do not contain the processes in the soil: they give no parameters and no processes.

Use it beside BINN: for the best map of SOC that your profiles allow, and to see how much a map of BINN differs from it. If you give a trained BINN model, the same profiles and covariates are used, read in the same way. The maps have the same bands, styles and file names as those of 'Predict maps', on the same grid.

The maps of uncertainty are those of a new observation. Their width comes from spatial blocks of profiles that were held out; the log and the report say how well these blocks were predicted. Errors of the layers are assumed to be fully correlated, so intervals of stocks are more likely too wide than too narrow. The model does not use bedrock: stocks are summed down to 30 and 100 cm everywhere.</source>
        <translation>Trainiert einen Quantil-Random-Forest oder Gradient Boosting an Profilen des organischen Bodenkohlenstoffs (SOC) und kartiert SOC damit. Diese statistischen Modelle enthalten die Prozesse im Boden nicht: Sie geben weder Parameter noch Prozesse.

Benutzen Sie es neben BINN: für die beste SOC-Karte, die Ihre Profile erlauben, und um zu sehen, wie sehr sich eine Karte von BINN davon unterscheidet. Wenn Sie ein trainiertes BINN-Modell angeben, werden dieselben Profile und Kovariablen benutzt und ebenso gelesen. Die Karten haben dieselben Bänder, Stile und Dateinamen wie die von 'Karten vorhersagen', auf demselben Gitter.

Die Karten der Unsicherheit gelten für eine neue Beobachtung. Ihre Breite kommt von räumlichen Blöcken von Profilen, die zurückgehalten wurden; das Protokoll und der Bericht sagen, wie gut diese Blöcke vorhergesagt wurden. Die Fehler der Schichten werden als vollständig korreliert angenommen, sodass die Intervalle von Vorräten eher zu breit als zu schmal sind. Das Modell benutzt den Fels nicht: Vorräte werden überall bis 30 und 100 cm Tiefe summiert.</translation>
    </message>
    <message>
        <source>Example: the profiles, covariates and forcing of 'Write example data'. It takes about half a minute for 10,000 pixels.</source>
        <translation>Beispiel: die Profile, Kovariablen und der Antrieb von 'Beispieldaten schreiben'. Es dauert etwa eine halbe Minute für 10.000 Pixel.</translation>
    </message>
    <message>
        <source>Covariate rasters, read at the profiles and at the pixels of the maps.</source>
        <translation>Raster der Kovariablen, gelesen an den Profilen und an den Pixeln der Karten.</translation>
    </message>
    <message>
        <source>CLM5 forcing: a NetCDF with CLM5's variable names and units, a folder, a pattern (h0.*.nc) or paths separated by semicolons for several history files of CLM, or a table of sites (.csv). A summary of it is used as covariates, as BINN uses it.</source>
        <translation>CLM5-Antrieb: eine NetCDF-Datei mit Variablennamen und Einheiten von CLM5, ein Ordner, ein Muster (h0.*.nc) oder durch Semikolons getrennte Pfade für mehrere Verlaufsdateien von CLM, oder eine Tabelle von Standorten (.csv). Eine Zusammenfassung davon dient als Kovariablen, wie bei BINN.</translation>
    </message>
    <message>
        <source>Statistical model</source>
        <translation>Statistisches Modell</translation>
    </message>
    <message>
        <source>forest: quantile regression forest (a random forest that also gives quantiles). boosting: gradient boosting, boosted trees of the square root of SOC.</source>
        <translation>forest: Quantil-Random-Forest (ein Random Forest, der auch Quantile gibt). boosting: Gradient Boosting, Bäume der Quadratwurzel von SOC.</translation>
    </message>
    <message>
        <source>BINN model whose profiles and covariates are used</source>
        <translation>BINN-Modell, dessen Profile und Kovariablen benutzt werden</translation>
    </message>
    <message>
        <source>File of a trained BINN model (.safetensors). If it is given, only the profiles that it was trained on are used, with its covariates, read as in its training, so that the maps of both can be compared.</source>
        <translation>Datei eines trainierten BINN-Modells (.safetensors). Wenn sie angegeben ist, werden nur die Profile benutzt, an denen es trainiert wurde, mit seinen Kovariablen, gelesen wie bei seinem Training, sodass die Karten beider verglichen werden können.</translation>
    </message>
    <message>
        <source>Layers with more SOC than this (gC/m3) are not used for training. Empty: the limit of the BINN model, or 150000 without one.</source>
        <translation>Schichten mit mehr SOC als diesem Wert (gC/m3) werden nicht zum Training benutzt. Leer: die Grenze des BINN-Modells, oder 150000 ohne ein solches.</translation>
    </message>
    <message>
        <source>Size in degrees of the spatial blocks that are held out to find how wide the intervals have to be, and to score the map.</source>
        <translation>Größe in Grad der räumlichen Blöcke, die zurückgehalten werden, um zu finden, wie breit die Intervalle sein müssen, und um die Karte zu bewerten.</translation>
    </message>
    <message>
        <source>How places read the cells of the forcing. bilinear: interpolated between the cells around the place. nearest: the nearest cell, so that the edges of the cells show in the maps. A model is always used in the way in which it was trained.</source>
        <translation>Wie Orte die Zellen des Antriebs lesen. bilinear: zwischen den Zellen um den Ort interpoliert. nearest: die nächste Zelle, so dass die Ränder der Zellen in den Karten zu sehen sind. Ein Modell wird immer so benutzt, wie es trainiert wurde.</translation>
    </message>
    <message>
        <source>Random seed of the trees and of the folds.</source>
        <translation>Zufallszahl der Bäume und der Folds.</translation>
    </message>
    <message>
        <source>Maps to write into the output folder. A map that has a file name of its own below is written there.</source>
        <translation>Karten, die in den Ausgabeordner geschrieben werden. Eine Karte, die unten einen eigenen Dateinamen hat, wird dorthin geschrieben.</translation>
    </message>
    <message>
        <source>GeoTIFF of SOC's standard deviations. Leave empty to skip this output.</source>
        <translation>GeoTIFF der Standardabweichungen von SOC. Leer lassen, um diese Ausgabe auszulassen.</translation>
    </message>
    <message>
        <source>GeoTIFF of SOC's quantiles. Leave empty to skip this output.</source>
        <translation>GeoTIFF der Quantile von SOC. Leer lassen, um diese Ausgabe auszulassen.</translation>
    </message>
    <message>
        <source>GeoTIFF of SOC's coefficients of variation (%). Leave empty to skip this output.</source>
        <translation>GeoTIFF der Variationskoeffizienten von SOC (%). Leer lassen, um diese Ausgabe auszulassen.</translation>
    </message>
    <message>
        <source>GeoTIFF of the probability that SOC exceeds the thresholds. Leave empty to skip this output.</source>
        <translation>GeoTIFF der Wahrscheinlichkeit, dass SOC über den Schwellen liegt. Leer lassen, um diese Ausgabe auszulassen.</translation>
    </message>
    <message>
        <source>GeoTIFF that shows how much the covariates of each pixel differ from those of the training profiles, and where the trees can be trusted. Leave empty to skip this output.</source>
        <translation>GeoTIFF, das zeigt, wie sehr sich die Kovariablen jedes Pixels von denen der Trainingsprofile unterscheiden und wo man den Bäumen trauen kann. Leer lassen, um diese Ausgabe auszulassen.</translation>
    </message>
    <message>
        <source>Report of the SOC map</source>
        <translation>Bericht der SOC-Karte</translation>
    </message>
    <message>
        <source>PRODA: invert profiles</source>
        <translation>PRODA: Profile invertieren</translation>
    </message>
    <message>
        <source>Estimates the parameters of the CLM5 soil carbon model for every profile, with Markov chains.</source>
        <translation>Schätzt für jedes Profil die Parameter des Bodenkohlenstoffmodells von CLM5, mit Markow-Ketten.</translation>
    </message>
    <message>
        <source>Estimates which parameters of the CLM5 soil carbon model agree with the observed soil organic carbon (SOC), separately for each soil profile. The method is Bayesian inversion with Markov chains; the priors are uniform over the ranges of the parameters.

This is the first half of PRODA, the method that BINN is compared with. The second half is 'PRODA: upscale'. The chains are written to a folder while they are computed. To resume a run that was stopped, run it again with the same folder; the result is exactly the same.

The output table has one row for each profile: means, standard deviations and quantiles of parameters and processes, how well the profile is fitted, and whether its chains agree (R-hat).</source>
        <translation>Schätzt, welche Parameter des Bodenkohlenstoffmodells von CLM5 zum beobachteten organischen Bodenkohlenstoff (SOC) passen, für jedes Bodenprofil getrennt. Das Verfahren ist bayessche Inversion mit Markow-Ketten; die A-priori-Verteilungen sind gleichverteilt über die Bereiche der Parameter.

Das ist die erste Hälfte von PRODA, dem Verfahren, mit dem BINN verglichen wird. Die zweite Hälfte ist 'PRODA: hochskalieren'. Die Ketten werden während der Rechnung in einen Ordner geschrieben. Um einen unterbrochenen Lauf fortzusetzen, starten Sie ihn mit demselben Ordner noch einmal; das Ergebnis ist genau dasselbe.

Die Ausgabetabelle hat eine Zeile je Profil: Mittel, Standardabweichungen und Quantile der Parameter und Prozesse, wie gut das Profil getroffen wird, und ob seine Ketten übereinstimmen (R-hat).</translation>
    </message>
    <message>
        <source>Example: the profiles and forcing of 'Write example data'. It takes about two seconds for each profile, shared by the cores, with the default number of steps.</source>
        <translation>Beispiel: Profile und Antrieb von 'Beispieldaten schreiben'. Das dauert mit der voreingestellten Zahl von Schritten etwa zwei Sekunden je Profil, geteilt durch die Zahl der Kerne.</translation>
    </message>
    <message>
        <source>SOC profiles: a CSV or any vector file that GDAL can read, with one row per soil layer.</source>
        <translation>SOC-Profile: eine CSV- oder Vektordatei, die GDAL lesen kann, mit einer Zeile je Bodenschicht.</translation>
    </message>
    <message>
        <source>Sampling method</source>
        <translation>Ziehungsverfahren</translation>
    </message>
    <message>
        <source>Sampling method. recommended: differential evolution with the exact likelihood. published: the sampler and cost function of PRODA, to reproduce its results.</source>
        <translation>Ziehungsverfahren. recommended: Differential Evolution mit der exakten Likelihood. published: Ziehung und Kostenfunktion von PRODA, um dessen Ergebnisse nachzubilden.</translation>
    </message>
    <message>
        <source>Number of steps of each chain</source>
        <translation>Anzahl der Schritte jeder Kette</translation>
    </message>
    <message>
        <source>Number of steps of each chain, including warm-up. Leave empty to use the method's default (recommended: 20,000; published: 70,000).</source>
        <translation>Anzahl der Schritte jeder Kette, mit Einlaufphase. Leer lassen für den Standardwert des Verfahrens (recommended: 20.000; published: 70.000).</translation>
    </message>
    <message>
        <source>Error of log SOC</source>
        <translation>Fehler des logarithmierten SOC</translation>
    </message>
    <message>
        <source>Standard deviation of the error of log SOC. It includes the errors of observations and of the model. The method published does not use it; it assumes an error of 60 % of SOC.</source>
        <translation>Standardabweichung des Fehlers des logarithmierten SOC. Sie enthält die Fehler der Beobachtungen und des Modells. Das Verfahren published benutzt sie nicht; es nimmt einen Fehler von 60 % von SOC an.</translation>
    </message>
    <message>
        <source>Random seed of the chains.</source>
        <translation>Startwert der Zufallszahlen der Ketten.</translation>
    </message>
    <message>
        <source>Ranges of the parameters, in which the priors are uniform: binn, proda, or a CSV file with the columns name, lower, upper.</source>
        <translation>Bereiche der Parameter, in denen die A-priori-Verteilungen gleichverteilt sind: binn, proda oder eine CSV-Datei mit den Spalten name, lower, upper.</translation>
    </message>
    <message>
        <source>Bedrock. clm5: carbon cannot move into bedrock. published: as in the published codes, which lose carbon at bedrock. Leave empty to use the method's default.</source>
        <translation>Fels. clm5: Kohlenstoff kann nicht in den Fels gelangen. published: wie in den veröffentlichten Programmen, die am Fels Kohlenstoff verlieren. Leer lassen für den Standardwert des Verfahrens.</translation>
    </message>
    <message>
        <source>How profiles read the cells of the forcing. bilinear: interpolated between the cells around the profile. nearest: the nearest cell. Leave empty to use the method's default (recommended: bilinear; published: nearest).</source>
        <translation>Wie Profile die Zellen des Antriebs lesen. bilinear: zwischen den Zellen um das Profil interpoliert. nearest: die nächste Zelle. Leer lassen für den Standardwert des Verfahrens (recommended: bilinear; published: nearest).</translation>
    </message>
    <message>
        <source>Parameters to estimate</source>
        <translation>Zu schätzende Parameter</translation>
    </message>
    <message>
        <source>Names of the parameters to estimate. Leave empty to estimate all 21.</source>
        <translation>Namen der zu schätzenden Parameter. Leer lassen, um alle 21 zu schätzen.</translation>
    </message>
    <message>
        <source>Values of parameters that are not estimated</source>
        <translation>Werte der nicht geschätzten Parameter</translation>
    </message>
    <message>
        <source>Values of parameters that are not estimated, as name=value. Parameters without a value here take CLM5's default, within their range.</source>
        <translation>Werte von Parametern, die nicht geschätzt werden, als Name=Wert. Parameter, die hier keinen Wert haben, nehmen den Standardwert von CLM5, innerhalb ihres Bereichs.</translation>
    </message>
    <message>
        <source>Highest SOC used (gC/m³)</source>
        <translation>Höchster verwendeter SOC (gC/m³)</translation>
    </message>
    <message>
        <source>Layers with more SOC than this (gC/m3) are not used.</source>
        <translation>Schichten mit mehr SOC als diesem Wert (gC/m3) werden nicht benutzt.</translation>
    </message>
    <message>
        <source>Number of chains for each profile</source>
        <translation>Anzahl der Ketten je Profil</translation>
    </message>
    <message>
        <source>Number of chains for each profile.</source>
        <translation>Anzahl der Ketten je Profil.</translation>
    </message>
    <message>
        <source>Number of warm-up steps</source>
        <translation>Anzahl der Schritte der Einlaufphase</translation>
    </message>
    <message>
        <source>Number of steps at the start of each chain that are discarded. Leave empty to use the method's default (recommended: half of the steps; published: its first stage of 20,000).</source>
        <translation>Anzahl der Schritte am Anfang jeder Kette, die verworfen werden. Leer lassen für den Standardwert des Verfahrens (recommended: die Hälfte der Schritte; published: seine erste Stufe von 20.000).</translation>
    </message>
    <message>
        <source>Thinning interval (steps)</source>
        <translation>Ausdünnung (Schritte)</translation>
    </message>
    <message>
        <source>Thinning interval in steps. With 20, every 20th state of a chain is kept.</source>
        <translation>Ausdünnung in Schritten. Mit 20 wird jeder 20. Zustand einer Kette behalten.</translation>
    </message>
    <message>
        <source>Profiles per block</source>
        <translation>Profile je Block</translation>
    </message>
    <message>
        <source>Number of profiles that are computed and written together. It does not change the results.</source>
        <translation>Anzahl der Profile, die gemeinsam berechnet und geschrieben werden. Sie ändert die Ergebnisse nicht.</translation>
    </message>
    <message>
        <source>Number of processes on this computer that share the profiles. 0: one for each core.</source>
        <translation>Anzahl der Prozesse auf diesem Rechner, die sich die Profile teilen. 0: einer je Kern.</translation>
    </message>
    <message>
        <source>Address of a running Dask scheduler, such as tcp://10.0.0.1:8786. Its workers then share the profiles. Each worker must have the engine installed, and must find the folder of chains under the same path. If it is empty, this computer does the work.</source>
        <translation>Adresse eines laufenden Dask-Schedulers, etwa tcp://10.0.0.1:8786. Dann teilen sich seine Arbeiter die Profile. Auf jedem Arbeiter muss der Rechenkern installiert sein, und jeder muss den Ordner der Ketten unter demselben Pfad finden. Wenn sie leer ist, arbeitet dieser Rechner.</translation>
    </message>
    <message>
        <source>Folder for the chains</source>
        <translation>Ordner für die Ketten</translation>
    </message>
    <message>
        <source>Folder for the chains. It is created if it does not exist. If it contains the chains of a run that was stopped, that run is resumed.</source>
        <translation>Ordner für die Ketten. Er wird angelegt, wenn es ihn nicht gibt. Wenn er die Ketten eines unterbrochenen Laufs enthält, wird dieser fortgesetzt.</translation>
    </message>
    <message>
        <source>Table of posteriors</source>
        <translation>Tabelle der A-posteriori-Verteilungen</translation>
    </message>
    <message>
        <source>Table of the posteriors, one row per profile (.csv or .gpkg). Leave empty to skip this output.</source>
        <translation>Tabelle der A-posteriori-Verteilungen, eine Zeile je Profil (.csv oder .gpkg). Leer lassen, um diese Ausgabe auszulassen.</translation>
    </message>
    <message>
        <source>Inversion report</source>
        <translation>Bericht über die Inversion</translation>
    </message>
    <message>
        <source>PRODA: upscale</source>
        <translation>PRODA: hochskalieren</translation>
    </message>
    <message>
        <source>Trains networks that predict the parameters at places without profiles, from the posteriors at profiles.</source>
        <translation>Trainiert Netze, die die Parameter an Orten ohne Profile vorhersagen, aus den A-posteriori-Verteilungen an Profilen.</translation>
    </message>
    <message>
        <source>Trains an ensemble of neural networks that predict parameters from covariates. The networks are trained on the posteriors from 'PRODA: invert profiles'. The result is a model file like that of 'Train BINN': use it with 'Predict maps' and 'Evaluate a BINN model'.

Profiles whose chains do not agree, or that are fitted badly, are not used for training. The loss function compares parameters, not soil organic carbon (SOC). SOC is scored on profiles that were held out.

Use 'Compare two models' to compare the result with BINN.</source>
        <translation>Trainiert ein Ensemble neuronaler Netze, die Parameter aus Kovariablen vorhersagen. Die Netze werden an den A-posteriori-Verteilungen von 'PRODA: Profile invertieren' trainiert. Das Ergebnis ist eine Modelldatei wie die von 'BINN trainieren': Benutzen Sie sie mit 'Karten vorhersagen' und 'BINN-Modell bewerten'.

Profile, deren Ketten nicht übereinstimmen oder die schlecht getroffen werden, werden nicht zum Trainieren benutzt. Die Verlustfunktion vergleicht Parameter, nicht organischen Bodenkohlenstoff (SOC). SOC wird an zurückgehaltenen Profilen bewertet.

Mit 'Zwei Modelle vergleichen' vergleichen Sie das Ergebnis mit BINN.</translation>
    </message>
    <message>
        <source>Example: the folder of chains of 'PRODA: invert profiles', with the covariates that 'Train BINN' used. It takes about a minute for 1,000 profiles.</source>
        <translation>Beispiel: der Ordner der Ketten von 'PRODA: Profile invertieren' mit den Kovariablen von 'BINN trainieren'. Das dauert für 1.000 Profile etwa eine Minute.</translation>
    </message>
    <message>
        <source>Folder with the chains</source>
        <translation>Ordner mit den Ketten</translation>
    </message>
    <message>
        <source>Folder with the chains of a finished inversion.</source>
        <translation>Ordner mit den Ketten einer fertigen Inversion.</translation>
    </message>
    <message>
        <source>Covariates: rasters to sample at the profiles, or tables with one row per profile, joined by profile id.</source>
        <translation>Kovariablen: Raster, die an den Profilen gelesen werden, oder Tabellen mit einer Zeile je Profil, über die Profilkennung verbunden.</translation>
    </message>
    <message>
        <source>Profile id field of the table</source>
        <translation>Feld der Profilkennung in der Tabelle</translation>
    </message>
    <message>
        <source>Field with the profile id in tables of covariates. If it is empty, the field is recognised by its name.</source>
        <translation>Feld mit der Profilkennung in Tabellen der Kovariablen. Wenn es leer ist, wird das Feld an seinem Namen erkannt.</translation>
    </message>
    <message>
        <source>Upscaling method</source>
        <translation>Verfahren zum Hochskalieren</translation>
    </message>
    <message>
        <source>Upscaling method. recommended: BINN's network, with errors weighted by the posterior. published: the network and loss function of PRODA, to reproduce its results.</source>
        <translation>Verfahren zum Hochskalieren. recommended: das Netz von BINN, mit Fehlern, die nach der A-posteriori-Verteilung gewichtet sind. published: Netz und Verlustfunktion von PRODA, um dessen Ergebnisse nachzubilden.</translation>
    </message>
    <message>
        <source>Largest number of epochs. In one epoch, every training profile is used once. Leave empty to use the method's default.</source>
        <translation>Höchstzahl der Epochen. In einer Epoche wird jedes Trainingsprofil einmal benutzt. Leer lassen für den Standardwert der Methode.</translation>
    </message>
    <message>
        <source>Largest mean R-hat of a profile</source>
        <translation>Größtes mittleres R-hat eines Profils</translation>
    </message>
    <message>
        <source>Profiles whose R-hat (mean over the parameters) is larger are not used for training, because their chains do not agree.</source>
        <translation>Profile mit größerem R-hat (Mittel über die Parameter) werden nicht zum Trainieren benutzt, weil ihre Ketten nicht übereinstimmen.</translation>
    </message>
    <message>
        <source>Smallest NSE of log SOC of a profile</source>
        <translation>Kleinste NSE des logarithmierten SOC eines Profils</translation>
    </message>
    <message>
        <source>Profiles with a smaller NSE (of log SOC over their layers) are not used for training, because they are fitted badly. Profiles with a single layer have no NSE and are used.</source>
        <translation>Profile mit kleinerer NSE (des logarithmierten SOC über ihre Schichten) werden nicht zum Trainieren benutzt, weil sie schlecht getroffen werden. Profile mit einer einzigen Schicht haben keine NSE und werden benutzt.</translation>
    </message>
    <message>
        <source>Train each network on a bootstrap sample</source>
        <translation>Jedes Netz an einer Bootstrap-Stichprobe trainieren</translation>
    </message>
    <message>
        <source>Each network of the ensemble is trained on a bootstrap sample of the profiles.</source>
        <translation>Jedes Netz des Ensembles wird an einer Bootstrap-Stichprobe der Profile trainiert.</translation>
    </message>
    <message>
        <source>Number of networks in the ensemble, trained from different seeds. Their mean is the prediction. Leave empty to use the method's default.</source>
        <translation>Anzahl der Netze im Ensemble, trainiert von verschiedenen Startwerten aus. Ihr Mittel ist die Vorhersage. Leer lassen für den Standardwert der Methode.</translation>
    </message>
    <message>
        <source>Number of units in each hidden layer of the network. Leave empty to use the method's default.</source>
        <translation>Anzahl der Einheiten in jeder verdeckten Schicht des Netzes. Leer lassen für den Standardwert des Verfahrens.</translation>
    </message>
    <message>
        <source>Dropout in the hidden layers. Leave empty to use the method's default.</source>
        <translation>Dropout in den verdeckten Schichten. Leer lassen für den Standardwert der Methode.</translation>
    </message>
    <message>
        <source>Use the test profiles of this model</source>
        <translation>Die Prüfprofile dieses Modells benutzen</translation>
    </message>
    <message>
        <source>File of another model. The profiles that this model was not trained on are used for testing here too, so that both models can be scored on them. Leave empty to choose new test profiles.</source>
        <translation>Datei eines anderen Modells. Die Profile, an denen dieses Modell nicht trainiert wurde, werden auch hier zum Prüfen benutzt, sodass beide Modelle an ihnen bewertet werden können. Leer lassen, um neue Prüfprofile zu wählen.</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Upscaling report</source>
        <translation>Bericht über die Hochskalierung</translation>
    </message>
    <message>
        <source>Compare two models</source>
        <translation>Zwei Modelle vergleichen</translation>
    </message>
    <message>
        <source>Compares two models, such as BINN and PRODA: processes, parameters, SOC, uncertainty and cost.</source>
        <translation>Vergleicht zwei Modelle, etwa BINN und PRODA: Prozesse, Parameter, SOC, Unsicherheit und Kosten.</translation>
    </message>
    <message>
        <source>Maps two models, such as BINN and PRODA, on the same grid. For each of the six processes and the 21 parameters, the report shows how well the models agree: correlation (Pearson and Spearman) with intervals from spatial blocks, bias, root mean square error, both maps side by side and a map of the difference. You can give rasters of parameters and processes instead of one model or of both.

The mean correlation is given with and without plant carbon input, which comes from the forcing and is the same in both models. If you give soil profiles, both models are scored on those that were used to train neither of them. If you give maps of true values, the report says which model is closer to them. The report also shows the computing cost of each model.</source>
        <translation>Kartiert zwei Modelle, etwa BINN und PRODA, auf demselben Gitter. Für jeden der sechs Prozesse und der 21 Parameter zeigt der Bericht, wie gut die Modelle übereinstimmen: Korrelation (Pearson und Spearman) mit Intervallen aus räumlichen Blöcken, Verzerrung, Wurzel des mittleren quadratischen Fehlers, beide Karten nebeneinander und eine Karte der Differenz. Statt eines Modells oder beider können Sie Raster der Parameter und Prozesse angeben.

Die mittlere Korrelation wird mit und ohne den pflanzlichen Kohlenstoffeintrag angegeben, der aus dem Antrieb kommt und in beiden Modellen derselbe ist. Wenn Sie Bodenprofile angeben, werden beide Modelle an denen bewertet, an denen keines von ihnen trainiert wurde. Wenn Sie Karten wahrer Werte angeben, sagt der Bericht, welches Modell ihnen näher ist. Der Bericht zeigt auch die Rechenkosten jedes Modells.</translation>
    </message>
    <message>
        <source>Example: a model of 'Train BINN' and one of 'PRODA: upscale', with the covariates and forcing of 'Predict maps'. It takes about half a minute for 10,000 pixels and 30 passes.</source>
        <translation>Beispiel: ein Modell von 'BINN trainieren' und eines von 'PRODA: hochskalieren', mit Kovariablen und Antrieb von 'Karten vorhersagen'. Das dauert für 10.000 Pixel und 30 Durchgänge etwa eine halbe Minute.</translation>
    </message>
    <message>
        <source>First model</source>
        <translation>Erstes Modell</translation>
    </message>
    <message>
        <source>File of the first model (.safetensors). Leave empty to give its rasters instead.</source>
        <translation>Datei des ersten Modells (.safetensors). Leer lassen, um stattdessen seine Raster anzugeben.</translation>
    </message>
    <message>
        <source>Second model</source>
        <translation>Zweites Modell</translation>
    </message>
    <message>
        <source>File of the second model (.safetensors). Leave empty to give its rasters instead.</source>
        <translation>Datei des zweiten Modells (.safetensors). Leer lassen, um stattdessen seine Raster anzugeben.</translation>
    </message>
    <message>
        <source>Covariate rasters of the grid</source>
        <translation>Kovariablenraster des Gitters</translation>
    </message>
    <message>
        <source>Covariate rasters of the grid on which the models are compared, with the names that the models were trained with. Leave empty if you give rasters for both models.</source>
        <translation>Kovariablenraster des Gitters, auf dem die Modelle verglichen werden, mit den Namen, mit denen die Modelle trainiert wurden. Leer lassen, wenn Sie für beide Modelle Raster angeben.</translation>
    </message>
    <message>
        <source>CLM5 forcing: a NetCDF with CLM5's variable names and units, a folder, a pattern (h0.*.nc) or paths separated by semicolons for several history files of CLM, or a table of sites (.csv). Leave empty if you give rasters for both models.</source>
        <translation>CLM5-Antrieb: eine NetCDF-Datei mit Variablennamen und Einheiten von CLM5, ein Ordner, ein Muster (h0.*.nc) oder Pfade mit Semikolons dazwischen für mehrere Verlaufsdateien von CLM, oder eine Tabelle von Standorten (.csv). Leer lassen, wenn Sie für beide Modelle Raster angeben.</translation>
    </message>
    <message>
        <source>Name of the first model</source>
        <translation>Name des ersten Modells</translation>
    </message>
    <message>
        <source>Name of the first model in the report.</source>
        <translation>Name des ersten Modells im Bericht.</translation>
    </message>
    <message>
        <source>Name of the second model</source>
        <translation>Name des zweiten Modells</translation>
    </message>
    <message>
        <source>Name of the second model in the report.</source>
        <translation>Name des zweiten Modells im Bericht.</translation>
    </message>
    <message>
        <source>SOC profiles to score both models on</source>
        <translation>SOC-Profile, an denen beide Modelle bewertet werden</translation>
    </message>
    <message>
        <source>SOC profiles to score both models on. Only profiles that were not used to train either model are scored. Leave empty for no scores.</source>
        <translation>SOC-Profile, an denen beide Modelle bewertet werden. Nur Profile, an denen keines der Modelle trainiert wurde, werden bewertet. Leer lassen: keine Bewertungen.</translation>
    </message>
    <message>
        <source>Covariate table of the profiles</source>
        <translation>Kovariablentabelle der Profile</translation>
    </message>
    <message>
        <source>Number of Monte Carlo passes for the spread of each model. 0: no spread.</source>
        <translation>Anzahl der Monte-Carlo-Durchgänge für die Streuung jedes Modells. 0: keine Streuung.</translation>
    </message>
    <message>
        <source>Size in degrees of the spatial blocks that are resampled to compute the intervals.</source>
        <translation>Größe in Grad der räumlichen Blöcke, die neu gezogen werden, um die Intervalle zu berechnen.</translation>
    </message>
    <message>
        <source>Raster of the six true processes. The report shows which model is closer to them. Leave empty for no comparison.</source>
        <translation>Raster der sechs wahren Prozesse. Der Bericht zeigt, welches Modell ihnen näher ist. Leer lassen: kein Vergleich.</translation>
    </message>
    <message>
        <source>True parameters, if known</source>
        <translation>Wahre Parameter, falls bekannt</translation>
    </message>
    <message>
        <source>Raster of the true parameters. The report shows which model is closer to them. Leave empty for no comparison.</source>
        <translation>Raster der wahren Parameter. Der Bericht zeigt, welches Modell ihnen näher ist. Leer lassen: kein Vergleich.</translation>
    </message>
    <message>
        <source>Rasters instead of the first model</source>
        <translation>Raster statt des ersten Modells</translation>
    </message>
    <message>
        <source>Rasters of the first model's parameters, processes, SOC and standard deviations, instead of its model file. Bands must have the names that predict gives them.</source>
        <translation>Raster der Parameter, Prozesse, von SOC und der Standardabweichungen des ersten Modells, statt seiner Modelldatei. Die Bänder müssen die Namen haben, die predict ihnen gibt.</translation>
    </message>
    <message>
        <source>Rasters instead of the second model</source>
        <translation>Raster statt des zweiten Modells</translation>
    </message>
    <message>
        <source>Rasters of the second model, instead of its model file.</source>
        <translation>Raster des zweiten Modells, statt seiner Modelldatei.</translation>
    </message>
    <message>
        <source>Random seed of the passes and intervals.</source>
        <translation>Startwert der Zufallszahlen der Durchgänge und Intervalle.</translation>
    </message>
    <message>
        <source>Comparison report</source>
        <translation>Bericht über den Vergleich</translation>
    </message>
    <message>
        <source>Numbers as JSON</source>
        <translation>Zahlen als JSON</translation>
    </message>
    <message>
        <source>JSON file with all numbers. Leave empty to skip this output.</source>
        <translation>JSON-Datei mit allen Zahlen. Leer lassen, um diese Ausgabe auszulassen.</translation>
    </message>
    <message>
        <source>Agreement as CSV</source>
        <translation>Übereinstimmung als CSV</translation>
    </message>
    <message>
        <source>CSV file with the agreement of the two models for every process and parameter. Leave empty to skip this output.</source>
        <translation>CSV-Datei mit der Übereinstimmung der beiden Modelle für jeden Prozess und Parameter. Leer lassen, um diese Ausgabe auszulassen.</translation>
    </message>
    <message>
        <source>Processes: difference</source>
        <translation>Prozesse: Differenz</translation>
    </message>
    <message>
        <source>GeoTIFF of the processes: second model minus first model. Leave empty to skip this output.</source>
        <translation>GeoTIFF der Prozesse: zweites Modell minus erstes Modell. Leer lassen, um diese Ausgabe auszulassen.</translation>
    </message>
    <message>
        <source>Parameters: difference</source>
        <translation>Parameter: Differenz</translation>
    </message>
    <message>
        <source>GeoTIFF of the parameters: second model minus first model. Leave empty to skip this output.</source>
        <translation>GeoTIFF der Parameter: zweites Modell minus erstes Modell. Leer lassen, um diese Ausgabe auszulassen.</translation>
    </message>
    <message>
        <source>Set up the engine</source>
        <translation>Rechenkern einrichten</translation>
    </message>
    <message>
        <source>Creates or chooses the Python environment in which BINN runs.</source>
        <translation>Legt die Python-Umgebung an, in der BINN rechnet, oder wählt eine aus.</translation>
    </message>
    <message>
        <source>Creates the Python environment in which BINN runs (PyTorch, rasterio and others, about 2 GB), or uses one that you already have.

The environment is separate from QGIS's Python: nothing is installed there. Before it is used, it is checked with a real computation. To resume a set-up that was cancelled or failed, run it again with the same folder. The proxy from QGIS's options is used, and certificates are always checked.</source>
        <translation>Legt die Python-Umgebung an, in der BINN rechnet (PyTorch, rasterio und andere, etwa 2 GB), oder benutzt eine, die Sie schon haben.

Die Umgebung ist vom Python von QGIS getrennt: Dort wird nichts installiert. Bevor sie benutzt wird, wird sie mit einer echten Rechnung geprüft. Um ein abgebrochenes oder gescheitertes Einrichten fortzusetzen, starten Sie es mit demselben Ordner noch einmal. Der Proxy aus den QGIS-Optionen wird benutzt, und Zertifikate werden immer geprüft.</translation>
    </message>
    <message>
        <source>Example: leave everything empty to create an environment beside your QGIS profile. It takes about 5 minutes with a fast network, and 2 GB on the disk.</source>
        <translation>Beispiel: Lassen Sie alles leer, um eine Umgebung neben Ihrem QGIS-Profil anzulegen. Das dauert mit einem schnellen Netz etwa 5 Minuten und braucht 2 GB auf dem Datenträger.</translation>
    </message>
    <message>
        <source>Existing Python to use</source>
        <translation>Vorhandenes Python, das benutzt wird</translation>
    </message>
    <message>
        <source>A Python that already has the engine's packages (torch, rasterio and the others). It is used and not changed. Leave empty to create an environment.</source>
        <translation>Ein Python, das die Pakete des Rechenkerns schon hat (torch, rasterio und die anderen). Es wird benutzt und nicht geändert. Leer lassen, um eine Umgebung anzulegen.</translation>
    </message>
    <message>
        <source>Folder for the environment</source>
        <translation>Ordner für die Umgebung</translation>
    </message>
    <message>
        <source>Folder for the environment, about 2 GB. If it is empty, a folder beside the QGIS profile is used.</source>
        <translation>Ordner für die Umgebung, etwa 2 GB. Wenn er leer ist, wird ein Ordner neben dem QGIS-Profil benutzt.</translation>
    </message>
    <message>
        <source>Processor used by PyTorch</source>
        <translation>Prozessor, den PyTorch benutzt</translation>
    </message>
    <message>
        <source>PyTorch only for the processor (cpu), or also for an NVIDIA graphics card (cuda, about 8 GB).</source>
        <translation>PyTorch nur für den Prozessor (cpu) oder auch für eine NVIDIA-Grafikkarte (cuda, etwa 8 GB).</translation>
    </message>
    <message>
        <source>Folder with wheel files</source>
        <translation>Ordner mit Wheel-Dateien</translation>
    </message>
    <message>
        <source>Folder with the packages as wheel files, to install without a network. If it is empty, the package index of pip is used.</source>
        <translation>Ordner mit den Paketen als Wheel-Dateien, um ohne Netz zu installieren. Wenn er leer ist, wird der Paketindex von pip benutzt.</translation>
    </message>
    <message>
        <source>Plant carbon input</source>
        <translation>Pflanzlicher Kohlenstoffeintrag</translation>
    </message>
    <message>
        <source>Litter that reaches the soil; taken from the forcing, not learned</source>
        <translation>Streu, die den Boden erreicht; aus dem Antrieb genommen, nicht gelernt</translation>
    </message>
    <message>
        <source>Carbon input allocation</source>
        <translation>Verteilung des Kohlenstoffeintrags</translation>
    </message>
    <message>
        <source>How deep plant carbon enters the soil: higher values mean deeper</source>
        <translation>Wie tief pflanzlicher Kohlenstoff in den Boden gelangt: Höhere Werte bedeuten tiefer</translation>
    </message>
    <message>
        <source>Carbon transfer efficiency</source>
        <translation>Effizienz der Kohlenstoffübertragung</translation>
    </message>
    <message>
        <source>Fraction of decomposed carbon that stays in the soil</source>
        <translation>Anteil des abgebauten Kohlenstoffs, der im Boden bleibt</translation>
    </message>
    <message>
        <source>Baseline decomposition</source>
        <translation>Grundabbau</translation>
    </message>
    <message>
        <source>Decomposition rate of soil carbon before climate and depth slow it down</source>
        <translation>Abbaurate des Bodenkohlenstoffs, bevor Klima und Tiefe sie verlangsamen</translation>
    </message>
    <message>
        <source>Environmental modifier</source>
        <translation>Umweltfaktor</translation>
    </message>
    <message>
        <source>Factor of temperature, moisture and depth on decomposition; smaller means slower</source>
        <translation>Faktor von Temperatur, Feuchte und Tiefe für die Zersetzung; kleiner heißt langsamer</translation>
    </message>
    <message>
        <source>Vertical transport</source>
        <translation>Vertikaler Transport</translation>
    </message>
    <message>
        <source>Rate at which mixing (bioturbation and cryoturbation) moves carbon out of a layer</source>
        <translation>Rate, mit der Mischung (Bioturbation und Kryoturbation) Kohlenstoff aus einer Schicht bewegt</translation>
    </message>
    <message>
        <source>Bioturbation: diffusivity of soil carbon where the soil thaws deeper than 2 m</source>
        <translation>Bioturbation: Diffusivität des Bodenkohlenstoffs, wo der Boden tiefer als 2 m auftaut</translation>
    </message>
    <message>
        <source>Cryoturbation: diffusivity of soil carbon where the active layer is thinner than 2 m</source>
        <translation>Kryoturbation: Diffusivität des Bodenkohlenstoffs, wo die Auftauschicht dünner als 2 m ist</translation>
    </message>
    <message>
        <source>Factor by which decomposition becomes faster per 10 K of warming</source>
        <translation>Faktor, um den der Abbau je 10 K Erwärmung schneller wird</translation>
    </message>
    <message>
        <source>Depth over which decomposition decreases by a factor e (2.7), for reasons other than climate</source>
        <translation>Tiefe, über die der Abbau um den Faktor e (2,7) abnimmt, aus anderen Gründen als dem Klima</translation>
    </message>
    <message>
        <source>Turnover time of coarse woody debris</source>
        <translation>Umsatzzeit von grobem Totholz</translation>
    </message>
    <message>
        <source>Turnover time of metabolic litter</source>
        <translation>Umsatzzeit der metabolischen Streu</translation>
    </message>
    <message>
        <source>Turnover time of cellulose and of lignin litter</source>
        <translation>Umsatzzeit der Zellulose- und der Ligninstreu</translation>
    </message>
    <message>
        <source>Turnover time of active soil carbon</source>
        <translation>Umsatzzeit des aktiven Bodenkohlenstoffs</translation>
    </message>
    <message>
        <source>Turnover time of slow soil carbon</source>
        <translation>Umsatzzeit des langsamen Bodenkohlenstoffs</translation>
    </message>
    <message>
        <source>Turnover time of passive soil carbon</source>
        <translation>Umsatzzeit des passiven Bodenkohlenstoffs</translation>
    </message>
    <message>
        <source>Share of decomposed metabolic litter that becomes active soil carbon</source>
        <translation>Anteil der abgebauten metabolischen Streu, der aktiver Bodenkohlenstoff wird</translation>
    </message>
    <message>
        <source>Share of decomposed cellulose litter that becomes active soil carbon</source>
        <translation>Anteil der abgebauten Zellulosestreu, der aktiver Bodenkohlenstoff wird</translation>
    </message>
    <message>
        <source>Share of decomposed lignin litter that becomes slow soil carbon</source>
        <translation>Anteil der abgebauten Ligninstreu, der langsamer Bodenkohlenstoff wird</translation>
    </message>
    <message>
        <source>Share of decomposed active soil carbon that becomes slow soil carbon (default: CLM5 at 50 % sand)</source>
        <translation>Anteil des abgebauten aktiven Bodenkohlenstoffs, der langsamer Bodenkohlenstoff wird (Vorgabe: CLM5 bei 50 % Sand)</translation>
    </message>
    <message>
        <source>Share of decomposed active soil carbon that becomes passive soil carbon</source>
        <translation>Anteil des abgebauten aktiven Bodenkohlenstoffs, der passiver Bodenkohlenstoff wird</translation>
    </message>
    <message>
        <source>Share of decomposed slow soil carbon that becomes active soil carbon</source>
        <translation>Anteil des abgebauten langsamen Bodenkohlenstoffs, der aktiver Bodenkohlenstoff wird</translation>
    </message>
    <message>
        <source>Share of decomposed slow soil carbon that becomes passive soil carbon</source>
        <translation>Anteil des abgebauten langsamen Bodenkohlenstoffs, der passiver Bodenkohlenstoff wird</translation>
    </message>
    <message>
        <source>Share of decomposed passive soil carbon that becomes active soil carbon</source>
        <translation>Anteil des abgebauten passiven Bodenkohlenstoffs, der aktiver Bodenkohlenstoff wird</translation>
    </message>
    <message>
        <source>Share of decomposed coarse woody debris that becomes cellulose litter; the rest becomes lignin litter</source>
        <translation>Anteil des abgebauten groben Totholzes, der Zellulosestreu wird; der Rest wird Ligninstreu</translation>
    </message>
    <message>
        <source>Multiplier of the soil water scalar; the product is at most 1</source>
        <translation>Multiplikator des Feuchtefaktors des Bodens; das Produkt ist höchstens 1</translation>
    </message>
    <message>
        <source>Depth distribution of plant carbon input: the fraction above depth z is 1 - beta^z, z in cm</source>
        <translation>Tiefenverteilung des pflanzlichen Kohlenstoffeintrags: Der Anteil oberhalb der Tiefe z ist 1 - beta^z, z in cm</translation>
    </message>
    <message>
        <source>Map of the 21 parameters of the CLM5 soil carbon model</source>
        <translation>Karte der 21 Parameter des Bodenkohlenstoffmodells von CLM5</translation>
    </message>
    <message>
        <source>Standard deviation of the 21 parameters of the CLM5 soil carbon model</source>
        <translation>Standardabweichung der 21 Parameter des Bodenkohlenstoffmodells von CLM5</translation>
    </message>
    <message>
        <source>Standard deviation in percent of the mean of the 21 parameters of the CLM5 soil carbon model</source>
        <translation>Standardabweichung in Prozent des Mittels der 21 Parameter des Bodenkohlenstoffmodells von CLM5</translation>
    </message>
    <message>
        <source>Quantiles of the 21 parameters of the CLM5 soil carbon model</source>
        <translation>Quantile der 21 Parameter des Bodenkohlenstoffmodells von CLM5</translation>
    </message>
    <message>
        <source>Map of the six processes that govern soil carbon</source>
        <translation>Karte der sechs Prozesse, die den Bodenkohlenstoff bestimmen</translation>
    </message>
    <message>
        <source>Standard deviation of the six processes that govern soil carbon</source>
        <translation>Standardabweichung der sechs Prozesse, die den Bodenkohlenstoff bestimmen</translation>
    </message>
    <message>
        <source>Standard deviation in percent of the mean of the six processes that govern soil carbon</source>
        <translation>Standardabweichung in Prozent des Mittels der sechs Prozesse, die den Bodenkohlenstoff bestimmen</translation>
    </message>
    <message>
        <source>Quantiles of the six processes that govern soil carbon</source>
        <translation>Quantile der sechs Prozesse, die den Bodenkohlenstoff bestimmen</translation>
    </message>
    <message>
        <source>Map of soil organic carbon: density at depths and stocks of 0-30 and 0-100 cm</source>
        <translation>Karte des organischen Bodenkohlenstoffs: Dichte in Tiefen und Vorräte von 0-30 und 0-100 cm</translation>
    </message>
    <message>
        <source>Standard deviation of soil organic carbon: density at depths and stocks of 0-30 and 0-100 cm</source>
        <translation>Standardabweichung des organischen Bodenkohlenstoffs: Dichte in Tiefen und Vorräte von 0-30 und 0-100 cm</translation>
    </message>
    <message>
        <source>Standard deviation in percent of the mean of soil organic carbon: density at depths and stocks of 0-30 and 0-100 cm</source>
        <translation>Standardabweichung in Prozent des Mittels des organischen Bodenkohlenstoffs: Dichte in Tiefen und Vorräte von 0-30 und 0-100 cm</translation>
    </message>
    <message>
        <source>Quantiles of soil organic carbon: density at depths and stocks of 0-30 and 0-100 cm</source>
        <translation>Quantile des organischen Bodenkohlenstoffs: Dichte in Tiefen und Vorräte von 0-30 und 0-100 cm</translation>
    </message>
    <message>
        <source>Probability that soil organic carbon exceeds a threshold</source>
        <translation>Wahrscheinlichkeit, dass der organische Bodenkohlenstoff eine Schwelle überschreitet</translation>
    </message>
    <message>
        <source>How much the covariates of a pixel differ from those of the training profiles</source>
        <translation>Wie sehr sich die Kovariablen eines Pixels von denen der Trainingsprofile unterscheiden</translation>
    </message>
    <message>
        <source>Ages and transit time of soil carbon at steady state</source>
        <translation>Alter und Durchgangszeit des Bodenkohlenstoffs im stationären Zustand</translation>
    </message>
    <message>
        <source>Standard deviations of the ages and the transit time of soil carbon</source>
        <translation>Standardabweichungen des Alters und der Durchgangszeit des Bodenkohlenstoffs</translation>
    </message>
    <message>
        <source>raw spread, not calibrated</source>
        <translation>rohe Streuung, nicht kalibriert</translation>
    </message>
    <message>
        <source>calibrated with held-out profiles</source>
        <translation>mit zurückgehaltenen Profilen kalibriert</translation>
    </message>
    <message>
        <source>calibrated with simulated twins</source>
        <translation>mit simulierten Zwillingen kalibriert</translation>
    </message>
    <message>
        <source>of the mean</source>
        <translation>des Mittels</translation>
    </message>
    <message>
        <source>of a new observation</source>
        <translation>einer neuen Beobachtung</translation>
    </message>
    <message>
        <source>data: single profiles inform it</source>
        <translation>Daten: Einzelne Profile geben Auskunft</translation>
    </message>
    <message>
        <source>data: the level only; the pattern follows the covariates</source>
        <translation>Daten: nur das Niveau; das Muster folgt den Kovariablen</translation>
    </message>
    <message>
        <source>prior, not data</source>
        <translation>A-priori-Annahme, nicht Daten</translation>
    </message>
    <message>
        <source>data: they determine this pattern</source>
        <translation>Daten: Sie bestimmen dieses Muster</translation>
    </message>
    <message>
        <source>data in its level alone, so the map is constant</source>
        <translation>Daten nur in der Höhe, daher ist die Karte konstant</translation>
    </message>
    <message>
        <source>bioturbation</source>
        <translation>Bioturbation</translation>
    </message>
    <message>
        <source>cryoturbation</source>
        <translation>Kryoturbation</translation>
    </message>
    <message>
        <source>temperature sensitivity</source>
        <translation>Temperaturempfindlichkeit</translation>
    </message>
    <message>
        <source>e-folding depth of decomposition</source>
        <translation>e-Tiefe des Abbaus</translation>
    </message>
    <message>
        <source>turnover time of coarse woody debris</source>
        <translation>Umsatzzeit des groben Totholzes</translation>
    </message>
    <message>
        <source>turnover time of metabolic litter</source>
        <translation>Umsatzzeit der metabolischen Streu</translation>
    </message>
    <message>
        <source>turnover time of cellulose and lignin litter</source>
        <translation>Umsatzzeit der Zellulose- und Ligninstreu</translation>
    </message>
    <message>
        <source>turnover time of active soil carbon</source>
        <translation>Umsatzzeit des aktiven Bodenkohlenstoffs</translation>
    </message>
    <message>
        <source>turnover time of slow soil carbon</source>
        <translation>Umsatzzeit des langsamen Bodenkohlenstoffs</translation>
    </message>
    <message>
        <source>turnover time of passive soil carbon</source>
        <translation>Umsatzzeit des passiven Bodenkohlenstoffs</translation>
    </message>
    <message>
        <source>metabolic litter to active carbon</source>
        <translation>metabolische Streu zu aktivem Kohlenstoff</translation>
    </message>
    <message>
        <source>cellulose litter to active carbon</source>
        <translation>Zellulosestreu zu aktivem Kohlenstoff</translation>
    </message>
    <message>
        <source>lignin litter to slow carbon</source>
        <translation>Ligninstreu zu langsamem Kohlenstoff</translation>
    </message>
    <message>
        <source>active to slow carbon</source>
        <translation>aktiver zu langsamem Kohlenstoff</translation>
    </message>
    <message>
        <source>active to passive carbon</source>
        <translation>aktiver zu passivem Kohlenstoff</translation>
    </message>
    <message>
        <source>slow to active carbon</source>
        <translation>langsamer zu aktivem Kohlenstoff</translation>
    </message>
    <message>
        <source>slow to passive carbon</source>
        <translation>langsamer zu passivem Kohlenstoff</translation>
    </message>
    <message>
        <source>passive to active carbon</source>
        <translation>passiver zu aktivem Kohlenstoff</translation>
    </message>
    <message>
        <source>woody debris to cellulose litter</source>
        <translation>Totholz zu Zellulosestreu</translation>
    </message>
    <message>
        <source>scaling of soil water</source>
        <translation>Skalierung des Bodenwassers</translation>
    </message>
    <message>
        <source>depth distribution of carbon input</source>
        <translation>Tiefenverteilung des Kohlenstoffeintrags</translation>
    </message>
    <message>
        <source>Baseline</source>
        <translation>Vergleichsmodell (baseline)</translation>
    </message>
    <message>
        <source>A simpler model that BINN is compared with on the same profiles, for example constant parameters or a depth curve.</source>
        <translation>Ein einfacheres Modell, mit dem BINN an denselben Profilen verglichen wird, etwa konstante Parameter oder eine Tiefenkurve.</translation>
    </message>
    <message>
        <source>Bedrock modes</source>
        <translation>Arten des Felses (bedrock)</translation>
    </message>
    <message>
        <source>clm5: the soil ends at bedrock, and no carbon moves into it. published: as in the published codes, which lose carbon at bedrock.</source>
        <translation>clm5: Der Boden endet am Fels, und kein Kohlenstoff gelangt hinein. published: wie in den veröffentlichten Programmen, die am Fels Kohlenstoff verlieren.</translation>
    </message>
    <message>
        <source>BINN</source>
        <translation>BINN</translation>
    </message>
    <message>
        <source>Biogeochemistry-Informed Neural Network: a neural network whose outputs are the parameters of a process model.</source>
        <translation>Biogeochemistry-Informed Neural Network: ein neuronales Netz, dessen Ausgaben die Parameter eines Prozessmodells sind.</translation>
    </message>
    <message>
        <source>Blocked test</source>
        <translation>Blockprüfung</translation>
    </message>
    <message>
        <source>Scores on test profiles in whole spatial blocks without training profiles. They show how well a model maps new areas.</source>
        <translation>Bewertungen an Prüfprofilen in ganzen räumlichen Blöcken ohne Trainingsprofile. Sie zeigen, wie gut ein Modell neue Gebiete kartiert.</translation>
    </message>
    <message>
        <source>Calibration</source>
        <translation>Kalibrierung</translation>
    </message>
    <message>
        <source>Scaling of the raw spread so that intervals contain the share of true values that they should contain. The factors come from cases in which the errors are known: held-out profiles for SOC, twins for parameters, processes and the change of stocks.</source>
        <translation>Skalierung der rohen Streuung, sodass Intervalle den Anteil wahrer Werte enthalten, den sie enthalten sollen. Die Faktoren kommen aus Fällen, in denen die Fehler bekannt sind: zurückgehaltene Profile für SOC, Zwillinge für Parameter, Prozesse und die Änderung der Vorräte.</translation>
    </message>
    <message>
        <source>Checkpoint</source>
        <translation>Checkpoint</translation>
    </message>
    <message>
        <source>A model file (.safetensors): the weights of the trained networks, and the model card.</source>
        <translation>Eine Modelldatei (.safetensors): die Gewichte der trainierten Netze und die Modellbeschreibung.</translation>
    </message>
    <message>
        <source>Climate normals</source>
        <translation>Klimanormalwerte</translation>
    </message>
    <message>
        <source>Means of temperature and precipitation for each month over many years, usually thirty.</source>
        <translation>Mittel von Temperatur und Niederschlag für jeden Monat über viele Jahre, meist dreißig.</translation>
    </message>
    <message>
        <source>CLM5</source>
        <translation>CLM5</translation>
    </message>
    <message>
        <source>Community Land Model, version 5. BINN uses its model of soil carbon: seven pools in twenty layers, at steady state.</source>
        <translation>Community Land Model, Version 5. BINN benutzt sein Modell des Bodenkohlenstoffs: sieben Speicher in zwanzig Schichten, im stationären Zustand.</translation>
    </message>
    <message>
        <source>CLM5 layer</source>
        <translation>CLM5-Schicht</translation>
    </message>
    <message>
        <source>The CLM5 soil carbon model used as the last layer of the network. It is not a layer of soil.</source>
        <translation>Das Bodenkohlenstoffmodell von CLM5 als letzte Schicht des Netzes. Sie ist keine Bodenschicht.</translation>
    </message>
    <message>
        <source>Committed change</source>
        <translation>Festgelegte Änderung</translation>
    </message>
    <message>
        <source>The change of soil carbon from the start to the steady state that a new climate and litter input lead to, however long that takes.</source>
        <translation>Die Änderung des Bodenkohlenstoffs vom Beginn bis zu dem stationären Zustand, zu dem ein neues Klima und ein neuer Streueintrag führen, so lange das auch dauert.</translation>
    </message>
    <message>
        <source>Covariate</source>
        <translation>Kovariable</translation>
    </message>
    <message>
        <source>A variable that is known everywhere: climate, relief, soil, vegetation. It is continuous (a number) or categorical (a class).</source>
        <translation>Eine Variable, die überall bekannt ist: Klima, Relief, Boden, Vegetation. Sie ist stetig (eine Zahl) oder kategorial (eine Klasse).</translation>
    </message>
    <message>
        <source>Coverage</source>
        <translation>Überdeckung</translation>
    </message>
    <message>
        <source>Share of true or observed values that lie within their predicted intervals. For 90 % intervals it should be 90 %.</source>
        <translation>Anteil der wahren oder beobachteten Werte, die in ihren vorhergesagten Intervallen liegen. Bei 90-%-Intervallen sollten es 90 % sein.</translation>
    </message>
    <message>
        <source>CRPS</source>
        <translation>CRPS</translation>
    </message>
    <message>
        <source>Continuous ranked probability score: compares a predicted distribution with the observed value. It has the unit of the value; smaller is better.</source>
        <translation>Continuous Ranked Probability Score: vergleicht eine vorhergesagte Verteilung mit dem beobachteten Wert. Er hat die Einheit des Werts; kleiner ist besser.</translation>
    </message>
    <message>
        <source>Distillation</source>
        <translation>Destillation</translation>
    </message>
    <message>
        <source>Training of one model on the predictions of another one, its teacher.</source>
        <translation>Training eines Modells mit den Vorhersagen eines anderen, seines Lehrers.</translation>
    </message>
    <message>
        <source>Domain</source>
        <translation>Gültigkeitsbereich</translation>
    </message>
    <message>
        <source>The range of covariates for which a model is valid: those it was trained with, and those that are similar enough.</source>
        <translation>Der Bereich der Kovariablen, für den ein Modell gilt: die, mit denen es trainiert wurde, und die, die ihnen ähnlich genug sind.</translation>
    </message>
    <message>
        <source>Engine</source>
        <translation>Engine</translation>
    </message>
    <message>
        <source>The program that does the work of BINN, in a Python environment of its own. The plugin starts it, and it runs without QGIS too.</source>
        <translation>Das Programm, das die Arbeit von BINN macht, in einer eigenen Python-Umgebung. Die Erweiterung startet es; es läuft auch ohne QGIS.</translation>
    </message>
    <message>
        <source>Ensemble</source>
        <translation>Ensemble</translation>
    </message>
    <message>
        <source>Several networks trained in the same way from different random seeds. Each of them is a member. Their mean is the prediction, and their differences are one source of the spread.</source>
        <translation>Mehrere Netze, die auf dieselbe Weise von verschiedenen Startwerten aus trainiert werden. Jedes ist ein Mitglied. Ihr Mittel ist die Vorhersage, und ihre Unterschiede sind eine Quelle der Streuung.</translation>
    </message>
    <message>
        <source>Fields of parameters</source>
        <translation>Felder der Parameter</translation>
    </message>
    <message>
        <source>A learner beside the network: each parameter is a sum of smooth curves of single covariates. What the data do not tell stays constant. Not the fields (columns) of a table.</source>
        <translation>Ein Lernverfahren neben dem Netz: Jeder Parameter ist eine Summe glatter Kurven einzelner Kovariablen. Was die Daten nicht verraten, bleibt konstant. Nicht die Felder (Spalten) einer Tabelle.</translation>
    </message>
    <message>
        <source>Fold</source>
        <translation>Fold</translation>
    </message>
    <message>
        <source>One of the groups of profiles in cross-validation. Each fold is predicted by a model that was trained on the other folds.</source>
        <translation>Eine der Gruppen von Profilen bei der Kreuzvalidierung. Jeder Fold wird von einem Modell vorhergesagt, das an den anderen Folds trainiert wurde.</translation>
    </message>
    <message>
        <source>Monthly input of the CLM5 soil model: soil temperature, moisture, oxygen and nitrogen scalars, thaw depth, litter.</source>
        <translation>Monatliche Eingabe des Bodenmodells von CLM5: Bodentemperatur, Feuchte-, Sauerstoff- und Stickstofffaktor, Auftautiefe, Streu.</translation>
    </message>
    <message>
        <source>Held-out</source>
        <translation>Zurückgehalten (held-out)</translation>
    </message>
    <message>
        <source>Not used for training. Held-out profiles show how good a model is at new places.</source>
        <translation>Nicht zum Trainieren benutzt. Zurückgehaltene Profile zeigen, wie gut ein Modell an neuen Orten ist.</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>Schicht</translation>
    </message>
    <message>
        <source>A slice of soil. In a profile: from a top depth to a bottom depth. In CLM5: one of twenty, down to 8.6 m.</source>
        <translation>Eine Scheibe Boden. In einem Profil: von einer oberen bis zu einer unteren Tiefe. In CLM5: eine von zwanzig, bis 8,6 m.</translation>
    </message>
    <message>
        <source>Learner</source>
        <translation>Lernverfahren</translation>
    </message>
    <message>
        <source>What gives the parameters of a site from its covariates: the network, fields of parameters, or both.</source>
        <translation>Was aus den Kovariablen eines Ortes dessen Parameter macht: das Netz, Felder der Parameter oder beides.</translation>
    </message>
    <message>
        <source>Model card</source>
        <translation>Modellbeschreibung (model card)</translation>
    </message>
    <message>
        <source>The description of a model inside its checkpoint: covariates with their ranges, settings, training data, scores and calibration.</source>
        <translation>Die Beschreibung eines Modells in seinem Checkpoint: Kovariablen mit ihren Bereichen, Einstellungen, Trainingsdaten, Bewertungen und Kalibrierung.</translation>
    </message>
    <message>
        <source>Monte Carlo dropout</source>
        <translation>Monte-Carlo-Dropout</translation>
    </message>
    <message>
        <source>The prediction is repeated with random parts of the network left out. The spread of the results shows how uncertain the network is.</source>
        <translation>Die Vorhersage wird wiederholt, wobei zufällig Teile des Netzes weggelassen werden. Die Streuung der Ergebnisse zeigt, wie unsicher das Netz ist.</translation>
    </message>
    <message>
        <source>NSE</source>
        <translation>NSE</translation>
    </message>
    <message>
        <source>Nash-Sutcliffe efficiency, 1 - SSE/SST: 1 is perfect, 0 is as good as the mean of the observations.</source>
        <translation>Nash-Sutcliffe-Effizienz, 1 - SSE/SST: 1 ist vollkommen, 0 ist so gut wie das Mittel der Beobachtungen.</translation>
    </message>
    <message>
        <source>Nugget</source>
        <translation>Nugget</translation>
    </message>
    <message>
        <source>The part of a variance that has no spatial correlation, even at the shortest distances: errors of measurement and very local differences.</source>
        <translation>Der Teil einer Varianz, der keine räumliche Korrelation hat, auch nicht auf kürzeste Entfernung: Messfehler und sehr örtliche Unterschiede.</translation>
    </message>
    <message>
        <source>Pass</source>
        <translation>Durchgang (pass)</translation>
    </message>
    <message>
        <source>One of the repetitions of a prediction with random parts of the network left out (Monte Carlo dropout) or, of a model of fields, with random weights. They are the same at all pixels, so each pass gives one map.</source>
        <translation>Eine der Wiederholungen einer Vorhersage, bei der zufällige Teile des Netzes weggelassen werden (Monte-Carlo-Dropout) oder, bei einem Modell aus Feldern, zufällige Gewichte gezogen werden. An allen Pixeln sind sie dieselben, daher gibt jeder Durchgang eine Karte.</translation>
    </message>
    <message>
        <source>Pedotransfer function</source>
        <translation>Pedotransferfunktion</translation>
    </message>
    <message>
        <source>A published equation that estimates bulk density from other properties of the soil, such as organic carbon.</source>
        <translation>Eine veröffentlichte Gleichung, die die Lagerungsdichte aus anderen Eigenschaften des Bodens schätzt, etwa aus dem organischen Kohlenstoff.</translation>
    </message>
    <message>
        <source>Pool</source>
        <translation>Speicher (pool)</translation>
    </message>
    <message>
        <source>A part of the soil carbon in the CLM5 model: coarse woody debris; metabolic, cellulose and lignin litter; active, slow and passive soil carbon. Each pool has its own turnover time.</source>
        <translation>Ein Teil des Bodenkohlenstoffs im CLM5-Modell: grobes Totholz; metabolische, Zellulose- und Ligninstreu; aktiver, langsamer und passiver Bodenkohlenstoff. Jeder Speicher hat seine eigene Umsatzzeit.</translation>
    </message>
    <message>
        <source>Posterior</source>
        <translation>A-posteriori-Verteilung (posterior)</translation>
    </message>
    <message>
        <source>What is known about a parameter after data were used: its probability distribution, given the observations and the prior.</source>
        <translation>Was über einen Parameter bekannt ist, nachdem Daten benutzt wurden: seine Wahrscheinlichkeitsverteilung bei gegebenen Beobachtungen und A-priori-Verteilung.</translation>
    </message>
    <message>
        <source>Prior</source>
        <translation>A-priori-Verteilung</translation>
    </message>
    <message>
        <source>What is assumed about a parameter before data are used: the range in which it may lie. BINN and PRODA use different ranges.</source>
        <translation>Was vor der Benutzung von Daten über einen Parameter angenommen wird: der Bereich, in dem er liegen darf. BINN und PRODA benutzen verschiedene Bereiche.</translation>
    </message>
    <message>
        <source>PRODA</source>
        <translation>PRODA</translation>
    </message>
    <message>
        <source>Process-guided deep learning and data-driven modelling: the parameters are estimated profile by profile, then a network predicts them from covariates. BINN is compared with it.</source>
        <translation>Process-guided deep learning and data-driven modelling: Die Parameter werden Profil für Profil geschätzt, dann sagt ein Netz sie aus Kovariablen vorher. BINN wird damit verglichen.</translation>
    </message>
    <message>
        <source>Profile</source>
        <translation>Profil</translation>
    </message>
    <message>
        <source>Soil layers observed at one place.</source>
        <translation>Bodenschichten, die an einem Ort beobachtet wurden.</translation>
    </message>
    <message>
        <source>Pure network</source>
        <translation>Reines Netz (pure network)</translation>
    </message>
    <message>
        <source>A neural network that predicts SOC directly from covariates and depth, without CLM5. It is one of the baselines.</source>
        <translation>Ein neuronales Netz, das SOC direkt aus Kovariablen und Tiefe vorhersagt, ohne CLM5. Es ist eines der Vergleichsmodelle.</translation>
    </message>
    <message>
        <source>Quantile forest</source>
        <translation>Quantil-Wald</translation>
    </message>
    <message>
        <source>Many decision trees that predict a value with its quantiles, directly from covariates. It is one of the baselines.</source>
        <translation>Viele Entscheidungsbäume, die einen Wert mit seinen Quantilen direkt aus Kovariablen vorhersagen. Er ist eines der Vergleichsmodelle.</translation>
    </message>
    <message>
        <source>R-hat</source>
        <translation>R-hat</translation>
    </message>
    <message>
        <source>Measure of the agreement of Markov chains. It is 1 if all chains give the same distribution; if it is well above 1, more steps are needed.</source>
        <translation>Maß für die Übereinstimmung von Markow-Ketten. Es ist 1, wenn alle Ketten dieselbe Verteilung geben; wenn es deutlich über 1 liegt, sind mehr Schritte nötig.</translation>
    </message>
    <message>
        <source>Random test</source>
        <translation>Zufällige Prüfung</translation>
    </message>
    <message>
        <source>Scores on test profiles at random places. They have training profiles nearby, so these scores are usually better than those of the blocked test.</source>
        <translation>Bewertungen an Prüfprofilen an zufälligen Orten. Trainingsprofile liegen in der Nähe, daher sind diese Bewertungen meist besser als die der Blockprüfung.</translation>
    </message>
    <message>
        <source>Raw spread</source>
        <translation>Rohe Streuung</translation>
    </message>
    <message>
        <source>The differences between Monte Carlo passes and between members of the ensemble, before calibration. Its intervals are too narrow.</source>
        <translation>Die Unterschiede zwischen Monte-Carlo-Durchgängen und zwischen Mitgliedern des Ensembles, vor der Kalibrierung. Ihre Intervalle sind zu eng.</translation>
    </message>
    <message>
        <source>Recipe</source>
        <translation>Rezept</translation>
    </message>
    <message>
        <source>A named set of all settings of a training. recommended is the default; paper is as published.</source>
        <translation>Ein benannter Satz aller Einstellungen eines Trainings. recommended ist die Vorgabe; paper ist wie veröffentlicht.</translation>
    </message>
    <message>
        <source>Residual</source>
        <translation>Residuum</translation>
    </message>
    <message>
        <source>Observed minus predicted value.</source>
        <translation>Beobachteter minus vorhergesagter Wert.</translation>
    </message>
    <message>
        <source>Scalar</source>
        <translation>Faktor (scalar)</translation>
    </message>
    <message>
        <source>A factor from 0 to 1 that slows down decomposition: the moisture, oxygen and nitrogen scalars of the forcing (environmental scalars).</source>
        <translation>Ein Faktor von 0 bis 1, der den Abbau verlangsamt: Feuchte-, Sauerstoff- und Stickstofffaktor des Antriebs (Umweltfaktoren).</translation>
    </message>
    <message>
        <source>Scenario</source>
        <translation>Szenario</translation>
    </message>
    <message>
        <source>What changes in a projection, and when: litter input, soil temperature, soil moisture. It is an assumption, not a result.</source>
        <translation>Was sich in einer Vorausberechnung ändert und wann: Streueintrag, Bodentemperatur, Bodenfeuchte. Es ist eine Annahme, kein Ergebnis.</translation>
    </message>
    <message>
        <source>SOC</source>
        <translation>SOC</translation>
    </message>
    <message>
        <source>Soil organic carbon: as a density (gC per m3 of soil) or, summed over depth, as a stock (kgC per m2 of land).</source>
        <translation>Organischer Bodenkohlenstoff (soil organic carbon): als Dichte (gC je m3 Boden) oder, über die Tiefe summiert, als Vorrat (kgC je m2 Land).</translation>
    </message>
    <message>
        <source>Spatial block</source>
        <translation>Räumlicher Block</translation>
    </message>
    <message>
        <source>A square of land. All profiles in it are held out together, so that test profiles have no close neighbours in the training data.</source>
        <translation>Ein Quadrat Land. Alle Profile darin werden gemeinsam zurückgehalten, sodass Prüfprofile keine nahen Nachbarn in den Trainingsdaten haben.</translation>
    </message>
    <message>
        <source>Steady state</source>
        <translation>Stationärer Zustand (steady state)</translation>
    </message>
    <message>
        <source>The state in which the input of carbon equals its loss, so that the pools no longer change. The CLM5 layer computes it directly.</source>
        <translation>Der Zustand, in dem der Eintrag von Kohlenstoff seinem Verlust gleicht, sodass sich die Speicher nicht mehr ändern. Die CLM5-Schicht berechnet ihn direkt.</translation>
    </message>
    <message>
        <source>Teacher</source>
        <translation>Lehrer (teacher)</translation>
    </message>
    <message>
        <source>Models without CLM5 (pure networks and boosted trees) that are trained on the observed layers first. BINN is then trained on their predictions at imaginary places, whose covariates lie between those of the profiles (distillation), not on the observed layers.</source>
        <translation>Modelle ohne CLM5 (reine Netze und Gradient Boosting), die zuerst an den beobachteten Schichten trainiert werden. Danach wird BINN an ihren Vorhersagen an gedachten Orten trainiert, deren Kovariablen zwischen denen der Profile liegen (Destillation), nicht an den beobachteten Schichten.</translation>
    </message>
    <message>
        <source>Transit time</source>
        <translation>Durchgangszeit</translation>
    </message>
    <message>
        <source>The mean age of the carbon that leaves the soil by respiration. At steady state it equals the stock divided by the input.</source>
        <translation>Das mittlere Alter des Kohlenstoffs, der den Boden durch Atmung verlässt. Im stationären Zustand ist sie der Vorrat geteilt durch den Eintrag.</translation>
    </message>
    <message>
        <source>Twin</source>
        <translation>Zwilling</translation>
    </message>
    <message>
        <source>A simulated experiment at your own sites. True parameters are chosen, the SOC that follows from them is computed, and BINN is trained on this SOC. Its results can then be compared with the true values.</source>
        <translation>Ein simulierter Versuch an Ihren eigenen Orten. Wahre Parameter werden gewählt, der SOC, der aus ihnen folgt, wird berechnet, und BINN wird an diesem SOC trainiert. Seine Ergebnisse lassen sich dann mit den wahren Werten vergleichen.</translation>
    </message>
    <message>
        <source>Variogram</source>
        <translation>Variogramm</translation>
    </message>
    <message>
        <source>Shows how the difference between two values increases with the distance between their places. The distance at which it levels off is the range.</source>
        <translation>Zeigt, wie der Unterschied zwischen zwei Werten mit der Entfernung zwischen ihren Orten zunimmt. Die Entfernung, ab der er nicht weiter zunimmt, ist die Reichweite.</translation>
    </message>
    <message>
        <source>The engine's Python is {python}</source>
        <translation>Das Python des Rechenkerns ist {python}</translation>
    </message>
    <message>
        <source>1 Data</source>
        <translation>1 Daten</translation>
    </message>
    <message>
        <source>2 Model</source>
        <translation>2 Modell</translation>
    </message>
    <message>
        <source>3 Maps</source>
        <translation>3 Karten</translation>
    </message>
    <message>
        <source>4 Evidence</source>
        <translation>4 Belege</translation>
    </message>
    <message>
        <source>Temporary results, which QGIS deletes when it closes: {names}. Give them file names to keep them.</source>
        <translation>Temporäre Ergebnisse, die QGIS beim Beenden löscht: {names}. Geben Sie ihnen Dateinamen, um sie zu behalten.</translation>
    </message>
    <message>
        <source>No map was chosen. Give a file name for at least one of these outputs: {labels}.</source>
        <translation>Keine Karte wurde gewählt. Geben Sie mindestens einer dieser Ausgaben einen Dateinamen: {labels}.</translation>
    </message>
    <message>
        <source>No map was chosen. Set {parameters}, or give a file name for a map.</source>
        <translation>Es wurde keine Karte gewählt. Setzen Sie {parameters}, oder geben Sie einer Karte einen Dateinamen.</translation>
    </message>
    <message>
        <source>Metrics as JSON</source>
        <translation>Kennzahlen als JSON</translation>
    </message>
    <message>
        <source>{asked}: this needs Monte Carlo passes, but {name} is {passes}. Set it to 2 or more, for example 50, or set {spread} to '{ensemble}'.</source>
        <translation>{asked}: Dafür sind Monte-Carlo-Durchgänge nötig, aber {name} ist {passes}. Setzen Sie es auf 2 oder mehr, zum Beispiel 50, oder setzen Sie {spread} auf '{ensemble}'.</translation>
    </message>
    <message>
        <source>{asked} needs a threshold. Set {thresholds}, for example to 0-30=5 for a stock of 5 kgC/m2 in 0-30 cm.</source>
        <translation>{asked} braucht einen Schwellenwert. Setzen Sie {thresholds}, zum Beispiel auf 0-30=5 für einen Vorrat von 5 kgC/m2 in 0-30 cm.</translation>
    </message>
    <message>
        <source>Choose another folder.</source>
        <translation>Wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
        <source>The folder {folder} cannot be made: {reason}.</source>
        <translation>Der Ordner {folder} kann nicht angelegt werden: {reason}.</translation>
    </message>
    <message>
        <source>g/kg organic matter</source>
        <translation>g/kg organische Substanz</translation>
    </message>
    <message>
        <source>% organic matter</source>
        <translation>% organische Substanz</translation>
    </message>
    <message>
        <source>CLM5: no carbon moves into bedrock</source>
        <translation>CLM5: kein Kohlenstoff gelangt in den Fels</translation>
    </message>
    <message>
        <source>Published: carbon is lost at bedrock</source>
        <translation>Veröffentlicht: Kohlenstoff geht am Fels verloren</translation>
    </message>
    <message>
        <source>None: leave these layers out</source>
        <translation>Keine: solche Schichten weglassen</translation>
    </message>
    <message>
        <source>Exclude: leave them out</source>
        <translation>Weglassen</translation>
    </message>
    <message>
        <source>Shift: count depths from the top of the litter</source>
        <translation>Tiefen ab der Oberkante der Streu zählen</translation>
    </message>
    <message>
        <source>Nearest: the pixel at the profile</source>
        <translation>Nächstes: das Pixel am Profil</translation>
    </message>
    <message>
        <source>Bilinear: interpolated between pixels</source>
        <translation>Bilinear: zwischen Pixeln interpoliert</translation>
    </message>
    <message>
        <source>Bilinear: interpolated between cells</source>
        <translation>Bilinear: zwischen Zellen interpoliert</translation>
    </message>
    <message>
        <source>Nearest cell</source>
        <translation>Nächste Zelle</translation>
    </message>
    <message>
        <source>Auto: from the name of the field</source>
        <translation>Automatisch: aus dem Namen des Feldes</translation>
    </message>
    <message>
        <source>None: location is not used</source>
        <translation>Keine: die Lage wird nicht benutzt</translation>
    </message>
    <message>
        <source>Coordinates: longitude and latitude</source>
        <translation>Koordinaten: Länge und Breite</translation>
    </message>
    <message>
        <source>Spatial: sines and cosines</source>
        <translation>Räumlich: Sinus und Kosinus</translation>
    </message>
    <message>
        <source>Grid cell: as published</source>
        <translation>Gitterzelle: wie veröffentlicht</translation>
    </message>
    <message>
        <source>Recommended</source>
        <translation>Empfohlen</translation>
    </message>
    <message>
        <source>Paper: as the published BINN</source>
        <translation>Veröffentlichung: wie das veröffentlichte BINN</translation>
    </message>
    <message>
        <source>Neural network</source>
        <translation>Neuronales Netz</translation>
    </message>
    <message>
        <source>Fields: sums of smooth functions</source>
        <translation>Felder: Summen glatter Funktionen</translation>
    </message>
    <message>
        <source>Both: networks and fields together</source>
        <translation>Beide: Netze und Felder zusammen</translation>
    </message>
    <message>
        <source>Balanced: square root, logarithm and mean</source>
        <translation>Ausgewogen: Quadratwurzel, Logarithmus und Mittel</translation>
    </message>
    <message>
        <source>Square root of SOC</source>
        <translation>Quadratwurzel von SOC</translation>
    </message>
    <message>
        <source>Logarithm of SOC</source>
        <translation>Logarithmus von SOC</translation>
    </message>
    <message>
        <source>Absolute error, as published</source>
        <translation>Absoluter Fehler, wie veröffentlicht</translation>
    </message>
    <message>
        <source>Relative: an observation error of 60 %</source>
        <translation>Relativ: ein Beobachtungsfehler von 60 %</translation>
    </message>
    <message>
        <source>None: only the observed layers</source>
        <translation>Keine: nur die beobachteten Schichten</translation>
    </message>
    <message>
        <source>Learners: neural networks and boosted trees</source>
        <translation>Lehrmodelle: neuronale Netze und Gradient Boosting</translation>
    </message>
    <message>
        <source>Spatial blocks</source>
        <translation>Räumliche Blöcke</translation>
    </message>
    <message>
        <source>Random places</source>
        <translation>Zufällige Orte</translation>
    </message>
    <message>
        <source>Regions named in a field</source>
        <translation>Regionen, die ein Feld nennt</translation>
    </message>
    <message>
        <source>Smooth functions of the covariates</source>
        <translation>Glatte Funktionen der Kovariablen</translation>
    </message>
    <message>
        <source>Constant: the same value everywhere</source>
        <translation>Konstant: überall derselbe Wert</translation>
    </message>
    <message>
        <source>Raster: bands of a raster</source>
        <translation>Raster: Bänder eines Rasters</translation>
    </message>
    <message>
        <source>Table: columns of a table</source>
        <translation>Tabelle: Spalten einer Tabelle</translation>
    </message>
    <message>
        <source>Auto: all that the model has</source>
        <translation>Automatisch: alles, was das Modell hat</translation>
    </message>
    <message>
        <source>Dropout: passes of one network</source>
        <translation>Dropout: Durchgänge eines Netzes</translation>
    </message>
    <message>
        <source>Ensemble: differences between networks</source>
        <translation>Ensemble: Unterschiede zwischen Netzen</translation>
    </message>
    <message>
        <source>Both: passes of all networks</source>
        <translation>Beides: Durchgänge aller Netze</translation>
    </message>
    <message>
        <source>Mean SOC at the place</source>
        <translation>Mittlerer SOC am Ort</translation>
    </message>
    <message>
        <source>One new observation at the place</source>
        <translation>Eine neue Beobachtung am Ort</translation>
    </message>
    <message>
        <source>Refuse: stop with an error</source>
        <translation>Ablehnen: mit einem Fehler anhalten</translation>
    </message>
    <message>
        <source>No data: leave these pixels empty</source>
        <translation>Kein Wert: diese Pixel leer lassen</translation>
    </message>
    <message>
        <source>Plain GeoTIFF</source>
        <translation>Einfaches GeoTIFF</translation>
    </message>
    <message>
        <source>With overviews, for fast display</source>
        <translation>Mit Übersichten, für schnelle Anzeige</translation>
    </message>
    <message>
        <source>Cloud-optimised GeoTIFF (COG)</source>
        <translation>Cloudoptimiertes GeoTIFF (COG)</translation>
    </message>
    <message>
        <source>Published: as in PRODA</source>
        <translation>Veröffentlicht: wie in PRODA</translation>
    </message>
    <message>
        <source>Quantile random forest</source>
        <translation>Quantil-Random-Forest</translation>
    </message>
    <message>
        <source>Gradient boosting</source>
        <translation>Gradient Boosting</translation>
    </message>
    <message>
        <source>Auto: the fastest</source>
        <translation>Automatisch: der schnellste</translation>
    </message>
    <message>
        <source>NVIDIA GPU (CUDA)</source>
        <translation>NVIDIA-Grafikprozessor (CUDA)</translation>
    </message>
    <message>
        <source>Apple GPU (MPS)</source>
        <translation>Apple-Grafikprozessor (MPS)</translation>
    </message>
    <message>
        <source>Double precision, float64</source>
        <translation>Doppelte Genauigkeit, float64</translation>
    </message>
    <message>
        <source>Single precision, float32</source>
        <translation>Einfache Genauigkeit, float32</translation>
    </message>
    <message>
        <source>fraction from 0 to 1</source>
        <translation>Anteil von 0 bis 1</translation>
    </message>
    <message>
        <source>number of the CLM5 layer</source>
        <translation>Nummer der CLM5-Schicht</translation>
    </message>
    <message>
        <source>Choose an extent with a width and a height, or leave it empty.</source>
        <translation>Wählen Sie eine Ausdehnung mit Breite und Höhe, oder lassen Sie sie leer.</translation>
    </message>
    <message>
        <source>{label} ({name}): {value} reaches beyond the grid. QGIS reads xmin, xmax, ymin, ymax. Did you mean {exchanged}? Correct the order.</source>
        <translation>{label} ({name}): {value} reicht über das Gitter hinaus. QGIS liest xmin, xmax, ymin, ymax. Meinten Sie {exchanged}? Berichtigen Sie die Reihenfolge.</translation>
    </message>
    <message>
        <source>{label} ({name}) is empty.</source>
        <translation>{label} ({name}) ist leer.</translation>
    </message>
    <message>
        <source>Choose several files or a folder</source>
        <translation>Mehrere Dateien oder einen Ordner wählen</translation>
    </message>
    <message>
        <source>Several files…</source>
        <translation>Mehrere Dateien…</translation>
    </message>
    <message>
        <source>Folder…</source>
        <translation>Ordner…</translation>
    </message>
    <message>
        <source>Choose several files</source>
        <translation>Mehrere Dateien wählen</translation>
    </message>
    <message>
        <source>Choose a folder</source>
        <translation>Einen Ordner wählen</translation>
    </message>
    <message>
        <source>The engine of BINN is not set up yet, so this cannot run.</source>
        <translation>Der Rechenkern von BINN ist noch nicht eingerichtet; so läuft dies nicht.</translation>
    </message>
    <message>
        <source>Warp it (Raster &gt; Projections &gt; Warp), and use the warped raster instead.</source>
        <translation>Entzerren Sie sie (Raster &gt; Projektionen &gt; Transformieren) und benutzen Sie das entzerrte Raster.</translation>
    </message>
    <message>
        <source>Set the CRS (Layer &gt; Set CRS of Layer) and run again.</source>
        <translation>Setzen Sie das Bezugssystem (Layer &gt; KBS des Layers) und starten Sie noch einmal.</translation>
    </message>
    <message>
        <source>{label} ({name}) is missing. Set it, or set {another} instead.</source>
        <translation>{label} ({name}) fehlt. Geben Sie es an, oder stattdessen {another}.</translation>
    </message>
    <message>
        <source>The raster layer '{value}' cannot be read. Check that the file exists and is a raster that GDAL can read.</source>
        <translation>Die Rasterebene '{value}' kann nicht gelesen werden. Prüfen Sie, ob es die Datei gibt und ob sie ein Raster ist, das GDAL lesen kann.</translation>
    </message>
    <message>
        <source>The raster layer '{layer}' has ground control points, but is not on a georeferenced grid yet. {remedy}</source>
        <translation>Die Rasterebene '{layer}' hat Passpunkte, liegt aber noch nicht auf einem georeferenzierten Gitter. {remedy}</translation>
    </message>
    <message>
        <source>The raster layer '{layer}' has no coordinate reference system. {remedy}</source>
        <translation>Die Rasterebene '{layer}' hat kein Bezugssystem. {remedy}</translation>
    </message>
    <message>
        <source>The raster layer '{layer}' has no georeference, so it is not known where its pixels are. Add one (Raster &gt; Georeferencer, or a world file beside it), or choose another raster.</source>
        <translation>Die Rasterebene '{layer}' hat keine Georeferenzierung: Es ist nicht bekannt, wo ihre Pixel liegen. Fügen Sie eine hinzu (Raster &gt; Georeferenzierung, oder eine World-Datei daneben), oder wählen Sie ein anderes Raster.</translation>
    </message>
    <message>
        <source>The layer '{layer}' has no field '{name}', given as {parameter}. Its fields are: {known}.</source>
        <translation>Die Ebene '{layer}' hat kein Feld '{name}', angegeben als {parameter}. Ihre Felder sind: {known}.</translation>
    </message>
    <message>
        <source>The layer '{value}' given as {parameter} cannot be read. Check that it exists and is a vector layer or a table.</source>
        <translation>Die Ebene '{value}', angegeben als {parameter}, kann nicht gelesen werden. Prüfen Sie, ob es sie gibt und ob sie eine Vektorebene oder eine Tabelle ist.</translation>
    </message>
    <message>
        <source>The layer {name} given as {parameter} has no features. Check its filter and its selection, or choose another layer.</source>
        <translation>Die Ebene {name}, angegeben als {parameter}, hat keine Objekte. Prüfen Sie Filter und Auswahl, oder wählen Sie eine andere Ebene.</translation>
    </message>
    <message>
        <source>The layer {name} given as {parameter} has no coordinate reference system. {remedy}</source>
        <translation>Die Ebene {name}, angegeben als {parameter}, hat kein Bezugssystem. {remedy}</translation>
    </message>
    <message>
        <source>One of the layers given as {parameter} cannot be read: {value}. Check that all of them exist.</source>
        <translation>Eine der Ebenen, angegeben als {parameter}, kann nicht gelesen werden: {value}. Prüfen Sie, ob es alle gibt.</translation>
    </message>
    <message>
        <source>The layer '{layer}' given as {parameter} is not a raster. Choose a raster here, and give tables as COVARIATES_TABLE.</source>
        <translation>Die Ebene '{layer}', angegeben als {parameter}, ist kein Raster. Wählen Sie hier ein Raster, und geben Sie Tabellen als COVARIATES_TABLE an.</translation>
    </message>
    <message>
        <source>The layer '{layer}' given as {parameter} has no coordinate reference system. {remedy}</source>
        <translation>Die Ebene '{layer}', angegeben als {parameter}, hat kein Bezugssystem. {remedy}</translation>
    </message>
    <message>
        <source>{name} has parameters that do not exist: {unknown}. The parameters are {parameter_names}.</source>
        <translation>{name} enthält Parameter, die es nicht gibt: {unknown}. Die Parameter sind {parameter_names}.</translation>
    </message>
    <message>
        <source>Choose a file that 'Train BINN', 'Calibrate BINN' or 'PRODA: upscale' wrote.</source>
        <translation>Wählen Sie eine Datei, die 'BINN trainieren', 'BINN kalibrieren' oder 'PRODA: hochskalieren' geschrieben hat.</translation>
    </message>
    <message>
        <source>it is damaged, or not a safetensors file</source>
        <translation>sie ist beschädigt oder keine safetensors-Datei</translation>
    </message>
    <message>
        <source>it holds the tensors of another program</source>
        <translation>sie enthält die Tensoren eines anderen Programms</translation>
    </message>
    <message>
        <source>its name does not end with {suffix}</source>
        <translation>ihr Name endet nicht auf {suffix}</translation>
    </message>
    <message>
        <source>{label} ({name}): {path} is not a BINN model: {reason}. {remedy}</source>
        <translation>{label} ({name}): {path} ist kein Modell von BINN: {reason}. {remedy}</translation>
    </message>
    <message>
        <source>it cannot be read: {reason}</source>
        <translation>sie kann nicht gelesen werden: {reason}</translation>
    </message>
    <message>
        <source>{name}: the project shows {path} as {layers}. Remove these layers first, or choose another file name.</source>
        <translation>{name}: Das Projekt zeigt {path} als {layers}. Entfernen Sie zuerst diese Ebenen, oder wählen Sie einen anderen Dateinamen.</translation>
    </message>
    <message>
        <source>{name}: the folder {folder} does not exist. Create it, or choose another folder.</source>
        <translation>{name}: Den Ordner {folder} gibt es nicht. Legen Sie ihn an, oder wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
        <source>{name}: you cannot write to the folder {folder}. Choose another folder.</source>
        <translation>{name}: In den Ordner {folder} können Sie nicht schreiben. Wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
        <source>{name}: {path} is a folder. Give the name of a file.</source>
        <translation>{name}: {path} ist ein Ordner. Geben Sie den Namen einer Datei an.</translation>
    </message>
    <message>
        <source>{name}: you cannot write to {folder}. Choose another folder.</source>
        <translation>{name}: In {folder} können Sie nicht schreiben. Wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
        <source>{name}: the file name {value} does not end with {suffix}. BINN writes a {kind} here. Change the file name.</source>
        <translation>{name}: Der Dateiname {value} endet nicht mit {suffix}. BINN schreibt hier ein {kind}. Ändern Sie den Dateinamen.</translation>
    </message>
    <message>
        <source>{name}: the file name {path} does not end with {suffix}. Change the file name.</source>
        <translation>{name}: Der Dateiname {path} endet nicht mit {suffix}. Ändern Sie den Dateinamen.</translation>
    </message>
    <message>
        <source>{label} ({name}): the file {path} does not exist. Choose a file that exists.</source>
        <translation>{label} ({name}): Die Datei {path} gibt es nicht. Wählen Sie eine, die es gibt.</translation>
    </message>
    <message>
        <source>{label} ({name}): the folder {path} does not exist. Choose a folder that exists.</source>
        <translation>{label} ({name}): Den Ordner {path} gibt es nicht. Wählen Sie einen, den es gibt.</translation>
    </message>
    <message>
        <source>Write whole numbers separated by commas.</source>
        <translation>Schreiben Sie ganze Zahlen, durch Komma getrennt.</translation>
    </message>
    <message>
        <source>Write numbers separated by commas.</source>
        <translation>Schreiben Sie Zahlen, durch Komma getrennt.</translation>
    </message>
    <message>
        <source>{label} ({name}): {path} is a folder. Choose a file in it.</source>
        <translation>{label} ({name}): {path} ist ein Ordner. Wählen Sie eine Datei darin.</translation>
    </message>
    <message>
        <source>{label} ({name}): no file was found at {path}, in a folder of that name or by that pattern. Choose a file that exists.</source>
        <translation>{label} ({name}): Unter {path} wurde keine Datei gefunden, auch nicht in einem Ordner dieses Namens oder nach diesem Muster. Wählen Sie eine Datei, die es gibt.</translation>
    </message>
    <message>
        <source>{label} ({name}) is '{value}', which cannot be read.</source>
        <translation>{label} ({name}) ist '{value}' und kann nicht gelesen werden.</translation>
    </message>
    <message>
        <source>{name} in all zones: {value} Tg C.</source>
        <translation>{name} in allen Zonen: {value} Tg C.</translation>
    </message>
    <message>
        <source>{name} in all zones: {value} Tg C ({low} to {high}).</source>
        <translation>{name} in allen Zonen: {value} Tg C ({low} bis {high}).</translation>
    </message>
    <message>
        <source>Give either {model}, or a map that 'Predict maps' wrote: {maps}.</source>
        <translation>Geben Sie entweder {model} an oder eine Karte, die 'Karten vorhersagen' geschrieben hat: {maps}.</translation>
    </message>
    <message>
        <source>If you give a model, you must also give {missing}.</source>
        <translation>Wenn Sie ein Modell angeben, müssen Sie auch {missing} angeben.</translation>
    </message>
    <message>
        <source>Please report this.</source>
        <translation>Bitte melden Sie das.</translation>
    </message>
    <message>
        <source>Print</source>
        <translation>Drucken</translation>
    </message>
    <message>
        <source>done</source>
        <translation>fertig</translation>
    </message>
    <message>
        <source>Warnings of this run:</source>
        <translation>Warnungen dieses Laufs:</translation>
    </message>
    <message>
        <source>Made: {labels}.</source>
        <translation>Erstellt: {labels}.</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>Bericht</translation>
    </message>
    <message>
        <source>Panel</source>
        <translation>Panel</translation>
    </message>
    <message>
        <source>1 more warning is in the log.</source>
        <translation>Eine weitere Warnung steht im Protokoll.</translation>
    </message>
    <message>
        <source>{more} more warnings are in the log.</source>
        <translation>{more} weitere Warnungen stehen im Protokoll.</translation>
    </message>
    <message>
        <source>{more} more, above.</source>
        <translation>{more} weitere, oben.</translation>
    </message>
    <message>
        <source>The computer may not have enough memory. Use smaller tiles, fewer passes or a smaller extent, and close other programs.</source>
        <translation>Vielleicht hat der Rechner nicht genug Arbeitsspeicher. Nehmen Sie kleinere Kacheln, weniger Durchgänge oder eine kleinere Ausdehnung, und schließen Sie andere Programme.</translation>
    </message>
    <message>
        <source>The engine stopped without a result.</source>
        <translation>Der Rechenkern endete ohne Ergebnis.</translation>
    </message>
    <message>
        <source>Run 'Set up the engine' again.</source>
        <translation>Führen Sie 'Rechenkern einrichten' noch einmal aus.</translation>
    </message>
    <message>
        <source>Last lines of its log:</source>
        <translation>Letzte Zeilen seines Protokolls:</translation>
    </message>
    <message>
        <source>The operating system stopped the engine ({name}).</source>
        <translation>Das Betriebssystem hat den Rechenkern beendet ({name}).</translation>
    </message>
    <message>
        <source>The engine failed with exit status {status} and no message.</source>
        <translation>Der Rechenkern scheiterte mit Rückgabewert {status} und ohne Meldung.</translation>
    </message>
    <message>
        <source>The engine cannot be started: {python}: {reason}.</source>
        <translation>Der Rechenkern kann nicht gestartet werden: {python}: {reason}.</translation>
    </message>
    <message>
        <source>The BINN engine is not set up: there is no Python at {python}. Run the algorithm 'Set up the engine' (binn:setupengine) of the BINN provider, which creates it, or set the environment variable {variable} to a Python that has the engine's packages.</source>
        <translation>Der Rechenkern von BINN ist nicht eingerichtet: Unter {python} ist kein Python. Führen Sie den Algorithmus 'Rechenkern einrichten' (binn:setupengine) des Anbieters BINN aus, der es anlegt, oder setzen Sie die Umgebungsvariable {variable} auf ein Python, das die Pakete des Rechenkerns hat.</translation>
    </message>
    <message>
        <source>The set-up of the BINN engine in {folder} was not finished. Run 'Set up the engine' again with this folder to resume it.</source>
        <translation>Das Einrichten des Rechenkerns in {folder} wurde nicht beendet. Führen Sie 'Rechenkern einrichten' mit diesem Ordner noch einmal aus, um es fortzusetzen.</translation>
    </message>
    <message>
        <source>starting the engine</source>
        <translation>Rechenkern wird gestartet</translation>
    </message>
    <message>
        <source>{phase} ({elapsed}, about {remaining} left)</source>
        <translation>{phase} ({elapsed}, noch etwa {remaining})</translation>
    </message>
    <message>
        <source>{phase} ({elapsed})</source>
        <translation>{phase} ({elapsed})</translation>
    </message>
    <message>
        <source>Calibrated: {percent} % of the observations that were held out lie within their 90 % intervals.</source>
        <translation>Kalibriert: {percent} % der zurückgehaltenen Beobachtungen liegen in ihren 90-%-Intervallen.</translation>
    </message>
    <message>
        <source>The model needs covariates that no raster has: {names}. Add them in step 2.</source>
        <translation>Das Modell braucht Kovariablen, die kein Raster enthält: {names}. Fügen Sie sie in Schritt 2 hinzu.</translation>
    </message>
    <message>
        <source>Rows with the coordinates 0, 0: {count} of {rows}. Often the coordinates are missing: correct them, or leave them empty.</source>
        <translation>Zeilen mit den Koordinaten 0, 0: {count} von {rows}. Oft fehlen die Koordinaten: Berichtigen Sie sie, oder lassen Sie sie leer.</translation>
    </message>
    <message>
        <source>Rows whose longitude and latitude are probably exchanged: {count} of {rows}, such as x = {x}, y = {y}. Correct them in the table.</source>
        <translation>Zeilen, deren Länge und Breite wahrscheinlich vertauscht sind: {count} von {rows}, zum Beispiel x = {x}, y = {y}. Berichtigen Sie sie in der Tabelle.</translation>
    </message>
    <message>
        <source>These coordinates are not degrees: {wrong} of {count} places, such as x = {x}, y = {y}. Choose the CRS of the coordinate fields in step 1 or, for a layer of points, set its CRS.</source>
        <translation>Diese Koordinaten sind keine Grad: {wrong} von {count} Orten, zum Beispiel x = {x}, y = {y}. Wählen Sie in Schritt 1 das KBS der Koordinatenfelder oder setzen Sie, bei einer Punktebene, deren KBS.</translation>
    </message>
    <message>
        <source>Of these, {count} would lie on the rasters if longitude and latitude were exchanged: correct them in the table.</source>
        <translation>Davon lägen {count} auf den Rastern, wenn Länge und Breite vertauscht würden: Berichtigen Sie sie in der Tabelle.</translation>
    </message>
    <message>
        <source>The forcing does not reach {beyond} of {count} profiles. Such profiles are left out. Choose a forcing of this region.</source>
        <translation>Der Antrieb erreicht {beyond} von {count} Profilen nicht. Solche Profile werden weggelassen. Wählen Sie einen Antrieb für diese Gegend.</translation>
    </message>
    <message>
        <source>The forcing does not reach the rasters: {names}. Choose a forcing of this region.</source>
        <translation>Der Antrieb reicht nicht bis zu den Rastern: {names}. Wählen Sie einen Antrieb dieser Region.</translation>
    </message>
    <message>
        <source>Blocked test, at places without profiles nearby: efficiency (NSE) {own}, better than one depth curve for all places ({curve}).</source>
        <translation>Blocktest, an Orten ohne Profile in der Nähe: Effizienz (NSE) {own}, besser als eine einzige Tiefenkurve für alle Orte ({curve}).</translation>
    </message>
    <message>
        <source>Blocked test, at places without profiles nearby: efficiency (NSE) {own}, not better than one depth curve for all places ({curve}). Do not rely on the map. Read the report.</source>
        <translation>Blocktest, an Orten ohne Profile in der Nähe: Effizienz (NSE) {own}, nicht besser als eine einzige Tiefenkurve für alle Orte ({curve}). Verlassen Sie sich nicht auf die Karte. Lesen Sie den Bericht.</translation>
    </message>
    <message>
        <source>Neither the forcing nor the rasters reach {beyond} of {count} profiles. Such profiles are left out. Check their coordinates, and the CRS of the coordinate fields, in step 1.</source>
        <translation>Weder der Antrieb noch die Raster erreichen {beyond} von {count} Profilen. Solche Profile werden weggelassen. Prüfen Sie in Schritt 1 ihre Koordinaten und das KBS der Koordinatenfelder.</translation>
    </message>
    <message>
        <source>The area of this forcing cannot be read quickly. It is checked when the training starts.</source>
        <translation>Das Gebiet dieses Antriebs lässt sich nicht schnell lesen. Es wird geprüft, wenn das Training beginnt.</translation>
    </message>
    <message>
        <source>The forcing reaches the profiles and the rasters.</source>
        <translation>Der Antrieb deckt die Profile und die Raster ab.</translation>
    </message>
    <message>
        <source>Random test: efficiency (NSE) {own}; depth curve: {curve}.</source>
        <translation>Zufallstest: Effizienz (NSE) {own}; Tiefenkurve: {curve}.</translation>
    </message>
    <message>
        <source>Rows: {rows}. Profiles at different places: {count}.</source>
        <translation>Zeilen: {rows}. Profile an verschiedenen Orten: {count}.</translation>
    </message>
    <message>
        <source>These rasters do not overlap with the others: {names}. Check their CRS, or choose other rasters.</source>
        <translation>Diese Raster überlappen sich nicht mit den anderen: {names}. Prüfen Sie ihr Bezugssystem, oder wählen Sie andere Raster.</translation>
    </message>
    <message>
        <source>Several rasters have a covariate of the same name: {names}. Choose one of them.</source>
        <translation>Mehrere Raster haben eine Kovariable mit demselben Namen: {names}. Wählen Sie eines davon.</translation>
    </message>
    <message>
        <source>Rasters: {count}. They overlap and have a coordinate reference system.</source>
        <translation>Raster: {count}. Sie überlappen sich und haben ein Bezugssystem.</translation>
    </message>
    <message>
        <source>Rows: {rows}. Their places are known once the profiles are prepared.</source>
        <translation>Zeilen: {rows}. Ihre Orte sind bekannt, sobald die Profile aufbereitet sind.</translation>
    </message>
    <message>
        <source>Profiles outside all rasters: {beyond} of {count}. They are red on the map and are left out.</source>
        <translation>Profile außerhalb aller Raster: {beyond} von {count}. Sie sind auf der Karte rot und werden ausgelassen.</translation>
    </message>
    <message>
        <source>The raster '{name}' does not reach {missed} of the profiles.</source>
        <translation>Das Raster '{name}' reicht nicht bis zu {missed} der Profile.</translation>
    </message>
    <message>
        <source>BINN: new map</source>
        <translation>BINN: neue Karte</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Hilfe</translation>
    </message>
    <message>
        <source>Open the dialog of this algorithm with these choices, for all settings and for batch</source>
        <translation>Den Dialog dieses Algorithmus mit dieser Auswahl öffnen, für alle Einstellungen und für die Stapelverarbeitung</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Set up the engine…</source>
        <translation>Rechenkern einrichten…</translation>
    </message>
    <message>
        <source>The BINN engine is not set up yet. The steps need it.</source>
        <translation>Der Rechenkern von BINN ist noch nicht eingerichtet. Die Schritte brauchen ihn.</translation>
    </message>
    <message>
        <source>Save the project…</source>
        <translation>Projekt speichern…</translation>
    </message>
    <message>
        <source>Save the project, so that the guide keeps your choices and proposes names for the results.</source>
        <translation>Speichern Sie das Projekt, damit der Assistent Ihre Auswahl behält und Namen für die Ergebnisse vorschlägt.</translation>
    </message>
    <message>
        <source>For the next step: {missing}</source>
        <translation>Für den nächsten Schritt: {missing}</translation>
    </message>
    <message>
        <source>profile id</source>
        <translation>Profil-ID</translation>
    </message>
    <message>
        <source>longitude</source>
        <translation>Länge</translation>
    </message>
    <message>
        <source>latitude</source>
        <translation>Breite</translation>
    </message>
    <message>
        <source>top depth</source>
        <translation>obere Tiefe</translation>
    </message>
    <message>
        <source>bottom depth</source>
        <translation>untere Tiefe</translation>
    </message>
    <message>
        <source>mid depth</source>
        <translation>mittlere Tiefe</translation>
    </message>
    <message>
        <source>bulk density</source>
        <translation>Lagerungsdichte</translation>
    </message>
    <message>
        <source>The CLM5 soil carbon model needs its forcing: soil temperature, moisture and litter input through the year. Output of CLM5 is best. Without it, an approximation is built from climate normals.</source>
        <translation>Das Bodenkohlenstoffmodell CLM5 braucht seinen Antrieb: Bodentemperatur, Feuchte und Streueintrag im Jahreslauf. Am besten ist die Ausgabe von CLM5. Ohne sie wird aus Klimanormalwerten eine Näherung erstellt.</translation>
    </message>
    <message>
        <source>Build forcing</source>
        <translation>Antrieb erstellen</translation>
    </message>
    <message>
        <source>Choose the forcing.</source>
        <translation>Wählen Sie den Antrieb.</translation>
    </message>
    <message>
        <source>I have a forcing</source>
        <translation>Ich habe einen Antrieb</translation>
    </message>
    <message>
        <source>A NetCDF of CLM5, a folder of history files, or a table of sites</source>
        <translation>Eine NetCDF-Datei von CLM5, ein Ordner mit Verlaufsdateien oder eine Tabelle von Standorten</translation>
    </message>
    <message>
        <source>Build it from climate normals</source>
        <translation>Aus Klimanormalwerten erstellen</translation>
    </message>
    <message>
        <source>Build the forcing.</source>
        <translation>Erstellen Sie den Antrieb.</translation>
    </message>
    <message>
        <source>Reading the forcing…</source>
        <translation>Der Antrieb wird gelesen…</translation>
    </message>
    <message>
        <source>There is no file {path}. Choose the forcing.</source>
        <translation>Die Datei {path} gibt es nicht. Wählen Sie den Antrieb.</translation>
    </message>
    <message>
        <source>Choose the rasters: {names}.</source>
        <translation>Wählen Sie die Raster: {names}.</translation>
    </message>
    <message>
        <source>Only selected features of the layer were to be used, but none is selected now, so all are used. Select them again.</source>
        <translation>Nur ausgewählte Objekte des Layers sollten benutzt werden, aber jetzt ist keines ausgewählt, daher werden alle benutzt. Wählen Sie sie wieder aus.</translation>
    </message>
    <message>
        <source>Only the selected features of the layer are used: {count}.</source>
        <translation>Nur die ausgewählten Objekte des Layers werden benutzt: {count}.</translation>
    </message>
    <message>
        <source>Inputs of the map</source>
        <translation>Eingaben der Karte</translation>
    </message>
    <message>
        <source>Profiles</source>
        <translation>Profile</translation>
    </message>
    <message>
        <source>{path} cannot be read as a table or a vector layer. Choose another file.</source>
        <translation>{path} kann nicht als Tabelle oder Vektorebene gelesen werden. Wählen Sie eine andere Datei.</translation>
    </message>
    <message>
        <source>There is no file {path}. Choose the profiles again.</source>
        <translation>Es gibt keine Datei {path}. Wählen Sie die Profile noch einmal.</translation>
    </message>
    <message>
        <source>The layer '{name}' has no rows. Choose another one.</source>
        <translation>Die Ebene '{name}' hat keine Zeilen. Wählen Sie eine andere.</translation>
    </message>
    <message>
        <source>Outside all rasters: {count}</source>
        <translation>Außerhalb aller Raster: {count}</translation>
    </message>
    <message>
        <source>Maps</source>
        <translation>Karten</translation>
    </message>
    <message>
        <source>Maps soil carbon with its interval, the six processes and the 21 parameters. With polygons, such as counties, the total of each one is computed with its interval.</source>
        <translation>Kartiert den Bodenkohlenstoff mit seinem Intervall, die sechs Prozesse und die 21 Parameter. Mit Polygonen, zum Beispiel Landkreisen, wird für jedes die Summe mit ihrem Intervall berechnet.</translation>
    </message>
    <message>
        <source>Make the maps</source>
        <translation>Karten erstellen</translation>
    </message>
    <message>
        <source>Open the map report</source>
        <translation>Bericht der Karten öffnen</translation>
    </message>
    <message>
        <source>Make the maps and totals</source>
        <translation>Karten und Summen erstellen</translation>
    </message>
    <message>
        <source>Make the maps.</source>
        <translation>Erstellen Sie die Karten.</translation>
    </message>
    <message>
        <source>Train the model in step 4.</source>
        <translation>Trainieren Sie das Modell in Schritt 4.</translation>
    </message>
    <message>
        <source>Choose the covariate rasters in step 2.</source>
        <translation>Wählen Sie die Kovariablenraster in Schritt 2.</translation>
    </message>
    <message>
        <source>Totals (optional)</source>
        <translation>Summen (optional)</translation>
    </message>
    <message>
        <source>Choose the soil profiles: a layer of the project or a file, such as a CSV with one row per soil layer. Fields are recognised by their names; choose those that are not.</source>
        <translation>Wählen Sie die Bodenprofile: eine Ebene des Projekts oder eine Datei, zum Beispiel eine CSV mit einer Zeile je Bodenschicht. Felder werden an ihren Namen erkannt; wählen Sie die übrigen aus.</translation>
    </message>
    <message>
        <source>Prepare profiles</source>
        <translation>Profile aufbereiten</translation>
    </message>
    <message>
        <source>Save the project, or choose a folder for the results in step 1.</source>
        <translation>Speichern Sie das Projekt, oder wählen Sie in Schritt 1 einen Ordner für die Ergebnisse.</translation>
    </message>
    <message>
        <source>Folder of the results</source>
        <translation>Ordner der Ergebnisse</translation>
    </message>
    <message>
        <source>Choose the profiles.</source>
        <translation>Wählen Sie die Profile.</translation>
    </message>
    <message>
        <source>Prepare the profiles.</source>
        <translation>Bereiten Sie die Profile auf.</translation>
    </message>
    <message>
        <source>You cannot write to the folder {folder}. Choose another folder for the results in step 1.</source>
        <translation>Sie können nicht in den Ordner {folder} schreiben. Wählen Sie in Schritt 1 einen anderen Ordner für die Ergebnisse.</translation>
    </message>
    <message>
        <source>Reading the profiles…</source>
        <translation>Die Profile werden gelesen…</translation>
    </message>
    <message>
        <source>These are clean layers already: preparing them again is not needed.</source>
        <translation>Das sind bereits saubere Schichten: Sie müssen nicht noch einmal aufbereitet werden.</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Cancelling…</source>
        <translation>Wird abgebrochen…</translation>
    </message>
    <message>
        <source>Done.</source>
        <translation>Fertig.</translation>
    </message>
    <message>
        <source>Cancelled.</source>
        <translation>Abgebrochen.</translation>
    </message>
    <message>
        <source>The run failed without a message. Read the log.</source>
        <translation>Der Lauf ist ohne Meldung fehlgeschlagen. Lesen Sie das Protokoll.</translation>
    </message>
    <message>
        <source>4 networks with teacher models, up to 100 epochs, trained again on all profiles</source>
        <translation>4 Netze mit Lehrermodellen, bis zu 100 Epochen, noch einmal mit allen Profilen trainiert</translation>
    </message>
    <message>
        <source>Quick look</source>
        <translation>Schneller Blick</translation>
    </message>
    <message>
        <source>1 network, 25 epochs</source>
        <translation>1 Netz, 25 Epochen</translation>
    </message>
    <message>
        <source>about {count} h</source>
        <translation>etwa {count} h</translation>
    </message>
    <message>
        <source>about {count} s</source>
        <translation>etwa {count} s</translation>
    </message>
    <message>
        <source>about {count} min</source>
        <translation>etwa {count} min</translation>
    </message>
    <message>
        <source>Rasters</source>
        <translation>Raster</translation>
    </message>
    <message>
        <source>Choose the covariate rasters: maps of climate, relief, vegetation and soil. They may differ in CRS and resolution. The map gets the grid of the first one.</source>
        <translation>Wählen Sie die Kovariablenraster: Karten von Klima, Relief, Vegetation und Boden. Bezugssystem und Auflösung dürfen verschieden sein. Die Karte erhält das Gitter des ersten Rasters.</translation>
    </message>
    <message>
        <source>Rasters (*.tif *.tiff *.vrt *.nc *.img *.asc);;All files (*)</source>
        <translation>Raster (*.tif *.tiff *.vrt *.nc *.img *.asc);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Choose the covariate rasters.</source>
        <translation>Wählen Sie die Kovariablenraster.</translation>
    </message>
    <message>
        <source>Some rasters cannot be found. Add them again, or untick them.</source>
        <translation>Einige Raster wurden nicht gefunden. Fügen Sie sie wieder hinzu, oder nehmen Sie den Haken weg.</translation>
    </message>
    <message>
        <source>Add files…</source>
        <translation>Dateien hinzufügen…</translation>
    </message>
    <message>
        <source>Tick all</source>
        <translation>Alle ankreuzen</translation>
    </message>
    <message>
        <source>Correct these rasters, or untick them: {names}.</source>
        <translation>Berichtigen Sie diese Raster, oder nehmen Sie den Haken weg: {names}.</translation>
    </message>
    <message>
        <source>{path} cannot be read as a raster. Check that the file exists, or choose another file.</source>
        <translation>{path} kann nicht als Raster gelesen werden. Prüfen Sie, ob die Datei existiert, oder wählen Sie eine andere.</translation>
    </message>
    <message>
        <source>Fields: {used}.</source>
        <translation>Felder: {used}.</translation>
    </message>
    <message>
        <source>Fields of the layout {database}: {used}.</source>
        <translation>Felder der Tabellenform {database}: {used}.</translation>
    </message>
    <message>
        <source>No field was recognised for: {roles}. Choose these fields.</source>
        <translation>Kein Feld wurde erkannt für: {roles}. Wählen Sie diese Felder.</translation>
    </message>
    <message>
        <source>SOC by depth {names}</source>
        <translation>SOC nach Tiefe {names}</translation>
    </message>
    <message>
        <source>Some results could not be added to the project.</source>
        <translation>Einige Ergebnisse konnten dem Projekt nicht hinzugefügt werden.</translation>
    </message>
    <message>
        <source>Reading the profiles</source>
        <translation>Profile lesen</translation>
    </message>
    <message>
        <source>Reading the forcing</source>
        <translation>Antrieb lesen</translation>
    </message>
    <message>
        <source>Off: after the test, the model is trained again on all profiles, which gives the best map. On: another model, such as PRODA's, can later be compared with it on profiles that neither has seen.</source>
        <translation>Aus: Nach dem Test wird das Modell noch einmal mit allen Profilen trainiert, was die beste Karte gibt. An: Ein anderes Modell, etwa das von PRODA, kann später an Profilen mit ihm verglichen werden, die keines von beiden kennt.</translation>
    </message>
    <message>
        <source>Optional: trains a calibrated model, whose intervals contain as many observations as they should. Without it, they are too narrow.</source>
        <translation>Freiwillig: trainiert ein kalibriertes Modell, dessen Intervalle so viele Beobachtungen enthalten, wie sie sollen. Ohne das sind sie zu schmal.</translation>
    </message>
    <message>
        <source>A neural network learns to predict the parameters of the CLM5 soil carbon model. Some profiles are kept back to test it. Read its report before you make a map.</source>
        <translation>Ein neuronales Netz lernt, die Parameter des Bodenkohlenstoffmodells CLM5 vorherzusagen. Ein Teil der Profile wird zurückgehalten, um es zu testen. Lesen Sie seinen Bericht, bevor Sie eine Karte erstellen.</translation>
    </message>
    <message>
        <source>Train the model</source>
        <translation>Modell trainieren</translation>
    </message>
    <message>
        <source>Settings of the training</source>
        <translation>Einstellungen des Trainings</translation>
    </message>
    <message>
        <source>Keep the test profiles apart</source>
        <translation>Testprofile getrennt halten</translation>
    </message>
    <message>
        <source>Open the training report</source>
        <translation>Bericht des Trainings öffnen</translation>
    </message>
    <message>
        <source>Train the model.</source>
        <translation>Trainieren Sie das Modell.</translation>
    </message>
    <message>
        <source>Prepare the profiles in step 1.</source>
        <translation>Bereiten Sie die Profile in Schritt 1 auf.</translation>
    </message>
    <message>
        <source>Choose the forcing in step 3.</source>
        <translation>Wählen Sie den Antrieb in Schritt 3.</translation>
    </message>
    <message>
        <source>Calibrate ({duration})</source>
        <translation>Kalibrieren ({duration})</translation>
    </message>
    <message>
        <source>{lower} to {upper}</source>
        <translation>{lower} bis {upper}</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Symbol</source>
        <translation>Zeichen</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>Einheit</translation>
    </message>
    <message>
        <source>Meaning</source>
        <translation>Bedeutung</translation>
    </message>
    <message>
        <source>Glossary</source>
        <translation>Glossar</translation>
    </message>
    <message>
        <source>Inputs and settings</source>
        <translation>Eingaben und Einstellungen</translation>
    </message>
    <message>
        <source>Outputs</source>
        <translation>Ausgaben</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>Beschriftung</translation>
    </message>
    <message>
        <source>optional</source>
        <translation>optional</translation>
    </message>
    <message>
        <source>advanced</source>
        <translation>erweitert</translation>
    </message>
    <message>
        <source>The six processes</source>
        <translation>Die sechs Prozesse</translation>
    </message>
    <message>
        <source>The 21 parameters</source>
        <translation>Die 21 Parameter</translation>
    </message>
    <message>
        <source>The maps</source>
        <translation>Die Karten</translation>
    </message>
    <message>
        <source>Bounds</source>
        <translation>Grenzen</translation>
    </message>
    <message>
        <source>CLM5 default</source>
        <translation>Vorgabe von CLM5</translation>
    </message>
    <message>
        <source>default: {value}</source>
        <translation>Vorgabe: {value}</translation>
    </message>
    <message>
        <source>choices: {list}</source>
        <translation>Auswahl: {list}</translation>
    </message>
    <message>
        <source>No difference is mapped for these, because both models have the same values everywhere: {names}.</source>
        <translation>Für diese wird kein Unterschied kartiert, weil beide Modelle überall dieselben Werte haben: {names}.</translation>
    </message>
    <message>
        <source>The maps of the two models are equal everywhere, so there is no map of their difference.</source>
        <translation>Die Karten der beiden Modelle sind überall gleich, daher gibt es keine Karte ihrer Differenz.</translation>
    </message>
    <message>
        <source>{second} minus {first}. {meaning}.</source>
        <translation>{second} minus {first}. {meaning}.</translation>
    </message>
    <message>
        <source>BINN {second} minus {first}</source>
        <translation>BINN {second} minus {first}</translation>
    </message>
    <message>
        <source>{name}: difference</source>
        <translation>{name}: Differenz</translation>
    </message>
    <message>
        <source>Change the limits of the colours: this map, or comparable between maps</source>
        <translation>Grenzen der Farben wechseln: diese Karte, oder vergleichbar zwischen Karten</translation>
    </message>
    <message>
        <source>The metadata {path} cannot be written: {reason}.</source>
        <translation>Die Metadaten {path} können nicht geschrieben werden: {reason}.</translation>
    </message>
    <message>
        <source>a temporary file, not kept</source>
        <translation>eine temporäre Datei, nicht aufbewahrt</translation>
    </message>
    <message>
        <source>temporary results</source>
        <translation>temporäre Ergebnisse</translation>
    </message>
    <message>
        <source>quantile forest</source>
        <translation>Quantil-Random-Forest</translation>
    </message>
    <message>
        <source>gradient boosting</source>
        <translation>Gradient Boosting</translation>
    </message>
    <message>
        <source>Choose a folder that you can write to.</source>
        <translation>Wählen Sie einen Ordner, in den Sie schreiben können.</translation>
    </message>
    <message>
        <source>Save it as a GeoPackage and use that.</source>
        <translation>Speichern Sie sie als GeoPackage, und benutzen Sie das.</translation>
    </message>
    <message>
        <source>Check that the file exists and is a raster that GDAL can read.</source>
        <translation>Prüfen Sie, ob es die Datei gibt und ob sie ein Raster ist, das GDAL lesen kann.</translation>
    </message>
    <message>
        <source>Save it as a GeoTIFF of raw data (Export &gt; Save As) and use that.</source>
        <translation>Speichern Sie sie als GeoTIFF mit Rohdaten (Export &gt; Speichern als), und benutzen Sie das.</translation>
    </message>
    <message>
        <source>Save it as a GeoTIFF and use that.</source>
        <translation>Speichern Sie sie als GeoTIFF, und benutzen Sie das.</translation>
    </message>
    <message>
        <source>The layer '{layer}' cannot be exported for the engine: {reason}.</source>
        <translation>Die Ebene '{layer}' kann nicht für den Rechenkern ausgegeben werden: {reason}.</translation>
    </message>
    <message>
        <source>The raster layer {name} cannot be read.</source>
        <translation>Die Rasterebene {name} kann nicht gelesen werden.</translation>
    </message>
    <message>
        <source>The raster layer {name} is not a file on this computer but comes from '{provider}'.</source>
        <translation>Die Rasterebene {name} ist keine Datei auf diesem Rechner, sondern kommt von '{provider}'.</translation>
    </message>
    <message>
        <source>The raster layer '{layer}' cannot be given its CRS and nodata values for the engine.</source>
        <translation>Der Rasterebene '{layer}' können für den Rechenkern weder Bezugssystem noch Leerwerte gegeben werden.</translation>
    </message>
    <message>
        <source>The raster layer '{layer}' cannot be exported for the engine.</source>
        <translation>Die Rasterebene '{layer}' kann nicht für den Rechenkern ausgegeben werden.</translation>
    </message>
    <message>
        <source>some field names differ only in upper and lower case: {name}</source>
        <translation>einige Feldnamen unterscheiden sich nur in Groß- und Kleinschreibung: {name}</translation>
    </message>
    <message>
        <source>The style {path} cannot be written: {reason}.</source>
        <translation>Der Stil {path} kann nicht geschrieben werden: {reason}.</translation>
    </message>
    <message>
        <source>no data</source>
        <translation>kein Wert</translation>
    </message>
    <message>
        <source>SOC: uncertainty (sd)</source>
        <translation>SOC: Unsicherheit (sd)</translation>
    </message>
    <message>
        <source>SOC: quantiles</source>
        <translation>SOC: Quantile</translation>
    </message>
    <message>
        <source>SOC: uncertainty (%)</source>
        <translation>SOC: Unsicherheit (%)</translation>
    </message>
    <message>
        <source>SOC: above thresholds</source>
        <translation>SOC: über Schwellen</translation>
    </message>
    <message>
        <source>Processes: uncertainty (sd)</source>
        <translation>Prozesse: Unsicherheit (sd)</translation>
    </message>
    <message>
        <source>Processes: uncertainty (%)</source>
        <translation>Prozesse: Unsicherheit (%)</translation>
    </message>
    <message>
        <source>Parameters: uncertainty (sd)</source>
        <translation>Parameter: Unsicherheit (sd)</translation>
    </message>
    <message>
        <source>Parameters: uncertainty (%)</source>
        <translation>Parameter: Unsicherheit (%)</translation>
    </message>
    <message>
        <source>Ages of soil carbon: uncertainty (sd)</source>
        <translation>Alter des Bodenkohlenstoffs: Unsicherheit (sd)</translation>
    </message>
    <message>
        <source>Change of SOC 0-100 cm</source>
        <translation>Änderung des SOC 0-100 cm</translation>
    </message>
    <message>
        <source>Change of SOC 0-30 cm</source>
        <translation>Änderung des SOC 0-30 cm</translation>
    </message>
    <message>
        <source>Change of SOC 0-100 cm: lower limit</source>
        <translation>Änderung des SOC 0-100 cm: untere Grenze</translation>
    </message>
    <message>
        <source>Change of SOC 0-100 cm: upper limit</source>
        <translation>Änderung des SOC 0-100 cm: obere Grenze</translation>
    </message>
    <message>
        <source>Change of SOC 0-30 cm: lower limit</source>
        <translation>Änderung des SOC 0-30 cm: untere Grenze</translation>
    </message>
    <message>
        <source>Change of SOC 0-30 cm: upper limit</source>
        <translation>Änderung des SOC 0-30 cm: obere Grenze</translation>
    </message>
    <message>
        <source>Change of SOC 0-100 cm: difference between networks</source>
        <translation>Änderung des SOC 0-100 cm: Unterschied zwischen den Netzen</translation>
    </message>
    <message>
        <source>Change of SOC 0-30 cm: difference between networks</source>
        <translation>Änderung des SOC 0-30 cm: Unterschied zwischen den Netzen</translation>
    </message>
    <message>
        <source>standard deviation</source>
        <translation>Standardabweichung</translation>
    </message>
    <message>
        <source>coefficient of variation</source>
        <translation>Variationskoeffizient</translation>
    </message>
    <message>
        <source>Dissimilarity to the training profiles</source>
        <translation>Unähnlichkeit zu den Trainingsprofilen</translation>
    </message>
    <message>
        <source>Out of range of the training profiles</source>
        <translation>Außerhalb des Bereichs der Trainingsprofile</translation>
    </message>
    <message>
        <source>Inside the model's domain</source>
        <translation>Innerhalb des Gültigkeitsbereichs des Modells</translation>
    </message>
    <message>
        <source>{name}, {percent} % quantile</source>
        <translation>{name}, {percent}-%-Quantil</translation>
    </message>
    <message>
        <source>From the prior, not from data</source>
        <translation>Aus der A-priori-Annahme, nicht aus Daten</translation>
    </message>
    <message>
        <source>Change of soil carbon</source>
        <translation>Änderung des Bodenkohlenstoffs</translation>
    </message>
    <message>
        <source>Uncertainty</source>
        <translation>Unsicherheit</translation>
    </message>
    <message>
        <source>Zone</source>
        <translation>Zone</translation>
    </message>
    <message>
        <source>SOC stocks</source>
        <translation>SOC-Vorräte</translation>
    </message>
    <message>
        <source>SOC densities</source>
        <translation>SOC-Dichten</translation>
    </message>
    <message>
        <source>{name} by zone</source>
        <translation>{name} nach Zonen</translation>
    </message>
    <message>
        <source>{low} to {high}</source>
        <translation>{low} bis {high}</translation>
    </message>
    <message>
        <source>New map…</source>
        <translation>Neue Karte…</translation>
    </message>
    <message>
        <source>Try BINN</source>
        <translation>BINN ausprobieren</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>Läufe</translation>
    </message>
    <message>
        <source>Copy diagnostics</source>
        <translation>Diagnose kopieren</translation>
    </message>
    <message>
        <source>Documentation</source>
        <translation>Dokumentation</translation>
    </message>
    <message>
        <source>Making an example landscape, a small model and its maps. This takes about half a minute.</source>
        <translation>Eine Beispiellandschaft, ein kleines Modell und seine Karten werden berechnet. Das dauert etwa eine halbe Minute.</translation>
    </message>
    <message>
        <source>Collecting information about the engine…</source>
        <translation>Angaben zum Rechenkern werden gesammelt…</translation>
    </message>
    <message>
        <source>Diagnostics copied. Paste them into the bug report.</source>
        <translation>Diagnose kopiert. Fügen Sie sie in die Fehlermeldung ein.</translation>
    </message>
    <message>
        <source>BINN diagnostics</source>
        <translation>BINN-Diagnose</translation>
    </message>
    <message>
        <source>Click</source>
        <translation>Klicken</translation>
    </message>
    <message>
        <source>Show the place that you click on the map</source>
        <translation>Den Ort zeigen, auf den Sie in der Karte klicken</translation>
    </message>
    <message>
        <source>Follow</source>
        <translation>Folgen</translation>
    </message>
    <message>
        <source>Follow the cursor over the map</source>
        <translation>Dem Zeiger auf der Karte folgen</translation>
    </message>
    <message>
        <source>Pin</source>
        <translation>Merken</translation>
    </message>
    <message>
        <source>Keep this place, to compare other places with it</source>
        <translation>Diesen Ort behalten, um andere Orte mit ihm zu vergleichen</translation>
    </message>
    <message>
        <source>Copy as CSV</source>
        <translation>Als CSV kopieren</translation>
    </message>
    <message>
        <source>Copy the numbers as a table</source>
        <translation>Die Zahlen als Tabelle kopieren</translation>
    </message>
    <message>
        <source>Copy as picture</source>
        <translation>Als Bild kopieren</translation>
    </message>
    <message>
        <source>Copy the plots as a picture</source>
        <translation>Die Diagramme als Bild kopieren</translation>
    </message>
    <message>
        <source>Save as CSV…</source>
        <translation>Als CSV speichern…</translation>
    </message>
    <message>
        <source>Save as picture…</source>
        <translation>Als Bild speichern…</translation>
    </message>
    <message>
        <source>Open a folder of maps…</source>
        <translation>Ordner mit Karten öffnen…</translation>
    </message>
    <message>
        <source>Read rasters that are not in the project</source>
        <translation>Raster lesen, die nicht im Projekt sind</translation>
    </message>
    <message>
        <source>Add a map that fades where it is uncertain</source>
        <translation>Eine Karte hinzufügen, die verblasst, wo sie unsicher ist</translation>
    </message>
    <message>
        <source>Shows value and uncertainty together, at the depth of the map</source>
        <translation>Zeigt Wert und Unsicherheit zusammen, in der Tiefe der Karte</translation>
    </message>
    <message>
        <source>Comparable colours</source>
        <translation>Vergleichbare Farben</translation>
    </message>
    <message>
        <source>Colour the maps of this run between limits that are the same for all maps, or between their own limits</source>
        <translation>Die Karten dieses Laufs zwischen Grenzen einfärben, die für alle Karten gleich sind, oder zwischen ihren eigenen Grenzen</translation>
    </message>
    <message>
        <source>Run whose maps are shown</source>
        <translation>Lauf, dessen Karten gezeigt werden</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Lauf</translation>
    </message>
    <message>
        <source>The guide from soil profiles to maps</source>
        <translation>Der Assistent von Bodenprofilen zu Karten</translation>
    </message>
    <message>
        <source>Processes, compared with all values on the map</source>
        <translation>Prozesse, verglichen mit allen Werten der Karte</translation>
    </message>
    <message>
        <source>Parameters, within their ranges</source>
        <translation>Parameter in ihren Bereichen</translation>
    </message>
    <message>
        <source>Depth of the map</source>
        <translation>Tiefe der Karte</translation>
    </message>
    <message>
        <source>Depth of soil carbon that the map shows</source>
        <translation>Tiefe des Bodenkohlenstoffs, die die Karte zeigt</translation>
    </message>
    <message>
        <source>A layer of observed profiles, written by "Prepare SOC profiles"</source>
        <translation>Eine Ebene beobachteter Profile, geschrieben von "SOC-Profile aufbereiten"</translation>
    </message>
    <message>
        <source>Observed profiles</source>
        <translation>Beobachtete Profile</translation>
    </message>
    <message>
        <source>Observed profiles within this distance are shown</source>
        <translation>Beobachtete Profile innerhalb dieser Entfernung werden gezeigt</translation>
    </message>
    <message>
        <source>Radius of observed profiles</source>
        <translation>Umkreis beobachteter Profile</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Mehr</translation>
    </message>
    <message>
        <source>Map</source>
        <translation>Karte</translation>
    </message>
    <message>
        <source>Observed</source>
        <translation>Beobachtet</translation>
    </message>
    <message>
        <source>Choose a place on the map</source>
        <translation>Wählen Sie einen Ort auf der Karte</translation>
    </message>
    <message>
        <source>SOC density ({unit})</source>
        <translation>SOC-Dichte ({unit})</translation>
    </message>
    <message>
        <source>mean dashed</source>
        <translation>Mittel gestrichelt</translation>
    </message>
    <message>
        <source>pinned place</source>
        <translation>gemerkter Ort</translation>
    </message>
    <message>
        <source>○ observed profiles: {count}</source>
        <translation>○ beobachtete Profile: {count}</translation>
    </message>
    <message>
        <source>BINN: distribution of the values of {run}</source>
        <translation>BINN: Verteilung der Werte von {run}</translation>
    </message>
    <message>
        <source>Soil carbon at a place</source>
        <translation>Bodenkohlenstoff an einem Ort</translation>
    </message>
    <message>
        <source>Depth profile, processes and parameters from BINN's maps under the cursor</source>
        <translation>Tiefenprofil, Prozesse und Parameter aus den Karten von BINN unter dem Zeiger</translation>
    </message>
    <message>
        <source>Run "Predict maps" again, and choose its standard deviation or coefficient of variation.</source>
        <translation>Starten Sie "Karten vorhersagen" noch einmal, und wählen Sie die Standardabweichung oder den Variationskoeffizienten.</translation>
    </message>
    <message>
        <source>Move it, or rename it.</source>
        <translation>Verschieben Sie sie, oder benennen Sie sie um.</translation>
    </message>
    <message>
        <source>Copy the maps to a folder that you can write to.</source>
        <translation>Kopieren Sie die Karten in einen Ordner, in den Sie schreiben können.</translation>
    </message>
    <message>
        <source>{name}, fading with its uncertainty from {low} to {high}</source>
        <translation>{name}, verblassend mit der Unsicherheit von {low} bis {high}</translation>
    </message>
    <message>
        <source>The run {title} has no map of its uncertainty ({product}).</source>
        <translation>Der Lauf {title} hat keine Karte seiner Unsicherheit ({product}).</translation>
    </message>
    <message>
        <source>The file {path} was not written by BINN, so it is not replaced.</source>
        <translation>Die Datei {path} wurde nicht von BINN geschrieben und wird daher nicht ersetzt.</translation>
    </message>
    <message>
        <source>The raster {path} cannot be written: {reason}.</source>
        <translation>Das Raster {path} kann nicht geschrieben werden: {reason}.</translation>
    </message>
    <message>
        <source>BINN: reading {layer}</source>
        <translation>BINN: lese {layer}</translation>
    </message>
    <message>
        <source>{0} has no fields for depth and carbon density. Run "Prepare SOC profiles" on it first.</source>
        <translation>{0} hat keine Felder für Tiefe und Kohlenstoffdichte. Starten Sie zuerst "SOC-Profile aufbereiten" damit.</translation>
    </message>
    <message>
        <source>{0} has no soil layer with coordinates, depth and density.</source>
        <translation>{0} hat keine Bodenschicht mit Koordinaten, Tiefe und Dichte.</translation>
    </message>
    <message>
        <source>BINN: soil carbon at a place</source>
        <translation>BINN: Bodenkohlenstoff an einem Ort</translation>
    </message>
    <message>
        <source>mean</source>
        <translation>Mittel</translation>
    </message>
    <message>
        <source>interval of the change</source>
        <translation>Intervall der Änderung</translation>
    </message>
    <message>
        <source>median</source>
        <translation>Median</translation>
    </message>
    <message>
        <source>90 % of a normal distribution</source>
        <translation>90 % einer Normalverteilung</translation>
    </message>
    <message>
        <source>Here</source>
        <translation>Hier</translation>
    </message>
    <message>
        <source>Pinned</source>
        <translation>Gemerkt</translation>
    </message>
    <message>
        <source>Higher than on {share:.0f} % of the map</source>
        <translation>Höher als auf {share:.0f} % der Karte</translation>
    </message>
    <message>
        <source>Based on: {evidence}</source>
        <translation>Beruht auf: {evidence}</translation>
    </message>
    <message>
        <source>From {lower} to {upper} {unit}</source>
        <translation>Von {lower} bis {upper} {unit}</translation>
    </message>
    <message>
        <source>Save as CSV</source>
        <translation>Als CSV speichern</translation>
    </message>
    <message>
        <source>Save as picture</source>
        <translation>Als Bild speichern</translation>
    </message>
    <message>
        <source>Open a folder of maps</source>
        <translation>Ordner mit Karten öffnen</translation>
    </message>
    <message>
        <source>{0} cannot be written. Choose another folder.</source>
        <translation>{0} kann nicht geschrieben werden. Wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
        <source>{0} contains no raster that was written by BINN. Choose another folder.</source>
        <translation>{0} enthält kein Raster, das BINN geschrieben hat. Wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
        <source>{0} cannot be written: {1}. Choose another folder.</source>
        <translation>{0} kann nicht geschrieben werden: {1}. Wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
        <source>Outside the model's domain: do not trust these values. Dissimilarity {0}, out of range {1}; the limit is 1.</source>
        <translation>Außerhalb des Gültigkeitsbereichs des Modells: Trauen Sie diesen Werten nicht. Unähnlichkeit {0}, außerhalb des Wertebereichs {1}; die Grenze ist 1.</translation>
    </message>
    <message>
        <source>The project has no BINN maps. Run "Predict maps", or add rasters that it wrote, or open a folder of maps.</source>
        <translation>Das Projekt hat keine Karten von BINN. Starten Sie "Karten vorhersagen", oder fügen Sie Raster hinzu, die es geschrieben hat, oder öffnen Sie einen Ordner mit Karten.</translation>
    </message>
    <message>
        <source>Click on the map, or move the cursor over it with Follow.</source>
        <translation>Klicken Sie auf die Karte, oder bewegen Sie mit Folgen den Zeiger darüber.</translation>
    </message>
    <message>
        <source>This place cannot be converted to the coordinate reference system of the maps.</source>
        <translation>Dieser Ort lässt sich nicht in das Bezugssystem der Karten umrechnen.</translation>
    </message>
    <message>
        <source>{0}: the maps have no value here.</source>
        <translation>{0}: Die Karten haben hier keinen Wert.</translation>
    </message>
    <message>
        <source>Soil carbon by year</source>
        <translation>Bodenkohlenstoff nach Jahren</translation>
    </message>
    <message>
        <source>The maps have no value here.</source>
        <translation>Die Karten haben hier keinen Wert.</translation>
    </message>
    <message>
        <source>{name} ({unit})</source>
        <translation>{name} ({unit})</translation>
    </message>
    <message>
        <source>Assumed: litter input times {litter}, soil warmer by {warming} K, soil water scalar times {water}.</source>
        <translation>Angenommen: Streueintrag mal {litter}, Boden um {warming} K wärmer, Bodenwasserskalar mal {water}.</translation>
    </message>
    <message>
        <source>Change of soil organic carbon</source>
        <translation>Änderung des organischen Bodenkohlenstoffs</translation>
    </message>
    <message>
        <source>The change is assumed, and was read from files.</source>
        <translation>Die Änderung ist angenommen und wurde aus Dateien gelesen.</translation>
    </message>
    <message>
        <source>Limits of the change: {kind}.</source>
        <translation>Grenzen der Änderung: {kind}.</translation>
    </message>
    <message>
        <source>Change since {year}.</source>
        <translation>Änderung seit {year}.</translation>
    </message>
    <message>
        <source>BINN, with the CLM5 soil carbon model. Maps are estimated, not observed.</source>
        <translation>BINN mit dem Bodenkohlenstoffmodell von CLM5. Die Karten sind geschätzt, nicht beobachtet.</translation>
    </message>
    <message>
        <source>Model: {name}.</source>
        <translation>Modell: {name}.</translation>
    </message>
    <message>
        <source>Printed on {date}.</source>
        <translation>Gedruckt am {date}.</translation>
    </message>
    <message>
        <source>The page {path} cannot be written.</source>
        <translation>Die Seite {path} kann nicht geschrieben werden.</translation>
    </message>
    <message>
        <source>Folder for the pages</source>
        <translation>Ordner für die Seiten</translation>
    </message>
    <message>
        <source>Open this page in the layout designer</source>
        <translation>Diese Seite in der Layoutgestaltung öffnen</translation>
    </message>
    <message>
        <source>Save all pages as {kind}…</source>
        <translation>Alle Seiten als {kind} speichern…</translation>
    </message>
    <message>
        <source>Pages saved in {folder}: {names}.</source>
        <translation>Seiten gespeichert in {folder}: {names}.</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Änderung</translation>
    </message>
    <message>
        <source>Differences</source>
        <translation>Differenzen</translation>
    </message>
    <message>
        <source>Soil organic carbon</source>
        <translation>Organischer Bodenkohlenstoff</translation>
    </message>
    <message>
        <source>The processes that govern soil carbon</source>
        <translation>Die Prozesse, die den Bodenkohlenstoff bestimmen</translation>
    </message>
    <message>
        <source>Differences between the two models</source>
        <translation>Differenzen der beiden Modelle</translation>
    </message>
    <message>
        <source>Soil organic carbon and its interval</source>
        <translation>Organischer Bodenkohlenstoff und sein Intervall</translation>
    </message>
    <message>
        <source>Uncertainty of soil organic carbon</source>
        <translation>Unsicherheit des organischen Bodenkohlenstoffs</translation>
    </message>
    <message>
        <source>Choose a raster of the six processes.</source>
        <translation>Wählen Sie ein Raster der sechs Prozesse.</translation>
    </message>
    <message>
        <source>Soil organic carbon and its standard deviation</source>
        <translation>Organischer Bodenkohlenstoff und seine Standardabweichung</translation>
    </message>
    <message>
        <source>Differences: {what}</source>
        <translation>Differenzen: {what}</translation>
    </message>
    <message>
        <source>The raster {raster} has no band {name}, which the page of the processes needs.</source>
        <translation>Das Raster {raster} hat kein Band {name}, das die Seite der Prozesse braucht.</translation>
    </message>
    <message>
        <source>Choose a raster that BINN wrote.</source>
        <translation>Wählen Sie ein Raster, das BINN geschrieben hat.</translation>
    </message>
    <message>
        <source>The raster {path} has no map that can be printed.</source>
        <translation>Das Raster {path} enthält keine Karte, die gedruckt werden kann.</translation>
    </message>
    <message>
        <source>Colours: mean of every zone. Labels: its name and its total.</source>
        <translation>Farben: Mittel jeder Zone. Beschriftung: ihr Name und ihre Summe.</translation>
    </message>
    <message>
        <source>Soil carbon by zone</source>
        <translation>Bodenkohlenstoff nach Zonen</translation>
    </message>
    <message>
        <source>All zones together:</source>
        <translation>Alle Zonen zusammen:</translation>
    </message>
    <message>
        <source>Largest stocks, with their intervals:</source>
        <translation>Größte Vorräte, mit ihren Intervallen:</translation>
    </message>
    <message>
        <source>Largest stocks:</source>
        <translation>Größte Vorräte:</translation>
    </message>
    <message>
        <source>Their stocks are those of the mapped part</source>
        <translation>Ihre Vorräte sind die des kartierten Teils</translation>
    </message>
    <message>
        <source>Choose a layer of zones.</source>
        <translation>Wählen Sie eine Ebene mit Zonen.</translation>
    </message>
    <message>
        <source>Zones that are only partly mapped: {count}</source>
        <translation>Nur zum Teil kartierte Zonen: {count}</translation>
    </message>
    <message>
        <source>(smallest part: {name}, {percent} %).</source>
        <translation>(kleinster Teil: {name}, {percent} %).</translation>
    </message>
    <message>
        <source>The layer {path} has no zones with soil carbon.</source>
        <translation>Die Ebene {path} enthält keine Zonen mit Bodenkohlenstoff.</translation>
    </message>
    <message>
        <source>Intervals: {uncertainty}.</source>
        <translation>Intervalle: {uncertainty}.</translation>
    </message>
    <message>
        <source>In brackets: interval of {percent} %</source>
        <translation>In Klammern: Intervall von {percent} %</translation>
    </message>
    <message>
        <source>Choose a run, or two runs (Ctrl) to compare them.</source>
        <translation>Wählen Sie einen Lauf, oder zwei Läufe (Strg), um sie zu vergleichen.</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>BINN: runs</source>
        <translation>BINN: Läufe</translation>
    </message>
    <message>
        <source>Command line</source>
        <translation>Befehlszeile</translation>
    </message>
    <message>
        <source>Show differences only</source>
        <translation>Nur Unterschiede zeigen</translation>
    </message>
    <message>
        <source>There are no runs yet. A run appears here when it has ended. You can also add a folder that contains records of runs (NAME.KIND.run.json).</source>
        <translation>Es gibt noch keine Läufe. Ein Lauf erscheint hier, wenn er beendet ist. Sie können auch einen Ordner hinzufügen, der Protokolle von Läufen enthält (NAME.KIND.run.json).</translation>
    </message>
    <message>
        <source>Folder that contains records of runs</source>
        <translation>Ordner, der Protokolle von Läufen enthält</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>Beginn</translation>
    </message>
    <message>
        <source>Algorithm</source>
        <translation>Algorithmus</translation>
    </message>
    <message>
        <source>Seconds</source>
        <translation>Sekunden</translation>
    </message>
    <message>
        <source>Add folder…</source>
        <translation>Ordner hinzufügen…</translation>
    </message>
    <message>
        <source>Open maps</source>
        <translation>Karten öffnen</translation>
    </message>
    <message>
        <source>Open report</source>
        <translation>Bericht öffnen</translation>
    </message>
    <message>
        <source>Run again…</source>
        <translation>Noch einmal…</translation>
    </message>
    <message>
        <source>Copy command line</source>
        <translation>Befehlszeile kopieren</translation>
    </message>
    <message>
        <source>{count} runs side by side. Differences are bold.</source>
        <translation>{count} Läufe nebeneinander. Unterschiede sind fett.</translation>
    </message>
    <message>
        <source>Computed on {device}, in {seconds:.0f} s.</source>
        <translation>Berechnet auf {device}, in {seconds:.0f} s.</translation>
    </message>
    <message>
        <source>an unknown device</source>
        <translation>einem unbekannten Gerät</translation>
    </message>
    <message>
        <source>Files that no longer exist: {gone}.</source>
        <translation>Dateien, die es nicht mehr gibt: {gone}.</translation>
    </message>
    <message>
        <source>Files that no longer exist, so the parameters are left empty: {gone}.</source>
        <translation>Dateien, die es nicht mehr gibt; ihre Parameter bleiben leer: {gone}.</translation>
    </message>
    <message>
        <source>Warning: {text}</source>
        <translation>Warnung: {text}</translation>
    </message>
    <message>
        <source>record</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>Choose a NAME.KIND.run.json file that BINN wrote.</source>
        <translation>Wählen Sie eine Datei NAME.KIND.run.json, die BINN geschrieben hat.</translation>
    </message>
    <message>
        <source>The file {path} is not the record of a run: {error}.</source>
        <translation>Die Datei {path} ist nicht das Protokoll eines Laufs: {error}.</translation>
    </message>
    <message>
        <source>SOC (gC/m³)</source>
        <translation>SOC (gC/m³)</translation>
    </message>
    <message>
        <source>log SOC</source>
        <translation>log SOC</translation>
    </message>
    <message>
        <source>RMSE</source>
        <translation>RMSE</translation>
    </message>
    <message>
        <source>R²</source>
        <translation>R²</translation>
    </message>
    <message>
        <source>Number of layers</source>
        <translation>Anzahl der Schichten</translation>
    </message>
    <message>
        <source>Fraction outside the range of training</source>
        <translation>Anteil außerhalb des Bereichs des Trainings</translation>
    </message>
    <message>
        <source>Fraction of profiles with converged chains</source>
        <translation>Anteil der Profile mit konvergierten Ketten</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>ja</translation>
    </message>
    <message>
        <source>no</source>
        <translation>nein</translation>
    </message>
    <message>
        <source>{needed:.0f} GB needed, {free:.1f} GB free</source>
        <translation>{needed:.0f} GB nötig, {free:.1f} GB frei</translation>
    </message>
    <message>
        <source>BINN runs in its own Python environment (PyTorch, rasterio and others). Nothing is installed into QGIS's Python. QGIS's proxy is used, and certificates are always checked.</source>
        <translation>BINN rechnet in einer eigenen Python-Umgebung (PyTorch, rasterio und andere). In das Python von QGIS wird nichts installiert. Der Proxy von QGIS wird benutzt, und Zertifikate werden immer geprüft.</translation>
    </message>
    <message>
        <source>Create an environment from the package index (recommended)</source>
        <translation>Eine Umgebung aus dem Paketindex anlegen (empfohlen)</translation>
    </message>
    <message>
        <source>Use a Python that already has the engine's packages</source>
        <translation>Ein Python benutzen, das die Pakete des Rechenkerns schon hat</translation>
    </message>
    <message>
        <source>Create an environment from a folder of wheels, without a network</source>
        <translation>Eine Umgebung aus einem Ordner mit Wheels anlegen, ohne Netz</translation>
    </message>
    <message>
        <source>BINN: set up the engine</source>
        <translation>BINN: Rechenkern einrichten</translation>
    </message>
    <message>
        <source>the processor (about 2 GB)</source>
        <translation>den Prozessor (etwa 2 GB)</translation>
    </message>
    <message>
        <source>Choose the program file of a Python, such as .../bin/python or ...\python.exe.</source>
        <translation>Wählen Sie die Programmdatei eines Pythons, etwa .../bin/python oder ...\python.exe.</translation>
    </message>
    <message>
        <source>Choose the folder that contains the wheels.</source>
        <translation>Wählen Sie den Ordner, der die Wheels enthält.</translation>
    </message>
    <message>
        <source>There is not enough disk space. Free some space or choose another folder.</source>
        <translation>Es ist nicht genug Platz auf dem Datenträger. Schaffen Sie Platz, oder wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
        <source>Set up the BINN engine</source>
        <translation>BINN-Rechenkern einrichten</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>PyTorch for</source>
        <translation>PyTorch für</translation>
    </message>
    <message>
        <source>Wheels</source>
        <translation>Wheels</translation>
    </message>
    <message>
        <source>Set up</source>
        <translation>Einrichten</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>The engine is not set up yet.</source>
        <translation>Der Rechenkern ist noch nicht eingerichtet.</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>{driver} (about 8 GB)</source>
        <translation>{driver} (etwa 8 GB)</translation>
    </message>
    <message>
        <source>The engine is set up: {python}</source>
        <translation>Der Rechenkern ist eingerichtet: {python}</translation>
    </message>
    <message>
        <source>Disk space: {told}.</source>
        <translation>Speicherplatz: {told}.</translation>
    </message>
    <message>
        <source>The engine's Python is {python}.</source>
        <translation>Das Python des Rechenkerns ist {python}.</translation>
    </message>
    <message>
        <source>An earlier set-up in this folder was stopped. It will be resumed.</source>
        <translation>Ein früheres Einrichten in diesem Ordner wurde unterbrochen. Es wird fortgesetzt.</translation>
    </message>
    <message>
        <source>Every line of the last program is in {path}.</source>
        <translation>Jede Zeile des letzten Programms steht in {path}.</translation>
    </message>
    <message>
        <source>a package is missing</source>
        <translation>ein Paket fehlt</translation>
    </message>
    <message>
        <source>Check that the index, or the folder of wheels, has the packages for this operating system and this Python. An index that needs a password looks empty without it. If you use your own Python, it needs all packages listed in binn_engine/requirements.txt.</source>
        <translation>Prüfen Sie, ob der Index oder der Wheel-Ordner die Pakete für dieses Betriebssystem und dieses Python hat. Ein Index, der ein Passwort braucht, sieht ohne es leer aus. Wenn Sie ein eigenes Python benutzen, braucht es alle Pakete, die binn_engine/requirements.txt aufzählt.</translation>
    </message>
    <message>
        <source>the reason is not known</source>
        <translation>der Grund ist nicht bekannt</translation>
    </message>
    <message>
        <source>Read the lines above, and report them ('Copy diagnostics' in the menu BINN).</source>
        <translation>Lesen Sie die Zeilen darüber und melden Sie sie ('Diagnose kopieren' im Menü BINN).</translation>
    </message>
    <message>
        <source>the proxy refused the connection or cannot be reached</source>
        <translation>der Proxy hat die Verbindung abgelehnt oder ist nicht erreichbar</translation>
    </message>
    <message>
        <source>Check QGIS's proxy (Settings, Options, Network): host, port, user and password. pip supports HTTP proxies only. Then run again.</source>
        <translation>Prüfen Sie den Proxy von QGIS (Einstellungen, Optionen, Netzwerk): Rechner, Port, Benutzer und Passwort. pip unterstützt nur HTTP-Proxys. Dann noch einmal starten.</translation>
    </message>
    <message>
        <source>this computer does not accept the server's certificate</source>
        <translation>dieser Rechner nimmt das Zertifikat des Servers nicht an</translation>
    </message>
    <message>
        <source>If your network inspects encrypted traffic, add its certificate to the certificate store of the system, or set the variable PIP_CERT to the certificate file. Certificates are always checked.</source>
        <translation>Wenn Ihr Netz verschlüsselten Verkehr prüft, nehmen Sie dessen Zertifikat in den Zertifikatspeicher des Systems auf, oder setzen Sie die Variable PIP_CERT auf die Zertifikatdatei. Zertifikate werden immer geprüft.</translation>
    </message>
    <message>
        <source>the disk is full</source>
        <translation>der Datenträger ist voll</translation>
    </message>
    <message>
        <source>Free some space, or choose a folder on another disk.</source>
        <translation>Schaffen Sie Platz, oder wählen Sie einen Ordner auf einem anderen Datenträger.</translation>
    </message>
    <message>
        <source>a file or folder cannot be written</source>
        <translation>eine Datei oder ein Ordner kann nicht geschrieben werden</translation>
    </message>
    <message>
        <source>Choose a folder that you can write to. If a virus scanner or another security program blocks the folder, ask your administrator to allow it.</source>
        <translation>Wählen Sie einen Ordner, in den Sie schreiben können. Wenn ein Virenscanner oder ein anderes Sicherheitsprogramm den Ordner sperrt, lassen Sie ihn von Ihrem Administrator freigeben.</translation>
    </message>
    <message>
        <source>a system library that PyTorch needs is missing or too old</source>
        <translation>eine Systembibliothek, die PyTorch braucht, fehlt oder ist zu alt</translation>
    </message>
    <message>
        <source>Windows: install the Microsoft Visual C++ Redistributable (x64). Linux: update the system; it needs glibc 2.28 or later. A processor without AVX is too old.</source>
        <translation>Windows: Installieren Sie Microsoft Visual C++ Redistributable (x64). Linux: Aktualisieren Sie das System; nötig ist glibc 2.28 oder neuer. Ein Prozessor ohne AVX ist zu alt.</translation>
    </message>
    <message>
        <source>the engine cannot use this Python</source>
        <translation>dieses Python kann der Rechenkern nicht benutzen</translation>
    </message>
    <message>
        <source>Install a 64-bit Python from 3.11 to 3.14 (Debian, Ubuntu: apt install python3-venv; else python.org), and run again.</source>
        <translation>Installieren Sie ein 64-Bit-Python von 3.11 bis 3.14 (Debian, Ubuntu: apt install python3-venv; sonst python.org), und starten Sie noch einmal.</translation>
    </message>
    <message>
        <source>the package index cannot be reached</source>
        <translation>der Paketindex ist nicht erreichbar</translation>
    </message>
    <message>
        <source>Check the connection, the firewall and QGIS's proxy (Settings, Options, Network), and run again: what was downloaded is kept. Without a network, install from a folder of wheels.</source>
        <translation>Prüfen Sie Verbindung, Firewall und den Proxy von QGIS (Einstellungen, Optionen, Netzwerk), und starten Sie noch einmal: Was heruntergeladen wurde, bleibt. Ohne Netz installieren Sie aus einem Ordner mit Wheels.</translation>
    </message>
    <message>
        <source>Could not {what}: {happened} (exit status {status}).
{tail}</source>
        <translation>Nicht gelungen: {what}: {happened} (Rückgabewert {status}).
{tail}</translation>
    </message>
    <message>
        <source>Could not {what}: {said}</source>
        <translation>Nicht gelungen: {what}: {said}</translation>
    </message>
    <message>
        <source>NVIDIA graphics card</source>
        <translation>NVIDIA-Grafikkarte</translation>
    </message>
    <message>
        <source>or choose the processor (cpu).</source>
        <translation>oder wählen Sie den Prozessor (cpu).</translation>
    </message>
    <message>
        <source>What was installed is kept. Run the set-up again with the same folder to resume it, or delete the folder.</source>
        <translation>Was installiert wurde, bleibt. Starten Sie das Einrichten mit demselben Ordner noch einmal, um es fortzusetzen, oder löschen Sie den Ordner.</translation>
    </message>
    <message>
        <source>create the environment</source>
        <translation>Umgebung anlegen</translation>
    </message>
    <message>
        <source>the other packages</source>
        <translation>die anderen Pakete</translation>
    </message>
    <message>
        <source>You chose CUDA, but no NVIDIA driver was found.</source>
        <translation>Sie haben CUDA gewählt, aber es wurde kein NVIDIA-Treiber gefunden.</translation>
    </message>
    <message>
        <source>Free some space or choose another FOLDER.</source>
        <translation>Schaffen Sie Platz, oder wählen Sie einen anderen Ordner (FOLDER).</translation>
    </message>
    <message>
        <source>PyTorch for {driver}: {build}</source>
        <translation>PyTorch für {driver}: {build}</translation>
    </message>
    <message>
        <source>Choose an empty or a new folder for the environment.</source>
        <translation>Wählen Sie einen leeren oder neuen Ordner für die Umgebung.</translation>
    </message>
    <message>
        <source>The environment in {folder} works.</source>
        <translation>Die Umgebung in {folder} funktioniert.</translation>
    </message>
    <message>
        <source>Resuming the set-up in {folder}</source>
        <translation>Setze das Einrichten in {folder} fort</translation>
    </message>
    <message>
        <source>Creating an environment in {folder} with {base}</source>
        <translation>Lege eine Umgebung in {folder} an, mit {base}</translation>
    </message>
    <message>
        <source>Install the driver, {remedy}</source>
        <translation>Installieren Sie den Treiber, {remedy}</translation>
    </message>
    <message>
        <source>The driver is too old: {driver}.</source>
        <translation>Der Treiber ist zu alt: {driver}.</translation>
    </message>
    <message>
        <source>Update it to CUDA 12.6 or newer, {remedy}</source>
        <translation>Aktualisieren Sie ihn auf CUDA 12.6 oder neuer, {remedy}</translation>
    </message>
    <message>
        <source>The disk does not have enough space for {folder}: {room}.</source>
        <translation>Auf dem Datenträger ist nicht genug Platz für {folder}: {room}.</translation>
    </message>
    <message>
        <source>Installing {name}</source>
        <translation>Installiere {name}</translation>
    </message>
    <message>
        <source>install {name}</source>
        <translation>{name} installieren</translation>
    </message>
    <message>
        <source>The folder {folder} is not empty.</source>
        <translation>Der Ordner {folder} ist nicht leer.</translation>
    </message>
    <message>
        <source>create the folder {folder}</source>
        <translation>Ordner {folder} anlegen</translation>
    </message>
    <message>
        <source>write to {folder}</source>
        <translation>in {folder} schreiben</translation>
    </message>
    <message>
        <source>{python} is Python {version}, which is too old for the engine: it needs 3.11 or newer.</source>
        <translation>{python} ist Python {version} und damit zu alt für den Rechenkern: Er braucht 3.11 oder neuer.</translation>
    </message>
    <message>
        <source>No Python 3.11 or newer that can create virtual environments was found.</source>
        <translation>Es wurde kein Python 3.11 oder neuer gefunden, das virtuelle Umgebungen anlegen kann.</translation>
    </message>
    <message>
        <source>Install one (Debian, Ubuntu: apt install python3-venv; else python.org), or choose a Python that has the engine's packages.</source>
        <translation>Installieren Sie eines (Debian, Ubuntu: apt install python3-venv; sonst python.org), oder wählen Sie ein Python, das die Pakete des Rechenkerns hat.</translation>
    </message>
    <message>
        <source>{python} does not run as a Python program: {error}.</source>
        <translation>{python} läuft nicht als Python-Programm: {error}.</translation>
    </message>
    <message>
        <source>{python} is a 32-bit Python.</source>
        <translation>{python} ist ein 32-Bit-Python.</translation>
    </message>
    <message>
        <source>no message</source>
        <translation>keine Meldung</translation>
    </message>
    <message>
        <source>Checking that the engine works: a forward and a backward pass through the soil carbon model</source>
        <translation>Prüfung, ob der Rechenkern arbeitet: einmal vorwärts und rückwärts durch das Bodenkohlenstoffmodell</translation>
    </message>
    <message>
        <source>run the engine</source>
        <translation>Rechenkern starten</translation>
    </message>
    <message>
        <source>Create a new environment with 'Set up the engine', or report this problem.</source>
        <translation>Legen Sie mit 'Rechenkern einrichten' eine neue Umgebung an, oder melden Sie dieses Problem.</translation>
    </message>
    <message>
        <source>Choose another Python, or choose to create an environment.</source>
        <translation>Wählen Sie ein anderes Python, oder lassen Sie eine Umgebung anlegen.</translation>
    </message>
    <message>
        <source>The engine in {python} did not pass its check.</source>
        <translation>Der Rechenkern in {python} hat seine Prüfung nicht bestanden.</translation>
    </message>
    <message>
        <source>There is no Python at {python}.</source>
        <translation>Unter {python} ist kein Python.</translation>
    </message>
    <message>
        <source>You chose CUDA, but the engine does not compute on the graphics card. The line above gives the reason.</source>
        <translation>Sie haben CUDA gewählt, aber der Rechenkern rechnet nicht auf der Grafikkarte. Die Zeile darüber nennt den Grund.</translation>
    </message>
    <message>
        <source>The engine works, on {device}: {reason}.</source>
        <translation>Der Rechenkern funktioniert, auf {device}: {reason}.</translation>
    </message>
    <message>
        <source>The environment in {folder} does not work: {message}</source>
        <translation>Die Umgebung in {folder} funktioniert nicht: {message}</translation>
    </message>
</context>
</TS>
