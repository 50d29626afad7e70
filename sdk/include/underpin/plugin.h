/* underpin/plugin.h - the contract between Underpin and its plugins. Plain C11, also valid C++.
 *
 * NOT FROZEN YET: version 1 is promised from the first SDK release on; until then it may change.
 *
 * A plugin is a shared library that exports exactly one function, `underpin_plugin_v1`. It answers
 * with a table that describes one importer or one scorer. The rules of the line between the two:
 *
 *  - Nothing is freed across the line. Pointers that are passed in are borrowed for the call only;
 *    pointers in the plugin's tables live as long as the library is loaded (for ever).
 *  - No C++ type, exception, enum or bool crosses. Text is UTF-8, length counted, not terminated.
 *  - Tables begin with their size in bytes; a reader copies the smaller of the two sizes into a
 *    zeroed table of its own and treats a missing slot as NULL. Slots are only ever appended.
 *  - Results are UNDERPIN_OK or a class of failure; the words go through host->fail.
 *
 * Thread tags: [main] only the thread that called create; [any] any thread, also at the same time.
 */
#ifndef UNDERPIN_PLUGIN_H
#define UNDERPIN_PLUGIN_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define UNDERPIN_ABI_MAJOR 1
#define UNDERPIN_ABI_MINOR 0

#if defined(__GNUC__)
#define UNDERPIN_EXPORT __attribute__((visibility("default")))
#else
#define UNDERPIN_EXPORT
#endif

/* ---- results --------------------------------------------------------------------------------- */

typedef int32_t underpin_result;
#define UNDERPIN_OK 0
#define UNDERPIN_CONFIGURATION 1 /* a setting is wrong; trying again will not help */
#define UNDERPIN_TRANSIENT 2     /* may succeed later */
#define UNDERPIN_DATA 3          /* the other side sent something unreadable */
#define UNDERPIN_CANCELLED 4     /* the host asked to stop, or a host call said so */
#define UNDERPIN_UNSUPPORTED 5
#define UNDERPIN_INTERNAL 6

/* ---- plain values ---------------------------------------------------------------------------- */

typedef struct underpin_text {
    const char* data; /* UTF-8; may be NULL when size is 0 */
    size_t size;
} underpin_text;

/* A signed 128-bit integer in two's complement. */
typedef struct underpin_int128 {
    uint64_t low;
    int64_t high;
} underpin_int128;

/* An absent instant. Instants are milliseconds since 1970-01-01T00:00:00Z. */
#define UNDERPIN_ABSENT INT64_MIN

/* Sorted, disjoint, half-open spans [from[i], to[i]). */
typedef struct underpin_spans {
    const int64_t* from;
    const int64_t* to;
    size_t count;
} underpin_spans;

/* ---- columns --------------------------------------------------------------------------------- */

/* Types of a column's values.
 * INSTANT: int64, milliseconds since the epoch.
 * TEXT: uint32 codes into `dictionary`.
 * DECIMAL: underpin_int128 in units of 10^-scale.
 * PAUSES: row i has the spans pause_from/to[offsets[i] .. offsets[i+1]); one without an end has
 *   to = UNDERPIN_ABSENT.
 * DATE: int64, days since 1970-01-01 of a local calendar. */
#define UNDERPIN_INSTANT 1
#define UNDERPIN_TEXT 2
#define UNDERPIN_DECIMAL 3
#define UNDERPIN_PAUSES 4
#define UNDERPIN_DATE 5

/* One column of a batch. Only the pointers of its type are set. validity: bit i (lowest first) is 1
 * where row i has a value; NULL: every row has one. */
typedef struct underpin_column {
    underpin_text name;
    int32_t type;
    int32_t scale; /* DECIMAL: digits after the point, 0..18 */
    const uint8_t* validity;
    const int64_t* instants;         /* INSTANT, DATE */
    const uint32_t* codes;           /* TEXT */
    const underpin_text* dictionary; /* TEXT */
    size_t dictionary_size;
    const underpin_int128* decimals; /* DECIMAL */
    const uint32_t* offsets;         /* PAUSES: rows + 1 entries */
    const int64_t* pause_from;
    const int64_t* pause_to;
    const uint8_t* is_date; /* INSTANT: bit i is 1 where a date without a time was read and
                               the instant is its local midnight; NULL: never */
} underpin_column;

typedef struct underpin_batch {
    size_t size; /* of this struct */
    size_t rows;
    const underpin_column* columns;
    size_t column_count;
    const int64_t* places; /* one a row: line or index in what was read, for messages; or NULL */
} underpin_batch;

