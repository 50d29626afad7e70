// jobs: what servers do, did and will do.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/options.h"
#include "work/job_json.h"
#include "work/jobs.h"

namespace underpin {

namespace {

Tone tone_of(JobState state) {
    switch (state) {
        case JobState::failed: return Tone::bad;
        case JobState::succeeded: return Tone::good;
        case JobState::cancelled: return Tone::quiet;
        default: return Tone::plain;
    }
}

std::string state_words(const JobRow& job) {
    if (job.state == JobState::running && job.cancel_wanted) return "stopping";
    if (job.state == JobState::running && job.total > 0) {
        return fmt::format("running, {} of {}", job.done, job.total);
    }
    if (job.state == JobState::queued && job.attempts > 0) return "waits for another try";
    return job_state_name(job.state);
}

int list(Workbench& bench, const JobFilter& filter) {
    const auto jobs = find_jobs(bench.context(), filter);
    if (bench.options().output == OutputFormat::json) {
        auto all = nlohmann::ordered_json::array();
        for (const auto& job : jobs) all.push_back(job_json(job));
        fmt::print("{}\n", all.dump(2));
        return 0;
    }
    Table table({{"Job", Align::right},
                 {"Kind"},
                 {"Subject"},
                 {"State"},
                 {"Created (UTC)"},
                 {"Message", Align::left, true}});
    for (const auto& job : jobs) {
        table.add(
            {std::to_string(job.id), job.kind, job.subject, state_words(job),
             format_instant(job.created), job.error ? job.error->message : ""},
            {Tone::plain, Tone::plain, Tone::plain, tone_of(job.state), Tone::plain, Tone::plain});
    }
    if (bench.options().output == OutputFormat::csv) {
        fmt::print("{}", table.csv());
    } else if (table.empty()) {
        fmt::print("There are no such jobs. A server makes and runs them: underpin serve\n");
    } else {
        fmt::print("{}", table.text(bench.options().render()));
    }
    return 0;
}

void print_job(Workbench& bench, const JobRow& job) {
    if (bench.options().output == OutputFormat::json) {
        fmt::print("{}\n", job_json(job).dump(2));
        return;
    }
    const auto instant = [](const std::optional<Instant>& at) {
        return at ? format_instant(*at) : std::string();
    };
    const std::vector<std::pair<const char*, std::string>> lines{
        {"job", std::to_string(job.id)},
        {"kind", job.kind},
        {"subject", job.subject},
        {"state", state_words(job)},
        {"actor", job.actor},
        {"created", format_instant(job.created)},
        {"started", instant(job.started)},
        {"finished", instant(job.finished)},
        {"next try", job.state == JobState::queued ? format_instant(job.next_try) : ""},
        {"attempts", std::to_string(job.attempts)},
        {"worker", job.worker},
        {"run", job.import_run ? std::to_string(*job.import_run) : ""},
        {"result", job.result},
        {"message", job.error ? job.error->message : ""},
        {"hint", job.error ? job.error->hint : ""}};
    if (bench.options().output == OutputFormat::csv) {
        Table table({{"field"}, {"value"}});
        for (const auto& [name, value] : lines) table.add({name, value});
        fmt::print("{}", table.csv());
        return;
    }
    for (const auto& [name, value] : lines) {
        if (!value.empty()) fmt::print("{:<9} {}\n", name, value);
    }
}

}  // namespace

std::vector<Command> job_commands(CLI::App& app) {
    auto* command = app.add_subcommand("jobs", "What servers on this database do and did");
    command->footer(
        "Examples:\n"
        "  underpin jobs list --state failed\n"
        "  underpin jobs list --kind import --subject acme-tickets --limit 10\n"
        "  underpin jobs show 42\n"
        "  underpin jobs cancel 42");
    command->require_subcommand(1);
    struct Arguments {
        JobFilter filter;
        std::int64_t id = 0;
    };
    auto arguments = std::make_shared<Arguments>();
    auto* listed = command->add_subcommand("list", "List them, the newest first");
    listed->footer("Example:\n  underpin jobs list --state queued --output csv");
    listed->add_option("--kind", arguments->filter.kind,
                       "import, measure, rollover, backup, doctor or close");
    listed->add_option("--subject", arguments->filter.subject, "The source or agreement");
    listed
        ->add_option_function<std::string>(
            "--state",
            [arguments](const std::string& name) { arguments->filter.state = job_state_of(name); },
            "Only in this state")
        ->check(CLI::IsMember({"queued", "running", "succeeded", "failed", "cancelled"}))
        ->type_name("STATE");
    listed->add_option("--before", arguments->filter.before, "Only jobs below this number");
    listed->add_option("--limit", arguments->filter.limit, "So many at most")
        ->check(CLI::Range(1, 10'000))
        ->capture_default_str();
    auto* shown = command->add_subcommand("show", "Show one with all that is known of it");
    shown->footer("Example:\n  underpin jobs show 42 --output json");
    shown->add_option("job", arguments->id, "Its number")->required();
    auto* cancelled = command->add_subcommand(
        "cancel", "Cancel one: at once where it waits, else its server stops it");
    cancelled->footer("Example:\n  underpin jobs cancel 42");
    cancelled->add_option("job", arguments->id, "Its number")->required();
    return {{command, [arguments, listed, shown](Workbench& bench) {
                 if (listed->parsed()) return list(bench, arguments->filter);
                 const auto job = shown->parsed() ? get_job(bench.context(), arguments->id)
                                                  : cancel(bench.context(), arguments->id);
                 print_job(bench, require(job));
                 return 0;
             }}};
}

}  // namespace underpin
