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
        <source>Writes a synthetic landscape with known truth to learn with.</source>
        <translation>Schreibt eine künstliche Landschaft mit bekannter Wahrheit zum Lernen.</translation>
    </message>
    <message>
        <source>Writes a synthetic landscape whose parameters, processes and soil organic carbon are known: SOC profiles as points, covariate rasters on two grids and coordinate reference systems, one of them with classes, CLM5 forcing, and the truth to compare maps with.

Use it to learn the way from profiles to maps: 'Train BINN', then 'Map with BINN'.</source>
        <translation>Schreibt eine künstliche Landschaft, deren Parameter, Prozesse und organischer Bodenkohlenstoff (SOC) bekannt sind: SOC-Profile als Punkte, Kovariablen als Raster auf zwei Gittern und in zwei Bezugssystemen, eine davon mit Klassen, CLM5-Antrieb und die Wahrheit, mit der sich Karten vergleichen lassen.

Damit lässt sich der Weg von Profilen zu Karten lernen: 'BINN trainieren', dann 'Mit BINN kartieren'.</translation>
    </message>
    <message>
        <source>Profiles</source>
        <translation>Profile</translation>
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
        <source>Seed</source>
        <translation>Startwert</translation>
    </message>
    <message>
        <source>Seed of every random draw.</source>
        <translation>Startwert aller Zufallszahlen.</translation>
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
        <source>Folder for the example's files; made where absent.</source>
        <translation>Ordner für die Dateien des Beispiels; wird angelegt, wenn er fehlt.</translation>
    </message>
    <message>
        <source>Build forcing from climate normals</source>
        <translation>Antrieb aus Klimamitteln bilden</translation>
    </message>
    <message>
        <source>Builds an approximate CLM5 forcing from climate normals, for use where no CLM5 output is at hand.</source>
        <translation>Bildet einen genäherten CLM5-Antrieb aus Klimamitteln, wo keine Ausgabe von CLM5 vorliegt.</translation>
    </message>
    <message>
        <source>Builds what drives the CLM5 soil carbon model from monthly normals of air temperature and precipitation, net primary production and soil texture.

TSOI, soil temperature: heat conduction from the air through snow into a soil that freezes. W_SCALAR, the moisture scalar: a daily water balance and CLM5's water retention, with little liquid water in frozen soil. ALTMAX, thaw depth: from the soil temperature. CWD_INPUT and LITR1_INPUT to LITR3_INPUT, litter: net primary production, shared out as CLM5 does. nbedrock: the layer that bedrock lies in; give the depth to bedrock if you can, it matters most. O_SCALAR and FPI_vr, the oxygen and nitrogen scalars: constant.

The result is an approximation and says so; output of CLM5 itself is better. Cells take the mean of the rasters, which may have any CRS and resolution; cells without a value of every raster are left out.</source>
        <translation>Bildet, was das Bodenkohlenstoffmodell von CLM5 antreibt, aus Monatsmitteln von Lufttemperatur und Niederschlag, aus Nettoprimärproduktion und Bodenart.

TSOI, Bodentemperatur: Wärmeleitung aus der Luft durch Schnee in einen Boden, der gefriert. W_SCALAR, Feuchtefaktor: tägliche Wasserbilanz und Wasserspannung wie in CLM5, mit wenig flüssigem Wasser in gefrorenem Boden. ALTMAX, Auftautiefe: aus der Bodentemperatur. CWD_INPUT und LITR1_INPUT bis LITR3_INPUT, Streu: Nettoprimärproduktion, verteilt wie in CLM5. nbedrock: die Schicht, in der der Fels liegt; geben Sie die Tiefe des Felses an, wenn Sie können, sie zählt am meisten. O_SCALAR und FPI_vr, Sauerstoff- und Stickstofffaktor: konstant.

Das Ergebnis ist eine Näherung und sagt das auch; eine Ausgabe von CLM5 selbst ist besser. Zellen nehmen das Mittel der Raster, deren Bezugssystem und Auflösung beliebig sind; Zellen ohne Wert in jedem Raster bleiben weg.</translation>
    </message>
    <message>
        <source>Monthly air temperature</source>
        <translation>Monatliche Lufttemperatur</translation>
    </message>
    <message>
        <source>Monthly mean air temperature: a raster of twelve bands, January first.</source>
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
        <source>Monthly precipitation, rain and snow together: a raster of twelve bands, January first.</source>
        <translation>Monatlicher Niederschlag, Regen und Schnee zusammen: ein Raster mit zwölf Bändern, Januar zuerst.</translation>
    </message>
    <message>
        <source>Unit of precipitation</source>
        <translation>Einheit des Niederschlags</translation>
    </message>
    <message>
        <source>Unit of precipitation; mm/s is kg per m2 and second.</source>
        <translation>Einheit des Niederschlags; mm/s sind kg je m2 und Sekunde.</translation>
    </message>
    <message>
        <source>Net primary production</source>
        <translation>Nettoprimärproduktion</translation>
    </message>
    <message>
        <source>Net primary production: a raster of one band, or of twelve months, whose mean counts.</source>
        <translation>Nettoprimärproduktion: ein Raster mit einem Band oder mit zwölf Monaten, deren Mittel zählt.</translation>
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
        <source>Sand content of the soil: a raster of one band, or with a band called sand.</source>
        <translation>Sandgehalt des Bodens: ein Raster mit einem Band oder mit einem Band namens sand.</translation>
    </message>
    <message>
        <source>Clay content</source>
        <translation>Tongehalt</translation>
    </message>
    <message>
        <source>Clay content of the soil: a raster of one band, or with a band called clay.</source>
        <translation>Tongehalt des Bodens: ein Raster mit einem Band oder mit einem Band namens clay.</translation>
    </message>
    <message>
        <source>Unit of sand and clay</source>
        <translation>Einheit von Sand und Ton</translation>
    </message>
    <message>
        <source>Unit of sand and clay; 1 is a share.</source>
        <translation>Einheit von Sand und Ton; 1 ist ein Anteil.</translation>
    </message>
    <message>
        <source>Depth to bedrock</source>
        <translation>Tiefe des Felses</translation>
    </message>
    <message>
        <source>Depth to bedrock: a raster of one band, or of twelve months, whose mean counts; empty: bedrock lies below 8.6 m everywhere.</source>
        <translation>Tiefe des Felses: ein Raster mit einem Band oder mit zwölf Monaten, deren Mittel zählt; leer: der Fels liegt überall unter 8,6 m.</translation>
    </message>
    <message>
        <source>Unit of the depth to bedrock</source>
        <translation>Einheit der Felstiefe</translation>
    </message>
    <message>
        <source>Unit of the depth to bedrock; layer is CLM5's nbedrock, the last soil layer above it.</source>
        <translation>Einheit der Felstiefe; layer ist nbedrock von CLM5, die letzte Bodenschicht darüber.</translation>
    </message>
    <message>
        <source>Tree cover (%)</source>
        <translation>Baumbedeckung (%)</translation>
    </message>
    <message>
        <source>Tree cover in %: a raster of one band; empty: 55 %.</source>
        <translation>Baumbedeckung in %: ein Raster mit einem Band; leer: 55 %.</translation>
    </message>
    <message>
        <source>Monthly snow on the ground (mm water)</source>
        <translation>Monatlicher Schnee am Boden (mm Wasser)</translation>
    </message>
    <message>
        <source>Monthly mean water equivalent of snow on the ground in mm: a raster of twelve bands; empty: from temperature and precipitation.</source>
        <translation>Monatsmittel des Wasseräquivalents der Schneedecke in mm: ein Raster mit zwölf Bändern; leer: aus Temperatur und Niederschlag.</translation>
    </message>
    <message>
        <source>Grid of the forcing's cells</source>
        <translation>Gitter der Antriebszellen</translation>
    </message>
    <message>
        <source>Raster whose pixels are the cells of the forcing; empty: that of the air temperature.</source>
        <translation>Raster, dessen Pixel die Zellen des Antriebs sind; leer: das der Lufttemperatur.</translation>
    </message>
    <message>
        <source>Window to build</source>
        <translation>Ausschnitt</translation>
    </message>
    <message>
        <source>Window to build, in the grid's CRS: xmin, ymin, xmax, ymax; empty: the whole grid.</source>
        <translation>Ausschnitt im Bezugssystem des Gitters: xmin, ymin, xmax, ymax; leer: das ganze Gitter.</translation>
    </message>
    <message>
        <source>Forcing</source>
        <translation>Antrieb</translation>
    </message>
    <message>
        <source>NetCDF of CLM5 forcing to write.</source>
        <translation>NetCDF mit CLM5-Antrieb, die geschrieben wird.</translation>
    </message>
    <message>
        <source>Prepare SOC profiles</source>
        <translation>SOC-Profile aufbereiten</translation>
    </message>
    <message>
        <source>Makes soil profiles of any layout and unit clean, and accounts for every row.</source>
        <translation>Macht Bodenprofile jeder Form und Einheit sauber und legt über jede Zeile Rechenschaft ab.</translation>
    </message>
    <message>
        <source>Reads profiles of soil organic carbon (SOC) as databases and people record them, and writes one clean layer that every other BINN algorithm reads without naming a field: one point per soil layer, with its top and bottom depth, SOC in gC/m3, the relative error that an estimated bulk density brings, and quality flags.

Layouts of WoSIS, NCSS/KSSL, ISCN, LUCAS and ISRIC are recognised by their field names; for others name the fields. Layers may be features of their own, or fields of one feature per profile (soc_0_30, soc_30_60). SOC may be a density, a content, a stock of the layer, or organic matter. Bulk densities that were not measured can be filled by a published pedotransfer function.

No row disappears in silence: the report and the table of rejected rows say why each one is left out. Several layers, each in its own coordinate reference system, are brought together.</source>
        <translation>Liest Profile des organischen Bodenkohlenstoffs (SOC), wie Datenbanken und Menschen sie festhalten, und schreibt eine saubere Ebene, die jeder andere BINN-Algorithmus ohne Angabe von Feldern liest: einen Punkt je Bodenschicht, mit Ober- und Untergrenze, SOC in gC/m3, dem relativen Fehler, den eine geschätzte Lagerungsdichte bringt, und Qualitätszeichen.

Formen von WoSIS, NCSS/KSSL, ISCN, LUCAS und ISRIC werden an ihren Feldnamen erkannt; bei anderen nennen Sie die Felder. Schichten dürfen eigene Objekte sein oder Felder eines Objekts je Profil (soc_0_30, soc_30_60). SOC darf eine Dichte sein, ein Gehalt, ein Vorrat der Schicht oder organische Substanz. Nicht gemessene Lagerungsdichten kann eine veröffentlichte Pedotransferfunktion ergänzen.

Keine Zeile verschwindet stillschweigend: Der Bericht und die Tabelle der verworfenen Zeilen sagen, warum jede fehlt. Mehrere Ebenen, jede in ihrem Bezugssystem, werden zusammengeführt.</translation>
    </message>
    <message>
        <source>SOC profiles</source>
        <translation>SOC-Profile</translation>
    </message>
    <message>
        <source>SOC profiles: CSV or vector files that GDAL reads, each in its own layout and reference system; one row per layer, or a field per depth.</source>
        <translation>SOC-Profile: CSV- oder Vektordateien, die GDAL liest, jede in eigener Form und eigenem Bezugssystem; eine Zeile je Schicht oder ein Feld je Tiefe.</translation>
    </message>
    <message>
        <source>More SOC profiles</source>
        <translation>Weitere SOC-Profile</translation>
    </message>
    <message>
        <source>More layers of the same kind, each in its own layout and coordinate reference system; fields that are named hold for all.</source>
        <translation>Weitere Ebenen derselben Art, jede in eigener Form und eigenem Bezugssystem; genannte Felder gelten für alle.</translation>
    </message>
    <message>
        <source>Tables to join, by id</source>
        <translation>Tabellen, über die Kennung verbunden</translation>
    </message>
    <message>
        <source>Tables of the same database that the rows are joined with, by the id of the layer or the profile: places, bulk densities.</source>
        <translation>Tabellen derselben Datenbank, mit denen die Zeilen über die Kennung der Schicht oder des Profils verbunden werden: Orte, Lagerungsdichten.</translation>
    </message>
    <message>
        <source>Profile id field</source>
        <translation>Feld der Profilkennung</translation>
    </message>
    <message>
        <source>Field with the profile id; empty: recognised by name, or made from the coordinates.</source>
        <translation>Feld mit der Profilkennung; leer: am Namen erkannt oder aus den Koordinaten gebildet.</translation>
    </message>
    <message>
        <source>SOC field</source>
        <translation>SOC-Feld</translation>
    </message>
    <message>
        <source>Field with soil organic carbon; empty: recognised by name.</source>
        <translation>Feld mit dem organischen Bodenkohlenstoff; leer: am Namen erkannt.</translation>
    </message>
    <message>
        <source>Unit of SOC</source>
        <translation>Einheit von SOC</translation>
    </message>
    <message>
        <source>Unit of soil organic carbon; empty: from the field's name or the database, else gC/m3. Contents (g/kg, %) need a bulk density; stocks (kg/m2, t/ha, g/cm2) are of the layer; OM is organic matter.</source>
        <translation>Einheit des organischen Bodenkohlenstoffs; leer: aus dem Feldnamen oder der Datenbank, sonst gC/m3. Gehalte (g/kg, %) brauchen eine Lagerungsdichte; Vorräte (kg/m2, t/ha, g/cm2) gelten für die Schicht; OM ist organische Substanz.</translation>
    </message>
    <message>
        <source>Top depth field</source>
        <translation>Feld der Obergrenze</translation>
    </message>
    <message>
        <source>Field with the top depth of the layer; empty: recognised by name.</source>
        <translation>Feld mit der oberen Tiefe der Schicht; leer: am Namen erkannt.</translation>
    </message>
    <message>
        <source>Bottom depth field</source>
        <translation>Feld der Untergrenze</translation>
    </message>
    <message>
        <source>Field with the bottom depth of the layer; empty: recognised by name.</source>
        <translation>Feld mit der unteren Tiefe der Schicht; leer: am Namen erkannt.</translation>
    </message>
    <message>
        <source>Mid depth field</source>
        <translation>Feld der mittleren Tiefe</translation>
    </message>
    <message>
        <source>Field with the mid depth of the layer, or with its range as text (0-20 cm), where top and bottom are unknown; empty: recognised by name.</source>
        <translation>Feld mit der mittleren Tiefe der Schicht oder mit ihrem Bereich als Text (0-20 cm), wo Ober- und Untergrenze unbekannt sind; leer: am Namen erkannt.</translation>
    </message>
    <message>
        <source>Unit of depths</source>
        <translation>Einheit der Tiefen</translation>
    </message>
    <message>
        <source>Unit of the depths; auto: from the field's name (_cm, _m), else metres for a mid depth and centimetres for top and bottom.</source>
        <translation>Einheit der Tiefen; auto: aus dem Feldnamen (_cm, _m), sonst Meter bei einer mittleren Tiefe und Zentimeter bei Ober- und Untergrenze.</translation>
    </message>
    <message>
        <source>Bulk density field</source>
        <translation>Feld der Lagerungsdichte</translation>
    </message>
    <message>
        <source>Field with the bulk density of the fine earth in g/cm3, for contents; empty: recognised by name.</source>
        <translation>Feld mit der Lagerungsdichte der Feinerde in g/cm3, für Gehalte; leer: am Namen erkannt.</translation>
    </message>
    <message>
        <source>Coarse fragments field</source>
        <translation>Feld des Grobbodens</translation>
    </message>
    <message>
        <source>Field with the coarse fragments in volume %, for contents; empty: recognised by name.</source>
        <translation>Feld mit dem Grobbodenanteil in Volumen-%, für Gehalte; leer: am Namen erkannt.</translation>
    </message>
    <message>
        <source>Longitude field</source>
        <translation>Feld der Länge</translation>
    </message>
    <message>
        <source>Field with the longitude or x, for tables without geometry; empty: recognised by name.</source>
        <translation>Feld mit geografischer Länge oder x, für Tabellen ohne Geometrie; leer: am Namen erkannt.</translation>
    </message>
    <message>
        <source>Latitude field</source>
        <translation>Feld der Breite</translation>
    </message>
    <message>
        <source>Field with the latitude or y, for tables without geometry; empty: recognised by name.</source>
        <translation>Feld mit geografischer Breite oder y, für Tabellen ohne Geometrie; leer: am Namen erkannt.</translation>
    </message>
    <message>
        <source>Reference system of the coordinate fields</source>
        <translation>Bezugssystem der Koordinatenfelder</translation>
    </message>
    <message>
        <source>Reference system of the coordinates in those fields, such as EPSG:25832; empty: degrees on WGS 84.</source>
        <translation>Bezugssystem der Koordinaten in diesen Feldern, etwa EPSG:25832; leer: Grad auf WGS 84.</translation>
    </message>
    <message>
        <source>Reference system field</source>
        <translation>Feld des Bezugssystems</translation>
    </message>
    <message>
        <source>Field with the reference system of each row's coordinates, such as EPSG:4326; empty: recognised by name.</source>
        <translation>Feld mit dem Bezugssystem der Koordinaten jeder Zeile, etwa EPSG:4326; leer: am Namen erkannt.</translation>
    </message>
    <message>
        <source>Names of SOC fields, one per depth</source>
        <translation>Namen der SOC-Felder, eines je Tiefe</translation>
    </message>
    <message>
        <source>Names of SOC fields, for one feature per profile with a field per depth: carbon_{top}_{bottom} or carbon_{depth}; empty: recognised, such as soc_0_30 or orgc_5_15cm.</source>
        <translation>Namen der SOC-Felder, bei einem Objekt je Profil mit einem Feld je Tiefe: carbon_{top}_{bottom} oder carbon_{depth}; leer: erkannt, etwa soc_0_30 oder orgc_5_15cm.</translation>
    </message>
    <message>
        <source>Litter layers</source>
        <translation>Streuauflagen</translation>
    </message>
    <message>
        <source>Litter layers, above the mineral soil: exclude them, or shift the profile down so that it begins with them.</source>
        <translation>Streuauflagen über dem Mineralboden: weglassen (exclude) oder das Profil nach unten schieben (shift), sodass es mit ihnen beginnt.</translation>
    </message>
    <message>
        <source>Bulk density where not measured</source>
        <translation>Lagerungsdichte, wo nicht gemessen</translation>
    </message>
    <message>
        <source>Pedotransfer function that fills bulk densities that were not measured; none: such layers are left out.</source>
        <translation>Pedotransferfunktion, die nicht gemessene Lagerungsdichten ergänzt; none: solche Schichten bleiben weg.</translation>
    </message>
    <message>
        <source>Carbon in organic matter</source>
        <translation>Kohlenstoff in organischer Substanz</translation>
    </message>
    <message>
        <source>Share of carbon in organic matter, for units of OM: 0.58 is 1/1.724.</source>
        <translation>Anteil des Kohlenstoffs an der organischen Substanz, für Einheiten mit OM: 0,58 ist 1/1,724.</translation>
    </message>
    <message>
        <source>Quality flags to leave out</source>
        <translation>Qualitätszeichen, die ausschließen</translation>
    </message>
    <message>
        <source>Flags of quality control whose profiles or layers are left out, beside those certainly wrong.</source>
        <translation>Zeichen der Qualitätsprüfung, deren Profile oder Schichten weggelassen werden, neben den sicher falschen.</translation>
    </message>
    <message>
        <source>Quality flags to keep</source>
        <translation>Qualitätszeichen, die bleiben dürfen</translation>
    </message>
    <message>
        <source>Flags of quality control, also of those certainly wrong, whose profiles and layers are kept all the same.</source>
        <translation>Zeichen der Qualitätsprüfung, auch der sicher falschen, deren Profile und Schichten trotzdem bleiben.</translation>
    </message>
    <message>
        <source>SOC above which a layer is flagged (gC/m3)</source>
        <translation>SOC, ab dem eine Schicht gekennzeichnet wird (gC/m3)</translation>
    </message>
    <message>
        <source>SOC (gC/m3) above which a layer is flagged.</source>
        <translation>SOC (gC/m3), oberhalb dessen eine Schicht gekennzeichnet wird.</translation>
    </message>
    <message>
        <source>Clean soil layers</source>
        <translation>Saubere Bodenschichten</translation>
    </message>
    <message>
        <source>GeoPackage of the clean layers to write (.gpkg).</source>
        <translation>GeoPackage der sauberen Schichten, das geschrieben wird (.gpkg).</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>Bericht</translation>
    </message>
    <message>
        <source>HTML report to write; empty for none.</source>
        <translation>HTML-Bericht, der geschrieben wird; leer: keiner.</translation>
    </message>
    <message>
        <source>Counts</source>
        <translation>Zählungen</translation>
    </message>
    <message>
        <source>JSON file with every count to write; empty for none.</source>
        <translation>JSON-Datei mit allen Zählungen, die geschrieben wird; leer: keine.</translation>
    </message>
    <message>
        <source>Rows left out</source>
        <translation>Weggelassene Zeilen</translation>
    </message>
    <message>
        <source>CSV file with every row that is left out, and why, to write; empty for none.</source>
        <translation>CSV-Datei mit jeder weggelassenen Zeile und dem Grund, die geschrieben wird; leer: keine.</translation>
    </message>
    <message>
        <source>Train BINN</source>
        <translation>BINN trainieren</translation>
    </message>
    <message>
        <source>Trains BINN on profiles of soil organic carbon, through the CLM5 soil carbon model.</source>
        <translation>Trainiert BINN an Profilen des organischen Bodenkohlenstoffs, durch das Bodenkohlenstoffmodell von CLM5 hindurch.</translation>
    </message>
    <message>
        <source>Trains the Biogeochemistry-Informed Neural Network on profiles of soil organic carbon (SOC).

