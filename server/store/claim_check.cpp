// The ledger's check-up: nothing that is kept beside the entries is believed.
#include "domain/claim_check.h"

#include "domain/claim_balance.h"
#include "store/claim_rows.h"
#include "store/claims.h"
#include "store/sql.h"

namespace underpin {
namespace {

class ClaimCheck {
  public:
    ClaimCheck(const ClaimRows& rows, std::vector<std::string>& faults)
        : rows_(rows), faults_(faults) {}

    void run() {
        for (const auto& text : rows_.faults) fault(text);
        for (const auto& text : claim_faults(rows_.claim)) fault(text);
        hashes();
        if (rows_.claim.entries.empty()) return;
        if (rows_.state != claim_state_name(state_of(rows_.claim))) {
            fault("it says " + rows_.state + ", but its entries come to " +
                  claim_state_name(state_of(rows_.claim)));
        }
        if (rows_.version != rows_.claim.version()) {
            fault("it says version " + std::to_string(rows_.version) + ", but has " +
                  std::to_string(rows_.claim.version()) + " entries");
        }
        const ClaimAmount sum = balance_of(rows_.claim).outstanding();
        if (rows_.outstanding != sum) {
            const auto text = [&](std::int64_t minor) {
                return Money{minor, rows_.claim.currency}.to_string();
            };
            fault("it says that " + text(rows_.outstanding.gross()) +
                  " is outstanding, but its entries add up to " + text(sum.gross()));
        }
    }

  private:
    void fault(const std::string& text) {
        faults_.push_back("claim " + std::to_string(rows_.claim.id) + ": " + text);
    }

    void hashes() {
        std::string previous = claim_head_hash(rows_.claim);
        for (std::size_t i = 0; i < rows_.claim.entries.size(); ++i) {
            const ClaimEntry& entry = rows_.claim.entries[i];
            if (claim_entry_hash(previous, entry) != rows_.hashes[i]) {
                fault("entry " + std::to_string(entry.number) + " was changed" +
                      (i == 0 ? ", or the claim's lines were" : ""));
                return;  // the following ones stand on it
            }
            previous = rows_.hashes[i];
        }
    }

    const ClaimRows& rows_;
    std::vector<std::string>& faults_;
};

}  // namespace

ClaimsReport check_claims(Session& session) {
    ClaimsReport report;
    for (const ClaimRows& rows : load_claim_rows(session, {})) {
        ++report.claims;
        report.entries += rows.claim.version();
        ClaimCheck(rows, report.faults).run();
    }
    return report;
}

}  // namespace underpin
