#include "http/metrics.h"

#include <mutex>
#include <prometheus/family.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

namespace underpin {

namespace {

using prometheus::MetricFamily;
using prometheus::MetricType;

constexpr Duration kept_for{10 * second.ms};

const prometheus::Histogram::BucketBoundaries& latency_seconds() {
    static const prometheus::Histogram::BucketBoundaries bounds{
        0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025,
        0.05,   0.1,     0.25,   0.5,   1,      2.5,   5,    10};
    return bounds;
}

MetricFamily family(const char* name, const char* help, MetricType type) {
    MetricFamily made;
    made.name = name;
    made.help = help;
    made.type = type;
    return made;
}

// The sample format is made of floating-point numbers; nothing is computed with them here.
void add(MetricFamily& to, double value, const char* label = nullptr,
         const std::string& content = "") {
    prometheus::ClientMetric metric;
    if (label != nullptr) metric.label.push_back({label, content});
    if (to.type == MetricType::Counter) {
        metric.counter.value = value;
    } else {
        metric.gauge.value = value;
    }
    to.metric.push_back(std::move(metric));
}

MetricFamily single(const char* name, const char* help, MetricType type, double value) {
    auto made = family(name, help, type);
    add(made, value);
    return made;
}

void put_connections(std::vector<MetricFamily>& all, const ConnectionCounts& counts) {
    all.push_back(single("underpin_http_connections", "Open connections.", MetricType::Gauge,
                         static_cast<double>(counts.open)));
    all.push_back(single("underpin_http_busy_workers", "Workers that serve a request.",
                         MetricType::Gauge, static_cast<double>(counts.busy)));
    all.push_back(single("underpin_http_refused_total", "Connections refused for want of room.",
                         MetricType::Counter, static_cast<double>(counts.refused)));
    all.push_back(single("underpin_http_cut_total", "Connections cut: too slow, or no HTTP.",
                         MetricType::Counter, static_cast<double>(counts.cut)));
}

void put_figures(std::vector<MetricFamily>& all, const Figures& figures, Instant now) {
    auto age = family("underpin_import_age_seconds",
                      "Since the last import of the source that succeeded.", MetricType::Gauge);
    auto runs = family("underpin_import_runs_total", "Import runs by source.", MetricType::Counter);
    auto failed = family("underpin_import_failures_total", "Import runs that failed, by source.",
                         MetricType::Counter);
    for (const auto& source : figures.imports) {
        add(runs, static_cast<double>(source.runs), "source", source.source);
        add(failed, static_cast<double>(source.failed), "source", source.source);
        if (!source.last_success) continue;
        add(age, static_cast<double>((now - *source.last_success).ms) / 1000, "source",
            source.source);
    }
    for (auto* one : {&age, &runs, &failed}) all.push_back(std::move(*one));
    all.push_back(single("underpin_due_measurements", "Measurements that are due.",
                         MetricType::Gauge, static_cast<double>(figures.due)));
    auto jobs = family("underpin_jobs", "Jobs that wait or run.", MetricType::Gauge);
    add(jobs, static_cast<double>(figures.jobs.queued), "state", "queued");
    add(jobs, static_cast<double>(figures.jobs.running), "state", "running");
    all.push_back(std::move(jobs));
    auto stake = family("underpin_credits_at_stake",
                        "Service credits that are proposed or overdue, in units of the currency.",
                        MetricType::Gauge);
    for (const auto& [currency, amount] : figures.at_stake) {
        double units = static_cast<double>(amount.minor);
        for (int i = 0; i < amount.currency.exponent; ++i) units /= 10;
        add(stake, units, "currency", currency);
    }
    all.push_back(std::move(stake));
}

}  // namespace

struct Metrics::State {
    prometheus::Registry registry;
    prometheus::Family<prometheus::Histogram>& latency{
        prometheus::BuildHistogram()
            .Name("underpin_http_request_duration_seconds")
            .Help("From a request's head to its answer's last byte, by operation.")
            .Register(registry)};
    std::mutex mutex;  // of what follows
    Instant gathered = Instant::min();
    std::optional<Figures> figures;
};

Metrics::Metrics() : state_(std::make_unique<State>()) {}
Metrics::~Metrics() = default;

void Metrics::answered(const std::string& route, const std::string& method, int status,
                       std::chrono::microseconds took) {
    auto& histogram = state_->latency.Add(
        {{"route", route}, {"method", method}, {"status", std::to_string(status)}},
        latency_seconds());
    histogram.Observe(static_cast<double>(took.count()) / 1'000'000);
}

std::optional<Figures> Metrics::figures(const std::function<Result<Figures>()>& gather,
                                        Instant now) {
    const std::lock_guard lock(state_->mutex);
    if (now - state_->gathered < kept_for && state_->gathered <= now) return state_->figures;
    auto fresh = gather();
    state_->figures = fresh ? std::optional(std::move(*fresh)) : std::nullopt;
    state_->gathered = now;
    return state_->figures;
}

std::string Metrics::text(const ConnectionCounts& connections,
                          const std::optional<Figures>& figures, Instant now) const {
    auto all = state_->registry.Collect();
    put_connections(all, connections);
    if (figures) put_figures(all, *figures, now);
    return prometheus::TextSerializer().Serialize(all);
}

}  // namespace underpin
