// Groups, services, underpinned agreements and frameworks must not lead back to themselves.
#include <functional>
#include <set>

#include "base/text.h"
#include "documents/reference_check.h"
#include "documents/reference_list.h"

namespace underpin {
namespace {

struct Relation {
    Kind kind;
    const char* field;  // below spec
};

constexpr Relation relations[] = {{Kind::supplier, "parent"},
                                  {Kind::service, "depends_on"},
                                  {Kind::contract, "parent"},
                                  {Kind::agreement, "underpins"}};

struct Edge {
    std::string to;
    Subject from;
    Path path;
};

std::vector<Edge> edges_from(const ReferenceContext& context, const Relation& relation,
                             const std::string& id) {
    std::vector<Edge> edges;
    for (const Subject& subject : context.versions(relation.kind, id)) {
        for (Reference& reference : references_of(*subject.document)) {
            if (reference.kind != relation.kind || reference.path[1].key != relation.field)
                continue;
            edges.push_back({std::move(reference.id), subject, std::move(reference.path)});
        }
    }
    return edges;
}

// A way from `at` back to `start`, by depth first, each id once.
class Search {
  public:
    Search(const ReferenceContext& context, const Relation& relation, std::string start)
        : context_(context), relation_(relation), start_(std::move(start)) {}

    bool from(const std::string& id) {
        if (!seen_.insert(id).second) return false;
        for (Edge& edge : edges_from(context_, relation_, id)) {
            way_.push_back(std::move(edge));
            if (way_.back().to == start_ || from(std::string(way_.back().to))) return true;
            way_.pop_back();
        }
        return false;
    }

    [[nodiscard]] const std::vector<Edge>& way() const { return way_; }

  private:
    const ReferenceContext& context_;
    const Relation& relation_;
    std::string start_;
    std::set<std::string> seen_;
    std::vector<Edge> way_;
};

}  // namespace

void check_cycles(ReferenceContext& context) {
    for (const Relation& relation : relations) {
        std::set<std::set<std::string>> reported;
        for (const std::string& id : context.ids(relation.kind)) {
            if (!context.changed(relation.kind, id)) continue;
            Search search(context, relation, id);
            if (!search.from(id)) continue;
            std::vector<std::string> names{id};
            for (const Edge& edge : search.way()) names.push_back(edge.to);
            if (!reported.insert({names.begin(), names.end()}).second) continue;
            const Edge& first = search.way().front();
            context.fail(first.from, first.path,
                         std::string(relation.field) + " leads in a circle: " + join(names, " -> "),
                         "remove one of these links");
        }
    }
}

}  // namespace underpin
