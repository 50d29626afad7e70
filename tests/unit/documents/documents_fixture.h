// What the tests of documents share: catalogs of a few plugins, and ways to read and to look.
#pragma once

#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <map>
#include <sstream>

#include "documents/reader.h"
#include "documents/references.h"
#include "documents/write.h"
#include "paths.h"

namespace underpin::test {

struct TestMetrics : MetricCatalog {
    std::map<std::string, std::pair<std::string, std::string>> metrics{
        {"availability",
         {"percent", R"({"type": "object", "additionalProperties": false, "properties": {
            "states": {"type": "array", "items": {"type": "string"}, "default": ["outage"]},
            "min_duration": {"type": "string", "title": "duration", "examples": ["60s"],
                             "pattern": "^[0-9]+[smh]$", "default": "0s"},
            "min_impact": {"type": "string", "default": "0"},
            "weighting": {"enum": ["full", "impact"], "default": "full"}}})"}},
        {"delivery", {"percent", R"({"type": "object", "additionalProperties": false})"}},
        {"case_time",
         {"percent", R"({"type": "object", "additionalProperties": false, "properties": {
            "start": {"enum": ["opened", "responded"], "default": "opened"},
            "stop": {"enum": ["responded", "resolved"], "default": "resolved"},
            "statistic": {"type": "string", "default": "percent_within"},
            "attribute_by": {"enum": ["opened", "resolved", "first_outcome"]},
            "calendars": {"type": "object", "additionalProperties": {"type": "string"}},
            "limits": {"type": "object", "additionalProperties": {"type": "string"}}}})"}},
        {"count", {"count", R"({"type": "object"})"}},
        {"sample", {"number", R"({"type": "object"})"}}};

    std::optional<std::string> schema_of(const std::string& metric) const override {
        const auto found = metrics.find(metric);
        if (found == metrics.end()) return std::nullopt;
        return found->second.second;
    }
    Result<std::string> unit_of(const std::string& metric, const std::string& with_json,
                                const std::string&) const override {
        if (with_json.find("\"statistic\":\"median\"") != std::string::npos) return {"seconds"};
        if (with_json.find("\"start\":\"responded\",\"statistic\":\"percent_within\","
                           "\"stop\":\"responded\"") != std::string::npos) {
            return Error{ErrorClass::configuration, "start and stop are the same", "", {}};
        }
        return metrics.at(metric).first;
    }
    std::vector<std::string> names() const override {
        std::vector<std::string> names;
        for (const auto& [name, metric] : metrics) names.push_back(name);
        return names;
    }
};

struct TestImporters : ImporterCatalog {
    std::optional<std::string> schema_of(const std::string& plugin) const override {
        if (plugin != "csv") return std::nullopt;
        return R"({"type": "object", "additionalProperties": false, "required": ["shape"],
            "properties": {"path": {"type": "string"}, "delimiter": {"type": "string", "default": ","},
                           "max_rejects": {"type": "integer", "minimum": 0},
                           "shape": {"enum": ["case", "interval", "sample"]}}})";
    }
    std::vector<std::string> names() const override { return {"csv"}; }
};

inline const Catalogs& catalogs() {
    static const TestMetrics metrics;
    static const TestImporters importers;
    static const Catalogs both{&metrics, &importers, false};
    return both;
}

inline Reading read_yaml(const std::string& text, const std::string& file = "t.yaml") {
    return read_document_text(text, file, DocumentFormat::yaml, catalogs());
}

inline std::vector<std::string> texts(const Errors& errors) {
    std::vector<std::string> lines;
    for (const Error& error : errors) lines.push_back(error.to_string());
    return lines;
}

inline std::string example() {
    std::ifstream file(source_dir() / "tests/unit/documents/data/example.yaml");
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

// The example with `from` replaced by `to` once; a test that replaces nothing is wrong.
inline std::string example_with(const std::string& from, const std::string& to) {
    std::string text = example();
    const std::size_t at = text.find(from);
    if (at == std::string::npos) throw std::logic_error("the example has no " + from);
    return text.replace(at, from.size(), to);
}

// An agreement of one objective, whose lines from the sixth on are the caller's.
inline std::string agreement_with(const std::string& objective, const std::string& spec = "") {
    return "apiVersion: underpin/v1\nkind: Agreement\nmetadata: {id: a}\nspec:\n"
           "  contract: c\n  time_zone: UTC\n" +
           spec + "  objectives:\n  - id: o\n    evidence: {sources: [s]}\n" + objective;
}

}  // namespace underpin::test
