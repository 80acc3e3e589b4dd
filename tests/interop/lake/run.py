#!/usr/bin/env python3
"""Parquet beside those who query it: DuckDB (from NuGet) reads cell by cell what is written here, and writes what is read here; Polars sums up
each column.

    tests/interop/lake/run.py [--require]

Needs the .NET SDK; and npm for Polars (nodejs-polars). Where that is not to be had it is left out and said so; with --require that is a failure.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
PROGRAM = HERE / "bin" / "Debug" / "net10.0" / "Caneth.Lake.dll"
POLARS = "nodejs-polars@0.26.1"

# Named, since npm leaves it out without a word where it finds node too old for it, which it is not.
POLARS_NATIVE = "nodejs-polars-linux-x64-gnu@0.26.1"


def main():
    subprocess.run(["dotnet", "build", "-v", "quiet", "-nologo", HERE], check=True)
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["dotnet", PROGRAM, folder], check=True)
        shutil.copy(HERE / "polars.mjs", folder)
        if not shutil.which("npm") or subprocess.run(
            ["npm", "install", "--silent", "--no-save", "-E", POLARS, POLARS_NATIVE], cwd=folder).returncode != 0:
            print(f"LEFT OUT  {POLARS}: cannot be installed (it needs node and npm)")
            sys.exit("--require" in sys.argv)
        subprocess.run(["node", "polars.mjs", folder], cwd=folder, check=True)


main()
