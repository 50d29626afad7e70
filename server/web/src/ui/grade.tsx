/** A grade as a chip; its letter says it, its tint repeats it. */
export function Grade({ grade }: { grade: string | null }) {
  return (
    <span className={`grade grade-${grade ?? "none"}`}>
      {grade ?? <span aria-label="no grade">–</span>}
    </span>
  );
}
