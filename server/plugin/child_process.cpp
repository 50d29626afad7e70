#include "plugin/child_process.h"

#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

#include "plugin/child_main.h"

namespace underpin {
namespace {

using wire::Descriptor;

constexpr int first_free_fd = 10;  // above every descriptor that the child is given
constexpr int pipe_bytes = 1 << 20;

Error no_child(const char* what) {
    return {
        ErrorClass::transient,
        std::string("the plugin host could not be started: ") + what + ": " + std::strerror(errno),
        "are there enough processes and descriptors?",
        {}};
}

// The same descriptor with a number that no dup2 of the start overwrites.
Descriptor above(int fd) {
    Descriptor low(fd);
    return Descriptor(::fcntl(fd, F_DUPFD_CLOEXEC, first_free_fd));
}

struct Ends {
    Descriptor ours, theirs;
};

// What the child reads: a socket, so that the server can write without waiting or dying.
bool make_input(Ends& ends) {
    int fds[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) != 0) return false;
    ends = {Descriptor(fds[0]), above(fds[1])};
    return ends.theirs.open();
}

// What the child writes: a pipe, which is faster.
bool make_output(Ends& ends) {
    int fds[2];
    if (::pipe2(fds, O_CLOEXEC) != 0) return false;
    ends = {Descriptor(fds[0]), above(fds[1])};
    // More than the default where the system allows it; slower, not wrong, where it does not.
    static_cast<void>(::fcntl(fds[0], F_SETPIPE_SZ, pipe_bytes));
    return ends.theirs.open();
}

class Actions {
  public:
    Actions() { ::posix_spawn_file_actions_init(&actions_); }
    ~Actions() { ::posix_spawn_file_actions_destroy(&actions_); }
    Actions(const Actions&) = delete;
    Actions& operator=(const Actions&) = delete;
    posix_spawn_file_actions_t* get() { return &actions_; }

