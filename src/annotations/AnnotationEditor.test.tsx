import type { AnnotationQuery } from '@grafana/data';
import { setTemplateSrv, type TemplateSrv } from '@grafana/runtime';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';

import { testDatasource } from '../test/datasource';
import type { Question } from '../types';
import { AnnotationEditor } from './AnnotationEditor';
import { marking } from './colours';

type Marks = AnnotationQuery<Question>;

const marks = (events: string[] | undefined, iconColor: string): Marks => ({
  name: 'CRM',
  enable: true,
  iconColor,
  target: { refId: 'Anno', version: 1, queryType: 'annotations', events },
});
const target = (...events: string[]): Question => ({ refId: 'Anno', version: 1, queryType: 'annotations', events });

it.each([
  ['of a new one', marks(undefined, 'red'), target('won_deals'), 'green'],
  ['of another kind', marks(['won_deals'], 'green'), target('campaigns'), 'blue'],
  ['of several kinds', marks(['won_deals'], 'green'), target('won_deals', 'campaigns'), 'green'],
  ['of nothing yet', marks(undefined, ''), target(), 'red'],
  ['of a kind that is not known', marks(undefined, 'red'), target('$kind'), 'red'],
  ['that somebody has chosen', marks(['won_deals'], 'yellow'), target('campaigns'), 'yellow'],
])('has the colour %s', (_, before, changed, colour) => {
  expect(marking(before, changed)).toEqual({ ...before, target: changed, iconColor: colour });
});

/** As Grafana keeps what is edited. */
function Grafana({ onChange }: { onChange: (annotation: Marks) => void }) {
  const [annotation, setAnnotation] = useState(marks(undefined, 'red'));
  return (
    <AnnotationEditor
      datasource={testDatasource()}
      query={annotation.target as Question}
      annotation={annotation}
      onAnnotationChange={(changed) => {
        onChange(changed);
        setAnnotation(changed);
      }}
      onChange={() => undefined}
      onRunQuery={() => undefined}
    />
  );
}

it('asks what is marked, and says that several kinds share a colour', async () => {
  setTemplateSrv({ getVariables: () => [] } as unknown as TemplateSrv);
  const onChange = jest.fn<void, [Marks]>();
  render(<Grafana onChange={onChange} />);
  const user = userEvent.setup();
  expect(await screen.findByText(/have one colour/)).toBeInTheDocument();
  await user.click(await screen.findByRole('combobox', { name: 'Events' }));
  await user.click(await screen.findByRole('option', { name: /^Won deals/ }));
  expect(onChange).toHaveBeenLastCalledWith(marks(['won_deals'], 'green'));
  expect(screen.queryByText(/have one colour/)).not.toBeInTheDocument();
});

it('is edited where Grafana gives no annotation, too', async () => {
  setTemplateSrv({ getVariables: () => [] } as unknown as TemplateSrv);
  const onChange = jest.fn<void, [Question]>();
  render(
    <AnnotationEditor
      datasource={testDatasource()}
      query={{ refId: 'Anno', version: 1, queryType: 'annotations' }}
      onChange={onChange}
      onRunQuery={() => undefined}
    />
  );
  const user = userEvent.setup();
  await user.click(await screen.findByRole('combobox', { name: 'Events' }));
  await user.click(await screen.findByRole('option', { name: /^Campaigns/ }));
  expect(onChange).toHaveBeenLastCalledWith(expect.objectContaining({ events: ['campaigns'] }));
});
