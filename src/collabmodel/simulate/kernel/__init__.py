"""The simulator's kernel: plain functions over one memory of rows, interpreted or compiled, byte for byte the same."""
