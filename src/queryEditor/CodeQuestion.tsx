import { t } from '@grafana/i18n';
import { Alert, ClipboardButton, CodeEditor, CodeEditorSuggestionItemKind, Stack } from '@grafana/ui';
import { useState } from 'react';

import { codeOf, readCode } from '../question/code';
import type { Catalog, Question } from '../types';

interface Props {
  catalog: Catalog;
  question: Question;
  onChange: (question: Question) => void;
}

/** The JSON of a question, taken over when the cursor leaves it. What cannot be read stays there, with what is wrong. */
export function CodeQuestion({ catalog, question, onChange }: Props) {
  const code = codeOf(question);
  const [problems, setProblems] = useState(() => readCode(catalog, code, question).problems);
  const take = (text: string) => {
    const read = readCode(catalog, text, question);
    setProblems(read.problems);
    if (read.question) {
      onChange(read.question);
    }
  };
  return (
    <Stack direction="column" gap={1}>
      <CodeEditor
        language="json"
        height={240}
        showLineNumbers
        showMiniMap={false}
        monacoOptions={{
          ariaLabel: t('query.code.label', 'JSON of the question'),
          tabSize: 2,
          scrollBeyondLastLine: false,
        }}
        value={code}
        getSuggestions={() => suggestions(catalog, question)}
        onBlur={take}
        onSave={take}
      />
      {problems.length > 0 && (
        <Alert severity="warning" title={t('query.code.problems', 'Look at this again')} bottomSpacing={0}>
          {problems.map((problem) => (
            <p key={problem}>{problem}</p>
          ))}
        </Alert>
      )}
      <div>
        <ClipboardButton icon="copy" variant="secondary" size="sm" getText={() => code}>
          {t('query.code.copy', 'Copy')}
        </ClipboardButton>
      </div>
    </Stack>
  );
}

/** What can be written: the fields of the type, their options, and what the catalogue names. */
function suggestions({ types, kpis, dimensions }: Catalog, { queryType }: Question) {
  const fields = types.find(({ id }) => id === queryType)?.fields ?? [];
  const property = CodeEditorSuggestionItemKind.Property;
  const constant = CodeEditorSuggestionItemKind.Constant;
  return [
    ...fields.map(({ name, title, help }) => ({ label: name, kind: property, detail: title, documentation: help })),
    ...[...fields.flatMap(({ options = [] }) => options), ...kpis, ...dimensions]
      .filter(({ id }) => id !== '')
      .map(({ id, title }) => ({ label: id, kind: constant, detail: title })),
  ];
}