/* ---- the host -------------------------------------------------------------------------------- */

#define UNDERPIN_LOG_DEBUG 0
#define UNDERPIN_LOG_INFO 1
#define UNDERPIN_LOG_WARNING 2 /* counted in the run's warnings and shown to the person */

/* A local time as read, for host->instant. */
#define UNDERPIN_LOCAL_UNIQUE 0
#define UNDERPIN_LOCAL_NONEXISTENT 1 /* answered with the transition; the host counts a warning */
#define UNDERPIN_LOCAL_AMBIGUOUS 2   /* answered with the earlier one; the host counts a warning */

/* What the host offers. `self` is the host's and goes back as it came. [main] unless said. */
typedef struct underpin_host {
    size_t size;
    void* self;
    /* One line for the run's log; also warnings. [any] */
    void (*log)(void* self, int32_t level, underpin_text text);
    /* Says why the call that is under way is about to fail: a sentence for the person who set up
     * the source, and a detail for whoever debugs the plugin. Copied during the call. */
    void (*fail)(void* self, underpin_text message, underpin_text detail);
    /* The configuration at a JSON pointer ("" is all of it) as canonical JSON text, borrowed until
     * the plugin's call returns; data is NULL where there is nothing. Already checked against the
     * plugin's schema, with the schema's defaults put in. */
    underpin_text (*config)(void* self, underpin_text pointer);
    /* Not 0 when the work should stop soon; the plugin then returns UNDERPIN_CANCELLED. [any] */
    int32_t (*cancelled)(void* self);
    /* How far the work is; total 0: not known. */
    void (*progress)(void* self, uint64_t done, uint64_t total);
    /* The instant of a local time: days since 1970-01-01 and milliseconds after midnight, in the
     * IANA zone of that name, or in the source's own zone where the name is empty. With kind
     * NULL no warning is counted: for the midnight of a date, which is always clear.
     * UNDERPIN_CONFIGURATION for an unknown zone. */
    underpin_result (*instant)(void* self, underpin_text zone, int64_t local_day, int64_t local_ms,
                               int64_t* instant_ms, int32_t* kind);
    /* An extension's table by name ("underpin.file/1"), or NULL. */
    const void* (*extension)(void* self, underpin_text name);
} underpin_host;

/* Files as streams, opened by the host inside of allowed folders. Importers only. [main] */
#define UNDERPIN_FILE_EXTENSION "underpin.file/1"
typedef struct underpin_file_v1 {
    size_t size;
    /* Calls `found` once a file that matches the pattern (folders and * ? in the last parts), in
     * order of name. An upload or `--file` stands in for whatever the pattern says. */
    underpin_result (*list)(void* self, underpin_text pattern,
                            void (*found)(void* context, underpin_text name, uint64_t bytes),
                            void* context);
    underpin_result (*open)(void* self, underpin_text name, int64_t* handle);
    /* At most `capacity` bytes; *got 0 is the end. */
    underpin_result (*read)(void* self, int64_t handle, void* buffer, size_t capacity, size_t* got);
    void (*close)(void* self, int64_t handle);
} underpin_file_v1;

/* HTTPS requests, made by the host: the plugin's process has no network. Importers only. [main]
 *
 * The host speaks to the hosts that an http:// or https:// text anywhere in the source's
 * configuration names, follows redirects of GET and HEAD to public hosts, verifies certificates,
 * refuses addresses that are not public, uses the configured proxy, bounds time and size, and tries
 * again where that can help (429 and 503 after the Retry-After that was asked for; for GET and HEAD
 * also 502, 504 and lost connections). What was read is kept as evidence under its URL. */
#define UNDERPIN_HTTP_EXTENSION "underpin.http/1"

typedef struct underpin_http_header {
    underpin_text name;
    underpin_text value;
} underpin_http_header;

/* `${secret:NAME}` in a header's value, in the URL's query and in the body stands for a secret of
 * the source, which the host puts in: percent-encoded in a query and in a form body, escaped in a
 * JSON body (by Content-Type), as it is elsewhere. The plugin never sees it; it goes to no host but
 * those named in the configuration. */
typedef struct underpin_http_request {
    size_t size;                         /* of this struct */
    underpin_text method;                /* "GET" (also where empty), "HEAD", "POST" */
    underpin_text url;                   /* absolute */
    const underpin_http_header* headers; /* not Host, nor what frames the message */
    size_t header_count;
    underpin_text body; /* 1 MiB at most */
    int32_t any_status; /* 0: an answer other than 2xx is a failure with its class; else it is
                           handed over like any other, once trying again has not helped */
    int32_t reserved;
} underpin_http_request;

