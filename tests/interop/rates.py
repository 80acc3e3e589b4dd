#!/usr/bin/env python3
"""Works out what Measure-CanFrame tells of a log of candump -L, with nothing but Python: a line of JSON a channel and one an id.

    tests/interop/rates.py drive.log [gap [bit rate]]

A gap is a time that is longer than that many mean periods; the least load is that without stuff bits.
"""

import json
import math
import re
import sys
from decimal import Decimal

LINE = re.compile(r"\((\d+\.\d+)\) (\S+) ([0-9A-F]{3}|[0-9A-F]{8})#([0-9A-F]*)(?: [TR])?$")


def rates(path, gap=3.0, bit_rate=500_000):
    channels = {}
    with open(path, encoding="utf-8") as file:
        for line in file:
            time, channel, can_id, data = LINE.match(line.strip()).groups()
            channels.setdefault(channel, []).append((Decimal(time), can_id, len(data) // 2))
    for channel, frames in sorted(channels.items()):
        times = [time for time, _, _ in frames]
        seconds = float(max(times) - min(times))
        bits = sum((47 if len(can_id) == 3 else 67) + 8 * length for _, can_id, length in frames)
        yield {"device": channel, "count": len(frames), "least_load": bits / bit_rate / seconds * 100}
        for can_id in sorted({can_id for _, can_id, _ in frames}, key=lambda text: (len(text), text)):
            own = [time for time, one, _ in frames if one == can_id]
            periods = [float(later - earlier) for earlier, later in zip(own, own[1:])]
            mean = sum(periods) / len(periods) if periods else None
            yield {
                "device": channel, "id": can_id, "count": len(own), "rate": len(own) / seconds,
                "min": min(periods, default=None), "mean": mean, "max": max(periods, default=None),
                "jitter": math.sqrt(sum((period - mean) ** 2 for period in periods) / len(periods)) if periods else None,
                "gaps": sum(period > gap * mean for period in periods),
            }


if __name__ == "__main__":
    for row in rates(sys.argv[1], *map(float, sys.argv[2:])):
        print(json.dumps(row))
