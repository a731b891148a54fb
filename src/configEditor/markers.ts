import type { Monaco, MonacoEditor } from '@grafana/ui';

import type { TextFault } from '../types';

/** An editor once it is there. */
export interface Mounted {
  editor: MonacoEditor;
  monaco: Monaco;
}

/** Underlines the lines that are wrong; what is wrong with the whole text stands at the first one. */
export function markFaults({ editor, monaco }: Mounted, faults: TextFault[]): void {
  const model = editor.getModel();
  if (!model) {
    return;
  }
  const marks = faults.map(({ line, message }) => {
    const number = Math.min(Math.max(line, 1), model.getLineCount());
    return {
      severity: monaco.MarkerSeverity.Error,
      message,
      startLineNumber: number,
      endLineNumber: number,
      // Where the words are; an empty line has none.
      startColumn: model.getLineFirstNonWhitespaceColumn(number) || 1,
      endColumn: model.getLineMaxColumn(number),
    };
  });
  monaco.editor.setModelMarkers(model, 'crmkpi', marks);
}

/** Puts the cursor into a line. */
export function showLine({ editor }: Mounted, line: number): void {
  editor.revealLineInCenter(line);
  editor.setPosition({ lineNumber: line, column: 1 });
  editor.focus();
}
