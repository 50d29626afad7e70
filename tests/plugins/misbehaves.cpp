// An importer that does what its configuration says in `how`, and nothing of it is good.
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <signal.h>
#include <stdexcept>
#include <string>
#include <unistd.h>
#include <vector>

#include "bad_table.h"

namespace {

std::string setting(const underpin_host* host, const char* pointer) {
    const underpin_text value = host->config(host->self, bad::text(pointer));
    if (value.data == nullptr || value.size < 2) return {};
    return {value.data + 1, value.size - 2};
}

// A good column to start from: two rows of text.
struct Batch {
    std::vector<std::uint32_t> codes{0, 1};
    std::vector<underpin_text> dictionary{bad::text("a"), bad::text("b")};
    std::vector<std::int64_t> instants{0, 1000};
    std::vector<std::uint32_t> offsets{0, 0, 0};
    std::vector<std::int64_t> pauses{0, 0};
    std::vector<underpin_column> columns = std::vector<underpin_column>(2);
    underpin_batch table{};

    Batch() {
        columns[0].name = bad::text("key");
        columns[0].type = UNDERPIN_TEXT;
        columns[0].codes = codes.data();
        columns[0].dictionary = dictionary.data();
        columns[0].dictionary_size = dictionary.size();
        columns[1].name = bad::text("opened");
        columns[1].type = UNDERPIN_INSTANT;
        columns[1].instants = instants.data();
        table = {sizeof(table), 2, columns.data(), columns.size(), nullptr};
    }

