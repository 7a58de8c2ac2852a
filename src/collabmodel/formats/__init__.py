"""Models as files: YAML and JSON, read with the place of every value, written without loss."""

from collabmodel.formats.dump import dump
from collabmodel.formats.hashing import content_hash
from collabmodel.formats.places import Loaded, Places, origins
from collabmodel.formats.reading import load, read
from collabmodel.formats.schema import schema
from collabmodel.formats.sources import shipped
from collabmodel.formats.versions import FORMAT

__all__ = ["FORMAT", "Loaded", "Places", "content_hash", "dump", "load", "origins", "read", "schema", "shipped"]
