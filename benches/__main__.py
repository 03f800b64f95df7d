"""Run every bench and print its table."""

import argparse
from importlib import import_module

BENCHES = ("workbooks", "totals")


def main() -> None:
    parser = argparse.ArgumentParser(description="Speed, each figure beside its baseline in the same run.")
    parser.add_argument("names", nargs="*", choices=[*BENCHES, []], help="which (all by default)")
    for name in parser.parse_args().names or BENCHES:
        import_module(f"benches.{name}").main()


if __name__ == "__main__":
    main()
