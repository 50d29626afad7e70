import {
  type ColumnFiltersState,
  columnFilteringFeature,
  createColumnHelper,
  createFilteredRowModel,
  createPaginatedRowModel,
  createSortedRowModel,
  filterFn_equalsString,
  globalFilteringFeature,
  filterFn_includesString,
  type PaginationState,
  rowPaginationFeature,
  rowSortingFeature,
  type SortingState,
  tableFeatures,
  useTable,
} from "@tanstack/react-table";
import { ArrowDown, ArrowUp, ChevronLeft, ChevronRight, ChevronsUpDown } from "lucide-react";
import { useMemo, useState } from "react";
import { Link } from "react-router";
import type { ExplainedRecord, Verdict } from "../api/types";
import { durationText } from "../format/time";
import { count, VERDICT_WORDS } from "../format/words";
import { recordPath } from "../paths";
import { CopyButton } from "../ui/copy_button";
import { Moment } from "../ui/moment";
import { saveCsv } from "../ui/save_csv";
import { recordsCsv } from "./records_csv";

const features = tableFeatures({
  columnFilteringFeature,
  globalFilteringFeature,
  rowSortingFeature,
  rowPaginationFeature,
  filteredRowModel: createFilteredRowModel(),
  sortedRowModel: createSortedRowModel(),
  paginatedRowModel: createPaginatedRowModel(),
  filterFns: { equalsString: filterFn_equalsString, includesString: filterFn_includesString },
});

const helper = createColumnHelper<typeof features, ExplainedRecord>();
const PAGE_SIZE = 50;

function columnsOf(zone: string, hasLimits: boolean) {
  return helper.columns([
    helper.accessor("verdict", {
      header: "Verdict",
      filterFn: "equalsString",
      cell: ({ getValue }) => (
        <span className={`verdict verdict-${getValue()}`}>{VERDICT_WORDS[getValue()]}</span>
      ),
    }),
    helper.accessor("key", {
      header: "Record",
      cell: ({ row }) => (
        <>
          <Link
            className="record-key"
            to={recordPath(row.original.source, row.original.key)}
            title="As it was imported"
          >
            {row.original.key}
          </Link>
          <span className="muted small">{row.original.source}</span>
        </>
      ),
    }),
    helper.accessor("from", {
      header: "From",
      cell: ({ getValue }) => <Moment at={getValue()} zone={zone} />,
    }),
    helper.accessor("to", {
      header: "To",
      cell: ({ getValue }) => <Moment at={getValue()} zone={zone} />,
    }),
    helper.accessor("amount_ms", {
      header: "Counted time",
      cell: ({ getValue }) => {
        const ms = getValue();
        return ms === null ? <span className="muted">–</span> : durationText(ms);
      },
    }),
    ...(hasLimits
      ? [
          helper.accessor("limit_ms", {
            header: "Limit",
            cell: ({ getValue }) => {
              const ms = getValue();
              return ms === null ? <span className="muted">–</span> : durationText(ms);
            },
          }),
        ]
      : []),
    helper.accessor("reason", { header: "Why" }),
  ]);
}

const NUMBERS = new Set(["amount_ms", "limit_ms"]);

