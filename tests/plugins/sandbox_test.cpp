// What the child program keeps plugins from, tried one by one by a plugin that is bad on purpose.
#include <gmock/gmock.h>
#include <linux/landlock.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "recorded_run.h"

namespace underpin {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool relaxed = true;
#else
constexpr bool relaxed = false;
#endif

Error attempt(const std::string& how) {
    ImportJob job;
    job.host_program = host_program();
    job.plugin = bad_plugin("forbidden");
    job.state = how;
    RecordedEvents events;
    const auto outcome = run_import(job, events);
    EXPECT_FALSE(outcome.ok()) << how;
    return outcome ? Error{} : outcome.error();
}

class Sandbox : public ::testing::Test {
  protected:
    void SetUp() override {
        if (relaxed) GTEST_SKIP() << "builds with sanitizers take nothing away";
    }
};

TEST_F(Sandbox, FilesStayClosed) {
    for (const char* how :
         {"open a file", "create a file", "open the server's memory", "look at a file"}) {
        EXPECT_EQ(attempt(how).message, std::string(how) + ": no, Permission denied");
    }
    EXPECT_THAT(attempt("create on load").message, HasSubstr(": no"));
}

TEST_F(Sandbox, ForbiddenCallsEndTheChildWithTheirName) {
    const std::pair<const char*, const char*> calls[] = {{"remove a file", "unlink"},
                                                         {"go online", "socket"},
                                                         {"open a local socket", "socket"},
                                                         {"start a program", "execve"},
                                                         {"start a process", "clone"},
                                                         {"trace the server", "ptrace"},
                                                         {"read the server", "process_vm_readv"},
                                                         {"kill the server", "kill"},
                                                         {"gain rights", "setuid"},
                                                         {"make memory of a file", "memfd_create"},
                                                         {"use io_uring", "io_uring_setup"},
                                                         {"lift its limits", "prlimit64"}};
    for (const auto& [how, call] : calls) {
        const Error error = attempt(how);
        EXPECT_EQ(error.error_class, ErrorClass::internal);
        EXPECT_THAT(error.message, HasSubstr("crashed (signal 31, a forbidden system call)"))
            << how;
        EXPECT_THAT(error.message,
                    HasSubstr(std::string("plugins may not use the system call ") + call))
            << how;
    }
}

TEST_F(Sandbox, CannotBeTalkedOutOfIt) {
    EXPECT_THAT(attempt("survive a forbidden call").message, Not(HasSubstr("it worked")));
}

TEST_F(Sandbox, AnInitializerReadsNothingEither) {
    if (::syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION) < 1) {
        GTEST_SKIP() << "this kernel has no Landlock";
    }
    EXPECT_THAT(attempt("open on load").message, HasSubstr(": no"));
}

TEST_F(Sandbox, ThreadsAreAllowed) {
    EXPECT_EQ(attempt("start a thread").message, "start a thread: it worked");
}

}  // namespace
}  // namespace underpin
