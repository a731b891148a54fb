import type { ReactNode } from 'react';

/** A table that scrolls by itself where it is wider than the page, also by the keyboard. */
export const WideTable = ({ label, children }: { label: string; children: ReactNode }) => (
  <div style={{ overflowX: 'auto' }} tabIndex={0} role="group" aria-label={label}>
    <table className="filter-table">{children}</table>
  </div>
);
