"""The simulator's kernel: plain functions over one memory of rows, run as they stand or compiled, byte for byte the same."""
