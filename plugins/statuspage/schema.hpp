// The JSON Schema of the importer's configuration; pages draw their form from it.
#pragma once

namespace statuspage {

inline constexpr const char* config_schema = R"json({
  "$schema": "http://json-schema.org/draft-07/schema#",
  "title": "Statuspage",
  "type": "object",
  "additionalProperties": false,
  "required": ["page"],
  "properties": {
    "page": {
      "title": "Status page", "type": "string", "pattern": "^https?://[^/?#\\s]+(/[^?#\\s]*)?$",
      "description": "The page's address, as people open it: https://status.example.org. Its API is below it, at /api/v2."
    },
    "components": {
      "title": "Components", "type": "object", "additionalProperties": {"type": "string", "minLength": 1},
      "description": "The page's id of a component: what your agreements call it. Without it a component keeps the name under which it was seen first, also when the page renames it."
    },
    "states": {
      "title": "States", "type": "object",
      "propertyNames": {"enum": ["major_outage", "partial_outage", "degraded_performance", "under_maintenance", "maintenance_overrun"]},
      "additionalProperties": {"type": "string", "minLength": 1},
      "description": "Which state a status becomes, for the states of an objective. Default: major_outage and partial_outage are outage, degraded_performance is degraded, under_maintenance is maintenance, and what a maintenance takes longer than announced is maintenance_overrun."
    },
    "impact": {
      "title": "Impact", "type": "object",
      "propertyNames": {"enum": ["major_outage", "partial_outage", "degraded_performance", "under_maintenance", "maintenance_overrun"]},
      "additionalProperties": {"type": "string", "pattern": "^(0(\\.[0-9]{1,6})?|1(\\.0{1,6})?)$"},
      "description": "How much of the service a status takes away, from 0 to 1, for objectives that weigh by impact. Default: 1, all of it."
    },
    "since": {
      "title": "Trusted since", "type": "string", "minLength": 1,
      "description": "A time with an offset. Before it the page's silence is not taken for good news. Default: as far back as the page's answer is complete."
    },
    "pages": {
      "title": "Pages of incidents", "type": "integer", "minimum": 1, "maximum": 200, "default": 1,
      "description": "How many pages of incidents to ask for. The public API documents one, of the 50 latest; some servers have more, as ?page=2."
    },
    "headers": {
      "title": "Headers", "type": "object", "additionalProperties": {"type": "string"},
      "description": "Sent with every request, for a page that is not public: Authorization: Bearer ${secret:token}, with the secret named in the source."
    },
    "ca_file": {
      "title": "Certificate authority", "type": "string", "minLength": 1,
      "description": "A PEM file to trust instead of the system's, for a page inside of your network."
    }
  }
})json";

}  // namespace statuspage
