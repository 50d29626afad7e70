// Turns checked batches into domain records: fields by name, other text columns as attributes,
// decimals to the places of the evidence. Computes nothing else. One for a run, on its thread.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "domain/evidence.h"
#include "plugin/batch_frame.h"

namespace underpin {

class RecordReader {
  public:
    // Called for a row that is no record: place, column (may be empty), text, reason.
    using OnFault = std::function<void(std::int64_t place, std::string_view column,
                                       const std::string& text, const std::string& reason)>;

    // The records of a batch; or what is wrong with the batch as a whole (a column of a type that
    // its field does not have), which is a fault of the plugin.
    [[nodiscard]] std::optional<std::string> read(const wire::BatchView& batch,
                                                  std::vector<Record>& records,
                                                  const OnFault& on_fault);

  private:
    // A sample without a key gets one: "metric@instant", with "#2" for the second equal one.
    void name_sample(Record& record);

    std::unordered_map<std::string, std::uint32_t> samples_;  // how many of a made key there were
};

}  // namespace underpin
