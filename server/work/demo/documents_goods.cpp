#include "work/demo/documents.h"

namespace underpin::demo {

const DocumentText kestrel_document = {
    "kestrel.yaml",
    R"yaml(# A forwarder, measured on time and in full. Its export is what a German portal writes: semicolons,
# latin1, month names, and rows that nobody can read. They are set aside, counted and shown.
apiVersion: underpin/v1
kind: Supplier
metadata: {id: kestrel, name: Kestrel Spedition GmbH, labels: {region: emea}}
spec: {tier: tactical, owner: Ines Baumann, country: DE}
---
apiVersion: underpin/v1
kind: Contract
metadata: {id: kestrel-frame, name: Freight frame agreement}
spec:
  supplier: kestrel
  number: KS-2023-77
  term: {from: {{m-7}}, to: {{m30}}}
  renewal: {kind: auto, months: 6, notice_days: 90}
  currency: EUR
  charges: [{service: warehouse-delivery, amount: "39500.00", per: month, from: {{m-7}}}]
  caps: {period_percent: "10", year_percent: "5"}
  claim: {mode: request, within: {days: 30}}
---
apiVersion: underpin/v1
kind: Agreement
metadata: {id: kestrel-freight, name: Freight service levels}
spec:
  contract: kestrel-frame
  service: warehouse-delivery
  underpins: [{agreement: shop-sla}]
  time_zone: Europe/Berlin
  calendar: berlin-warehouse
  period: {every: month}
  term: {from: {{m0}}}
  objectives:
    - id: on-time
      name: Delivered on the agreed day
      category: delivery
      metric: delivery
      with: {count: on_time, early: 1, late: 0}  # a day early will do, a day late will not
      evidence: {sources: [kestrel-orders]}
      target: {at_least: "94"}
      floor: "80"
      weight: "50"
      credits: {scheme: tiers, tiers: [{below: "94", percent: "2"}, {below: "90", percent: "6"}]}
    - id: on-time-in-full
      name: On time and in full
      category: delivery
      metric: delivery
      with: {early: 1, quantity_tolerance: "1"}
      evidence: {sources: [kestrel-orders]}
      target: {at_least: "91"}
      floor: "75"
      weight: "30"
    - id: damage
      name: Damaged consignments
      category: quality
      metric: count
      with: {of: cases}
      evidence: {sources: [kestrel-orders], where: {Schaden: [ja]}}
      target: {at_most: "6"}
      floor: "20"
      weight: "20"
---
apiVersion: underpin/v1
kind: Source
metadata: {id: kestrel-orders, name: Kestrel consignments}
spec:
  supplier: kestrel
  plugin: csv
  time_zone: Europe/Berlin
  config:
    path: ../exports/kestrel-sendungen.csv
    shape: case
    delimiter: ";"
    encoding: latin1
    missing: ["", "n. v."]
    time_formats: ["%d-%b-%y", "%Y-%m-%d"]      # tried in order
    columns: {key: Sendung, opened: Auftrag, due: Termin, resolved: Zugestellt, ordered: Bestellt, delivered: Geliefert}
    attributes: [Ort, Schaden]
    covers: {from: "{{m0-1}}T00:00:00Z", to: "{{m24+1}}T00:00:00Z"}
)yaml"};

const DocumentText clairval_document = {
    "clairval.yaml",
    R"yaml(# A cleaning company that fails nearly every month, and whose last export stops in the middle of the
# last one. Time that nobody reported on is not counted as good: the result is `no_data`.
apiVersion: underpin/v1
kind: Supplier
metadata: {id: clairval, name: Clairval Propreté SAS, labels: {region: emea}}
spec: {tier: commodity, status: on_watch, owner: Ines Baumann, country: FR}
---
apiVersion: underpin/v1
kind: Contract
metadata: {id: clairval-cleaning, name: Contrat de nettoyage}
spec:
  supplier: clairval
  number: CP-1182
  term: {from: {{m-10}}, to: {{m26}}}
  renewal: {kind: auto, months: 12, notice_days: 90}
  currency: EUR
  charges:
    - {service: cleaning, amount: "12350.00", per: month, from: {{m-10}}}
  caps: {period_percent: "10"}
  claim: {mode: request, within: {days: 20}}
---
apiVersion: underpin/v1
kind: Agreement
metadata: {id: clairval-offices, name: Cleaning service levels}
spec:
  contract: clairval-cleaning
  service: cleaning
  time_zone: Europe/Paris
  calendar: paris-site
  period: {every: month}
  term: {from: {{m0}}}
  objectives:
    - id: inspections
      name: Rooms that passed the inspection
      category: quality
      metric: ratio
      with: {metric: rooms}
      evidence: {sources: [clairval-inspections]}
      target: {at_least: "95"}
      floor: "80"
      rounding: {places: 1, mode: down}
      weight: "50"
      credits: {scheme: tiers, tiers: [{below: "95", percent: "3"}, {below: "90", percent: "7"}]}
    - id: urgent-calls
      name: Urgent calls answered on site within two hours
      category: support
      metric: case_time
      with: {stop: responded, limits: {default: 2h}, small_volume: {below: 10, allow: 1}}
      evidence: {sources: [clairval-calls], where: {priority: [urgent]}}
      target: {at_least: "90"}
      weight: "30"
      credits: {scheme: fixed, amount: "400.00"}
    - id: complaints
      name: Complaints of staff
      category: quality
      metric: count
      with: {of: cases}
      evidence: {sources: [clairval-calls], where: {Type: [réclamation]}}
      target: {at_most: "5"}
      floor: "15"
      weight: "20"
  triggers:
    - {name: termination without compensation, objective: inspections, breaches: 3, in_periods: 4, clause: {document: clairval-contrat.pdf, ref: "art. 12"}}
---
apiVersion: underpin/v1
kind: Source
metadata: {id: clairval-inspections, name: Clairval inspections}
spec:
  supplier: clairval
  plugin: csv
  time_zone: Europe/Paris
  config:
    path: ../exports/clairval-inspections.csv
    shape: sample
    delimiter: ";"
    time_formats: ["%d/%m/%Y %H:%M"]
    columns: {key: no, at: date, metric: mesure, good: conformes, total: pièces}
    attributes: [site]
    covers: {from: "{{m0-1}}T00:00:00Z", to: "{{m23+13}}T00:00:00Z"}
---
apiVersion: underpin/v1
kind: Source
metadata: {id: clairval-calls, name: Clairval call log}
spec:
  supplier: clairval
  plugin: csv
  time_zone: Europe/Paris
  config:
    path: ../exports/clairval-appels.csv
    shape: case
    delimiter: ";"
    time_formats: ["%d/%m/%Y %H:%M"]
    columns: {key: no, opened: appel, responded: sur place, resolved: terminé, priority: urgence}
    values: {priority: {oui: urgent, non: normal}}
    attributes: [Type]
    covers: {from: "{{m0-1}}T00:00:00Z", to: "{{m23+13}}T00:00:00Z"}
)yaml"};

const DocumentText inkwell_document = {
    "inkwell.yaml",
    R"yaml(# Managed print. The supplier changed its portal and lost two months: their files do not exist, so
# there is a hole in what the source covers. Times are month first, as in the United States.
apiVersion: underpin/v1
kind: Supplier
metadata: {id: inkwell, name: "Inkwell Managed Print, Inc.", labels: {region: amer}}
spec: {tier: commodity, owner: Ines Baumann, country: US}
---
apiVersion: underpin/v1
kind: Contract
metadata: {id: inkwell-fleet, name: Print fleet lease and service}
spec:
  supplier: inkwell
  number: IMP-20417
  term: {from: {{m-14}}, to: {{m34}}}
  renewal: {kind: optional, months: 12, notice_days: 60}
  currency: USD
  charges: [{service: print, amount: "9240.00", per: month, from: {{m-14}}}]
  claim: {mode: request, within: {days: 30}}
---
apiVersion: underpin/v1
kind: Agreement
metadata: {id: inkwell-print, name: Managed print service levels}
spec:
  contract: inkwell-fleet
  service: print
  time_zone: America/New_York
  calendar: new-york-office
  period: {every: month}
  term: {from: {{m0}}}
  objectives:
    - id: on-site
      name: Technician on site in time
      category: support
      metric: case_time
      with: {stop: responded, limits: {high: 4h, normal: 9h}}
      evidence: {sources: [inkwell-tickets]}
      target: {at_least: "90"}
      floor: "70"
      weight: "60"
      credits: {scheme: fixed, amount: "300.00"}
    - id: slow-repairs
      name: Repair time, 90th percentile
      category: support
      metric: case_time
      with: {statistic: p90}
      evidence: {sources: [inkwell-tickets]}
      target: {at_most: 18h}
      floor: 36h
      weight: "40"
---
apiVersion: underpin/v1
kind: Source
metadata: {id: inkwell-tickets, name: Inkwell tickets by month}
spec:
  supplier: inkwell
  plugin: csv
  time_zone: America/New_York
  config:
    path: ../exports/inkwell-tickets-*.csv      # a file a month; each covers what it holds
    shape: case
    time_formats: ["%m/%d/%Y %H:%M"]
    columns: {key: Ticket ID, opened: Created, responded: On Site, resolved: Completed, priority: Priority}
    attributes: [Device, Notes]
)yaml"};

const DocumentText keystone_document = {
    "keystone.yaml",
    R"yaml(# Escrow and maintenance of bought software: a handful of obligations in a quarter.
apiVersion: underpin/v1
kind: Supplier
metadata: {id: keystone, name: Keystone Software Escrow B.V., labels: {region: emea}}
spec: {tier: operational, owner: Jo Albright, country: NL}
---
apiVersion: underpin/v1
kind: Contract
metadata: {id: keystone-escrow, name: Escrow and maintenance agreement}
spec:
  supplier: keystone
  number: KSE-4410
  term: {from: {{m-18}}, to: {{m42}}}
  renewal: {kind: auto, months: 12, notice_days: 90}
  currency: EUR
  charges: [{service: escrow, amount: "21600.00", per: year, from: {{m-18}}}]
  claim: {mode: request, within: {days: 60}}
---
apiVersion: underpin/v1
kind: Agreement
metadata: {id: keystone-maintenance, name: Escrow and maintenance service levels}
spec:
  contract: keystone-escrow
  service: escrow
  time_zone: Europe/Amsterdam
  calendar: dutch-office
  period: {every: quarter}
  term: {from: {{m0}}}
  objectives:
    - id: deposits
      name: Source code deposited within five days of a release
      category: delivery
      metric: delivery
      with: {count: on_time, late: 5d}
      evidence: {sources: [keystone-deposits]}
      target: {at_least: "100"}
      weight: "50"
      clause: {document: keystone-escrow.pdf, ref: "3.2"}
      credits: {scheme: fixed, amount: "500.00"}
    - id: defects
      name: Defects corrected in time
      category: support
      metric: case_time
      with:
        limits: {blocking: 16h, serious: 40h, minor: 160h}
        limit_by: severity
        attribute_by: resolved
        when_empty: met                          # a quarter without a defect is a good one
      evidence: {sources: [keystone-defects]}
      target: {at_least: "90"}
      floor: "50"
      weight: "50"
---
apiVersion: underpin/v1
kind: Source
metadata: {id: keystone-deposits, name: Keystone deposit register}
spec:
  supplier: keystone
  plugin: csv
  time_zone: Europe/Amsterdam
  config:
    path: ../exports/keystone-deposits.csv
    shape: case
    columns: {key: deposit, opened: release, due: due, resolved: deposited}
    attributes: [product]
    covers: {from: "{{m0-1}}T00:00:00Z", to: "{{m24+1}}T00:00:00Z"}
---
apiVersion: underpin/v1
kind: Source
metadata: {id: keystone-defects, name: Keystone defect list}
spec:
  supplier: keystone
  plugin: csv
  time_zone: Europe/Amsterdam
  config:
    path: ../exports/keystone-defects.csv
    shape: case
    time_formats: ["%Y-%m-%d %H:%M"]
    columns: {key: defect, opened: reported, responded: confirmed, resolved: corrected}
    attributes: [severity, product]
    covers: {from: "{{m0-1}}T00:00:00Z", to: "{{m24+1}}T00:00:00Z"}
)yaml"};

}  // namespace underpin::demo
