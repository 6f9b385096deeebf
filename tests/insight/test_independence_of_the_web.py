"""The mathematics runs where there is no web framework."""

import subprocess
import sys

BLOCKED = """
import sys
sys.modules["django"] = None
import nahbar.insight.clv
loaded = [name for name in sys.modules if name.startswith("nahbar.") and "insight" not in name]
assert not loaded, loaded
"""


def test_insight_imports_where_django_is_absent():
    subprocess.run([sys.executable, "-c", BLOCKED], check=True, timeout=60)
