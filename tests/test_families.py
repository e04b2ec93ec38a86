"""Families, units that differ in one clause: they stand in one batch, and what parts them has a loss of its own."""

import math
from collections import Counter
from dataclasses import replace

import pytest
import torch
from test_models import TARGETS, examples

from quotestance.models.network import IGNORED, contrast_loss
from quotestance.models.training import FamilySampler

NOBODY = -1


def logits(*rows):
    """One target; the other labels have 0."""
    return torch.tensor([[list(row)] for row in rows], dtype=torch.float32)


def labels(*values):
    return torch.tensor([[value] for value in values])


def test_the_loss_is_that_of_the_difference_between_two_members():
    found = contrast_loss(logits((2, 0.5, 0, 0), (1, 3, 0, 0)), labels(0, 1), torch.tensor([4, 4]))
    margin = (2 - 0.5) - (1 - 3)
    assert float(found) == pytest.approx(math.log1p(math.exp(-margin)))


def test_what_members_have_in_common_cancels():
    alone = contrast_loss(logits((2, 0.5, 0, 0), (1, 3, 0, 0)), labels(0, 1), torch.tensor([0, 0]))
    shifted = contrast_loss(logits((7, 0.5, 0, 0), (6, 3, 0, 0)), labels(0, 1), torch.tensor([0, 0]))
    assert float(alone) == pytest.approx(float(shifted))


@pytest.mark.parametrize(
    ("given", "families"),
    [((0, 1), (0, 1)), ((0, 1), (NOBODY, NOBODY)), ((1, 1), (0, 0)), ((0, IGNORED), (0, 0))],
    ids=["of two families", "of none", "with one label", "with a label missing"],
)
def test_nothing_is_asked_of_others(given, families):
    assert float(contrast_loss(logits((0, 9, 0, 0), (9, 0, 0, 0)), labels(*given), torch.tensor(families))) == 0


def test_every_row_is_drawn_once_and_families_stay_side_by_side():
    families = [row // 3 if row < 60 else NOBODY for row in range(103)]
    lengths = [5 + row % 7 for row in range(103)]
    sampler = FamilySampler(lengths, families, batch_size=16, seed=1)
    first, second = list(sampler), list(sampler)
    assert sorted(first) == sorted(second) == list(range(103)) and first != second
    assert first == list(FamilySampler(lengths, families, batch_size=16, seed=1))
    together = sum(
        most
        for start in range(0, 103, 16)
        for most in Counter(families[row] for row in first[start : start + 16] if families[row] >= 0).values()
        if most == 3
    )
    assert together >= 42, "at most a family at each border of a batch is parted"


def test_batches_are_of_like_length():
    lengths = [3 + row % 50 for row in range(800)]
    order = list(FamilySampler(lengths, [NOBODY] * 800, batch_size=16, seed=0))
    spread = [
        max(lengths[row] for row in rows) - min(lengths[row] for row in rows)
        for rows in (order[start : start + 16] for start in range(0, 800, 16))
    ]
    assert sum(spread) / len(spread) < 3


def test_the_settings_weigh_it(tiny_backbone):
    from quotestance.models import Recipe, new_model
    from quotestance.models.folder import silent

    def trained(contrast):
        made = [replace(one, pair_id=f"p{n // 2}") for n, one in enumerate(examples(24))]
        training = {"epochs": 1, "batch_size": 8, "contrast": contrast}
        model = new_model(Recipe("encoder", {"trained_layers": 1}, str(tiny_backbone), training), TARGETS)
        model.fit(made, made[:8], seed=1, progress=silent)
        return model.predict_proba(made[:8])

    assert (trained(0.0) == trained(0.0)).all()
    assert (trained(0.0) != trained(5.0)).any()
