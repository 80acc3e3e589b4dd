#!/usr/bin/env python3
"""Compares the log formats with python-can, can-utils and tshark, both ways, frame for frame, what is measured with plain sums, and lets
other programs be clients of the servers.

    tests/interop/run.py [--require]

Needs the .NET SDK; python-can (Debian: python3-can), log2asc and asc2log (Debian: can-utils), tshark, and the Python client caneth (pip install
caneth) where they are installed.
What is not installed is left out and said so; with --require, as CI runs it, that is a failure.
"""

import json
import math
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import datetime, timezone
from pathlib import Path

from rates import rates
from servers import compare_live_capture, compare_servers

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PROGRAM = HERE / "Caneth.Interop" / "bin" / "Release" / "net10.0" / "Caneth.Interop.dll"
DEBIAN_PYTHON = "/usr/bin/python3"
BUS_ERROR = 0x80  # the class by which python-can knows an error frame of candump
START = 1_700_000_000_000_000  # microseconds; whole milliseconds, as heads of files have them
failures = []
left_out = []


def main():
    build()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        compare_with_python_can()
        compare_with_can_utils()
        compare_with_tshark()
        compare_rates()
    for what in left_out:
        print(f"LEFT OUT  {what}")
    for what in failures:
        print(f"FAILED    {what}")
    if failures or (left_out and "--require" in sys.argv):
        sys.exit(1)
    print("Only rates could be compared." if len(left_out) >= 3 else "All that was compared is the same.")


def build():
    subprocess.run(["dotnet", "build", "-c", "Release", "-v", "quiet", "-nologo", HERE / "Caneth.Interop"], check=True)


def convert(source, target):
    """Reads one log and writes another, by the library."""
    subprocess.run(["dotnet", PROGRAM, source, target], check=True)


# A frame is a dictionary: time (microseconds), channel, id, extended, remote, error, fd, brs, esi, tx, length, data (hex).


def corpus(kinds, channel):
    """Made-up frames of some kinds: 'classic', 'remote', 'fd', 'error'."""
    numbers = random.Random(1)
    frames = []
    time = START
    for _ in range(2000):
        kind = numbers.choice(kinds)
        extended = numbers.random() < 0.5
        length = numbers.choice([1, 8, 12, 16, 20, 24, 32, 48, 64] if kind == "fd" else range(9))
        frames.append({
            "time": time,
            "channel": channel(numbers.randrange(3)),
            "id": BUS_ERROR if kind == "error" else numbers.randrange(0x20000000 if extended else 0x800),
            "extended": extended and kind != "error",
            "remote": kind == "remote",
            "error": kind == "error",
            "fd": kind == "fd",
            "brs": kind == "fd" and numbers.random() < 0.5,
            "esi": kind == "fd" and numbers.random() < 0.5,
            "tx": kind != "error" and numbers.random() < 0.5,
            "length": 0 if kind == "error" else length,
            "data": bytes(numbers.randrange(256) for _ in range(length)).hex() if kind in ("classic", "fd") else "",
        })
        time += numbers.randrange(1_000_000)
    return frames


LENGTHS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 12, 16, 20, 24, 32, 48, 64]


