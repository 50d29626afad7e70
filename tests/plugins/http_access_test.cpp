// What the server asks of portals for a plugin, against the stand-in of portal.h.
#include "plugin/http_access.h"

#include <gmock/gmock.h>

#include "portal.h"
#include "recorded_run.h"
#include "test_authority.h"

namespace underpin {
namespace {

using std::chrono::milliseconds;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

// A run's access to one portal, with the waits written down instead of waited.
struct Access {
    explicit Access(const Portal& portal) : Access(std::vector<std::string>{portal.url()}) {
        context.rules.allow = {portal.host()};
    }
    explicit Access(std::vector<std::string> origins) {
        context.origins = std::move(origins);
        context.nap = [this](milliseconds time) { naps.push_back(time.count()); };
    }

    HttpAccess& open() {
        if (!access) access = std::make_unique<HttpAccess>(context);
        return *access;
    }
    Result<HttpHead> send(const HttpCall& call) { return open().send(call); }
    Result<HttpHead> get(const std::string& url) { return send({"GET", url, {}, {}, false}); }
    Error error(const HttpCall& call) {
        const auto head = send(call);
        EXPECT_FALSE(head.ok()) << call.url;
        return head ? Error{} : head.error();
    }
    Error error(const std::string& url) { return error(HttpCall{"GET", url, {}, {}, false}); }
    Result<std::string> text(const std::string& url) {
        const auto head = get(url);
        if (!head) return head.error();
        return rest(head->handle);
    }
    Result<std::string> rest(std::int64_t handle) {
        std::string all;
        while (true) {
            const auto got = open().read(handle, 1000);
            if (!got) return got.error();
            if (got->empty()) return all;
            all += *got;
        }
    }

