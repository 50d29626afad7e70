#include "work/demo/demo.h"

#include "work/demo/documents.h"
#include "work/demo/evidence.h"

namespace underpin {

namespace {

using demo::DocumentText;
using demo::Stage;
using demo::Timeline;

constexpr const char* readme = R"(# The demonstration

Twelve invented suppliers over two years, {{label 0}} to {{label 23}}. `documents` says what was
agreed, `exports` is what the suppliers' portals (and our own monitoring) gave out. Everything was
made up from fixed dice; nobody in it exists.

By hand, what `underpin demo` does is this, in a folder of your own with a database of its own:

    underpin apply -f documents                  # check and store all documents
    underpin import nimbus-status                # one of these for each source, see below
    underpin score                               # measure everything
    underpin scorecard nimbus --period {{label 23}}
    underpin credits brightline
    underpin explain nimbus-hosting availability --period {{label 9}}

Then try what people really do:

- misspell a field in `documents/nimbus.yaml` and apply it again;
- `underpin apply -f documents --dry-run` after a change of a target;
- look at the rows that `underpin import kestrel-orders` set aside;
- import the correction that Nimbus sent months later, and see {{label 21}} restated:
  `underpin import nimbus-status --file exports/corrections/nimbus-status-corrected.csv`.

| supplier | what it shows |
|---|---|
| nimbus | availability and tickets; approved and claimed exclusions; a restatement |
| peregrine | outages by share of traffic, ratios, a percentile; dollars |
| brightline | decline: credits under caps, triggers, repair times, a rounding clause |
| tallis | an amendment in the middle of a month |
| heliodesk | an event log, day-first dates, `?` for missing; credits in zloty |
| orchard | service months from the 15th; deliveries by date |
| kitsune | around the clock in Tokyo; percentiles; yen |
| platform-team | an internal team: OLAs, by month and by week |
| kestrel | latin1, semicolons, month names, unreadable rows; on time and in full |
| clairval | failing; the last export stops in the middle of a month |
| inkwell | a file a month, two of them lost |
| keystone | quarters with few events |

Sources, in the order in which the demonstration imports them:

)";

// In the order of import; a source's file is named in its document.
constexpr const char* sources[] = {
    "nimbus-status",        "nimbus-tickets",   "peregrine-status", "peregrine-metrics",
    "brightline-faults",    "tallis-incidents", "tallis-metrics",   "heliodesk-tickets",
    "heliodesk-survey",     "orchard-runs",     "orchard-accuracy", "kitsune-alerts",
    "platform-requests",    "platform-outages", "platform-reports", "kestrel-orders",
    "clairval-inspections", "clairval-calls",   "inkwell-tickets",  "keystone-deposits",
    "keystone-defects",     "shop-monitoring"};

const DocumentText* const documents[] = {
    &demo::services_document, &demo::calendars_document, &demo::customers_document,
    &demo::nimbus_document,   &demo::peregrine_document, &demo::brightline_document,
    &demo::tallis_document,   &demo::heliodesk_document, &demo::orchard_document,
    &demo::kitsune_document,  &demo::platform_document,  &demo::kestrel_document,
    &demo::clairval_document, &demo::inkwell_document,   &demo::keystone_document};

void write_texts(const DemoFiles& files, const Timeline& timeline) {
    for (const DocumentText* document : documents) {
        require(demo::save_text(files.documents / document->file, timeline.fill(document->text)));
    }
    std::string text = timeline.fill(readme);
    for (const char* source : sources) text += std::string("    ") + source + "\n";
    require(demo::save_text(files.folder / "README.md", text));
}

DemoFiles describe(const std::filesystem::path& folder, const Timeline& timeline) {
    DemoFiles files;
    files.folder = folder;
    files.documents = folder / "documents";
    for (const char* source : sources) files.imports.push_back({source, std::nullopt});
    files.correction = {"nimbus-status",
                        folder / "exports" / "corrections" / demo::nimbus_correction_file};
    files.corrected_supplier = "nimbus";
    files.correction_period = timeline.label(demo::nimbus_corrected_month);
    files.supplier = "nimbus";
    files.period = timeline.label(demo::month_count - 1);
    files.from = {demo::midnight_of(timeline.first_day()) * minute.ms};
    files.to = {demo::midnight_of(timeline.end_day()) * minute.ms};
    return files;
}

}  // namespace

Result<DemoFiles> write_demo(const std::filesystem::path& folder, Instant now, std::uint64_t seed) {
    const Timeline timeline(now);
    const Stage stage{timeline, seed, folder / "exports"};
    DemoFiles files = describe(folder, timeline);
    try {
        write_texts(files, timeline);
        demo::write_outages(stage);
        demo::write_cases(stage);
        demo::write_desk_cases(stage);
        demo::write_deliveries(stage);
        demo::write_samples(stage);
    } catch (const Failure& failure) {
        return failure.error();
    }
    return files;
}

}  // namespace underpin
