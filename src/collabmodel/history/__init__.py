"""What happened: typed events, many cases in columns, and the files they come from."""

from collabmodel.history.builder import Finish, HistoryBuilder, from_events
from collabmodel.history.columns import Column, History, NumberColumn, ObjectColumn, TextColumn
from collabmodel.history.events import EVENT_SCHEMA, Actor, Event
from collabmodel.history.mapping import Mapping, Target, parse_mapping_options
from collabmodel.history.naming import with_model

__all__ = [
    "EVENT_SCHEMA",
    "Actor",
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
    "parse_mapping_options",
    "with_model",
]
