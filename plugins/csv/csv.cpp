// The importer of CSV files, and the example for importers to come: one class, one macro.
#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "checkpoint.hpp"
#include "input.hpp"
#include "latest.hpp"
#include "rows.hpp"
#include "schema.hpp"
#include "settings.hpp"
#include "table.hpp"
#include "text.hpp"
#include "times.hpp"
#include "underpin/plugin.hpp"

namespace csv {
namespace {

using underpin::FileEntry;
using underpin::Host;
using underpin::Sink;

constexpr std::size_t batch_rows = 4096;
constexpr std::int64_t checkpoint_rows = 10'000;
constexpr std::size_t shown_text = 500;

// An open file behind its header.
struct OpenFile {
    OpenFile(const Host& host, const Settings& settings, const std::string& name)
        : input(host, name, settings.latin1),
          rows([this](char* to, std::size_t capacity) { return input.fill(to, capacity); },
               settings.delimiter) {}

    // Reads the header into `row`. A file without one says nothing, not that nothing happened.
    void header(const std::string& name, Row& row) {
        if (!rows.next(row)) {
            throw underpin::data_error(name +
                                       ": the file is empty, without even a header; it does not "
                                       "say that nothing happened. Export it again");
        }
        if (row.fault != nullptr) {
            throw underpin::configuration_error(name + ": the header cannot be read: " + row.fault);
        }
        if (!is_utf8(row.text)) {
            throw underpin::configuration_error(name +
                                                ": the header is not UTF-8; set encoding: latin1");
        }
    }

    Input input;
    RowReader rows;
};

// The reason why a row as a whole cannot be used, or "".
std::string fault_of(const Row& row, std::size_t width, bool latin1) {
    if (row.fault != nullptr) return row.fault;
    if (!latin1 && !is_utf8(row.text)) return "is not UTF-8; is the encoding latin1?";
    if (row.text.find('\0') != std::string_view::npos) return "holds a NUL character";
    if (row.cells.size() != width) {
        return "the row has " + std::to_string(row.cells.size()) + " cells, the header " +
               std::to_string(width);
    }
    return {};
}

// What `covers` says; none: it is not set.
std::optional<std::pair<std::int64_t, std::int64_t>> declared_cover(const Settings& settings,
                                                                    const TimeReader& times) {
    if (settings.covers_from.empty()) return std::nullopt;
    const auto instant = [&](const std::string& text, const char* name) {
        const auto time = times.read_iso(text);
        if (!time) {
            throw underpin::configuration_error(std::string("covers.") + name + ": \"" + text +
                                                "\" is not a time of ISO 8601");
        }
        return time->ms;
    };
    const std::int64_t from = instant(settings.covers_from, "from");
    const std::int64_t to = instant(settings.covers_to, "to");
    if (to < from) throw underpin::configuration_error("covers.to is before covers.from");
    return std::pair{from, to};
}

// One call of read.
class Run {
  public:
    Run(const Host& host, const Settings& settings, const TimeReader& times, Sink& sink)
        : host_(host),
          settings_(settings),
          times_(times),
          sink_(sink),
          batch_(settings.shape),
          targets_(make_targets(settings, batch_)),
          latest_(times),
          config_(digest_of(host.config_json())) {}

    void read(std::string_view state) {
        files_ = host_.files(settings_.path);
        if (files_.empty()) {
            throw underpin::configuration_error("no file matches path: " + settings_.path);
        }
        headers_.resize(files_.size());
        for (const FileEntry& file : files_) total_ += file.bytes;
        const auto resume = Checkpoint::read(state, config_);
        if (!resume || !read_files(&*resume)) {
            done_ = 0;
            read_files(nullptr);
        }
        emit_latest();
        cover_declared();
        sink_.send(batch_);
        sink_.checkpoint({});  // the next run begins at the beginning
        host_.progress(total_, total_);
    }

  private:
    // False: the file to go on in is not what it was, and nothing was sent.
    bool read_files(const Checkpoint* resume) {
        const auto is_it = [&](const FileEntry& file) { return file.name == resume->file; };
        if (resume != nullptr && std::ranges::none_of(files_, is_it)) return false;
        for (std::size_t i = 0; i < files_.size(); ++i) {
            const bool here = resume != nullptr && files_[i].name == resume->file;
            const bool behind_us = resume != nullptr && files_[i].name < resume->file;
            if (!behind_us && !read_file(i, here ? resume : nullptr)) return false;
            done_ += files_[i].bytes;
        }
        return true;
    }

    bool read_file(std::size_t index, const Checkpoint* resume) {
        const std::string& name = files_[index].name;
        OpenFile file(host_, settings_, name);
        Row row;
        file.header(name, row);
        Table table(settings_, times_, batch_, targets_, name, row.cells);
        headers_[index].assign(row.cells.begin(), row.cells.end());
        see_key(table);
        if (resume != nullptr) {
            const bool same = file.rows.skip_to(resume->offset, resume->line) &&
                              file.rows.digest() == resume->digest;
            if (!same) return false;
            table.starts = resume->starts;
            table.dues = resume->dues;
        }
        while (file.rows.next(row)) {
            take(row, table, index);
            if (batch_.rows() >= batch_rows) sink_.send(batch_);
            if (++since_checkpoint_ >= checkpoint_rows) checkpoint(name, file, table);
        }
        finish_file(name, table);
        return true;
    }

    // Rows without a key are told apart by the order in which they come, and an event log is not
    // complete before its end: such runs begin again.
    void see_key(const Table& table) {
        resumable_ = settings_.latest_per_key.empty() && table.has_key();
    }

