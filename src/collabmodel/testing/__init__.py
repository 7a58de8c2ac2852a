"""For whoever writes a plugin: suites that a store must pass, and places at which faults can be injected."""
