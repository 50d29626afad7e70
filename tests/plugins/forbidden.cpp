// An importer that tries what its configuration says in `how`, and says what came of it. None of it
// may work.
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <string>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include "bad_table.h"

namespace {

// Runs while the library is loaded, before anything is asked of it.
const int opened_on_load = ::open("/etc/passwd", O_RDONLY | O_CLOEXEC);
const int created_on_load = ::open("underpin-was-here", O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

bool go_online() {
    const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(80);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return ::connect(fd, reinterpret_cast<const sockaddr*>(&to), sizeof(to)) == 0;
}

bool start_a_program() {
    char name[] = "/bin/true";
    char* arguments[] = {name, nullptr};
    return ::execv(name, arguments) == 0;
}

bool start_a_thread() {
    pthread_t thread{};
    const auto nothing = [](void*) -> void* { return nullptr; };
    return ::pthread_create(&thread, nullptr, nothing, nullptr) == 0 &&
           ::pthread_join(thread, nullptr) == 0;
}

bool read_the_server() {
    char byte = 0;
    const iovec here{&byte, 1}, there{&byte, 1};
    return ::process_vm_readv(::getppid(), &here, 1, &there, 1, 0) == 1;
}

// Whether it worked; most of these do not come back.
bool attempt(const std::string& how) {
    if (how == "open a file") return ::open("/etc/passwd", O_RDONLY) >= 0;
    if (how == "open on load") return opened_on_load >= 0;
    if (how == "create on load") return created_on_load >= 0;
    if (how == "create a file") return ::open("/tmp/x", O_WRONLY | O_CREAT, 0600) >= 0;
    if (how == "open the server's memory") return ::open("/proc/self/mem", O_RDWR) >= 0;
    if (how == "look at a file") {
        struct stat status {};
        return ::stat("/etc/passwd", &status) == 0;
    }
    if (how == "remove a file") return ::unlink("/tmp/x") == 0;
    if (how == "go online") return go_online();
    if (how == "open a local socket") return ::socket(AF_UNIX, SOCK_STREAM, 0) >= 0;
    if (how == "start a program") return start_a_program();
    if (how == "start a process") return ::fork() >= 0;
    if (how == "start a thread") return start_a_thread();
    if (how == "trace the server") return ::ptrace(PTRACE_ATTACH, ::getppid(), 0, 0) == 0;
    if (how == "read the server") return read_the_server();
    if (how == "kill the server") return ::kill(::getppid(), SIGTERM) == 0;
    if (how == "gain rights") return ::setuid(0) == 0;
    if (how == "make memory of a file") return ::memfd_create("x", 0) >= 0;
    if (how == "use io_uring") return ::syscall(SYS_io_uring_setup, 1, nullptr) >= 0;
    if (how == "survive a forbidden call") {
        ::signal(SIGSYS, SIG_IGN);
        return ::socket(AF_INET, SOCK_STREAM, 0) >= 0;
    }
    if (how == "lift its limits") {
        const rlimit none{RLIM_INFINITY, RLIM_INFINITY};
        return ::setrlimit(RLIMIT_CPU, &none) == 0;
    }
    return true;
}

underpin_result read(void*, const underpin_host* host, underpin_text, const void* state,
                     std::size_t state_size, const underpin_sink*) {
    const std::string how(static_cast<const char*>(state), state_size);
    errno = 0;
    const bool worked = attempt(how);
    const std::string words =
        how + (worked ? ": it worked" : ": no, " + std::string(std::strerror(errno)));
    host->fail(host->self, {words.data(), words.size()}, {nullptr, 0});
    return UNDERPIN_DATA;
}

}  // namespace

extern "C" UNDERPIN_EXPORT const underpin_plugin* underpin_plugin_v1(std::uint32_t, std::uint32_t) {
    return bad::plugin("forbidden", read);
}