    void take(const Row& row, Table& table, std::size_t index) {
        const std::string fault = fault_of(row, table.width(), settings_.latin1);
        if (!fault.empty()) {
            sink_.reject(row.line, {}, row.text.substr(0, shown_text), fault);
            return;
        }
        cells_.clear();
        for (const std::size_t cell : table.needed()) cells_.push_back(row.cells[cell]);
        if (settings_.latest_per_key.empty()) {
            table.add(cells_, row.line, sink_);
            return;
        }
        const std::string_view key = cells_[table.key_cell()];
        if (settings_.is_missing(key)) {
            sink_.reject(row.line, table.header_of(table.key_cell()), key, "is missing");
            return;
        }
        const std::string_view value = cells_[table.latest_cell()];
        latest_.add(key, value, settings_.is_missing(value), cells_, index, row.line);
    }

    void checkpoint(const std::string& name, OpenFile& file, const Table& table) {
        since_checkpoint_ = 0;
        host_.stop_if_cancelled();
        host_.progress(std::min(total_, done_ + file.input.bytes_read()), total_);
        if (!resumable_) return;
        sink_.send(batch_);
        Checkpoint state;
        state.config = config_;
        state.file = name;
        state.digest = file.rows.digest();
        state.offset = file.rows.offset();
        state.line = file.rows.line();
        state.starts = table.starts;
        state.dues = table.dues;
        sink_.checkpoint(state.write());
    }

    void finish_file(const std::string& name, const Table& table) {
        sink_.send(batch_);
        if (settings_.latest_per_key.empty()) cover(name, table.starts, table.dues);
    }

    // scoring.md: from the first to the last `opened` or `at`; cases that only have `due`, by that.
    void cover(const std::string& name, const Seen& starts, const Seen& dues) {
        if (!settings_.covers_from.empty()) return;
        if (settings_.shape == UNDERPIN_SHAPE_INTERVAL) {
            if (warned_) return;
            warned_ = true;
            host_.warn(
                "intervals say nothing about the time between them: set covers, or nothing "
                "is covered");
            return;
        }
        const Seen& seen = starts.any() ? starts : dues;
        if (!seen.any() || seen.first == seen.last) {
            host_.warn(name + " covers no time: it has fewer than two instants; set covers");
            return;
        }
        sink_.covered(seen.first, seen.last);
    }

    // The files are opened once more, without being read: so the host knows whose rows these are.
    void emit_latest() {
        if (settings_.latest_per_key.empty()) return;
        Seen starts, dues;
        const auto rows = latest_.take();
        sink_.superseded(latest_.added() - static_cast<std::int64_t>(rows.size()));
        for (std::size_t at = 0; at < rows.size();) {
            const std::size_t index = rows[at]->file;
            const std::string& name = files_[index].name;
            const underpin::File file = host_.open(name);
            const Cells header(headers_[index].begin(), headers_[index].end());
            Table table(settings_, times_, batch_, targets_, name, header);
            for (; at < rows.size() && rows[at]->file == index; ++at) {
                table.add(rows[at]->cells(), rows[at]->line, sink_);
                if (batch_.rows() >= batch_rows) sink_.send(batch_);
                host_.stop_if_cancelled();
            }
            sink_.send(batch_);
            for (const Seen* seen : {&table.starts, &table.dues}) {
                Seen& all = seen == &table.starts ? starts : dues;
                if (seen->any()) all.add(seen->first), all.add(seen->last);
            }
        }
        cover(settings_.path, starts, dues);
    }

    void cover_declared() {
        const auto declared = declared_cover(settings_, times_);
        if (declared) sink_.covered(declared->first, declared->second);
    }

    const Host& host_;
    const Settings& settings_;
    const TimeReader& times_;
    Sink& sink_;
    underpin::Batch batch_;
    std::vector<Target> targets_;
    Latest latest_;
    std::uint64_t config_;
    std::vector<FileEntry> files_;
    std::vector<std::vector<std::string>> headers_;  // of each file that was read
    Cells cells_;
    std::uint64_t done_ = 0, total_ = 0;
    std::int64_t since_checkpoint_ = 0;
    bool resumable_ = false, warned_ = false;
};

class Csv final : public underpin::Importer {
  public:
    explicit Csv(const Host& host) : settings_(Settings::read(host.config())) {
        const TimeReader checked(host, settings_.time_formats);
        static_cast<void>(declared_cover(settings_, checked));
    }

    void check(const Host& host) override {
        const TimeReader times(host, settings_.time_formats);
        const auto files = host.files(settings_.path);
        if (files.empty()) {
            throw underpin::configuration_error("no file matches path: " + settings_.path);
        }
        underpin::Batch batch(settings_.shape);
        auto targets = make_targets(settings_, batch);
        for (const FileEntry& entry : files) {
            OpenFile file(host, settings_, entry.name);
            Row row;
            file.header(entry.name, row);
            const Table table(settings_, times, batch, targets, entry.name, row.cells);
        }
    }

    std::vector<underpin::Stream> discover(const Host& host) override {
        static_cast<void>(host);
        return {{"rows", settings_.shape, "Rows of " + settings_.path}};
    }

    void read(const Host& host, std::string_view stream, std::string_view state,
              Sink& sink) override {
        if (!stream.empty() && stream != "rows") {
            throw underpin::configuration_error("there is one stream, rows");
        }
        const TimeReader times(host, settings_.time_formats);
        Run(host, settings_, times, sink).read(state);
    }

  private:
    Settings settings_;
};

}  // namespace
}  // namespace csv

UNDERPIN_PLUGIN_IMPORTER(csv::Csv, "csv", "1.0.0", "CSV files",
                         "Reads tickets, outages, deliveries and samples from CSV exports.",
                         csv::config_schema)
