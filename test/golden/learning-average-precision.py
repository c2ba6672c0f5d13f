"""Average precision and F1 from scikit-learn.

    /usr/bin/python3 test/golden/learning-average-precision.py      writes learning-average-precision.json
"""

import json
from pathlib import Path

import numpy as np
from sklearn.metrics import average_precision_score, f1_score

random = np.random.default_rng(7)
cases = {
    "perfect": ([0.9, 0.8, 0.2, 0.1], [1, 1, 0, 0]),
    "worst": ([0.1, 0.2, 0.8, 0.9], [1, 1, 0, 0]),
    "all scores tied": ([0.5, 0.5, 0.5, 0.5], [1, 0, 0, 1]),
    "ties across the classes": ([0.9, 0.7, 0.7, 0.7, 0.4, 0.4, 0.1], [0, 1, 0, 1, 0, 1, 0]),
    "one positive last": ([0.9, 0.8, 0.7, 0.1], [0, 0, 0, 1]),
    "all positive": ([0.9, 0.3, 0.7], [1, 1, 1]),
    "one example": ([0.3], [1]),
}
for size, levels in ((40, 5), (200, 12), (300, 1000)):
    scores = random.integers(0, levels, size) / levels
    targets = (random.random(size) < 0.15 + 0.4 * scores).astype(int)
    cases[f"{size} examples, {levels} levels"] = (scores.tolist(), targets.tolist())

golden = [
    {
        "name": name,
        "scores": scores,
        "targets": targets,
        "averagePrecision": float(average_precision_score(targets, scores)),
        "f1": float(f1_score(targets, np.asarray(scores) >= 0.5, zero_division=0)),
    }
    for name, (scores, targets) in cases.items()
]
Path(__file__).with_suffix(".json").write_text(json.dumps(golden) + "\n")
