#include "documents/reference_list.h"

#include "documents/tree_writer.h"

namespace underpin {
namespace {

class Collector {
  public:
    [[nodiscard]] std::vector<Reference> take() { return std::move(found_); }

    void operator()(const Supplier& supplier) {
        maybe(Kind::supplier, supplier.parent, {"spec", "parent"});
    }

    void operator()(const Service& service) {
        for (std::size_t i = 0; i < service.depends_on.size(); ++i) {
            add(Kind::service, service.depends_on[i], {"spec", "depends_on", i});
        }
    }

    void operator()(const Calendar&) {}

    void operator()(const Contract& contract) {
        add(Kind::supplier, contract.supplier, {"spec", "supplier"});
        maybe(Kind::contract, contract.parent, {"spec", "parent"});
        for (std::size_t i = 0; i < contract.subcontractors.size(); ++i) {
            const Path path{"spec", "subcontractors", i};
            add(Kind::supplier, contract.subcontractors[i].supplier, path / "supplier");
            maybe(Kind::service, contract.subcontractors[i].service, path / "service");
        }
        for (std::size_t i = 0; i < contract.charges.size(); ++i) {
            maybe(Kind::service, contract.charges[i].service, {"spec", "charges", i, "service"});
        }
        claim(contract.claim, {"spec"});
        if (contract.renewal.notice) {
            notice(*contract.renewal.notice, {"spec", "renewal"});
        }
        for (std::size_t i = 0; i < contract.breaks.size(); ++i) {
            notice(contract.breaks[i].notice, {"spec", "breaks", i});
        }
    }

    void operator()(const Agreement& agreement) {
        maybe(Kind::contract, agreement.contract, {"spec", "contract"});
        maybe(Kind::supplier, agreement.supplier, {"spec", "supplier"});
        maybe(Kind::supplier, agreement.customer, {"spec", "customer"});
        maybe(Kind::service, agreement.service, {"spec", "service"});
        for (std::size_t i = 0; i < agreement.underpins.size(); ++i) {
            add(Kind::agreement, agreement.underpins[i], {"spec", "underpins", i, "agreement"});
        }
        calendar(agreement.calendar, {"spec", "calendar"});
        claim(agreement.claim, {"spec"});
        for (std::size_t i = 0; i < agreement.objectives.size(); ++i) {
            objective(agreement.objectives[i], {"spec", "objectives", i});
        }
    }

    void operator()(const Exclusion& exclusion) {
        add(Kind::agreement, exclusion.agreement, {"spec", "agreement"});
    }

    void operator()(const Source& source) {
        maybe(Kind::supplier, source.supplier, {"spec", "supplier"});
    }

  private:
    void add(Kind kind, const std::string& id, Path path) {
        found_.push_back({kind, id, std::move(path)});
    }

    void maybe(Kind kind, const std::optional<std::string>& id, Path path) {
        if (id) add(kind, *id, std::move(path));
    }

    void calendar(const std::string& id, Path path) {
        if (id != Calendar::around_the_clock().id) add(Kind::calendar, id, std::move(path));
    }

    void claim(const std::optional<ClaimTerms>& terms, const Path& path) {
        if (terms && !terms->calendar.empty()) {
            calendar(terms->calendar, path / "claim" / "within" / "calendar");
        }
    }

    void notice(const NoticePeriod& period, const Path& path) {
        if (!period.calendar.empty()) calendar(period.calendar, path / "notice" / "calendar");
    }

    void objective(const Objective& objective, const Path& path) {
        if (objective.calendar) calendar(*objective.calendar, path / "calendar");
        for (std::size_t i = 0; i < objective.evidence.sources.size(); ++i) {
            add(Kind::source, objective.evidence.sources[i], path / "evidence" / "sources" / i);
        }
        if (objective.credits) claim(objective.credits->claim, path / "credits");
        // Scorers that take calendars of their own (case_time) name them in `calendars`.
        const Node with = tree_of(objective.with_written);
        const Node* calendars = with.find("calendars");
        if (calendars == nullptr) return;
        for (const NodeEntry& entry : calendars->entries) {
            calendar(entry.value.text, path / "with" / "calendars" / entry.key);
        }
    }

    std::vector<Reference> found_;
};

}  // namespace

std::vector<Reference> references_of(const Document& document) {
    Collector collector;
    std::visit(collector, document.spec);
    return collector.take();
}

}  // namespace underpin