    HttpContext context;
    std::vector<std::int64_t> naps;
    std::unique_ptr<HttpAccess> access;
};

PortalAnswer always(const PortalRequest&) { return {200, "all is well"}; }

TEST(HttpAccess, ReadsABodyInPiecesAndKeepsItsName) {
    Portal portal([](const PortalRequest&) { return PortalAnswer{200, std::string(2500, 'x')}; });
    Access access(portal);
    const auto head = access.get(portal.url("/a?page=1"));
    ASSERT_TRUE(head.ok()) << head.error().to_string();
    EXPECT_EQ(head->status, 200);
    EXPECT_EQ(*access.open().name_of(head->handle), portal.url("/a?page=1"));
    EXPECT_EQ(access.rest(head->handle).value(), std::string(2500, 'x'));
    EXPECT_EQ(*access.open().close(head->handle), portal.url("/a?page=1"));
    const auto again = access.get(portal.url("/a?page=1"));
    EXPECT_EQ(*access.open().name_of(again->handle), portal.url("/a?page=1") + " #2");
}

TEST(HttpAccess, SaysWhenItAsked) {
    Portal portal(always);
    Access access(portal);
    const FixedClock clock(Instant{1'700'000'000'000});
    access.context.clock = &clock;
    EXPECT_EQ(access.get(portal.url())->asked_at->ms, 1'700'000'000'000);
}

TEST(HttpAccess, AsksOnlyHostsThatTheConfigurationNames) {
    EXPECT_THAT(origins_in(R"({"a": ["https://One.example/x?y"], "b": {"c": "http://two:8080"},
                               "d": "see https://three.example"})"),
                ElementsAre("https://one.example", "http://two:8080"));
    Portal portal(always);
    Access access(std::vector<std::string>{"https://status.example.org"});
    access.context.rules.allow = {portal.host()};
    EXPECT_THAT(access.error(portal.url()).message, HasSubstr("does not name it"));
    EXPECT_THAT(portal.requests(), IsEmpty());
}

TEST(HttpAccess, RefusesAddressesThatAreNotPublic) {
    Portal portal(always);
    const std::string port = portal.host().substr(portal.host().find(':'));
    // Other spellings of 127.0.0.1, and a name that is looked up.
    for (const std::string& url :
         {"https://127.0.0.1" + port, "https://2130706433" + port, "https://0x7f.1" + port,
          "https://localhost" + port, "https://[::ffff:127.0.0.1]" + port,
          std::string("https://10.0.0.1"), std::string("https://[::1]"),
          std::string("https://169.254.169.254/latest")}) {
        Access access(origins_in("[\"" + url + "\"]"));
        const Error error = access.error(url);
        EXPECT_EQ(error.error_class, ErrorClass::configuration) << url;
        EXPECT_THAT(error.message, HasSubstr("not a public one")) << url;
        EXPECT_THAT(error.hint, HasSubstr("import.http.allow")) << url;
    }
    EXPECT_THAT(portal.requests(), IsEmpty());
}

TEST(HttpAccess, RefusesANameThatLeadsInside) {
    // The machine's own name leads to an address of its own: the connection sees it, not the name.
    char name[256] = {};
    ASSERT_EQ(::gethostname(name, sizeof(name) - 1), 0);
    const std::string url = std::string("https://") + name;
    Access access(origins_in("[\"" + url + "\"]"));
    access.context.rules.max_attempts = 1;
    EXPECT_THAT(access.error(url).message,
                ::testing::AnyOf(HasSubstr("not a public one"), HasSubstr("cannot be found")));
}

TEST(HttpAccess, AsksInTheClearOnlyWhereAllowed) {
    Access access(std::vector<std::string>{"http://status.example.org"});
    EXPECT_THAT(access.error("http://status.example.org/").message,
                HasSubstr("without encryption"));
}

TEST(HttpAccess, FollowsRedirectsToAllowedHostsWithoutTheirSecrets) {
    Portal there(always);
    Portal here([&](const PortalRequest&) {
        return PortalAnswer{302, "", {{"Location", there.url("/moved")}}};
    });
    Access access(here);
    access.context.rules.allow.push_back(there.host());
    access.context.secrets = {{"token", "abc123"}};
    const auto head = access.send({"GET",
                                   here.url("/start?key=${secret:token}"),
                                   {{"X-Key", "${secret:token}"},
                                    {"Authorization", "Basic eDp5"},
                                    {"Accept", "application/json"}},
                                   {},
                                   false});
    ASSERT_TRUE(head.ok()) << head.error().to_string();
    EXPECT_EQ(access.rest(head->handle).value(), "all is well");
    ASSERT_THAT(here.requests(), SizeIs(1));
    EXPECT_EQ(here.requests()[0].headers.at("x-key"), "abc123");
    EXPECT_EQ(here.requests()[0].query, "key=abc123");
    ASSERT_THAT(there.requests(), SizeIs(1));
    EXPECT_EQ(there.requests()[0].path, "/moved");
    EXPECT_EQ(there.requests()[0].headers.count("x-key"), 0U);
    EXPECT_EQ(there.requests()[0].headers.count("authorization"), 0U);
    EXPECT_EQ(there.requests()[0].headers.at("accept"), "application/json");
}

TEST(HttpAccess, RefusesARedirectToAPrivateAddress) {
    for (const char* target : {"https://10.1.2.3/", "https://127.0.0.1:1/", "https://[fd00::1]/",
                               "http://status.example.org/", "file:///etc/passwd"}) {
        Portal portal([&](const PortalRequest&) {
            return PortalAnswer{301, "", {{"Location", target}}};
        });
        Access access(portal);
        const Error error = access.error(portal.url());
        EXPECT_EQ(error.error_class, ErrorClass::configuration) << target;
        EXPECT_THAT(error.message,
                    ::testing::AnyOf(HasSubstr("not a public one"), HasSubstr("without encryption"),
                                     HasSubstr("neither https")))
            << target;
    }
}

TEST(HttpAccess, RefusesToCarryASecretElsewhere) {
    Portal portal([](const PortalRequest& request) {
        return PortalAnswer{302, "", {{"Location", "https://other.example/?" + request.query}}};
    });
    Access access(portal);
    access.context.secrets = {{"token", "abc123"}};
    const Error error = access.error(portal.url("/?key=${secret:token}"));
    EXPECT_THAT(error.message, HasSubstr("with a secret in the address"));
    EXPECT_THAT(error.to_string(), Not(HasSubstr("abc123")));
}

TEST(HttpAccess, StopsAtARingOfRedirects) {
    Portal portal([](const PortalRequest&) {
        return PortalAnswer{302, "", {{"Location", "/again"}}};
    });
    Access access(portal);
    EXPECT_THAT(access.error(portal.url()).message, HasSubstr("again and again"));
    EXPECT_THAT(portal.requests(), SizeIs(6));
}

TEST(HttpAccess, WaitsAsLongAsThePortalAsks) {
    int asked = 0;
    Portal portal([&](const PortalRequest&) {
        switch (++asked) {
            case 1: return PortalAnswer{429, "", {{"Retry-After", "7"}}};
            case 2:
                return PortalAnswer{503,
                                    "",
                                    {{"Date", "Wed, 21 Oct 2015 07:28:00 GMT"},
                                     {"Retry-After", "Wed, 21 Oct 2015 07:28:11 GMT"}}};
            case 3: return PortalAnswer{503};
            case 4: return PortalAnswer{502};
            default: return PortalAnswer{200, "at last"};
        }
    });
    Access access(portal);
    EXPECT_EQ(access.text(portal.url()).value(), "at last");
    EXPECT_THAT(access.naps, ElementsAre(7'000, 11'000, 4'000, 8'000));
}

TEST(HttpAccess, GivesUpWhereTheRunHasNoTimeToWait) {
    Portal portal([](const PortalRequest&) {
        return PortalAnswer{429, "", {{"Retry-After", "3600"}}};
    });
    Access access(portal);
    const Error error = access.error(portal.url());
    EXPECT_EQ(error.error_class, ErrorClass::transient);
    EXPECT_THAT(error.message, HasSubstr("429: too many requests"));
    EXPECT_THAT(error.hint, HasSubstr("asks to wait 1h, which is longer than this run may take"));
    EXPECT_THAT(access.naps, IsEmpty());
}

TEST(HttpAccess, GivesUpAfterSomeTries) {
    Portal portal([](const PortalRequest&) { return PortalAnswer{503}; });
    Access access(portal);
    EXPECT_THAT(access.error(portal.url()).message, HasSubstr("(5 times)"));
    EXPECT_THAT(access.naps, ElementsAre(1'000, 2'000, 4'000, 8'000));
}

TEST(HttpAccess, DoesNotRepeatAPostThatMayHaveWorked) {
    Portal portal([](const PortalRequest&) { return PortalAnswer{502}; });
    Access access(portal);
    EXPECT_EQ(access.error({"POST", portal.url(), {}, "x", false}).error_class,
              ErrorClass::transient);
    EXPECT_THAT(portal.requests(), SizeIs(1));
}

TEST(HttpAccess, StatusesHaveTheirClasses) {
    int status = 0;
    Portal portal([&](const PortalRequest&) { return PortalAnswer{status}; });
    Access access(portal);
    access.context.rules.max_attempts = 1;
    const std::pair<int, ErrorClass> classes[] = {
        {400, ErrorClass::configuration}, {401, ErrorClass::configuration},
        {403, ErrorClass::configuration}, {404, ErrorClass::configuration},
        {408, ErrorClass::transient},     {429, ErrorClass::transient},
        {500, ErrorClass::transient},     {503, ErrorClass::transient}};
    for (const auto& [code, error_class] : classes) {
        status = code;
        EXPECT_EQ(access.error(portal.url()).error_class, error_class) << code;
        const auto head = access.send({"GET", portal.url(), {}, {}, true});
        ASSERT_TRUE(head.ok()) << code;
        EXPECT_EQ(head->status, code);
        EXPECT_TRUE(access.open().close(head->handle).has_value());
    }
}

TEST(HttpAccess, ASilentPortalIsLeftAfterTheIdleTime) {
    Portal portal([](const PortalRequest& request) {
        PortalAnswer answer{200, "half of it"};
        answer.hold = true;
        if (request.path == "/silent")
            answer.raw = "HTTP/1.1";
        else
            answer.sent = 4;
        return answer;
    });
    Access access(portal);
    access.context.rules.idle_ms = 300;
    access.context.rules.max_attempts = 1;
    const Error silent = access.error(portal.url("/silent"));
    EXPECT_EQ(silent.error_class, ErrorClass::transient);
    EXPECT_THAT(silent.message, HasSubstr("did not answer for 0.3 s"));
    const auto half = access.text(portal.url("/half"));
    ASSERT_FALSE(half.ok());
    EXPECT_EQ(half.error().error_class, ErrorClass::transient);
    EXPECT_THAT(half.error().message, HasSubstr("stopped sending for 0.3 s"));
}

TEST(HttpAccess, AnAnswerThatEndsTooEarlyIsNotAnEnd) {
    Portal portal([](const PortalRequest&) {
        PortalAnswer answer{200, "{\"incidents\": []}"};
        answer.sent = 5;
        return answer;
    });
    Access access(portal);
    const auto text = access.text(portal.url());
    ASSERT_FALSE(text.ok());
    EXPECT_EQ(text.error().error_class, ErrorClass::transient);
    EXPECT_THAT(text.error().message, HasSubstr("ended its answer too early"));
}

TEST(HttpAccess, WhatIsNotHttpIsADataError) {
    Portal portal([](const PortalRequest&) {
        PortalAnswer answer;
        answer.raw = "220 mail.example.org ESMTP\r\n\r\n";
        return answer;
    });
    Access access(portal);
    EXPECT_EQ(access.error(portal.url()).error_class, ErrorClass::data);
}

TEST(HttpAccess, ABodyHasALimit) {
    Portal portal([](const PortalRequest&) { return PortalAnswer{200, std::string(5000, 'x')}; });
    Access access(portal);
    access.context.rules.max_response_bytes = 4999;
    const auto text = access.text(portal.url());
    ASSERT_FALSE(text.ok());
    EXPECT_EQ(text.error().error_class, ErrorClass::data);
    EXPECT_THAT(text.error().message, HasSubstr("more than 4999 bytes"));
}

TEST(HttpAccess, ALargeBodyWaitsForItsReader) {
    const std::string large(std::size_t{8} << 20U, 'x');
    Portal portal([&](const PortalRequest&) { return PortalAnswer{200, large}; });
    Access access(portal);
    EXPECT_EQ(access.text(portal.url()).value().size(), large.size());
}

TEST(HttpAccess, CancelEndsTheWaiting) {
    Portal portal([](const PortalRequest&) {
        PortalAnswer answer;
        answer.raw = "HTTP/1.1 ";  // what could still become an answer
        answer.hold = true;
        return answer;
    });
    Access access(portal);
    int looks = 0;
    access.context.stop = [&] { return ++looks > 2; };
    EXPECT_EQ(access.error(portal.url()).error_class, ErrorClass::cancelled);
}

TEST(HttpAccess, SecretsAreEscapedForTheirPlace) {
    Portal portal(always);
    Access access(portal);
    access.context.secrets = {{"token", "a&b \"c\""}};
    const auto post = [&](const std::string& type, const std::string& body) {
        EXPECT_TRUE(access
                        .send({"POST",
                               portal.url("/?k=${secret:token}"),
                               {{"Content-Type", type}},
                               body,
                               false})
                        .ok());
        return portal.requests().back();
    };
    EXPECT_EQ(post("application/json", R"({"t":"${secret:token}"})").body, R"({"t":"a&b \"c\""})");
    EXPECT_EQ(post("application/x-www-form-urlencoded", "t=${secret:token}").body,
              "t=a%26b%20%22c%22");
    EXPECT_EQ(portal.requests().back().query, "k=a%26b%20%22c%22");
    EXPECT_EQ(post("text/plain", "${secret:token}").body, "a&b \"c\"");
}