    void pause_column() {
        columns[1] = {};
        columns[1].name = bad::text("pauses");
        columns[1].type = UNDERPIN_PAUSES;
        columns[1].offsets = offsets.data();
        columns[1].pause_from = pauses.data();
        columns[1].pause_to = pauses.data();
    }
};

void spoil(Batch& batch, const std::string& how) {
    if (how == "code beyond the dictionary") batch.codes[1] = 7;
    if (how == "not utf-8") batch.dictionary[1] = bad::text("\xC3(");
    if (how == "unknown type") batch.columns[1].type = 99;
    if (how == "no data") batch.columns[1].instants = nullptr;
    if (how == "wrong type") batch.columns[0].name = bad::text("resolved");
    if (how == "twice") batch.columns[1] = batch.columns[0];
    if (how == "too many rows") batch.table.rows = std::size_t{1} << 40U;
    if (how == "scale") {
        batch.columns[1].type = UNDERPIN_DECIMAL;
        batch.columns[1].scale = 40;
        static const underpin_int128 numbers[2] = {};
        batch.columns[1].decimals = numbers;
    }
    if (how == "pauses out of order") {
        batch.pause_column();
        batch.offsets = {0, 2, 1};
        batch.columns[1].offsets = batch.offsets.data();
    }
    if (how == "no name") batch.columns[1].name = {nullptr, 0};
}

[[noreturn]] void hang() {
    while (true) ::pause();
}

void write_frame(std::uint32_t type, std::uint32_t length, const std::string& bytes) {
    const std::uint32_t header[2] = {type, length};
    const std::string frame = std::string(reinterpret_cast<const char*>(header), 8) + bytes;
    constexpr int pipe_to_server = 4;
    if (::write(pipe_to_server, frame.data(), frame.size()) < 0) std::abort();
}

void send(const underpin_sink* sink, Batch& batch) {
    sink->batch(sink->self, UNDERPIN_SHAPE_CASE, &batch.table);
}

// The URL is what the test passes as the state.
underpin_result ask(const underpin_host* host, underpin_text url, std::size_t headers) {
    const auto* http = static_cast<const underpin_http_v1*>(
        host->extension(host->self, bad::text(UNDERPIN_HTTP_EXTENSION)));
    const std::vector<underpin_http_header> sent(
        headers, {bad::text("X-Key"), bad::text("${secret:token}")});
    const underpin_http_request request{sizeof(request), bad::text("GET"), url, sent.data(),
                                        sent.size(),     {nullptr, 0},     1,   0};
    underpin_http_response response{sizeof(response), 0, 0, 0, 0};
    return http->send(host->self, &request, &response);
}

underpin_result read(void*, const underpin_host* host, underpin_text, const void* given,
                     std::size_t given_size, const underpin_sink* sink) {
    const std::string how = setting(host, "/how");
    if (how == "ask elsewhere") {
        return ask(host, {static_cast<const char*>(given), given_size}, 1);
    }
    if (how == "too many headers") {
        return ask(host, {static_cast<const char*>(given), given_size}, 100'000);
    }
    if (how == "an unopened answer") {
        const auto* http = static_cast<const underpin_http_v1*>(
            host->extension(host->self, bad::text(UNDERPIN_HTTP_EXTENSION)));
        char byte = 0;
        std::size_t got = 0;
        return http->read(host->self, 42, &byte, 1, &got);
    }
    if (how == "a short request") write_frame(40, 3, "abc");
    if (how == "crash") {
        volatile int* nowhere = nullptr;
        *nowhere = 1;
    }
    if (how == "crash after a checkpoint") {
        Batch batch;
        send(sink, batch);
        sink->checkpoint(sink->self, "one", 3);
        send(sink, batch);
        ::raise(SIGSEGV);
    }
    if (how == "hang") hang();
    if (how == "ignore the wish to stop") {
        ::signal(SIGTERM, SIG_IGN);
        host->progress(host->self, 1, 2);
        hang();
    }
    if (how == "throw") throw std::runtime_error("through C");
    if (how == "allocate") {
        while (void* memory = std::malloc(std::size_t{64} << 20U)) {
            std::memset(memory, 1, std::size_t{64} << 20U);
        }
        host->fail(host->self, bad::text("no more memory"), {nullptr, 0});
        return UNDERPIN_TRANSIENT;
    }
    if (how == "exit") std::_Exit(3);
    if (how == "speak and abort") {
        static_cast<void>(!::write(2, "assertion failed: sky is blue\n", 30));
        std::abort();
    }
    if (how == "an endless frame") write_frame(11, 0xFFFFFFFFU, "x");
    if (how == "an unknown frame") write_frame(4711, 2, "xx");
    if (how == "half a frame") {
        write_frame(11, 1000, "xx");
        std::_Exit(0);
    }
    if (how == "a short frame") write_frame(12, 3, "abc");
    if (how == "a coverage from the end") sink->covered(sink->self, 2000, 1000);
    if (how == "a large state") {
        const std::string state(std::size_t{1} << 20U, 'x');
        return sink->checkpoint(sink->self, state.data(), state.size());
    }
    if (how == "fail in every class") {
        host->fail(host->self, bad::text("the portal is away"), bad::text("code 503"));
        return static_cast<underpin_result>(std::atoi(setting(host, "/result").c_str()));
    }
    if (how == "fail without words") return UNDERPIN_DATA;
    if (how == "fork") {
        if (::fork() == 0) hang();
        ::raise(SIGSEGV);
    }
    if (how == "read outside") {
        const auto* files = static_cast<const underpin_file_v1*>(
            host->extension(host->self, bad::text(UNDERPIN_FILE_EXTENSION)));
        std::int64_t handle = 0;
        const std::string name = setting(host, "/name");
        return files->open(host->self, {name.data(), name.size()}, &handle);
    }
    if (how == "an unopened file") {
        const auto* files = static_cast<const underpin_file_v1*>(
            host->extension(host->self, bad::text(UNDERPIN_FILE_EXTENSION)));
        char byte = 0;
        std::size_t got = 0;
        return files->read(host->self, 42, &byte, 1, &got);
    }
    Batch batch;
    spoil(batch, how);
    send(sink, batch);
    if (how == "instants beyond time") {
        batch.instants = {INT64_MAX, INT64_MIN + 1};
        batch.columns[1].instants = batch.instants.data();
        send(sink, batch);
    }
    return UNDERPIN_OK;
}

}  // namespace

extern "C" UNDERPIN_EXPORT const underpin_plugin* underpin_plugin_v1(std::uint32_t, std::uint32_t) {
    return bad::plugin("misbehaves", read);
}
