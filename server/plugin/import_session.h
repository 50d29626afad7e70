// The server's end of one conversation with a child: sends the command, answers its requests,
// checks and passes on what it sends. Made for one command, used by one thread, then thrown away.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "plugin/child_process.h"
#include "plugin/file_access.h"
#include "plugin/http_answers.h"
#include "plugin/import_run.h"
#include "plugin/local_times.h"
#include "plugin/record_reader.h"
#include "plugin/wire.h"

namespace underpin {

class ImportSession {
  public:
    ImportSession(const ImportJob& job, wire::Command command, ImportEvents& events);

    // Runs to the end of the command; call once. The child is gone afterwards, whatever happened.
    [[nodiscard]] Result<ImportTotals> run();
    [[nodiscard]] const std::vector<StreamInfo>& streams() const { return streams_; }
    [[nodiscard]] const std::optional<wire::Description>& description() const {
        return description_;
    }

  private:
    using Milliseconds = std::chrono::milliseconds;

    [[nodiscard]] wire::Start start_frame() const;
    [[nodiscard]] std::optional<Error> converse(ChildProcess& child);
    [[nodiscard]] std::optional<Error> wait_for_frame(ChildProcess& child, wire::Frame& type,
                                                      std::string_view& bytes);
    [[nodiscard]] bool cancel_wanted() const;
    [[nodiscard]] bool wait_a_little();

    // What a frame said that it must not say, or nothing.
    [[nodiscard]] std::optional<Error> take(ChildProcess& child, wire::Frame type,
                                            std::string_view bytes);
    [[nodiscard]] std::optional<Error> take_rows(wire::Frame type, std::string_view bytes);
    [[nodiscard]] std::optional<Error> take_batch(std::string_view bytes);
    [[nodiscard]] std::optional<Error> take_words(wire::Frame type, std::string_view bytes);
    [[nodiscard]] bool take_about(wire::Frame type, wire::Reader& in, std::string_view bytes);
    [[nodiscard]] std::optional<Error> answer(ChildProcess& child, wire::Frame type,
                                              std::string_view bytes);
    void answer_file(wire::Frame type, wire::Reader& in, wire::Writer& out);
    void answer_instant(wire::Reader& in, wire::Writer& out);
    void close_file(std::int64_t handle);
    void close_all();

    void set_aside(RejectedRow reject);
    [[nodiscard]] std::optional<Error> too_many_rejects() const;
    void warn(std::string text, std::int64_t times = 1);
    void finish_warnings();
    void keep_the_rest();

    [[nodiscard]] Error failure(ErrorClass error_class, const std::string& message,
                                std::string hint = {}) const;
    [[nodiscard]] Error bad_frame(const std::string& what) const;
    [[nodiscard]] Error ended(ChildProcess& child) const;
    [[nodiscard]] Error failed_result(std::int32_t result) const;

    const ImportJob& job_;
    wire::Command command_;
    ImportEvents& events_;
    FileAccess files_;
    HttpAnswers http_;
    RecordReader reader_;
    LocalTimes local_times_;
    ImportTotals outcome_;
    std::vector<StreamInfo> streams_;
    std::optional<wire::Description> description_;
    std::optional<std::int64_t> max_rejects_;
    std::string current_file_;              // the one, or the answer, that was opened last
    std::map<std::int64_t, bool> handles_;  // open ones, and whether they were read
    std::string state_;                     // of the last checkpoint
    bool unkept_ = false;                   // something was sent after the last checkpoint
    std::int64_t checkpoints_ = 0;
    std::string message_, detail_;  // why the plugin says that it fails
    std::string hint_;
    std::string last_reject_;
    std::optional<Error> refused_;  // what the host itself answered last, with its class
    bool cancelling_ = false;
    std::optional<std::int32_t> result_;
    std::chrono::steady_clock::time_point kill_at_;
};

// For the commands that send no rows: check, discover, describe.
class NoEvents final : public ImportEvents {
  public:
    void batch(const std::string&, std::vector<Record>) override {}
    void reject(const RejectedRow&) override {}
    void covered(Span) override {}
    void checkpoint(std::string_view) override {}
};

}  // namespace underpin
