"""The job ``proda_upscale``: from the chains of an inversion to a model that maps parameters, processes and SOC as BINN does."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import torch

from ..covariates.table import CovariateChoice, CovariateTable, Joining, read_covariates
from ..errors import InputError
from ..experiments.evidence import evidence_of
from ..forcing.reading import read_forcing
from ..forcing.region import region_of_places
from ..learning.costs import Cost, peak_memory_mb
from ..learning.dataset import Sites, assemble
from ..learning.drivers import with_drivers
from ..learning.durations import Workload, expected_parts
from ..learning.ensembles import ensemble_layers, ensemble_sites
from ..learning.fit import new_binn, places_of, training_card
from ..learning.seen import domain_of_model, held_out_by_test
from ..learning.task import Task, member_parts
from ..model.checkpoints import Ensemble, Model, network_settings, read_card, save_model
from ..model.encoding import Encoding, fit_encoding
from ..model.recipes import RecipeOverrides
from ..proda.chains import ChainFolder, read_chains, read_manifest
from ..proda.inversion import summaries
from ..proda.posteriors import fit_table
from ..proda.results import UpscalingResult
from ..proda.summaries import worst_and_mean
from ..proda.upscaling import METHODS, Targets, UpscalingSites, bootstrap_sample, train_upscaling
from ..proda.upscaling_data import UpscalingData, test_names
from ..resampling.folds import validation_of
from ..resampling.splits import Split, SplitShares, TrainingParts, place_of, split_profiles
from ..running.callbacks import Warn
from ..running.context import Run
from ..running.events import Span
from ..running.versions import versions
from ..scoring.scores import agreement, soc_scores
from ..settings import ProdaUpscaleJob
from ..tables import PARAMETER_NAMES, PROCESS_NAMES

LEAST_SITES = 20
AGREED = 1.1  # R-hat up to which chains agree (Gelman and Rubin 1992)


def run(run: Run[ProdaUpscaleJob]) -> dict[str, Any]:
    """Upscale, score on held-out profiles, train again on all where wanted, and write the checkpoint and the report."""
    job = run.job
    paths = run.wanted_outputs("model", "report")
    started = time.monotonic()
    chains = read_chains(job.chains_folder)
    data = read_upscaling_data(run, chains)
    sites = data.sites
    split = split_of(job, sites)
    apart = held_out_by_test(sites, split, test_names(job))
    # What the other model never saw stays unseen.
    refit = job.refit and not job.unseen_by
    run.reporter.expect(*expected_parts(job, Workload(len(sites))))
    model, histories = train_ensemble(run, data, split, run.reporter.span(0.05, 0.45 if refit else 0.85))
    scores = held_out_scores(data, model, split, test_names(job), run)
    delivered = model
    if refit:
        delivered, _ = train_ensemble(run, data, split.without_tests(), run.reporter.span(0.5, 0.9))
    run.reporter.progress(0.92, "computing how much information the data contain")
    evidence = evidence_of(data.task, delivered, sites, run.device, run.reporter.warning)
    card = {
        **delivered.card,
        "metrics": scores,
        "identifiability": evidence,
        "posterior_sd": data.posterior_sd,
        "job": asdict(job),
        "cost": asdict(whole_cost(chains, time.monotonic() - started)),
    }
    domain = domain_of_model(delivered, sites, job.block_degrees, job.seed)
    save_model(paths["model"], dataclasses.replace(delivered, card=card, domain=domain))
    if "report" in paths:
        from ..reports.upscaling import write_upscaling_report  # without a report, drawing need not be loaded

        write_upscaling_report(paths["report"], run, UpscalingResult(data, split, apart, delivered, scores, evidence, histories))
    parts = {name: len(index) for name, index in split.parts().items()}
    return {"scores": scores, "profiles": parts, "left_out": data.left_out, "epochs": [len(history) for history in histories]}


def warn_of_convergence(rhat: np.ndarray, used: np.ndarray, max_rhat: float, warn: Warn) -> None:
    """Warn where most profiles have chains that do not agree, and where such profiles are used all the same.

    Parameters
    ----------
    rhat
        R-hat of each profile, mean over the parameters, ``(profiles,)``.
    used
        Which profiles the network learns from, ``(profiles,)``.
    max_rhat
        The largest R-hat of these.
    warn
        Gets a code and a message.
    """
    apart = ~(rhat <= AGREED)
    more = "Run the inversion with more steps, in a new folder."
    if apart.sum() > 0.5 * len(rhat):
        warn(
            "not_converged",
            f"At {int(apart.sum()):,} of {len(rhat):,} profiles the chains have not converged (mean R-hat above {AGREED:g}); the network "
            f"learns from {int(used.sum()):,} profiles. {more}",
        )
    if (apart & used).any():
        warn(
            "not_converged",
            f"max_rhat is {max_rhat:g}, so that {int((apart & used).sum()):,} of the {int(used.sum()):,} profiles that the network learns "
            f"from have chains that have not converged (mean R-hat above {AGREED:g}). Do not trust their posteriors. {more}",
        )


def read_upscaling_data(run: Run[ProdaUpscaleJob], chains: ChainFolder) -> UpscalingData:
    """The sites of the chains that pass the filters and have all covariates.

    Raises
    ------
    InputError
        For an inversion that is not finished, or filters that leave too few sites.
    """
    job = run.job
    run.reporter.progress(0.0, "reading the posteriors")
    _check_finished(chains)
    found, profiles = summaries(chains), chains.profiles
    nse = fit_table(chains, found)["nse_log"].to_numpy()
    agreed, fitted = worst_and_mean(found["rhat"])[1] <= job.max_rhat, ~(nse < job.min_nse)
    left_out = {"not_converged": int((~agreed).sum()), "badly_fitted": int((agreed & ~fitted).sum())}
    kept = np.flatnonzero(agreed & fitted)
    if len(kept) < LEAST_SITES:
        raise InputError(
            f"Of {len(profiles)} profiles, {left_out['not_converged']} have not converged and {left_out['badly_fitted']} "
            f"are fitted badly. The other {len(kept)} are too few to train a network.",
            "Run the inversion with more steps, or set a larger max_rhat or a smaller min_nse.",
        )
    warn_of_convergence(worst_and_mean(found["rhat"])[1], agreed & fitted, job.max_rhat, run.reporter.warning)
    bedrock = chains.inversion.bedrock
    overrides = RecipeOverrides(bedrock, hidden=job.hidden, dropout=job.dropout, members=job.members, epochs=job.epochs)
    overrides = dataclasses.replace(overrides, forcing_interpolation=chains.interpolation)
    recipe = overrides.applied_to(METHODS[job.method])
    run.reporter.progress(0.01, "reading covariates")
    chosen = profiles.subset(kept)
    warn = run.reporter.warning
    table = read_covariates(
        job.covariates,
        chosen,
        CovariateChoice(categorical=job.categorical, exclude=job.exclude),
        warn=warn,
        joining=Joining(id_field=job.id_field),
    )
    if recipe.network == "dense":
        # The published network reads the codes of classes as numbers.
        table = CovariateTable(table.names, tuple(False for _ in table.names), table.values)
    forcing = read_forcing(job.forcing, warn, region_of_places(chosen.longitude, chosen.latitude), chains.interpolation)
    sites = assemble(chosen, table, forcing, warn)
    rows = kept[np.isfinite(table.values).all(1)]
    left_out["without_covariates"] = len(kept) - len(rows)
    run.reporter.log(f"{len(sites)} of {len(profiles)} profiles are used for training; left out: {left_out}.")
    task = Task(chains.inversion.space, recipe, job.seed)
    targets = Targets(*(torch.from_numpy(found[f"places_{name}"][rows]).float() for name in ("mean", "sd")))
    spreads = np.concatenate([found[f"{group}_sd"][rows] for group in ("parameters", "processes")], 1)
    spread = dict(zip((*PARAMETER_NAMES, *PROCESS_NAMES), np.median(spreads, axis=0).tolist()))
    return UpscalingData(task, with_drivers(sites) if recipe.drivers else sites, targets, found["parameters_mean"][rows], spread, left_out)


def _check_finished(chains: ChainFolder) -> None:
    """Raise :class:`InputError` for an inversion that is not finished."""
    open_blocks = [block for block in range(chains.blocks) if not chains.path(block, "summary.npz").exists()]
    if open_blocks:
        raise InputError(
            f"The inversion in {chains.folder} is not finished: {len(open_blocks)} of {chains.blocks} blocks are missing.",
            "Run proda_invert with the same folder again to resume it.",
        )


def split_of(job: ProdaUpscaleJob, sites: Sites) -> Split:
    """The job's split of the sites; where it names another model, the test are the sites that this one never saw.

    Raises
    ------
    InputError
        Where the other model saw all of them, or too few.
    """
    place = sites.profiles.longitude, sites.profiles.latitude
    if not job.unseen_by:
        shares = SplitShares(job.validation_share, job.test_share, job.test_block_share)
        return split_profiles(*place, job.seed, shares, job.block_degrees)
    seen = np.isin(sites.hashes(), read_card(job.unseen_by)["training"]["profile_hashes"])
    if seen.all() or seen.sum() < LEAST_SITES:
        raise InputError(
            f"The model {job.unseen_by} was trained on {int(seen.sum())} of the {len(sites)} profiles, so too few "
            "are left, either for testing or for training.",
            f"Train that model without refit, so that its test profiles stay unused, and on {LEAST_SITES} profiles or more.",
        )
    train = np.flatnonzero(seen)
    validation = validation_of(train, place_of(*place), job.validation_share, job.seed)
    unseen = np.flatnonzero(~seen)
    return Split(np.setdiff1d(train, validation), validation, unseen, unseen[:0])


def train_ensemble(run: Run[ProdaUpscaleJob], data: UpscalingData, split: Split, span: Span) -> tuple[Model, list[list[dict[str, float]]]]:
    """Train the ensemble on the posteriors of the training sites; the histories of its networks beside it."""
    job = run.job
    task, sites, recipe = data.task, data.sites, data.task.recipe
    seen, parts = split.seen, TrainingParts(split.train, split.validation)
    if recipe.network == "dense":
        # As the published training: the last tenth of what it is given validates.
        parts = TrainingParts(*np.split(seen, [len(seen) - max(1, len(seen) // 10)]))
    table = sites.covariates
    encoding = fit_encoding(table.names, table.categorical, table.values[seen], recipe.scaling)
    inputs = encoding.encode(table.values, sites.profiles.longitude, sites.profiles.latitude).to(run.device.name)
    targets = Targets(*(values.to(run.device.name) for values in (data.targets.mean, data.targets.sd)))
    members, histories = [], []
    for number, own in enumerate(member_parts(task, sites, parts)):
        member = new_binn(task, encoding, places_of(sites, seen), task.seed + number, run.device)
        if job.bootstrap:
            own = TrainingParts(bootstrap_sample(own.train, task.seed + number), own.validation)
        progress = span.part(number / recipe.members, (number + 1) / recipe.members, f"network {number + 1} of {recipe.members}")
        histories.append(train_upscaling(member, UpscalingSites(inputs, targets, own), recipe, task.seed + number, progress))
        members.append(member)
    card = {
        "network": network_settings(recipe),
        "recipe": asdict(recipe),
        "forcing_interpolation": recipe.forcing_interpolation,
        "training": training_card(sites, seen, task.seed),
        "versions": versions(),
        "device": run.device.name,
        "method": "PRODA",
    }
    return Model(Ensemble(members).eval(), encoding, task.space, recipe.bedrock, card), histories


def held_out_scores(data: UpscalingData, model: Model, split: Split, tests: Mapping[str, str], run: Run) -> dict[str, Any]:
    """Scores on the test profiles, by test: of SOC against what was observed (``soc``), and r2 of the posterior means (``parameters``).

    Parameters
    ----------
    data
        Sites and posteriors.
    model
        The model to score.
    split
        Which sites test.
    tests
        Names of the tests by part of the split, as of :func:`test_names`; parts without sites are left out.
    run
        The run, for its device, log and warnings.
    """
    scores: dict[str, Any] = {"soc": {}, "parameters": {}}
    for name, label in tests.items():
        index = split.parts()[name]
        if not len(index):
            continue
        tensors = _tensors(data, index, model.encoding, run)
        scores["soc"][label] = soc_scores(tensors.soc.cpu().numpy(), ensemble_layers(model, tensors, run.reporter.warning))
        predicted, _ = ensemble_sites(model, tensors, run.reporter.warning)
        names = np.flatnonzero(model.space.learned)
        scores["parameters"][label] = {
            learned: agreement(data.parameters[index, k], predicted[:, k])["r2"] for learned, k in zip(model.space.learned_names, names)
        }
        run.reporter.log(f"{label}: PRODA NSE {scores['soc'][label]['gC_m3']['nse']:.3f}.")
    return scores


def _tensors(data: UpscalingData, index: np.ndarray, encoding: Encoding, run: Run) -> Any:
    return data.task.tensors(data.sites, index, encoding, run.device)


def whole_cost(chains: ChainFolder, seconds: float) -> Cost:
    """What the inversion and this upscaling cost together; the network itself needs no evaluation of the CLM5 layer."""
    inverted = read_manifest(Path(chains.folder)).get("cost", {})
    return Cost(
        len(chains.ids),
        int(inverted.get("evaluations", 0)),
        float(inverted.get("seconds") or 0.0) + seconds,
        max(float(inverted.get("peak_memory_mb") or 0.0), peak_memory_mb()),
    )
