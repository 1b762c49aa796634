"""Step 4: the model is trained, and checked on profiles that it was not trained on."""

from __future__ import annotations

import os

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QComboBox, QPushButton

from ..desktop import is_report, open_report
from ..translation import mark, tr
from .checks import Finding, score_findings
from .inputs import GuideInputs
from .page import GuidePage, text_label
from .profiles_page import folder_problem_of, observations
from .proposals import TRAININGS, duration, free_paths, pace_of, training_seconds
from .running import AlgorithmRun, Outcome

TRAINING = "train"
UNKNOWN_PROFILES = 500


class TrainingPage(GuidePage):
    """Chooses how long to train, trains, and shows the scores."""

    title = mark("Model")
    intro = mark(
        "A neural network learns to predict the parameters of the CLM5 soil carbon model. Some profiles are kept back to test it. Read its "
        "report before you make a map."
    )
    action = mark("Train the model")

    def build(self) -> None:
        self.pace = QComboBox()
        self.pace.setAccessibleName(tr("Settings of the training"))
        self.pace.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for pace in TRAININGS:
            self.pace.addItem(tr(pace.title), pace.key)
        self.pace.currentIndexChanged.connect(lambda _: self.edited.emit())
        self.body.addWidget(text_label(tr("Settings of the training")))
        self.body.addWidget(self.pace)
        self.report = QPushButton(tr("Open the training report"))
        self.report.clicked.connect(lambda: open_report(self.report.property("path") or ""))
        self.body.addWidget(self.report)

    @property
    def profiles(self) -> int:
        """How many profiles there are, as far as is known."""
        found = self.survey.profiles
        return len(found.places) if found is not None and found.places else UNKNOWN_PROFILES

    def fill(self, inputs: GuideInputs) -> None:
        self.pace.blockSignals(True)
        pace = pace_of(inputs.pace, self.profiles)
        self.pace.setCurrentIndex(TRAININGS.index(pace))
        for row, offered in enumerate(TRAININGS):
            self.pace.setItemText(row, f"{tr(offered.title)}, {duration(training_seconds(offered, self.profiles))}")
            self.pace.setItemData(row, tr(offered.details), Qt.ItemDataRole.ToolTipRole)
        self.pace.setToolTip(tr(pace.details))
        self.pace.blockSignals(False)
        self.report.setProperty("path", inputs.training_report)
        self.report.setVisible(is_report(inputs.training_report))

    def chosen(self, inputs: GuideInputs) -> GuideInputs:
        return inputs.with_(pace=self.pace.currentData())

    def findings_of(self, inputs: GuideInputs) -> list[Finding]:
        return score_findings(self.survey.card) if os.path.isfile(inputs.model) else []

    def missing(self, inputs: GuideInputs) -> str:
        return "" if inputs.model and os.path.isfile(inputs.model) else tr("Train the model.")

    def why_not(self, inputs: GuideInputs) -> str:
        if not observations(inputs):
            return tr("Prepare the profiles in step 1.")
        if not inputs.covariates:
            return tr("Choose the covariate rasters in step 2.")
        if not inputs.forcing:
            return tr("Choose the forcing in step 3.")
        return folder_problem_of(inputs)

    def works(self, inputs: GuideInputs) -> list[AlgorithmRun]:
        pace = pace_of(inputs.pace, self.profiles)
        model, report = free_paths(inputs.folder, ("model.safetensors", "model.html"))
        parameters = {
            "OBSERVATIONS": observations(inputs),
            "COVARIATES": list(inputs.covariates),
            "FORCING": inputs.forcing,
            **pace.parameters,
            "MODEL": model,
            "REPORT": report,
        }
        return [AlgorithmRun(TRAINING, parameters, training_seconds(pace, self.profiles))]

    def taken(self, inputs: GuideInputs, outcome: Outcome) -> GuideInputs:
        results = outcome.results.get(TRAINING)
        return inputs.with_(model=str(results["MODEL"]), training_report=str(results.get("REPORT", ""))) if results else inputs
