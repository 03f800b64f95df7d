"""The demo province: real units and a real form; people and history are made up, the same each time."""
