#include "store/catalogue.h"

#include "store/evidence_row.h"

namespace underpin {
namespace {

constexpr Column integer(const char* name) { return {name, CellKind::integer}; }
constexpr Column text(const char* name) { return {name, CellKind::text}; }
constexpr Column bytes(const char* name) { return {name, CellKind::bytes}; }

std::vector<Column> evidence(bool history) {
    const auto columns = evidence_columns();
    std::vector<Column> out(columns.begin(), columns.end());
    if (history) out.push_back(integer("superseded_run"));
    return out;
}

std::vector<Table> document_tables() {
    return {
        {"store_sequence", {text("name"), integer("value")}, 1},
        {"document_revision",
         {integer("revision"), text("kind"), text("id"), text("effective_from"), integer("at"),
          text("actor"), text("reason"), text("json"), text("sha256")},
         1},
        {"document_current",
         {text("kind"), text("id"), text("effective_from"), integer("revision")},
         3},
    };
}

std::vector<Table> evidence_tables() {
    return {
        {"evidence_source",
         {integer("id"), text("name"), integer("last_revision"), integer("records"),
          integer("shapes"), integer("open_run")},
         1},
        {"import_run",
         {integer("id"),           integer("source_id"),
          text("status"),          text("token"),
          text("owner"),           integer("lease_until"),
          text("actor"),           text("plugin"),
          text("input"),           integer("started_at"),
          integer("finished_at"),  text("failure_class"),
          text("message"),         integer("batches"),
          integer("created"),      integer("changed"),
          integer("unchanged"),    integer("rejected"),
          integer("warned"),       integer("last_created"),
          integer("last_changed"), integer("last_unchanged"),
          integer("last_rejected")},
         1},
        {"import_state", {integer("run"), text("stream"), text("state")}, 2},
        {"import_covered", {integer("run"), integer("from_at"), integer("to_at")}, 2},
        {"import_reject",
         {integer("run"), integer("number"), integer("place"), text("column_name"), text("content"),
          text("reason"), text("file")},
         2},
        {"import_warning",
         {integer("run"), integer("number"), integer("place"), text("content")},
         2},
        {"evidence", evidence(false), 1},
        {"evidence_history", evidence(true), 1},
        {"evidence_coverage", {integer("source_id"), integer("from_at"), integer("to_at")}, 2},
        {"evidence_touched",
         {integer("source_id"), integer("revision"), integer("from_at"), integer("to_at")},
         3},
        {"raw_blob",
         {integer("id"), text("sha256"), integer("bytes"), integer("stored_bytes"),
          integer("chunks"), text("owner"), integer("lease_until"), integer("created_at")},
         1},
        {"raw_blob_chunk", {integer("blob_id"), integer("number"), bytes("data")}, 2},
        {"import_blob", {integer("run"), text("name"), integer("blob_id")}, 2},
    };
}

std::vector<Table> result_tables() {
    return {
        {"measurement",
         {text("agreement"),
          text("objective"),
          text("period"),
          integer("part_from"),
          integer("version"),
          integer("frozen"),
          integer("part_to"),
          integer("range_from"),
          integer("range_to"),
          text("metric"),
          text("unit"),
          integer("period_open"),
          text("status"),
          text("value"),
          text("score"),
          integer("counted"),
          integer("breaching"),
          integer("pending"),
          integer("excluded"),
          integer("as_of"),
          integer("valid_until"),
          text("scorer_version"),
          text("tz_data_version"),
          text("digest"),
          text("detail"),
          integer("saved_at")},
         5},
        {"measurement_saves", {text("agreement"), integer("saves")}, 1},
        {"journal",
         {integer("id"), integer("at"), text("actor"), text("act"), text("subject"), text("detail"),
          text("sha256")},
         1},
        {"journal_order", {integer("number"), integer("entry")}, 1},
        {"journal_seal",
         {integer("number"), integer("first"), integer("entries"), integer("at"), text("root"),
          text("previous"), text("sha256")},
         1},
    };
}

std::vector<Table> statement_tables() {
    return {
        {"statement",
         {text("supplier"), text("period"), integer("version"), integer("number"), integer("at"),
          integer("as_of"), text("actor"), text("reason"), integer("documents"), text("scorecard"),
          text("credits"), text("basis"), text("changed"), text("sha256")},
         3},
        {"closed_period",
         {text("agreement"), text("period"), text("supplier"), text("statement"),
          integer("range_from"), integer("range_to"), integer("at")},
         2},
        {"credit_entry",
         {text("agreement"), text("objective"), text("period"), text("earns_back"),
          integer("version"), text("supplier"), text("contract"), text("currency"),
          integer("amount"), text("statement"), integer("statement_version"), integer("at"),
          text("actor"), text("reason"), text("line")},
         5},
    };
}

std::vector<Table> job_tables() {
    return {
        {"job",
         {integer("id"),         text("kind"),           text("subject"),
          text("payload"),       text("state"),          text("actor"),
          text("request_key"),   text("waiting_key"),    text("lane"),
          text("lane_key"),      integer("version"),     text("token"),
          text("owner"),         integer("lease_until"), integer("cancel_wanted"),
          integer("attempts"),   integer("next_try_at"), integer("done"),
          integer("total"),      integer("import_run"),  integer("created_at"),
          integer("started_at"), integer("finished_at"), text("error_class"),
          text("message"),       text("hint"),           text("result")},
         1},
        {"job_schedule", {text("name"), text("definition"), integer("next_at")}, 1},
    };
}

std::vector<Table> claim_tables() {
    return {
        {"claim",
         {integer("id"), text("supplier"), text("contract"), text("currency"), integer("exponent"),
          text("state"), integer("version"), integer("outstanding_net"), integer("outstanding_tax"),
          integer("created_at")},
         1},
        {"claim_line",
         {integer("claim"), integer("number"), text("agreement"), text("objective"), text("period"),
          text("earns_back"), integer("net"), text("mode"), text("claim_by"), text("time_zone")},
         2},
        {"claim_entry",
         {integer("claim"), integer("number"), text("step"), text("kind"), text("from_account"),
          text("to_account"), integer("net"), integer("tax"), integer("line"), text("note_number"),
          text("note_date"), text("happened_on"), integer("at"), text("actor"), text("reason"),
          text("request_key"), text("sha256")},
         2},
    };
}

std::string list_of(const std::vector<Column>& columns, std::size_t count) {
    std::string out;
    for (std::size_t i = 0; i < count; ++i) {
        out += (i == 0 ? "" : ", ") + std::string(columns[i].name);
    }
    return out;
}

}  // namespace

std::string Table::column_list() const { return list_of(columns, columns.size()); }
std::string Table::key_list() const { return list_of(columns, key_columns); }

std::vector<CellKind> Table::kinds() const {
    std::vector<CellKind> out;
    for (const auto& column : columns) out.push_back(column.kind);
    return out;
}

const std::vector<Table>& catalogue() {
    static const std::vector<Table> tables = [] {
        auto all = document_tables();
        for (auto part : {evidence_tables(), result_tables(), statement_tables(), job_tables(),
                          claim_tables()}) {
            all.insert(all.end(), part.begin(), part.end());
        }
        return all;
    }();
    return tables;
}

const Table* find_table(std::string_view name) {
    for (const auto& table : catalogue()) {
        if (name == table.name) return &table;
    }
    return nullptr;
}

}  // namespace underpin
