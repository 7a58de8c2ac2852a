"""A line to the server that can be cut or swallow everything."""

from __future__ import annotations

import contextlib
import socket
import threading


class Line:
    """
    A proxy on the loopback.

    ``cut_after`` names bytes: what holds them is passed on, the server's answer is awaited and thrown away, and the
    line is cut. ``cut_before`` cuts instead of passing on. ``swallowing`` takes everything and gives nothing.
    """

    def __init__(self, port: int) -> None:
        self._to = port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self.cut_after = b""
        self.cut_before = b""
        self.swallowing = False
        self.cuts = 0
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._threads[0].start()
        self._open: list[socket.socket] = []

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            server = socket.create_connection(("127.0.0.1", self._to))
            self._open += [client, server]
            cutting = threading.Event()
            for one in (
                threading.Thread(target=self._up, args=(client, server, cutting), daemon=True),
                threading.Thread(target=self._down, args=(client, server, cutting), daemon=True),
            ):
                one.start()
                self._threads.append(one)

    def _up(self, client: socket.socket, server: socket.socket, cutting: threading.Event) -> None:
        with contextlib.suppress(OSError):
            while data := client.recv(1 << 16):
                if self.swallowing:
                    continue
                if self.cut_before and self.cut_before in data:
                    break
                if self.cut_after and self.cut_after in data:
                    cutting.set()
                server.sendall(data)
        self._cut(*(() if cutting.is_set() else (client, server)))

    def _down(self, client: socket.socket, server: socket.socket, cutting: threading.Event) -> None:
        with contextlib.suppress(OSError):
            while data := server.recv(1 << 16):
                if self.swallowing:
                    continue
                if cutting.is_set():
                    self.cuts += 1
                    break
                client.sendall(data)
        self._cut(client, server)

    def _cut(self, *ends: socket.socket) -> None:
        for end in ends:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Cut everything and let go of the port."""
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._cut(*self._open)
        for thread in self._threads:
            thread.join(5)
        for end in self._open:
            end.close()
