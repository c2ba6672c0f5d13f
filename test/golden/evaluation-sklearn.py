"""Figures of evaluation and calibration from scikit-learn, numpy and a brute-force count of instances.

    /usr/bin/python3 test/golden/evaluation-sklearn.py      writes evaluation-sklearn.json
"""

import json
import warnings
from pathlib import Path

import numpy as np
from sklearn.calibration import calibration_curve
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import (
    average_precision_score,
    f1_score,
    precision_recall_curve,
    precision_score,
    recall_score,
    roc_auc_score,
)

random = np.random.default_rng(11)


def defined(value, where):
    """None where the figure is not defined. scikit-learn returns 0 with a warning then, or raises an exception."""
    return float(value()) if where else None


def ranking_case(name, scores, targets, threshold=0.5):
    scores = np.asarray(scores, dtype=np.float32).astype(float)
    targets = np.asarray(targets)
    positives, negatives = int(targets.sum()), int((1 - targets).sum())
    called = scores >= threshold
    case = {
        "name": name,
        "scores": scores.tolist(),
        "targets": targets.tolist(),
        "threshold": threshold,
        "averagePrecision": defined(lambda: average_precision_score(targets, scores), positives > 0),
        "rocAuc": defined(lambda: roc_auc_score(targets, scores), positives > 0 and negatives > 0),
        "f1": defined(lambda: f1_score(targets, called, zero_division=0), positives > 0),
        "precision": defined(lambda: precision_score(targets, called), called.any()),
        "recall": defined(lambda: recall_score(targets, called), positives > 0),
        "bestF1": None,
        "calledAtBest": None,
    }
    if positives > 0:
        precision, recall, thresholds = precision_recall_curve(targets, scores)
        with np.errstate(invalid="ignore"):
            f1 = np.nan_to_num(2 * precision * recall / (precision + recall))[:-1]
        # The highest threshold among those with the same F1, apart from rounding of the curve.
        best = thresholds[np.flatnonzero(f1 >= f1.max() - 1e-12)[-1]]
        case["bestF1"] = float(f1.max())
        case["calledAtBest"] = int((scores >= best).sum())
    return case


def ranking_cases():
    yield ranking_case("perfect", [0.9, 0.8, 0.2, 0.1], [1, 1, 0, 0])
    yield ranking_case("worst", [0.1, 0.2, 0.8, 0.9], [1, 1, 0, 0])
    yield ranking_case("all scores tied", [0.5] * 4, [1, 0, 0, 1])
    yield ranking_case("ties across the classes", [0.9, 0.7, 0.7, 0.7, 0.4, 0.4, 0.1], [0, 1, 0, 1, 0, 1, 0])
    yield ranking_case("one positive last", [0.9, 0.8, 0.7, 0.1], [0, 0, 0, 1])
    yield ranking_case("all positive", [0.9, 0.3, 0.7], [1, 1, 1])
    yield ranking_case("no positive, some called", [0.9, 0.3, 0.7], [0, 0, 0])
    yield ranking_case("no positive, none called", [0.1, 0.3], [0, 0])
    yield ranking_case("positives, none called", [0.1, 0.3, 0.2], [0, 1, 0])
    yield ranking_case("one example", [0.3], [1])
    yield ranking_case("two cuts with the same F1", [0.9, 0.6, 0.5, 0.4], [1, 0, 0, 1])
    for size, levels in ((40, 5), (200, 12), (300, 1000)):
        scores = random.integers(0, levels, size) / levels
        yield ranking_case(
            f"{size} examples, {levels} levels", scores, (random.random(size) < 0.15 + 0.4 * scores).astype(int), 0.4
        )


def weighted_case():
    """Examples that count as often as their cluster was drawn."""
    clusters = random.integers(0, 12, 250)
    scores = np.round(random.random(250), 2)
    targets = (random.random(250) < scores**2).astype(int)
    draws = [np.bincount(random.integers(0, 12, 12), minlength=12) for _ in range(4)]
    return {
        "scores": scores.tolist(),
        "targets": targets.tolist(),
        "clusters": clusters.tolist(),
        "draws": [
            {
                "weights": weights.tolist(),
                "averagePrecision": float(average_precision_score(targets, scores, sample_weight=weights[clusters])),
                "rocAuc": float(roc_auc_score(targets, scores, sample_weight=weights[clusters])),
            }
            for weights in draws
        ],
    }


def percentile_cases():
    for size in (1, 2, 7, 500):
        values = random.random(size)
        yield {
            "values": values.tolist(),
            "level": 0.95,
            "low": float(np.percentile(values, 2.5)),
            "high": float(np.percentile(values, 97.5)),
        }


def temperature_cases():
    """A logistic regression on the logit alone, without intercept or penalty: its coefficient is 1 / T."""
    for name, sharpness, size in (("over-confident", 3.0, 400), ("under-confident", 0.4, 400), ("calibrated", 1.0, 600)):
        honest = random.normal(-0.5, 1.5, size)
        targets = (random.random(size) < 1 / (1 + np.exp(-honest))).astype(int)
        logits = np.round(sharpness * honest, 4)
        model = LogisticRegression(penalty="none", fit_intercept=False, tol=1e-12, max_iter=10_000)
        model.fit(logits[:, None], targets)
        yield {
            "name": name,
            "logits": logits.tolist(),
            "targets": targets.tolist(),
            "temperature": float(1 / model.coef_[0, 0]),
        }


