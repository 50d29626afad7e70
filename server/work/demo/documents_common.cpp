#include "work/demo/documents.h"

namespace underpin::demo {

const DocumentText services_document = {
    "services.yaml",
    R"yaml(# What is bought and what is sold. Agreements name these services, charges are billed for them, and
# `depends_on` says which of them stands on which.
apiVersion: underpin/v1
kind: Service
metadata: {id: web-shop, name: Web shop for customers}
spec:
  criticality: critical
  downtime_cost: {amount: "9500.00", currency: GBP, per: hour}
  depends_on: [web-hosting, content-delivery, warehouse-delivery]
---
apiVersion: underpin/v1
kind: Service
metadata: {id: web-hosting, name: Web hosting}
spec: {criticality: critical}
---
apiVersion: underpin/v1
kind: Service
metadata: {id: content-delivery, name: Content delivery network}
spec: {criticality: high}
---
apiVersion: underpin/v1
kind: Service
metadata: {id: branch-network, name: Wide area network of the branches}
spec:
  criticality: high
  downtime_cost: {amount: "2200.00", currency: GBP, per: hour}
---
apiVersion: underpin/v1
kind: Service
metadata: {id: staff-support, name: Service desk for staff}
spec: {criticality: high, depends_on: [branch-network]}
---
apiVersion: underpin/v1
kind: Service
metadata: {id: payroll, name: Payroll}
spec: {criticality: critical, depends_on: [hr-platform]}
---
apiVersion: underpin/v1
kind: Service
metadata: {id: hr-platform, name: HR platform}
spec: {criticality: medium}
---
apiVersion: underpin/v1
kind: Service
metadata: {id: warehouse-delivery, name: Delivery from the warehouse to shops}
spec: {criticality: high}
---
apiVersion: underpin/v1
kind: Service
metadata: {id: cleaning, name: Cleaning of the offices}
spec: {criticality: low}
---
apiVersion: underpin/v1
kind: Service
metadata: {id: print, name: Managed print}
spec: {criticality: low}
---
apiVersion: underpin/v1
kind: Service
metadata: {id: escrow, name: Escrow and maintenance of the till software}
spec: {criticality: medium}
---
apiVersion: underpin/v1
kind: Service
metadata: {id: security-operations, name: Security operations centre}
spec: {criticality: critical}
---
apiVersion: underpin/v1
kind: Service
metadata: {id: data-platform, name: Data platform and nightly reports}
spec: {criticality: medium, depends_on: [web-hosting]}
)yaml"};

const DocumentText calendars_document = {
    "calendars.yaml",
    R"yaml(# Service hours, each in its own time zone. Clocks of cases run in them only, and the clock changes
# in spring and autumn are taken from the time zone. `always` (24x7) needs no document.
apiVersion: underpin/v1
kind: Calendar
metadata: {id: uk-office, name: London office hours}
spec:
  time_zone: Europe/London
  open:
    mon: ["08:00-18:00"]
    tue: ["08:00-18:00"]
    wed: ["08:00-18:00"]
    thu: ["08:00-18:00"]
    fri: ["08:00-18:00"]
  holidays:
    {{holidays GB}}
---
apiVersion: underpin/v1
kind: Calendar
metadata: {id: warsaw-desk, name: Service desk hours in Warsaw}
spec:
  time_zone: Europe/Warsaw
  # A lunch break or a night shift would be a second range: ["07:00-12:00", "13:00-20:00"].
  open:
    mon: ["07:00-20:00"]
    tue: ["07:00-20:00"]
    wed: ["07:00-20:00"]
    thu: ["07:00-20:00"]
    fri: ["07:00-20:00"]
    sat: ["09:00-14:00"]
  holidays:
    {{holidays PL}}
---
apiVersion: underpin/v1
kind: Calendar
metadata: {id: berlin-warehouse, name: Warehouse hours in Berlin}
spec:
  time_zone: Europe/Berlin
  open:
    mon: ["06:00-22:00"]
    tue: ["06:00-22:00"]
    wed: ["06:00-22:00"]
    thu: ["06:00-22:00"]
    fri: ["06:00-22:00"]
    sat: ["06:00-14:00"]
  holidays:
    {{holidays DE}}
---
apiVersion: underpin/v1
kind: Calendar
metadata: {id: paris-site, name: Caretakers' hours in Paris}
spec:
  time_zone: Europe/Paris
  open:
    mon: ["07:30-12:00", "13:30-18:00"]
    tue: ["07:30-12:00", "13:30-18:00"]
    wed: ["07:30-12:00", "13:30-18:00"]
    thu: ["07:30-12:00", "13:30-18:00"]
    fri: ["07:30-12:00", "13:30-17:00"]
  holidays:
    {{holidays FR}}
---
apiVersion: underpin/v1
kind: Calendar
metadata: {id: new-york-office, name: New York office hours}
spec:
  time_zone: America/New_York
  open:
    mon: ["08:30-17:30"]
    tue: ["08:30-17:30"]
    wed: ["08:30-17:30"]
    thu: ["08:30-17:30"]
    fri: ["08:30-17:30"]
  holidays:
    {{holidays US}}
---
apiVersion: underpin/v1
kind: Calendar
metadata: {id: dutch-office, name: Amsterdam office hours}
spec:
  time_zone: Europe/Amsterdam
  open:
    mon: ["09:00-17:00"]
    tue: ["09:00-17:00"]
    wed: ["09:00-17:00"]
    thu: ["09:00-17:00"]
    fri: ["09:00-17:00"]
  holidays:
    {{holidays NL}}
---
apiVersion: underpin/v1
kind: Calendar
metadata: {id: dublin-staff, name: Hours in which staff use the HR platform}
spec:
  time_zone: Europe/Dublin
  open:
    mon: ["06:00-22:00"]
    tue: ["06:00-22:00"]
    wed: ["06:00-22:00"]
    thu: ["06:00-22:00"]
    fri: ["06:00-22:00"]
    sat: ["08:00-16:00"]
  holidays:
    {{holidays IE}}
---
apiVersion: underpin/v1
kind: Calendar
metadata: {id: pune-team, name: Hours of the platform team in Pune}
spec:
  time_zone: Asia/Kolkata
  open:
    mon: ["09:30-18:30"]
    tue: ["09:30-18:30"]
    wed: ["09:30-18:30"]
    thu: ["09:30-18:30"]
    fri: ["09:30-18:30"]
  holidays:
    {{holidays IN}}
)yaml"};

const DocumentText customers_document = {
    "customers.yaml",
    R"yaml(# The promises that all the others hold up: agreements with our own customers (SLA). A customer is
# a Supplier document of the kind `customer`; underpinning contracts name these in `underpins`.
apiVersion: underpin/v1
kind: Supplier
metadata: {id: retail-division, name: Retail division}
spec:
  kind: customer
  owner: Priya Raman
  contacts: [{role: service owner, name: Priya Raman, email: priya.raman@example.org}]
---
apiVersion: underpin/v1
kind: Supplier
metadata: {id: all-staff, name: All staff}
spec: {kind: customer, owner: Tom Okafor}
---
apiVersion: underpin/v1
kind: Agreement
metadata: {id: shop-sla, name: Service level agreement for the web shop}
spec:
  type: customer
  customer: retail-division
  service: web-shop
  time_zone: Europe/London
  calendar: always
  period: {every: month}
  term: {from: {{m0}}}
  objectives:
    - id: shop-availability
      name: Web shop answers
      category: reliability
      metric: availability
      # Two probes that both have to fail for two minutes make an outage.
      with: {min_duration: 120s, merge_gap: 60s}
      evidence: {sources: [shop-monitoring], where: {component: [shop]}}
      target: {at_least: "99.5"}
      floor: "98.0"
      weight: "60"
    - id: checkout-availability
      name: Customers can pay
      category: reliability
      metric: availability
      with: {min_duration: 120s, merge_gap: 60s}
      evidence: {sources: [shop-monitoring], where: {component: [checkout, shop]}}
      target: {at_least: "99.3"}
      weight: "40"
---
apiVersion: underpin/v1
kind: Agreement
metadata: {id: staff-sla, name: Service level agreement for staff}
spec:
  type: customer
  customer: all-staff
  service: staff-support
  time_zone: Europe/London
  calendar: uk-office
  period: {every: quarter, first_month: 4}   # the company's year starts in April
  term: {from: {{m0}}}
  objectives:
    - id: time-without-support
      name: Outages of the branch network that staff noticed
      category: reliability
      metric: count
      with: {of: intervals}
      evidence: {sources: [shop-monitoring], where: {component: [branch-network]}}
      target: {at_most: "12"}
---
# What our own monitoring saw. It belongs to no supplier.
apiVersion: underpin/v1
kind: Source
metadata: {id: shop-monitoring, name: Own monitoring of the web shop}
spec:
  plugin: csv
  config:
    path: ../exports/shop-monitoring.csv
    shape: interval
    columns: {key: alert, from: first_failure, to: recovered, component: check}
    # Outages are only bad news: which time the file speaks for has to be said.
    covers: {from: "{{m0-1}}T00:00:00Z", to: "{{m24+1}}T00:00:00Z"}
)yaml"};

}  // namespace underpin::demo
