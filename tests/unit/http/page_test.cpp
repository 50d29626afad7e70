// Pages of a list by cursor.
#include "http/page.h"

#include <algorithm>
#include <gmock/gmock.h>

namespace underpin {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Request asked_for(const std::string& limit, const std::optional<std::string>& cursor = {}) {
    Request request;
    request.query["limit"] = limit;
    if (cursor) request.query["cursor"] = *cursor;
    return request;
}

Result<nlohmann::ordered_json> page(const Request& request, const std::vector<std::string>& items) {
    return page_of(
        request, items, [](const std::string& item) { return item; },
        [](const std::string& item) { return nlohmann::ordered_json(item); });
}

std::vector<std::string> walk(const std::vector<std::string>& items, const std::string& limit) {
    std::vector<std::string> seen;
    auto request = asked_for(limit);
    while (true) {
        const auto one = require(page(request, items));
        for (const auto& item : one["items"]) seen.push_back(item.get<std::string>());
        if (one["next"].is_null()) return seen;
        request = asked_for(limit, one["next"].get<std::string>());
    }
}

TEST(Page, WalksThroughAllItems) {
    const std::vector<std::string> items{"a", "b", "c", "d", "e"};
    for (const auto* limit : {"1", "2", "4", "5", "6"})
        EXPECT_EQ(walk(items, limit), items) << limit;
    EXPECT_THAT(walk({}, "2"), IsEmpty());
}

TEST(Page, TheLastOneHasNoNext) {
    EXPECT_TRUE(require(page(asked_for("2"), {"a", "b"}))["next"].is_null());
    EXPECT_FALSE(require(page(asked_for("2"), {"a", "b", "c"}))["next"].is_null());
}

TEST(Page, WhatIsAddedOrRemovedMeanwhileShiftsNothing) {
    const auto first = require(page(asked_for("2"), {"b", "d", "f", "h"}));
    const auto next = asked_for("9", first["next"].get<std::string>());
    EXPECT_EQ(require(page(next, {"a", "b", "c", "d", "e", "f", "h"}))["items"],
              (nlohmann::ordered_json{"e", "f", "h"}));
    EXPECT_EQ(require(page(next, {"b", "f", "h"}))["items"], (nlohmann::ordered_json{"f", "h"}));
}

TEST(Page, ACursorIsAnyKey) {
    const std::vector<std::string> keys{
        "a", "a/b?c&d=e+", "\xC3\xA9\t\x01", "\xF0\x9F\x99\x82", "=", std::string(5000, 'k')};
    for (const auto& key : keys) {
        const auto cursor = make_cursor(key);
        EXPECT_EQ(cursor.find_first_of("+/=&? \n"), std::string::npos);
        EXPECT_EQ(require(read_cursor(asked_for("1", cursor))), key);
    }
}

TEST(Page, RefusesACursorOfNobody) {
    for (const auto* wrong : {"!", "YWJj=", "YW Jj", "\xC3\xA9", "A"}) {
        const auto read = read_cursor(asked_for("1", wrong));
        ASSERT_FALSE(read) << wrong;
        EXPECT_EQ(read.error().error_class, ErrorClass::input);
        EXPECT_EQ(read.error().place.field, "cursor");
    }
    EXPECT_EQ(require(read_cursor(asked_for("1", ""))), "");
    EXPECT_EQ(require(read_cursor(asked_for("1"))), "");
}

TEST(Page, DescendingKeysGoDown) {
    std::vector<std::string> keys;
    const std::vector<std::int64_t> numbers{999'999'999'999'999'999, 1'000, 999, 10, 9, 1, 0};
    for (const auto number : numbers) {
        keys.push_back(descending_key(number));
    }
    EXPECT_TRUE(std::ranges::is_sorted(keys));
}

}  // namespace
}  // namespace underpin
