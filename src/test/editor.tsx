import type { CoreApp } from '@grafana/data';
import { setTemplateSrv, type TemplateSrv } from '@grafana/runtime';
import { render, screen } from '@testing-library/react';
import userEvent, { type UserEvent } from '@testing-library/user-event';
import { useState, type ReactNode } from 'react';

import type { DataSource } from '../datasource';
import { QueryEditor, type Props } from '../queryEditor/QueryEditor';
import type { Catalog, Question } from '../types';
import { catalog } from './catalog';
import { testDatasource } from './datasource';

/** What tests of the editor start with. */
export const start: Question = {
  refId: 'A',
  version: 1,
  queryType: 'kpi',
  kpis: [],
  grain: 'auto',
  format: 'timeseries',
};

interface Place {
  app?: CoreApp;
  data?: Props['data'];
  Editor?: (props: Props) => ReactNode;
}

/** Renders the editor as Explore does: what it changes comes back as its question, copied and a moment later. */
export function open(
  part: Partial<Question> = {},
  datasource: DataSource = testDatasource(),
  { Editor = QueryEditor, ...place }: Place = {}
) {
  setTemplateSrv({ getVariables: () => [{ name: 'region' }] } as unknown as TemplateSrv);
  const onChange = jest.fn<void, [Question]>();
  const onRunQuery = jest.fn();
  function Panel() {
    const [query, setQuery] = useState<Question>({ ...start, ...part });
    const change = (changed: Question) => {
      onChange(changed);
      setTimeout(() => setQuery(JSON.parse(JSON.stringify(changed)) as Question));
    };
    return <Editor {...place} datasource={datasource} query={query} onChange={change} onRunQuery={onRunQuery} />;
  }
  const { container } = render(<Panel />);
  const latest = () => onChange.mock.lastCall?.[0];
  return { user: userEvent.setup(), latest, onChange, onRunQuery, container };
}

/** Opens what is folded away. */
export const unfold = async (user: UserEvent) => user.click(await screen.findByRole('button', { name: /^Options/ }));

export const field = (name: string) => screen.findByRole('combobox', { name });
export const option = (name: RegExp) => screen.findByRole('option', { name });

/** A data source whose catalogue is another one. */
export function withCatalog(part: Partial<Catalog>): DataSource {
  const datasource = testDatasource();
  jest.spyOn(datasource, 'getCatalog').mockResolvedValue({ ...catalog, ...part });
  return datasource;
}
