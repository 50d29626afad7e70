// The one way from the pages to the server: typed by the OpenAPI document (the types are generated
// from it by `npm run api`).

import createClient from "openapi-fetch";
import { problemOf, ProblemError, unreachable } from "./problem";
import type { paths } from "../../.cache/schema";

export const api = createClient<paths, "application/json">({ baseUrl: "/" });
const csvApi = createClient<paths, "text/csv">({ baseUrl: "/", headers: { Accept: "text/csv" } });

interface Answer<Data> {
  data?: Data;
  error?: unknown;
  response: Response;
}

/** The data of an answer; whatever else it was is thrown as a ProblemError. */
export async function dataOf<Data>(asked: Promise<Answer<Data>>): Promise<Data> {
  let answer: Answer<Data>;
  try {
    answer = await asked;
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === "AbortError") throw cause;
    throw unreachable(cause);
  }
  if (!answer.response.ok || answer.data === undefined) {
    throw problemOf(answer.response, answer.error);
  }
  return answer.data;
}

/** All rows that a run set aside, as CSV. */
export function rejectsCsv(run: number): Promise<string> {
  return dataOf(
    csvApi.GET("/api/v1/runs/{id}/rejects", { params: { path: { id: run } }, parseAs: "text" }),
  );
}

export { ProblemError };
