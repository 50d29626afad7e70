// The demonstration's documents, as texts with dates to be filled in (Timeline::fill).
#pragma once

namespace underpin::demo {

struct DocumentText {
    const char* file;  // "brightline.yaml"
    const char* text;
};

// documents_common.cpp
extern const DocumentText services_document;
extern const DocumentText calendars_document;
extern const DocumentText customers_document;
// documents_networks.cpp
extern const DocumentText nimbus_document;
extern const DocumentText peregrine_document;
extern const DocumentText brightline_document;
extern const DocumentText tallis_document;
// documents_people.cpp
extern const DocumentText heliodesk_document;
extern const DocumentText orchard_document;
extern const DocumentText kitsune_document;
extern const DocumentText platform_document;
// documents_goods.cpp
extern const DocumentText kestrel_document;
extern const DocumentText clairval_document;
extern const DocumentText inkwell_document;
extern const DocumentText keystone_document;

}  // namespace underpin::demo
