"""What happened: typed events, many cases in columns, and the files they come from."""

from collabmodel.history.builder import Finish, HistoryBuilder, from_events
from collabmodel.history.columns import Column, History, NumberColumn, ObjectColumn, TextColumn
from collabmodel.history.events import EVENT_SCHEMA, Actor, Event
from collabmodel.history.mapping import Mapping, Target, parse_mapping_options
from collabmodel.history.mapping_files import read_mapping
from collabmodel.history.naming import with_model
from collabmodel.history.reading import read_history
from collabmodel.history.streams import Caps
from collabmodel.history.times import micros, moment
from collabmodel.history.writing import write_history

__all__ = [
    "EVENT_SCHEMA",
    "Actor",
    "Caps",
    "Column",
    "Event",
    "Finish",
    "History",
    "HistoryBuilder",
    "Mapping",
    "NumberColumn",
    "ObjectColumn",
    "Target",
    "TextColumn",
    "from_events",
    "micros",
    "moment",
    "parse_mapping_options",
    "read_history",
    "read_mapping",
    "with_model",
    "write_history",
]
