"""Measures the Python client 'caneth' (kstaniek/caneth, given as a checkout): python_client.py DIR receive|send PORT."""
import asyncio
import os
import sys
import time

folder, what, port = sys.argv[1], sys.argv[2], int(sys.argv[3])
for candidate in (os.path.join(folder, "src"), folder):
    if os.path.isdir(os.path.join(candidate, "caneth")):
        sys.path.insert(0, candidate)

from caneth import WaveShareCANClient  # noqa: E402


async def receive():
    client = WaveShareCANClient("127.0.0.1", port)
    count = 0

    def on_frame(_):
        nonlocal count
        count += 1

    client.on_frame(on_frame)
    await client.start()
    await client.wait_connected(timeout=5)
    await asyncio.sleep(0.2)
    count = 0
    begin = time.perf_counter()
    await asyncio.sleep(1.0)
    rate = count / (time.perf_counter() - begin)
    print(rate, flush=True)
    os._exit(0)


async def send():
    client = WaveShareCANClient("127.0.0.1", port)
    await client.start()
    await client.wait_connected(timeout=5)
    count = 20000
    begin = time.perf_counter()
    for index in range(count):
        await client.send(0x123, bytes([index & 0xFF]))
    print(count / (time.perf_counter() - begin), flush=True)
    await client.close()


asyncio.run(receive() if what == "receive" else send())
