#include "plugin/child_sandbox.h"

#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <linux/landlock.h>
#include <memory>
#include <sched.h>
#include <seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "plugin/pipe.h"

namespace underpin {
namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool relaxed = true;
#else
constexpr bool relaxed = false;
#endif

// What computing, memory, threads, time, the pipes and an orderly or disorderly end need.
constexpr int always[] = {SCMP_SYS(read),
                          SCMP_SYS(readv),
                          SCMP_SYS(write),
                          SCMP_SYS(writev),
                          SCMP_SYS(poll),
                          SCMP_SYS(ppoll),
                          SCMP_SYS(close),
                          SCMP_SYS(lseek),
                          SCMP_SYS(brk),
                          SCMP_SYS(mmap),
                          SCMP_SYS(munmap),
                          SCMP_SYS(mremap),
                          SCMP_SYS(mprotect),
                          SCMP_SYS(madvise),
                          SCMP_SYS(futex),
                          SCMP_SYS(set_robust_list),
                          SCMP_SYS(rseq),
                          SCMP_SYS(set_tid_address),
                          SCMP_SYS(sched_yield),
                          SCMP_SYS(sched_getaffinity),
                          SCMP_SYS(gettid),
                          SCMP_SYS(getpid),
                          SCMP_SYS(getppid),
                          SCMP_SYS(getuid),
                          SCMP_SYS(geteuid),
                          SCMP_SYS(getgid),
                          SCMP_SYS(getegid),
                          SCMP_SYS(getrandom),
                          SCMP_SYS(clock_gettime),
                          SCMP_SYS(clock_getres),
                          SCMP_SYS(clock_nanosleep),
                          SCMP_SYS(nanosleep),
                          SCMP_SYS(gettimeofday),
                          SCMP_SYS(time),
                          SCMP_SYS(times),
                          SCMP_SYS(getrusage),
                          SCMP_SYS(getrlimit),
                          SCMP_SYS(sysinfo),
                          SCMP_SYS(uname),
                          SCMP_SYS(pause),
                          SCMP_SYS(restart_syscall),
                          SCMP_SYS(rt_sigaction),
                          SCMP_SYS(rt_sigprocmask),
                          SCMP_SYS(rt_sigreturn),
                          SCMP_SYS(rt_sigsuspend),
                          SCMP_SYS(sigaltstack),
                          SCMP_SYS(membarrier),
                          SCMP_SYS(exit),
                          SCMP_SYS(exit_group)};

// What the dynamic loader and our reading of the file's exports need beside that.
constexpr int to_load[] = {SCMP_SYS(pread64),    SCMP_SYS(fstat),     SCMP_SYS(newfstatat),
                           SCMP_SYS(stat),       SCMP_SYS(lstat),     SCMP_SYS(statx),
                           SCMP_SYS(access),     SCMP_SYS(faccessat), SCMP_SYS(readlink),
                           SCMP_SYS(readlinkat), SCMP_SYS(getcwd),    SCMP_SYS(fcntl),
                           SCMP_SYS(seccomp)};

// What libraries try without needing it: they are told no, and go on.
struct Refusal {
    int call;
    int error;
};
constexpr Refusal refusals[] = {
    {SCMP_SYS(open), EACCES},       {SCMP_SYS(openat), EACCES},     {SCMP_SYS(openat2), ENOSYS},
    {SCMP_SYS(stat), EACCES},       {SCMP_SYS(lstat), EACCES},      {SCMP_SYS(fstat), EACCES},
    {SCMP_SYS(newfstatat), EACCES}, {SCMP_SYS(statx), EACCES},      {SCMP_SYS(access), EACCES},
    {SCMP_SYS(faccessat), EACCES},  {SCMP_SYS(faccessat2), ENOSYS}, {SCMP_SYS(readlink), EACCES},
    {SCMP_SYS(readlinkat), EACCES}, {SCMP_SYS(getcwd), EACCES},     {SCMP_SYS(ioctl), ENOTTY},
    {SCMP_SYS(fcntl), EPERM},       {SCMP_SYS(clone3), ENOSYS},  // clone can be looked into
    {SCMP_SYS(sendmsg), ENOTSOCK}};  // how Pipe asks whether it writes to a socket

using Filter = std::unique_ptr<void, decltype(&::seccomp_release)>;

class Rules {
  public:
    Rules() : filter_(::seccomp_init(SCMP_ACT_TRAP), ::seccomp_release) {
        // We said so before; asking again would be a call that the first filter has no place for.
        set(SCMP_FLTATR_CTL_NNP, 0);
        set(SCMP_FLTATR_CTL_TSYNC, 1);
        set(SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);
    }

    void allow(int call) { add(SCMP_ACT_ALLOW, call, {}); }
    void allow(int call, scmp_arg_cmp where) { add(SCMP_ACT_ALLOW, call, {where}); }
    void refuse(int call, int error) {
        add(SCMP_ACT_ERRNO(static_cast<std::uint32_t>(error)), call, {});
    }
    void refuse(int call, int error, scmp_arg_cmp where) {
        add(SCMP_ACT_ERRNO(static_cast<std::uint32_t>(error)), call, {where});
    }
    [[nodiscard]] std::optional<std::string> load() {
        const int failed = failed_ != 0 || !filter_ ? failed_ : ::seccomp_load(filter_.get());
        if (failed == 0 && filter_) return std::nullopt;
        return std::string("the system calls of plugins cannot be limited: ") +
               std::strerror(-failed);
    }

