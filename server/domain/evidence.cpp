#include "domain/evidence.h"

#include <algorithm>

namespace underpin {
namespace {

// From the zone that is furthest behind (-12 h) to the one furthest ahead (+14 h).
constexpr Duration widest_zones_apart{26 * hour.ms};

constexpr const char* shape_names[] = {"interval", "case", "sample"};

// Writes fields one after the other so that no two records read alike: numbers in a fixed width,
// lowest byte first, text behind its length, what may be absent behind a 0 or 1.
class Encoder {
  public:
    explicit Encoder(std::string& out) : out_(out) {}

    void put(std::uint64_t value) {
        for (int byte = 0; byte < 8; ++byte) {
            out_ += static_cast<char>(static_cast<unsigned char>(value >> (8 * byte)));
        }
    }
    void put(std::int64_t value) { put(static_cast<std::uint64_t>(value)); }
    void put(bool value) { out_ += value ? '\1' : '\0'; }
    void put(Instant value) { put(value.ms); }
    void put(Int128 value) {
        const auto bits = static_cast<unsigned __int128>(value);
        put(static_cast<std::uint64_t>(bits));
        put(static_cast<std::uint64_t>(bits >> 64U));
    }
    void put(const std::string& text) {
        put(std::uint64_t{text.size()});
        out_ += text;
    }
    template <typename T>
    void put(const std::optional<T>& value) {
        put(value.has_value());
        if (value) put(*value);
    }

  private:
    std::string& out_;
};

// An instant with its name in the shape.
struct Named {
    const char* name;
    std::optional<Instant> at;
};

std::optional<std::string> wrong_order(const Named& end, const Named& start) {
    if (!end.at || !start.at || !(*end.at < *start.at)) return std::nullopt;
    return std::string(end.name) + " (" + format_instant(*end.at) + ") is before " + start.name +
           " (" + format_instant(*start.at) + ")";
}

std::optional<std::string> fault_of_interval(const Record& record) {
    if (record.key.empty()) return "the interval has no key";
    if (!record.start) return "the interval has no from";
    if (auto fault = wrong_order({"to", record.end}, {"from", record.start})) return fault;
    if (record.impact_millionths < 0 || record.impact_millionths > 1'000'000) {
        return "impact is not between 0 and 1";
    }
    return std::nullopt;
}

std::optional<std::string> fault_of_case(const Record& record) {
    if (record.key.empty()) return "the case has no key";
    if (!record.start && !record.due) return "the case has neither opened nor due";
    const Named opened{"opened", record.start};
    const Named responded{"responded", record.responded};
    const Named resolved{"resolved", record.end};
    if (auto fault = wrong_order(responded, opened)) return fault;
    if (auto fault = wrong_order(resolved, opened)) return fault;
    if (auto fault = wrong_order(resolved, responded)) return fault;
    for (const Pause& pause : record.pauses) {
        if (pause.to && *pause.to < pause.from) return "a pause ends before it begins";
    }
    return std::nullopt;
}

std::optional<std::string> fault_of_sample(const Record& record) {
    if (!record.start) return "the sample has no at";
    if (!record.value && !(record.good && record.total)) {
        return "the sample has neither a value nor good and total";
    }
    return std::nullopt;
}

}  // namespace

const char* shape_name(Shape shape) { return shape_names[static_cast<std::size_t>(shape)]; }

std::optional<Shape> shape_named(std::string_view name) {
    for (const Shape shape : {Shape::interval, Shape::case_, Shape::sample}) {
        if (name == shape_name(shape)) return shape;
    }
    return std::nullopt;
}

std::optional<std::string> fault_of(const Record& record) {
    switch (record.shape) {
        case Shape::interval: return fault_of_interval(record);
        case Shape::case_: return fault_of_case(record);
        case Shape::sample: return fault_of_sample(record);
    }
    return "the record has no shape";
}

Sha256 content_hash(const Record& record) {
    // Hashes are kept for ever: a change of what is written here is a new version.
    std::string content = "underpin record 1\n";
    content.reserve(512);
    Encoder encoder(content);
    encoder.put(std::string(shape_name(record.shape)));
    encoder.put(record.start);
    encoder.put(record.responded);
    encoder.put(record.end);
    encoder.put(record.due);
    encoder.put(record.start_is_date);
    encoder.put(record.responded_is_date);
    encoder.put(record.end_is_date);
    encoder.put(record.due_is_date);
    encoder.put(record.state);
    encoder.put(record.impact_millionths);
    encoder.put(record.component);
    encoder.put(record.priority);
    encoder.put(record.metric);
    for (const auto* number :
         {&record.value, &record.good, &record.total, &record.ordered, &record.delivered}) {
        encoder.put(*number);
    }
    // Pauses are a set: an export that lists them in another order says the same.
    std::vector<Pause> pauses = record.pauses;
    std::sort(pauses.begin(), pauses.end(), [](const Pause& a, const Pause& b) {
        return std::pair(a.from, a.to) < std::pair(b.from, b.to);
    });
    encoder.put(std::uint64_t{pauses.size()});
    for (const Pause& pause : pauses) {
        encoder.put(pause.from);
        encoder.put(pause.to);
    }
    encoder.put(record.incident);
    encoder.put(std::uint64_t{record.attributes.size()});
    for (const auto& [name, text] : record.attributes) {
        encoder.put(name);
        encoder.put(text);
    }
    return sha256(content);
}

Span touched_range(const Record& record) {
    Instant first = Instant::max();
    Instant last = Instant::min();
    const auto touch = [&](const std::optional<Instant>& instant) {
        if (!instant) return;
        first = std::min(first, *instant);
        last = std::max(last, *instant);
    };
    // A delivery belongs to the period by its date, wherever the source's midnight falls in the
    // agreement's zone.
    const auto touch_day = [&](const std::optional<Instant>& midnight, bool is_date) {
        touch(midnight);
        if (!midnight || !is_date) return;
        touch(*midnight - widest_zones_apart);
        touch(*midnight + widest_zones_apart);
    };
    touch(record.start);
    touch(record.responded);
    touch_day(record.end, record.end_is_date);
    touch_day(record.due, record.due_is_date);
    for (const Pause& pause : record.pauses) {
        touch(pause.from);
        touch(pause.to);
    }
    if (last < first) return {};
    const bool is_open = record.shape != Shape::sample && !record.end;
    // The range is half open: it has to hold the last instant itself.
    return {first, is_open ? Instant::max() : last + Duration{1}};
}

}  // namespace underpin
