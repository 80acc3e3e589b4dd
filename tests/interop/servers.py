"""Clients that nobody here wrote, at the servers of this library: python-can by socketcand and by SLCAN, caneth and plain sockets by 13 bytes,
and tshark by a capture that goes on."""

import asyncio
import logging
import queue
import socket
import struct
import subprocess
import threading
import time


class Hub:
    """A gateway that admits one client, a session that is this client, and a server that offers it: Caneth.Interop --serve."""

    def __init__(self, program, protocol):
        self.process = subprocess.Popen(
            ["dotnet", program, "--serve", protocol], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)
        self.port = int(self.process.stdout.readline())

    def wait_for(self, clients):
        """Waits until so many clients get frames."""
        self.process.stdin.write(f"{clients}\n")
        assert self.process.stdout.readline() == "ready\n"

    def put(self, frame):
        """Puts a frame on the bus behind the gateway."""
        self.process.stdin.write(f"{frame}\n")

    def next(self):
        """The next frame that a client has put there."""
        return self.process.stdout.readline().strip()

    def __enter__(self):
        return self

    def __exit__(self, *failure):
        self.process.stdin.close()
        self.process.wait(timeout=30)


def compare_servers(program, can, failures, left_out):
    # python-can 4.1 takes every frame of socketcand for an extended one, and has no remote frames there.
    exchange("python-can by socketcand", program, "Socketcand", failures, remote=False, kinds=False,
             open_bus=lambda port: PythonCan(can, can.Bus(interface="socketcand", host="127.0.0.1", port=port, channel="can0")))
    exchange("a plain socket by 13 bytes", program, "Gateway", failures, open_bus=ThirteenBytes)
    try:
        import caneth
    except ImportError:
        left_out.append("the Python client caneth is not installed (pip install caneth)")
    else:
        exchange("the Python client caneth by 13 bytes", program, "Gateway", failures, open_bus=lambda port: PythonCaneth(caneth, port))
    try:
        import serial  # noqa: F401
    except ImportError:
        left_out.append("pyserial is not installed (Debian: apt-get install python3-serial)")
        return
    exchange("python-can by SLCAN", program, "Slcan", failures, open_bus=lambda port: PythonCan(
        can, can.Bus(interface="slcan", channel=f"socket://127.0.0.1:{port}", bitrate=500000, sleep_after_open=0)))