typedef struct underpin_http_response {
    size_t size;      /* of this struct; set by the caller */
    int64_t handle;   /* for header, read and close */
    int64_t asked_at; /* the host's clock when it sent the request: what the answer says held no
                         earlier, but for what a cache's Age header adds. UNDERPIN_ABSENT: the host
                         keeps no clock */
    int32_t status;
    int32_t reserved;
} underpin_http_response;

typedef struct underpin_http_v1 {
    size_t size;
    /* Sends a request and waits for the head of its answer. At most 8 answers are open at once.
     * UNDERPIN_CONFIGURATION: refused by the host, or 401, 403, 404 and other 4xx;
     * UNDERPIN_TRANSIENT: 408, 429, 5xx, a time-out, a lost connection;
     * UNDERPIN_DATA: not HTTP, or larger than the host allows. */
    underpin_result (*send)(void* self, const underpin_http_request* request,
                            underpin_http_response* response);
    /* The value of a header of the answer, whatever its case; several are joined by ", ". Borrowed
     * until the handle is closed; data is NULL where there is none. Cookies are not shown. */
    underpin_text (*header)(void* self, int64_t handle, underpin_text name);
    /* The next piece of the body, decompressed: at most `capacity` bytes; *got 0 is the end. A body
     * that ends before its announced length is UNDERPIN_TRANSIENT, never an end. */
    underpin_result (*read)(void* self, int64_t handle, void* buffer, size_t capacity, size_t* got);
    void (*close)(void* self, int64_t handle);
} underpin_http_v1;

/* ---- importers ------------------------------------------------------------------------------- */

/* Shapes of evidence and their columns; those with a question mark may be missing.
 * INTERVAL: key from to? state? impact? component?
 * CASE: key opened? responded? resolved? due? pauses? priority? ordered? delivered?
 * SAMPLE: key? at metric value? good? total?
 * All: incident?. Text columns of any other name become attributes. */
#define UNDERPIN_SHAPE_INTERVAL 1
#define UNDERPIN_SHAPE_CASE 2
#define UNDERPIN_SHAPE_SAMPLE 3

/* Where an importer's rows go. Every call returns UNDERPIN_OK or what `read` must return. [main] */
typedef struct underpin_sink {
    size_t size;
    void* self;
    /* Some thousand rows of one shape. Borrowed for the call. Delivery is at least once: the host
     * knows a record by its key, and the same content again changes nothing. */
    underpin_result (*batch)(void* self, int32_t shape, const underpin_batch* batch);
    /* Sets one row of the input aside: its place, the column's name and text as read, the
     * reason. */
    underpin_result (*reject)(void* self, int64_t place, underpin_text column, underpin_text text,
                              underpin_text reason);
    /* [from, to) was completely seen: silence in it is good news. */
    underpin_result (*covered)(void* self, int64_t from, int64_t to);
    /* All that was sent so far, and this state (64 KiB at most), become durable together; a run
     * that dies starts again from the last state. */
    underpin_result (*checkpoint)(void* self, const void* state, size_t state_size);
    /* So many rows of the input were read and gave way to others of their key: they are neither
     * sent nor set aside, and count as read. */
    underpin_result (*superseded)(void* self, int64_t rows);
} underpin_sink;

/* A stream that `discover` found. */
typedef struct underpin_stream {
    size_t size;
    underpin_text name; /* "incidents" */
    int32_t shape;
    int32_t reserved;
    underpin_text title;
} underpin_stream;

typedef struct underpin_importer {
    size_t size;
    /* JSON Schema (draft-07) of the configuration, with titles and descriptions: pages draw their
     * form from it. Keywords that the host understands beside the standard's: `default`. */
    underpin_text config_schema;
    /* An instance for one configuration; *self goes to the calls below. */
    underpin_result (*create)(const underpin_host* host, void** self);
    void (*destroy)(void* self);
    /* Says whether the source can be reached and read, without importing. */
    underpin_result (*check)(void* self, const underpin_host* host);
    underpin_result (*discover)(void* self, const underpin_host* host,
                                void (*found)(void* context, const underpin_stream* stream),
                                void* context);
    /* Reads a stream from `state` (empty: from the beginning) to its end. The state is that of this
     * run's last checkpoint where it goes on after a crash, else of the last run that succeeded;
     * the configuration may have changed meanwhile. One that makes no sense is to be taken as
     * empty. */
    underpin_result (*read)(void* self, const underpin_host* host, underpin_text stream,
                            const void* state, size_t state_size, const underpin_sink* sink);
} underpin_importer;

