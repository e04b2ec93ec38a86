"""The model as MLflow loads it (models from code): article texts in, the columns of ``quotestance predict`` out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import mlflow
import pandas as pd
from mlflow.pyfunc import PythonModel, PythonModelContext

from quotestance.articles import article_of
from quotestance.loading import classifier, known_extractor, known_languages
from quotestance.prediction import ArticlePredictions, predict, rows, schema


class StancePyfunc(PythonModel):  # type: ignore[misc]
    """Input: one article per row, column `text`; `title`, `language`, `id`, `date` where they are known."""

    def load_context(self, context: PythonModelContext) -> None:
        """Load extractor and classifier once."""
        self._languages = known_languages()
        self._extract = known_extractor(self._languages)
        self._classifier = classifier(str(Path(context.artifacts["model"])))

    def predict(
        self, context: PythonModelContext, model_input: pd.DataFrame, params: dict[str, Any] | None = None
    ) -> pd.DataFrame:
        """One row per unit; `quote_spans` as JSON text. Articles that cannot be used give no rows."""
        given = model_input.astype(object).where(model_input.notna(), "").to_dict("records")
        articles = (article_of(fields, f"row-{number}", self._languages) for number, fields in enumerate(given))
        found = predict(articles, self._extract, self._classifier, batch_size=256, strict=False)
        thresholds = self._classifier.calibration.thresholds
        made = [
            row
            for result in found
            if isinstance(result, ArticlePredictions)
            for row in rows(result, unit="sentence", thresholds=thresholds)
        ]
        table = pd.DataFrame(made, columns=schema(self._classifier.model.targets).names)
        table["quote_spans"] = [json.dumps(spans) for spans in table["quote_spans"]]
        return table


mlflow.models.set_model(StancePyfunc())