TEST(HttpAccess, SecretsHaveTheirPlacesOnly) {
    Portal portal(always);
    Access access(portal);
    access.context.secrets = {{"token", "abc123"}, {"lines", "a\r\nHost: evil"}};
    const auto words = [&](const std::string& url, std::pair<std::string, std::string> header) {
        return access.error({"GET", url, {std::move(header)}, {}, false}).message;
    };
    EXPECT_THAT(words(portal.url("/"), {"X", "${secret:other}"}), HasSubstr("no secret called"));
    EXPECT_THAT(words(portal.url("/"), {"X", "${secret:lines}"}), HasSubstr("line break"));
    EXPECT_THAT(words(portal.url("/${secret:token}"), {"X", ""}), HasSubstr("not before it"));
    EXPECT_THAT(words(portal.url("/"), {"Host", "evil"}), HasSubstr("may not set"));
    EXPECT_THAT(words(portal.url("/"), {"X\r\nY", "z"}), HasSubstr("may not set"));
    EXPECT_THAT(words(portal.url("/"), {"X", "a\r\nHost: evil"}), HasSubstr("may not set"));
    EXPECT_THAT(words("https://jo:pw@127.0.0.1/", {"X", ""}), HasSubstr("user or password"));
    EXPECT_THAT(portal.requests(), IsEmpty());
}