def compare_live_capture(program, failures):
    """What Wireshark shows of a bus while it is there, with times of this very minute."""
    fields = [argument for field in ("frame.time_epoch", "can.id", "can.flags.xtd", "can.flags.rtr", "can.len", "data.data")
              for argument in ("-e", field)]
    frames = ["123#1122", "000#", "00000001#00", "1FFFFFFF#0011223344556677", "123#R4", "7FF#FFEE"]
    with Hub(program, "Pcapng") as hub:
        shark = subprocess.Popen(["tshark", "-n", "-l", "-i", f"TCP@127.0.0.1:{hub.port}", "-c", f"{len(frames)}", "-T", "fields", *fields],
                                 stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        hub.wait_for(1)
        for frame in frames:
            hub.put(frame)
        seen = []
        for line in shark.stdout:
            at, number, extended, remote, length, data = line.rstrip("\n").split("\t")
            text = f"{int(number or '0', 0):0{8 if extended in ('1', 'True') else 3}X}"
            seen.append(f"{text}#R{length}" if remote in ("1", "True") else f"{text}#{data.replace(':', '').upper()}")
            if abs(time.time() - float(at)) > 60:
                failures.append(f"a live capture: {seen[-1]} came at {at}")
        shark.wait(timeout=30)
    if seen == frames:
        print("same      a live capture: a bus seen by tshark")
    else:
        failures.append(f"a live capture: {frames} is {seen}")


def exchange(what, program, protocol, failures, open_bus, remote=True, kinds=True):
    """Two clients and the bus: each sees all frames but its own."""
    def seen(frame):
        identifier, data = frame.split("#")
        return frame if kinds else f"{int(identifier, 16):08X}#{data}"

    with Hub(program, protocol) as hub:
        first, second = open_bus(hub.port), open_bus(hub.port)
        hub.wait_for(2)
        expected = ["123#1122", "000#", "00000001#00", "1FFFFFFF#0011223344556677"] + (["123#R4"] if remote else [])
        for frame in expected:
            hub.put(frame)
            both = [first.receive(), second.receive()]
            if both != [seen(frame)] * 2:
                failures.append(f"{what}: {frame} is {both}")
        for sender, other in ((first, second), (second, first)):
            for frame in ("7FF#FFEE", "000#", "12345678#01", "000018DA#02") + (("123#R8",) if remote else ()):
                sender.send(frame)
                arrived = [hub.next(), other.receive()]
                if arrived != [frame, seen(frame)]:
                    failures.append(f"{what}: {frame} arrived as {arrived}")

        # Neither got its own: the next that both see is the last.
        hub.put("7FF#")
        if [first.receive(), second.receive()] != [seen("7FF#")] * 2:
            failures.append(f"{what}: a client gets its own frames")
        first.close()
        second.close()
    if not any(failure.startswith(what) for failure in failures):
        print(f"same      {what}: a bus seen by two clients")


class PythonCan:
    def __init__(self, can, bus):
        self.can, self.bus = can, bus

    def send(self, frame):
        identifier, data = frame.split("#")
        remote = data.startswith("R")
        self.bus.send(self.can.Message(
            arbitration_id=int(identifier, 16), is_extended_id=len(identifier) == 8, is_remote_frame=remote,
            dlc=int(data[1:]) if remote else None, data=None if remote else bytes.fromhex(data)))

    def receive(self):
        # It takes the answers to what it has sent for nothing, and then returns at once.
        for _ in range(20):
            message = self.bus.recv(timeout=2)
            if message is not None:
                identifier = f"{message.arbitration_id:0{8 if message.is_extended_id else 3}X}"
                return f"{identifier}#R{message.dlc}" if message.is_remote_frame else f"{identifier}#{message.data.hex().upper()}"
        return None

    def close(self):
        self.bus.shutdown()


class PythonCaneth:
    """kstaniek/caneth, which speaks with gateways. Its loop has a thread of its own."""

    def __init__(self, caneth, port):
        logging.disable(logging.INFO)
        self.frames = queue.Queue()
        self.loop = asyncio.new_event_loop()
        threading.Thread(target=self.loop.run_forever, daemon=True).start()
        self.client = self.run(self.open(caneth, port))

    async def open(self, caneth, port):
        client = caneth.WaveShareCANClient("127.0.0.1", port)
        client.on_frame(self.frames.put)
        await client.start()
        await client.wait_connected(timeout=5)
        return client

    def run(self, work):
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(timeout=10)

    def send(self, frame):
        identifier, data = frame.split("#")
        remote = data.startswith("R")
        payload = bytes(int(data[1:])) if remote else bytes.fromhex(data)
        self.run(self.client.send(int(identifier, 16), payload, extended=len(identifier) == 8, rtr=remote))

    def receive(self):
        try:
            frame = self.frames.get(timeout=2)
        except queue.Empty:
            return None
        identifier = f"{frame.can_id:0{8 if frame.extended else 3}X}"
        return f"{identifier}#R{frame.dlc}" if frame.rtr else f"{identifier}#{frame.data.hex().upper()}"

    def close(self):
        self.run(self.client.close())
        self.loop.call_soon_threadsafe(self.loop.stop)


class ThirteenBytes:
    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=5)

    def send(self, frame):
        identifier, data = frame.split("#")
        remote = data.startswith("R")
        payload = b"" if remote else bytes.fromhex(data)
        header = (0x80 if len(identifier) == 8 else 0) | (0x40 if remote else 0) | (int(data[1:]) if remote else len(payload))
        self.socket.sendall(struct.pack(">BI8s", header, int(identifier, 16), payload))

    def receive(self):
        header, identifier, payload = struct.unpack(">BI8s", self.socket.recv(13, socket.MSG_WAITALL))
        text = f"{identifier:0{8 if header & 0x80 else 3}X}"
        return f"{text}#R{header & 15}" if header & 0x40 else f"{text}#{payload[:header & 15].hex().upper()}"

    def close(self):
        self.socket.close()
