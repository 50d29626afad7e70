// The JSON Schema of the importer's configuration; pages draw their form from it.
#pragma once

namespace csv {

inline constexpr const char* config_schema = R"json({
  "$schema": "http://json-schema.org/draft-07/schema#",
  "title": "CSV files",
  "type": "object",
  "additionalProperties": false,
  "required": ["path", "shape"],
  "properties": {
    "path": {
      "title": "Files", "type": "string", "minLength": 1,
      "description": "A file, or a pattern such as exports/*.csv; read in order of name. An upload stands in for it."
    },
    "shape": {
      "title": "What a row is", "type": "string", "enum": ["case", "interval", "sample"],
      "description": "case: a ticket or a delivery; interval: an outage or another state with a beginning and an end; sample: a measured value."
    },
    "delimiter": {
      "title": "Delimiter", "type": "string", "default": ",", "minLength": 1, "maxLength": 3,
      "pattern": "^([^\"\\r\\n]|tab)$",
      "description": "The one character between cells; tab for a tabulator."
    },
    "encoding": {
      "title": "Encoding", "type": "string", "enum": ["utf-8", "latin1"], "default": "utf-8",
      "description": "latin1 is read as Windows does, with the euro sign and curly quotes."
    },
    "missing": {
      "title": "Texts that mean missing", "type": "array", "items": {"type": "string"}, "default": [""],
      "description": "Such as ? or N/A. An empty cell is always missing."
    },
    "time_formats": {
      "title": "Time formats", "type": "array", "items": {"type": "string", "minLength": 2}, "default": [],
      "description": "Tried in order, with %d %m %Y %y %b %H %I %M %S %f %p %z and so on. None: ISO 8601. A format without a time of day reads dates."
    },
    "columns": {
      "title": "Columns", "type": "object", "additionalProperties": {"type": "string", "minLength": 1},
      "description": "Field of the shape: header in the file. Without it the headers are the fields' names."
    },
    "values": {
      "title": "Values", "type": "object",
      "additionalProperties": {"type": "object", "additionalProperties": {"type": "string"}},
      "description": "Per field or attribute: text in the file: text to keep. Others stay as they are."
    },
    "latest_per_key": {
      "title": "Latest per key", "type": "string", "minLength": 1,
      "description": "For an event log with many rows a key: the row with the highest value of this column is the record."
    },
    "attributes": {
      "title": "Attributes", "type": "array", "items": {"type": "string", "minLength": 1}, "default": [],
      "description": "Headers of further columns to keep, to filter by."
    },
    "covers": {
      "title": "Covers", "type": "object", "additionalProperties": false,
      "description": "What the files say everything about. Without it: each file from its first to its last opened or at; intervals have no default.",
      "required": ["from", "to"],
      "properties": {
        "from": {"title": "From", "type": "string", "description": "ISO 8601; without an offset in the source's time zone."},
        "to": {"title": "To (exclusive)", "type": "string"}
      }
    },
    "max_rejects": {
      "title": "Most rejected rows", "type": "integer", "minimum": 0,
      "description": "The run stops when more rows than this cannot be read. Without it any number may be."
    }
  }
})json";

}  // namespace csv