/* ---- scorers --------------------------------------------------------------------------------- */

/* Service time compiled for constant-time clocks: span i has before[i] ms of service ahead of it;
 * first[d] is the first span that ends after the UTC day day0_ms + d x 86,400,000 begins
 * (count, if none). See clock_until in scorer.hpp. */
typedef struct underpin_clock {
    underpin_spans service;
    const int64_t* before;
    const uint32_t* first;
    size_t days;
    int64_t day0_ms;
} underpin_clock;

/* An exclusion that names components and is not whole for the objective. */
typedef struct underpin_partial {
    int64_t from, to;
    const uint32_t* components; /* codes of the evidence's `component` column */
    size_t component_count;
} underpin_partial;

/* All the evidence that one objective selects, as it stood at as_of: instants after as_of are
 * absent, records that start after it are left out. Columns stand in the order in which the
 * scorer's `columns` names them; one that no record has is all absent. */
typedef struct underpin_evidence {
    size_t size;
    size_t rows;
    const underpin_column* columns;
    size_t column_count;
    int64_t as_of;
    /* The objective's calendar less exclusions that stop cases; then, in the order of the scorer's
     * own `calendar` calls in create, the calendars that it asked for, likewise. They reach from
     * the first instant of the evidence or the cells to as_of. */
    const underpin_clock* clocks;
    size_t clock_count;
    underpin_spans excluded;          /* whole exclusions: samples and counted records fall out */
    const underpin_partial* partials; /* exclusions of some components only */
    size_t partial_count;
    int64_t as_of_day;      /* days since 1970-01-01 of as_of's date in the agreement's zone */
    int64_t next_day;       /* the instant at which the day after it begins there */
    underpin_clock service; /* the objective's calendar, less whole exclusions where the agreement
                               removes them */
    underpin_clock hours;   /* the objective's calendar alone */
} underpin_evidence;

/* One period, or one part of it between amendments, of the objective. */
typedef struct underpin_cell {
    size_t size;
    int64_t from, to;               /* what is measured: [from, to), cut by the term and by as_of */
    int64_t period_from, period_to; /* the same, not cut by as_of */
    underpin_spans service;         /* service time in [from, to), less whole exclusions where the
                                       agreement removes them */
    underpin_spans hours;           /* service time in [from, to) by the calendar alone */
    underpin_spans excused;     /* whole exclusions in [from, to) (also where they are removed) */
    underpin_spans covered;     /* what every source of the objective covered in [from, to) */
    int64_t first_day, end_day; /* local dates [first_day, end_day) of [period_from, period_to) in
                                   the agreement's zone, not cut by as_of; days since 1970-01-01 */
} underpin_cell;

#define UNDERPIN_VALUE 1     /* there is a value */
#define UNDERPIN_NO_EVENTS 2 /* covered, but nothing to count */
#define UNDERPIN_NO_TIME 3   /* no covered service time to measure */

/* What the scorer answers for a cell; the host passes it zeroed with size set. */
typedef struct underpin_answer {
    size_t size;
    int32_t state;                                      /* UNDERPIN_VALUE ... */
    int32_t has_fraction;                               /* the fraction before x 100 may be shown */
    underpin_int128 value_numerator, value_denominator; /* in the scorer's unit, denominator > 0 */
    underpin_int128 numerator, denominator;             /* the fraction, in 10^-fraction_scale */
    int32_t fraction_scale;
    int32_t has_bounds; /* the two below are set: value if all unseen time had been ... */
    underpin_int128 down_numerator, down_denominator; /* ... down */
    underpin_int128 up_numerator, up_denominator;     /* ... up */
    int64_t counted, breaching, pending, excluded;    /* scoring.md "From value to status" */
    int64_t changes_at; /* the next instant at which the same evidence answers otherwise;
                           UNDERPIN_ABSENT: never */
    int32_t forced_met; /* not 0: met whatever the target says (small volumes) */
    int32_t reserved;
} underpin_answer;

/* Verdicts on a row. */
#define UNDERPIN_COUNTED 1   /* entered the arithmetic and is within its limit */
#define UNDERPIN_BREACHING 2 /* entered the arithmetic and is beyond it */
#define UNDERPIN_PENDING 3
#define UNDERPIN_EXCLUDED 4 /* an exclusion removed it */
#define UNDERPIN_LEFT_OUT 5 /* for another reason */