A network reads the covariates and gives the 21 parameters of the CLM5 soil carbon model, which turns them into a SOC profile; both are fitted together to the observed profiles. Part of the profiles, at random and in whole spatial blocks, is held out to test the model.

Covariates come from rasters, sampled at the profiles, or from a table with one row per profile. The result is a model file (.safetensors) for 'Map with BINN', and a report.</source>
        <translation>Trainiert das biogeochemisch informierte neuronale Netz (BINN) an Profilen des organischen Bodenkohlenstoffs (SOC).

Ein Netz liest die Kovariablen und gibt die 21 Parameter des Bodenkohlenstoffmodells von CLM5, das daraus ein SOC-Profil macht; beide werden gemeinsam an die beobachteten Profile angepasst. Ein Teil der Profile, zufällig und in ganzen räumlichen Blöcken, wird zurückgehalten, um das Modell zu prüfen.

Kovariablen kommen aus Rastern, an den Profilen gelesen, oder aus einer Tabelle mit einer Zeile je Profil. Das Ergebnis ist eine Modelldatei (.safetensors) für 'Mit BINN kartieren' und ein Bericht.</translation>
    </message>
    <message>
        <source>SOC profiles: a CSV or any vector file that GDAL reads, one row per soil layer or a field per depth.</source>
        <translation>SOC-Profile: eine CSV- oder Vektordatei, die GDAL liest, eine Zeile je Bodenschicht oder ein Feld je Tiefe.</translation>
    </message>
    <message>
        <source>Covariate rasters</source>
        <translation>Kovariablen als Raster</translation>
    </message>
    <message>
        <source>Covariates: rasters to sample at the profiles, or tables with one row per profile joined by profile id; none where the profiles have them as fields.</source>
        <translation>Kovariablen: Raster, die an den Profilen gelesen werden, oder Tabellen mit einer Zeile je Profil, über die Profilkennung verbunden; keine, wenn die Profile sie als Felder haben.</translation>
    </message>
    <message>
        <source>Covariate table, joined by profile id</source>
        <translation>Tabelle der Kovariablen, über die Profilkennung verbunden</translation>
    </message>
    <message>
        <source>Covariates as a table, one row per profile, joined by profile id; beside or instead of rasters.</source>
        <translation>Kovariablen als Tabelle, eine Zeile je Profil, über die Profilkennung verbunden; neben oder statt Rastern.</translation>
    </message>
    <message>
        <source>Fields of the profiles that are covariates</source>
        <translation>Felder der Profile, die Kovariablen sind</translation>
    </message>
    <message>
        <source>Fields of the profiles themselves that are covariates; maps need rasters with bands of the same names.</source>
        <translation>Felder der Profile selbst, die Kovariablen sind; Karten brauchen Raster mit Bändern gleichen Namens.</translation>
    </message>
    <message>
        <source>Reading of rasters at profiles</source>
        <translation>Wie Raster an Profilen gelesen werden</translation>
    </message>
    <message>
        <source>How rasters are read at profiles: nearest takes the pixel a profile lies in, bilinear interpolates continuous covariates.</source>
        <translation>Wie Raster an Profilen gelesen werden: nearest nimmt das Pixel, in dem ein Profil liegt, bilinear interpoliert stetige Kovariablen.</translation>
    </message>
    <message>
        <source>Nearest valid cell within (km)</source>
        <translation>Nächste gültige Zelle innerhalb von (km)</translation>
    </message>
    <message>
        <source>Distance in km within which a profile on a cell without a value takes the nearest cell with one, as on coasts; 0: such profiles are left out.</source>
        <translation>Entfernung in km, innerhalb derer ein Profil auf einer Zelle ohne Wert die nächste Zelle mit Wert nimmt, etwa an Küsten; 0: solche Profile bleiben weg.</translation>
    </message>
    <message>
        <source>CLM5 forcing (NetCDF)</source>
        <translation>CLM5-Antrieb (NetCDF)</translation>
    </message>
    <message>
        <source>CLM5 forcing: a NetCDF with CLM5's variable names and units, a folder or a pattern (h0.*.nc) of CLM's history files, or a table of sites (.csv).</source>
        <translation>CLM5-Antrieb: eine NetCDF mit Variablennamen und Einheiten von CLM5, ein Ordner oder ein Muster (h0.*.nc) von CLM-Verlaufsdateien oder eine Tabelle von Orten (.csv).</translation>
    </message>
    <message>
        <source>Covariates that are classes</source>
        <translation>Kovariablen, die Klassen sind</translation>
    </message>
    <message>
        <source>Names of covariates that are classes; known ones, such as land cover and soil classes, are recognised.</source>
        <translation>Namen der Kovariablen, die Klassen sind; bekannte, etwa Landbedeckung und Bodenklassen, werden erkannt.</translation>
    </message>
    <message>
        <source>Covariates to leave out</source>
        <translation>Kovariablen, die wegbleiben</translation>
    </message>
    <message>
        <source>Names of covariates to leave out.</source>
        <translation>Namen der Kovariablen, die wegbleiben.</translation>
    </message>
    <message>
        <source>Recipe</source>
        <translation>Rezept</translation>
    </message>
    <message>
        <source>How to train: recommended, or paper to reproduce the published BINN. The settings below change it.</source>
        <translation>Wie trainiert wird: recommended (empfohlen), oder paper, um das veröffentlichte BINN nachzubilden. Die Einstellungen darunter ändern es.</translation>
    </message>
    <message>
        <source>Epochs at most</source>
        <translation>Höchstzahl der Epochen</translation>
    </message>
    <message>
        <source>Passes over the profiles at most. Empty: as the recipe has it.</source>
        <translation>Höchstzahl der Durchgänge durch die Profile. Leer: wie im Rezept.</translation>
    </message>
    <message>
        <source>Seed of splits, initial weights and dropout.</source>
        <translation>Startwert für Aufteilungen, Anfangsgewichte und Dropout.</translation>
    </message>
    <message>
        <source>Ranges of the parameters: binn, proda or a CSV file</source>
        <translation>Wertebereiche der Parameter: binn, proda oder eine CSV-Datei</translation>
    </message>
    <message>
        <source>Ranges of the parameters: binn, proda, or a CSV file with the columns name, lower, upper.</source>
        <translation>Wertebereiche der Parameter: binn, proda oder eine CSV-Datei mit den Spalten name, lower, upper.</translation>
    </message>
    <message>
        <source>Bedrock</source>
        <translation>Fels</translation>
    </message>
    <message>
        <source>Bedrock: clm5 closes the soil at bedrock; published reproduces the published codes, which leak carbon there. Empty: as the recipe has it.</source>
        <translation>Fels: clm5 schließt den Boden am Fels ab; published bildet die veröffentlichten Programme nach, bei denen dort Kohlenstoff entweicht. Leer: wie im Rezept.</translation>
    </message>
    <message>
        <source>Parameters to learn</source>
        <translation>Zu lernende Parameter</translation>
    </message>
    <message>
        <source>Names of the parameters to learn; empty: all 21.</source>
        <translation>Namen der zu lernenden Parameter; leer: alle 21.</translation>
    </message>
    <message>
        <source>Values of parameters not learned</source>
        <translation>Werte nicht gelernter Parameter</translation>
    </message>
    <message>
        <source>Values of parameters that are not learned, as name=value; others take CLM5's default within their range.</source>
        <translation>Werte von Parametern, die nicht gelernt werden, als Name=Wert; andere nehmen den Vorgabewert von CLM5 innerhalb ihres Bereichs.</translation>
    </message>
    <message>
        <source>Location as a covariate</source>
        <translation>Lage als Kovariable</translation>
    </message>
    <message>
        <source>Location as a covariate: none, coordinates (scaled longitude and latitude), spatial (sines and cosines of wavelengths over 0.5 degrees) or gridcell (as published, which memorises places). Empty: as the recipe has it.</source>
        <translation>Lage als Kovariable: none (keine), coordinates (skalierte Länge und Breite), spatial (Sinus und Kosinus von Wellenlängen über 0,5 Grad) oder gridcell (wie veröffentlicht, merkt sich Orte). Leer: wie im Rezept.</translation>
    </message>
    <message>
        <source>Widths of hidden layers</source>
        <translation>Breiten der verdeckten Schichten</translation>
    </message>
    <message>
        <source>Widths of the network's hidden layers. Empty: as the recipe has it.</source>
        <translation>Breiten der verdeckten Schichten des Netzes. Leer: wie im Rezept.</translation>
    </message>
    <message>
        <source>Dropout</source>
        <translation>Dropout</translation>
    </message>
    <message>
        <source>Dropout in the hidden layers; Monte Carlo passes need it above 0. Empty: as the recipe has it.</source>
        <translation>Dropout in den verdeckten Schichten; Monte-Carlo-Durchgänge brauchen einen Wert über 0. Leer: wie im Rezept.</translation>
    </message>
    <message>
        <source>Networks in the ensemble</source>
        <translation>Netze im Ensemble</translation>
    </message>
    <message>
        <source>Networks trained from different seeds, whose mean is the prediction. Empty: as the recipe has it.</source>
        <translation>Netze, die von verschiedenen Startwerten aus trainiert werden; ihr Mittel ist die Vorhersage. Leer: wie im Rezept.</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>Verlustfunktion</translation>
    </message>
    <message>
        <source>Loss: sqrt or log (Huber loss of the root or logarithm of SOC), balanced (of both, and of the mean), l1 (gC/m3, as published) or relative (60 % observation error). Empty: as the recipe has it.</source>
        <translation>Verlustfunktion: sqrt oder log (Huber-Verlust von Wurzel oder Logarithmus des SOC), balanced (von beiden und vom Mittel), l1 (gC/m3, wie veröffentlicht) oder relative (60 % Beobachtungsfehler). Leer: wie im Rezept.</translation>
    </message>
    <message>
        <source>Teacher of BINN</source>
        <translation>Lehrer von BINN</translation>
    </message>
    <message>
        <source>Whom BINN learns from: none (the observed layers themselves) or learners (pure networks and boosted trees, which the layers teach first, and which say what lies between the profiles). Empty: as the recipe has it.</source>
        <translation>Von wem BINN lernt: none (von den beobachteten Schichten selbst) oder learners (von reinen Netzen und geboosteten Bäumen, die zuerst von den Schichten lernen und sagen, was zwischen den Profilen liegt). Leer: wie im Rezept.</translation>
    </message>
    <message>
        <source>Patience in epochs</source>
        <translation>Geduld in Epochen</translation>
    </message>
    <message>
        <source>Epochs without a better validation score after which training stops. Empty: as the recipe has it.</source>
        <translation>Epochen ohne bessere Bewertung an den Validierungsprofilen, nach denen das Training endet. Leer: wie im Rezept.</translation>
    </message>
    <message>
        <source>Profiles per step</source>
        <translation>Profile je Schritt</translation>
    </message>
    <message>
        <source>Profiles per step. Empty: as the recipe has it.</source>
        <translation>Profile je Schritt. Leer: wie im Rezept.</translation>
    </message>
    <message>
        <source>Peak learning rate</source>
        <translation>Höchste Lernrate</translation>
    </message>
    <message>
        <source>Peak learning rate. Empty: as the recipe has it.</source>
        <translation>Höchste Lernrate. Leer: wie im Rezept.</translation>
    </message>
    <message>
        <source>Highest SOC to train on (gC/m3)</source>
        <translation>Höchster SOC im Training (gC/m3)</translation>
    </message>
    <message>
        <source>Layers above this SOC (gC/m3) are left out of training, not of testing. Empty: as the recipe has it.</source>
        <translation>Schichten über diesem SOC (gC/m3) bleiben beim Training weg, beim Prüfen nicht. Leer: wie im Rezept.</translation>
    </message>
    <message>
        <source>Share of profiles for validation</source>
        <translation>Anteil der Profile zur Validierung</translation>
    </message>
    <message>
        <source>Share of the profiles that decide when to stop.</source>
        <translation>Anteil der Profile, die entscheiden, wann das Training endet.</translation>
    </message>
    <message>
        <source>Precision of the CLM5 layer</source>
        <translation>Genauigkeit der CLM5-Schicht</translation>
    </message>
    <message>
        <source>Precision of the CLM5 layer: float32 is faster, and needed on Apple GPUs.</source>
        <translation>Genauigkeit der CLM5-Schicht: float32 ist schneller und auf Apple-Grafikprozessoren nötig.</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>Where to compute.</source>
        <translation>Wo gerechnet wird.</translation>
    </message>
    <message>
        <source>Share of profiles for the random test</source>
        <translation>Anteil der Profile für die Zufallsprüfung</translation>
    </message>
    <message>
        <source>Share of the profiles held out at random for testing.</source>
        <translation>Anteil der Profile, die zufällig zum Prüfen zurückgehalten werden.</translation>
    </message>
    <message>
        <source>Share of profiles for the spatial test</source>
        <translation>Anteil der Profile für die räumliche Prüfung</translation>
    </message>
    <message>
        <source>Share of the profiles held out in whole spatial blocks for testing.</source>
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
        <source>Train the delivered model on test profiles too</source>
        <translation>Ausgeliefertes Modell auch an Prüfprofilen trainieren</translation>
    </message>
    <message>
        <source>After scoring, train the model that is written on the test profiles too.</source>
        <translation>Nach dem Bewerten das geschriebene Modell auch an den Prüfprofilen trainieren.</translation>
    </message>
    <message>
        <source>Trained model</source>
        <translation>Trainiertes Modell</translation>
    </message>
    <message>
        <source>Checkpoint to write (.safetensors).</source>
        <translation>Modelldatei, die geschrieben wird (.safetensors).</translation>
    </message>
    <message>
        <source>Cross-validate BINN</source>
        <translation>BINN kreuzvalidieren</translation>
    </message>
    <message>
        <source>Scores BINN by cross-validation, beside what it has to beat on the same folds.</source>
        <translation>Bewertet BINN durch Kreuzvalidierung, neben dem, was es auf denselben Folds schlagen muss.</translation>
    </message>
    <message>
        <source>Trains BINN once for each fold of the profiles and scores it on the profiles of that fold, which it never saw.

Folds are spatial blocks (of a given size, or of the range of the variogram), random places, or regions named by a field. On the same folds stand constant parameters, CLM5's default parameters, a curve of depth alone, the same network without CLM5, gradient boosting and a quantile random forest. Scores come with bootstrap intervals; the report says plainly where BINN loses, what the data tell of each parameter, and why.

The networks of all folds together are a model for 'Map with BINN'.</source>
        <translation>Trainiert BINN einmal für jeden Fold der Profile und bewertet es an den Profilen dieses Folds, die es nie sah.

Folds sind räumliche Blöcke (von gegebener Größe oder der Reichweite des Variogramms), zufällige Orte oder Regionen, die ein Feld nennt. Auf denselben Folds stehen konstante Parameter, die Vorgabewerte von CLM5, eine Kurve der Tiefe allein, dasselbe Netz ohne CLM5, Gradient Boosting und ein Quantil-Random-Forest. Bewertungen haben Bootstrap-Intervalle; der Bericht sagt offen, wo BINN verliert, was die Daten über jeden Parameter sagen, und warum.

