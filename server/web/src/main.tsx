import "@fontsource-variable/inter/wght.css";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/frame.css";
import "./styles/tables.css";
import "./styles/portfolio.css";
import "./styles/scorecard.css";
import "./styles/explanation.css";
import "./styles/evidence.css";
import "./styles/print.css";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { BrowserRouter, Route, Routes } from "react-router";
import { ProblemError } from "./api/client";
import { App, NoSuchPage } from "./app";
import { JobsPage } from "./evidence/jobs_page";
import { RecordPage } from "./evidence/record_page";
import { RunPage } from "./evidence/run_page";
import { RunsPage } from "./evidence/runs_page";
import { SourcesPage } from "./evidence/sources_page";
import { UploadPage } from "./evidence/upload_page";
import { ExplanationPage } from "./explanation/explanation_page";
import { PortfolioPage } from "./portfolio/portfolio_page";
import { ScorecardPage } from "./scorecard/scorecard_page";

const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      // What was asked wrongly stays wrong; what failed on the way may work again.
      retry: (failures, error) =>
        failures < 2 &&
        !(error instanceof ProblemError && error.status >= 400 && error.status < 500),
    },
  },
});

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <BrowserRouter>
        <Routes>
          <Route element={<App />}>
            <Route path="/" element={<PortfolioPage />} />
            <Route path="/suppliers/:supplier/:period" element={<ScorecardPage />} />
            <Route path="/agreements/:agreement/:objective/:period" element={<ExplanationPage />} />
            <Route path="/sources" element={<SourcesPage />} />
            <Route path="/sources/:source/upload" element={<UploadPage />} />
            <Route path="/sources/:source/record" element={<RecordPage />} />
            <Route path="/runs" element={<RunsPage />} />
            <Route path="/runs/:run" element={<RunPage />} />
            <Route path="/jobs" element={<JobsPage />} />
            <Route path="*" element={<NoSuchPage />} />
          </Route>
        </Routes>
      </BrowserRouter>
    </QueryClientProvider>
  </StrictMode>,
);
