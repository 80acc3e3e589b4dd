#!/usr/bin/env python3
"""Diagnostics beside stacks that nobody here wrote: their testers at the simulated control units, the cmdlets at their control units, and the
cmdlets at control units that misbehave.

    CO=FOLDER tests/interop/diagnostics.py [--require] [--no-build]

FOLDER has checkouts, each named owner+name: pylessard+python-can-isotp, pylessard+python-udsoncan, commaai+opendbc and
juergenH87+python-can-j1939. Needs python-can, wrapt and numpy (Debian: python3-can python3-wrapt python3-numpy), the PowerShell of the tool
manifest (dotnet tool restore), and the scripts that drive the stacks: the folder ../shared/interop, or that which ORACLES names.
What is not there is left out and said so; with --require that is a failure.
"""

import importlib.util
import os
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PROGRAM = HERE / "Caneth.Interop" / "bin" / "Release" / "net10.0" / "Caneth.Interop.dll"
ORACLES = Path(os.environ.get("ORACLES", ROOT.parent / "shared" / "interop")).resolve()
DEBIAN_PYTHON = "/usr/bin/python3"
ISOTP, UDSONCAN = "pylessard+python-can-isotp", "pylessard+python-udsoncan"
OPENDBC, J1939 = "commaai+opendbc", "juergenH87+python-can-j1939"
TIMEOUT = 300  # seconds; no comparison takes half of that on a loaded machine

# As the scripts call them, and as the library does.
ADDRESSINGS = {"normal": "Normal", "fixed29": "NormalFixed", "extended": "Extended", "mixed": "Mixed"}
LATENCIES = ["0", "1-20"]  # milliseconds, each way

# How close two frames may come where a control unit of misbehave.py asked for a time: what it notes is when its thread saw them.
LEAST_GAPS = {"04": 127, "05": 0.5, "06": 20, "07": 30}
CLOSER = 0.8


def main():
    use_python_with_can()
    if "--no-build" not in sys.argv:
        for project in (HERE / "Caneth.Interop", ROOT / "src" / "Caneth"):
            subprocess.run(["dotnet", "build", "-c", "Release", "-v", "quiet", "-nologo", project], check=True)
    failures, left_out = [], []
    compare_diagnostics(failures, left_out)
    for what in left_out:
        print(f"LEFT OUT  {what}")
    for what in failures:
        print(f"FAILED    {what}")
    if failures or (left_out and "--require" in sys.argv):
        sys.exit(1)
    print("Nothing could be compared." if len(left_out) > 3 else "All that was compared is as it should be.")


def use_python_with_can():
    """Debian's packages are those of Debian's Python, which need not be the first."""
    if importlib.util.find_spec("can") is None and Path(DEBIAN_PYTHON).exists() and sys.executable != DEBIAN_PYTHON:
        os.execv(DEBIAN_PYTHON, [DEBIAN_PYTHON, __file__, *sys.argv[1:]])


def compare_diagnostics(failures, left_out):
    bench = Bench(failures, left_out)
    testers_at_simulated_units(bench)
    cmdlets_at_a_unit(bench)
    cmdlets_at_misbehaving_units(bench)


class Bench:
    """What there is to compare with, and what came of it."""

    def __init__(self, failures, left_out):
        self.failures, self.left_out = failures, left_out

    def has(self, what, repositories=(), modules=("can",)):
        """Whether all is there that a comparison needs; what is not is said once."""
        checkouts = os.environ.get("CO")
        missing = [f"the module {name} of Python" for name in modules if importlib.util.find_spec(name) is None]
        if not ORACLES.is_dir():
            missing.append(f"the scripts in {ORACLES}")
        if repositories and checkouts is None:
            missing.append("CO, the folder of the checkouts")
        else:
            missing += [f"a checkout of {name.replace('+', '/')} in {checkouts}" for name in repositories if not Path(checkouts, name).is_dir()]
        if missing:
            self.left_out.append(f"{what}: there is not {', nor '.join(missing)}")
        return not missing

    def check(self, what, *command, cwd=ORACLES):
        """Runs a program that says in a line of its own what is 'ok' and what 'FAILED'."""
        begin = time.monotonic()
        try:
            run = subprocess.run([str(part) for part in command], cwd=cwd, capture_output=True, text=True, timeout=TIMEOUT)
        except subprocess.TimeoutExpired:
            self.failures.append(f"{what}: not done after {TIMEOUT} s")
            return
        lines = run.stdout.splitlines()
        passed = sum(line.startswith("ok ") for line in lines)
        wrong = [line for line in lines if line.startswith("FAILED ") and not line[7:].isdigit()]
        if wrong or run.returncode != 0 or passed == 0:
            why = "; ".join(wrong) or run.stderr.strip().replace("\n", " | ")[-500:] or f"exit status {run.returncode}"
            self.failures.append(f"{what}: {passed} checks passed, then {why}")
        else:
            print(f"same      {what}: {passed} checks in {time.monotonic() - begin:.1f} s", flush=True)


