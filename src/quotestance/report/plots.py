"""Figures of trainings: confusion, calibration, risk, losses, learning curve. Pure: figures in memory, no files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from quotestance.metrics import RiskCurve
from quotestance.records import LABELS


def confusion_figure(report: Mapping[str, Any]) -> Figure:
    """One matrix per target: rows gold, columns predicted, counts; colour by share of the gold label."""
    targets = report["targets"]
    figure = Figure(figsize=(4 * len(targets), 4), layout="constrained")
    for place, (name, score) in enumerate(targets.items(), start=1):
        axes = figure.add_subplot(1, len(targets), place)
        counts = np.array(score["confusion"])
        shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
        axes.imshow(shares, cmap="Blues", vmin=0, vmax=1)
        for (row, column), count in np.ndenumerate(counts):
            colour = "white" if shares[row, column] > 0.6 else "black"
            axes.text(column, row, str(count), ha="center", va="center", color=colour)
        axes.set_xticks(range(len(LABELS)), LABELS, rotation=45)
        axes.set_yticks(range(len(LABELS)), LABELS)
        axes.set(title=f"{name} (n {score['n']})", xlabel="predicted", ylabel="gold")
    return figure


def calibration_figure(report: Mapping[str, Any]) -> Figure:
    """Share right against mean confidence, by tenths of confidence; the size of a point is its n."""
    figure = Figure(figsize=(4.5, 4.5), layout="constrained")
    axes = figure.add_subplot()
    calibration = report["calibration"]
    bins = calibration["bins"]
    axes.plot([0, 1], [0, 1], color="grey", linewidth=1)
    axes.scatter(
        [one["confidence"] for one in bins], [one["right"] for one in bins], s=[20 + one["n"] / 4 for one in bins]
    )
    for one in bins:
        axes.annotate(str(one["n"]), (one["confidence"], one["right"]), xytext=(6, -10), textcoords="offset points")
    title = f"calibration error {calibration['error']:.3f} (perfect model {calibration['perfect']:.3f})"
    axes.set(title=title, xlabel="probability of the label", ylabel="share right", xlim=(0, 1), ylim=(0, 1))
    return figure


def risk_figure(report: Mapping[str, Any], curves: Mapping[str, RiskCurve]) -> Figure:
    """Risk against coverage, a line per language and a thick one for all; a dot where the model's own thresholds are.

    It may lie beside its line: the line has one threshold for all targets, the model one for each.
    """
    figure = Figure(figsize=(7, 5), layout="constrained")
    axes = figure.add_subplot()
    for name, curve in curves.items():
        own = report["selective"][name]["own"]
        width, colour = (2.5, "black") if name == "all" else (1, None)
        (line,) = axes.plot(curve.coverage, curve.risk, linewidth=width, color=colour, label=f"{name} (n {curve.n})")
        if own["answered"] and curve.n:
            axes.plot(own["coverage"], own["risk"], "o", color=line.get_color())
    axes.set(xlabel="coverage: share of relevant units answered", ylabel="risk: share of answers wrong", xlim=(0, 1))
    axes.set(title="dots: the model's own thresholds", ylim=(0, None))
    axes.legend()
    return figure


def size_figure(settings: Mapping[str, Mapping[str, Mapping[float, float]]]) -> Figure:
    """F1_rel against the number of training units: a panel per setting, a line per language and a thick one for all."""
    figure = Figure(figsize=(6 * len(settings), 4.5), layout="constrained")
    for place, (setting, curves) in enumerate(settings.items(), start=1):
        axes = figure.add_subplot(1, len(settings), place)
        for name, points in curves.items():
            width, colour = (2.5, "black") if name == "all" else (1, None)
            axes.plot(list(points), list(points.values()), "o-", linewidth=width, color=colour, label=name)
        axes.set_xscale("log")
        axes.set_xticks(list(curves["all"]), [f"{units:.0f}" for units in curves["all"]], minor=False)
        axes.minorticks_off()
        axes.set(title=setting, xlabel="training units", ylabel="F1_rel, development part")
        axes.legend()
    return figure


def learning_figure(epochs: Sequence[Mapping[str, float]]) -> Figure:
    """Losses and F1_rel on the development part by epoch."""
    figure = Figure(figsize=(6, 4), layout="constrained")
    axes = figure.add_subplot()
    numbers = [epoch["epoch"] for epoch in epochs]
    for name, colour in (("loss", "tab:blue"), ("dev_loss", "tab:orange")):
        axes.plot(numbers, [epoch[name] for epoch in epochs], marker="o", color=colour, label=name)
    axes.set(xlabel="epoch", ylabel="loss")
    right = axes.twinx()
    right.plot(numbers, [epoch["dev_f1_rel"] for epoch in epochs], marker="s", color="tab:green", label="dev F1_rel")
    right.set(ylabel="F1_rel", ylim=(0, 1))
    figure.legend(loc="outside upper center", ncols=3)
    return figure
