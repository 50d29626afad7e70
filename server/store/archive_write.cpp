#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <zstd.h>

#include "store/archive_file.h"
#include "store/catalogue.h"
#include "store/schema.h"

namespace underpin {

void put_number(std::string& out, std::int64_t value) {
    const auto bits = static_cast<std::uint64_t>(value);
    for (unsigned shift = 0; shift < 64; shift += 8) {
        out += static_cast<char>(static_cast<unsigned char>(bits >> shift));
    }
}

void put_text(std::string& out, std::string_view text) {
    put_number(out, static_cast<std::int64_t>(text.size()));
    out += text;
}

namespace {

Failure cannot_write(const std::filesystem::path& file, int code) {
    return Failure({ErrorClass::transient,
                    "the backup " + file.string() +
                        " cannot be written: " + std::system_category().message(code),
                    "look at the folder's permissions and the room on the disk",
                    {}});
}

// A file that appears under its name only when it is complete and on the disk. Until then it has a
// name of its own, under which a killed backup may have left its beginning: that is written over,
// but not while another backup writes it.
class NewFile {
  public:
    explicit NewFile(const std::filesystem::path& file)
        : file_(file), partial_(file.string() + ".partial") {
        descriptor_ = open(partial_.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
        if (descriptor_ < 0) throw cannot_write(file_, errno);
        if (!take()) {
            close(descriptor_);
            throw Failure({ErrorClass::conflict,
                           "another backup is being written to " + file_.string(),
                           "wait for it, or choose another name",
                           {}});
        }
        if (::ftruncate(descriptor_, 0) != 0) {
            const int code = errno;
            close(descriptor_);
            throw cannot_write(file_, code);
        }
    }
    ~NewFile() {
        if (descriptor_ >= 0) close(descriptor_);
        std::error_code ignored;
        if (!complete_) std::filesystem::remove(partial_, ignored);
    }
    NewFile(const NewFile&) = delete;
    NewFile& operator=(const NewFile&) = delete;

    void write(const char* data, std::size_t size) {
        while (size > 0) {
            const auto done = ::write(descriptor_, data, size);
            if (done < 0 && errno == EINTR) continue;
            if (done < 0) throw cannot_write(file_, errno);
            data += done;
            size -= static_cast<std::size_t>(done);
        }
    }
    void publish() {
        if (fsync(descriptor_) != 0) throw cannot_write(file_, errno);
        if (::rename(partial_.c_str(), file_.c_str()) != 0) throw cannot_write(file_, errno);
        complete_ = true;
    }

  private:
    // False: another process has it, or had it and has given it its name meanwhile.
    [[nodiscard]] bool take() const {
        struct stat held {
        }, named{};
        return ::flock(descriptor_, LOCK_EX | LOCK_NB) == 0 && ::fstat(descriptor_, &held) == 0 &&
               ::stat(partial_.c_str(), &named) == 0 && held.st_ino == named.st_ino;
    }

    std::filesystem::path file_, partial_;
    int descriptor_ = -1;
    bool complete_ = false;
};

class Compressor {
  public:
    explicit Compressor(NewFile& file)
        : file_(file), context_(ZSTD_createCCtx()), buffer_(ZSTD_CStreamOutSize(), '\0') {
        if (context_ == nullptr) throw std::bad_alloc();
        ZSTD_CCtx_setParameter(context_, ZSTD_c_checksumFlag, 1);
    }
    ~Compressor() { ZSTD_freeCCtx(context_); }
    Compressor(const Compressor&) = delete;
    Compressor& operator=(const Compressor&) = delete;

    void write(std::string_view bytes, bool last) {
        ZSTD_inBuffer in{bytes.data(), bytes.size(), 0};
        std::size_t left = 1;
        while (in.pos < in.size || (last && left > 0)) {
            ZSTD_outBuffer out{buffer_.data(), buffer_.size(), 0};
            left = ZSTD_compressStream2(context_, &out, &in, last ? ZSTD_e_end : ZSTD_e_continue);
            if (ZSTD_isError(left) != 0) throw std::runtime_error(ZSTD_getErrorName(left));
            file_.write(buffer_.data(), out.pos);
        }
    }