class Gateway:
    """A program with a gateway: it says its port, and ends with its standard input."""

    def __init__(self, *command):
        self.process = subprocess.Popen(
            [str(part) for part in command], cwd=ORACLES, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"{command} ended before it said its port")
        self.port = int(line.split()[-1])
        self.rest = []

    def __enter__(self):
        return self

    def __exit__(self, *failure):
        self.rest = self.process.communicate(timeout=60)[0].splitlines()


def python(script, *arguments):
    return [sys.executable, ORACLES / script, *arguments]


def checkout(option, repository):
    return [option, Path(os.environ["CO"], repository)]


def simulated(*what):
    return Gateway("dotnet", PROGRAM, "--simulate", *what)


def testers_at_simulated_units(bench):
    if bench.has("udsoncan at the simulated car", [ISOTP, UDSONCAN], ["can", "wrapt"]):
        for addressing, ours in ADDRESSINGS.items():
            with simulated("Vehicle", ours) as car:
                bench.check(f"udsoncan at the simulated car, {addressing}", *python(
                    "uds_tester.py", *checkout("--isotp", ISOTP), *checkout("--udsoncan", UDSONCAN), "--gateway", f"127.0.0.1:{car.port}",
                    "--addressing", addressing))
    if bench.has("comma's uds.py at the simulated car", [OPENDBC]):
        with simulated("Vehicle", "Normal") as car:
            bench.check("comma's uds.py at the simulated car", *python(
                "opendbc_tester.py", *checkout("--opendbc", OPENDBC), "--gateway", f"127.0.0.1:{car.port}"))
    if bench.has("python-can-j1939 at the simulated truck", [J1939], ["can", "numpy"]):
        with simulated("Truck") as truck:
            bench.check("python-can-j1939 at the simulated truck", *python(
                "j1939_tester.py", *checkout("--j1939", J1939), "--gateway", f"127.0.0.1:{truck.port}"))


def cmdlets_at_a_unit(bench):
    if not bench.has("the cmdlets at a control unit of isotp", [ISOTP], ["can", "wrapt"]):
        return
    for addressing in ADDRESSINGS:
        for latency in LATENCIES:
            for pending in (0, 2):
                what = f"the cmdlets at a control unit of isotp, {addressing}, {latency} ms, {pending} x pending"
                with Gateway(*python("uds_ecu.py", *checkout("--isotp", ISOTP), "--addressing", addressing, "--latency", latency,
                                     "--pending", str(pending), "--pending-gap", "0.2", *(["--pending-reads"] if pending else []))) as unit:
                    bench.check(what, "dotnet", "pwsh", "-NoProfile", "-NonInteractive", "-File", HERE / "ecu.ps1", "-Port", unit.port,
                                "-Addressing", addressing, cwd=ROOT)


def cmdlets_at_misbehaving_units(bench):
    if not bench.has("the cmdlets at control units that misbehave"):
        return
    for latency in LATENCIES:
        what = f"the cmdlets at control units that misbehave, {latency} ms"
        with Gateway(*python("misbehave.py", "--latency", latency)) as units:
            bench.check(what, "dotnet", "pwsh", "-NoProfile", "-NonInteractive", "-File", HERE / "misbehave.ps1", "-Port", units.port, cwd=ROOT)
        check_writes(bench, what, units.rest, LEAST_GAPS if latency == "0" else {})


def check_writes(bench, what, lines, least_gaps):
    """What the control units saw of long requests: WRITE 04 frames 9 ordered True least gap 127.23 ms."""
    for line in lines:
        words = line.split()
        if words[0] != "WRITE":
            continue
        gap = float(words[-2])
        if words[5] != "True" or gap < CLOSER * least_gaps.get(words[1], 0):
            bench.failures.append(f"{what}: {line}")


if __name__ == "__main__":
    main()
