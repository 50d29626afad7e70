#include "work/demo/documents.h"

namespace underpin::demo {

const DocumentText nimbus_document = {
    "nimbus.yaml",
    R"yaml(# A strategic supplier with a classic contract: availability with two credit tiers, response and
# resolution times by priority, and a right to terminate. Start here.
apiVersion: underpin/v1
kind: Supplier
metadata: {id: nimbus, name: Nimbus Harbour Cloud Ltd, labels: {region: emea}}
spec:
  tier: strategic
  owner: Jo Albright
  country: GB
  external_ids: {companies-house: "07193355"}
  contacts:
    - {role: service delivery manager, name: Martin Quayle, email: martin.quayle@nimbus.example}
    - {role: escalation, level: 1, name: Duty manager, phone: "+44 20 7946 0101"}
    - {role: escalation, level: 2, name: Helen Prior, email: helen.prior@nimbus.example}
---
apiVersion: underpin/v1
kind: Contract
metadata: {id: nimbus-msa, name: Nimbus master services agreement}
spec:
  supplier: nimbus
  number: NHC-2291
  term: {from: {{m-12}}, to: {{m36}}}          # `to` is the first day after the term
  renewal: {kind: auto, months: 12, notice_days: 90}
  currency: GBP
  charges:                                      # net of tax; credits are percents of these
    - {service: web-hosting, amount: "48000.00", per: month, from: {{m-12}}, to: {{m12}}}
    - {service: web-hosting, amount: "51500.00", per: month, from: {{m12}}}
  caps: {period_percent: "30", year_amount: "60000.00"}
  claim: {mode: request, within: {days: 30}}    # what is not claimed in time is lost
---
apiVersion: underpin/v1
kind: Agreement
metadata: {id: nimbus-hosting, name: Hosting service levels}
spec:
  type: underpinning
  contract: nimbus-msa
  service: web-hosting
  underpins: [{agreement: shop-sla}]
  time_zone: Europe/London                      # months begin and end at midnight in London
  calendar: always
  period: {every: month}
  term: {from: {{m0}}}
  exclusions: remove                            # approved maintenance leaves service time
  weight: "2"
  objectives:
    - id: availability
      name: Hosting availability
      category: reliability
      metric: availability
      with: {states: [outage], min_duration: 60s, merge_gap: 2m}
      evidence: {sources: [nimbus-status], where: {component: [web, database]}}
      target: {at_least: "99.95"}
      floor: "99.0"                             # score 0 here and below
      weight: "50"
      clause: {document: nimbus-schedule-2.pdf, ref: "Sch. 2, 4.1", text: "The Service shall be available for 99.95 % of each Month."}
      credits:
        scheme: tiers                           # the deepest tier that the value is below
        tiers: [{below: "99.95", percent: "5"}, {below: "99.5", percent: "10"}, {below: "99.0", percent: "25"}]
        clause: {document: nimbus-schedule-2.pdf, ref: "Sch. 2, 6.2"}
    - id: response
      name: Tickets answered in time
      category: support
      metric: case_time
      with:
        start: opened
        stop: responded
        limits: {"1": 15m, "2": 1h, default: 8h}
        calendars: {"1": always, "2": always}   # other priorities: the objective's calendar
      calendar: uk-office
      evidence: {sources: [nimbus-tickets], unless: {State: [Cancelled]}}
      target: {at_least: "95"}
      floor: "80"
      weight: "20"
    - id: resolution
      name: Tickets resolved in time
      category: support
      metric: case_time
      with:
        limits: {"1": 4h, "2": 8h, "3": 30h}
        calendars: {"1": always, "2": always}
        attribute_by: first_outcome             # a closed month never changes
        small_volume: {below: 20, allow: 1}
      calendar: uk-office
      evidence: {sources: [nimbus-tickets], unless: {State: [Cancelled]}}
      target: {at_least: "92"}
      floor: "75"
      weight: "30"
      credits: {scheme: fixed, amount: "1200.00", minimum: "100.00"}
  triggers:
    - name: termination for persistent failure
      objective: availability
      breaches: 3
      in_periods: 6
      clause: {document: nimbus-schedule-2.pdf, ref: "Cl. 21.3"}
---
# Maintenance that both sides agreed on beforehand.
apiVersion: underpin/v1
kind: Exclusion
metadata: {id: nimbus-maintenance-{{label 3}}}
spec: {agreement: nimbus-hosting, from: "{{m3+9}}T01:00:00Z", to: "{{m3+9}}T05:00:00Z", reason: database upgrade, approved: true}
---
apiVersion: underpin/v1
kind: Exclusion
metadata: {id: nimbus-maintenance-{{label 14}}}
spec: {agreement: nimbus-hosting, from: "{{m14+19}}T00:00:00Z", to: "{{m14+19}}T06:00:00Z", reason: move to the new hall, approved: true, components: [web]}
---
# What the supplier would like to be excluded. Not approved: it changes nothing.
apiVersion: underpin/v1
kind: Exclusion
metadata: {id: nimbus-claimed-{{label 18}}}
spec: {agreement: nimbus-hosting, from: "{{m18+11}}T06:00:00Z", to: "{{m18+11}}T16:00:00Z", reason: "supplier says: failure of the power grid", approved: false}
---
apiVersion: underpin/v1
kind: Source
metadata: {id: nimbus-status, name: Nimbus status page}
spec:
  supplier: nimbus
  plugin: csv
  config:
    path: ../exports/nimbus-status.csv          # relative to the folder of this document
    shape: interval
    columns: {key: incident_id, from: started_at, to: resolved_at, component: component, state: status, incident: incident}
    values: {state: {Major outage: outage, Degraded performance: degraded}}
    attributes: [title]
    covers: {from: "{{m0-1}}T00:00:00Z", to: "{{m24+1}}T00:00:00Z"}
---
apiVersion: underpin/v1
kind: Source
metadata: {id: nimbus-tickets, name: Nimbus support portal}
spec:
  supplier: nimbus
  plugin: csv
  time_zone: Europe/London                      # the portal writes local times without a zone
  config:
    path: ../exports/nimbus-tickets.csv
    shape: case
    missing: ["", "?", "N/A"]
    time_formats: ["%d/%m/%Y %H:%M"]
    columns: {key: Ticket, opened: Opened, responded: First reply, resolved: Resolved, priority: Priority}
    values: {priority: {"P1 - Critical": "1", "P2 - High": "2", "P3 - Normal": "3"}}
    attributes: [State, Summary]
    covers: {from: "{{m0-1}}T00:00:00Z", to: "{{m24+1}}T00:00:00Z"}
)yaml"};

const DocumentText peregrine_document = {
    "peregrine.yaml",
    R"yaml(# A supplier that keeps its word, billed in dollars and measured in UTC. Outages of one region
# count by its share of the traffic (`weighting: impact`).
apiVersion: underpin/v1
kind: Supplier
metadata: {id: peregrine, name: "Peregrine Edge Networks, Inc.", labels: {region: amer}}
spec: {tier: tactical, owner: Jo Albright, country: US}
---
apiVersion: underpin/v1
kind: Contract
metadata: {id: peregrine-order, name: Peregrine order form}
spec:
  supplier: peregrine
  number: PEN-88-1204
  term: {from: {{m-3}}, to: {{m33}}}
  renewal: {kind: optional, months: 12, notice_days: 60}
  currency: USD
  charges: [{service: content-delivery, amount: "18000.00", per: month, from: {{m-3}}}]
  caps: {period_percent: "100"}
  claim: {mode: request, within: {billing_periods: 2}}
---
apiVersion: underpin/v1
kind: Agreement
metadata: {id: peregrine-edge, name: Edge delivery service levels}
spec:
  contract: peregrine-order
  service: content-delivery
  underpins: [{agreement: shop-sla}]
  time_zone: UTC
  period: {every: month}
  term: {from: {{m0}}}
  objectives:
    - id: edge-availability
      name: Edge availability, by share of traffic
      category: reliability
      metric: availability
      with: {weighting: impact}
      evidence: {sources: [peregrine-status]}
      target: {at_least: "99.9"}
      floor: "99.0"
      weight: "3"
      credits:
        scheme: tiers
        tiers: [{below: "99.9", percent: "10"}, {below: "99.0", percent: "30"}, {below: "95.0", percent: "100"}]
    - id: good-responses
      name: Requests answered without a server error
      category: quality
      metric: ratio
      with: {metric: requests}
      evidence: {sources: [peregrine-metrics]}
      target: {at_least: "99.95"}
      weight: "2"
    - id: latency
      name: Edge latency, 95th percentile in milliseconds
      category: quality
      metric: sample
      with: {metric: edge_latency_ms, statistic: p95}
      evidence: {sources: [peregrine-metrics]}
      target: {at_most: "60"}
      floor: "120"
---
apiVersion: underpin/v1
kind: Source
metadata: {id: peregrine-status, name: Peregrine incidents}
spec:
  supplier: peregrine
  plugin: csv
  config:
    path: ../exports/peregrine-incidents.csv    # no `columns`: the headers are the field names
    shape: interval
    covers: {from: "{{m0-1}}T00:00:00Z", to: "{{m24+1}}T00:00:00Z"}
---
apiVersion: underpin/v1
kind: Source
metadata: {id: peregrine-metrics, name: Peregrine traffic report}
spec:
  supplier: peregrine
  plugin: csv
  config:
    path: ../exports/peregrine-metrics.tsv
    shape: sample
    delimiter: "\t"
    columns: {key: row, at: time, metric: metric, value: value, good: ok, total: requests}
    attributes: [region]
    covers: {from: "{{m0-1}}T00:00:00Z", to: "{{m24+1}}T00:00:00Z"}
)yaml"};

const DocumentText brightline_document = {
    "brightline.yaml",
    R"yaml(# A telecom supplier that gets worse month by month: look at the credits and at the trigger.
apiVersion: underpin/v1
kind: Supplier
metadata: {id: brightline, name: Brightline Telecom plc, labels: {region: emea}}
spec:
  tier: strategic
  status: on_watch
  owner: Samira Haddad
  country: GB
  contacts: [{role: account manager, name: Colin Reeve, email: colin.reeve@brightline.example}]
---
apiVersion: underpin/v1
kind: Contract
metadata: {id: brightline-wan, name: Managed network agreement}
spec:
  supplier: brightline
  number: BT/WAN/0417
  term: {from: {{m-24}}, to: {{m29}}}
  renewal: {kind: auto, months: 24, notice_days: 120}
  currency: GBP
  charges:
    - {service: branch-network, amount: "264000.00", per: year, from: {{m-24}}}
    - {amount: "30000.00", per: once, from: {{m-24}}}   # installation: no credit is taken on it
  caps: {period_percent: "20"}
  claim: {mode: set_off, within: {days: 60}}    # deducted from the next invoice
---
apiVersion: underpin/v1
kind: Agreement
metadata: {id: brightline-branches, name: Branch network service levels}
spec:
  contract: brightline-wan
  service: branch-network
  underpins: [{agreement: staff-sla}]
  time_zone: Europe/London
  period: {every: month}
  term: {from: {{m0}}}
  exclusions: count_as_up                       # excluded time counts as good service
  objectives:
    - id: hq-circuit
      name: Circuit of the head office
      category: reliability
      metric: availability
      with: {whole_units: 60s}                  # the contract counts whole minutes
      evidence: {sources: [brightline-faults], where: {component: [HQ]}}
      target: {at_least: "99.90"}
      rounding: {places: 2, mode: half_up}      # the contract rounds before it compares
      weight: "40"
      credits:
        scheme: tiers
        tiers: [{below: "99.90", percent: "5"}, {below: "99.50", percent: "10"}, {below: "98.00", percent: "20"}]
        cap: {amount: "3500.00"}
    - id: branches
      name: Branch circuits, each a twentieth
      category: reliability
      metric: availability
      with: {weighting: impact, min_duration: 5m}
      evidence: {sources: [brightline-faults], unless: {component: [HQ]}}
      target: {at_least: "99.8"}
      floor: "99.0"
      weight: "30"
    - id: time-to-repair
      name: Mean time to repair a circuit
      category: support
      metric: mttr
      evidence: {sources: [brightline-faults]}
      target: {at_most: 4h}
      floor: 12h
      weight: "20"
      credits: {scheme: fixed, amount: "750.00"}
    - id: time-between-failures
      name: Mean time between failures
      category: support
      metric: mtbf
      evidence: {sources: [brightline-faults]}
      target: {at_least: 48h}
      floor: 12h
      weight: "10"
  triggers:
    - {name: termination of the network agreement, breaches: 3, in_periods: 6, clause: {document: brightline-msa.pdf, ref: "14.2(c)"}}
    - {name: improvement plan, objective: hq-circuit, value_below: "99.0"}
---
apiVersion: underpin/v1
kind: Exclusion
metadata: {id: brightline-core-works}
spec:
  agreement: brightline-branches
  from: "{{m7+20}}T22:00:00Z"
  to: "{{m7+21}}T04:00:00Z"
  reason: planned works in the core network
  approved: true
---
apiVersion: underpin/v1
kind: Source
metadata: {id: brightline-faults, name: Brightline fault report}
spec:
  supplier: brightline
  plugin: csv
  time_zone: Europe/London
  config:
    path: ../exports/brightline-faults.csv
    shape: interval
    missing: ["", "still open"]
    time_formats: ["%d/%m/%Y %H:%M"]
    columns: {key: Fault no, from: Raised, to: Cleared, component: Circuit, impact: Share}
    attributes: [Cause]
    covers: {from: "{{m0-1}}T00:00:00Z", to: "{{m24+1}}T00:00:00Z"}
)yaml"};

const DocumentText tallis_document = {
    "tallis.yaml",
    R"yaml(# A platform whose contract was amended halfway: the second text of the agreement below holds from
# its `effective_from` on, inside of a month, which is therefore measured in two parts.
apiVersion: underpin/v1
kind: Supplier
metadata: {id: tallis, name: Tallis HR Cloud Ltd, labels: {region: emea}}
spec: {tier: tactical, owner: Tom Okafor, country: IE}
---
apiVersion: underpin/v1
kind: Contract
metadata: {id: tallis-subscription, name: Tallis subscription}
spec:
  supplier: tallis
  number: THC-31007
  term: {from: {{m-2}}, to: {{m34}}}
  renewal: {kind: auto, months: 12, notice_days: 90}
  currency: EUR
  charges: [{service: hr-platform, amount: "27600.00", per: quarter, from: {{m-2}}}]
  caps: {year_percent: "10"}
  claim: {mode: automatic, within: {billing_periods: 1}}
---
apiVersion: underpin/v1
kind: Agreement
metadata: {id: tallis-platform, name: HR platform service levels}
spec:
  contract: tallis-subscription
  service: hr-platform
  time_zone: Europe/Dublin
  calendar: dublin-staff
  period: {every: month}
  term: {from: {{m0}}}
  objectives:
    - id: platform
      name: Platform available in staff hours
      category: reliability
      metric: availability
      evidence: {sources: [tallis-incidents]}
      target: {at_least: "99.5"}
      floor: "97"
      weight: "2"
      credits: {scheme: tiers, tiers: [{below: "99.5", percent: "5"}, {below: "99.0", percent: "15"}]}
    - id: page-time
      name: Page time, 90th percentile in seconds
      category: quality
      metric: sample
      with: {metric: page_time_s, statistic: p90, in_service_time: true}
      evidence: {sources: [tallis-metrics]}
      target: {at_most: "2.5"}
      floor: "6"
---
# The amendment: a higher target and a better credit, in return for a longer term.
apiVersion: underpin/v1
kind: Agreement
metadata: {id: tallis-platform, name: HR platform service levels, effective_from: {{m12+14}}}
spec:
  contract: tallis-subscription
  service: hr-platform
  time_zone: Europe/Dublin
  calendar: dublin-staff
  period: {every: month}
  term: {from: {{m0}}}
  objectives:
    - id: platform
      name: Platform available in staff hours
      category: reliability
      metric: availability
      evidence: {sources: [tallis-incidents]}
      target: {at_least: "99.8"}
      floor: "97"
      weight: "2"
      credits: {scheme: tiers, tiers: [{below: "99.8", percent: "10"}, {below: "99.0", percent: "25"}]}
    - id: page-time
      name: Page time, 90th percentile in seconds
      category: quality
      metric: sample
      with: {metric: page_time_s, statistic: p90, in_service_time: true}
      evidence: {sources: [tallis-metrics]}
      target: {at_most: "2.5"}
      floor: "6"
---
apiVersion: underpin/v1
kind: Exclusion
metadata: {id: tallis-release-{{label 15}}}
spec: {agreement: tallis-platform, from: "{{m15+12}}T05:00:00Z", to: "{{m15+12}}T08:00:00Z", reason: spring release, approved: true, objectives: [platform]}
---
apiVersion: underpin/v1
kind: Source
metadata: {id: tallis-incidents, name: Tallis incident list}
spec:
  supplier: tallis
  plugin: csv
  time_zone: Europe/Dublin
  config:
    path: ../exports/tallis-incidents.csv
    shape: interval
    time_formats: ["%Y-%m-%d %H:%M"]
    columns: {key: id, from: begin, to: end, state: kind}
    values: {state: {Outage: outage, Slow: degraded}}
    covers: {from: "{{m0-1}}T00:00:00Z", to: "{{m24+1}}T00:00:00Z"}
---
apiVersion: underpin/v1
kind: Source
metadata: {id: tallis-metrics, name: Tallis page times}
spec:
  supplier: tallis
  plugin: csv
  config:
    path: ../exports/tallis-page-times.csv
    shape: sample
    covers: {from: "{{m0-1}}T00:00:00Z", to: "{{m24+1}}T00:00:00Z"}
)yaml"};

}  // namespace underpin::demo
