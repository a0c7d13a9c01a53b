"""``python -m tests.bench.prepare MODULE FILE [short]``: one side's data and requests.

``MODULE.plan(is_short=...)`` works under the settings that the environment names, makes its data
and returns what is written to the file.
"""

import importlib
import json
import sys
from pathlib import Path

import django

if __name__ == "__main__":
    module, target, *mode = sys.argv[1:]
    django.setup()
    plan = importlib.import_module(module).plan(is_short=mode == ["short"])
    Path(target).write_text(json.dumps(plan))
