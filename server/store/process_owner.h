// Inside of the store: which process holds a lease, so that one that died on this machine is known
// to be gone at once and nobody waits for its lease to run out.
#pragma once

#include <string>
#include <string_view>

namespace underpin {

// Host, boot, process namespace, process and its start.
[[nodiscard]] const std::string& this_process();
// True only where it is certain; false for other hosts.
[[nodiscard]] bool is_process_gone(std::string_view owner);
[[nodiscard]] std::string describe_process(std::string_view owner);  // "process 42 on mars"

}  // namespace underpin