def reliability_cases():
    edges = np.array([0.0, 0.1, 0.2, 0.3, 0.3, 0.6, 0.7, 0.9, 1.0, 1.0])
    spread = random.random(300) ** 2
    for name, probabilities, targets in (
        ("on the edges", edges, np.array([0, 0, 1, 0, 1, 1, 0, 1, 1, 1])),
        ("300 cells", spread, (random.random(300) < spread**1.5).astype(int)),
    ):
        share, mean = calibration_curve(targets, probabilities, n_bins=10, strategy="uniform")
        bins = np.searchsorted(np.arange(1, 10) / 10, probabilities)
        counts = np.bincount(bins, minlength=10)
        weights = counts[counts > 0] / len(probabilities)
        yield {
            "name": name,
            "probabilities": probabilities.tolist(),
            "targets": targets.tolist(),
            "counts": counts.tolist(),
            "meanProbability": mean.tolist(),
            "positiveShare": share.tolist(),
            "expectedCalibrationError": float((weights * np.abs(share - mean)).sum()),
        }


def co_occurrence_case():
    probabilities = np.round(random.random((60, 4)), 2)
    targets = (random.random((60, 4)) < [0.5, 0.2, 0.3, 0.0]).astype(int)
    thresholds = np.array([0.5, 0.25, 0.75, 0.9])
    called = (probabilities >= thresholds).astype(int)
    return {
        "probabilities": probabilities.tolist(),
        "targets": targets.tolist(),
        "thresholds": thresholds.tolist(),
        "predicted": (targets.T @ called).tolist(),
        "labelled": (targets.T @ targets).tolist(),
        "nothing": (targets.T @ (called.sum(axis=1) == 0)).tolist(),
    }


def boxes(size, count, shift):
    """A label map of overlapping boxes, later ones on top; `shift` moves them."""
    places = np.random.default_rng(count)
    grid = np.zeros((size, size), dtype=int)
    for number in range(1, count + 1):
        top, left = places.integers(0, size - 9, 2) + (random.integers(-1, 2, 2) if shift else 0)
        top, left = max(top, 0), max(left, 0)
        grid[top : top + 9, left : left + 8] = number
    return grid


def instance_case(classes=4, iou=0.6):
    tiles = []
    for count in (5, 8, 3, 9):
        truth, found = boxes(26, count, False), boxes(26, count, True)
        tiles.append(
            {
                "truth": truth,
                "found": found,
                "truths": [
                    # No cell has the last class.
                    {"number": int(n), "classes": np.flatnonzero(random.random(classes - 1) < 0.5).tolist()}
                    for n in np.unique(truth[truth > 0])
                ],
                "predictions": [
                    # Confidences are coarse, so that some are equal within a tile and between tiles.
                    {"number": int(n), "confidences": (random.integers(0, 5, classes) / 5).tolist()}
                    for n in np.unique(found[found > 0])
                ],
            }
        )

    def hits_and_calls(index, threshold):
        """Matches all predictions at or above a confidence again, mask by mask."""
        hits = calls = 0
        for tile in tiles:
            called = [p for p in tile["predictions"] if p["confidences"][index] >= threshold]
            called.sort(key=lambda p: -p["confidences"][index])
            open_truths = {t["number"] for t in tile["truths"] if index in t["classes"]}
            for prediction in called:
                calls += 1
                mask = tile["found"] == prediction["number"]
                best, best_iou = None, iou
                for number in sorted(open_truths):
                    real = tile["truth"] == number
                    overlap = (mask & real).sum() / (mask | real).sum()
                    if overlap >= best_iou:
                        best, best_iou = number, overlap
                if best is not None:
                    hits += 1
                    open_truths.remove(best)
        return hits, calls

    figures = []
    for index in range(classes):
        truths = sum(index in t["classes"] for tile in tiles for t in tile["truths"])
        if truths == 0:
            figures.append({"truths": 0, "averagePrecision": None})
            continue
        levels = sorted({p["confidences"][index] for tile in tiles for p in tile["predictions"]}, reverse=True)
        curve = [hits_and_calls(index, level) for level in levels]
        recall = np.array([0.0] + [hits / truths for hits, _ in curve])
        precision = [hits / calls for hits, calls in curve]
        area = sum((recall[k + 1] - recall[k]) * max(precision[k:]) for k in range(len(curve)))
        figures.append({"truths": truths, "averagePrecision": float(area)})
    values = [figure["averagePrecision"] for figure in figures if figure["averagePrecision"] is not None]
    return {
        "iou": iou,
        "tiles": [{**tile, "truth": tile["truth"].tolist(), "found": tile["found"].tolist()} for tile in tiles],
        "classes": figures,
        "meanAveragePrecision": float(np.mean(values)),
    }


with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    golden = {
        "ranking": list(ranking_cases()),
        "weighted": weighted_case(),
        "percentiles": list(percentile_cases()),
        "temperature": list(temperature_cases()),
        "reliability": list(reliability_cases()),
        "coOccurrence": co_occurrence_case(),
        "instances": instance_case(),
    }
Path(__file__).with_suffix(".json").write_text(json.dumps(golden) + "\n")
