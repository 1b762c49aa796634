"""Step 4: the model is trained, and checked on profiles that it was not trained on."""

from __future__ import annotations

import os
from typing import Any

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QCheckBox, QComboBox, QPushButton

from ..desktop import is_report, open_report
from ..translation import mark, tr
from .checks import Finding, calibration_findings, score_findings
from .inputs import YES, GuideInputs
from .page import GuidePage, text_label
from .profiles_page import folder_problem_of, observations
from .proposals import TRAININGS, TrainingChoice, calibrating_seconds, choice_of, duration, free_paths, training_seconds
from .running import AlgorithmRun, Outcome

TRAINING, CALIBRATION = "train", "calibration"
UNKNOWN_PROFILES = 500
APART = mark(
    "Off: after the test, the model is trained again on all profiles, which gives the best map. On: another model, such as PRODA's, can "
    "later be compared with it on profiles that neither has seen."
)
CALIBRATE = mark(
    "Optional: trains a calibrated model, whose intervals contain as many observations as they should. Without it, they are too narrow."
)


class TrainingPage(GuidePage):
    """Chooses how long to train, trains, and shows the scores."""

    title = mark("Model")
    intro = mark(
        "A neural network learns to predict the parameters of the CLM5 soil carbon model. Some profiles are kept back to test it. Read its "
        "report before you make a map."
    )
    action = mark("Train the model")

    def build(self) -> None:
        self.choice = QComboBox()
        self.choice.setAccessibleName(tr("Settings of the training"))
        self.choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for choice in TRAININGS:
            self.choice.addItem(tr(choice.title), choice.key)
        self.choice.currentIndexChanged.connect(lambda _: self.edited.emit())
        self.body.addWidget(text_label(tr("Settings of the training")))
        self.body.addWidget(self.choice)
        self.apart = QCheckBox(tr("Keep the test profiles apart"))
        self.apart.clicked.connect(lambda _: self.edited.emit())
        self.body.addWidget(self.apart)
        self.body.addWidget(text_label(tr(APART)))
        self.report = QPushButton(tr("Open the training report"))
        self.report.clicked.connect(lambda: open_report(self.report.property("path") or ""))
        self.body.addWidget(self.report)
        self.calibrate = QPushButton()
        self.calibrate.setToolTip(tr(CALIBRATE))
        self.calibrate.clicked.connect(lambda: self.run.emit(self.calibrations))
        self.body.addWidget(text_label(tr(CALIBRATE)))
        self.body.addWidget(self.calibrate)

    @property
    def profiles(self) -> int:
        """How many profiles there are, as far as is known."""
        found = self.survey.profiles
        return len(found.places) if found is not None and found.places else UNKNOWN_PROFILES

    def fill(self, inputs: GuideInputs) -> None:
        self.choice.blockSignals(True)
        choice = choice_of(inputs.choice, self.profiles)
        self.choice.setCurrentIndex(TRAININGS.index(choice))
        for row, offered in enumerate(TRAININGS):
            self.choice.setItemText(row, f"{tr(offered.title)}, {duration(self._seconds(offered, inputs))}")
            self.choice.setItemData(row, tr(offered.details), Qt.ItemDataRole.ToolTipRole)
        self.choice.setToolTip(tr(choice.details))
        self.choice.blockSignals(False)
        self.apart.setChecked(inputs.apart == YES or choice.trainings == 1)
        self.apart.setEnabled(choice.trainings > 1)
        self.report.setProperty("path", inputs.training_report)
        self.report.setVisible(is_report(inputs.training_report))

    def chosen(self, inputs: GuideInputs) -> GuideInputs:
        apart = (YES if self.apart.isChecked() else "") if self.apart.isEnabled() else inputs.apart
        return inputs.with_(choice=self.choice.currentData(), apart=apart)

    def findings_of(self, inputs: GuideInputs) -> list[Finding]:
        card = self.survey.card if os.path.isfile(inputs.model) else {}
        return [*score_findings(card), *calibration_findings(card)]

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

    def refresh(self, inputs: GuideInputs, busy: bool) -> None:
        super().refresh(inputs, busy)
        self.calibrate.setEnabled(not busy and not self.why_not(inputs))
        seconds = calibrating_seconds(choice_of(inputs.choice, self.profiles), self.profiles)
        self.calibrate.setText(tr("Calibrate ({duration})").format(duration=duration(seconds)))

    def _seconds(self, choice: TrainingChoice, inputs: GuideInputs) -> float:
        return training_seconds(choice, self.profiles, 1 if inputs.apart == YES else 0)

    def works(self, inputs: GuideInputs) -> list[AlgorithmRun]:
        choice = choice_of(inputs.choice, self.profiles)
        refit = {"REFIT": False} if inputs.apart == YES else {}
        parameters = {**self._learned_from(inputs, "model"), **choice.parameters, **refit}
        return [AlgorithmRun(TRAINING, parameters, self._seconds(choice, inputs))]

    def calibrations(self, inputs: GuideInputs) -> list[AlgorithmRun]:
        """The run that trains a calibrated model in place of the trained one."""
        choice = choice_of(inputs.choice, self.profiles)
        settings = {name: value for name, value in choice.parameters.items() if name != "REFIT"}
        parameters = {**self._learned_from(inputs, "calibrated"), **settings}
        return [AlgorithmRun(CALIBRATION, parameters, calibrating_seconds(choice, self.profiles))]

    @staticmethod
    def _learned_from(inputs: GuideInputs, name: str) -> dict[str, Any]:
        """The parameters of the inputs, and of a model called ``name`` and its report."""
        model, report = free_paths(inputs.folder, (f"{name}.safetensors", f"{name}.html"))
        learned = {"OBSERVATIONS": observations(inputs), "COVARIATES": list(inputs.covariates), "FORCING": inputs.forcing}
        return {**learned, "MODEL": model, "REPORT": report}

    def taken(self, inputs: GuideInputs, outcome: Outcome) -> GuideInputs:
        results = outcome.results.get(TRAINING) or outcome.results.get(CALIBRATION)
        return inputs.with_(model=str(results["MODEL"]), training_report=str(results.get("REPORT", ""))) if results else inputs
