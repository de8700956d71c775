"""Writes measures.json: small cases and what scikit-learn makes of them.

Requirements: scikit-learn==1.7.2 numpy==2.3.3 (Python 3.11)
Run: python make_golden.py, then deno fmt measures.json, which this script writes beside itself.

null stands for NaN: the average precision of a label without a positive, which scikit-learn
gives as 0 with a warning.
"""

import json
import platform
import warnings
from pathlib import Path

import numpy as np
import sklearn
from sklearn import metrics
from sklearn.calibration import calibration_curve

EPSILON = 1e-7
RELIABILITY_BINS = 4  # edges that binary fractions hold exactly


def make_cases(rng):
    """Yields (name, y_true, y_score)."""

    def random_true(n_samples, n_labels, rate):
        return (rng.random((n_samples, n_labels)) < rate).astype(int)

    def random_score(n_samples, n_labels):
        return rng.random((n_samples, n_labels)).round(6)

    yield "random scores", random_true(30, 6, 0.3), random_score(30, 6)
    yield "sparse labels", random_true(40, 12, 0.1), random_score(40, 12)
    yield "dense labels", random_true(20, 5, 0.8), random_score(20, 5)
    yield "many ties", random_true(30, 6, 0.4), rng.integers(0, 5, (30, 6)) / 4
    yield "constant scores", random_true(20, 4, 0.4), np.full((20, 4), 0.375)

    same_row = random_score(1, 6).repeat(25, axis=0)
    yield "the same scores for every sample", random_true(25, 6, 0.3), same_row

    always = np.zeros((25, 6))
    always[:, 2] = 1
    yield "one label with certainty", random_true(25, 6, 0.3), always

    y_true = random_true(12, 5, 0.4)
    y_true[[0, 7]] = 0
    yield "samples without a label", y_true, random_score(12, 5)

    y_true = random_true(12, 5, 0.4)
    y_true[[0, 7]] = 1
    yield "samples with all labels", y_true, random_score(12, 5)

    y_true = random_true(15, 5, 0.4)
    y_true[:, 1] = 0
    y_true[:, 3] = 1
    yield "a label without and a label with nothing but positives", y_true, random_score(15, 5)

    yield "no label at all", np.zeros((6, 4), dtype=int), random_score(6, 4)
    yield "all labels", np.ones((6, 4), dtype=int), random_score(6, 4)
    yield "a single sample", np.array([[0, 1, 1, 0, 0]]), random_score(1, 5)
    yield "a single sample with ties", np.array([[0, 1, 1, 0, 0]]), np.array(
        [[0.5, 0.5, 0.25, 0.25, 0.75]]
    )
    yield "perfect scores", np.eye(4, dtype=int), np.eye(4) * 0.5 + 0.25
    yield "inverted scores", np.eye(4, dtype=int), 0.75 - np.eye(4) * 0.5


def average_precision(y_true, y_score):
    return metrics.average_precision_score(y_true, y_score) if y_true.any() else None


def precision_recall_f1(y_true, y_pred):
    names = ["precision", "recall", "f1"]
    result = {name: {} for name in names}
    for average in [None, "micro", "macro"]:
        values = metrics.precision_recall_fscore_support(
            y_true, y_pred, average=average, zero_division=0.0
        )[:3]
        for name, value in zip(names, values):
            result[name][average or "perLabel"] = np.asarray(value).tolist()
    return result


def calibration(y_true, y_score):
    true, score = y_true.ravel(), y_score.ravel()
    fraction, mean_score = calibration_curve(true, score, n_bins=RELIABILITY_BINS)
    edges = np.linspace(0, 1, RELIABILITY_BINS + 1)[1:-1]
    counts = np.bincount(np.searchsorted(edges, score), minlength=RELIABILITY_BINS)
    weights = counts[counts > 0] / counts.sum()
    return {
        "counts": counts.tolist(),
        "positiveFraction": fraction.tolist(),  # of the bins that are not empty
        "meanScore": mean_score.tolist(),
        "expectedCalibrationError": float(np.sum(weights * np.abs(fraction - mean_score))),
    }


def curve(y_true, y_score):
    precision, recall, thresholds = metrics.precision_recall_curve(y_true, y_score)
    return {
        "precision": precision.tolist(),
        "recall": recall.tolist() if y_true.any() else [None] * len(thresholds) + [0],
        "thresholds": thresholds.tolist(),
    }


def expected(y_true, y_score, y_pred):
    per_label = [average_precision(t, s) for t, s in zip(y_true.T, y_score.T)]
    defined = [value for value in per_label if value is not None]
    top = y_score.argmax(axis=1)
    clipped = y_score.ravel().clip(EPSILON, 1 - EPSILON)
    return {
        "hammingLoss": metrics.hamming_loss(y_true, y_pred),
        "subsetAccuracy": metrics.accuracy_score(y_true, y_pred),
        **precision_recall_f1(y_true, y_pred),
        # Not in scikit-learn:
        "oneError": float(np.mean(1 - y_true[np.arange(len(top)), top])),
        "topLabelConfusion": (y_true.T @ np.eye(y_true.shape[1], dtype=int)[top]).tolist(),
        "coverageError": metrics.coverage_error(y_true, y_score),
        "labelRankingLoss": metrics.label_ranking_loss(y_true, y_score),
        "labelRankingAveragePrecision": metrics.label_ranking_average_precision_score(
            y_true, y_score
        ),
        "averagePrecisionPerLabel": per_label,
        "macroAveragePrecision": float(np.mean(defined)) if defined else None,
        "microAveragePrecision": average_precision(y_true.ravel(), y_score.ravel()),
        "binaryCrossEntropy": metrics.log_loss(y_true.ravel(), clipped, labels=[0, 1]),
        "calibration": calibration(y_true, y_score),
        "precisionRecallCurve": curve(y_true[:, 1], y_score[:, 1]),
    }


def main():
    warnings.simplefilter("ignore")
    cases = []
    for name, y_true, y_score in make_cases(np.random.default_rng(27)):
        y_pred = (y_score > 0.5).astype(int)
        cases.append(
            {
                "name": name,
                "yTrue": y_true.tolist(),
                "yScore": y_score.tolist(),
                "yPred": y_pred.tolist(),
                "expected": expected(y_true, y_score, y_pred),
            }
        )
    golden = {
        "madeBy": "tests/metrics/golden/make_golden.py",
        "versions": {
            "python": platform.python_version(),
            "numpy": np.__version__,
            "scikit-learn": sklearn.__version__,
        },
        "reliabilityBins": RELIABILITY_BINS,
        "cases": cases,
    }
    path = Path(__file__).parent / "measures.json"
    path.write_text(json.dumps(golden, allow_nan=False) + "\n")


if __name__ == "__main__":
    main()
