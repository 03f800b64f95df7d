"""Run the benches (all, or those named) and exit 1 when a promise is not kept."""

import argparse
import os
import sys
from importlib import import_module

BENCHES = (
    *("formulas", "workbooks", "many_units", "history", "batch", "deadline"),
    *("form_import", "rounds", "totals", "form"),
)


def main() -> int:
    parser = argparse.ArgumentParser(description="Speed, each figure beside its baseline in the same run.")
    parser.add_argument("names", nargs="*", help=f"which of {', '.join(BENCHES)} (all by default)")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "reporting.settings.test")
    kept = [import_module(f"tests.bench.{name}").main() for name in parser.parse_args().names or BENCHES]
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main())
