#include "domain/explanation.h"

namespace underpin {

const char* verdict_name(RecordVerdict verdict) {
    switch (verdict) {
        case RecordVerdict::counted: return "counted";
        case RecordVerdict::breaching: return "breaching";
        case RecordVerdict::pending: return "pending";
        case RecordVerdict::excluded: return "excluded";
        case RecordVerdict::left_out: return "left_out";
    }
    return "";
}

}  // namespace underpin
