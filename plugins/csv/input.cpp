#include "input.hpp"

#include <algorithm>
#include <cstring>

#include "text.hpp"

namespace csv {

// The first three bytes decide.
void Input::start() {
    started_ = true;
    char bytes[3];
    while (head_.size() < sizeof(bytes)) {
        const std::size_t got = file_.read(bytes, sizeof(bytes) - head_.size());
        if (got == 0) break;
        head_.append(bytes, got);
    }
    bytes_read_ = head_.size();
    if (head_.starts_with("\xFF\xFE") || head_.starts_with("\xFE\xFF")) {
        throw underpin::configuration_error(name_ + " is UTF-16; save it as CSV in UTF-8");
    }
    if (head_ == "\xEF\xBB\xBF") head_.clear();
}

std::size_t Input::read(char* to, std::size_t capacity) {
    if (!started_) start();
    if (!head_.empty()) {
        const std::size_t size = std::min(capacity, head_.size());
        std::memcpy(to, head_.data(), size);
        head_.erase(0, size);
        return size;
    }
    const std::size_t got = file_.read(to, capacity);
    bytes_read_ += got;
    return got;
}

std::size_t Input::fill(char* to, std::size_t capacity) {
    if (!latin1_) return read(to, capacity);
    raw_.resize(capacity / 3);  // a byte becomes three at most
    const std::size_t got = read(raw_.data(), raw_.size());
    converted_.clear();
    for (std::size_t i = 0; i < got; ++i) {
        append_latin1(static_cast<unsigned char>(raw_[i]), converted_);
    }
    std::memcpy(to, converted_.data(), converted_.size());
    return converted_.size();
}

}  // namespace csv
