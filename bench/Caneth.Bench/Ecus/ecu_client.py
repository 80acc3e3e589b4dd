"""Reads data of a control unit again and again with a stack given as a checkout, and prints how often in a second:

    ecu_client.py opendbc|udsoncan FOLDER PORT IDENTIFIER SECONDS

FOLDER has the checkouts, each named owner+name: commaai+opendbc, or pylessard+python-udsoncan and pylessard+python-can-isotp.
"""
import importlib.util
import logging
import os
import select
import socket
import struct
import sys
import time
import types

stack, folder, port, identifier, seconds = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), float(sys.argv[5])
gateway = socket.create_connection(("127.0.0.1", port))
gateway.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
rest = b""


def send(can_id, data):
    gateway.sendall(struct.pack(">BI8s", len(data), can_id, bytes(data)))


def receive(timeout):
    """What has come, after waiting for it so long at most: ids and data."""
    global rest
    if not select.select([gateway], [], [], timeout)[0]:
        return []
    data = rest + gateway.recv(65536)
    whole = len(data) - len(data) % 13
    rest = data[whole:]
    frames = [struct.unpack_from(">BI8s", data, place) for place in range(0, whole, 13)]
    return [(can_id, payload[:header & 15]) for header, can_id, payload in frames]


def opendbc():
    # Only uds.py is wanted, and not the package with its compiled parts.
    log = types.ModuleType("opendbc.car.carlog")
    log.carlog = logging.getLogger("uds")
    for name, module in (("opendbc", types.ModuleType("opendbc")), ("opendbc.car", types.ModuleType("opendbc.car")), ("opendbc.car.carlog", log)):
        sys.modules[name] = module
    spec = importlib.util.spec_from_file_location("opendbc.car.uds", os.path.join(folder, "commaai+opendbc", "opendbc", "car", "uds.py"))
    uds = sys.modules["opendbc.car.uds"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(uds)

    class Panda:
        def can_send(self, address, data, bus, timeout=0):
            send(address, data)

        def can_recv(self):
            return [(can_id, data, 0) for can_id, data in receive(0.001)]

    client = uds.UdsClient(Panda(), 0x7E0, timeout=2)
    return lambda: client.read_data_by_identifier(identifier)


def udsoncan():
    sys.path[:0] = [os.path.join(folder, "pylessard+python-can-isotp"), os.path.join(folder, "pylessard+python-udsoncan")]
    import can
    import isotp
    import udsoncan
    from udsoncan.client import Client
    from udsoncan.connections import PythonIsoTpConnection

    class Gateway(can.BusABC):
        def __init__(self):
            super().__init__(channel=0)
            self.frames = []

        def send(self, message, timeout=None):
            send(message.arbitration_id, message.data)

        def _recv_internal(self, timeout):
            if not self.frames:
                self.frames = receive(timeout)
            if not self.frames:
                return None, False
            can_id, data = self.frames.pop(0)
            return can.Message(arbitration_id=can_id, is_extended_id=False, data=data), False

    class AsBytes(udsoncan.DidCodec):
        def encode(self, value):
            return bytes(value)

        def decode(self, payload):
            return bytes(payload)

        def __len__(self):
            raise udsoncan.DidCodec.ReadAllRemainingData

    address = isotp.Address(isotp.AddressingMode.Normal_11bits, txid=0x7E0, rxid=0x7E8)
    connection = PythonIsoTpConnection(isotp.CanStack(Gateway(), address=address, params={"stmin": 0, "blocksize": 0, "tx_padding": 0xCC}))
    client = Client(connection, config={**udsoncan.configs.default_client_config, "data_identifiers": {identifier: AsBytes()}})
    client.open()
    return lambda: client.read_data_by_identifier([identifier])


read = {"opendbc": opendbc, "udsoncan": udsoncan}[stack]()
for _ in range(10):
    read()
count, begin = 0, time.perf_counter()
while time.perf_counter() - begin < seconds:
    read()
    count += 1
print(count / (time.perf_counter() - begin), flush=True)
os._exit(0)