TEST(HttpAccess, AHeaderThatEchoesASecretIsNotShown) {
    Portal portal([](const PortalRequest& request) {
        return PortalAnswer{
            200,
            "",
            {{"X-Echo", request.headers.at("x-key")}, {"X-Other", "1"}, {"Set-Cookie", "a=b"}}};
    });
    Access access(portal);
    access.context.secrets = {{"token", "abc123"}};
    const auto head = access.send({"GET", portal.url(), {{"X-Key", "${secret:token}"}}, {}, false});
    ASSERT_TRUE(head.ok());
    for (const auto& [name, value] : head->headers) {
        EXPECT_NE(name, "x-echo");
        EXPECT_NE(name, "set-cookie");
    }
}

TEST(HttpAccess, AProxyIsAskedAndThePrivateIsStillRefused) {
    Portal proxy(always);
    Access access(std::vector<std::string>{"http://portal.internal", "https://10.0.0.1",
                                           "https://localhost"});
    access.context.rules.proxy = proxy.url();
    access.context.rules.allow = {"portal.internal"};
    EXPECT_EQ(access.text("http://portal.internal/a").value(), "all is well");
    ASSERT_THAT(proxy.requests(), SizeIs(1));
    EXPECT_EQ(proxy.requests()[0].path, "http://portal.internal/a");
    EXPECT_THAT(access.error("https://10.0.0.1/").message, HasSubstr("not a public one"));
    EXPECT_THAT(access.error("https://localhost/").message, HasSubstr("not a public one"));
    EXPECT_THAT(proxy.requests(), SizeIs(1));
}

TEST(HttpAccess, TrustsOnlyTheNamedAuthority) {
    const Folder folder;
    const TestAuthority authority(folder.path());
    Portal portal(always, authority.certificate, authority.key);
    Access stranger(portal);
    const Error error = stranger.error(portal.url());
    EXPECT_EQ(error.error_class, ErrorClass::configuration);
    EXPECT_THAT(error.message, HasSubstr("a certificate that is not trusted"));
    EXPECT_THAT(error.hint, HasSubstr("ca_file"));
    Access friendly(portal);
    friendly.context.rules.ca_file = authority.ca_file;
    EXPECT_EQ(friendly.text(portal.url()).value(), "all is well");
    Access lost(portal);
    lost.context.rules.ca_file = folder.path() / "none.pem";
    EXPECT_EQ(lost.error(portal.url()).error_class, ErrorClass::configuration);
}

}  // namespace
}  // namespace underpin
