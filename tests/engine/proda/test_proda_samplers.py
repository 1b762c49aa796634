"""The samplers: right where the posterior is known, the same whatever runs beside them, and PRODA's own as it is described."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.interpolate import PchipInterpolator
from scipy.stats import chisquare, kstest, norm, rankdata

from binn_engine.clm5.geometry import NODE_DEPTH
from binn_engine.errors import JobError
from binn_engine.proda import fits, kernels
from binn_engine.proda.chains import open_chains
from binn_engine.proda.differential import DifferentialSampler
from binn_engine.proda.likelihood import Observed, published_weights
from binn_engine.proda.plans import ChainPlan, chain_keys
from binn_engine.proda.published import PublishedSampler
from binn_engine.proda.summaries import classic_rhat, convergence, equal_draws
from tests.engine.support.proda_sites import inversion, prior_sites

NAMES = [f"site {number}" for number in range(400)]


class LinearGaussian:
    """``y = A x + e`` at many sites: with a flat prior the posterior of ``x`` is normal, and known."""

    def __init__(self, sites: int, parameters: int = 4, observations: int = 9, sigma: float = 0.12) -> None:
        draw = np.random.default_rng(3)
        self.design, self.sigma = draw.normal(size=(observations, parameters)), sigma
        self.covariance = np.linalg.inv(self.design.T @ self.design / sigma**2)
        self.truth = 0.5 + 0.05 * draw.normal(size=(sites, parameters))
        self.observed = self.truth @ self.design.T + sigma * draw.normal(size=(sites, observations))
        self.mean = self.observed @ self.design @ self.covariance / sigma**2

    def __call__(self, places: np.ndarray, site: np.ndarray) -> np.ndarray:
        return -0.5 * (((places @ self.design.T - self.observed[site]) / self.sigma) ** 2).sum(1)


def sampled(
    log_density, sites: int, parameters: int, plan: ChainPlan, seed: int = 1, names=NAMES
) -> tuple[np.ndarray, DifferentialSampler]:
    draws = np.zeros((plan.records, plan.chains, sites, parameters), dtype=np.float32)
    sampler = DifferentialSampler(log_density, chain_keys(seed, names[:sites], plan.chains), plan, draws)
    while not sampler.done:
        sampler.advance()
    return draws, sampler


@pytest.fixture(scope="module")
def toy() -> tuple[LinearGaussian, np.ndarray, DifferentialSampler]:
    known = LinearGaussian(len(NAMES))
    assert np.sqrt(np.diag(known.covariance)).max() < 0.1, "the ranges must not cut the posterior"
    return known, *sampled(known, len(NAMES), 4, ChainPlan("differential", 3, 4000, 1000, 5))


def test_means_of_a_known_posterior_lie_within_their_standard_errors(toy) -> None:
    known, draws, sampler = toy
    errors, spreads = [], []
    for site, kept in enumerate(sampler.kept()):
        chains = equal_draws(draws[:, :, site], kept)
        _, ess = convergence(chains)
        pooled = chains.reshape(-1, 4)
        errors.append((pooled.mean(0) - known.mean[site]) / (pooled.std(0) / np.sqrt(ess)))
        spreads.append(pooled.std(0) / np.sqrt(np.diag(known.covariance)))
    errors = np.array(errors)
    assert (np.abs(errors) < 3.0).mean() > 0.99
    assert errors.std() == pytest.approx(1.0, abs=0.1)
    assert np.abs(errors.mean(0)).max() < 0.2
    assert np.mean(spreads) == pytest.approx(1.0, abs=0.02)


def test_ninety_percent_intervals_hold_ninety_percent_of_the_truths(toy) -> None:
    known, draws, sampler = toy
    inside = []
    for site, kept in enumerate(sampler.kept()):
        low, high = np.quantile(equal_draws(draws[:, :, site], kept).reshape(-1, 4), [0.05, 0.95], axis=0)
        inside.append((low < known.truth[site]) & (known.truth[site] < high))
    assert np.mean(inside) == pytest.approx(0.9, abs=0.03)


def test_without_data_the_draws_are_the_prior() -> None:
    """Uniform in every parameter, up to the edges, for which moves are mirrored."""
    draws, _ = sampled(lambda places, site: np.zeros(len(places)), 40, 3, ChainPlan("differential", 3, 6000, 1000, 50))
    for k in range(3):
        assert kstest(draws[20:, :, :, k].ravel(), "uniform").pvalue > 0.001


@pytest.mark.long
def test_ranks_of_prior_draws_among_their_posteriors_are_uniform(tmp_path) -> None:
    """Simulation-based calibration on the CLM5 layer (Talts et al. 2018): 200 draws of all 21 parameters from the prior."""
    sites, places = prior_sites(tmp_path, 200)
    chains = open_chains(tmp_path / "chains", inversion(block=200), sites)
    plan = ChainPlan("differential", 3, 6000, 2000, 100)
    draws = np.zeros((plan.records, 3, 200, 21), dtype=np.float32)
    sampler = DifferentialSampler(chains.posterior(0), chains.keys(0), plan, draws)
    while not sampler.done:
        sampler.advance()
    # One draw less than 120: ranks from 0 to 119 fill bins evenly.
    pooled = draws[plan.warm_records :].reshape(-1, 200, 21)[1:]
    ranks = (pooled < places).sum(0)
    assert (pooled.std(0).mean(0) < 0.95 / np.sqrt(12.0)).any(), "the data say something"
    chances = [chisquare(np.bincount(ranks[:, k] // 12, minlength=10)).pvalue for k in range(21)]
    assert min(chances) * len(chances) > 0.01
    assert chisquare(np.bincount(ranks.ravel() // 6, minlength=20)).pvalue > 0.01
    # Most parameters are hardly told by a profile, so that their ranks are even under a likelihood that is too sure; those of the density
    # itself are not (Modrak et al. 2023).
    density, site = chains.posterior(0), np.arange(200)
    of_draws = np.stack([density(row.astype(float), site) for row in pooled])
    better = (of_draws < density(places, site)).sum(0)
    assert chisquare(np.bincount(better // 12, minlength=10)).pvalue > 0.01


def test_the_acceptance_is_the_share_of_moves_after_the_warm_up() -> None:
    """Every state is kept: as many have changed, but for the odd jump of no length, by the difference of two equal states."""
    plan = ChainPlan("differential", 3, 400, 200, 1)
    draws, sampler = sampled(LinearGaussian(4), 4, 4, plan)
    changed = (np.diff(draws[plan.warm_up - 1 :], axis=0) != 0.0).any(3).mean(0)
    np.testing.assert_allclose(sampler.acceptance(), changed.T, atol=0.02)


def test_a_site_is_sampled_the_same_whatever_stands_beside_it() -> None:
    plan = ChainPlan("differential", 3, 300, 100, 5)
    known = LinearGaussian(6)
    together, _ = sampled(known, 6, 4, plan)
    alone, _ = sampled(lambda places, site: known(places, site + 4), 1, 4, plan, names=NAMES[4:])
    np.testing.assert_array_equal(together[:, :, 4], alone[:, :, 0])


def test_chains_and_seeds_have_their_own_random_numbers() -> None:
    keys = np.concatenate([chain_keys(seed, NAMES[:50], 3).ravel() for seed in (1, 2)])
    assert len(np.unique(keys)) == 300
    numbers = np.array([[kernels.uniform(key, step, slot) for step in range(20) for slot in range(5)] for key in keys[:60]])
    assert kstest(numbers.ravel(), "uniform").pvalue > 0.001
    assert np.abs(np.corrcoef(numbers) - np.eye(60)).max() < 0.5


@pytest.mark.parametrize(
    ("changes", "named"),
    [({"chains": 1}, "chains"), ({"thin": 7}, "thin"), ({"warm_up": 200}, "warm_up"), ({"steps": 110, "warm_up": 100}, "8 draws")],
)
def test_a_plan_that_no_chain_can_follow_is_refused(changes, named) -> None:
    settings = {"sampler": "differential", "chains": 3, "steps": 200, "warm_up": 100, "thin": 5, **changes}
    with pytest.raises(JobError, match=named):
        ChainPlan(**settings).check()


# --- PRODA's own sampler


@settings(deadline=None)  # the first call compiles
@given(st.integers(0, 10**6), st.floats(0.001, 9.0))
def test_pchip_is_that_of_scipy(seed, depth) -> None:
    draw = np.random.default_rng(seed)
    values = np.cumsum(draw.normal(size=20)) if seed % 2 else np.exp(-np.arange(20.0)) * draw.random(20)
    expected = float(PchipInterpolator(NODE_DEPTH, values, extrapolate=True)(depth))
    assert fits.pchip(NODE_DEPTH, values, depth) == pytest.approx(expected, rel=1e-9, abs=1e-12)


def test_the_published_cost_is_that_of_a_case_worked_out_by_hand() -> None:
    """Three layers at 0.1, 0.4 and 1.0 m with 50, 20 and 2 kgC/m3.

    Means 24,000 and 0.5 m. Distances of SOC 26,000, 4,000, 22,000: ranks 1, 3, 2; of depth 0.4, 0.1, 0.5: ranks 2, 3, 1. Mean ranks
    1.5, 3, 1.5; weights 10 exp(-0.5), 10 exp(-2), 10 exp(-0.5). Where the model says 30 kgC/m3 at every depth, errors are -20, 10 and 28
    kgC/m3 on 0.6 * (50, 20, 2).
    """
    observed = Observed(np.array([0]), np.array([3]), np.zeros((3, 20)), np.array([50e3, 20e3, 2e3]), np.array([0.1, 0.4, 1.0]))
    weights = published_weights(observed)
    np.testing.assert_allclose(weights, [6.0653066, 1.3533528, 6.0653066], rtol=1e-7)
    total = np.empty(1)
    fits.published_fit(
        np.full((1, 20), 30e3), np.array([0]), observed.start, observed.count, NODE_DEPTH, observed.depth, observed.soc, weights, 0.6, total
    )
    by_hand = (6.0653066 * (20 / 30) ** 2 + 1.3533528 * (10 / 12) ** 2 + 6.0653066 * (28 / 1.2) ** 2) / 2.0
    assert total[0] == pytest.approx(-by_hand, rel=1e-7)


def test_layers_far_from_their_profiles_mean_weigh_one_at_least() -> None:
    count = 30
    soc, depth = np.linspace(1.0, 2.0, count) ** 3, np.linspace(0.0, 1.0, count)
    weights = published_weights(Observed(np.array([0]), np.array([count]), np.zeros((count, 20)), soc, depth))
    assert weights.min() == 1.0
    assert weights.max() <= 10.0


@pytest.fixture(scope="module")
def published() -> tuple[LinearGaussian, np.ndarray, PublishedSampler]:
    known = LinearGaussian(20)
    plan = ChainPlan("published", 3, 12_000, 2000, 2)
    draws = np.zeros((plan.records, 3, 20, 4), dtype=np.float32)
    sampler = PublishedSampler(known, chain_keys(1, NAMES[:20], 3), plan, draws)
    while not sampler.done:
        sampler.advance()
    return known, draws, sampler


def test_the_published_sampler_finds_the_mean_but_too_small_a_spread(published) -> None:
    """Its acceptance hardens with ln(i + 2): at 10,000 proposals it samples about a ninth of the posterior's variance."""
    known, draws, sampler = published
    ratios = []
    for site, kept in enumerate(sampler.kept()):
        pooled = np.concatenate([draws[first:stop, chain, site] for chain, (first, stop) in enumerate(kept)])
        assert np.abs((pooled.mean(0) - known.mean[site]) / np.sqrt(np.diag(known.covariance))).max() < 0.5
        ratios.append(pooled.std(0) / np.sqrt(np.diag(known.covariance)))
    assert 0.2 < np.mean(ratios) < 0.6


