#include <deque>
#include <zstd.h>

#include "store/archive_file.h"

namespace underpin {
namespace {

Failure damaged(const std::string& how) {
    return Failure({ErrorClass::data, "the archive " + how, "use another backup", {}});
}

class Decompressor {
  public:
    explicit Decompressor(const std::filesystem::path& file)
        : file_(file, std::ios::binary),
          context_(ZSTD_createDCtx()),
          in_(ZSTD_DStreamInSize(), '\0'),
          out_(ZSTD_DStreamOutSize(), '\0') {
        if (context_ == nullptr) throw std::bad_alloc();
        if (!file_) {
            ZSTD_freeDCtx(context_);
            throw Failure({ErrorClass::not_found,
                           "the archive " + file.string() + " cannot be read",
                           "look at its name and permissions",
                           {}});
        }
    }
    ~Decompressor() { ZSTD_freeDCtx(context_); }
    Decompressor(const Decompressor&) = delete;
    Decompressor& operator=(const Decompressor&) = delete;

    // Exactly `size` bytes, or false at the very end.
    bool read(std::string& into, std::size_t size) {
        into.clear();
        while (into.size() < size) {
            if (at_ == filled_ && !fill()) {
                if (into.empty()) return false;
                throw damaged("ends too early");
            }
            const auto part = std::min(size - into.size(), filled_ - at_);
            into.append(out_, at_, part);
            at_ += part;
        }
        return true;
    }
    // Only where the frame itself said that it is complete.
    [[nodiscard]] bool complete() const { return frame_done_; }

  private:
    bool fill() {
        at_ = filled_ = 0;
        while (filled_ == 0) {
            if (input_.pos == input_.size) {
                file_.read(in_.data(), static_cast<std::streamsize>(in_.size()));
                input_ = {in_.data(), static_cast<std::size_t>(file_.gcount()), 0};
                if (input_.size == 0) return false;
            }
            ZSTD_outBuffer output{out_.data(), out_.size(), 0};
            const auto left = ZSTD_decompressStream(context_, &output, &input_);
            if (ZSTD_isError(left) != 0) throw damaged("is damaged");
            frame_done_ = left == 0;
            filled_ = output.pos;
        }
        return true;
    }

    std::ifstream file_;
    ZSTD_DCtx* context_;
    std::string in_, out_;
    ZSTD_inBuffer input_{nullptr, 0, 0};
    std::size_t at_ = 0, filled_ = 0;
    bool frame_done_ = false;
};

struct ArchiveRecord {
    char letter = 0;
    std::string content;
};

constexpr std::int64_t max_record_bytes = std::int64_t{1} << 31U;

class Walk {
  public:
    Walk(const std::filesystem::path& file, const ArchiveVisitor& visitor)
        : in_(file), visitor_(visitor) {
        info_.file_bytes = static_cast<std::int64_t>(std::filesystem::file_size(file));
    }

    ArchiveInfo run() {
        ArchiveRecord record;
        while (next(record)) handle(record);
        if (!ended_) throw damaged("ends too early");
        std::string rest;
        if (in_.read(rest, 1)) throw damaged("goes on after its end");
        if (!in_.complete()) throw damaged("ends too early");
        return std::move(info_);
    }

  private:
    // False after the Z record, whose sum it checks.
    bool next(ArchiveRecord& record) {
        std::string head;
        if (!in_.read(head, 9)) return false;
        record.letter = head[0];
        ContentReader length(std::string_view(head).substr(1));
        const auto size = length.number();
        if (size < 0 || size > max_record_bytes) throw damaged("is damaged");
        if (size == 0) record.content.clear();
        if (size > 0 && !in_.read(record.content, static_cast<std::size_t>(size))) {
            throw damaged("ends too early");
        }
        if (record.letter == 'Z') {
            if (record.content != to_hex(whole_.finish())) throw damaged("has a wrong checksum");
            ended_ = true;
            return false;
        }
        whole_.update(head);
        whole_.update(record.content);
        return true;
    }