Die Netze aller Folds zusammen sind ein Modell für 'Mit BINN kartieren'.</translation>
    </message>
    <message>
        <source>Folds</source>
        <translation>Folds</translation>
    </message>
    <message>
        <source>Folds: spatial blocks, random places, or regions named by a field.</source>
        <translation>Folds: räumliche Blöcke (blocks), zufällige Orte (random) oder Regionen, die ein Feld nennt (region).</translation>
    </message>
    <message>
        <source>Number of folds</source>
        <translation>Anzahl der Folds</translation>
    </message>
    <message>
        <source>Number of folds; more regions than folds are dealt into so many. 0: a fold for each region.</source>
        <translation>Anzahl der Folds; sind es mehr Regionen als Folds, werden sie auf so viele verteilt. 0: ein Fold je Region.</translation>
    </message>
    <message>
        <source>Size of the spatial blocks in degrees; 0: from the variogram of SOC.</source>
        <translation>Größe der räumlichen Blöcke in Grad; 0: aus dem Variogramm von SOC.</translation>
    </message>
    <message>
        <source>Region field</source>
        <translation>Feld der Region</translation>
    </message>
    <message>
        <source>Field of the profiles that names their region, for folds of regions.</source>
        <translation>Feld der Profile, das ihre Region nennt, für Folds aus Regionen.</translation>
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
        <source>JSON file with every score to write; empty for none.</source>
        <translation>JSON-Datei mit allen Bewertungen, die geschrieben wird; leer: keine.</translation>
    </message>
    <message>
        <source>Scores as CSV</source>
        <translation>Bewertungen als CSV</translation>
    </message>
    <message>
        <source>CSV file with the scores to write; empty for none.</source>
        <translation>CSV-Datei mit den Bewertungen, die geschrieben wird; leer: keine.</translation>
    </message>
    <message>
        <source>Observed and predicted SOC</source>
        <translation>Beobachteter und vorhergesagter SOC</translation>
    </message>
    <message>
        <source>CSV with the fold, observed SOC and every model's prediction of every layer to write; empty for none.</source>
        <translation>CSV mit Fold, beobachtetem SOC und der Vorhersage jedes Modells für jede Schicht, die geschrieben wird; leer: keine.</translation>
    </message>
    <message>
        <source>Model of all folds</source>
        <translation>Modell aller Folds</translation>
    </message>
    <message>
        <source>Checkpoint of the ensemble of all folds' networks to write (.safetensors); empty for none.</source>
        <translation>Modelldatei des Ensembles der Netze aller Folds, die geschrieben wird (.safetensors); leer: keine.</translation>
    </message>
    <message>
        <source>Parameter recovery</source>
        <translation>Parameter wiederfinden</translation>
    </message>
    <message>
        <source>Tries how well BINN finds parameters again whose truth is known, at your own sites.</source>
        <translation>Prüft, wie gut BINN Parameter wiederfindet, deren Wahrheit bekannt ist, an Ihren eigenen Orten.</translation>
    </message>
    <message>
        <source>Draws true parameters, computes the SOC that they give at the profiles' own sites, depths and forcing, adds noise, trains BINN on it, and compares the parameters and processes found with the truth on profiles held out.

The truth is smooth in the covariates, constant, or comes from a raster or table whose bands or columns are named as parameters. Parameters that are not learned are prescribed at their truth. Every score stands beside its null: the prediction for one truth against another, and training with shuffled covariates. What is not recovered here, at your sites, is not told by real data either.</source>
        <translation>Zieht wahre Parameter, berechnet den SOC, den sie an den Orten, in den Tiefen und mit dem Antrieb der Profile geben, fügt Rauschen hinzu, trainiert BINN daran und vergleicht die gefundenen Parameter und Prozesse mit der Wahrheit an zurückgehaltenen Profilen.

Die Wahrheit ist glatt in den Kovariablen, konstant, oder kommt aus einem Raster oder einer Tabelle, deren Bänder oder Spalten wie Parameter heißen. Nicht gelernte Parameter werden auf ihre Wahrheit gesetzt. Jede Bewertung steht neben ihrer Nullprobe: der Vorhersage für eine Wahrheit gegen eine andere, und dem Training mit vertauschten Kovariablen. Was hier, an Ihren Orten, nicht wiedergefunden wird, verraten auch echte Daten nicht.</translation>
    </message>
    <message>
        <source>Folds to run (0: all)</source>
        <translation>Gerechnete Folds (0: alle)</translation>
    </message>
    <message>
        <source>Folds to train, for a quicker answer; 0: all.</source>
        <translation>Folds, die trainiert werden, für eine schnellere Antwort; 0: alle.</translation>
    </message>
    <message>
        <source>Truth</source>
        <translation>Wahrheit</translation>
    </message>
    <message>
        <source>True parameters: smooth functions of covariates, constant, or from a raster or table whose bands or columns are named as parameters.</source>
        <translation>Wahre Parameter: glatte Funktionen der Kovariablen, konstant, oder aus einem Raster oder einer Tabelle, deren Bänder oder Spalten wie Parameter heißen.</translation>
    </message>
    <message>
        <source>Raster or table of true parameters</source>
        <translation>Raster oder Tabelle wahrer Parameter</translation>
    </message>
    <message>
        <source>The raster or table of true parameters, joined as covariates are.</source>
        <translation>Das Raster oder die Tabelle wahrer Parameter, verbunden wie Kovariablen.</translation>
    </message>
    <message>
        <source>Number of truths</source>
        <translation>Anzahl der Wahrheiten</translation>
    </message>
    <message>
        <source>Number of truths to draw and recover.</source>
        <translation>Anzahl der Wahrheiten, die gezogen und wiedergefunden werden.</translation>
    </message>
    <message>
        <source>Noise of the observations (0 to 0.5)</source>
        <translation>Rauschen der Beobachtungen (0 bis 0,5)</translation>
    </message>
    <message>
        <source>Relative error of the synthetic observations: 0 to 0.5.</source>
        <translation>Relativer Fehler der künstlichen Beobachtungen: 0 bis 0,5.</translation>
    </message>
    <message>
        <source>Covariates of each true parameter</source>
        <translation>Kovariablen je wahrem Parameter</translation>
    </message>
    <message>
        <source>Covariates that each smooth parameter depends on.</source>
        <translation>Kovariablen, von denen jeder glatte Parameter abhängt.</translation>
    </message>
    <message>
        <source>Length scale of the truth</source>
        <translation>Längenskala der Wahrheit</translation>
    </message>
    <message>
        <source>Length scale of the smooth functions, in standard deviations of the covariates; smaller is rougher.</source>
        <translation>Längenskala der glatten Funktionen, in Standardabweichungen der Kovariablen; kleiner ist rauer.</translation>
    </message>
    <message>
        <source>Run the negative control</source>
        <translation>Negativkontrolle rechnen</translation>
    </message>
    <message>
        <source>Also run the negative control: covariates shuffled among the profiles.</source>
        <translation>Auch die Negativkontrolle rechnen: Kovariablen unter den Profilen vertauscht.</translation>
    </message>
    <message>
        <source>CSV file with the scores of every parameter and process to write; empty for none.</source>
        <translation>CSV-Datei mit den Bewertungen jedes Parameters und Prozesses, die geschrieben wird; leer: keine.</translation>
    </message>
    <message>
        <source>Calibrate BINN</source>
        <translation>BINN kalibrieren</translation>
    </message>
    <message>
        <source>Trains a model whose uncertainty can be relied on, and shows the evidence.</source>
        <translation>Trainiert ein Modell, auf dessen Unsicherheit Verlass ist, und zeigt den Beleg.</translation>
    </message>
    <message>
        <source>Trains BINN, and learns how wrong it is.

The spread of networks and of Monte Carlo dropout is too small: of intervals that claim 90 %, well under half hold. For soil organic carbon (SOC) the spread is scaled with profiles that were held out, by depth. Parameters and processes cannot be observed: theirs is scaled with simulated twins of your own sites, whose truth is known. That is a simulation-based correction, right as far as nature's parameters are as smooth as the twins'.

The report shows, on profiles and twins that took no part, how many observations and true values the intervals hold, beside a quantile random forest. The model is for 'Map with BINN', which then maps calibrated uncertainty.</source>
        <translation>Trainiert BINN und lernt, wie sehr es irrt.

Die Streuung der Netze und des Monte-Carlo-Dropouts ist zu klein: Von Intervallen, die 90 % versprechen, hält weit weniger als die Hälfte. Beim organischen Bodenkohlenstoff (SOC) wird die Streuung mit zurückgehaltenen Profilen skaliert, nach Tiefe. Parameter und Prozesse lassen sich nicht beobachten: Ihre Streuung wird mit simulierten Zwillingen Ihrer eigenen Orte skaliert, deren Wahrheit bekannt ist. Das ist eine simulationsbasierte Korrektur, richtig, soweit die Parameter der Natur so glatt sind wie die der Zwillinge.

Der Bericht zeigt an Profilen und Zwillingen, die nicht mitgewirkt haben, wie viele Beobachtungen und wahre Werte in den Intervallen liegen, neben einem Quantil-Random-Forest. Das Modell ist für 'Mit BINN kartieren', das dann kalibrierte Unsicherheit kartiert.</translation>
    </message>
    <message>
        <source>Show random folds too</source>
        <translation>Auch zufällige Folds zeigen</translation>
    </message>
    <message>
        <source>Show the evidence of random folds beside that of the blocks, for twice the training.</source>
        <translation>Neben dem Beleg der Blöcke den zufälliger Folds zeigen, für doppelt so viel Training.</translation>
    </message>
    <message>
        <source>Share of profiles that calibrate</source>
        <translation>Anteil der Profile, die kalibrieren</translation>
    </message>
    <message>
        <source>Share of each fold's training profiles that calibrate, in whole blocks, and teach nothing.</source>
        <translation>Anteil der Trainingsprofile jedes Folds, die in ganzen Blöcken kalibrieren und nichts lehren.</translation>
    </message>
    <message>
        <source>Monte Carlo passes</source>
        <translation>Monte-Carlo-Durchgänge</translation>
    </message>
    <message>
        <source>Monte Carlo dropout passes that the spread is of.</source>
        <translation>Monte-Carlo-Dropout-Durchgänge, aus denen die Streuung kommt.</translation>
    </message>
    <message>
        <source>Where the spread comes from</source>
        <translation>Woher die Streuung kommt</translation>
    </message>
    <message>
        <source>Where the spread comes from: dropout (of the first network), ensemble (its networks), both, or auto (both, or what the model has).</source>
        <translation>Woher die Streuung kommt: dropout (des ersten Netzes), ensemble (seiner Netze), both (beide) oder auto (beide, oder was das Modell hat).</translation>
    </message>
    <message>
        <source>Twins that calibrate</source>
        <translation>Zwillinge, die kalibrieren</translation>
    </message>
    <message>
        <source>Simulated twins that calibrate parameters and processes; 0: their spread stays raw.</source>
        <translation>Simulierte Zwillinge, die Parameter und Prozesse kalibrieren; 0: deren Streuung bleibt roh.</translation>
    </message>
    <message>
        <source>Twins that test</source>
        <translation>Zwillinge, die prüfen</translation>
    </message>
    <message>
        <source>Twins that test the calibration, none of which calibrated.</source>
        <translation>Zwillinge, die die Kalibrierung prüfen und nicht kalibriert haben.</translation>
    </message>
    <message>
        <source>Noise of the twins</source>
        <translation>Rauschen der Zwillinge</translation>
    </message>
    <message>
        <source>Relative error of the twins' synthetic observations: 0 to 0.5.</source>
        <translation>Relativer Fehler der künstlichen Beobachtungen der Zwillinge: 0 bis 0,5.</translation>
    </message>
    <message>
        <source>Covariates that each true parameter of a twin depends on.</source>
        <translation>Kovariablen, von denen jeder wahre Parameter eines Zwillings abhängt.</translation>
    </message>
    <message>
        <source>Length scale of true parameters</source>
        <translation>Längenskala wahrer Parameter</translation>
    </message>
    <message>
        <source>Length scale of the twins' true parameters, in standard deviations of the covariates; smaller is rougher.</source>
        <translation>Längenskala der wahren Parameter der Zwillinge, in Standardabweichungen der Kovariablen; kleiner ist rauer.</translation>
    </message>
    <message>
        <source>Calibrated model</source>
        <translation>Kalibriertes Modell</translation>
    </message>
    <message>
        <source>Calibrated checkpoint to write (.safetensors).</source>
        <translation>Kalibrierte Modelldatei, die geschrieben wird (.safetensors).</translation>
    </message>
    <message>
        <source>CSV file with the scores of intervals to write; empty for none.</source>
        <translation>CSV-Datei mit den Bewertungen der Intervalle, die geschrieben wird; leer: keine.</translation>
    </message>
    <message>
        <source>Predicted intervals</source>
        <translation>Vorhergesagte Intervalle</translation>
    </message>
    <message>
        <source>CSV with observed SOC and the predicted intervals of every layer to write; empty for none.</source>
        <translation>CSV mit beobachtetem SOC und den vorhergesagten Intervallen jeder Schicht, die geschrieben wird; leer: keine.</translation>
    </message>
    <message>
        <source>Evaluate a BINN model</source>
        <translation>BINN-Modell bewerten</translation>
    </message>
    <message>
        <source>Scores a trained model on soil profiles that it never saw.</source>
        <translation>Bewertet ein trainiertes Modell an Bodenprofilen, die es nie sah.</translation>
    </message>
    <message>
        <source>Applies a trained model to profiles of soil organic carbon (SOC) that it never saw, and scores it.

Gives the Nash-Sutcliffe efficiency, r2, root mean square error and bias, of SOC and of its logarithm, as JSON and, on request, observed and predicted SOC of every soil layer as a CSV. With Monte Carlo passes it also says how many observations its intervals hold.</source>
        <translation>Wendet ein trainiertes Modell auf Profile des organischen Bodenkohlenstoffs (SOC) an, die es nie sah, und bewertet es.

Gibt Nash-Sutcliffe-Effizienz, r2, Wurzel des mittleren quadratischen Fehlers und Verzerrung, von SOC und seinem Logarithmus, als JSON und auf Wunsch beobachteten und vorhergesagten SOC jeder Bodenschicht als CSV. Mit Monte-Carlo-Durchgängen sagt es auch, wie viele Beobachtungen in seinen Intervallen liegen.</translation>
    </message>
    <message>
        <source>Checkpoint of a trained model (.safetensors).</source>
        <translation>Modelldatei eines trainierten Modells (.safetensors).</translation>
    </message>
    <message>
        <source>Covariates with the names the model was trained with: rasters, or tables joined by profile id; none where the profiles have them as fields.</source>
        <translation>Kovariablen mit den Namen, mit denen das Modell trainiert wurde: Raster oder Tabellen, über die Profilkennung verbunden; keine, wenn die Profile sie als Felder haben.</translation>
    </message>
    <message>
        <source>Monte Carlo dropout passes; with them, intervals are scored too.</source>
        <translation>Monte-Carlo-Dropout-Durchgänge; mit ihnen werden auch Intervalle bewertet.</translation>
    </message>
    <message>
        <source>Where the spread comes from: dropout, ensemble, both, or auto (both, or what the model has).</source>
        <translation>Woher die Streuung kommt: dropout, ensemble, both (beide) oder auto (beide, oder was das Modell hat).</translation>
    </message>
    <message>
        <source>Calibrated intervals, where the model has them</source>
        <translation>Kalibrierte Intervalle, wo das Modell sie hat</translation>
    </message>
    <message>
        <source>Score calibrated intervals of a new observation where the model has them; else those of the raw spread.</source>
        <translation>Kalibrierte Intervalle einer neuen Beobachtung bewerten, wo das Modell sie hat; sonst die der rohen Streuung.</translation>
    </message>
    <message>
        <source>Seed of the passes</source>
        <translation>Startwert der Durchgänge</translation>
    </message>
    <message>
        <source>Seed of the Monte Carlo passes.</source>
        <translation>Startwert der Monte-Carlo-Durchgänge.</translation>
    </message>
    <message>
        <source>Score profiles of the training too</source>
        <translation>Auch Trainingsprofile bewerten</translation>
    </message>
    <message>
        <source>Score profiles that the model was trained on too, instead of refusing them.</source>
        <translation>Auch Profile bewerten, an denen das Modell trainiert wurde, statt sie abzulehnen.</translation>
    </message>
    <message>
        <source>Scores</source>
        <translation>Bewertungen</translation>
    </message>
    <message>
        <source>JSON file with the scores to write; empty for none.</source>
        <translation>JSON-Datei mit den Bewertungen, die geschrieben wird; leer: keine.</translation>
    </message>
    <message>
        <source>CSV with observed and predicted SOC of every layer to write; empty for none.</source>
        <translation>CSV mit beobachtetem und vorhergesagtem SOC jeder Schicht, die geschrieben wird; leer: keine.</translation>
    </message>
    <message>
        <source>Map with BINN</source>
        <translation>Mit BINN kartieren</translation>
    </message>
    <message>
        <source>Maps soil organic carbon, its processes and their parameters, with uncertainty.</source>
        <translation>Kartiert organischen Bodenkohlenstoff, seine Prozesse und deren Parameter, mit Unsicherheit.</translation>
    </message>
    <message>
        <source>Maps soil organic carbon (SOC), the 21 parameters of the CLM5 soil carbon model and the six processes behind it, with a trained model over covariate rasters.

The bands of the rasters are matched by name with the model's covariates, in any order; rasters may differ in CRS and resolution. A pixel where any covariate is missing is nodata in every map. With Monte Carlo passes above 0 it also maps the uncertainty: calibrated, where the model was (see 'Calibrate BINN'), else the raw spread, whose intervals are too narrow. The domain says where covariates differ too much from those of the training profiles.

Maps of any size are made tile by tile within the memory that is given, by one process, several, or the workers of a Dask scheduler. A run that was stopped goes on from its finished tiles when it is run again with the same outputs.

The maps arrive styled, one layer per band, grouped by what they show.</source>
        <translation>Kartiert organischen Bodenkohlenstoff (SOC), die 21 Parameter des Bodenkohlenstoffmodells von CLM5 und die sechs Prozesse dahinter, mit einem trainierten Modell über Kovariablenrastern.

