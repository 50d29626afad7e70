// What the pages ask for, and how long it is believed. While an answer is stale the server is
// measuring, so it is asked again until it is fresh.

import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, dataOf } from "./client";

const REFRESH_STALE_MS = 3_000;

function untilFresh(query: { state: { data?: { stale: boolean } | undefined } }): number | false {
  return query.state.data?.stale ? REFRESH_STALE_MS : false;
}

export function portfolioQuery(from: string, to: string) {
  return queryOptions({
    queryKey: ["portfolio", from, to],
    queryFn: ({ signal }) =>
      dataOf(api.GET("/api/v1/portfolio", { params: { query: { from, to } }, signal })),
    refetchInterval: untilFresh,
    placeholderData: keepPreviousData,
  });
}

export function scorecardQuery(id: string, period: string) {
  return queryOptions({
    queryKey: ["scorecard", id, period],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET("/api/v1/suppliers/{id}/scorecard", {
          params: { path: { id }, query: { period } },
          signal,
        }),
      ),
    refetchInterval: untilFresh,
  });
}

export function trendQuery(id: string, to: string) {
  return queryOptions({
    queryKey: ["trend", id, to],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET("/api/v1/suppliers/{id}/trend", {
          params: { path: { id }, query: { to } },
          signal,
        }),
      ),
    refetchInterval: untilFresh,
  });
}

export function creditsQuery(id: string, period: string) {
  return queryOptions({
    queryKey: ["credits", id, period],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET("/api/v1/suppliers/{id}/credits", {
          params: { path: { id }, query: { period } },
          signal,
        }),
      ),
    refetchInterval: untilFresh,
  });
}

export function explanationQuery(agreement: string, objective: string, period: string) {
  return queryOptions({
    queryKey: ["explanation", agreement, objective, period],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET("/api/v1/agreements/{id}/objectives/{objective}/explain", {
          params: { path: { id: agreement, objective }, query: { period } },
          signal,
        }),
      ),
  });
}

const WATCH_JOBS_MS = 2_000;

export const sourcesQuery = queryOptions({
  queryKey: ["sources"],
  queryFn: ({ signal }) =>
    dataOf(api.GET("/api/v1/sources", { params: { query: { limit: 1000 } }, signal })),
});

export function runsQuery(source?: string) {
  return queryOptions({
    queryKey: ["runs", source ?? ""],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET("/api/v1/runs", {
          params: { query: source ? { source, limit: 50 } : { limit: 50 } },
          signal,
        }),
      ),
  });
}

export function runQuery(id: string) {
  return queryOptions({
    queryKey: ["run", id],
    queryFn: ({ signal }) =>
      dataOf(api.GET("/api/v1/runs/{id}", { params: { path: { id: Number(id) } }, signal })),
  });
}

export function rejectsQuery(id: string) {
  return queryOptions({
    queryKey: ["rejects", id],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET("/api/v1/runs/{id}/rejects", {
          params: { path: { id: Number(id) }, query: { limit: 100 } },
          signal,
        }),
      ),
  });
}

export function runFilesQuery(id: string) {
  return queryOptions({
    queryKey: ["run-files", id],
    queryFn: ({ signal }) =>
      dataOf(api.GET("/api/v1/runs/{id}/files", { params: { path: { id: Number(id) } }, signal })),
  });
}

export function recordQuery(source: string, key: string) {
  return queryOptions({
    queryKey: ["record", source, key],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET("/api/v1/sources/{id}/records", {
          params: { path: { id: source }, query: { key } },
          signal,
        }),
      ),
  });
}

export const jobsQuery = queryOptions({
  queryKey: ["jobs"],
  queryFn: ({ signal }) =>
    dataOf(api.GET("/api/v1/jobs", { params: { query: { limit: 50 } }, signal })),
  refetchInterval: (query) =>
    query.state.data?.items.some((job) => job.state === "queued" || job.state === "running")
      ? WATCH_JOBS_MS
      : false,
});
