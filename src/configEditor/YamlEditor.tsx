import { CodeEditor } from '@grafana/ui';

import type { Mounted } from './markers';

interface Props {
  label: string;
  text: string;
  readOnly: boolean;
  /** While it is written. */
  onType?: (text: string) => void;
  /** When the cursor leaves the editor. */
  onChange?: (text: string) => void;
  onMount?: (mounted: Mounted) => void;
}

/** Writes a YAML text. */
export function YamlEditor({ label, text, readOnly, onType, onChange, onMount }: Props) {
  return (
    <CodeEditor
      language="yaml"
      height={320}
      showLineNumbers
      showMiniMap={false}
      readOnly={readOnly}
      monacoOptions={{
        ariaLabel: label,
        tabSize: 2,
        scrollBeyondLastLine: false,
        wordWrap: readOnly ? 'on' : 'off',
        // The values of YAML, formulas among them, are strings for Monaco; words of the text are no names.
        quickSuggestions: { other: true, strings: true, comments: false },
        wordBasedSuggestions: false,
      }}
      value={text}
      onChange={onType}
      onBlur={onChange}
      onSave={onChange}
      onEditorDidMount={(editor, monaco) => onMount?.({ editor, monaco })}
    />
  );
}
