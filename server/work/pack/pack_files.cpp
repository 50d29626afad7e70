#include "work/pack/pack_files.h"

#include <fstream>
#include <memory>
#include <zip.h>

namespace underpin {

namespace {

// More than any claim has to show; a small archive may unpack to very much.
constexpr std::uint64_t most_bytes = 2ULL << 30U;
constexpr std::time_t no_time = 315'532'800;  // 1980-01-01, the first that a zip can say

Error zip_error(const std::string& what, const std::string& why) {
    return {ErrorClass::data, what + ": " + why, "is it a claim pack (.zip), and whole?", {}};
}

[[noreturn]] void give_up(const std::string& why) {
    throw Failure({ErrorClass::internal, "the zip archive cannot be made: " + why, "", {}});
}

struct Discard {
    void operator()(zip_t* archive) const { zip_discard(archive); }
    void operator()(zip_source_t* source) const { zip_source_free(source); }
    void operator()(zip_file_t* file) const { zip_fclose(file); }
};
using Archive = std::unique_ptr<zip_t, Discard>;
using Source = std::unique_ptr<zip_source_t, Discard>;
using Entry = std::unique_ptr<zip_file_t, Discard>;

bool leads_out(const std::string& name) {
    const std::filesystem::path path(name);
    if (name.empty() || path.is_absolute() || name.find('\\') != std::string::npos) return true;
    for (const auto& part : path) {
        if (part == "..") return true;
    }
    return false;
}

std::string bytes_of(zip_source_t* source) {
    if (zip_source_open(source) != 0) give_up("it cannot be read back");
    std::string bytes;
    char buffer[65536];
    for (;;) {
        const auto count = zip_source_read(source, buffer, sizeof buffer);
        if (count <= 0) break;
        bytes.append(buffer, static_cast<std::size_t>(count));
    }
    zip_source_close(source);
    return bytes;
}

}  // namespace

std::string to_zip(const PackFiles& files) {
    zip_error_t error;
    zip_error_init(&error);
    Source memory(zip_source_buffer_create(nullptr, 0, 0, &error));
    if (!memory) give_up(zip_error_strerror(&error));
    zip_source_keep(memory.get());  // the archive takes one hold of it, we read from the other
    Archive archive(zip_open_from_source(memory.get(), ZIP_TRUNCATE, &error));
    if (!archive) give_up(zip_error_strerror(&error));
    for (const auto& [name, content] : files) {
        zip_source_t* source = zip_source_buffer(archive.get(), content.data(), content.size(), 0);
        const auto index = zip_file_add(archive.get(), name.c_str(), source, ZIP_FL_ENC_UTF_8);
        if (index < 0) give_up(zip_strerror(archive.get()));
        zip_file_set_mtime(archive.get(), static_cast<zip_uint64_t>(index), no_time, 0);
    }
    if (zip_close(archive.get()) != 0) give_up(zip_strerror(archive.get()));
    static_cast<void>(archive.release());
    return bytes_of(memory.get());
}

Result<PackFiles> read_zip(const std::filesystem::path& file) {
    int code = 0;
    Archive archive(zip_open(file.c_str(), ZIP_RDONLY | ZIP_CHECKCONS, &code));
    if (!archive) {
        zip_error_t error;
        zip_error_init_with_code(&error, code);
        auto failed = zip_error(file.string() + " cannot be opened", zip_error_strerror(&error));
        zip_error_fini(&error);
        return failed;
    }
    PackFiles files;
    std::uint64_t total = 0;
    const auto count = zip_get_num_entries(archive.get(), 0);
    for (zip_int64_t i = 0; i < count; ++i) {
        zip_stat_t stat;
        const auto index = static_cast<zip_uint64_t>(i);
        if (zip_stat_index(archive.get(), index, 0, &stat) != 0) {
            return zip_error(file.string(), zip_strerror(archive.get()));
        }
        const std::string name = stat.name;
        if (leads_out(name)) return zip_error(file.string(), "a name leads out of it: " + name);
        total += stat.size;
        if (total > most_bytes) return zip_error(file.string(), "it unpacks to too much");
        const Entry entry(zip_fopen_index(archive.get(), index, 0));
        if (!entry) return zip_error(name, zip_strerror(archive.get()));
        std::string content(stat.size, '\0');
        const auto read = zip_fread(entry.get(), content.data(), content.size());
        if (read < 0 || static_cast<std::uint64_t>(read) != stat.size) {
            return zip_error(name, "it cannot be unpacked");
        }
        if (!files.emplace(name, std::move(content)).second) {
            return zip_error(file.string(), "it has two files called " + name);
        }
    }
    return files;
}

Result<void> write_folder(const PackFiles& files, const std::filesystem::path& folder) {
    for (const auto& [name, content] : files) {
        const auto path = folder / name;
        std::error_code failed;
        std::filesystem::create_directories(path.parent_path(), failed);
        if (std::filesystem::exists(path)) {
            return Error{ErrorClass::conflict,
                         path.string() + " is there already",
                         "name another folder, or remove it",
                         {}};
        }
        std::ofstream out(path, std::ios::binary);
        out << content;
        if (!out.flush()) {
            return Error{ErrorClass::input,
                         path.string() + " cannot be written",
                         "is there space, and may you write there?",
                         {}};
        }
    }
    return {};
}

}  // namespace underpin