Die Bänder der Raster werden den Kovariablen des Modells nach Namen zugeordnet, in beliebiger Reihenfolge; Raster dürfen sich in Bezugssystem und Auflösung unterscheiden. Ein Pixel, an dem eine Kovariable fehlt, ist in jeder Karte ohne Wert. Mit Monte-Carlo-Durchgängen über 0 wird auch die Unsicherheit kartiert: kalibriert, wo das Modell es ist (siehe 'BINN kalibrieren'), sonst die rohe Streuung, deren Intervalle zu eng sind. Der Gültigkeitsbereich sagt, wo Kovariablen sich zu sehr von denen der Trainingsprofile unterscheiden.

Karten jeder Größe entstehen Kachel für Kachel im gegebenen Arbeitsspeicher, durch einen Prozess, mehrere, oder die Arbeiter eines Dask-Schedulers. Ein unterbrochener Lauf geht von seinen fertigen Kacheln aus weiter, wenn er mit denselben Ausgaben noch einmal gestartet wird.

Die Karten kommen gestaltet an, eine Ebene je Band, gruppiert nach dem, was sie zeigen.</translation>
    </message>
    <message>
        <source>Covariate rasters, whose bands are matched by name with the model's covariates.</source>
        <translation>Kovariablen als Raster, deren Bänder den Kovariablen des Modells nach Namen zugeordnet werden.</translation>
    </message>
    <message>
        <source>Grid of the maps</source>
        <translation>Gitter der Karten</translation>
    </message>
    <message>
        <source>Raster whose grid the products take; empty: that of the first covariate raster.</source>
        <translation>Raster, dessen Gitter die Karten annehmen; leer: das des ersten Kovariablenrasters.</translation>
    </message>
    <message>
        <source>Window to map</source>
        <translation>Zu kartierender Ausschnitt</translation>
    </message>
    <message>
        <source>Window to map, in the grid's CRS: xmin, ymin, xmax, ymax; empty: the whole grid.</source>
        <translation>Zu kartierender Ausschnitt im Bezugssystem des Gitters: xmin, ymin, xmax, ymax; leer: das ganze Gitter.</translation>
    </message>
    <message>
        <source>Depths of SOC (m)</source>
        <translation>Tiefen von SOC (m)</translation>
    </message>
    <message>
        <source>Depths of SOC density in metres.</source>
        <translation>Tiefen der SOC-Dichte in Metern.</translation>
    </message>
    <message>
        <source>Monte Carlo dropout passes, at most; 0 gives no uncertainty.</source>
        <translation>Höchstzahl der Monte-Carlo-Dropout-Durchgänge; 0 gibt keine Unsicherheit.</translation>
    </message>
    <message>
        <source>Where the spread comes from: dropout (of the first network), ensemble (its networks, no passes needed), both, or auto (both, or what the model has).</source>
        <translation>Woher die Streuung kommt: dropout (des ersten Netzes), ensemble (seiner Netze, ohne Durchgänge), both (beide) oder auto (beide, oder was das Modell hat).</translation>
    </message>
    <message>
        <source>Error of the spread at which a pixel is done</source>
        <translation>Fehler der Streuung, bei dem ein Pixel fertig ist</translation>
    </message>
    <message>
        <source>Relative standard error of the standard deviations at which a pixel needs no more passes, such as 0.1; 0: all passes.</source>
        <translation>Relativer Standardfehler der Standardabweichungen, bei dem ein Pixel keine weiteren Durchgänge braucht, etwa 0,1; 0: alle Durchgänge.</translation>
    </message>
    <message>
        <source>Calibrated uncertainty, where the model has it</source>
        <translation>Kalibrierte Unsicherheit, wo das Modell sie hat</translation>
    </message>
    <message>
        <source>Give calibrated uncertainty where the model has it; else the raw spread.</source>
        <translation>Kalibrierte Unsicherheit geben, wo das Modell sie hat; sonst die rohe Streuung.</translation>
    </message>
    <message>
        <source>Whose uncertainty SOC gets</source>
        <translation>Wessen Unsicherheit SOC erhält</translation>
    </message>
    <message>
        <source>Whose uncertainty SOC gets, where calibrated: the mean of the place, or a new observation with its own error.</source>
        <translation>Wessen Unsicherheit SOC erhält, wo kalibriert: die des Mittels am Ort oder die einer neuen Beobachtung mit ihrem eigenen Fehler.</translation>
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
        <source>Thresholds to exceed</source>
        <translation>Zu überschreitende Schwellen</translation>
    </message>
    <message>
        <source>Thresholds of the exceedance, as where=value: a range of depths in cm for a stock in kgC/m2 (0-30=5), a depth in cm for a density in gC/m3 (30=20000).</source>
        <translation>Schwellen der Überschreitung, als Wo=Wert: ein Tiefenbereich in cm für einen Vorrat in kgC/m2 (0-30=5), eine Tiefe in cm für eine Dichte in gC/m3 (30=20000).</translation>
    </message>
    <message>
        <source>Tile size (pixels; 0: as memory allows)</source>
        <translation>Kachelgröße (Pixel; 0: wie der Speicher erlaubt)</translation>
    </message>
    <message>
        <source>Width and height of the tiles in pixels; 0: as memory allows.</source>
        <translation>Breite und Höhe der Kacheln in Pixeln; 0: wie der Speicher erlaubt.</translation>
    </message>
    <message>
        <source>Memory (GB)</source>
        <translation>Arbeitsspeicher (GB)</translation>
    </message>
    <message>
        <source>Memory in GB that the run may take on this machine, all its processes together; at a scheduler, that each worker may take. It decides the size of tiles and batches.</source>
        <translation>Arbeitsspeicher in GB, den der Lauf auf diesem Rechner nehmen darf, alle seine Prozesse zusammen; bei einem Scheduler, den jeder Arbeiter nehmen darf. Er bestimmt die Größe von Kacheln und Stapeln.</translation>
    </message>
    <message>
        <source>Processes (0: as many as cores)</source>
        <translation>Rechenprozesse (0: so viele wie Kerne)</translation>
    </message>
    <message>
        <source>Processes on this machine that share the work; 1: the engine's own, 0: as many as there are cores.</source>
        <translation>Prozesse auf diesem Rechner, die sich die Arbeit teilen; 1: der des Rechenkerns selbst, 0: so viele wie Kerne.</translation>
    </message>
    <message>
        <source>Address of a Dask scheduler</source>
        <translation>Adresse eines Dask-Schedulers</translation>
    </message>
    <message>
        <source>Address of a running Dask scheduler whose workers do the work instead, such as tcp://10.0.0.1:8786; they need the engine, and the inputs under the same paths. Empty: this machine.</source>
        <translation>Adresse eines laufenden Dask-Schedulers, dessen Arbeiter stattdessen die Arbeit tun, etwa tcp://10.0.0.1:8786; sie brauchen den Rechenkern und die Eingaben unter denselben Pfaden. Leer: dieser Rechner.</translation>
    </message>
    <message>
        <source>Layout of the maps</source>
        <translation>Aufbau der Karten</translation>
    </message>
    <message>
        <source>Layout of the maps: plain, overviews (with smaller copies in the file, for fast display), or cog (cloud-optimised GeoTIFF, for the web too).</source>
        <translation>Aufbau der Karten: plain (einfach), overviews (mit verkleinerten Übersichten in der Datei, für schnelle Anzeige) oder cog (cloudoptimiertes GeoTIFF, auch für das Web).</translation>
    </message>
    <message>
        <source>Precision of the CLM5 layer: float32 is faster, and needed on Apple GPUs; rates below its range are solved in float64.</source>
        <translation>Genauigkeit der CLM5-Schicht: float32 ist schneller und auf Apple-Grafikprozessoren nötig; Raten unterhalb ihres Bereichs werden in float64 gelöst.</translation>
    </message>
    <message>
        <source>Known SOC to compare with</source>
        <translation>Bekannter SOC zum Vergleich</translation>
    </message>
    <message>
        <source>Raster of known SOC with the bands of the soc product, to compare with in the report; empty for none.</source>
        <translation>Raster des bekannten SOC mit den Bändern des Produkts soc, für den Vergleich im Bericht; leer: keines.</translation>
    </message>
    <message>
        <source>Known processes to compare with</source>
        <translation>Bekannte Prozesse zum Vergleich</translation>
    </message>
    <message>
        <source>Raster of the six known processes, to compare with in the report; empty for none.</source>
        <translation>Raster der sechs bekannten Prozesse, für den Vergleich im Bericht; leer: keines.</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>Parameter</translation>
    </message>
    <message>
        <source>GeoTIFF of the 21 parameters to write; empty for none.</source>
        <translation>GeoTIFF der 21 Parameter, das geschrieben wird; leer: keines.</translation>
    </message>
    <message>
        <source>Processes</source>
        <translation>Prozesse</translation>
    </message>
    <message>
        <source>GeoTIFF of the six processes to write; empty for none.</source>
        <translation>GeoTIFF der sechs Prozesse, das geschrieben wird; leer: keines.</translation>
    </message>
    <message>
        <source>Soil carbon</source>
        <translation>Bodenkohlenstoff</translation>
    </message>
    <message>
        <source>GeoTIFF of SOC at depths and of stocks to write; empty for none.</source>
        <translation>GeoTIFF des SOC in Tiefen und der Vorräte, das geschrieben wird; leer: keines.</translation>
    </message>
    <message>
        <source>Parameters: standard deviation</source>
        <translation>Parameter: Standardabweichung</translation>
    </message>
    <message>
        <source>GeoTIFF of the parameters' standard deviations to write (needs a spread); empty for none.</source>
        <translation>GeoTIFF der Standardabweichungen der Parameter, das geschrieben wird (braucht eine Streuung); leer: keines.</translation>
    </message>
    <message>
        <source>Processes: standard deviation</source>
        <translation>Prozesse: Standardabweichung</translation>
    </message>
    <message>
        <source>GeoTIFF of the processes' standard deviations to write (needs a spread); empty for none.</source>
        <translation>GeoTIFF der Standardabweichungen der Prozesse, das geschrieben wird (braucht eine Streuung); leer: keines.</translation>
    </message>
    <message>
        <source>Soil carbon: standard deviation</source>
        <translation>Bodenkohlenstoff: Standardabweichung</translation>
    </message>
    <message>
        <source>GeoTIFF of SOC's standard deviations to write (needs a spread); empty for none.</source>
        <translation>GeoTIFF der Standardabweichungen von SOC, das geschrieben wird (braucht eine Streuung); leer: keines.</translation>
    </message>
    <message>
        <source>Parameters: quantiles</source>
        <translation>Parameter: Quantile</translation>
    </message>
    <message>
        <source>GeoTIFF of the parameters' quantiles to write (needs a spread); empty for none.</source>
        <translation>GeoTIFF der Quantile der Parameter, das geschrieben wird (braucht eine Streuung); leer: keines.</translation>
    </message>
    <message>
        <source>Parameters: coefficient of variation</source>
        <translation>Parameter: Variationskoeffizient</translation>
    </message>
    <message>
        <source>GeoTIFF of the parameters' coefficients of variation (%) to write (needs a spread); empty for none.</source>
        <translation>GeoTIFF der Variationskoeffizienten (%) der Parameter, das geschrieben wird (braucht eine Streuung); leer: keines.</translation>
    </message>
    <message>
        <source>Processes: quantiles</source>
        <translation>Prozesse: Quantile</translation>
    </message>
    <message>
        <source>GeoTIFF of the processes' quantiles to write (needs a spread); empty for none.</source>
        <translation>GeoTIFF der Quantile der Prozesse, das geschrieben wird (braucht eine Streuung); leer: keines.</translation>
    </message>
    <message>
        <source>Processes: coefficient of variation</source>
        <translation>Prozesse: Variationskoeffizient</translation>
    </message>
    <message>
        <source>GeoTIFF of the processes' coefficients of variation (%) to write (needs a spread); empty for none.</source>
        <translation>GeoTIFF der Variationskoeffizienten (%) der Prozesse, das geschrieben wird (braucht eine Streuung); leer: keines.</translation>
    </message>
    <message>
        <source>Soil carbon: quantiles</source>
        <translation>Bodenkohlenstoff: Quantile</translation>
    </message>
    <message>
        <source>GeoTIFF of SOC's quantiles to write (needs a spread); empty for none.</source>
        <translation>GeoTIFF der Quantile von SOC, das geschrieben wird (braucht eine Streuung); leer: keines.</translation>
    </message>
    <message>
        <source>Soil carbon: coefficient of variation</source>
        <translation>Bodenkohlenstoff: Variationskoeffizient</translation>
    </message>
    <message>
        <source>GeoTIFF of SOC's coefficients of variation (%) to write (needs a spread); empty for none.</source>
        <translation>GeoTIFF der Variationskoeffizienten (%) von SOC, das geschrieben wird (braucht eine Streuung); leer: keines.</translation>
    </message>
    <message>
        <source>Soil carbon: probability of exceeding a threshold</source>
        <translation>Bodenkohlenstoff: Wahrscheinlichkeit, eine Schwelle zu überschreiten</translation>
    </message>
    <message>
        <source>GeoTIFF of the probability that SOC exceeds the thresholds to write (needs a spread); empty for none.</source>
        <translation>GeoTIFF der Wahrscheinlichkeit, dass SOC die Schwellen überschreitet, das geschrieben wird (braucht eine Streuung); leer: keines.</translation>
    </message>
    <message>
        <source>Domain of the model</source>
        <translation>Gültigkeitsbereich des Modells</translation>
    </message>
    <message>
        <source>GeoTIFF of the distance from the training profiles' covariates, and of the domain inside which the model holds, to write; empty for none.</source>
        <translation>GeoTIFF des Abstands von den Kovariablen der Trainingsprofile und des Bereichs, in dem das Modell gilt, das geschrieben wird; leer: keines.</translation>
    </message>
    <message>
        <source>HTML report with the maps to write; empty for none.</source>
        <translation>HTML-Bericht mit den Karten, der geschrieben wird; leer: keiner.</translation>
    </message>
    <message>
        <source>Map tiles with BINN</source>
        <translation>Kacheln mit BINN kartieren</translation>
    </message>
    <message>
        <source>Maps tile after tile, as a tile index says, and joins the maps in virtual mosaics.</source>
        <translation>Kartiert Kachel für Kachel, wie ein Kachelverzeichnis es sagt, und verbindet die Karten zu virtuellen Mosaiken.</translation>
    </message>
    <message>
        <source>Maps soil organic carbon (SOC), its processes and their parameters for every feature of a tile index: a layer with one feature per tile, whose fields hold the paths of the tile's covariate rasters, as 'Tile index' of GDAL or a table gives them. Paths are absolute, or relative to the index's own file; several in a field are separated by semicolons.

The folder gets NAME_product.tif of every tile, a virtual mosaic (product.vrt) of all, and a table (tiles.csv) of what became of each. A tile that fails is reported at the end and the rest is mapped; the algorithm fails only where every tile does. Run again, it maps what is missing, and tiles whose inputs or settings have changed.</source>
        <translation>Kartiert organischen Bodenkohlenstoff (SOC), seine Prozesse und deren Parameter für jedes Objekt eines Kachelverzeichnisses: einer Ebene mit einem Objekt je Kachel, deren Felder die Pfade der Kovariablenraster der Kachel enthalten, wie 'Kachelindex' von GDAL oder eine Tabelle sie gibt. Pfade sind absolut oder relativ zur Datei des Verzeichnisses; mehrere in einem Feld werden durch Semikolon getrennt.

