"""Free ports of the loopback address."""

import socket


def free_port() -> int:
    """Return a port nobody listens on now; whoever asked should take it soon."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
