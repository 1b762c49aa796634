"""What the panel shows, kept in the project: it comes back when the project is opened again."""

from __future__ import annotations

from qgis.core import QgsCoordinateReferenceSystem, QgsPointXY, QgsProject

from ...binn_engine.tables import WGS84

SCOPE = "binn"
_PLACES = ("here", "pinned")


def was_open(project: QgsProject) -> bool:
    """Whether the panel was open when the project was saved."""
    return project.readBoolEntry(SCOPE, "panel/open", False)[0]


def keep(panel, project: QgsProject) -> None:
    """Write to the project's entries what the panel shows; ``panel`` is None where there is none."""
    project.removeEntry(SCOPE, "panel")
    visible = panel is not None and not panel.isHidden()
    project.writeEntryBool(SCOPE, "panel/open", visible)
    if not visible:
        return
    chosen = panel.runs.chosen
    if chosen is not None:
        project.writeEntry(SCOPE, "panel/run", project.writePath(chosen.files[0].path))
        project.writeEntryDouble(SCOPE, "panel/depth", panel.map_depth.depth)
    for name, place in zip(_PLACES, (panel.place, panel.pinned)):
        if place is not None and place.somewhere:
            project.writeEntryDouble(SCOPE, f"panel/{name}/longitude", place.longitude)
            project.writeEntryDouble(SCOPE, f"panel/{name}/latitude", place.latitude)
    observed = panel.controls.observations.currentLayer()
    project.writeEntry(SCOPE, "panel/observed", observed.id() if observed is not None else "")
    project.writeEntryDouble(SCOPE, "panel/radius", panel.controls.radius.value())
    project.writeEntry(SCOPE, "panel/tab", panel.controls.tabs.currentIndex())


def bring_back(panel, project: QgsProject) -> None:
    """Show what the project's entries say; what is gone from the project is left out."""
    panel.forget()
    run = project.readEntry(SCOPE, "panel/run", "")[0]
    panel.show_run(project.readPath(run) if run else "", project.mapLayer(project.readEntry(SCOPE, "panel/observed", "")[0]))
    panel.map_depth.choose(project.readDoubleEntry(SCOPE, "panel/depth", 0.0)[0])
    radius, known = project.readDoubleEntry(SCOPE, "panel/radius", 0.0)
    if known:
        panel.controls.radius.setValue(radius)
    panel.controls.tabs.setCurrentIndex(project.readNumEntry(SCOPE, "panel/tab", 0)[0])
    here, pinned = (_place(project, name) for name in _PLACES)
    for point in (pinned, here):
        if point is not None:
            panel.look(point, QgsCoordinateReferenceSystem(WGS84))
            if point is pinned:
                panel.controls.pin.setChecked(True)


def _place(project: QgsProject, name: str) -> QgsPointXY | None:
    longitude, known = project.readDoubleEntry(SCOPE, f"panel/{name}/longitude", 0.0)
    latitude, _ = project.readDoubleEntry(SCOPE, f"panel/{name}/latitude", 0.0)
    return QgsPointXY(longitude, latitude) if known else None
