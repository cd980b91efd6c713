"""What the service and a worker say to each other: pickled messages over a socket, each behind its length.

    worker  -> service   the reason why it could not load the engine, or None: once
    service -> worker    the number of tasks, and each of them
    worker  -> service   what became of each, a `Reply`, in order

Both ends are ours, on one machine, and no other process has the socket: what comes is trusted.
"""

import asyncio
import pickle
import socket
import struct
from typing import Any

from attribution.inputs.unreadable import UnreadableInput

#: The answer; where the article is at fault, why; where the analysis failed, the place.
Reply = bytes | UnreadableInput | str

LENGTH = struct.Struct("!Q")


def packed(message: object) -> bytes:
    """A message as it goes over the socket.

    Raises:
        RecursionError: it is nested too deeply.
    """
    data = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
    return LENGTH.pack(len(data)) + data


def receive(connection: socket.socket) -> Any:  # noqa: ANN401 - whatever was sent
    """The next message on a socket that blocks.

    Raises:
        EOFError: the other end is closed.
    """
    (length,) = LENGTH.unpack(_exactly(connection, LENGTH.size))
    return pickle.loads(_exactly(connection, length))  # noqa: S301


def receive_all(connection: socket.socket) -> list[Any]:
    """The next messages on a socket that blocks, of which the first tells how many others there are.

    Raises:
        EOFError: the other end is closed.
    """
    return [receive(connection) for _ in range(receive(connection))]


def _exactly(connection: socket.socket, length: int) -> bytearray:
    received = bytearray(length)
    view = memoryview(received)
    while view:
        count = connection.recv_into(view)
        if not count:
            raise EOFError
        view = view[count:]
    return received


async def receive_from(reader: asyncio.StreamReader) -> Any:  # noqa: ANN401 - whatever was sent
    """The next message on a stream.

    Raises:
        EOFError: the other end is closed.
        OSError: the connection broke.
    """
    (length,) = LENGTH.unpack(await reader.readexactly(LENGTH.size))
    return pickle.loads(await reader.readexactly(length))  # noqa: S301