def test_the_published_sampler_keeps_its_acceptance_in_bounds_or_gives_up_after_five_tries(published) -> None:
    _, _, sampler = published
    rate, tries = sampler.acceptance().ravel(), sampler.attempt
    assert (((rate >= 0.1) & (rate <= 0.5)) | (tries == 5)).all()
    assert (sampler.rows == sampler.accepted // 2).all()
    kept = sampler.kept()
    np.testing.assert_array_equal(kept[..., 0], kept[..., 1] // 2)


def test_the_published_first_stage_shrinks_its_box_where_it_is_stuck() -> None:
    """A density so narrow that fewer than 50 of 500 proposals are accepted."""
    plan = ChainPlan("published", 2, 600, 500, 1)
    draws = np.zeros((plan.records, 2, 1, 3), dtype=np.float32)
    sampler = PublishedSampler(lambda places, site: -1e9 * ((places - 0.5) ** 2).sum(1), chain_keys(1, NAMES[:1], 2), plan, draws)
    while not sampler.done:
        sampler.advance()
    np.testing.assert_allclose(sampler.width, 0.2 / 1.1**3)


def test_the_published_covariance_is_that_of_the_accepted_states() -> None:
    draw = np.random.default_rng(0)
    places = draw.random((2, 30, 4))
    count, mean, squares, factors = np.zeros(2, dtype=np.int64), np.zeros((2, 4)), np.zeros((2, 4, 4)), np.zeros((2, 4, 4))
    for step in range(30):
        kernels.remember(np.array([0, 1]), places[:, step].copy(), count, mean, squares)
    kernels.factorise(np.array([0, 1]), count, squares, np.full(2, 2.4 / 4), factors)
    for chain in range(2):
        expected = 2.4 / 4 * np.cov(places[chain].T)
        np.testing.assert_allclose(factors[chain] @ factors[chain].T, expected, rtol=1e-6, atol=1e-10)


def test_classic_rhat_of_chains_apart_is_that_of_the_formula() -> None:
    chains = np.stack([np.array([0.0, 1.0, 0.0, 1.0]), np.array([2.0, 3.0, 2.0, 3.0])])[..., None]
    # W = 1/3; B/n = var(0.5, 2.5) = 2; (3/4 * 1/3 + 2) / (1/3) = 6.75
    assert classic_rhat(chains)[0] == pytest.approx(np.sqrt(6.75))


def test_convergence_is_seen_and_its_lack_too() -> None:
    draw = np.random.default_rng(0)
    together, apart = draw.normal(size=(3, 200, 1)), draw.normal(size=(3, 200, 1)) + np.arange(3.0)[:, None, None]
    still = np.ones((3, 200, 1))
    rhat, ess = convergence(np.concatenate([together, apart, still], 2))
    assert rhat[0] < 1.02 < 1.3 < rhat[1]
    assert ess[0] > 400 > 20 > ess[1]
    assert np.isnan(rhat[2])


def test_chains_that_drift_together_or_differ_in_spread_alone_do_not_agree() -> None:
    """R-hat is split, so that chains with one mean that have not settled are seen, and folded: those with one mean but two spreads."""
    draw = np.random.default_rng(0)
    settled = draw.normal(size=(3, 200, 1))
    drifting = settled + np.linspace(0.0, 3.0, 200)[:, None]
    unlike = draw.normal(size=(3, 200, 1)) * np.array([1.0, 1.0, 4.0])[:, None, None]
    rhat, ess = convergence(np.concatenate([drifting, unlike], 2))
    assert (rhat > 1.1).all()
    assert ess[0] < 20
    assert classic_rhat(drifting)[0] < 1.02
    # Of the same normal scores of ranks by hand: six halves of a chain, between and within them.
    scores = norm.ppf((rankdata(drifting[..., 0]).reshape(6, 100) - 0.375) / 600.25)
    within, between = scores.var(1, ddof=1).mean(), scores.mean(1).var(ddof=1)
    assert rhat[0] == pytest.approx(np.sqrt(0.99 + between / within), abs=1e-6)
