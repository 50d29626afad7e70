// Finds the route of a request and checks what it carries against it. Immutable after construction;
// any thread.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "http/route.h"

namespace underpin {

class Router {
  public:
    explicit Router(std::vector<Route> routes);

    [[nodiscard]] const std::vector<Route>& routes() const { return routes_; }

    struct Found {
        const Route* route = nullptr;  // none: `allowed` says what the path knows, if it is known
        std::vector<std::string> allowed;
    };
    // Fills the path parameters of the request.
    [[nodiscard]] Found find(Request& request) const;
    // Checks the query of a request against its route and puts defaults in; every fault at once.
    [[nodiscard]] static Errors check_query(const Route& route, Request& request);

  private:
    struct Pattern {
        std::vector<std::string> segments;  // "{id}" stands for any
        std::size_t route = 0;
    };
    std::vector<Route> routes_;
    std::map<std::size_t, std::vector<Pattern>> by_length_;
};

}  // namespace underpin
