#include "work/demo/documents.h"

namespace underpin::demo {

const DocumentText heliodesk_document = {
    "heliodesk.yaml",
    R"yaml(# An outsourced service desk, good in the first year and failing since. Its export is an event log:
# a row each time that a ticket was touched, of which the highest update number holds.
apiVersion: underpin/v1
kind: Supplier
metadata: {id: heliodesk, name: HelioDesk Services sp. z o.o., labels: {region: emea}}
spec:
  tier: strategic
  status: on_watch
  owner: Samira Haddad
  country: PL
  contacts: [{role: team lead, name: Agnieszka Wolna, email: a.wolna@heliodesk.example}]
---
apiVersion: underpin/v1
kind: Contract
metadata: {id: heliodesk-services, name: Service desk outsourcing agreement}
spec:
  supplier: heliodesk
  number: HD/2023/114
  term: {from: {{m-8}}, to: {{m28}}}
  renewal: {kind: none}
  currency: PLN
  charges: [{service: staff-support, amount: "186000.00", per: month, from: {{m-8}}}]
  caps: {period_percent: "12", year_percent: "8"}
  claim: {mode: set_off, within: {working_days: 21, calendar: warsaw-desk}}
---
apiVersion: underpin/v1
kind: Agreement
metadata: {id: heliodesk-desk, name: Service desk service levels}
spec:
  contract: heliodesk-services
  service: staff-support
  underpins: [{agreement: staff-sla}]
  time_zone: Europe/Warsaw
  calendar: warsaw-desk
  period: {every: month}
  term: {from: {{m0}}}
  objectives:
    - id: first-reply
      name: First reply in time
      category: support
      metric: case_time
      with: {stop: responded, limits: {"1": 15m, "2": 30m, "3": 2h, "4": 8h}}
      evidence: {sources: [heliodesk-tickets], unless: {state: [Cancelled]}}
      target: {at_least: "90"}
      floor: "70"
      weight: "30"
      credits: {scheme: tiers, tiers: [{below: "90", percent: "3"}, {below: "80", percent: "8"}]}
    - id: resolution
      name: Resolved in time
      category: support
      metric: case_time
      with: {limits: {"1": 4h, "2": 8h, "3": 26h, "4": 65h}, attribute_by: first_outcome}
      evidence: {sources: [heliodesk-tickets], unless: {state: [Cancelled]}}
      target: {at_least: "88"}
      floor: "65"
      weight: "40"
      credits: {scheme: tiers, tiers: [{below: "88", percent: "5"}, {below: "75", percent: "10"}]}
    - id: usual-resolution
      name: Median time to resolve a normal ticket
      category: support
      metric: case_time
      with: {statistic: median}
      evidence: {sources: [heliodesk-tickets], where: {priority: ["3"]}, unless: {state: [Cancelled]}}
      target: {at_most: 12h}
      floor: 26h
      weight: "10"
    - id: satisfaction
      name: Satisfaction, mean of one to five
      category: quality
      metric: sample
      with: {metric: csat, statistic: mean, min_samples: 20}
      evidence: {sources: [heliodesk-survey]}
      target: {at_least: "4.2"}
      floor: "3"
      weight: "20"
  triggers:
    - {name: step-in right, objective: resolution, breaches: 4, in_periods: 6, clause: {document: heliodesk-umowa.pdf, ref: "§ 17"}}
---
apiVersion: underpin/v1
kind: Source
metadata: {id: heliodesk-tickets, name: HelioDesk audit log}
spec:
  supplier: heliodesk
  plugin: csv
  schedule: "15 2 * * *"                        # every night at a quarter past two in Warsaw
  time_zone: Europe/Warsaw
  config:
    path: ../exports/heliodesk-audit.csv
    shape: case
    missing: ["", "?"]
    time_formats: ["%d/%m/%Y %H:%M"]            # day first: 3/4/2025 is the third of April
    latest_per_key: sys_mod_count
    columns: {key: number, opened: opened_at, responded: responded_at, resolved: resolved_at, priority: priority}
    values: {priority: {"1 - Critical": "1", "2 - High": "2", "3 - Moderate": "3", "4 - Low": "4"}}
    attributes: [state, category, assignment_group]
    covers: {from: "{{m0-1}}T00:00:00Z", to: "{{m24+1}}T00:00:00Z"}
---
apiVersion: underpin/v1
kind: Source
metadata: {id: heliodesk-survey, name: HelioDesk satisfaction survey}
spec:
  supplier: heliodesk
  plugin: csv
  time_zone: Europe/Warsaw
  config:
    path: ../exports/heliodesk-survey.csv
    shape: sample
    time_formats: ["%Y-%m-%d %H:%M"]
    columns: {key: response, at: answered, metric: question, value: score}
    attributes: [comment]
    covers: {from: "{{m0-1}}T00:00:00Z", to: "{{m24+1}}T00:00:00Z"}
)yaml"};

const DocumentText orchard_document = {
    "orchard.yaml",
    R"yaml(# Payroll: few events, each of which matters. Its service months run from the 15th to the 14th.
apiVersion: underpin/v1
kind: Supplier
metadata: {id: orchard, name: Orchard Payroll Partners LLP, labels: {region: emea}}
spec: {tier: tactical, owner: Tom Okafor, country: GB}
---
apiVersion: underpin/v1
kind: Contract
metadata: {id: orchard-bureau, name: Payroll bureau agreement}
spec:
  supplier: orchard
  number: OPP-5521
  term: {from: {{m-5+14}}, to: {{m31+14}}}
  renewal: {kind: auto, months: 12, notice_days: 180}
  currency: GBP
  charges: [{service: payroll, amount: "7400.00", per: month, from: {{m-5+14}}}]
  caps: {period_amount: "2500.00"}
  claim: {mode: request, within: {days: 45}}
---
apiVersion: underpin/v1
kind: Agreement
metadata: {id: orchard-payroll, name: Payroll service levels}
spec:
  contract: orchard-bureau
  service: payroll
  time_zone: Europe/London
  calendar: uk-office
  period: {every: month, starts_on: 15}
  term: {from: {{m0+14}}}
  objectives:
    - id: runs-on-time
      name: Payroll runs delivered by their day
      category: delivery
      metric: delivery
      with: {count: on_time}
      evidence: {sources: [orchard-runs]}
      target: {at_least: "100"}
      weight: "60"
      credits: {scheme: fixed, amount: "850.00"}
    - id: correct-payslips
      name: Payslips without a mistake
      category: quality
      metric: ratio
      with: {metric: payslips}
      evidence: {sources: [orchard-accuracy]}
      target: {at_least: "99.7"}
      floor: "98"
      weight: "30"
    - id: corrections
      name: Correction runs
      category: quality
      metric: count
      with: {of: cases}
      evidence: {sources: [orchard-runs], where: {Kind: [correction]}}
      target: {at_most: "1"}
      weight: "10"
---
apiVersion: underpin/v1
kind: Source
metadata: {id: orchard-runs, name: Orchard run calendar}
spec:
  supplier: orchard
  plugin: csv
  time_zone: Europe/London
  config:
    path: ../exports/orchard-runs.csv
    shape: case
    missing: ["", "not yet"]
    time_formats: ["%d-%b-%y"]                  # 28-Mar-25; a date without a time stays a date
    columns: {key: Run, opened: Data received, due: Due, resolved: Delivered}
    attributes: [Kind, Payroll]
    covers: {from: "{{m0-1}}T00:00:00Z", to: "{{m24+1}}T00:00:00Z"}
---
apiVersion: underpin/v1
kind: Source
metadata: {id: orchard-accuracy, name: Orchard accuracy report}
spec:
  supplier: orchard
  plugin: csv
  time_zone: Europe/London
  config:
    path: ../exports/orchard-accuracy.csv
    shape: sample
    time_formats: ["%d-%b-%y"]
    columns: {key: Run, at: Paid, metric: Measure, good: Correct, total: Payslips}
    covers: {from: "{{m0-1}}T00:00:00Z", to: "{{m24+1}}T00:00:00Z"}
)yaml"};

const DocumentText kitsune_document = {
    "kitsune.yaml",
    R"yaml(# A security operations centre in Tokyo that works around the clock and is paid in yen, a currency
# without cents.
apiVersion: underpin/v1
kind: Supplier
metadata: {id: kitsune, name: Kitsune Security Operations K.K., labels: {region: apac}}
spec: {tier: strategic, owner: Samira Haddad, country: JP}
---
apiVersion: underpin/v1
kind: Contract
metadata: {id: kitsune-soc, name: Security monitoring agreement}
spec:
  supplier: kitsune
  number: KSO-0099
  term: {from: {{m-1}}, to: {{m35}}}
  renewal: {kind: auto, months: 12, notice_days: 90}
  currency: JPY
  charges: [{service: security-operations, amount: "4850000", per: month, from: {{m-1}}}]
  caps: {period_percent: "15"}
---
apiVersion: underpin/v1
kind: Agreement
metadata: {id: kitsune-monitoring, name: Security monitoring service levels}
spec:
  contract: kitsune-soc
  service: security-operations
  time_zone: Asia/Tokyo
  period: {every: month}
  term: {from: {{m0}}}
  objectives:
    - id: triage
      name: Alerts looked at in time
      category: response
      metric: case_time
      with: {stop: responded, limits: {critical: 10m, high: 30m, medium: 2h}, limit_by: priority}
      evidence: {sources: [kitsune-alerts]}
      target: {at_least: "97"}
      floor: "90"
      weight: "50"
      credits: {scheme: tiers, tiers: [{below: "97", percent: "5"}, {below: "94", percent: "10"}]}
    - id: slow-critical-alerts
      name: Nearly all critical alerts, 95th percentile
      category: response
      metric: case_time
      with: {stop: responded, statistic: p95}
      evidence: {sources: [kitsune-alerts], where: {priority: [critical]}}
      target: {at_most: 10m}
      floor: 30m
      weight: "30"
    - id: closed
      name: Time to close a high alert, mean
      category: response
      metric: case_time
      with: {statistic: mean}
      evidence: {sources: [kitsune-alerts], where: {priority: [high]}}
      target: {at_most: 6h}
      weight: "20"
---
apiVersion: underpin/v1
kind: Source
metadata: {id: kitsune-alerts, name: Kitsune alert export}
spec:
  supplier: kitsune
  plugin: csv
  time_zone: Asia/Tokyo
  config:
    path: ../exports/kitsune-alerts.csv
    shape: case
    missing: ["", "-"]
    time_formats: ["%Y-%m-%d %H:%M"]
    columns: {key: alert, opened: detected, responded: triaged, resolved: closed, priority: severity, incident: incident}
    attributes: [rule]
    covers: {from: "{{m0-1}}T00:00:00Z", to: "{{m24+1}}T00:00:00Z"}
)yaml"};

const DocumentText platform_document = {
    "platform.yaml",
    R"yaml(# An internal team. Its agreements are operational level agreements (OLA): no contract and no money,
# the same measuring. The second is measured by weeks.
apiVersion: underpin/v1
kind: Supplier
metadata: {id: platform-team, name: Data platform team, labels: {region: apac}}
spec: {kind: internal, tier: operational, owner: Priya Raman, country: IN}
---
apiVersion: underpin/v1
kind: Agreement
metadata: {id: platform-ola, name: Data platform OLA}
spec:
  type: operational
  supplier: platform-team
  service: data-platform
  underpins: [{agreement: shop-sla}]
  time_zone: Asia/Kolkata                       # half an hour off the others
  calendar: pune-team
  period: {every: month}
  term: {from: {{m0}}}
  objectives:
    - id: requests
      name: Requests done in time
      category: support
      metric: case_time
      with: {limits: {"1": 4h, "2": 9h, default: 45h}}
      evidence: {sources: [platform-requests]}
      target: {at_least: "90"}
      floor: "60"
      weight: "60"
    - id: uptime
      name: Platform available in working hours
      category: reliability
      metric: availability
      evidence: {sources: [platform-outages]}
      target: {at_least: "99.0"}
      floor: "95"
      weight: "40"
---
apiVersion: underpin/v1
kind: Agreement
metadata: {id: platform-reports-ola, name: Nightly reports OLA}
spec:
  type: operational
  supplier: platform-team
  service: data-platform
  time_zone: Asia/Kolkata
  period: {every: week}
  term: {from: {{m21}}}
  weight: "0.5"
  objectives:
    - id: reports
      name: Reports ready in the morning
      category: delivery
      metric: ratio
      with: {metric: reports}
      evidence: {sources: [platform-reports]}
      target: {at_least: "97"}
---
apiVersion: underpin/v1
kind: Source
metadata: {id: platform-requests, name: Platform team's board}
spec:
  supplier: platform-team
  plugin: csv
  time_zone: Asia/Kolkata
  config:
    path: ../exports/platform-requests.csv
    shape: case
    time_formats: ["%Y-%m-%d %H:%M"]
    covers: {from: "{{m0-1}}T00:00:00Z", to: "{{m24+1}}T00:00:00Z"}
---
apiVersion: underpin/v1
kind: Source
metadata: {id: platform-outages, name: Platform team's outages}
spec:
  supplier: platform-team
  plugin: csv
  config:
    path: ../exports/platform-outages.csv
    shape: interval
    covers: {from: "{{m0-1}}T00:00:00Z", to: "{{m24+1}}T00:00:00Z"}
---
apiVersion: underpin/v1
kind: Source
metadata: {id: platform-reports, name: Nightly report log}
spec:
  supplier: platform-team
  plugin: csv
  config:
    path: ../exports/platform-reports.csv
    shape: sample
    covers: {from: "{{m0-1}}T00:00:00Z", to: "{{m24+1}}T00:00:00Z"}
)yaml"};

}  // namespace underpin::demo