Der Ordner erhält NAME_product.tif jeder Kachel, ein virtuelles Mosaik (product.vrt) aller, und eine Tabelle (tiles.csv) dessen, was aus jeder wurde. Eine Kachel, die scheitert, wird am Ende gemeldet, der Rest wird kartiert; der Algorithmus scheitert nur, wenn alle Kacheln scheitern. Noch einmal gestartet, kartiert er, was fehlt, und Kacheln, deren Eingaben oder Einstellungen sich geändert haben.</translation>
    </message>
    <message>
        <source>Tile index</source>
        <translation>Kachelverzeichnis</translation>
    </message>
    <message>
        <source>Tile index: a table or vector layer with one feature per tile, whose fields hold paths of its covariate rasters.</source>
        <translation>Kachelverzeichnis: eine Tabelle oder Vektorebene mit einem Objekt je Kachel, deren Felder Pfade ihrer Kovariablenraster enthalten.</translation>
    </message>
    <message>
        <source>Fields with paths of covariate rasters</source>
        <translation>Felder mit Pfaden der Kovariablenraster</translation>
    </message>
    <message>
        <source>Fields with the paths of covariate rasters; empty: every field whose name begins with covariate, path, location or raster. Several paths in a field are separated by semicolons.</source>
        <translation>Felder mit den Pfaden der Kovariablenraster; leer: jedes Feld, dessen Name mit covariate, path, location oder raster beginnt. Mehrere Pfade in einem Feld werden durch Semikolon getrennt.</translation>
    </message>
    <message>
        <source>Field with the tiles' names</source>
        <translation>Feld mit den Namen der Kacheln</translation>
    </message>
    <message>
        <source>Field with the tiles' names; empty: name, tile or id, else they are numbered from 1.</source>
        <translation>Feld mit den Namen der Kacheln; leer: name, tile oder id, sonst werden sie ab 1 nummeriert.</translation>
    </message>
    <message>
        <source>CLM5 forcing of all tiles</source>
        <translation>CLM5-Antrieb aller Kacheln</translation>
    </message>
    <message>
        <source>CLM5 forcing: a NetCDF with CLM5's variable names and units, a folder or a pattern (h0.*.nc) of CLM's history files, or a table of sites (.csv). Empty: a field of the index names each tile's.</source>
        <translation>CLM5-Antrieb: eine NetCDF mit Variablennamen und Einheiten von CLM5, ein Ordner oder ein Muster (h0.*.nc) von CLM-Verlaufsdateien oder eine Tabelle von Orten (.csv). Leer: Ein Feld des Verzeichnisses nennt den jeder Kachel.</translation>
    </message>
    <message>
        <source>Field with each tile's own forcing</source>
        <translation>Feld mit dem eigenen Antrieb jeder Kachel</translation>
    </message>
    <message>
        <source>Field with the path of a tile's own forcing; empty: forcing, where there is one.</source>
        <translation>Feld mit dem Pfad des eigenen Antriebs einer Kachel; leer: forcing, wo es das gibt.</translation>
    </message>
    <message>
        <source>Products</source>
        <translation>Produkte</translation>
    </message>
    <message>
        <source>Products to map: soc, processes, parameters, domain, and with a spread soc_sd and the like.</source>
        <translation>Produkte, die kartiert werden: soc, processes, parameters, domain, und mit einer Streuung soc_sd und dergleichen.</translation>
    </message>
    <message>
        <source>Relative standard error of the standard deviations at which a pixel needs no more passes; 0: all passes.</source>
        <translation>Relativer Standardfehler der Standardabweichungen, bei dem ein Pixel keine weiteren Durchgänge braucht; 0: alle Durchgänge.</translation>
    </message>
    <message>
        <source>Whose uncertainty SOC gets, where calibrated: the mean of the place, or a new observation.</source>
        <translation>Wessen Unsicherheit SOC erhält, wo kalibriert: die des Mittels am Ort oder die einer neuen Beobachtung.</translation>
    </message>
    <message>
        <source>Thresholds of the exceedance, as where=value; see predict.</source>
        <translation>Schwellen der Überschreitung, als Wo=Wert; siehe predict.</translation>
    </message>
    <message>
        <source>Parts of a tile (pixels; 0: as memory allows)</source>
        <translation>Teile einer Kachel (Pixel; 0: wie der Speicher erlaubt)</translation>
    </message>
    <message>
        <source>Width and height, in pixels, of the parts that a tile is mapped in; 0: as memory allows.</source>
        <translation>Breite und Höhe in Pixeln der Teile, in denen eine Kachel kartiert wird; 0: wie der Speicher erlaubt.</translation>
    </message>
    <message>
        <source>Folder of the maps</source>
        <translation>Ordner der Karten</translation>
    </message>
    <message>
        <source>Folder for the maps, NAME_product.tif, and the virtual mosaics, product.vrt; made where absent.</source>
        <translation>Ordner für die Karten, NAME_product.tif, und die virtuellen Mosaike, product.vrt; wird angelegt, wenn er fehlt.</translation>
    </message>
    <message>
        <source>Totals of zones</source>
        <translation>Summen von Zonen</translation>
    </message>
    <message>
        <source>Adds soil carbon up over polygons, with an uncertainty that does not take errors for independent.</source>
        <translation>Summiert Bodenkohlenstoff über Polygone, mit einer Unsicherheit, die Fehler nicht für unabhängig hält.</translation>
    </message>
    <message>
        <source>Gives for every polygon the stock of soil organic carbon (SOC) and the mean of SOC and of the six processes by area, each with its uncertainty. Areas are those on the ellipsoid, and pixels on an edge count by the share that lies within.

With a trained model, its covariates and its forcing, the model is run over the polygons pass by pass. A pass is one map, so that a polygon's total in every pass is the exact distribution of its total. For a calibrated model (see 'Calibrate BINN') the errors that no pass shows are added.

With maps of SOC and its standard deviation alone, how errors of pixels go together is not known. Two limits are given: errors independent from pixel to pixel, and the same throughout. RANGE_KM states the distance over which they are correlated; without it, the polygons have the widest uncertainty.

Polygons may be in any coordinate reference system, overlap, have holes, or lie partly off the map, which is reported.</source>
        <translation>Gibt für jedes Polygon den Vorrat des organischen Bodenkohlenstoffs (SOC) und das flächengewichtete Mittel von SOC und den sechs Prozessen, jeweils mit Unsicherheit. Flächen sind die auf dem Ellipsoid, und Pixel am Rand zählen mit dem Anteil, der innerhalb liegt.

Mit einem trainierten Modell, seinen Kovariablen und seinem Antrieb wird das Modell Durchgang für Durchgang über die Polygone gerechnet. Ein Durchgang ist eine Karte, sodass die Summen eines Polygons in allen Durchgängen die genaue Verteilung seiner Summe sind. Bei einem kalibrierten Modell (siehe 'BINN kalibrieren') kommen die Fehler hinzu, die kein Durchgang zeigt.

Mit Karten des SOC und seiner Standardabweichung allein ist nicht bekannt, wie Fehler von Pixeln zusammenhängen. Zwei Grenzen werden angegeben: Fehler unabhängig von Pixel zu Pixel, und überall dieselben. RANGE_KM sagt, über welche Entfernung sie korreliert sind; ohne Angabe erhalten die Polygone die größte Unsicherheit.

Polygone dürfen in jedem Bezugssystem liegen, sich überlappen, Löcher haben oder teilweise außerhalb der Karte liegen, was gemeldet wird.</translation>
    </message>
    <message>
        <source>Polygons</source>
        <translation>Polygone</translation>
    </message>
    <message>
        <source>Polygons to add up in: any vector file that GDAL reads, in any reference system.</source>
        <translation>Polygone, über die summiert wird: jede Vektordatei, die GDAL liest, in jedem Bezugssystem.</translation>
    </message>
    <message>
        <source>Field with the polygons' names</source>
        <translation>Feld mit den Namen der Polygone</translation>
    </message>
    <message>
        <source>Field with the names of the polygons; empty: they are numbered from 1.</source>
        <translation>Feld mit den Namen der Polygone; leer: sie werden ab 1 nummeriert.</translation>
    </message>
    <message>
        <source>Checkpoint of a trained model (.safetensors), which is run over the polygons pass by pass; empty: maps are added up.</source>
        <translation>Modelldatei eines trainierten Modells (.safetensors), das Durchgang für Durchgang über die Polygone gerechnet wird; leer: Karten werden summiert.</translation>
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
        <source>CLM5 forcing: a NetCDF with CLM5's variable names and units, a folder or a pattern (h0.*.nc) of CLM's history files, or a table of sites (.csv). For the model.</source>
        <translation>CLM5-Antrieb: eine NetCDF mit Variablennamen und Einheiten von CLM5, ein Ordner oder ein Muster (h0.*.nc) von CLM-Verlaufsdateien oder eine Tabelle von Orten (.csv). Für das Modell.</translation>
    </message>
    <message>
        <source>Map of SOC, without a model</source>
        <translation>Karte des SOC, ohne Modell</translation>
    </message>
    <message>
        <source>Map of SOC to add up, where there is no model.</source>
        <translation>Karte des SOC, die summiert wird, wo kein Modell gegeben ist.</translation>
    </message>
    <message>
        <source>Map of SOC's standard deviation</source>
        <translation>Karte der Standardabweichung von SOC</translation>
    </message>
    <message>
        <source>Map of SOC's standard deviations; empty: no uncertainty.</source>
        <translation>Karte der Standardabweichungen von SOC; leer: keine Unsicherheit.</translation>
    </message>
    <message>
        <source>Map of the processes, without a model</source>
        <translation>Karte der Prozesse, ohne Modell</translation>
    </message>
    <message>
        <source>Map of the six processes to average, where there is no model.</source>
        <translation>Karte der sechs Prozesse, die gemittelt wird, wo kein Modell gegeben ist.</translation>
    </message>
    <message>
        <source>Map of the processes' standard deviation</source>
        <translation>Karte der Standardabweichung der Prozesse</translation>
    </message>
    <message>
        <source>Map of the processes' standard deviations; empty: no uncertainty.</source>
        <translation>Karte der Standardabweichungen der Prozesse; leer: keine Unsicherheit.</translation>
    </message>
    <message>
        <source>Range of the errors' correlation (km)</source>
        <translation>Reichweite der Fehlerkorrelation (km)</translation>
    </message>
    <message>
        <source>Range in km of the correlation of errors that no pass of the model shows, where 5 % of it are left; 0: not known, so that the widest uncertainty is given.</source>
        <translation>Reichweite in km der Korrelation von Fehlern, die kein Durchgang des Modells zeigt, bei der noch 5 % von ihr übrig sind; 0: nicht bekannt, sodass die größte Unsicherheit angegeben wird.</translation>
    </message>
    <message>
        <source>Probability of intervals</source>
        <translation>Wahrscheinlichkeit der Intervalle</translation>
    </message>
    <message>
        <source>Probability of the intervals.</source>
        <translation>Wahrscheinlichkeit der Intervalle.</translation>
    </message>
    <message>
        <source>Monte Carlo dropout passes of the model; 0 gives no uncertainty.</source>
        <translation>Monte-Carlo-Dropout-Durchgänge des Modells; 0 gibt keine Unsicherheit.</translation>
    </message>
    <message>
        <source>Where the model's spread comes from: dropout, ensemble, both, or auto (both, or what the model has).</source>
        <translation>Woher die Streuung des Modells kommt: dropout, ensemble, both (beide) oder auto (beide, oder was das Modell hat).</translation>
    </message>
    <message>
        <source>Share of errors without correlation</source>
        <translation>Anteil der Fehler ohne Korrelation</translation>
    </message>
    <message>
        <source>Share of the variance of those errors that no two pixels have in common, with a range: 0 to 1.</source>
        <translation>Anteil der Varianz dieser Fehler, den keine zwei Pixel gemeinsam haben, bei gegebener Reichweite: 0 bis 1.</translation>
    </message>
    <message>
        <source>Grid that the model is run on</source>
        <translation>Gitter, auf dem das Modell gerechnet wird</translation>
    </message>
    <message>
        <source>Raster whose grid the model is run on; empty: that of the first covariate raster.</source>
        <translation>Raster, auf dessen Gitter das Modell gerechnet wird; leer: das des ersten Kovariablenrasters.</translation>
    </message>
    <message>
        <source>Depths of SOC (m), for the model</source>
        <translation>Tiefen von SOC (m), für das Modell</translation>
    </message>
    <message>
        <source>Depths of SOC density in metres, with a model; maps have their own.</source>
        <translation>Tiefen der SOC-Dichte in Metern, mit einem Modell; Karten haben ihre eigenen.</translation>
    </message>
    <message>
        <source>Seed of the passes and of the errors that they do not show.</source>
        <translation>Startwert der Durchgänge und der Fehler, die sie nicht zeigen.</translation>
    </message>
    <message>
        <source>SOC that no soil exceeds (kg/m3)</source>
        <translation>SOC, den kein Boden übersteigt (kg/m3)</translation>
    </message>
    <message>
        <source>SOC in kg/m3 that no soil exceeds: pixels above it are counted, and there is a warning.</source>
        <translation>SOC in kg/m3, den kein Boden übersteigt: Pixel darüber werden gezählt, und es gibt eine Warnung.</translation>
    </message>
    <message>
        <source>The file {path} is not one that BINN wrote.</source>
        <translation>Die Datei {path} stammt nicht von BINN.</translation>
    </message>
    <message>
        <source>Move it, or rename it.</source>
        <translation>Verschieben Sie sie, oder benennen Sie sie um.</translation>
    </message>
    <message>
        <source>record</source>
        <translation>Protokoll</translation>
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
        <source>Zones</source>
        <translation>Zonen</translation>
    </message>
    <message>
        <source>GeoPackage of the polygons with their totals and means to write (.gpkg).</source>
        <translation>GeoPackage der Polygone mit ihren Summen und Mitteln, das geschrieben wird (.gpkg).</translation>
    </message>
    <message>
        <source>All numbers as CSV</source>
        <translation>Alle Zahlen als CSV</translation>
    </message>
    <message>
        <source>CSV file with every total and mean under every assumption to write; empty for none.</source>
        <translation>CSV-Datei mit jeder Summe und jedem Mittel unter jeder Annahme, die geschrieben wird; leer: keine.</translation>
    </message>
    <message>
        <source>All numbers as JSON</source>
        <translation>Alle Zahlen als JSON</translation>
    </message>
    <message>
        <source>JSON file with the same to write; empty for none.</source>
        <translation>JSON-Datei mit demselben, die geschrieben wird; leer: keine.</translation>
    </message>
    <message>
        <source>Simulate CLM5 soil carbon</source>
        <translation>CLM5-Bodenkohlenstoff simulieren</translation>
    </message>
    <message>
        <source>Maps the soil carbon that CLM5 gives with known parameters.</source>
        <translation>Kartiert den Bodenkohlenstoff, den CLM5 mit bekannten Parametern gibt.</translation>
    </message>
    <message>
        <source>Runs the vertically resolved CLM5 soil carbon model to its steady state with given parameters, without a network.

Parameters come from the bands of the grid raster that are named as they are, from the values typed in (name=value, separated by commas), and else from CLM5's defaults. Useful to see what a parameter does, and what the default model gives.</source>
        <translation>Rechnet das nach der Tiefe aufgelöste Bodenkohlenstoffmodell von CLM5 mit gegebenen Parametern bis zum stationären Zustand, ohne Netz.

Parameter kommen aus den Bändern des Gitterrasters, die wie sie heißen, aus den eingegebenen Werten (Name=Wert, durch Komma getrennt) und sonst aus den Vorgabewerten von CLM5. Nützlich, um zu sehen, was ein Parameter bewirkt und was das Modell mit seinen Vorgaben gibt.</translation>
    </message>
    <message>
        <source>Grid of the maps, with parameters where its bands are named so</source>
        <translation>Gitter der Karten, mit Parametern in Bändern dieses Namens</translation>
    </message>
    <message>
        <source>Raster whose grid the products take; where its bands are named as parameters, these are the parameters' values.</source>
        <translation>Raster, dessen Gitter die Karten annehmen; wo seine Bänder wie Parameter heißen, sind das die Werte der Parameter.</translation>
    </message>
    <message>
        <source>Values of parameters</source>
        <translation>Werte von Parametern</translation>
    </message>
    <message>
        <source>Values of parameters as name=value; others come from the grid's bands, then from CLM5's defaults.</source>
        <translation>Werte von Parametern als Name=Wert; andere kommen aus den Bändern des Gitters, dann aus den Vorgabewerten von CLM5.</translation>
    </message>
    <message>
        <source>Bedrock: clm5 closes the soil at bedrock; published reproduces the published codes.</source>
        <translation>Fels: clm5 schließt den Boden am Fels ab; published bildet die veröffentlichten Programme nach.</translation>
    </message>
    <message>
        <source>GeoTIFF of the 21 parameters used to write; empty for none.</source>
        <translation>GeoTIFF der 21 verwendeten Parameter, das geschrieben wird; leer: keines.</translation>
    </message>
    <message>
        <source>PRODA: invert profiles</source>
        <translation>PRODA: Profile invertieren</translation>
    </message>
    <message>
        <source>Infers the parameters of the CLM5 soil carbon model at every profile, by Markov chains.</source>
        <translation>Schließt an jedem Profil auf die Parameter des Bodenkohlenstoffmodells von CLM5, mit Markow-Ketten.</translation>
    </message>
    <message>
        <source>Infers, for each soil profile by itself, which parameters of the CLM5 soil carbon model its soil organic carbon (SOC) allows: Bayesian inversion by Markov chains, with uniform priors on the ranges of the parameters.

This is the first half of PRODA, the method that BINN is measured against; 'PRODA: upscale' is the second. The chains are written to a folder as they come. A run that was stopped goes on when it is run again into the same folder, to the very same chains.

The table has a row for each profile: means, standard deviations and quantiles of parameters and processes, how well the profile is fitted, and whether its chains agree (R-hat).</source>
        <translation>Schließt für jedes Bodenprofil allein darauf, welche Parameter des Bodenkohlenstoffmodells von CLM5 sein organischer Bodenkohlenstoff (SOC) zulässt: bayessche Inversion mit Markow-Ketten, mit gleichverteilten A-priori-Verteilungen auf den Bereichen der Parameter.

Das ist die erste Hälfte von PRODA, dem Verfahren, an dem BINN gemessen wird; 'PRODA: hochskalieren' ist die zweite. Die Ketten werden fortlaufend in einen Ordner geschrieben. Ein unterbrochener Lauf geht weiter, wenn er in denselben Ordner noch einmal gestartet wird, zu genau denselben Ketten.

