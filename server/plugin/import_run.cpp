#include "plugin/import_run.h"

#include "plugin/import_session.h"

namespace underpin {
Result<ImportTotals> run_import(const ImportJob& job, ImportEvents& events) {
    ImportSession session(job, wire::Command::read, events);
    return session.run();
}

namespace {

Result<void> ask(const ImportJob& job, wire::Command command) {
    NoEvents none;
    ImportSession session(job, command, none);
    if (auto outcome = session.run(); !outcome) return outcome.error();
    return {};
}

}  // namespace

Result<void> check_source(const ImportJob& job) { return ask(job, wire::Command::check); }
Result<void> check_configuration(const ImportJob& job) {
    return ask(job, wire::Command::configure);
}

Result<std::vector<StreamInfo>> discover_streams(const ImportJob& job) {
    NoEvents none;
    ImportSession session(job, wire::Command::discover, none);
    if (auto outcome = session.run(); !outcome) return outcome.error();
    return session.streams();
}

}  // namespace underpin
