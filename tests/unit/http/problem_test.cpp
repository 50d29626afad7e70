// Errors as RFC 9457 problems.
#include "http/problem.h"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

namespace underpin {
namespace {

using nlohmann::json;

Request asked() {
    Request request;
    request.id = "0123456789abcdef";
    request.path = "/api/v1/suppliers/acme";
    return request;
}

json body_of(const Reply& reply) { return json::parse(reply.body); }

TEST(Problem, SaysWhatHappenedAndToWhom) {
    const auto reply =
        problem(asked(), {ErrorClass::not_found, "there is no supplier", "look", {}});
    EXPECT_EQ(reply.status, 404);
    EXPECT_EQ(reply.type, "application/problem+json");
    const auto body = body_of(reply);
    EXPECT_EQ(body["type"], "urn:underpin:problem:not-found");
    EXPECT_EQ(body["title"], "Not Found");
    EXPECT_EQ(body["status"], 404);
    EXPECT_EQ(body["detail"], "there is no supplier");
    EXPECT_EQ(body["instance"], "/api/v1/suppliers/acme");
    EXPECT_EQ(body["request_id"], "0123456789abcdef");
    EXPECT_EQ(body["errors"][0]["hint"], "look");
}

TEST(Problem, PointsToEachFault) {
    const Errors errors{{ErrorClass::input, "one", "", {"body", 3, 7, "spec.objectives[2].target"}},
                        {ErrorClass::input, "two", "", {"", 0, 0, ""}}};
    const auto body = body_of(problem(asked(), 422, "2 faults", errors));
    EXPECT_EQ(body["detail"], "2 faults");
    EXPECT_EQ(body["errors"][0]["pointer"], "/spec/objectives/2/target");
    EXPECT_EQ(body["errors"][0]["file"], "body");
    EXPECT_EQ(body["errors"][0]["line"], 3);
    EXPECT_EQ(body["errors"][1]["pointer"], "");
    EXPECT_FALSE(body["errors"][1].contains("line"));
}

TEST(Problem, PointersAreThoseOfRfc6901) {
    EXPECT_EQ(json_pointer(""), "");
    EXPECT_EQ(json_pointer("limit"), "/limit");
    EXPECT_EQ(json_pointer("a[0][1].b"), "/a/0/1/b");
    EXPECT_EQ(json_pointer("labels.a/b~c"), "/labels/a~1b~0c");
}

TEST(Problem, EveryClassHasAStatus) {
    const std::pair<ErrorClass, int> known[] = {
        {ErrorClass::input, 400},     {ErrorClass::not_found, 404},
        {ErrorClass::conflict, 409},  {ErrorClass::configuration, 422},
        {ErrorClass::data, 422},      {ErrorClass::unsupported, 422},
        {ErrorClass::cancelled, 409}, {ErrorClass::transient, 503},
        {ErrorClass::internal, 500}};
    for (const auto& [error_class, status] : known) {
        EXPECT_EQ(status_of(error_class), status);
        EXPECT_STRNE(reason_of(status), "");
    }
}

TEST(Problem, WhatIsOverSoonSaysWhenToTryAgain) {
    const auto reply = problem(asked(), {ErrorClass::transient, "the database is away", "", {}});
    ASSERT_NE(reply.header("Retry-After"), nullptr);
    EXPECT_EQ(problem(asked(), {ErrorClass::input, "no", "", {}}).header("Retry-After"), nullptr);
}

TEST(Problem, BytesThatAreNoTextDoNoHarm) {
    const auto reply = problem(asked(), {ErrorClass::input, "found \xFF\xC3", "", {}});
    EXPECT_TRUE(json::accept(reply.body));
}

}  // namespace
}  // namespace underpin
