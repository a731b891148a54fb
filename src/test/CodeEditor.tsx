import { useEffect } from 'react';

interface Props {
  value: string;
  readOnly: boolean;
  monacoOptions: { ariaLabel: string };
  onChange?: (text: string) => void;
  onBlur?: (text: string) => void;
  onEditorDidMount?: (editor: unknown, monaco: unknown) => void;
}

/** What the stand-in for Monaco is asked to do, by the name of its method. */
export const monacoCalls = {
  setModelMarkers: jest.fn<void, [unknown, string, unknown[]]>(),
  revealLineInCenter: jest.fn<void, [number]>(),
  setPosition: jest.fn<void, [unknown]>(),
};

/** Stands in for the code editor of @grafana/ui, which needs a browser. */
export function CodeEditor({
  value,
  readOnly,
  monacoOptions: { ariaLabel },
  onChange,
  onBlur,
  onEditorDidMount,
}: Props) {
  useEffect(() => {
    const editor = {
      getModel: () => model,
      focus: () => document.querySelector<HTMLElement>(`textarea[aria-label="${ariaLabel}"]`)?.focus(),
      revealLineInCenter: monacoCalls.revealLineInCenter,
      setPosition: monacoCalls.setPosition,
    };
    onEditorDidMount?.(editor, {
      MarkerSeverity: { Error: 8 },
      languages,
      editor: { setModelMarkers: monacoCalls.setModelMarkers },
    });
    // As the editor does: once, with what it is given at first.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);
  return (
    <textarea
      key={value}
      aria-label={ariaLabel}
      readOnly={readOnly}
      defaultValue={value}
      onChange={({ currentTarget }) => onChange?.(currentTarget.value)}
      onBlur={({ currentTarget }) => onBlur?.(currentTarget.value)}
    />
  );
}

const languages = {
  CompletionItemKind: {},
  registerCompletionItemProvider: () => ({ dispose: () => undefined }),
  registerHoverProvider: () => ({ dispose: () => undefined }),
};

const model = {
  getLineCount: () => 100,
  getLineFirstNonWhitespaceColumn: (line: number) => (line > 50 ? 0 : 3),
  getLineMaxColumn: () => 9,
};
