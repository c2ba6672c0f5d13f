"""The bytes that numpy writes for small float32 arrays, format 1.0. src/export/npy-header.ts must write the same bytes.

    python3 export-npy.py > export-npy.json
    python3 export-npy.py embeddings.zip    checks an exported archive: shape, type, and one row per cell of its table

numpy 1.24 or any later.
"""
import base64
import csv
import io
import json
import sys
import zipfile

import numpy

if len(sys.argv) > 1:
    with zipfile.ZipFile(sys.argv[1]) as archive:
        array = numpy.load(io.BytesIO(archive.read("embeddings.npy")))
        rows = list(csv.DictReader(io.StringIO(archive.read("embeddings-cells.csv").decode())))
    assert array.dtype == numpy.float32 and array.ndim == 2, (array.dtype, array.shape)
    assert [int(row["row"]) for row in rows] == list(range(len(array)))
    assert numpy.isfinite(array).all()
    print(f"{array.shape[0]} cells, {array.shape[1]} features, {len({row['tile'] for row in rows})} tiles")
    sys.exit()

cases = []
for shape in [(0, 4), (1, 1), (3, 2), (5,), (12345, 2048)]:
    count = int(numpy.prod(shape))
    written = io.BytesIO()
    array = numpy.arange(count, dtype="<f4").reshape(shape) / 7
    numpy.lib.format.write_array(written, array, version=(1, 0))
    whole = written.getvalue()
    # For a large array only the header is kept.
    kept = whole if count < 100 else whole[: len(whole) - 4 * count]
    cases.append({"shape": shape, "values": (array.ravel().tolist() if count < 100 else None), "bytes": base64.b64encode(kept).decode()})
print(json.dumps(cases))
