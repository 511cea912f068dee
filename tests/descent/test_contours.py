"""The loss over two parameters, held to brute force over the rows."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gd_core.descent import contours as surface
from gd_core.descent import objective as rows_of
from gd_core.descent.objective import LeastSquares, Moments

PAIRS = [(0, 1), (2, 0), (1, 3), (3, 2)]


def problem(alpha=0.0, constant=False, seed=0):
    random = np.random.default_rng(seed)
    X = random.normal([5.0, -2.0, 0.1], [3.0, 0.4, 1.0], (60, 3))
    X[:, 1] += 0.1 * X[:, 0]
    if constant:
        X[:, 2] = 0.0
    y = X @ [0.7, -1.0, 0.2] + 3.0 + random.normal(0.0, 0.5, 60)
    return X, y, LeastSquares(Moments.of(X, y), alpha=alpha)


def brute_force(X, y, held, pair, points, alpha=0.0):
    thetas = np.repeat(held[None], len(points), axis=0)
    thetas[:, list(pair)] = points
    return np.array([rows_of.loss(theta, X, y, alpha) for theta in thetas])


@pytest.mark.parametrize("pair", PAIRS)
@pytest.mark.parametrize("alpha", [0.0, 0.3])
def test_a_section_is_the_loss_over_the_rows(pair, alpha):
    X, y, J = problem(alpha)
    held = np.array([0.3, 2.0, -1.0, 1.5])
    section = surface.Section.of(J, pair, held)
    points = np.random.default_rng(1).normal(0.0, 5.0, (40, 2))
    expected = brute_force(X, y, held, pair, points, alpha)
    assert section.floor + section.excess(points) == pytest.approx(expected, rel=1e-10)
    near = section.centre + 1e-3 * np.random.default_rng(2).normal(size=(40, 2))
    assert (brute_force(X, y, held, pair, near, alpha) >= section.floor).all()


def test_at_the_minimum_the_section_has_its_centre_there():
    _, _, J = problem()
    theta = J.minimum()
    section = surface.Section.of(J, (2, 3), theta)
    assert section.centre == pytest.approx(theta[[2, 3]], rel=1e-9)
    assert section.floor == pytest.approx(J.value(theta), rel=1e-12)


@pytest.mark.parametrize("pair", [(1, 1), (0, 4), (-1, 2)])
def test_a_pair_that_is_none_is_refused(pair):
    with pytest.raises(ValueError, match="pair must be two different parameters from 0 to 3"):
        surface.Section.of(problem()[2], pair, np.zeros(4))


def test_a_surface_that_is_flat_everywhere_is_refused():
    X = np.zeros((10, 2))
    J = LeastSquares(Moments.of(X, np.arange(10.0)))
    with pytest.raises(ValueError, match="Neither of these two columns varies"):
        surface.Section.of(J, (0, 1), np.zeros(3))


@pytest.mark.parametrize("pair", PAIRS)
def test_isolines_are_where_the_loss_has_their_level(pair):
    X, y, J = problem()
    held = J.minimum()
    section = surface.Section.of(J, pair, held)
    frame = surface.frame_around(section, np.zeros(2), np.zeros((1, 2)))
    levels = surface.levels(section, frame)
    assert (np.diff(levels) < 0.0).all() and len(levels) == surface.LEVELS + 1
    polygons = surface.isolines(section, frame, levels[1:])
    for level, polygon in zip(levels[1:], polygons, strict=True):
        losses = brute_force(X, y, held, pair, polygon)
        assert losses - section.floor == pytest.approx(np.full(surface.SIDES, level), rel=1e-6, abs=1e-11)


@pytest.mark.parametrize("pair", PAIRS)
def test_the_largest_level_is_the_largest_loss_in_the_frame(pair):
    _, _, J = problem()
    section = surface.Section.of(J, pair, J.minimum())
    frame = surface.frame_around(section, np.zeros(2), np.zeros((1, 2)))
    across, up = (np.linspace(low, high, 65) for low, high in zip(frame.low, frame.high, strict=True))
    losses = section.excess(np.stack(np.meshgrid(across, up), axis=-1))
    assert surface.levels(section, frame)[0] == pytest.approx(losses.max(), rel=1e-12)


def test_a_picture_that_zooms_out_has_more_levels_up_to_the_largest():
    _, _, J = problem()
    section = surface.Section.of(J, PAIRS[0], J.minimum())
    frame = surface.frame_around(section, np.zeros(2), np.zeros((1, 2)))
    widest = surface.Frame(100.0 * frame.low, 100.0 * frame.high)
    near, far = surface.levels(section, frame), surface.levels(section, frame, widest)
    assert len(far) > len(near) and (np.diff(far) < 0.0).all()
    assert far[-1] == pytest.approx(near[-1]) and far[0] == pytest.approx(
        surface.corner_excess(section, widest)
    )


def test_along_a_flat_direction_isolines_leave_the_picture():
    _, _, J = problem(constant=True)
    section = surface.Section.of(J, (0, 2), J.minimum())
    assert section.curvature().eigenvalues.size == 1
    frame = surface.frame_around(section, np.zeros(2), np.zeros((1, 2)))
    assert (frame.span > 0.0).all()
    polygons = surface.isolines(section, frame, surface.levels(section, frame)[1:])
    assert np.isfinite(polygons).all()
    heights = polygons[..., 1]
    assert (heights.max(axis=1) > frame.high[1]).all() and (heights.min(axis=1) < frame.low[1]).all()


def test_one_row_makes_a_trough():
    J = LeastSquares(Moments.of(np.array([[2.0]]), np.array([6.0])))
    section = surface.Section.of(J, (0, 1), np.zeros(2))
    assert section.floor == pytest.approx(0.0, abs=1e-20)
    assert 2.0 * section.centre[0] + section.centre[1] == pytest.approx(6.0)
    assert section.excess(np.array([0.0, 0.0])) == pytest.approx(36.0)


def test_the_frame_holds_home_minimum_and_path_and_stays_for_another_start():
    _, _, J = problem()
    section = surface.Section.of(J, (0, 1), J.minimum())
    frame = surface.frame_around(section, np.zeros(2), np.zeros((1, 2)))
    inside = section.centre + 0.2 * (section.centre - 0.0)
    assert frame.holds(np.stack([np.zeros(2), section.centre, inside])).all()
    moved = surface.frame_around(section, np.zeros(2), inside[None])
    assert moved.low == pytest.approx(frame.low) and moved.high == pytest.approx(frame.high)
    outside = surface.frame_around(section, np.zeros(2), 3.0 * section.centre[None])
    assert outside.holds(3.0 * section.centre[None]).all()


def test_points_that_run_away_do_not_widen_the_frame():
    _, _, J = problem()
    section = surface.Section.of(J, (0, 1), J.minimum())
    calm = surface.frame_around(section, np.zeros(2), np.zeros((1, 2)))
    away = np.array([[0.0, 0.0], [1e9, -1e9], [np.inf, 0.0], [np.nan, 1.0]])
    wild = surface.frame_around(section, np.zeros(2), away)
    assert wild.low == pytest.approx(calm.low) and wild.high == pytest.approx(calm.high)


def test_a_run_that_starts_at_the_minimum_still_has_a_picture():
    _, _, J = problem()
    section = surface.Section.of(J, (0, 1), J.minimum())
    frame = surface.frame_around(section, section.centre, section.centre[None])
    assert (frame.span > 0.0).all() and surface.corner_excess(section, frame) > 0.0
    assert frame.squared().span[0] == pytest.approx(frame.squared().span[1])


def test_losses_along_a_path_are_those_of_the_rows():
    X, y, J = problem(alpha=0.1)
    path = np.random.default_rng(3).normal(0.0, 3.0, (20, 4))
    expected = [rows_of.loss(theta, X, y, 0.1) for theta in path]
    assert surface.losses_along(J, path) == pytest.approx(expected, rel=1e-11)
    assert surface.losses_along(J, np.full((1, 4), 1e200))[0] == np.inf


@given(st.integers(0, 30_000), st.data())
def test_frames_are_few_and_among_the_epochs_that_are_kept(last, data):
    kept = surface.kept_epochs(last)
    frames = surface.frame_epochs(last)
    assert frames[0] == 0 and frames[-1] == last and len(frames) <= 48 and len(kept) <= 300
    assert (np.diff(frames) > 0).all() and (np.diff(kept) > 0).all() and kept[-1] == last
    shorter = int(kept[data.draw(st.integers(0, len(kept) - 1))])
    assert set(surface.frame_epochs(shorter)) <= set(kept)
