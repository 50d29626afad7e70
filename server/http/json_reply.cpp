#include "http/json_reply.h"

#include <nlohmann/json.hpp>

namespace underpin {

Reply json_reply(const nlohmann::ordered_json& json, int status) {
    Reply reply;
    reply.status = status;
    reply.body = json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
    return reply;
}

}  // namespace underpin
