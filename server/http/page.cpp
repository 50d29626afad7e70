#include "http/page.h"

#include <Poco/Base64Decoder.h>
#include <Poco/Base64Encoder.h>
#include <algorithm>
#include <sstream>

namespace underpin {

std::string make_cursor(const std::string& key) {
    std::ostringstream text;
    Poco::Base64Encoder encoder(text, Poco::BASE64_URL_ENCODING | Poco::BASE64_NO_PADDING);
    encoder.rdbuf()->setLineLength(0);
    encoder << key;
    encoder.close();
    return text.str();
}

Result<std::string> read_cursor(const Request& request) {
    const auto given = request.text("cursor");
    if (!given || given->empty()) return std::string();
    std::istringstream text(*given);
    Poco::Base64Decoder decoder(text, Poco::BASE64_URL_ENCODING | Poco::BASE64_NO_PADDING);
    std::string key;
    try {
        decoder.exceptions(std::ios::badbit);
        key.assign(std::istreambuf_iterator<char>(decoder), {});
    } catch (const std::exception&) {
        key.clear();
    }
    if (key.empty() || make_cursor(key) != *given) {
        return Error{ErrorClass::input,
                     "this cursor cannot be read",
                     "take `next` of the page before as it is, or leave it out for the first page",
                     {"", 0, 0, "cursor"}};
    }
    return key;
}

std::string descending_key(std::int64_t number) {
    const auto digits = std::to_string(999'999'999'999'999'999 - number);
    return std::string(18 - std::min<std::size_t>(18, digits.size()), '0') + digits;
}

}  // namespace underpin