  private:
    posix_spawn_file_actions_t actions_{};
};

class Attributes {
  public:
    Attributes() {
        ::posix_spawnattr_init(&attributes_);
        sigset_t signals;
        ::sigemptyset(&signals);
        ::posix_spawnattr_setsigmask(&attributes_, &signals);
        ::sigfillset(&signals);
        ::posix_spawnattr_setsigdefault(&attributes_, &signals);
        ::posix_spawnattr_setpgroup(&attributes_, 0);
        // Its own group: Ctrl-C in a terminal reaches the server, which then cancels the run.
        ::posix_spawnattr_setflags(
            &attributes_, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
    }
    ~Attributes() { ::posix_spawnattr_destroy(&attributes_); }
    Attributes(const Attributes&) = delete;
    Attributes& operator=(const Attributes&) = delete;
    posix_spawnattr_t* get() { return &attributes_; }

  private:
    posix_spawnattr_t attributes_{};
};

// Nothing of the server's environment, which may hold secrets, but what the runtime needs.
std::vector<std::string> child_environment() {
    std::vector<std::string> environment{"LANG=C.UTF-8"};
    for (const char* name :
         {"TZDIR", "ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS", "TSAN_OPTIONS"}) {
        if (const char* value = std::getenv(name)) {
            environment.push_back(std::string(name) + "=" + value);
        }
    }
    return environment;
}

const char* signal_words(int signal) {
    switch (signal) {
        case SIGSEGV: return "segmentation fault";
        case SIGABRT: return "it aborted itself";
        case SIGBUS: return "bus error";
        case SIGILL: return "illegal instruction";
        case SIGFPE: return "arithmetic error";
        case SIGKILL: return "killed";
        case SIGSYS: return "a forbidden system call";
        case SIGXCPU: return "it used more processor time than it may";
        default: return "signal";
    }
}

}  // namespace

Result<ChildProcess> ChildProcess::start(const std::filesystem::path& program) {
    Ends input, output;
    if (!make_input(input) || !make_output(output)) return no_child("pipe");
    Descriptor errors = above(::memfd_create("plugin-errors", MFD_CLOEXEC));
    if (!errors.open()) return no_child("memfd");

    Actions actions;
    ::posix_spawn_file_actions_addopen(actions.get(), 0, "/dev/null", O_RDONLY, 0);
    ::posix_spawn_file_actions_addopen(actions.get(), 1, "/dev/null", O_WRONLY, 0);
    ::posix_spawn_file_actions_adddup2(actions.get(), errors.get(), 2);
    ::posix_spawn_file_actions_adddup2(actions.get(), input.theirs.get(), child_in_fd);
    ::posix_spawn_file_actions_adddup2(actions.get(), output.theirs.get(), child_out_fd);
    ::posix_spawn_file_actions_addclosefrom_np(actions.get(), child_out_fd + 1);
    Attributes attributes;

    std::string path = program.string(), serve = "--serve";
    char* arguments[] = {path.data(), serve.data(), nullptr};
    std::vector<std::string> environment = child_environment();
    std::vector<char*> pointers;
    for (std::string& entry : environment) pointers.push_back(entry.data());
    pointers.push_back(nullptr);

    pid_t pid = -1;
    const int failed = ::posix_spawn(&pid, path.c_str(), actions.get(), attributes.get(), arguments,
                                     pointers.data());
    if (failed == EAGAIN || failed == ENOMEM) {
        errno = failed;
        return no_child("posix_spawn");
    }
    if (failed != 0) {
        return Error{ErrorClass::configuration,
                     "the plugin host could not be started: " + path + ": " + std::strerror(failed),
                     "underpin-plugin-host belongs beside underpin",
                     {}};
    }
    return ChildProcess(pid, wire::Pipe(std::move(output.ours), std::move(input.ours)),
                        std::move(errors));
}

ChildProcess::ChildProcess(ChildProcess&& other) noexcept
    : pid_(other.pid_),
      status_(other.status_),
      pipe_(std::move(other.pipe_)),
      errors_(std::move(other.errors_)) {
    other.pid_ = -1;
}

ChildProcess::~ChildProcess() { kill_and_reap(); }

void ChildProcess::ask_to_stop() const {
    if (pid_ > 0) ::kill(pid_, SIGTERM);
}

bool ChildProcess::has_ended() const {
    siginfo_t info{};
    const bool asked = pid_ > 0 && ::waitid(P_PID, static_cast<id_t>(pid_), &info,
                                            WEXITED | WNOHANG | WNOWAIT) == 0;
    return asked && info.si_pid == pid_;
}

void ChildProcess::kill_and_reap() {
    if (pid_ <= 0) return;
    ::kill(-pid_, SIGKILL);  // what the plugin may have started goes with it
    ::kill(pid_, SIGKILL);
    while (::waitpid(pid_, &status_, 0) < 0 && errno == EINTR) {}
    pid_ = -1;
}

std::string ChildProcess::reap(std::chrono::milliseconds wait) {
    if (pid_ <= 0) return "has ended";
    // A descriptor for the process becomes readable when it has ended: no polling by sleep.
    const Descriptor process(static_cast<int>(::syscall(SYS_pidfd_open, pid_, 0)));
    pollfd ended{process.get(), POLLIN, 0};
    const bool in_time = process.open() && ::poll(&ended, 1, static_cast<int>(wait.count())) == 1;
    kill_and_reap();
    if (!in_time) return "did not end and was killed";
    if (WIFSIGNALED(status_)) {
        const int signal = WTERMSIG(status_);
        return "crashed (signal " + std::to_string(signal) + ", " + signal_words(signal) + ")";
    }
    return "exited with status " + std::to_string(WEXITSTATUS(status_));
}

std::string ChildProcess::last_words() const {
    constexpr off_t most = 2000;
    std::string words(static_cast<std::size_t>(most), '\0');
    const off_t end = ::lseek(errors_.get(), 0, SEEK_END);
    const off_t from = end > most ? end - most : 0;
    const ssize_t got = ::pread(errors_.get(), words.data(), words.size(), from);
    words.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
    return words;
}

}  // namespace underpin
