"""BINN for QGIS: soil organic carbon and the processes behind it. QGIS calls ``classFactory``; nothing loads before that."""


def classFactory(iface):  # noqa: N802 (the name is QGIS's)
    """The plugin, for the QGIS interface ``iface`` (None where QGIS runs headless)."""
    from .plugin import BinnPlugin

    return BinnPlugin(iface)