/* A row's part in a cell, for digests, breach lists and explanations. */
typedef struct underpin_verdict {
    size_t size;
    size_t cell; /* index into cells */
    size_t row;
    int32_t verdict;
    int32_t reserved;
    int64_t amount;       /* ms of clock time or downtime, 0 where that means nothing */
    int64_t limit;        /* ms, or UNDERPIN_ABSENT */
    int64_t group;        /* rows of one outage share a number; UNDERPIN_ABSENT: none */
    underpin_text reason; /* "within 4h", "outside service hours", "shorter than min_duration" */
} underpin_verdict;

typedef struct underpin_findings {
    size_t size;
    void* self;
    /* Every COUNTED, BREACHING and PENDING row once a cell, in any order; when `explain` is not 0
     * also the EXCLUDED and LEFT_OUT ones that belong to the cell. */
    void (*verdict)(void* self, const underpin_verdict* verdict);
    /* A step of the arithmetic in words, when `explain` is not 0: label and text. */
    void (*step)(void* self, size_t cell, underpin_text label, underpin_text text);
    int32_t explain;
    int32_t reserved;
} underpin_findings;

/* What a scorer may ask for in `create`. */
typedef struct underpin_scorer_host {
    size_t size;
    void* self;
    /* Asks for a calendar by id; *clock is its index in underpin_evidence.clocks. */
    underpin_result (*calendar)(void* self, underpin_text id, size_t* clock);
    /* Asks for a text column beyond those that the scorer's table names (an attribute or field);
     * *column is its index in underpin_evidence.columns. */
    underpin_result (*column)(void* self, underpin_text name, size_t* column);
    /* The id of the objective's own calendar ("always", or a document's), which is clock 0. */
    underpin_text (*objective_calendar)(void* self);
} underpin_scorer_host;

typedef struct underpin_wanted {
    underpin_text name; /* a field of the shape, see below */
    int32_t type;
    int32_t reserved;
} underpin_wanted;

typedef struct underpin_scorer {
    size_t size;
    underpin_text config_schema; /* JSON Schema (draft-07) of `with` */
    underpin_text unit;          /* "percent", "seconds", "count", "number"; of the value. A `unit`
                                    that depends on the configuration is asked from `unit_of` */
    int32_t shape; /* which evidence it measures; 0: as the configuration's `of` says */
    int32_t coverage_of_service; /* not 0: coverage is judged on service time, else on plain time */
    /* Columns it wants, by name: interval: from, to, state, impact (DECIMAL scale 6), component;
     * case: opened, responded, resolved (INSTANT), due_date, resolved_date (DATE in the agreement's
     * zone), due, ordered, delivered (DECIMAL scale 9), pauses, priority; sample: at, key, value,
     * good, total (DECIMAL scale 9), metric; all: key, incident. A TEXT column of another name is
     * the attribute of that name (`component` of cases and samples is one); one that the shape does
     * not have is all absent. */
    const underpin_wanted* columns;
    size_t column_count;
    underpin_result (*create)(const underpin_host* host, const underpin_scorer_host* scorer_host,
                              void** self);
    void (*destroy)(void* self);
    underpin_text (*unit_of)(void* self); /* may be NULL */
    int32_t (*shape_of)(void* self);      /* may be NULL */
    /* Answers for `count` cells of the objective, sorted by from, in one pass. [any] */
    underpin_result (*measure)(void* self, const underpin_host* host,
                               const underpin_evidence* evidence, const underpin_cell* cells,
                               size_t count, const underpin_findings* findings,
                               underpin_answer* answers);
} underpin_scorer;

/* ---- the one exported function --------------------------------------------------------------- */

typedef struct underpin_plugin {
    size_t size;
    uint32_t abi_major, abi_minor; /* what it was built against */
    underpin_text name;    /* "csv": letters, digits, '-', '_'; the file is called like it */
    underpin_text version; /* semantic version */
    underpin_text title;
    underpin_text description;
    const underpin_importer* importer; /* one of the two is NULL */
    const underpin_scorer* scorer;
} underpin_plugin;

/* The host's ABI is passed so that a plugin can refuse one that is too old: NULL. [any] */
typedef const underpin_plugin* (*underpin_plugin_v1_function)(uint32_t host_major,
                                                              uint32_t host_minor);
UNDERPIN_EXPORT const underpin_plugin* underpin_plugin_v1(uint32_t host_major, uint32_t host_minor);

#ifdef __cplusplus
}
#endif

#endif /* UNDERPIN_PLUGIN_H */