    void handle(const ArchiveRecord& record) {
        ContentReader content(record.content);
        if ((record.letter == 'H') == headed_) throw damaged("is no archive of this program");
        switch (record.letter) {
            case 'H': return header(content);
            case 'T': return table(content);
            case 'R': return rows(record.content);
            case 'E': return table_end(content);
            default: throw damaged("holds something unknown");
        }
    }

    void header(ContentReader& content) {
        headed_ = true;
        if (content.text() != archive_magic) {
            throw Failure({ErrorClass::unsupported,
                           "the archive has another format",
                           "use the program that made it",
                           {}});
        }
        ArchiveHeader header;
        header.schema_version = static_cast<int>(content.number());
        header.backend = content.text();
        header.created = Instant{content.number()};
        info_.schema_version = header.schema_version;
        info_.backend = header.backend;
        info_.created = header.created;
        if (visitor_.header) visitor_.header(header);
    }

    void table(ContentReader& content) {
        table_ = content.text();
        columns_.clear();
        const auto count = content.number();
        for (std::int64_t i = 0; i < count; ++i) {
            names_.emplace_back(content.text());
            columns_.push_back({names_.back().c_str(), static_cast<CellKind>(content.number())});
        }
        rows_ = 0;
        sum_ = Sha256Stream();
        if (visitor_.table) visitor_.table(table_, columns_);
    }

    void rows(const std::string& content) {
        sum_.update(content);
        ContentReader cells(content);
        while (!cells.at_end()) {
            ++rows_;
            if (visitor_.row) {
                visitor_.row(cells);
            } else {
                skip_row(cells);
            }
        }
    }

    void skip_row(ContentReader& cells) const {
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            const char kind = cells.letter();
            if (kind == 'i') {
                (void)cells.number();
            } else if (kind == 's') {
                (void)cells.text();
            } else if (kind != 'n') {
                throw damaged("is damaged in table " + table_);
            }
        }
    }

    void table_end(ContentReader& content) {
        if (content.number() != rows_ || content.text() != to_hex(sum_.finish())) {
            throw damaged("is damaged in table " + table_);
        }
        info_.rows[table_] = rows_;
        if (visitor_.table_end) visitor_.table_end(table_, rows_);
    }

    Decompressor in_;
    const ArchiveVisitor& visitor_;
    ArchiveInfo info_;
    Sha256Stream whole_, sum_;
    bool headed_ = false, ended_ = false;
    std::string table_;
    std::vector<Column> columns_;
    std::deque<std::string> names_;  // what columns_ points to; never moves
    std::int64_t rows_ = 0;
};

}  // namespace

std::string_view ContentReader::take(std::size_t size) {
    if (size > rest_.size()) throw damaged("is damaged");
    const auto part = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return part;
}

char ContentReader::letter() { return take(1).front(); }

std::int64_t ContentReader::number() {
    std::uint64_t bits = 0;
    unsigned shift = 0;
    for (const char c : take(8)) {
        bits |= std::uint64_t{static_cast<unsigned char>(c)} << shift;
        shift += 8;
    }
    return static_cast<std::int64_t>(bits);
}

std::string_view ContentReader::text() {
    const auto size = number();
    if (size < 0) throw damaged("is damaged");
    return take(static_cast<std::size_t>(size));
}

Result<ArchiveInfo> walk_archive(const std::filesystem::path& file, const ArchiveVisitor& visitor) {
    try {
        if (!std::filesystem::is_regular_file(file)) {
            return Error{ErrorClass::not_found,
                         "there is no archive " + file.string(),
                         "look at its name",
                         {}};
        }
        return Walk(file, visitor).run();
    } catch (const Failure& failure) {
        auto error = failure.error();
        error.place.file = file.string();
        return error;
    }
}

Result<ArchiveInfo> check_archive(const std::filesystem::path& file) {
    return walk_archive(file, {});
}

}  // namespace underpin