  private:
    NewFile& file_;
    ZSTD_CCtx* context_;
    std::string buffer_;
};

class ArchiveWriter {
  public:
    explicit ArchiveWriter(NewFile& file) : compressor_(file) {}

    void record(char letter, std::string_view content) {
        std::string head(1, letter);
        put_number(head, static_cast<std::int64_t>(content.size()));
        whole_.update(head);
        whole_.update(content);
        compressor_.write(head, false);
        compressor_.write(content, false);
    }
    void end() {
        const auto sum = to_hex(whole_.finish());
        std::string last(1, 'Z');
        put_number(last, static_cast<std::int64_t>(sum.size()));
        compressor_.write(last + sum, true);
    }

  private:
    Compressor compressor_;
    Sha256Stream whole_;
};

constexpr std::size_t rows_record_bytes = 256U << 10U;

std::string table_head(const Table& table) {
    std::string head;
    put_text(head, table.name);
    put_number(head, static_cast<std::int64_t>(table.columns.size()));
    for (const auto& column : table.columns) {
        put_text(head, column.name);
        put_number(head, static_cast<std::int64_t>(column.kind));
    }
    return head;
}

void put_row(std::string& out, const RowReader& reader, const std::vector<Column>& columns) {
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (reader.is_null(i)) {
            out += 'n';
        } else if (columns[i].kind == CellKind::integer) {
            out += 'i';
            put_number(out, reader.integer(i));
        } else {
            out += 's';
            put_text(out, reader.text(i));
        }
    }
}

class Backup {
  public:
    Backup(Session& session, ArchiveWriter& writer, const RowProgress& progress)
        : session_(session), writer_(writer), progress_(progress) {}

    std::int64_t table(const Table& table) {
        writer_.record('T', table_head(table));
        const auto reader =
            session_.reader("SELECT " + table.column_list() + " FROM " + std::string(table.name) +
                                " ORDER BY " + table.key_list(),
                            table.kinds(), {});
        std::int64_t rows = 0;
        Sha256Stream sum;
        std::string content;
        const auto flush = [&] {
            sum.update(content);
            writer_.record('R', content);
            content.clear();
            if (progress_) progress_(rows_);
        };
        while (reader->next()) {
            put_row(content, *reader, table.columns);
            ++rows;
            ++rows_;
            if (content.size() >= rows_record_bytes) flush();
        }
        if (!content.empty()) flush();
        std::string end;
        put_number(end, rows);
        put_text(end, to_hex(sum.finish()));
        writer_.record('E', end);
        return rows;
    }

  private:
    Session& session_;
    ArchiveWriter& writer_;
    const RowProgress& progress_;
    std::int64_t rows_ = 0;
};

ArchiveInfo write_archive(Session& session, const std::filesystem::path& file,
                          const RowProgress& progress) {
    ArchiveInfo info;
    info.schema_version = read_schema_version(session);
    info.created = session.clock().now();
    info.backend = session.backend() == Backend::sqlite ? "sqlite" : "mysql";
    NewFile target(file);
    ArchiveWriter writer(target);
    std::string header;
    put_text(header, archive_magic);
    put_number(header, info.schema_version);
    put_text(header, info.backend);
    put_number(header, info.created.ms);
    writer.record('H', header);
    Backup backup(session, writer, progress);
    for (const auto& table : catalogue()) info.rows[table.name] = backup.table(table);
    writer.end();
    target.publish();
    info.file_bytes = static_cast<std::int64_t>(std::filesystem::file_size(file));
    return info;
}

}  // namespace

Result<ArchiveInfo> backup(const Database& database, const std::filesystem::path& file,
                           const RowProgress& progress) {
    if (std::filesystem::exists(file)) {
        return Error{ErrorClass::conflict,
                     "the backup " + file.string() + " exists already",
                     "choose another name; a backup is never overwritten",
                     {}};
    }
    try {
        return database.read(
            [&](Session& session) { return write_archive(session, file, progress); });
    } catch (const Failure& failure) {
        return failure.error();
    }
}

}  // namespace underpin
