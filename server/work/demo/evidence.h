// The demonstration's exports, a function each. They write their files or throw Failure.
#pragma once

#include <cstdint>
#include <filesystem>

#include "work/demo/csv_text.h"
#include "work/demo/random.h"
#include "work/demo/timeline.h"

namespace underpin::demo {

struct Stage {
    const Timeline& timeline;
    std::uint64_t seed;
    std::filesystem::path exports;  // the folder

    [[nodiscard]] Random random(std::string_view file) const { return {seed, file}; }
    void save(const CsvText& text, const char* file) const { require(text.save(exports / file)); }
};

// From the first to the last month, evenly; per mille, minutes or whatever else.
[[nodiscard]] constexpr std::int64_t trend(int month, std::int64_t first, std::int64_t last) {
    return first + (last - first) * month / (month_count - 1);
}

// Calls `each(date, month)` for every day of the 24 months.
template <typename Each>
void for_each_day(const Timeline& timeline, Each each) {
    for (Date date = timeline.first_day(); date < timeline.end_day(); date += date::days(1)) {
        each(date, timeline.month_of(date));
    }
}

// The outages that Nimbus published, and the list as it was corrected months later.
inline constexpr int nimbus_corrected_month = 21;
inline constexpr const char* nimbus_correction_file = "nimbus-status-corrected.csv";

void write_outages(const Stage& stage);     // evidence_outages.cpp
void write_cases(const Stage& stage);       // evidence_cases.cpp: cases in small numbers
void write_desk_cases(const Stage& stage);  // evidence_desk.cpp: the service desk and the SOC
void write_deliveries(const Stage& stage);  // evidence_deliveries.cpp
void write_samples(const Stage& stage);     // evidence_samples.cpp

}  // namespace underpin::demo
