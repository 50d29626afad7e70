// The addresses of the pages. What is linked to from elsewhere (mails, tickets) stays as it is.

const part = encodeURIComponent;

export function scorecardPath(supplier: string, period: string): string {
  return `/suppliers/${part(supplier)}/${part(period)}`;
}

export function explanationPath(agreement: string, objective: string, period: string): string {
  return `/agreements/${part(agreement)}/${part(objective)}/${part(period)}`;
}

export function runsPath(source: string): string {
  return `/runs?source=${part(source)}`;
}

export function runPath(run: number): string {
  return `/runs/${run}`;
}

export function recordPath(source: string, key: string): string {
  return `/sources/${part(source)}/record?key=${part(key)}`;
}

export function uploadPath(source: string): string {
  return `/sources/${part(source)}/upload`;
}
