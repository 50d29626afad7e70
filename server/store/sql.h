// Inside of the store: statements through SOCI with their parameters and columns as plain C++
// values. Parameters are named in the statement (":source") and given in order.
#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <utility>

#include "store/session.h"

namespace underpin::sql {

// A value on its way through SOCI, with its NULL.
template <typename T>
struct Holder {
    T value{};
    soci::indicator indicator = soci::i_ok;
};

template <std::integral T>
Holder<long long> hold(T value) {
    return {static_cast<long long>(value), soci::i_ok};
}
inline Holder<std::string> hold(std::string value) { return {std::move(value), soci::i_ok}; }
inline Holder<std::string> hold(std::string_view value) { return {std::string(value), soci::i_ok}; }
inline Holder<std::string> hold(const char* value) { return {value, soci::i_ok}; }
template <typename T>
auto hold(const std::optional<T>& value) {
    auto holder = hold(value.value_or(T{}));
    if (!value) holder.indicator = soci::i_null;
    return holder;
}

// How a column of C++ type T is fetched and handed over.
template <typename T>
struct Fetch;
template <>
struct Fetch<std::int64_t> {
    using Stored = long long;
    static std::int64_t take(Holder<Stored>& holder) {
        return holder.indicator == soci::i_null ? 0 : holder.value;
    }
};
template <>
struct Fetch<std::string> {
    using Stored = std::string;
    static std::string take(Holder<Stored>& holder) {
        return holder.indicator == soci::i_null ? std::string() : std::move(holder.value);
    }
};
template <typename T>
struct Fetch<std::optional<T>> {
    using Stored = typename Fetch<T>::Stored;
    static std::optional<T> take(Holder<Stored>& holder) {
        if (holder.indicator == soci::i_null) return std::nullopt;
        return Fetch<T>::take(holder);
    }
};

// Runs a statement; the number of rows that it changed.
template <typename... Args>
std::int64_t execute(Session& session, const std::string& text, const Args&... args) {
    auto holders = std::make_tuple(hold(args)...);
    soci::statement statement(session.sql());
    statement.alloc();
    std::apply(
        [&](auto&... holder) {
            (statement.exchange(soci::use(holder.value, holder.indicator)), ...);
        },
        holders);
    statement.prepare(text);
    statement.define_and_bind();
    statement.execute(true);
    return statement.get_affected_rows();
}

// Calls `row` with the columns of each row of the answer.
template <typename... Columns, typename F, typename... Args>
void each(Session& session, const std::string& text, F&& row, const Args&... args) {
    auto holders = std::make_tuple(hold(args)...);
    std::tuple<Holder<typename Fetch<Columns>::Stored>...> cells;
    soci::statement statement(session.sql());
    statement.alloc();
    std::apply(
        [&](auto&... holder) {
            (statement.exchange(soci::use(holder.value, holder.indicator)), ...);
        },
        holders);
    std::apply(
        [&](auto&... cell) { (statement.exchange(soci::into(cell.value, cell.indicator)), ...); },
        cells);
    statement.prepare(text);
    statement.define_and_bind();
    statement.execute(false);
    while (statement.fetch()) {
        std::apply([&](auto&... cell) { row(Fetch<Columns>::take(cell)...); }, cells);
    }
}

// The first row, or nothing.
template <typename... Columns, typename... Args>
std::optional<std::tuple<Columns...>> first(Session& session, const std::string& text,
                                            const Args&... args) {
    std::optional<std::tuple<Columns...>> answer;
    each<Columns...>(
        session, text,
        [&](Columns... columns) {
            if (!answer) answer.emplace(std::move(columns)...);
        },
        args...);
    return answer;
}

// The one value of the first row; 0 or "" where there is none.
template <typename T, typename... Args>
T value(Session& session, const std::string& text, const Args&... args) {
    auto row = first<T>(session, text, args...);
    return row ? std::get<0>(std::move(*row)) : T{};
}

}  // namespace underpin::sql
