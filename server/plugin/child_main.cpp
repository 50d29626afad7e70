#include "plugin/child_main.h"

#include <cstdio>
#include <fcntl.h>
#include <iostream>
#include <nlohmann/json.hpp>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "plugin/child_host.h"
#include "plugin/child_library.h"
#include "plugin/child_sandbox.h"

namespace underpin {
namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool sanitized = true;  // their shadow memory needs terabytes of addresses
#else
constexpr bool sanitized = false;
#endif

void limit(int resource, std::uint64_t value) {
    const rlimit both{static_cast<rlim_t>(value), static_cast<rlim_t>(value)};
    ::setrlimit(static_cast<__rlimit_resource_t>(resource), &both);
}

// From here on the child can neither gain rights nor take more than its share, and it ends with
// the server.
void confine(const wire::Start& start) {
    ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    ::prctl(PR_SET_DUMPABLE, 0);
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_FSIZE, 1U << 20);  // what it prints to its standard error
    if (start.open_files != 0) limit(RLIMIT_NOFILE, start.open_files);
    if (start.cpu_seconds != 0) limit(RLIMIT_CPU, start.cpu_seconds);
    if (start.memory_bytes != 0 && !sanitized) limit(RLIMIT_AS, start.memory_bytes);
}

void on_terminate(int) { ChildHost::cancel(); }

void set_signals() {
    struct sigaction action {};
    action.sa_handler = on_terminate;
    action.sa_flags = SA_RESTART;
    ::sigaction(SIGTERM, &action, nullptr);
    action.sa_handler = SIG_IGN;
    ::sigaction(SIGPIPE, &action, nullptr);
    ::sigaction(SIGXFSZ, &action, nullptr);
}

underpin_result run(const wire::Start& start, const LoadedPlugin& loaded, ChildHost& host) {
    if (loaded.plugin.importer == nullptr) {
        host.table()->fail(host.table()->self, {"it is a scorer and imports nothing", 34},
                           {nullptr, 0});
        return UNDERPIN_CONFIGURATION;
    }
    const underpin_importer& importer = loaded.importer;
    void* self = nullptr;
    underpin_result result = importer.create(host.table(), &self);
    host.end_call();
    if (result != UNDERPIN_OK) return result;
    switch (start.command) {
        case wire::Command::configure: break;  // to be created is to be configured
        case wire::Command::check: result = importer.check(self, host.table()); break;
        case wire::Command::discover:
            result = importer.discover(
                self, host.table(),
                [](void* context, const underpin_stream* stream) {
                    static_cast<ChildHost*>(context)->found_stream(*stream);
                },
                &host);
            break;
        case wire::Command::read:
            result = importer.read(self, host.table(), {start.stream.data(), start.stream.size()},
                                   start.state.data(), start.state.size(), host.sink());
            break;
        default: result = UNDERPIN_UNSUPPORTED;
    }
    host.end_call();
    importer.destroy(self);
    return result;
}

void fail(ChildHost& host, const Error& error) {
    const std::string words = error.message + (error.hint.empty() ? "" : " (" + error.hint + ")");
    host.table()->fail(host.table()->self, {words.data(), words.size()}, {nullptr, 0});
    host.done(UNDERPIN_CONFIGURATION);
}

// The library's initializers run while it is loaded: what they may do is limited before.
Result<LoadedPlugin> load_confined(const std::string& plugin) {
    const auto refused = [](const std::string& why) {
        return Error{ErrorClass::configuration, why, "does this kernel have seccomp?", {}};
    };
    if (const auto fault = confine_loading(plugin)) return refused(*fault);
    auto loaded = load_plugin(plugin);
    if (const auto fault = confine_running()) return refused(*fault);
    return loaded;
}

void serve(wire::Pipe pipe) {
    wire::Frame type{};
    std::string_view bytes;
    wire::Start start;
    if (pipe.receive(std::chrono::milliseconds(-1), type, bytes) != wire::Receive::frame ||
        type != wire::Frame::start || !wire::decode(bytes, start)) {
        return;
    }
    const auto zone = TimeZone::find(start.time_zone.empty() ? "UTC" : start.time_zone);
    confine(start);
    const auto loaded = load_confined(start.plugin);
    if (start.command == wire::Command::describe) {
        if (loaded && !pipe.send(wire::Frame::describe, wire::encode(describe(*loaded)))) return;
        ChildHost host(std::move(pipe), start, TimeZone::utc());
        return loaded ? host.done(UNDERPIN_OK) : fail(host, loaded.error());
    }
    ChildHost host(std::move(pipe), start, zone ? *zone : TimeZone::utc());
    if (!zone) return fail(host, zone.error());
    if (!loaded) return fail(host, loaded.error());
    host.done(run(start, *loaded, host));
}

// For people: what a file says about itself, as JSON on standard output.
int describe_file(const char* file) {
    const auto loaded = load_plugin(file);
    if (!loaded) {
        std::cerr << "error: " << loaded.error().to_string() << '\n';
        return 1;
    }
    const wire::Description about = describe(*loaded);
    const nlohmann::ordered_json out{
        {"name", about.name},
        {"version", about.version},
        {"kind", about.kind},
        {"title", about.title},
        {"description", about.description},
        {"abi", std::to_string(about.abi_major) + "." + std::to_string(about.abi_minor)},
        {"schema", nlohmann::ordered_json::parse(about.schema, nullptr, false)}};
    std::cout << out.dump(2) << '\n';
    return 0;
}

}  // namespace

int plugin_host_main(int argc, char** argv) {
    if (argc == 3 && std::string_view(argv[1]) == "--describe") return describe_file(argv[2]);
    if (argc != 2 || std::string_view(argv[1]) != "--serve" || ::fcntl(child_in_fd, F_GETFD) < 0 ||
        ::fcntl(child_out_fd, F_GETFD) < 0) {
        std::cerr << "usage: underpin-plugin-host --describe FILE.so\n"
                     "underpin starts this program by itself to run importers apart from it.\n";
        return 2;
    }
    set_signals();
    serve(wire::Pipe(wire::Descriptor(child_in_fd), wire::Descriptor(child_out_fd)));
    // Without running the plugin's static destructors: all that mattered was sent.
    std::fflush(nullptr);
    ::_exit(0);
}

}  // namespace underpin
