// Inside of the store: a SHA-256 over fields, each behind its length, so that no two lists of
// fields read alike.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/digest.h"

namespace underpin {

class MessageHash {
  public:
    explicit MessageHash(std::string_view purpose) { add(purpose); }

    MessageHash& add(std::string_view field) {
        stream_.update(std::to_string(field.size()) + ":");
        stream_.update(field);
        return *this;
    }
    MessageHash& add(std::int64_t number) { return add(std::to_string(number)); }
    [[nodiscard]] std::string finish() { return to_hex(stream_.finish()); }

  private:
    Sha256Stream stream_;
};

}  // namespace underpin