Die Tabelle hat eine Zeile je Profil: Mittel, Standardabweichungen und Quantile der Parameter und Prozesse, wie gut das Profil getroffen wird, und ob seine Ketten übereinstimmen (R-hat).</translation>
    </message>
    <message>
        <source>SOC profiles: a CSV or any vector file that GDAL reads, one row per soil layer.</source>
        <translation>SOC-Profile: eine CSV- oder Vektordatei, die GDAL liest, eine Zeile je Bodenschicht.</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>Verfahren</translation>
    </message>
    <message>
        <source>How to sample: recommended (differential evolution, exact), or published to reproduce PRODA's sampler and cost.</source>
        <translation>Wie gezogen wird: recommended (Differential Evolution, exakt) oder published, um Ziehung und Kosten von PRODA nachzubilden.</translation>
    </message>
    <message>
        <source>Steps of each chain</source>
        <translation>Schritte jeder Kette</translation>
    </message>
    <message>
        <source>Steps of each chain, warm-up included. Empty: as the method has it (20,000; published 70,000).</source>
        <translation>Schritte jeder Kette, mit Einlaufphase. Leer: wie im Verfahren (20.000; published 70.000).</translation>
    </message>
    <message>
        <source>Error of log SOC</source>
        <translation>Fehler des logarithmierten SOC</translation>
    </message>
    <message>
        <source>Standard deviation of the error of the logarithm of SOC, of observations and model together; published has its own, 60 % of SOC.</source>
        <translation>Standardabweichung des Fehlers des Logarithmus von SOC, von Beobachtungen und Modell zusammen; published hat seinen eigenen, 60 % des SOC.</translation>
    </message>
    <message>
        <source>Seed of the chains.</source>
        <translation>Startwert der Ketten.</translation>
    </message>
    <message>
        <source>Ranges of the parameters, within which priors are uniform: binn, proda, or a CSV file with the columns name, lower, upper.</source>
        <translation>Bereiche der Parameter, in denen die A-priori-Verteilungen gleichmäßig sind: binn, proda oder eine CSV-Datei mit den Spalten name, lower, upper.</translation>
    </message>
    <message>
        <source>Bedrock: clm5 closes the soil at bedrock; published reproduces the published codes. Empty: as the method has it.</source>
        <translation>Fels: clm5 schließt den Boden am Fels ab; published bildet die veröffentlichten Programme nach. Leer: wie im Verfahren.</translation>
    </message>
    <message>
        <source>Parameters to infer</source>
        <translation>Zu erschließende Parameter</translation>
    </message>
    <message>
        <source>Names of the parameters to infer; empty: all 21.</source>
        <translation>Namen der zu erschließenden Parameter; leer: alle 21.</translation>
    </message>
    <message>
        <source>Values of parameters not inferred</source>
        <translation>Werte nicht erschlossener Parameter</translation>
    </message>
    <message>
        <source>Values of parameters that are not inferred, as name=value; others take CLM5's default within their range.</source>
        <translation>Werte von Parametern, die nicht erschlossen werden, als Name=Wert; andere nehmen den Vorgabewert von CLM5 innerhalb ihres Bereichs.</translation>
    </message>
    <message>
        <source>Highest SOC to use (gC/m3)</source>
        <translation>Höchster verwendeter SOC (gC/m3)</translation>
    </message>
    <message>
        <source>Layers above this SOC (gC/m3) are left out, as in training.</source>
        <translation>Schichten über diesem SOC (gC/m3) bleiben weg, wie beim Training.</translation>
    </message>
    <message>
        <source>Chains at each profile</source>
        <translation>Ketten je Profil</translation>
    </message>
    <message>
        <source>Chains at each profile.</source>
        <translation>Ketten je Profil.</translation>
    </message>
    <message>
        <source>Steps of warm-up</source>
        <translation>Schritte der Einlaufphase</translation>
    </message>
    <message>
        <source>Steps that do not count. Empty: as the method has it (half; published its first stage of 20,000).</source>
        <translation>Schritte, die nicht zählen. Leer: wie im Verfahren (die Hälfte; published seine erste Stufe von 20.000).</translation>
    </message>
    <message>
        <source>Keep one state in</source>
        <translation>Jeder wievielte Zustand bleibt</translation>
    </message>
    <message>
        <source>One state in so many is kept.</source>
        <translation>Von so vielen Zuständen wird einer behalten.</translation>
    </message>
    <message>
        <source>Profiles worked on together</source>
        <translation>Gemeinsam bearbeitete Profile</translation>
    </message>
    <message>
        <source>Profiles that are worked on, and written, together; has no say in the results.</source>
        <translation>Profile, die gemeinsam bearbeitet und geschrieben werden; ohne Einfluss auf die Ergebnisse.</translation>
    </message>
    <message>
        <source>Processes of this machine that share the profiles; 0: as many as there are cores.</source>
        <translation>Prozesse auf diesem Rechner, die sich die Profile teilen; 0: so viele wie Kerne.</translation>
    </message>
    <message>
        <source>Address of a running Dask scheduler whose workers share the profiles instead, such as tcp://10.0.0.1:8786; they need the engine, and the folder of chains under the same path. Empty: this machine.</source>
        <translation>Adresse eines laufenden Dask-Schedulers, dessen Arbeiter sich stattdessen die Profile teilen, etwa tcp://10.0.0.1:8786; sie brauchen den Rechenkern und den Ordner der Ketten unter demselben Pfad. Leer: dieser Rechner.</translation>
    </message>
    <message>
        <source>Folder for the chains</source>
        <translation>Ordner für die Ketten</translation>
    </message>
    <message>
        <source>Folder for the chains; made where absent. A run into the folder of one that was stopped goes on with it.</source>
        <translation>Ordner für die Ketten; wird angelegt, wenn er fehlt. Ein Lauf in den Ordner eines unterbrochenen setzt diesen fort.</translation>
    </message>
    <message>
        <source>Table of posteriors</source>
        <translation>Tabelle der A-posteriori-Verteilungen</translation>
    </message>
    <message>
        <source>Table of the posteriors to write, a row a profile (.csv or .gpkg); empty for none.</source>
        <translation>Tabelle der A-posteriori-Verteilungen, die geschrieben wird, eine Zeile je Profil (.csv oder .gpkg); leer: keine.</translation>
    </message>
    <message>
        <source>PRODA: upscale</source>
        <translation>PRODA: hochskalieren</translation>
    </message>
    <message>
        <source>Trains networks that carry inverted parameters to places without profiles.</source>
        <translation>Trainiert Netze, die invertierte Parameter an Orte ohne Profile tragen.</translation>
    </message>
    <message>
        <source>Trains an ensemble of networks on the posteriors that 'PRODA: invert profiles' found, from covariates to parameters, and writes a model as 'Train BINN' does: 'Map with BINN' and 'Evaluate a BINN model' take it unchanged.

Profiles whose chains do not agree, or that are badly fitted, teach nothing. Soil organic carbon (SOC) is not in the loss; it is scored on profiles held out.

'Compare two models' sets the result beside BINN.</source>
        <translation>Trainiert ein Ensemble von Netzen an den A-posteriori-Verteilungen, die 'PRODA: Profile invertieren' gefunden hat, von Kovariablen zu Parametern, und schreibt ein Modell, wie 'BINN trainieren' es tut: 'Mit BINN kartieren' und 'BINN-Modell bewerten' nehmen es unverändert.

Profile, deren Ketten nicht übereinstimmen oder die schlecht getroffen werden, lehren nichts. Organischer Bodenkohlenstoff (SOC) steht nicht in der Verlustfunktion; er wird an zurückgehaltenen Profilen bewertet.