  private:
    void set(scmp_filter_attr attribute, std::uint32_t value) {
        note(::seccomp_attr_set(filter_.get(), attribute, value));
    }
    void add(std::uint32_t action, int call, std::initializer_list<scmp_arg_cmp> where) {
        note(::seccomp_rule_add_array(filter_.get(), action, call,
                                      static_cast<unsigned>(where.size()), where.begin()));
    }
    void note(int result) {
        if (result < 0 && failed_ == 0) failed_ = result;
    }

    Filter filter_;
    int failed_ = 0;
};

void allow_what_computing_needs(Rules& rules) {
    for (const int call : always) rules.allow(call);
    // Threads, not processes; signals to itself; its name; limits read, not set.
    rules.allow(SCMP_SYS(clone), SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD, CLONE_THREAD));
    rules.allow(SCMP_SYS(tgkill), SCMP_A0(SCMP_CMP_EQ, static_cast<scmp_datum_t>(::getpid())));
    rules.allow(SCMP_SYS(prctl), SCMP_A0(SCMP_CMP_EQ, PR_SET_NAME));
    rules.allow(SCMP_SYS(prlimit64), SCMP_A2(SCMP_CMP_EQ, 0));
}

// Tells the person which call it was, in the child's last words, and ends as one would without it.
void on_forbidden(int, siginfo_t* info, void*) {
    char* name = ::seccomp_syscall_resolve_num_arch(SCMP_ARCH_NATIVE, info->si_syscall);
    const std::string words = std::string("plugins may not use the system call ") +
                              (name == nullptr ? std::to_string(info->si_syscall) : name) + "\n";
    static_cast<void>(!::write(2, words.data(), words.size()));
    ::signal(SIGSYS, SIG_DFL);
    ::raise(SIGSYS);
}

// Landlock (kernel 5.13 and later): reading below these folders, and nothing else. Where the kernel
// has none, a library's initializers can read what the server's user can.
std::optional<std::string> confine_reading(const std::filesystem::path& plugin) {
    landlock_ruleset_attr handled{};
    handled.handled_access_fs =
        (LANDLOCK_ACCESS_FS_MAKE_SYM << 1U) - 1;  // all of the first version
    const wire::Descriptor rules(
        static_cast<int>(::syscall(SYS_landlock_create_ruleset, &handled, sizeof(handled), 0)));
    if (!rules.open()) return std::nullopt;
    const auto allow = [&](const std::filesystem::path& path, std::uint64_t access) {
        const wire::Descriptor opened(::open(path.c_str(), O_PATH | O_CLOEXEC));
        if (!opened.open()) return;
        landlock_path_beneath_attr beneath{};
        beneath.allowed_access = access;
        beneath.parent_fd = opened.get();
        ::syscall(SYS_landlock_add_rule, rules.get(), LANDLOCK_RULE_PATH_BENEATH, &beneath, 0);
    };
    constexpr std::uint64_t use = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_EXECUTE;
    allow("/etc/ld.so.cache", use);
    for (const std::filesystem::path& folder :
         {plugin.parent_path(), std::filesystem::path("/lib"), std::filesystem::path("/lib64"),
          std::filesystem::path("/usr/lib"), std::filesystem::path("/usr/local/lib")}) {
        allow(folder, use | LANDLOCK_ACCESS_FS_READ_DIR);
    }
    if (::syscall(SYS_landlock_restrict_self, rules.get(), 0) == 0) return std::nullopt;
    return std::string("the files of plugins cannot be limited: ") + std::strerror(errno);
}

}  // namespace

std::optional<std::string> confine_loading(const std::filesystem::path& plugin) {
    if (relaxed) return std::nullopt;
    if (auto fault = confine_reading(plugin)) return fault;
    struct sigaction action {};
    action.sa_sigaction = on_forbidden;
    action.sa_flags = SA_SIGINFO;
    ::sigaction(SIGSYS, &action, nullptr);
    Rules rules;
    allow_what_computing_needs(rules);
    for (const int call : to_load) rules.allow(call);
    constexpr scmp_datum_t writes = O_WRONLY | O_RDWR | O_CREAT | O_TRUNC | O_APPEND;
    rules.allow(SCMP_SYS(open), SCMP_A1(SCMP_CMP_MASKED_EQ, writes, 0));
    rules.allow(SCMP_SYS(openat), SCMP_A2(SCMP_CMP_MASKED_EQ, writes, 0));
    for (const scmp_datum_t flag : {O_WRONLY, O_RDWR, O_CREAT, O_TRUNC, O_APPEND}) {
        rules.refuse(SCMP_SYS(open), EACCES, SCMP_A1(SCMP_CMP_MASKED_EQ, flag, flag));
        rules.refuse(SCMP_SYS(openat), EACCES, SCMP_A2(SCMP_CMP_MASKED_EQ, flag, flag));
    }
    for (const Refusal& refusal : {Refusal{SCMP_SYS(ioctl), ENOTTY},
                                   {SCMP_SYS(clone3), ENOSYS},
                                   {SCMP_SYS(sendmsg), ENOTSOCK}}) {
        rules.refuse(refusal.call, refusal.error);
    }
    return rules.load();
}

std::optional<std::string> confine_running() {
    if (relaxed) return std::nullopt;
    Rules rules;
    allow_what_computing_needs(rules);
    for (const Refusal& refusal : refusals) rules.refuse(refusal.call, refusal.error);
    return rules.load();
}

}  // namespace underpin
