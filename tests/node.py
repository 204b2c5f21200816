"""Programs of Node that judge what we write, each a script in ``tests/node``.

What they import stands in ``node_modules``, where ``.ci/node`` puts it.
"""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).parent / "node"
PACKAGES = Path(__file__).parents[1] / "node_modules"
PATIENCE = 600  # seconds for all that is judged at once; it takes some, and more on a busy machine


def run(script, data):
    """Returns what a script writes, given data, both as JSON; without Node the test is skipped."""
    node = shutil.which("node")
    if node is None or not PACKAGES.is_dir():
        pytest.skip("Node or what .ci/node installs is missing, so its programs judged nothing.")
    done = subprocess.run(
        [node, SCRIPTS / script],
        input=json.dumps(data),
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
