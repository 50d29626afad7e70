#include "plugin/http_access.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <thread>

#include "base/text.h"
#include "plugin/http_address.h"
#include "plugin/http_status.h"
#include "plugin/wire.h"

namespace underpin {
namespace {

using std::chrono::milliseconds;
using Steady = std::chrono::steady_clock;

constexpr std::size_t max_open_answers = 8;
constexpr std::size_t longest_name = 200;  // of evidence
constexpr milliseconds longest_backoff{60'000};

// Headers that frame the message or speak to proxies: the host's own.
constexpr std::string_view own_headers[] = {"host",
                                            "content-length",
                                            "transfer-encoding",
                                            "connection",
                                            "keep-alive",
                                            "te",
                                            "trailer",
                                            "upgrade",
                                            "expect",
                                            "accept-encoding",
                                            "proxy-authorization",
                                            "proxy-connection"};

Error refused(std::string message, std::string hint = {}) {
    return {ErrorClass::configuration, std::move(message), std::move(hint), {}};
}

bool is_token(std::string_view name) {
    return !name.empty() && std::ranges::all_of(name, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
    });
}

bool is_field_text(std::string_view value) {
    return std::ranges::none_of(value, [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return (byte < 0x20 && c != '\t') || byte == 0x7f;
    });
}

bool is_safe(const std::string& method) { return method == "GET" || method == "HEAD"; }

// Secrets have their place behind the question mark only: not in what says where to go.
Result<std::string> wire_url(const std::string& url, const Secrets& secrets) {
    const auto query = std::min(url.find('?'), url.size());
    if (mentions_secret(std::string_view(url).substr(0, query))) {
        return refused("a secret may stand in the query of a URL, not before it");
    }
    auto filled = put_secrets(std::string_view(url).substr(query), secrets, SecretForm::percent);
    if (!filled) return filled.error();
    return url.substr(0, query) + *filled;
}

SecretForm form_of_body(const HttpCall& call) {
    for (const auto& [name, value] : call.headers) {
        if (to_lower(name) != "content-type") continue;
        const std::string type = to_lower(value);
        if (type.starts_with("application/x-www-form-urlencoded")) return SecretForm::percent;
        if (type.find("json") != std::string::npos) return SecretForm::json;
    }
    return SecretForm::as_it_is;
}

// Headers that go to the host they were written for and to no other.
bool is_for_one_host(const std::pair<std::string, std::string>& header) {
    const std::string name = to_lower(header.first);
    return mentions_secret(header.second) || name == "authorization" || name == "cookie";
}

// As the wire wants them; for another host than the one that was asked, without what is not its.
Result<std::vector<std::string>> header_lines(const HttpCall& call, const Secrets& secrets,
                                              bool for_another_host) {
    std::vector<std::string> lines{"User-Agent: Underpin"};
    for (const auto& header : call.headers) {
        const auto& [name, value] = header;
        if (!is_token(name) || !is_field_text(value) ||
            std::ranges::find(own_headers, to_lower(name)) != std::end(own_headers)) {
            return refused("a plugin may not set the header \"" + name.substr(0, 100) + "\"");
        }
        if (for_another_host && is_for_one_host(header)) continue;
        auto filled = put_secrets(value, secrets, SecretForm::as_it_is);
        if (!filled) return filled.error();
        // Written with a semicolon a header may also be empty.
        lines.push_back(filled->empty() ? name + ";" : name + ": " + *filled);
    }
    return lines;
}

void collect(const nlohmann::json& value, std::vector<std::string>& origins) {
    if (value.is_string()) {
        const auto& text = value.get_ref<const std::string&>();
        if (!text.starts_with("https://") && !text.starts_with("http://")) return;
        if (const auto url = parse_http_url(text)) origins.push_back(url->origin());
    } else if (value.is_structured()) {
        for (const auto& item : value) collect(item, origins);
    }
}

}  // namespace

std::vector<std::string> origins_in(const std::string& config_json) {
    std::vector<std::string> origins;
    collect(nlohmann::json::parse(config_json, nullptr, false), origins);
    return origins;
}

HttpAccess::HttpAccess(HttpContext context)
    : context_(std::move(context)), end_(Steady::now() + milliseconds(context_.rules.run_ms)) {
    if (context_.nap) return;
    context_.nap = [stop = context_.stop](milliseconds left) {
        constexpr milliseconds step{100};
        for (; left.count() > 0 && !stop(); left -= step) {
            std::this_thread::sleep_for(std::min(left, step));
        }
    };
}

bool HttpAccess::is_allowed(const HttpUrl& url) const {
    return lists_host(context_.rules.allow, url.host, url.port);
}

Result<void> HttpAccess::may_ask(const HttpUrl& url) const {
    if (is_allowed(url)) return {};
    if (!url.secure()) {
        return refused(url.origin() + " is not asked: it would answer without encryption",
                       "use https://, or let an administrator allow this host with "
                       "import.http.allow");
    }
    // The connection checks every address; this also holds where a proxy makes the connection.
    if (!is_public_name(url.host)) {
        return refused(url.origin() + " is not asked: its address is not a public one",
                       "an administrator can allow this host with import.http.allow");
    }
    return {};
}

Result<HttpOrder> HttpAccess::order_of(const HttpCall& call) const {
    const HttpRules& rules = context_.rules;
    HttpOrder order;
    order.method = call.method.empty() ? "GET" : call.method;
    if (!is_safe(order.method) && order.method != "POST") {
        return refused("a plugin may GET, HEAD and POST; it asked to " + order.method);
    }
    auto text = wire_url(call.url, context_.secrets);
    if (!text) return text.error();
    auto url = parse_http_url(*text);
    if (!url) return url.error();
    if (std::ranges::find(context_.origins, url->origin()) == context_.origins.end()) {
        return refused(url->origin() + " is not asked: the source's configuration does not name it",
                       "a plugin speaks to the hosts of the URLs in its source's configuration");
    }
    if (auto may = may_ask(*url); !may) return may.error();
    order.url = std::move(*url);
    auto headers = header_lines(call, context_.secrets, false);
    if (!headers) return headers.error();
    order.headers = std::move(*headers);
    auto body = put_secrets(call.body, context_.secrets, form_of_body(call));
    if (!body) return body.error();
    order.body = std::move(*body);
    order.ca_file = rules.ca_file;
    order.connect = milliseconds(rules.connect_ms);
    order.idle = milliseconds(rules.idle_ms);
    order.total = milliseconds(rules.total_ms);
    order.max_bytes = rules.max_response_bytes;
    return order;
}

Result<HttpHead> HttpAccess::send(const HttpCall& call) {
    if (open_.size() >= max_open_answers) {
        return Error{ErrorClass::internal, "the plugin has too many answers open", {}, {}};
    }
    auto order = order_of(call);
    if (!order) return order.error();
    auto answer = try_until_answered(*order, call);
    if (!answer) return answer.error();
    return keep(call, std::move(*answer), asked_at_);
}

Result<HttpAccess::Answer> HttpAccess::try_until_answered(const HttpOrder& order,
                                                          const HttpCall& call) {
    const bool safe = is_safe(order.method);
    for (int attempt = 1;; ++attempt) {
        if (context_.clock != nullptr) asked_at_ = context_.clock->now();
        auto answer = follow(order, call);
        std::optional<Error> failure;
        std::optional<milliseconds> asked;
        bool again = false;
        if (!answer) {
            failure = answer.error();
            again = safe && failure->error_class == ErrorClass::transient;
        } else {
            const int status = (*answer)->status();
            failure = status_failure(status, order.url.origin());
            again = is_worth_retrying(status, safe);
            asked = retry_after((*answer)->headers());
        }
        if (!failure) return answer;
        auto waited = again ? wait_for_retry(*failure, attempt, asked) : Result<void>(*failure);
        if (waited) continue;
        const bool stopped = waited.error().error_class == ErrorClass::cancelled;
        if (answer && call.any_status && !stopped) return answer;
        return waited.error();
    }
}

Result<void> HttpAccess::wait_for_retry(const Error& why, int attempt,
                                        std::optional<milliseconds> asked) {
    if (attempt >= context_.rules.max_attempts) {
        Error last = why;
        last.message += " (" + std::to_string(attempt) + " times)";
        return last;
    }
    const milliseconds backoff(context_.rules.backoff_ms << std::min(attempt - 1, 16));
    const milliseconds wait = asked ? *asked : std::min(backoff, longest_backoff);
    if (Steady::now() + wait >= end_) {
        Error late = why;
        late.hint = asked ? "it asks to wait " + format_duration(Duration{wait.count()}) +
                                ", which is longer than this run may take"
                          : "there was no time left in this run to try again";
        return late;
    }
    context_.nap(wait);
    if (context_.stop()) return Error{ErrorClass::cancelled, "the run was cancelled", {}, {}};
    return {};
}

Result<HttpAccess::Answer> HttpAccess::follow(HttpOrder order, const HttpCall& call) {
    for (int hop = 0;; ++hop) {
        order.any_address = is_allowed(order.url);
        const bool direct = lists_suffix(context_.rules.no_proxy, order.url.host);
        order.proxy = direct ? "" : context_.rules.proxy;
        if (Steady::now() >= end_) {
            return Error{ErrorClass::transient,
                         "the run took longer than it may",
                         "import.http.run_time bounds the requests of a run",
                         {}};
        }
        auto answer = std::make_unique<HttpTransfer>(line_, order, context_.stop);
        if (auto started = answer->start(); !started) {
            Error error = started.error();
            if (hop != 0) error.message = "after a redirect, " + error.message;
            return error;
        }
        if (!is_redirect(answer->status()) || !is_safe(order.method)) return answer;
        if (hop == context_.rules.max_redirects) {
            return refused(order.url.origin() + " redirects again and again",
                           "give the address at which it ends");
        }
        if (auto next = redirect(order, call, *answer); !next) return next.error();
    }
}

// Where the answer leads: to a public host, with encryption, and without what was for another.
Result<void> HttpAccess::redirect(HttpOrder& order, const HttpCall& call,
                                  const HttpTransfer& answer) const {
    const std::string from = order.url.origin();
    const std::string* location = header_of(answer.headers(), "location");
    if (location == nullptr) {
        return Error{ErrorClass::data, from + " redirects without saying where to", {}, {}};
    }
    auto next = resolve_http_url(order.url, *location);
    if (!next) return next.error();
    if (auto may = may_ask(*next); !may) {
        Error error = may.error();
        error.message = from + " redirects, and " + error.message;
        return error;
    }
    if (next->origin() != from) {
        if (holds_secret(next->text, context_.secrets)) {
            return refused(
                from + " redirects to " + next->origin() + " with a secret in the address",
                "send the secret in a header");
        }
        auto headers = header_lines(call, context_.secrets, true);
        if (!headers) return headers.error();
        order.headers = std::move(*headers);
    }
    order.url = std::move(*next);
    return {};
}

HttpHead HttpAccess::keep(const HttpCall& call, Answer answer, std::optional<Instant> asked_at) {
    HttpHead head{next_handle_++, answer->status(), asked_at, {}};
    for (const auto& [name, value] : answer->headers()) {
        if (name == "set-cookie" || holds_secret(value, context_.secrets)) continue;
        if (head.headers.size() < wire::max_http_headers) head.headers.emplace_back(name, value);
    }
    std::string name = call.url.substr(0, longest_name);
    while (!is_utf8(name)) name.pop_back();
    const int times = ++asked_[name];
    if (times > 1) name += " #" + std::to_string(times);
    open_.emplace(head.handle, Open{std::move(name), std::move(answer)});
    return head;
}

Result<std::string_view> HttpAccess::read(std::int64_t handle, std::size_t capacity) {
    const auto open = open_.find(handle);
    if (open == open_.end()) {
        return Error{ErrorClass::internal, "the plugin reads an answer that is not open", {}, {}};
    }
    return open->second.transfer->read(std::min(capacity, wire::max_read));
}

const std::string* HttpAccess::name_of(std::int64_t handle) const {
    const auto open = open_.find(handle);
    return open == open_.end() ? nullptr : &open->second.name;
}

std::optional<std::string> HttpAccess::close(std::int64_t handle) {
    const auto open = open_.find(handle);
    if (open == open_.end()) return std::nullopt;
    std::string name = std::move(open->second.name);
    open_.erase(open);
    return name;
}

}  // namespace underpin
