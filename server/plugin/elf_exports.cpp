#include "plugin/elf_exports.h"

#include <cstring>
#include <elf.h>
#include <fstream>
#include <iterator>
#include <optional>

namespace underpin {
namespace {

Error not_a_library(const std::filesystem::path& file, std::string_view why) {
    return {ErrorClass::configuration,
            "not a shared library: " + std::string(why),
            "build it with underpin_add_plugin",
            {file.string(), 0, 0, {}}};
}

template <typename T>
std::optional<T> at(const std::string& bytes, std::uint64_t offset) {
    if (offset > bytes.size() || bytes.size() - offset < sizeof(T)) return std::nullopt;
    T value;
    std::memcpy(&value, bytes.data() + offset, sizeof(T));
    return value;
}

std::string name_at(const std::string& bytes, const Elf64_Shdr& names, std::uint32_t offset) {
    const std::uint64_t from = names.sh_offset + offset;
    if (offset >= names.sh_size || from >= bytes.size()) return "?";
    const auto end = bytes.find('\0', from);
    return bytes.substr(from, end == std::string::npos ? end : end - from);
}

bool is_exported_function(const Elf64_Sym& symbol) {
    const auto bind = ELF64_ST_BIND(symbol.st_info);
    const auto visibility = ELF64_ST_VISIBILITY(symbol.st_other);
    return ELF64_ST_TYPE(symbol.st_info) == STT_FUNC && symbol.st_shndx != SHN_UNDEF &&
           (bind == STB_GLOBAL || bind == STB_WEAK) &&
           (visibility == STV_DEFAULT || visibility == STV_PROTECTED);
}

}  // namespace

Result<std::vector<std::string>> exported_functions(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) return not_a_library(file, "it cannot be opened");
    const std::string bytes{std::istreambuf_iterator<char>(in), {}};
    const auto header = at<Elf64_Ehdr>(bytes, 0);
    if (!header || std::memcmp(header->e_ident, ELFMAG, SELFMAG) != 0 ||
        header->e_ident[EI_CLASS] != ELFCLASS64) {
        return not_a_library(file, "it has no 64-bit ELF header");
    }
    if (header->e_type != ET_DYN) return not_a_library(file, "it is another kind of ELF file");
    const auto section = [&](std::uint64_t index) {
        return at<Elf64_Shdr>(bytes, header->e_shoff + index * sizeof(Elf64_Shdr));
    };
    std::vector<std::string> names;
    for (std::uint64_t i = 0; i < header->e_shnum; ++i) {
        const auto symbols = section(i);
        if (!symbols) return not_a_library(file, "it is cut off");
        if (symbols->sh_type != SHT_DYNSYM) continue;
        const auto strings = section(symbols->sh_link);
        const std::uint64_t count = symbols->sh_size / sizeof(Elf64_Sym);
        for (std::uint64_t s = 0; s < count; ++s) {
            const auto symbol = at<Elf64_Sym>(bytes, symbols->sh_offset + s * sizeof(Elf64_Sym));
            if (!symbol || !strings) return not_a_library(file, "it is cut off");
            if (is_exported_function(*symbol)) {
                names.push_back(name_at(bytes, *strings, symbol->st_name));
            }
        }
    }
    return names;
}

}  // namespace underpin
