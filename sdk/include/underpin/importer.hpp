// underpin/importer.hpp - what an importer's author derives from, and the macro that exports it.
//
//   class Tickets : public underpin::Importer {
//   public:
//       explicit Tickets(const underpin::Host& host);       // reads host.config()
//       void read(const underpin::Host& host, std::string_view stream, std::string_view state,
//                 underpin::Sink& sink) override;
//   };
//   UNDERPIN_PLUGIN_IMPORTER(Tickets, "tickets", "1.0.0", "Tickets", "Reads ...", schema_json)
//
// An instance is made, used and destroyed by one thread. Members may throw; PluginError says what
// went wrong and of which class it is, anything else is reported as a fault of the plugin.
#ifndef UNDERPIN_IMPORTER_HPP
#define UNDERPIN_IMPORTER_HPP

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "underpin/batch.hpp"
#include "underpin/guard.hpp"
#include "underpin/host.hpp"

namespace underpin {
inline namespace sdk {

// Where an importer's rows go; see underpin_sink in plugin.h. Lives for one call of read.
class Sink {
  public:
    explicit Sink(const underpin_sink* table) : table_(table) {}

    // Sends the rows, if there are any, and empties the batch.
    void send(Batch& batch) {
        if (batch.rows() == 0) return;
        const underpin_result result = table_->batch(table_->self, batch.shape(), batch.lend());
        batch.clear();
        require_ok(result);
    }
    // Sets a row aside. `max_rejects` in the configuration is counted by the host.
    void reject(std::int64_t place, std::string_view column, std::string_view text,
                std::string_view reason) {
        require_ok(
            table_->reject(table_->self, place, to_text(column), to_text(text), to_text(reason)));
    }
    // Rows that were read and gave way to others of their key (an event log).
    void superseded(std::int64_t rows) {
        if (rows != 0) require_ok(table_->superseded(table_->self, rows));
    }
    // [from, to) was completely seen.
    void covered(std::int64_t from, std::int64_t to) {
        require_ok(table_->covered(table_->self, from, to));
    }
    // Makes what was sent durable together with the state. An empty state: from the beginning.
    void checkpoint(std::string_view state) {
        require_ok(table_->checkpoint(table_->self, state.data(), state.size()));
    }

  private:
    const underpin_sink* table_;
};

struct Stream {
    std::string name;
    std::int32_t shape = 0;  // UNDERPIN_SHAPE_...
    std::string title;
};

class Importer {
  public:
    Importer() = default;
    virtual ~Importer() = default;
    Importer(const Importer&) = delete;
    Importer& operator=(const Importer&) = delete;

    // Says (by throwing) whether the source cannot be reached or read; imports nothing.
    virtual void check(const Host& host) { static_cast<void>(host); }
    [[nodiscard]] virtual std::vector<Stream> discover(const Host& host) = 0;
    // Reads a stream from `state` (empty: from the beginning) to its end.
    virtual void read(const Host& host, std::string_view stream, std::string_view state,
                      Sink& sink) = 0;
};

// The table of plugin.h for a class.
template <typename Class>
class ImporterTable {
  public:
    static const underpin_importer* table(std::string_view schema) {
        static const underpin_importer importer{
            sizeof(underpin_importer), to_text(schema), create, destroy, check, discover, read};
        return &importer;
    }

  private:
    static underpin_result create(const underpin_host* host, void** self) {
        return guarded(host, [&] { *self = std::make_unique<Class>(Host(host)).release(); });
    }

    static void destroy(void* self) { delete static_cast<Class*>(self); }

    static underpin_result check(void* self, const underpin_host* host) {
        return guarded(host, [&] { static_cast<Class*>(self)->check(Host(host)); });
    }

    static underpin_result discover(void* self, const underpin_host* host,
                                    void (*found)(void*, const underpin_stream*), void* context) {
        return guarded(host, [&] {
            for (const Stream& stream : static_cast<Class*>(self)->discover(Host(host))) {
                const underpin_stream table{sizeof(underpin_stream), to_text(stream.name),
                                            stream.shape, 0, to_text(stream.title)};
                found(context, &table);
            }
        });
    }

    static underpin_result read(void* self, const underpin_host* host, underpin_text stream,
                                const void* state, std::size_t state_size,
                                const underpin_sink* sink_table) {
        return guarded(host, [&] {
            Sink sink(sink_table);
            const std::string_view bytes(static_cast<const char*>(state), state_size);
            static_cast<Class*>(self)->read(Host(host), to_view(stream), bytes, sink);
        });
    }
};

}  // namespace sdk
}  // namespace underpin

// Exports a class as the importer of this library. `schema_` is the JSON Schema of its
// configuration; all texts must live as long as the program.
#define UNDERPIN_PLUGIN_IMPORTER(Class, name_, version_, title_, description_, schema_)       \
    extern "C" UNDERPIN_EXPORT const underpin_plugin* underpin_plugin_v1(uint32_t host_major, \
                                                                         uint32_t) {          \
        static const underpin_plugin plugin{sizeof(underpin_plugin),                          \
                                            UNDERPIN_ABI_MAJOR,                               \
                                            UNDERPIN_ABI_MINOR,                               \
                                            underpin::to_text(name_),                         \
                                            underpin::to_text(version_),                      \
                                            underpin::to_text(title_),                        \
                                            underpin::to_text(description_),                  \
                                            underpin::ImporterTable<Class>::table(schema_),   \
                                            nullptr};                                         \
        return host_major == UNDERPIN_ABI_MAJOR ? &plugin : nullptr;                          \
    }

#endif  // UNDERPIN_IMPORTER_HPP
