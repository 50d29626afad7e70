// valijson behind a wall: what our own walk of a schema (schema.cpp) does not know - `not`,
// `if`, `contains`, `dependencies` - is still enforced. Slow to compile, so kept apart.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "documents/node.h"

namespace underpin {

struct BackstopFinding {
    Path path;
    std::string message;
};

// Immutable after construction; any thread.
class Backstop {
  public:
    [[nodiscard]] static Result<std::shared_ptr<const Backstop>> compile(std::string_view schema);
    ~Backstop();
    [[nodiscard]] std::vector<BackstopFinding> check(const Node& node) const;

  private:
    struct State;
    Backstop();
    std::unique_ptr<State> state_;
};

}  // namespace underpin
