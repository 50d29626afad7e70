// Whether anything has changed that results are made of: documents, evidence, import runs,
// measurements. What a reader keeps in memory is good for as long as the stamp stays the same.
//
// Any thread. Cheap: SQLite is asked whether anybody has committed anything since the last time; a
// server database is asked a few times a second at most, so that a change of another server is seen
// that much later.
#pragma once

#include <memory>
#include <string>

#include "store/database.h"

namespace underpin {

class ChangeWatch {
  public:
    explicit ChangeWatch(const Database& database);
    ~ChangeWatch();
    ChangeWatch(const ChangeWatch&) = delete;
    ChangeWatch& operator=(const ChangeWatch&) = delete;

    [[nodiscard]] std::string stamp();

  private:
    struct State;
    std::unique_ptr<State> state_;
};

// The same of documents and evidence alone: what measurements are made from.
[[nodiscard]] std::string measured_inputs_stamp(Session& session);

}  // namespace underpin
