// What the tests of imports share: a job against this build's programs, and events that remember.
#pragma once

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "paths.h"
#include "plugin/import_run.h"

namespace underpin {

inline std::filesystem::path host_program() { return binary_dir() / "bin/underpin-plugin-host"; }
inline std::filesystem::path bad_plugin(const std::string& name) {
    return binary_dir() / "tests/bad_plugins" / (name + ".so");
}
inline std::filesystem::path csv_plugin() { return binary_dir() / "plugins/csv.so"; }

class RecordedEvents : public ImportEvents {
  public:
    void batch(const std::string& file, std::vector<Record> more) override {
        for (Record& record : more) {
            files.push_back(file);
            records.push_back(std::move(record));
        }
    }
    void reject(const RejectedRow& row) override { rejects.push_back(row); }
    void covered(Span span) override { coverage.push_back(span); }
    void checkpoint(std::string_view state) override { states.emplace_back(state); }
    void warning(const std::string& text) override { warnings.push_back(text); }
    void raw(const std::string& file, std::string_view bytes) override { raws[file] += bytes; }
    void raw_end(const std::string& file) override { ended.push_back(file); }

    std::vector<Record> records;
    std::vector<std::string> files;  // of each record
    std::vector<RejectedRow> rejects;
    std::vector<Span> coverage;
    std::vector<std::string> states, warnings, ended;
    std::map<std::string, std::string> raws;
};

// A folder that goes with its owner.
class Folder {
  public:
    Folder() {
        std::string name = (std::filesystem::temp_directory_path() / "underpin-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no folder");
        path_ = name;
    }
    ~Folder() { std::filesystem::remove_all(path_); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }
    std::filesystem::path write(const std::string& name, const std::string& bytes) const {
        const auto file = path_ / name;
        std::filesystem::create_directories(file.parent_path());
        std::ofstream(file, std::ios::binary) << bytes;
        return file;
    }

  private:
    std::filesystem::path path_;
};

}  // namespace underpin