def write_json(path, frames):
    with open(path, "w", encoding="utf-8") as file:
        for frame in frames:
            moment = datetime.fromtimestamp(frame["time"] // 1_000_000, timezone.utc)
            line = {
                "Timestamp": moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{frame['time'] % 1_000_000:06}Z",
                "Device": frame["channel"], "Id": frame["id"], "Dlc": LENGTHS.index(frame["length"]), "Data": frame["data"],
                "Extended": frame["extended"], "Remote": frame["remote"], "Error": frame["error"], "Fd": frame["fd"],
                "BitRateSwitch": frame["brs"], "ErrorState": frame["esi"], "Transmitted": frame["tx"],
            }
            file.write(json.dumps(line) + "\n")


def read_json(path):
    frames = []
    with open(path, encoding="utf-8") as file:
        for line in map(json.loads, file):
            seconds, fraction = line["Timestamp"].rstrip("Z").split(".")
            moment = datetime.strptime(seconds, "%Y-%m-%dT%H:%M:%S").replace(tzinfo=timezone.utc)
            frames.append({
                "time": int(moment.timestamp()) * 1_000_000 + round(int(fraction.ljust(9, "0")) / 1000),
                "channel": line.get("Device"), "id": line["Id"], "extended": line.get("Extended", False),
                "remote": line.get("Remote", False), "error": line.get("Error", False), "fd": line.get("Fd", False),
                "brs": line.get("BitRateSwitch", False), "esi": line.get("ErrorState", False),
                "tx": line.get("Transmitted", False), "length": LENGTHS[line["Dlc"]], "data": line["Data"].replace(" ", "").lower(),
            })
    return frames


# What tools do not keep of an error frame; its time, and that it is one, remain.
OF_ERRORS = {"channel", "extended", "id", "tx", "length", "data", "fd"}


def same(what, expected, actual, but=(), relative=False, resolution=2):
    """Whether both are the same, but for what a tool is known to lose; times within some microseconds."""
    if not expected or len(expected) != len(actual):
        failures.append(f"{what}: {len(expected)} frames are {len(actual)}")
        return
    for index, (left, right) in enumerate(zip(expected, actual)):
        times = [frame["time"] - (frames[0]["time"] if relative else 0) for frame, frames in ((left, expected), (right, actual))]
        lost = {"time", *but} | (OF_ERRORS if left["error"] else set())
        if abs(times[0] - times[1]) > resolution or any(left[key] != right[key] for key in left if key not in lost):
            failures.append(f"{what}: frame {index}: {left} is {right}")
            return
    print(f"same      {what}: {len(expected)} frames")


def compare_with_python_can():
    try:
        import can
    except ImportError:
        if Path(DEBIAN_PYTHON).exists() and sys.executable != DEBIAN_PYTHON and "CANETH_INTEROP" not in os.environ:
            os.environ["CANETH_INTEROP"] = "1"
            os.execv(DEBIAN_PYTHON, [DEBIAN_PYTHON, __file__, *sys.argv[1:]])
        left_out.append("python-can is not installed (Debian: apt-get install python3-can)")
        return
    print(f"python-can {can.__version__}")

    def to_messages(frames, channel):
        return [can.Message(
            timestamp=frame["time"] / 1e6, channel=channel(frame["channel"]), arbitration_id=frame["id"],
            is_extended_id=frame["extended"], is_remote_frame=frame["remote"], is_error_frame=frame["error"], is_fd=frame["fd"],
            bitrate_switch=frame["brs"], error_state_indicator=frame["esi"], is_rx=not frame["tx"], dlc=frame["length"],
            data=None if frame["remote"] else bytes.fromhex(frame["data"])) for frame in frames]

    def from_messages(messages, channel):
        return [{
            "time": round(message.timestamp * 1e6), "channel": channel(message.channel), "id": message.arbitration_id,
            "extended": message.is_extended_id, "remote": message.is_remote_frame, "error": message.is_error_frame,
            "fd": message.is_fd, "brs": message.bitrate_switch, "esi": message.error_state_indicator, "tx": not message.is_rx,
            "length": message.dlc, "data": "" if message.is_remote_frame else message.data.hex()} for message in messages]

    # python-can counts channels from 0 and files count from 1, save that its reader of TRC gives what the file says.
    cases = [
        ("candump", "log", ["classic", "remote", "fd", "error"], lambda number: f"can{number}", str, str,
         can.CanutilsLogReader, can.CanutilsLogWriter, {}),
        ("ASC", "asc", ["classic", "remote", "fd", "error"], lambda number: str(number + 1),
         lambda text: int(text) - 1, lambda number: str((number or 0) + 1), can.ASCReader, can.ASCWriter, {"relative_timestamp": False}),
        ("TRC", "trc", ["classic"], lambda number: str(number + 1), lambda text: int(text) - 1, str, can.TRCReader, can.TRCWriter, {}),
        ("BLF", "blf", ["classic", "remote", "fd", "error"], lambda number: str(number + 1),
         lambda text: int(text) - 1, lambda number: str(number + 1), can.BLFReader, can.BLFWriter, {}),
    ]
    for name, extension, kinds, channel, to_python, from_python, reader, writer, arguments in cases:
        # TRC of python-can 4.1 has times since the start only.
        relative = name == "TRC"
        frames = corpus(kinds, channel)
        write_json("frames.jsonl", frames)
        convert("frames.jsonl", f"ours.{extension}")
        theirs = from_messages(reader(f"ours.{extension}", **arguments), from_python)
        same(f"{name} written here, read by python-can", frames, theirs, relative=relative)

        log = writer(f"theirs.{extension}")
        for message in to_messages(frames, to_python):
            log.on_message_received(message)
        log.stop()
        convert(f"theirs.{extension}", "theirs.jsonl")
        ours = read_json("theirs.jsonl")

        # Its candump writer leaves out the DLC of remote frames.
        same(f"{name} written by python-can, read here", frames, ours, {"length"} if name == "candump" else (), relative)
        again = from_messages(reader(f"theirs.{extension}", **arguments), from_python)
        same(f"{name} written by python-can, read here as python-can does", again, ours, relative=relative)

    compare_csv(can, to_messages)
    compare_sqlite(can, to_messages)
    compare_drive(can, from_messages)
    compare_servers(PROGRAM, can, failures, left_out)


def compare_csv(can, to_messages):
    """Its CSV has no channel, no direction, and does not say that a frame of up to 8 bytes is one of CAN FD."""
    frames = corpus(["classic", "remote", "fd", "error"], lambda number: "")
    log = can.CSVWriter("theirs.csv")
    for message in to_messages(frames, lambda text: 0):
        log.on_message_received(message)
    log.stop()
    convert("theirs.csv", "theirs.jsonl")
    same("CSV written by python-can, read here", frames, read_json("theirs.jsonl"), {"channel", "tx", "fd", "brs", "esi"})


def compare_sqlite(can, to_messages):
    """Its databases lack what its CSV lacks. What is not written when it is stopped is lost, so that is waited for."""
    frames = corpus(["classic", "remote", "fd", "error"], lambda number: "")
    log = can.SqliteWriter("theirs.db")
    for message in to_messages(frames, lambda text: 0):
        log.on_message_received(message)
    limit = time.monotonic() + 60
    while log.num_frames < len(frames) and time.monotonic() < limit:
        time.sleep(0.05)
    log.stop()
    convert("theirs.db", "theirs.jsonl")
    same("SQLite written by python-can, read here", frames, read_json("theirs.jsonl"), {"channel", "tx", "fd", "brs", "esi"})


def compare_drive(can, from_messages):
    drive = ROOT.parent / "shared" / "data" / "logs" / "thinkcity.log"
    if not drive.exists():
        return
    expected = from_messages(can.CanutilsLogReader(str(drive)), str)
    for extension in ("jsonl", "asc", "trc", "blf", "csv"):
        convert(str(drive), f"drive.{extension}")
        convert(f"drive.{extension}", "drive-again.jsonl")
        same(f"a real drive through {extension}", expected, read_json("drive-again.jsonl"), {"channel"})


def compare_with_can_utils():
    if not shutil.which("log2asc") or not shutil.which("asc2log"):
        left_out.append("can-utils is not installed (Debian: apt-get install can-utils)")
        return
    print("can-utils")
    frames = corpus(["classic", "remote", "fd"], lambda number: f"can{number}")
    write_json("frames.jsonl", frames)
    convert("frames.jsonl", "ours.log")
    subprocess.run(["log2asc", "-I", "ours.log", "-O", "log2asc.asc", "can0", "can1", "can2"], check=True)
    convert("log2asc.asc", "log2asc.jsonl")

    # log2asc numbers the interfaces from 1, writes every frame as received, and remote frames without their DLC.
    numbered = [{**frame, "channel": str(int(frame["channel"][-1]) + 1)} for frame in frames]
    same("candump written here, read by log2asc, its ASC read here", numbered, read_json("log2asc.jsonl"), {"tx", "length"}, relative=True)

    convert("ours.log", "ours.asc")
    subprocess.run(["asc2log", "-I", "ours.asc", "-O", "asc2log.log"], check=True)
    convert("asc2log.log", "asc2log.jsonl")
    same("ASC written here, read by asc2log, its candump read here", frames, read_json("asc2log.jsonl"), {"tx"}, relative=True)


# What tshark says of a packet. A frame of CAN FD is one by the flags that only it has.
TSHARK_FIELDS = [
    "frame.time_epoch", "frame.interface_name", "frame.packet_flags_direction", "can.id", "can.flags.xtd", "can.flags.rtr", "can.flags.err",
    "can.len", "canfd.flags.brs", "canfd.flags.esi", "data.data",
]


def read_tshark(path):
    fields = [argument for field in TSHARK_FIELDS for argument in ("-e", field)]
    lines = subprocess.run(["tshark", "-n", "-r", path, "-T", "fields", *fields], check=True, capture_output=True, text=True).stdout.splitlines()
    frames = []
    for line in lines:
        time, channel, direction, number, extended, remote, error, length, brs, esi, data = line.split("\t")
        seconds, fraction = time.split(".")
        frames.append({
            "time": int(seconds) * 1_000_000 + round(int(fraction.ljust(9, "0")) / 1000), "channel": channel, "id": int(number or "0", 0),
            "extended": is_set(extended), "remote": is_set(remote), "error": is_set(error), "fd": brs != "", "brs": is_set(brs), "esi": is_set(esi),
            "tx": direction != "" and int(direction, 0) == 2, "length": int(length), "data": data.replace(":", ""),
        })
    return frames


def is_set(text):
    return text in ("1", "True")


def compare_with_tshark():
    if not shutil.which("tshark"):
        left_out.append("tshark is not installed (Debian: apt-get install tshark)")
        return
    print(subprocess.run(["tshark", "--version"], check=True, capture_output=True, text=True).stdout.splitlines()[0])
    frames = corpus(["classic", "remote", "fd", "error"], lambda number: f"can{number}")
    write_json("frames.jsonl", frames)
    for extension, lost in (("pcapng", set()), ("pcap", {"channel", "tx"})):
        convert("frames.jsonl", f"ours.{extension}")
        same(f"{extension} written here, read by tshark", frames, read_tshark(f"ours.{extension}"), lost, resolution=0)

    compare_live_capture(PROGRAM, failures)

    # What it writes of ours, in every form that it has.
    for kind, lost in (("pcapng", set()), ("pcap", {"channel", "tx"}), ("nsecpcap", {"channel", "tx"})):
        subprocess.run(["tshark", "-r", "ours.pcapng", "-F", kind, "-w", "theirs.pcapng"], check=True, capture_output=True)
        convert("theirs.pcapng", "theirs.jsonl")
        same(f"{kind} written by tshark, read here", frames, read_json("theirs.jsonl"), lost)


def compare_rates(path="rates.log"):
    """What is measured of a log beside plain sums over it."""
    print("rates")
    frames = corpus(["classic"], lambda number: f"can{number % 2}")
    write_json("rates.jsonl", [{**frame, "id": frame["id"] % 12, "extended": frame["id"] % 3 == 0} for frame in frames])
    convert("rates.jsonl", path)
    measured = subprocess.run(["dotnet", PROGRAM, "--rates", path], check=True, capture_output=True, text=True).stdout.splitlines()
    expected = list(rates(path))
    for ours, plain in zip(map(json.loads, measured), expected):
        if ours.keys() != plain.keys() or not all(equal(ours[key], plain[key]) for key in plain):
            failures.append(f"rates: {plain} is {ours}")
            return
    if len(measured) != len(expected):
        failures.append(f"rates: {len(expected)} rows are {len(measured)}")
        return
    print(f"same      counts, rates, periods, jitter, gaps and load: {len(expected)} rows")


def equal(ours, plain):
    return math.isclose(ours, plain, rel_tol=1e-9) if isinstance(plain, float) else ours == plain


if __name__ == "__main__":
    main()
