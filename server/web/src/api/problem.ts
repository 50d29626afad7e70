import type { Fault, Problem } from "./types";

/** Why a request was not answered with what was asked for, in words that a page can show. */
export class ProblemError extends Error {
  override name = "ProblemError";

  constructor(readonly problem: Problem) {
    super(problem.detail || problem.title);
  }

  get status(): number {
    return this.problem.status;
  }
}

function isProblem(body: unknown): body is Problem {
  return typeof body === "object" && body !== null && "title" in body && "status" in body;
}

function stated(title: string, status: number, detail: string, hint: string): Problem {
  const errors: Fault[] = hint ? [{ pointer: "", detail, hint }] : [];
  return { type: "about:blank", title, status, detail, instance: "", request_id: "", errors };
}

/** The problem that an answer holds; a proxy between may answer with something else. */
export function problemOf(response: Response, body: unknown): ProblemError {
  if (isProblem(body)) return new ProblemError({ ...body, errors: body.errors ?? [] });
  return new ProblemError(
    stated(
      response.statusText || "The server answered with an error",
      response.status,
      `The answer was ${response.status}, without an explanation.`,
      "Something between this page and the server may have answered in its place.",
    ),
  );
}

/** No answer at all. */
export function unreachable(cause: unknown): ProblemError {
  const error = new ProblemError(
    stated(
      "The server does not answer",
      0,
      "The request got no answer.",
      "Is the server running, and is this machine on the network? The page tries again by itself.",
    ),
  );
  error.cause = cause;
  return error;
}