'Zwei Modelle vergleichen' stellt das Ergebnis neben BINN.</translation>
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
        <source>Covariates: rasters to sample at the profiles, or tables with one row per profile joined by profile id.</source>
        <translation>Kovariablen: Raster, die an den Profilen gelesen werden, oder Tabellen mit einer Zeile je Profil, über die Profilkennung verbunden.</translation>
    </message>
    <message>
        <source>Profile id field of the table</source>
        <translation>Feld der Profilkennung in der Tabelle</translation>
    </message>
    <message>
        <source>Field with the profile id in tables of covariates; empty: recognised by name.</source>
        <translation>Feld mit der Profilkennung in Tabellen der Kovariablen; leer: am Namen erkannt.</translation>
    </message>
    <message>
        <source>How to upscale: recommended (BINN's network, errors weighed by the posterior), or published to reproduce PRODA's network and loss.</source>
        <translation>Wie hochskaliert wird: recommended (Netz von BINN, Fehler nach der A-posteriori-Verteilung gewichtet) oder published, um Netz und Verlustfunktion von PRODA nachzubilden.</translation>
    </message>
    <message>
        <source>Largest mean R-hat</source>
        <translation>Größtes mittleres R-hat</translation>
    </message>
    <message>
        <source>Profiles whose mean R-hat over the parameters is larger teach nothing.</source>
        <translation>Profile, deren über die Parameter gemitteltes R-hat größer ist, lehren nichts.</translation>
    </message>
    <message>
        <source>Smallest NSE of log SOC</source>
        <translation>Kleinste NSE des logarithmierten SOC</translation>
    </message>
    <message>
        <source>Profiles whose fit, the NSE of log SOC of their layers, is smaller teach nothing; those with a single layer have none and stay.</source>
        <translation>Profile, deren Anpassung, die NSE des logarithmierten SOC ihrer Schichten, kleiner ist, lehren nichts; solche mit einer einzigen Schicht haben keine und bleiben.</translation>
    </message>
    <message>
        <source>Bootstrap the profiles</source>
        <translation>Bootstrap der Profile</translation>
    </message>
    <message>
        <source>Teach every network of the ensemble a bootstrap sample of the profiles.</source>
        <translation>Jedes Netz des Ensembles an einer Bootstrap-Stichprobe der Profile lehren.</translation>
    </message>
    <message>
        <source>Widths of the network's hidden layers. Empty: as the method has it.</source>
        <translation>Breiten der verdeckten Schichten des Netzes. Leer: wie im Verfahren.</translation>
    </message>
    <message>
        <source>Dropout in the hidden layers. Empty: as the recipe has it.</source>
        <translation>Dropout in den verdeckten Schichten. Leer: wie im Rezept.</translation>
    </message>
    <message>
        <source>Train on the test profiles too in the end</source>
        <translation>Am Ende auch an den Prüfprofilen trainieren</translation>
    </message>
    <message>
        <source>Share of profiles for a random test</source>
        <translation>Anteil der Profile für eine Zufallsprüfung</translation>
    </message>
    <message>
        <source>Share of profiles for a blocked test</source>
        <translation>Anteil der Profile für eine Prüfung in Blöcken</translation>
    </message>
    <message>
        <source>Test on the profiles unseen by this model</source>
        <translation>An Profilen prüfen, die dieses Modell nicht sah</translation>
    </message>
    <message>
        <source>Checkpoint of another model: the profiles that it never saw are the test here too, so that both can be scored on them. Empty: a test of its own.</source>
        <translation>Modelldatei eines anderen Modells: Die Profile, die es nie sah, sind auch hier die Prüfung, sodass beide an ihnen bewertet werden können. Leer: eine eigene Prüfung.</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
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
        <source>Maps two models, such as BINN and PRODA, on the same grid and reports for each of the six processes and the 21 parameters how they agree: correlation (Pearson and Spearman) with intervals from blocks of land, bias and root mean square error, maps side by side and of the difference. Rasters of parameters and processes may stand for either model, or for both.

The mean correlation is given with and without plant carbon input, which comes with the forcing and is the same in both. With soil profiles that taught neither model both are scored on them; with maps of a known truth the report says which is nearer to it. The cost of each model is set beside it.</source>
        <translation>Kartiert zwei Modelle, etwa BINN und PRODA, auf demselben Gitter und berichtet für jeden der sechs Prozesse und der 21 Parameter, wie sie übereinstimmen: Korrelation (Pearson und Spearman) mit Intervallen aus Landblöcken, Verzerrung und Wurzel des mittleren quadratischen Fehlers, Karten nebeneinander und der Differenz. Raster der Parameter und Prozesse dürfen für eines der Modelle stehen oder für beide.

Die mittlere Korrelation wird mit und ohne den pflanzlichen Kohlenstoffeintrag angegeben, der mit dem Antrieb kommt und in beiden derselbe ist. Mit Bodenprofilen, die keines der Modelle lehrten, werden beide an ihnen bewertet; mit Karten einer bekannten Wahrheit sagt der Bericht, welches ihr näher ist. Die Kosten jedes Modells stehen daneben.</translation>
    </message>
    <message>
        <source>First model</source>
        <translation>Erstes Modell</translation>
    </message>
    <message>
        <source>Checkpoint of the first model (.safetensors); empty: its rasters.</source>
        <translation>Modelldatei des ersten Modells (.safetensors); leer: seine Raster.</translation>
    </message>
    <message>
        <source>Second model</source>
        <translation>Zweites Modell</translation>
    </message>
    <message>
        <source>Checkpoint of the second model (.safetensors); empty: its rasters.</source>
        <translation>Modelldatei des zweiten Modells (.safetensors); leer: seine Raster.</translation>
    </message>
    <message>
        <source>Covariate rasters of the grid</source>
        <translation>Kovariablenraster des Gitters</translation>
    </message>
    <message>
        <source>Covariate rasters of the grid to compare on, with the names the models were trained with; none where both are rasters.</source>
        <translation>Kovariablenraster des Gitters, auf dem verglichen wird, mit den Namen, mit denen die Modelle trainiert wurden; keine, wenn beide Raster sind.</translation>
    </message>
    <message>
        <source>CLM5 forcing: a NetCDF with CLM5's variable names and units, a folder or a pattern (h0.*.nc) of CLM's history files, or a table of sites (.csv). None where both are rasters.</source>
        <translation>CLM5-Antrieb: eine NetCDF mit Variablennamen und Einheiten von CLM5, ein Ordner oder ein Muster (h0.*.nc) von CLM-Verlaufsdateien oder eine Tabelle von Orten (.csv). Keiner, wenn beide Raster sind.</translation>
    </message>
    <message>
        <source>Name of the first model</source>
        <translation>Name des ersten Modells</translation>
    </message>
    <message>
        <source>What to call the first model.</source>
        <translation>Wie das erste Modell genannt wird.</translation>
    </message>
    <message>
        <source>Name of the second model</source>
        <translation>Name des zweiten Modells</translation>
    </message>
    <message>
        <source>What to call the second model.</source>
        <translation>Wie das zweite Modell genannt wird.</translation>
    </message>
    <message>
        <source>SOC profiles to score both on</source>
        <translation>SOC-Profile, an denen beide bewertet werden</translation>
    </message>
    <message>
        <source>SOC profiles to score both models on, those that taught neither; empty for none.</source>
        <translation>SOC-Profile, an denen beide Modelle bewertet werden, solche, die keines lehrten; leer: keine.</translation>
    </message>
    <message>
        <source>Covariate table of the profiles</source>
        <translation>Kovariablentabelle der Profile</translation>
    </message>
    <message>
        <source>Monte Carlo passes for the spread of each model; 0 for none.</source>
        <translation>Monte-Carlo-Durchgänge für die Streuung jedes Modells; 0: keine.</translation>
    </message>
    <message>
        <source>Size of blocks of land (degrees)</source>
        <translation>Größe der Landblöcke (Grad)</translation>
    </message>
    <message>
        <source>Size of the blocks of land that are drawn together for the intervals, in degrees.</source>
        <translation>Größe der Landblöcke in Grad, die für die Intervalle gemeinsam gezogen werden.</translation>
    </message>
    <message>
        <source>Known processes</source>
        <translation>Bekannte Prozesse</translation>
    </message>
    <message>
        <source>Raster of the six known processes, to tell which model is nearer; empty for none.</source>
        <translation>Raster der sechs bekannten Prozesse, um zu sagen, welches Modell näher liegt; leer: keines.</translation>
    </message>
    <message>
        <source>Known parameters</source>
        <translation>Bekannte Parameter</translation>
    </message>
    <message>
        <source>Raster of the known parameters, to tell which model is nearer; empty for none.</source>
        <translation>Raster der bekannten Parameter, um zu sagen, welches Modell näher liegt; leer: keines.</translation>
    </message>
    <message>
        <source>Rasters in place of the first model</source>
        <translation>Raster statt des ersten Modells</translation>
    </message>
    <message>
        <source>In place of the first checkpoint, rasters of its parameters, processes, SOC and standard deviations, their bands named as predict names them.</source>
        <translation>Statt der ersten Modelldatei Raster seiner Parameter, Prozesse, von SOC und der Standardabweichungen, mit Bändern benannt wie beim Kartieren.</translation>
    </message>
    <message>
        <source>Rasters in place of the second model</source>
        <translation>Raster statt des zweiten Modells</translation>
    </message>
    <message>
        <source>In place of the second checkpoint, its rasters.</source>
        <translation>Statt der zweiten Modelldatei deren Raster.</translation>
    </message>
    <message>
        <source>Seed of passes and intervals.</source>
        <translation>Startwert der Durchgänge und Intervalle.</translation>
    </message>
    <message>
        <source>Numbers as JSON</source>
        <translation>Zahlen als JSON</translation>
    </message>
    <message>
        <source>JSON file with all numbers to write; empty for none.</source>
        <translation>JSON-Datei mit allen Zahlen, die geschrieben wird; leer: keine.</translation>
    </message>
    <message>
        <source>Agreement as CSV</source>
        <translation>Übereinstimmung als CSV</translation>
    </message>
    <message>
        <source>CSV file with the agreement of every process and parameter to write; empty for none.</source>
        <translation>CSV-Datei mit der Übereinstimmung jedes Prozesses und Parameters, die geschrieben wird; leer: keine.</translation>
    </message>
    <message>
        <source>Processes: difference</source>
        <translation>Prozesse: Differenz</translation>
    </message>
    <message>
        <source>GeoTIFF of the second model's processes less the first's to write; empty for none.</source>
        <translation>GeoTIFF der Prozesse des zweiten Modells minus der des ersten, das geschrieben wird; leer: keines.</translation>
    </message>
    <message>
        <source>Parameters: difference</source>
        <translation>Parameter: Differenz</translation>
    </message>
    <message>
        <source>GeoTIFF of the second model's parameters less the first's to write; empty for none.</source>
        <translation>GeoTIFF der Parameter des zweiten Modells minus der des ersten, das geschrieben wird; leer: keines.</translation>
    </message>
    <message>
        <source>Set up the engine</source>
        <translation>Rechenkern einrichten</translation>
    </message>
    <message>
        <source>Makes or chooses the Python environment in which BINN computes.</source>
        <translation>Legt die Python-Umgebung an, in der BINN rechnet, oder wählt eine aus.</translation>
    </message>
    <message>
        <source>Makes the Python environment in which BINN computes (PyTorch, rasterio and others, about 2 GB), or takes one that you have.

The environment is separate from QGIS's Python, into which nothing is installed. It is checked by a real computation before it is used. A set-up that was cancelled or failed goes on where it stopped when it is run again with the same folder. The proxy of QGIS's options is used, and certificates are always checked.</source>
        <translation>Legt die Python-Umgebung an, in der BINN rechnet (PyTorch, rasterio und andere, etwa 2 GB), oder nimmt eine, die Sie haben.

Die Umgebung ist vom Python von QGIS getrennt, in das nichts installiert wird. Sie wird durch eine echte Rechnung geprüft, bevor sie benutzt wird. Ein abgebrochenes oder gescheitertes Einrichten geht da weiter, wo es stehen blieb, wenn es mit demselben Ordner noch einmal gestartet wird. Der Proxy aus den QGIS-Optionen wird benutzt, und Zertifikate werden immer geprüft.</translation>
    </message>
    <message>
        <source>Python to use as it is</source>
        <translation>Python, das so benutzt wird, wie es ist</translation>
    </message>
    <message>
        <source>Python that already has the engine's packages (torch, rasterio and the others), to use as it is; empty: make an environment.</source>
        <translation>Python, das die Pakete des Rechenkerns schon hat (torch, rasterio und die anderen) und so benutzt wird, wie es ist; leer: eine Umgebung anlegen.</translation>
    </message>
    <message>
        <source>Folder for the environment</source>
        <translation>Ordner für die Umgebung</translation>
    </message>
    <message>
        <source>Folder for the environment, about 2 GB; empty: beside the QGIS profile.</source>
        <translation>Ordner für die Umgebung, etwa 2 GB; leer: neben dem QGIS-Profil.</translation>
    </message>
    <message>
        <source>PyTorch for</source>
        <translation>PyTorch für</translation>
    </message>
    <message>
        <source>PyTorch for the processor alone (cpu), or for an NVIDIA graphics card too (cuda, about 8 GB).</source>
        <translation>PyTorch nur für den Prozessor (cpu) oder auch für eine NVIDIA-Grafikkarte (cuda, etwa 8 GB).</translation>
    </message>
    <message>
        <source>Folder with wheel files</source>
        <translation>Ordner mit Wheel-Dateien</translation>
    </message>
    <message>
        <source>Folder with the packages as wheel files, to install from without a network; empty: from the package index that pip is set to.</source>
        <translation>Ordner mit den Paketen als Wheel-Dateien, um ohne Netz zu installieren; leer: aus dem Paketindex, auf den pip eingestellt ist.</translation>
    </message>
    <message>
        <source>Plant carbon input</source>
        <translation>Pflanzlicher Kohlenstoffeintrag</translation>
    </message>
    <message>
        <source>Litter that reaches the soil; from the forcing, not learned</source>
        <translation>Streu, die den Boden erreicht; aus dem Antrieb, nicht gelernt</translation>
    </message>
    <message>
        <source>Carbon input allocation</source>
        <translation>Verteilung des Kohlenstoffeintrags</translation>
    </message>
    <message>
        <source>How deep plant carbon enters the soil: the higher, the deeper</source>
        <translation>Wie tief pflanzlicher Kohlenstoff in den Boden gelangt: je höher, desto tiefer</translation>
    </message>
    <message>
        <source>Carbon transfer efficiency</source>
        <translation>Effizienz der Kohlenstoffübertragung</translation>
    </message>
    <message>
        <source>Share of decomposed carbon that stays in the soil</source>
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
        <source>How much temperature, moisture and depth slow decomposition down</source>
        <translation>Wie sehr Temperatur, Feuchte und Tiefe den Abbau verlangsamen</translation>
    </message>
    <message>
        <source>Vertical transport</source>
        <translation>Vertikaler Transport</translation>
    </message>
    <message>
        <source>Rate at which a layer's carbon is moved by mixing</source>
        <translation>Rate, mit der Mischung den Kohlenstoff einer Schicht bewegt</translation>
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
        <source>Factor by which decomposition speeds up per 10 K of warming</source>
        <translation>Faktor, um den sich der Abbau je 10 K Erwärmung beschleunigt</translation>
    </message>
    <message>
        <source>Depth over which decomposition falls by a factor e for reasons other than climate</source>
        <translation>Tiefe, über die der Abbau aus anderen Gründen als dem Klima um den Faktor e abnimmt</translation>
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
        <source>Share of decomposed active soil carbon that becomes slow (default: CLM5 at 50 % sand)</source>
        <translation>Anteil des abgebauten aktiven Bodenkohlenstoffs, der langsamer wird (Vorgabe: CLM5 bei 50 % Sand)</translation>
    </message>
    <message>
        <source>Share of decomposed active soil carbon that becomes passive</source>
        <translation>Anteil des abgebauten aktiven Bodenkohlenstoffs, der passiver wird</translation>
    </message>
    <message>
        <source>Share of decomposed slow soil carbon that becomes active</source>
        <translation>Anteil des abgebauten langsamen Bodenkohlenstoffs, der aktiver wird</translation>
    </message>
    <message>
        <source>Share of decomposed slow soil carbon that becomes passive</source>
        <translation>Anteil des abgebauten langsamen Bodenkohlenstoffs, der passiver wird</translation>
    </message>
    <message>
        <source>Share of decomposed passive soil carbon that becomes active</source>
        <translation>Anteil des abgebauten passiven Bodenkohlenstoffs, der aktiver wird</translation>
    </message>
    <message>
        <source>Share of decomposed coarse woody debris that becomes cellulose litter; the rest becomes lignin litter</source>
        <translation>Anteil des abgebauten groben Totholzes, der Zellulosestreu wird; der Rest wird Ligninstreu</translation>
    </message>
    <message>
        <source>Multiplier of the soil water scalar, whose product is capped at 1</source>
        <translation>Multiplikator des Feuchtefaktors des Bodens, deren Produkt bei 1 begrenzt ist</translation>
    </message>
    <message>
        <source>Depth distribution of plant carbon input: the share above depth z is 1 - beta^z, z in cm</source>
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
        <source>How far a pixel's covariates lie from those of the training profiles</source>
        <translation>Wie weit die Kovariablen eines Pixels von denen der Trainingsprofile entfernt sind</translation>
    </message>
    <message>
        <source>data: single profiles inform it</source>
        <translation>Daten: Einzelne Profile geben Auskunft</translation>
    </message>
    <message>
        <source>data in its level; its pattern only as far as it follows the covariates</source>
        <translation>Daten im Niveau; das Muster nur, soweit es den Kovariablen folgt</translation>
    </message>
    <message>
        <source>prior, not data</source>
        <translation>A-priori-Annahme, nicht Daten</translation>
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
        <source>Calibration</source>
        <translation>Kalibrierung</translation>
    </message>
    <message>
        <source>Scaling of a raw spread by errors that are known, so that intervals hold as many true values as they claim.</source>
        <translation>Skalierung einer rohen Streuung durch bekannte Fehler, sodass Intervalle so viele wahre Werte enthalten, wie sie versprechen.</translation>
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
        <source>Covariate</source>
        <translation>Kovariable</translation>
    </message>
    <message>
        <source>What is known about every place: climate, relief, soil, vegetation. Continuous (a number) or categorical (a class).</source>
        <translation>Was über jeden Ort bekannt ist: Klima, Relief, Boden, Vegetation. Stetig (eine Zahl) oder kategorial (eine Klasse).</translation>
    </message>
    <message>
        <source>Coverage</source>
        <translation>Überdeckung</translation>
    </message>
    <message>
        <source>Share of true or observed values within their predicted intervals.</source>
        <translation>Anteil der wahren oder beobachteten Werte innerhalb ihrer vorhergesagten Intervalle.</translation>
    </message>
    <message>
        <source>Domain</source>
        <translation>Gültigkeitsbereich</translation>
    </message>
    <message>
        <source>The covariates that a model was trained with, and what is near enough to them for it to hold.</source>
        <translation>Die Kovariablen, mit denen ein Modell trainiert wurde, und was ihnen nahe genug ist, dass es gilt.</translation>
    </message>
    <message>
        <source>What drives the soil, month by month: temperature, moisture, oxygen and nitrogen scalars, thaw depth, litter.</source>
        <translation>Was den Boden Monat für Monat antreibt: Temperatur, Feuchte-, Sauerstoff- und Stickstofffaktor, Auftautiefe, Streu.</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>Schicht</translation>
    </message>
    <message>
        <source>A slice of soil. Of a profile: from a top to a bottom depth. Of CLM5: one of twenty, down to 8.6 m.</source>
        <translation>Eine Scheibe Boden. Bei einem Profil: von einer oberen bis zu einer unteren Tiefe. Bei CLM5: eine von zwanzig, bis 8,6 m.</translation>
    </message>
    <message>
        <source>Monte Carlo dropout</source>
        <translation>Monte-Carlo-Dropout</translation>
    </message>
    <message>
        <source>Prediction repeated with parts of the network left out at random; the spread shows how unsure the network is.</source>
        <translation>Wiederholte Vorhersage, bei der zufällig Teile des Netzes weggelassen werden; die Streuung zeigt, wie unsicher das Netz ist.</translation>
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
        <source>Prior</source>
        <translation>A-priori-Verteilung</translation>
    </message>
    <message>
        <source>The range within which a parameter may lie; BINN's and PRODA's differ.</source>
        <translation>Der Bereich, in dem ein Parameter liegen darf; die von BINN und PRODA unterscheiden sich.</translation>
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
        <source>A square of land whose profiles are all held out together, so that a test has no neighbours in training.</source>
        <translation>Ein Quadrat Land, dessen Profile alle gemeinsam zurückgehalten werden, sodass eine Prüfung keine Nachbarn im Training hat.</translation>
    </message>
    <message>
        <source>Twin</source>
        <translation>Zwilling</translation>
    </message>
    <message>
        <source>True parameters of our own making at the user's sites, and the SOC that would be observed if they were true.</source>
        <translation>Wahre Parameter, selbst gesetzt an den Orten des Nutzers, und der SOC, der zu beobachten wäre, wenn sie wahr wären.</translation>
    </message>
    <message>
        <source>No map is asked for. Give at least one of {rasters} a place.</source>
        <translation>Es ist keine Karte verlangt. Geben Sie mindestens einer von {rasters} einen Platz.</translation>
    </message>
    <message>
        <source>Metrics as JSON</source>
        <translation>Kennzahlen als JSON</translation>
    </message>
    <message>
        <source>Set it (Layer &gt; Set CRS of Layer) and run again.</source>
        <translation>Setzen Sie es (Layer &gt; KBS des Layers) und starten Sie noch einmal.</translation>
    </message>
    <message>
        <source>Give {label} ({name}), or {another}.</source>
        <translation>Geben Sie {label} ({name}) an, oder {another}.</translation>
    </message>
    <message>
        <source>The raster layer '{value}' cannot be read. Check that the file exists and is a raster that GDAL reads.</source>
        <translation>Die Rasterebene '{value}' kann nicht gelesen werden. Prüfen Sie, ob es die Datei gibt und ob sie ein Raster ist, das GDAL liest.</translation>
    </message>
    <message>
        <source>The raster layer '{layer}' has no coordinate reference system. {remedy}</source>
        <translation>Die Rasterebene '{layer}' hat kein Bezugssystem. {remedy}</translation>
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
        <source>One of the layers given as {parameter} cannot be read: {value}. Check that all exist.</source>
        <translation>Eine der Ebenen, angegeben als {parameter}, kann nicht gelesen werden: {value}. Prüfen Sie, ob es alle gibt.</translation>
    </message>
    <message>
        <source>The layer '{layer}' given as {parameter} is not a raster. Give a raster; tables go into COVARIATES_TABLE.</source>
        <translation>Die Ebene '{layer}', angegeben als {parameter}, ist kein Raster. Geben Sie ein Raster an; Tabellen gehören zu COVARIATES_TABLE.</translation>
    </message>
    <message>
        <source>The layer '{layer}' given as {parameter} has no coordinate reference system. {remedy}</source>
        <translation>Die Ebene '{layer}', angegeben als {parameter}, hat kein Bezugssystem. {remedy}</translation>
    </message>
    <message>
        <source>LEARNED names unknown parameters: {unknown}. The parameters are {parameter_names}.</source>
        <translation>LEARNED nennt unbekannte Parameter: {unknown}. Die Parameter sind {parameter_names}.</translation>
    </message>
    <message>
        <source>{name}: the folder {folder} does not exist. Make it, or choose another place.</source>
        <translation>{name}: Den Ordner {folder} gibt es nicht. Legen Sie ihn an, oder wählen Sie einen anderen Ort.</translation>
    </message>
    <message>
        <source>{name}: the folder {folder} cannot be written to. Choose another place.</source>
        <translation>{name}: In den Ordner {folder} kann nicht geschrieben werden. Wählen Sie einen anderen Ort.</translation>
    </message>
    <message>
        <source>{name}: {path} is a folder. Give the name of a file.</source>
        <translation>{name}: {path} ist ein Ordner. Geben Sie den Namen einer Datei an.</translation>
    </message>
    <message>
        <source>{name}: nothing can be written in {folder}. Choose another place.</source>
        <translation>{name}: In {folder} kann nichts geschrieben werden. Wählen Sie einen anderen Ort.</translation>
    </message>
    <message>
        <source>{name}: {value} is not called {suffix}. The engine writes {kind}; rename it.</source>
        <translation>{name}: {value} heißt nicht {suffix}. Der Rechenkern schreibt {kind}; benennen Sie um.</translation>
    </message>
    <message>
        <source>{name}: {path} does not end with {suffix}. Rename it.</source>
        <translation>{name}: {path} endet nicht mit {suffix}. Benennen Sie um.</translation>
    </message>
    <message>
        <source>{label} ({name}): there is no folder {path}. Choose one that exists.</source>
        <translation>{label} ({name}): Den Ordner {path} gibt es nicht. Wählen Sie einen, den es gibt.</translation>
    </message>
    <message>
        <source>{label} ({name}): there is no file {path}. Choose one that exists.</source>
        <translation>{label} ({name}): Die Datei {path} gibt es nicht. Wählen Sie eine, die es gibt.</translation>
    </message>
    <message>
        <source>Choose a window with a width and a height, or leave it out.</source>
        <translation>Wählen Sie einen Ausschnitt mit Breite und Höhe, oder lassen Sie ihn weg.</translation>
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
        <source>{label} ({name}): there is no file {path}, and no file in it or of that pattern. Choose one that exists.</source>
        <translation>{label} ({name}): Es gibt keine Datei {path} und keine Datei darin oder von diesem Muster. Wählen Sie eine, die es gibt.</translation>
    </message>
    <message>
        <source>{label} ({name}) is '{value}'.</source>
        <translation>{label} ({name}) ist '{value}'.</translation>
    </message>
    <message>
        <source>{label} ({name}) is empty.</source>
        <translation>{label} ({name}) ist leer.</translation>
    </message>
    <message>
        <source>OUTPUT_SOC_EXCEEDANCE needs a threshold. Set THRESHOLDS, for example to 0-30=5 for a stock of 5 kgC/m2 in 0-30 cm.</source>
        <translation>OUTPUT_SOC_EXCEEDANCE braucht eine Schwelle. Setzen Sie THRESHOLDS, etwa auf 0-30=5 für einen Vorrat von 5 kgC/m2 in 0-30 cm.</translation>
    </message>
    <message>
        <source>{asked} needs Monte Carlo passes, but PASSES is {passes}. Set PASSES to 2 or more, for example 50, or SPREAD to ensemble.</source>
        <translation>{asked} braucht Monte-Carlo-Durchgänge, aber PASSES ist {passes}. Setzen Sie PASSES auf 2 oder mehr, etwa 50, oder SPREAD auf ensemble.</translation>
    </message>
    <message>
        <source>The engine's Python is {python}</source>
        <translation>Das Python des Rechenkerns ist {python}</translation>
    </message>
    <message>
        <source>Give a trained model (MODEL), or else a map that 'Map with BINN' wrote (SOC or PROCESSES).</source>
        <translation>Geben Sie ein trainiertes Modell an (MODEL), oder sonst eine Karte, die 'Mit BINN kartieren' geschrieben hat (SOC oder PROCESSES).</translation>
    </message>
    <message>
        <source>The model needs {missing} too.</source>
        <translation>Das Modell braucht auch {missing}.</translation>
    </message>
    <message>
        <source>Please report this.</source>
        <translation>Bitte melden Sie das.</translation>
    </message>
    <message>
        <source>If memory ran out, use smaller tiles, fewer passes or a smaller extent, and close other programs.</source>
        <translation>Wenn der Speicher ausging: kleinere Kacheln, weniger Durchgänge oder einen kleineren Ausschnitt nehmen und andere Programme schließen.</translation>
    </message>
    <message>
        <source>The engine ended without a result.</source>
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
        <source>The engine was ended by the system ({name}).</source>
        <translation>Der Rechenkern wurde vom System beendet ({name}).</translation>
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
        <source>The BINN engine is not set up: there is no Python at {python}. Run the algorithm 'Set up the engine' (binn:setupengine) of the BINN provider, which makes it, or name a Python that has the engine's packages in the environment variable {variable}.</source>
        <translation>Der Rechenkern von BINN ist nicht eingerichtet: Unter {python} ist kein Python. Führen Sie den Algorithmus 'Rechenkern einrichten' (binn:setupengine) des Anbieters BINN aus, der es anlegt, oder nennen Sie in der Umgebungsvariablen {variable} ein Python, das die Pakete des Rechenkerns hat.</translation>
    </message>
    <message>
        <source>The set-up of the BINN engine in {folder} was not finished. Run 'Set up the engine' again: it goes on there.</source>
        <translation>Das Einrichten des Rechenkerns in {folder} wurde nicht beendet. Führen Sie 'Rechenkern einrichten' noch einmal aus: Es geht dort weiter.</translation>
    </message>
    <message>
        <source>a package is missing</source>
        <translation>ein Paket fehlt</translation>
    </message>
    <message>
        <source>Check that the index, or the folder of wheels, has the packages for this system and this Python; an index that asks for a password looks empty too. A Python of your own needs all that binn_engine/requirements.txt lists.</source>
        <translation>Prüfen Sie, ob der Index oder der Wheel-Ordner die Pakete für dieses System und dieses Python hat; ein Index, der ein Passwort verlangt, sieht auch leer aus. Ein eigenes Python braucht alles, was binn_engine/requirements.txt aufzählt.</translation>
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
        <source>Check QGIS's proxy (Settings, Options, Network): host, port, user and password; pip takes HTTP proxies only. Then run again.</source>
        <translation>Prüfen Sie den Proxy von QGIS (Einstellungen, Optionen, Netzwerk): Rechner, Port, Benutzer und Passwort; pip nimmt nur HTTP-Proxys. Dann noch einmal starten.</translation>
    </message>
    <message>
        <source>the certificate of the server is not trusted here</source>
        <translation>dem Zertifikat des Servers wird hier nicht vertraut</translation>
    </message>
    <message>
        <source>Where the network inspects traffic, have its certificate put into the system's store, or name its file in the variable PIP_CERT. Certificates are always checked.</source>
        <translation>Wo das Netz den Verkehr prüft, lassen Sie dessen Zertifikat in den Speicher des Systems aufnehmen, oder nennen Sie seine Datei in der Variablen PIP_CERT. Zertifikate werden immer geprüft.</translation>
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
        <source>a file or folder may not be written</source>
        <translation>eine Datei oder ein Ordner darf nicht geschrieben werden</translation>
    </message>
    <message>
        <source>Choose a folder that you may write to; where a virus scanner or an application control blocks it, have the folder allowed.</source>
        <translation>Wählen Sie einen Ordner, in den Sie schreiben dürfen; wo ein Virenscanner oder eine Anwendungskontrolle ihn sperrt, lassen Sie den Ordner zu.</translation>
    </message>
    <message>
        <source>a library of the system that PyTorch needs is missing or too old</source>
        <translation>eine Systembibliothek, die PyTorch braucht, fehlt oder ist zu alt</translation>
    </message>
    <message>
        <source>Windows: install the Microsoft Visual C++ Redistributable (x64). Linux: update the system; it needs glibc 2.28 or later. A processor without AVX is too old.</source>
        <translation>Windows: Installieren Sie Microsoft Visual C++ Redistributable (x64). Linux: Aktualisieren Sie das System; nötig ist glibc 2.28 oder neuer. Ein Prozessor ohne AVX ist zu alt.</translation>
    </message>
    <message>
        <source>this Python is not one that the engine can use</source>
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
        <source>Check the connection, a firewall and QGIS's proxy (Settings, Options, Network), and run again: what is there is kept. Without a network, install from a folder of wheels.</source>
        <translation>Prüfen Sie Verbindung, Firewall und den Proxy von QGIS (Einstellungen, Optionen, Netzwerk), und starten Sie noch einmal: Was da ist, bleibt. Ohne Netz installieren Sie aus einem Ordner mit Wheels.</translation>
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
        <source>or choose the processor (cpu).</source>
        <translation>oder wählen Sie den Prozessor (cpu).</translation>
    </message>
    <message>
        <source>What is there is kept: set up the same folder again to go on, or delete it.</source>
        <translation>Was da ist, bleibt: Richten Sie denselben Ordner noch einmal ein, um fortzufahren, oder löschen Sie ihn.</translation>
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
        <source>Have an environment made, or report this.</source>
        <translation>Lassen Sie eine Umgebung anlegen, oder melden Sie das.</translation>
    </message>
    <message>
        <source>make the environment</source>
        <translation>Umgebung anlegen</translation>
    </message>
    <message>
        <source>the other packages</source>
        <translation>die anderen Pakete</translation>
    </message>
    <message>
        <source>CUDA was asked for, but no NVIDIA driver was found.</source>
        <translation>CUDA ist verlangt, aber es wurde kein NVIDIA-Treiber gefunden.</translation>
    </message>
    <message>
        <source>Choose the program file of a Python, such as .../bin/python or ...\python.exe.</source>
        <translation>Wählen Sie die Programmdatei eines Pythons, etwa .../bin/python oder ...\python.exe.</translation>
    </message>
    <message>
        <source>Choose another Python, or have an environment made.</source>
        <translation>Wählen Sie ein anderes Python, oder lassen Sie eine Umgebung anlegen.</translation>
    </message>
    <message>
        <source>Free some space or choose another FOLDER.</source>
        <translation>Schaffen Sie Platz, oder wählen Sie einen anderen Ordner (FOLDER).</translation>
    </message>
    <message>
        <source>{needed:.0f} GB needed, {free:.1f} GB free</source>
        <translation>{needed:.0f} GB nötig, {free:.1f} GB frei</translation>
    </message>
    <message>
        <source>PyTorch for {driver}: {build}</source>
        <translation>PyTorch für {driver}: {build}</translation>
    </message>
    <message>
        <source>The engine in {python} did not pass its check.</source>
        <translation>Der Rechenkern in {python} hat seine Prüfung nicht bestanden.</translation>
    </message>
    <message>
        <source>Choose an empty or a new folder for the environment.</source>
        <translation>Wählen Sie einen leeren oder neuen Ordner für die Umgebung.</translation>
    </message>
    <message>
        <source>The environment in {folder} is in order.</source>
        <translation>Die Umgebung in {folder} ist in Ordnung.</translation>
    </message>
    <message>
        <source>Going on with the environment in {folder}</source>
        <translation>Weiter mit der Umgebung in {folder}</translation>
    </message>
    <message>
        <source>Making an environment in {folder} with {base}</source>
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
        <source>There is no Python at {python}.</source>
        <translation>Unter {python} ist kein Python.</translation>
    </message>
    <message>
        <source>CUDA was asked for, but the engine computes elsewhere; the line above says why.</source>
        <translation>CUDA ist verlangt, aber der Rechenkern rechnet anderswo; die Zeile darüber sagt, warum.</translation>
    </message>
    <message>
        <source>The disk has too little room for {folder}: {room}.</source>
        <translation>Auf dem Datenträger ist zu wenig Platz für {folder}: {room}.</translation>
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
        <source>It works, on {device}: {reason}.</source>
        <translation>Er arbeitet, auf {device}: {reason}.</translation>
    </message>
    <message>
        <source>The environment in {folder} is not in order: {message}</source>
        <translation>Die Umgebung in {folder} ist nicht in Ordnung: {message}</translation>
    </message>
    <message>
        <source>The folder {folder} is not empty.</source>
        <translation>Der Ordner {folder} ist nicht leer.</translation>
    </message>
    <message>
        <source>make the folder {folder}</source>
        <translation>Ordner {folder} anlegen</translation>
    </message>
    <message>
        <source>write to {folder}</source>
        <translation>in {folder} schreiben</translation>
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
        <source>Example landscape, a small model, its maps: about half a minute</source>
        <translation>Beispiellandschaft, ein kleines Modell, seine Karten: etwa eine halbe Minute</translation>
    </message>
    <message>
        <source>Asking the engine what it is…</source>
        <translation>Der Rechenkern wird gefragt, was er ist…</translation>
    </message>
    <message>
        <source>Copied: paste it into the report.</source>
        <translation>Kopiert: Fügen Sie es in die Meldung ein.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>BINN diagnostics</source>
        <translation>BINN-Diagnose</translation>
    </message>
    <message>
        <source>The metadata {path} cannot be written: {reason}.</source>
        <translation>Die Metadaten {path} können nicht geschrieben werden: {reason}.</translation>
    </message>
    <message>
        <source>The run whose maps are read</source>
        <translation>Der Lauf, dessen Karten gelesen werden</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Lauf</translation>
    </message>
    <message>
        <source>Click</source>
        <translation>Klicken</translation>
    </message>
    <message>
        <source>Look at the place that you click on the map</source>
        <translation>Den Ort ansehen, den Sie auf der Karte anklicken</translation>
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
        <source>Keep this place to compare others with it</source>
        <translation>Diesen Ort behalten, um andere mit ihm zu vergleichen</translation>
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
        <source>Add a map that fades where it is unsure</source>
        <translation>Karte hinzufügen, die verblasst, wo sie unsicher ist</translation>
    </message>
    <message>
        <source>Value by uncertainty, for the depth of the map</source>
        <translation>Wert nach Unsicherheit, für die Tiefe der Karte</translation>
    </message>
    <message>
        <source>Processes against the map</source>
        <translation>Prozesse gegen die Karte</translation>
    </message>
    <message>
        <source>Parameters within their bounds</source>
        <translation>Parameter in ihren Grenzen</translation>
    </message>
    <message>
        <source>Depth of the map</source>
        <translation>Tiefe der Karte</translation>
    </message>
    <message>
        <source>Which depth of soil carbon the map shows</source>
        <translation>Welche Tiefe des Bodenkohlenstoffs die Karte zeigt</translation>
    </message>
    <message>
        <source>A layer of observed profiles, as "Prepare SOC profiles" writes it</source>
        <translation>Eine Ebene beobachteter Profile, wie "SOC-Profile aufbereiten" sie schreibt</translation>
    </message>
    <message>
        <source>Observed profiles</source>
        <translation>Beobachtete Profile</translation>
    </message>
    <message>
        <source>Observed profiles within this distance are drawn</source>
        <translation>Beobachtete Profile innerhalb dieser Entfernung werden gezeichnet</translation>
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
        <source>BINN: how {run} is spread</source>
        <translation>BINN: wie {run} verteilt ist</translation>
    </message>
    <message>
        <source>Soil carbon at a place</source>
        <translation>Bodenkohlenstoff an einem Ort</translation>
    </message>
    <message>
        <source>Depth profile, processes and parameters of BINN's maps under the cursor</source>
        <translation>Tiefenprofil, Prozesse und Parameter der BINN-Karten unter dem Zeiger</translation>
    </message>
    <message>
        <source>Map it again with its standard deviation or coefficient of variation.</source>
        <translation>Kartieren Sie noch einmal mit Standardabweichung oder Variationskoeffizient.</translation>
    </message>
    <message>
        <source>opaque at 0 %, faint at 100 %</source>
        <translation>deckend bei 0 %, blass bei 100 %</translation>
    </message>
    <message>
        <source>Copy the maps to a folder that you may write to.</source>
        <translation>Kopieren Sie die Karten in einen Ordner, in den Sie schreiben dürfen.</translation>
    </message>
    <message>
        <source>The run {title} has no map of how sure it is of: {product}.</source>
        <translation>Der Lauf {title} hat keine Karte seiner Unsicherheit für: {product}.</translation>
    </message>
    <message>
        <source>faint at a standard deviation of {limit:g}</source>
        <translation>blass bei einer Standardabweichung von {limit:g}</translation>
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
        <source>BINN: soil carbon at a place</source>
        <translation>BINN: Bodenkohlenstoff an einem Ort</translation>
    </message>
    <message>
        <source>Outside the model's domain: do not trust these values. Dissimilarity {0}, out of range {1}; 1 is the edge.</source>
        <translation>Außerhalb des Gültigkeitsbereichs des Modells: Trauen Sie diesen Werten nicht. Unähnlichkeit {0}, außerhalb der Spanne {1}; 1 ist der Rand.</translation>
    </message>
    <message>
        <source>No map of BINN is in the project. Map with BINN, add its rasters, or open a folder of maps.</source>
        <translation>Im Projekt ist keine Karte von BINN. Kartieren Sie mit BINN, fügen Sie dessen Raster hinzu oder öffnen Sie einen Ordner mit Karten.</translation>
    </message>
    <message>
        <source>Click on the map, or follow the cursor.</source>
        <translation>Klicken Sie auf die Karte, oder folgen Sie dem Zeiger.</translation>
    </message>
    <message>
        <source>This place has no coordinates in the maps' reference system.</source>
        <translation>Dieser Ort hat im Bezugssystem der Karten keine Koordinaten.</translation>
    </message>
    <message>
        <source>{0} has no fields of depth and of carbon per volume. Run "Prepare SOC profiles" on it first.</source>
        <translation>{0} hat keine Felder für Tiefe und Kohlenstoff je Volumen. Führen Sie zuerst "SOC-Profile aufbereiten" damit aus.</translation>
    </message>
    <message>
        <source>{0}: no value on the maps here.</source>
        <translation>{0}: Hier haben die Karten keinen Wert.</translation>
    </message>
    <message>
        <source>{0} has no soil layer with a place, a depth and a density.</source>
        <translation>{0} hat keine Bodenschicht mit Ort, Tiefe und Dichte.</translation>
    </message>
    <message>
        <source>median</source>
        <translation>Median</translation>
    </message>
    <message>
        <source>mean</source>
        <translation>Mittel</translation>
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
        <source>Rests on: {evidence}</source>
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
        <source>{0} holds no maps of BINN: no raster in it says which product it is.</source>
        <translation>{0} enthält keine Karten von BINN: Kein Raster darin sagt, welches Produkt es ist.</translation>
    </message>
    <message>
        <source>{0} cannot be written: {1}. Choose another folder.</source>
        <translation>{0} kann nicht geschrieben werden: {1}. Wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
        <source>Choose a NAME.KIND.run.json that BINN wrote.</source>
        <translation>Wählen Sie eine NAME.KIND.run.json, die BINN geschrieben hat.</translation>
    </message>
    <message>
        <source>The file {path} is no record of a run: {error}.</source>
        <translation>Die Datei {path} ist kein Protokoll eines Laufs: {error}.</translation>
    </message>
    <message>
        <source>The processes that govern soil carbon</source>
        <translation>Die Prozesse, die den Bodenkohlenstoff bestimmen</translation>
    </message>
    <message>
        <source>BINN, through the CLM5 soil carbon model. Processes are inferred, not observed.</source>
        <translation>BINN, durch das Bodenkohlenstoffmodell von CLM5. Prozesse sind erschlossen, nicht beobachtet.</translation>
    </message>
    <message>
        <source>Choose a raster of the six processes.</source>
        <translation>Wählen Sie ein Raster der sechs Prozesse.</translation>
    </message>
    <message>
        <source>The raster {raster} has no band {number} ({name}).</source>
        <translation>Das Raster {raster} hat kein Band {number} ({name}).</translation>
    </message>
    <message>
        <source>{python} is Python {version}, which is too old for the engine: it needs 3.11 or newer.</source>
        <translation>{python} ist Python {version} und damit zu alt für den Rechenkern: Er braucht 3.11 oder neuer.</translation>
    </message>
    <message>
        <source>No Python of 3.11 or newer that can make virtual environments was found.</source>
        <translation>Es wurde kein Python ab 3.11 gefunden, das virtuelle Umgebungen anlegen kann.</translation>
    </message>
    <message>
        <source>Install one (Debian, Ubuntu: apt install python3-venv; else python.org), or choose a Python that has the engine's packages.</source>
        <translation>Installieren Sie eines (Debian, Ubuntu: apt install python3-venv; sonst python.org), oder wählen Sie ein Python, das die Pakete des Rechenkerns hat.</translation>
    </message>
    <message>
        <source>{python} is a 32-bit Python.</source>
        <translation>{python} ist ein 32-Bit-Python.</translation>
    </message>
    <message>
        <source>{python} does not run as a Python: {error}.</source>
        <translation>{python} läuft nicht als Python: {error}.</translation>
    </message>
    <message>
        <source>it says nothing</source>
        <translation>es gibt nichts aus</translation>
    </message>
    <message>
        <source>Uncertainty</source>
        <translation>Unsicherheit</translation>
    </message>
    <message>
        <source>Choose a run; choose two (Ctrl) to compare them.</source>
        <translation>Wählen Sie einen Lauf; wählen Sie zwei (Strg), um sie zu vergleichen.</translation>
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
        <source>Only what differs</source>
        <translation>Nur Unterschiede</translation>
    </message>
    <message>
        <source>No run is known yet. Runs appear here once they have ended; add a folder that holds records (NAME.KIND.run.json).</source>
        <translation>Noch ist kein Lauf bekannt. Läufe erscheinen hier, wenn sie beendet sind; fügen Sie einen Ordner hinzu, der Protokolle enthält (NAME.KIND.run.json).</translation>
    </message>
    <message>
        <source>Folder with records of runs</source>
        <translation>Ordner mit Protokollen von Läufen</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>Beginn</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
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
        <source>Print layout</source>
        <translation>Drucklayout</translation>
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
        <source>{count} runs side by side; what differs is bold.</source>
        <translation>{count} Läufe nebeneinander; Unterschiede sind fett.</translation>
    </message>
    <message>
        <source>On {device}, {seconds:.0f} s.</source>
        <translation>Auf {device}, {seconds:.0f} s.</translation>
    </message>
    <message>
        <source>an unknown device</source>
        <translation>einem unbekannten Gerät</translation>
    </message>
    <message>
        <source>No longer there: {gone}.</source>
        <translation>Nicht mehr da: {gone}.</translation>
    </message>
    <message>
        <source>No longer there, so left empty: {gone}.</source>
        <translation>Nicht mehr da, daher leer gelassen: {gone}.</translation>
    </message>
    <message>
        <source>Warning: {text}</source>
        <translation>Warnung: {text}</translation>
    </message>
    <message>
        <source>Make an environment from the package index (recommended)</source>
        <translation>Eine Umgebung aus dem Paketindex anlegen (empfohlen)</translation>
    </message>
    <message>
        <source>Use a Python that already has the engine's packages</source>
        <translation>Ein Python benutzen, das die Pakete des Rechenkerns schon hat</translation>
    </message>
    <message>
        <source>Make an environment from a folder of wheels, without a network</source>
        <translation>Eine Umgebung aus einem Ordner mit Wheels anlegen, ohne Netz</translation>
    </message>
    <message>
        <source>BINN: set up the engine</source>
        <translation>BINN: Rechenkern einrichten</translation>
    </message>
    <message>
        <source>BINN computes in a Python environment of its own (PyTorch, rasterio and others). Nothing is installed into QGIS's Python. QGIS's proxy is used, and certificates are always checked.</source>
        <translation>BINN rechnet in einer eigenen Python-Umgebung (PyTorch, rasterio und andere). In das Python von QGIS wird nichts installiert. Der Proxy von QGIS wird benutzt, und Zertifikate werden immer geprüft.</translation>
    </message>
    <message>
        <source>the processor (about 2 GB)</source>
        <translation>den Prozessor (etwa 2 GB)</translation>
    </message>
    <message>
        <source>Choose the folder that holds the wheels.</source>
        <translation>Wählen Sie den Ordner, der die Wheels enthält.</translation>
    </message>
    <message>
        <source>There is too little room. Free some space or choose another folder.</source>
        <translation>Der Platz reicht nicht. Schaffen Sie Platz, oder wählen Sie einen anderen Ordner.</translation>
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
        <source>Go on</source>
        <translation>Weiter</translation>
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
        <source>Room: {told}.</source>
        <translation>Platz: {told}.</translation>
    </message>
    <message>
        <source>The engine's Python is {python}.</source>
        <translation>Das Python des Rechenkerns ist {python}.</translation>
    </message>
    <message>
        <source>A set-up that stopped goes on here.</source>
        <translation>Ein unterbrochenes Einrichten geht hier weiter.</translation>
    </message>
    <message>
        <source>Choose a folder that you may write to.</source>
        <translation>Wählen Sie einen Ordner, in den Sie schreiben dürfen.</translation>
    </message>
    <message>
        <source>Save it as a GeoPackage and use that.</source>
        <translation>Speichern Sie sie als GeoPackage, und benutzen Sie das.</translation>
    </message>
    <message>
        <source>Check that its file exists and is a raster that GDAL reads.</source>
        <translation>Prüfen Sie, ob es die Datei gibt und ob sie ein Raster ist, das GDAL liest.</translation>
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
        <source>fields differ in the case of their letters alone: {name}</source>
        <translation>Felder unterscheiden sich allein in der Groß- und Kleinschreibung: {name}</translation>
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
        <source>The raster layer '{layer}' has control points, and is not on a grid yet. {remedy}</source>
        <translation>Die Rasterebene '{layer}' hat Passpunkte und liegt noch auf keinem Gitter. {remedy}</translation>
    </message>
    <message>
        <source>Warp it (Raster &gt; Projections &gt; Warp) and use what that writes.</source>
        <translation>Transformieren Sie sie (Raster &gt; Projektionen &gt; Transformieren) und verwenden Sie das Ergebnis.</translation>
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
        <source>The style {path} cannot be written: {reason}.</source>
        <translation>Der Stil {path} kann nicht geschrieben werden: {reason}.</translation>
    </message>
</context>
</TS>
