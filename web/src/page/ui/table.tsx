/** A table that becomes a list of cards on a phone: each cell then carries its column's name. The roles keep it a table for a screen reader. */
import { Fragment, type ComponentChildren } from "preact";
import { t } from "../lib/texts";

export interface Column<T> {
  key: string;
  label: string;
  cell: (row: T) => ComponentChildren;
  /** Numbers stand to the right. */
  number?: boolean;
  /** The cell that names the row; first on a card. */
  head?: boolean;
  /** Not broken between its words. */
  unbroken?: boolean;
  /** Left out on a phone. */
  wide?: boolean;
}

interface TableProps<T> {
  caption: string;
  columns: readonly Column<T>[];
  rows: readonly T[];
  id: (row: T) => string | number;
  /** What a row opens to. */
  open?: ((row: T) => ComponentChildren) | undefined;
  isOpen?: (row: T) => boolean;
  onToggle?: (row: T) => void;
  /** What the button that opens a row calls it. */
  named?: (row: T) => string;
  tone?: (row: T) => string;
}

export function Table<T>({ caption, columns, rows, id, open, isOpen, onToggle, named, tone }: TableProps<T>) {
  return (
    <div class="table-frame">
      <table class={columns.length > 8 ? "data dense" : "data"} role="table">
        <caption class="sr-only">{caption}</caption>
        <thead role="rowgroup">
          <tr role="row">
            {columns.map((column) => (
              <th
                key={column.key}
                scope="col"
                role="columnheader"
                class={`${column.number ? "number" : ""} ${column.wide ? "wide-only" : ""}`}
              >
                {column.label}
              </th>
            ))}
            {onToggle && (
              <th scope="col" role="columnheader" class="narrow">
                <span class="sr-only">{t("more")}</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((row) => {
            const opened = isOpen?.(row) ?? false;
            return (
              <Fragment key={id(row)}>
                <tr role="row" class={`${tone?.(row) ?? ""} ${opened ? "opened" : ""}`}>
                  {columns.map((column) => {
                    const classes = `${column.number ? "number" : ""} ${column.head ? "head" : ""} ${column.wide ? "wide-only" : ""} ${column.unbroken ? "unbroken" : ""}`;
                    const content = column.cell(row);
                    return column.head ? (
                      <th key={column.key} scope="row" role="rowheader" class={classes}>
                        {content}
                      </th>
                    ) : (
                      <td key={column.key} role="cell" class={classes} data-label={column.label}>
                        <span class="cell">{content}</span>
                      </td>
                    );
                  })}
                  {onToggle && (
                    <td role="cell" class="narrow">
                      <button
                        type="button"
                        class="plain opener"
                        aria-expanded={opened}
                        aria-label={`${t("details")}: ${named?.(row) ?? id(row)}`}
                        onClick={() => onToggle(row)}
                      >
                        <span class="chevron" aria-hidden="true">
                          ›
                        </span>
                      </button>
                    </td>
                  )}
                </tr>
                {opened && open && (
                  <tr role="row" class="inside">
                    <td role="cell" colSpan={columns.length + 1}>
                      {open(row)}
                    </td>
                  </tr>
                )}
              </Fragment>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

export function Pager({
  page,
  more,
  size,
  shown,
  onPage,
}: {
  page: number;
  more: boolean;
  size: number;
  shown: number;
  onPage: (page: number) => void;
}) {
  if (page === 0 && !more) return null;
  return (
    <nav class="pager" aria-label={t("pages")}>
      <button type="button" class="secondary outline" disabled={page === 0} onClick={() => onPage(page - 1)}>
        {t("previous")}
      </button>
      <span>{t("rowsFromTo", { from: page * size + 1, to: page * size + shown })}</span>
      <button type="button" class="secondary outline" disabled={!more} onClick={() => onPage(page + 1)}>
        {t("next")}
      </button>
    </nav>
  );
}
