import { t } from '@grafana/i18n';
import { RadioButtonGroup, ScrollContainer, Stack } from '@grafana/ui';
import { useEffect, useState } from 'react';

import type { DataSource } from '../datasource';
import { isAlertOpen, withAlert } from '../question/alert';
import { withType } from '../question/edit';
import type { Catalog, Question, Use } from '../types';
import type { Change } from '../useChanges';
import { BehindLinks } from './BehindLinks';
import { withChosen } from './choices';
import { CodeQuestion } from './CodeQuestion';
import { EditorField } from './EditorField';
import type { Props as EditorProps } from './QueryEditor';
import { QuestionFields } from './QuestionFields';
import { Sentence } from './Sentence';

interface Props {
  catalog: Catalog;
  datasource: DataSource;
  use: Use;
  question: Question;
  /** What is sent of it. */
  asked: Question;
  /** Where the editor stands, if what is behind its figures can be shown there. */
  place?: Pick<EditorProps, 'app' | 'data'>;
  onChange: (change: Change<Question>) => void;
}

/** What is asked for, where there is a choice, and the fields that go with it. */
export function TypedQuestion({ catalog, datasource, use, question, asked, place, onChange }: Props) {
  const [code, setCode] = useState(false);
  useEffect(() => {
    if (use === 'alerts' && isAlertOpen(question)) {
      onChange((latest) => (isAlertOpen(latest) ? withAlert(catalog, latest) : latest));
    }
  });
  const { queryType = '' } = question;
  const type = catalog.types.find(({ id }) => id === queryType);
  const offered = catalog.types.filter((one) => one.uses.includes(use) || one === type);
  const options = withChosen(
    offered.map(({ id, title, description }) => ({ value: id, label: title, description })),
    queryType
  );
  const change = (id: string) => {
    const chosen = catalog.types.find((one) => one.id === id);
    onChange(chosen ? withType(question, chosen) : { ...question, queryType: id });
  };
  return (
    <Stack direction="column" gap={1}>
      <Stack wrap="wrap" justifyContent="space-between" alignItems="flex-end" gap={1}>
        {options.length > 1 ? (
          <EditorField label={t('query.type.label', 'Ask for')}>
            <ScrollContainer overflowY="hidden">
              <RadioButtonGroup
                aria-label={t('query.type.label', 'Ask for')}
                options={options}
                value={queryType}
                onChange={change}
              />
            </ScrollContainer>
          </EditorField>
        ) : (
          <div />
        )}
        <RadioButtonGroup
          size="sm"
          aria-label={t('query.mode.label', 'How to write the question')}
          options={[
            { value: false, label: t('query.mode.builder', 'Builder') },
            { value: true, label: t('query.mode.code', 'Code') },
          ]}
          value={code}
          onChange={setCode}
        />
      </Stack>
      {code && <CodeQuestion catalog={catalog} question={question} onChange={onChange} />}
      {!code && type && (
        <QuestionFields
          key={type.id}
          catalog={catalog}
          datasource={datasource}
          type={type}
          use={use}
          question={question}
          asked={asked}
          onChange={onChange}
        />
      )}
      <Stack wrap="wrap" justifyContent="space-between" gap={1}>
        <Sentence catalog={catalog} question={asked} />
        {place && (
          <BehindLinks {...place} catalog={catalog} datasource={datasource} question={question} onChange={onChange} />
        )}
      </Stack>
    </Stack>
  );
}
