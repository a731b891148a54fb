import { useId, useState } from 'react';

import { fixedIn, withFixed } from '../question/fixedValue';
import { EditorField } from './EditorField';
import { FilterValues } from './FilterValues';
import { labelOf, type InputProps } from './input';
import { ValuesFailure } from './ValuesFailure';

/** One value of a dimension, such as the customer of a timeline: suggested by name, typed, or a variable. */
export function ValueInput(props: InputProps) {
  const { catalog, datasource, field, question, onChange } = props;
  const id = useId();
  const [failure, setFailure] = useState('');
  const dimension = field.dimension ?? '';
  return (
    <>
      <EditorField {...labelOf(props)}>
        <FilterValues
          id={id}
          datasource={datasource}
          noValue={catalog.noValue}
          dimension={dimension}
          values={fixedIn(question, dimension)?.values ?? []}
          onChange={([value]) => onChange(withFixed(question, dimension, value))}
          onFailure={setFailure}
        />
      </EditorField>
      <ValuesFailure message={failure} />
    </>
  );
}