/** Each record with its verdict and the reason for it. */
export function RecordsTable({
  records,
  zone,
  fileName,
}: {
  records: ExplainedRecord[];
  zone: string;
  fileName: string;
}) {
  const [sorting, setSorting] = useState<SortingState>([]);
  const [globalFilter, setGlobalFilter] = useState("");
  const [columnFilters, setColumnFilters] = useState<ColumnFiltersState>([]);
  const [pagination, setPagination] = useState<PaginationState>({
    pageIndex: 0,
    pageSize: PAGE_SIZE,
  });
  const columns = useMemo(
    () =>
      columnsOf(
        zone,
        records.some((record) => record.limit_ms !== null),
      ),
    [zone, records],
  );
  const table = useTable({
    features,
    columns,
    data: records,
    state: { sorting, globalFilter, columnFilters, pagination },
    onSortingChange: setSorting,
    onGlobalFilterChange: setGlobalFilter,
    onColumnFiltersChange: setColumnFilters,
    onPaginationChange: setPagination,
    globalFilterFn: "includesString",
  });
  const verdicts = useMemo(() => {
    const counts = new Map<Verdict, number>();
    for (const { verdict } of records) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
    return [...counts];
  }, [records]);
  const chosen = (columnFilters[0]?.value as string | undefined) ?? "";
  const rows = table.getFilteredRowModel().rows;
  const shown = () => table.getSortedRowModel().rows.map((row) => row.original);
  const pages = table.getPageCount();
  return (
    <>
      <div className="toolbar">
        <label className="field field-wide">
          <span>Search records</span>
          <input
            type="search"
            value={globalFilter}
            onChange={(event) => table.setGlobalFilter(event.target.value)}
            placeholder="Key, source, reason"
          />
        </label>
        <label className="field">
          <span>Verdict</span>
          <select
            value={chosen}
            onChange={(event) =>
              table.setColumnFilters(
                event.target.value ? [{ id: "verdict", value: event.target.value }] : [],
              )
            }
          >
            <option value="">All</option>
            {verdicts.map(([verdict, n]) => (
              <option key={verdict} value={verdict}>
                {VERDICT_WORDS[verdict]} ({n})
              </option>
            ))}
          </select>
        </label>
        <div className="toolbar-end">
          <CopyButton text={() => recordsCsv(shown())} label="Copy as CSV" />
          <button
            type="button"
            className="button"
            onClick={() => saveCsv(fileName, recordsCsv(shown()))}
          >
            Download CSV
          </button>
        </div>
      </div>
      <p role="status" className="muted card-body-narrow">
        {rows.length === records.length
          ? count(records.length, "record")
          : `${rows.length} of ${count(records.length, "record")}`}
        {pages > 1 && `, page ${pagination.pageIndex + 1} of ${pages}`}
      </p>
      <table className="data stacked records">
        <thead>
          {table.getHeaderGroups().map((group) => (
            <tr key={group.id}>
              {group.headers.map((header) => {
                const sorted = header.column.getIsSorted();
                const Icon =
                  sorted === "asc" ? ArrowUp : sorted === "desc" ? ArrowDown : ChevronsUpDown;
                return (
                  <th
                    key={header.id}
                    scope="col"
                    className={NUMBERS.has(header.column.id) ? "number" : undefined}
                    aria-sort={
                      sorted === "asc" ? "ascending" : sorted === "desc" ? "descending" : "none"
                    }
                  >
                    <button
                      type="button"
                      className="sort"
                      onClick={header.column.getToggleSortingHandler()}
                    >
                      <table.FlexRender header={header} />
                      <Icon aria-hidden />
                    </button>
                  </th>
                );
              })}
            </tr>
          ))}
        </thead>
        <tbody>
          {table.getRowModel().rows.map((row) => (
            <tr key={row.id}>
              {row.getAllCells().map((cell) => (
                <td
                  key={cell.id}
                  data-label={String(cell.column.columnDef.header)}
                  className={NUMBERS.has(cell.column.id) ? "number" : undefined}
                >
                  <table.FlexRender cell={cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {pages > 1 && (
        <div className="pager" role="group" aria-label="Pages of records">
          <button
            type="button"
            className="button"
            onClick={() => table.previousPage()}
            disabled={!table.getCanPreviousPage()}
          >
            <ChevronLeft aria-hidden /> Previous
          </button>
          <button
            type="button"
            className="button"
            onClick={() => table.nextPage()}
            disabled={!table.getCanNextPage()}
          >
            Next <ChevronRight aria-hidden />
          </button>
        </div>
      )}
    </>
  );
}
