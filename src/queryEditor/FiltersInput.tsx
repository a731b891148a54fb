import { otherFilters, withOthers } from '../question/fixedValue';
import { commonOf, filterable, kpisOf } from '../question/kpis';
import { dimensionOptions, namedOptions } from './choices';
import { EditorField } from './EditorField';
import { FilterList } from './FilterList';
import { labelOf, type InputProps } from './input';

/** The conditions that rows have to meet, all of them. A row without a value restricts nothing. */
export function FiltersInput(props: InputProps) {
  const { catalog, datasource, type, question, onChange } = props;
  const fixed = type.fields.flatMap(({ input, dimension }) => (input === 'value' && dimension ? [dimension] : []));
  const kpis = kpisOf(catalog, type, question);
  const { dimensions, fields } = filterable(catalog, kpis, question.entity);
  return (
    <EditorField {...labelOf(props)}>
      <FilterList
        catalog={catalog}
        datasource={datasource}
        dimensions={kpis.length > 0 ? dimensionOptions(catalog, kpis) : namedOptions(dimensions)}
        fields={fields}
        alone={commonOf(catalog, kpis)}
        filters={otherFilters(question, fixed)}
        onChange={(changed) => onChange(withOthers(question, fixed, changed))}
      />
    </EditorField>
  );
}
