#include "plugin/wire.h"

namespace underpin::wire {

std::string encode(const Start& start) {
    Writer out;
    out.number(static_cast<std::int32_t>(start.command));
    for (const std::string* text :
         {&start.plugin, &start.time_zone, &start.config, &start.stream, &start.state}) {
        out.text(*text);
    }
    out.number(start.memory_bytes);
    out.number(start.cpu_seconds);
    out.number(start.open_files);
    return out.bytes();
}

bool decode(std::string_view bytes, Start& start) {
    Reader in(bytes);
    start.command = static_cast<Command>(in.number<std::int32_t>());
    for (std::string* text :
         {&start.plugin, &start.time_zone, &start.config, &start.stream, &start.state}) {
        *text = in.text(max_frame);
    }
    start.memory_bytes = in.number<std::uint64_t>();
    start.cpu_seconds = in.number<std::uint64_t>();
    start.open_files = in.number<std::uint64_t>();
    return in.at_end();
}

std::string encode(const Description& description) {
    Writer out;
    out.number(description.abi_major);
    out.number(description.abi_minor);
    for (const std::string* text :
         {&description.name, &description.version, &description.title, &description.description,
          &description.kind, &description.schema}) {
        out.text(*text);
    }
    return out.bytes();
}

bool decode(std::string_view bytes, Description& description) {
    Reader in(bytes);
    description.abi_major = in.number<std::uint32_t>();
    description.abi_minor = in.number<std::uint32_t>();
    for (std::string* text : {&description.name, &description.version, &description.title,
                              &description.description, &description.kind, &description.schema}) {
        *text = in.text();
    }
    return in.at_end();
}

}  // namespace underpin::wire
