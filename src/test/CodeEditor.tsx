interface Props {
  value: string;
  readOnly: boolean;
  monacoOptions: { ariaLabel: string };
  onBlur?: (text: string) => void;
}

/** Stands in for the code editor of @grafana/ui, which needs a browser. */
export const CodeEditor = ({ value, readOnly, monacoOptions, onBlur }: Props) => (
  <textarea
    key={value}
    aria-label={monacoOptions.ariaLabel}
    readOnly={readOnly}
    defaultValue={value}
    onBlur={({ currentTarget }) => onBlur?.(currentTarget.value)}
  />
);
