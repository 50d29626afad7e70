// The names under which the pages use what the OpenAPI document describes.

import type { components } from "../../.cache/schema";

type Schemas = components["schemas"];

export type Problem = Schemas["Problem"];
export type Fault = Schemas["Fault"];
export type Target = Schemas["Target"];
export type Status = Schemas["Status"];
export type ObjectiveResult = Schemas["ObjectiveResult"];
export type Provisional = ObjectiveResult["provisional"][number];
export type AgreementResult = Schemas["AgreementResult"];
export type Scorecard = Schemas["Scorecard"];
export type Credits = Schemas["Credits"];
export type CreditLine = Schemas["CreditLine"];
export type CreditTotal = Schemas["CreditTotal"];
export type Portfolio = Schemas["Portfolio"];
export type PortfolioRow = Portfolio["suppliers"][number];
export type PortfolioCell = Schemas["PortfolioCell"];
export type Trend = Schemas["Trend"];
export type TrendSeries = Trend["items"][number];
export type TrendPoint = TrendSeries["points"][number];
export type Explanation = Schemas["Explanation"];
export type ExplainedPart = Schemas["ExplainedPart"];
export type ExplainedRecord = Schemas["ExplainedRecord"];
export type Verdict = ExplainedRecord["verdict"];
export type Span = Schemas["Span"];
export type Run = Schemas["Run"];
export type Reject = Schemas["Reject"];
export type RecordRevision = Schemas["RecordRevision"];
export type RunFile = Schemas["RunFile"];
export type Job = Schemas["Job"];
export type StoredDocument = Schemas["StoredDocument"];
