"""Experiments in MLflow: the only package that knows it. A finished training is read from its folder and logged."""

from quotestance.tracking.runs import Tracking, TrackingError, finish_parent, log_training, start_parent

__all__ = ["Tracking", "TrackingError", "finish_parent", "log_training", "start_parent"]
